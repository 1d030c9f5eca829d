//! Wordpieces a second of the encoder: every kernel of this processor beside the others in one run,
//! one thread, random weights in the shape of MiniLM-L6, so that no file is needed.
//!
//! `cargo bench --bench encode`; a name after `--` picks: `-- vnni`, `-- int8/200`.

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use onrecord::encode::{Batch, Config, Embedded, Engine, Kernel, Precision, weights};

/// Wordpieces of a batch.
const ROWS: usize = 2400;

fn batch(length: usize) -> Batch {
    let mut batch = Batch::default();
    for sequence in 0..ROWS / length {
        let at = |i: usize| (sequence * length + i).wrapping_mul(2_654_435_761);
        let ids: Vec<u32> = (0..length).map(|i| (at(i) >> 7) as u32 % 30_522).collect();
        let types: Vec<u8> = (0..length).map(|i| (at(i) >> 5) as u8 % 4).collect();
        batch.push(&ids, &types);
    }
    batch
}

fn encode(c: &mut Criterion) {
    let config = Config::minilm();
    let bytes = weights::random(&config, 1, false);
    let json = serde_json::to_string(&config).expect("a config is JSON");
    let mut group = c.benchmark_group("encode");
    group.sample_size(10).warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(3));
    for precision in [Precision::Int8, Precision::F32] {
        for kernel in Kernel::available() {
            let engine = Embedded::from_bytes(&bytes, &json, kernel, precision).expect("random weights fit");
            for length in [40, 200, 400] {
                let batch = batch(length);
                group.throughput(Throughput::Elements(batch.ids.len() as u64));
                let name = format!("{}/{length}", engine.name().replace("embedded ", "").replace(' ', "/"));
                group.bench_function(name, |b| b.iter(|| engine.hidden(black_box(&batch)).expect("it fits")));
            }
        }
    }
    group.finish();
}

criterion_group!(benches, encode);
criterion_main!(benches);
