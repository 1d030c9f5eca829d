//! Quotes that the layout of a text shows, with no verb that reports them: interviews, lists of reactions,
//! bullets under “The council said:”, letters under “she wrote:”, posts signed with a handle, headlines.
//!
//! In: the lines of the article and the names in it. Out: [`Attribution`]s, each line in at most one. The model was
//! trained on running text and reads these conventions badly; what it finds in the same lines gives way.

mod headline;
mod label;
mod list;
mod post;
mod reactions;
mod transcript;

use crate::english::cue::{Act, cue};
use crate::quotes::source;
use crate::span::Span;
use crate::syntax::{Tree, Words};

/// The probability of a quote that the layout shows: as sure as the surest tags of the model.
pub const PROBABILITY: f32 = 0.95;

/// A quote by layout.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attribution {
    /// Who, as written: a label, a signature, the subject of the introduction.
    pub source: Option<Span>,
    /// The words or the mark that ascribe: “wrote”, “:”.
    pub cue: Option<Span>,
    /// What was said; never empty.
    pub content: Vec<Span>,
}

/// A text as lines.
pub struct Page<'a> {
    /// The text.
    pub text: &'a str,
    /// Its lines without white space at the ends; no empty ones.
    pub lines: Vec<Span>,
    /// Its words.
    pub words: &'a Words<'a>,
    /// Their trees.
    pub tree: &'a Tree,
    /// Names of persons and organizations, in order.
    pub names: Vec<Span>,
    /// Names of persons, in order.
    pub persons: Vec<Span>,
    /// The headline, where the text has one.
    pub title: Option<Span>,
}

impl<'a> Page<'a> {
    /// The lines of `text`, without those that touch `debris`.
    pub fn lines(text: &'a str, debris: &[Span]) -> Vec<Span> {
        let mut lines = Vec::new();
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]) {
            let line = Span::new(start, end).trim(text);
            if !line.is_empty() && !debris.iter().any(|d| d.overlaps(line)) {
                lines.push(line);
            }
            start = end + 1;
        }
        lines
    }

    /// The name that begins at `at`.
    fn name_at(&self, at: usize) -> Option<Span> {
        let i = self.names.partition_point(|n| n.start < at);
        self.names.get(i).copied().filter(|n| n.start == at)
    }

    /// The introduction that `line` is where it ends in a colon behind a clause with a verb of speech:
    /// “In a letter on Monday, the owner wrote:”. Its cue and its source.
    fn introduction(&self, line: Span) -> Option<(Span, Option<Span>)> {
        if !line.of(self.text).ends_with(':') {
            return None;
        }
        let range = self.words.within(line);
        let speaks = |word: usize| {
            let entry = self.words.list[word].entry;
            let found = cue(entry.verb);
            entry.verb != 0 && self.tree.pos(word).is_verb() && found.frames != 0 && found.act == Act::Speech
        };
        let verb = range.rev().find(|&word| speaks(word))?;
        let span = self.words.list[verb].span;
        Some((span, source::from_tree(self.words, self.tree, &[span], &[])))
    }
}

/// All quotes that the layout shows, in no order.
pub fn find(page: &Page) -> Vec<Attribution> {
    let mut taken = vec![false; page.lines.len()];
    let mut found = Vec::new();
    for reader in [transcript::read, list::read, reactions::read, post::read, headline::read] {
        found.extend(reader(page, &mut taken));
    }
    found
}

/// `line` without a bullet at its start; `None` where it has none.
fn unbulleted(text: &str, line: Span) -> Option<Span> {
    let rest = line.of(text).strip_prefix(['•', '▪', '‣', '●', '◦', '*', '-', '–', '—'])?;
    let trimmed = rest.trim_start();
    let is_bullet = trimmed.len() < rest.len() && !trimmed.is_empty();
    is_bullet.then(|| Span::new(line.end - trimmed.len(), line.end))
}
