//! Cues: the verbs that ascribe, what each takes after it, and what it does.
//!
//! The list of cues gives a verb its act and its frames. A frame is what may follow the verb when it
//! ascribes: `that` a clause, `to` an infinitive, `wh` a question, `np` a noun phrase or a bare clause,
//! `quote` a quotation, a preposition, or `end` where its content precedes it.

use super::lexicon::LEXICON;
use super::list::{Table, entries, list};
use crate::closed_enum::names;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// What a cue says was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Act {
    /// "said", "wrote", "according to".
    Speech,
    /// "believes", "fears", "supports".
    Thought,
    /// "plans", "wants", "vowed".
    Intention,
    /// "found", "shows", "suggests".
    Finding,
    /// Anything else.
    Other,
}

names!(Act { Speech = "speech", Thought = "thought", Intention = "intention", Finding = "finding", Other = "other" });

/// What may follow a verb, one bit each; the names are those of [`FRAMES`].
#[allow(missing_docs)]
pub mod frame {
    pub const THAT: u32 = 1;
    pub const TO: u32 = 1 << 1;
    pub const WH: u32 = 1 << 2;
    pub const NP: u32 = 1 << 3;
    pub const QUOTE: u32 = 1 << 4;
    pub const END: u32 = 1 << 5;
    pub const OF: u32 = 1 << 6;
    pub const FOR: u32 = 1 << 7;
    pub const ON: u32 = 1 << 8;
    pub const ABOUT: u32 = 1 << 9;
    pub const WITH: u32 = 1 << 10;
    pub const AGAINST: u32 = 1 << 11;
    pub const AS: u32 = 1 << 12;
    pub const IN: u32 = 1 << 13;
    pub const AT: u32 = 1 << 14;
}

/// Names of the frames in the list, and the words that begin them.
const FRAMES: &[(&str, u32)] = &[
    ("that", frame::THAT),
    ("to", frame::TO),
    ("wh", frame::WH),
    ("np", frame::NP),
    ("quote", frame::QUOTE),
    ("end", frame::END),
    ("of", frame::OF),
    ("for", frame::FOR),
    ("on", frame::ON),
    ("about", frame::ABOUT),
    ("with", frame::WITH),
    ("against", frame::AGAINST),
    ("as", frame::AS),
    ("in", frame::IN),
    ("at", frame::AT),
];

/// What is known of a verb as a cue.
#[derive(Clone, Copy, Debug)]
pub struct Cue {
    /// Bits of [`frame`]; 0 for a verb that is no cue.
    pub frames: u32,
    /// What it does.
    pub act: Act,
    /// Whether an addressee may come between it and its content: "told reporters that".
    pub addressed: bool,
    /// True when to do so is to say that something is not so or will not be done: "deny", "refuse".
    pub denies: bool,
}

const NONE: Cue = Cue { frames: 0, act: Act::Other, addressed: false, denies: false };

/// By number of verb.
static CUES: LazyLock<Vec<Cue>> = LazyLock::new(|| {
    let mut cues = vec![NONE; LEXICON.verb_count() + 1];
    for (base, note) in entries(list!("cues")) {
        let verb = LEXICON.verb(base);
        if verb == 0 {
            continue;
        }
        let listed = |mark: &str| note.split(' ').any(|word| word == mark);
        cues[usize::from(verb)] = Cue {
            frames: note.split(' ').skip(1).map(preposition).fold(0, |all, bit| all | bit),
            act: match note.split(' ').next() {
                Some("speech") => Act::Speech,
                Some("thought") => Act::Thought,
                Some("intention") => Act::Intention,
                Some("finding") => Act::Finding,
                _ => Act::Other,
            },
            addressed: listed("addressed"),
            denies: listed("denies"),
        };
    }
    cues
});

/// What the verb of this number does as a cue.
pub fn cue(verb: u16) -> Cue {
    CUES.get(usize::from(verb)).copied().unwrap_or(NONE)
}

/// The frame that begins with `word`, in lower case; 0 if no frame does.
pub fn preposition(word: &str) -> u32 {
    FRAMES.iter().find(|(name, _)| *name == word).map_or(0, |&(_, bit)| bit)
}

static NOUNS: Table<&str> = Table::new(list!("cue_nouns"), |note| note);
static ADJECTIVES: Table<&str> = Table::new(list!("cue_adjectives"), |note| note);

/// The words that may lead to the content of a noun that ascribes, with blanks between: "for" and "of" of "his
/// support for"; `None` for any other noun. `noun` is in lower case.
pub fn noun(noun: &str) -> Option<&'static str> {
    NOUNS.get(noun).copied()
}

/// The same for an adjective behind a form of "be": "is worried that".
pub fn adjective(adjective: &str) -> Option<&'static str> {
    ADJECTIVES.get(adjective).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read_whole() {
        let said = cue(LEXICON.verb("say"));
        assert!(said.frames & frame::THAT != 0 && said.frames & frame::END != 0);
        assert_eq!(said.act, Act::Speech);
        for (base, _) in entries(list!("cues")) {
            assert_ne!(LEXICON.verb(base), 0, "{base} is no listed verb");
            assert_ne!(cue(LEXICON.verb(base)).frames, 0, "{base} has no frame");
        }
    }
}
