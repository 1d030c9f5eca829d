//! The resolver: from what an expression says to a place in the calendar, with a state that runs
//! through the text.

use super::grammar::{Clock, Expr, Meaning, Origin, Which, YearRef};
use super::holiday;
use super::interval::beside;
use super::nearest::{distance, told_after};
use super::render::{open_value, time};
use super::tense::Tense;
use super::value::{Amount, Unit, When, duration, monday, weekday};
use super::{Basis, DateKind};
use jiff::ToSpan;
use jiff::civil::Date;

/// An expression with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Resolved {
    /// TIMEX3 type.
    pub kind: DateKind,
    /// TIMEX3 value.
    pub value: String,
    /// First and last day.
    pub interval: Option<(Date, Date)>,
    /// What it was resolved against.
    pub basis: Basis,
    /// True when it may be a date before or after what was read into it: see `rule`.
    pub when: Option<When>,
}

/// What the text has said so far.
pub struct Resolver {
    /// Day of publication.
    published: Option<Date>,
    /// The last date of the text.
    last: Option<When>,
    /// The last day of the text.
    last_day: Option<When>,
    /// The last date, when it was said as a weekday.
    last_weekday: Option<Date>,
    /// True when the date at hand goes on from the last one: "from March to May".
    pub goes_on: bool,
    /// The quarter in focus.
    frame: Option<(i16, i8)>,
    /// Dates that said their year, and dates seen from the day of publication.
    told: u32,
    now: u32,
    /// True when the last results were of more than a quarter.
    annual: bool,
    /// The last year that was said, and the sentence.
    year: Option<(i16, usize)>,
    /// The day that a history has come to.
    story: Option<Date>,
    /// The last sentence in which a date lies ahead.
    ahead: Option<usize>,
}

impl Resolver {
    /// The state before the first word.
    pub fn new(published: Option<Date>) -> Self {
        Resolver {
            published,
            last: None,
            last_day: None,
            last_weekday: None,
            goes_on: false,
            frame: None,
            annual: false,
            told: 0,
            now: 0,
            year: None,
            story: None,
            ahead: None,
        }
    }

    /// The value of `expr`, in sentence number `sentence`, whose clause has `tense`.
    pub fn resolve(&mut self, expr: &Expr, tense: Tense, sentence: usize) -> Resolved {
        match expr.meaning {
            Meaning::Length(Amount { whole: Some(3..), .. }, Unit::Month) if expr.rule == "counted" => {
                self.annual = true
            }
            Meaning::Length(..) if expr.rule == "year-ended" => self.annual = true,
            Meaning::Fixed(When::Year(_)) if expr.rule == "fiscal-year" => self.annual = true,
            Meaning::Quarter(_, Some(_)) | Meaning::Unit(_, Unit::Quarter, _) => self.annual = false,
            _ => {}
        }
        let resolved = match &expr.meaning {
            Meaning::Length(amount, unit) => {
                let interval = match (expr.side, self.published) {
                    (Some(side), Some(day)) => beside(day, *amount, *unit, side, true),
                    _ => None,
                };
                let basis = if interval.is_some() { Basis::Published } else { Basis::Explicit };
                Resolved { interval, basis, ..plain(DateKind::Duration, duration(*amount, *unit)) }
            }
            Meaning::Set(value) => plain(DateKind::Set, value.clone()),
            Meaning::Reference(value) if value.starts_with('P') && value.ends_with('X') => {
                plain(DateKind::Duration, (*value).to_owned())
            }
            Meaning::Reference(value) => {
                let basis = if self.published.is_some() { Basis::Published } else { Basis::Unresolved };
                Resolved { basis, ..plain(DateKind::Date, (*value).to_owned()) }
            }
            meaning => {
                // "will open in May, with more rooms from July": one date ahead leads on to the next.
                let on = tense == Tense::Open && self.ahead == Some(sentence);
                let found = self.place(meaning, if on { Tense::Future } else { tense }, sentence);
                self.dated(meaning, expr.clock, found)
            }
        };
        if matches!(expr.meaning, Meaning::Day(..) | Meaning::Month(..) | Meaning::Weekday(..))
            && resolved.interval.is_some_and(|(first, _)| self.published.is_some_and(|day| first > day))
        {
            self.ahead = Some(sentence);
        }
        if let Some(when) = resolved.when {
            self.remember(expr, when, sentence);
        }
        resolved
    }

    fn remember(&mut self, expr: &Expr, when: When, sentence: usize) {
        // A night between two days is no day to go on from, nor is what lies before the calendar.
        if expr.rule == "overnight" || when.year().is_none() {
            return;
        }
        if matches!(expr.meaning, Meaning::Weekday(..) | Meaning::Unit(Origin::Published, ..)) {
            // News goes back to its own day; a history goes on.
            if !self.tells() {
                self.year = None;
            }
            self.now += 1;
        }
        let said = matches!(
            expr.meaning,
            Meaning::Fixed(_)
                | Meaning::Day(YearRef::Is(_), ..)
                | Meaning::Month(YearRef::Is(_), _)
                | Meaning::Season(YearRef::Is(_), _)
        );
        if said && !matches!(when, When::Decade(_) | When::Century(_)) {
            // A year alone, far from what is told of, is an aside: "not seen since 1813".
            let aside = matches!(when, When::Year(y) if self.story.is_some_and(|day| (day.year() - y).abs() > 1))
                && expr.start > sentence + 1;
            if !(aside && self.tells()) || self.year.is_none() {
                self.year = when.year().map(|y| (y, sentence));
            }
            // A date of this year or the last is news as much as history.
            let past = self.published.is_none_or(|day| when.year().is_some_and(|y| y < day.year() - 1));
            *if past { &mut self.told } else { &mut self.now } += 1;
        }
        match (&expr.meaning, when) {
            // What is compared with the year before is reported, or is the latest that is over.
            (Meaning::Quarter(_, Some(_)), When::Quarter(y, q))
                if expr.rule == "ended-quarter"
                    || self.moves_frame((y, q), when, expr.rule == "reported-quarter") =>
            {
                self.frame = Some((y, q));
            }
            // A comparison with the year before does not move the frame.
            (Meaning::Quarter(..) | Meaning::Unit(Origin::Frame | Origin::PublishedFrame, ..), _) => return,
            _ => {}
        }
        if !matches!(when, When::Decade(_) | When::Century(_)) {
            self.last = Some(when);
        }
        // What a history tells goes on: after December comes the next January.
        if when.unit() <= Unit::Month
            && self.tells()
            && let (Some(day), Some((y, _))) = (when.first_day(), &mut self.year)
            && (said || (day.year() - *y).abs() <= 1)
        {
            self.story = Some(day);
            *y = day.year();
        }
        self.last_weekday = None;
        if let When::Day(day) = when {
            self.last_day = Some(when);
            self.last_weekday = matches!(expr.meaning, Meaning::Weekday(..)).then_some(day);
        }
    }

    /// True when quarter `at` is the one in focus from now on.
    fn moves_frame(&self, at: (i16, i8), when: When, reported: bool) -> bool {
        let over = self.published.is_none_or(|day| when.interval().is_some_and(|(_, last)| last <= day));
        let forward = self.frame.is_none_or(|frame| frame < at);
        // A first quarter that goes on is of a company whose year begins elsewhere; after another it
        // is looked forward to: "the effect on fourth-quarter results".
        if reported { over || !forward || self.frame.is_none() } else { over && forward }
    }

    /// A place in the calendar as TIMEX3.
    fn dated(&self, meaning: &Meaning, clock: Option<Clock>, found: Option<(When, Basis)>) -> Resolved {
        let kind = if clock.is_some() { DateKind::Time } else { DateKind::Date };
        let Some((when, basis)) = found else {
            let value = open_value(meaning) + &clock.map_or(String::new(), time);
            return Resolved { kind, value, interval: None, basis: Basis::Unresolved, when: None };
        };
        let value = when.value() + &clock.map_or(String::new(), time);
        Resolved { kind, value, interval: when.interval(), basis, when: Some(when) }
    }

    /// Where in the calendar `meaning` is.
    fn place(&self, meaning: &Meaning, tense: Tense, sentence: usize) -> Option<(When, Basis)> {
        let published = |w: Option<When>| w.map(|w| (w, Basis::Published));
        match *meaning {
            Meaning::Fixed(when) => Some((when, Basis::Explicit)),
            Meaning::Day(year, month, day) => {
                let at = |y| Some(When::Day(Date::new(y, month, day).ok()?));
                self.of_year(year, at, tense, sentence)
            }
            Meaning::DayOf(day) => self.day_of(day, tense),
            Meaning::WeekOf(year, month, day) => {
                let at = |y| Some(When::Week(monday(Date::new(y, month, day).ok()?)?));
                self.of_year(year, at, tense, sentence)
            }
            Meaning::Month(year, month) => {
                let at = |y| Some(When::Month(y, month));
                self.of_year(year, at, tense, sentence)
            }
            Meaning::NthWeekday(year, month, day, nth) => {
                let at = |y| {
                    let first = Date::new(y, month, 1).ok()?;
                    Some(When::Day(first.nth_weekday_of_month(nth, weekday(day)).ok()?))
                };
                self.of_year(year, at, tense, sentence)
            }
            Meaning::Season(year, season) => {
                let at = |y| Some(When::Season(y, season));
                self.of_year(year, at, tense, sentence)
            }
            Meaning::Holiday(year, index) => {
                let at = |y| Some(When::Day(holiday::day(index, y)?));
                self.of_year(year, at, tense, sentence)
            }
            Meaning::Half(year, half) => {
                // Results are of halves that are over.
                let over = |w: &When| tense.ahead() || w.interval().map(|(_, last)| last) <= self.published;
                let at = |y| Some(When::Half(y, half)).filter(|w| year != YearRef::Open || over(w));
                self.of_year(year, at, tense, sentence)
            }
            Meaning::Quarter(year, Some(quarter)) => {
                // Results are of quarters that have begun.
                let begun = |w: &When| tense.ahead() || w.first_day() <= self.published;
                let at = |y| Some(When::Quarter(y, quarter)).filter(|w| year != YearRef::Open || begun(w));
                self.of_year(year, at, tense, sentence)
            }
            Meaning::Quarter(year, None) => {
                let year = match year {
                    YearRef::Is(y) => y,
                    YearRef::Offset(n) => self.published?.year().checked_add(n)?,
                    _ => return None,
                };
                Some(match self.frame.filter(|_| !self.annual) {
                    Some((_, q)) => (When::Quarter(year, q), Basis::Previous),
                    None => (When::Year(year), Basis::Explicit),
                })
            }
            Meaning::YearEnd => {
                let day = self.published?;
                let year = day.year() - i16::from(tense == Tense::Past && day.month() < 11);
                published(Date::new(year, 12, 31).ok().map(When::Day))
            }
            Meaning::Weekday(day, which) => self.weekday(day, which, tense),
            Meaning::Unit(Origin::Published, Unit::Weekend, 0) => {
                // On a working day "the weekend" is the one that is over, unless it is to come.
                let day = self.published?;
                let over = day.weekday().to_monday_one_offset() < 6 && !tense.ahead();
                Some((When::around(day, Unit::Weekend, -i32::from(over))?, Basis::Published))
            }
            Meaning::Unit(Origin::Event, ..) => None,
            Meaning::Unit(origin, unit, n) => self.unit(origin, unit, n),
            Meaning::Time => published(match self.last {
                Some(When::Day(day)) => Some(When::Day(day)),
                _ => self.published.map(When::Day),
            }),
            Meaning::Length(..) | Meaning::Set(_) | Meaning::Reference(_) => None,
        }
    }

    /// What comes back each year, in the year that is meant.
    fn of_year(
        &self,
        year: YearRef,
        at: impl Fn(i16) -> Option<When>,
        tense: Tense,
        sentence: usize,
    ) -> Option<(When, Basis)> {
        if let YearRef::Is(y) = year {
            return Some((at(y)?, Basis::Explicit));
        }
        if let YearRef::Previous(n) = year {
            let (y, basis) = match self.last.and_then(When::year) {
                Some(y) => (y, Basis::Previous),
                None => (self.published?.year(), Basis::Published),
            };
            return Some((at(y.checked_add(n)?)?, basis));
        }
        // "from November to March": the second is the next one after the first.
        let like = |last: &When| at(2000).is_some_and(|w| w.unit() == last.unit());
        if year == YearRef::Open
            && self.goes_on
            && let Some(last) = self.last.filter(like)
            && let Some(y) = last.year()
        {
            let after = |w: &When| w.first_day() >= last.first_day();
            let next = at(y).filter(after).or_else(|| at(y.checked_add(1)?));
            return next.map(|w| (w, Basis::Previous));
        }
        // A year that the sentence has just said holds for what follows it.
        if year == YearRef::Open
            && let Some((y, said)) = self.year
            && self.published.is_none_or(|day| self.tells_of(y, day, tense, said == sentence))
        {
            let when = match self.story.filter(|day| day.year() == y && said != sentence) {
                Some(day) => told_after(&at, y, day)?,
                None => at(y)?,
            };
            return Some((when, Basis::Previous));
        }
        let day = self.published?;
        let this = day.year();
        let by = |w: When| {
            let (first, last) = w.interval()?;
            Some(if last < day {
                -1
            } else if first > day {
                1
            } else {
                0
            })
        };
        let found = match year {
            YearRef::Offset(n) => at(this.checked_add(n)?)?,
            YearRef::Seen(Which::Last | Which::Before) => {
                self.nearest(&at, this, |w| by(w) == Some(-1), true)?
            }
            YearRef::Seen(Which::Next | Which::After) => {
                self.nearest(&at, this, |w| by(w) == Some(1), false)?
            }
            // "this winter" may have begun last year.
            YearRef::Seen(_) => {
                let now = |w: &When| by(*w) == Some(0);
                at(this - 1).filter(now).map_or_else(|| at(this), Some)?
            }
            _ => {
                let near = [this - 1, this, this + 1].into_iter().filter_map(&at);
                near.min_by_key(|&w| distance(w, day, tense))?
            }
        };
        Some((found, Basis::Published))
    }

    /// True when the text is a history: most of its dates say their year.
    fn tells(&self) -> bool {
        self.told > 2 * self.now + 1
    }

    /// True when a text published on `day` is telling of year `y`, which it has said.
    fn tells_of(&self, y: i16, day: Date, tense: Tense, same: bool) -> bool {
        self.tells() && y < day.year() - 1 || same && !tense.ahead() && y < day.year()
    }

    /// The one of last, this and next year nearest to `this` that passes, from the latest or the first.
    fn nearest(
        &self,
        at: &impl Fn(i16) -> Option<When>,
        this: i16,
        pass: impl Fn(When) -> bool,
        from_last: bool,
    ) -> Option<When> {
        let mut years = [this - 1, this, this + 1];
        if from_last {
            years.reverse();
        }
        years.into_iter().filter_map(at).find(|&w| pass(w))
    }

    fn weekday(&self, day: u8, which: Which, tense: Tense) -> Option<(When, Basis)> {
        let (from, basis) = match (which, self.last) {
            (Which::Before | Which::After, Some(When::Day(last))) => (last, Basis::Previous),
            _ => (self.published?, Basis::Published),
        };
        let target = weekday(day);
        let same = from.weekday() == target;
        let found = match which {
            Which::Last | Which::Before => from.nth_weekday(-1, target).ok()?,
            Which::Next | Which::After => from.nth_weekday(1, target).ok()?,
            Which::This | Which::InWeek(_) => {
                let weeks = if let Which::InWeek(n) = which { i32::from(n) } else { 0 };
                let start = monday(from)?.checked_add((7 * weeks).days()).ok()?;
                start.checked_add((i32::from(day) - 1).days()).ok()?
            }
            // "from Friday to Monday".
            Which::Open if let (true, Some(last)) = (self.goes_on, self.last_weekday) => {
                return Some((When::Day(last.nth_weekday(1, target).ok()?), Basis::Previous));
            }
            Which::Open if same => from,
            Which::Open if tense.ahead() => from.nth_weekday(1, target).ok()?,
            Which::Open => from.nth_weekday(-1, target).ok()?,
        };
        (found.year() > 0).then_some((When::Day(found), basis))
    }

    /// Day `n` of a month: that of the last date, or the nearest.
    fn day_of(&self, n: i8, tense: Tense) -> Option<(When, Basis)> {
        if let Some(When::Month(y, m)) = self.last {
            return Some((When::Day(Date::new(y, m, n).ok()?), Basis::Previous));
        }
        let (from, basis) = match self.last {
            Some(When::Day(day)) => (day, Basis::Previous),
            _ => (self.published?, Basis::Published),
        };
        let tense = if basis == Basis::Previous { Tense::Open } else { tense };
        let months =
            [-1, 0, 1].into_iter().filter_map(|by: i32| from.first_of_month().checked_add(by.months()).ok());
        let near = months.filter_map(|m| Some(When::Day(Date::new(m.year(), m.month(), n).ok()?)));
        near.filter(|w| w.year() > Some(0)).min_by_key(|&w| distance(w, from, tense)).map(|w| (w, basis))
    }

    fn unit(&self, origin: Origin, unit: Unit, n: i32) -> Option<(When, Basis)> {
        if matches!(origin, Origin::Frame | Origin::PublishedFrame)
            && let Some((year, quarter)) = self.frame.filter(|_| !self.annual)
        {
            let moved = match unit {
                Unit::Year => year.checked_add(n as i16).map(|y| When::Quarter(y, quarter)),
                Unit::Quarter if n == 0 => Some(When::Quarter(year, quarter)),
                _ => None,
            };
            if let Some(when) = moved {
                return Some((when, Basis::Previous));
            }
        }
        // "that day", after "in October", is one of its days.
        if let (Origin::Previous, Unit::Day, 0, Some(When::Month(y, m))) = (origin, unit, n, self.last) {
            return Some((When::DayOf(y, m), Basis::Previous));
        }
        // "the next day" goes on from a day, not from the year that was said after it.
        let last = self.last.filter(|w| w.unit() <= unit).or(self.last_day).and_then(When::first_day);
        if matches!(origin, Origin::Previous | Origin::Shift) && last.is_none() && self.tells() {
            return None;
        }
        let (from, basis) = match (origin, last) {
            (Origin::Previous | Origin::Shift, Some(day)) => (day, Basis::Previous),
            (Origin::Told, Some(day)) if self.tells() => (day, Basis::Previous),
            _ => (self.published?, Basis::Published),
        };
        // The quarter that is reported is the last one that has ended.
        if unit == Unit::Quarter && origin == Origin::Frame && n == 0 {
            return Some((When::around(from, unit, -1)?, basis));
        }
        // "a decade ago" is a year.
        if unit >= Unit::Decade && n.abs() > 0 && origin == Origin::Published {
            let years = if unit == Unit::Decade { 10 } else { 100 };
            return Some((When::around(from, Unit::Year, n.checked_mul(years)?)?, basis));
        }
        // "a week later", after a day, is a day.
        if let (Origin::Shift, Unit::Week, Some(When::Day(day))) = (origin, unit, self.last) {
            return Some((When::around(day, Unit::Day, n.checked_mul(7)?)?, basis));
        }
        Some((When::around(from, unit, n)?, basis))
    }
}

fn plain(kind: DateKind, value: String) -> Resolved {
    Resolved { kind, value, interval: None, basis: Basis::Explicit, when: None }
}
