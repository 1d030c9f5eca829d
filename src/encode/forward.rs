//! The embedded engine: a BERT encoder in Rust, nothing to install.
//!
//! Sequences of a batch lie one after the other, so nothing is computed for padding: linear layers
//! run over all rows, attention over each sequence. A sequence's hidden states are the same bytes
//! in whatever batch it stands and on whatever thread.

use std::borrow::Cow;
use std::cell::RefCell;
use std::path::Path;

use super::kernel::{Buffer, Kernel, Precision};
use super::layer::{Layer, Norm, Workspace};
use super::weights::{Table, Weights, read};
use super::{Batch, Config, Engine, EngineError, ModelError};

/// Rows that go through all layers together: enough that reading the weights costs little, few
/// enough that the activations stay in the cache.
const CHUNK: usize = 192;

/// An encoder in memory, shared by all threads.
pub struct Embedded {
    config: Config,
    kernel: Kernel,
    precision: Precision,
    words: Table,
    /// Position and type embeddings, row after row.
    positions: Vec<f32>,
    types: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
}

/// What one thread computes in.
#[derive(Default)]
struct Space {
    x: Buffer,
    layer: Workspace,
}

thread_local! {
    // Kept between batches: a set is a few megabytes, and fresh pages cost more than the arithmetic
    // of a short batch.
    static SPACE: RefCell<Space> = RefCell::default();
}

impl Embedded {
    /// Reads `config.json` and `model.safetensors` of a folder.
    ///
    /// # Errors
    /// When a file cannot be read or does not fit the other.
    pub fn open(folder: &Path, kernel: Kernel, precision: Precision) -> Result<Self, ModelError> {
        let config = String::from_utf8_lossy(&read(folder, "config.json")?).into_owned();
        let weights = read(folder, "model.safetensors")?;
        Self::build(&weights, &config, kernel, precision, |bytes| Cow::Owned(bytes.to_vec()))
    }

    /// Takes a model that is part of the program; its word embeddings stay where they are.
    ///
    /// # Errors
    /// When the two files do not fit each other.
    pub fn from_static(
        weights: &'static [u8],
        config: &str,
        kernel: Kernel,
        precision: Precision,
    ) -> Result<Self, ModelError> {
        let base = weights.as_ptr() as usize;
        Self::build(weights, config, kernel, precision, |bytes| {
            let start = bytes.as_ptr() as usize - base;
            Cow::Borrowed(&weights[start..start + bytes.len()])
        })
    }

    /// Takes a model from memory that need not stay.
    ///
    /// # Errors
    /// When the two files do not fit each other.
    pub fn from_bytes(
        weights: &[u8],
        config: &str,
        kernel: Kernel,
        precision: Precision,
    ) -> Result<Self, ModelError> {
        Self::build(weights, config, kernel, precision, |bytes| Cow::Owned(bytes.to_vec()))
    }

    fn build(
        bytes: &[u8],
        config: &str,
        kernel: Kernel,
        precision: Precision,
        keep: impl Fn(&[u8]) -> Cow<'static, [u8]>,
    ) -> Result<Self, ModelError> {
        let config = Config::parse(config)?;
        let weights = Weights::parse(bytes)?;
        let hidden = config.hidden_size;
        let at = |name: &str| format!("embeddings.{name}_embeddings.weight");
        Ok(Embedded {
            kernel,
            precision,
            words: weights.table(&at("word"), config.vocab_size, hidden, keep)?,
            positions: weights.floats(&at("position"), &[config.max_position_embeddings, hidden])?,
            types: weights.floats(&at("token_type"), &[config.type_vocab_size, hidden])?,
            norm: Norm::load(&weights, "embeddings.LayerNorm", &config)?,
            layers: (0..config.num_hidden_layers)
                .map(|index| Layer::load(&weights, index, &config, kernel, precision))
                .collect::<Result<_, _>>()?,
            config,
        })
    }

    /// The shape of the model.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Encodes whole sequences, `CHUNK` rows or one sequence at most, into `out`.
    fn chunk(&self, ids: &[u32], types: &[u8], lengths: &[usize], space: &mut Space, out: &mut [f32]) {
        let hidden = self.config.hidden_size;
        space.x.reserve(self.kernel.whole_rows(ids.len()) * hidden);
        let x = &mut space.x[..];
        let positions = lengths.iter().flat_map(|&length| 0..length);
        for (((row, position), &id), &kind) in x.chunks_exact_mut(hidden).zip(positions).zip(ids).zip(types) {
            row.copy_from_slice(&self.positions[position * hidden..][..hidden]);
            let kind = &self.types[usize::from(kind) * hidden..][..hidden];
            row.iter_mut().zip(kind).for_each(|(x, t)| *x += t);
            self.words.add_row(id as usize, row);
        }
        self.norm.apply(self.kernel, &mut x[..ids.len() * hidden], None);
        for layer in &self.layers {
            layer.run(self.kernel, lengths, x, &mut space.layer);
        }
        out.copy_from_slice(&x[..out.len()]);
    }
}

impl Engine for Embedded {
    fn name(&self) -> String {
        let precision = match self.precision {
            Precision::Int8 => "int8",
            Precision::F32 => "f32",
        };
        format!("embedded {} {precision}", self.kernel.name())
    }

    fn precision(&self) -> Precision {
        self.precision
    }

    fn hidden(&self, batch: &Batch) -> Result<Vec<f32>, EngineError> {
        batch.check(&self.config)?;
        let hidden = self.config.hidden_size;
        let mut out = vec![0.0; batch.ids.len() * hidden];
        SPACE.with_borrow_mut(|space| {
            let (mut sequence, mut row) = (0, 0);
            while sequence < batch.lengths.len() {
                let (mut end, mut rows) = (sequence + 1, batch.lengths[sequence]);
                while end < batch.lengths.len() && rows + batch.lengths[end] <= CHUNK {
                    rows += batch.lengths[end];
                    end += 1;
                }
                let (ids, types) = (&batch.ids[row..row + rows], &batch.types[row..row + rows]);
                let out = &mut out[row * hidden..(row + rows) * hidden];
                self.chunk(ids, types, &batch.lengths[sequence..end], space, out);
                (sequence, row) = (end, row + rows);
            }
        });
        Ok(out)
    }
}
