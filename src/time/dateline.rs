//! The day of a dateline: "OSLO, March 17 (Reuters) —".

use super::DayMonth;
use super::grammar::{Grammar, Meaning, YearRef};
use super::lexicon::Lex;
use super::token::Tokens;
use jiff::civil::Date;

/// Bytes at the head of a text in which a dateline ends.
const REACH: usize = 160;

/// The day that the dateline of `text` names, when it is one of the week up to `published`.
///
/// A dateline has no year, so it is a day only beside a day of publication; where the two differ,
/// the dateline's is the day that "today" is.
pub fn dateline_day(text: &str, published: Date) -> Option<Date> {
    let end = (0..=REACH.min(text.len())).rev().find(|&n| text.is_char_boundary(n))?;
    let tokens = Tokens::of(text[..end].trim_start());
    let dash = |i: usize| {
        tokens.lex(i) == Lex::Mark(b'_')
            || tokens.lex(i) == Lex::Mark(b'-') && !(tokens.joined(i) && tokens.joined(i + 1))
    };
    let end = (0..tokens.list.len()).find(|&i| dash(i))?;
    let grammar = Grammar { tokens: &tokens, order: DayMonth::Unknown };
    let said = (0..end).filter(|&i| matches!(tokens.lex(i), Lex::Month(..) | Lex::Num { .. }));
    said.filter_map(|i| grammar.at(i)).find_map(|expr| {
        let Meaning::Day(year, month, day) = expr.meaning else { return None };
        let years = match year {
            YearRef::Is(y) => [y, y],
            _ => [published.year(), published.year() - 1],
        };
        let near = |d: &Date| (0..=7).contains(&(published - *d).get_days());
        years.into_iter().filter_map(|y| Date::new(y, month, day).ok()).find(near)
    })
}
