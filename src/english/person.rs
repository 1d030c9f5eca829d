//! Persons: given names with their gender, titles, nouns for people.

use super::places::place;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

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

static GIVEN: LazyLock<FxHashMap<&'static str, Gender>> = LazyLock::new(|| {
    let mut names: FxHashMap<&'static str, Gender> = FxHashMap::default();
    for line in include_str!("lists/given.txt").lines() {
        let mut words = line.split(' ');
        let gender = if words.next() == Some("f") { Gender::Female } else { Gender::Male };
        for name in words {
            names
                .entry(name)
                .and_modify(|g| {
                    if *g != gender {
                        *g = Gender::Either
                    }
                })
                .or_insert(gender);
        }
    }
    names
});

/// The gender of a given name; `None` for what is not listed.
pub fn given(name: &str) -> Option<Gender> {
    GIVEN.get(name).copied()
}

/// What a title says of the person it stands before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Title {
    /// Gender, where it tells.
    pub gender: Option<Gender>,
    /// True for a function that is a role: "Senator", not "Mr.".
    pub role: bool,
}

const POLITE: &str = "Mr. Mr Mrs. Mrs Ms. Ms Miss Mx. Dr. Dr Prof. Prof Sir Dame Lord Lady Madam Rev. Reverend Fr. Hon. Imam Rabbi Sheikh Sister Brother";

const ROLES: &str = "President Vice Sen. Sens. Reps. Govs. Senators Undersecretary Senator Rep. Representative Congressman Congresswoman Gov. Governor Lt. Lieutenant Gen. General Col. Colonel Maj. Major Capt. Captain Cpl. Sgt. Sergeant \
    Adm. Admiral Cmdr. Commander Chief Justice Judge Minister Premier Chancellor Secretary Mayor Councilman Councilwoman Councillor Councilor Ambassador Prime King Queen Prince Princess Pope Bishop \
    Archbishop Cardinal Officer Detective Inspector Superintendent Sheriff Deputy Attorney Commissioner Chairman Chairwoman Chair Director CEO CFO Chancellor Professor Speaker Spokesman Spokeswoman \
    Spokesperson Coach Manager Editor Reporter Correspondent Emperor Sultan Emir Ayatollah Treasurer Comptroller Delegate Assemblyman Assemblywoman Pastor Lawmaker Strategist Pvt. Spc. Premier \
    Undersecretary Envoy Principal Dean Provost Constable Magistrate Nominee Candidate Leader Founder";

static TITLES: LazyLock<FxHashMap<&'static str, Title>> = LazyLock::new(|| {
    let mut titles = FxHashMap::default();
    for (list, role) in [(POLITE, false), (ROLES, true)] {
        for word in list.split_whitespace() {
            let gender = match word {
                "Mr." | "Mr" | "Sir" | "Lord" | "King" | "Prince" | "Congressman" | "Councilman" | "Pope"
                | "Spokesman" | "Chairman" | "Brother" | "Fr." | "Assemblyman" | "Sultan" => {
                    Some(Gender::Male)
                }
                "Mrs." | "Mrs" | "Ms." | "Ms" | "Miss" | "Dame" | "Lady" | "Madam" | "Queen" | "Princess"
                | "Congresswoman" | "Councilwoman" | "Spokeswoman" | "Chairwoman" | "Sister"
                | "Assemblywoman" => Some(Gender::Female),
                _ => None,
            };
            titles.insert(word, Title { gender, role });
        }
    }
    titles
});

/// What `word`, as written, says as a title.
pub fn title(word: &str) -> Option<Title> {
    TITLES.get(word).copied()
}

/// Titles that are part of the usual name when only one word follows: "Pope Pius", "Sister Ida".
const REGNAL: &[&str] = &[
    "King", "Queen", "Prince", "Princess", "Pope", "Emperor", "Sultan", "Emir", "Sister", "Brother", "Sir",
    "Dame", "Lady", "Lord",
];

/// Allegiances that stand before a name like a title: "Republican Ada Quill".
const ALLEGIANCES: &[&str] =
    &["Republican", "Democrat", "Democratic", "Independent", "Conservative", "Labour", "Liberal"];

/// `name` without the titles, the party and the place that stand before it: "Vermont Sen. Ada
/// Quill" is "Ada Quill", "Mr. Quill" is "Quill". What would leave nothing stays.
pub fn without_title(name: &str) -> &str {
    // Where each word starts.
    let starts: Vec<usize> =
        name.split_whitespace().map(|w| w.as_ptr() as usize - name.as_ptr() as usize).collect();
    let words: Vec<&str> = name.split_whitespace().collect();
    let last = words.len().saturating_sub(1);
    // "Norland Sen." and "Norland's prime minister": an abbreviated title ends what stands before it.
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
            || left >= 2 && ALLEGIANCES.contains(&word)
            // "US President"
            || left >= 2 && title(next).is_some() && place(word).is_some();
        // "Dean Quill" may be a given name; "Pope Pius" is how he is called.
        let stays = left == 1 && given(word).is_some()
            || REGNAL.contains(&word) && (left == 1 || left == 2 && roman(words[last]));
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

/// Nouns, in lower case, for one person, that may stand before a name or for one.
const PEOPLE: &str = "spokesman spokeswoman spokesperson director president chairman chairwoman chair chief manager secretary minister senator governor mayor judge justice lawyer attorney prosecutor \
    professor analyst economist strategist adviser advisor aide leader founder owner author writer reporter journalist correspondent columnist editor candidate nominee congressman congresswoman \
    lawmaker representative ambassador officer official commander general captain coach player actor actress singer star billionaire businessman businesswoman mogul politician activist expert \
    scientist researcher historian psychologist doctor physician nurse teacher student pastor bishop pope king queen prince princess man woman boy girl father mother son daughter wife husband brother \
    sister widow victim suspect witness resident voter veteran detective inspector sheriff commissioner deputy premier chancellor critic rival opponent survivor driver pilot farmer executive \
    superintendent incumbent democrat republican conservative";

static PERSON_NOUNS: LazyLock<FxHashMap<&'static str, Option<Gender>>> = LazyLock::new(|| {
    PEOPLE
        .split_whitespace()
        .map(|noun| {
            let gender = match noun {
                "man" | "boy" | "father" | "son" | "husband" | "brother" | "king" | "prince" | "pope"
                | "congressman" | "businessman" | "spokesman" | "chairman" | "actor" => Some(Gender::Male),
                "woman" | "girl" | "mother" | "daughter" | "wife" | "sister" | "queen" | "princess"
                | "widow" | "congresswoman" | "businesswoman" | "spokeswoman" | "chairwoman" | "actress" => {
                    Some(Gender::Female)
                }
                _ => None,
            };
            (noun, gender)
        })
        .collect()
});

/// For a noun, in lower case, for one person: `Some`, with its gender where it tells.
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
