//! Tagging: the part of speech of each word of a sentence, from its entry and the word before.

use super::{Mark, Tag, Word, lowered};
use crate::english::lexicon::{LEXICON, class, form};
use crate::segment::Shape;

/// Longest function word that headlines write with a capital, in bytes: "With".
const HEADLINE_WORD: usize = 4;

/// Tags the words of one sentence, left to right.
pub fn tag(text: &str, words: &mut [Word]) {
    let mut last = Tag::Punct;
    let mut start = true;
    for i in 0..words.len() {
        let tag = tag_word(text, words, i, last, start);
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

/// The tag of word `i` behind a word tagged `last`; `start` where a sentence begins.
fn tag_word(text: &str, words: &[Word], i: usize, last: Tag, start: bool) -> Tag {
    let word = &words[i];
    let next = words.get(i + 1);
    if word.mark != Mark::None {
        Tag::Punct
    } else if word.shape == Shape::Number {
        Tag::Num
    } else if is_name(word, next, start) {
        Tag::Propn
    } else if word.entry.class == 0 && word.entry.form == 0 {
        unknown(text, word, last, next)
    } else {
        closed(words, i, last).unwrap_or_else(|| open(word, last, next))
    }
}

fn is_capital(word: &Word) -> bool {
    matches!(word.shape, Shape::Title | Shape::Mixed | Shape::Upper)
}

/// True for a word whose capital makes it a name. Inside of a sentence every capital does, but for those of
/// function words in headlines ("Of", "The"); at its start that of a content word before a capital: "Harbour
/// Board".
fn is_name(word: &Word, next: Option<&Word>, start: bool) -> bool {
    let is = |bits| word.entry.class & bits != 0;
    if !is_capital(word) {
        return false;
    }
    if start {
        return next.is_some_and(|n| n.shape == Shape::Title && n.entry.class == 0)
            && !function(word.entry.class);
    }
    let headline = class::DET | class::PREP | class::COORD | class::TO | class::BE | class::THAT;
    let function = is(headline) && word.shape == Shape::Title && word.span.len() <= HEADLINE_WORD;
    !is(class::SUBJ) && !function
}

/// The tag of a function word; `None` for an open class.
fn closed(words: &[Word], i: usize, last: Tag) -> Option<Tag> {
    let (word, next) = (&words[i], words.get(i + 1));
    let is = |bits| word.entry.class & bits != 0;
    if is(class::NEG) && !is(class::DO | class::BE | class::HAVE | class::MODAL) {
        return Some(Tag::Neg);
    }
    let plain = [
        (class::TO, Tag::To),
        (class::MODAL, Tag::Md),
        (class::BE, Tag::Be),
        (class::HAVE, Tag::Have),
        (class::DO, Tag::Do),
        (class::COORD, Tag::Cconj),
    ];
    if let Some((_, tag)) = plain.into_iter().find(|(bits, _)| is(*bits)) {
        return Some(tag);
    }
    if is(class::THAT) {
        Some(that(last, next))
    } else if is(class::POSS) {
        Some(possessive(last, next))
    } else if is(class::DET) {
        Some(if is(class::PRON) && stands_alone(next) { Tag::Pron } else { Tag::Det })
    } else if is(class::NUM) {
        Some(Tag::Num)
    } else if is(class::PRON) {
        Some(Tag::Pron)
    } else if is(class::WH) {
        Some(Tag::Wh)
    } else if is(class::SUB) && clause_follows(words, i) {
        Some(Tag::Sconj)
    } else if is(class::PREP) {
        Some(Tag::Adp)
    } else {
        is(class::SUB).then_some(Tag::Adv)
    }
}

/// "that ship", "that is", "said that it": a determiner, a pronoun, or the word before a clause.
fn that(last: Tag, next: Option<&Word>) -> Tag {
    match next {
        Some(n) if n.entry.class == 0 && n.entry.form == 0 && n.shape == Shape::Lower => Tag::Det,
        Some(n)
            if n.entry.class & (class::BE | class::MODAL | class::HAVE) != 0
                && !matches!(last, Tag::Noun | Tag::Propn) =>
        {
            Tag::Pron
        }
        Some(n) if n.mark != Mark::None && n.mark != Mark::Quote && n.mark != Mark::Comma => Tag::Pron,
        _ => Tag::That,
    }
}

/// "her ship", or "told her" before a mark or a function word.
fn possessive(last: Tag, next: Option<&Word>) -> Tag {
    let alone = next.is_none_or(|n| {
        n.mark != Mark::None || function(n.entry.class) && n.entry.class & (class::ADJ | class::NUM) == 0
    });
    if alone && last != Tag::Punct { Tag::Pron } else { Tag::PrpPoss }
}

/// True for what follows "this" and "those" where they are pronouns: "this is", "those in".
fn stands_alone(next: Option<&Word>) -> bool {
    let after = class::BE | class::MODAL | class::HAVE | class::PREP | class::WH;
    next.is_none_or(|n| n.mark != Mark::None || n.entry.class & after != 0)
}

/// The tag of a listed verb, adjective, adverb or noun.
fn open(word: &Word, last: Tag, next: Option<&Word>) -> Tag {
    let is = |bits| word.entry.class & bits != 0;
    if word.entry.form != 0 {
        verb(word, last, next)
    } else if is(class::ADV) && (!is(class::ADJ) || next.is_none_or(|n| n.mark != Mark::None)) {
        Tag::Adv
    } else if is(class::ADJ) {
        Tag::Adj
    } else {
        Tag::Noun
    }
}

/// True for classes of function words.
fn function(bits: u32) -> bool {
    bits & !(class::ADJ | class::NOUN | class::TIME | class::ADV) != 0
}

/// Words in which a clause shows its subject or its verb.
const CLAUSE_START: usize = 7;

/// True when a subject or a verb follows soon: "before he left", not "before noon".
fn clause_follows(words: &[Word], i: usize) -> bool {
    if words[i].entry.class & class::PREP == 0 {
        return true;
    }
    for word in words[i + 1..].iter().take(CLAUSE_START) {
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

/// The tag of a word that is not listed, by its ending.
fn unknown(text: &str, word: &Word, last: Tag, next: Option<&Word>) -> Tag {
    if is_capital(word) {
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

/// The tag of a form of a listed verb, which may be a noun or an adjective too.
fn verb(word: &Word, last: Tag, next: Option<&Word>) -> Tag {
    let has = |forms: u8| word.entry.form & forms != 0;
    let nominal = next.is_some_and(|n| n.mark == Mark::None && !function(n.entry.class));
    if has(form::ING) {
        return match last {
            Tag::Det | Tag::PrpPoss | Tag::Adj if !takes_object(next) => Tag::Noun,
            _ => Tag::Vbg,
        };
    }
    if has(form::PAST | form::PARTICIPLE) && !has(form::BASE) {
        return match last {
            Tag::Have | Tag::Be | Tag::Md => Tag::Vbn,
            Tag::Det | Tag::PrpPoss | Tag::Adj | Tag::Adp | Tag::Num if nominal => Tag::Adj,
            _ if has(form::PAST) => Tag::Vbd,
            _ => Tag::Vbn,
        };
    }
    if has(form::BASE) { base(word, last, next) } else { third(word, last, next) }
}

/// True for what follows a verb as its object or clause, and hardly ever a noun: "report the", "report that".
fn takes_object(next: Option<&Word>) -> bool {
    followed_by(next, class::DET | class::POSS | class::PRON | class::THAT | class::WH)
        || next.is_some_and(|n| n.mark == Mark::Quote)
}

fn followed_by(next: Option<&Word>, bits: u32) -> bool {
    next.is_some_and(|n| n.mark == Mark::None && n.entry.class & bits != 0)
}

/// "to report", "the report", "they report": a base form.
fn base(word: &Word, last: Tag, next: Option<&Word>) -> Tag {
    let noun = word.entry.class & class::NOUN != 0 && !takes_object(next);
    // "put", "read", "cut": base, past and participle alike.
    let alike = word.entry.form & form::PAST != 0;
    match last {
        Tag::To | Tag::Md | Tag::Do => Tag::Vb,
        Tag::Have | Tag::Be if alike => Tag::Vbn,
        Tag::Have | Tag::Be if word.entry.class & class::NOUN == 0 => Tag::Adj,
        Tag::Det | Tag::PrpPoss | Tag::Adp => Tag::Noun,
        Tag::Adj | Tag::Num if !takes_object(next) => Tag::Noun,
        Tag::Pron | Tag::Wh if alike => Tag::Vbd,
        Tag::Pron | Tag::Wh => Tag::Vb,
        Tag::Noun | Tag::Propn if alike && !noun => Tag::Vbd,
        _ if noun => Tag::Noun,
        _ => Tag::Vb,
    }
}

/// "reports": a verb with -s, or a plural.
fn third(word: &Word, last: Tag, next: Option<&Word>) -> Tag {
    let noun = word.entry.class & class::NOUN != 0;
    match last {
        Tag::Det | Tag::PrpPoss | Tag::Adj | Tag::Adp | Tag::Num if noun => Tag::Noun,
        Tag::Pron | Tag::Wh | Tag::Propn | Tag::That => Tag::Vbz,
        _ if noun && !takes_object(next) && !followed_by(next, class::TO | class::PREP) => Tag::Noun,
        _ => Tag::Vbz,
    }
}

/// True when the lexicon holds `word` in lower case: it is no name by itself.
pub fn known(word: &str) -> bool {
    lowered(word, |f| LEXICON.get(f).class != 0 || LEXICON.get(f).form != 0)
}
