//! Repair: corrections of dependency trees that English grammar rules out.
//!
//! The parser scores arcs one by one, so now and then a word has a head that no grammar gives it: an
//! article whose noun is to its left, a verb with two subjects. Its position decides the head instead.

use super::{Mark, Words};
use crate::encode::tree::{Node, Pos, Relation};

/// Farthest noun to which a modifier is moved, in words.
const REACH: usize = 4;

/// Longest arc that is repaired, in words; it keeps the cost linear in the length of a sentence.
const FAR: usize = 40;

/// Repairs the trees in `nodes`, one node per word.
pub fn repair(words: &Words, nodes: &mut [Node]) {
    for sentence in &words.sentences {
        let end = sentence.end.min(nodes.len());
        for word in sentence.start.min(end)..end {
            modifier(words, nodes, word, end);
        }
        let mut first: Option<(usize, usize)> = None;
        for word in sentence.start.min(end)..end {
            if !matches!(nodes[word].relation, Relation::Nsubj | Relation::NsubjPass)
                || nodes[word].head <= word
            {
                continue;
            }
            let verb = nodes[word].head;
            if let Some((subject, _)) = first.filter(|(_, of)| *of == verb) {
                subjects(nodes, subject, word);
            }
            first = Some((word, verb));
        }
    }
}

/// "average, with [22 percent] more land", "the court was told [the] owner": a
/// determiner or modifier attached to a noun on its left moves to the noun on its right.
fn modifier(words: &Words, nodes: &mut [Node], word: usize, end: usize) {
    let head = nodes[word].head;
    let stands_before = match nodes[word].relation {
        Relation::Det => ["the", "a", "an"].iter().any(|form| words.is(word, form)),
        Relation::Compound | Relation::Nummod | Relation::Amod => {
            (head + 1..word).take(FAR).any(|k| words.list[k].mark == Mark::Comma || nodes[k].pos.is_verb())
        }
        _ => false,
    };
    if head >= word || !stands_before {
        return;
    }
    let breaks =
        |k: usize| words.list[k].mark != Mark::None || nodes[k].pos.is_verb() || nodes[k].pos == Pos::In;
    let next =
        (word + 1..end.min(word + 1 + REACH)).take_while(|&k| !breaks(k)).find(|&k| nodes[k].pos.is_noun());
    let Some(mut noun) = next else { return };
    while nodes[noun].relation == Relation::Compound
        && nodes[noun].head > noun
        && nodes[noun].head - noun <= REACH
    {
        noun = nodes[noun].head;
    }
    if noun < end && !above(nodes, word, noun) {
        nodes[word].head = noun;
    }
}

/// Two subjects of one verb before it: "[one] in [three visits] came" is one phrase, of "[the court] was
/// told [the owner] was held" each has a verb.
fn subjects(nodes: &mut [Node], first: usize, second: usize) {
    if second - first > FAR {
        return;
    }
    let between = first + 1..second;
    if between.clone().all(|k| above(nodes, second, k)) {
        if nodes[first + 1].pos == Pos::In {
            nodes[second] = Node { relation: Relation::Nmod, head: first, ..nodes[second] };
        }
        return;
    }
    let helper = |k: usize| matches!(nodes[k].relation, Relation::Aux | Relation::AuxPass | Relation::Cop);
    let main = |k: &usize| {
        nodes[*k].pos.is_verb() && !helper(*k) && !above(nodes, first, *k) && !above(nodes, second, *k)
    };
    if let Some(verb) = between.clone().find(main) {
        let subject = |k: usize| matches!(nodes[k].relation, Relation::Nsubj | Relation::NsubjPass);
        let has =
            (verb.saturating_sub(FAR)..second).any(|k| k != first && nodes[k].head == verb && subject(k));
        if !has && !above(nodes, first, verb) {
            nodes[first].head = verb;
        }
    }
}

/// True when `word` is `top` or a descendant of it; also when more than [`FAR`] steps do not settle it.
fn above(nodes: &[Node], top: usize, word: usize) -> bool {
    let mut at = word;
    for _ in 0..FAR {
        if at == top {
            return true;
        }
        let head = nodes[at].head;
        if head == at {
            return false;
        }
        at = head;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::segment::segment;

    /// Heads of `text` after repair; each word with its part of speech, relation and head.
    fn heads(text: &str, lines: &[(Pos, Relation, usize)]) -> Vec<usize> {
        let article = Article::from_text(text);
        let words = Words::new(&article, &segment(text, &[]));
        assert_eq!(words.list.len(), lines.len());
        let mut nodes: Vec<Node> =
            lines.iter().map(|&(pos, relation, head)| Node { pos, relation, head }).collect();
        repair(&words, &mut nodes);
        nodes.iter().map(|n| n.head).collect()
    }

    #[test]
    fn one_in_four_is_one_phrase() {
        let lines = [
            (Pos::Cd, Relation::Nsubj, 4),
            (Pos::In, Relation::Case, 3),
            (Pos::Cd, Relation::Nummod, 3),
            (Pos::Nns, Relation::Nsubj, 4),
            (Pos::Vbd, Relation::Root, 4),
            (Pos::Other, Relation::Punct, 4),
        ];
        assert_eq!(heads("One in four ferries sank.", &lines), [4, 3, 3, 0, 4, 4]);
    }

    #[test]
    fn an_article_goes_to_the_noun_behind_it_and_each_verb_has_its_subject() {
        let lines = [
            (Pos::Dt, Relation::Det, 1),
            (Pos::Nn, Relation::NsubjPass, 7),
            (Pos::Vbd, Relation::AuxPass, 3),
            (Pos::Vbn, Relation::Root, 3),
            (Pos::Dt, Relation::Det, 1),
            (Pos::Nn, Relation::NsubjPass, 7),
            (Pos::Vbd, Relation::AuxPass, 7),
            (Pos::Vbn, Relation::Ccomp, 3),
            (Pos::Other, Relation::Punct, 3),
        ];
        let found = heads("The court was told the owner was held.", &lines);
        assert_eq!(found, [1, 3, 3, 3, 5, 7, 7, 3, 3]);
    }

    #[test]
    fn a_number_behind_a_comma_goes_to_its_own_noun() {
        let lines = [
            (Pos::Nns, Relation::Nsubj, 1),
            (Pos::Vbd, Relation::Root, 1),
            (Pos::Nn, Relation::Obl, 1),
            (Pos::Other, Relation::Punct, 2),
            (Pos::In, Relation::Case, 6),
            (Pos::Cd, Relation::Nummod, 2),
            (Pos::Nns, Relation::Obl, 1),
            (Pos::Other, Relation::Punct, 1),
        ];
        assert_eq!(heads("Prices fell Monday, with seven ferries.", &lines)[5], 6);
    }
}
