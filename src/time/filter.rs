//! The filter: which expressions that the grammar reads are expressions of time here.
//!
//! "May" is a month or a verb, "March" a month or a name, "a week" a length or a rate, "52-year-old"
//! an age. Each test is small and names what it turns away.

use super::grammar::{Expr, Meaning, YearRef};
use super::lexicon::{Form, Lex};
use super::token::Tokens;
use super::value::{Season, Unit, When};

/// True when `expr` is to be kept.
pub fn keeps(tokens: &Tokens, expr: &Expr) -> bool {
    !(is_title(tokens, expr) || is_age(tokens, expr) || is_age_of_ours(tokens, expr))
        && says_time(tokens, expr)
}

/// "USA Today", "60 Minutes", "This Week": names of papers and broadcasts.
fn is_title(t: &Tokens, expr: &Expr) -> bool {
    let last = expr.end - 1;
    match t.lex(last) {
        Lex::Day(_) | Lex::Tonight => {
            t.capital(last) && expr.start > 0 && t.plain(expr.start - 1) && t.capital(expr.start - 1)
        }
        Lex::Unit(..) if matches!(expr.meaning, Meaning::Length(..) | Meaning::Unit(..)) => {
            // A headline has capitals too: a name stands in marks, or begins with a figure.
            let marked = matches!(t.lex_before(expr.start), Lex::Mark(b'"' | b'\'' | b'`'));
            let figure = matches!(t.lex(expr.start), Lex::Num { .. });
            t.capital(last) && last > expr.start && (marked || figure)
        }
        _ => false,
    }
}

/// "today's youth", "the leaders of tomorrow": an age, and no day.
fn is_age_of_ours(t: &Tokens, expr: &Expr) -> bool {
    if !matches!(t.lex(expr.start), Lex::Day(_)) || expr.end != expr.start + 1 {
        return false;
    }
    let end = expr.end;
    if t.lex(end) == Lex::Possessive {
        let many = t.lex(expr.start.wrapping_sub(1)) == Lex::Of
            && (t.is_any(expr.start.wrapping_sub(2), &["many", "most", "much"])
                || t.lex(expr.start.wrapping_sub(2)) == Lex::Vague);
        return many || t.is_any(end + 1, OF_AN_AGE) || t.is_any(end + 2, OF_AN_AGE) && t.plain(end + 1);
    }
    t.lex_before(expr.start) == Lex::Of && t.is_any(expr.start.wrapping_sub(2), OF_AN_AGE)
}

/// What an age has.
const OF_AN_AGE: &[&str] = &[
    "world",
    "youth",
    "society",
    "societies",
    "generation",
    "generations",
    "people",
    "children",
    "kids",
    "teenagers",
    "leaders",
    "culture",
    "standards",
    "technology",
    "economy",
    "youngsters",
    "consumers",
    "workers",
    "workforce",
    "workplace",
    "cities",
    "homes",
    "cars",
    "computers",
    "champions",
    "stars",
];

/// "a 52-year-old", "52 years old", "aged 10 months".
fn is_age(t: &Tokens, expr: &Expr) -> bool {
    let end = expr.end;
    matches!(expr.meaning, Meaning::Length(..))
        && (t.is_any(end, &["old", "olds"])
            || t.lex(end) == Lex::Mark(b'-') && t.is_any(end + 1, &["old", "olds"])
            || t.is(end, "of") && t.is(end + 1, "age"))
}

/// What four digits count more often than they are a year.
const COUNTED: &[&str] = &[
    "people",
    "percent",
    "feet",
    "miles",
    "meters",
    "dollars",
    "euros",
    "yen",
    "pesos",
    "rupees",
    "men",
    "women",
    "children",
    "points",
    "troops",
    "soldiers",
    "votes",
    "km",
    "kilometers",
    "tons",
    "tonnes",
    "pounds",
    "jobs",
    "workers",
    "employees",
    "students",
    "families",
    "homes",
    "copies",
    "tickets",
];

fn says_time(t: &Tokens, expr: &Expr) -> bool {
    let before = expr.start.wrapping_sub(1);
    let dated_before =
        matches!(t.lex(before), Lex::Preposition | Lex::Of | Lex::Every | Lex::Deictic(_) | Lex::Around(_))
            || t.is_any(before, &["from", "to", "between", "and"]);
    match &expr.meaning {
        Meaning::Month(YearRef::Open, _) if expr.end == expr.start + 1 => {
            let Lex::Month(_, form) = t.lex(expr.start) else { return true };
            // "April Jones", "May Day".
            let after = t.plain(expr.end) || matches!(t.lex(expr.end), Lex::Unit(..));
            let named = after && t.capital(expr.end)
                || t.plain(before) && t.capital(before) && !t.is_any(before, &["in", "on"]);
            // "a June agreement": a name would have no article.
            let article = matches!(t.lex(before), Lex::The | Lex::Article)
                || t.is_any(before, &["its", "his", "her", "their"]);
            // "June sales", "June and July": but "April said", "May rained".
            let noun = t.plain(expr.end) && !t.capital(expr.end) && !is_verb(t, expr.end);
            // "April and June", "the April-June quarter".
            let listed = matches!(t.lex(expr.end), Lex::And | Lex::Or | Lex::To | Lex::Mark(b'-'))
                && matches!(t.lex(expr.end + 1), Lex::Month(..))
                || t.lex(before) == Lex::Mark(b'-')
                    && t.joined(expr.start)
                    && matches!(t.lex(before.wrapping_sub(1)), Lex::Month(..));
            match form {
                Form::Common if article => noun || listed,
                Form::Common if dated_before => !named,
                Form::Common => !named && (listed || noun && !t.is(expr.start, "may")),
                // "a July NATO summit".
                _ => !named || dated_before || article,
            }
        }
        Meaning::Season(YearRef::Open, season) => {
            let the = t.lex(expr.start) == Lex::The;
            let of = t.lex(expr.end) == Lex::Of;
            let said = the || dated_before || matches!(t.lex(before), Lex::Phase(_));
            said && !(matches!(season, Season::Autumn | Season::Spring)
                && (of || !the && !t.is(before, "in") && !t.is(before, "by")))
        }
        Meaning::Fixed(When::Year(_))
            if expr.rule == "year" && matches!(t.lex(expr.end - 1), Lex::Num { .. }) =>
        {
            let money = matches!(t.lex(before), Lex::Mark(b'$' | b'#' | b'%'))
                || t.is_any(before, &["no", "number", "flight", "route", "room"]);
            // "2000 people"; "in 2000 people began to leave" is a year.
            let counted = t.is_any(expr.end, COUNTED) && !t.is_any(before, &["in", "since", "by"])
                || matches!(t.lex(expr.end), Lex::Mark(b'%'));
            !money && !counted
        }
        Meaning::Length(amount, Unit::Quarter) if expr.rule == "length" => {
            // "a quarter", "three-quarters of": shares; "several quarters of losses" is a length.
            amount.whole != Some(1) && (amount.whole.is_none() || t.lex(expr.end) != Lex::Of)
        }
        Meaning::Length(..)
            if t.lex(expr.end) == Lex::Article && matches!(t.lex(expr.end + 1), Lex::Unit(..)) =>
        {
            false
        }
        Meaning::Length(amount, unit)
            if expr.rule == "length" && amount.whole == Some(1) && t.lex(expr.start) == Lex::Article =>
        {
            let _ = unit;
            // "once-in-a-century" is a word.
            let word = t.lex_before(expr.start) == Lex::Mark(b'-') && t.joined(expr.start);
            // "from a fiscal year to a calendar year" is a kind of year.
            let kind = t.is(expr.start + 1, "calendar");
            !word && !kind && (expr.end > expr.start + 2 || said_as_length(t, expr))
        }
        // "in the early hours of Monday" is a part of that day.
        Meaning::Length(_, Unit::Hour) if t.is(expr.end - 2, "early") => false,
        Meaning::Reference(_) => reference(t, expr),
        Meaning::Time => !t.is(before, "high"),
        _ => true,
    }
}

/// Words that end in "s" and are no plural: "was a year", against "flights a week".
const NO_PLURAL: &[&str] = &["was", "is", "takes", "lasts", "his", "this"];

/// What a rate is counted in, and words after which "a day" counts nothing.
const NO_LENGTH: &[&str] = &[
    "percent", "million", "billion", "trillion", "once", "twice", "dollar", "man", "such", "not", "share",
    "what", "be", "become", "became",
];

/// "in a week", "offered him a year": not "$3 a share, four flights a week".
fn said_as_length(t: &Tokens, expr: &Expr) -> bool {
    let before = expr.start.wrapping_sub(1);
    match t.lex(before) {
        Lex::Plain | Lex::Minor => {
            let plural = t.word(before).ends_with('s') && !t.is_any(before, NO_PLURAL);
            // "20 people a year", "$4 billion a year".
            let counted = (before.saturating_sub(2)..before).any(|k| {
                matches!(
                    t.lex(k),
                    Lex::Num { .. }
                        | Lex::Count(_)
                        | Lex::Grouped(_)
                        | Lex::Fraction { .. }
                        | Lex::Scale(_)
                        | Lex::Vague
                )
            });
            !plural && !counted && !t.is_any(before, NO_LENGTH) && !t.capital(before)
        }
        Lex::Preposition | Lex::Of | Lex::Around(_) | Lex::Half | Lex::To => true,
        _ => t.is_any(expr.end, &["after", "before", "later", "earlier"]),
    }
}

/// A word that a name stands before as its subject.
fn is_verb(t: &Tokens, i: usize) -> bool {
    t.word(i).ends_with("ed")
        || t.is_any(
            i,
            &[
                "is", "was", "has", "had", "will", "would", "said", "says", "did", "does", "can", "could",
                "be", "told", "who", "not", "went", "came",
            ],
        )
}

/// Words beside which "soon" is a time: "will soon close", against "soon after".
const MODALS: &[&str] = &["will", "would", "may", "might", "can", "could", "should", "must", "ll"];

/// References that stand alone.
fn reference(t: &Tokens, expr: &Expr) -> bool {
    let before = expr.start.wrapping_sub(1);
    match expr.rule {
        "soon" => {
            t.is_any(before, MODALS)
                || t.is_any(expr.end, &["will", "may", "would"])
                || t.lex(before) == Lex::To
        }
        "previously" => false,
        "now" => !(t.capital(expr.start) && t.lex(expr.end) == Lex::Mark(b',')),
        "future" => t.is(before, "in"),
        "phrase" => {
            if t.lex(expr.start + 1) == Lex::Later {
                return t.lex(expr.start.wrapping_sub(1)) == Lex::At;
            }
            if matches!(t.lex(expr.start), Lex::Article | Lex::Vague) {
                return t.lex(expr.end - 1) == Lex::Ago
                    || t.is_any(before, &["for", "in", "quite", "took", "take", "takes"]);
            }
            if t.is_any(expr.end - 1, &["time", "moment"]) {
                // "at the time of the vote", "at the time he left": the event says when.
                let open = t.is(expr.end - 2, "the") && (t.plain(expr.end) || t.lex(expr.end) == Lex::Of);
                return t.is(before, "at") && !(open && t.is(expr.end - 1, "time"));
            }
            if t.is(expr.end - 1, "past") {
                let counted = matches!(
                    t.lex(expr.end),
                    Lex::Count(_) | Lex::Num { .. } | Lex::Unit(..) | Lex::Season(..) | Lex::Vague
                );
                return !counted && (t.is(before, "in") || !t.plain(expr.end));
            }
            t.lex(expr.end) != Lex::Of
        }
        _ => true,
    }
}
