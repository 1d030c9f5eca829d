//! Quantities: the numbers of a claim with unit and modifier.

use super::clause::{Clause, SHORT};
use super::reader::Reader;
use crate::encode::tree::{Pos, Relation};
use crate::english::lexicon::class;
use crate::english::number::{number, ordinal, scale};
use crate::english::quantity::{
    CURRENCY_SIGNS, FRACTIONS, HYPHEN_UNITS, MULTIPLES, VAGUE_AMOUNTS, number_modifiers,
};
use crate::layers::{Date, DateKind, Quantity};
use crate::segment::Shape;
use crate::syntax::{Mark, Tag, Tree, Words};
use std::ops::Range;

/// Most words that a look for the clause of a number goes up.
const DEEP: usize = 40;

/// The quantities of `clause`, whose words are `part`. Numbers inside of dates and times are skipped, and so are
/// those of a subordinate clause, which is a claim of its own.
pub fn find(reader: &Reader, clause: &Clause, part: &[usize], dates: &[Date]) -> Vec<Quantity> {
    let mut out = Vec::new();
    for run in part.chunk_by(|a, b| a + 1 == *b) {
        let mut at = run[0];
        let end = run[run.len() - 1] + 1;
        while at < end {
            let (found, next) = read(reader, at, run[0]..end, dates).unwrap_or((Vec::new(), at + 1));
            out.extend(found.into_iter().filter(|_| !in_inner_clause(reader.tree, clause, at)));
            at = next.max(at + 1);
        }
    }
    out
}

/// What begins at word `at`, one quantity or the two ends of a range, and the word behind it.
fn read(reader: &Reader, at: usize, range: Range<usize>, dates: &[Date]) -> Option<(Vec<Quantity>, usize)> {
    let words = reader.words;
    let word = &words.list[at];
    let dated = dates.get(dates.partition_point(|d| d.span.end <= word.span.start));
    // "three weeks" and "three times a week" count.
    let day = |d: &Date| matches!(d.kind, DateKind::Date | DateKind::Time) && d.span.overlaps(word.span);
    if word.mark != Mark::None || dated.is_some_and(day) {
        return None;
    }
    if let Some(both) = span_of_numbers(words, at, &range) {
        return Some(both);
    }
    if calendar(words, at) || is_label(reader.tree, words, at) {
        return None;
    }
    one(reader, at, range).map(|(quantity, next)| (vec![quantity], next))
}

/// A range, as its two ends: "10-15 people", "between 3 and 5 percent", "3 to 5 million".
fn span_of_numbers(words: &Words, at: usize, range: &Range<usize>) -> Option<(Vec<Quantity>, usize)> {
    let form = words.of(at);
    let (low, high, mut end, hyphen) = match form.split_once(['-', '–']) {
        Some((low, high)) if low.starts_with(|c: char| c.is_ascii_digit()) => {
            (number(low)?, number(high)?, at + 1, true)
        }
        _ => {
            let low = number(form)?;
            let joins = words.is(at + 1, "to")
                || words.is(at + 1, "and") && at > range.start && words.is(at - 1, "between");
            let high = (joins && at + 2 < range.end).then(|| words.of(at + 2)).and_then(number)?;
            (low, high, at + 3, false)
        }
    };
    let mut times = 1.0;
    while let Some(scale) = (end < range.end).then(|| words.of(end)).and_then(scale) {
        times *= scale;
        end += 1;
    }
    let sign = (at > range.start).then(|| words.of(at - 1)).filter(|s| CURRENCY_SIGNS.has(s));
    let (unit, close) = unit(words, end, range.end, sign);
    // "3-5" may be a score, "2019-2021" is no amount.
    let year = |n: f64| (1900.0..2100.0).contains(&n) && sign.is_none() && times == 1.0;
    if unit.is_none() && (hyphen || times == 1.0) || hyphen && low >= high || year(low) && year(high) {
        return None;
    }
    let start = if sign.is_some() { at - 1 } else { at };
    let end_of = |value: f64, modifier: &str| Quantity {
        value: Some(value),
        unit: unit.clone(),
        modifier: Some(modifier.to_owned()),
        span: words.span(start, close),
    };
    // "900,000 to 1.2 million"
    let scaled = |n: f64| if n >= times { n } else { n * times };
    Some((vec![end_of(scaled(low), "from"), end_of(high * times, "to")], close.max(end)))
}

/// The quantity that begins at word `at`, and the word behind it.
fn one(reader: &Reader, at: usize, range: Range<usize>) -> Option<(Quantity, usize)> {
    let (words, tree) = (reader.words, reader.tree);
    let made = |value, unit: &str, start, end: usize| {
        let modifier = modifier(words, start, range.start);
        let (unit, span) = (Some(unit.to_owned()), words.span(start, end));
        Some((Quantity { value: Some(value), unit, modifier, span }, end))
    };
    if let Some(value) = rank(words, tree, at) {
        return made(value, "rank", at, at + 1);
    }
    if let Some((value, end)) = share(words, at, range.end) {
        return made(value, "share", at, end);
    }
    if let Some((value, unit)) = joined(words.of(at)) {
        return made(value, unit, at, at + 1);
    }
    if words.is(at, "half") {
        // "half a million"
        let scale = scale(words.of(at + 2))?;
        let (unit, close) = unit(words, at + 3, range.end, None);
        let modifier = modifier(words, at, range.start);
        let span = words.span(at, close);
        return Some((Quantity { value: Some(scale / 2.0), unit, modifier, span }, close));
    }
    if tree.pos(at).is_verb() || matches!(tree.pos(at), Pos::Rb | Pos::Pdt) {
        let value = words.lowered(at, |form| MULTIPLES.get(form).copied())?;
        return made(value, "times", at, at + 1);
    }
    // "one" as a pronoun: "one of them", "a commercial one".
    let pronoun = words.is(at, "one") && (words.is(at + 1, "of") || tree.pos(at).is_noun());
    if pronoun || words.list[at].tag != Tag::Num && !is_vague(words, at) {
        return None;
    }
    let (value, end) = amount(words, at, range.end)?;
    let sign = (at > range.start).then(|| words.of(at - 1)).filter(|s| CURRENCY_SIGNS.has(s));
    let start = if sign.is_some() { at - 1 } else { at };
    let (unit, close) = unit(words, end, range.end, sign);
    let modifier = modifier(words, start, range.start);
    Some((Quantity { value, unit, modifier, span: words.span(start, close) }, end))
}

fn is_vague(words: &Words, at: usize) -> bool {
    words.lowered(at, |form| VAGUE_AMOUNTS.has(form))
}

/// The value of the number that begins at word `at`, and where it ends: "two and a half million", and without
/// a value "tens of thousands".
fn amount(words: &Words, at: usize, limit: usize) -> Option<(Option<f64>, usize)> {
    let form = words.of(at);
    let vague = is_vague(words, at);
    let mut value = if vague { None } else { Some(number(form)?) };
    let mut end = at + 1;
    while vague && end + 1 < limit && words.is(end, "of") && is_vague(words, end + 1) {
        end += 2;
    }
    while end < limit {
        let Some(scale) = scale(words.of(end)) else { break };
        value = value.map(|v| {
            if scale > v || words.list[end - 1].shape == Shape::Number { v * scale } else { v + scale }
        });
        end += 1;
    }
    if end + 2 < limit && words.is(end, "and") && words.is(end + 1, "a") && words.is(end + 2, "half") {
        let whole = end == at + 1;
        value = value.map(|v| v + if whole { 0.5 } else { v / number(form).unwrap_or(v) / 2.0 });
        end += 3;
        while let Some(scale) = (end < limit).then(|| words.of(end)).and_then(scale) {
            value = value.map(|v| v * scale);
            end += 1;
        }
    }
    Some((value, end))
}

/// True when `word` belongs to a clause inside of `clause`: the number is part of that claim.
fn in_inner_clause(tree: &Tree, clause: &Clause, word: usize) -> bool {
    let mut at = word;
    for _ in 0..DEEP {
        if at == clause.head || clause.verb.contains(&at) {
            return false;
        }
        let Some(above) = tree.head(at) else { return false };
        let infinitive = tree.pos(at) == Pos::Vb;
        match tree.relation(at) {
            Relation::AclRelcl | Relation::Ccomp | Relation::Parataxis => return true,
            Relation::Advcl if !infinitive => {
                let short = tree.under(at, &|_| false).len() <= SHORT;
                return !(short && (above == clause.head || clause.verb.contains(&above)));
            }
            Relation::Acl if !infinitive => return true,
            _ => at = above,
        }
    }
    false
}

/// True for a number that names: "posts 542 and 543", "Flight 12"; not "number 3".
fn is_label(tree: &Tree, words: &Words, at: usize) -> bool {
    let first = match (tree.relation(at), tree.head(at)) {
        (Relation::Conj, Some(head)) if tree.pos(head) == Pos::Cd => head,
        _ => at,
    };
    let beside = first.checked_sub(1).filter(|_| words.list[at].shape == Shape::Number);
    beside.is_some_and(|k| {
        tree.head(first) == Some(k)
            && tree.pos(k).is_noun()
            && !["number", "no", "rank", "place"].iter().any(|n| words.is(k, n))
    })
}

/// A share in words: "a third of", "two-thirds", "half", "one in three", and the word behind it.
fn share(words: &Words, at: usize, limit: usize) -> Option<(f64, usize)> {
    let form = words.of(at);
    let low = |k: usize| if k < limit { words.of(k).to_ascii_lowercase() } else { String::new() };
    if words.is(at, "half") {
        // "half a million" is a number.
        return scale(&low(at + 2)).is_none().then_some((0.5, at + 1));
    }
    let part = |form: &str| FRACTIONS.get(form).or_else(|| FRACTIONS.get(form.strip_suffix('s')?)).copied();
    if let Some((top, bottom)) = form.split_once('-')
        && let (Some(top), Some(bottom)) = (number(top), part(&bottom.to_ascii_lowercase()))
    {
        return Some((top / bottom, at + 1));
    }
    let top = if words.is(at, "a") { 1.0 } else { number(form)? };
    if let Some(bottom) = part(&low(at + 1))
        && words.is(at + 2, "of")
    {
        return Some((top / bottom, at + 2));
    }
    if words.is(at + 1, "in") && at + 2 < limit && top < 10.0 && !words.is(at, "a") {
        let bottom = number(words.of(at + 2)).filter(|b| *b > top && *b <= 1000.0 && b.fract() == 0.0)?;
        let counted = words.list.get(at + 3).is_some_and(|w| w.tag == Tag::Noun);
        return (counted && scale(&low(at + 3)).is_none())
            .then(|| ((top / bottom * 1e4).round() / 1e4, at + 3));
    }
    None
}

/// A place among others: "third-highest", "the second largest", the 3 of "number 3". Other ordinals name
/// one of several and count nothing.
fn rank(words: &Words, tree: &Tree, at: usize) -> Option<f64> {
    let form = words.of(at).to_ascii_lowercase();
    let most = |form: &str| {
        form.ends_with("est") && form.len() > 4 || matches!(form, "most" | "least" | "worst" | "best")
    };
    if at > 0 && words.is(at - 1, "number") {
        return number(&form);
    }
    match form.split_once('-') {
        Some((place, what)) => ordinal(place).filter(|_| most(what)),
        // "the second protest" counts nothing.
        None => {
            let next = words.list.get(at + 1).filter(|_| tree.pos(at + 1) == Pos::Jjs);
            ordinal(&form).filter(|_| next.is_some())
        }
    }
}

/// A number with its unit in one word: "11-year", "22-year-old", "18-fold".
fn joined(form: &str) -> Option<(f64, &'static str)> {
    let (value, rest) = form.split_once('-')?;
    let first = rest.split('-').next().unwrap_or(rest);
    let unit = HYPHEN_UNITS.get(&first.to_ascii_lowercase())?;
    Some((number(value)?, unit))
}

/// The noun that is counted, or the measure, and where it ends.
fn unit(words: &Words, from: usize, limit: usize, money: Option<&str>) -> (Option<String>, usize) {
    if let Some(sign) = money {
        return (Some(sign.to_owned()), from);
    }
    let list = &words.list;
    if from < limit
        && (words.is(from, "percent")
            || words.of(from) == "%"
            || words.is(from, "per") && words.is(from + 1, "cent"))
    {
        let end = if words.is(from, "per") { from + 2 } else { from + 1 };
        return (Some("percent".to_owned()), end.min(limit));
    }
    let mut at = from;
    if at < limit && words.is(at, "of") {
        at += 1;
        while at < limit && matches!(list[at].tag, Tag::Det | Tag::PrpPoss | Tag::Adv) {
            at += 1;
        }
    }
    let (start, among) = (at, at > from);
    // "of the damaged ferries"
    let adjective = |tag| tag == Tag::Adj || among && matches!(tag, Tag::Vbd | Tag::Vbn | Tag::Vbg);
    while at < limit
        && at < start + 4
        && (adjective(list[at].tag) || list[at].tag == Tag::Noun)
        && !list[at].possessive
    {
        at += 1;
    }
    while at > start && list[at - 1].tag != Tag::Noun {
        at -= 1;
    }
    if at > start { (Some(words.span_of(start, at).to_owned()), at) } else { (None, from) }
}

/// The word or phrase before a number that changes it: "about", "no more than".
fn modifier(words: &Words, at: usize, floor: usize) -> Option<String> {
    for modifier in number_modifiers() {
        let n = modifier.split(' ').count();
        if at >= floor + n && modifier.split(' ').enumerate().all(|(k, w)| words.is(at - n + k, w)) {
            return Some(modifier.to_owned());
        }
    }
    None
}

/// True for the number of a day or a year.
fn calendar(words: &Words, at: usize) -> bool {
    let form = words.of(at);
    let year = form.len() == 4
        && form.bytes().all(|b| b.is_ascii_digit())
        && (form.starts_with("19") || form.starts_with("20"));
    let beside = |k: Option<usize>| {
        k.and_then(|k| words.list.get(k)).is_some_and(|w| {
            w.is(class::TIME)
                || w.span.of(words.text).len() <= 5
                    && ["Jan.", "Feb.", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."]
                        .contains(&w.span.of(words.text))
                || words.text[w.span.start..w.span.end].eq_ignore_ascii_case("may") && w.shape == Shape::Title
        })
    };
    let day = form.len() <= 2 && (beside(at.checked_sub(1)) || beside(Some(at + 1)));
    year && (at == 0 || !CURRENCY_SIGNS.has(words.of(at - 1))) || day || form.contains(':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hyphen_joins_number_and_unit() {
        assert_eq!(joined("11-year"), Some((11.0, "year")));
        assert_eq!(joined("two-day"), Some((2.0, "day")));
        assert_eq!(joined("18-fold"), Some((18.0, "fold")));
        assert_eq!(joined("half-hearted"), None);
    }
}
