//! An article: one input document, after ingest and before anything is read out of it.

use crate::closed_enum::names;
use crate::span::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One input document. Its text is never changed after ingest.
#[derive(Clone, Debug, Default)]
pub struct Article {
    /// The caller's id (JSONL `id`, a mapped field, a path); `None` where the input has none.
    pub id: Option<String>,
    /// Where it was read.
    pub origin: Origin,
    /// Headline.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Day of publication.
    pub published: Option<Date>,
    /// What `published` was taken from.
    pub published_basis: PublishedBasis,
    /// Authors as the page names them.
    pub byline: Option<String>,
    /// Address of the page.
    pub url: Option<String>,
    /// ISO 639-1 code of the language, where the text is long enough to tell.
    pub language: Option<String>,
    /// The text that every span points into.
    pub text: String,
    /// Parts of the text that are not its body, in order, not overlapping. Never removed.
    pub regions: Vec<Region>,
}

/// Where an article was read: the path as the caller gave or the folder holds it, and the record
/// in that file, counted from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Path of the file, `-` for standard input.
    pub path: String,
    /// Number of the record in the file, from 0.
    pub record: usize,
}

/// What a publication date was taken from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PublishedBasis {
    /// The caller: a JSONL field or `--published`.
    Given,
    /// JSON-LD `datePublished`.
    JsonLd,
    /// `article:published_time` and its kin, `<time>`.
    Meta,
    /// A date in the address of the page.
    Url,
    /// The article's own byline or dateline.
    Dateline,
    /// There is no date.
    #[default]
    None,
}

names!(PublishedBasis { Given = "given", JsonLd = "json-ld", Meta = "meta", Url = "url", Dateline = "dateline", None = "none" });

/// A part of the text that is marked rather than cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: RegionKind,
}

/// What a region is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RegionKind {
    /// The headline, where it stands in the text.
    Title,
    /// "NAIROBI, Kenya (AP) —".
    Dateline,
    /// "By Jane Doe".
    Byline,
    /// A placeholder that a template left: `{mosads}`. Later stages skip it.
    Template,
    /// Page furniture: "Most Popular", "Follow us on …". Later stages skip it.
    Furniture,
}

impl RegionKind {
    /// True for debris: what later stages must not read.
    pub fn is_debris(self) -> bool {
        matches!(self, RegionKind::Template | RegionKind::Furniture)
    }
}

impl Article {
    /// An article of bare text, for tests, benches and callers with nothing else.
    pub fn from_text(text: impl Into<String>) -> Self {
        Article { text: text.into(), ..Article::default() }
    }

    /// The spans of debris, in order.
    pub fn debris(&self) -> impl Iterator<Item = Span> + '_ {
        self.regions.iter().filter(|r| r.kind.is_debris()).map(|r| r.span)
    }
}
