//! Places: countries with their adjectives and other names, states, provinces, large cities.

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
    for name in include_str!("lists/places.txt").split([',', '\n']).filter(|name| !name.is_empty()) {
        places.insert(name, Place::Other);
    }
    for line in include_str!("lists/countries.txt").lines() {
        let mut fields = line.split('|');
        let (Some(name), Some(adjectives), Some(others)) = (fields.next(), fields.next(), fields.next())
        else {
            continue;
        };
        for other in others.split(',').filter(|o| !o.is_empty()) {
            places.insert(other, Place::Country(name));
        }
        for adjective in adjectives.split(',').filter(|a| !a.is_empty()) {
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

/// The last word of a name that is a place: "Dunmore River".
pub const PLACE_WORDS: &str = "River Lake Mount Mountain Mountains County City Island Islands Street Avenue Road Sea Ocean Bay Valley Province Peninsula Desert Coast Beach Harbor Harbour Hills \
    Heights Square Park Airport Canal Strait Gulf Creek Forest Region District Township Village Town Plaza Boulevard Highway Bridge Tower Territory Cape Isle Prefecture Falls Canyon Border Strip";

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
