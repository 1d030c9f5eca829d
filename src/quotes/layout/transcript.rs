//! Interviews and transcripts: “Q: … A: …”, “INTERVIEWER: … RASK: …”.

use super::label::labelled;
use super::{Attribution, Page};
use rustc_hash::FxHashMap;

/// Labelled lines that make a transcript, at least.
const FEWEST_LINES: usize = 3;
/// Words of a speaker's label, at most.
const MOST_WORDS: usize = 4;

/// Labels of who asks and who answers, in lower case.
const ASKS: [&str; 6] = ["q", "question", "interviewer", "reporter", "moderator", "host"];
const ANSWERS: [&str; 2] = ["a", "answer"];

/// The turns of an interview, where the text is one: at least three labelled lines, two labels, one of which comes
/// again. An unlabelled line belongs to the turn before it, but for what follows the last turn. “A” is the person
/// who is named first before the interview begins.
pub fn read(page: &Page, taken: &mut [bool]) -> Vec<Attribution> {
    let labels: Vec<Option<_>> = page
        .lines
        .iter()
        .map(|&line| labelled(page.text, line).filter(|l| is_speaker(l.label.of(page.text))))
        .collect();
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    for label in labels.iter().flatten() {
        *counts.entry(label.label.of(page.text)).or_default() += 1;
    }
    let lines: usize = counts.values().sum();
    let turns = counts.values().any(|&n| n > 1);
    if lines < FEWEST_LINES || counts.len() < 2 || !turns {
        return Vec::new();
    }
    let last = labels.iter().rposition(Option::is_some).unwrap_or(0);
    let first = labels.iter().position(Option::is_some).map_or(0, |i| page.lines[i].start);
    let interviewee = page.persons.iter().copied().find(|name| name.end <= first);
    let mut found: Vec<Attribution> = Vec::new();
    for (i, label) in labels.iter().enumerate().take(last + 1) {
        match label {
            Some(label) => {
                let form = label.label.of(page.text).to_lowercase();
                let source = match form.as_str() {
                    form if ASKS.contains(&form) => None,
                    form if ANSWERS.contains(&form) => interviewee,
                    _ => Some(label.label),
                };
                found.push(Attribution { source, cue: Some(label.colon), content: vec![label.words] });
                taken[i] = true;
            }
            None if !is_stage_direction(page.lines[i].of(page.text)) => {
                if let Some(turn) = found.last_mut() {
                    turn.content.push(page.lines[i]);
                    taken[i] = true;
                }
            }
            None => {}
        }
    }
    found
}

/// True for a label of who speaks: “Q”, “RASK”, “Coast Gazette”; not for “Ingredients for four”.
fn is_speaker(label: &str) -> bool {
    let words: Vec<&str> = label.split_whitespace().collect();
    let capital = |word: &&str| word.starts_with(char::is_uppercase);
    let known = label.to_lowercase();
    words.len() <= MOST_WORDS
        && !label.contains(|c: char| c.is_ascii_digit() || c == ',')
        && (words.iter().all(capital) || ASKS.contains(&known.as_str()) || ANSWERS.contains(&known.as_str()))
}

/// True for “(Laughs)” and “[The line breaks off.]”.
fn is_stage_direction(line: &str) -> bool {
    line.starts_with('(') && line.ends_with(')') || line.starts_with('[') && line.ends_with(']')
}
