use onrecord::article::Article;
use onrecord::extract::quote::assemble::{Role, Tagged, assemble};
use onrecord::extract::word::Words;
use onrecord::span::{CodePoints, Span};
use serde_json::{Value, json};
use std::io::BufRead;
fn main() {
    let path = std::env::args().nth(1).unwrap();
    for line in std::io::BufReader::new(std::fs::File::open(path).unwrap()).lines() {
        let v: Value = serde_json::from_str(&line.unwrap()).unwrap();
        let a = Article::from_text(v["text"].as_str().unwrap());
        let s = onrecord::segment::segment(&a.text, &a.regions);
        let w = Words::new(&a, &s);
        let mut bytes: Vec<usize> = a.text.char_indices().map(|(i, _)| i).collect();
        bytes.push(a.text.len());
        let mut tagged = Vec::new();
        for x in v["attributions"].as_array().unwrap() {
            for (role, key) in [(Role::Source, "source"), (Role::Cue, "cue"), (Role::Content, "content")] {
                for sp in x[key].as_array().unwrap() {
                    let t = Tagged {
                        span: Span::new(
                            bytes[sp[0].as_u64().unwrap() as usize],
                            bytes[sp[1].as_u64().unwrap() as usize],
                        ),
                        role,
                        group: None,
                    };
                    if !tagged.contains(&t) {
                        tagged.push(t);
                    }
                }
            }
        }
        tagged.sort_by_key(|t| (t.span, t.role));
        let p = CodePoints::new(&a.text);
        let f = |x: &[Span]| {
            x.iter()
                .map(|&s| {
                    let (a, b) = p.span(s);
                    json!([a, b])
                })
                .collect::<Vec<_>>()
        };
        let q: Vec<Value> = assemble(&w, &s, &tagged)
            .iter()
            .map(|q| json!({"source": f(&q.source), "cue": f(&q.cue), "content": f(&q.content)}))
            .collect();
        println!("{}", json!({"id": v["id"], "attributions": q}));
    }
}
