//! Tagging: the part of speech of each word of a sentence, from its entry and the word before.

use super::{Mark, Tag, Word, lowered};
use crate::english::lexicon::{LEXICON, class, form};
use crate::segment::Shape;

/// Tags the words of one sentence, left to right.
pub fn tag(text: &str, words: &mut [Word]) {
    let mut last = Tag::Punct;
    let mut start = true;
    for i in 0..words.len() {
        let tag = one(text, words, i, last, start);
        words[i].tag = tag;
        if tag == Tag::Punct {
            // A sentence also begins after an opening mark or a colon.
            start |= matches!(words[i].mark, Mark::Quote | Mark::Colon);
        } else {
            start = false;
        }
        if tag != Tag::Adv && tag != Tag::Neg && !(tag == Tag::Punct && words[i].mark == Mark::Quote) {
            last = tag;
        }
    }
}

fn one(text: &str, words: &[Word], i: usize, last: Tag, start: bool) -> Tag {
    let word = &words[i];
    if word.mark != Mark::None {
        return Tag::Punct;
    }
    if word.shape == Shape::Number {
        return Tag::Num;
    }
    let capital = matches!(word.shape, Shape::Title | Shape::Mixed | Shape::Upper);
    let next = words.get(i + 1);
    let is = |bits| word.entry.class & bits != 0;
    if capital && !start && !is(class::SUBJ) {
        // Capitals inside a sentence are names, but for headlines' function words.
        let function = class::DET | class::PREP | class::COORD | class::TO | class::BE | class::THAT;
        if !(is(function) && word.shape == Shape::Title && word.span.len() <= 4) {
            return Tag::Propn;
        }
    }
    if capital
        && start
        && next.is_some_and(|n| n.shape == Shape::Title && n.entry.class == 0)
        && !function(word.entry.class)
    {
        return Tag::Propn;
    }
    if word.entry.class == 0 && word.entry.form == 0 {
        return unknown(text, word, capital, last, next);
    }
    if is(class::NEG) && !is(class::DO | class::BE | class::HAVE | class::MODAL) {
        return Tag::Neg;
    }
    for (bits, tag) in [
        (class::TO, Tag::To),
        (class::MODAL, Tag::Md),
        (class::BE, Tag::Be),
        (class::HAVE, Tag::Have),
        (class::DO, Tag::Do),
        (class::COORD, Tag::Cconj),
    ] {
        if is(bits) {
            return tag;
        }
    }
    if is(class::THAT) {
        return match next {
            Some(n) if n.entry.class == 0 && n.entry.form == 0 && n.shape == Shape::Lower => Tag::Det,
            Some(n)
                if n.entry.class & (class::BE | class::MODAL | class::HAVE) != 0
                    && !matches!(last, Tag::Noun | Tag::Propn) =>
            {
                Tag::Pron
            }
            Some(n) if n.mark != Mark::None && n.mark != Mark::Quote && n.mark != Mark::Comma => Tag::Pron,
            _ => Tag::That,
        };
    }
    if is(class::POSS) {
        let alone = next.is_none_or(|n| {
            n.mark != Mark::None || function(n.entry.class) && n.entry.class & (class::ADJ | class::NUM) == 0
        });
        return if alone && last != Tag::Punct { Tag::Pron } else { Tag::PrpPoss };
    }
    if is(class::DET) {
        if is(class::PRON)
            && next.is_none_or(|n| {
                n.mark != Mark::None
                    || n.entry.class & (class::BE | class::MODAL | class::HAVE | class::PREP | class::WH) != 0
            })
        {
            return Tag::Pron;
        }
        return Tag::Det;
    }
    if is(class::NUM) {
        return Tag::Num;
    }
    if is(class::PRON) {
        return Tag::Pron;
    }
    if is(class::WH) {
        return Tag::Wh;
    }
    if is(class::SUB) && clause_follows(words, i) {
        return Tag::Sconj;
    }
    if is(class::PREP) {
        return Tag::Adp;
    }
    if is(class::SUB) {
        return Tag::Adv;
    }
    if word.entry.form != 0 {
        return verb(word, last, next);
    }
    if is(class::ADJ) {
        return if is(class::ADV) && next.is_none_or(|n| n.mark != Mark::None) { Tag::Adv } else { Tag::Adj };
    }
    if is(class::ADV) {
        return Tag::Adv;
    }
    Tag::Noun
}

/// True for classes of function words.
fn function(bits: u32) -> bool {
    bits & !(class::ADJ | class::NOUN | class::TIME | class::ADV) != 0
}

/// True when a subject and a verb follow within six words: "before he left", not "before noon".
fn clause_follows(words: &[Word], i: usize) -> bool {
    if words[i].entry.class & class::PREP == 0 {
        return true;
    }
    for word in words[i + 1..].iter().take(7) {
        if word.mark != Mark::None && word.mark != Mark::Quote {
            return false;
        }
        if word.entry.class & class::SUBJ != 0 {
            return true;
        }
        if word.entry.class & (class::BE | class::HAVE | class::DO | class::MODAL) != 0 {
            return true;
        }
        if word.entry.form & (form::PAST | form::THIRD) != 0
            && word.entry.class & class::NOUN == 0
            && word.shape == Shape::Lower
        {
            return true;
        }
        if word.entry.class & (class::PREP | class::TO | class::WH) != 0 {
            return false;
        }
    }
    false
}

fn unknown(text: &str, word: &Word, capital: bool, last: Tag, next: Option<&Word>) -> Tag {
    if capital {
        return Tag::Propn;
    }
    let form = word.span.of(text);
    let ends = |tail: &str| form.len() > tail.len() + 2 && form.ends_with(tail);
    if ends("ly") {
        return Tag::Adv;
    }
    if ends("ed") && !form.contains('-') {
        return match last {
            Tag::Have | Tag::Be => Tag::Vbn,
            Tag::Noun | Tag::Propn | Tag::Pron | Tag::Wh => Tag::Vbd,
            _ if next
                .is_some_and(|n| n.mark == Mark::None && n.entry.class & (class::PREP | class::TO) == 0) =>
            {
                Tag::Adj
            }
            _ => Tag::Vbn,
        };
    }
    if ends("ing") && !form.contains('-') {
        return match last {
            Tag::Det | Tag::Adj | Tag::PrpPoss => Tag::Noun,
            _ => Tag::Vbg,
        };
    }
    let adjective = ["ous", "ful", "ive", "able", "ible", "less", "ical", "ish", "ary", "ional", "ic", "ial"];
    if form.contains('-')
        && ["ed", "ing", "old", "long", "based", "wide", "year"].iter().any(|t| form.ends_with(t))
    {
        return Tag::Adj;
    }
    let before_noun =
        next.is_some_and(|n| n.mark == Mark::None && n.shape == Shape::Lower && !function(n.entry.class));
    if adjective.iter().any(|t| ends(t)) && (before_noun || matches!(last, Tag::Be | Tag::Adv)) {
        return Tag::Adj;
    }
    Tag::Noun
}

fn verb(word: &Word, last: Tag, next: Option<&Word>) -> Tag {
    let entry = word.entry;
    let noun = entry.class & class::NOUN != 0;
    let next_is = |bits: u32| next.is_some_and(|n| n.mark == Mark::None && n.entry.class & bits != 0);
    // What follows an object or a clause of a verb, and hardly ever a noun.
    let taker = next_is(class::DET | class::POSS | class::PRON | class::THAT | class::WH)
        || next.is_some_and(|n| n.mark == Mark::Quote);
    if entry.form & form::ING != 0 {
        return match last {
            Tag::Det | Tag::PrpPoss | Tag::Adj if !taker => Tag::Noun,
            _ => Tag::Vbg,
        };
    }
    if entry.form & (form::PAST | form::PARTICIPLE) != 0 && entry.form & form::BASE == 0 {
        return match last {
            Tag::Have | Tag::Be | Tag::Md => Tag::Vbn,
            Tag::Det | Tag::PrpPoss | Tag::Adj
                if next.is_some_and(|n| n.mark == Mark::None && !function(n.entry.class)) =>
            {
                Tag::Adj
            }
            Tag::Adp | Tag::Num if next.is_some_and(|n| n.mark == Mark::None && !function(n.entry.class)) => {
                Tag::Adj
            }
            _ if entry.form & form::PAST != 0 => Tag::Vbd,
            _ => Tag::Vbn,
        };
    }
    if entry.form & form::BASE != 0 {
        // "put", "read", "cut": base, past and participle alike.
        let alike = entry.form & form::PAST != 0;
        return match last {
            Tag::To | Tag::Md | Tag::Do => Tag::Vb,
            Tag::Have | Tag::Be if alike => Tag::Vbn,
            Tag::Have | Tag::Be if !noun => Tag::Adj,
            Tag::Det | Tag::PrpPoss | Tag::Adj | Tag::Adp | Tag::Num
                if !taker || matches!(last, Tag::Det | Tag::PrpPoss | Tag::Adp) =>
            {
                Tag::Noun
            }
            Tag::Pron | Tag::Wh => {
                if alike {
                    Tag::Vbd
                } else {
                    Tag::Vb
                }
            }
            Tag::Noun | Tag::Propn if alike => {
                if noun && !taker {
                    Tag::Noun
                } else {
                    Tag::Vbd
                }
            }
            _ if noun && !taker => Tag::Noun,
            _ => Tag::Vb,
        };
    }
    match last {
        Tag::Det | Tag::PrpPoss | Tag::Adj | Tag::Adp | Tag::Num if noun => Tag::Noun,
        Tag::Pron | Tag::Wh | Tag::Propn | Tag::That => Tag::Vbz,
        _ if noun && !taker && !next_is(class::TO | class::PREP) => Tag::Noun,
        _ => Tag::Vbz,
    }
}

/// True when the lexicon holds `word` in lower case: it is no name by itself.
pub fn known(word: &str) -> bool {
    lowered(word, |f| LEXICON.get(f).class != 0 || LEXICON.get(f).form != 0)
}
