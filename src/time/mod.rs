//! Dates: expressions of time as TIMEX3, with the interval of days that they stand for.
//!
//! Text goes in with its sentences and the day of publication; dates come out in order, not
//! overlapping. [`token`] cuts the text, [`grammar`] reads an abstract value at each word that can
//! begin one, [`filter`] turns away what is no time here, [`resolve`] places it in the calendar.
//! Nothing here reads a clock, a locale or a time zone.

mod dateline;
mod filter;
mod grammar;
mod holiday;
mod interval;
mod lexicon;
mod nearest;
mod order;
#[cfg(test)]
mod properties;
mod render;
mod resolve;
mod tense;
#[cfg(test)]
mod tests;
mod timetable;
mod token;
mod value;

use crate::article::{Article, RegionKind};
use crate::document::Doc;
use crate::layers::{Basis, Date, DateKind};
use crate::span::{Cover, Span};
use dateline::dateline_day;
use grammar::{Expr, Grammar, Meaning, Origin};
use jiff::civil;
use lexicon::{Deictic, Lex};
use resolve::Resolver;
use token::Tokens;
use value::{Amount, Unit, When};

/// How a publisher writes a date in figures: whether 03/04/2015 is of March or of April.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DayMonth {
    /// March 4.
    MonthFirst,
    /// 3 April.
    DayFirst,
    /// It is not known: such a date keeps its year alone.
    #[default]
    Unknown,
}

/// The dates of `doc`, in order, none of them in debris. "Today" is the day of its dateline, or else of its
/// publication; its address tells how figures are read.
pub fn extract(doc: &Doc) -> Vec<Date> {
    let article = doc.article;
    let order = DayMonth::of_url(article.url.as_deref());
    let mut dates = expressions(doc.text(), &doc.segments.sentences, today(article), order);
    let debris = Cover::new(article.debris());
    dates.retain(|date| !debris.overlaps(date.span));
    dates
}

/// The day that "today" is in `article`.
fn today(article: &Article) -> Option<civil::Date> {
    let published = article.published?;
    let dateline = article.regions.iter().find(|region| region.kind == RegionKind::Dateline);
    let day = dateline.and_then(|region| dateline_day(region.span.of(&article.text), published));
    Some(day.unwrap_or(published))
}

/// The expressions of time in `text`, in order, not overlapping.
///
/// `sentences` are in order; text outside of them is read too. `published` is the day that "today"
/// is; without it what needs one stays open, with X's in its value and no interval. `order` says how
/// the publisher writes "03/04/2015".
pub fn expressions(
    text: &str,
    sentences: &[Span],
    published: Option<civil::Date>,
    order: DayMonth,
) -> Vec<Date> {
    let tokens = Tokens::of(text);
    let grammar = Grammar { tokens: &tokens, order };
    let mut resolver = Resolver::new(published.filter(|d| d.year() > 0));
    let mut sentence = Sentences::new(sentences);
    let mut dates = Vec::new();
    let mut i = 0;
    // The second day of a pair, which is read with the first.
    let mut pending = None;
    // Lengths that an event anchors: which date, and how far it reaches from there.
    let mut anchored = Vec::new();
    // Where the last date ended.
    let mut last_end = None;
    while i < tokens.list.len() {
        let read = pending.take().or_else(|| starts(&tokens, i).then(|| grammar.at(i)).flatten());
        let Some(mut expr) = read.filter(|expr| filter::keeps(&tokens, expr)) else {
            i += 1;
            continue;
        };
        i = expr.end;
        if let Some(second) = grammar.second_day(&expr) {
            if let (Meaning::Day(year, ..), Meaning::Day(said, ..)) = (&mut expr.meaning, &second.meaning) {
                *year = *said;
            }
            i = second.start;
            pending = Some(second);
        }
        let bounds = sentence.around(&tokens, expr.start);
        let tense = match expr.meaning {
            Meaning::Length(..) | Meaning::Set(_) | Meaning::Fixed(_) | Meaning::Reference(_) => {
                tense::Tense::Open
            }
            _ => tense::around(&tokens, (expr.start, expr.end), bounds),
        };
        resolver.goes_on = goes_on(&tokens, &expr, last_end);
        // "on March 5, the day before the vote": it is that day.
        let apposed =
            tokens.lex_before(expr.start) == Lex::Mark(b',') && last_end == Some(expr.start.wrapping_sub(1));
        if let Meaning::Unit(origin @ Origin::Event, Unit::Day, n) = &mut expr.meaning
            && apposed
        {
            (*origin, *n) = (Origin::Previous, 0);
        }
        let resolved = resolver.resolve(&expr, tense, bounds.0);
        if resolved.when.is_some() {
            last_end = Some(expr.end);
        }
        let (earliest, latest) = resolved.interval.unzip();
        match (expr.anchor, &expr.meaning) {
            (Some((_, _, side)), Meaning::Length(amount, unit)) => {
                let whole =
                    tokens.lex(expr.start) == Lex::The || tokens.lex_before(expr.start) == Lex::Preposition;
                anchored.push((dates.len(), side, Anchored::Length(*amount, *unit, whole)));
            }
            (Some((_, _, side)), Meaning::Unit(Origin::Event, unit, n)) => {
                anchored.push((dates.len(), side, Anchored::Unit(*unit, *n)));
            }
            _ => {}
        }
        dates.push(Date {
            span: tokens.span(expr.start, expr.end),
            kind: resolved.kind,
            value: resolved.value,
            earliest,
            latest,
            modifier: expr.modifier,
            basis: if expr.anchor.is_some() { Basis::Event } else { resolved.basis },
            rule: expr.rule,
            anchor: expr.anchor.map(|(start, end, _)| tokens.span(start, end)),
        });
    }
    // An anchor that is dated itself gives the interval: "the three weeks after March 5".
    for (n, side, what) in anchored {
        let Some(anchor) = dates[n].anchor else { continue };
        let within =
            dates[n + 1..].iter().take_while(|d| d.span.start < anchor.end).find_map(|d| match side {
                interval::Side::Before => d.earliest,
                interval::Side::After => d.latest,
            });
        let Some(day) = within else { continue };
        let found = match what {
            Anchored::Length(amount, unit, whole) => interval::beside(day, amount, unit, side, whole),
            Anchored::Unit(unit, by) => When::around(day, unit, by).and_then(|when| {
                dates[n].value = when.value();
                when.interval()
            }),
        };
        (dates[n].earliest, dates[n].latest) = found.unzip();
    }
    dates
}

/// What an event anchors.
enum Anchored {
    /// A length, all of it or its far end: "three weeks after".
    Length(Amount, Unit, bool),
    /// A unit so many units on: "the day after".
    Unit(Unit, i32),
}

/// True when `expr` follows the date that ended at token `last` as the end of a range.
fn goes_on(tokens: &Tokens, expr: &Expr, last: Option<usize>) -> bool {
    let Some(last) = last.filter(|&last| last + 1 == expr.start) else { return false };
    matches!(tokens.lex(last), Lex::To | Lex::Mark(b'-'))
        || tokens.is_any(last, &["through", "until", "till"])
}

/// True when an expression may begin at token `i`.
fn starts(tokens: &Tokens, i: usize) -> bool {
    let next = tokens.lex(i + 1);
    match tokens.lex(i) {
        Lex::Minor => tokens.is_any(i, &["up", "no", "per"]),
        Lex::Mark(b'\'') => matches!(next, Lex::Num { digits: 2, .. }),
        // These are frequent, and begin an expression only before a word of the lexicon.
        Lex::The | Lex::Article => !matches!(next, Lex::Plain | Lex::Mark(b'"') | Lex::Break),
        Lex::Deictic(Deictic::Current) => true,
        Lex::Deictic(_) => !matches!(next, Lex::Plain | Lex::Mark(_) | Lex::Break),
        Lex::At => next == Lex::Minor,
        Lex::Plain
        | Lex::Break
        | Lex::Mark(_)
        | Lex::Possessive
        | Lex::Preposition
        | Lex::Of
        | Lex::And
        | Lex::Or
        | Lex::To
        | Lex::Am
        | Lex::Pm
        | Lex::Ago => false,
        _ => true,
    }
}

/// The sentences of a text, walked in order.
struct Sentences<'s> {
    rest: &'s [Span],
    /// First token of the sentence that was found last.
    from: usize,
}

impl<'s> Sentences<'s> {
    fn new(rest: &'s [Span]) -> Self {
        Sentences { rest, from: 0 }
    }

    /// The tokens `from..to` of the sentence that holds token `i`.
    fn around(&mut self, tokens: &Tokens, i: usize) -> (usize, usize) {
        let at = tokens.list[i].start as usize;
        while let Some(span) = self.rest.first().filter(|s| s.end <= at) {
            let _ = span;
            self.rest = &self.rest[1..];
        }
        let (start, end) = match self.rest.first() {
            Some(span) if span.start <= at => (span.start, span.end),
            _ => (at, at),
        };
        let mut from = i;
        while from > 0 && from > self.from && tokens.list[from - 1].start as usize >= start {
            from -= 1;
        }
        self.from = from;
        let to = i + tokens.list[i..].iter().take(64).take_while(|t| (t.start as usize) < end).count();
        (from, to)
    }
}
