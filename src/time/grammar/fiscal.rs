//! Quarters, halves and fiscal years: "the third quarter of 1990", "third-quarter", "Q3 2014",
//! "fiscal 1989", "the year-ago period", "the first half".

use super::{Expr, Grammar, Meaning, Origin, YearRef};
use crate::time::lexicon::{Deictic, Lex};
use crate::time::value::{Unit, When};

/// What companies report.
const RESULTS: &[&str] = &[
    "profit", "profits", "net", "earnings", "results", "revenue", "revenues", "sales", "loss", "losses",
    "income", "turnover", "figures",
];

impl Grammar<'_> {
    /// An expression of the year of a company.
    pub(super) fn fiscal(&self, i: usize) -> Option<Expr> {
        let t = self.tokens;
        match self.lex(i) {
            Lex::Ordinal(_) | Lex::Quarter(_) => self.part_of_year(i, i, YearRef::Open),
            Lex::FiscalYear(y) => Some(Expr::new(i, i + 1, Meaning::Fixed(When::Year(y)), "fiscal-year")),
            Lex::Fiscal => self.fiscal_year(i, i + 1).or_else(|| self.part_of_year(i, i + 1, YearRef::Open)),
            Lex::Unit(Unit::Year, false) => self.year_ago(i, i).or_else(|| self.year_end(i)),
            // "a year-earlier loss": the article belongs to the loss.
            Lex::Article => self.year_ago(i + 1, i + 1).map(|e| e.from(i + 1)),
            Lex::Num { value: q @ 1..=4, digits: 1 } if t.joined(i + 1) && t.is(i + 1, "q") => {
                let (end, year) = self.its_year(i + 2);
                Some(Expr::new(i, end, Meaning::Quarter(year, Some(q as i8)), "quarter"))
            }
            Lex::Num { value: h @ 1..=2, digits: 1 } if t.joined(i + 1) && t.is(i + 1, "h") => {
                let (end, year) = self.its_year(i + 2);
                (year != YearRef::Open).then(|| Expr::new(i, end, Meaning::Half(year, h as i8), "half"))
            }
            Lex::HalfOf(h) => {
                let (end, year) = self.its_year(i + 1);
                (year != YearRef::Open).then(|| Expr::new(i, end, Meaning::Half(year, h as i8), "half"))
            }
            Lex::Num { .. } => {
                let (end, year) = self.year(i)?;
                let end = end + usize::from(self.lex(end) == Lex::Possessive);
                self.of_year(i, end, YearRef::Is(year))
            }
            Lex::The => match self.lex(i + 1) {
                Lex::Ordinal(_) | Lex::Quarter(_) => self.part_of_year(i, i + 1, YearRef::Open),
                Lex::Fiscal => self
                    .fiscal_year(i, i + 2)
                    .or_else(|| self.part_of_year(i, self.past_hyphen(i + 2), YearRef::Open)),
                Lex::Unit(Unit::Year, false) => self.year_ago(i, i + 1),
                Lex::Num { .. } => {
                    let (end, year) = self.year(i + 1)?;
                    self.of_year(i, end, YearRef::Is(year))
                }
                Lex::Deictic(Deictic::Last) => self.part_of_year(i, i + 2, YearRef::Open),
                _ if t.is(i + 1, "latter") => self.part_of_year(i, i + 2, YearRef::Open),
                Lex::Deictic(Deictic::Latest | Deictic::Current) => {
                    let fiscal = usize::from(self.lex(i + 2) == Lex::Fiscal);
                    let latest = self.lex(i + 1) == Lex::Deictic(Deictic::Latest);
                    let origin = if latest { Origin::Frame } else { Origin::Published };
                    match self.lex(i + 2 + fiscal) {
                        Lex::Unit(unit @ (Unit::Quarter | Unit::Year), false) => {
                            Some(Expr::new(i, i + 3 + fiscal, Meaning::Unit(origin, unit, 0), "latest"))
                        }
                        _ if latest && t.is(i + 2, "period") => {
                            Some(Expr::new(i, i + 3, Meaning::Unit(origin, Unit::Quarter, 0), "latest"))
                        }
                        _ => None,
                    }
                }
                _ if t.is_any(i + 1, &["comparable", "corresponding"]) => {
                    self.year_ago(i, i + 2).or_else(|| {
                        let period =
                            t.is(i + 2, "period") || self.lex(i + 2) == Lex::Unit(Unit::Quarter, false);
                        let of = self.lex(i + 3) == Lex::Of || t.is(i + 3, "in");
                        let last = i + 3 + usize::from(of);
                        let year = self.lex(last) == Lex::Deictic(Deictic::Last)
                            && self.lex(last + 1) == Lex::Unit(Unit::Year, false);
                        (period && year).then(|| {
                            Expr::new(
                                i,
                                last + 2,
                                Meaning::Unit(Origin::Frame, Unit::Year, -1),
                                "period-last-year",
                            )
                        })
                    })
                }
                _ => None,
            },
            Lex::Deictic(d @ (Deictic::This | Deictic::Last | Deictic::Next)) => {
                let offset = match d {
                    Deictic::Last => -1,
                    Deictic::Next => 1,
                    _ => 0,
                };
                if self.lex(i + 1) == Lex::Unit(Unit::Year, false) && self.lex(i + 2) == Lex::Possessive {
                    return self.of_year(i, i + 3, YearRef::Offset(offset));
                }
                None
            }
            _ => None,
        }
    }

    /// What follows a year: "1988 third quarter", "1988 quarter", "1988 period".
    fn of_year(&self, start: usize, i: usize, year: YearRef) -> Option<Expr> {
        if self.lex(i) == Lex::Unit(Unit::Quarter, false) || self.tokens.is(i, "period") {
            return Some(Expr::new(start, i + 1, Meaning::Quarter(year, None), "quarter-of-year"));
        }
        let fiscal =
            usize::from(self.lex(i) == Lex::Fiscal || self.tokens.is_any(i, &["financial", "calendar"]));
        if fiscal == 1
            && self.lex(i + 1) == Lex::Unit(Unit::Year, false)
            && let YearRef::Is(y) = year
        {
            return Some(Expr::new(start, i + 2, Meaning::Fixed(When::Year(y)), "fiscal-year"));
        }
        self.part_of_year(start, i + fiscal, year)
    }

    /// "third quarter", "first half", "Q3", and the year after it.
    fn part_of_year(&self, start: usize, i: usize, year: YearRef) -> Option<Expr> {
        let (mut end, part) = match self.lex(i) {
            Lex::Quarter(q) => (i + 1, Meaning::Quarter(year, Some(q as i8))),
            Lex::Half => (i + 1, Meaning::Half(year, 2)),
            Lex::Ordinal(n @ 1..=4) => {
                let fiscal = usize::from(self.lex(i + 1) == Lex::Fiscal);
                let next = self.past_hyphen(i + 1 + fiscal);
                match self.lex(next) {
                    // "the second and fourth quarters": each is read by itself.
                    Lex::And | Lex::Or | Lex::To
                        if matches!(self.lex(next + 1), Lex::Ordinal(1..=4))
                            && self.lex(next + 2) == Lex::Unit(Unit::Quarter, true) =>
                    {
                        let year = if year == YearRef::Open { self.its_year(next + 3).1 } else { year };
                        let quarter = Meaning::Quarter(year, Some(n as i8));
                        return Some(Expr::new(start, next, quarter, "quarter"));
                    }
                    Lex::Unit(Unit::Quarter, true)
                        if matches!(self.tokens.lex_before(i), Lex::And | Lex::Or | Lex::To)
                            && matches!(self.tokens.lex_before(i.wrapping_sub(1)), Lex::Ordinal(1..=4)) =>
                    {
                        (next + 1, Meaning::Quarter(year, Some(n as i8)))
                    }
                    Lex::Unit(Unit::Quarter, false) => (next + 1, Meaning::Quarter(year, Some(n as i8))),
                    Lex::Half if n <= 2 => (next + 1, Meaning::Half(year, n as i8)),
                    _ => return None,
                }
            }
            _ => return None,
        };
        let mut said = year;
        if year == YearRef::Open {
            (end, said) = self.its_year(end);
        }
        let half = matches!(part, Meaning::Half(..));
        // "the first half" of a match: a game has halves too, but "first-half profit" is of a year.
        if half && said == YearRef::Open && !self.tokens.is_any(end, RESULTS) {
            return None;
        }
        let meaning = match part {
            Meaning::Quarter(_, q) => Meaning::Quarter(said, q),
            Meaning::Half(_, h) => Meaning::Half(said, h),
            other => other,
        };
        // "the third-quarter loss": the article belongs to the loss.
        let hyphen =
            matches!(self.lex(i), Lex::Ordinal(_)) && self.mark(i + 1, b'-') && year == YearRef::Open;
        let start = if hyphen && self.lex(start) == Lex::The { start + 1 } else { start };
        // "its fourth quarter ended Sept. 30", "fourth-quarter earnings": what is reported.
        let rule = if self.tokens.is_any(end, &["ended", "ending"])
            || (start..end).any(|k| self.lex(k) == Lex::Fiscal)
        {
            "ended-quarter"
        } else if self.tokens.is_any(end, RESULTS) {
            "reported-quarter"
        } else {
            "quarter"
        };
        Some(Expr::new(start, end, meaning, rule))
    }

    /// The year after a quarter or a half: "of 1990", ", 1990", "of last year", "of fiscal 1990".
    pub(super) fn its_year(&self, end: usize) -> (usize, YearRef) {
        if let Lex::FiscalYear(y) = self.lex(end) {
            return (end + 1, YearRef::Is(y));
        }
        let of = usize::from(self.lex(end) == Lex::Of || self.mark(end, b','));
        let the = usize::from(of == 1 && self.lex(end + of) == Lex::The);
        let fiscal = usize::from(self.lex(end + of + the) == Lex::Fiscal);
        let word = usize::from(fiscal == 1 && self.lex(end + of + fiscal) == Lex::Unit(Unit::Year, false));
        let at = end + of + fiscal + word;
        if let Some((after, y)) = self.year(at).filter(|(_, y)| *y > 1500) {
            return (after, YearRef::Is(y));
        }
        let offset = match self.lex(at) {
            Lex::Deictic(Deictic::Last) => -1,
            Lex::Deictic(Deictic::This) => 0,
            Lex::Deictic(Deictic::Next) => 1,
            // "the second half of the year".
            Lex::Unit(Unit::Year, false) if the == 1 => return (at + 1, YearRef::Offset(0)),
            Lex::The if self.lex(at + 1) == Lex::Unit(Unit::Year, false) && of == 1 => {
                return (at + 2, YearRef::Offset(0));
            }
            _ => return (end, YearRef::Open),
        };
        if self.lex(at + 1) == Lex::Unit(Unit::Year, false) {
            return (at + 2, YearRef::Offset(offset));
        }
        (end, YearRef::Open)
    }

    /// "fiscal 1989", "fiscal year 2014", "the fiscal year".
    fn fiscal_year(&self, start: usize, i: usize) -> Option<Expr> {
        let word = self.lex(i) == Lex::Unit(Unit::Year, false);
        let at = i + usize::from(word);
        if let Some((end, year)) = self.year(at) {
            return Some(Expr::new(start, end, Meaning::Fixed(When::Year(year)), "fiscal-year"));
        }
        let the = self.lex(start) == Lex::The;
        (word && the).then(|| {
            let amount = crate::time::value::Amount::exactly(1);
            Expr::new(start, at, Meaning::Length(amount, Unit::Year), "fiscal-year-length")
        })
    }

    /// "year-ago", "year-earlier", and the period after it.
    fn year_ago(&self, start: usize, i: usize) -> Option<Expr> {
        let next = self.past_hyphen(i + 1);
        if next == i + 1 || !matches!(self.lex(next), Lex::Ago | Lex::Earlier) {
            return None;
        }
        let after = next + 1;
        let year = Meaning::Unit(Origin::Frame, Unit::Year, -1);
        if self.lex(after) == Lex::Unit(Unit::Quarter, false) || self.tokens.is(after, "period") {
            return Some(Expr::new(start, after + 1, year, "year-ago-period"));
        }
        if let Some(expr) = self.part_of_year(start, after, YearRef::Open) {
            let Meaning::Quarter(_, q) = expr.meaning else { return None };
            return Some(Expr { meaning: Meaning::Quarter(YearRef::Offset(-1), q), ..expr });
        }
        // "the year-ago results": the article belongs to the results.
        Some(Expr::new(i, after, year, "year-ago"))
    }

    /// "year-end", "year's end", "year end 1990".
    fn year_end(&self, i: usize) -> Option<Expr> {
        let next = match self.lex(i + 1) {
            Lex::Possessive => i + 2,
            _ => self.past_hyphen(i + 1),
        };
        if !self.tokens.is(next, "end") {
            return None;
        }
        let (end, year) = match self.year(next + 1) {
            Some((end, y)) => (end, Meaning::Fixed(When::Year(y))),
            None => (next + 1, Meaning::YearEnd),
        };
        Some(Expr::new(i, end, year, "year-end").with_modifier("END"))
    }
}
