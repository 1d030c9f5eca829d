//! Sentences, tokens and dates of any text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord::segment::segment;
use onrecord::time;

fuzz_target!(|text: &str| {
    let segments = segment(text, &[]);
    for sentence in &segments.sentences {
        assert!(text.get(sentence.start..sentence.end).is_some());
    }
    for date in time::expressions(text, &segments.sentences, None, time::DayMonth::of_url(None)) {
        assert!(text.get(date.span.start..date.span.end).is_some());
    }
});
