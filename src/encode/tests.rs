//! The engine against a slow network written down as the formulas stand, in 64-bit floats.

use proptest::prelude::*;

use super::weights::{Weights, random};
use super::*;

/// Small, but with every part: two layers, two heads, sizes that are no whole tiles.
fn small() -> Config {
    Config {
        vocab_size: 50,
        hidden_size: 96,
        num_hidden_layers: 2,
        num_attention_heads: 3,
        intermediate_size: 208,
        max_position_embeddings: 40,
        type_vocab_size: 4,
        layer_norm_eps: 1e-12,
        hidden_act: "gelu".to_owned(),
    }
}

fn engine(config: &Config, half: bool, kernel: Kernel, precision: Precision) -> Embedded {
    let json = serde_json::to_string(config).unwrap();
    Embedded::from_bytes(&random(config, 7, half), &json, kernel, precision).unwrap()
}

fn batch(lengths: &[usize], seed: u32) -> Batch {
    let mut state = seed.wrapping_mul(2_654_435_761).wrapping_add(1);
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state >> 8
    };
    let rows = lengths.iter().sum();
    Batch {
        ids: (0..rows).map(|_| next() % 50).collect(),
        types: (0..rows).map(|_| (next() % 4) as u8).collect(),
        lengths: lengths.to_vec(),
    }
}

/// The network over one sequence.
fn reference(weights: &Weights<'_>, config: &Config, ids: &[u32], types: &[u8]) -> Vec<Vec<f64>> {
    let get = |name: &str, shape: &[usize]| -> Vec<f64> {
        weights.floats(name, shape).unwrap().into_iter().map(f64::from).collect()
    };
    let (h, wide) = (config.hidden_size, config.intermediate_size);
    let dense = |x: &[Vec<f64>], name: &str, out: usize, inputs: usize| -> Vec<Vec<f64>> {
        let (w, b) = (get(&format!("{name}.weight"), &[out, inputs]), get(&format!("{name}.bias"), &[out]));
        let dot = |row: &[f64], o: usize| -> f64 {
            row.iter().zip(&w[o * inputs..]).map(|(x, w)| x * w).sum::<f64>() + b[o]
        };
        x.iter().map(|row| (0..out).map(|o| dot(row, o)).collect()).collect()
    };
    let norm = |x: &[Vec<f64>], name: &str| -> Vec<Vec<f64>> {
        let (g, b) = (get(&format!("{name}.weight"), &[h]), get(&format!("{name}.bias"), &[h]));
        let each = |row: &Vec<f64>| {
            let mean = row.iter().sum::<f64>() / h as f64;
            let variance = row.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / h as f64;
            let scale = (variance + f64::from(config.layer_norm_eps)).sqrt();
            row.iter().enumerate().map(|(i, x)| (x - mean) / scale * g[i] + b[i]).collect()
        };
        x.iter().map(each).collect()
    };
    let add = |x: &[Vec<f64>], y: &[Vec<f64>]| -> Vec<Vec<f64>> {
        x.iter().zip(y).map(|(x, y)| x.iter().zip(y).map(|(x, y)| x + y).collect()).collect()
    };
    let table = |name: &str, rows| get(&format!("embeddings.{name}_embeddings.weight"), &[rows, h]);
    let (word, position, kind) = (
        table("word", config.vocab_size),
        table("position", config.max_position_embeddings),
        table("token_type", 4),
    );
    let x: Vec<Vec<f64>> = (0..ids.len())
        .map(|i| {
            let (id, ty) = (ids[i] as usize * h, usize::from(types[i]) * h);
            (0..h).map(|c| word[id + c] + position[i * h + c] + kind[ty + c]).collect()
        })
        .collect();
    let mut x = norm(&x, "embeddings.LayerNorm");
    for layer in 0..config.num_hidden_layers {
        let at = format!("encoder.layer.{layer}");
        let part = |name: &str| dense(&x, &format!("{at}.attention.self.{name}"), h, h);
        let (q, k, v) = (part("query"), part("key"), part("value"));
        let size = config.head_size();
        let mut context = vec![vec![0.0; h]; ids.len()];
        for head in 0..config.num_attention_heads {
            let span = head * size..(head + 1) * size;
            for (q, out) in q.iter().zip(&mut context) {
                let score = |k: &Vec<f64>| {
                    let dot: f64 = span.clone().map(|c| q[c] * k[c]).sum();
                    (dot / (size as f64).sqrt()).exp()
                };
                let scores: Vec<f64> = k.iter().map(score).collect();
                let sum: f64 = scores.iter().sum();
                for c in span.clone() {
                    out[c] = scores.iter().zip(&v).map(|(s, v)| s / sum * v[c]).sum();
                }
            }
        }
        let joined = dense(&context, &format!("{at}.attention.output.dense"), h, h);
        x = norm(&add(&x, &joined), &format!("{at}.attention.output.LayerNorm"));
        let mut inner = dense(&x, &format!("{at}.intermediate.dense"), wide, h);
        for y in inner.iter_mut().flatten() {
            *y = *y * 0.5 * (1.0 + erf(*y / 2f64.sqrt()));
        }
        let narrow = dense(&inner, &format!("{at}.output.dense"), h, wide);
        x = norm(&add(&x, &narrow), &format!("{at}.output.LayerNorm"));
    }
    x
}

/// The error function by its series: 60 terms are exact to 1e-12 up to 4.
fn erf(x: f64) -> f64 {
    if x.abs() > 4.0 {
        return x.signum();
    }
    let (mut term, mut sum) = (x, x);
    for n in 1..90 {
        term *= -x * x / f64::from(n);
        sum += term / f64::from(2 * n + 1);
    }
    sum * 2.0 / std::f64::consts::PI.sqrt()
}

fn largest_difference(found: &[f32], wanted: &[Vec<f64>]) -> f64 {
    found.iter().zip(wanted.iter().flatten()).map(|(f, w)| (f64::from(*f) - w).abs()).fold(0.0, f64::max)
}

#[test]
fn every_kernel_computes_the_network() {
    let config = small();
    let bytes = random(&config, 7, false);
    let weights = Weights::parse(&bytes).unwrap();
    for length in [1, 2, 17, 40] {
        let one = batch(&[length], length as u32);
        let wanted = reference(&weights, &config, &one.ids, &one.types);
        for kernel in Kernel::available() {
            for (precision, limit) in [(Precision::F32, 1e-5), (Precision::Int8, 0.15)] {
                let engine = engine(&config, false, kernel, precision);
                let found = engine.hidden(&one).unwrap();
                let difference = largest_difference(&found, &wanted);
                assert!(difference < limit, "{}, length {length}: {difference}", engine.name());
            }
        }
    }
}

#[test]
fn half_floats_are_read() {
    let config = small();
    let bytes = random(&config, 7, true);
    let one = batch(&[9], 3);
    let wanted = reference(&Weights::parse(&bytes).unwrap(), &config, &one.ids, &one.types);
    let found = engine(&config, true, Kernel::best(), Precision::F32).hidden(&one).unwrap();
    assert!(largest_difference(&found, &wanted) < 1e-5);
}

#[test]
fn a_batch_that_does_not_fit_is_an_error() {
    let engine = engine(&small(), false, Kernel::best(), Precision::Int8);
    let fail = |change: fn(&mut Batch)| {
        let mut batch = batch(&[3, 4], 1);
        change(&mut batch);
        engine.hidden(&batch).unwrap_err()
    };
    assert_eq!(fail(|b| b.ids[6] = 50), EngineError::UnknownId { at: 6, id: 50, limit: 50 });
    assert_eq!(fail(|b| b.types[2] = 4), EngineError::UnknownType { at: 2, kind: 4, limit: 4 });
    assert_eq!(fail(|b| b.lengths[0] = 2), EngineError::Ragged { ids: 7, types: 7, lengths: 6 });
    assert_eq!(
        fail(|b| b.lengths[0] = usize::MAX),
        EngineError::Ragged { ids: 7, types: 7, lengths: usize::MAX }
    );
    let long = engine.hidden(&batch(&[3, 41], 1)).unwrap_err();
    assert_eq!(long, EngineError::TooLong { sequence: 1, length: 41, limit: 40 });
    assert_eq!(long.to_string(), "sequence 1 has 41 wordpieces, the model reads 40 at most");
}

#[test]
fn nothing_in_nothing_out() {
    let engine = engine(&small(), false, Kernel::best(), Precision::Int8);
    assert!(engine.hidden(&Batch::default()).unwrap().is_empty());
    assert_eq!(engine.hidden(&batch(&[0, 2, 0], 1)).unwrap().len(), 2 * 96);
}

#[test]
fn weights_that_do_not_fit_are_an_error() {
    let config = small();
    let bytes = random(&config, 7, false);
    let load = |config: &Config| {
        let json = serde_json::to_string(config).unwrap();
        Embedded::from_bytes(&bytes, &json, Kernel::best(), Precision::F32).err().map(|e| e.to_string())
    };
    assert_eq!(
        load(&Config { vocab_size: 51, ..config.clone() }).unwrap(),
        "model.safetensors: embeddings.word_embeddings.weight is [50, 96], not [51, 96]"
    );
    assert_eq!(
        load(&Config { num_hidden_layers: 3, ..config.clone() }).unwrap(),
        "model.safetensors: no tensor encoder.layer.2.attention.self.query.weight, with or without the prefix `bert.`"
    );
    assert!(load(&Config { hidden_act: "relu".into(), ..config.clone() }).unwrap().contains("only \"gelu\""));
    assert!(load(&Config { num_attention_heads: 5, ..config.clone() }).unwrap().contains("multiple of 32"));
    let json = serde_json::to_string(&config).unwrap();
    assert!(Embedded::from_bytes(&bytes[..100], &json, Kernel::best(), Precision::F32).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_sequence_has_the_same_bytes_in_any_batch(
        lengths in prop::collection::vec(1usize..=40, 1..24),
        pick in any::<prop::sample::Index>(),
        seed in any::<u32>(),
    ) {
        let whole = batch(&lengths, seed);
        let pick = pick.index(lengths.len());
        let start: usize = lengths[..pick].iter().sum();
        let range = start..start + lengths[pick];
        let mut alone = Batch::default();
        alone.push(&whole.ids[range.clone()], &whole.types[range.clone()]);
        for kernel in Kernel::available() {
            for precision in [Precision::Int8, Precision::F32] {
                let engine = engine(&small(), false, kernel, precision);
                let all = engine.hidden(&whole).unwrap();
                let one = std::thread::scope(|s| s.spawn(|| engine.hidden(&alone).unwrap()).join().unwrap());
                prop_assert!(
                    one.iter().zip(&all[range.start * 96..range.end * 96]).all(|(a, b)| a.to_bits() == b.to_bits()),
                    "{}", engine.name()
                );
            }
        }
    }
}

/// Set `ONRECORD_REFERENCE` to a folder with a model and `ids.bin`, `types.bin`, `hidden.bin`: little
/// endian `u32`, `u32` and `f32` of one sequence, as another BERT computed them.
#[test]
#[ignore = "needs a trained model and a reference"]
fn a_trained_model_agrees_with_another_implementation() {
    let folder =
        std::path::PathBuf::from(std::env::var_os("ONRECORD_REFERENCE").expect("ONRECORD_REFERENCE"));
    let words = |name: &str| -> Vec<u32> {
        let bytes = weights::read(&folder, name).unwrap();
        bytes.chunks_exact(4).map(|b| u32::from_le_bytes(b.try_into().unwrap())).collect()
    };
    let mut one = Batch::default();
    one.push(&words("ids.bin"), &words("types.bin").iter().map(|&t| t as u8).collect::<Vec<_>>());
    let wanted: Vec<f32> = words("hidden.bin").into_iter().map(f32::from_bits).collect();
    for kernel in Kernel::available() {
        for (precision, limit) in [(Precision::F32, 2e-5), (Precision::Int8, 1.0)] {
            let engine = Embedded::open(&folder, kernel, precision).unwrap();
            let found = engine.hidden(&one).unwrap();
            let differences = || found.iter().zip(&wanted).map(|(f, w)| (f - w).abs());
            let (largest, mean) =
                (differences().fold(0.0, f32::max), differences().sum::<f32>() / found.len() as f32);
            println!("{}: largest difference {largest:.2e}, mean {mean:.2e}", engine.name());
            assert!(largest < limit);
        }
    }
}
