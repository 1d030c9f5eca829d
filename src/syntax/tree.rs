//! Dependency trees: the parser's output, aligned with the tokens of an article.
//!
//! The parser's tokens are finer than ours ("U.S." is four of them). Each of ours takes the node of one of
//! its parts, and heads are indices of ours.

use super::Words;
use super::repair::repair;
use crate::encode::Reading;
use crate::encode::tree::{Node, Pos, Relation};

/// The tree of each sentence: one node a word of [`Words::list`].
pub struct Tree {
    /// Part of speech, relation, and head as an index into [`Words::list`]; a root is its own head.
    pub nodes: Vec<Node>,
    /// The dependents of each word, in the order of the text.
    children: Vec<Vec<u32>>,
}

impl Tree {
    /// Aligns the trees of `reading` with `words`. A word that the parser did not see is a root.
    pub fn new(words: &Words, reading: &Reading) -> Tree {
        let seen = &reading.words;
        // The token of ours that each of the parser's tokens is in.
        let mut owner = vec![usize::MAX; seen.len()];
        let mut at = 0;
        for (i, word) in seen.iter().enumerate() {
            while words.list.get(at).is_some_and(|w| w.end <= word.span.start) {
                at += 1;
            }
            if words.list.get(at).is_some_and(|w| w.span.start < word.span.end) {
                owner[i] = at;
            }
        }
        // The parser's token whose node each of ours takes: rather one that is not a mere part of another
        // token, and one whose head is outside.
        let mut stands: Vec<Option<usize>> = vec![None; words.list.len()];
        let rank = |i: usize| {
            let node = seen[i].node;
            (node.relation != Relation::SubToken, node.head == i || owner[node.head] != owner[i])
        };
        for (i, &own) in owner.iter().enumerate().filter(|(_, own)| **own != usize::MAX) {
            if stands[own].is_none_or(|now| rank(i) > rank(now)) {
                stands[own] = Some(i);
            }
        }
        let node = |(own, stand): (usize, &Option<usize>)| {
            let Some(mut i) = *stand else {
                return Node { pos: Pos::Other, relation: Relation::Dep, head: own };
            };
            let pos = seen[i].node.pos;
            // Up until it leaves the word.
            for _ in 0..seen.len() {
                let head = seen[i].node.head;
                if head == i || owner[head] != own {
                    break;
                }
                i = head;
            }
            let above = owner[seen[i].node.head];
            let (relation, head) = match seen[i].node.relation {
                relation if above == own || above == usize::MAX => {
                    (if above == own { Relation::Root } else { relation }, own)
                }
                relation => (relation, above),
            };
            Node { pos, relation, head }
        };
        let mut nodes: Vec<Node> = stands.iter().enumerate().map(node).collect();
        break_rings(&mut nodes);
        repair(words, &mut nodes);
        let mut children = vec![Vec::new(); nodes.len()];
        for (word, node) in nodes.iter().enumerate().filter(|(word, node)| node.head != *word) {
            children[node.head].push(u32::try_from(word).unwrap_or(u32::MAX));
        }
        Tree { nodes, children }
    }

    /// The relation of `word` to its head.
    pub fn relation(&self, word: usize) -> Relation {
        self.nodes[word].relation
    }

    /// The part of speech of `word`.
    pub fn pos(&self, word: usize) -> Pos {
        self.nodes[word].pos
    }

    /// The head of `word`; `None` for a root.
    pub fn head(&self, word: usize) -> Option<usize> {
        Some(self.nodes[word].head).filter(|&head| head != word)
    }

    /// The dependents of `word`, in the order of the text.
    pub fn children(&self, word: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.children[word].iter().map(|&child| child as usize)
    }

    /// The children of `word` with one of `relations`.
    pub fn related<'t>(&'t self, word: usize, relations: &'t [Relation]) -> impl Iterator<Item = usize> + 't {
        self.children(word).filter(|&child| relations.contains(&self.relation(child)))
    }

    /// The subtree of `word`, itself included, in the order of the text; a word for which `skip` is true is
    /// left out with its subtree.
    pub fn under(&self, word: usize, skip: &dyn Fn(usize) -> bool) -> Vec<usize> {
        let (mut out, mut open) = (Vec::new(), vec![word]);
        while let Some(next) = open.pop() {
            out.push(next);
            open.extend(self.children(next).filter(|&child| !skip(child)));
        }
        out.sort_unstable();
        out
    }
}

/// Breaks cycles, which merging tokens can close: the first word of one becomes a root.
fn break_rings(nodes: &mut [Node]) {
    let mut seen = vec![0usize; nodes.len()];
    for start in 0..nodes.len() {
        let mut at = start;
        while seen[at] == 0 {
            seen[at] = start + 1;
            at = nodes[at].head;
        }
        if seen[at] == start + 1 && nodes[at].head != at {
            nodes[at].head = at;
            nodes[at].relation = Relation::Root;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::encode::reader::Parsed;
    use crate::segment::segment;
    use crate::span::Span;

    /// A reading of `text` out of (word, relation, head) lines.
    fn reading(text: &str, lines: &[(&str, Relation, usize)]) -> Reading {
        let mut from = 0;
        let words = lines.iter().map(|&(form, relation, head)| {
            let start = from + text[from..].find(form).expect("in order");
            from = start + form.len();
            Parsed { span: Span::new(start, from), node: Node { pos: Pos::Nn, relation, head } }
        });
        Reading { words: words.collect(), ..Reading::default() }
    }

    #[test]
    fn parts_of_a_word_take_its_place() {
        let text = "The U.S. can't wait.";
        let lines = [
            ("The", Relation::Det, 1),
            ("U", Relation::Nsubj, 8),
            (".", Relation::SubToken, 1),
            ("S", Relation::SubToken, 1),
            (".", Relation::SubToken, 1),
            ("can", Relation::Aux, 8),
            ("'", Relation::Advmod, 8),
            ("t", Relation::SubToken, 6),
            ("wait", Relation::Root, 8),
            (".", Relation::Punct, 8),
        ];
        let article = Article::from_text(text);
        let words = Words::new(&article, &segment(text, &[]));
        let tree = Tree::new(&words, &reading(text, &lines));
        let form = |word: usize| words.of(word);
        let wait = (0..words.list.len()).find(|&w| form(w) == "wait").expect("there");
        let subject = tree.related(wait, &[Relation::Nsubj]).next().expect("it has one");
        assert_eq!(form(subject), "U.S.");
        assert_eq!(
            tree.under(subject, &|_| false).iter().map(|&w| form(w)).collect::<Vec<_>>(),
            ["The", "U.S."]
        );
        assert_eq!(tree.head(wait), None);
    }

    #[test]
    fn words_that_were_not_read_stand_alone() {
        let text = "Nobody waits.";
        let article = Article::from_text(text);
        let words = Words::new(&article, &segment(text, &[]));
        let tree = Tree::new(&words, &Reading::default());
        assert!((0..words.list.len()).all(|w| tree.head(w).is_none() && tree.children(w).count() == 0));
    }

    #[test]
    fn rings_are_cut() {
        let node = |head| Node { pos: Pos::Nn, relation: Relation::Dep, head };
        let mut nodes = [node(1), node(2), node(0), node(0)];
        break_rings(&mut nodes);
        assert_eq!(nodes.iter().enumerate().filter(|(i, n)| *i == n.head).count(), 1);
    }
}
