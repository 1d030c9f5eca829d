//! Windows: an article's words as runs of wordpieces that the encoder reads at once.
//!
//! The text is cut into lines; lines are packed, in order, into windows of at most [`WINDOW`]
//! wordpieces, each line followed by `[SEP]`; a line that is longer than a window is cut where a
//! sentence begins. Training cuts the same way (`models/training/data.py`).

use super::{ModelError, Tokenizer, surface};
use crate::span::{Cover, Span};
use memchr::memchr_iter;

/// Wordpieces of a window, `[CLS]` and `[SEP]`s included: as many as in training.
pub const WINDOW: usize = 256;
/// What `[CLS]` leaves.
const ROOM: usize = WINDOW - 1;

/// One run of wordpieces, with the words that they make.
#[derive(Clone, Debug, Default)]
pub struct Window {
    /// Wordpieces, `[CLS]` first, `[SEP]` after every line.
    pub ids: Vec<u32>,
    /// Token types, one a wordpiece.
    pub types: Vec<u8>,
    /// Its words in the order of the text.
    pub words: Vec<Word>,
}

/// A word: a run of letters and digits, or one punctuation mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Where it stands in the article.
    pub span: Span,
    /// Its first wordpiece in the window: the one that the heads read.
    pub first: usize,
    /// Its line, counted from 0 in the window.
    pub line: usize,
}

/// A line before it is packed.
#[derive(Default)]
struct Line {
    ids: Vec<u32>,
    words: Vec<LineWord>,
}

#[derive(Clone, Copy)]
struct LineWord {
    span: Span,
    /// Its first wordpiece in the line.
    first: usize,
    /// True inside quotation marks.
    quoted: bool,
    /// True where a sentence begins.
    begins: bool,
}

/// Cuts `text` into windows; what stands in `debris` is left out.
///
/// # Errors
/// When the tokenizer fails, which BERT's does not.
pub fn windows(text: &str, debris: &[Span], tokenizer: &Tokenizer) -> Result<Vec<Window>, ModelError> {
    let mut packer = Packer { windows: Vec::new(), open: Window::default(), tokenizer };
    let debris = Cover::new(debris.iter().copied());
    let mut start = 0;
    let ends = memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
    for end in ends {
        let span = Span::new(start, end);
        start = end + 1;
        if !span.of(text).trim().is_empty() {
            packer.add(&line(text, span, &debris, tokenizer)?, text);
        }
    }
    Ok(packer.finish())
}

fn line(text: &str, span: Span, debris: &Cover, tokenizer: &Tokenizer) -> Result<Line, ModelError> {
    let mut quoted = Cursor::new(surface::quoted_runs(span.of(text)));
    let mut begins = sentence_starts(span.of(text)).into_iter().peekable();
    let mut line = Line::default();
    let mut last = None;
    for piece in tokenizer.pieces(span.of(text))? {
        let place = Span::new(span.start + piece.span.start, span.start + piece.span.end);
        match line.words.last_mut().filter(|_| last == Some(piece.word)) {
            Some(word) => word.span.end = word.span.end.max(place.end),
            None => {
                let at = piece.span.start;
                let mut sentence = false;
                while begins.next_if(|&b| b <= at).is_some() {
                    sentence = true;
                }
                let first = line.ids.len();
                line.words.push(LineWord { span: place, first, quoted: quoted.holds(at), begins: sentence });
            }
        }
        last = Some(piece.word);
        line.ids.push(piece.id);
    }
    Ok(if debris.overlaps(span) { line.without(debris) } else { line })
}

/// Where sentences begin after the first: behind `.`, `?` or `!`, closing marks and a blank.
fn sentence_starts(line: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut ended = false;
    for (at, c) in line.char_indices() {
        match c {
            '.' | '?' | '!' => ended = true,
            '"' | '\'' | '“' | '”' | '’' | '»' | ')' | ']' => {}
            _ => {
                if ended && c.is_whitespace() {
                    starts.push(at + c.len_utf8());
                }
                ended = false;
            }
        }
    }
    starts
}

impl Line {
    /// Number of wordpieces of the words `from..to`.
    fn size(&self, from: usize, to: usize) -> usize {
        self.first(to) - self.first(from)
    }

    /// The first wordpiece of a word; the number of all where there is no such word.
    fn first(&self, word: usize) -> usize {
        self.words.get(word).map_or(self.ids.len(), |w| w.first)
    }

    /// The line less the words that touch `debris`.
    fn without(&self, debris: &Cover) -> Line {
        let mut kept = Line::default();
        for (i, word) in self.words.iter().enumerate() {
            if !debris.overlaps(word.span) {
                kept.words.push(LineWord { first: kept.ids.len(), ..*word });
                kept.ids.extend_from_slice(&self.ids[word.first..self.first(i + 1)]);
            }
        }
        kept
    }

    /// Where to cut the words from `from` on: at the last beginning of a sentence that leaves at
    /// most `room` wordpieces before it, else after as many words as fit, one at least.
    fn cut(&self, from: usize, room: usize) -> usize {
        let mut fit = from;
        while fit < self.words.len() && self.size(from, fit + 1) <= room {
            fit += 1;
        }
        let fit = fit.max(from + 1);
        (from + 1..=fit.min(self.words.len() - 1)).rev().find(|&i| self.words[i].begins).unwrap_or(fit)
    }
}

/// Packs lines into windows.
struct Packer<'t> {
    windows: Vec<Window>,
    open: Window,
    tokenizer: &'t Tokenizer,
}

impl Packer<'_> {
    fn add(&mut self, line: &Line, text: &str) {
        let mut from = 0;
        while line.size(from, line.words.len()) + 1 > self.left() {
            if self.open.ids.is_empty() {
                let to = line.cut(from, ROOM - 1);
                self.push(line, from, to, text);
                from = to;
            }
            self.close();
        }
        if from < line.words.len() {
            self.push(line, from, line.words.len(), text);
        }
    }

    /// Wordpieces that the open window has room for.
    fn left(&self) -> usize {
        WINDOW - self.open.ids.len().max(1)
    }

    fn push(&mut self, line: &Line, from: usize, to: usize, text: &str) {
        let open = &mut self.open;
        if open.ids.is_empty() {
            open.ids.push(self.tokenizer.cls());
            open.types.push(0);
        }
        let number = open.words.last().map_or(0, |w| w.line + 1);
        for i in from..to {
            let word = line.words[i];
            let pieces = &line.ids[word.first..line.first(i + 1)];
            // A word that fills more than a window has lost its tail to the window's edge.
            let pieces = &pieces[..pieces.len().min(ROOM - 1)];
            open.words.push(Word { span: word.span, first: open.ids.len(), line: number });
            open.ids.extend_from_slice(pieces);
            let kind = surface::token_type(word.span.of(text), word.quoted);
            open.types.resize(open.ids.len(), kind);
        }
        open.ids.push(self.tokenizer.sep());
        open.types.push(0);
    }

    fn close(&mut self) {
        if !self.open.words.is_empty() {
            self.windows.push(std::mem::take(&mut self.open));
        }
    }

    fn finish(mut self) -> Vec<Window> {
        self.close();
        self.windows
    }
}

/// Asks spans in order whether they hold places in order.
struct Cursor {
    spans: Vec<Span>,
    next: usize,
}

impl Cursor {
    fn new(spans: Vec<Span>) -> Cursor {
        Cursor { spans, next: 0 }
    }

    fn holds(&mut self, at: usize) -> bool {
        while self.spans.get(self.next).is_some_and(|s| s.end <= at) {
            self.next += 1;
        }
        self.spans.get(self.next).is_some_and(|s| s.holds(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One wordpiece a word.
    fn tokenizer() -> Tokenizer {
        let json = serde_json::json!({
            "version": "1.0", "truncation": null, "padding": null, "added_tokens": [], "normalizer": null,
            "pre_tokenizer": {"type": "BertPreTokenizer"}, "post_processor": null, "decoder": null,
            "model": {"type": "WordLevel", "vocab": {"[UNK]": 0, "[CLS]": 1, "[SEP]": 2}, "unk_token": "[UNK]"}
        });
        Tokenizer::parse(json.to_string().as_bytes()).expect("it is a tokenizer")
    }

    fn cut(text: &str, debris: &[Span]) -> Vec<Window> {
        windows(text, debris, &tokenizer()).expect("it knows every text")
    }

    #[test]
    fn lines_are_packed_until_a_window_is_full() {
        let rest = ROOM - 101 - 1;
        let text = format!("{}\n\n{}\n{}\n", "one ".repeat(100), "two ".repeat(rest), "three");
        let windows = cut(&text, &[]);
        assert_eq!(windows.iter().map(|w| w.words.len()).collect::<Vec<_>>(), [100 + rest, 1]);
        assert_eq!(windows[0].ids.len(), WINDOW);
        assert_eq!((windows[0].words[0].line, windows[0].words[99 + rest].line), (0, 1));
        assert_eq!(windows[1].words[0].span.of(&text), "three");
    }

    #[test]
    fn a_long_line_is_cut_where_a_sentence_begins() {
        let text = format!("{}. {}", "word ".repeat(199).trim_end(), "more ".repeat(300));
        let windows = cut(&text, &[]);
        assert_eq!(windows[0].words.len(), 200);
        assert_eq!(windows[1].words[0].span.of(&text), "more");
        assert!(windows.iter().all(|w| w.ids.len() <= WINDOW));
        assert_eq!(windows.iter().map(|w| w.words.len()).sum::<usize>(), 500);
    }

    #[test]
    fn debris_is_left_out_and_offsets_hold() {
        let text = "É “So” {ad} it holds";
        let ad = text.find("{ad}").expect("it is there");
        let windows = cut(text, &[Span::new(ad, ad + 4)]);
        let words: Vec<&str> = windows[0].words.iter().map(|w| w.span.of(text)).collect();
        assert_eq!(words, ["É", "“", "So", "”", "it", "holds"]);
        assert_eq!(windows[0].types[1..7], [1, 4, 5, 4, 0, 0]);
    }
}
