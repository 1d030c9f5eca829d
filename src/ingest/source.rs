//! Sources: the files that the INPUT arguments stand for.

use super::IngestError;
use super::format::{Name, by_name};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// One file to read, or standard input.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Input {
    /// Its path as given, or as its folder holds it; `-` for standard input.
    pub(crate) path: String,
}

impl Input {
    /// Its path as given, or as its folder holds it; `-` for standard input.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// True for standard input.
    pub fn is_stdin(&self) -> bool {
        self.path == "-"
    }

    /// Its size on disk; `None` for standard input, pipes and the like.
    pub(crate) fn size(&self) -> Option<u64> {
        let about = if self.is_stdin() { None } else { fs::metadata(&self.path).ok() };
        about.filter(fs::Metadata::is_file).map(|about| about.len())
    }
}

/// Expands INPUT arguments to the files they stand for, sorted by path, each once.
///
/// An argument is a file, a folder, a pattern (`news/*.html`) or `-`. A file that is named, also by
/// a pattern, is always taken. Of a folder and the folders in it, what is taken are files with the
/// extension of an article (`.txt .text .html .htm .xhtml .jsonl .ndjson`, each also `.gz` or
/// `.zst`) and files without any; hidden files and linked folders are not.
///
/// # Errors
/// When an argument stands for nothing, is no pattern, or can't be read.
pub fn inputs(args: &[String]) -> Result<Vec<Input>, IngestError> {
    let mut found = BTreeSet::new();
    for arg in args {
        if arg == "-" {
            found.insert(Input { path: arg.clone() });
            continue;
        }
        match fs::metadata(arg) {
            Ok(_) => named(arg, &mut found)?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => pattern(arg, &mut found)?,
            Err(source) => return Err(IngestError::Unreadable { path: arg.clone(), source }),
        }
    }
    Ok(found.into_iter().collect())
}

/// Total size on disk, for progress; `None` when standard input or a pipe is among the inputs.
pub fn input_bytes(inputs: &[Input]) -> Option<u64> {
    inputs.iter().map(Input::size).sum()
}

/// Takes a file or folder that exists.
fn named(path: &str, found: &mut BTreeSet<Input>) -> Result<(), IngestError> {
    if Path::new(path).is_dir() {
        let before = found.len();
        let mut known = false;
        folder(path, found, &mut known)?;
        if found.len() == before && !known {
            return Err(IngestError::EmptyFolder(path.into()));
        }
    } else {
        found.insert(Input { path: path.into() });
    }
    Ok(())
}

/// Takes what matches a pattern.
fn pattern(arg: &str, found: &mut BTreeSet<Input>) -> Result<(), IngestError> {
    let options = glob::MatchOptions { require_literal_leading_dot: true, ..Default::default() };
    let paths = glob::glob_with(arg, options)
        .map_err(|error| IngestError::Pattern { pattern: arg.into(), reason: error.to_string() })?;
    let mut any = false;
    for path in paths {
        let path = path.map_err(|error| IngestError::Unreadable {
            path: error.path().to_string_lossy().into_owned(),
            source: error.into(),
        })?;
        any = true;
        named(&path.to_string_lossy(), found)?;
    }
    if any { Ok(()) } else { Err(IngestError::NothingMatches(arg.into())) }
}

/// Takes the articles of a folder and of the folders in it. `known` becomes true when there is one.
fn folder(path: &str, found: &mut BTreeSet<Input>, known: &mut bool) -> Result<(), IngestError> {
    let unreadable = |source| IngestError::Unreadable { path: path.into(), source };
    for entry in fs::read_dir(path).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let joined = Path::new(path).join(&name).to_string_lossy().into_owned();
        let kind = entry.file_type().map_err(unreadable)?;
        if kind.is_dir() {
            folder(&joined, found, known)?;
        } else if by_name(&name) != Name::Other
            && (kind.is_file() || kind.is_symlink() && Path::new(&joined).is_file())
        {
            *known = true;
            found.insert(Input { path: joined });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scratch(names: &[&str]) -> (tempfile::TempDir, String) {
        let dir = tempfile::tempdir().unwrap();
        for name in names {
            let path = dir.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        let root = dir.path().to_string_lossy().into_owned();
        (dir, root)
    }

    fn names(found: Vec<Input>, root: &str) -> Vec<String> {
        found.iter().map(|i| i.path.strip_prefix(root).unwrap()[1..].to_string()).collect()
    }

    #[test]
    fn a_folder_gives_its_articles_sorted() {
        let (_dir, root) = scratch(&[
            "b.txt",
            "a/z.html.gz",
            "a/b/c.jsonl",
            "plain",
            "x.gold.json",
            "README.md",
            "t.csv",
            "i.png",
            ".hidden.txt",
            ".git/y.txt",
        ]);
        let found = inputs(&[root.clone(), format!("{root}/b.txt")]).unwrap();
        assert_eq!(input_bytes(&found), Some(4));
        assert_eq!(names(found, &root), ["a/b/c.jsonl", "a/z.html.gz", "b.txt", "plain"]);
    }

    #[test]
    fn named_files_and_patterns_are_always_taken() {
        let (_dir, root) = scratch(&["x.md", "a.json", "b.json", ".c.json"]);
        let found = inputs(&[format!("{root}/x.md"), format!("{root}/*.json")]).unwrap();
        assert_eq!(names(found, &root), ["a.json", "b.json", "x.md"]);
    }

    #[test]
    fn what_stands_for_nothing_is_an_error_with_its_path() {
        let (_dir, root) = scratch(&["x.md"]);
        for (arg, says) in [("/none.txt", "no such"), ("/*.txt", "no such"), ("", "no articles")] {
            let arg = format!("{root}{arg}");
            let error = inputs(std::slice::from_ref(&arg)).unwrap_err().to_string();
            assert!(error.starts_with(&arg) && error.contains(says), "{error}");
        }
        assert!(inputs(&["[".into()]).unwrap_err().to_string().contains("not a pattern"));
    }

    #[test]
    fn standard_input_has_no_size() {
        assert_eq!(input_bytes(&inputs(&["-".into()]).unwrap()), None);
    }
}
