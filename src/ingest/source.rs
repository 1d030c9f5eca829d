//! Sources: the files that the INPUT arguments stand for.

use super::IngestError;
use super::format::{Name, by_name};
use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};

/// One file to read, or standard input.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Input {
    /// Its path as given, or as its folder holds it; `-` for standard input. What is no UTF-8 in it is
    /// U+FFFD.
    pub(crate) path: String,
    /// The path to open.
    place: PathBuf,
    /// Why it can't be read, where that is known already: a folder that can't be listed.
    fault: Option<String>,
}

impl Input {
    /// The file, or `-`, at this path.
    pub(crate) fn new(place: impl Into<PathBuf>) -> Input {
        let place = place.into();
        Input { path: place.to_string_lossy().into_owned(), place, fault: None }
    }

    /// The path to open.
    pub(crate) fn place(&self) -> &Path {
        &self.place
    }

    /// Why it can't be read, where that is known already.
    pub(crate) fn fault(&self) -> Option<&str> {
        self.fault.as_deref()
    }

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
        let about = if self.is_stdin() { None } else { fs::metadata(&self.place).ok() };
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
/// The folder `without`, where a run writes, is left out of folders and patterns. A folder that can't
/// be listed becomes an input that is a reject.
///
/// # Errors
/// When an argument stands for nothing, is no pattern, or can't be read.
pub fn inputs(args: &[OsString], without: Option<&Path>) -> Result<Vec<Input>, IngestError> {
    let mut finder =
        Finder { found: BTreeSet::new(), without: without.and_then(|path| path.canonicalize().ok()) };
    for arg in args {
        if arg == "-" {
            finder.found.insert(Input::new(arg));
            continue;
        }
        match fs::metadata(arg) {
            Ok(_) => finder.named(Path::new(arg))?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => finder.pattern(arg)?,
            Err(source) => {
                return Err(IngestError::Unreadable { path: arg.to_string_lossy().into_owned(), source });
            }
        }
    }
    Ok(finder.found.into_iter().collect())
}

/// Total size on disk, for progress; `None` when standard input or a pipe is among the inputs.
pub fn input_bytes(inputs: &[Input]) -> Option<u64> {
    inputs.iter().map(Input::size).sum()
}

/// Gathers files.
struct Finder {
    found: BTreeSet<Input>,
    /// Where nothing is taken.
    without: Option<PathBuf>,
}

impl Finder {
    /// Takes a file or folder that exists.
    fn named(&mut self, path: &Path) -> Result<(), IngestError> {
        if path.is_dir() {
            let before = self.found.len();
            let mut known = false;
            self.folder(path, &mut known);
            if self.found.len() == before && !known {
                return Err(IngestError::EmptyFolder(path.to_string_lossy().into_owned()));
            }
        } else {
            self.found.insert(Input::new(path));
        }
        Ok(())
    }

    /// Takes what matches a pattern.
    fn pattern(&mut self, arg: &OsStr) -> Result<(), IngestError> {
        let nothing = || IngestError::NothingMatches(arg.to_string_lossy().into_owned());
        // A pattern that is no UTF-8 matches nothing that can be named.
        let text = arg.to_str().ok_or_else(nothing)?;
        let paths = matching(text)
            .map_err(|error| IngestError::Pattern { pattern: text.into(), reason: error.to_string() })?;
        if paths.is_empty() {
            return Err(nothing());
        }
        for path in paths {
            if !self.is_output(&path) {
                self.named(&path)?;
            }
        }
        Ok(())
    }

    /// Takes the articles of a folder and of the folders in it. `known` becomes true when there is one,
    /// or something that can't be read.
    fn folder(&mut self, path: &Path, known: &mut bool) {
        let entries = match fs::read_dir(path) {
            Ok(entries) => entries,
            Err(error) => return self.unreadable(path, &error, known),
        };
        for entry in entries {
            let (joined, kind) = match entry.and_then(|entry| Ok((entry.path(), entry.file_type()?))) {
                Ok(found) => found,
                Err(error) => {
                    self.unreadable(path, &error, known);
                    continue;
                }
            };
            let name = joined.file_name().unwrap_or_default().to_string_lossy();
            if name.starts_with('.') {
                continue;
            }
            if kind.is_dir() {
                if !self.is_output(&joined) {
                    self.folder(&joined, known);
                }
            } else if by_name(&name) != Name::Other
                && (kind.is_file() || kind.is_symlink() && joined.is_file())
            {
                *known = true;
                self.found.insert(Input::new(joined));
            }
        }
    }

    fn unreadable(&mut self, path: &Path, error: &std::io::Error, known: &mut bool) {
        *known = true;
        let fault = Some(format!("the folder cannot be read: {error}"));
        self.found.insert(Input { fault, ..Input::new(path) });
    }

    /// True for the folder to leave out.
    fn is_output(&self, path: &Path) -> bool {
        self.without.as_ref().is_some_and(|without| path.canonicalize().is_ok_and(|path| path == *without))
    }
}

/// The paths that a pattern matches. `*`, `?` and `[…]` match within a name, `**` any folders; a dot
/// at the start of a name is only matched by a dot.
///
/// Only the matching of a name is the crate's: its walk does not know names that are no UTF-8.
fn matching(pattern: &str) -> Result<Vec<PathBuf>, glob::PatternError> {
    // Tells where a `**` may stand.
    glob::Pattern::new(pattern)?;
    let mut places = vec![PathBuf::from(if pattern.starts_with('/') { "/" } else { "" })];
    let parts: Vec<&str> = pattern.split('/').filter(|part| !part.is_empty()).collect();
    for (at, part) in parts.iter().enumerate() {
        let last = at + 1 == parts.len();
        places = if *part == "**" {
            places.into_iter().flat_map(|place| below(place, last)).collect()
        } else if part.contains(['*', '?', '[']) {
            let part = glob::Pattern::new(part)?;
            places
                .iter()
                .flat_map(|place| entries(place))
                .filter(|(_, name)| matches(&part, name))
                .map(|(path, _)| path)
                .collect()
        } else {
            places
                .into_iter()
                .map(|place| place.join(part))
                .filter(|path| path.symlink_metadata().is_ok())
                .collect()
        };
    }
    Ok(places)
}

fn matches(part: &glob::Pattern, name: &str) -> bool {
    let options = glob::MatchOptions { require_literal_leading_dot: true, ..Default::default() };
    part.matches_with(name, options)
}

/// `place` and all folders below it that are not hidden; `files`, too, where the pattern ends so.
fn below(place: PathBuf, files: bool) -> Vec<PathBuf> {
    let (mut found, mut open) = (Vec::new(), vec![place]);
    while let Some(folder) = open.pop() {
        for (path, name) in entries(&folder) {
            if name.starts_with('.') {
                continue;
            }
            // A linked folder could lead into a circle.
            if path.is_dir() && !path.is_symlink() {
                open.push(path);
            } else if files {
                found.push(path);
            }
        }
        found.push(folder);
    }
    found
}

/// What a folder holds, by name; nothing where it can't be listed.
fn entries(folder: &Path) -> Vec<(PathBuf, String)> {
    let listed = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let entries = fs::read_dir(listed).into_iter().flatten().flatten();
    let named = |entry: fs::DirEntry| {
        let name = entry.file_name();
        (folder.join(&name), name.to_string_lossy().into_owned())
    };
    entries.map(named).collect()
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

    fn found(args: &[String]) -> Result<Vec<Input>, IngestError> {
        inputs(&args.iter().map(OsString::from).collect::<Vec<_>>(), None)
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
        let found = found(&[root.clone(), format!("{root}/b.txt")]).unwrap();
        assert_eq!(input_bytes(&found), Some(4));
        assert_eq!(names(found, &root), ["a/b/c.jsonl", "a/z.html.gz", "b.txt", "plain"]);
    }

    #[test]
    fn named_files_and_patterns_are_always_taken() {
        let (_dir, root) = scratch(&["x.md", "a.json", "b.json", ".c.json"]);
        let found = found(&[format!("{root}/x.md"), format!("{root}/*.json")]).unwrap();
        assert_eq!(names(found, &root), ["a.json", "b.json", "x.md"]);
    }

    #[test]
    fn what_stands_for_nothing_is_an_error_with_its_path() {
        let (_dir, root) = scratch(&["x.md"]);
        for (arg, says) in [("/none.txt", "no such"), ("/*.txt", "no such"), ("", "no articles")] {
            let arg = format!("{root}{arg}");
            let error = found(std::slice::from_ref(&arg)).unwrap_err().to_string();
            assert!(error.starts_with(&arg) && error.contains(says), "{error}");
        }
        assert!(found(&["[".into()]).unwrap_err().to_string().contains("not a pattern"));
    }

    #[test]
    fn standard_input_has_no_size() {
        assert_eq!(input_bytes(&found(&["-".into()]).unwrap()), None);
    }

    #[test]
    fn patterns_match_names_and_folders() {
        let (_dir, root) =
            scratch(&["a.txt", "b.html", "c/d.txt", "c/e/f.txt", "c/.g/h.txt", ".i.txt", "c/x.md"]);
        for (pattern, want) in [
            ("*.txt", &["a.txt"][..]),
            ("**/*.txt", &["a.txt", "c/d.txt", "c/e/f.txt"]),
            ("?.[ht]*", &["a.txt", "b.html"]),
            ("c/*/f.txt", &["c/e/f.txt"]),
            ("c/*", &["c/d.txt", "c/e/f.txt", "c/x.md"]),
        ] {
            let found = found(&[format!("{root}/{pattern}")]).unwrap();
            assert_eq!(names(found, &root), want, "{pattern}");
        }
    }

    #[test]
    fn the_output_folder_is_no_input() {
        let (_dir, root) = scratch(&["a.txt", "out/graph/nodes.jsonl", "out/articles/part-00000.jsonl"]);
        let args = [OsString::from(&root), format!("{root}/*").into()];
        let output = PathBuf::from(&root).join("c/../out");
        fs::create_dir(format!("{root}/c")).unwrap();
        let found = inputs(&args[..1], Some(&output)).unwrap();
        assert_eq!(names(found, &root), ["a.txt"]);
    }

    #[cfg(unix)]
    #[test]
    fn names_need_not_be_utf8() {
        use std::os::unix::ffi::OsStrExt;
        let (dir, root) = scratch(&["a.txt"]);
        let name = OsStr::from_bytes(b"caf\xe9.txt");
        let folder = dir.path().join(OsStr::from_bytes(b"d\xff"));
        fs::create_dir(&folder).unwrap();
        for path in [dir.path().join(name), folder.join("b.txt")] {
            fs::write(path, "x").unwrap();
        }
        let pattern = OsString::from(format!("{root}/*.txt"));
        for (args, count) in [
            (vec![OsString::from(&root)], 3),
            (vec![dir.path().join(name).into_os_string()], 1),
            (vec![pattern], 2),
        ] {
            let found = inputs(&args, None).unwrap();
            assert_eq!(found.len(), count, "{args:?}");
            assert!(found.iter().all(|input| input.size() == Some(1)), "{args:?}");
        }
    }
}
