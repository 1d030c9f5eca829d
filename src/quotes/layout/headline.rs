//! Headlines: “Corvane to cut 400 jobs: union”, “Wren: ‘We will not sell’”.

use super::{Attribution, Page};
use crate::english::organization::organization_noun;
use crate::english::person::person_noun;
use crate::span::Span;

/// Words of the source of a headline, at most.
const MOST_WORDS: usize = 4;

/// The quote of the headline, where a colon sets its source apart.
pub fn read(page: &Page, taken: &mut [bool]) -> Vec<Attribution> {
    let Some(title) = page.title else { return Vec::new() };
    let found = trailing(page, title).or_else(|| leading(page, title));
    if found.is_some()
        && let Some(i) = page.lines.iter().position(|line| line.overlaps(title))
    {
        taken[i] = true;
    }
    found.into_iter().collect()
}

/// “Corvane to cut 400 jobs: union”: a clause, and behind the last colon a name or a noun for who speaks.
fn trailing(page: &Page, title: Span) -> Option<Attribution> {
    let at = title.start + title.of(page.text).rfind(": ")?;
    let source = Span::new(at + 1, title.end).trim(page.text);
    let content = Span::new(title.start, at).trim(page.text);
    let last = source.of(page.text).rsplit(' ').next()?.to_lowercase();
    let named = page.name_at(source.start).is_some_and(|name| name.end == source.end);
    let speaks = named || person_noun(singular(&last)).is_some() || organization_noun(singular(&last));
    let short = source.of(page.text).split_whitespace().count() <= MOST_WORDS;
    (short && speaks && has_verb(page, content)).then(|| attribution(source, at, content))
}

/// “Wren: ‘We will not sell’”: a name, and behind the first colon words in quotation marks.
fn leading(page: &Page, title: Span) -> Option<Attribution> {
    let at = title.start + title.of(page.text).find(": ")?;
    let source = Span::new(title.start, at);
    let content = Span::new(at + 1, title.end).trim(page.text);
    let named = page.name_at(source.start).is_some_and(|name| name.end == source.end);
    let marked = content.of(page.text).starts_with(['“', '‘', '"', '\'', '«']);
    (named && marked).then(|| attribution(source, at, content))
}

fn attribution(source: Span, colon: usize, content: Span) -> Attribution {
    Attribution { source: Some(source), cue: Some(Span::new(colon, colon + 1)), content: vec![content] }
}

/// A plural noun without its -s: “officials”.
fn singular(noun: &str) -> &str {
    noun.strip_suffix('s').unwrap_or(noun)
}

/// True where `span` has a verb, an infinitive too.
fn has_verb(page: &Page, span: Span) -> bool {
    page.words.within(span).any(|word| page.tree.pos(word).is_verb())
}
