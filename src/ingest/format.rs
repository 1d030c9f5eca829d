//! Formats: what a file is, by its name and by its first bytes.

use std::str::FromStr;
use thiserror::Error;

/// What an input holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One article, plain text.
    Text,
    /// One article a line, each a JSON object.
    Jsonl,
    /// One article, a web page.
    Html,
}

/// A format that is none.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("unknown format `{0}`: expected text, jsonl or html")]
pub struct FormatError(String);

impl FromStr for Format {
    type Err = FormatError;

    fn from_str(name: &str) -> Result<Self, FormatError> {
        match name {
            "text" => Ok(Format::Text),
            "jsonl" => Ok(Format::Jsonl),
            "html" => Ok(Format::Html),
            _ => Err(FormatError(name.into())),
        }
    }
}

/// What a file's name says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Name {
    /// A known extension.
    Known(Format),
    /// No extension.
    Bare,
    /// Any other.
    Other,
}

/// What the name of the file at `path` says, with `.gz` and `.zst` taken off first.
pub(crate) fn by_name(path: &str) -> Name {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path).to_ascii_lowercase();
    let name = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(&name);
    match name.rsplit_once('.') {
        None => Name::Bare,
        Some((_, "txt" | "text")) => Name::Known(Format::Text),
        Some((_, "jsonl" | "ndjson")) => Name::Known(Format::Jsonl),
        Some((_, "html" | "htm" | "xhtml")) => Name::Known(Format::Html),
        Some(_) => Name::Other,
    }
}

/// The format of the file at `path` that begins with `head`. A page is a page under any name of a
/// text: such files are what a crawler saves.
pub(crate) fn of(path: &str, head: &[u8]) -> Format {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    match by_name(path) {
        Name::Known(Format::Text) if is_page(head) => Format::Html,
        Name::Known(format) => format,
        Name::Other if path.to_ascii_lowercase().ends_with(".json") => Format::Jsonl,
        Name::Other | Name::Bare if is_page(head) || is_markup(head) => Format::Html,
        Name::Other | Name::Bare if is_record(head) => Format::Jsonl,
        Name::Other | Name::Bare => Format::Text,
    }
}

/// True when `head` begins as only a page does.
fn is_page(head: &[u8]) -> bool {
    starts(head, "<!doctype html") || (starts(head, "<html") && !head[5..].starts_with(b"-"))
}

/// True when `head` begins with a tag or comment and holds one of a page's own tags.
fn is_markup(head: &[u8]) -> bool {
    head.first() == Some(&b'<')
        && ["<html", "<head", "<body", "<title", "<meta", "<p>", "<p ", "<div", "<article"]
            .iter()
            .any(|tag| head.windows(tag.len()).any(|window| starts(window, tag)))
}

/// True when `head` begins as a JSON object does: `{"`.
fn is_record(head: &[u8]) -> bool {
    head.strip_prefix(b"{").is_some_and(|rest| rest.trim_ascii_start().first() == Some(&b'"'))
}

fn starts(head: &[u8], with: &str) -> bool {
    head.len() >= with.len() && head[..with.len()].eq_ignore_ascii_case(with.as_bytes())
}

/// Why a file that begins with `head` is no text in any encoding, where it is not.
pub(crate) fn binary(head: &[u8]) -> Option<String> {
    const MAGIC: [(&[u8], &str); 18] = [
        (b"\x89PNG", "a PNG image"),
        (b"\xFF\xD8\xFF", "a JPEG image"),
        (b"GIF8", "a GIF image"),
        (b"RIFF", "RIFF media (WebP, WAV, AVI)"),
        (b"BM\0", "a BMP image"),
        (b"II*\0", "a TIFF image"),
        (b"MM\0*", "a TIFF image"),
        (b"%PDF-", "a PDF document"),
        (b"PK\x03\x04", "a ZIP archive (also DOCX, EPUB)"),
        (b"\xD0\xCF\x11\xE0", "an old Office document"),
        (b"\x7FELF", "a program"),
        (b"BZh", "bzip2 data"),
        (b"\xFD7zXZ", "xz data"),
        (b"7z\xBC\xAF", "a 7z archive"),
        (b"SQLite format 3\0", "an SQLite database"),
        (b"PAR1", "a Parquet table"),
        (b"ID3", "MP3 audio"),
        (b"\0\0\0\x20ftyp", "MP4 media"),
    ];
    let binary = |what: &str| Some(format!("not text: {what}"));
    if let Some((magic, what)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        // A text may begin "BM", "ID3", "RIFF", "BZh": those few letters need a control character.
        let sure = magic.iter().any(|b| !b.is_ascii_graphic()) || *magic == b"%PDF-";
        if sure || head.iter().take(64).any(|b| *b < 9) {
            return binary(what);
        }
    }
    if head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF") {
        return None;
    }
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if head.len() >= 8 && even.max(odd) * 5 > head.len() && even.min(odd) * 20 < head.len() {
        let which = if odd > even { "UTF-16LE" } else { "UTF-16BE" };
        return Some(format!(
            "looks like {which} without a byte order mark; \
             convert it with `iconv -f {which} -t UTF-8`"
        ));
    }
    let control = |b: &&u8| **b < 9 || (14..32).contains(*b) && **b != 0x1B;
    if head.iter().filter(control).count() * 10 > head.len() {
        return binary("binary data");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_under_their_compression() {
        assert_eq!(by_name("a/b.c/x.TXT.gz"), Name::Known(Format::Text));
        assert_eq!(by_name("x.jsonl.zst"), Name::Known(Format::Jsonl));
        assert_eq!(by_name("a.b/plain"), Name::Bare);
        assert_eq!(by_name("x.gold.json"), Name::Other);
        assert_eq!(by_name("README.md"), Name::Other);
    }

    #[test]
    fn content_tells_what_a_name_does_not() {
        assert_eq!(of("-", b"\xEF\xBB\xBF \n<!DOCTYPE HTML><html>"), Format::Html);
        assert_eq!(of("-", b"<!-- saved --><div><p>x"), Format::Html);
        assert_eq!(of("-", b"{ \"text\": 1}"), Format::Jsonl);
        assert_eq!(of("-", b"{mosads} He said."), Format::Text);
        assert_eq!(of("-", b"<AP> WASHINGTON"), Format::Text);
        assert_eq!(of("page.txt", b"<html lang=en>"), Format::Html);
        assert_eq!(of("x.json", b""), Format::Jsonl);
        assert_eq!(of("x.html", b"{\"a\": 1}"), Format::Html);
    }

    #[test]
    fn binary_files_are_named_for_what_they_are() {
        assert!(binary(b"\x89PNG\r\n\x1a\n").is_some_and(|why| why.contains("PNG")));
        assert!(binary(b"a\0b\0c\0d\0e\0f\0").is_some_and(|why| why.contains("UTF-16LE")));
        assert!(binary(b"\0a\0b\0c\0d\0e\0f").is_some_and(|why| why.contains("UTF-16BE")));
        assert!(binary(&[1, 2, 3, 0, 200, 7, 7, 7]).is_some_and(|why| why.contains("binary")));
        assert_eq!(binary("ID3 tags, said the Élysée.".as_bytes()), None);
        assert_eq!(binary(b"one \0 in a text"), None);
        assert_eq!(binary(b""), None);
    }

    #[test]
    fn a_format_is_parsed_from_its_name() {
        assert_eq!("html".parse(), Ok(Format::Html));
        assert!("csv".parse::<Format>().unwrap_err().to_string().contains("csv"));
    }
}
