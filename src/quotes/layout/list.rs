//! What follows an introduction that ends in a colon: bullets under “The council said:”, marked lines and letters
//! under “she wrote in an email:”.

use super::{Attribution, Page, unbulleted};
use crate::span::Span;

/// Lines of a letter, at most: one without a signature within them is left alone.
const LONGEST_LETTER: usize = 30;
/// Words of a signature and of a salutation, at most.
const SHORT: usize = 5;

/// The lists and letters under introductions.
pub fn read(page: &Page, taken: &mut [bool]) -> Vec<Attribution> {
    let mut found = Vec::new();
    for i in 0..page.lines.len().saturating_sub(1) {
        if taken[i] {
            continue;
        }
        let lines = content(page, i + 1);
        if lines.is_empty() {
            continue;
        }
        let Some((cue, source)) = page.introduction(page.lines[i]) else { continue };
        let last = lines.last().map_or(i, |&(line, _)| line);
        taken[i + 1..=last].fill(true);
        let content = lines.into_iter().map(|(_, span)| span).collect();
        found.push(Attribution { source, cue: Some(cue), content });
    }
    found
}

/// The lines from `from` on that an introduction leads to, with their numbers.
fn content(page: &Page, from: usize) -> Vec<(usize, Span)> {
    let take = |part: &dyn Fn(Span) -> Option<Span>| -> Vec<(usize, Span)> {
        page.lines[from..].iter().enumerate().map_while(|(k, &line)| Some((from + k, part(line)?))).collect()
    };
    let bullets = take(&|line| unbulleted(page.text, line));
    if bullets.len() > 1 {
        return bullets;
    }
    let marked = take(&|line| {
        let rest = line.of(page.text).strip_prefix('>')?.trim_start();
        (!rest.is_empty()).then(|| Span::new(line.end - rest.len(), line.end))
    });
    if marked.is_empty() { letter(page, from) } else { marked }
}

/// The body of a letter whose salutation is the line `from`: up to its signature, a short line without a full stop.
fn letter(page: &Page, from: usize) -> Vec<(usize, Span)> {
    let line = |i: usize| page.lines[i].of(page.text);
    let short = |i: usize| line(i).split_whitespace().count() <= SHORT;
    let salutation =
        short(from) && line(from).ends_with([',', ':']) && line(from).starts_with(char::is_uppercase);
    let last = page.lines.len().min(from + LONGEST_LETTER);
    let signed = (from + 2..last).find(|&i| short(i) && line(i).ends_with(char::is_alphanumeric));
    match signed.filter(|_| salutation) {
        Some(signature) => (from + 1..signature).map(|i| (i, page.lines[i])).collect(),
        None => Vec::new(),
    }
}
