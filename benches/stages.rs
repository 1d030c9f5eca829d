//! How fast is each stage on its own, on one thread, over the corpus? Words as the unit.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use onrecord::article::Article;
use onrecord::coreference::resolve;
use onrecord::document::Doc;
use onrecord::encode::reader::Source;
use onrecord::encode::{Kernel, Model, Precision};
use onrecord::graph;
use onrecord::ingest::{Options, inputs, parse, read};
use onrecord::pipeline::{Config, Extractor};
use onrecord::record::Record;
use onrecord::segment::segment;
use onrecord::{claims, mentions, quotes, time};
use std::hint::black_box;

fn stages(c: &mut Criterion) {
    let options = Options::default();
    let corpus =
        inputs(&[concat!(env!("CARGO_MANIFEST_DIR"), "/corpus").into()], None).expect("the corpus is there");
    let raw = || read(corpus.clone(), &options).map(|raw| raw.expect("the corpus is good input"));
    let articles: Vec<Article> =
        raw().map(|raw| parse(raw, &options).expect("the corpus is good input")).collect();
    let words: usize = articles.iter().map(|a| a.text.split_whitespace().count()).sum();

    let model = Model::embedded();
    let reader = || {
        let engine = model.engine(Kernel::best(), Precision::Int8).expect("the model fits");
        model.reader(Box::new(engine)).expect("the model fits")
    };
    let reading = reader();
    let segments: Vec<_> = articles.iter().map(|a| segment(&a.text, &a.regions)).collect();
    let both = || articles.iter().zip(&segments);
    let texts: Vec<_> = both()
        .map(|(a, s)| Source { text: &a.text, debris: a.debris().collect(), sentences: &s.sentences })
        .collect();
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread starts");
    let readings = reading.read(&texts).expect("the corpus is read");
    let types = reading.name_types();
    let docs: Vec<Doc> = both().zip(&readings).map(|((a, s), r)| Doc::new(a, s, r)).collect();
    let dates: Vec<_> = docs.iter().map(time::extract).collect();
    let mentions: Vec<_> = docs.iter().map(|doc| mentions::extract(doc, types)).collect();
    let quotes: Vec<_> = docs.iter().map(quotes::extract).collect();
    let claims: Vec<_> =
        docs.iter().enumerate().map(|(i, doc)| claims::extract(doc, &quotes[i], &dates[i])).collect();
    let extractor = Extractor::new(reader(), Config::default());
    let records: Vec<Record> = extractor.extract(articles.clone()).expect("the corpus is read");

    let mut group = c.benchmark_group("stages, words");
    group.sample_size(20).throughput(Throughput::Elements(words as u64));
    group
        .bench_function("ingest", |b| b.iter(|| raw().for_each(|raw| drop(black_box(parse(raw, &options))))));
    group.bench_function("segment", |b| {
        b.iter(|| articles.iter().for_each(|a| drop(black_box(segment(&a.text, &a.regions)))))
    });
    group.bench_function("dates", |b| {
        b.iter(|| docs.iter().for_each(|doc| drop(black_box(time::extract(doc)))))
    });
    group.bench_function("encode", |b| b.iter(|| one.install(|| black_box(reading.read(&texts)))));
    group.bench_function("document", |b| {
        b.iter(|| both().zip(&readings).for_each(|((a, s), r)| drop(black_box(Doc::new(a, s, r)))));
    });
    group.bench_function("mentions", |b| {
        b.iter(|| docs.iter().for_each(|doc| drop(black_box(mentions::extract(doc, types)))));
    });
    group.bench_function("quotes", |b| {
        b.iter(|| docs.iter().for_each(|doc| drop(black_box(quotes::extract(doc)))));
    });
    group.bench_function("claims", |b| {
        b.iter(|| {
            for (i, doc) in docs.iter().enumerate() {
                drop(black_box(claims::extract(doc, &quotes[i], &dates[i])));
            }
        });
    });
    group.bench_function("coreference", |b| {
        b.iter(|| {
            for (i, doc) in docs.iter().enumerate() {
                black_box(resolve(doc, mentions[i].clone(), &quotes[i], &claims[i]));
            }
        });
    });
    group.bench_function("record", |b| b.iter(|| records.iter().for_each(|r| drop(black_box(r.to_line())))));
    group.bench_function("graph", |b| {
        b.iter(|| {
            let rows = records.iter().flat_map(graph::rows);
            rows.for_each(|row| drop(black_box(graph::table::render(&row))));
        });
    });
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
