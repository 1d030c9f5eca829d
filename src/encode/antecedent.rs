//! Antecedents: which earlier noun phrases a pronoun or a noun phrase may mean.
//!
//! Every noun phrase and pronoun of a window is a mention: its first word and the last word of its
//! head. Each is scored against all before it by a bilinear form, by how many mentions and how many
//! sentences lie between, and against meaning none of them (Lee et al. 2017, without their pruning).

use super::ModelError;
use super::kernel::{Buffer, Kernel, Packed, Precision, Scratch};
use super::tagger::dot;
use super::tree::{Node, Pos, Relation};
use super::weights::Weights;
use std::cell::RefCell;

/// Antecedents kept for a mention.
const KEPT: usize = 8;
/// Below this probability none is kept.
const LEAST: f32 = 0.01;

/// What `config.json` says about the head.
#[derive(serde::Deserialize)]
pub(super) struct Config {
    dim: usize,
    /// Edges of the classes of distance in mentions.
    far: Vec<usize>,
    /// Edges of the classes of distance in sentences.
    apart: Vec<usize>,
}

/// A noun phrase or pronoun, as words of its window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Phrase {
    /// First word.
    pub first: usize,
    /// Last word of its head.
    pub last: usize,
    /// The word that its tree hangs on.
    pub head: usize,
}

/// Phrases that one may mean, by index, with probabilities; the likeliest first.
pub(super) type Candidates = Vec<(usize, f32)>;

/// The coreference head.
pub(super) struct Antecedents {
    kernel: Kernel,
    hidden: usize,
    dim: usize,
    /// Query and key side by side.
    project: Packed,
    none: Vec<f32>,
    far: Steps,
    apart: Steps,
}

/// What a distance is worth.
struct Steps {
    edges: Vec<usize>,
    worth: Vec<f32>,
}

#[derive(Default)]
struct Space {
    scratch: Scratch,
    pairs: Buffer,
    out: Buffer,
}

thread_local! {
    static SPACE: RefCell<Space> = RefCell::default();
}

impl Steps {
    fn load(weights: &Weights<'_>, name: &str, edges: &[usize]) -> Result<Steps, ModelError> {
        let worth = weights.floats(&format!("heads.coref.{name}"), &[edges.len() + 1])?;
        Ok(Steps { edges: edges.to_vec(), worth })
    }

    fn of(&self, distance: usize) -> f32 {
        self.worth[self.edges.partition_point(|&edge| edge < distance)]
    }
}

impl Antecedents {
    /// Reads `heads.coref`.
    pub(super) fn load(
        weights: &Weights<'_>,
        config: &Config,
        hidden: usize,
        kernel: Kernel,
        precision: Precision,
    ) -> Result<Antecedents, ModelError> {
        let (mut weight, mut bias) = (Vec::new(), Vec::new());
        for name in ["query", "key"] {
            let (w, b) = weights.linear(&format!("heads.coref.{name}"), config.dim, 2 * hidden)?;
            weight.extend(w);
            bias.extend(b);
        }
        Ok(Antecedents {
            kernel,
            hidden,
            dim: config.dim,
            project: kernel.pack(&weight, &bias, 2 * hidden, precision),
            none: weights.floats("heads.coref.null", &[config.dim])?,
            far: Steps::load(weights, "far", &config.far)?,
            apart: Steps::load(weights, "apart", &config.apart)?,
        })
    }

    /// For each of `phrases`, which stand in order, what it may mean; empty where it most likely means
    /// none before it, and for all that `asked` turns down.
    pub(super) fn find<'s>(
        &self,
        phrases: &[Phrase],
        state: impl Fn(usize) -> &'s [f32],
        sentences: &[usize],
        asked: impl Fn(&Phrase) -> bool,
    ) -> Vec<Candidates> {
        SPACE.with_borrow_mut(|space| {
            let (kernel, hidden, dim) = (self.kernel, self.hidden, self.dim);
            let rows = kernel.whole_rows(phrases.len());
            let Space { scratch, pairs, out } = space;
            pairs.reserve(rows * 2 * hidden);
            for (phrase, row) in phrases.iter().zip(pairs.chunks_exact_mut(2 * hidden)) {
                row[..hidden].copy_from_slice(state(phrase.first));
                row[hidden..].copy_from_slice(state(phrase.last));
            }
            let stride = self.project.stride();
            out.reserve(rows * stride);
            kernel.linear(&self.project, pairs, 2 * hidden, phrases.len(), false, scratch, out);
            let query = |i: usize| &out[i * stride..][..dim];
            let key = |i: usize| &out[i * stride + dim..][..dim];
            let scale = (dim as f32).sqrt().recip();
            let mut scores = Vec::new();
            let each = |(i, phrase): (usize, &Phrase)| {
                if !asked(phrase) {
                    return Vec::new();
                }
                scores.clear();
                scores.push((usize::MAX, dot(query(i), &self.none) * scale));
                scores.extend(phrases[..i].iter().enumerate().filter(|(_, c)| c.last < phrase.first).map(
                    |(j, candidate)| {
                        let apart = sentences[phrase.first].saturating_sub(sentences[candidate.first]);
                        (j, dot(query(i), key(j)) * scale + self.far.of(i - j) + self.apart.of(apart))
                    },
                ));
                likeliest(&mut scores)
            };
            phrases.iter().enumerate().map(each).collect()
        })
    }
}

/// The likeliest candidates after a softmax; `usize::MAX` stands for none of them and is left out.
fn likeliest(scores: &mut [(usize, f32)]) -> Candidates {
    let top = scores.iter().map(|s| s.1).fold(f32::NEG_INFINITY, f32::max);
    let total: f32 = scores.iter().map(|s| (s.1 - top).exp()).sum();
    scores.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
    (scores.iter().map(|&(i, s)| (i, (s - top).exp() / total)))
        .filter(|&(i, p)| i != usize::MAX && p >= LEAST)
        .take(KEPT)
        .collect()
}

/// The noun phrases and pronouns of a window, in the order of their first words, the longer first.
/// `names` holds first and last words of names, in order.
pub(super) fn phrases(nodes: &[Node], names: &[(usize, usize)]) -> Vec<Phrase> {
    let mut firsts: Vec<usize> = (0..nodes.len()).collect();
    // From the right: what belongs to a noun on its left has its own beginning there already.
    for (word, node) in nodes.iter().enumerate() {
        let widens = matches!(
            node.relation,
            Relation::Det
                | Relation::Amod
                | Relation::Compound
                | Relation::Nummod
                | Relation::NmodPoss
                | Relation::Flat
                | Relation::DetPredet
                | Relation::NmodDesc
                | Relation::Advmod
                | Relation::SubToken
        );
        let mut head = node.head;
        let mut steps = 0;
        if widens && head > word {
            while steps < nodes.len() {
                firsts[head] = firsts[head].min(firsts[word]);
                let above = nodes[head];
                if !matches!(above.relation, Relation::NmodPoss | Relation::Compound | Relation::Amod)
                    || above.head <= head
                {
                    break;
                }
                head = above.head;
                steps += 1;
            }
        }
    }
    let mut found: Vec<Phrase> = Vec::new();
    let mut named = vec![false; nodes.len()];
    for &(first, last) in names {
        named[first..=last].fill(true);
        // The word of the name that hangs on one outside of it.
        let head =
            (first..=last).find(|&w| nodes[w].head < first || nodes[w].head > last || nodes[w].head == w);
        let head = head.unwrap_or(last);
        let inner =
            matches!(nodes[head].relation, Relation::Compound | Relation::Flat) && nodes[head].head > last;
        let first = if inner { first } else { firsts[head].min(first) };
        found.push(Phrase { first, last, head });
    }
    for (word, node) in nodes.iter().enumerate().filter(|(word, _)| !named[*word]) {
        let inner = matches!(
            node.relation,
            Relation::Compound
                | Relation::Flat
                | Relation::SubToken
                | Relation::Fixed
                | Relation::Amod
                | Relation::Case
                | Relation::Advmod
                | Relation::Goeswith
        );
        let nominal = node.pos.is_noun() || node.pos.is_pronoun();
        if nominal && !inner || matches!(node.pos, Pos::Wp | Pos::Wdt) {
            found.push(Phrase { first: firsts[word], last: word, head: word });
        }
    }
    found.sort_by_key(|p| (p.first, std::cmp::Reverse(p.last)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(pos: Pos, relation: Relation, head: usize) -> Node {
        Node { pos, relation, head }
    }

    #[test]
    fn phrases_reach_from_their_first_word_to_their_head() {
        // The old mayor's lawyer met Ada Lund
        let nodes = [
            node(Pos::Dt, Relation::Det, 2),
            node(Pos::Jj, Relation::Amod, 2),
            node(Pos::Nn, Relation::NmodPoss, 5),
            node(Pos::Other, Relation::SubToken, 2),
            node(Pos::Pos, Relation::Case, 2),
            node(Pos::Nn, Relation::Nsubj, 6),
            node(Pos::Vbd, Relation::Root, 6),
            node(Pos::Nnp, Relation::Obj, 6),
            node(Pos::Nnp, Relation::Flat, 7),
        ];
        let found: Vec<_> = phrases(&nodes, &[(7, 8)]).iter().map(|p| (p.first, p.last, p.head)).collect();
        assert_eq!(found, [(0, 5, 5), (0, 2, 2), (7, 8, 7)]);
    }

    #[test]
    fn the_likeliest_come_first_and_none_is_left_out() {
        let mut scores = [(usize::MAX, 1.0), (0, 3.0), (1, -9.0), (2, 3.0)];
        let found = likeliest(&mut scores);
        assert_eq!(found.iter().map(|c| c.0).collect::<Vec<_>>(), [2, 0]);
        assert!(found[0].1 > 0.4 && found[0].1 < 0.5);
    }

    #[test]
    fn distances_fall_into_steps() {
        let steps = Steps { edges: vec![1, 2, 4], worth: vec![0.0, 1.0, 2.0, 3.0] };
        let worth: Vec<f32> = [0, 1, 2, 3, 4, 5].map(|d| steps.of(d)).to_vec();
        assert_eq!(worth, [0.0, 0.0, 1.0, 2.0, 2.0, 3.0]);
    }
}
