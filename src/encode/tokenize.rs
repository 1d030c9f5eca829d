//! Wordpieces of words.
//!
//! BERT's normaliser and wordpiece model look at nothing beyond a word, so each distinct word goes
//! through the `tokenizers` crate once and its pieces are remembered.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use super::ModelError;
use crate::span::Span;

/// A wordpiece and the bytes that it covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Id in the vocabulary.
    pub id: u32,
    /// Bytes of the text.
    pub span: Span,
    /// Which of the words that were given.
    pub word: usize,
}

/// Cuts words into wordpieces; shared by all threads.
pub struct Tokenizer {
    inner: tokenizers::Tokenizer,
    /// Which one of several: the memory of a thread is for one tokenizer.
    serial: usize,
    cls: u32,
    sep: u32,
}

/// Words that a thread remembers before it starts again: some megabytes.
const MEMORY: usize = 50_000;

/// Ids and bytes within the word.
type Pieces = Box<[(u32, u32, u32)]>;

thread_local! {
    static SEEN: RefCell<(usize, FxHashMap<Box<str>, Pieces>)> = RefCell::default();
}

/// Tokenizers made so far; 0 is none.
static MADE: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);

impl Tokenizer {
    /// Reads a `tokenizer.json`.
    ///
    /// # Errors
    /// When it is not one, or lacks `[CLS]` or `[SEP]`.
    pub fn parse(json: &[u8]) -> Result<Self, ModelError> {
        let mut inner =
            tokenizers::Tokenizer::from_bytes(json).map_err(|e| ModelError::Tokenizer(e.to_string()))?;
        // Windows are cut by the caller, who also adds the special tokens.
        inner.with_padding(None);
        inner.with_truncation(None).map_err(|e| ModelError::Tokenizer(e.to_string()))?;
        let special = |name: &str| {
            inner
                .token_to_id(name)
                .ok_or_else(|| ModelError::Tokenizer(format!("no {name} in the vocabulary")))
        };
        let (cls, sep) = (special("[CLS]")?, special("[SEP]")?);
        let serial = MADE.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1;
        Ok(Tokenizer { inner, serial, cls, sep })
    }

    /// Id of `[CLS]`, which opens a window.
    pub fn cls(&self) -> u32 {
        self.cls
    }

    /// Id of `[SEP]`, which closes one.
    pub fn sep(&self) -> u32 {
        self.sep
    }

    /// Ids in the vocabulary, special ones included.
    pub fn vocabulary(&self) -> usize {
        self.inner.get_vocab_size(true)
    }

    /// Wordpieces of `words`, which are spans of `text`, in their order.
    ///
    /// A word may have several pieces, or none when all its characters are dropped (controls, lone
    /// accents). Spans lie within their word.
    ///
    /// # Errors
    /// When the tokenizer fails on a word, which BERT's does not.
    pub fn words(&self, text: &str, words: &[Span]) -> Result<Vec<Piece>, ModelError> {
        SEEN.with_borrow_mut(|(serial, seen)| {
            if *serial != self.serial || seen.len() > MEMORY {
                seen.clear();
                *serial = self.serial;
            }
            let mut out = Vec::with_capacity(words.len() * 3 / 2);
            for (index, word) in words.iter().enumerate() {
                let form = word.of(text);
                if !seen.contains_key(form) {
                    seen.insert(form.into(), self.pieces(form)?);
                }
                out.extend(seen[form].iter().map(|&(id, start, end)| Piece {
                    id,
                    span: Span::new(word.start + start as usize, word.start + end as usize),
                    word: index,
                }));
            }
            Ok(out)
        })
    }

    /// Wordpieces of all of `text`; words are what white space parts.
    ///
    /// # Errors
    /// As [`Tokenizer::words`].
    pub fn text(&self, text: &str) -> Result<Vec<Piece>, ModelError> {
        let words: Vec<Span> = text
            .split_whitespace()
            .map(|word| {
                let start = word.as_ptr() as usize - text.as_ptr() as usize;
                Span::new(start, start + word.len())
            })
            .collect();
        self.words(text, &words)
    }

    fn pieces(&self, word: &str) -> Result<Pieces, ModelError> {
        let encoding = self.inner.encode(word, false).map_err(|e| ModelError::Tokenizer(e.to_string()))?;
        let offsets = encoding.get_offsets().iter();
        Ok(encoding.get_ids().iter().zip(offsets).map(|(&id, &(s, e))| (id, s as u32, e as u32)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A small BERT tokenizer.
    fn tokenizer() -> Tokenizer {
        let words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "the", "cafe", "say", "##s", "\"", ".", "no", "##n"];
        let vocab: serde_json::Map<_, _> =
            words.iter().zip(0..).map(|(&w, i)| (w.into(), i.into())).collect();
        let json = serde_json::json!({
            "version": "1.0", "truncation": null, "padding": null, "added_tokens": [],
            "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
                           "strip_accents": null, "lowercase": true},
            "pre_tokenizer": {"type": "BertPreTokenizer"}, "post_processor": null,
            "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": true},
            "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                      "max_input_chars_per_word": 100, "vocab": vocab}
        });
        Tokenizer::parse(json.to_string().as_bytes()).unwrap()
    }

    fn shown<'t>(text: &'t str, pieces: &[Piece]) -> Vec<(u32, &'t str, usize)> {
        pieces.iter().map(|p| (p.id, p.span.of(text), p.word)).collect()
    }

    #[test]
    fn pieces_point_into_the_text() {
        let tokenizer = tokenizer();
        let text = "The Café says \"no.\" 東";
        let wanted = [
            (4, "The", 0),
            (5, "Café", 1),
            (6, "say", 2),
            (7, "s", 2),
            (8, "\"", 3),
            (10, "no", 3),
            (9, ".", 3),
            (8, "\"", 3),
            (1, "東", 4),
        ];
        // Twice: out of the crate, then out of memory.
        assert_eq!(shown(text, &tokenizer.text(text).unwrap()), wanted);
        assert_eq!(shown(text, &tokenizer.text(text).unwrap()), wanted);
        assert_eq!((tokenizer.cls(), tokenizer.sep()), (2, 3));
    }

    #[test]
    fn a_word_may_have_no_piece() {
        let text = "no \u{0} no";
        let words = [Span::new(0, 2), Span::new(3, 4), Span::new(5, 7)];
        let pieces = tokenizer().words(text, &words).unwrap();
        assert_eq!(shown(text, &pieces), [(10, "no", 0), (10, "no", 2)]);
    }

    #[test]
    fn two_tokenizers_on_one_thread_keep_apart() {
        let (one, two) = (tokenizer(), tokenizer());
        assert_eq!(one.text("no").unwrap(), two.text("no").unwrap());
        assert_eq!(one.text("says no").unwrap(), two.text("says no").unwrap());
    }

    #[test]
    fn what_is_no_tokenizer_is_an_error() {
        assert!(Tokenizer::parse(b"{}").is_err());
    }
}
