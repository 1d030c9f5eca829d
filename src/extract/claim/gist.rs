//! Gist: a claim in at most twelve of its own words.

use super::clause::Clause;
use crate::extract::word::{Tag, Words};

/// Most words of a gist.
const LONGEST: usize = 12;

/// The gist of a clause: the core of its subject, its verbs, the first words of what follows.
pub fn gist<'t>(words: &Words<'t>, clause: &Clause) -> String {
    let mut out: Vec<&'t str> = Vec::with_capacity(LONGEST);
    let core = |part: &[usize], most: usize, out: &mut Vec<&'t str>| {
        let full = out.len() + most;
        for &at in part {
            let word = &words.list[at];
            if out.len() >= full.min(LONGEST) {
                break;
            }
            if matches!(word.tag, Tag::Det | Tag::Mark) {
                continue;
            }
            out.push(word.full().of(words.text));
        }
    };
    core(&clause.subject, 4, &mut out);
    for (i, &at) in clause.verb.iter().enumerate() {
        // "have", "did" say nothing that the verb behind them does not.
        let helper = matches!(words.list[at].tag, Tag::Have | Tag::Do) && i + 1 < clause.verb.len();
        if !helper && out.len() < LONGEST {
            out.push(words.of(at));
        }
    }
    core(&clause.object, 6, &mut out);
    for arg in &clause.args {
        if out.len() + 2 > LONGEST {
            break;
        }
        core(arg, LONGEST, &mut out);
    }
    // A gist does not end in a word that leads on.
    while out.len() > 2
        && ["of", "in", "to", "and", "for", "with", "that", "on", "or", "by", "at", "from", "as"]
            .contains(out.last().unwrap_or(&""))
    {
        out.pop();
    }
    out.join(" ")
}
