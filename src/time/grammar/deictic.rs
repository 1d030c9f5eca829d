//! What is seen from the day of publication or from the last date: "yesterday", "last week",
//! "the following month", "that day", "the weekend".

use super::{Expr, Grammar, Meaning, Origin, YearRef};
use crate::time::interval::Side;
use crate::time::lexicon::{Deictic, Lex};
use crate::time::value::{Amount, Unit};

impl Grammar<'_> {
    /// An expression that points from another time.
    pub(super) fn deictic(&self, i: usize) -> Option<Expr> {
        let t = self.tokens;
        match self.lex(i) {
            // "will one day be": some day to come.
            Lex::Count(1) if t.is(i + 1, "day") && self.lex(i + 2) == Lex::Plain && self.wished(i) => {
                Some(Expr::new(i, i + 2, Meaning::Reference("FUTURE_REF"), "one-day"))
            }
            Lex::Day(n) => {
                let day = Meaning::Unit(Origin::Published, Unit::Day, i32::from(n));
                Some(Expr::new(i, i + 1, day, "day"))
            }
            Lex::The => match self.lex(i + 1) {
                Lex::Day(_) => None,
                Lex::Deictic(d) => self.seen(i, i + 2, d, true),
                Lex::Unit(Unit::Weekend, false) => {
                    let weekend = Meaning::Unit(Origin::Published, Unit::Weekend, 0);
                    Some(Expr::new(i, i + 2, weekend, "the-weekend"))
                }
                Lex::Unit(Unit::Day, false)
                    if t.is_any(i + 2, &["before", "after"]) && matches!(self.lex(i + 3), Lex::Day(_)) =>
                {
                    let Lex::Day(n) = self.lex(i + 3) else { return None };
                    let by = if t.is(i + 2, "before") { -1 } else { 1 };
                    let day = Meaning::Unit(Origin::Published, Unit::Day, i32::from(n) + by);
                    Some(Expr::new(i, i + 4, day, "day-before"))
                }
                Lex::Unit(unit, false) => self.the_unit(i, unit),
                _ if t.is_any(i + 1, &["full", "whole", "entire"]) => match self.lex(i + 2) {
                    Lex::Unit(Unit::Year, false) => {
                        let year = Meaning::Unit(Origin::Published, Unit::Year, 0);
                        Some(Expr::new(i, i + 3, year, "full-year"))
                    }
                    Lex::Unit(unit @ (Unit::Day | Unit::Week | Unit::Month | Unit::Decade), false) => {
                        Some(Expr::new(i, i + 3, Meaning::Length(Amount::exactly(1), unit), "whole"))
                    }
                    _ => None,
                },
                _ => None,
            },
            Lex::Deictic(Deictic::This) if matches!(self.lex(i + 1), Lex::Deictic(Deictic::Coming)) => {
                self.seen(i, i + 2, Deictic::Next, false)
            }
            Lex::Deictic(Deictic::This) if matches!(self.lex(i + 1), Lex::Deictic(Deictic::Past)) => {
                self.seen(i, i + 2, Deictic::Last, false)
            }
            Lex::Deictic(Deictic::That) if self.lex(i + 1) == Lex::Deictic(Deictic::Same) => {
                self.seen(i, i + 2, Deictic::Same, true)
            }
            Lex::Deictic(d) => self.seen(i, i + 1, d, false),
            _ => None,
        }
    }

    /// True when a wish or a modal verb is right before token `i`: "will", "hopes to".
    fn wished(&self, i: usize) -> bool {
        const WISHES: &[&str] = &[
            "will", "would", "may", "might", "could", "can", "should", "must", "ll", "hope", "hopes",
            "hoped", "dream", "dreams", "dreamed", "wants", "wanted", "to", "d",
        ];
        let t = self.tokens;
        // "hopes he one day sees it": a pronoun between.
        let pronoun = t.is_any(i.wrapping_sub(1), &["he", "she", "they", "it", "we", "i", "you"]);
        t.is_any(i.wrapping_sub(1 + usize::from(pronoun)), WISHES)
    }

    /// A unit after a word that says which one.
    fn seen(&self, start: usize, i: usize, which: Deictic, the: bool) -> Option<Expr> {
        let fiscal = usize::from(self.lex(i) == Lex::Fiscal);
        let Lex::Unit(unit, plural) = self.lex(i + fiscal) else { return None };
        let end = i + fiscal + 1;
        if plural {
            return self.seen_many(start, end, unit, which);
        }
        if matches!(unit, Unit::Second | Unit::Minute | Unit::Hour) {
            // "the last hour" is a length.
            let length = Meaning::Length(Amount::exactly(1), unit);
            return (the && matches!(which, Deictic::Last | Deictic::Past | Deictic::Next))
                .then(|| Expr::new(start, end, length, "seen-length"));
        }
        let (origin, n) = match which {
            Deictic::Last => (Origin::Published, -1),
            Deictic::Past => (Origin::Published, -1),
            Deictic::This if unit == Unit::Day => return None,
            Deictic::This | Deictic::Current => (Origin::Published, 0),
            Deictic::Next | Deictic::Coming if the && unit == Unit::Day => (Origin::Previous, 1),
            Deictic::Next if the => (Origin::Told, 1),
            Deictic::Next | Deictic::Coming => (Origin::Published, 1),
            Deictic::Previous => (Origin::Previous, -1),
            Deictic::Following => (Origin::Previous, 1),
            Deictic::That | Deictic::Same if unit == Unit::Quarter => (Origin::Frame, 0),
            Deictic::That | Deictic::Same => (Origin::Previous, 0),
            Deictic::Latest => (Origin::Frame, 0),
            Deictic::These => return None,
        };
        // "last day" is the last of some days.
        if unit == Unit::Day
            && matches!(which, Deictic::Last | Deictic::Past | Deictic::Current | Deictic::Latest)
        {
            return None;
        }
        if !the
            && matches!(
                which,
                Deictic::Past | Deictic::Previous | Deictic::Following | Deictic::Same | Deictic::Current
            )
        {
            return None;
        }
        // "the last quarter of 2008", "the final quarter of last year".
        if the && which == Deictic::Last && unit == Unit::Quarter && self.lex(end) == Lex::Of {
            let (end, year) = self.its_year(end);
            if year != YearRef::Open {
                return Some(Expr::new(start, end, Meaning::Quarter(year, Some(4)), "last-quarter"));
            }
        }
        // "the same quarter of 2007".
        if matches!(which, Deictic::Same | Deictic::That) && unit == Unit::Quarter {
            let of = end + usize::from(self.lex(end) == Lex::Of || self.tokens.is(end, "in"));
            let (after, year) = self.its_year(of);
            if year != YearRef::Open {
                return Some(Expr::new(start, after, Meaning::Quarter(year, None), "same-quarter"));
            }
        }
        // "the same month last year".
        if which == Deictic::Same
            && unit == Unit::Month
            && self.lex(end) == Lex::Deictic(Deictic::Last)
            && self.lex(end + 1) == Lex::Unit(Unit::Year, false)
        {
            return Some(Expr::new(start, end + 2, Meaning::Unit(Origin::Previous, unit, -12), "same-month"));
        }
        // "the last week of September".
        let month = self.lex(end) == Lex::Of && matches!(self.lex(end + 1), Lex::Month(..));
        if the && which == Deictic::Last && unit == Unit::Week && month {
            return Some(Expr::new(start, end, Meaning::Length(Amount::exactly(1), unit), "last-of"));
        }
        // "the past decade", "the last week": the stretch up to now, a length.
        if matches!(which, Deictic::Past)
            || the && matches!(which, Deictic::Last | Deictic::Next) && unit >= Unit::Decade
        {
            let length = Meaning::Length(Amount::exactly(1), unit);
            let side = if which == Deictic::Next { Side::After } else { Side::Before };
            return Some(Expr { side: Some(side), ..Expr::new(start, end, length, "seen-length") });
        }
        let year = unit == Unit::Year && which == Deictic::Latest;
        let origin = if year { Origin::Published } else { origin };
        Some(Expr::new(start, end, Meaning::Unit(origin, unit, n), "seen"))
    }

    /// "coming weeks", "these days", "past years".
    fn seen_many(&self, start: usize, end: usize, unit: Unit, which: Deictic) -> Option<Expr> {
        match which {
            Deictic::These if unit == Unit::Day => {
                Some(Expr::new(start, end, Meaning::Reference("PRESENT_REF"), "these-days"))
            }
            Deictic::Coming | Deictic::Past | Deictic::Previous | Deictic::Following => {
                Some(Expr::new(start, end, Meaning::Length(Amount::SOME, unit), "seen-many"))
            }
            _ => None,
        }
    }

    /// "the quarter", "the year", "the month": the one in focus.
    fn the_unit(&self, i: usize, unit: Unit) -> Option<Expr> {
        let t = self.tokens;
        if self.past_hyphen(i + 2) > i + 2 {
            return None;
        }
        let focus = |origin| Some(Expr::new(i, i + 2, Meaning::Unit(origin, unit, 0), "the-unit"));
        let ended = t.is_any(i + 2, &["ended", "ending", "to"]);
        // "the day before," and "the year after."
        let by = if t.is(i + 2, "before") {
            -1
        } else if t.is(i + 2, "after") {
            1
        } else {
            0
        };
        let alone = matches!(self.lex(i + 3), Lex::Mark(b'.' | b',' | b';' | b')') | Lex::Break);
        if by != 0 && alone && matches!(unit, Unit::Day | Unit::Week | Unit::Month | Unit::Year) {
            return Some(Expr::new(i, i + 3, Meaning::Unit(Origin::Previous, unit, by), "unit-before"));
        }
        // "the week after next".
        if let (Unit::Week, -1 | 1, Lex::Deictic(Deictic::Last | Deictic::Next)) = (unit, by, self.lex(i + 3))
        {
            return Some(Expr::new(
                i,
                i + 4,
                Meaning::Unit(Origin::Published, unit, 2 * by),
                "week-after-next",
            ));
        }
        // "the day after the vote", "the week following the deal"; "late in the day before leaving" is none.
        let event = Expr::new(i, i + 2, Meaning::Unit(Origin::Event, unit, by), "unit-of-event");
        let event = self.anchored(event);
        if event.anchor.is_some()
            && !t.is(i.wrapping_sub(1), "in")
            && matches!(unit, Unit::Day | Unit::Week | Unit::Month | Unit::Year)
        {
            let by = if matches!(event.anchor, Some((_, _, Side::Before))) { -1 } else { 1 };
            return Some(Expr { meaning: Meaning::Unit(Origin::Event, unit, by), ..event });
        }
        match unit {
            Unit::Quarter
                if self.lex(i + 2) == Lex::Article
                    && self.lex(i + 3) == Lex::Unit(Unit::Year, false)
                    && matches!(self.lex(i + 4), Lex::Ago | Lex::Earlier) =>
            {
                Some(Expr::new(i, i + 5, Meaning::Unit(Origin::Frame, Unit::Year, -1), "quarter-a-year-ago"))
            }
            Unit::Quarter => focus(Origin::Frame),
            Unit::Year if ended => {
                Some(Expr::new(i, i + 2, Meaning::Length(Amount::exactly(1), unit), "year-ended"))
            }
            // "for the day", "by the end of the day": not "the day after", "the day that".
            Unit::Day
                if t.is_any(i.wrapping_sub(1), &["for", "of", "on", "in", "during", "throughout"])
                    && !t.plain(i + 2)
                    && !matches!(self.lex(i + 2), Lex::Preposition | Lex::Of | Lex::Weekday(..)) =>
            {
                focus(Origin::Previous)
            }
            // "the day's losses".
            Unit::Day if self.lex(i + 2) == Lex::Possessive => focus(Origin::Previous),
            Unit::Decade => focus(Origin::Told),
            Unit::Year | Unit::Month | Unit::Week => {
                let of =
                    self.lex(i + 2) == Lex::Of && matches!(self.lex(i + 3), Lex::Month(..) | Lex::Num { .. });
                let named = of.then(|| self.calendar(i + 3)).flatten();
                if let Some(month) = named.as_ref().filter(|e| matches!(e.meaning, Meaning::Month(..)))
                    && unit == Unit::Month
                {
                    return Some(month.clone().from(i));
                }
                if unit == Unit::Week {
                    // "the week ended May 16": the day is read by itself.
                    let ended = t.is_any(i + 2, &["ended", "ending"]);
                    let on = i + 3 + usize::from(t.is(i + 3, "on"));
                    let day = if ended { self.calendar(on) } else { named };
                    if let Some(Expr { meaning: Meaning::Day(year, month, day), end, .. }) = day {
                        let end = if ended { i + 2 } else { end };
                        return Some(Expr::new(i, end, Meaning::WeekOf(year, month, day), "week-of"));
                    }
                    if of {
                        return None;
                    }
                }
                focus(Origin::Told)
            }
            _ => None,
        }
    }
}
