//! The calendar: days, months, years, weekdays, seasons, decades, centuries, holidays.

use super::{Clock, Expr, Grammar, Meaning, Which, YearRef};
use crate::time::DayMonth;
use crate::time::holiday;
use crate::time::lexicon::{Deictic, Form, Lex};
use crate::time::value::{Season, Unit, When};
use jiff::civil::Date;

/// Words that stand after a date and are counted by no figure.
const AFTER_DATE: &[&str] =
    &["it", "he", "she", "they", "we", "is", "are", "was", "were", "will", "when", "where", "with"];

impl Grammar<'_> {
    /// An expression that names a place in the calendar.
    pub(super) fn calendar(&self, i: usize) -> Option<Expr> {
        match self.lex(i) {
            Lex::Num { .. } => self
                .numeric(i)
                .or_else(|| self.year_before(i))
                .or_else(|| self.year_of_era(i))
                .or_else(|| self.range_end(i))
                .or_else(|| self.day_first(i))
                .or_else(|| self.first_day(i))
                .or_else(|| self.bare_year(i)),
            Lex::Ordinal(_) => self.day_first(i).or_else(|| self.century(i, i)),
            Lex::Month(..) => self.month(i, YearRef::Open),
            Lex::Weekday(..) => self.shared_part(i).or_else(|| self.weekday(i, i, Which::Open)),
            Lex::Season(season, false) => self.season(i, i, season, YearRef::Open),
            Lex::Decade(..) | Lex::DecadeWord(_) => self.decade(i, i),
            Lex::Count(_) => self.spoken_year(i).or_else(|| self.century(i, i)),
            Lex::Holiday => self.holiday(i, i, YearRef::Open),
            Lex::The => self.nth_weekday(i).or_else(|| self.after_the(i)),
            Lex::Deictic(_) => self.pointed(i),
            Lex::Mark(b'\'') => {
                let (end, year) = self.short_year(i)?;
                let said = matches!(self.tokens.lex_before(i), Lex::Preposition | Lex::Of | Lex::Phase(_));
                said.then(|| Expr::new(i, end, Meaning::Fixed(When::Year(year)), "short-year"))
            }
            _ => None,
        }
    }

    fn after_the(&self, i: usize) -> Option<Expr> {
        match self.lex(i + 1) {
            Lex::Ordinal(_) => self
                .day_first(i + 1)
                .map(|e| e.from(i))
                .or_else(|| self.century(i, i + 1))
                .or_else(|| self.day_alone(i)),
            Lex::Count(20) => self.century(i, i + 1),
            Lex::Decade(..) | Lex::DecadeWord(_) => self.decade(i, i + 1),
            Lex::Mark(b'\'') if matches!(self.lex(i + 2), Lex::Decade(_, 2)) => self.decade(i, i + 2),
            Lex::Season(season, false) => self.season(i, i + 1, season, YearRef::Open),
            Lex::Phase(modifier) => {
                let inner = self.past_hyphen(i + 2);
                self.core(inner).map(|e| e.from(i).with_modifier(modifier))
            }
            Lex::Unit(Unit::Year, false) => {
                let (end, year) = self.year(i + 2)?;
                Some(Expr::new(i, end, Meaning::Fixed(When::Year(year)), "year"))
            }
            Lex::Deictic(Deictic::Previous) => self.named(i, i + 2, Which::Before),
            Lex::Deictic(Deictic::Following | Deictic::Next) => self.named(i, i + 2, Which::After),
            Lex::Deictic(Deictic::Past) => self.named(i, i + 2, Which::Last),
            _ => None,
        }
    }

    /// "on the 29th": in figures, and nothing that it could be the 29th of.
    fn day_alone(&self, i: usize) -> Option<Expr> {
        let Lex::Ordinal(day @ 1..=31) = self.lex(i + 1) else { return None };
        let figures = self.tokens.word(i + 1).starts_with(|c: char| c.is_ascii_digit());
        let said = self.tokens.is_any(i.wrapping_sub(1), &["on", "until", "till", "since", "by"]);
        let ends = matches!(self.lex(i + 2), Lex::Break | Lex::Mark(b'.' | b',' | b';' | b')' | b'"'))
            || self.tokens.is_any(i + 2, &["at", "for", "after", "before", "when", "in"]);
        (figures && said && ends).then(|| Expr::new(i, i + 2, Meaning::DayOf(day as i8), "day-alone"))
    }

    /// "the first Monday in October", "the last Tuesday of March 2016".
    fn nth_weekday(&self, i: usize) -> Option<Expr> {
        let nth = match self.lex(i + 1) {
            Lex::Ordinal(n @ 1..=5) => n as i8,
            Lex::Deictic(Deictic::Last) => -1,
            _ => return None,
        };
        let Lex::Weekday(day, Form::Full) = self.lex(i + 2) else { return None };
        if self.lex(i + 3) != Lex::Of && !self.tokens.is(i + 3, "in") {
            return None;
        }
        let month = self.month_name(i + 4, YearRef::Open)?;
        let Meaning::Month(year, number) = month.meaning else { return None };
        Some(Expr::new(i, month.end, Meaning::NthWeekday(year, number, day, nth), "nth-weekday"))
    }

    /// "last May", "this coming Sunday".
    fn pointed(&self, i: usize) -> Option<Expr> {
        let (which, next) = match (self.lex(i), self.lex(i + 1)) {
            (Lex::Deictic(Deictic::This), Lex::Deictic(Deictic::Coming)) => (Which::Next, i + 2),
            (Lex::Deictic(Deictic::This), Lex::Deictic(Deictic::Past)) => (Which::Last, i + 2),
            (Lex::Deictic(Deictic::Last | Deictic::Past), _) => (Which::Last, i + 1),
            (Lex::Deictic(Deictic::This), _) => (Which::This, i + 1),
            (Lex::Deictic(Deictic::Next | Deictic::Coming), _) => (Which::Next, i + 1),
            (Lex::Deictic(Deictic::That), _) => (Which::Before, i + 1),
            _ => return None,
        };
        self.named(i, next, which)
    }

    /// What has a name, after a word that says which.
    fn named(&self, start: usize, i: usize, which: Which) -> Option<Expr> {
        let year = YearRef::Seen(which);
        match self.lex(i) {
            Lex::Month(..) => {
                let expr = self.month(i, year)?.from(start);
                Some(expr)
            }
            Lex::Weekday(_, Form::Full) => self.weekday(start, i, which),
            Lex::Season(season, false) if which != Which::After || self.lex(i + 1) != Lex::To => {
                self.season(start, i, season, year)
            }
            Lex::Holiday => self.holiday(start, i, year),
            _ => None,
        }
    }

    /// ISO and numeric forms.
    fn numeric(&self, i: usize) -> Option<Expr> {
        let Lex::Num { value: a, digits: da } = self.lex(i) else { return None };
        let Lex::Mark(mark @ (b'-' | b'/' | b'.')) = self.lex(i + 1) else { return None };
        let glued = |n: usize| (1..n).all(|k| self.tokens.joined(i + k));
        // The one day that is named by its figures.
        let september = (a, self.lex(i + 2)) == (9, Lex::Num { value: 11, digits: 2 }) && mark == b'/';
        if september && glued(3) && !self.mark(i + 3, b'/') {
            let day = When::Day(Date::constant(2001, 9, 11));
            return Some(Expr::new(i, i + 3, Meaning::Fixed(day), "nine-eleven"));
        }
        if !glued(5) || self.tokens.joined(i) && !self.opens(i) || self.lex(i + 3) != Lex::Mark(mark) {
            return None;
        }
        let Lex::Num { value: c, digits: dc } = self.lex(i + 4) else { return None };
        let (year, month, day) = match self.lex(i + 2) {
            Lex::Num { value: b, digits: db } if da == 4 && db <= 2 && dc <= 2 => (a, b, c),
            Lex::Num { value: b, digits: db } if da <= 2 && db <= 2 && matches!(dc, 2 | 4) => {
                let year = if dc == 4 { c } else { c + if c < 50 { 2000 } else { 1900 } };
                let month_first = match self.order {
                    _ if a > 12 => false,
                    _ if b > 12 => true,
                    // Dots are used where the day comes first.
                    _ if mark == b'.' => false,
                    DayMonth::MonthFirst => true,
                    DayMonth::DayFirst => false,
                    DayMonth::Unknown if a != b => {
                        return Some(Expr::new(
                            i,
                            i + 5,
                            Meaning::Fixed(When::Year(year as i16)),
                            "numeric-open",
                        ));
                    }
                    DayMonth::Unknown => true,
                };
                if month_first { (year, a, b) } else { (year, b, a) }
            }
            Lex::Month(month, _) if da <= 2 && matches!(dc, 2 | 4) => {
                (if dc == 4 { c } else { c + if c < 50 { 2000 } else { 1900 } }, u32::from(month), a)
            }
            _ => return None,
        };
        let date =
            Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
        if self.mark(i + 5, b'-') && self.tokens.joined(i + 5) || date.year() < 1 {
            return None;
        }
        Some(Expr::new(i, i + 5, Meaning::Fixed(When::Day(date)), "numeric"))
    }

    /// "5 March", "5th of March 2015".
    fn day_first(&self, i: usize) -> Option<Expr> {
        let (day, ordinal) = match self.lex(i) {
            Lex::Num { value, digits: 1 | 2 } if (1..=31).contains(&value) => (value as i8, false),
            Lex::Ordinal(day) if (1..=31).contains(&day) => (day as i8, true),
            _ => return None,
        };
        let next = if ordinal && self.lex(i + 1) == Lex::Of { i + 2 } else { self.past_hyphen(i + 1) };
        let Lex::Month(month, form) = self.lex(next) else { return None };
        // "the second May": an ordinal in words needs "of".
        if ordinal && next == i + 1 && !self.tokens.word(i).starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let mut end = if form == Form::Short { self.past_period(next + 1) } else { next + 1 };
        // "10 May 5": the month belongs to what follows.
        if matches!(self.lex(end), Lex::Num { digits: 1 | 2, .. }) && !ordinal && !self.mark(end, b',') {
            return None;
        }
        let mut year = YearRef::Open;
        let comma = if self.mark(end, b',') { end + 1 } else { self.past_hyphen(end) };
        if let Some((after, y)) = self.year(comma).filter(|(_, y)| *y > 1500) {
            (end, year) = (after, YearRef::Is(y));
        } else if let Some((after, said)) = self.year_words_about(end) {
            (end, year) = (after, said);
        }
        Some(Expr::new(i, end, Meaning::Day(year, month as i8, day), "day-month"))
    }

    /// The first day of "5-7 March 2008", "5 and 7 March".
    fn first_day(&self, i: usize) -> Option<Expr> {
        let Lex::Num { value: day @ 1..=31, digits: 1 | 2 } = self.lex(i) else { return None };
        let joins = matches!(self.lex(i + 1), Lex::And | Lex::To | Lex::Mark(b'-'));
        let second = joins.then(|| self.day_first(i + 2)).flatten()?;
        let Meaning::Day(year, month, to) = second.meaning else { return None };
        let before = (day as i8) < to;
        before.then(|| Expr::new(i, i + 1, Meaning::Day(year, month, day as i8), "first-day"))
    }

    /// A month with its day and year.
    fn month(&self, i: usize, year: YearRef) -> Option<Expr> {
        let Lex::Month(month, form) = self.lex(i) else { return None };
        let mut next = if form == Form::Short { self.past_period(i + 1) } else { i + 1 };
        if self.lex(next) == Lex::The && matches!(self.lex(next + 1), Lex::Ordinal(_)) {
            next += 1;
        }
        let day = match self.lex(next) {
            Lex::Num { value, digits: 1 | 2 } if (1..=31).contains(&value) => Some(value as i8),
            Lex::Ordinal(day) if (1..=31).contains(&day) => Some(day as i8),
            _ => None,
        };
        // "March 10:30" is a month and a time; "May 5 percent" is none of it.
        let timed = self.mark(next + 1, b':')
            && matches!(self.lex(next + 2), Lex::Num { .. })
            && self.tokens.joined(next + 2);
        let day = day.filter(|_| !timed);
        let Some(day) = day else { return self.month_name(i, year) };
        // "June third quarter": the ordinal goes with what follows.
        if matches!(self.lex(next), Lex::Ordinal(_)) && matches!(self.lex(next + 1), Lex::Unit(..)) {
            return self.month_name(i, year);
        }
        let mut end = next + 1;
        let mut year = year;
        let comma = if self.mark(end, b',') { end + 1 } else { end };
        if let Some((after, y)) = self.year(comma) {
            (end, year) = (after, YearRef::Is(y));
        } else if let Some((after, said)) = self.year_words_about(end) {
            (end, year) = (after, said);
        } else if year == YearRef::Open {
            year = self.shared_year(end, month);
        }
        Some(Expr::new(i, end, Meaning::Day(year, month as i8, day), "month-day"))
    }

    /// A month without a day.
    fn month_name(&self, i: usize, year: YearRef) -> Option<Expr> {
        let Lex::Month(month, form) = self.lex(i) else { return None };
        let mut end = i + 1;
        let period = self.past_period(end);
        let mut year = year;
        let comma = match self.lex(end) {
            Lex::Mark(b',') | Lex::Of => end + 1,
            _ => period,
        };
        let comma = self.past_hyphen(comma);
        if let Some((after, y)) = self.year(comma) {
            (end, year) = (after, YearRef::Is(y));
        } else if let Some((after, said)) = self.year_words_about(end) {
            (end, year) = (after, said);
        } else if form == Form::Short && period == end {
            return None;
        } else if form == Form::Short {
            end = period;
        }
        if year == YearRef::Open {
            year = self.shared_year(end, month);
        }
        Some(Expr::new(i, end, Meaning::Month(year, month as i8), "month"))
    }

    /// The second day after a day of a month: "December 1 and 2", "March 5-7, 1998".
    pub fn second_day(&self, first: &Expr) -> Option<Expr> {
        let Meaning::Day(year, month, day) = first.meaning else { return None };
        // "5 March and 7": the month stands last there, and the figure is another thing.
        if !matches!(self.lex(first.end - 1), Lex::Num { digits: 1 | 2, .. } | Lex::Ordinal(_)) {
            return None;
        }
        let next = match self.lex(first.end) {
            Lex::And | Lex::Or | Lex::To => first.end + 1,
            Lex::Mark(b'-') => first.end + 1,
            Lex::Preposition if self.tokens.is(first.end, "through") => first.end + 1,
            _ => return None,
        };
        let second = match self.lex(next) {
            Lex::Num { value, digits: 1 | 2 } => value as i8,
            Lex::Ordinal(n) => n as i8,
            _ => return None,
        };
        let counts = match self.lex(next + 1) {
            // "March 5 and 7 people".
            Lex::Plain => self.lex(first.end) != Lex::Mark(b'-') && !self.tokens.is_any(next + 1, AFTER_DATE),
            Lex::Mark(mark) => matches!(mark, b':' | b'%' | b'-' | b'/'),
            Lex::Unit(..) | Lex::Month(..) | Lex::Am | Lex::Pm | Lex::Grouped(_) | Lex::Scale(_) => true,
            _ => false,
        };
        if counts || !(day + 1..=31).contains(&second) {
            return None;
        }
        let comma = if self.mark(next + 1, b',') { next + 2 } else { next + 1 };
        let (end, year) = self.year(comma).map_or((next + 1, year), |(end, y)| (end, YearRef::Is(y)));
        Some(Expr::new(next, end, Meaning::Day(year, month, second), "second-day"))
    }

    /// A weekday with its date, or its part of the day.
    fn weekday(&self, start: usize, i: usize, which: Which) -> Option<Expr> {
        let Lex::Weekday(day, form) = self.lex(i) else { return None };
        let mut end = if form == Form::Short { self.past_period(i + 1) } else { i + 1 };
        let comma = if self.mark(end, b',') { end + 1 } else { end };
        let after_the = if self.lex(comma) == Lex::The { comma + 1 } else { comma };
        let dated = match self.lex(after_the) {
            Lex::Month(..) => self.month(after_the, YearRef::Open),
            Lex::Num { .. } | Lex::Ordinal(_) => self.day_first(after_the),
            _ => None,
        };
        if let Some(expr) = dated.filter(|e| matches!(e.meaning, Meaning::Day(..))) {
            return Some(expr.from(start));
        }
        if form != Form::Full {
            return None;
        }
        let expr = Expr::new(start, end, Meaning::Weekday(day, which), "weekday");
        if let Lex::Part(part, false) = self.lex(end) {
            end += 1;
            return Some(expr.to(end).with_clock(Clock::Part(part)));
        }
        if matches!(self.lex(end), Lex::Phase("START" | "END")) && matches!(self.lex(end + 1), Lex::Part(..))
        {
            return Some(expr);
        }
        if self.lex(end) == Lex::Hour(12) || self.lex(end) == Lex::Hour(24) {
            let Lex::Hour(hour) = self.lex(end) else { return Some(expr) };
            return Some(expr.to(end + 1).with_clock(Clock::At(hour, Some(0))));
        }
        // "Friday a week ago", "Wednesday last week": the week is part of it only in the latter.
        if let Lex::Deictic(d @ (Deictic::Last | Deictic::Next | Deictic::This)) = self.lex(end)
            && matches!(self.lex(end + 1), Lex::Unit(Unit::Week, false))
            && which == Which::Open
        {
            let which = match d {
                Deictic::Last => Which::InWeek(-1),
                Deictic::Next => Which::InWeek(1),
                _ => Which::InWeek(0),
            };
            return Some(Expr::new(start, end + 2, Meaning::Weekday(day, which), "weekday-of-week"));
        }
        Some(expr)
    }

    fn season(&self, start: usize, i: usize, season: Season, year: YearRef) -> Option<Expr> {
        let of = if self.lex(i + 1) == Lex::Of { i + 2 } else { i + 1 };
        if let Some((end, y)) = self.year(of) {
            // "the winter of 1998-99".
            let second = matches!(self.lex(end), Lex::Mark(b'-' | b'/'))
                && self.tokens.joined(end)
                && self.tokens.joined(end + 1)
                && matches!(self.lex(end + 1), Lex::Num { value, digits: 2 } if value == (y as u32 + 1) % 100);
            let end = if second { end + 2 } else { end };
            return Some(Expr::new(start, end, Meaning::Season(YearRef::Is(y), season), "season-year"));
        }
        if let Some((end, said)) = self.year_words_about(i + 1) {
            return Some(Expr::new(start, end, Meaning::Season(said, season), "season-year"));
        }
        let rule = if matches!(year, YearRef::Open) { "season" } else { "season-seen" };
        Some(Expr::new(start, i + 1, Meaning::Season(year, season), rule))
    }

    fn holiday(&self, start: usize, i: usize, year: YearRef) -> Option<Expr> {
        if !self.tokens.capital(i) {
            return None;
        }
        let (end, index) = holiday::read(self.tokens, i)?;
        let comma = if self.mark(end, b',') || self.lex(end) == Lex::Of { end + 1 } else { end };
        if let Some((after, y)) = self.year(comma) {
            return Some(Expr::new(start, after, Meaning::Holiday(YearRef::Is(y), index), "holiday"));
        }
        if let Some((after, said)) = self.year_words_about(end) {
            return Some(Expr::new(start, after, Meaning::Holiday(said, index), "holiday"));
        }
        Some(Expr::new(start, end, Meaning::Holiday(year, index), "holiday"))
    }
}
