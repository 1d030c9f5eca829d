//! The pipeline: all stages, from an article or an input item to its record.

use crate::article::{Article, Origin};
use crate::coreference;
use crate::document::Doc;
use crate::encode::reader::{Source, Thresholds};
use crate::encode::{EngineError, Reader, Reading};
use crate::ingest::{self, Reject};
use crate::layers::QuoteKind;
use crate::record::{Layers, Record};
use crate::run::Item;
use crate::segment::{self, Segments};
use crate::store::manifest::Counts;
use crate::{claims, mentions, quotes, time};
use rayon::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What decides the bytes of a record besides the input.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// How input is read.
    pub ingest: ingest::Options,
    /// Whether records list sentences.
    pub sentences: bool,
    /// Whether dates name the rule that decided.
    pub explain: bool,
    /// Quotes and claims of less confidence are left out; without it those below the model's own thresholds.
    pub thresholds: Option<Thresholds>,
}

/// What an input item became.
#[derive(Debug)]
pub struct Outcome {
    /// The record, or why there is none.
    pub result: Result<Box<Finished>, Reject>,
    /// Bytes of the input files read up to here.
    pub consumed: u64,
    /// Digest of the input item.
    pub digest: [u8; 32],
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

/// Articles in, records out: the trained model and how to use it. Shared by all threads.
pub struct Extractor {
    reader: Reader,
    config: Config,
}

impl Extractor {
    /// Works with `reader` as `config` says.
    pub fn new(reader: Reader, config: Config) -> Extractor {
        Extractor { reader, config }
    }

    /// How input is read.
    pub(crate) fn ingest(&self) -> &ingest::Options {
        &self.config.ingest
    }

    /// Turns articles into their records: all stages, one after the other. Pure.
    ///
    /// # Errors
    /// What the engine reports.
    pub fn extract(&self, articles: Vec<Article>) -> Result<Vec<Record>, EngineError> {
        let cut: Vec<Cut> = articles.into_par_iter().map(segmented).collect();
        let sources: Vec<Source> = cut.iter().map(source).collect();
        let readings = self.reader.read(&sources)?;
        Ok(cut
            .into_par_iter()
            .zip(readings)
            .map(|((article, segments), reading)| self.record(article, segments, &reading))
            .collect())
    }

    fn record(&self, article: Article, segments: Segments, reading: &Reading) -> Record {
        let layers = self.layers(&article, &segments, reading);
        let mut record = Record::new(article, layers);
        keep_confident(&mut record, self.config.thresholds.unwrap_or(self.reader.thresholds()));
        record
    }

    fn layers(&self, article: &Article, segments: &Segments, reading: &Reading) -> Layers {
        let config = &self.config;
        let doc = Doc::new(article, segments, reading);
        let dates = time::extract(&doc);
        let mentions = mentions::extract(&doc, self.reader.name_types());
        let mut quotes = quotes::extract(&doc);
        for quote in quotes.iter_mut() {
            quote.confidence = self.reader.confidence(quote.confidence, quote.within.is_some());
        }
        let claims = claims::extract(&doc, &quotes, &dates);
        let said_on = quotes::said_on(&doc, &quotes, &dates);
        let resolution = coreference::resolve(&doc, mentions, &quotes, &claims);
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
}

/// Where an item stands in the input, for the reject that it may become.
struct Place {
    origin: Origin,
    /// The article's own id, once it is known.
    id: Option<String>,
    offset: u64,
    consumed: u64,
    digest: [u8; 32],
}

impl Extractor {
    /// One batch, all stages. A fault of ours becomes a reject of the article that it came from, and
    /// the others go on.
    pub(crate) fn batch(&self, batch: Vec<Item>) -> Vec<Outcome> {
        let parsed: Vec<(Place, Result<Cut, Reject>)> =
            batch.into_par_iter().map(|item| self.parse(item)).collect();
        let sources: Vec<Source> =
            parsed.iter().filter_map(|(_, article)| article.as_ref().ok()).map(source).collect();
        let mut readings = self.read(&sources).into_iter();
        let read: Vec<_> = parsed
            .into_iter()
            .map(|(place, article)| {
                let both =
                    article.and_then(|article| match readings.next().expect("there is one an article") {
                        Ok(reading) => Ok((article, reading)),
                        Err(fault) => Err(place.reject("reading by the model", &fault)),
                    });
                (place, both)
            })
            .collect();
        read.into_par_iter()
            .map(|(place, read)| {
                let result = read.and_then(|((article, segments), reading)| {
                    guarded(|| self.finish(article, segments, &reading))
                        .map_err(|fault| place.reject("extraction", &fault))
                });
                Outcome { result, consumed: place.consumed, digest: place.digest }
            })
            .collect()
    }

    fn parse(&self, Item { item, digest }: Item) -> (Place, Result<Cut, Reject>) {
        let mut place = Place { origin: Origin::default(), id: None, offset: 0, consumed: 0, digest };
        match item {
            Ok(raw) => {
                (place.origin, place.offset, place.consumed) = (raw.origin.clone(), raw.offset, raw.consumed);
                let article = guarded(|| ingest::parse(raw, &self.config.ingest).map(segmented));
                let article = article.unwrap_or_else(|fault| Err(place.reject("ingest", &fault)));
                place.id = article.as_ref().ok().and_then(|(article, _)| article.id.clone());
                (place, article)
            }
            Err(reject) => (place, Err(reject)),
        }
    }

    /// The readings of a batch; where that fails, of each article alone, so that only the one at
    /// fault is lost.
    fn read(&self, texts: &[Source]) -> Vec<Result<Reading, String>> {
        let all = guarded(|| self.reader.read(texts).map_err(|e| e.to_string())).and_then(|read| read);
        match all {
            Ok(readings) => readings.into_iter().map(Ok).collect(),
            Err(fault) if texts.len() < 2 => texts.iter().map(|_| Err(fault.clone())).collect(),
            Err(_) => texts.iter().flat_map(|text| self.read(std::slice::from_ref(text))).collect(),
        }
    }

    fn finish(&self, article: Article, segments: Segments, reading: &Reading) -> Box<Finished> {
        let record = self.record(article, segments, reading);
        let (line, counts) = (record.to_line(), count(&record));
        Box::new(Finished { record, line, counts })
    }
}

/// An article, cut into sentences and tokens.
type Cut = (Article, Segments);

fn segmented(article: Article) -> Cut {
    let segments = segment::segment(&article.text, &article.regions);
    (article, segments)
}

fn source((article, segments): &Cut) -> Source<'_> {
    Source { text: &article.text, debris: article.debris().collect(), sentences: &segments.sentences }
}

impl Place {
    fn reject(&self, stage: &str, fault: &str) -> Reject {
        let article = self.id.as_ref().map(|id| format!(" of article {id}")).unwrap_or_default();
        let reason =
            format!("internal error in {stage}{article}: {fault}; please report it with the article");
        let Origin { path, record } = self.origin.clone();
        Reject { path, record, offset: Some(self.offset), reason }
    }
}

/// What `work` gives, or what its panic said.
fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let text =
            panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
        text.unwrap_or("a panic").to_string()
    })
}

/// Leaves out quotes and claims below the thresholds; what stands within a quote that goes, goes
/// up.
fn keep_confident(record: &mut Record, least: Thresholds) {
    let threshold = |nested| f64::from(if nested { least.nested } else { least.quote });
    record.quotes.retain(|q| q.confidence >= threshold(q.within.is_some()));
    record.claims.retain(|c| c.confidence >= f64::from(least.claim));
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
            QuoteKind::Direct => counts.direct += 1,
            QuoteKind::Mixed => counts.mixed += 1,
            QuoteKind::Indirect => counts.indirect += 1,
        }
    }
    counts
}
