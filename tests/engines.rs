//! Engines and kernels read the same in an article: over floats they may differ in the last digit of
//! a confidence, nowhere else; over bytes not at all.
//!
//! `tests/engines/run` builds the second engine and runs this with it.

mod support;

use onrecord::encode::Kernel;
use serde_json::Value;
use support::{command, run};

/// The records of the corpus in input order.
fn records(args: &[&str], kernel: Kernel) -> Vec<Value> {
    let mut command = command();
    command.args(["extract", "corpus", "--output", "-", "--quiet"]).args(args);
    let output = command.env("ONRECORD_KERNEL", kernel.name()).output().expect("the binary starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    support::lines(&output.stdout)
}

/// The same but for the last of three digits of a confidence.
fn assert_same(one: &Value, other: &Value, place: &str) {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            assert!(one.keys().eq(other.keys()), "{place}");
            for (key, value) in one {
                let other = &other[key];
                match (key.as_str(), value.as_f64(), other.as_f64()) {
                    ("confidence", Some(a), Some(b)) => {
                        assert!((a - b).abs() < 0.0015, "{place}/{key}: {a}, {b}");
                    }
                    _ => assert_same(value, other, &format!("{place}/{key}")),
                }
            }
        }
        (Value::Array(one), Value::Array(other)) => {
            assert_eq!(one.len(), other.len(), "{place}");
            let pairs = one.iter().zip(other).enumerate();
            pairs.for_each(|(i, (one, other))| assert_same(one, other, &format!("{place}/{i}")));
        }
        _ => assert_eq!(one, other, "{place}"),
    }
}

fn assert_all_same(one: &[Value], other: &[Value], what: &str) {
    assert_eq!(one.len(), other.len(), "{what}");
    one.iter().zip(other).for_each(|(one, other)| assert_same(one, other, &format!("{what} {}", one["id"])));
}

#[test]
fn kernels_read_the_same() {
    for precision in ["f32", "int8"] {
        let read = |kernel| records(&["--precision", precision], kernel);
        let wanted = read(Kernel::portable());
        assert!(wanted.iter().any(|record| !record["quotes"].as_array().expect("quotes").is_empty()));
        for kernel in Kernel::available() {
            let (found, what) = (read(kernel), format!("{kernel:?} {precision}"));
            assert_all_same(&found, &wanted, &what);
            assert!(precision == "f32" || found == wanted, "{what}: a confidence");
        }
    }
}

#[test]
fn flags_that_contradict_each_other_are_wrong_usage() {
    for (flags, message) in [
        (vec!["--device", "cuda:0"], "--device cuda:0 needs --engine rust-bert"),
        (vec!["--precision", "bf16"], "--precision bf16 needs --engine rust-bert"),
        (vec!["--device", "gpu"], "neither cpu nor cuda:N"),
        (vec!["--engine", "onnx"], "there are embedded and rust-bert"),
        #[cfg(not(feature = "rust-bert"))]
        (vec!["--engine", "rust-bert"], "cargo build --release --features rust-bert"),
        #[cfg(feature = "rust-bert")]
        (vec!["--engine", "rust-bert", "--precision", "int8"], "--precision int8 needs --engine embedded"),
    ] {
        let ran = run(&[vec!["extract", "corpus"], flags].concat());
        assert_eq!(ran.code, 2, "{}", ran.stderr);
        assert!(ran.stderr.contains(message), "{}", ran.stderr);
    }
}

#[cfg(feature = "rust-bert")]
mod rust_bert {
    use super::*;
    use onrecord::encode::{Batch, Device, Engine, Model, Number, Precision, RustBert};

    /// Sequences of every length that matters, with wordpieces from all over the vocabulary.
    fn batch() -> Batch {
        let mut batch = Batch::default();
        for (sequence, length) in [1, 2, 17, 0, 64, 256, 511].into_iter().enumerate() {
            let at = |i: usize| (sequence * 1000 + i).wrapping_mul(2_654_435_761) >> 7;
            let ids: Vec<u32> = (0..length).map(|i| (at(i) % 30_522) as u32).collect();
            let types: Vec<u8> = (0..length).map(|i| (at(i) / 30_522 % 8) as u8).collect();
            batch.push(&ids, &types);
        }
        batch
    }

    fn engine(number: Number) -> RustBert {
        Model::embedded().rust_bert(Device::Cpu, number).expect("the files fit each other")
    }

    fn largest_difference(a: &[f32], b: &[f32]) -> f32 {
        assert_eq!(a.len(), b.len());
        a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
    }

    #[test]
    fn hidden_states_are_the_embedded_engines() {
        let wanted = engine(Number::F32).hidden(&batch()).expect("it fits");
        for kernel in Kernel::available() {
            let embedded = Model::embedded().engine(kernel, Precision::F32).expect("the files fit");
            let difference = largest_difference(&embedded.hidden(&batch()).expect("it fits"), &wanted);
            println!("{kernel:?} f32: {difference:.1e} from rust-bert");
            assert!(difference < 1e-4, "{kernel:?}: {difference}");
        }
    }

    #[test]
    fn coarse_numbers_are_near() {
        let fine = engine(Number::F32).hidden(&batch()).expect("it fits");
        let coarse = engine(Number::Bf16).hidden(&batch()).expect("it fits");
        let difference = largest_difference(&coarse, &fine);
        assert!(difference > 0.0 && difference < 0.5, "{difference}");
    }

    #[test]
    fn a_sequence_is_the_same_bytes_alone_and_on_any_thread() {
        let engine = engine(Number::F32);
        let whole = batch();
        let together = engine.hidden(&whole).expect("it fits");
        let hidden = together.len() / whole.ids.len();
        let mut row = 0;
        for &length in &whole.lengths {
            let rows = row..row + length;
            let mut alone = Batch::default();
            alone.push(&whole.ids[rows.clone()], &whole.types[rows.clone()]);
            let alone = std::thread::scope(|scope| {
                let workers = [0, 1].map(|_| scope.spawn(|| engine.hidden(&alone).expect("it fits")));
                workers.map(|worker| worker.join().expect("no panic"))
            });
            for states in alone {
                assert!(states == together[rows.start * hidden..rows.end * hidden]);
            }
            row += length;
        }
    }

    #[test]
    fn what_does_not_fit_is_an_error() {
        let mut batch = Batch::default();
        batch.push(&[40_000], &[0]);
        assert!(engine(Number::F32).hidden(&batch).is_err());
        let ran = run(&["extract", "corpus", "--engine", "rust-bert", "--device", "cuda:99"]);
        assert_eq!(ran.code, 1);
        assert!(ran.stderr.contains("there is no cuda:99: libtorch sees"), "{}", ran.stderr);
    }

    #[test]
    fn records_are_the_embedded_engines() {
        let wanted = records(&["--precision", "f32"], Kernel::best());
        for jobs in ["1", "3"] {
            let found = records(&["--engine", "rust-bert", "--jobs", jobs], Kernel::best());
            assert_all_same(&found, &wanted, "rust-bert");
        }
    }
}
