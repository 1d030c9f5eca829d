//! How fast dates are read: words a second on one core, over text written for this bench.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use jiff::civil;
use onrecord::span::Span;
use onrecord::time::{DayMonth, expressions};
use std::hint::black_box;

/// News as it is written: some sentences with a date, most without.
const STORY: &[&str] = &[
    "The harbour board said on Tuesday that it would reopen the northern quay by the end of the month.",
    "Its chairwoman, Ada Lindqvist, told reporters that repairs had cost far more than the council was told.",
    "“We were promised a working crane in March, and we are still waiting,” said a foreman who asked not to be named.",
    "Traffic through the port fell 12 percent in the third quarter of 2014 from a year earlier.",
    "Lawyers for the dredging company declined to comment and referred all questions to its insurers.",
    "The mayor, who was elected in 2011 on a promise to keep the fishing fleet, did not return calls.",
    "About 300 people gathered at the gates to protest against the closing of the cannery.",
    "A similar strike lasted three weeks and ended only after the ministry stepped in.",
    "Residents of the old town have complained about noise, dust and lorries every night since last summer.",
    "An inquiry is expected to publish its findings on June 5, 2015, two months after the first hearing.",
    "Analysts say the deal makes sense because both yards build the same class of ferry.",
    "The union will vote next week, and its leaders may call their members out again.",
];

fn words_a_second(c: &mut Criterion) {
    let mut text = String::new();
    let mut sentences = Vec::new();
    for line in STORY.iter().cycle().take(STORY.len() * 4) {
        let start = text.len();
        text.push_str(line);
        sentences.push(Span::new(start, text.len()));
        text.push(' ');
    }
    let words = text.split_whitespace().count() as u64;
    let published = Some(civil::date(2015, 3, 18));
    let mut group = c.benchmark_group("date");
    group.throughput(Throughput::Elements(words));
    group.bench_function("words", |b| {
        b.iter(|| expressions(black_box(&text), &sentences, published, DayMonth::MonthFirst));
    });
    group.finish();
}

criterion_group!(benches, words_a_second);
criterion_main!(benches);
