//! What can go wrong between a model's files and its hidden states.

use std::path::PathBuf;

use thiserror::Error;

use super::Device;
use super::kernel::KernelError;

/// A model that cannot be loaded.
#[derive(Debug, Error)]
pub enum ModelError {
    /// A file of the model's folder cannot be read.
    #[error("{}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// `config.json` is not what it should be.
    #[error("config.json: {0}")]
    Config(String),
    /// The weights are not a safetensors file.
    #[error("model.safetensors: {0}")]
    Safetensors(#[from] safetensors::SafeTensorError),
    /// A tensor is not there.
    #[error("model.safetensors: no tensor {0}, with or without the prefix `bert.`")]
    Missing(String),
    /// A tensor has another shape than `config.json` says.
    #[error("model.safetensors: {name} is {found:?}, not {wanted:?}")]
    Shape {
        /// The tensor.
        name: String,
        /// Its shape.
        found: Vec<usize>,
        /// The shape that it should have.
        wanted: Vec<usize>,
    },
    /// A tensor holds numbers of a type that is not read.
    #[error("model.safetensors: {name} holds {found}, not F32 or F16")]
    Type {
        /// The tensor.
        name: String,
        /// Its type.
        found: String,
    },
    /// A tensor holds a number that no training leaves.
    #[error("model.safetensors: {name} holds {value}; the file is damaged")]
    Value {
        /// The tensor.
        name: String,
        /// The number.
        value: f32,
    },
    /// A tensor holds nothing but zeros.
    #[error("model.safetensors: {0} holds nothing but zeros; the file is damaged")]
    Zero(String),
    /// `tokenizer.json` cannot be used.
    #[error("tokenizer.json: {0}")]
    Tokenizer(String),
    /// libtorch does not see the graphics card.
    #[error("there is no {device}: libtorch sees {cards} graphics cards")]
    Device {
        /// What was asked for.
        device: Device,
        /// How many there are.
        cards: i64,
    },
    /// No kernel to run it with.
    #[error(transparent)]
    Kernel(#[from] KernelError),
}

/// A batch that an engine cannot encode.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum EngineError {
    /// The three parts of a batch do not belong together.
    #[error("a batch of {ids} ids, {types} types and lengths that sum to {lengths}")]
    Ragged {
        /// Number of ids.
        ids: usize,
        /// Number of types.
        types: usize,
        /// Sum of the lengths.
        lengths: usize,
    },
    /// A sequence has more wordpieces than the model has positions.
    #[error("sequence {sequence} has {length} wordpieces, the model reads {limit} at most")]
    TooLong {
        /// Which sequence of the batch.
        sequence: usize,
        /// Its wordpieces.
        length: usize,
        /// Positions of the model.
        limit: usize,
    },
    /// A wordpiece is not in the vocabulary.
    #[error("wordpiece {at} has id {id}, the vocabulary ends at {limit}")]
    UnknownId {
        /// Which wordpiece of the batch.
        at: usize,
        /// Its id.
        id: u32,
        /// Size of the vocabulary.
        limit: usize,
    },
    /// A type is not in the model's table.
    #[error("wordpiece {at} has type {kind}, the model knows {limit}")]
    UnknownType {
        /// Which wordpiece of the batch.
        at: usize,
        /// Its type.
        kind: u8,
        /// Size of the type table.
        limit: usize,
    },
    /// An engine outside of this crate failed.
    #[error("{0}")]
    Engine(String),
}
