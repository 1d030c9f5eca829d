//! Words: the tokens of an article with their part of speech, by lexicon, shape and neighbours.
//!
//! In: the article and its segments. Out: [`Words`], one [`Word`] a token, with sentence and
//! quotation. It is a light tagger for rules: one pass, no model, about what a careful reader
//! would guess from the word before.

mod phrase;
mod repair;
mod tag;
#[cfg(test)]
mod tests;
mod tree;

pub use tag::known;
pub use tree::Tree;

use crate::article::Article;
use crate::english::lexicon::{Entry, LEXICON, class};
use crate::segment::{Segments, Shape};
use crate::span::Span;

/// Part of speech.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// "the", "some".
    Det,
    /// "his", "their".
    PrpPoss,
    /// "she", "nobody".
    Pron,
    /// A common noun.
    Noun,
    /// A word that begins with a capital letter and is not otherwise known.
    Propn,
    /// An adjective.
    Adj,
    /// An adverb.
    Adv,
    /// A number.
    Num,
    /// A preposition.
    Adp,
    /// "to".
    To,
    /// A verb in its base form.
    Vb,
    /// A verb with -s.
    Vbz,
    /// A past tense.
    Vbd,
    /// A past participle.
    Vbn,
    /// A form in -ing.
    Vbg,
    /// "will", "may".
    Md,
    /// A form of "be".
    Be,
    /// A form of "have".
    Have,
    /// A form of "do".
    Do,
    /// "not".
    Neg,
    /// "and".
    Cconj,
    /// "because".
    Sconj,
    /// "who", "what", "how".
    Wh,
    /// "that" before a clause.
    That,
    /// Punctuation.
    Punct,
}

impl Tag {
    /// True for a verb form that can head a finite clause.
    pub fn is_finite(self) -> bool {
        matches!(self, Tag::Vbz | Tag::Vbd | Tag::Md | Tag::Be | Tag::Have | Tag::Do | Tag::Vb)
    }

    /// True for auxiliaries.
    pub fn is_aux(self) -> bool {
        matches!(self, Tag::Md | Tag::Be | Tag::Have | Tag::Do)
    }

    /// True for any form of a main verb.
    pub fn is_verb(self) -> bool {
        matches!(self, Tag::Vb | Tag::Vbz | Tag::Vbd | Tag::Vbn | Tag::Vbg)
    }

    /// True for what can end a noun phrase.
    pub fn is_nominal(self) -> bool {
        matches!(self, Tag::Noun | Tag::Propn | Tag::Num)
    }
}

/// What a punctuation mark does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Not a mark.
    None,
    /// `,`
    Comma,
    /// `.` `!` `?` `…`
    Stop,
    /// `;`
    Semicolon,
    /// `:`
    Colon,
    /// `-` `–` `—`
    Dash,
    /// An opening bracket.
    Open,
    /// A closing bracket.
    Close,
    /// A mark of a quotation.
    Quote,
    /// Any other.
    Other,
}

/// One token with what is known of it.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// Its span, without a possessive 's.
    pub span: Span,
    /// End of the token, possessive 's included.
    pub end: usize,
    /// What it looks like.
    pub shape: Shape,
    /// Part of speech.
    pub tag: Tag,
    /// What the mark does.
    pub mark: Mark,
    /// What the lexicon holds.
    pub entry: Entry,
    /// True when it ends in a possessive 's.
    pub possessive: bool,
    /// Number of its sentence.
    pub sentence: u32,
    /// Number of its quotation plus one; 0 outside of quotation marks.
    pub quotation: u32,
}

impl Word {
    /// True when the lexicon gives it any of the classes in `bits`.
    pub fn is(&self, bits: u32) -> bool {
        self.entry.class & bits != 0
    }

    /// The whole token.
    pub fn full(&self) -> Span {
        Span::new(self.span.start, self.end)
    }
}

/// The words of an article.
pub struct Words<'a> {
    /// The text.
    pub text: &'a str,
    /// The words, in the order of the text, debris left out.
    pub list: Vec<Word>,
    /// For each sentence the range of its words.
    pub sentences: Vec<std::ops::Range<usize>>,
}

impl<'a> Words<'a> {
    /// Tags the tokens of `article`; those in debris and outside of sentences are left out.
    pub fn new(article: &'a Article, segments: &Segments) -> Self {
        let text = article.text.as_str();
        let mut list: Vec<Word> = Vec::with_capacity(segments.tokens.len());
        let mut sentences = vec![0..0; segments.sentences.len()];
        let mut debris = article.debris().peekable();
        let (mut sentence, mut quotation) = (0, 0);
        for token in &segments.tokens {
            let span = token.span;
            while debris.peek().is_some_and(|d| d.end <= span.start) {
                debris.next();
            }
            if debris.peek().is_some_and(|d| d.overlaps(span)) {
                continue;
            }
            while segments.sentences.get(sentence).is_some_and(|s| s.end <= span.start) {
                sentence += 1;
            }
            let Some(here) = segments.sentences.get(sentence) else { break };
            if span.start < here.start {
                continue;
            }
            while segments.quotations.get(quotation).is_some_and(|q| q.span.end <= span.start) {
                quotation += 1;
            }
            let quoted = segments.quotations.get(quotation).filter(|q| q.span.holds(span.start));
            if let Some(last) = list.last_mut()
                && last.end == span.start
                && is_possessive_mark(text, last, span)
            {
                last.end = span.end;
                last.possessive = true;
                continue;
            }
            let number = u32::try_from(sentence).unwrap_or(u32::MAX);
            let mut word = word(text, span, token.shape);
            word.sentence = number;
            if let Some(q) = quoted {
                word.quotation = u32::try_from(quotation + 1).unwrap_or(u32::MAX);
                if word.mark != Mark::None && !q.inner.holds(span.start) {
                    word.mark = Mark::Quote;
                }
            }
            let range = &mut sentences[sentence];
            if range.end == 0 {
                *range = list.len()..list.len();
            }
            range.end = list.len() + 1;
            list.push(word);
        }
        for range in &sentences {
            tag::tag(text, &mut list[range.clone()]);
        }
        Words { text, list, sentences }
    }

    /// The text of word `at`, possessive 's left out.
    pub fn of(&self, at: usize) -> &'a str {
        self.list[at].span.of(self.text)
    }

    /// True when word `at` is `form`, whatever its case.
    pub fn is(&self, at: usize, form: &str) -> bool {
        self.list.get(at).is_some_and(|w| w.span.of(self.text).eq_ignore_ascii_case(form))
    }

    /// What `look` finds for the lower-case form of word `at`; nothing where there is no such word.
    pub fn lowered<T: Default>(&self, at: usize, look: impl FnOnce(&str) -> T) -> T {
        self.list.get(at).map(|word| lowered(word.span.of(self.text), look)).unwrap_or_default()
    }

    /// The span from word `from` to word `to`, which is left out; `from < to`.
    pub fn span(&self, from: usize, to: usize) -> Span {
        Span::new(self.list[from].span.start, self.list[to - 1].end)
    }

    /// The text from word `from` to word `to`, which is left out, without the last one's
    /// possessive 's; `from < to`.
    pub fn span_of(&self, from: usize, to: usize) -> &'a str {
        &self.text[self.list[from].span.start..self.list[to - 1].span.end]
    }

    /// Index of the first word that starts at `byte` or later.
    pub fn at(&self, byte: usize) -> usize {
        self.list.partition_point(|w| w.span.start < byte)
    }

    /// The words that `span` covers, as a range of indices.
    pub fn within(&self, span: Span) -> std::ops::Range<usize> {
        let from = self.list.partition_point(|w| w.end <= span.start);
        let to = self.list.partition_point(|w| w.span.start < span.end);
        from..to.max(from)
    }
}

/// Longest form that the lexicon is asked for, in bytes.
const LONGEST: usize = 24;

/// Calls `look` with the lower-case form of `word`, curly apostrophes made straight; nothing for
/// words that are longer than any in the lexicon.
pub fn lowered<T: Default>(word: &str, look: impl FnOnce(&str) -> T) -> T {
    let mut buffer = [0_u8; LONGEST];
    let mut n = 0;
    let mut rest = word.as_bytes();
    while let Some((&b, tail)) = rest.split_first() {
        if n == LONGEST {
            return T::default();
        }
        if rest.starts_with("’".as_bytes()) {
            buffer[n] = b'\'';
            rest = &rest[3..];
        } else {
            buffer[n] = b.to_ascii_lowercase();
            rest = tail;
        }
        n += 1;
    }
    std::str::from_utf8(&buffer[..n]).map(look).unwrap_or_default()
}

/// True when the token at `span` is the possessive mark of `last`, which it touches: not the "is"
/// of "she's".
fn is_possessive_mark(text: &str, last: &Word, span: Span) -> bool {
    let before = last.span.of(text);
    match span.of(text) {
        "'s" | "’s" | "'S" | "’S" => {
            !last.is(class::PRON | class::WH | class::THAT)
                && !before.eq_ignore_ascii_case("here")
                && !before.eq_ignore_ascii_case("let")
        }
        "'" | "’" => {
            before.ends_with(['s', 'S']) && text[span.end..].starts_with(' ') && last.mark == Mark::None
        }
        _ => false,
    }
}

fn word(text: &str, span: Span, shape: Shape) -> Word {
    let form = span.of(text);
    let mark = if shape == Shape::Mark { mark(form) } else { Mark::None };
    let entry = if mark == Mark::None { lowered(form, |f| LEXICON.get(f)) } else { Entry::default() };
    Word {
        span,
        end: span.end,
        shape,
        tag: Tag::Noun,
        mark,
        entry,
        possessive: false,
        sentence: 0,
        quotation: 0,
    }
}

fn mark(form: &str) -> Mark {
    match form {
        "," => Mark::Comma,
        "." | "!" | "?" | "…" => Mark::Stop,
        ";" => Mark::Semicolon,
        ":" => Mark::Colon,
        "-" | "–" | "—" | "‒" | "―" => Mark::Dash,
        "(" | "[" | "{" => Mark::Open,
        ")" | "]" | "}" => Mark::Close,
        "\"" | "“" | "”" | "„" | "«" | "»" | "``" | "''" => Mark::Quote,
        _ => Mark::Other,
    }
}
