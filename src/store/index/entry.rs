//! Entry: what the index keeps of one record, worked out before the single writer takes it.

use crate::graph::build::joined;
use crate::graph::content::Names;
use crate::graph::id::normal_name;
use crate::record::{QuoteRecord, Record};
use rustc_hash::{FxHashMap, FxHashSet};

/// A record with what the tables need besides.
pub struct Entry {
    /// The record.
    pub record: Record,
    /// For each actor of the record, its names: as compared, and as written.
    pub names: Vec<Vec<(String, String)>>,
    /// For each quote of the record.
    pub quotes: Vec<QuoteEntry>,
    /// For each claim of the record.
    pub claims: Vec<ClaimEntry>,
    /// Code points of the text.
    pub chars: usize,
}

/// What is worked out of a quote.
pub struct QuoteEntry {
    pub day: String,
    pub day_basis: &'static str,
    pub kind: String,
    pub act: String,
    pub polarity: String,
    pub source: Option<String>,
    pub cue: Option<String>,
    pub content: String,
    pub start: usize,
    pub end: usize,
    pub via: Option<String>,
    /// Ids of the actors it speaks of.
    pub about: Vec<String>,
}

/// What is worked out of a claim.
pub struct ClaimEntry {
    /// Index of its quote in the record.
    pub quote: Option<usize>,
    pub day: String,
    pub polarity: String,
    pub modality: String,
    pub content_key: String,
}

impl Entry {
    /// Works out the record.
    pub fn new(record: Record) -> Entry {
        let names = record
            .actors
            .iter()
            .map(|actor| {
                let mut seen = FxHashSet::default();
                let written = std::iter::once(&actor.name).chain(&actor.aliases);
                written
                    .map(|name| (normal_name(name), name.clone()))
                    .filter(|(norm, _)| !norm.is_empty() && seen.insert(norm.clone()))
                    .collect()
            })
            .collect();
        let days: FxHashMap<&str, &str> = record
            .dates
            .iter()
            .filter_map(|d| Some((d.id.as_str(), d.latest.as_deref().or(d.earliest.as_deref())?)))
            .collect();
        let about = Mentions::new(&record);
        let mut quotes: Vec<QuoteEntry> =
            record.quotes.iter().map(|q| quote(q, &record, &days, &about)).collect();
        let places: FxHashMap<&str, usize> =
            record.quotes.iter().enumerate().map(|(i, q)| (q.id.as_str(), i)).collect();
        let published = record.published.clone().unwrap_or_default();
        let contents = Names::new(&record);
        let claims = record
            .claims
            .iter()
            .map(|claim| {
                let place = claim.quote.as_deref().and_then(|id| places.get(id).copied());
                if let Some(place) = place {
                    for actor in &claim.actors {
                        if !quotes[place].about.contains(actor) {
                            quotes[place].about.push(actor.clone());
                        }
                    }
                }
                let (polarity, modality) =
                    (claim.polarity.as_str().to_owned(), claim.modality.as_str().to_owned());
                ClaimEntry {
                    quote: place,
                    day: place.map_or_else(|| published.clone(), |p| quotes[p].day.clone()),
                    content_key: contents.content(claim).key,
                    polarity,
                    modality,
                }
            })
            .collect();
        let chars = record.text.chars().count();
        Entry { names, quotes, claims, chars, record }
    }
}

/// Where actors are mentioned, by the start of the mention.
struct Mentions<'r> {
    places: Vec<(usize, usize, &'r str)>,
}

impl<'r> Mentions<'r> {
    fn new(record: &'r Record) -> Mentions<'r> {
        let mentions =
            record.actors.iter().flat_map(|a| a.mentions.iter().map(|m| (m.start, m.end, a.id.as_str())));
        let mut places: Vec<_> = mentions.collect();
        places.sort_unstable();
        Mentions { places }
    }

    fn within(&self, start: usize, end: usize) -> impl Iterator<Item = &'r str> {
        let first = self.places.partition_point(|p| p.0 < start);
        let inside = self.places[first..].iter().take_while(move |p| p.0 < end);
        inside.filter(move |p| p.1 <= end).map(|p| p.2)
    }
}

fn quote(
    quote: &QuoteRecord,
    record: &Record,
    days: &FxHashMap<&str, &str>,
    mentions: &Mentions,
) -> QuoteEntry {
    let said = quote.date.as_deref().and_then(|id| days.get(id).copied());
    let (day, day_basis) = match (said, record.published.as_deref()) {
        (Some(day), _) => (day, "said"),
        (None, Some(day)) => (day, "published"),
        (None, None) => ("", "none"),
    };
    let mut about: Vec<String> = Vec::new();
    for span in &quote.content.spans {
        for actor in mentions.within(span.start, span.end) {
            if !about.iter().any(|a| a == actor) {
                about.push(actor.to_string());
            }
        }
    }
    let spans = &quote.content.spans;
    QuoteEntry {
        day: day.to_string(),
        day_basis,
        kind: quote.kind.as_str().to_owned(),
        act: quote.act.as_str().to_owned(),
        polarity: quote.polarity.as_str().to_owned(),
        source: quote.source.as_ref().map(|s| joined(&s.spans)),
        cue: quote.cue.as_ref().map(|s| joined(&s.spans)),
        content: joined(spans),
        start: spans.first().map_or(0, |s| s.start),
        end: spans.last().map_or(0, |s| s.end),
        via: quote.via.as_ref().map(|s| joined(&s.spans)),
        about,
    }
}
