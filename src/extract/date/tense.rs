//! Tense: whether the clause around a date looks back or ahead.
//!
//! "resigned on Wednesday" is past, "will meet on Wednesday" is to come. The nearest cue before the
//! date in its sentence decides, then the nearest after it.

use super::lexicon::Lex;
use super::token::Tokens;

/// Where a clause looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tense {
    /// Back.
    Past,
    /// Ahead.
    Future,
    /// It does not say.
    Open,
}

/// Words after which something is to come.
const AHEAD: &[&str] = &[
    "will",
    "shall",
    "ll",
    "would",
    "may",
    "might",
    "could",
    "can",
    "must",
    "should",
    "wo",
    "scheduled",
    "expected",
    "due",
    "planned",
    "plans",
    "plan",
    "slated",
    "set",
    "expects",
    "expect",
    "until",
    "till",
    "upcoming",
    "deadline",
    "begins",
    "starts",
    "opens",
    "takes",
    "wants",
    "hopes",
    "intends",
    "effective",
    "payable",
    "expire",
    "expires",
    "going",
    "unless",
    "hopes",
    "promised",
    "promises",
    "vowed",
    "pledged",
    "likely",
];

/// Verbs of the past that do not end in "ed".
const BACK: &[&str] = &[
    "was", "were", "had", "did", "said", "told", "made", "took", "came", "went", "got", "gave", "found",
    "left", "met", "began", "fell", "rose", "won", "lost", "held", "sent", "saw", "became", "brought",
    "bought", "sold", "paid", "led", "broke", "grew", "hit", "shot", "struck", "spoke", "wrote", "flew",
    "ran", "kept", "heard", "spent", "fought", "died", "quit", "drew", "threw", "drove", "chose", "sank",
    "stood", "sat", "built", "knew", "thought", "felt", "withdrew", "cut", "put", "been", "being", "stole",
    "woke", "rang", "ate", "swore", "tore", "wore", "dealt", "caught", "taught", "sought", "slid", "stuck",
    "swept", "slept", "since", "closed", "ended", "has", "have",
];

/// The tense of the clause around tokens `start..end`, within the sentence `from..to`.
pub fn around(tokens: &Tokens, (start, end): (usize, usize), (from, to): (usize, usize)) -> Tense {
    const BEFORE: usize = 14;
    const AFTER: usize = 9;
    let mut seen = Tense::Open;
    for i in (from.max(start.saturating_sub(BEFORE))..start).rev() {
        if matches!(tokens.lex(i), Lex::Break | Lex::Mark(b';' | b'_')) {
            break;
        }
        match cue(tokens, i) {
            Tense::Open => {}
            // "was scheduled to", "had planned": the look ahead is the nearer one already.
            tense => {
                seen = tense;
                break;
            }
        }
    }
    if seen != Tense::Open {
        return seen;
    }
    (end..to.min(end + AFTER))
        .take_while(|&i| !matches!(tokens.lex(i), Lex::Break | Lex::Mark(b';' | b'_')))
        .map(|i| cue(tokens, i))
        .find(|&tense| tense != Tense::Open)
        .unwrap_or(Tense::Open)
}

/// What token `i` says by itself.
fn cue(tokens: &Tokens, i: usize) -> Tense {
    let word = tokens.word(i);
    match tokens.lex(i) {
        // "to meet": an infinitive, not "to the house" nor "according to Smith".
        Lex::To => {
            let verb = tokens.lex(i + 1) == Lex::Plain && !tokens.capital(i + 1);
            return if verb { Tense::Future } else { Tense::Open };
        }
        Lex::Plain | Lex::Preposition => {}
        _ => return Tense::Open,
    }
    if tokens.is_any(i, AHEAD) {
        return Tense::Future;
    }
    if word.len() > 4 && word.ends_with("ed") && !tokens.capital(i) || tokens.is_any(i, BACK) {
        return Tense::Past;
    }
    Tense::Open
}
