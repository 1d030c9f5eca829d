//! Heads: one linear layer each from a hidden state to the logits of its labels.
//!
//! They stand apart from the engines, so that every engine's hidden states go through the same
//! heads. They are computed in floats at any precision: they are small, and decide labels.

use super::kernel::{Buffer, Kernel, Packed, Precision, Scratch};
use super::weights::Weights;
use super::{Config, ModelError};

/// The heads of one model.
pub struct Heads {
    kernel: Kernel,
    hidden: usize,
    heads: Vec<Head>,
}

/// One head.
struct Head {
    name: String,
    labels: usize,
    layer: Packed,
}

impl Heads {
    /// Takes all heads of a file: `heads.NAME.weight` and `heads.NAME.bias`.
    ///
    /// # Errors
    /// When a head's shape does not fit the hidden states or its bias is missing.
    pub fn load(weights: &Weights<'_>, config: &Config, kernel: Kernel) -> Result<Self, ModelError> {
        let hidden = config.hidden_size;
        let heads = (weights.heads().into_iter())
            .map(|(name, labels)| {
                let weight = weights.floats(&format!("heads.{name}.weight"), &[labels, hidden])?;
                let bias = weights.floats(&format!("heads.{name}.bias"), &[labels])?;
                Ok(Head { name, labels, layer: kernel.pack(&weight, &bias, hidden, Precision::F32) })
            })
            .collect::<Result<_, ModelError>>()?;
        Ok(Heads { kernel, hidden, heads })
    }

    /// Names and numbers of labels, by name.
    pub fn names(&self) -> impl Iterator<Item = (&str, usize)> {
        self.heads.iter().map(|head| (head.name.as_str(), head.labels))
    }

    /// Logits of the head `name`, `labels` a token, for hidden states of whole tokens; `None` when the
    /// model has no such head.
    pub fn logits(&self, name: &str, hidden: &[f32]) -> Option<Vec<f32>> {
        let head = self.heads.iter().find(|head| head.name == name)?;
        let rows = hidden.len() / self.hidden;
        let whole = self.kernel.whole_rows(rows);
        let mut x = Buffer::zeros(whole * self.hidden);
        x[..rows * self.hidden].copy_from_slice(&hidden[..rows * self.hidden]);
        let stride = head.layer.stride();
        let mut out = Buffer::zeros(whole * stride);
        self.kernel.linear(&head.layer, &x, self.hidden, rows, false, &mut Scratch::default(), &mut out);
        Some(out.chunks_exact(stride).take(rows).flat_map(|row| &row[..head.labels]).copied().collect())
    }
}
