//! How fast is the whole program, from bytes to records? One thread against all, side by side.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use onrecord::encode::{Kernel, Model, Precision};
use onrecord::ingest::inputs;
use onrecord::pipeline::{Config, Extractor};
use onrecord::run::{Changed, Plan, Step, run};
use std::hint::black_box;

fn end_to_end(c: &mut Criterion) {
    let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus").into();
    // The corpus is small: many times over it fills batches as a real run does.
    let args: Vec<std::ffi::OsString> = vec![corpus; 20];
    let read = || Plan { inputs: inputs(&args, None).expect("the corpus is there"), ..Plan::default() };
    let model = Model::embedded();
    let engine = model.engine(Kernel::best(), Precision::Int8).expect("the model fits");
    let extractor =
        Extractor::new(model.reader(Box::new(engine)).expect("the model fits"), Config::default());
    let mut words = 0;
    let one = pool(1);
    let count = run(read(), &extractor, &one, |step| {
        if let Step::Item(outcome) = step {
            words += outcome.result.as_ref().map_or(0, |done| done.counts.words);
        }
        Ok::<(), Changed>(())
    });
    count.expect("it cannot fail");

    let mut group = c.benchmark_group("end_to_end, words");
    group.sample_size(10).throughput(Throughput::Elements(words as u64));
    let all = std::thread::available_parallelism().map_or(1, usize::from);
    for threads in [1, all] {
        let pool = pool(threads);
        group.bench_function(format!("{threads} threads"), |b| {
            b.iter(|| {
                run(read(), &extractor, &pool, |step| {
                    black_box(step);
                    Ok::<(), Changed>(())
                })
            });
        });
    }
    group.finish();
}

fn pool(threads: usize) -> rayon::ThreadPool {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads start")
}

criterion_group!(benches, end_to_end);
criterion_main!(benches);
