//! Missed mentions: further places where a name of the article occurs and the model saw no name.
//!
//! A name that is read in one sentence and passed over in the next is one actor with two mentions
//! all the same. Only exact words count, and not where they are part of a longer name.

use super::form::Forms;
use super::person::{is_suffix, on_one_line};
use crate::english::lexicon::class;
use crate::english::person::title;
use crate::english::places::place;
use crate::layers::{ActorType, Form, Mention};
use crate::span::Span;
use crate::syntax::{Mark, Tag, Words, known};
use rustc_hash::FxHashMap;

/// Longest name that is looked for, in words.
const LONGEST: usize = 6;

/// `mentions`, in the order of the text, with the missed ones among them.
pub fn complete(words: &Words, mentions: Vec<Mention>) -> Vec<Mention> {
    let names = names(words, &mentions);
    if names.is_empty() {
        return mentions;
    }
    let covered = covered(words, &mentions);
    let mut all = mentions;
    let mut at = 0;
    while at < words.list.len() {
        let found = (!covered[at]).then(|| names.get(words.of(at))).flatten().and_then(|list| {
            list.iter()
                .find(|(name, _)| occurs(words, &covered, at, name))
                .map(|(name, kind)| (name.len(), *kind))
        });
        match found {
            Some((length, kind)) => {
                let (first, last) = (&words.list[at], &words.list[at + length - 1]);
                let span = Span::new(first.span.start, last.span.end);
                all.push(Mention { span, form: Form::Name, kind: Some(kind) });
                at += length;
            }
            None => at += 1,
        }
    }
    all.sort_by_key(|m| (m.span.start, m.span.end));
    all
}

/// The names to look for by their first word, the longest first: full names and surnames of
/// persons, longer names and acronyms of the others.
fn names<'a>(words: &Words<'a>, mentions: &[Mention]) -> FxHashMap<&'a str, Vec<(Vec<&'a str>, ActorType)>> {
    let forms = Forms::new(words, mentions);
    let mut names: FxHashMap<&str, Vec<(Vec<&str>, ActorType)>> = FxHashMap::default();
    let mut add = |list: Vec<&'a str>, kind| {
        let same = names.entry(list[0]).or_default();
        if list.len() <= LONGEST && !same.iter().any(|(l, _)| *l == list) {
            same.push((list, kind));
        }
    };
    for (i, mention) in mentions.iter().enumerate() {
        let range = words.within(mention.span);
        if mention.form != Form::Name || range.is_empty() {
            continue;
        }
        let kind = forms.of(i).kind;
        let list: Vec<&str> = range.map(|k| words.of(k)).collect();
        let whole = on_one_line(mention.span.of(words.text)) == list.join(" ").as_str();
        let acronym = |w: &str| w.len() > 2 && w.chars().all(|c| c.is_uppercase());
        if kind == ActorType::Person {
            let last = list.iter().rev().find(|w| !is_suffix(w)).copied().unwrap_or(list[0]);
            let named = last.chars().count() > 2 && last.starts_with(char::is_uppercase);
            if named && place(last).is_none() && title(last).is_none() {
                add(vec![last], kind);
            }
        }
        if whole && list.len() > 1 && list[0].starts_with(char::is_uppercase)
            || acronym(list[0]) && list.len() == 1
        {
            add(list, kind);
        }
    }
    for list in names.values_mut() {
        list.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
    }
    names
}

/// For each word whether a mention holds it.
fn covered(words: &Words, mentions: &[Mention]) -> Vec<bool> {
    let mut covered = vec![false; words.list.len()];
    for mention in mentions {
        for at in words.within(mention.span) {
            covered[at] = true;
        }
    }
    covered
}

/// True when `name` occurs at word `at`, free of mentions, and neither neighbour makes it longer.
fn occurs(words: &Words, covered: &[bool], at: usize, name: &[&str]) -> bool {
    let (list, end) = (&words.list, at + name.len());
    let here = end <= list.len()
        && (at..end).zip(name).all(|(k, w)| {
            !covered[k] && words.of(k) == *w && list[k].sentence == list[at].sentence
        })
        // "Lund's Quill" is no name.
        && (at..end - 1).all(|k| !list[k].possessive);
    if !here {
        return false;
    }
    let capital = |k: usize| {
        list[k].sentence == list[at].sentence
            && list[k].mark == Mark::None
            && words.of(k).starts_with(char::is_uppercase)
    };
    // The first word of a sentence is capitalised whatever it is: "Will they go?"
    let first = words.sentences.get(list[at].sentence as usize).is_some_and(|s| s.start == at)
        || at > 0 && list[at - 1].mark == Mark::Quote;
    if name.len() == 1 && (list[at].is(class::TIME) || first && known(name[0])) {
        return false;
    }
    // "the Lund" is no person, and a title alone is no name.
    if name.len() == 1 && at > 0 && words.is(at - 1, "the") {
        return false;
    }
    let after = end < list.len()
        && !list[end - 1].possessive
        && capital(end)
        && matches!(list[end].tag, Tag::Propn | Tag::Noun);
    let sentence_start =
        |k: usize| words.sentences.get(list[k].sentence as usize).is_some_and(|s| s.start == k);
    let before = at > 0
        && capital(at - 1)
        && !list[at - 1].possessive
        && list[at - 1].tag == Tag::Propn
        && !sentence_start(at - 1)
        && title(words.of(at - 1)).is_none();
    !after && !before
}
