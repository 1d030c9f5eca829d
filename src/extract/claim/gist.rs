//! Gist: a claim in at most twelve of its own words.

use crate::extract::word::{Tag, Words};
use std::ops::Range;

/// Most words of a gist.
const LONGEST: usize = 12;

/// The gist of a clause: the core of its subject, its verbs, the first words of what follows.
pub fn gist<'t>(
    words: &Words<'t>,
    subject: &Range<usize>,
    verb: &Range<usize>,
    object: &Range<usize>,
    args: &[Range<usize>],
) -> String {
    let mut out: Vec<&'t str> = Vec::with_capacity(LONGEST);
    let core = |range: &Range<usize>, most: usize, out: &mut Vec<&'t str>| {
        let full = out.len() + most;
        for at in range.clone() {
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
    core(subject, 4, &mut out);
    for at in verb.clone() {
        // "have", "did" say nothing that the verb behind them does not.
        let helper = matches!(words.list[at].tag, Tag::Have | Tag::Do) && at + 1 < verb.end;
        if !helper && out.len() < LONGEST {
            out.push(words.of(at));
        }
    }
    core(object, 6, &mut out);
    for arg in args {
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
