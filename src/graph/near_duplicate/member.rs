//! Members of blocks: what is compared of a claim, on one line that sorts by day.

use crate::graph::content::Names;
use crate::layers::{Polarity, Scope};
use crate::record::{ClaimRecord, Record};
use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};
use std::fmt::Write;

/// Words that a claim must have to be told from others; a number or a named actor counts for one more.
const LEAST: usize = 3;

/// Words that both claims must have where near wording decides.
pub const WORDS: usize = 4;

/// Most words that are compared.
const MOST: usize = 40;

/// Blocks of near wording that a claim belongs to, and words that must be shared to meet in one. Two
/// claims with seven in ten words in common meet in at least one with a probability of 0.93.
const BANDS: u64 = 4;
const ROWS: u64 = 2;

/// Sorts behind all days.
pub const UNKNOWN: &str = "~";

/// A claim as it is compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// Day of publication.
    pub day: Option<Date>,
    /// `clm:…`
    pub id: String,
    /// Content key, its digits.
    pub key: u64,
    /// Whether it denies.
    pub negative: bool,
    /// Modality, as the record has it.
    pub modality: String,
    /// Named actor who does it: the digits of the id.
    pub agent: Option<u64>,
    /// Named actor to whom it is done, likewise.
    pub patient: Option<u64>,
    /// Named actors that it is about, likewise, sorted.
    pub actors: Vec<u64>,
    /// Values of its numbers, sorted.
    pub numbers: Vec<String>,
    /// Hashes of its words, sorted.
    pub words: Vec<u32>,
}

/// The 16 hex digits behind a prefix of four.
pub fn digits(id: &str) -> u64 {
    id.get(4..20).and_then(|d| u64::from_str_radix(d, 16).ok()).unwrap_or_default()
}

/// The claims of `record` that can be told from others, each with the keys of its blocks.
pub fn members(record: &Record) -> Vec<(Vec<String>, Member)> {
    let names = Names::new(record);
    let named: FxHashSet<&str> =
        record.actors.iter().filter(|a| a.scope == Scope::Global).map(|a| a.id.as_str()).collect();
    record.claims.iter().filter_map(|claim| member(record, claim, &names, &named)).collect()
}

fn member(
    record: &Record,
    claim: &ClaimRecord,
    names: &Names,
    named: &FxHashSet<&str>,
) -> Option<(Vec<String>, Member)> {
    let content = names.content(claim);
    let actors = claim.actors.iter().filter(|id| named.contains(id.as_str()));
    let mut actors: Vec<u64> = actors.map(|id| digits(id)).collect();
    let mut numbers: Vec<String> =
        claim.quantity.iter().filter_map(|q| q.value).map(|value| value.to_string()).collect();
    let mut words: Vec<u32> = content.words.iter().map(|word| hash(word)).collect();
    let told = words.len() + usize::from(!actors.is_empty()) + usize::from(!numbers.is_empty());
    // Nobody repeats a question.
    if told < LEAST || claim.modality == crate::layers::Modality::Question {
        return None;
    }
    words.sort_unstable();
    words.dedup();
    words.truncate(MOST);
    numbers.sort_unstable();
    numbers.dedup();
    actors.sort_unstable();
    actors.dedup();
    let key = digits(&content.key);
    let actor = |id: Option<String>| id.filter(|id| named.contains(id.as_str())).map(|id| digits(&id));
    let mut blocks = vec![format!("k{key:016x}")];
    let bands = if words.len() < WORDS { 0 } else { BANDS };
    blocks.extend((0..bands).map(|band| {
        let mut block = format!("w{band}");
        for row in 0..ROWS {
            let _ = write!(
                block,
                "{:08x}",
                words.iter().map(|w| mixed(*w, band * ROWS + row)).min().unwrap_or(0)
            );
        }
        block
    }));
    Some((
        blocks,
        Member {
            day: record.published.as_deref().and_then(|day| day.parse().ok()),
            id: claim.id.clone(),
            key,
            negative: claim.polarity == Polarity::Negative,
            modality: claim.modality.as_str().to_owned(),
            agent: actor(content.agent),
            patient: actor(content.patient),
            actors,
            numbers,
            words,
        },
    ))
}

/// Hash of a word: the same on every machine and in every version (FNV-1a).
fn hash(word: &str) -> u32 {
    word.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// One of several independent orders of words (finalizer of splitmix64).
fn mixed(word: u32, order: u64) -> u32 {
    let mut x = u64::from(word) ^ (order + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (x >> 32) as u32
}

impl Member {
    /// As a line: day and id come first, so lines sort as [`Member::rank`] does.
    pub fn line(&self) -> String {
        let mut line = match self.day {
            Some(day) => day.to_string(),
            None => UNKNOWN.to_owned(),
        };
        let sign = if self.negative { '-' } else { '+' };
        let _ = write!(line, " {} {:x} {sign} {} ", self.id, self.key, self.modality);
        for actor in [self.agent, self.patient] {
            list(&mut line, actor.iter().map(|a| format!("{a:x}")));
            line.push(' ');
        }
        list(&mut line, self.actors.iter().map(|a| format!("{a:x}")));
        line.push(' ');
        list(&mut line, self.numbers.iter().cloned());
        line.push(' ');
        list(&mut line, self.words.iter().map(|w| format!("{w:x}")));
        line
    }

    /// Reads [`Member::line`]; actors become the head of their family in `heads`.
    pub fn read(line: &str, heads: &FxHashMap<u64, u64>) -> Option<Member> {
        let mut parts = line.split(' ');
        let day = parts.next()?;
        let (id, key) = (parts.next()?, u64::from_str_radix(parts.next()?, 16).ok()?);
        let (sign, modality) = (parts.next()?, parts.next()?);
        let items = |list| str::split(list, ',').filter(|item| !item.is_empty());
        let actor =
            |digits| u64::from_str_radix(digits, 16).ok().map(|id| heads.get(&id).copied().unwrap_or(id));
        let agent = items(parts.next()?).find_map(actor);
        let patient = items(parts.next()?).find_map(actor);
        let mut actors: Vec<u64> = items(parts.next()?).filter_map(actor).collect();
        actors.sort_unstable();
        actors.dedup();
        Some(Member {
            day: day.parse().ok(),
            id: id.to_owned(),
            key,
            negative: sign == "-",
            modality: modality.to_owned(),
            agent,
            patient,
            actors,
            numbers: items(parts.next()?).map(str::to_owned).collect(),
            words: items(parts.next()?).filter_map(|w| u32::from_str_radix(w, 16).ok()).collect(),
        })
    }

    /// What comes first was said first; unknown days come last.
    pub fn rank(&self) -> (bool, Option<Date>, &str) {
        (self.day.is_none(), self.day, &self.id)
    }

    /// The key of its article.
    pub fn article(&self) -> &str {
        self.id.split(':').nth(1).unwrap_or_default()
    }
}

fn list(line: &mut String, items: impl Iterator<Item = String>) {
    for (i, item) in items.enumerate() {
        if i > 0 {
            line.push(',');
        }
        line.push_str(&item);
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A claim of article `article` with these words.
    pub fn said(article: u32, day: &str, words: &str) -> Member {
        let mut words: Vec<u32> = words.split(' ').map(hash).collect();
        words.sort_unstable();
        Member {
            day: day.parse().ok(),
            id: format!("clm:{article:016x}:0-9:00000000"),
            key: u64::from(words.iter().fold(0u32, |sum, w| sum.wrapping_mul(31).wrapping_add(*w))),
            negative: false,
            modality: "asserted".into(),
            agent: None,
            patient: None,
            actors: Vec::new(),
            numbers: Vec::new(),
            words,
        }
    }

    #[test]
    fn a_line_holds_what_is_compared() {
        let mut member = said(1, "2026-03-01", "ferry sink off coast");
        (member.agent, member.actors) = (Some(9), vec![7, 9]);
        member.numbers = vec!["1.5".into(), "7".into()];
        let none = FxHashMap::default();
        assert_eq!(Member::read(&member.line(), &none), Some(member.clone()));
        let heads = FxHashMap::from_iter([(9, 7)]);
        assert_eq!(Member::read(&member.line(), &heads).map(|m| m.actors), Some(vec![7]));
        assert_eq!(Member::read(&member.line(), &heads).and_then(|m| m.agent), Some(7));
        let unknown = said(1, "", "ferry sink off coast");
        assert!(member.line() < unknown.line() && member.rank() < unknown.rank());
        assert_eq!(Member::read("2026-03-01 clm:1", &none), None);
    }
}
