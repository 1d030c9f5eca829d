//! Organizations: words of their names, nouns that refer to one, and well-known ones.

use super::list::{Marks, Table, WordList, entries, list, marks};
use std::sync::LazyLock;

marks! {
    /// What a word of a name says beside that the name is an organization's.
    enum NameWord {
        Newspaper = "newspaper",
    }
}

static NAME_WORDS: Table<Marks<NameWord>> = Table::marked(list!("organization_words"));
static WELL_KNOWN: WordList = WordList::new(list!("well_known_organizations"));

/// True when a name with `word` in it is most likely an organization.
pub fn organization_word(word: &str) -> bool {
    NAME_WORDS.get(word).is_some() || WELL_KNOWN.has(word)
}

/// True for a word in the names of newspapers: "Herald".
pub fn newspaper_word(word: &str) -> bool {
    NAME_WORDS.has(word, NameWord::Newspaper)
}

marks! {
    /// How a noun relates to the names of the organizations that it refers to.
    pub enum NounUse {
        /// What is called so has the word in its name: "the court" is no company.
        Named = "named",
        /// What is called so is not known by its name: "the government".
        Unnamed = "unnamed",
        /// What is called so is a newspaper or a magazine.
        Newspaper = "newspaper",
    }
}

static NOUNS: Table<Marks<NounUse>> = Table::marked(list!("organization_nouns"));

/// True for a noun, in lower case, that refers to one organization.
pub fn organization_noun(noun: &str) -> bool {
    NOUNS.get(noun).is_some()
}

/// True for such a noun that is used so.
pub fn noun_use(noun: &str, mark: NounUse) -> bool {
    NOUNS.has(noun, mark)
}

marks! {
    /// Whose an institution is.
    pub enum Holder {
        /// A country: "the Norwegian police".
        Country = "country",
        /// A person: "the Quill campaign".
        Person = "person",
        /// Whoever leads it, but no organization: "the Quill cabinet".
        Leader = "leader",
    }
}

static INSTITUTIONS: LazyLock<Vec<(&str, Marks<Holder>)>> =
    LazyLock::new(|| entries(list!("institutions")).map(|(noun, note)| (noun, Marks::read(note))).collect());

/// What each holder has one of, of one word or more: "government", "air force".
pub fn institutions(holder: Holder) -> impl Iterator<Item = &'static str> + Clone {
    INSTITUTIONS.iter().filter(move |(_, marks)| marks.has(holder)).map(|(noun, _)| *noun)
}

/// Institutions that a place has, as their names spell them: "University of Sorrin".
pub static PLACE_INSTITUTIONS: WordList = WordList::new(list!("place_institutions"));

/// Legal forms at the end of a name, lower case.
pub static LEGAL_FORMS: WordList = WordList::new(list!("legal_forms"));

/// Words of a name, lower case, that its acronym may leave out.
pub static NAME_PARTICLES: WordList = WordList::new(list!("name_particles"));

/// Words of names, lower case, that too many organizations share to identify one of them.
pub static SHARED_NAME_WORDS: WordList = WordList::new(list!("shared_name_words"));
