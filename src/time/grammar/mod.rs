//! The grammar: recursive descent over tokens, one file a class of expressions.
//!
//! It reads at one token and gives the longest expression that begins there, as an abstract value
//! ([`Meaning`]): nothing in here knows the day of publication.

mod calendar;
mod clock;
mod deictic;
mod fiscal;
mod length;
mod number;
mod recurrence;
mod vague;
mod year;

use super::DayMonth;
use super::interval::Side;
use super::lexicon::{Deictic, Lex};
use super::token::Tokens;
use super::value::{Amount, Season, Unit, When};

/// What an expression says, before it is resolved.
#[derive(Clone, Debug, PartialEq)]
pub enum Meaning {
    /// All of the value is said.
    Fixed(When),
    /// "March 5".
    Day(YearRef, i8, i8),
    /// "the 29th".
    DayOf(i8),
    /// "the week of March 5".
    WeekOf(YearRef, i8, i8),
    /// "March".
    Month(YearRef, i8),
    /// "Friday".
    Weekday(u8, Which),
    /// "the first Monday in October": month, weekday, which one; -1 for the last.
    NthWeekday(YearRef, i8, u8, i8),
    /// "summer".
    Season(YearRef, Season),
    /// "the third quarter"; no number in "the 1988 quarter".
    Quarter(YearRef, Option<i8>),
    /// "the first half".
    Half(YearRef, i8),
    /// "Christmas", by its place in the table of holidays.
    Holiday(YearRef, usize),
    /// "year-end": the last day of the year.
    YearEnd,
    /// A stretch of `unit`, `n` units on from what it is seen from.
    Unit(Origin, Unit, i32),
    /// A length of time.
    Length(Amount, Unit),
    /// What comes back.
    Set(String),
    /// `PAST_REF` and its like.
    Reference(&'static str),
    /// A time of some day that is not said.
    Time,
}

/// Which year is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum YearRef {
    /// It is not said.
    Open,
    /// This one.
    Is(i16),
    /// Years from that of publication: "last year" is -1.
    Offset(i16),
    /// Years from that of the last date of the text: "of that year" is 0.
    Previous(i16),
    /// "last May", "next May", "this May".
    Seen(Which),
}

/// Which one of those that come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// It is not said.
    Open,
    /// The one before the day of publication.
    Last,
    /// The one about the day of publication.
    This,
    /// The one after the day of publication.
    Next,
    /// The one before the last date of the text.
    Before,
    /// The one after the last date of the text.
    After,
    /// The one in the week that lies so many weeks on.
    InWeek(i8),
}

/// What a stretch is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The day of publication.
    Published,
    /// The last date of the text.
    Previous,
    /// The last date of the text, counted off from: "a week later".
    Shift,
    /// The last date of a text that tells of other years, the day of publication otherwise.
    Told,
    /// The quarter in focus, or else the last date: "a year earlier", "the quarter".
    Frame,
    /// As `Frame`, seen from the day of publication: "a year ago".
    PublishedFrame,
    /// The event that anchors it: "the day after the vote".
    Event,
}

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// "morning": `MO`.
    Part(&'static str),
    /// "3:30 p.m.".
    At(u8, Option<u8>),
    /// "1530 GMT": as `At`, of universal time.
    Utc(u8, u8),
}

/// An expression: tokens `start..end` and what they say.
#[derive(Clone, Debug)]
pub struct Expr {
    /// First token.
    pub start: usize,
    /// One past the last token.
    pub end: usize,
    /// What it says.
    pub meaning: Meaning,
    /// The time of day that it adds.
    pub clock: Option<Clock>,
    /// TIMEX3 modifier.
    pub modifier: Option<&'static str>,
    /// The rule that read it.
    pub rule: &'static str,
    /// Tokens of the event that anchors it, and on which side of that it lies.
    pub anchor: Option<(usize, usize, Side)>,
    /// The side of the day of publication that a length is on.
    pub side: Option<Side>,
}

impl Expr {
    pub(super) fn new(start: usize, end: usize, meaning: Meaning, rule: &'static str) -> Self {
        Expr { start, end, meaning, clock: None, modifier: None, rule, anchor: None, side: None }
    }

    fn with_clock(mut self, clock: Clock) -> Self {
        self.clock = Some(clock);
        self
    }

    fn with_modifier(mut self, modifier: &'static str) -> Self {
        self.modifier = Some(modifier);
        self
    }

    fn from(mut self, start: usize) -> Self {
        self.start = start;
        self
    }

    fn to(mut self, end: usize) -> Self {
        self.end = end;
        self
    }
}

/// The grammar over the tokens of one text.
pub struct Grammar<'t> {
    /// What it reads.
    pub tokens: &'t Tokens<'t>,
    /// How "03/04/2015" is read.
    pub order: DayMonth,
}

impl Grammar<'_> {
    /// The longest expression that begins at token `i`.
    pub fn at(&self, i: usize) -> Option<Expr> {
        let expr = self.modified(i).or_else(|| self.core(i))?;
        Some(self.tail(expr))
    }

    fn lex(&self, i: usize) -> Lex {
        self.tokens.lex(i)
    }

    fn mark(&self, i: usize, mark: u8) -> bool {
        self.lex(i) == Lex::Mark(mark)
    }

    /// The token after a hyphen at `i` that joins two words, or `i` itself.
    fn past_hyphen(&self, i: usize) -> usize {
        if self.mark(i, b'-') && self.tokens.joined(i) && self.tokens.joined(i + 1) { i + 1 } else { i }
    }

    /// The token after the mark of a short form at `i`: "Sept."
    fn past_period(&self, i: usize) -> usize {
        if self.mark(i, b'.') && self.tokens.joined(i) { i + 1 } else { i }
    }

    /// An expression without a modifier before it.
    fn core(&self, i: usize) -> Option<Expr> {
        let readers: [fn(&Self, usize) -> Option<Expr>; 7] = [
            Self::fiscal,
            Self::calendar,
            Self::clock,
            Self::recurrence,
            Self::deictic,
            Self::length,
            Self::vague,
        ];
        let mut best: Option<Expr> = None;
        for read in readers {
            if let Some(expr) = read(self, i)
                && best.as_ref().is_none_or(|b| expr.end > b.end)
            {
                best = Some(expr);
            }
        }
        best
    }

    /// An expression with a word before it that modifies it and belongs to it.
    fn modified(&self, i: usize) -> Option<Expr> {
        match self.lex(i) {
            // "late in the year", "early in 2009".
            Lex::Phase(modifier @ ("START" | "END")) if self.tokens.is(i + 1, "in") => {
                self.phase(i, i + 2, modifier)
            }
            Lex::Phase(modifier) => self.phase(i, self.past_hyphen(i + 1), modifier),
            Lex::The => match self.lex(i + 1) {
                Lex::Phase("MID") if self.lex(i + 2) == Lex::Of => self.phase(i, i + 3, "MID"),
                Lex::Phase(modifier) => self.phase(i, self.past_hyphen(i + 2), modifier),
                Lex::Edge(modifier) if self.lex(i + 2) == Lex::Of => self.phase(i, i + 3, modifier),
                Lex::Around(modifier) => self.measured(i, i + 2, modifier),
                _ => None,
            },
            Lex::Edge(modifier) if self.lex(i + 1) == Lex::Of => self.phase(i, i + 2, modifier),
            // "by end-2010".
            Lex::Edge("END") if self.past_hyphen(i + 1) > i + 1 => {
                self.calendar(i + 2).map(|e| e.from(i).with_modifier("END"))
            }
            Lex::Earlier | Lex::Later => {
                let modifier = if self.lex(i) == Lex::Earlier { "START" } else { "END" };
                let (Lex::Deictic(Deictic::This | Deictic::That) | Lex::Day(_)) = self.lex(i + 1) else {
                    let inner = i + 1;
                    let within = self.tokens.is(inner, "in")
                        && (self.lex(inner + 1) == Lex::The
                            || matches!(self.lex(inner + 1), Lex::Deictic(Deictic::This)));
                    let expr =
                        self.core(inner + 1).filter(|e| within && matches!(e.meaning, Meaning::Unit(..)));
                    return expr.map(|e| e.from(i).with_modifier(modifier));
                };
                Some(self.core(i + 1)?.from(i).with_modifier(modifier))
            }
            Lex::Around(modifier) => self.measured(i, i + 1, modifier),
            Lex::More if self.tokens.is(i + 1, "than") => self.measured(i, i + 2, "MORE_THAN"),
            Lex::Less if self.tokens.is(i + 1, "than") => self.measured(i, i + 2, "LESS_THAN"),
            Lex::Minor if self.tokens.is(i, "up") && self.lex(i + 1) == Lex::To => {
                self.measured(i, i + 2, "EQUAL_OR_LESS")
            }
            Lex::Minor if self.tokens.is(i, "no") && self.lex(i + 1) == Lex::More => {
                self.measured(i, i + 3, "EQUAL_OR_LESS")
            }
            Lex::At if self.tokens.is(i + 1, "least") => self.measured(i, i + 2, "EQUAL_OR_MORE"),
            Lex::At if self.tokens.is(i + 1, "most") => self.measured(i, i + 2, "EQUAL_OR_LESS"),
            _ => None,
        }
    }

    /// A part of a stretch of the calendar: "early", "the end of".
    fn phase(&self, start: usize, inner: usize, modifier: &'static str) -> Option<Expr> {
        // "mid-year" has no article.
        if modifier == "MID" && self.lex(inner) == Lex::Unit(Unit::Year, false) && self.mark(inner - 1, b'-')
        {
            let year = Meaning::Unit(Origin::Published, Unit::Year, 0);
            return Some(Expr::new(start, inner + 1, year, "mid-year").with_modifier(modifier));
        }
        let expr = self.core(inner)?;
        let stretch = !matches!(expr.meaning, Meaning::Length(..) | Meaning::Set(_) | Meaning::Reference(_));
        stretch.then(|| expr.from(start).with_modifier(modifier))
    }

    /// A length, a time of day or a day that is said roughly.
    fn measured(&self, start: usize, inner: usize, modifier: &'static str) -> Option<Expr> {
        let expr = self.core(inner)?;
        // "used over three years" is a stretch; "over a year" and "for over three years" are bounds.
        let over = self.lex(inner - 1) == Lex::Around("MORE_THAN");
        if over && self.lex(inner) != Lex::Article && self.tokens.lex_before(start) != Lex::Preposition {
            return None;
        }
        let fits = match expr.meaning {
            Meaning::Length(..) => {
                matches!(self.lex(inner), Lex::Article)
                    || self.number(inner).is_some()
                    || modifier == "EQUAL_OR_MORE"
            }
            Meaning::Unit(..) => self.number(inner).is_some(),
            Meaning::Day(..) | Meaning::Time | Meaning::Fixed(When::Year(_)) | Meaning::Month(..) => {
                modifier == "APPROX"
            }
            _ => false,
        };
        fits.then(|| expr.from(start).with_modifier(modifier))
    }

    /// Words after an expression that belong to it: "or so", "or later".
    fn tail(&self, expr: Expr) -> Expr {
        let i = expr.end;
        let t = self.tokens;
        if self.lex(i) == Lex::Or {
            if t.is(i + 1, "so") {
                return expr.to(i + 2).with_modifier("APPROX");
            }
            let dated = !matches!(expr.meaning, Meaning::Length(..));
            match self.lex(i + 1) {
                Lex::Later if dated => return expr.to(i + 2).with_modifier("ON_OR_AFTER"),
                Lex::Earlier if dated => return expr.to(i + 2).with_modifier("ON_OR_BEFORE"),
                Lex::More if !dated => return expr.to(i + 2).with_modifier("EQUAL_OR_MORE"),
                Lex::Less if !dated => return expr.to(i + 2).with_modifier("EQUAL_OR_LESS"),
                _ => {}
            }
        }
        if self.lex(i) == Lex::And && t.is(i + 1, "beyond") {
            return expr.to(i + 2).with_modifier("ON_OR_AFTER");
        }
        expr
    }
}
