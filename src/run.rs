//! The run: input items in, outcomes out, in input order, at any number of threads.
//!
//! One thread reads items and gathers them into batches, the rayon pool turns a batch into records
//! (each article on its own, so nothing depends on which thread takes it), and the caller's thread
//! takes them in order. At most a few batches are in flight, so memory is flat however long the
//! input is.
//!
//! A run that goes on first reads again what was read before, and stops where that is not the same.

use crate::article::Origin;
use crate::ingest::{self, Input, Raw, Reject};
use crate::pipeline::{Extractor, Outcome};
use crate::store::manifest::{Part, chain};
use rayon::ThreadPool;
use sha2::{Digest, Sha256};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

/// A batch is closed when it holds this many items …
const BATCH_ITEMS: usize = 256;
/// … or this many bytes.
const BATCH_BYTES: usize = 4 << 20;
/// An item of more bytes is a batch of its own: what was read before it is done, and can be made
/// safe, before it takes time and memory.
const LARGE: usize = 256 << 10;
/// Batches between two threads.
const IN_FLIGHT: usize = 2;
/// How long the caller waits at most until it is asked again whether it wants to stop.
const PAUSE: Duration = Duration::from_millis(100);

/// The input of a run that goes on is not what it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Changed {
    /// Items differ.
    #[error(
        "{from}: the input has changed: items {first} to {last} of the run, to {to}, are not those that were read before; \
         give another folder, or --overwrite to make the run anew"
    )]
    Differs {
        /// Number of the first item of the part that differs, from 1.
        first: usize,
        /// Number of the last one.
        last: usize,
        /// Where the first one is found now.
        from: String,
        /// Where the last one is found now.
        to: String,
    },
    /// Items are missing.
    #[error(
        "the input has changed: it has {found} items, but {read} were read before; \
         give another folder, or --overwrite to make the run anew"
    )]
    Fewer {
        /// Items there are.
        found: usize,
        /// Items that the run accounts for.
        read: usize,
    },
}

/// What a run gives to its caller.
#[derive(Debug)]
#[allow(clippy::large_enum_variant)] // each is taken at once
pub enum Step {
    /// An item became a record or a reject.
    Item(Outcome),
    /// A batch has ended, or nothing has come for a while: time to make work safe, or to stop.
    Pause,
}

/// What is read, and what of it is done already.
#[derive(Debug, Default)]
pub struct Plan {
    /// The files, in order.
    pub inputs: Vec<Input>,
    /// What a run before has accounted for; it is checked and left out.
    pub done: Vec<Part>,
    /// Items of a batch at most; 0 for the usual number.
    pub batch: usize,
}

/// An item with its digest.
pub(crate) struct Item {
    pub(crate) item: Result<Raw, Reject>,
    pub(crate) digest: [u8; 32],
}

impl Item {
    /// With the digest of all that the record of an item depends on besides the settings.
    fn new(item: Result<Raw, Reject>) -> Item {
        let hasher = match &item {
            Ok(raw) => Sha256::new()
                .chain_update(format!("{}\0{}\0{:?}\0", raw.origin.path, raw.origin.record, raw.format))
                .chain_update(&raw.bytes),
            Err(reject) => Sha256::new().chain_update(format!("{}\0{}\0reject", reject.path, reject.record)),
        };
        Item { digest: hasher.finalize().into(), item }
    }

    fn bytes(&self) -> usize {
        self.item.as_ref().map_or(0, |raw| raw.bytes.len())
    }

    /// Path and record, for a person.
    fn place(&self) -> String {
        let (path, record) = match &self.item {
            Ok(Raw { origin: Origin { path, record }, .. }) => (path, record),
            Err(Reject { path, record, .. }) => (path, record),
        };
        format!("{path}, record {record}")
    }
}

/// Reads what `plan` says, works on `pool`, and gives each outcome to `take`, in input order, on the
/// calling thread.
///
/// # Errors
/// [`Changed`], and the first error of `take`; what was in flight is then dropped.
pub fn run<E: From<Changed>>(
    plan: Plan,
    extractor: &Extractor,
    pool: &ThreadPool,
    mut take: impl FnMut(Step) -> Result<(), E>,
) -> Result<(), E> {
    let (raw_in, raw_out) = sync_channel(IN_FLIGHT);
    let (done_in, done_out) = sync_channel(IN_FLIGHT);
    thread::scope(|scope| {
        scope.spawn(move || gather(plan, extractor, &raw_in));
        scope.spawn(move || work(raw_out, &done_in, pool, extractor));
        // The receiver goes with this loop: on an error both threads find nobody to send to.
        let done_out = done_out;
        loop {
            match done_out.recv_timeout(PAUSE) {
                Ok(outcomes) => {
                    for outcome in outcomes? {
                        take(Step::Item(outcome))?;
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            }
            take(Step::Pause)?;
        }
    })
}

type Batch = Result<Vec<Item>, Changed>;

/// Reads items into batches until the input ends or nobody takes them any more.
fn gather(plan: Plan, extractor: &Extractor, batches: &SyncSender<Batch>) {
    let mut items = ingest::read(plan.inputs, extractor.ingest()).map(Item::new);
    if let Err(changed) = find_again(&mut items, &plan.done) {
        // An error means that the run has ended already.
        let _ = batches.send(Err(changed));
        return;
    }
    let most = if plan.batch == 0 { BATCH_ITEMS } else { plan.batch.min(BATCH_ITEMS) };
    let (mut batch, mut bytes) = (Vec::new(), 0);
    for item in items {
        let large = item.bytes() > LARGE;
        if large && !batch.is_empty() && batches.send(Ok(std::mem::take(&mut batch))).is_err() {
            return;
        }
        bytes += item.bytes();
        batch.push(item);
        if large || batch.len() >= most || bytes >= BATCH_BYTES {
            bytes = 0;
            if batches.send(Ok(std::mem::take(&mut batch))).is_err() {
                return;
            }
        }
    }
    if !batch.is_empty() {
        let _ = batches.send(Ok(batch));
    }
}

/// Takes the items of `done` from `items`, when they are those that were read before.
fn find_again(items: &mut impl Iterator<Item = Item>, done: &[Part]) -> Result<(), Changed> {
    let mut at = 0;
    for part in done {
        let (mut inputs, mut from, mut to) = (String::new(), None, String::new());
        for number in 0..part.items {
            let Some(item) = items.next() else {
                let read = done.iter().map(|part| part.items).sum();
                return Err(Changed::Fewer { found: at + number, read });
            };
            inputs = chain(&inputs, &item.digest);
            if number + 1 == part.items {
                to = item.place();
            }
            from.get_or_insert_with(|| item.place());
        }
        if inputs != part.inputs {
            let from = from.unwrap_or_default();
            return Err(Changed::Differs { first: at + 1, last: at + part.items, from, to });
        }
        at += part.items;
    }
    Ok(())
}

/// Turns batches into outcomes, each in the order of its items.
fn work(
    batches: Receiver<Batch>,
    done: &SyncSender<Result<Vec<Outcome>, Changed>>,
    pool: &ThreadPool,
    extractor: &Extractor,
) {
    for batch in batches {
        if done.send(batch.map(|batch| pool.install(|| extractor.batch(batch)))).is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(texts: &[&str]) -> impl Iterator<Item = Item> {
        let origin = |record| Origin { path: "a.jsonl".into(), record };
        let raw = |(record, text): (usize, &&str)| Raw {
            origin: origin(record),
            format: ingest::Format::Jsonl,
            bytes: text.as_bytes().to_vec(),
            offset: 0,
            consumed: 0,
        };
        texts.iter().enumerate().map(raw).map(|raw| Item::new(Ok(raw))).collect::<Vec<_>>().into_iter()
    }

    fn parts(texts: &[&str], of: usize) -> Vec<Part> {
        let all: Vec<Item> = items(texts).collect();
        let part = |items: &[Item]| Part {
            items: items.len(),
            inputs: items.iter().fold(String::new(), |hash, item| chain(&hash, &item.digest)),
        };
        all.chunks(of).map(part).collect()
    }

    #[test]
    fn an_input_that_is_the_same_or_has_grown_goes_on() {
        let done = parts(&["a", "b", "c"], 2);
        for (input, left) in [(&["a", "b", "c"][..], 0), (&["a", "b", "c", "d", "e"], 2)] {
            let mut items = items(input);
            assert_eq!(find_again(&mut items, &done), Ok(()), "{input:?}");
            assert_eq!(items.count(), left, "{input:?}");
        }
    }

    #[test]
    fn an_input_that_has_changed_is_refused_and_the_place_named() {
        let done = parts(&["a", "b", "c", "d"], 2);
        let cases: [(&[&str], usize); 5] = [
            (&["x", "a", "b", "c", "d"], 1),
            (&["d", "c", "b", "a"], 1),
            (&["b", "c", "d"], 1),
            (&["a", "b", "c", "x"], 3),
            (&["a", "b", "c, longer", "d"], 3),
        ];
        for (input, place) in cases {
            match find_again(&mut items(input), &done) {
                Err(Changed::Differs { first, .. }) => assert_eq!(first, place, "{input:?}"),
                other => panic!("{input:?}: {other:?}"),
            }
        }
        let fewer = Err(Changed::Fewer { found: 0, read: 4 });
        assert_eq!(find_again(&mut items(&[]), &done), fewer);
        assert_eq!(
            find_again(&mut items(&["a", "b", "c"]), &done),
            Err(Changed::Fewer { found: 3, read: 4 })
        );
    }
}
