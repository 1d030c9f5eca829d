//! Members of blocks: an actor under a key that it may share with other names of the same one.

use crate::coreference::name::organization::{acronym, initials, may_be_short, plain_key};
use crate::coreference::name::person::PersonName;
use crate::english::organization::organization_word;
use crate::graph::profile::Profile;
use crate::layers::{ActorType, Scope};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Aliases and roles that go into a block.
const LISTED: usize = 12;

/// Why an actor stands in a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Why {
    /// The key is its name.
    Name,
    /// The key is another form of its name that an article has.
    Alias,
    /// The key is its surname.
    Surname,
    /// The key is made of its initials.
    Initials,
}

/// An actor in a block.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Member {
    /// Why it is here.
    pub why: Why,
    /// What is known of it.
    pub profile: Profile,
}

impl Member {
    /// A member with what a block needs of `profile`.
    pub fn new(why: Why, profile: &Profile) -> Member {
        let mut profile = profile.clone();
        profile.aliases.clear();
        profile.roles.truncate(LISTED);
        Member { why, profile }
    }
}

/// Blocks that an actor belongs to, each with the reason.
///
/// A key begins with what it is a key of: `n` for whole names and aliases, `p` for surnames, `a` for
/// acronyms. Actors without a name belong to none.
pub fn blocks(profile: &Profile) -> Vec<(String, Why)> {
    if profile.scope != Scope::Global {
        return Vec::new();
    }
    let mut keys = Vec::new();
    let name = folded(&plain_key(&profile.name));
    keys.push((format!("n {name}"), Why::Name));
    if profile.kind == ActorType::Person {
        if let Some(full) = PersonName::parse(&profile.name) {
            let surname = folded(full.last());
            keys.push((format!("n {surname}"), Why::Surname));
            keys.push((format!("p {surname}"), Why::Name));
        } else {
            keys.push((format!("p {name}"), Why::Surname));
        }
    } else {
        for alias in &profile.aliases {
            let short = folded(&plain_key(alias));
            // "Board" is the short form of too many.
            let own = !short.is_empty() && !organization_word(alias) && may_be_short(&name, &short);
            if acronym(alias).is_some() || own {
                keys.push((format!("n {short}"), Why::Alias));
            }
        }
        if let Some(letters) = acronym(&profile.name) {
            keys.push((format!("a {letters}"), Why::Name));
        } else if profile.name.contains(' ') && profile.kind == ActorType::Organization {
            keys.extend(initials(&profile.name).into_iter().map(|l| (format!("a {l}"), Why::Initials)));
        }
    }
    keys.sort();
    keys.dedup_by(|a, b| a.0 == b.0);
    keys
}

/// A name as it is compared across articles: without accents.
pub(in crate::graph) fn folded(name: &str) -> String {
    name.nfkd().filter(|c| !is_combining_mark(*c)).collect()
}

#[cfg(test)]
pub(in crate::graph) mod tests {
    use super::*;

    /// An actor with a name, known from so many articles.
    pub fn actor(name: &str, kind: ActorType, articles: u64) -> Profile {
        Profile {
            id: crate::graph::id::global_actor(kind.as_str(), name),
            name: name.to_owned(),
            kind,
            scope: Scope::Global,
            aliases: Vec::new(),
            roles: Vec::new(),
            articles,
            mentions: articles,
            quotes: 0,
            he: 0,
            she: 0,
            first: None,
            last: None,
            context: Vec::new(),
            external: None,
        }
    }

    #[test]
    fn persons_stand_under_their_surnames_and_organizations_under_their_acronyms() {
        let keys = |profile: &Profile| blocks(profile).into_iter().map(|(key, _)| key).collect::<Vec<_>>();
        let lund = actor("Ada Lúnd", ActorType::Person, 1);
        assert_eq!(keys(&lund), ["n ada lund", "n lund", "p lund"]);
        let mut board = actor("Norland Harbour Board", ActorType::Organization, 1);
        board.aliases = vec!["Board".into(), "NHB".into(), "somebody".into()];
        assert_eq!(keys(&board), ["a NHB", "n nhb", "n norland harbour board"]);
        board.scope = Scope::Article;
        assert!(keys(&board).is_empty());
    }
}
