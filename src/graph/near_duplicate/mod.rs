//! Echo: which claims of different articles say the same, so that one sees who repeated what.
//!
//! In: the records of a corpus, each article once. Out: [`Echo`]es, which become ECHOES edges from the
//! later claim to the earlier one. Claims meet in blocks ([`member`]): those of one content key, and
//! those whose words agree under min-wise hashing (Broder 1997); an external sort gathers them. Blocks
//! are judged alone ([`judge`]), in parallel. Of the echoes that a claim is in its blocks the best one
//! stays, so the edges are a forest: at its roots stands who said it first.
//!
//! Memory holds a batch of blocks and 64 leaders a block, however often a claim is repeated. On disk a
//! claim takes about a kilobyte meanwhile. The same articles give the same echoes in any order.

mod judge;
mod member;

pub use judge::Echo;
pub use member::{Member, digits, members};

use super::schema::{Row, Table};
use super::sort::Sorter;
use judge::Leaders;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::io;
use std::path::Path;

/// What an echo can rest on, with what that means.
pub const METHODS: &[(&str, &str)] = &[
    ("content", "the same subject, predicate, object, polarity and modality once normalised"),
    ("wording", "near wording that no number, polarity or actor speaks against"),
];

/// Members of blocks that are judged at a time. A block of more is judged as it comes.
const BATCH: usize = 20_000;

/// Gathers claims and finds out which echo others.
pub struct Echoes {
    blocks: Sorter,
    found: Sorter,
    /// The head of each actor that SAME_AS joins to others.
    heads: FxHashMap<u64, u64>,
}

impl Echoes {
    /// Keeps what does not fit into memory in `folder`, which must exist. `heads`: for each actor that
    /// SAME_AS joins to others one that stands for all of them.
    pub fn new(folder: &Path, heads: FxHashMap<u64, u64>) -> Echoes {
        Echoes { blocks: Sorter::new(folder, "claims"), found: Sorter::new(folder, "echoes"), heads }
    }

    /// Adds a claim with the keys of its blocks.
    ///
    /// # Errors
    /// When a run can't be written.
    pub fn add(&mut self, blocks: &[String], line: &str) -> io::Result<()> {
        blocks.iter().try_for_each(|block| self.blocks.add(block, line))
    }

    /// Gives the echoes to `take`, by the id of the later claim, one each.
    ///
    /// # Errors
    /// When a run can't be read or written, and what `take` returns.
    pub fn finish(self, mut take: impl FnMut(Echo) -> io::Result<()>) -> io::Result<()> {
        let Echoes { blocks, mut found, heads } = self;
        let mut batch = Batch { heads: &heads, waiting: Vec::new(), size: 0, open: None };
        let mut block = String::new();
        blocks.each(|key, line| {
            if key != block {
                batch.close();
                key.clone_into(&mut block);
                if batch.size >= BATCH {
                    batch.judge(&mut found)?;
                }
            }
            batch.add(line, &mut found)
        })?;
        batch.close();
        batch.judge(&mut found)?;
        found.finish(|start, values| values.first().and_then(|v| read(start, v)).map_or(Ok(()), &mut take))
    }
}

/// Blocks that wait to be judged.
struct Batch<'h> {
    heads: &'h FxHashMap<u64, u64>,
    waiting: Vec<Vec<String>>,
    size: usize,
    open: Option<Open>,
}

/// The block whose members are coming in.
enum Open {
    Held(Vec<String>),
    /// Too many to be held.
    Large(Leaders),
}

impl Batch<'_> {
    fn add(&mut self, line: &str, found: &mut Sorter) -> io::Result<()> {
        let lines = match self.open.get_or_insert_with(|| Open::Held(Vec::new())) {
            Open::Held(lines) => lines,
            Open::Large(leaders) => {
                let echo = Member::read(line, self.heads).and_then(|member| leaders.meet(member));
                return echo.map_or(Ok(()), |echo| note(&echo, found));
            }
        };
        lines.push(line.to_owned());
        if lines.len() >= BATCH {
            let (leaders, echoes) = judged(lines, self.heads);
            self.open = Some(Open::Large(leaders));
            echoes.iter().try_for_each(|echo| note(echo, found))?;
        }
        Ok(())
    }

    /// Whoever is alone has nobody to echo.
    fn close(&mut self) {
        if let Some(Open::Held(lines)) = self.open.take()
            && lines.len() > 1
        {
            self.size += lines.len();
            self.waiting.push(lines);
        }
    }

    fn judge(&mut self, found: &mut Sorter) -> io::Result<()> {
        self.size = 0;
        let waiting = std::mem::take(&mut self.waiting);
        let echoes: Vec<Vec<Echo>> = waiting.par_iter().map(|lines| judged(lines, self.heads).1).collect();
        echoes.iter().flatten().try_for_each(|echo| note(echo, found))
    }
}

fn judged(lines: &[String], heads: &FxHashMap<u64, u64>) -> (Leaders, Vec<Echo>) {
    let mut leaders = Leaders::default();
    let members = lines.iter().filter_map(|line| Member::read(line, heads));
    let echoes = members.filter_map(|member| leaders.meet(member)).collect();
    (leaders, echoes)
}

/// Keeps an echo; of those of one claim the best comes first, of equals the one of what was said first.
fn note(echo: &Echo, found: &mut Sorter) -> io::Result<()> {
    let day = echo.day.map_or_else(|| member::UNKNOWN.to_owned(), |day| day.to_string());
    let value = format!("{:.3} {day} {} {}", 1.0 - echo.score, echo.end, echo.method);
    found.add(&echo.start, &value)
}

fn read(start: &str, value: &str) -> Option<Echo> {
    let mut parts = value.split(' ');
    let distance: f64 = parts.next()?.parse().ok()?;
    let (day, end, method) = (parts.next()?.parse().ok(), parts.next()?.to_owned(), parts.next()?);
    let method = METHODS.iter().map(|(name, _)| *name).find(|name| *name == method)?;
    let score = ((1.0 - distance) * 1000.0).round() / 1000.0;
    Some(Echo { start: start.to_owned(), end, day, method, score })
}

impl Echo {
    /// Its row in the table of edges.
    pub fn row(&self) -> Row {
        Row::scored(Table::Echoes, &self.start, &self.end, self.method, self.score)
    }
}

#[cfg(test)]
mod tests {
    use super::member::tests::said;
    use super::*;
    use proptest::prelude::*;

    fn echoes(claims: &[Member], limit: usize) -> Vec<Echo> {
        let folder = tempfile::tempdir().expect("a folder");
        let mut echoes = Echoes::new(folder.path(), FxHashMap::default());
        echoes.blocks = echoes.blocks.holding(limit);
        echoes.found = echoes.found.holding(limit);
        for claim in claims {
            let blocks = [format!("k{:x}", claim.key), format!("w{:x}", claim.words[0] % 3)];
            echoes.add(&blocks, &claim.line()).expect("a claim is taken");
        }
        let mut all = Vec::new();
        echoes
            .finish(|echo| {
                all.push(echo);
                Ok(())
            })
            .expect("echoes come");
        all
    }

    proptest! {
        #[test]
        fn order_and_memory_leave_no_trace_and_nothing_is_said_before_itself(
            drawn in proptest::collection::vec((0u32..12, 0usize..4, 0usize..5), 1..40),
            turn in 0usize..40,
        ) {
            const DAYS: [&str; 4] = ["2026-03-01", "2026-03-02", "2026-04-20", ""];
            const SAID: [&str; 5] = [
                "ferry sink storm sorrin coast",
                "ferry sink storm sorrin coast monday",
                "port close pier week",
                "port close pier week storm",
                "board fine company million",
            ];
            let mut claims: Vec<Member> = drawn.iter().enumerate().map(|(i, &(article, day, words))| {
                let mut claim = said(article, DAYS[day], SAID[words]);
                claim.id = format!("clm:{article:016x}:{i}-{}:00000000", i + 9);
                claim
            }).collect();
            let first = echoes(&claims, usize::MAX);
            for echo in &first {
                let of = |id: &str| claims.iter().find(|c| c.id == *id).expect("both ends are there");
                let (start, end) = (of(&echo.start), of(&echo.end));
                prop_assert!(start.article() != end.article() && end.rank() < start.rank(), "{:?}", echo);
                prop_assert!((0.6..=1.0).contains(&echo.score));
            }
            prop_assert!(first.windows(2).all(|pair| pair[0].start < pair[1].start), "one each, in order");
            let turn = turn % claims.len();
            claims.rotate_left(turn);
            prop_assert_eq!(echoes(&claims, 300), first);
        }
    }

    #[test]
    fn what_is_repeated_without_end_is_a_star() {
        let claims: Vec<Member> =
            (0..BATCH as u32 + 500).map(|i| said(i, "2026-03-01", "sign up for newsletter now")).collect();
        let found = echoes(&claims, usize::MAX);
        assert_eq!(found.len(), claims.len() - 1);
        assert!(found.iter().all(|echo| echo.end == claims[0].id));
    }
}
