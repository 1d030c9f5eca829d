//! Cues: the verbs that ascribe, what each takes after it, and what it does.
//!
//! `cues.txt` holds a verb a line: its base form, its act, its frames. A frame is what may follow
//! the verb when it ascribes: `that` a clause, `to` an infinitive, `wh` a question, `np` a noun
//! phrase or a bare clause, `quote` a quotation, a preposition, or `end` where its content stands
//! before it.

use super::lexicon::LEXICON;
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

/// Names of the frames in `cues.txt`, and the words that begin them.
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
    /// True when a person may stand between it and its content: "told reporters that".
    pub addressed: bool,
}

const NONE: Cue = Cue { frames: 0, act: Act::Other, addressed: false };

/// By number of verb.
static CUES: LazyLock<Vec<Cue>> = LazyLock::new(|| {
    let mut cues = vec![NONE; LEXICON.verb_count() + 1];
    for line in include_str!("lists/cues.txt").lines() {
        let mut words = line.split(' ');
        let (Some(base), Some(act)) = (words.next(), words.next()) else { continue };
        let verb = LEXICON.verb(base);
        if verb == 0 {
            continue;
        }
        cues[usize::from(verb)] = Cue {
            frames: words.map(preposition).fold(0, |all, bit| all | bit),
            act: match act {
                "speech" => Act::Speech,
                "thought" => Act::Thought,
                "intention" => Act::Intention,
                "finding" => Act::Finding,
                _ => Act::Other,
            },
            addressed: ADDRESSED.split(' ').any(|word| word == base),
        };
    }
    cues
});

const ADDRESSED: &str =
    "tell ask remind assure warn inform advise persuade convince promise show reassure text email";

/// What the verb of this number does as a cue.
pub fn cue(verb: u16) -> Cue {
    CUES.get(usize::from(verb)).copied().unwrap_or(NONE)
}

/// The frame that `word`, in lower case, begins; 0 for none.
pub fn preposition(word: &str) -> u32 {
    FRAMES.iter().find(|(name, _)| *name == word).map_or(0, |&(_, bit)| bit)
}

/// Nouns that ascribe, with the word that comes before their content: "his support for".
pub const NOUNS: &[(&str, &[&str])] = &[
    ("support", &["for", "of"]),
    ("criticism", &["of"]),
    ("statement", &["that"]),
    ("claim", &["that"]),
    ("claims", &["that"]),
    ("belief", &["that", "in"]),
    ("fear", &["that", "of"]),
    ("fears", &["that", "of"]),
    ("concern", &["that", "about"]),
    ("concerns", &["that", "about"]),
    ("opposition", &["to"]),
    ("endorsement", &["of"]),
    ("attack", &["on"]),
    ("attacks", &["on"]),
    ("call", &["for", "to"]),
    ("calls", &["for", "to"]),
    ("promise", &["to", "that"]),
    ("promises", &["to", "that"]),
    ("pledge", &["to", "that"]),
    ("vow", &["to", "that"]),
    ("plan", &["to"]),
    ("plans", &["to"]),
    ("decision", &["to"]),
    ("assertion", &["that"]),
    ("argument", &["that"]),
    ("suggestion", &["that"]),
    ("allegation", &["that"]),
    ("allegations", &["that"]),
    ("warning", &["that"]),
    ("view", &["that", "of"]),
    ("hope", &["that", "of"]),
    ("hopes", &["that", "of"]),
    ("doubts", &["that", "about"]),
    ("comments", &["about", "on"]),
    ("remarks", &["about", "on"]),
    ("questions", &["about"]),
    ("desire", &["to", "for"]),
    ("proposal", &["to", "for"]),
    ("refusal", &["to"]),
    ("conclusion", &["that"]),
    ("announcement", &["that"]),
    ("complaints", &["that", "about"]),
    ("accusation", &["that"]),
    ("accusations", &["that"]),
];

/// Adjectives that ascribe after a form of "be", with the words that may follow.
pub const ADJECTIVES: &[(&str, &[&str])] = &[
    ("worried", &["that", "about"]),
    ("concerned", &["that", "about"]),
    ("confident", &["that", "in", "of"]),
    ("convinced", &["that", "of"]),
    ("hopeful", &["that"]),
    ("optimistic", &["that", "about"]),
    ("skeptical", &["that", "of", "about"]),
    ("sceptical", &["that", "of", "about"]),
    ("critical", &["of"]),
    ("supportive", &["of"]),
    ("sure", &["that", "of"]),
    ("certain", &["that", "of"]),
    ("aware", &["that", "of"]),
    ("afraid", &["that", "of", "to"]),
    ("eager", &["to"]),
    ("willing", &["to"]),
    ("unwilling", &["to"]),
    ("reluctant", &["to"]),
    ("determined", &["to"]),
    ("proud", &["of", "that", "to"]),
    ("glad", &["that", "to"]),
    ("happy", &["that", "to", "with"]),
    ("pleased", &["that", "to", "with"]),
    ("disappointed", &["that", "in", "with", "by"]),
    ("surprised", &["that", "by"]),
    ("adamant", &["that"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read_whole() {
        let said = cue(LEXICON.verb("say"));
        assert!(said.frames & frame::THAT != 0 && said.frames & frame::END != 0);
        assert_eq!(said.act, Act::Speech);
        for line in include_str!("lists/cues.txt").lines() {
            let base = line.split(' ').next().unwrap_or_default();
            assert_ne!(LEXICON.verb(base), 0, "{base} is no listed verb");
            assert_ne!(cue(LEXICON.verb(base)).frames, 0, "{base} has no frame");
        }
    }
}
