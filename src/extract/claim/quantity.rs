//! Quantities: the numbers of a claim with unit and modifier.

use super::Quantity;
use crate::extract::word::lexicon::class;
use crate::extract::word::{Mark, Tag, Words};
use crate::segment::Shape;
use crate::span::Span;
use std::ops::Range;

/// Words for amounts without a value.
const VAGUE: &[&str] =
    &["several", "dozens", "hundreds", "thousands", "millions", "billions", "scores", "many", "few"];

/// What may stand before a number and change it, longest first.
const MODIFIERS: &[&str] = &[
    "no more than",
    "no fewer than",
    "no less than",
    "more than",
    "less than",
    "fewer than",
    "as many as",
    "as much as",
    "at least",
    "at most",
    "up to",
    "an estimated",
    "close to",
    "just over",
    "just under",
    "about",
    "around",
    "over",
    "under",
    "nearly",
    "almost",
    "roughly",
    "approximately",
    "some",
    "only",
    "just",
    "exactly",
    "estimated",
];

/// The quantities among the words of `part`; numbers inside of `dates` are none.
pub fn find(words: &Words, part: &[usize], dates: &[Span]) -> Vec<Quantity> {
    let runs = part.chunk_by(|a, b| a + 1 == *b);
    runs.flat_map(|run| in_run(words, run[0]..run[run.len() - 1] + 1, dates)).collect()
}

fn in_run(words: &Words, range: Range<usize>, dates: &[Span]) -> Vec<Quantity> {
    let list = &words.list;
    let mut out = Vec::new();
    let mut at = range.start;
    while at < range.end {
        let word = &list[at];
        let span = word.span;
        let dated = {
            let k = dates.partition_point(|d| d.end <= span.start);
            dates.get(k).is_some_and(|d| d.overlaps(span))
        };
        if dated || word.mark != Mark::None {
            at += 1;
            continue;
        }
        let vague = VAGUE.iter().any(|v| words.is(at, v));
        if word.tag != Tag::Num && !vague || calendar(words, at) {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        let mut value = if vague { None } else { number(words.of(at)) };
        if value.is_none() && !vague {
            at += 1;
            continue;
        }
        while end < range.end {
            let Some(scale) = scale(words.of(end)) else { break };
            value = value.map(|v| {
                if scale > v || words.list[end - 1].shape == Shape::Number { v * scale } else { v + scale }
            });
            end += 1;
        }
        let money = at > range.start && matches!(words.of(at - 1), "$" | "£" | "€" | "¥");
        let start = if money { at - 1 } else { at };
        let (unit, close) = unit(words, end, range.end, money.then(|| words.of(at - 1)));
        let modifier = modifier(words, start, range.start);
        out.push(Quantity { value, unit, modifier, span: words.span(start, close) });
        at = end;
    }
    out
}

/// The value of a number as written, in figures or one word.
fn number(form: &str) -> Option<f64> {
    const WORDS: &[(&str, f64)] = &[
        ("one", 1.0),
        ("two", 2.0),
        ("three", 3.0),
        ("four", 4.0),
        ("five", 5.0),
        ("six", 6.0),
        ("seven", 7.0),
        ("eight", 8.0),
        ("nine", 9.0),
        ("ten", 10.0),
        ("eleven", 11.0),
        ("twelve", 12.0),
        ("thirteen", 13.0),
        ("fourteen", 14.0),
        ("fifteen", 15.0),
        ("sixteen", 16.0),
        ("seventeen", 17.0),
        ("eighteen", 18.0),
        ("nineteen", 19.0),
        ("twenty", 20.0),
        ("thirty", 30.0),
        ("forty", 40.0),
        ("fifty", 50.0),
        ("sixty", 60.0),
        ("seventy", 70.0),
        ("eighty", 80.0),
        ("ninety", 90.0),
        ("hundred", 100.0),
        ("thousand", 1e3),
        ("million", 1e6),
        ("billion", 1e9),
        ("trillion", 1e12),
        ("dozen", 12.0),
    ];
    if let Some(&(_, value)) = WORDS.iter().find(|(word, _)| form.eq_ignore_ascii_case(word)) {
        return Some(value);
    }
    if form.len() > 20 {
        return None;
    }
    if let Some((tens, ones)) = form.split_once('-')
        && let (Some(a), Some(b)) = (
            WORDS.iter().find(|(w, _)| tens.eq_ignore_ascii_case(w)),
            WORDS.iter().find(|(w, _)| ones.eq_ignore_ascii_case(w)),
        )
    {
        return (a.1 >= 20.0 && b.1 < 10.0).then_some(a.1 + b.1);
    }
    let digits: String = form.chars().filter(|c| *c != ',').collect();
    let body = digits.trim_end_matches('.');
    if body.starts_with(|c: char| c.is_ascii_digit()) {
        if let Ok(value) = body.parse::<f64>() {
            return value.is_finite().then_some(value);
        }
        // "20th", "7m", "3-2" hold no plain value, but for the scale letters of money.
        let (figures, tail) = body.split_at(body.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len());
        let value: f64 = figures.parse().ok()?;
        return match tail {
            "m" | "M" | "mn" => Some(value * 1e6),
            "bn" | "b" | "B" => Some(value * 1e9),
            "k" | "K" => Some(value * 1e3),
            "km" | "m²" | "kg" | "g" | "cm" | "mm" | "s" | "pc" => Some(value),
            _ => None,
        };
    }
    None
}

fn scale(form: &str) -> Option<f64> {
    Some(match form {
        "hundred" => 100.0,
        "thousand" => 1e3,
        "million" | "m" => 1e6,
        "billion" | "bn" => 1e9,
        "trillion" => 1e12,
        _ => return None,
    })
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
        while at < limit && matches!(list[at].tag, Tag::Det | Tag::Poss) {
            at += 1;
        }
    }
    let start = at;
    while at < limit && at < start + 4 && matches!(list[at].tag, Tag::Adj | Tag::Noun) && !list[at].owner {
        at += 1;
    }
    while at > start && list[at - 1].tag != Tag::Noun {
        at -= 1;
    }
    if at > start { (Some(words.span_of(start, at).to_owned()), at) } else { (None, from) }
}

/// What stands before a number and changes it.
fn modifier(words: &Words, at: usize, floor: usize) -> Option<String> {
    for modifier in MODIFIERS {
        let n = modifier.split(' ').count();
        if at >= floor + n && modifier.split(' ').enumerate().all(|(k, w)| words.is(at - n + k, w)) {
            return Some((*modifier).to_owned());
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
    year && (at == 0 || !matches!(words.of(at - 1), "$" | "£" | "€")) || day || form.contains(':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_and_words_have_values() {
        assert_eq!(number("1,200"), Some(1200.0));
        assert_eq!(number("Seven"), Some(7.0));
        assert_eq!(number("twenty-one"), Some(21.0));
        assert_eq!(number("3.5"), Some(3.5));
        assert_eq!(number("7bn"), Some(7e9));
        assert_eq!(number("20th"), None);
    }
}
