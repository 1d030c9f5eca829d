//! Persons: given names with their gender, titles, nouns for people.

use super::list::{Table, WordList, list};
use super::places::place;

/// Which pronoun fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gender {
    /// "he".
    Male,
    /// "she".
    Female,
    /// A name of either.
    Either,
}

impl Gender {
    /// The gender that a note of a list names.
    fn of_note(note: &str) -> Option<Gender> {
        let has = |mark: &str| note.split(',').any(|one| one == mark);
        match (has("male"), has("female")) {
            (true, true) => Some(Gender::Either),
            (true, false) => Some(Gender::Male),
            (false, true) => Some(Gender::Female),
            (false, false) => None,
        }
    }
}

static GIVEN: Table<Option<Gender>> = Table::new(list!("given"), Gender::of_note);

/// The gender of a given name; `None` for what is not listed.
pub fn given(name: &str) -> Option<Gender> {
    *GIVEN.get(name)?
}

/// What a title says about the person whose name it precedes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Title {
    /// Gender, if the title shows it.
    pub gender: Option<Gender>,
    /// True for a function that is a role: "Senator", not "Mr.".
    pub role: bool,
    /// True where it is part of the usual name when one word follows: "Pope Pius", "Sister Ida".
    regnal: bool,
    /// The noun, in lower case, that an abbreviation stands for: "senator".
    pub noun: Option<&'static str>,
}

static TITLES: Table<Title> = Table::new(list!("titles"), |note| {
    let has = |mark: &str| note.split(',').any(|one| one == mark);
    Title {
        gender: Gender::of_note(note),
        role: has("role"),
        regnal: has("regnal"),
        noun: note.split(',').find_map(|one| one.strip_prefix("noun:")),
    }
});

/// What `word`, as written, says as a title.
pub fn title(word: &str) -> Option<Title> {
    TITLES.get(word).copied()
}

static ALLEGIANCES: WordList = WordList::new(list!("allegiances"));

/// `name` without the titles, the party and the place before it: "Vermont Sen. Ada
/// Quill" is "Ada Quill", "Mr. Quill" is "Quill". What would leave nothing stays.
pub fn without_title(name: &str) -> &str {
    // Where each word starts.
    let starts: Vec<usize> =
        name.split_whitespace().map(|w| w.as_ptr() as usize - name.as_ptr() as usize).collect();
    let words: Vec<&str> = name.split_whitespace().collect();
    let last = words.len().saturating_sub(1);
    // "Norland Sen." and "Norland's prime minister": what precedes a name ends with an abbreviated title.
    let mut from = (1..last)
        .rev()
        .find(|&i| {
            words[i].ends_with('.')
                && title(words[i]).is_some()
                && words[..i].iter().all(|w| w.starts_with(char::is_uppercase))
        })
        .map_or(0, |i| i + 1);
    while from < last {
        let (word, next, left) = (words[from], words[from + 1], last - from);
        let goes = title(word).is_some()
            || word == "First" && next == "Lady"
            || left >= 2 && ALLEGIANCES.has(word)
            // "US President"
            || left >= 2 && title(next).is_some() && place(word).is_some();
        // "Dean Quill" may be a given name; "Pope Pius" is how he is called.
        let stays = left == 1 && given(word).is_some()
            || title(word).is_some_and(|t| t.regnal) && (left == 1 || left == 2 && roman(words[last]));
        if !goes || stays {
            break;
        }
        from += 1;
    }
    starts.get(from).map_or(name, |&at| &name[at..])
}

fn roman(word: &str) -> bool {
    word.chars().all(|c| matches!(c, 'I' | 'V' | 'X'))
}

static PERSON_NOUNS: Table<Option<Gender>> = Table::new(list!("person_nouns"), Gender::of_note);

/// Offices, in lower case, that are held of something: "minister of fisheries". Not "father of".
pub static OFFICES: WordList = WordList::new(list!("offices"));

/// Words, in lower case, for several people that do not end in -s: "police".
pub static GROUP_NOUNS: WordList = WordList::new(list!("group_nouns"));

/// The gender that a noun for one person, in lower case, shows, if any; `None` for any other noun.
pub fn person_noun(noun: &str) -> Option<Option<Gender>> {
    PERSON_NOUNS.get(noun).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_no_part_of_a_name() {
        for (name, bare) in [
            ("President Ada Quill", "Ada Quill"),
            ("Mr. Quill", "Quill"),
            ("Vice President Ada Quill", "Ada Quill"),
            ("Vermont Sen. Ada Quill", "Ada Quill"),
            ("Republican Ada Quill", "Ada Quill"),
            ("US President Ada Quill", "Ada Quill"),
            ("First Lady Ada Quill", "Ada Quill"),
            ("Pope Pius", "Pope Pius"),
            ("King Otto II", "King Otto II"),
            ("Dean Quill", "Dean Quill"),
            ("J. D. Quill", "J. D. Quill"),
            ("JD Quill", "JD Quill"),
            ("President", "President"),
            ("", ""),
        ] {
            assert_eq!(without_title(name), bare, "{name}");
        }
    }
}
