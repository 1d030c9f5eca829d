//! Abbreviations: what a point after a word may mean.

use crate::english::list::{Marks, Table, WordList, list, marks};

/// How a word that takes a point behaves before the next word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// Stands before what it belongs to and never ends a sentence: `Mr.`, `vs.`, `e.g.`.
    Leading,
    /// Stands before a number (`No. 10`, `Oct. 3`); before anything else its point ends the
    /// sentence, for it is then a word (`no.`) or the end of a date.
    Counted,
    /// May end a sentence: `Inc.`, `U.S.`, `p.m.`; what comes next decides.
    Either,
}

marks! {
    /// What the list says of an abbreviation.
    enum Kind {
        Leading = "leading",
        Counted = "counted",
        Either = "either",
        /// Only where its first letter is a capital: `Mass.`.
        Capital = "capital",
        /// Only where it is none: `approx.`.
        Lower = "lower",
    }
}

static ABBREVIATIONS: Table<Marks<Kind>> = Table::marked(list!("abbreviations"));
static STARTERS: WordList = WordList::new(list!("sentence_starters"));

/// Longest abbreviation of the list, in bytes.
const LONGEST: usize = 8;

/// What `word`, standing before a point and given without it, abbreviates; `None` for a word.
///
/// Upper and lower case differ only where the lower case is a common word: `Mass.`, `Sun.`.
pub(super) fn abbreviation(word: &str) -> Option<Abbreviation> {
    if pointed(word) {
        let leading = ABBREVIATIONS.has(word, Kind::Leading);
        return Some(if leading { Abbreviation::Leading } else { Abbreviation::Either });
    }
    if word.len() > LONGEST || !word.is_ascii() {
        return None;
    }
    let mut lower = [0; LONGEST];
    let lower = &mut lower[..word.len()];
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    let capital = word.as_bytes().first().is_some_and(u8::is_ascii_uppercase);
    let marks = *ABBREVIATIONS.get(std::str::from_utf8(lower).ok()?)?;
    if marks.has(Kind::Capital) && !capital || marks.has(Kind::Lower) && capital {
        return None;
    }
    Some(if marks.has(Kind::Leading) {
        Abbreviation::Leading
    } else if marks.has(Kind::Counted) {
        Abbreviation::Counted
    } else {
        Abbreviation::Either
    })
}

/// True for letters with points between them: `U.S`, `p.m`, `Ph.D`, `J.K`.
fn pointed(word: &str) -> bool {
    let mut parts = word.split('.');
    let short =
        |part: &str| !part.is_empty() && part.len() <= 2 && part.bytes().all(|b| b.is_ascii_alphabetic());
    parts.next().is_some_and(short) && word.contains('.') && parts.all(short)
}

/// True for words that begin sentences far oftener than they stand, with their capital, inside of
/// one: after `U.S.` they tell a new sentence from a name.
pub(super) fn begins_sentences(word: &str) -> bool {
    STARTERS.has(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn starters_are_told_from_names() {
        assert!(begins_sentences("The") && begins_sentences("A") && !begins_sentences("Obama"));
    }

    #[test]
    fn case_tells_a_short_form_from_a_word() {
        assert_eq!(abbreviation("Mass"), Some(Abbreviation::Either));
        assert_eq!(abbreviation("mass"), None);
        assert_eq!(abbreviation("No"), Some(Abbreviation::Counted));
        assert_eq!(abbreviation("no"), None);
        assert_eq!(abbreviation("SEN"), Some(Abbreviation::Leading));
    }

    #[test]
    fn letters_with_points_are_short_forms() {
        assert_eq!(abbreviation("U.S"), Some(Abbreviation::Either));
        assert_eq!(abbreviation("Ph.D"), Some(Abbreviation::Either));
        assert_eq!(abbreviation("e.g"), Some(Abbreviation::Leading));
        assert_eq!(abbreviation("3.5"), None);
        assert_eq!(abbreviation("nytimes.com"), None);
    }
}
