//! Content: what a claim says, freed of how it says it, so that claims of other articles compare.
//!
//! In: a record and one of its claims. Out: [`Content`]: the key that is equal where subject,
//! predicate, object, polarity and modality say the same, and the words that near copies share.
//!
//! Words become lemmas; articles, tense and auxiliaries go; "seven" is 7; who is linked goes by its
//! full name, as the article has it, whatever stands there ("Mr. Lund", "she"); "was sunk by a storm"
//! is "a storm sank". Nothing but the record counts, so graph, store and exports agree.

use super::id;
use crate::english::lemma;
use crate::english::lexicon::{LEXICON, class, form};
use crate::english::number::{number, scale};
use crate::layers::{Form, Scope};
use crate::record::{ClaimRecord, Record};
use rustc_hash::{FxHashMap, FxHashSet};
use unicode_normalization::UnicodeNormalization;

/// Most words of a mention that is looked for in a claim.
const LONGEST: usize = 12;

/// What a claim says.
#[derive(Clone, Debug, PartialEq)]
pub struct Content {
    /// `key:` + 16 digits.
    pub key: String,
    /// Lemmas that carry meaning, of all its parts, sorted, each once; who is linked is not among them.
    pub words: Vec<String>,
    /// Id of the actor who does it, where that is one who is linked.
    pub agent: Option<String>,
    /// Id of the actor to whom it is done, likewise.
    pub patient: Option<String>,
}

/// The forms of a record's actors, by which their names are put in.
pub struct Names<'r> {
    /// The words of mentions, pronouns too, where they stand: start, end, words, actor.
    placed: Vec<(usize, usize, Vec<String>, Who<'r>)>,
    /// Names and nouns of each actor, wherever they stand.
    forms: FxHashMap<&'r str, Vec<(Vec<String>, Who<'r>)>>,
}

/// An actor: id and name.
type Who<'r> = (&'r str, &'r str);

/// A word of a phrase: a lemma, or an actor.
#[derive(Clone, Debug, PartialEq)]
enum Part<'r> {
    Word(String),
    Actor(Who<'r>),
}

impl<'r> Names<'r> {
    /// Takes them from `record`.
    pub fn new(record: &'r Record) -> Names<'r> {
        let mut placed = Vec::new();
        let mut forms: FxHashMap<&str, Vec<(Vec<String>, Who)>> = FxHashMap::default();
        for actor in &record.actors {
            let mut seen = FxHashSet::default();
            let who = (&*actor.id, &*actor.name);
            let own = forms.entry(&actor.id).or_default();
            for mention in &actor.mentions {
                // An adjective is no name, and who has none is called as the article does.
                let stands = match mention.form {
                    Form::Pronoun | Form::Name => true,
                    Form::Nominal => actor.scope == Scope::Global,
                    Form::Modifier => false,
                };
                let words = if stands { plain(&mention.text) } else { Vec::new() };
                if words.is_empty() || words.len() > LONGEST {
                    continue;
                }
                if mention.form != Form::Pronoun && seen.insert(words.clone()) {
                    own.push((words.clone(), who));
                }
                placed.push((mention.start, mention.end, words, who));
            }
        }
        placed.sort_unstable();
        Names { placed, forms }
    }

    /// What stands for whom in `claim`: a form that may mean two is nobody's.
    fn of(&self, claim: &ClaimRecord) -> FxHashMap<&[String], Option<Who<'r>>> {
        let mut found: FxHashMap<&[String], Option<Who>> = FxHashMap::default();
        let mut add = |words, who| {
            found
                .entry(words)
                .and_modify(|held| *held = held.filter(|held| *held == who))
                .or_insert(Some(who));
        };
        let first = self.placed.partition_point(|m| m.0 < claim.start);
        for (_, end, words, who) in self.placed[first..].iter().take_while(|m| m.0 < claim.end) {
            if *end <= claim.end {
                add(words.as_slice(), *who);
            }
        }
        // The subject of a relative clause stands before it.
        for (words, who) in claim.actors.iter().filter_map(|id| self.forms.get(id.as_str())).flatten() {
            add(words.as_slice(), *who);
        }
        found
    }

    /// What `claim` says.
    pub fn content(&self, claim: &ClaimRecord) -> Content {
        let names = self.of(claim);
        let read = |text: &str| phrase(&plain(text), &names);
        let subject = read(&claim.subject);
        let object = claim.object.as_deref().map(read).unwrap_or_default();
        let verb = Verb::read(&plain(&claim.predicate));
        let by = verb.by && !time(&object);
        // Who does it, to whom, and what else.
        let none = &Vec::new();
        let [agent, patient, rest] = match (verb.passive, by) {
            (true, true) => [&object, &subject, none],
            (true, false) => [none, &subject, &object],
            (false, _) => [&subject, &object, none],
        };
        let mut done = verb.words.join(" ");
        if verb.by && !by {
            done.push_str(" by");
        }
        let (polarity, modality) = (claim.polarity.as_str().to_owned(), claim.modality.as_str().to_owned());
        let [a, b, c] = [agent, patient, rest].map(|part| joined(part));
        let key = id::content_key(&[&a, &done, &b, &c, &polarity, &modality]);
        let args = claim.args.iter().flat_map(|arg| read(arg));
        let parts = subject.iter().chain(&object).cloned().chain(args);
        let mut words: Vec<String> = parts
            .filter_map(|part| match part {
                Part::Word(word) => Some(word),
                Part::Actor(_) => None,
            })
            .chain(verb.words)
            .filter(|word| carries(word))
            .collect();
        words.sort_unstable();
        words.dedup();
        let who = |phrase: &[Part]| match phrase {
            [Part::Actor((id, _))] => Some((*id).to_owned()),
            _ => None,
        };
        Content { key, words, agent: who(agent), patient: who(patient) }
    }
}

/// "by 2020", "by Monday": not who does it.
fn time(phrase: &[Part]) -> bool {
    let day = |w: &str| {
        w.len() <= 4 && w.bytes().all(|b| b.is_ascii_digit()) || LEXICON.get(w).class & class::TIME != 0
    };
    !phrase.is_empty() && phrase.iter().all(|part| matches!(part, Part::Word(w) if day(w)))
}

fn joined(phrase: &[Part]) -> String {
    let words = phrase.iter().map(|part| match part {
        Part::Word(word) => word.clone(),
        Part::Actor((_, name)) => plain(name).join(" "),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// True for a word that says something of its own.
fn carries(word: &str) -> bool {
    const EMPTY: u32 = class::DET
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
        | class::THAT
        | class::TO;
    !word.is_empty() && LEXICON.get(word).class & EMPTY == 0
}

/// Lower-case words without marks and articles; figures without commas; a sign of money or of percent
/// as a word behind its number.
fn plain(text: &str) -> Vec<String> {
    let text: String = text.nfkc().flat_map(char::to_lowercase).collect();
    let chars: Vec<char> = text.chars().collect();
    let mut out: Vec<String> = Vec::new();
    let mut word = String::new();
    for (i, &c) in chars.iter().enumerate() {
        let digit = |k: Option<usize>| k.and_then(|k| chars.get(k)).is_some_and(char::is_ascii_digit);
        let between = digit(i.checked_sub(1)) && digit(Some(i + 1));
        if c.is_alphanumeric() || between && c == '.' {
            word.push(c);
            continue;
        }
        if between && c == ',' {
            continue;
        }
        let close = std::mem::take(&mut word);
        if !close.is_empty() {
            out.push(close);
        }
        match c {
            '%' => out.push("percent".into()),
            '$' => out.push("$dollar".into()),
            '€' => out.push("$euro".into()),
            '£' => out.push("$pound".into()),
            // What an apostrophe cuts off says nothing that polarity and modality don't.
            '\'' | '’' => {
                let tail: String =
                    chars[i + 1..].iter().take_while(|c| c.is_alphanumeric()).take(3).collect();
                if tail == "t"
                    && let Some(last) = out.last_mut()
                {
                    *last = match last.as_str() {
                        "can" | "ca" => "can".into(),
                        "wo" | "won" => "will".into(),
                        other => other.strip_suffix('n').unwrap_or(other).into(),
                    };
                }
                if matches!(&*tail, "s" | "t" | "re" | "ve" | "ll" | "d" | "m") {
                    word.push('\'');
                }
            }
            _ => {}
        }
    }
    out.push(word);
    out.retain(|w| {
        !w.is_empty()
            && !w.starts_with('\'')
            && !matches!(&**w, "the" | "a" | "an" | "this" | "that" | "these" | "those" | "such")
            && !matches!(&**w, "mr" | "mrs" | "ms" | "miss" | "dr" | "sir" | "dame")
    });
    numbers(out)
}

/// Number words as figures: "two hundred" is 200, "1.2 million" 1200000. A sign of money, which
/// [`plain`] marks, goes behind its number.
fn numbers(words: Vec<String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::with_capacity(words.len());
    let mut words = words.into_iter().peekable();
    let mut money: Option<String> = None;
    while let Some(word) = words.next() {
        if let Some(unit) = word.strip_prefix('$') {
            money = Some(unit.to_owned());
            continue;
        }
        if word == "per" && words.next_if(|w| w == "cent").is_some() {
            out.push("percent".into());
            continue;
        }
        let Some(mut value) = number(&word) else {
            out.push(word);
            continue;
        };
        // "twenty one", whose hyphen is gone, and "two hundred thousand".
        let ones = |w: &String| number(w).filter(|v| (1.0..10.0).contains(v) && v.fract() == 0.0);
        if (20.0..100.0).contains(&value)
            && word.starts_with(char::is_alphabetic)
            && let Some(one) = words.peek().and_then(ones).filter(|_| value % 10.0 == 0.0)
        {
            value += one;
            words.next();
        }
        while let Some(times) = words.peek().and_then(|w| scale(w)) {
            value *= times;
            words.next();
        }
        out.push(value.to_string());
        out.extend(money.take());
    }
    out.extend(money);
    out
}

/// Lemmas of a phrase, with actors in the place of what stands for them.
fn phrase<'r>(words: &[String], names: &FxHashMap<&[String], Option<Who<'r>>>) -> Vec<Part<'r>> {
    let mut out = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        let longest = LONGEST.min(words.len() - at);
        let found =
            (1..=longest).rev().find_map(|n| Some((n, names.get(&words[at..at + n]).copied().flatten()?)));
        match found {
            Some((n, who)) => {
                out.push(Part::Actor(who));
                at += n;
            }
            None => {
                out.push(Part::Word(lemma::lemma(&words[at])));
                at += 1;
            }
        }
    }
    out
}

/// A verb group without tense and helpers.
struct Verb {
    words: Vec<String>,
    passive: bool,
    /// Whether it leads to an agent, "was sunk by"; the "by" is not among the words.
    by: bool,
}

impl Verb {
    fn read(group: &[String]) -> Verb {
        let is = |word: &str, bits: u32| LEXICON.get(word).class & bits != 0;
        let helper = |word: &str| is(word, class::BE | class::HAVE | class::DO | class::MODAL);
        let idle = |word: &str| {
            is(word, class::NEG | class::TO) || matches!(word, "no" | "also" | "already" | "now")
        };
        let main = |word: &str| {
            !helper(word) && !idle(word) && !is(word, class::PREP | class::ADV | class::THAT | class::SUB)
        };
        let last = group.iter().rposition(|w| main(w));
        let mut words: Vec<String> = Vec::with_capacity(group.len());
        for (i, word) in group.iter().enumerate() {
            let leads = last.is_none_or(|last| i > last) && is(word, class::TO) && i > 0;
            // "have been" is "be".
            let helps = helper(word) && (last.is_some() || group[i + 1..].iter().any(|w| helper(w)));
            if leads || !idle(word) && !helps {
                words.push(if main(word) { lemma::verb(word) } else { lemma::lemma(word) });
            }
        }
        let participle = |word: &str| {
            let form = LEXICON.get(word).form;
            form & form::PARTICIPLE != 0 || form == 0 && word.ends_with("ed")
        };
        let made = last.is_some_and(|last| participle(&group[last]));
        let helped = |bits: u32, more: &[&str]| {
            group.iter().take(last.unwrap_or(0)).any(|w| is(w, bits) || more.contains(&&**w))
        };
        let by = group.len() > 1 && group.last().is_some_and(|w| w == "by");
        let active = helped(class::HAVE | class::DO | class::MODAL, &[]);
        // "the ship sunk by a storm", but not "she stood by her word".
        let stays =
            ["stand", "go", "pass", "come", "live", "swear", "drop", "get", "increase", "rise", "fall"];
        let bare = by && !active && !words.first().is_some_and(|w| stays.contains(&&**w));
        let passive = made && (helped(class::BE, &["get", "got", "gets", "getting"]) || bare);
        if passive && by {
            words.pop();
        }
        if words.is_empty() {
            // "'s" and "'re".
            let helper = group.iter().rfind(|w| helper(w));
            words.push(helper.map_or_else(|| "be".into(), |w| lemma::lemma(w)));
        }
        Verb { words, passive, by: passive && by }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// The content of a claim of an article that names Ada Lund, also as Lund and as "she".
    fn content(subject: &str, predicate: &str, object: &str) -> Content {
        let text = format!("Ada Lund and Lund say: {subject} {predicate} {object}");
        let lund = |start: usize, text: &str, form: &str| json!({"start": start, "end": start + text.chars().count(), "text": text, "form": form});
        let mut mentions = vec![lund(0, "Ada Lund", "name"), lund(13, "Lund", "name")];
        if subject == "she" {
            mentions.push(lund(23, "she", "pronoun"));
        }
        let claim = json!({
            "id": "clm:1", "quote": null, "start": 23, "end": text.chars().count(), "text": &text[23..],
            "subject": subject, "predicate": predicate, "object": if object.is_empty() { None } else { Some(object) },
            "args": [], "polarity": "positive", "modality": "asserted", "quantity": [], "date": null,
            "actors": ["act:lund"], "gist": "", "confidence": 0.5
        });
        let record: Record = serde_json::from_value(json!({
            "schema": "onrecord/1", "id": "1", "article_id": "art:1", "origin": {"path": "made-up", "record": 0},
            "title": null, "publisher": null, "published": null, "published_basis": "none", "byline": null,
            "url": null, "language": null, "text": text, "regions": [], "dates": [], "quotes": [], "claims": [claim],
            "actors": [{"id": "act:lund", "name": "Ada Lund", "type": "person", "scope": "global", "aliases": [],
                        "roles": [], "mentions": mentions}]
        }))
        .expect("a record");
        Names::new(&record).content(&record.claims[0])
    }

    fn key(subject: &str, predicate: &str, object: &str) -> String {
        content(subject, predicate, object).key
    }

    #[test]
    fn what_says_the_same_has_one_key() {
        for (one, other) in [
            (("The firm", "was “hacked”", ""), ("firm", "was hacked", "")),
            (("seven of the companies", "have been", "victims"), ("7 of companies", "were", "victims")),
            (("Twenty-one firms", "lost", "$1.5 million"), ("21 firms", "had lost", "1,500,000 dollars")),
            (("The ferry", "was sunk by", "a storm"), ("A storm", "sank", "the ferry")),
            (("The ferry", "has been sunk by", "storms"), ("The storm", "has sunk", "ferries")),
            (("Mr. Lund", "sued", "the ports"), ("she", "is suing", "the port")),
            (("The port", "was sued by", "Ms Lund"), ("Ada Lund", "will sue", "the port")),
            (("The port", "didn't pay", "10 per cent"), ("The port", "did not pay", "10%")),
            (("They", "aren't", "spies"), ("they", "are not", "spies")),
            (("The ferry", "belongs to", "the port"), ("The ferry", "belonged to", "the port")),
        ] {
            assert_eq!(key(one.0, one.1, one.2), key(other.0, other.1, other.2), "{one:?} {other:?}");
        }
    }

    #[test]
    fn what_says_something_else_has_another() {
        for (one, other) in [
            (("The firm", "was hacked", ""), ("The bank", "was hacked", "")),
            (("The firm", "hacked", ""), ("The firm", "was hacked", "")),
            (("The ferry", "hit", "the barge"), ("The ferry", "was hit by", "the barge")),
            (("The ferry", "was sunk by", "2020"), ("2020", "sank", "the ferry")),
            (("Seven firms", "lost", "money"), ("Eight firms", "lost", "money")),
            (("Lund", "sued", "the port"), ("Vester", "sued", "the port")),
            (("She", "stood by", "the port"), ("The port", "stood", "she")),
            (("The ferry", "belongs to", "the port"), ("The ferry", "belongs", "the port")),
        ] {
            assert_ne!(key(one.0, one.1, one.2), key(other.0, other.1, other.2), "{one:?} {other:?}");
        }
    }

    #[test]
    fn words_carry_meaning_and_the_agent_is_who_does_it() {
        let found = content("The port", "was sued by", "Lund");
        assert_eq!(
            (found.words, found.agent.as_deref()),
            (vec!["port".into(), "sue".into()], Some("act:lund"))
        );
        assert_eq!(content("Lund and the port", "sued", "it").agent, None);
    }
}
