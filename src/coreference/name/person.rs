//! Names of persons taken apart, and which of them may be one person's.

use crate::english::list::{entries, list};
use std::borrow::Cow;
use std::sync::LazyLock;

/// Given names, lower case, and what their bearers are called for short, each line one name.
static NICKNAMES: LazyLock<Vec<Vec<&str>>> =
    LazyLock::new(|| entries(list!("nicknames")).map(|(line, _)| line.split(' ').collect()).collect());

/// What follows a surname without being part of it.
pub fn is_suffix(word: &str) -> bool {
    matches!(word, "Jr." | "Jr" | "Sr." | "Sr" | "II" | "III" | "IV")
}

/// A word of a name as it is compared: lower case, straight apostrophe, no full stop.
pub fn key(word: &str) -> String {
    let mut key = String::with_capacity(word.len());
    for c in word.chars() {
        match c {
            '’' | '‘' => key.push('\''),
            '.' | ',' | '"' | '“' | '”' => {}
            c => key.extend(c.to_lowercase()),
        }
    }
    key
}

/// A name of a person, of more than one word: its words as they are compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonName {
    /// All words but the suffix.
    words: Vec<String>,
    suffix: Option<String>,
}

impl PersonName {
    /// Takes `name` apart; `None` for a name of one word.
    pub fn parse(name: &str) -> Option<PersonName> {
        let mut raw: Vec<&str> = name.split_whitespace().collect();
        let suffix = raw.last().filter(|w| is_suffix(w)).map(|w| key(w));
        if suffix.is_some() {
            raw.pop();
        }
        // A nickname in quotation marks is told apart by its marks: Ada “Ace” Quill.
        raw.retain(|w| !w.starts_with(['"', '“', '(']));
        let words: Vec<String> = raw.iter().map(|w| key(w)).filter(|w| !w.is_empty()).collect();
        if words.len() < 2 {
            return None;
        }
        Some(PersonName { words, suffix })
    }

    /// The last word of the surname.
    pub fn last(&self) -> &str {
        &self.words[self.words.len() - 1]
    }

    /// The first given name.
    pub fn first(&self) -> &str {
        &self.words[0]
    }

    /// True when `short`, as it is compared, is how the end of this name may be used alone: "quill",
    /// "de quill", "ida quill" for Ada Ida de Quill.
    pub fn ends_with(&self, short: &str) -> bool {
        ends(&self.words.join(" "), short)
    }

    /// Number of words, without a suffix.
    pub fn word_count(&self) -> usize {
        self.words.len()
    }

    /// True where the words of this name are the middle or the end of those of `whole`, which has more: "Al Moussi" of
    /// "Karim Nasser Al Moussi".
    pub fn is_part_of(&self, whole: &PersonName) -> bool {
        let n = self.words.len();
        // Not the beginning: "Ada Lund Hammers" of a headline is a name with its verb.
        self.suffix.is_none()
            && n < whole.words.len()
            && whole.words.windows(n).skip(1).any(|part| part == self.words)
    }

    /// True when `short` is how the beginning of this name may be used alone.
    pub fn begins_with(&self, short: &str) -> bool {
        self.words.join(" ").strip_prefix(short).is_some_and(|rest| rest.starts_with(' '))
    }

    /// True when the two differ in middle names alone.
    pub fn same_first(&self, other: &PersonName) -> bool {
        self.words[0] == other.words[0] && self.words.last() == other.words.last()
    }

    /// True when both may be names of one person: "Jane Roe", "Jane M. Roe", "J. Roe" and "Janie
    /// Roe"; not "Jane Roe" and "John Roe", nor father and son.
    pub fn may_be(&self, other: &PersonName) -> bool {
        if self.suffix.is_some() && other.suffix.is_some() && self.suffix != other.suffix {
            return false;
        }
        if self.words.last() != other.words.last() {
            return false;
        }
        fn given(name: &PersonName) -> &[String] {
            &name.words[..name.words.len() - 1]
        }
        let (short, long) = match self.words.len() <= other.words.len() {
            true => (given(self), given(other)),
            false => (given(other), given(self)),
        };
        // Each given name of the shorter one is one of the longer one, in that order; the first
        // ones match, or the longer one leads with an initial: "J. Edgar Roe", "Edgar Roe".
        let mut at = 0;
        for (i, word) in short.iter().enumerate() {
            let Some(found) = long[at..].iter().position(|w| same_given(w, word)) else { return false };
            if i == 0 && found > 0 && long[0].chars().count() > 1 {
                return false;
            }
            at += found + 1;
        }
        true
    }
}

/// The first letters that forms of a given name begin with: of William those of Will and Bill.
pub fn first_letters(given: &str) -> Vec<char> {
    let all = NICKNAMES
        .iter()
        .filter(|line| line.contains(&given))
        .flat_map(|line| line.iter().copied())
        .chain([given]);
    let mut letters: Vec<char> = all.filter_map(|name| name.chars().next()).collect();
    letters.sort_unstable();
    letters.dedup();
    letters
}

/// The forms of a given name, itself included: of William Will and Bill.
pub fn forms(given: &str) -> Vec<&str> {
    let lines = NICKNAMES.iter().filter(|line| line.contains(&given));
    let mut forms: Vec<&str> = lines.flat_map(|line| line.iter().copied()).chain([given]).collect();
    forms.sort_unstable();
    forms.dedup();
    forms
}

/// True when `long` ends in the words of `short` and has more.
pub fn ends(long: &str, short: &str) -> bool {
    long.strip_suffix(short).is_some_and(|rest| rest.ends_with(' '))
}

/// True for two forms of one given name: the same, an initial, a short form.
fn same_given(a: &str, b: &str) -> bool {
    let initial = |short: &str, long: &str| short.chars().count() == 1 && long.starts_with(short);
    a == b
        || initial(a, b)
        || initial(b, a)
        || NICKNAMES.iter().any(|line| line.contains(&a) && line.contains(&b))
}

/// `name` on one line, apostrophes as written.
pub fn on_one_line(name: &str) -> Cow<'_, str> {
    if name.split(' ').all(|w| !w.is_empty() && !w.contains(char::is_whitespace)) {
        return Cow::Borrowed(name);
    }
    Cow::Owned(name.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(a: &str, b: &str) -> bool {
        let (Some(x), Some(y)) = (PersonName::parse(a), PersonName::parse(b)) else { return false };
        assert_eq!(x.may_be(&y), y.may_be(&x), "{a}, {b}");
        x.may_be(&y)
    }

    #[test]
    fn initials_middle_names_and_short_forms_are_one_person() {
        assert!(one("Jane Roe", "Jane M. Roe"));
        assert!(one("J. Roe", "Jane Roe"));
        assert!(one("William Roe", "Bill Roe"));
        assert!(one("J. Edgar Roe", "Edgar Roe"));
        assert!(one("Ann O’Roe", "Ann O'Roe"));
        assert!(one("Jane Roe Jr.", "Jane Roe"));
    }

    #[test]
    fn other_given_names_are_other_persons() {
        assert!(!one("Jane Roe", "John Roe"));
        assert!(!one("Jane A. Roe", "Jane B. Roe"));
        assert!(!one("Jane Roe Jr.", "Jane Roe Sr."));
        assert!(!one("Mary Jane Roe", "Jane Roe"));
    }

    #[test]
    fn a_surname_stands_alone_with_its_particles_or_without() {
        let name = PersonName::parse("Ada de la Quill Jr.").expect("a full name");
        assert_eq!((name.first(), name.last()), ("ada", "quill"));
        assert!(name.ends_with("quill") && name.ends_with("de la quill") && !name.ends_with("uill"));
        assert!(PersonName::parse("Quill").is_none());
    }
}
