//! Claims: propositions with subject, predicate and object.

use super::quote::Polarity;
use crate::closed_enum::names;
use crate::span::Span;
use serde::{Deserialize, Serialize};

/// One clause that states something.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Index of the innermost quote that holds it; `None` for the article's own voice.
    pub quote: Option<usize>,
    /// The clause.
    pub span: Span,
    /// Its subject, as written; of a relative clause the noun that it modifies, of an infinitive its agent.
    pub subject: String,
    /// Its verb group, negation included, and the preposition that leads to the object; "be" for an
    /// apposition, which has no verb.
    pub predicate: String,
    /// Its object or complement, as written.
    pub object: Option<String>,
    /// What else belongs to the verb, as written: "in March", "to the board".
    pub args: Vec<String>,
    /// Negative where the clause denies.
    pub polarity: Polarity,
    /// How far it is stated to be so.
    pub modality: Modality,
    /// The numbers in it.
    pub quantity: Vec<Quantity>,
    /// Index of the date that it holds of.
    pub date: Option<usize>,
    /// Spans of subject and object, so that actors can be attached.
    pub parts: Vec<Span>,
    /// At most twelve of its own words.
    pub gist: String,
    /// How likely a reader lists it among what the article asserts, 0 to 1.
    pub confidence: f32,
}

/// A number in a claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// Its value; `None` for "several", "dozens".
    pub value: Option<f64>,
    /// What is counted or measured.
    pub unit: Option<String>,
    /// "about", "over", "at least".
    pub modifier: Option<String>,
    /// Its span.
    pub span: Span,
}

/// How far a claim is stated to be so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Modality {
    /// "is", "was".
    Asserted,
    /// "will".
    Future,
    /// "is likely to", "should" of expectation.
    Likely,
    /// "may", "could".
    Possible,
    /// "would", "if".
    Conditional,
    /// "I will", "vowed to".
    Commitment,
    /// "demanded that", "called on".
    Demand,
    /// "must", "has to".
    Obligation,
    /// "plans to", "wants to".
    Intended,
    /// "proposed to".
    Proposal,
    /// "allegedly", "is accused of".
    Alleged,
    /// A question.
    Question,
}

names!(Modality { Asserted = "asserted", Future = "future", Likely = "likely", Possible = "possible", Conditional = "conditional", Commitment = "commitment", Demand = "demand", Obligation = "obligation", Intended = "intended", Proposal = "proposal", Alleged = "alleged", Question = "question" });
