use onrecord::article::Article;
use onrecord::extract::{actor, claim, quote, word};
use std::io::Read;
fn main() {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).unwrap();
    let a = Article::from_text(text);
    let s = onrecord::segment::segment(&a.text, &a.regions);
    let w = word::Words::new(&a, &s);
    if std::env::args().len() > 1 {
        println!(
            "{}",
            (0..w.list.len())
                .map(|i| format!(
                    "{}/{:?}{}{}",
                    w.of(i),
                    w.list[i].tag,
                    if w.list[i].quotation != 0 { "q" } else { "" },
                    if w.list[i].owner { "'s" } else { "" }
                ))
                .collect::<Vec<_>>()
                .join(" ")
        );
    }
    let f = |x: &[onrecord::span::Span]| x.iter().map(|s| s.of(&a.text)).collect::<Vec<_>>().join(" | ");
    let m = actor::extract(&a, &s);
    let q = quote::extract(&a, &s);
    let c = claim::extract(&a, &s, &q, &[]);
    let r = onrecord::resolve::resolve(&a, &s, m, &q, &c);
    for (i, x) in q.iter().enumerate() {
        println!(
            "{i} {:?}{} S[{}] C[{}] X[{}] {:?} {:?} via[{}] to[{}] who{:?}",
            x.kind,
            x.within.map_or(String::new(), |w| format!(" in {w}")),
            f(&x.source),
            f(&x.cue),
            f(&x.content),
            x.act,
            x.polarity,
            f(&x.via),
            x.addressee.map_or("", |s| s.of(&a.text)),
            r.speakers[i].iter().map(|&k| &r.actors[k].name).collect::<Vec<_>>()
        );
    }
    for x in &r.actors {
        println!(
            "A {:?} {:?} {:?} al{:?} roles[{}] m[{}]",
            x.name,
            x.kind,
            x.scope,
            x.aliases,
            f(&x.roles),
            x.mentions
                .iter()
                .map(|m| format!("{}:{:?}", m.span.of(&a.text), m.form))
                .collect::<Vec<_>>()
                .join(", ")
        );
    }
    for x in &c {
        println!(
            "C {:?} {:?} | {} | {} | {:?} | {:?} {:?} {:?} Q{:?} // {}",
            x.quote,
            x.span.of(&a.text).len(),
            x.subject,
            x.predicate,
            x.object,
            x.args,
            x.polarity,
            x.modality,
            x.quantity.iter().map(|q| (q.value, q.unit.clone(), q.modifier.clone())).collect::<Vec<_>>(),
            x.gist
        );
    }
}
