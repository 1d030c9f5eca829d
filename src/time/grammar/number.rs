//! Numbers: "20", "two-and-a-half", "a hundred and twenty", "several".

use super::Grammar;
use crate::time::lexicon::Lex;
use crate::time::value::Amount;

impl Grammar<'_> {
    /// The end of a number at token `i`, and the number.
    pub(super) fn number(&self, i: usize) -> Option<(usize, Amount)> {
        let plain = |end, n| Some((end, Amount::exactly(n)));
        match self.lex(i) {
            Lex::Article => match self.lex(i + 1) {
                Lex::Pack(n) => plain(if self.lex(i + 2) == Lex::Of { i + 3 } else { i + 2 }, u32::from(n)),
                Lex::Scale(n) => self.scaled(i + 2, n),
                Lex::Vague if self.tokens.is(i + 1, "few") => Some((i + 2, Amount::SOME)),
                Lex::Half => Some((self.past_hyphen(i + 2), Amount { whole: Some(0), half: true })),
                _ if self.tokens.is(i + 1, "good") && self.tokens.is(i + 2, "many") => {
                    Some((i + 3, Amount::SOME))
                }
                _ => plain(i + 1, 1),
            },
            Lex::Pack(n) => {
                let end = if self.lex(i + 1) == Lex::Of { i + 2 } else { i + 1 };
                plain(end, u32::from(n))
            }
            Lex::Vague => {
                // "some 20 years": a number follows.
                if self.tokens.is(i, "some") {
                    return self
                        .number(i + 1)
                        .filter(|(_, a)| a.whole.is_some())
                        .filter(|_| self.lex(i + 1) != Lex::Article);
                }
                // "several hundred".
                let scale = usize::from(matches!(self.lex(i + 1), Lex::Scale(_)));
                let of = usize::from(self.lex(i + 1 + scale) == Lex::Of);
                Some((i + 1 + scale + of, Amount::SOME))
            }
            Lex::Fraction { whole, half } => Some((i + 1, Amount { whole: Some(whole), half })),
            Lex::Grouped(n) => plain(i + 1, n),
            Lex::Num { value, .. } => {
                // "2 1/2", "2½".
                if let (Lex::Num { value: 1, .. }, Lex::Mark(b'/'), Lex::Num { value: 2, .. }) = (
                    self.lex(self.past_hyphen(i + 1)),
                    self.lex(self.past_hyphen(i + 1) + 1),
                    self.lex(self.past_hyphen(i + 1) + 2),
                ) {
                    return Some((self.past_hyphen(i + 1) + 3, Amount { whole: Some(value), half: true }));
                }
                if self.lex(i + 1) == (Lex::Fraction { whole: 0, half: true }) {
                    return Some((i + 2, Amount { whole: Some(value), half: true }));
                }
                if let Lex::Scale(by) = self.lex(i + 1) {
                    return plain(i + 2, value.saturating_mul(by));
                }
                plain(i + 1, value)
            }
            Lex::Count(n) => {
                let mut end = i + 1;
                let mut value = u32::from(n);
                let next = self.past_hyphen(end);
                if n >= 20
                    && let Lex::Count(ones @ 1..=9) = self.lex(next)
                {
                    value += u32::from(ones);
                    end = next + 1;
                }
                if let Lex::Scale(by) = self.lex(end) {
                    return self.scaled(end + 1, value.saturating_mul(by));
                }
                // "two-and-a-half".
                let glue = self.past_hyphen(end);
                if glue > end
                    && self.lex(glue) == Lex::And
                    && self.lex(glue + 2) == Lex::Article
                    && self.lex(glue + 4) == Lex::Half
                {
                    return Some((glue + 5, Amount { whole: Some(value), half: true }));
                }
                if self.lex(end) == Lex::And
                    && self.lex(end + 1) == Lex::Article
                    && self.lex(end + 2) == Lex::Half
                {
                    return Some((end + 3, Amount { whole: Some(value), half: true }));
                }
                plain(end, value)
            }
            _ => None,
        }
    }

    fn scaled(&self, i: usize, value: u32) -> Option<(usize, Amount)> {
        let next = if self.lex(i) == Lex::And { i + 1 } else { i };
        match self.lex(next) {
            Lex::Count(n) => {
                let (end, rest) = self.number(next).unwrap_or((next + 1, Amount::exactly(u32::from(n))));
                Some((end, Amount { whole: rest.whole.map(|r| value.saturating_add(r)), half: rest.half }))
            }
            _ => Some((i, Amount::exactly(value))),
        }
    }
}
