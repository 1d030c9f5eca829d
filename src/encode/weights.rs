//! Weights out of a safetensors file: checked, and turned into floats when asked for.
//!
//! Names are those of Hugging Face's `BertModel`, with or without the prefix `bert.`; numbers are
//! stored as `F32` or `F16`.

use std::borrow::Cow;
use std::path::Path;

use half::f16;
use half::slice::HalfFloatSliceExt;
use safetensors::SafeTensors;
use safetensors::tensor::{Dtype, TensorView, serialize};

use super::{Config, ModelError};

/// The tensors of one file.
pub struct Weights<'a> {
    tensors: SafeTensors<'a>,
}

/// A table of embeddings, kept as it is stored: half the memory when that is `F16`.
pub struct Table {
    bytes: Cow<'static, [u8]>,
    half: bool,
    columns: usize,
}

/// The bytes of the file `name` in `folder`.
///
/// # Errors
/// When it cannot be read; the error names it.
pub fn read(folder: &Path, name: &str) -> Result<Vec<u8>, ModelError> {
    let path = folder.join(name);
    std::fs::read(&path).map_err(|source| ModelError::Read { path, source })
}

impl<'a> Weights<'a> {
    /// Reads the header of a file.
    ///
    /// # Errors
    /// When it is not a safetensors file.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ModelError> {
        Ok(Weights { tensors: SafeTensors::deserialize(bytes)? })
    }

    /// The tensor `name` as floats, row after row.
    ///
    /// # Errors
    /// When it is not there, has another shape, or holds numbers of another type.
    pub fn floats(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, ModelError> {
        let view = self.view(name, shape)?;
        let mut out = vec![0.0; shape.iter().product()];
        match view.dtype() {
            Dtype::F16 => halves(view.data(), &mut out),
            _ => singles(view.data(), &mut out),
        }
        check(name, &out)?;
        Ok(out)
    }

    /// A linear layer: the tensors `name.weight`, `outputs` x `inputs`, and `name.bias`.
    ///
    /// # Errors
    /// As [`Weights::floats`].
    pub fn linear(
        &self,
        name: &str,
        outputs: usize,
        inputs: usize,
    ) -> Result<(Vec<f32>, Vec<f32>), ModelError> {
        let weight = self.floats(&format!("{name}.weight"), &[outputs, inputs])?;
        Ok((weight, self.floats(&format!("{name}.bias"), &[outputs])?))
    }

    /// The tensor `name` as a table of `rows` rows; `borrow` finds its bytes in memory that stays.
    ///
    /// # Errors
    /// As [`Weights::floats`].
    pub fn table(
        &self,
        name: &str,
        rows: usize,
        columns: usize,
        keep: impl Fn(&[u8]) -> Cow<'static, [u8]>,
    ) -> Result<Table, ModelError> {
        let view = self.view(name, &[rows, columns])?;
        let table = Table { bytes: keep(view.data()), half: view.dtype() == Dtype::F16, columns };
        let mut row = vec![0.0; columns];
        let mut zero = true;
        for number in 0..rows {
            row.fill(0.0);
            table.add_row(number, &mut row);
            check_finite(name, &row)?;
            zero &= row.iter().all(|&x| x == 0.0);
        }
        if zero {
            return Err(ModelError::Zero(name.to_owned()));
        }
        Ok(table)
    }

    fn view(&self, name: &str, shape: &[usize]) -> Result<TensorView<'_>, ModelError> {
        let view = (self.tensors.tensor(&format!("bert.{name}")))
            .or_else(|_| self.tensors.tensor(name))
            .map_err(|_| ModelError::Missing(name.to_owned()))?;
        if view.shape() != shape {
            let (found, wanted) = (view.shape().to_vec(), shape.to_vec());
            return Err(ModelError::Shape { name: name.to_owned(), found, wanted });
        }
        match view.dtype() {
            Dtype::F32 | Dtype::F16 => Ok(view),
            other => Err(ModelError::Type { name: name.to_owned(), found: format!("{other:?}") }),
        }
    }
}

impl Table {
    /// Adds row `row` to `to`.
    ///
    /// # Panics
    /// When there is no such row.
    pub fn add_row(&self, row: usize, to: &mut [f32]) {
        let size = self.columns * if self.half { 2 } else { 4 };
        let bytes = &self.bytes[row * size..][..size];
        if self.half {
            let mut some = [0.0; 256];
            for (to, bytes) in to.chunks_mut(256).zip(bytes.chunks(512)) {
                halves(bytes, &mut some[..to.len()]);
                to.iter_mut().zip(&some).for_each(|(x, add)| *x += add);
            }
        } else {
            for (x, b) in to.iter_mut().zip(bytes.chunks_exact(4)) {
                *x += f32::from_le_bytes([b[0], b[1], b[2], b[3]]);
            }
        }
    }
}

/// Larger weights are no trained model's: sums of them leave the range of f32.
const LARGEST: f32 = 1e4;

/// Refuses numbers that no training leaves: with them records would be empty, or wrong.
fn check(name: &str, numbers: &[f32]) -> Result<(), ModelError> {
    check_finite(name, numbers)?;
    // A bias may be nothing but zeros.
    if name.ends_with("weight") && !numbers.is_empty() && numbers.iter().all(|&x| x == 0.0) {
        return Err(ModelError::Zero(name.to_owned()));
    }
    Ok(())
}

fn check_finite(name: &str, numbers: &[f32]) -> Result<(), ModelError> {
    // NaN is not below anything.
    match numbers.iter().find(|x| x.is_nan() || x.abs() > LARGEST) {
        Some(&value) => Err(ModelError::Value { name: name.to_owned(), value }),
        None => Ok(()),
    }
}

fn singles(bytes: &[u8], out: &mut [f32]) {
    for (x, b) in out.iter_mut().zip(bytes.chunks_exact(4)) {
        *x = f32::from_le_bytes([b[0], b[1], b[2], b[3]]);
    }
}

fn halves(bytes: &[u8], out: &mut [f32]) {
    // By way of a small array: bytes need not be aligned, and whole slices are converted by the
    // processor's instruction where it has one.
    let mut some = [f16::ZERO; 256];
    for (out, bytes) in out.chunks_mut(256).zip(bytes.chunks(512)) {
        for (x, b) in some.iter_mut().zip(bytes.chunks_exact(2)) {
            *x = f16::from_le_bytes([b[0], b[1]]);
        }
        some[..out.len()].convert_to_f32_slice(out);
    }
}

/// A safetensors file of random weights in the shape of `config`, with heads `quote` and `actor`:
/// for benches and tests, which must not need a trained model.
///
/// The numbers are scaled like those of a trained encoder. The same seed gives the same bytes.
pub fn random(config: &Config, seed: u64, half: bool) -> Vec<u8> {
    let mut state = seed;
    let mut normal = move || {
        // splitmix64; the sum of four uniform numbers is close enough to a normal one.
        let mut uniform = || {
            state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let z = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            ((z ^ (z >> 31)) >> 40) as f32 / (1u64 << 24) as f32 - 0.5
        };
        (uniform() + uniform() + uniform() + uniform()) * 3f32.sqrt()
    };
    let (h, wide) = (config.hidden_size, config.intermediate_size);
    let mut shapes: Vec<(String, Vec<usize>, f32, f32)> = Vec::new();
    let mut push = |name: &str, shape: &[usize], mean, deviation| {
        shapes.push((name.to_owned(), shape.to_vec(), mean, deviation));
    };
    for (table, rows) in [
        ("word", config.vocab_size),
        ("position", config.max_position_embeddings),
        ("token_type", config.type_vocab_size),
    ] {
        push(&format!("bert.embeddings.{table}_embeddings.weight"), &[rows, h], 0.0, 0.05);
    }
    push("bert.embeddings.LayerNorm.weight", &[h], 0.9, 0.1);
    push("bert.embeddings.LayerNorm.bias", &[h], 0.0, 0.1);
    for layer in 0..config.num_hidden_layers {
        let at = format!("bert.encoder.layer.{layer}");
        for (name, out, inputs) in [
            ("attention.self.query", h, h),
            ("attention.self.key", h, h),
            ("attention.self.value", h, h),
            ("attention.output.dense", h, h),
            ("intermediate.dense", wide, h),
            ("output.dense", h, wide),
        ] {
            push(&format!("{at}.{name}.weight"), &[out, inputs], 0.0, 0.05);
            push(&format!("{at}.{name}.bias"), &[out], 0.0, 0.05);
        }
        for name in ["attention.output.LayerNorm", "output.LayerNorm"] {
            push(&format!("{at}.{name}.weight"), &[h], 0.9, 0.1);
            push(&format!("{at}.{name}.bias"), &[h], 0.0, 0.1);
        }
    }
    for (name, labels) in [("quote", 7), ("actor", 19)] {
        push(&format!("heads.{name}.weight"), &[labels, h], 0.0, 0.05);
        push(&format!("heads.{name}.bias"), &[labels], 0.0, 0.05);
    }
    let data: Vec<(String, Vec<usize>, Vec<u8>)> = shapes
        .into_iter()
        .map(|(name, shape, mean, deviation)| {
            let count = shape.iter().product::<usize>();
            let mut bytes = Vec::with_capacity(4 * count);
            for _ in 0..count {
                let x = mean + deviation * normal();
                if half {
                    bytes.extend(f16::from_f32(x).to_le_bytes());
                } else {
                    bytes.extend(x.to_le_bytes());
                }
            }
            (name, shape, bytes)
        })
        .collect();
    let dtype = if half { Dtype::F16 } else { Dtype::F32 };
    let views = data.iter().map(|(name, shape, bytes)| {
        let view = TensorView::new(dtype, shape.clone(), bytes).expect("as many bytes as the shape says");
        (name.clone(), view)
    });
    serialize(views, None).expect("views of the shapes they say")
}
