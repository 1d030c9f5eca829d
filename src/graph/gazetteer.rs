//! Gazetteer: the actors that a user knows already, and the ids that they have there.
//!
//! A table with a header and the columns `name`, `id`, and where wanted `type` (empty fits every
//! actor) and `aliases` (joined by `;`), separated by commas or tabs. An actor is an entry when its
//! name is the entry's, else when one of its names is one of the entry's; where several entries
//! answer alike, none is taken.

use super::profile::Profile;
use super::same::member::folded;
use crate::coreference::name::organization::plain_key;
use crate::layers::{ActorType, Scope};
use rustc_hash::FxHashMap;
use std::path::{Path, PathBuf};

/// What can be wrong with a gazetteer.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)] // the messages say it
pub enum GazetteerError {
    #[error("{}: {source}", path.display())]
    Read { path: PathBuf, source: csv::Error },
    #[error("{}: the header must name the columns name and id; type and aliases may follow", path.display())]
    Header { path: PathBuf },
    #[error("{}: line {line}: {kind:?} is no type; write person, organization, place, group, other or nothing", path.display())]
    Type { path: PathBuf, line: u64, kind: String },
    #[error("{}: line {line}: an entry needs a name and an id", path.display())]
    Entry { path: PathBuf, line: u64 },
}

/// The entries of a gazetteer, by their names: 100 to 200 bytes a name.
#[derive(Clone, Debug, Default)]
pub struct Gazetteer {
    ids: Vec<String>,
    /// Entries by name as it is compared: number, type, whether it is the name or an alias.
    names: FxHashMap<String, Vec<Named>>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Named {
    entry: usize,
    kind: Option<ActorType>,
    alias: bool,
}

impl Gazetteer {
    /// Reads a table.
    ///
    /// # Errors
    /// When it can't be read, lacks a column, or holds an entry without name or id or of no known type.
    pub fn read(path: &Path) -> Result<Gazetteer, GazetteerError> {
        let failed = |source| GazetteerError::Read { path: path.to_path_buf(), source };
        let header = || GazetteerError::Header { path: path.to_path_buf() };
        let text = std::fs::read_to_string(path).map_err(|error| failed(error.into()))?;
        let first = text.lines().next().unwrap_or_default();
        let delimiter = if first.contains('\t') { b'\t' } else { b',' };
        let mut reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(text.as_bytes());
        let heads = reader.headers().map_err(failed)?.clone();
        let column = |name: &str| {
            heads.iter().position(|h| h.trim_start_matches('\u{feff}').eq_ignore_ascii_case(name))
        };
        let (name, id) = (column("name").ok_or_else(header)?, column("id").ok_or_else(header)?);
        let (kind, aliases) = (column("type"), column("aliases"));
        let mut gazetteer = Gazetteer::default();
        for row in reader.records() {
            let row = row.map_err(failed)?;
            let line = row.position().map_or(0, csv::Position::line);
            let cell = |column: usize| row.get(column).unwrap_or_default();
            let (name, id) = (cell(name), cell(id));
            if name.is_empty() || id.is_empty() {
                return Err(GazetteerError::Entry { path: path.to_path_buf(), line });
            }
            let told = kind.map(cell).unwrap_or_default();
            let kind = match told {
                "" => None,
                told => Some(told.to_lowercase().parse().map_err(|_| GazetteerError::Type {
                    path: path.to_path_buf(),
                    line,
                    kind: told.to_owned(),
                })?),
            };
            gazetteer.add(name, kind, id, aliases.map(cell).unwrap_or_default().split(';'));
        }
        Ok(gazetteer)
    }

    /// Adds an entry.
    pub fn add<'a>(
        &mut self,
        name: &str,
        kind: Option<ActorType>,
        id: &str,
        aliases: impl Iterator<Item = &'a str>,
    ) {
        // The same id may come on several lines, one a name.
        let entry = match self.ids.last() {
            Some(last) if last == id => self.ids.len() - 1,
            _ => {
                self.ids.push(id.to_owned());
                self.ids.len() - 1
            }
        };
        let mut note = |name: &str, alias: bool| {
            let key = compared(name);
            if !key.is_empty() {
                self.names.entry(key).or_default().push(Named { entry, kind, alias });
            }
        };
        note(name, false);
        aliases.for_each(|alias| note(alias, true));
    }

    /// The id of the entry that an actor is.
    pub fn id(&self, actor: &Profile) -> Option<&str> {
        if actor.scope != Scope::Global {
            return None;
        }
        // A surname or a first name alone is an alias of too many.
        let full = actor.aliases.iter().filter(|alias| alias.contains(' ') && actor.name.contains(' '));
        let own: Vec<&Named> = self.of(&actor.name, actor.kind).collect();
        let others: Vec<&Named> = full.flat_map(|alias| self.of(alias, actor.kind)).collect();
        let pick = |list: &[&Named], alias: bool| -> Option<Option<&str>> {
            let mut ids: Vec<&str> =
                list.iter().filter(|n| n.alias == alias).map(|n| &*self.ids[n.entry]).collect();
            ids.sort_unstable();
            ids.dedup();
            match ids[..] {
                [] => None,
                [only] => Some(Some(only)),
                _ => Some(None),
            }
        };
        let found = pick(&own, false).or_else(|| pick(&own, true));
        found.or_else(|| pick(&others, false)).or_else(|| pick(&others, true)).flatten()
    }

    fn of(&self, name: &str, kind: ActorType) -> impl Iterator<Item = &Named> {
        let named = self.names.get(&compared(name)).map_or(&[][..], Vec::as_slice);
        named.iter().filter(move |n| n.kind.is_none_or(|k| k == kind))
    }
}

/// A name as it is compared: no case, article, legal form or accent.
fn compared(name: &str) -> String {
    folded(&plain_key(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::same::member::tests::actor;
    use crate::layers::ActorType::{Organization, Person};

    fn read(text: &str) -> Result<Gazetteer, GazetteerError> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("gazetteer.csv");
        std::fs::write(&path, text).expect("written");
        Gazetteer::read(&path)
    }

    #[test]
    fn an_actor_is_the_one_entry_that_fits() {
        let known = read(
            "\u{feff}id,name,type,aliases\nQ1,Ada Lund,person,Ada M. Lund; Lund\nQ2,Lund,organization,Lund Inc.\n\
             Q3,Jan Roe,person,\nQ4,Jan Roe,person,\nQ5,Norland Harbour Board,,NHB\n",
        )
        .expect("a gazetteer");
        let id = |name: &str, kind| known.id(&actor(name, kind, 1));
        assert_eq!(id("ADA LÚND", Person), Some("Q1"));
        assert_eq!(id("Ada M. Lund", Person), Some("Q1"));
        assert_eq!(id("Lund", Person), Some("Q1"));
        assert_eq!(id("The Lund Corp.", Organization), Some("Q2"));
        assert_eq!(id("Jan Roe", Person), None, "there are two");
        assert_eq!(id("NHB", Organization), Some("Q5"));
        assert_eq!(id("Ida Lund", Person), None);
        let mut known_as = actor("Ada Maria Lund", Person, 1);
        known_as.aliases = vec!["Ada Lund".into(), "Lund".into()];
        assert_eq!(known.id(&known_as), Some("Q1"));
        known_as.scope = Scope::Article;
        assert_eq!(known.id(&known_as), None);
    }

    #[test]
    fn faults_are_told_with_their_line() {
        assert!(matches!(read("a,b\n"), Err(GazetteerError::Header { .. })));
        let error = read("name\ttype\tid\nAda\tship\tQ1\n").expect_err("no type").to_string();
        assert!(error.contains("line 2") && error.contains("ship"), "{error}");
        assert!(matches!(read("name,id\nAda,\n"), Err(GazetteerError::Entry { line: 2, .. })));
        assert!(read("name\tid\nAda Lund\tQ1\n").is_ok(), "tabs and two columns will do");
    }
}
