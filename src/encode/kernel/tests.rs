//! Every kernel against the portable one on random shapes, and the portable one against formulas.

use proptest::prelude::*;

use super::*;

/// Numbers in `-1.0..1.0`, the same for the same seed.
fn numbers(count: usize, seed: u64) -> Vec<f32> {
    let mut state = seed ^ 0x9E37_79B9_7F4A_7C15;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 40) as f32 / (1u64 << 23) as f32 - 1.0
    };
    (0..count).map(|_| next()).collect()
}

/// Room for whole tiles of every kernel.
fn rows_of(values: &[f32], columns: usize) -> Buffer {
    let mut buffer = Buffer::zeros((values.len() / columns + 16) * columns);
    buffer[..values.len()].copy_from_slice(values);
    buffer
}

fn linear(kernel: Kernel, x: &[f32], layer: &Packed, inputs: usize, outputs: usize, gelu: bool) -> Vec<f32> {
    let rows = x.len() / inputs;
    let mut out = Buffer::zeros(kernel.whole_rows(rows) * layer.stride());
    kernel.linear(layer, &rows_of(x, inputs), inputs, rows, gelu, &mut Scratch::default(), &mut out);
    out.chunks_exact(layer.stride()).take(rows).flat_map(|row| row[..outputs].to_vec()).collect()
}

fn largest_difference(a: &[f32], b: &[f32]) -> f32 {
    assert_eq!(a.len(), b.len());
    a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
}

/// Half a unit in the last place of 1: what one rounding changes at most, relative to its result.
const ROUNDING: f64 = (f32::EPSILON / 2.0) as f64;

/// How far one score may lie apart in two kernels: each step of a chain of sums is rounded in both,
/// by [`ROUNDING`] of the sum so far, and the product before it in the portable one, too. (Running
/// error analysis; Higham, Accuracy and Stability of Numerical Algorithms, 3.3.)
fn score_spread(qkv: &[f32], length: usize, heads: Heads) -> f64 {
    let hidden = heads.count * heads.size;
    let row = |at: usize, head: usize| &qkv[at + head * heads.size..][..heads.size];
    let mut most = 0.0;
    for (query, key) in (0..length).flat_map(|q| (0..length).map(move |k| (q, k))) {
        for head in 0..heads.count {
            let (q, k) = (row(query * 3 * hidden, head), row(key * 3 * hidden + hidden, head));
            let (mut sum, mut rounded) = (0.0f64, 0.0f64);
            for (&q, &k) in q.iter().zip(k) {
                let product = f64::from(q) * f64::from(k);
                sum += product;
                rounded += 2.0 * sum.abs() + product.abs();
            }
            most = f64::max(most, rounded * ROUNDING);
        }
    }
    most
}

/// How far attention over values in `-1.0..1.0` may lie apart in two kernels.
///
/// Over floats: probabilities go with 2^score, so scores that move by `d` move a mean of the values
/// by `ln 2 * d` at most; the sum of the exponentials and the mean round once a key in each kernel,
/// an exponential and its division a handful of times. Scores grow with the square of the numbers
/// that go in, so no constant would do.
///
/// Over whole numbers nothing is rounded differently.
fn attention_limit(qkv: &[f32], length: usize, heads: Heads, precision: Precision) -> f64 {
    match precision {
        Precision::F32 => {
            let roundings = 2 * (2 * length + 10);
            std::f64::consts::LN_2 * score_spread(qkv, length, heads) + roundings as f64 * ROUNDING
        }
        Precision::Int8 => 0.0,
    }
}

proptest! {
    #[test]
    fn linear_layers_agree_with_the_portable_kernel(
        rows in 1usize..40, inputs in 1usize..24, outputs in 1usize..150, gelu: bool, seed: u64,
    ) {
        let inputs = inputs * 16;
        let (weight, bias) = (numbers(inputs * outputs, seed), numbers(outputs, seed + 1));
        let x = numbers(rows * inputs, seed + 2);
        for precision in [Precision::F32, Precision::Int8] {
            let run = |kernel: Kernel| {
                linear(kernel, &x, &kernel.pack(&weight, &bias, inputs, precision), inputs, outputs, gelu)
            };
            let wanted = run(Kernel::portable());
            let limit = if precision == Precision::Int8 { 0.0 } else { 3e-5 };
            for kernel in Kernel::available() {
                let difference = largest_difference(&run(kernel), &wanted);
                prop_assert!(difference <= limit, "{kernel:?} {precision:?}: {difference}");
            }
        }
    }

    #[test]
    fn norms_agree_with_the_portable_kernel(rows in 0usize..9, columns in 1usize..30, add: bool, seed: u64) {
        let columns = columns * 16;
        let (gain, bias) = (numbers(columns, seed), numbers(columns, seed + 1));
        let y = numbers(rows * (columns + 5), seed + 2);
        let run = |kernel: Kernel| {
            let mut x = numbers(rows * columns, seed + 3);
            kernel.norm(&mut x, add.then_some((&y, columns + 5)), &gain, &bias, 1e-12);
            x
        };
        let wanted = run(Kernel::portable());
        for kernel in Kernel::available() {
            prop_assert!(run(kernel) == wanted, "{kernel:?}");
        }
    }

    #[test]
    fn attention_agrees_with_the_portable_kernel(
        length in 0usize..150, count in 1usize..4, size in 1usize..3, spread in 0.1f32..8.0, seed: u64,
    ) {
        let heads = Heads { count, size: size * 32 };
        let hidden = heads.count * heads.size;
        let values: Vec<f32> = numbers(length * 3 * hidden, seed).iter().map(|x| x * spread).collect();
        let qkv = rows_of(&values, 3 * hidden);
        for precision in [Precision::F32, Precision::Int8] {
            let limit = attention_limit(&qkv, length, heads, precision) * f64::from(spread);
            let run = |kernel: Kernel| {
                let mut out = vec![0.0; length * hidden];
                kernel.attend(&qkv, 3 * hidden, length, heads, precision, &mut Scratch::default(), &mut out);
                out
            };
            let wanted = run(Kernel::portable());
            for kernel in Kernel::available() {
                let difference = largest_difference(&run(kernel), &wanted);
                prop_assert!(
                    f64::from(difference) <= limit,
                    "{kernel:?} {precision:?}: {difference}, over {limit}"
                );
            }
        }
    }

    #[test]
    fn bytes_are_near_floats(rows in 1usize..12, inputs in 1usize..24, outputs in 1usize..90, seed: u64) {
        let inputs = inputs * 16;
        let (weight, bias) = (numbers(inputs * outputs, seed), numbers(outputs, seed + 1));
        let x = numbers(rows * inputs, seed + 2);
        for kernel in Kernel::available() {
            let run = |precision| {
                linear(kernel, &x, &kernel.pack(&weight, &bias, inputs, precision), inputs, outputs, false)
            };
            // Half a step of 2/255 in one operand and of 2/254 in the other, each over `inputs` products.
            let limit = inputs as f32 * 0.008;
            prop_assert!(largest_difference(&run(Precision::Int8), &run(Precision::F32)) < limit, "{kernel:?}");
        }
    }
}

#[test]
fn gelu_is_the_exact_one() {
    // One input times 1 gives each point of the curve through the layer's own code.
    let mut weight = vec![0.0; 16];
    weight[0] = 1.0;
    let points: Vec<f32> = (-4000..4000).map(|i| i as f32 / 400.0).collect();
    let x: Vec<f32> = points.iter().flat_map(|&p| std::iter::once(p).chain([0.0; 15])).collect();
    for kernel in Kernel::available() {
        let layer = kernel.pack(&weight, &[0.0], 16, Precision::F32);
        let found = linear(kernel, &x, &layer, 16, 1, true);
        for (&x, y) in points.iter().zip(found) {
            let wanted = f64::from(x) * normal(f64::from(x));
            let limit = f64::max(2e-6, f64::from(x.abs()) * 3e-7);
            assert!((f64::from(y) - wanted).abs() < limit, "{kernel:?}: gelu({x}) = {y}, not {wanted}");
        }
    }
}

/// The normal distribution by Simpson's rule.
fn normal(x: f64) -> f64 {
    let density = |t: f64| (-t * t / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
    let (steps, width) = (400, x / 400.0);
    let sum: f64 = (0..steps)
        .map(|i| {
            let t = f64::from(i) * width;
            density(t) + 4.0 * density(t + width / 2.0) + density(t + width)
        })
        .sum();
    0.5 + sum * width / 6.0
}

#[test]
fn attention_is_softmax_of_scaled_scores() {
    let (length, heads) = (37, Heads { count: 2, size: 32 });
    let qkv = rows_of(&numbers(length * 192, 5), 192);
    for kernel in Kernel::available() {
        let mut scaled = rows_of(&qkv[..length * 192], 192);
        for row in scaled.chunks_exact_mut(192) {
            row[..64].iter_mut().for_each(|q| *q *= kernel.query_scale(32));
        }
        for (precision, limit) in [(Precision::F32, 1e-6), (Precision::Int8, 2e-4)] {
            let mut out = vec![0.0; length * 64];
            kernel.attend(&scaled, 192, length, heads, precision, &mut Scratch::default(), &mut out);
            for (at, &found) in out.iter().enumerate() {
                let (query, column) = (at / 64, at % 64);
                let head = column / 32 * 32;
                let score = |key: usize| -> f64 {
                    let dot: f64 = (head..head + 32)
                        .map(|c| f64::from(qkv[query * 192 + c]) * f64::from(qkv[key * 192 + 64 + c]))
                        .sum();
                    (dot / 32f64.sqrt()).exp()
                };
                let sum: f64 = (0..length).map(score).sum();
                let value = |key: usize| score(key) / sum * f64::from(qkv[key * 192 + 128 + column]);
                let wanted: f64 = (0..length).map(value).sum();
                assert!(
                    (f64::from(found) - wanted).abs() < limit,
                    "{kernel:?} {precision:?}: {found}, not {wanted}"
                );
            }
        }
    }
}

#[test]
fn a_row_of_zeros_or_of_one_sign_is_exact_enough() {
    for kernel in Kernel::available() {
        let layer = kernel.pack(&[1.0; 16], &[0.5], 16, Precision::Int8);
        let run = |x: f32| linear(kernel, &[x; 16], &layer, 16, 1, false)[0];
        assert_eq!(run(0.0), 0.5);
        assert!((run(3.0) - 48.5).abs() < 1e-3, "{kernel:?}: {}", run(3.0));
        assert!((run(-3.0) + 47.5).abs() < 1e-3, "{kernel:?}: {}", run(-3.0));
    }
}

#[test]
fn a_kernel_is_chosen_by_name() {
    for kernel in Kernel::available() {
        assert_eq!(kernel.name().parse::<Kernel>().unwrap().name(), kernel.name());
    }
    let unknown = "sse9".parse::<Kernel>().unwrap_err();
    assert_eq!(
        unknown.to_string(),
        "ONRECORD_KERNEL=sse9: no such kernel; there are vnni, avx512, avx2, portable"
    );
    let message = KernelError::Unsupported("vnni").to_string();
    assert!(
        message.starts_with("ONRECORD_KERNEL=vnni: this processor does not have it; it has "),
        "{message}"
    );
}

#[test]
fn the_environment_names_the_kernel() {
    if let Ok(name) = std::env::var(VARIABLE) {
        assert_eq!(Kernel::choose().unwrap().name(), name);
        return;
    }
    // Each name in a process of its own, because the environment belongs to all threads.
    let run = |name: &str| {
        std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "encode::kernel::tests::the_environment_names_the_kernel"])
            .env(VARIABLE, name)
            .output()
            .unwrap()
    };
    for kernel in Kernel::available() {
        assert!(run(kernel.name()).status.success(), "{kernel:?}");
    }
    let unknown = run("sse9");
    assert!(!unknown.status.success());
    assert!(String::from_utf8_lossy(&unknown.stdout).contains("Unknown(\"sse9\")"));
}

#[test]
#[should_panic(expected = "too few inputs")]
fn a_short_slice_is_refused() {
    let kernel = Kernel::best();
    let layer = kernel.pack(&[1.0; 32], &[0.0; 2], 16, Precision::F32);
    kernel.linear(&layer, &[0.0; 15], 16, 1, false, &mut Scratch::default(), &mut [0.0; 4096]);
}
