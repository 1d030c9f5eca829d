use onrecord::article::Article;
use onrecord::extract::{actor, claim, quote};
use onrecord::resolve;
use onrecord::span::{CodePoints, Span};
use serde_json::{Value, json};
use std::io::{BufRead, Write};
fn main() {
    let path = std::env::args().nth(2).unwrap();
    let file = std::io::BufReader::new(std::fs::File::open(path).unwrap());
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let quiet = std::env::var("QUIET").is_ok();
    let mut t = [0u128; 6];
    let mut nwords = 0usize;
    for line in file.lines() {
        let v: Value = serde_json::from_str(&line.unwrap()).unwrap();
        let article = Article::from_text(v["text"].as_str().unwrap());
        let now = std::time::Instant::now();
        let mut lap = now;
        let mut tick = |t: &mut u128| {
            let n = std::time::Instant::now();
            *t += (n - lap).as_nanos();
            lap = n;
        };
        let segments = onrecord::segment::segment(&article.text, &article.regions);
        tick(&mut t[0]);
        let mentions = actor::extract(&article, &segments);
        tick(&mut t[1]);
        let quotes = quote::extract(&article, &segments);
        tick(&mut t[2]);
        let claims = claim::extract(&article, &segments, &quotes, &[]);
        tick(&mut t[3]);
        let res = resolve::resolve(&article, &segments, mentions, &quotes, &claims);
        tick(&mut t[4]);
        nwords += article.text.split_whitespace().count();
        if quiet {
            continue;
        }
        let p = CodePoints::new(&article.text);
        let sp = |s: Span| {
            let (a, b) = p.span(s);
            json!({"start": a, "end": b, "text": s.of(&article.text)})
        };
        let spans = |s: &[Span]| -> Value {
            if s.is_empty() {
                Value::Null
            } else {
                json!({"spans": s.iter().map(|&x| sp(x)).collect::<Vec<_>>()})
            }
        };
        let act = |i: &usize| format!("act:{i}");
        let actors: Vec<Value> = res.actors.iter().enumerate().map(|(i, a)| {
            json!({"id": act(&i), "name": a.name, "type": a.kind, "scope": a.scope, "aliases": a.aliases, "roles": a.roles.iter().map(|&r| sp(r)).collect::<Vec<_>>(),
                "mentions": a.mentions.iter().map(|m| { let mut x = sp(m.span); x["form"] = json!(m.form); if let Some(k) = m.kind { x["type"] = json!(k); } x }).collect::<Vec<_>>()})
        }).collect();
        let qs: Vec<Value> = quotes.iter().enumerate().map(|(i, q)| {
            json!({"id": format!("quo:{i}"), "kind": q.kind, "source": spans(&q.source), "cue": spans(&q.cue), "content": spans(&q.content), "quoted": q.quoted.iter().map(|&r| sp(r)).collect::<Vec<_>>(),
                "speakers": res.speakers[i].iter().map(act).collect::<Vec<_>>(), "act": q.act, "polarity": q.polarity, "date": null, "addressee": res.addressees[i].as_ref().map(act), "via": spans(&q.via),
                "within": q.within.map(|w| format!("quo:{w}")), "confidence": q.confidence})
        }).collect();
        let cs: Vec<Value> = claims
            .iter()
            .enumerate()
            .map(|(i, c)| {
                let mut x = sp(c.span);
                x["id"] = json!(format!("clm:{i}"));
                x["quote"] = json!(c.quote.map(|w| format!("quo:{w}")));
                x["subject"] = json!(c.subject);
                x["predicate"] = json!(c.predicate);
                x["object"] = json!(c.object);
                x["args"] = json!(c.args);
                x["polarity"] = json!(c.polarity);
                x["modality"] = json!(c.modality);
                x["gist"] = json!(c.gist);
                x["confidence"] = json!(c.confidence);
                x["quantity"] = c
                    .quantity
                    .iter()
                    .map(|q| {
                        let mut y = sp(q.span);
                        y["value"] = json!(q.value);
                        y["unit"] = json!(q.unit);
                        y["mod"] = json!(q.modifier);
                        y
                    })
                    .collect();
                x["actors"] = res.claim_actors[i].iter().map(act).collect::<Vec<_>>().into();
                x
            })
            .collect();
        let r = json!({"id": v["id"], "text": v["text"], "actors": actors, "quotes": qs, "claims": cs, "dates": [], "regions": [], "sentences": []});
        serde_json::to_writer(&mut out, &r).unwrap();
        out.write_all(b"\n").unwrap();
    }
    let per = |x: u128| nwords as f64 / (x as f64 / 1e9) / 1e6;
    eprintln!(
        "words {nwords}: Mw/s segment {:.2} actor {:.2} quote {:.2} claim {:.2} resolve {:.2}; mine {:.2}",
        per(t[0]),
        per(t[1]),
        per(t[2]),
        per(t[3]),
        per(t[4]),
        per(t[1] + t[2] + t[3] + t[4])
    );
}
