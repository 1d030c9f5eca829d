//! Years, decades and centuries: "1998", "'98", "nineteen ninety-eight", "2008/09", "the 1990s",
//! "the late 19th century", and the year that goes with a month.

use super::{Expr, Grammar, Meaning, YearRef};
use crate::time::lexicon::{Deictic, Form, Lex};
use crate::time::value::{Unit, When};

impl Grammar<'_> {
    /// "'99": not a word in quotation marks.
    pub(super) fn short_year(&self, i: usize) -> Option<(usize, i16)> {
        let Lex::Num { value, digits: 2 } = self.lex(i + 1) else { return None };
        let closed = self.tokens.joined(i + 2) && self.mark(i + 2, b'\'');
        let year = value as i16 + if value < 50 { 2000 } else { 1900 };
        (self.tokens.joined(i + 1) && !closed).then_some((i + 2, year))
    }

    /// Four digits, or words, that are a year.
    pub(super) fn year(&self, i: usize) -> Option<(usize, i16)> {
        match self.lex(i) {
            Lex::Num { value, digits: 4 } if (1000..3000).contains(&value) => Some((i + 1, value as i16)),
            Lex::Mark(b'\'') => self.short_year(i),
            Lex::Count(_) => self.year_words(i),
            _ => None,
        }
    }

    fn year_words(&self, i: usize) -> Option<(usize, i16)> {
        let tens_and_ones = |i: usize| -> Option<(usize, i16)> {
            let Lex::Count(tens) = self.lex(i) else { return None };
            if tens < 10 {
                return None;
            }
            let next = self.past_hyphen(i + 1);
            match self.lex(next) {
                Lex::Count(ones) if tens >= 20 && ones < 10 => Some((next + 1, i16::from(tens + ones))),
                _ => Some((i + 1, i16::from(tens))),
            }
        };
        match self.lex(i) {
            Lex::Count(century @ 18..=20) => {
                let (end, rest) = tens_and_ones(i + 1)?;
                Some((end, i16::from(century) * 100 + rest))
            }
            Lex::Count(2) if self.lex(i + 1) == Lex::Scale(1000) => {
                let next = if self.lex(i + 2) == Lex::And { i + 3 } else { i + 2 };
                match self.lex(next) {
                    Lex::Count(n) => Some((next + 1, 2000 + i16::from(n))),
                    _ => Some((i + 2, 2000)),
                }
            }
            _ => None,
        }
    }

    pub(super) fn spoken_year(&self, i: usize) -> Option<Expr> {
        let (end, year) = self.year_words(i)?;
        // "two thousand" is a number unless something says that it is a year.
        let said = !matches!(self.lex(i), Lex::Count(2));
        said.then(|| Expr::new(i, end, Meaning::Fixed(When::Year(year)), "year-words"))
    }

    /// A year by itself.
    pub(super) fn bare_year(&self, i: usize) -> Option<Expr> {
        let (end, year) = self.year(i)?;
        if !(1500..2100).contains(&year) || self.tokens.joined(i) && !self.opens(i) {
            return None;
        }
        // 2010-11 and 2010-2014: the second is read by itself, or is part of the first.
        let slash = self.mark(end, b'/') && self.tokens.joined(end) && self.tokens.joined(end + 1);
        let hyphen = if slash { end + 1 } else { self.past_hyphen(end) };
        if hyphen > end
            && let Lex::Num { value, digits: 2 } = self.lex(hyphen)
            && value == (year as u32 + 1) % 100
        {
            return Some(Expr::new(i, hyphen + 1, Meaning::Fixed(When::Year(year)), "year-pair"));
        }
        Some(Expr::new(i, end, Meaning::Fixed(When::Year(year)), "year"))
    }

    /// "480 BC", "44 B.C.".
    pub(super) fn year_before(&self, i: usize) -> Option<Expr> {
        let Lex::Num { value: value @ 1.., digits: 1..=4 } = self.lex(i) else { return None };
        // "499-493 BC": it is said after the second.
        let joins = matches!(self.lex(i + 1), Lex::Mark(b'-') | Lex::To | Lex::And)
            && matches!(self.lex(i + 2), Lex::Num { value: second, .. } if second < value);
        let end = self
            .before_christ(i + 1)
            .or_else(|| (joins && self.before_christ(i + 3).is_some()).then_some(i + 1))?;
        let year = When::YearBefore(i16::try_from(value).ok()?);
        let alone = !self.tokens.joined(i) || self.opens(i);
        alone.then(|| Expr::new(i, end, Meaning::Fixed(year), "year-before"))
    }

    /// "AD 79", "79 AD".
    pub(super) fn year_of_era(&self, i: usize) -> Option<Expr> {
        let era = |i: usize| matches!(self.tokens.word(i), "AD" | "CE");
        let Lex::Num { value: value @ 1..3000, .. } = self.lex(i) else { return None };
        let end = match i.checked_sub(1) {
            _ if era(i + 1) => i + 2,
            Some(before) if self.tokens.word(before) == "AD" => i + 1,
            _ => return None,
        };
        Some(Expr::new(i, end, Meaning::Fixed(When::Year(value as i16)), "year-of-era"))
    }

    /// The second year of "1915-17".
    pub(super) fn range_end(&self, i: usize) -> Option<Expr> {
        let Lex::Num { value, digits: 2 } = self.lex(i) else { return None };
        let first = i.checked_sub(2)?;
        let Lex::Num { value: year @ 1500..2100, digits: 4 } = self.lex(first) else { return None };
        let glued = self.mark(i - 1, b'-') && self.tokens.joined(i) && self.tokens.joined(i - 1);
        let ends = !(self.tokens.joined(i + 1) && matches!(self.lex(i + 1), Lex::Mark(b'-' | b'/' | b':')));
        let whole = year / 100 * 100 + value;
        (glued && ends && whole > year + 1)
            .then(|| Expr::new(i, i + 1, Meaning::Fixed(When::Year(whole as i16)), "range-end"))
    }

    /// The token after "BC", "BCE" or "B.C." at `i`.
    fn before_christ(&self, i: usize) -> Option<usize> {
        if matches!(self.tokens.word(i), "BC" | "BCE") {
            return Some(i + 1);
        }
        let letters = self.tokens.word(i) == "B" && self.mark(i + 1, b'.') && self.tokens.word(i + 2) == "C";
        (letters && self.tokens.joined(i + 1) && self.tokens.joined(i + 2)).then(|| self.past_period(i + 3))
    }

    /// True when the mark before token `i` may stand right before a year: a bracket, a dash.
    pub(super) fn opens(&self, i: usize) -> bool {
        matches!(
            self.tokens.lex_before(i),
            Lex::Mark(b'(' | b'[' | b'-' | b'_' | b'"' | b'\'' | b'/') | Lex::Break
        )
    }

    /// "last year", "of that year", "the following year" after a month.
    pub(super) fn year_words_about(&self, i: usize) -> Option<(usize, YearRef)> {
        let i = if self.lex(i) == Lex::Of { i + 1 } else { i };
        let the = usize::from(self.lex(i) == Lex::The);
        let Lex::Deictic(which) = self.lex(i + the) else { return None };
        let year = match which {
            Deictic::Last => YearRef::Offset(-1),
            Deictic::This => YearRef::Offset(0),
            Deictic::Next => YearRef::Offset(1),
            Deictic::That | Deictic::Same => YearRef::Previous(0),
            Deictic::Following if the == 1 => YearRef::Previous(1),
            Deictic::Previous if the == 1 => YearRef::Previous(-1),
            _ => return None,
        };
        let word = self.lex(i + the + 1) == Lex::Unit(Unit::Year, false);
        word.then_some((i + the + 2, year))
    }

    /// The year of "May" in "May and July 2009", "November to March 2009", "May 30 to June 2, 2009":
    /// it is said after the second.
    pub(super) fn shared_year(&self, i: usize, month: u8) -> YearRef {
        let joins = matches!(self.lex(i), Lex::And | Lex::Or | Lex::To | Lex::Mark(b'-'))
            || self.tokens.is(i, "through");
        let at = i + 1 + usize::from(matches!(self.lex(i + 1), Lex::Phase(_)));
        let Lex::Month(second, form) = self.lex(at) else { return YearRef::Open };
        let mut end = if form == Form::Short { self.past_period(at + 1) } else { at + 1 };
        if matches!(self.lex(end), Lex::Num { digits: 1 | 2, .. } | Lex::Ordinal(_)) {
            end += 1;
        }
        let comma = if self.mark(end, b',') || self.lex(end) == Lex::Of { end + 1 } else { end };
        match self.year(comma) {
            Some((_, year)) if joins && year > 1500 => YearRef::Is(year - i16::from(month > second)),
            _ => YearRef::Open,
        }
    }

    pub(super) fn decade(&self, start: usize, i: usize) -> Option<Expr> {
        let tens = match self.lex(i) {
            Lex::Decade(tens, 4) if (100..210).contains(&tens) => tens as i16,
            // "the '80s" is of the last century; "in his 30s" is an age.
            Lex::Decade(tens @ 2..=9, 2) if matches!(self.tokens.lex_before(i), Lex::Mark(b'\'')) => {
                190 + tens as i16
            }
            // "the 90s".
            Lex::Decade(tens @ 5..=9, 2) if self.lex(start) == Lex::The && start < i => 190 + tens as i16,
            Lex::DecadeWord(tens) => 190 + i16::from(tens),
            _ => return None,
        };
        let start = match self.tokens.lex_before(i) {
            Lex::Mark(b'\'') if start == i && self.tokens.joined(i) => i - 1,
            _ => start,
        };
        Some(Expr::new(start, i + 1, Meaning::Fixed(When::Decade(tens)), "decade"))
    }

    pub(super) fn century(&self, start: usize, i: usize) -> Option<Expr> {
        let (after, n) = self.nth(i)?;
        let named = |end| Expr::new(start, end, Meaning::Fixed(When::Century(i16::from(n) - 1)), "century");
        let next = self.past_hyphen(after);
        if matches!(self.lex(next), Lex::Unit(Unit::Century, _)) {
            if let Some(end) = self.before_christ(next + 1) {
                let century = Meaning::Fixed(When::CenturyBefore(i16::from(n) - 1));
                return Some(Expr::new(start, end, century, "century"));
            }
            return Some(named(next + 1));
        }
        // "the late 19th and early 20th centuries".
        let joins = matches!(self.lex(after), Lex::And | Lex::Or | Lex::To | Lex::Mark(b'-'));
        let second = after + 1 + usize::from(matches!(self.lex(after + 1), Lex::Phase(_)));
        let (end, _) = self.nth(second).filter(|_| joins)?;
        matches!(self.lex(end), Lex::Unit(Unit::Century, _)).then(|| named(after))
    }

    /// The end of an ordinal number from 1 to 30, and the number: "20th", "twenty-first".
    fn nth(&self, i: usize) -> Option<(usize, u8)> {
        match (self.lex(i), self.lex(self.past_hyphen(i + 1))) {
            (Lex::Count(20), Lex::Ordinal(n @ 1..=9)) => Some((self.past_hyphen(i + 1) + 1, 20 + n)),
            (Lex::Ordinal(n @ 1..=30), _) => Some((i + 1, n)),
            _ => None,
        }
    }
}
