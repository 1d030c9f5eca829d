//! Names: which mentions by name stand for the same actor.
//!
//! Full names of persons make actors; surnames and given names join the one named last, acronyms
//! the name that they abbreviate, names and adjectives of a country the country.

use super::draft::Draft;
use crate::extract::actor::person::{Gender, given, title};
use crate::extract::actor::places::{Place, place};
use crate::extract::actor::{ActorType, Form, Mention};
use crate::extract::word::Words;
use rustc_hash::FxHashMap;

/// The actors that `mentions`, in the order of the text, name; the second list gives the actor of
/// each mention.
pub fn cluster(words: &Words, mentions: &[Mention]) -> (Vec<Draft>, Vec<usize>) {
    let mut names = Names::default();
    let forms: Vec<String> = mentions.iter().map(|m| plain(m.span.of(words.text))).collect();
    // Full names first: a surname may stand before the name that explains it.
    for (mention, form) in mentions.iter().zip(&forms) {
        if mention.kind == Some(ActorType::Person) && full(form) {
            names.person(form);
        } else if mention.form == Form::Name && mention.kind != Some(ActorType::Place) && form.contains(' ') {
            names.organization(form);
        }
    }
    let mut of = Vec::with_capacity(mentions.len());
    for (mention, form) in mentions.iter().zip(&forms) {
        let actor = names.look_up(words, mention, form);
        names.drafts[actor].mentions.push(*mention);
        names.drafts[actor].add_form(form);
        if let Some(gender) = titled(words, mention) {
            names.drafts[actor].gender = Some(gender);
        }
        of.push(actor);
    }
    for draft in &mut names.drafts {
        draft.settle_name();
    }
    (names.drafts, of)
}

/// `name` on one line, without article.
fn plain(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for word in name.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    match out.strip_prefix("The ").or_else(|| out.strip_prefix("the ")) {
        Some(rest) => rest.to_owned(),
        None => out,
    }
}

/// True for a name of a person with more than a surname.
fn full(name: &str) -> bool {
    name.contains(' ')
}

/// What follows a surname and is none.
fn is_suffix(word: &str) -> bool {
    matches!(word, "Jr." | "Jr" | "Sr." | "Sr" | "II" | "III" | "IV")
}

fn surname(name: &str) -> &str {
    name.rsplit(' ').find(|w| !is_suffix(w)).unwrap_or(name)
}

fn first_name(name: &str) -> &str {
    name.split(' ').next().unwrap_or(name)
}

/// The gender that the title before a mention tells.
fn titled(words: &Words, mention: &Mention) -> Option<Gender> {
    let at = words.at(mention.span.start);
    title(words.of(at.checked_sub(1)?))?.gender
}

#[derive(Default)]
struct Names {
    drafts: Vec<Draft>,
    /// Persons by surname, in order of first mention.
    by_surname: FxHashMap<String, Vec<usize>>,
    by_first: FxHashMap<String, Vec<usize>>,
    /// Anything else by its whole name.
    by_name: FxHashMap<String, usize>,
    /// Organizations by their initials.
    by_initials: FxHashMap<String, usize>,
    /// Organizations by a last or first word of their own.
    by_part: FxHashMap<String, Option<usize>>,
    /// The last actor of a surname that was mentioned.
    recent: FxHashMap<String, usize>,
}

impl Names {
    fn person(&mut self, name: &str) -> usize {
        let (first, last) = (first_name(name), surname(name));
        if let Some(list) = self.by_surname.get(last)
            && let Some(&found) = list.iter().find(|&&i| same_person(&self.drafts[i].name, name))
        {
            if name.len() > self.drafts[found].name.len() {
                self.drafts[found].name = name.to_owned();
            }
            return found;
        }
        let mut draft = Draft::new(name, ActorType::Person);
        draft.gender = given(first).filter(|g| *g != Gender::Either);
        let at = self.push(draft);
        self.by_surname.entry(last.to_owned()).or_default().push(at);
        self.by_first.entry(first.to_owned()).or_default().push(at);
        at
    }

    fn organization(&mut self, name: &str) -> usize {
        if let Some(&found) = self.by_name.get(name) {
            return found;
        }
        let at = self.push(Draft::new(name, ActorType::Organization));
        self.by_name.insert(name.to_owned(), at);
        let initials: String =
            name.split([' ', '-']).filter_map(|w| w.chars().next()).filter(|c| c.is_uppercase()).collect();
        if initials.chars().count() > 1 {
            self.by_initials.entry(initials).or_insert(at);
        }
        for part in [name.rsplit(' ').next(), name.split(' ').next()].into_iter().flatten() {
            // A part that two organizations share stands for neither.
            self.by_part
                .entry(part.to_owned())
                .and_modify(|a| {
                    if *a != Some(at) {
                        *a = None
                    }
                })
                .or_insert(Some(at));
        }
        at
    }

    fn push(&mut self, draft: Draft) -> usize {
        self.drafts.push(draft);
        self.drafts.len() - 1
    }

    fn look_up(&mut self, words: &Words, mention: &Mention, form: &str) -> usize {
        let is_surname = self.by_surname.contains_key(form);
        match place(form).filter(|p| !is_surname || matches!(p, Place::Nationality(_))) {
            Some(Place::Country(country) | Place::Nationality(country)) => {
                return self.whole(country, ActorType::Place);
            }
            Some(Place::Other) if mention.kind == Some(ActorType::Place) => {
                return self.whole(form, ActorType::Place);
            }
            _ => {}
        }
        let kind = mention.kind.unwrap_or(ActorType::Other);
        if kind == ActorType::Person && full(form) {
            let at = self.person(form);
            self.recent.insert(surname(form).to_owned(), at);
            return at;
        }
        if !form.contains(' ') && (kind != ActorType::Place || is_surname) {
            if let Some(list) = self.by_surname.get(form) {
                let at = self.recent.get(form).copied().unwrap_or(list[0]);
                return at;
            }
            if let Some(list) = self.by_first.get(form)
                && kind == ActorType::Person
            {
                return list[0];
            }
            let initials: String = form.chars().filter(|c| c.is_uppercase()).collect();
            if initials.len() > 1
                && form.chars().all(|c| c.is_uppercase() || c == '.')
                && let Some(&at) = self.by_initials.get(&initials)
            {
                return at;
            }
        }
        // "Harbour Board (HB)"
        if let Some(at) = self.bracketed(words, mention) {
            self.by_name.entry(form.to_owned()).or_insert(at);
            return at;
        }
        if kind == ActorType::Organization
            && !self.by_name.contains_key(form)
            && let Some(&Some(at)) = self.by_part.get(form)
            && !generic(form)
        {
            return at;
        }
        self.whole(form, kind)
    }

    /// The actor whose name stands before the bracket that `mention` stands in.
    fn bracketed(&self, words: &Words, mention: &Mention) -> Option<usize> {
        let at = words.at(mention.span.start);
        let open = at.checked_sub(1)?;
        if words.of(open) != "("
            || words.list.get(at + 1).is_none_or(|w| w.span.of(words.text) != ")")
            || mention.span.len() > 8
        {
            return None;
        }
        let before = words.list.get(open.checked_sub(1)?)?.span.end;
        // Only the mention right before the bracket can be meant: it was the last one added.
        self.drafts
            .iter()
            .enumerate()
            .rev()
            .take(200)
            .find(|(_, d)| {
                d.kind != ActorType::Person
                    && d.mentions.last().is_some_and(|m| m.span.end == before || m.span.end == before + 2)
            })
            .map(|(i, _)| i)
    }

    fn whole(&mut self, name: &str, kind: ActorType) -> usize {
        if let Some(&at) = self.by_name.get(name) {
            return at;
        }
        let mut draft = Draft::new(name, kind);
        if kind == ActorType::Person {
            draft.gender = given(name).filter(|g| *g != Gender::Either);
        }
        let at = self.push(draft);
        self.by_name.insert(name.to_owned(), at);
        at
    }
}

/// True for parts of names that too many organizations share.
fn generic(part: &str) -> bool {
    matches!(
        part,
        "National"
            | "American"
            | "University"
            | "International"
            | "United"
            | "Department"
            | "New"
            | "House"
            | "State"
            | "Federal"
            | "Center"
            | "Office"
            | "Group"
            | "Party"
            | "Association"
            | "Foundation"
    )
}

/// "Jane Roe", "Jane M. Roe" and "J. Roe" are one; so are "Roe" alone and they.
fn same_person(a: &str, b: &str) -> bool {
    let (x, y) = (first_name(a), first_name(b));
    let initial = |short: &str, long: &str| {
        short.trim_end_matches('.').chars().count() == 1 && long.starts_with(short.trim_end_matches('.'))
    };
    surname(a) == surname(b) && (x == y || initial(x, y) || initial(y, x))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_and_middle_names_are_one_person() {
        assert!(same_person("Jane Roe", "Jane M. Roe"));
        assert!(same_person("J. Roe", "Jane Roe"));
        assert!(!same_person("Jane Roe", "John Roe"));
        assert_eq!(surname("Ada Quill Jr."), "Quill");
    }
}
