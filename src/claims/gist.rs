//! Gist: a claim in at most twelve of its own words, as a headline would put it.

use super::clause::{Clause, Kind};
use super::reader::Reader;
use crate::encode::tree::{Pos, Relation};
use crate::english::lexicon::{class, form};
use crate::english::quantity::HEADLINE_FORMS;
use crate::syntax::{Mark, Tag};

/// Most words of a gist.
const LONGEST: usize = 12;

/// Most words that its subject takes.
const SUBJECT: usize = 5;

/// The gist of `clause`: the heads of its subject with number and name, its verbs, and as many whole
/// phrases of what follows as there is room for.
pub fn gist(reader: &Reader, clause: &Clause) -> String {
    let words = reader.words;
    let mut kept: Vec<usize> = Vec::with_capacity(LONGEST);
    take(reader, &clause.subject, SUBJECT, &mut kept);
    for (i, &at) in clause.verb.iter().enumerate() {
        // "have lost" says no more than "lost", "did sail" than "sail"; but "have seen" is not "seen".
        let next = clause.verb[i + 1..].iter().map(|&w| &words.list[w]).find(|w| w.tag != Tag::Adv);
        let helper = !words.list[at].is(class::NEG)
            && next.is_some_and(|next| {
                let past = next.entry.form & form::PAST != 0 || next.entry.form == 0 && next.tag.is_verb();
                match words.list[at].tag {
                    Tag::Have => i == 0 && past && !next.is(class::NEG | class::TO),
                    Tag::Do => !next.is(class::NEG),
                    _ => false,
                }
            });
        if !helper && kept.len() < LONGEST {
            kept.push(at);
        }
    }
    let heads = kept.len();
    take(reader, &clause.object, LONGEST, &mut kept);
    for arg in &clause.args {
        take(reader, arg, LONGEST, &mut kept);
    }
    let mut out = String::new();
    for (i, &at) in kept.iter().enumerate() {
        if i > 0 {
            out.push_str(if i == heads && clause.kind == Kind::Apposition { ", " } else { " " });
        }
        let written = words.list[at].full().of(words.text);
        let name = matches!(reader.tree.pos(at), Pos::Nnp | Pos::Nnps) || written == "I";
        let opens = at == 0
            || words.list[at - 1].sentence != words.list[at].sentence
            || words.list[at - 1].mark == Mark::Quote;
        let plain = written.chars().skip(1).all(|c| c.is_lowercase() || !c.is_alphabetic());
        let short = words.lowered(at, |form| HEADLINE_FORMS.get(form).copied()).filter(|_| plain);
        // "the Technology Museum" is called so, and so is what a name goes on with.
        let capital = !opens && written.starts_with(char::is_uppercase);
        if let Some(short) = short.filter(|_| !name && !capital) {
            out.push_str(short);
        } else if opens && plain && !name {
            out.extend(written.chars().flat_map(char::to_lowercase));
        } else {
            out.push_str(written);
        }
    }
    out
}

/// Adds the phrases of `part` to `kept`, at most `most` words: the first one cut to its heads where it
/// is too long, further ones whole or not at all.
fn take(reader: &Reader, part: &[usize], most: usize, kept: &mut Vec<usize>) {
    let (words, tree) = (reader.words, reader.tree);
    let room = most.min(LONGEST - kept.len().min(LONGEST));
    // "seven of the companies" reads "seven companies".
    let parts_of = part.first().is_some_and(|&w| words.list[w].tag == Tag::Num);
    let numbered = part.iter().skip(1).take(3).any(|&w| words.list[w].tag == Tag::Num);
    // "a third of"
    let counts =
        |w: usize| ["third", "quarter", "half", "dozen", "few"].iter().any(|part| words.is(w + 1, part));
    let light = |w: usize| {
        let word = &words.list[w];
        let idle = tree.relation(w) == Relation::Advmod
            && words.of(w).ends_with("ly")
            && tree.head(w).is_some_and(|h| tree.pos(h) != Pos::Cd)
            && tree.head(w).is_some_and(|h| !tree.pos(h).is_verb() || tree.relation(h) == Relation::Amod);
        word.mark != Mark::None && word.mark != Mark::Other
            || matches!(word.tag, Tag::Det)
                && !words.is(w, "no")
                && tree.relation(w) == Relation::Det
                && !counts(w)
            || idle
            || parts_of && words.is(w, "of") && w == part[0] + 1 && !numbered
    };
    let leads = |w: usize| {
        matches!(tree.relation(w), Relation::Case | Relation::Mark) && !words.list[w].possessive
            || tree.relation(w) == Relation::Cc
    };
    let full: Vec<usize> = part.iter().copied().filter(|&w| !light(w)).collect();
    let mut start = 0;
    let mut used = 0;
    while start < full.len() {
        let next = (start + 1..full.len()).find(|&k| leads(full[k]) && !leads(full[k - 1]));
        let end = next.unwrap_or(full.len());
        let phrase = &full[start..end];
        if used + phrase.len() <= room {
            kept.extend(phrase);
            used += phrase.len();
        } else {
            if start == 0 {
                let heavy = |w: &&usize| {
                    tree.relation(**w) != Relation::Amod && tree.relation(**w) != Relation::Advmod
                };
                kept.extend(phrase.iter().filter(heavy).take(room));
            }
            return;
        }
        start = end;
    }
}
