//! The pipeline: input items in, records out, in input order, at any number of threads.
//!
//! One thread reads items and gathers them into batches, the rayon pool turns a batch into records
//! (each article on its own, so nothing depends on which thread takes it), and the caller's thread
//! takes them in order. At most a few batches are in flight, so memory is flat however long the
//! input is.

use crate::article::Article;
use crate::extract::{actor, claim, date, quote};
use crate::ingest::{self, Input, Raw, Reject};
use crate::record::{Layers, Record};
use crate::resolve;
use crate::segment::{self, Segments};
use crate::store::manifest::Counts;
use rayon::ThreadPool;
use rayon::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

/// A batch is closed when it holds this many items …
const BATCH_ITEMS: usize = 256;
/// … or this many bytes.
const BATCH_BYTES: usize = 4 << 20;
/// Batches between two threads.
const IN_FLIGHT: usize = 2;

/// What decides the bytes of a record besides the input.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// How input is read.
    pub ingest: ingest::Options,
    /// Whether records list sentences.
    pub sentences: bool,
    /// Whether dates name the rule that decided.
    pub explain: bool,
    /// Quotes and claims below are left out, from 0 to 1.
    pub min_confidence: f32,
}

/// What an input item became.
#[derive(Debug)]
pub struct Outcome {
    /// The record, or why there is none.
    pub result: Result<Box<Finished>, Reject>,
    /// Bytes of the input files read up to here.
    pub consumed: u64,
}

/// A record and its line.
#[derive(Debug)]
pub struct Finished {
    /// The record.
    pub record: Record,
    /// It as one line of JSON, without the line end.
    pub line: Vec<u8>,
    /// What it holds.
    pub counts: Counts,
}

/// Turns an article into its record: all stages, one after the other. Pure.
pub fn extract(article: Article, config: &Config) -> Record {
    let segments = segment::segment(&article.text, &article.regions);
    let layers = layers(&article, &segments, config);
    Record::new(article, layers)
}

fn layers(article: &Article, segments: &Segments, config: &Config) -> Layers {
    let order = date::DayMonth::of_url(article.url.as_deref());
    let mut dates = date::extract(&article.text, &segments.sentences, article.published, order);
    dates.retain(|d| !article.debris().any(|debris| debris.overlaps(d.span)));
    let mentions = actor::extract(article, segments);
    let quotes = quote::extract(article, segments);
    let claims = claim::extract(article, segments, &quotes, &dates);
    let said_on = quote::said_on(segments, &quotes, &dates);
    let resolution = resolve::resolve(article, segments, mentions, &quotes, &claims);
    Layers {
        sentences: config.sentences.then(|| segments.sentences.clone()),
        dates,
        quotes,
        said_on,
        claims,
        resolution,
        explain: config.explain,
    }
}

/// Reads `inputs`, leaves out the first `skip` items, works on `pool`, and gives each outcome to
/// `take`, in input order, on the calling thread.
///
/// # Errors
/// The first error of `take`; what was in flight is then dropped.
pub fn run<E>(
    inputs: Vec<Input>,
    config: &Config,
    pool: &ThreadPool,
    skip: usize,
    mut take: impl FnMut(Outcome) -> Result<(), E>,
) -> Result<(), E> {
    let (raw_in, raw_out) = sync_channel(IN_FLIGHT);
    let (done_in, done_out) = sync_channel(IN_FLIGHT);
    thread::scope(|scope| {
        scope.spawn(move || gather(inputs, &config.ingest, skip, &raw_in));
        scope.spawn(move || work(raw_out, &done_in, pool, config));
        // The receiver goes with this loop: on an error both threads find nobody to send to.
        for outcomes in done_out {
            for outcome in outcomes {
                take(outcome)?;
            }
        }
        Ok(())
    })
}

/// Reads items into batches until the input ends or nobody takes them any more.
fn gather(inputs: Vec<Input>, options: &ingest::Options, skip: usize, batches: &SyncSender<Vec<Item>>) {
    let (mut batch, mut bytes) = (Vec::new(), 0);
    for item in ingest::read(inputs, options).skip(skip) {
        bytes += item.as_ref().map_or(0, |raw| raw.bytes.len());
        batch.push(item);
        if (batch.len() >= BATCH_ITEMS || bytes >= BATCH_BYTES) && {
            bytes = 0;
            batches.send(std::mem::take(&mut batch)).is_err()
        } {
            return;
        }
    }
    if !batch.is_empty() {
        // An error means that the run has ended already.
        let _ = batches.send(batch);
    }
}

type Item = Result<Raw, Reject>;

/// Turns batches into outcomes, each in the order of its items.
fn work(batches: Receiver<Vec<Item>>, done: &SyncSender<Vec<Outcome>>, pool: &ThreadPool, config: &Config) {
    for batch in batches {
        let outcomes = pool.install(|| batch.into_par_iter().map(|item| outcome(item, config)).collect());
        if done.send(outcomes).is_err() {
            return;
        }
    }
}

/// One item, all stages. A panic in a stage is a fault of ours: it becomes a reject of that item
/// and the others go on.
fn outcome(item: Item, config: &Config) -> Outcome {
    let raw = match item {
        Ok(raw) => raw,
        Err(reject) => return Outcome { result: Err(reject), consumed: 0 },
    };
    let (consumed, origin, offset) = (raw.consumed, raw.origin.clone(), raw.offset);
    let worked = catch_unwind(AssertUnwindSafe(|| {
        let mut record = extract(ingest::parse(raw, &config.ingest)?, config);
        keep_confident(&mut record, f64::from(config.min_confidence));
        let (line, counts) = (record.to_line(), count(&record));
        Ok(Box::new(Finished { record, line, counts }))
    }));
    let result = worked.unwrap_or_else(|panic| {
        let what =
            panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
        let reason =
            format!("internal error: {}; please report it with the article", what.unwrap_or("a panic"));
        Err(Reject { path: origin.path, record: origin.record, offset: Some(offset), reason })
    });
    Outcome { result, consumed }
}

/// Leaves out quotes and claims below `least`; what stands within a quote that goes, goes up.
fn keep_confident(record: &mut Record, least: f64) {
    if least <= 0.0 {
        return;
    }
    record.quotes.retain(|q| q.confidence >= least);
    record.claims.retain(|c| c.confidence >= least);
    let kept: rustc_hash::FxHashSet<String> = record.quotes.iter().map(|q| q.id.clone()).collect();
    for quote in &mut record.quotes {
        quote.within = quote.within.take().filter(|outer| kept.contains(outer));
    }
    record.claims.retain(|c| c.quote.as_ref().is_none_or(|quote| kept.contains(quote)));
}

fn count(record: &Record) -> Counts {
    let mut counts = Counts {
        words: record.text.split_whitespace().count(),
        attributed: record.quotes.iter().filter(|q| !q.speakers.is_empty()).count(),
        actors: record.actors.len(),
        dates: record.dates.len(),
        claims: record.claims.len(),
        ..Counts::default()
    };
    for quote in &record.quotes {
        match quote.kind {
            quote::QuoteKind::Direct => counts.direct += 1,
            quote::QuoteKind::Mixed => counts.mixed += 1,
            quote::QuoteKind::Indirect => counts.indirect += 1,
        }
    }
    counts
}
