//! The forms of names in an article, and what each most likely names.

use super::person::{PersonName, key, on_one_line};
use crate::english::organization::organization_word;
use crate::english::person::{given, title, without_title};
use crate::english::places::{PLACE_WORDS, place};
use crate::layers::{ActorType, Form as MentionForm, Mention};
use crate::syntax::{Words, known};
use rustc_hash::{FxHashMap, FxHashSet};

/// A form of a name.
pub struct Form {
    /// On one line, without article; of a person, without title.
    pub text: String,
    /// What most of its mentions name.
    pub kind: ActorType,
    /// False where every mention is a modifier ("French").
    pub named: bool,
}

/// The forms of an article.
pub struct Forms {
    list: Vec<Form>,
    /// For each mention its form.
    of: Vec<usize>,
}

/// How often the reader took a form for each kind.
type Votes = [u32; 5];

impl Forms {
    /// The forms of `mentions`.
    pub fn new(words: &Words, mentions: &[Mention]) -> Forms {
        let mut places: FxHashMap<String, usize> = FxHashMap::default();
        let mut list: Vec<(String, Votes, bool)> = Vec::new();
        let mut surnames: FxHashSet<String> = FxHashSet::default();
        let mut of = Vec::with_capacity(mentions.len());
        for mention in mentions {
            let text = plain(mention.span.of(words.text));
            let kind = mention.kind.unwrap_or(ActorType::Other);
            if kind == ActorType::Person {
                surnames.extend(text.rsplit(' ').next().map(key));
            }
            let at = *places.entry(text.clone()).or_insert_with(|| {
                list.push((text, [0; 5], false));
                list.len() - 1
            });
            list[at].1[kind as usize] += 1;
            list[at].2 |= mention.form == MentionForm::Name;
            of.push(at);
        }
        let list = list
            .into_iter()
            .map(|(text, votes, named)| {
                let (text, kind) = judge(text, &votes, &surnames);
                Form { text, kind, named }
            })
            .collect();
        Forms { list, of }
    }

    /// In the order of their first mention.
    pub fn list(&self) -> &[Form] {
        &self.list
    }

    /// The form of mention number `i`.
    pub fn of(&self, i: usize) -> &Form {
        &self.list[self.of[i]]
    }
}

/// `name` on one line, without article and without a place that owns it: "Norland’s Lund Post".
fn plain(name: &str) -> String {
    let line = on_one_line(name);
    let bare = line.strip_prefix("The ").or_else(|| line.strip_prefix("the ")).unwrap_or(&line);
    let owned = ["'s ", "’s "].iter().find_map(|mark| bare.split_once(mark));
    match owned {
        Some((owner, rest)) if place(owner).is_some() && rest.starts_with(char::is_uppercase) => {
            rest.to_owned()
        }
        _ => bare.to_owned(),
    }
}

/// What a form names, and its text without what is no part of such a name.
fn judge(text: String, votes: &Votes, surnames: &FxHashSet<String>) -> (String, ActorType) {
    const KINDS: [ActorType; 5] =
        [ActorType::Person, ActorType::Organization, ActorType::Place, ActorType::Group, ActorType::Other];
    let kind = KINDS.into_iter().rev().max_by_key(|k| votes[*k as usize]).unwrap_or(ActorType::Other);
    let bare = without_title(&text);
    if kind == ActorType::Person {
        return (bare.to_owned(), kind);
    }
    if personal(&text, bare, surnames) {
        return (bare.to_owned(), ActorType::Person);
    }
    // "Lundby, Norland" is Lundby.
    if kind == ActorType::Place
        && let Some((place, _)) = text.split_once(", ")
    {
        return (place.to_owned(), kind);
    }
    let last = text.rsplit(' ').next().unwrap_or_default();
    let kind = match kind {
        ActorType::Other if organization_word(last) => ActorType::Organization,
        ActorType::Group if text.contains(' ') && organization_word(last) => ActorType::Organization,
        ActorType::Other | ActorType::Organization if text.contains(' ') && PLACE_WORDS.has(last) => {
            ActorType::Place
        }
        kind => kind,
    };
    (text, kind)
}

/// True when a form that the reader took for something else reads like a person's full name: a
/// title or a given name before words that no organization or place is named by, the last one a
/// surname of the article unless a title says enough.
fn personal(text: &str, bare: &str, surnames: &FxHashSet<String>) -> bool {
    let words: Vec<&str> = bare.split(' ').collect();
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
    if !(2..=4).contains(&words.len())
        || !words.iter().all(|w| w.starts_with(char::is_uppercase) && !known(w))
        || words.iter().any(|w| organization_word(w) || PLACE_WORDS.has(w))
        || place(bare).is_some()
        || PersonName::parse(bare).is_none()
    {
        return false;
    }
    let titled = text.len() > bare.len() && text.split(' ').any(|w| title(w).is_some());
    let called = given(first).is_some() && place(first).is_none();
    called && (titled || surnames.contains(&key(last))) || titled && surnames.contains(&key(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_name_is_a_person_whatever_the_reader_took_it_for() {
        let surnames: FxHashSet<String> = ["quill".to_owned()].into_iter().collect();
        let judged = |text: &str, kind: ActorType| {
            let mut votes = [0; 5];
            votes[kind as usize] = 1;
            judge(text.to_owned(), &votes, &surnames)
        };
        let person = |name: &str| (name.to_owned(), ActorType::Person);
        assert_eq!(judged("Republican Karen Quill", ActorType::Organization), person("Karen Quill"));
        assert_eq!(judged("Vermont Sen. Karen Lund", ActorType::Organization), person("Karen Lund"));
        assert_eq!(judged("Quill Group", ActorType::Other).1, ActorType::Organization);
        assert_eq!(judged("Karen Harbour", ActorType::Organization).1, ActorType::Place);
        assert_eq!(judged("Lundby, Norland", ActorType::Place).0, "Lundby");
        assert_eq!(plain("Norway’s Lund Post"), "Lund Post");
        assert_eq!(judged("Karen Lund", ActorType::Organization).1, ActorType::Organization);
    }
}
