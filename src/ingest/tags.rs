//! Tags: HTML as a flat run of tags and texts, read once, without a tree.
//!
//! In: a page, however broken. Out: [`Event`]s in order. This is what page metadata, the depth of
//! nesting and the paragraphs of an extracted body are read from; it takes no stack and is linear
//! in the page, so it may look at a page before the tree builders of other crates do.

use memchr::{memchr, memmem};
use std::borrow::Cow;

/// One thing on a page.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Event<'h> {
    /// A start or end tag.
    Tag(Tag<'h>),
    /// Text as it stands, entities not decoded. What `script` and `style` hold comes as text too.
    Text(&'h str),
}

/// A start or end tag.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tag<'h> {
    /// Its name as written; compare with [`Tag::is`].
    name: &'h str,
    /// What stands between the name and `>`.
    attributes: &'h str,
    /// True for an end tag.
    pub(crate) closing: bool,
}

impl<'h> Tag<'h> {
    /// True when its name is `name`.
    pub(crate) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// True when its name is one of `names`.
    pub(crate) fn is_any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.is(name))
    }

    /// The name in lower case.
    pub(crate) fn name(&self) -> String {
        self.name.to_ascii_lowercase()
    }

    /// True when it ends in `/>`.
    pub(crate) fn is_self_closed(&self) -> bool {
        self.attributes.ends_with('/')
    }

    /// The value of the attribute `name`, entities decoded; empty for one without a value.
    pub(crate) fn attribute(&self, name: &str) -> Option<Cow<'h, str>> {
        self.attributes().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, v)| decode(v))
    }

    /// Names and raw values, in order.
    fn attributes(&self) -> impl Iterator<Item = (&'h str, &'h str)> + use<'h> {
        let mut rest = self.attributes;
        std::iter::from_fn(move || {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            if rest.is_empty() {
                return None;
            }
            // A name holds its first character whatever that is, else `=` would stop here for ever.
            let end = rest
                .char_indices()
                .skip(1)
                .find(|(_, c)| c.is_ascii_whitespace() || *c == '=' || *c == '/')
                .map_or(rest.len(), |(at, _)| at);
            let (key, after) = rest.split_at(end);
            let after = after.trim_start();
            let Some(value) = after.strip_prefix('=') else {
                rest = after;
                return Some((key, ""));
            };
            let value = value.trim_start();
            let (value, after) = match value.as_bytes().first() {
                Some(&mark @ (b'"' | b'\'')) => {
                    let inner = &value[1..];
                    match memchr(mark, inner.as_bytes()) {
                        Some(end) => (&inner[..end], &inner[end + 1..]),
                        None => (inner, ""),
                    }
                }
                _ => {
                    let end = value.find(|c: char| c.is_ascii_whitespace());
                    value.split_at(end.unwrap_or(value.len()))
                }
            };
            rest = after;
            Some((key, value))
        })
    }
}

/// The events of a page.
pub(crate) struct Events<'h> {
    html: &'h str,
    at: usize,
    /// The element whose content is text up to its own end tag.
    raw: Option<&'h str>,
}

/// The events of `html`, in order.
pub(crate) fn events(html: &str) -> Events<'_> {
    Events { html, at: 0, raw: None }
}

/// Elements whose content holds no tags.
const RAW: [&str; 7] = ["script", "style", "textarea", "title", "xmp", "noframes", "iframe"];

impl<'h> Iterator for Events<'h> {
    type Item = Event<'h>;

    fn next(&mut self) -> Option<Event<'h>> {
        loop {
            let rest = &self.html[self.at..];
            if rest.is_empty() {
                return None;
            }
            if let Some(name) = self.raw.take() {
                let end = end_of_raw(rest, name);
                self.at += end;
                if end > 0 {
                    return Some(Event::Text(&rest[..end]));
                }
                continue;
            }
            let Some(open) = self.markup(rest) else {
                self.at = self.html.len();
                return Some(Event::Text(rest));
            };
            if open > 0 {
                self.at += open;
                return Some(Event::Text(&rest[..open]));
            }
            if let Some(comment) = rest.strip_prefix("<!--") {
                // `<!-->` and `<!--->` are comments too.
                let comment = ["->", ">"].iter().find(|end| comment.starts_with(**end)).map_or_else(
                    || memmem::find(comment.as_bytes(), b"-->").map(|n| n + 3),
                    |end| Some(end.len()),
                );
                self.at = comment.map_or(self.html.len(), |n| self.at + 4 + n);
                continue;
            }
            let end = end_of_tag(rest);
            self.at += end;
            if !rest.as_bytes()[1..].first().is_some_and(|b| b.is_ascii_alphabetic() || *b == b'/') {
                continue;
            }
            let inner = rest[1..end].strip_suffix('>').unwrap_or(&rest[1..end]);
            let (inner, closing) = inner.strip_prefix('/').map_or((inner, false), |i| (i, true));
            let name =
                inner.find(|c: char| c.is_ascii_whitespace() || c == '/').map_or(inner, |end| &inner[..end]);
            let tag = Tag { name, attributes: inner[name.len()..].trim_end(), closing };
            if !closing && !tag.is_self_closed() && tag.is_any(&RAW) {
                self.raw = Some(name);
            }
            return Some(Event::Tag(tag));
        }
    }
}

impl Events<'_> {
    /// Where the next `<` that begins markup stands.
    fn markup(&self, rest: &str) -> Option<usize> {
        let bytes = rest.as_bytes();
        let mut from = 0;
        while let Some(found) = memchr(b'<', &bytes[from..]) {
            let at = from + found;
            if bytes.get(at + 1).is_some_and(|b| b.is_ascii_alphabetic() || b"/!?".contains(b)) {
                return Some(at);
            }
            from = at + 1;
        }
        None
    }
}

/// Length of the content of the element `name` that `rest` begins with.
fn end_of_raw(rest: &str, name: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut from = 0;
    while let Some(found) = memmem::find(&bytes[from..], b"</") {
        let at = from + found;
        let after = &bytes[at + 2..];
        if after.len() >= name.len() && after[..name.len()].eq_ignore_ascii_case(name.as_bytes()) {
            return at;
        }
        from = at + 2;
    }
    rest.len()
}

/// Length of the tag that `rest` begins with; marks of quotation hide a `>` where a value begins.
fn end_of_tag(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut at = 1;
    let mut value = false;
    while at < bytes.len() {
        match bytes[at] {
            b'>' => return at + 1,
            mark @ (b'"' | b'\'') if value => match memchr(mark, &bytes[at + 1..]) {
                Some(n) => {
                    at += n + 2;
                    value = false;
                    continue;
                }
                None => return rest.len(),
            },
            b'=' => value = true,
            b if !b.is_ascii_whitespace() => value = false,
            _ => {}
        }
        at += 1;
    }
    rest.len()
}

/// The most tags and pieces of text of a page; the largest news pages have some ten thousand. The
/// tree builders take up to 3 kB for each.
const MAX_NODES: usize = 100_000;

/// The deepest nesting that is read. Browsers stop at 512; the tree builders here recurse.
const MAX_DEPTH: usize = 512;

/// The most attributes of one tag. Tree builders compare each with each.
const MAX_ATTRIBUTES: usize = 1000;

/// The most elements that unclosed formatting may make. A tree builder opens each `<font>` that was
/// left open again in each block after it.
const MAX_REOPENED: usize = 2_000_000;

/// Why a tree builder would not survive `html`, or not end in time, where that is so.
///
/// Elements whose end tag may be left out (`p`, `li`, `td` …) close one another and add no depth.
pub(crate) fn hazard(html: &str) -> Option<String> {
    /// No end tag, or one that may be left out.
    const FREE: [&str; 35] = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
        "track", "wbr", "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup",
        "option", "optgroup", "rb", "rt", "rp", "html", "head", "body", "a", "path",
    ];
    const FORMATTING: [&str; 13] =
        ["b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];
    let (mut depth, mut formatting, mut reopened) = (0usize, 0usize, 0usize);
    let mut nodes = 0usize;
    for event in events(html) {
        nodes += 1;
        if nodes > MAX_NODES {
            return Some(format!("a page of more than {MAX_NODES} tags and pieces of text"));
        }
        let Event::Tag(tag) = event else { continue };
        if tag.attributes.len() > MAX_ATTRIBUTES * 2 && tag.attributes().nth(MAX_ATTRIBUTES).is_some() {
            return Some(format!("a tag with more than {MAX_ATTRIBUTES} attributes"));
        }
        let formats = tag.is_any(&FORMATTING);
        if tag.closing {
            formatting = formatting.saturating_sub(usize::from(formats));
        } else if formats {
            formatting += 1;
        } else {
            reopened += formatting;
            if reopened > MAX_REOPENED {
                return Some("too much formatting that is never closed".into());
            }
        }
        if tag.is_self_closed() || tag.is_any(&FREE) {
            continue;
        }
        if tag.closing {
            depth = depth.saturating_sub(1);
        } else {
            depth += 1;
            if depth > MAX_DEPTH {
                return Some(format!("nested deeper than {MAX_DEPTH} elements"));
            }
        }
    }
    None
}

/// The text of markup as paragraphs with a blank line between two; a `br` is a line end. White
/// space is one blank, as a browser shows it.
pub(crate) fn paragraphs(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut gap = Gap::Paragraph;
    let mut skipped = 0usize;
    for event in events(html) {
        match event {
            Event::Tag(tag) if tag.is_any(&["script", "style", "template", "svg"]) => {
                skipped = if tag.closing { skipped.saturating_sub(1) } else { skipped + 1 };
            }
            Event::Tag(tag) if tag.is("br") => gap = gap.max(Gap::Line),
            Event::Tag(tag) if tag.is_any(&["td", "th"]) => gap = gap.max(Gap::Blank),
            Event::Tag(tag) if !tag.is_any(&INLINE) => gap = Gap::Paragraph,
            Event::Tag(_) => {}
            Event::Text(_) if skipped > 0 => {}
            Event::Text(raw) => {
                for c in decode(raw).chars() {
                    if c.is_ascii_whitespace() || c == '\u{a0}' {
                        gap = gap.max(Gap::Blank);
                        continue;
                    }
                    if !text.is_empty() {
                        text.push_str(gap.text());
                    }
                    gap = Gap::None;
                    text.push(c);
                }
            }
        }
    }
    text
}

/// Elements that stand within a line.
const INLINE: [&str; 28] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font",
    "i", "ins", "kbd", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "u", "var",
];

/// What stands between two pieces of text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Blank,
    Line,
    Paragraph,
}

impl Gap {
    fn text(self) -> &'static str {
        match self {
            Gap::None => "",
            Gap::Blank => " ",
            Gap::Line => "\n",
            Gap::Paragraph => "\n\n",
        }
    }
}

/// The named entities that news pages use in titles, names and bodies.
const ENTITIES: [(&str, char); 54] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("sbquo", '‚'),
    ("bdquo", '„'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("hellip", '…'),
    ("bull", '•'),
    ("middot", '·'),
    ("copy", '©'),
    ("reg", '®'),
    ("trade", '™'),
    ("euro", '€'),
    ("pound", '£'),
    ("cent", '¢'),
    ("deg", '°'),
    ("shy", '\u{ad}'),
    ("aacute", 'á'),
    ("agrave", 'à'),
    ("acirc", 'â'),
    ("atilde", 'ã'),
    ("auml", 'ä'),
    ("aring", 'å'),
    ("aelig", 'æ'),
    ("ccedil", 'ç'),
    ("eacute", 'é'),
    ("egrave", 'è'),
    ("ecirc", 'ê'),
    ("euml", 'ë'),
    ("iacute", 'í'),
    ("iuml", 'ï'),
    ("ntilde", 'ñ'),
    ("oacute", 'ó'),
    ("ocirc", 'ô'),
    ("otilde", 'õ'),
    ("ouml", 'ö'),
    ("oslash", 'ø'),
    ("szlig", 'ß'),
    ("uacute", 'ú'),
    ("ugrave", 'ù'),
    ("ucirc", 'û'),
    ("uuml", 'ü'),
    ("Uuml", 'Ü'),
    ("Ouml", 'Ö'),
];

/// `raw` with its entities decoded; what is no known entity stays as it stands.
pub(crate) fn decode(raw: &str) -> Cow<'_, str> {
    if memchr(b'&', raw.as_bytes()).is_none() {
        return Cow::Borrowed(raw);
    }
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = memchr(b'&', rest.as_bytes()) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        match entity(&rest[1..]) {
            Some((c, len)) => {
                text.push(c);
                rest = &rest[1 + len..];
            }
            None => {
                text.push('&');
                rest = &rest[1..];
            }
        }
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// The character that `rest` names up to its `;`, and the length of that.
fn entity(rest: &str) -> Option<(char, usize)> {
    let end = rest.bytes().take(10).position(|b| b == b';')?;
    let name = &rest[..end];
    let c = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|c| *c != '\0')?
        }
        None => ENTITIES.iter().find(|(known, _)| *known == name)?.1,
    };
    Some((c, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(html: &str) -> Vec<String> {
        events(html)
            .map(|event| match event {
                Event::Tag(tag) => format!("{}{}", if tag.closing { "/" } else { "" }, tag.name()),
                Event::Text(text) => format!("'{text}'"),
            })
            .collect()
    }

    #[test]
    fn tags_and_texts_come_in_order() {
        assert_eq!(
            shown("<!doctype html><P class=a>1 < 2<!-- <b> --><br/>x</p><script>'<b>'</script>"),
            ["p", "'1 < 2'", "br", "'x'", "/p", "script", "''<b>''", "/script"]
        );
    }

    #[test]
    fn attributes_are_read_in_every_form() {
        let Some(Event::Tag(tag)) = events(r#"<meta a="x > y" b='q"' c=1 d é=ü e="&amp;">"#).next() else {
            panic!("no tag")
        };
        for (name, value) in [("a", "x > y"), ("B", "q\""), ("c", "1"), ("d", ""), ("e", "&")] {
            assert_eq!(tag.attribute(name).as_deref(), Some(value), "{name}");
        }
        assert_eq!(tag.attribute("f"), None);
    }

    #[test]
    fn what_breaks_a_tree_builder_is_a_hazard() {
        let says = |html: String, what: &str| {
            assert!(hazard(&html).is_some_and(|why| why.contains(what)), "{what}");
        };
        says("<div>".repeat(100_000), "nested deeper than 512");
        let names: String = (0..5000).map(|n| format!(" a{n}=1")).collect();
        says(format!("<div{names}>"), "more than 1000 attributes");
        says("<font>".repeat(500) + &"<p>x".repeat(10_000), "never closed");
        for html in ["<p>", "<div></div>", "<li><a href=x>", "<b>x</b><p>", "<div a='1 2'>"] {
            let close = if html == "<div a='1 2'>" { "</div>" } else { "" };
            assert_eq!(hazard(&format!("{html}{close}").repeat(10_000)), None, "{html}");
        }
        assert_eq!(hazard(&format!("<img src='{}'>", "x ".repeat(10_000))), None);
    }

    #[test]
    fn a_body_becomes_paragraphs() {
        let html = "<div><p>A <b>bold</b>\n  word&nbsp;&#8212;</p><ul><li>one</li><li>two<br>three\
                    </li></ul><script>x</script></div>";
        assert_eq!(paragraphs(html), "A bold word —\n\none\n\ntwo\nthree");
    }

    proptest! {
        #[test]
        fn no_markup_panics(html in "[<>/!a-c=\"' \\-&#;é]{0,60}") {
            for event in events(&html) {
                if let Event::Tag(tag) = event {
                    tag.attribute("a");
                }
            }
            hazard(&html);
            paragraphs(&html);
        }
    }
}
