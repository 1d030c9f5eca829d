//! The page: an article with its layers as one HTML file that needs nothing else: no script, no
//! address that would be fetched. Every text is escaped.

use super::show::{Layer, pieces};
use onrecord::record::Record;
use std::collections::HashMap;
use std::fmt::Write;

const STYLE: &str = "\
:root{color-scheme:light dark}
body{font:17px/1.6 Georgia,serif;max-width:44rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem;line-height:1.25}
header p,ol,footer{font:14px/1.5 system-ui,sans-serif}
article{white-space:pre-wrap;overflow-wrap:anywhere}
.quote{background:#7ab87a40;border-radius:2px}
.claim{text-decoration:underline dotted #888;text-underline-offset:.3em}
.source{color:#0a6c94;font-weight:bold}.cue{color:#a06000}
.actor{border-bottom:1px solid #0a6c94}.date{color:#9b3fa0}
.debris{opacity:.4;text-decoration:line-through}
li{margin:.3rem 0}li small{opacity:.7}
@media(prefers-color-scheme:dark){.source{color:#6cc5ea}.cue{color:#e0a040}.date{color:#dd8fe0}}";

/// Text as HTML shows it, in an element or an attribute. NUL, which HTML can't hold, becomes U+FFFD.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\r' => out.push_str("&#13;"),
            '\0' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// The page of a record.
pub fn page(record: &Record) -> String {
    let names: HashMap<&str, &str> = record.actors.iter().map(|a| (a.id.as_str(), a.name.as_str())).collect();
    let speakers: Vec<String> = record
        .quotes
        .iter()
        .map(|quote| {
            let known: Vec<&str> =
                quote.speakers.iter().filter_map(|s| names.get(s.as_str()).copied()).collect();
            if known.is_empty() { "unknown".to_string() } else { known.join(", ") }
        })
        .collect();
    let title = escape(record.title.as_deref().unwrap_or(&record.id));
    let about = [
        record.publisher.as_deref(),
        record.published.as_deref(),
        record.byline.as_deref(),
        record.url.as_deref(),
    ];
    let about = about.into_iter().flatten().map(escape).collect::<Vec<_>>().join(" · ");
    let mut html = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n\
         <header><h1>{title}</h1><p>{about}</p>\n\
         <p><span class=\"quote\">said</span> · <span class=\"claim\">claim</span> · <span class=\"source\">source</span> · \
         <span class=\"cue\">cue</span> · <span class=\"actor\">actor</span> · <span class=\"date\">date</span></p></header>\n<article>",
        escape(record.language.as_deref().unwrap_or("en")),
    );
    let mut opened = vec![false; record.quotes.len()];
    for piece in pieces(record) {
        if piece.layers.is_empty() {
            html.push_str(&escape(piece.text));
            continue;
        }
        let mut classes: Vec<&str> = Vec::new();
        let (mut tips, mut anchor) = (Vec::new(), String::new());
        for layer in &piece.layers {
            classes.push(match layer {
                Layer::Actor => "actor",
                Layer::Date => "date",
                Layer::Content(_) => "quote",
                Layer::Claim(_) => "claim",
                Layer::Source => "source",
                Layer::Cue => "cue",
                Layer::Debris => "debris",
            });
            match *layer {
                Layer::Content(i) => {
                    if anchor.is_empty() && !std::mem::replace(&mut opened[i], true) {
                        anchor = format!(" id=\"q{i}\"");
                    }
                    tips.push(format!("{} ({})", speakers[i], record.quotes[i].kind.as_str().to_owned()));
                }
                Layer::Claim(i) => tips.push(format!("claim: {}", record.claims[i].gist)),
                _ => {}
            }
        }
        classes.dedup();
        let tip =
            if tips.is_empty() { String::new() } else { format!(" title=\"{}\"", escape(&tips.join("\n"))) };
        let _ =
            write!(html, "<span{anchor} class=\"{}\"{tip}>{}</span>", classes.join(" "), escape(piece.text));
    }
    html.push_str("</article>\n<footer><ol>\n");
    for (i, quote) in record.quotes.iter().enumerate() {
        let content = onrecord::graph::build::joined(&quote.content.spans);
        let _ = writeln!(
            html,
            "<li><a href=\"#q{i}\"><b>{}</b></a> <small>{}, {}, {:.2}</small><br>{}</li>",
            escape(&speakers[i]),
            quote.kind.as_str().to_owned(),
            quote.act.as_str().to_owned(),
            quote.confidence,
            escape(&content)
        );
    }
    html.push_str("</ol></footer>\n</html>\n");
    html
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn nothing_leaves_the_text() {
        assert_eq!(escape("</script><b onx=\"'&\0"), "&lt;/script&gt;&lt;b onx=&quot;&#39;&amp;\u{fffd}");
    }
}
