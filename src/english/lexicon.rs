//! The lexicon: word forms of English with what they may be.
//!
//! All words come from the lists; the regular forms of verbs are made from their base.

use super::list::{WordList, entries, list, words};
use super::number;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What a form may be, one bit each.
pub mod class {
    /// "the", "a", "every".
    pub const DET: u32 = 1;
    /// Personal and indefinite pronouns.
    pub const PRON: u32 = 1 << 1;
    /// "his", "their".
    pub const POSS: u32 = 1 << 2;
    /// A pronoun that can only be a subject.
    pub const SUBJ: u32 = 1 << 3;
    /// "who", "which", "what", "how".
    pub const WH: u32 = 1 << 4;
    /// Prepositions.
    pub const PREP: u32 = 1 << 5;
    /// "and", "or", "but".
    pub const COORD: u32 = 1 << 6;
    /// "because", "if", "while".
    pub const SUB: u32 = 1 << 7;
    /// "will", "may".
    pub const MODAL: u32 = 1 << 8;
    /// Forms of "be".
    pub const BE: u32 = 1 << 9;
    /// Forms of "have".
    pub const HAVE: u32 = 1 << 10;
    /// Forms of "do".
    pub const DO: u32 = 1 << 11;
    /// "not", "never", and contractions with "n't".
    pub const NEG: u32 = 1 << 12;
    /// Adverbs.
    pub const ADV: u32 = 1 << 13;
    /// Numbers in words.
    pub const NUM: u32 = 1 << 14;
    /// Adjectives.
    pub const ADJ: u32 = 1 << 15;
    /// A verb form that is a noun at least as readily.
    pub const NOUN: u32 = 1 << 16;
    /// "that".
    pub const THAT: u32 = 1 << 17;
    /// "to".
    pub const TO: u32 = 1 << 18;
    /// Days and months.
    pub const TIME: u32 = 1 << 19;
    /// "he", "she", "they" and the like: third person.
    pub const THIRD: u32 = 1 << 21;
}

/// Forms of a verb, one bit each.
pub mod form {
    /// "say".
    pub const BASE: u8 = 1;
    /// "says".
    pub const THIRD: u8 = 2;
    /// "said" of "she said".
    pub const PAST: u8 = 4;
    /// "said" of "has said".
    pub const PARTICIPLE: u8 = 8;
    /// "saying".
    pub const ING: u8 = 16;
}

/// What the lexicon holds for one form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Bits of [`class`].
    pub class: u32,
    /// Bits of [`form`].
    pub form: u8,
    /// Number of the verb; 0 for other words.
    pub verb: u16,
}

/// All forms.
pub struct Lexicon {
    forms: FxHashMap<Box<str>, Entry>,
    verbs: FxHashMap<Box<str>, u16>,
    /// The base of each verb, by its number.
    bases: Vec<Box<str>>,
}

/// The lexicon, made once.
pub static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::build);

/// Names of the classes in the list of function words.
const CLASSES: &[(&str, u32)] = &[
    ("det", class::DET),
    ("pron", class::PRON),
    ("poss", class::POSS),
    ("subj", class::SUBJ),
    ("wh", class::WH),
    ("prep", class::PREP),
    ("coord", class::COORD),
    ("sub", class::SUB),
    ("modal", class::MODAL),
    ("be", class::BE),
    ("have", class::HAVE),
    ("do", class::DO),
    ("neg", class::NEG),
    ("adv", class::ADV),
    ("that", class::THAT),
    ("to", class::TO),
    ("time", class::TIME),
    ("third", class::THIRD),
];

impl Lexicon {
    /// What is known of a lower-case form.
    pub fn get(&self, form: &str) -> Entry {
        self.forms.get(form).copied().unwrap_or_default()
    }

    /// Number of the verb with this base form, 0 when it is not listed.
    pub fn verb(&self, base: &str) -> u16 {
        self.verbs.get(base).copied().unwrap_or(0)
    }

    /// How many verbs there are; their numbers are `1..=len`.
    pub fn verb_count(&self) -> usize {
        self.bases.len() - 1
    }

    /// The base form of the verb with this number; empty for 0.
    pub fn base(&self, verb: u16) -> &str {
        self.bases.get(usize::from(verb)).map_or("", |base| base)
    }

    fn build() -> Self {
        let mut lexicon =
            Lexicon { forms: FxHashMap::default(), verbs: FxHashMap::default(), bases: vec!["".into()] };
        for word in words(list!("adjectives")) {
            lexicon.entry(word).class |= class::ADJ;
        }
        for word in words(list!("adverbs")) {
            lexicon.entry(word).class |= class::ADV;
        }
        let irregular: FxHashMap<&str, (&str, &str)> = entries(list!("irregular"))
            .filter_map(|(line, _)| {
                let mut words = line.split(' ');
                Some((words.next()?, (words.next()?, words.next()?)))
            })
            .collect();
        lexicon.add_verbs(list!("verbs"), 0, &irregular);
        lexicon.add_verbs(list!("verbs_or_nouns"), class::NOUN, &irregular);
        for (word, classes) in entries(list!("closed")) {
            let named = |name: &str| CLASSES.iter().find(|(n, _)| *n == name).map_or(0, |(_, bits)| *bits);
            lexicon.add_closed(word, classes.split(',').fold(0, |all, name| all | named(name)));
        }
        for word in number::words() {
            lexicon.add_closed(word, class::NUM);
        }
        lexicon
    }

    fn add_closed(&mut self, word: &str, bits: u32) {
        let entry = self.entry(word);
        // A closed class outweighs a verb or an adjective that looks the same.
        if bits & (class::ADV | class::NEG) == 0 && entry.verb != 0 {
            *entry = Entry::default();
        }
        entry.class |= bits;
    }

    fn add_verbs(&mut self, list: &'static str, bits: u32, irregular: &FxHashMap<&str, (&str, &str)>) {
        for base in words(list) {
            // "emphasise" may be listed beside "emphasize", of which it is a spelling.
            if self.verbs.contains_key(base) {
                continue;
            }
            let verb = u16::try_from(self.bases.len()).expect("fewer than 65,536 verbs are listed");
            self.bases.push(base.into());
            self.add_verb(base, verb, bits, irregular);
            if let Some(british) = british(base) {
                self.add_verb(&british, verb, bits, irregular);
            }
        }
    }

    /// The forms of the verb with this number, spelled as `base`.
    fn add_verb(&mut self, base: &str, verb: u16, bits: u32, irregular: &FxHashMap<&str, (&str, &str)>) {
        self.verbs.insert(base.into(), verb);
        let regular = past(base);
        let (past, participle) = match irregular.get(base) {
            Some(&(past, participle)) => (past.to_owned(), participle.to_owned()),
            None => (regular.clone(), regular),
        };
        self.add_form(base, verb, form::BASE, bits);
        self.add_form(&third(base), verb, form::THIRD, bits);
        self.add_form(&past, verb, form::PAST, 0);
        self.add_form(&participle, verb, form::PARTICIPLE, 0);
        self.add_form(&ing(base), verb, form::ING, 0);
    }

    fn add_form(&mut self, text: &str, verb: u16, form: u8, bits: u32) {
        let entry = self.entry(text);
        // "found" is the past of "find" before it is "to found".
        if entry.verb == 0 || entry.verb == verb || (form == form::PAST && entry.form == form::BASE) {
            entry.verb = verb;
        }
        entry.form |= form;
        entry.class |= bits;
    }

    fn entry(&mut self, word: &str) -> &mut Entry {
        self.forms.entry(word.into()).or_default()
    }
}

/// "emphasize" -> "emphasise", "analyze" -> "analyse": the British spelling, where it differs.
fn british(base: &str) -> Option<String> {
    let stem = base.strip_suffix("ze").filter(|stem| stem.ends_with(['i', 'y']) && stem.len() > 3)?;
    Some(format!("{stem}se"))
}

/// "carry" -> "carries", "push" -> "pushes".
fn third(base: &str) -> String {
    if let Some(stem) = consonant_y(base) {
        format!("{stem}ies")
    } else if ["s", "x", "z", "ch", "sh", "o"].iter().any(|end| base.ends_with(end)) {
        format!("{base}es")
    } else {
        format!("{base}s")
    }
}

/// "carry" -> "carried", "stop" -> "stopped".
fn past(base: &str) -> String {
    if let Some(stem) = consonant_y(base) {
        format!("{stem}ied")
    } else if base.ends_with('e') {
        format!("{base}d")
    } else {
        format!("{}ed", doubled(base))
    }
}

/// "make" -> "making", "stop" -> "stopping".
fn ing(base: &str) -> String {
    if let Some(stem) = base.strip_suffix("ie") {
        format!("{stem}ying")
    } else if base.ends_with('e') && !base.ends_with("ee") && base.len() > 2 {
        format!("{}ing", &base[..base.len() - 1])
    } else {
        format!("{}ing", doubled(base))
    }
}

fn consonant_y(base: &str) -> Option<&str> {
    let stem = base.strip_suffix('y')?;
    (!stem.ends_with(['a', 'e', 'o', 'u'])).then_some(stem)
}

static DOUBLING: WordList = WordList::new(list!("doubling"));

/// The base with its last consonant doubled, where one short vowel precedes it.
fn doubled(base: &str) -> String {
    let bytes = base.as_bytes();
    let vowel = |b: u8| matches!(b, b'a' | b'e' | b'i' | b'o' | b'u');
    let n = bytes.len();
    if n >= 3
        && !vowel(bytes[n - 1])
        && !matches!(bytes[n - 1], b'w' | b'x' | b'y')
        && vowel(bytes[n - 2])
        && (!vowel(bytes[n - 3]) || (bytes[n - 3] == b'u' && bytes[n - 4.min(n)] == b'q'))
    {
        let one_syllable =
            bytes[..n - 2].iter().filter(|&&b| vowel(b)).count() == 0 || base.starts_with("qu");
        if one_syllable || DOUBLING.has(base) {
            return format!("{base}{}", char::from(bytes[n - 1]));
        }
    }
    base.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_forms_follow_spelling() {
        assert_eq!(past("stop"), "stopped");
        assert_eq!(past("carry"), "carried");
        assert_eq!(past("refer"), "referred");
        assert_eq!(past("offer"), "offered");
        assert_eq!(ing("lie"), "lying");
        assert_eq!(ing("agree"), "agreeing");
        assert_eq!(third("push"), "pushes");
    }

    #[test]
    fn irregular_forms_and_closed_classes_are_there() {
        let said = LEXICON.get("said");
        assert_eq!(said.form, form::PAST | form::PARTICIPLE);
        assert_eq!(said.verb, LEXICON.verb("say"));
        assert!(LEXICON.get("didn't").class & (class::NEG | class::DO) != 0);
        assert_eq!(LEXICON.get("found").verb, LEXICON.verb("find"));
        assert_eq!(LEXICON.get("zxcv"), Entry::default());
    }
}
