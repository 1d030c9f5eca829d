//! Text: a plain file as one article.
//!
//! The text is the file to the byte, less a byte order mark. UTF-16 is read where it has one; any
//! other encoding is the caller's to convert, since a guess would put wrong letters into names.

use super::Reject;
use super::format::binary;
use crate::article::{Article, Origin};

/// How much of a file is looked at to tell text from binary data.
const HEAD: usize = 4096;

/// The article of a plain file; its id is its path.
pub(crate) fn article(origin: &Origin, bytes: Vec<u8>) -> Result<Article, Reject> {
    if let Some(reason) = binary(&bytes[..bytes.len().min(HEAD)]) {
        return Err(Reject::new(origin, None, reason));
    }
    let text = decode(bytes).map_err(|(at, reason)| Reject::new(origin, Some(at as u64), reason))?;
    Ok(Article { id: path_id(origin), text, ..Article::default() })
}

/// The path as the id of a file that is one article; standard input has none.
pub(crate) fn path_id(origin: &Origin) -> Option<String> {
    (origin.path != "-").then(|| origin.path.clone())
}

/// The longest start of `text` that has at most `most` bytes.
pub(crate) fn head(text: &str, most: usize) -> &str {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// UTF-8, or UTF-16 that begins with its mark. An error is the byte that breaks it and the reason.
fn decode(bytes: Vec<u8>) -> Result<String, (usize, String)> {
    for (mark, encoding) in [(b"\xFF\xFE", encoding_rs::UTF_16LE), (b"\xFE\xFF", encoding_rs::UTF_16BE)] {
        if let Some(rest) = bytes.strip_prefix(mark) {
            let text = encoding.decode_without_bom_handling_and_without_replacement(rest);
            return text.map(String::from).ok_or_else(|| {
                let read = |pair: &[u8]| match mark[0] {
                    0xFF => u16::from_le_bytes([pair[0], pair[1]]),
                    _ => u16::from_be_bytes([pair[0], pair[1]]),
                };
                let good = char::decode_utf16(rest.chunks_exact(2).map(read))
                    .map_while(Result::ok)
                    .map(|c| c.len_utf16() * 2)
                    .sum::<usize>();
                (good + 2, format!("not {} at byte {}", encoding.name(), good + 2))
            });
        }
    }
    let mut bytes = bytes;
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        bytes.drain(..3);
        return utf8(bytes, 3);
    }
    utf8(bytes, 0)
}

/// `bytes` as UTF-8; `before` bytes of the file stand before them.
fn utf8(bytes: Vec<u8>, before: usize) -> Result<String, (usize, String)> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to() + before;
        (
            at,
            format!(
                "not UTF-8 at byte {at}; convert it with `iconv -f ENCODING -t UTF-8` \
                 (often WINDOWS-1252)"
            ),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<String, Reject> {
        let origin = Origin { path: "a.txt".into(), record: 0 };
        article(&origin, bytes.to_vec()).map(|article| article.text)
    }

    #[test]
    fn text_is_kept_to_the_byte() {
        let text = "\n\n\tÉlan\r\nvital\u{0}\u{7} \u{feff}end \n";
        assert_eq!(read(text.as_bytes()).unwrap(), text);
    }

    #[test]
    fn byte_order_marks_are_taken_off() {
        assert_eq!(read(b"\xEF\xBB\xBFabc").unwrap(), "abc");
        assert_eq!(read(b"\xFF\xFEa\0\xE9\0").unwrap(), "aé");
        assert_eq!(read(b"\xFE\xFF\0a\0\xE9").unwrap(), "aé");
    }

    #[test]
    fn other_encodings_are_rejected_at_their_first_bad_byte() {
        let reject = read(b"The caf\xE9 said no.").unwrap_err();
        assert_eq!(reject.offset, Some(7));
        assert!(reject.reason.contains("not UTF-8 at byte 7"), "{}", reject.reason);
        assert_eq!(read(b"\xEF\xBB\xBFcaf\xE9 x").unwrap_err().offset, Some(6));
        assert_eq!(read(b"\xFF\xFEa\0\0\xD8b\0").unwrap_err().offset, Some(4));
        assert!(read(b"W\0A\0S\0H\0I\0N\0G\0").unwrap_err().reason.contains("UTF-16LE"));
    }

    #[test]
    fn binary_data_is_named() {
        assert!(read(b"\x89PNG\r\n\x1a\n....").unwrap_err().reason.contains("PNG"));
        let noise: Vec<u8> = (0..=255).map(|n: u8| n.wrapping_mul(151)).collect();
        assert!(read(&noise).is_err());
    }
}
