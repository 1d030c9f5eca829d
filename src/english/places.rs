//! Places: countries with their adjectives and other names, states, provinces, large cities.

use super::list::{WordList, entries, list};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What a capitalised form says about places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A country by one of its names; the canonical one.
    Country(&'static str),
    /// Its adjective or the word for its people; the canonical name of the country.
    Nationality(&'static str),
    /// Any other place.
    Other,
}

static PLACES: LazyLock<FxHashMap<&'static str, Place>> = LazyLock::new(|| {
    let mut places = FxHashMap::default();
    for (name, _) in entries(list!("places")) {
        places.insert(name, Place::Other);
    }
    for (name, note) in entries(list!("countries")) {
        let (adjectives, others) = note.split_once('|').unwrap_or((note, ""));
        for other in others.split(',').filter(|other| !other.is_empty()) {
            places.insert(other, Place::Country(name));
        }
        for adjective in adjectives.split(',').filter(|adjective| !adjective.is_empty()) {
            places.insert(adjective, Place::Nationality(name));
        }
        places.insert(name, Place::Country(name));
    }
    places
});

/// What `form`, as written and without article, is as a place. The plural of a nationality
/// ("Americans") is one too.
pub fn place(form: &str) -> Option<Place> {
    if let Some(&found) = PLACES.get(form) {
        return Some(found);
    }
    // "U.S" at the end of a sentence, "U.K."
    if form.contains('.') && form.len() < 8 {
        let bare: String = form.chars().filter(|c| *c != '.').collect();
        return PLACES.get(bare.as_str()).copied().filter(|_| bare.chars().all(char::is_uppercase));
    }
    match PLACES.get(form.strip_suffix('s')?) {
        Some(&Place::Nationality(country)) => Some(Place::Nationality(country)),
        _ => None,
    }
}

/// Last words of names, as written, that make a name a place's: "Dunmore River".
pub static PLACE_WORDS: WordList = WordList::new(list!("place_words"));

/// Words, lower case, before a country that name a part of it: "northern Norland".
pub static REGION_WORDS: WordList = WordList::new(list!("region_words"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_go_by_many_names() {
        assert_eq!(place("U.S."), Some(Place::Country("United States")));
        assert_eq!(place("French"), Some(Place::Nationality("France")));
        assert_eq!(place("Kenyans"), Some(Place::Nationality("Kenya")));
        assert_eq!(place("U.S"), place("US"));
        assert_eq!(place("Oslo"), Some(Place::Other));
        assert_eq!(place("Quill"), None);
    }
}
