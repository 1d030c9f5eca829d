//! References without a date: "now", "recently", "the future", "at the moment".

use super::{Expr, Grammar, Meaning};
use crate::time::lexicon::{Deictic, Doubtful, Lex};

/// Words, and the reference that they are: a line adds an expression.
const PHRASES: &[(&str, &str)] = &[
    ("the near future", "FUTURE_REF"),
    ("the near term", "FUTURE_REF"),
    ("the short term", "FUTURE_REF"),
    ("the long term", "FUTURE_REF"),
    ("the foreseeable future", "FUTURE_REF"),
    ("the not too distant future", "FUTURE_REF"),
    ("the future", "FUTURE_REF"),
    ("the distant past", "PAST_REF"),
    ("the recent past", "PAST_REF"),
    ("the past", "PAST_REF"),
    ("the moment", "PRESENT_REF"),
    ("this moment", "PRESENT_REF"),
    ("this time", "PRESENT_REF"),
    ("the present", "PRESENT_REF"),
    ("a long time ago", "PAST_REF"),
    ("a while ago", "PAST_REF"),
    ("some time ago", "PAST_REF"),
    ("a while", "PXX"),
    ("some time", "PXX"),
    ("that time", "PAST_REF"),
    ("the time", "PAST_REF"),
    ("more recently", "PAST_REF"),
    ("a later date", "FUTURE_REF"),
    ("a later time", "FUTURE_REF"),
];

impl Grammar<'_> {
    /// A reference that begins with a word of the lexicon.
    pub(super) fn vague(&self, i: usize) -> Option<Expr> {
        match self.lex(i) {
            Lex::Reference(value) => Some(Expr::new(i, i + 1, Meaning::Reference(value), "reference")),
            Lex::Doubtful(word) => {
                let (value, rule) = match word {
                    Doubtful::Now => ("PRESENT_REF", "now"),
                    Doubtful::Recent => ("PAST_REF", "recent"),
                    Doubtful::Future => ("FUTURE_REF", "future"),
                    Doubtful::Soon => ("FUTURE_REF", "soon"),
                    Doubtful::Previously => ("PAST_REF", "previously"),
                };
                Some(Expr::new(i, i + 1, Meaning::Reference(value), rule))
            }
            Lex::Deictic(Deictic::Current) => {
                Some(Expr::new(i, i + 1, Meaning::Reference("PRESENT_REF"), "current"))
            }
            Lex::The | Lex::Article | Lex::Vague | Lex::Deictic(_) | Lex::More => self.phrase(i),
            _ => None,
        }
    }

    fn phrase(&self, i: usize) -> Option<Expr> {
        PHRASES.iter().find_map(|(words, value)| {
            let mut end = i;
            for word in words.split(' ') {
                if !self.tokens.is(end, word) {
                    return None;
                }
                end += 1;
            }
            Some(Expr::new(i, end, Meaning::Reference(value), "phrase"))
        })
    }
}
