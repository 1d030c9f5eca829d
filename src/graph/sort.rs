//! Sort: lines by key in bounded memory.
//!
//! Lines are held up to a limit, written to sorted runs on disk beyond it and merged at the end
//! (external merge sort; Knuth, TAOCP 3, 5.4). Equal keys come in the order of their lines, so the
//! order in which lines are added leaves no trace.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Bytes held in memory before a run is written.
const HELD: usize = 64 << 20;

/// Runs merged at a time: so many files are open.
const FAN_IN: usize = 64;

/// Sorts lines of `key TAB value`; neither holds a line end, the key no tab.
pub struct Sorter {
    folder: PathBuf,
    name: &'static str,
    held: Vec<String>,
    bytes: usize,
    limit: usize,
    runs: Vec<PathBuf>,
    made: usize,
}

impl Sorter {
    /// Keeps its runs in `folder`, which must exist, as `name-*.run`.
    pub fn new(folder: &Path, name: &'static str) -> Sorter {
        Sorter {
            folder: folder.to_path_buf(),
            name,
            held: Vec::new(),
            bytes: 0,
            limit: HELD,
            runs: Vec::new(),
            made: 0,
        }
    }

    /// The same with another number of bytes held.
    #[must_use]
    pub fn holding(mut self, bytes: usize) -> Sorter {
        self.limit = bytes;
        self
    }

    /// Adds a line.
    ///
    /// # Errors
    /// When a run can't be written.
    pub fn add(&mut self, key: &str, value: &str) -> io::Result<()> {
        let mut line = String::with_capacity(key.len() + value.len() + 1);
        // A tab or a line end in a key would break the line; a blank compares like it.
        line.extend(key.chars().map(|c| if c.is_control() { ' ' } else { c }));
        line.push('\t');
        line.push_str(value);
        self.bytes += line.len() + size_of::<String>();
        self.held.push(line);
        if self.bytes >= self.limit { self.spill() } else { Ok(()) }
    }

    fn spill(&mut self) -> io::Result<()> {
        self.held.sort_unstable();
        let path = self.next_run();
        let mut file = BufWriter::new(File::create(&path)?);
        for line in self.held.drain(..) {
            file.write_all(line.as_bytes())?;
            file.write_all(b"\n")?;
        }
        self.bytes = 0;
        self.runs.push(path);
        file.flush()
    }

    fn next_run(&mut self) -> PathBuf {
        self.made += 1;
        self.folder.join(format!("{}-{:05}.run", self.name, self.made))
    }

    /// Gives the values of each key to `take`, keys in order.
    ///
    /// # Errors
    /// When a run can't be read or written, and what `take` returns.
    pub fn finish(self, mut take: impl FnMut(&str, Vec<String>) -> io::Result<()>) -> io::Result<()> {
        self.lines(|lines| group(lines, &mut take))
    }

    /// Gives each key and value to `take`, in order: for keys whose values memory may not hold.
    ///
    /// # Errors
    /// When a run can't be read or written, and what `take` returns.
    pub fn each(self, mut take: impl FnMut(&str, &str) -> io::Result<()>) -> io::Result<()> {
        self.lines(|lines| {
            for line in lines {
                let line = line?;
                let (key, value) = line.split_once('\t').unwrap_or((&line, ""));
                take(key, value)?;
            }
            Ok(())
        })
    }

    fn lines(
        mut self,
        take: impl FnOnce(&mut dyn Iterator<Item = io::Result<String>>) -> io::Result<()>,
    ) -> io::Result<()> {
        if self.runs.is_empty() {
            let mut lines = std::mem::take(&mut self.held);
            lines.sort_unstable();
            return take(&mut lines.into_iter().map(Ok));
        }
        self.spill()?;
        while self.runs.len() > FAN_IN {
            let first: Vec<PathBuf> = self.runs.drain(..FAN_IN).collect();
            let path = self.next_run();
            let mut file = BufWriter::new(File::create(&path)?);
            for line in Merge::open(&first)? {
                file.write_all(line?.as_bytes())?;
                file.write_all(b"\n")?;
            }
            file.flush()?;
            first.iter().try_for_each(fs::remove_file)?;
            self.runs.push(path);
        }
        take(&mut Merge::open(&self.runs)?)?;
        self.runs.iter().try_for_each(fs::remove_file)
    }
}

/// Gathers neighbouring lines of one key.
fn group(
    lines: impl Iterator<Item = io::Result<String>>,
    take: &mut impl FnMut(&str, Vec<String>) -> io::Result<()>,
) -> io::Result<()> {
    let mut current: Option<(String, Vec<String>)> = None;
    for line in lines {
        let line = line?;
        let (key, value) = line.split_once('\t').unwrap_or((&line, ""));
        match &mut current {
            Some((same, values)) if same == key => values.push(value.to_owned()),
            _ => {
                if let Some((key, values)) = current.replace((key.to_owned(), vec![value.to_owned()])) {
                    take(&key, values)?;
                }
            }
        }
    }
    current.map_or(Ok(()), |(key, values)| take(&key, values))
}

/// The lines of sorted files, in order.
struct Merge {
    runs: Vec<io::Lines<BufReader<File>>>,
    heads: BinaryHeap<Reverse<(String, usize)>>,
}

impl Merge {
    fn open(paths: &[PathBuf]) -> io::Result<Merge> {
        let mut merge = Merge { runs: Vec::new(), heads: BinaryHeap::new() };
        for (i, path) in paths.iter().enumerate() {
            let mut lines = BufReader::with_capacity(1 << 16, File::open(path)?).lines();
            if let Some(line) = lines.next() {
                merge.heads.push(Reverse((line?, i)));
            }
            merge.runs.push(lines);
        }
        Ok(merge)
    }
}

impl Iterator for Merge {
    type Item = io::Result<String>;

    fn next(&mut self) -> Option<Self::Item> {
        let Reverse((line, i)) = self.heads.pop()?;
        match self.runs[i].next() {
            Some(Ok(next)) => self.heads.push(Reverse((next, i))),
            Some(Err(error)) => return Some(Err(error)),
            None => {}
        }
        Some(Ok(line))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_on_disk_give_what_memory_gives_in_any_order_of_adding() {
        let folder = tempfile::tempdir().expect("a folder");
        let sorted = |limit: usize, step: usize| {
            let mut sorter = Sorter::new(folder.path(), "test").holding(limit);
            for i in 0..997 {
                let i = i * step % 997;
                sorter.add(&format!("key {:02}", i % 31), &format!("value {i}")).expect("a line is taken");
            }
            let mut all = Vec::new();
            sorter
                .finish(|key, values| {
                    all.push((key.to_owned(), values));
                    Ok(())
                })
                .expect("lines come");
            all
        };
        let held = sorted(usize::MAX, 1);
        assert_eq!(held.len(), 31);
        assert_eq!(sorted(200, 1), held);
        assert_eq!(sorted(5000, 123), held);
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
    }
}
