//! Names by shape: runs of capitalised words, cut and typed by the words in and around them.
//!
//! In: the words of an article. Out: mentions of form name and modifier. A name in a headline or
//! at the start of a sentence counts when the rest of the article bears it out.

use super::kind::{self, Context};
use super::person::{given, person_noun, title};
use super::places::{Place, place};
use super::{ActorType, Form, Mention, organization};
use crate::extract::word::lexicon::class;
use crate::extract::word::{Mark, Tag, Word, Words};
use crate::segment::Shape;
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// Longest name, in words.
const LONGEST: usize = 9;

/// What the article as a whole says about its capitalised words.
struct Evidence<'w> {
    /// Words in lower case.
    lower: FxHashSet<&'w str>,
    /// Words with a capital inside a sentence of running text.
    capital: FxHashSet<&'w str>,
    /// For each sentence whether it is set in capitals like a headline.
    headline: Vec<bool>,
}

impl<'w> Evidence<'w> {
    fn new(words: &'w Words) -> Self {
        let mut lower = FxHashSet::default();
        let mut capital = FxHashSet::default();
        let mut headline = Vec::with_capacity(words.sentences.len());
        for range in &words.sentences {
            let (mut high, mut low) = (0_u32, 0_u32);
            for word in &words.list[range.clone()] {
                match word.shape {
                    Shape::Lower if word.span.len() > 3 => low += 1,
                    Shape::Title | Shape::Upper | Shape::Mixed => high += 1,
                    _ => {}
                }
            }
            let capitals = high > 3 && high > 3 * low || high >= 2 && low == 0 && range.len() > 4;
            let is_headline = capitals && alone(words, range);
            headline.push(is_headline);
            for (n, at) in range.clone().enumerate() {
                let word = &words.list[at];
                match word.shape {
                    Shape::Lower if word.entry.class == 0 && word.entry.form == 0 => {
                        lower.insert(words.of(at));
                    }
                    Shape::Title | Shape::Upper | Shape::Mixed
                        if !is_headline && n > 0 && !after_opening(words, at) =>
                    {
                        capital.insert(words.of(at));
                    }
                    _ => {}
                }
            }
        }
        Evidence { lower, capital, headline }
    }
}

/// True when no other sentence stands on the line of this one.
fn alone(words: &Words, range: &Range<usize>) -> bool {
    let (Some(first), Some(last)) = (words.list.get(range.start), words.list.get(range.end - 1)) else {
        return false;
    };
    let breaks = |from: usize, to: usize| words.text.as_bytes()[from..to].contains(&b'\n');
    let before = range.start == 0 || breaks(words.list[range.start - 1].end, first.span.start);
    let behind = words.list.get(range.end).is_none_or(|next| breaks(last.end, next.span.start));
    before && behind
}

fn after_opening(words: &Words, at: usize) -> bool {
    at > 0 && matches!(words.list[at - 1].mark, Mark::Quote | Mark::Colon | Mark::Stop)
}

/// The names and modifiers of an article, in the order of the text.
pub fn find(words: &Words) -> Vec<Mention> {
    let evidence = Evidence::new(words);
    let mut out: Vec<(Range<usize>, Mention)> = Vec::new();
    for (number, range) in words.sentences.iter().enumerate() {
        if range.is_empty() || evidence.headline[number] {
            continue;
        }
        let mut at = range.start;
        while at < range.end {
            if !starts(words, &evidence, range, at) {
                at += 1;
                continue;
            }
            let end = run(words, at, range.end);
            cut(words, at..end, &mut out);
            at = end.max(at + 1);
        }
    }
    headlines(words, &evidence, &mut out);
    settle(words, &mut out);
    out.sort_by_key(|(_, m)| (m.span.start, m.span.end));
    out.into_iter().map(|(_, m)| m).collect()
}

fn capital(word: &Word) -> bool {
    matches!(word.shape, Shape::Title | Shape::Upper | Shape::Mixed) && word.mark == Mark::None
}

/// Capitalised words that are no names by themselves.
const NEVER: &[&str] = &[
    "I",
    "A",
    "AM",
    "PM",
    "TV",
    "OK",
    "Mr",
    "CEO",
    "CFO",
    "GDP",
    "DNA",
    "Internet",
    "Christmas",
    "Easter",
    "Thanksgiving",
    "God",
    "Republican",
    "Republicans",
    "Democrat",
    "Democratic",
    "Muslim",
    "Muslims",
    "Christian",
    "Christians",
    "Jewish",
    "Jews",
    "Islamic",
    "Catholic",
    "Catholics",
    "COVID-19",
    "Covid-19",
    "Hispanic",
    "Hispanics",
    "Latino",
    "Latinos",
    "Islam",
    "English",
    "Nazi",
    "Marxist",
    "Olympics",
    "Olympic",
    "Constitution",
    "Earth",
    "Q",
    "GPS",
    "PDF",
    "HIV",
    "AIDS",
    "FAQ",
    "LGBT",
    "LGBTQ",
    "AI",
    "IT",
    "Conservative",
    "Conservatives",
    "Liberal",
    "Liberals",
    "Bible",
    "Medicare",
    "Medicaid",
    "Obamacare",
];

fn never(form: &str) -> bool {
    NEVER.contains(&form)
}

/// True when a name may begin at word `at`.
fn starts(words: &Words, evidence: &Evidence, sentence: &Range<usize>, at: usize) -> bool {
    let word = &words.list[at];
    if !capital(word)
        || word.is(class::TIME)
            && words.list.get(at + 1).is_none_or(|n| !organization::organization_word(n.span.of(words.text)))
    {
        return false;
    }
    let form = words.of(at);
    if form.len() < 2 && words.list.get(at + 1).is_none_or(|n| n.span.of(words.text) != ".") {
        return false;
    }
    let first = (sentence.start..at).all(|k| words.list[k].tag == Tag::Mark) || after_opening(words, at);
    if !first {
        return word.tag == Tag::Name && !(word.shape == Shape::Title && function(word));
    }
    if function(word) {
        return false;
    }
    let next_capital = words
        .list
        .get(at + 1)
        .is_some_and(|n| capital(n) && n.tag == Tag::Name && n.sentence == word.sentence)
        && !word.owner;
    if given(form).is_some()
        || place(form).is_some()
        || title(form).is_some()
        || evidence.capital.contains(form)
    {
        return true;
    }
    if word.shape != Shape::Title {
        return word.entry.class == 0;
    }
    let known = word.entry.class != 0 || word.entry.form != 0 || contains_lower(evidence, form);
    if next_capital {
        return !known;
    }
    if known || common_shape(form) {
        return false;
    }
    words.list.get(at + 1).is_some_and(|n| {
        word.owner || matches!(n.tag, Tag::Past | Tag::Third | Tag::Have) || n.tag == Tag::Be
    })
}

fn function(word: &Word) -> bool {
    word.is(class::DET
        | class::PRON
        | class::POSS
        | class::WH
        | class::PREP
        | class::COORD
        | class::SUB
        | class::MODAL
        | class::BE
        | class::HAVE
        | class::DO
        | class::NEG
        | class::NUM
        | class::THAT
        | class::TO)
}

/// True when the article has `form` in lower case too.
fn contains_lower(evidence: &Evidence, form: &str) -> bool {
    crate::extract::word::lowered(form, |f| evidence.lower.contains(f))
}

/// True for words that look like common nouns.
fn common_shape(form: &str) -> bool {
    let lower_noun = crate::extract::word::lowered(form, |f| {
        person_noun(f).is_some() || organization::organization_noun(f)
    });
    lower_noun
        || ["s", "ing", "ed", "ly", "tion", "ment", "ness", "ity", "ists", "ence", "ance"]
            .iter()
            .any(|end| form.ends_with(end))
}

/// End of the run of capitalised words that begins at `start`.
fn run(words: &Words, start: usize, limit: usize) -> usize {
    let list = &words.list;
    let limit = limit.min(start + LONGEST);
    let mut at = start + 1;
    let mut organization = organization::organization_word(words.of(start));
    while at < limit {
        if list[at - 1].owner {
            break;
        }
        let word = &list[at];
        let form = words.of(at);
        if capital(word)
            && !word.is(class::TIME)
            && !(word.tag != Tag::Name && function(word))
            && word.quotation == list[at - 1].quotation
        {
            organization |= organization::organization_word(form);
            at += 1;
            continue;
        }
        // "J." where the point is a token of its own.
        if form == "."
            && list[at - 1].span.len() == 1
            && at + 1 < limit
            && capital(&list[at + 1])
            && list[at - 1].end == word.span.start
        {
            at += 1;
            continue;
        }
        let next_capital =
            |k: usize| k < limit && capital(&list[k]) && list[k].tag == Tag::Name && !list[k].is(class::TIME);
        if [
            "de", "da", "del", "della", "di", "du", "van", "von", "der", "den", "la", "le", "bin", "ibn",
            "al", "el", "ben", "dos",
        ]
        .contains(&form)
            && (next_capital(at + 1) || at + 2 < limit && next_capital(at + 2))
        {
            at += if next_capital(at + 1) { 1 } else { 2 };
            continue;
        }
        let holder = organization
            || [
                "House",
                "Department",
                "Secretary",
                "State",
                "Kingdom",
                "Isle",
                "Archbishop",
                "Duke",
                "Republic",
                "Leader",
                "District",
            ]
            .contains(&words.of(at - 1));
        if (form == "of" || form == "for" && organization) && holder && !title_run(words, start, at) {
            if next_capital(at + 1) {
                at += 1;
                continue;
            }
            if words.is(at + 1, "the") && next_capital(at + 2) {
                at += 2;
                continue;
            }
        }
        if (form == "&" || form == "and" && organization_ahead(words, at + 1, limit)) && next_capital(at + 1)
        {
            at += 1;
            continue;
        }
        break;
    }
    at
}

/// True when the words `start..end` are all titles.
fn title_run(words: &Words, start: usize, end: usize) -> bool {
    (start..end).all(|k| title(words.of(k)).is_some())
}

/// "Department of Health and Human Services": the word that ends the run is an organization's.
fn organization_ahead(words: &Words, at: usize, limit: usize) -> bool {
    let mut last = None;
    for k in at..limit.min(at + 3) {
        if !capital(&words.list[k]) {
            break;
        }
        last = Some(words.of(k));
    }
    last.is_some_and(|l| {
        matches!(
            l,
            "Services"
                | "Administration"
                | "Commission"
                | "Committee"
                | "Sons"
                | "Company"
                | "Agency"
                | "Technology"
                | "Affairs"
                | "Firearms"
                | "Prevention"
                | "Medicine"
                | "Research"
        )
    })
}

/// Cuts a run into modifier, title and name, and adds what is one.
fn cut(words: &Words, run: Range<usize>, out: &mut Vec<(Range<usize>, Mention)>) {
    let Range { mut start, end } = run;
    if place(words.span_of(start, end)).is_some_and(|p| !matches!(p, Place::Nationality(_))) {
        add(words, start..end, Form::Name, Some(ActorType::Place), out);
        return;
    }
    // The last title with a name behind it: "Harbour Minister Jane Roe".
    let whole_organization = end - start > 1 && organization::organization_word(words.of(end - 1));
    let title_at = (start..end).rev().find(|&k| {
        title(words.of(k)).is_some() && given(words.of(k)).is_none_or(|_| k + 1 < end && k > start)
    });
    if let Some(last) = title_at
        && !whole_organization
    {
        if last + 1 >= end {
            // A title alone, or a name that ends in one ("Homeland Security Secretary").
            before_title(words, start, last, out);
            return;
        }
        before_title(words, start, last, out);
        let mut from = last + 1;
        while from < end && words.list[from].tag == Tag::Mark {
            from += 1;
        }
        // "Secretary of State Jane Roe": the office ends where the person begins.
        if from + 2 < end && (words.is(from, "of") || words.is(from, "for")) {
            from = (from + 2..end - 1).find(|&k| given(words.of(k)).is_some()).unwrap_or(from + 2);
        }
        if from < end {
            add(words, from..end, Form::Name, Some(ActorType::Person), out);
        }
        return;
    }
    // "French Foreign Ministry" stays whole, "Republican Jane Roe" and "French Jane Roe" do not.
    while start < end {
        let form = words.of(start);
        let two = if start + 1 < end { place(words.span_of(start, start + 2)) } else { None };
        if let Some(Place::Nationality(_)) = two {
            if start + 2 >= end || given(words.of(start + 2)).is_some() {
                add(words, start..start + 2, Form::Modifier, Some(ActorType::Place), out);
                start += 2;
                continue;
            }
        } else if let Some(Place::Nationality(_)) = place(form) {
            if !whole_organization || start + 1 >= end {
                add(words, start..start + 1, Form::Modifier, Some(ActorType::Place), out);
                start += 1;
                continue;
            }
        } else if never(form) && !whole_organization {
            start += 1;
            continue;
        }
        break;
    }
    if start >= end || never(words.of(start)) && end - start == 1 {
        return;
    }
    // "Education Jane Roe", left over from "Minister of Education Jane Roe".
    if end - start >= 3 && !whole_organization && given(words.of(start)).is_none() {
        let inner = (start + 1..end - 1).find(|&k| given(words.of(k)).is_some());
        if let Some(k) = inner
            && !(start..k).any(|w| {
                words.list[w].tag == Tag::Mark || words.of(w).len() < 3 || words.list[w].tag == Tag::Prep
            })
        {
            add(words, k..end, Form::Name, Some(ActorType::Person), out);
            return;
        }
    }
    add(words, start..end, Form::Name, None, out);
}

/// What stands before a title may be an organization or a country's adjective.
fn before_title(words: &Words, start: usize, end: usize, out: &mut Vec<(Range<usize>, Mention)>) {
    let mut end = end;
    while end > start
        && (title(words.of(end - 1)).is_some()
            || never(words.of(end - 1))
            || words.list[end - 1].tag == Tag::Mark
            || words.list[end - 1].tag == Tag::Prep)
    {
        end -= 1;
    }
    if end <= start {
        return;
    }
    let form = words.span_of(start, end);
    match place(form) {
        Some(Place::Nationality(_)) => add(words, start..end, Form::Modifier, Some(ActorType::Place), out),
        Some(_) => add(words, start..end, Form::Name, Some(ActorType::Place), out),
        None if matches!(place(words.of(start)), Some(Place::Nationality(_))) => {
            add(words, start..start + 1, Form::Modifier, Some(ActorType::Place), out)
        }
        None if place(words.of(start)).is_some() => {
            add(words, start..start + 1, Form::Name, Some(ActorType::Place), out)
        }
        None if never(form) => {}
        None => {
            let common = matches!(
                form,
                "Vice"
                    | "Foreign"
                    | "Prime"
                    | "Former"
                    | "Deputy"
                    | "First"
                    | "Senior"
                    | "Interior"
                    | "Defense"
                    | "Defence"
                    | "Finance"
                    | "Health"
                    | "Education"
                    | "Press"
                    | "Assistant"
                    | "Attorney"
                    | "Lead"
                    | "District"
                    | "Acting"
                    | "Communications"
            );
            if !common {
                add(words, start..end, Form::Name, None, out);
            }
        }
    }
}

fn add(
    words: &Words,
    range: Range<usize>,
    form: Form,
    kind: Option<ActorType>,
    out: &mut Vec<(Range<usize>, Mention)>,
) {
    let last = &words.list[range.end - 1];
    let span = crate::span::Span::new(words.list[range.start].span.start, last.span.end);
    if span.len() > 1 {
        out.push((range, Mention { span, form, kind }));
    }
}

/// Names in headlines: those that the text itself has.
fn headlines(words: &Words, evidence: &Evidence, out: &mut Vec<(Range<usize>, Mention)>) {
    let mut known: FxHashMap<&str, Option<ActorType>> = FxHashMap::default();
    for (range, mention) in out.iter().filter(|(_, m)| m.form == Form::Name) {
        known.insert(words.span_of(range.start, range.end), mention.kind);
        if range.len() > 1
            && kind::of(words, range.clone(), &Context::around(words, range.clone()))
                == Some(ActorType::Person)
        {
            known.entry(words.of(range.end - 1)).or_insert(Some(ActorType::Person));
        }
    }
    for (number, range) in words.sentences.iter().enumerate() {
        if !evidence.headline[number] {
            continue;
        }
        let mut at = range.start;
        while at < range.end {
            let word = &words.list[at];
            if !capital(word) || function(word) {
                at += 1;
                continue;
            }
            let longest = (1..=5.min(range.end - at)).rev().find(|&n| {
                let form = words.span_of(at, at + n);
                known.contains_key(form)
                    || place(form).is_some()
                    || n == 1
                        && word.shape == Shape::Upper
                        && word.entry.class == 0
                        && word.entry.form == 0
                        && evidence.capital.contains(form)
            });
            if let Some(n) = longest {
                let form = words.span_of(at, at + n);
                match place(form) {
                    Some(Place::Nationality(_)) => {
                        add(words, at..at + n, Form::Modifier, Some(ActorType::Place), out)
                    }
                    Some(_) => add(words, at..at + n, Form::Name, Some(ActorType::Place), out),
                    None if !never(form) => {
                        add(words, at..at + n, Form::Name, known.get(form).copied().flatten(), out)
                    }
                    None => {}
                }
                at += n;
                continue;
            }
            // A given name with a capital behind it needs no bearing out.
            if given(words.of(at)).is_some()
                && !word.owner
                && at + 1 < range.end
                && capital(&words.list[at + 1])
                && words.list[at + 1].entry.class == 0
                && words.list[at + 1].entry.form == 0
            {
                let two =
                    at + 2 < range.end && words.list[at + 1].span.len() == 1 && capital(&words.list[at + 2]);
                let n = if two { 3 } else { 2 };
                add(words, at..at + n, Form::Name, Some(ActorType::Person), out);
                at += n;
                continue;
            }
            at += 1;
        }
    }
}

/// Gives every name its type: by itself and its context first, then by other mentions of it.
fn settle(words: &Words, out: &mut [(Range<usize>, Mention)]) {
    let mut whole: FxHashMap<&str, [u32; 4]> = FxHashMap::default();
    let mut surnames: FxHashSet<&str> = FxHashSet::default();
    let slot = |kind| match kind {
        ActorType::Person => 0,
        ActorType::Organization => 1,
        ActorType::Place => 2,
        _ => 3,
    };
    let mut guesses = Vec::with_capacity(out.len());
    for (range, mention) in out.iter() {
        let guess =
            mention.kind.or_else(|| kind::of(words, range.clone(), &Context::around(words, range.clone())));
        guesses.push(guess);
        if mention.form != Form::Name {
            continue;
        }
        if let Some(kind) = guess {
            whole.entry(words.span_of(range.start, range.end)).or_default()[slot(kind)] += 1;
            if kind == ActorType::Person && range.len() > 1 {
                surnames.insert(words.of(range.end - 1));
            }
        }
    }
    // Who is called by the last word of the name alone is a person.
    let single: FxHashSet<&str> = out
        .iter()
        .filter(|(r, m)| r.len() == 1 && m.form == Form::Name)
        .map(|(r, _)| words.of(r.start))
        .collect();
    for ((range, mention), guess) in out.iter().zip(&mut guesses) {
        let plain = (2..=3).contains(&range.len())
            && range
                .clone()
                .all(|k| matches!(words.list[k].shape, Shape::Title | Shape::Mixed | Shape::Mark));
        let last = words.of(range.end - 1);
        if guess.is_none() && mention.form == Form::Name && plain && single.contains(last) {
            *guess = Some(ActorType::Person);
            surnames.insert(last);
            whole.entry(words.span_of(range.start, range.end)).or_default()[0] += 1;
        }
    }
    for ((range, mention), guess) in out.iter_mut().zip(guesses) {
        if mention.form != Form::Name || mention.kind.is_some() {
            continue;
        }
        let form = words.span_of(range.start, range.end);
        let votes = whole.get(form).copied().unwrap_or_default();
        let best = (0..3).max_by_key(|&k| (votes[k], 3 - k)).unwrap_or(0);
        mention.kind = if range.len() == 1 && surnames.contains(form) && guess != Some(ActorType::Place) {
            Some(ActorType::Person)
        } else if votes[best] > 0 {
            Some([ActorType::Person, ActorType::Organization, ActorType::Place][best])
        } else {
            Some(kind::fallback(words, range.clone()))
        };
    }
}
