//! Ingest: bytes in, [`Article`]s out.
//!
//! [`inputs`] finds the files, [`read`] cuts them into [`Raw`] items one after the other, and
//! [`parse`] makes an article of each. Only the first two touch files; `parse` is a pure function
//! and may run on any thread. Nothing a file holds ends a run: what can't be an article becomes a
//! [`Reject`] that names the file, the record and the reason.
//!
//! | input | text | id |
//! | --- | --- | --- |
//! | plain text | the file, less a byte order mark | its path |
//! | a line of JSONL | its text field, unchanged | its id field |
//! | HTML | the article's body, a blank line between paragraphs | the path of its file |
//!
//! Any of them may be gzip or zstd.

mod debris;
mod fields;
mod format;
mod html;
mod jsonl;
mod jsonld;
mod lang;
mod metadata;
mod published;
mod reader;
mod source;
mod tags;
mod text;

pub use fields::{FieldMap, FieldMapError};
pub use format::{Format, FormatError};
pub use reader::{MAX_RECORD, Raw, read};
pub use source::{Input, input_bytes, inputs};

use crate::article::{Article, Origin, PublishedBasis, RegionKind};
use jiff::civil::Date;
use serde::Serialize;
use thiserror::Error;

/// How input is read. The default takes everything as the input says.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The format of every input; `None` tells them apart by name and content.
    pub format: Option<Format>,
    /// Which JSONL fields hold what.
    pub fields: FieldMap,
    /// The day of publication of an article that has none of its own.
    pub published: Option<Date>,
    /// Takes articles in any language, not only in English.
    pub any_language: bool,
    /// Characters of the longest article that is taken.
    pub max_chars: MaxChars,
    /// How the body is taken out of a page.
    pub html: HtmlMode,
}

/// Characters of the longest article that is taken; a book has less than a million. Time and memory
/// grow with length (134 bytes a character), so that without a bound one item could end a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MaxChars(pub usize);

impl Default for MaxChars {
    fn default() -> Self {
        MaxChars(1_000_000)
    }
}

impl std::fmt::Display for MaxChars {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::str::FromStr for MaxChars {
    type Err = std::num::ParseIntError;

    fn from_str(number: &str) -> Result<Self, Self::Err> {
        number.parse::<std::num::NonZeroUsize>().map(|number| MaxChars(number.get()))
    }
}

impl MaxChars {
    /// Why `text` is not taken, where it is too long.
    fn judge(self, text: &str) -> Result<(), String> {
        // No text has more characters than bytes.
        if text.len() <= self.0 {
            return Ok(());
        }
        match text.chars().count() {
            most if most <= self.0 => Ok(()),
            found => Err(format!("the text has {found} characters, more than --max-chars {}", self.0)),
        }
    }
}

/// How the body is taken out of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HtmlMode {
    /// Rules and a fallback, tuned for precision.
    #[default]
    Exact,
    /// Scores alone: less exact, several times as fast.
    Fast,
}

/// A name that is no mode.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} is no mode; there are exact and fast")]
pub struct ModeError(String);

impl std::str::FromStr for HtmlMode {
    type Err = ModeError;

    fn from_str(name: &str) -> Result<Self, ModeError> {
        match name {
            "exact" => Ok(HtmlMode::Exact),
            "fast" => Ok(HtmlMode::Fast),
            _ => Err(ModeError(name.into())),
        }
    }
}

/// An input, or a record of one, that did not become an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reject {
    /// Path of the file, `-` for standard input.
    pub path: String,
    /// Number of the record in the file, from 0; in JSONL the line.
    pub record: usize,
    /// Byte of the decompressed file at which the trouble, or the record with it, begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// What is wrong, for a person to read.
    pub reason: String,
}

impl Reject {
    fn new(origin: &Origin, offset: Option<u64>, reason: impl Into<String>) -> Self {
        Reject { path: origin.path.clone(), record: origin.record, offset, reason: reason.into() }
    }
}

/// Why the inputs can't be listed.
#[derive(Debug, Error)]
pub enum IngestError {
    /// A path or pattern that stands for nothing.
    #[error("{0}: no such file or folder, and no file matches it as a pattern")]
    NothingMatches(String),
    /// A folder without one article.
    #[error(
        "{0}: the folder holds no articles \
         (.txt, .text, .html, .htm, .xhtml, .jsonl, .ndjson, each also .gz or .zst)"
    )]
    EmptyFolder(String),
    /// A pattern that is not one.
    #[error("{pattern}: not a pattern: {reason}")]
    Pattern {
        /// The pattern as given.
        pattern: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A file or folder that can't be read.
    #[error("{path}: cannot be read: {source}")]
    Unreadable {
        /// Its path.
        path: String,
        /// What the system says.
        source: std::io::Error,
    },
}

/// Makes an article of a raw item: decodes it, takes body and metadata out of a page, marks the
/// parts of the text that are not body, tells the language.
///
/// # Errors
/// A [`Reject`] when the item is empty, not decodable, not a record, a page without a body, or not
/// in English (see [`Options::any_language`]).
pub fn parse(raw: Raw, options: &Options) -> Result<Article, Reject> {
    let Raw { origin, format, bytes, offset, .. } = raw;
    let mut article = match format {
        Format::Text => text::article(&origin, bytes)?,
        Format::Jsonl => jsonl::article(&origin, offset, bytes, &options.fields)?,
        Format::Html => html::article(&origin, &bytes, options.html)?,
    };
    let reject = |reason: String| Reject::new(&origin, (format == Format::Jsonl).then_some(offset), reason);
    if article.text.trim().is_empty() {
        return Err(reject("empty".into()));
    }
    options.max_chars.judge(&article.text).map_err(&reject)?;
    article.language = lang::judge(&article.text, options.any_language).map_err(&reject)?;
    article.regions = debris::regions(&article.text, article.title.as_deref());
    if article.title.is_none() && format != Format::Html {
        let first = article.regions.iter().find(|region| region.kind == RegionKind::Title);
        article.title = first.map(|region| region.span.of(&article.text).to_string());
    }
    if article.published.is_none() {
        if let Some(date) = published::in_regions(&article.text, &article.regions) {
            article.published = Some(date);
            article.published_basis = PublishedBasis::Dateline;
        } else if let Some(date) = options.published {
            article.published = Some(date);
            article.published_basis = PublishedBasis::Given;
        }
    }
    article.origin = origin;
    Ok(article)
}

#[cfg(test)]
mod tests;
