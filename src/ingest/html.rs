//! HTML: a web page as one article.
//!
//! In: the bytes of a page, in any encoding that browsers know. Out: its body as paragraphs, a
//! blank line between two, with the page's own metadata. What the extractors of other crates do
//! with a broken page, a panic included, ends that page and nothing else.

use super::metadata::metadata;
use super::text::path_id;
use super::{HtmlMode, Reject, format, tags};
use crate::article::{Article, Origin, PublishedBasis};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The largest page in bytes; the largest news pages have a few million.
const MAX_PAGE: usize = 8 << 20;

/// The article of a page; its id is the path of its file.
pub(crate) fn article(origin: &Origin, bytes: &[u8], mode: HtmlMode) -> Result<Article, Reject> {
    let reject = |reason: String| Reject::new(origin, None, reason);
    if let Some(reason) = format::binary(&bytes[..bytes.len().min(4096)]) {
        return Err(reject(reason));
    }
    if bytes.len() > MAX_PAGE {
        return Err(reject(format!("the page is larger than {} MB", MAX_PAGE >> 20)));
    }
    let html = decode(bytes);
    if let Some(reason) = tags::hazard(&html) {
        return Err(reject(reason));
    }
    let text = catch_unwind(AssertUnwindSafe(|| body(&html, mode)))
        .map_err(|_| reject("the page breaks its reader".into()))?
        .ok_or_else(|| reject("no article text found".into()))?;
    let page = metadata(&html);
    let (published, published_basis) =
        page.clues.choose().map_or((None, PublishedBasis::None), |(day, b)| (Some(day), b));
    Ok(Article {
        id: path_id(origin),
        title: page.title,
        publisher: page.publisher,
        published,
        published_basis,
        byline: page.byline,
        url: page.url,
        text,
        ..Article::default()
    })
}

/// The body of a page; `None` when it has none.
fn body(html: &str, mode: HtmlMode) -> Option<String> {
    let body = match mode {
        HtmlMode::Exact => {
            let options = trafilatura::Options::default()
                .with_focus(trafilatura::ExtractionFocus::FavorPrecision)
                .with_fallback(true)
                .with_exclude_comments(true)
                .with_html_date_mode(trafilatura::HtmlDateMode::Disabled);
            trafilatura::extract(html, &options).ok()?.content_html
        }
        HtmlMode::Fast => {
            let mut page = dom_smoothie::Readability::new(html, None, None).ok()?;
            page.parse().ok()?.content.to_string()
        }
    };
    let text = tags::paragraphs(&body);
    (!text.is_empty()).then_some(text)
}

/// A page as text: by its byte order mark, else UTF-8 where it is that, else what it declares, else
/// windows-1252, as browsers do. UTF-8 comes before what is declared because no other encoding
/// looks like it by chance, while a page that was saved again often still declares its first one.
fn decode(bytes: &[u8]) -> String {
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if std::str::from_utf8(bytes).is_ok() => UTF_8,
        None => declared(bytes).unwrap_or(WINDOWS_1252),
    };
    encoding.decode(bytes).0.into_owned()
}

/// The encoding that the head of a page declares: `<meta charset>`, its older form, `<?xml?>`.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(8192)].to_ascii_lowercase();
    let mut rest = head.as_slice();
    loop {
        let found = [&b"charset"[..], b"encoding"]
            .iter()
            .filter_map(|key| Some((memchr::memmem::find(rest, key)?, key.len())))
            .min()?;
        rest = &rest[found.0 + found.1..];
        let after = rest.trim_ascii_start();
        let Some(value) = after.strip_prefix(b"=") else { continue };
        let value = value.trim_ascii_start();
        let value = value.strip_prefix(b"\"").or(value.strip_prefix(b"'")).unwrap_or(value);
        let end = value.iter().position(|b| b"\"'>;? \t\r\n/".contains(b)).unwrap_or(value.len());
        if let Some(encoding) = Encoding::for_label(&value[..end]) {
            return Some(encoding);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(bytes: &[u8], mode: HtmlMode) -> Result<Article, Reject> {
        article(&Origin { path: "a.html".into(), record: 0 }, bytes, mode)
    }

    /// A page of a body long enough to be found.
    fn page(head: &str, word: &str) -> String {
        let paragraph = |n: usize| {
            format!(
                "<p>Paragraph {n} says that the {word} was open on Tuesday, and that the mayor, \
                 who had promised it, came to see how many people would be there at noon.</p>"
            )
        };
        let body: String = (0..8).map(paragraph).collect();
        format!(
            "<html lang=en><head>{head}<title>A page</title></head><body><nav><ul><li>\
             <a href=/a>Home</a></ul></nav><article><h1>A page</h1>{body}</article>\
             <footer>Imprint</footer></body></html>"
        )
    }

    #[test]
    fn a_body_comes_out_as_paragraphs() {
        for mode in [HtmlMode::Exact, HtmlMode::Fast] {
            let article = read(page("", "market").as_bytes(), mode).unwrap();
            assert!(article.text.contains("at noon.\n\nParagraph 1 says"), "{}", article.text);
            assert!(!article.text.contains("Imprint"));
            assert_eq!(article.title.as_deref(), Some("A page"));
            assert_eq!(article.id.as_deref(), Some("a.html"));
        }
    }

    #[test]
    fn encodings_are_honoured() {
        let cafe = |head: &str, bytes: &[u8]| {
            let html = page(head, "caf#");
            let at = |part: &[u8]| if part == b"#" { bytes.to_vec() } else { part.to_vec() };
            let html: Vec<u8> = html.as_bytes().iter().flat_map(|b| at(&[*b])).collect();
            read(&html, HtmlMode::Exact).unwrap().text.contains("café")
        };
        assert!(cafe("", "é".as_bytes()));
        assert!(cafe("", b"\xE9"), "windows-1252 where nothing is declared");
        assert!(cafe("<meta charset='ISO-8859-1'>", b"\xE9"));
        assert!(cafe("<meta charset=macintosh>", b"\x8E"));
        assert!(cafe("<meta charset=latin1>", "é".as_bytes()), "saved again as UTF-8");
        let meta = r#"<meta http-equiv="Content-Type" content="text/html; charset=ibm866">"#;
        assert_eq!(declared(meta.as_bytes()).map(Encoding::name), Some("IBM866"));
        assert_eq!(declared(b"<meta charset=no-such>"), None);
    }

    #[test]
    fn a_page_without_a_body_is_a_reject() {
        for html in ["<html></html>", "<html><body><nav><a href=/>Home</a></nav>", "<p></p>"] {
            let reject = read(html.as_bytes(), HtmlMode::Exact).unwrap_err();
            assert_eq!(reject.reason, "no article text found", "{html}");
        }
    }

    #[test]
    fn nesting_has_a_limit_and_what_is_under_it_is_read() {
        for mode in [HtmlMode::Exact, HtmlMode::Fast] {
            let deep = |n: usize| "<div>".repeat(n) + &page("", "market") + &"</div>".repeat(n);
            let reject = read(deep(100_000).as_bytes(), mode).unwrap_err();
            assert!(reject.reason.contains("nested deeper than 512"), "{}", reject.reason);
            let _ = read(deep(500).as_bytes(), mode);
            let _ = read("<b><i>".repeat(256).as_bytes(), mode);
            let _ = read("<p><li><td>".repeat(100_000).as_bytes(), mode);
        }
    }

    #[test]
    fn binary_data_is_no_page() {
        assert!(read(b"\x89PNG\r\n\x1a\n", HtmlMode::Exact).unwrap_err().reason.contains("PNG"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300), html in "(<(/?(p|div|table|td|script|b|!--|svg|li|a href=x)>)|[<>/=\"é a]){0,60}") {
            for mode in [HtmlMode::Exact, HtmlMode::Fast] {
                let _ = read(&bytes, mode);
                let _ = read(html.as_bytes(), mode);
            }
        }
    }
}
