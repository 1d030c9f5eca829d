//! Names of organizations: their acronyms, their short forms.

use super::person::key;
use crate::english::organization::{LEGAL_FORMS, NAME_PARTICLES, SHARED_NAME_WORDS, organization_word};
use crate::english::places::{Place, place};

/// A name as it is compared: lower case, no article, no legal form, straight apostrophes.
pub fn plain_key(name: &str) -> String {
    let mut words: Vec<String> = name
        .split_whitespace()
        .map(key)
        .filter(|w| !w.is_empty())
        .map(|w| if w == "&" { "and".into() } else { w })
        .collect();
    if words.len() > 1 && words[0] == "the" {
        words.remove(0);
    }
    while words.len() > 1 && words.last().is_some_and(|w| LEGAL_FORMS.has(w)) {
        words.pop();
    }
    if words.len() > 1 && words.last().is_some_and(|w| w == "and") {
        words.pop();
    }
    words.join(" ")
}

/// Letters of an acronym; a longer word in capitals is a name.
const ACRONYM: std::ops::RangeInclusive<usize> = 2..=8;

/// The letters of an acronym ("NHB", "U.N.", "M5S"); `None` for any other form, "AT&T" included.
pub fn acronym(form: &str) -> Option<String> {
    let letters: String = form.chars().filter(|c| *c != '.').collect();
    let short = ACRONYM.contains(&letters.chars().count());
    let may = |c: char| c.is_uppercase() || c.is_ascii_digit();
    (short && letters.starts_with(char::is_uppercase) && letters.chars().all(may)).then_some(letters)
}

/// The acronyms that a name may have: of its capitalised words, and of all its words.
pub fn initials(name: &str) -> Vec<String> {
    let words: Vec<&str> = name.split([' ', '-', '–', '/']).filter(|w| !w.is_empty()).collect();
    let first = |w: &str| w.chars().find(|c| c.is_alphanumeric());
    let large: String = words
        .iter()
        .filter(|w| !NAME_PARTICLES.has(&w.to_lowercase()))
        .filter_map(|w| first(w))
        .filter(|c| c.is_uppercase() || c.is_ascii_digit())
        .collect();
    let all: String = words.iter().filter_map(|w| first(w)).flat_map(char::to_uppercase).collect();
    let mut found = Vec::new();
    for one in [large, all] {
        if one.chars().count() > 1 && !found.contains(&one) {
            found.push(one);
        }
    }
    found
}

/// True when `short` may be `long` once that was named in full: its head ("Board" for "Norland
/// Harbour Board"), what it is of ("Quillism" for "Church of Quillism"), its first word when that is
/// its own ("Quill" for "Quill Shipping"), the whole but for the country or the place that it is in.
pub fn may_be_short(long: &str, short: &str) -> bool {
    if long == short {
        return true;
    }
    let Some(at) = find(long, short) else { return false };
    if SHARED_NAME_WORDS.has(short) {
        return false;
    }
    let (before, after) = (long[..at].trim_end(), long[at + short.len()..].trim_start());
    let one_word = !short.contains(' ');
    let of = |rest: &str| ["of ", "for ", "in ", "at ", "on "].iter().any(|p| rest.starts_with(p));
    if before.is_empty() {
        // "Quill" + "Shipping"; "Church" + "of Quillism"; "Ministry" + "of …".
        return of(after) || one_word && head_words(after) && capital_place(short).is_none();
    }
    if after.is_empty() || of(after) {
        let country = capital_place(before).is_some();
        let tail_of = before.ends_with(" of") && capital_place(short).is_none();
        return country || one_word && !before.is_empty() && (head(short) || tail_of);
    }
    false
}

/// Where `short` occurs in `long` as whole words.
fn find(long: &str, short: &str) -> Option<usize> {
    long.match_indices(short).map(|(at, _)| at).find(|&at| {
        let end = at + short.len();
        (at == 0 || long[..at].ends_with(' ')) && (end == long.len() || long[end..].starts_with(' '))
    })
}

/// A word that says what kind of organization it is: "board".
fn head(word: &str) -> bool {
    organization_word(&capitalised(word))
}

/// True when the last of `words` says what kind of organization it is.
fn head_words(words: &str) -> bool {
    words.rsplit(' ').next().is_some_and(head)
}

/// What the words, in lower case, are as a place.
fn capital_place(words: &str) -> Option<Place> {
    let name = words.split(' ').map(capitalised).collect::<Vec<_>>().join(" ");
    place(&name).or_else(|| match words {
        "us" => place("US"),
        "uk" => place("UK"),
        _ => None,
    })
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|c| c.to_uppercase().collect::<String>() + chars.as_str()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acronyms_skip_small_words_or_not() {
        assert_eq!(initials("Norland Harbour Board"), ["NHB"]);
        assert_eq!(initials("Department of the Sea"), ["DS", "DOTS"]);
        assert_eq!(acronym("U.N.").as_deref(), Some("UN"));
        assert_eq!(acronym("Norland"), None);
    }

    #[test]
    fn short_forms_are_heads_owners_and_names_without_their_country() {
        let short = |long: &str, short: &str| may_be_short(&plain_key(long), &plain_key(short));
        assert!(short("Norland Harbour Board", "Board"));
        assert!(short("Church of Quillism", "Quillism"));
        assert!(short("Church of Quillism", "the Church"));
        assert!(short("Italian Supreme Court of Appeal", "Supreme Court"));
        assert!(short("U.S. Justice Department", "Justice Department"));
        assert!(short("Quill Motors", "Quill"));
        assert!(!short("Ohio Valley Farmers Party", "Farmers Party"));
        assert!(!short("University of Oslo", "Oslo"));
        assert!(!short("New York Times", "New York"));
        assert!(!short("National Harbour Board", "National"));
    }

    #[test]
    fn legal_forms_and_articles_do_not_count() {
        assert_eq!(plain_key("The Quill & Lund Co."), "quill and lund");
        assert_eq!(plain_key("Quill Corp."), "quill");
        assert_eq!(plain_key("Group"), "group");
    }
}
