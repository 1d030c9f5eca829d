//! Ids: functions of text, span, name and type alone, never of order, path or run.
//!
//! This is the only place where ids are made. `K` below is the article's key: the first 16 hex
//! digits of the SHA-256 of its text.
//!
//! | what | id |
//! | --- | --- |
//! | article | `art:K` |
//! | actor, named | `act:` + hash(type, normalised name) |
//! | actor, unnamed | `act:` + hash(article id, type, normalised name) |
//! | mention | `men:K:start-end` |
//! | date | `dat:K:start-end` |
//! | quote | `quo:K:start-end:` + hash(cue span), 8 digits |
//! | claim | `clm:K:start-end:` + hash(subject, predicate, object), 8 digits |
//! | report | `doc:` + hash(article id, normalised name) |
//!
//! Offsets are code points; the parts of a hash are joined with U+001F.

use sha2::{Digest, Sha256};
use std::fmt::Write;
use unicode_normalization::UnicodeNormalization;

/// Separates the parts of a hash.
const SEPARATOR: &[u8] = b"\x1f";

/// SHA-256 as lower-case hex, 64 digits.
pub fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The first `digits` hex digits of the SHA-256 of `parts`.
fn hash(parts: &[&str], digits: usize) -> String {
    let mut hasher = Sha256::new();
    for (i, part) in parts.iter().enumerate() {
        if i > 0 {
            hasher.update(SEPARATOR);
        }
        hasher.update(part.as_bytes());
    }
    let mut hex = String::with_capacity(digits);
    for byte in &hasher.finalize()[..digits.div_ceil(2)] {
        let _ = write!(hex, "{byte:02x}");
    }
    hex.truncate(digits);
    hex
}

/// Names are the same when this is: NFKC, lower case, a straight apostrophe, no leading article,
/// single blanks.
pub fn normal_name(name: &str) -> String {
    let folded: String =
        name.nfkc().flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c }).collect();
    let mut words: Vec<&str> = folded.split_whitespace().collect();
    if words.len() > 1 && matches!(words[0], "the" | "a" | "an") {
        words.remove(0);
    }
    words.join(" ")
}

/// The ids of one article and of what is located in it.
#[derive(Clone, Debug)]
pub struct ArticleIds {
    sha256: String,
}

impl ArticleIds {
    /// Hashes the text.
    pub fn new(text: &str) -> Self {
        ArticleIds { sha256: sha256_hex(text.as_bytes()) }
    }

    /// SHA-256 of the text, 64 digits.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// The 16 digits that the ids below hold.
    pub fn key(&self) -> &str {
        &self.sha256[..16]
    }

    /// `art:K`.
    pub fn article(&self) -> String {
        format!("art:{}", self.key())
    }

    /// The id of an actor that is only known in this article.
    pub fn local_actor(&self, kind: &str, name: &str) -> String {
        format!("act:{}", hash(&[&self.article(), kind, &normal_name(name)], 16))
    }

    /// The id of a report that speaks in this article: "a blog post".
    pub fn report(&self, name: &str) -> String {
        format!("doc:{}", hash(&[&self.article(), &normal_name(name)], 16))
    }

    /// The id of a date; `at` is in code points.
    pub fn date(&self, at: (usize, usize)) -> String {
        format!("dat:{}:{}-{}", self.key(), at.0, at.1)
    }

    /// The id of a mention; `at` is in code points.
    pub fn mention(&self, at: (usize, usize)) -> String {
        mention(self.key(), at)
    }

    /// The id of a quote: `at` and `cue` are the hulls of its content and its cue, in code points.
    pub fn quote(&self, at: (usize, usize), cue: Option<(usize, usize)>) -> String {
        let cue = cue.map_or_else(|| "none".to_string(), |(start, end)| format!("{start}-{end}"));
        format!("quo:{}:{}-{}:{}", self.key(), at.0, at.1, hash(&[&cue], 8))
    }

    /// The id of a claim at `at`, in code points.
    pub fn claim(&self, at: (usize, usize), subject: &str, predicate: &str, object: Option<&str>) -> String {
        let hashed = hash(&[subject, predicate, object.unwrap_or("")], 8);
        format!("clm:{}:{}-{}:{}", self.key(), at.0, at.1, hashed)
    }
}

/// The id of an actor that has a name: the same in every article.
pub fn global_actor(kind: &str, name: &str) -> String {
    format!("act:{}", hash(&[kind, &normal_name(name)], 16))
}

/// The id of a mention in the article with this key; `at` is in code points.
pub fn mention(key: &str, at: (usize, usize)) -> String {
    format!("men:{key}:{}-{}", at.0, at.1)
}

/// The key of what a claim says, given in parts that [`super::content`] makes: equal for claims of any
/// article that say the same.
pub fn content_key(parts: &[&str]) -> String {
    format!("key:{}", hash(parts, 16))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_differ_in_case_article_and_apostrophe_are_one() {
        assert_eq!(normal_name("The  O’Neill   Group"), normal_name("o'neill group"));
        assert_eq!(normal_name("The"), "the");
        assert_eq!(global_actor("person", "Ada Lund"), global_actor("person", "ADA  LUND"));
        assert_ne!(global_actor("person", "Ada Lund"), global_actor("organization", "Ada Lund"));
    }

    #[test]
    fn ids_depend_on_text_and_span_alone() {
        let ids = ArticleIds::new("Ada Lund said so.");
        assert_eq!(ids.article(), ArticleIds::new("Ada Lund said so.").article());
        assert_eq!(ids.mention((0, 8)), format!("men:{}:0-8", ids.key()));
        assert_ne!(ids.quote((14, 16), Some((9, 13))), ids.quote((14, 16), None));
    }
}
