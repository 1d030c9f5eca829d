//! Times of day: "3:30 p.m. EST Friday", "noon", "tonight", "the next morning".

use super::{Clock, Expr, Grammar, Meaning, Origin};
use crate::time::lexicon::{Deictic, Form, Lex};
use crate::time::value::Unit;

/// Names of time zones that follow a time.
const ZONES: &[&str] = &[
    "EST", "EDT", "ET", "CST", "CDT", "CT", "MST", "MDT", "MT", "PST", "PDT", "PT", "GMT", "UTC", "BST",
    "CET", "CEST", "IST", "JST",
];

/// Words after which "9:00" is a time and no score.
const BEFORE_TIME: &[&str] = &["at", "by", "until", "around", "about", "from", "between"];

impl Grammar<'_> {
    /// An expression finer than a day.
    pub(super) fn clock(&self, i: usize) -> Option<Expr> {
        match self.lex(i) {
            Lex::Tonight => Some(day_part(i, i + 1, "NI", "tonight")),
            Lex::Overnight => {
                // The night is that before the day of the news, or before the day that follows.
                let at = usize::from(self.tokens.is(i + 1, "on"));
                let day = self.day_after(i + 1 + at).filter(|e| matches!(e.meaning, Meaning::Weekday(..)));
                let last = Meaning::Unit(Origin::Published, Unit::Day, -1);
                let expr = day.map_or_else(|| Expr::new(i, i + 1, last, "overnight"), |e| e.from(i));
                Some(expr.with_clock(Clock::Part("NI")))
            }
            Lex::Num { .. } | Lex::Fraction { .. } | Lex::Count(_) | Lex::Hour(_) => {
                let (end, clock) = self.time_of_day(i)?;
                Some(self.on_day(i, end, clock))
            }
            Lex::Part(part, false) => self.bare_part(i, part),
            Lex::The => match (self.lex(i + 1), self.lex(i + 2)) {
                (Lex::Part(part, false), Lex::Of) if self.day_after(i + 3).is_some() => {
                    // "the morning of March 5".
                    let day = self.day_after(i + 3)?;
                    Some(Expr { start: i, clock: Some(Clock::Part(part)), rule: "part-of-day", ..day })
                }
                (Lex::Part(part, false), _) => {
                    // "in the morning" is a time; "the night the lights went out" is none.
                    let said =
                        self.tokens.is_any(i.wrapping_sub(1), &["in", "during", "overnight", "throughout"]);
                    said.then(|| Expr::new(i, i + 2, Meaning::Time, "part").with_clock(Clock::Part(part)))
                }
                (Lex::Deictic(d), Lex::Part(part, false)) => {
                    let n = match d {
                        Deictic::Next | Deictic::Following => 1,
                        Deictic::Previous => -1,
                        Deictic::Same => 0,
                        _ => return None,
                    };
                    let day = Meaning::Unit(Origin::Previous, Unit::Day, n);
                    Some(Expr::new(i, i + 3, day, "part-of-previous").with_clock(Clock::Part(part)))
                }
                _ => None,
            },
            Lex::Deictic(Deictic::This) => match self.lex(i + 1) {
                Lex::Part(part, false) => Some(day_part(i, i + 2, part, "this-part")),
                _ => None,
            },
            Lex::Deictic(Deictic::That) => match self.lex(i + 1) {
                Lex::Part(part, false) => {
                    let day = Meaning::Unit(Origin::Previous, Unit::Day, 0);
                    Some(Expr::new(i, i + 2, day, "part-of-previous").with_clock(Clock::Part(part)))
                }
                _ => None,
            },
            Lex::Deictic(Deictic::Last) if matches!(self.lex(i + 1), Lex::Part("NI" | "EV", false)) => {
                let Lex::Part(part, _) = self.lex(i + 1) else { return None };
                let day = Meaning::Unit(Origin::Published, Unit::Day, -1);
                Some(Expr::new(i, i + 2, day, "last-night").with_clock(Clock::Part(part)))
            }
            Lex::Day(n) => match self.lex(i + 1) {
                Lex::Part(part, false) => {
                    let day = Meaning::Unit(Origin::Published, Unit::Day, i32::from(n));
                    Some(Expr::new(i, i + 2, day, "day-part").with_clock(Clock::Part(part)))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// "mid-afternoon yesterday", "overnight".
    fn bare_part(&self, i: usize, part: &'static str) -> Option<Expr> {
        let phased = matches!(self.tokens.lex_before(i), Lex::Phase(_))
            || self.mark(i.wrapping_sub(1), b'-') && matches!(self.lex(i.wrapping_sub(2)), Lex::Phase(_));
        phased.then(|| self.on_day(i, i + 1, Clock::Part(part)))
    }

    /// The end of a time of day at token `i`, and what it says.
    fn time_of_day(&self, i: usize) -> Option<(usize, Clock)> {
        if let Lex::Hour(hour) = self.lex(i) {
            return Some((i + 1, Clock::At(hour, (hour == 12).then_some(0))));
        }
        // "1300 GMT", "0900 hours".
        if let Lex::Num { value, digits: 4 } = self.lex(i)
            && value < 2400
            && value % 100 < 60
        {
            let hours = self.lex(i + 1) == Lex::Unit(Unit::Hour, true) && value < 1000;
            let end = if hours { i + 2 } else { self.zone(i + 1) };
            let clock = Clock::At((value / 100) as u8, Some((value % 100) as u8));
            return (end > i + 1).then_some((end, clock));
        }
        // "9.30am" is cut as a fraction.
        if let Lex::Fraction { whole, .. } = self.lex(i)
            && let Some((_, minutes)) = self.tokens.word(i).split_once('.').filter(|(_, m)| m.len() == 2)
            && let Ok(minute @ 0..60) = minutes.parse::<u8>()
            && (1..=12).contains(&whole)
        {
            let hour = whole as u8 % 12;
            return match self.lex(i + 1) {
                Lex::Am => Some((self.zone(i + 2), Clock::At(hour, Some(minute)))),
                Lex::Pm => Some((self.zone(i + 2), Clock::At(hour + 12, Some(minute)))),
                _ => None,
            };
        }
        let hour = match self.lex(i) {
            Lex::Num { value, digits: 1 | 2 } if value < 25 => value as u8,
            Lex::Count(n) if n <= 12 => n,
            _ => return None,
        };
        let mut end = i + 1;
        let mut minute = None;
        if (self.mark(end, b':') || self.mark(end, b'.'))
            && self.tokens.joined(end)
            && let Lex::Num { value, digits: 2 } = self.lex(end + 1)
            && self.tokens.joined(end + 1)
            && value < 60
        {
            minute = Some(value as u8);
            end += 2;
        }
        // "9.30 a.m." is cut as a fraction, and left alone: "9.30" is as often a price.
        if minute.is_some() && self.mark(end, b':') && self.tokens.joined(end) {
            if matches!(self.lex(end + 1), Lex::Num { digits: 2, .. }) {
                end += 2;
            } else {
                return None;
            }
        }
        let (end, hour) = match self.lex(end) {
            Lex::Am if hour <= 12 => (end + 1, hour % 12),
            Lex::Pm if hour <= 12 => (end + 1, hour % 12 + 12),
            _ if self.mark(end, b'\'') || self.tokens.is(end, "o") => {
                let end = self.o_clock(end)?;
                let part = if self.tokens.is(end, "in") && self.lex(end + 1) == Lex::The {
                    self.lex(end + 2)
                } else {
                    Lex::Break
                };
                match part {
                    Lex::Part("MO", false) => (end + 3, hour % 12),
                    Lex::Part("AF" | "EV", false) => (end + 3, hour % 12 + 12),
                    _ => (end, if hour < 8 { hour + 12 } else { hour }),
                }
            }
            _ if self.tokens.is(end, "in") && self.lex(end + 1) == Lex::The => match self.lex(end + 2) {
                Lex::Part("MO", false) if hour <= 12 => (end + 3, hour % 12),
                Lex::Part("AF" | "EV", false) if hour <= 12 => (end + 3, hour % 12 + 12),
                _ => return None,
            },
            _ if self.zone(end) > end && minute.is_some() => (end, hour),
            _ if minute.is_some()
                && self.mark(i + 1, b':')
                && (self.tokens.is_any(i.wrapping_sub(1), BEFORE_TIME) || self.after_time(i)) =>
            {
                (end, hour)
            }
            _ => return None,
        };
        Some((self.zone(end), Clock::At(hour, minute.or(Some(0)))))
    }

    /// True when token `i` goes on from a time: "from 9:00 to 17:00".
    fn after_time(&self, i: usize) -> bool {
        let Some(first) = i.checked_sub(5) else { return false };
        let joins = matches!(self.lex(i - 1), Lex::To | Lex::And | Lex::Mark(b'-'));
        let minutes = self.mark(i - 3, b':') && matches!(self.lex(i - 2), Lex::Num { digits: 2, .. });
        joins && minutes && self.tokens.is_any(first, BEFORE_TIME)
    }

    fn o_clock(&self, i: usize) -> Option<usize> {
        (self.tokens.is(i, "o") && self.mark(i + 1, b'\'') && self.tokens.is(i + 2, "clock")).then_some(i + 3)
    }

    /// The token after the name of a time zone at `i`, or `i`.
    fn zone(&self, i: usize) -> usize {
        if self.tokens.is(i, "local") && self.tokens.is(i + 1, "time") {
            return i + 2;
        }
        let bracket = usize::from(self.mark(i, b'('));
        if !ZONES.contains(&self.tokens.word(i + bracket)) {
            return i;
        }
        // "14:30 (UTC)": a bracket that holds more is left alone.
        match bracket {
            0 => i + 1,
            _ if self.mark(i + 2, b')') => i + 3,
            _ => i,
        }
    }

    /// A time of day with the day after it, where one follows.
    fn on_day(&self, start: usize, end: usize, clock: Clock) -> Expr {
        let clock = match clock {
            Clock::At(hour, minute) if (start..end).any(|k| matches!(self.tokens.word(k), "GMT" | "UTC")) => {
                Clock::Utc(hour, minute.unwrap_or(0))
            }
            other => other,
        };
        let on = if self.mark(end, b',') || self.tokens.is(end, "on") { end + 1 } else { end };
        match self.day_after(on) {
            Some(day) => Expr { start, clock: Some(clock), rule: "time-of-day", ..day },
            None => Expr::new(start, end, Meaning::Time, "time").with_clock(clock),
        }
    }

    /// A day that a time of day is followed by.
    fn day_after(&self, on: usize) -> Option<Expr> {
        let day = match self.lex(on) {
            Lex::Weekday(_, Form::Full) | Lex::Month(..) | Lex::Num { .. } | Lex::Ordinal(_) => {
                self.calendar(on)
            }
            Lex::Day(_) => self.deictic(on),
            Lex::Deictic(Deictic::Last) if self.lex(on + 1) == Lex::Part("NI", false) => {
                let day = Meaning::Unit(Origin::Published, Unit::Day, -1);
                Some(Expr::new(on, on + 2, day, "last-night"))
            }
            Lex::Deictic(Deictic::Last | Deictic::Next | Deictic::This) => {
                self.calendar(on).filter(|e| matches!(e.meaning, Meaning::Weekday(..)))
            }
            _ => None,
        };
        let days = |e: &Expr| {
            matches!(e.meaning, Meaning::Weekday(..) | Meaning::Day(..) | Meaning::Unit(_, Unit::Day, _))
        };
        day.filter(|e| days(e) && e.clock.is_none())
    }
}

/// A part of the day of publication.
fn day_part(start: usize, end: usize, part: &'static str, rule: &'static str) -> Expr {
    Expr::new(start, end, Meaning::Unit(Origin::Published, Unit::Day, 0), rule).with_clock(Clock::Part(part))
}
