//! Dates: expressions of time as TIMEX3.

use crate::closed_enum::names;
use crate::span::Span;
use jiff::civil;

/// An expression of time in an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Date {
    /// Its span.
    pub span: Span,
    /// TIMEX3 type.
    pub kind: DateKind,
    /// TIMEX3 value, such as `2015-12-01`, `P3W`, `PRESENT_REF`, `XXXX-WXX-3`.
    pub value: String,
    /// First day of the interval that it denotes.
    pub earliest: Option<civil::Date>,
    /// Last day of that interval.
    pub latest: Option<civil::Date>,
    /// TIMEX3 modifier: `APPROX`, `START`, `MORE_THAN`, …
    pub modifier: Option<&'static str>,
    /// What its value was resolved against.
    pub basis: Basis,
    /// The name of the rule that decided, for `--explain`.
    pub rule: &'static str,
    /// The text that anchors it: "the deal" of "in the three weeks following the deal".
    pub anchor: Option<Span>,
}

/// TIMEX3 type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum DateKind {
    /// A day or more coarse.
    Date,
    /// A part of a day.
    Time,
    /// A length.
    Duration,
    /// What comes back.
    Set,
}

names!(DateKind { Date = "DATE", Time = "TIME", Duration = "DURATION", Set = "SET" });

/// What the value of a date was resolved against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// It says all itself.
    Explicit,
    /// The day of publication.
    Published,
    /// A date before it in the text.
    Previous,
    /// An event in the text (`anchor`).
    Event,
    /// Nothing: the value keeps its X's.
    Unresolved,
}

names!(Basis { Explicit = "explicit", Published = "published", Previous = "previous", Event = "event", Unresolved = "unresolved" });
