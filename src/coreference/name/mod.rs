//! Names: which mentions by name refer to the same actor.
//!
//! Full names of persons make actors; surnames and given names join one of them, acronyms and short
//! forms the organization that they abbreviate, names and adjectives of a country the country. What
//! an actor is, all its mentions decide together.

pub mod evidence;
mod form;
pub mod missed_mention;
pub mod nested;
pub mod organization;
pub mod organization_name;
pub mod person;

use super::entity::Entity;
use crate::english::person::{Gender, given, title};
use crate::english::places::{Place, place};
use crate::layers::{ActorType, Form, Mention};
use crate::syntax::Words;
use form::Forms;
use organization::{acronym, initials, may_be_short, plain_key};
use person::{PersonName, ends, key};
use rustc_hash::FxHashMap;

/// The actors that `mentions`, in the order of the text, name; the second list gives the actor of
/// each mention.
pub fn cluster(words: &Words, mentions: &[Mention]) -> (Vec<Entity>, Vec<usize>) {
    let forms = Forms::new(words, mentions);
    let mut names = Names::default();
    // Full names first: a surname may precede the full name.
    let persons: Vec<(&str, PersonName)> = (forms.list().iter())
        .filter(|form| form.kind == ActorType::Person)
        .filter_map(|form| Some((form.text.as_str(), PersonName::parse(&form.text)?)))
        .collect();
    for form in forms.list() {
        if form.kind == ActorType::Person {
            if let Some(name) = PersonName::parse(&form.text)
                && names_of_parts(&persons, &name).is_none()
            {
                names.person(&form.text, name);
            }
        } else if form.named && form.text.contains(' ') && form.kind != ActorType::Place {
            names.organization(&form.text, form.kind);
        }
    }
    // "Al Moussi" and "Karim Nasser" are Karim Nasser Al Moussi, where only one person is called so.
    for (text, name) in &persons {
        if let Some(whole) = names_of_parts(&persons, name)
            && let Some(&actor) = names.by_full.get(whole)
        {
            names.by_full.insert((*text).to_owned(), actor);
        }
    }
    let mut actor_of = Vec::with_capacity(mentions.len());
    for (i, mention) in mentions.iter().enumerate() {
        let form = forms.of(i);
        let actor = names.look_up(words, mention, &form.text, form.kind);
        let entity = &mut names.entities[actor];
        entity.mentions.push(*mention);
        entity.add_form(&form.text);
        // "Dunmore, Norland" is a name of Dunmore, too.
        let whole = mention.span.of(words.text);
        if form.kind == ActorType::Place
            && whole.len() < LONGEST_PLACE
            && whole.contains(", ")
            && !whole.contains('\n')
        {
            entity.add_form(whole);
        }
        // What an acronym reads as says little where the name is known.
        if mention.form == Form::Name && (plain_key(&form.text) == plain_key(&entity.name)) {
            entity.vote(form.kind);
        }
        if let Some(gender) = titled(words, mention) {
            entity.gender = Some(gender);
        }
        actor_of.push(actor);
    }
    for entity in &mut names.entities {
        entity.settle();
    }
    (names.entities, actor_of)
}

/// The one longest full name of the article of which `name` is a part; `None` where there is none or several
/// people bear such a name.
fn names_of_parts<'n>(persons: &[(&'n str, PersonName)], name: &PersonName) -> Option<&'n str> {
    let mut longer = persons.iter().filter(|(_, other)| name.is_part_of(other));
    let longest = longer.clone().max_by_key(|(_, other)| other.word_count())?;
    let one = |(_, other): &(&str, PersonName)| {
        other == &longest.1 || other.is_part_of(&longest.1) || other.may_be(&longest.1)
    };
    longer.all(one).then_some(longest.0)
}

/// The gender that the title before a mention shows.
fn titled(words: &Words, mention: &Mention) -> Option<Gender> {
    let at = words.at(mention.span.start);
    title(words.of(at.checked_sub(1)?))?.gender
}

#[derive(Default)]
struct Names {
    entities: Vec<Entity>,
    /// Persons with all full names that they go by.
    persons: Vec<(usize, Vec<PersonName>)>,
    /// Persons, as indices into `persons`, by the last word of their names.
    by_last: FxHashMap<String, Vec<usize>>,
    /// The same by the first word.
    by_first: FxHashMap<String, Vec<usize>>,
    /// Full names as written.
    by_full: FxHashMap<String, usize>,
    /// Anything else by its whole name as it is compared.
    by_name: FxHashMap<String, usize>,
    /// Organizations by their initials.
    by_initials: FxHashMap<String, usize>,
    /// Organizations by each word of their names, as they are compared.
    by_word: FxHashMap<String, Vec<(usize, String)>>,
}

/// Longest name of a place with the place around it ("Dunmore, Norland"), in bytes; what is longer is a list.
const LONGEST_PLACE: usize = 60;

/// Longest acronym in brackets, in bytes.
const LONGEST_ACRONYM: usize = 8;

/// Actors looked back at for the name before a bracket; it keeps the cost linear in the length of an article.
const ACTORS_BACK: usize = 200;

/// Names looked at for one short form.
const LOOKED_AT: usize = 64;

impl Names {
    fn person(&mut self, text: &str, name: PersonName) {
        let last = last_word(text);
        let same: Vec<usize> = self
            .by_last
            .get(&last)
            .into_iter()
            .flatten()
            .take(LOOKED_AT)
            .copied()
            .filter(|&i| self.persons[i].1.iter().all(|n| n.may_be(&name)))
            .collect();
        // "J. Roe" may be Jane as well as John: it is then neither.
        if let [only] = same[..] {
            let (entity, names) = &mut self.persons[only];
            self.by_full.insert(text.to_owned(), *entity);
            if !names.contains(&name) && names.len() < LOOKED_AT {
                names.push(name);
            }
            return;
        }
        let mut entity = Entity::new(text, ActorType::Person);
        entity.gender = text.split(' ').next().and_then(given).filter(|g| *g != Gender::Either);
        let at = self.push(entity);
        self.by_full.insert(text.to_owned(), at);
        let place = self.persons.len();
        self.by_last.entry(last).or_default().push(place);
        self.by_first.entry(name.first().to_owned()).or_default().push(place);
        self.persons.push((at, vec![name]));
    }

    fn organization(&mut self, text: &str, kind: ActorType) {
        let name = plain_key(text);
        if self.by_name.contains_key(&name) {
            return;
        }
        let at = self.push(Entity::new(text, kind));
        for letters in initials(text) {
            self.by_initials.entry(letters).or_insert(at);
        }
        for word in name.split(' ') {
            let list = self.by_word.entry(word.to_owned()).or_default();
            if list.len() < LOOKED_AT {
                list.push((at, name.clone()));
            }
        }
        self.by_name.insert(name, at);
    }

    fn push(&mut self, entity: Entity) -> usize {
        self.entities.push(entity);
        self.entities.len() - 1
    }

    fn look_up(&mut self, words: &Words, mention: &Mention, form: &str, kind: ActorType) -> usize {
        let by_surname = self.by_last.contains_key(&last_word(form));
        let known = place(form);
        match known {
            Some(Place::Nationality(country)) => return self.whole(country, ActorType::Place),
            Some(Place::Country(country)) if !by_surname => return self.whole(country, ActorType::Place),
            _ => {}
        }
        if let Some(&full) = self.by_full.get(form) {
            return full;
        }
        let place_name = known.is_some() && kind == ActorType::Place;
        if !place_name && (kind == ActorType::Person || !form.contains(' ')) {
            let gender = titled(words, mention);
            if let Some(actor) = self.by_surname(form, gender) {
                return actor;
            }
            if kind == ActorType::Person
                && let Some(actor) = self.by_given(form)
            {
                return actor;
            }
        }
        if let Some(&at) = self.by_name.get(&plain_key(form)) {
            return at;
        }
        if let Some(letters) = acronym(form)
            && let Some(&at) = self.by_initials.get(&letters)
        {
            return at;
        }
        if let Some(at) = self.bracketed(words, mention) {
            self.by_name.entry(plain_key(form)).or_insert(at);
            return at;
        }
        if !matches!(kind, ActorType::Person | ActorType::Place)
            && let Some(at) = self.by_short(form)
        {
            return at;
        }
        self.whole(form, kind)
    }

    /// The person whose full name `form` may end: of several the one that a title fits, then the
    /// one who is named in full most often, then the one named last.
    fn by_surname(&self, form: &str, gender: Option<Gender>) -> Option<usize> {
        let short = form.split(' ').map(key).collect::<Vec<_>>().join(" ");
        let fits = |i: &&usize| self.persons[**i].1.iter().any(|n| n.ends_with(&short));
        let list = self.by_last.get(&last_word(form))?.iter().filter(fits);
        let rank = |i: &usize| {
            let entity = &self.entities[self.persons[*i].0];
            let fitting = gender.is_none_or(|g| entity.gender.is_none_or(|d| d == g));
            // Whom the article is about is named first and most, and was called by the surname before.
            let bare = entity.forms.iter().any(|f| key(f) == short);
            let named = entity.mentions.iter().filter(|m| m.form == Form::Name).count();
            // "Mogul Lund" of a headline is no full name beside "Tony Lund".
            let given = entity.name.split(' ').next().is_some_and(|first| given(first).is_some());
            let first = entity.mentions.first().map(|m| m.span.start);
            (fitting, bare, named, given, std::cmp::Reverse(first))
        };
        list.copied().max_by_key(|i| (rank(i), std::cmp::Reverse(*i))).map(|i| self.persons[i].0)
    }

    /// The only person whose full name `form` begins.
    fn by_given(&self, form: &str) -> Option<usize> {
        let short = form.split(' ').map(key).collect::<Vec<_>>().join(" ");
        let first = short.split(' ').next()?;
        let list = self.by_first.get(first)?;
        let mut fit = list.iter().filter(|&&i| self.persons[i].1.iter().any(|n| n.begins_with(&short)));
        match (fit.next(), fit.next()) {
            (Some(&only), None) => Some(self.persons[only].0),
            _ => None,
        }
    }

    /// The only organization that `form` may be short for.
    fn by_short(&self, form: &str) -> Option<usize> {
        let short = plain_key(form);
        let list = self.by_word.get(short.split(' ').next()?)?;
        let mut found = None;
        for (at, name) in list.iter().filter(|(_, name)| may_be_short(name, &short)) {
            // "Lund Harbour Board" and "Harbour Board" may both be meant by "Board" if they are one.
            match found {
                Some((other, long)) if other != *at && !ends(name, long) && !ends(long, name) => return None,
                _ => found = Some((*at, name)),
            }
        }
        found.map(|(at, _)| at)
    }

    /// The actor whose name precedes the bracket around `mention`.
    fn bracketed(&self, words: &Words, mention: &Mention) -> Option<usize> {
        let at = words.at(mention.span.start);
        let open = at.checked_sub(1)?;
        if words.of(open) != "("
            || words.list.get(at + 1).is_none_or(|w| w.span.of(words.text) != ")")
            || mention.span.len() > LONGEST_ACRONYM
        {
            return None;
        }
        let before = words.list.get(open.checked_sub(1)?)?.span.end;
        // Only the mention right before the bracket can be meant: it was the last one added.
        self.entities
            .iter()
            .enumerate()
            .rev()
            .take(ACTORS_BACK)
            .find(|(_, d)| {
                d.kind != ActorType::Person
                    && d.mentions.last().is_some_and(|m| m.span.end == before || m.span.end == before + 2)
            })
            .map(|(i, _)| i)
    }

    fn whole(&mut self, name: &str, kind: ActorType) -> usize {
        let at = match self.by_name.get(&plain_key(name)) {
            Some(&at) => return at,
            None => self.push(Entity::new(name, kind)),
        };
        if kind == ActorType::Person {
            self.entities[at].gender = given(name).filter(|g| *g != Gender::Either);
        }
        self.by_name.insert(plain_key(name), at);
        at
    }
}

/// The last word of a name that is no suffix, as it is compared.
fn last_word(name: &str) -> String {
    key(name.rsplit(' ').find(|w| !person::is_suffix(w)).unwrap_or(name))
}
