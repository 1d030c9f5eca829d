//! One layer of the encoder: attention, then a feed-forward block, each added to its input and
//! normalised.

use super::kernel::{Buffer, Heads, Kernel, Packed, Precision, Scratch};
use super::weights::Weights;
use super::{Config, ModelError};

/// Rows that go through a feed-forward block together: what they hold between its halves should
/// stay in the second-level cache.
const BLOCK: usize = 96;

/// Gain and bias of a layer norm.
pub struct Norm {
    gain: Buffer,
    bias: Buffer,
    epsilon: f32,
}

/// Packed weights of one layer.
pub struct Layer {
    precision: Precision,
    heads: Heads,
    /// Query, key and value side by side; the query carries the scale of the scores.
    qkv: Packed,
    joined: Packed,
    joined_norm: Norm,
    wide: Packed,
    narrow: Packed,
    narrow_norm: Norm,
}

/// Activations between the steps of a layer: one set a thread.
#[derive(Default)]
pub struct Workspace {
    scratch: Scratch,
    qkv: Buffer,
    context: Buffer,
    wide: Buffer,
    narrow: Buffer,
}

impl Norm {
    /// Reads `NAME.weight` and `NAME.bias`.
    ///
    /// # Errors
    /// When one is missing or has another size.
    pub fn load(weights: &Weights<'_>, name: &str, config: &Config) -> Result<Self, ModelError> {
        let vector = |part: &str| -> Result<Buffer, ModelError> {
            let values = weights.floats(&format!("{name}.{part}"), &[config.hidden_size])?;
            let mut buffer = Buffer::zeros(values.len());
            buffer.copy_from_slice(&values);
            Ok(buffer)
        };
        Ok(Norm { gain: vector("weight")?, bias: vector("bias")?, epsilon: config.layer_norm_eps })
    }

    /// Adds `y` to `x` and normalises its rows.
    pub fn apply(&self, kernel: Kernel, x: &mut [f32], y: Option<(&[f32], usize)>) {
        kernel.norm(x, y, &self.gain, &self.bias, self.epsilon);
    }
}

impl Layer {
    /// Reads and packs layer `index`.
    ///
    /// # Errors
    /// When a tensor is missing or has another shape.
    pub fn load(
        weights: &Weights<'_>,
        index: usize,
        config: &Config,
        kernel: Kernel,
        precision: Precision,
    ) -> Result<Self, ModelError> {
        let (hidden, wide) = (config.hidden_size, config.intermediate_size);
        let at = format!("encoder.layer.{index}");
        let read = |name: &str, outputs: usize, inputs: usize| {
            weights.linear(&format!("{at}.{name}"), outputs, inputs)
        };
        let dense = |name: &str, outputs: usize, inputs: usize| -> Result<Packed, ModelError> {
            let (weight, bias) = read(name, outputs, inputs)?;
            Ok(kernel.pack(&weight, &bias, inputs, precision))
        };
        let (mut weight, mut bias) = read("attention.self.query", hidden, hidden)?;
        let scale = kernel.query_scale(config.head_size());
        weight.iter_mut().chain(&mut bias).for_each(|w| *w *= scale);
        for name in ["attention.self.key", "attention.self.value"] {
            let (more, bias_more) = read(name, hidden, hidden)?;
            weight.extend(more);
            bias.extend(bias_more);
        }
        Ok(Layer {
            precision,
            heads: Heads { count: config.num_attention_heads, size: config.head_size() },
            qkv: kernel.pack(&weight, &bias, hidden, precision),
            joined: dense("attention.output.dense", hidden, hidden)?,
            joined_norm: Norm::load(weights, &format!("{at}.attention.output.LayerNorm"), config)?,
            wide: dense("intermediate.dense", wide, hidden)?,
            narrow: dense("output.dense", hidden, wide)?,
            narrow_norm: Norm::load(weights, &format!("{at}.output.LayerNorm"), config)?,
        })
    }

    /// Runs whole sequences of the given lengths, one after the other in `x`, through the layer.
    ///
    /// `x` has [`Kernel::whole_rows`] rows; those beyond the last sequence are of no account.
    pub fn run(&self, kernel: Kernel, lengths: &[usize], x: &mut [f32], space: &mut Workspace) {
        let hidden = self.heads.count * self.heads.size;
        let rows: usize = lengths.iter().sum();
        let whole = kernel.whole_rows(rows);
        let Workspace { scratch, qkv, context, wide, narrow } = space;

        let stride = self.qkv.stride();
        // The last sequence may begin anywhere, and its tiles reach beyond its end.
        qkv.reserve((whole + kernel.whole_rows(1)) * stride);
        context.reserve(whole * hidden);
        narrow.reserve(whole * self.joined.stride().max(self.narrow.stride()));
        kernel.linear(&self.qkv, x, hidden, rows, false, scratch, qkv);
        let mut first = 0;
        for &length in lengths {
            let from = &qkv[first * stride..];
            kernel.attend(
                from,
                stride,
                length,
                self.heads,
                self.precision,
                scratch,
                &mut context[first * hidden..],
            );
            first += length;
        }
        kernel.linear(&self.joined, context, hidden, rows, false, scratch, narrow);
        self.joined_norm.apply(kernel, &mut x[..rows * hidden], Some((narrow, self.joined.stride())));

        let block = kernel.whole_rows(BLOCK);
        wide.reserve(block * self.wide.stride());
        for first in (0..rows).step_by(block) {
            let rows = block.min(rows - first);
            let x = &mut x[first * hidden..];
            kernel.linear(&self.wide, x, hidden, rows, true, scratch, wide);
            kernel.linear(&self.narrow, wide, self.wide.stride(), rows, false, scratch, narrow);
            self.narrow_norm.apply(kernel, &mut x[..rows * hidden], Some((narrow, self.narrow.stride())));
        }
    }
}
