//! `ingest::parse` on any bytes, in each format; the first byte chooses.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord::article::Origin;
use onrecord::ingest::{Format, HtmlMode, Options, Raw, parse};

fuzz_target!(|data: &[u8]| {
    let Some((&choice, bytes)) = data.split_first() else { return };
    let (format, html) = match choice % 4 {
        0 => (Format::Text, HtmlMode::Exact),
        1 => (Format::Jsonl, HtmlMode::Exact),
        2 => (Format::Html, HtmlMode::Exact),
        _ => (Format::Html, HtmlMode::Fast),
    };
    let options = Options { html, any_language: choice & 4 != 0, ..Options::default() };
    let origin = Origin { path: "fuzz".into(), record: 0 };
    let raw = Raw { origin, format, bytes: bytes.to_vec(), offset: 0, consumed: 0 };
    if let Ok(article) = parse(raw, &options) {
        for region in &article.regions {
            assert!(article.text.get(region.span.start..region.span.end).is_some());
        }
    }
});
