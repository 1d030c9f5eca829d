//! Weights in the order in which a tile reads them.
//!
//! Columns (outputs) are cut into panels of one tile's width; within a panel the words of `k` run
//! outermost, so that the innermost loop reads memory front to back. Columns beyond the last real
//! one are zero.

use super::{Buffer, Kernel};

/// The numbers that linear layers and attention are computed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Precision {
    /// Bytes: weights with one scale an output channel, activations with one scale and zero point a
    /// token; sums are exact.
    Int8,
    /// 32-bit floats throughout.
    F32,
}

/// A linear layer packed for one kernel.
pub struct Packed {
    pub(super) precision: Precision,
    /// Inputs.
    pub(super) inputs: usize,
    /// Words an input row takes.
    pub(super) k: usize,
    /// Outputs rounded up to whole panels.
    pub(super) columns: usize,
    pub(super) words: Buffer,
    pub(super) bias: Buffer,
    /// Scale of each column's integers.
    pub(super) scale: Buffer,
    /// Scale times the sum of each column's integers: what a zero point of 1 adds.
    pub(super) sum: Buffer,
    /// Panel width and integer size that it was packed for.
    pub(super) layout: (usize, usize),
}

impl Packed {
    /// Floats from one row of outputs to the next.
    pub fn stride(&self) -> usize {
        self.columns
    }
}

impl Kernel {
    /// Packs `weight`, rows of `inputs` numbers, one row an output.
    ///
    /// # Panics
    /// When the lengths of `weight` and `bias` do not fit, or `inputs` is no multiple of 16.
    pub fn pack(&self, weight: &[f32], bias: &[f32], inputs: usize, precision: Precision) -> Packed {
        let outputs = bias.len();
        assert!(inputs > 0 && inputs.is_multiple_of(16), "{inputs} inputs are not whole vectors");
        assert_eq!(weight.len(), outputs * inputs, "weight and bias differ in size");
        let panel = self.table.panel;
        let columns = outputs.next_multiple_of(panel);
        let group = match precision {
            Precision::F32 => 1,
            Precision::Int8 => 4 / self.table.integer,
        };
        let k = inputs / group;
        let mut packed = Packed {
            precision,
            inputs,
            k,
            columns,
            words: Buffer::zeros(k * columns),
            bias: Buffer::zeros(columns),
            scale: Buffer::zeros(columns),
            sum: Buffer::zeros(columns),
            layout: (panel, self.table.integer),
        };
        packed.bias[..outputs].copy_from_slice(bias);
        for (column, row) in weight.chunks_exact(inputs).enumerate() {
            let at = column / panel * panel * k + column % panel;
            let top = row.iter().fold(f32::MIN_POSITIVE, |top, w| top.max(w.abs()));
            let (scale, inverse) = (top / 127.0, 127.0 / top);
            let mut sum = 0;
            for (i, group) in row.chunks_exact(group).enumerate() {
                let word = match precision {
                    Precision::F32 => group[0].to_bits(),
                    Precision::Int8 => {
                        let bits = 8 * self.table.integer;
                        group.iter().rev().fold(0u32, |word, w| {
                            let q = nearest(w * inverse);
                            sum += q;
                            word << bits | (q as u32 & (u32::MAX >> (32 - bits)))
                        })
                    }
                };
                packed.words[at + i * panel] = f32::from_bits(word);
            }
            packed.scale[column] = scale;
            packed.sum[column] = scale * sum as f32;
        }
        packed
    }
}

/// The nearest whole number, ties to even, of a small number: without a call, where the processor
/// that the program was compiled for has no instruction for it.
fn nearest(x: f32) -> i32 {
    const WHOLE: f32 = 12_582_912.0;
    (x + WHOLE).to_bits() as i32 - WHOLE.to_bits() as i32
}
