//! Build: one record as rows of the graph.

use super::content::Names;
use super::id::{self, ArticleIds};
use super::schema::{Cell, Row, Table};
use crate::layers::ActorType;
use crate::record::{ActorRecord, ClaimRecord, QuoteRecord, Record, Slice, Slices};
use rustc_hash::{FxHashMap, FxHashSet};

/// The rows of one record. Each node comes once; each edge once, and only between nodes that are
/// among the rows.
pub fn rows(record: &Record) -> Vec<Row> {
    let mut graph = Builder { rows: Vec::new(), edges: FxHashSet::default(), article: &record.article_id };
    graph.article(record);
    for actor in &record.actors {
        graph.actor(actor, record.key());
    }
    for date in &record.dates {
        graph.node(
            Table::Date,
            vec![
                date.id.as_str().into(),
                date.text.as_str().into(),
                date.value.as_str().into(),
                date.earliest.clone().into(),
                date.latest.clone().into(),
                Cell::Text(date.kind.as_str().to_owned()),
                date.start.into(),
                date.end.into(),
            ],
        );
    }
    let ids = ArticleIds::new(&record.text);
    let mut reports = FxHashSet::default();
    for quote in &record.quotes {
        graph.quote(quote, &ids, &mut reports);
    }
    let known: FxHashSet<&str> = record.quotes.iter().map(|q| q.id.as_str()).collect();
    for quote in &record.quotes {
        if let Some(outer) = quote.within.as_deref().filter(|outer| known.contains(outer)) {
            graph.edge(Table::Within, &quote.id, outer);
        }
    }
    let names = Names::new(record);
    for claim in &record.claims {
        graph.claim(claim, names.content(claim).key);
    }
    graph.roles(record);
    graph.rows
}

struct Builder<'r> {
    rows: Vec<Row>,
    edges: FxHashSet<(Table, String, String)>,
    article: &'r str,
}

impl Builder<'_> {
    fn article(&mut self, record: &Record) {
        let row = Row::new(
            Table::Article,
            vec![
                record.article_id.as_str().into(),
                record.title.clone().into(),
                record.url.clone().into(),
                record.publisher.clone().into(),
                record.published.clone().into(),
                Cell::Text(record.published_basis.as_str().to_owned()),
                id::sha256_hex(record.text.as_bytes()).into(),
                record.text.chars().count().into(),
            ],
        );
        self.rows.push(row);
    }

    /// A node that is located in the article, and the edge that says so.
    fn node(&mut self, table: Table, cells: Vec<Cell>) {
        if let Cell::Text(node) = &cells[0] {
            let node = node.clone();
            self.rows.push(Row::new(table, cells));
            self.edge(Table::In, &node, self.article);
        }
    }

    fn edge(&mut self, table: Table, start: &str, end: &str) {
        if self.edges.insert((table, start.to_string(), end.to_string())) {
            self.rows.push(Row::edge(table, start, end));
        }
    }

    fn actor(&mut self, actor: &ActorRecord, key: &str) {
        let roles = actor.roles.iter().map(|r| r.text.clone()).collect();
        self.rows.push(Row::new(
            Table::Actor,
            vec![
                actor.id.as_str().into(),
                actor.name.as_str().into(),
                actor.kind.as_str().into(),
                Cell::List(actor.aliases.clone()),
                Cell::List(roles),
                Cell::Text(actor.scope.as_str().to_owned()),
            ],
        ));
        for mention in &actor.mentions {
            let mention_id = id::mention(key, (mention.start, mention.end));
            // A plural mention ("both countries") refers to several actors: one node, several edges.
            if !self.edges.contains(&(Table::In, mention_id.clone(), self.article.to_string())) {
                self.node(
                    Table::Mention,
                    vec![
                        mention_id.as_str().into(),
                        mention.text.as_str().into(),
                        mention.start.into(),
                        mention.end.into(),
                        Cell::Text(mention.form.as_str().to_owned()),
                    ],
                );
            }
            self.edge(Table::RefersTo, &mention_id, &actor.id);
        }
    }

    fn quote(&mut self, quote: &QuoteRecord, ids: &ArticleIds, reports: &mut FxHashSet<String>) {
        let (cue, source) = (Hull::of(quote.cue.as_ref()), Hull::of(quote.source.as_ref()));
        self.node(
            Table::Quote,
            vec![
                quote.id.as_str().into(),
                Cell::Text(quote.kind.as_str().to_owned()),
                Cell::Text(quote.act.as_str().to_owned()),
                cue.text,
                cue.start,
                cue.end,
                Cell::Text(quote.polarity.as_str().to_owned()),
                source.text,
                source.start,
                source.end,
                joined(&quote.content.spans).into(),
                places(&quote.content.spans),
                places(&quote.quoted),
                Cell::Real(quote.confidence),
            ],
        );
        for speaker in &quote.speakers {
            self.edge(Table::Said, speaker, &quote.id);
        }
        if let Some(date) = &quote.date {
            self.edge(Table::SaidOn, &quote.id, date);
        }
        if let Some(addressee) = &quote.addressee {
            self.edge(Table::AddressedTo, &quote.id, addressee);
        }
        if let Some(via) = &quote.via {
            let name = joined(&via.spans);
            let report = ids.report(&name);
            if reports.insert(report.clone()) {
                self.node(Table::Report, vec![report.as_str().into(), name.into()]);
            }
            self.edge(Table::Via, &quote.id, &report);
            for speaker in &quote.speakers {
                self.edge(Table::IssuedBy, &report, speaker);
            }
        }
    }

    fn claim(&mut self, claim: &ClaimRecord, key: String) {
        let (polarity, modality) = (claim.polarity.as_str().to_owned(), claim.modality.as_str().to_owned());
        // The two ends of a range stand in one place.
        let mut quantity: Vec<_> = claim.quantity.iter().collect();
        quantity.dedup_by_key(|q| (q.start, q.end));
        self.node(
            Table::Claim,
            vec![
                claim.id.as_str().into(),
                claim.text.as_str().into(),
                claim.gist.as_str().into(),
                claim.subject.as_str().into(),
                claim.predicate.as_str().into(),
                claim.object.clone().into(),
                polarity.into(),
                modality.into(),
                Cell::List(quantity.into_iter().map(|q| q.text.clone()).collect()),
                claim.start.into(),
                claim.end.into(),
                key.into(),
                Cell::Real(claim.confidence),
            ],
        );
        let voice = claim.quote.as_deref().unwrap_or(self.article).to_string();
        self.edge(Table::States, &voice, &claim.id);
        for actor in &claim.actors {
            self.edge(Table::About, &claim.id, actor);
        }
        if let Some(date) = &claim.date {
            self.edge(Table::On, &claim.id, date);
        }
    }

    /// A role is an edge to the organization, place or group that is named inside it ("CEO of
    /// Northgate"); a role that names none stays a property of its actor.
    fn roles(&mut self, record: &Record) {
        let mut bodies: FxHashMap<(usize, usize), &str> = FxHashMap::default();
        for actor in record.actors.iter().filter(|a| a.kind != ActorType::Person) {
            for mention in &actor.mentions {
                bodies.insert((mention.start, mention.end), &actor.id);
            }
        }
        let mut bodies: Vec<_> = bodies.into_iter().collect();
        bodies.sort_unstable();
        let mut told = FxHashSet::default();
        for actor in &record.actors {
            for role in &actor.roles {
                let inside =
                    bodies.iter().filter(|((start, end), _)| role.start <= *start && *end <= role.end);
                let Some((_, body)) = inside.max_by_key(|((start, end), _)| (end - start, *start)) else {
                    continue;
                };
                // Chairman here and founder there: each place is an edge.
                if *body == actor.id || !told.insert((&actor.id, *body, role.start, role.end)) {
                    continue;
                }
                self.rows.push(Row::new(
                    Table::HasRole,
                    vec![
                        actor.id.as_str().into(),
                        (*body).into(),
                        role.text.as_str().into(),
                        self.article.into(),
                        role.start.into(),
                        role.end.into(),
                    ],
                ));
            }
        }
    }
}

/// The words of a source or a cue, and from where to where they stand.
struct Hull {
    text: Cell,
    start: Cell,
    end: Cell,
}

impl Hull {
    fn of(slices: Option<&Slices>) -> Hull {
        let spans = slices.map_or(&[][..], |s| &s.spans);
        match (spans.first(), spans.last()) {
            (Some(first), Some(last)) => {
                Hull { text: joined(spans).into(), start: first.start.into(), end: last.end.into() }
            }
            _ => Hull { text: Cell::Null, start: Cell::Null, end: Cell::Null },
        }
    }
}

/// Pieces as one text; a gap shows as an ellipsis.
pub fn joined(spans: &[Slice]) -> String {
    spans.iter().map(|s| s.text.as_str()).collect::<Vec<_>>().join(" … ")
}

/// Places as `start-end`.
fn places(spans: &[Slice]) -> Cell {
    Cell::List(spans.iter().map(|s| format!("{}-{}", s.start, s.end)).collect())
}
