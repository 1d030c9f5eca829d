//! Wordpieces of words.
//!
//! BERT's normaliser and wordpiece model look at nothing beyond white space, so each distinct run of
//! text without it goes through the `tokenizers` crate once and its pieces are remembered.

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
    /// Its word, counted from 0: a run of letters and digits, or one punctuation mark.
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

/// Id, bytes and word within a run of text without white space.
type Pieces = Box<[(u32, u32, u32, u32)]>;

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

    /// Wordpieces of `text`.
    ///
    /// A run of text without white space may have no piece, when all its characters are dropped
    /// (controls, lone accents).
    ///
    /// # Errors
    /// When the tokenizer fails, which BERT's does not.
    pub fn pieces(&self, text: &str) -> Result<Vec<Piece>, ModelError> {
        SEEN.with_borrow_mut(|(serial, seen)| {
            if *serial != self.serial || seen.len() > MEMORY {
                seen.clear();
                *serial = self.serial;
            }
            let mut out = Vec::with_capacity(text.len() / 4);
            let mut words = 0;
            for run in text.split_whitespace() {
                let at = run.as_ptr() as usize - text.as_ptr() as usize;
                let fresh;
                let pieces = match seen.get(run) {
                    Some(known) => known,
                    // A run that is no word, such as a long address, is not worth remembering.
                    None if run.len() > 64 => {
                        fresh = self.encode(run)?;
                        &fresh
                    }
                    None => {
                        let pieces = self.encode(run)?;
                        seen.entry(run.into()).or_insert(pieces)
                    }
                };
                out.extend(pieces.iter().map(|&(id, start, end, word)| Piece {
                    id,
                    span: Span::new(at + start as usize, at + end as usize),
                    word: words + word as usize,
                }));
                words += pieces.last().map_or(0, |last| last.3 as usize + 1);
            }
            Ok(out)
        })
    }

    fn encode(&self, run: &str) -> Result<Pieces, ModelError> {
        let encoding = self.inner.encode(run, false).map_err(|e| ModelError::Tokenizer(e.to_string()))?;
        let pieces = encoding.get_ids().iter().zip(encoding.get_offsets()).zip(encoding.get_word_ids());
        Ok(pieces
            .map(|((&id, &(start, end)), &word)| (id, start as u32, end as u32, word.unwrap_or(0)))
            .collect())
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
            (10, "no", 4),
            (9, ".", 5),
            (8, "\"", 6),
            (1, "東", 7),
        ];
        // Twice: out of the crate, then out of memory.
        assert_eq!(shown(text, &tokenizer.pieces(text).unwrap()), wanted);
        assert_eq!(shown(text, &tokenizer.pieces(text).unwrap()), wanted);
        assert_eq!((tokenizer.cls(), tokenizer.sep()), (2, 3));
    }

    #[test]
    fn a_word_may_have_no_piece() {
        let text = "no \u{0} no";
        let pieces = tokenizer().pieces(text).unwrap();
        assert_eq!(shown(text, &pieces), [(10, "no", 0), (10, "no", 1)]);
    }

    #[test]
    fn two_tokenizers_on_one_thread_keep_apart() {
        let (one, two) = (tokenizer(), tokenizer());
        assert_eq!(one.pieces("no").unwrap(), two.pieces("no").unwrap());
        assert_eq!(one.pieces("says no").unwrap(), two.pieces("says no").unwrap());
    }

    #[test]
    fn what_is_no_tokenizer_is_an_error() {
        assert!(Tokenizer::parse(b"{}").is_err());
    }
}
