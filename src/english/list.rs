//! Lists: words of English as data, one purpose per file under `lists/`.
//!
//! Lines that begin with `#` are the header of a file: what the list is, `Source:` where it came from, and
//! `Resembles:` the lists that share most of its words on purpose. A [`WordList`] holds words with white space
//! between them. A [`Table`] holds an entry per line: a word, a name or a phrase, and what is noted about it
//! behind two spaces. `#` never begins an entry.

use rustc_hash::{FxHashMap, FxHashSet};
use std::marker::PhantomData;
use std::sync::OnceLock;

/// The text of a list file.
macro_rules! list {
    ($name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/english/lists/", $name, ".txt"))
    };
}
pub(crate) use list;

/// The words of a file in its order, header left out.
pub fn words(text: &'static str) -> impl Iterator<Item = &'static str> {
    lines(text).flat_map(str::split_whitespace)
}

/// The entries of a file in its order, each with its note, which may be empty.
pub fn entries(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    lines(text).map(|line| {
        let (entry, note) = line.split_once("  ").unwrap_or((line, ""));
        (entry.trim(), note.trim())
    })
}

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty())
}

/// A set of words.
pub struct WordList {
    text: &'static str,
    set: OnceLock<FxHashSet<&'static str>>,
}

impl WordList {
    /// The list of a file with this text.
    pub const fn new(text: &'static str) -> WordList {
        WordList { text, set: OnceLock::new() }
    }

    /// True when `word` is on the list; case counts.
    pub fn has(&self, word: &str) -> bool {
        self.get(word).is_some()
    }

    /// `word` as the list has it.
    pub fn get(&self, word: &str) -> Option<&'static str> {
        self.set.get_or_init(|| words(self.text).collect()).get(word).copied()
    }
}

/// Words, names or phrases with what is noted about each.
pub struct Table<N: 'static> {
    text: &'static str,
    note: fn(&'static str) -> N,
    entries: OnceLock<FxHashMap<&'static str, N>>,
}

impl<N> Table<N> {
    /// The table of a file with this text; `note` parses what follows an entry.
    pub const fn new(text: &'static str, note: fn(&'static str) -> N) -> Table<N> {
        Table { text, note, entries: OnceLock::new() }
    }

    /// What is noted about `entry`; case counts.
    pub fn get(&self, entry: &str) -> Option<&N> {
        let read = || entries(self.text).map(|(entry, note)| (entry, (self.note)(note))).collect();
        self.entries.get_or_init(read).get(entry)
    }
}

/// Names of the marks that a list gives its entries.
pub trait Mark: Copy + 'static {
    /// Each mark by its name in the file, in the order of the variants.
    const NAMES: &'static [(&'static str, Self)];

    /// The bit of this mark.
    fn bit(self) -> u32;
}

/// A set of marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marks<M>(u32, PhantomData<M>);

impl<M: Mark> Marks<M> {
    /// The marks that `note` names, separated by commas or blanks.
    pub fn read(note: &'static str) -> Marks<M> {
        let bit = |name: &str| M::NAMES.iter().find(|(n, _)| *n == name).map_or(0, |(_, mark)| mark.bit());
        Marks(note.split([',', ' ']).fold(0, |all, name| all | bit(name)), PhantomData)
    }

    /// True when `mark` is one of them.
    pub fn has(self, mark: M) -> bool {
        self.0 & mark.bit() != 0
    }
}

impl<M: Mark> Table<Marks<M>> {
    /// A list whose entries have marks.
    pub const fn marked(text: &'static str) -> Table<Marks<M>> {
        Table::new(text, Marks::read)
    }

    /// True when `entry` is listed with `mark`.
    pub fn has(&self, entry: &str, mark: M) -> bool {
        self.get(entry).is_some_and(|marks| marks.has(mark))
    }
}

/// Defines the marks of a list: an enum and its names in the file.
macro_rules! marks {
    ($(#[$about:meta])* $visibility:vis enum $name:ident { $($(#[$doc:meta])* $mark:ident = $text:literal),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        $visibility enum $name { $($(#[$doc])* $mark),+ }

        impl $crate::english::list::Mark for $name {
            const NAMES: &'static [(&'static str, Self)] = &[$(($text, $name::$mark)),+];

            fn bit(self) -> u32 {
                1 << self as u32
            }
        }
    };
}
pub(crate) use marks;

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::{fs, path::Path};

    /// Share of common words above which two lists are near-copies (Jaccard index).
    const NEAR_COPY: f64 = 0.5;

    struct File {
        name: String,
        text: &'static str,
        words: BTreeSet<String>,
    }

    impl File {
        fn header(&self, key: &str) -> Option<&'static str> {
            self.text
                .lines()
                .filter_map(|line| line.strip_prefix('#'))
                .find_map(|line| line.trim().strip_prefix(key))
        }

        fn declares(&self, other: &File) -> bool {
            let declared = self.header("Resembles:").unwrap_or_default();
            declared.split([' ', ',']).any(|name| name == other.name)
        }
    }

    fn files() -> Vec<File> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/english/lists");
        let mut files: Vec<File> = fs::read_dir(folder)
            .expect("the folder of the lists")
            .map(|file| {
                let path = file.expect("a file").path();
                let text: &'static str = fs::read_to_string(&path).expect("a list is text").leak();
                // A line is an entry where a note follows, else it is words.
                let noted = lines(text).any(|line| line.contains("  "));
                let words = match noted {
                    true => entries(text).map(|(entry, _)| entry.to_owned()).collect(),
                    false => words(text).map(str::to_owned).collect(),
                };
                File { name: path.file_stem().expect("a name").to_string_lossy().into_owned(), text, words }
            })
            .collect();
        files.sort_by(|a, b| a.name.cmp(&b.name));
        files
    }

    #[test]
    fn every_list_says_what_it_is_and_where_it_came_from() {
        let files = files();
        assert!(files.len() > 30, "{} lists were found", files.len());
        for file in &files {
            let first = file.text.lines().next().unwrap_or_default();
            assert!(first.starts_with("# ") && first.len() > 12, "{} does not say what it is", file.name);
            assert!(file.header("Source:").is_some(), "{} does not say where it came from", file.name);
            assert!(!file.words.is_empty(), "{} is empty", file.name);
        }
    }

    #[test]
    fn no_list_is_a_near_copy_of_another() {
        let files = files();
        for (i, one) in files.iter().enumerate() {
            for other in &files[i + 1..] {
                let common = one.words.intersection(&other.words).count();
                let jaccard = common as f64 / (one.words.len() + other.words.len() - common) as f64;
                assert!(
                    jaccard <= NEAR_COPY || one.declares(other) || other.declares(one),
                    "{} and {} share {common} words ({jaccard:.2}) and neither says `Resembles:`",
                    one.name,
                    other.name
                );
            }
        }
    }

    #[test]
    fn entries_and_notes_are_told_apart() {
        let text = "# A list.\n# Source: a test.\nair force  country\nof\n\nreport  document,medium\n";
        let found: Vec<_> = entries(text).collect();
        assert_eq!(found, [("air force", "country"), ("of", ""), ("report", "document,medium")]);
    }
}
