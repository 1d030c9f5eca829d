//! Flags that narrow a question: the same for `query` and `export`.

use anyhow::Result;
use clap::Args;
use jiff::civil::Date;
use onrecord::query::{Filter, Named, Numbers, QueryError, Store};

/// What to take.
#[derive(Args)]
#[command(next_help_heading = "What to take")]
pub struct Narrow {
    /// Who speaks: a name or any alias
    #[arg(long, value_name = "NAME")]
    speaker: Vec<String>,

    /// Who is spoken of
    #[arg(long, value_name = "NAME")]
    about: Vec<String>,

    /// Who published it; a part of the name is enough
    #[arg(long, value_name = "NAME")]
    publisher: Vec<String>,

    /// From this day on: said, or published where the text does not tell
    #[arg(long, value_name = "YYYY-MM-DD")]
    since: Option<Date>,

    /// Up to this day
    #[arg(long, value_name = "YYYY-MM-DD")]
    until: Option<Date>,

    /// How much stands in quotation marks: all, some, nothing
    #[arg(long, value_name = "KIND", value_parser = ["direct", "mixed", "indirect"])]
    kind: Option<String>,

    /// What was done
    #[arg(long, value_name = "ACT", value_parser = ["speech", "thought", "intention", "finding", "other"])]
    act: Option<String>,

    /// Only where a number is claimed: --number, --number=7, --number=5..10, --number=1000..
    #[arg(long, value_name = "RANGE", num_args = 0..=1, require_equals = true, default_missing_value = "any", allow_hyphen_values = true)]
    number: Option<Numbers>,

    /// At least this confidence, from 0 to 1
    #[arg(long, value_name = "P", value_parser = probability)]
    min_confidence: Option<f64>,
}

fn probability(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(p) if (0.0..=1.0).contains(&p) => Ok(p),
        _ => Err("must lie between 0 and 1".to_string()),
    }
}

impl Narrow {
    /// True when no flag was given.
    pub fn is_open(&self) -> bool {
        self.speaker.is_empty()
            && self.about.is_empty()
            && self.publisher.is_empty()
            && self.since.is_none()
            && self.until.is_none()
            && self.kind.is_none()
            && self.act.is_none()
            && self.number.is_none()
            && self.min_confidence.is_none()
    }

    /// Looks the names up. Says on standard error what a name was taken for, where it is not plain.
    ///
    /// # Errors
    /// When a name is unknown, or no day lies between the two.
    pub fn filter(&self, store: &Store, text: Option<String>) -> Result<Filter> {
        if let (Some(since), Some(until)) = (self.since, self.until)
            && since > until
        {
            return Err(QueryError::NoDay { since: since.to_string(), until: until.to_string() }.into());
        }
        let actors = |names: &[String]| all(names, |name| Ok(store.actor(name)?));
        Ok(Filter {
            text,
            speakers: actors(&self.speaker)?,
            about: actors(&self.about)?,
            publishers: all(&self.publisher, |name| Ok(store.publisher(name)?))?,
            since: self.since.map(|day| day.to_string()),
            until: self.until.map(|day| day.to_string()),
            kind: self.kind.clone(),
            act: self.act.clone(),
            numbers: self.number,
            min_confidence: self.min_confidence,
            ..Filter::default()
        })
    }
}

fn all(names: &[String], look_up: impl Fn(&str) -> Result<Named>) -> Result<Option<Vec<i64>>> {
    if names.is_empty() {
        return Ok(None);
    }
    let mut keys = Vec::new();
    for name in names {
        let named = look_up(name)?;
        let shown: Vec<&str> = named.names.iter().map(String::as_str).take(6).collect();
        if named.guessed {
            eprintln!("nobody is called just “{name}”; taken for {}", shown.join(", "));
        } else if named.names.len() > 1 {
            let more = if named.names.len() > shown.len() { ", …" } else { "" };
            eprintln!("“{name}” stands for {}{more}", shown.join(", "));
        }
        keys.extend(named.keys);
    }
    keys.sort_unstable();
    keys.dedup();
    Ok(Some(keys))
}
