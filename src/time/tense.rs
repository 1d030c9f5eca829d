//! Tense: whether the clause around a date looks back or ahead.
//!
//! "resigned on Wednesday" is past, "will meet on Wednesday" is to come. The nearest cue before the
//! date in its sentence decides, then the nearest after it.

use super::lexicon::{Lex, Words, find, words};
use super::timetable::is_planned;
use super::token::Tokens;
use std::sync::LazyLock;

/// Where a clause looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tense {
    /// Back.
    Past,
    /// Ahead.
    Future,
    /// Ahead, by an infinitive alone: "to meet on Friday".
    Aim,
    /// It does not say.
    Open,
}

impl Tense {
    /// True when it looks ahead.
    pub fn ahead(self) -> bool {
        matches!(self, Tense::Future | Tense::Aim)
    }
}

/// Verbs and their like that say where a clause looks: a line adds a word.
#[rustfmt::skip]
const TABLE: &[(&str, Tense)] = &[
    // After these, something is to come.
    ("will shall ll wo scheduled expected due planned plans plan planning slated expects expect \
      upcoming begins starts opens intends payable expires going deadline meets votes visits arrives \
      leaves resumes returns travels departs reopens convenes retires may might could should likely must",
      Tense::Future),
    // Verbs of the past that do not end in "ed".
    ("ed was were had did said told made took came went got gave found left met began fell rose won \
      lost held sent saw became brought bought sold paid led broke grew hit shot struck spoke wrote \
      flew ran kept heard spent fought died quit drew threw drove chose sank stood sat built knew \
      thought felt withdrew cut put been being stole woke rang ate swore tore wore dealt caught taught \
      sought slid stuck swept slept since closed ended has have", Tense::Past),
];

static CUES: LazyLock<Words<Tense>> = LazyLock::new(|| words(TABLE));

/// What a verb follows in its bare form.
const AUXILIARIES: &[&str] =
    &["will", "would", "may", "might", "could", "can", "should", "must", "ll", "shall", "to"];

/// Words after which an infinitive is to come: "is to meet", "likely to meet", "agreed to meet".
const BEFORE_TO: &[&str] = &[
    "is",
    "are",
    "has",
    "have",
    "likely",
    "ready",
    "set",
    "hopes",
    "hope",
    "wants",
    "want",
    "agreed",
    "agrees",
    "promised",
    "pledged",
    "vowed",
    "wo",
    "ordered",
    "asked",
    "decided",
    "preparing",
    "about",
];

/// Verbs that an infinitive follows after the one who is to do it: "ordered him to appear".
const OF_ANOTHER: &[&str] = &[
    "ordered",
    "orders",
    "asked",
    "asks",
    "told",
    "urged",
    "wants",
    "want",
    "allowed",
    "allows",
    "required",
    "requires",
    "invited",
    "instructed",
    "gave",
    "expects",
];

/// Verbs whose date is another from then on: "moved to Friday".
const MOVED: &[&str] =
    &["moved", "postponed", "delayed", "rescheduled", "deferred", "adjourned", "pushed", "extended", "put"];

/// Words before "for" and a date to come: "set for Friday".
const SET_FOR: &[&str] = &["set", "scheduled", "slated", "planned", "forecast", "due", "expected", "booked"];

/// The tense of the clause around tokens `start..end`, within the sentence `from..to`.
pub fn around(tokens: &Tokens, (start, end): (usize, usize), (from, to): (usize, usize)) -> Tense {
    const BEFORE: usize = 14;
    const AFTER: usize = 30;
    const NEAR: usize = 5;
    let mut seen = Tense::Open;
    let mut weak = false;
    let mut comma = false;
    let possessive = tokens.lex(end) == Lex::Possessive;
    // "A march planned for Saturday was called off", or between commas.
    let next = end + usize::from(tokens.lex(end) == Lex::Mark(b','));
    let over = next < to && tokens.is_any(next, &["was", "were", "had"]);
    if let Some(tense) = preposition(tokens, start, from).filter(|&tense| !(over && tense.ahead())) {
        return tense;
    }
    if over {
        return Tense::Past;
    }
    for i in (from.max(start.saturating_sub(BEFORE))..start).rev() {
        if matches!(tokens.lex(i), Lex::Break | Lex::Mark(b';' | b'_')) {
            break;
        }
        if is_infinitive(tokens, i) {
            if i > from && tokens.is_any(i - 1, BEFORE_TO)
                || i > from + 1 && tokens.plain(i - 1) && tokens.is_any(i - 2, OF_ANOTHER)
            {
                seen = Tense::Future;
                break;
            }
            weak = true;
        }
        if tokens.is(i, "would") && !possessive {
            seen = Tense::Future;
            break;
        }
        // "ahead of Friday's vote", "in the run-up to June": it is to come.
        let ahead_of = tokens.lex(i) == Lex::Of && tokens.is(i.wrapping_sub(1), "ahead")
            || tokens.lex(i) == Lex::To
                && tokens.is(i.wrapping_sub(1), "up")
                && tokens.is(i.wrapping_sub(3), "run");
        comma |= tokens.lex(i) == Lex::Mark(b',');
        if ahead_of && !comma {
            seen = Tense::Future;
            break;
        }
        seen = cue(tokens, i, start - i <= NEAR);
        if seen != Tense::Open {
            break;
        }
    }
    let ahead = (end..to.min(end + AFTER))
        .take_while(|&i| !matches!(tokens.lex(i), Lex::Break | Lex::Mark(b';' | b'_')))
        .map(|i| match cue(tokens, i, i - end <= NEAR) {
            // "On Friday, they planned to": the planning was on Friday. "A January vote is planned".
            Tense::Future
                if tokens.word(i).ends_with("ed") && !tokens.is_any(i - 1, &["is", "are", "be"]) =>
            {
                Tense::Past
            }
            tense => tense,
        })
        .find(|&tense| tense != Tense::Open)
        .unwrap_or(Tense::Open);
    match seen {
        // "to meet on Friday": ahead, unless a verb after it looks back; "to block Friday's vote" says nothing.
        Tense::Open if weak && ahead == Tense::Open && !possessive => Tense::Aim,
        Tense::Open => ahead,
        _ => seen,
    }
}

/// What the words right before a date say: "postponed until Tuesday", "as early as Tuesday".
fn preposition(tokens: &Tokens, start: usize, from: usize) -> Option<Tense> {
    if start < from + 2 {
        return None;
    }
    let had = || (from..start).any(|i| tokens.is(i, "had"));
    let as_soon = start > from + 2
        && tokens.is(start - 1, "as")
        && tokens.is_any(start - 2, &["soon", "early", "late"]);
    // "set for Friday", "moved to Friday".
    let set = tokens.is(start - 1, "for") && tokens.is_any(start - 2, SET_FOR);
    let moved = tokens.lex(start - 1) == Lex::To
        && (from.max(start.saturating_sub(5))..start - 1).any(|i| tokens.is_any(i, MOVED));
    if tokens.is_any(start - 1, &["until", "till", "effective"])
        || as_soon
        || set
        || moved
        || tokens.is(start - 1, "by") && !had()
    {
        return Some(Tense::Future);
    }
    tokens.is(start - 1, "through").then_some(Tense::Open)
}

/// What token `i` says by itself.
fn cue(tokens: &Tokens, i: usize, near: bool) -> Tense {
    let word = tokens.word(i);
    match tokens.lex(i) {
        Lex::Plain | Lex::Minor | Lex::Preposition => {}
        _ => return Tense::Open,
    }
    let listed = find(&CUES, word.as_bytes());
    if listed == Some(Tense::Future) {
        // "had been due to", "as planned": it is over.
        let over = i >= 2 && tokens.is(i - 1, "been") && tokens.is_any(i - 2, &["had", "previously"])
            || i >= 1 && word.ends_with("ed") && tokens.is_any(i - 1, &["as", "previously"]);
        // "could have been avoided", "neither could be found": it is over, too.
        let modal = tokens.is_any(i, &["may", "might", "could", "should"]);
        let none = |k: usize| tokens.is_any(k, &["neither", "nor", "none", "nobody"]);
        let over = over || modal && (tokens.is(i + 1, "have") || (i.saturating_sub(10)..i).any(none));
        // "announced the plan on Friday", "dropped holiday plans for Friday".
        let noun = tokens.is_any(i, &["plan", "plans"]) && tokens.is_any(i + 1, &["for", "of"])
            || i >= 1 && word.starts_with("plan") && matches!(tokens.lex(i - 1), Lex::Article | Lex::The);
        return if over {
            Tense::Past
        } else if noun {
            Tense::Open
        } else {
            Tense::Future
        };
    }
    if listed.is_none() && is_planned(tokens, i, near) {
        return Tense::Future;
    }
    // "will be held", "is heard", "an announced sale": a participle has no tense of its own.
    let participle = i > 0
        && tokens.plain(i)
        && (tokens.is_any(i - 1, &["be", "is", "are", "still"])
            || matches!(tokens.lex(i - 1), Lex::Article | Lex::The));
    // "will hit", "did not cut": the verb before has the tense.
    let bare = i > 0 && !word.ends_with("ed") && tokens.is_any(i - 1, AUXILIARIES);
    let regular = word.len() > 3 && word.ends_with("ed") && !word.ends_with("eed") && !tokens.capital(i);
    if !participle && !bare && (regular || listed == Some(Tense::Past)) {
        return Tense::Past;
    }
    Tense::Open
}

/// "to meet": not "to the house", nor "according to Smith".
fn is_infinitive(tokens: &Tokens, i: usize) -> bool {
    tokens.lex(i) == Lex::To && tokens.plain(i + 1) && !tokens.capital(i + 1)
}
