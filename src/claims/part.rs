//! Parts of a claim: which words belong to one, and how they read.

use crate::span::Span;
use crate::syntax::{Mark, Words};

/// Most words of a part; what is longer is cut.
pub const REACH: usize = 60;

/// Words of one part of a claim, in the order of the text, not always side by side.
pub type Part = Vec<usize>;

/// `part` without marks at either end of its runs, no longer than [`REACH`].
pub fn tidy(words: &Words, mut part: Part) -> Part {
    part.truncate(REACH);
    let mut out: Part = Vec::with_capacity(part.len());
    for run in part.chunk_by(|a, b| a + 1 == *b) {
        let open = |k: &usize| words.list[*k].mark == Mark::Open;
        let shut = |k: &usize| words.list[*k].mark == Mark::Close;
        let (opened, closed) = (run.iter().any(open), run.iter().any(shut));
        let quotes = run.iter().filter(|k| words.list[**k].mark == Mark::Quote).count();
        let loose = |k: usize| match words.list[k].mark {
            Mark::Comma | Mark::Stop | Mark::Dash | Mark::Colon | Mark::Semicolon => true,
            Mark::Quote => quotes < 2,
            Mark::Open => !closed,
            Mark::Close => !opened,
            Mark::None | Mark::Other => false,
        };
        let Some(first) = run.iter().position(|&k| !loose(k)) else { continue };
        let last = run.iter().rposition(|&k| !loose(k)).unwrap_or(first);
        out.extend(&run[first..=last]);
    }
    out
}

/// How `part` reads: its runs as written, line breaks as spaces, one space between two runs.
pub fn text(words: &Words, part: &[usize]) -> String {
    let mut out = String::new();
    let mut runs = part.chunk_by(|a, b| a + 1 == *b).peekable();
    while let Some(run) = runs.next() {
        let (first, last) = (run[0], run[run.len() - 1]);
        let piece = match runs.peek() {
            Some(_) => words.span(first, last + 1).of(words.text),
            None => words.span_of(first, last + 1),
        };
        for word in piece.split_whitespace() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
    }
    out
}

/// From the first word of `part` to its last; `None` if it is empty.
pub fn span(words: &Words, part: &[usize]) -> Option<Span> {
    let (first, last) = (part.iter().min()?, part.iter().max()?);
    Some(words.span(*first, last + 1))
}
