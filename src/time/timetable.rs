//! The present tense of timetables: "the ministers meet on Friday", "the law takes effect in June".
//!
//! Such a present is to come. Most of its verbs are nouns as well ("the meet", "talk show hosts"), so
//! each form says what must stand beside it.

use super::lexicon::{Lex, Words, find, words};
use super::token::Tokens;
use std::sync::LazyLock;

/// How a verb tells of a plan.
#[derive(Clone, Copy)]
enum Plan {
    /// "meet": after any subject.
    Base,
    /// "return": after a plural, where it is no noun.
    AfterPlural,
    /// "faces": of a person or a team, right before the day.
    Near,
    /// "runs": before "to", "until" or "from".
    Runs,
    /// "heads": before "to" or "for".
    Heads,
    /// "takes": before "effect", "place" or "office".
    Effect,
    /// "launches": after "which", "that" or a pronoun.
    AfterPronoun,
    /// "travelling": after "is" or "are".
    Going,
}

/// Verbs of plans: a line adds a word.
#[rustfmt::skip]
const TABLE: &[(&str, Plan)] = &[
    ("meet arrive resume convene begin reopen", Plan::Base),
    ("return start travel open close", Plan::AfterPlural),
    ("face play faces plays hosts marks celebrates", Plan::Near),
    ("runs run", Plan::Runs),
    ("heads head", Plan::Heads),
    ("takes take goes go comes come", Plan::Effect),
    ("launches closes ends", Plan::AfterPronoun),
    ("travelling traveling meeting visiting hosting flying returning heading leaving arriving playing \
      facing launching opening starting beginning", Plan::Going),
];

static VERBS: LazyLock<Words<Plan>> = LazyLock::new(|| words(TABLE));

/// What takes effect: "comes into force", "goes on sale", "takes over".
const EFFECTS: &[&str] = &["effect", "place", "office", "force", "sale", "over", "trial"];

/// Words before a bare verb that take its tense away: "did not meet", "will meet".
const AUXILIARIES: &[&str] =
    &["did", "not", "t", "will", "would", "may", "might", "could", "can", "should", "must", "ll", "shall"];

/// True when token `i` is a verb in the present that tells of a plan; `near` when the day is close by.
pub fn is_planned(tokens: &Tokens, i: usize, near: bool) -> bool {
    let Some(plan) = find(&VERBS, tokens.word(i).as_bytes()) else { return false };
    let before = i.wrapping_sub(1);
    let plural = tokens.is_any(before, &["they", "we", "you", "who", "people", "police"])
        || tokens.lex(before) == Lex::Plain && tokens.word(before).ends_with('s');
    let next = |words: &[&str]| tokens.is_any(i + 1, words);
    let bare = || {
        !matches!(tokens.lex(before), Lex::To | Lex::Article | Lex::The | Lex::Possessive | Lex::Of)
            && !tokens.is_any(before, AUXILIARIES)
            && !tokens.is_any(before.wrapping_sub(1), AUXILIARIES)
            && !tokens.is_any(before, &["his", "her", "their", "its", "first", "last"])
    };
    match plan {
        Plan::Base => bare(),
        Plan::AfterPlural => bare() && plural,
        Plan::Near => {
            let object = matches!(tokens.lex(i + 1), Lex::Plain | Lex::The | Lex::Article);
            let base = !tokens.word(i).ends_with('s');
            near && object && bare() && (!base || plural)
        }
        Plan::Runs => bare() && next(&["to", "until", "till", "through", "from"]),
        Plan::Heads => bare() && next(&["to", "for", "into"]) && (tokens.word(i).ends_with('s') || plural),
        Plan::Effect => bare() && (i + 1..i + 4).any(|k| tokens.is_any(k, EFFECTS)),
        Plan::AfterPronoun => tokens.is_any(before, &["which", "that", "it", "he", "she", "who"]),
        Plan::Going => near && tokens.is_any(before, &["is", "are", "re", "m"]),
    }
}
