//! Encoding: texts in, what the trained model finds in them out.
//!
//! [`Reader`] does it all: it cuts articles into windows of wordpieces ([`window`], [`Tokenizer`]),
//! has an [`Engine`] turn batches of them into hidden states, and lets its heads read these: taggers
//! for the parts of quotes and for names, linkers for what belongs together, a parser, and
//! antecedents. [`Embedded`] is the engine that is always there; `RustBert` is there in a build with the
//! feature `rust-bert`.

mod antecedent;
mod config;
mod device;
mod error;
mod forward;
pub mod kernel;
mod layer;
mod linker;
pub(crate) mod model;
mod parser;
pub mod reader;
#[cfg(feature = "rust-bert")]
mod rust_bert;
mod surface;
mod tagger;
#[cfg(test)]
mod tests;
mod tokenize;
pub mod tree;
pub mod weights;
pub mod window;

pub use config::Config;
pub use device::{Device, Number};
pub use error::{EngineError, ModelError};
pub use forward::Embedded;
pub use kernel::{Kernel, Precision};
pub use model::Model;
pub use reader::{Reader, Reading};
#[cfg(feature = "rust-bert")]
pub use rust_bert::RustBert;
pub use tokenize::{Piece, Tokenizer};

/// Turns wordpieces into hidden states.
pub trait Engine: Send + Sync {
    /// What it is and how it computes, as `embedded vnni int8`.
    fn name(&self) -> String;

    /// What its weights are; those of the larger heads are the same.
    fn precision(&self) -> Precision {
        Precision::F32
    }

    /// Hidden states of all wordpieces of `batch`, row after row.
    ///
    /// A sequence's rows are the same bytes in whatever batch it stands.
    ///
    /// # Errors
    /// When the batch does not fit the model.
    fn hidden(&self, batch: &Batch) -> Result<Vec<f32>, EngineError>;
}

/// Sequences of wordpieces, one after the other, without padding.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// Ids in the vocabulary.
    pub ids: Vec<u32>,
    /// Token types: letter case and quotation state.
    pub types: Vec<u8>,
    /// Wordpieces of each sequence.
    pub lengths: Vec<usize>,
}

impl Batch {
    /// Adds a sequence.
    pub fn push(&mut self, ids: &[u32], types: &[u8]) {
        self.ids.extend_from_slice(ids);
        self.types.extend_from_slice(types);
        self.lengths.push(ids.len());
    }

    /// True when a model of the shape `config` can encode it.
    ///
    /// # Errors
    /// The first thing that does not fit.
    pub fn check(&self, config: &Config) -> Result<(), EngineError> {
        let (ids, types) = (self.ids.len(), self.types.len());
        let lengths = self.lengths.iter().fold(0usize, |sum, &length| sum.saturating_add(length));
        if ids != types || ids != lengths {
            return Err(EngineError::Ragged { ids, types, lengths });
        }
        let limit = config.max_position_embeddings;
        if let Some(sequence) = self.lengths.iter().position(|&length| length > limit) {
            return Err(EngineError::TooLong { sequence, length: self.lengths[sequence], limit });
        }
        let limit = config.vocab_size;
        if let Some(at) = self.ids.iter().position(|&id| id as usize >= limit) {
            return Err(EngineError::UnknownId { at, id: self.ids[at], limit });
        }
        let limit = config.type_vocab_size;
        if let Some(at) = self.types.iter().position(|&kind| usize::from(kind) >= limit) {
            return Err(EngineError::UnknownType { at, kind: self.types[at], limit });
        }
        Ok(())
    }
}
