//! The record: one article with all its layers, as JSON on one line.
//!
//! In: an [`Article`] and what the stages found in it, in bytes. Out: a [`Record`], in code points;
//! this is the one place where the one becomes the other. The format is a contract (README, "The
//! record"): names are fixed, keys may be added.

use crate::article::{Article, Origin, PublishedBasis, RegionKind};
use crate::graph::id::{self, ArticleIds};
use crate::layers::{
    Act, ActorType, Basis, Claim, Date, DateKind, Form, Modality, Polarity, Quote, QuoteKind, Resolution,
    Scope,
};
use crate::span::{self, CodePoints, Span};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// Name and version of the format.
pub const SCHEMA: &str = "onrecord/1";

/// What the stages found in one article, before it becomes a record.
#[derive(Clone, Debug, Default)]
pub struct Layers {
    /// Sentences, when they are asked for.
    pub sentences: Option<Vec<Span>>,
    /// Expressions of time.
    pub dates: Vec<Date>,
    /// Quotes, by the start of their content.
    pub quotes: Vec<Quote>,
    /// For each quote, the date (an index into `dates`) on which it was said.
    pub said_on: Vec<Option<usize>>,
    /// Claims.
    pub claims: Vec<Claim>,
    /// Actors and who speaks which quote.
    pub resolution: Resolution,
    /// Whether dates carry the name of the rule that decided.
    pub explain: bool,
}

/// One article with its layers. Offsets are code points into `text`, half open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// [`SCHEMA`].
    pub schema: String,
    /// The caller's id, else the article id.
    pub id: String,
    /// `art:` and the hash of the text.
    pub article_id: String,
    /// Where it was read.
    pub origin: Origin,
    /// Headline.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Day of publication, `2015-12-01`.
    pub published: Option<String>,
    /// What the day was taken from.
    pub published_basis: PublishedBasis,
    /// Authors as written.
    pub byline: Option<String>,
    /// Address of the page.
    pub url: Option<String>,
    /// ISO 639-1 code.
    pub language: Option<String>,
    /// The text, as it was read.
    pub text: String,
    /// Parts that are not body text.
    pub regions: Vec<RegionRecord>,
    /// Sentences as `[start, end]`, only when asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sentences: Option<Vec<(usize, usize)>>,
    /// Who is in it, by first mention.
    pub actors: Vec<ActorRecord>,
    /// Expressions of time.
    pub dates: Vec<DateRecord>,
    /// Who said what.
    pub quotes: Vec<QuoteRecord>,
    /// What was asserted.
    pub claims: Vec<ClaimRecord>,
}

/// A marked part of the text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RegionRecord {
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// What it is.
    pub kind: RegionKind,
}

/// A span with its text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Slice {
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// What stands there.
    pub text: String,
}

/// One or more spans that make one thing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Slices {
    /// In the order of the text.
    pub spans: Vec<Slice>,
}

/// An actor of the article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ActorRecord {
    /// `act:…`
    pub id: String,
    /// The fullest attested form, without title.
    pub name: String,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: ActorType,
    /// Global when named, article when not.
    pub scope: Scope,
    /// Other forms of the name.
    pub aliases: Vec<String>,
    /// Titles and appositions.
    pub roles: Vec<Slice>,
    /// Where the text speaks of it.
    pub mentions: Vec<MentionRecord>,
}

/// A mention of an actor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MentionRecord {
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// As written.
    pub text: String,
    /// How it refers.
    pub form: Form,
    /// Its own type, where that is not the actor's.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<ActorType>,
}

/// An expression of time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DateRecord {
    /// `dat:…`
    pub id: String,
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// As written.
    pub text: String,
    /// TIMEX3 type.
    #[serde(rename = "type")]
    pub kind: DateKind,
    /// TIMEX3 value.
    pub value: String,
    /// First day of the interval.
    pub earliest: Option<String>,
    /// Last day of the interval.
    pub latest: Option<String>,
    /// TIMEX3 modifier.
    #[serde(rename = "mod", default, skip_serializing_if = "Option::is_none")]
    pub modifier: Option<String>,
    /// What the value was resolved against.
    pub basis: Basis,
    /// The event that anchors it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anchor: Option<Slice>,
    /// The rule that decided, only when asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
}

/// A quote: who said what, in which words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuoteRecord {
    /// `quo:…`
    pub id: String,
    /// By its quotation marks.
    pub kind: QuoteKind,
    /// As written: "he", "the ministry".
    pub source: Option<Slices>,
    /// The words that report: "said", "according to".
    pub cue: Option<Slices>,
    /// What was said; never empty.
    pub content: Slices,
    /// The runs in quotation marks inside the content.
    pub quoted: Vec<Slice>,
    /// Ids of the actors that the source is; empty where unknown.
    pub speakers: Vec<String>,
    /// What the cue says was done.
    pub act: Act,
    /// Negative when it was denied or not said.
    pub polarity: Polarity,
    /// Id of the date on which it was said.
    pub date: Option<String>,
    /// Id of the actor who was told.
    pub addressee: Option<String>,
    /// "in a blog post".
    pub via: Option<Slices>,
    /// Id of the quote in whose content this one stands.
    pub within: Option<String>,
    /// From 0 to 1.
    pub confidence: f64,
}

/// A claim: what was asserted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClaimRecord {
    /// `clm:…`
    pub id: String,
    /// Id of the quote that states it; `None`: the article's own voice.
    pub quote: Option<String>,
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// As written.
    pub text: String,
    /// Who or what.
    pub subject: String,
    /// The verb group.
    pub predicate: String,
    /// Whom or what.
    pub object: Option<String>,
    /// Further arguments.
    pub args: Vec<String>,
    /// Whether it is affirmed.
    pub polarity: Polarity,
    /// How firmly.
    pub modality: Modality,
    /// Numbers in it.
    pub quantity: Vec<QuantityRecord>,
    /// Id of the date on which it holds.
    pub date: Option<String>,
    /// Ids of the actors it is about.
    pub actors: Vec<String>,
    /// A headline of at most 12 words.
    pub gist: String,
    /// From 0 to 1.
    pub confidence: f64,
}

/// A number in a claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuantityRecord {
    /// The number; `None` for "several".
    pub value: Option<f64>,
    /// What is counted or measured.
    pub unit: Option<String>,
    /// "about", "at least".
    #[serde(rename = "mod")]
    pub modifier: Option<String>,
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// As written.
    pub text: String,
}

impl Record {
    /// Makes the record of an article. Actors, quotes and claims that come out under one id are one.
    pub fn new(article: Article, layers: Layers) -> Record {
        let ids = ArticleIds::new(&article.text);
        let at = Offsets { text: &article.text, points: CodePoints::new(&article.text) };
        let Layers { sentences, dates, quotes, said_on, claims, resolution, explain } = layers;

        let (actors, actor_ids) = actors(&ids, &at, &resolution);
        let dates: Vec<DateRecord> = dates.iter().map(|d| date(&ids, &at, d, explain)).collect();
        let quote_ids: Vec<String> = quotes.iter().map(|q| quote_id(&ids, &at, q)).collect();
        let date_id = |i: Option<usize>| i.and_then(|i| dates.get(i)).map(|d| d.id.clone());
        let named = |list: &[usize]| unique(list.iter().map(|&i| actor_ids[i].clone()));

        let quotes = quotes.iter().enumerate().map(|(i, q)| QuoteRecord {
            id: quote_ids[i].clone(),
            kind: q.kind,
            source: at.slices(&q.source),
            cue: at.slices(&q.cue),
            content: Slices { spans: q.content.iter().map(|&s| at.slice(s)).collect() },
            quoted: q.quoted.iter().map(|&s| at.slice(s)).collect(),
            speakers: resolution.speakers.get(i).map(|list| named(list)).unwrap_or_default(),
            act: q.act,
            polarity: q.polarity,
            date: date_id(said_on.get(i).copied().flatten()),
            addressee: resolution.addressees.get(i).copied().flatten().map(|a| actor_ids[a].clone()),
            via: at.slices(&q.via),
            within: q.within.map(|w| quote_ids[w].clone()),
            confidence: round(q.confidence),
        });
        let quotes = distinct(quotes, |q| &q.id);
        let claims = claims.iter().enumerate().map(|(i, c)| {
            let (start, end) = at.points.span(c.span);
            ClaimRecord {
                id: ids.claim((start, end), &c.subject, &c.predicate, c.object.as_deref()),
                quote: c.quote.map(|q| quote_ids[q].clone()),
                start,
                end,
                text: c.span.of(&article.text).to_string(),
                subject: c.subject.clone(),
                predicate: c.predicate.clone(),
                object: c.object.clone(),
                args: c.args.clone(),
                polarity: c.polarity,
                modality: c.modality,
                quantity: c
                    .quantity
                    .iter()
                    .map(|q| {
                        let Slice { start, end, text } = at.slice(q.span);
                        let (unit, modifier) = (q.unit.clone(), q.modifier.clone());
                        QuantityRecord { value: q.value, unit, modifier, start, end, text }
                    })
                    .collect(),
                date: date_id(c.date),
                actors: resolution.claim_actors.get(i).map(|list| named(list)).unwrap_or_default(),
                gist: c.gist.clone(),
                confidence: round(c.confidence),
            }
        });
        let claims = distinct(claims, |c| &c.id);
        let regions = article.regions.iter().map(|r| {
            let (start, end) = at.points.span(r.span);
            RegionRecord { start, end, kind: r.kind }
        });
        Record {
            schema: SCHEMA.to_string(),
            id: article.id.unwrap_or_else(|| ids.article()),
            article_id: ids.article(),
            origin: article.origin,
            title: article.title,
            publisher: article.publisher,
            published: article.published.map(|d| d.to_string()),
            published_basis: article.published_basis,
            byline: article.byline,
            url: article.url,
            language: article.language,
            regions: regions.collect(),
            sentences: sentences.map(|list| list.iter().map(|&s| at.points.span(s)).collect()),
            actors,
            dates,
            quotes,
            claims,
            text: article.text,
        }
    }

    /// The record as one line of JSON, without the line end.
    ///
    /// # Panics
    /// Never: a record holds nothing that JSON cannot.
    pub fn to_line(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("a record is plain strings, numbers and lists")
    }

    /// The 16 digits of its article's id that the ids in it hold.
    pub fn key(&self) -> &str {
        self.article_id.strip_prefix("art:").unwrap_or(&self.article_id)
    }
}

/// Turns bytes into code points.
struct Offsets<'t> {
    text: &'t str,
    points: CodePoints<'t>,
}

impl Offsets<'_> {
    fn slice(&self, span: Span) -> Slice {
        let (start, end) = self.points.span(span);
        Slice { start, end, text: span.of(self.text).to_string() }
    }

    fn slices(&self, spans: &[Span]) -> Option<Slices> {
        (!spans.is_empty()).then(|| Slices { spans: spans.iter().map(|&s| self.slice(s)).collect() })
    }
}

/// The actors' records, and the id of each actor of the resolution. Actors that share an id are
/// joined: their mentions in the order of the text.
fn actors(ids: &ArticleIds, at: &Offsets, resolution: &Resolution) -> (Vec<ActorRecord>, Vec<String>) {
    let mut records: Vec<ActorRecord> = Vec::new();
    let mut places: FxHashMap<String, usize> = FxHashMap::default();
    let mut by_index = Vec::with_capacity(resolution.actors.len());
    for actor in &resolution.actors {
        let id = match actor.scope {
            Scope::Global => id::global_actor(actor.kind.as_str(), &actor.name),
            Scope::Article => ids.local_actor(actor.kind.as_str(), &actor.name),
        };
        let mentions = actor.mentions.iter().map(|m| {
            let Slice { start, end, text } = at.slice(m.span);
            let kind = m.kind.filter(|&kind| kind != actor.kind);
            MentionRecord { start, end, text, form: m.form, kind }
        });
        let roles = actor.roles.iter().map(|&r| at.slice(r));
        by_index.push(id.clone());
        match places.get(&id) {
            Some(&place) => {
                let record = &mut records[place];
                let others = actor.aliases.iter().chain([&actor.name]).filter(|&a| *a != record.name);
                let aliases = unique(record.aliases.iter().chain(others).cloned());
                record.aliases = aliases;
                record.roles.extend(roles);
                record.roles.sort_by_key(|r| (r.start, r.end));
                record.roles.dedup();
                record.mentions.extend(mentions);
                record.mentions.sort_by_key(|m| (m.start, m.end));
                record.mentions.dedup_by_key(|m| (m.start, m.end));
            }
            None => {
                places.insert(id.clone(), records.len());
                records.push(ActorRecord {
                    id,
                    name: actor.name.clone(),
                    kind: actor.kind,
                    scope: actor.scope,
                    aliases: actor.aliases.clone(),
                    roles: roles.collect(),
                    mentions: mentions.collect(),
                });
            }
        }
    }
    (records, by_index)
}

fn date(ids: &ArticleIds, at: &Offsets, date: &Date, explain: bool) -> DateRecord {
    let Slice { start, end, text } = at.slice(date.span);
    DateRecord {
        id: ids.date((start, end)),
        start,
        end,
        text,
        kind: date.kind,
        value: date.value.clone(),
        earliest: date.earliest.map(|d| d.to_string()),
        latest: date.latest.map(|d| d.to_string()),
        modifier: date.modifier.map(str::to_string),
        basis: date.basis,
        anchor: date.anchor.map(|span| at.slice(span)),
        rule: explain.then(|| date.rule.to_string()),
    }
}

fn quote_id(ids: &ArticleIds, at: &Offsets, quote: &Quote) -> String {
    let content = span::hull(&quote.content).unwrap_or(Span::new(0, 0));
    ids.quote(at.points.span(content), span::hull(&quote.cue).map(|cue| at.points.span(cue)))
}

/// Three decimals: engines differ beyond.
fn round(confidence: f32) -> f64 {
    (f64::from(confidence) * 1000.0).round() / 1000.0
}

/// Without repetitions, first ones kept.
fn unique(items: impl Iterator<Item = String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for item in items {
        if !kept.contains(&item) {
            kept.push(item);
        }
    }
    kept
}

/// The first of each id.
fn distinct<T>(items: impl Iterator<Item = T>, id: impl Fn(&T) -> &String) -> Vec<T> {
    let mut seen = rustc_hash::FxHashSet::default();
    items.filter(|item| seen.insert(id(item).clone())).collect()
}
