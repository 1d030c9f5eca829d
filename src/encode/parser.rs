//! The parser: part of speech, head and relation of each word of a window (Dozat & Manning 2017).
//!
//! A word and each word of its sentence get a bilinear score as dependent and head; the best tree is
//! taken. Relations are read off two further projections and their product.

use super::ModelError;
use super::kernel::{Buffer, Kernel, Packed, Precision, Scratch};
use super::tagger::dot;
use super::tree::{Node, Pos, Relation, best_tree};
use super::weights::Weights;
use std::cell::RefCell;

/// What `config.json` says about the head.
#[derive(serde::Deserialize)]
pub(super) struct Config {
    arc_dim: usize,
    relation_dim: usize,
    tags: Vec<String>,
    relations: Vec<String>,
}

/// The syntax head.
pub(super) struct Parser {
    kernel: Kernel,
    hidden: usize,
    arc_dim: usize,
    relation_dim: usize,
    /// Dependent and head of arcs, dependent and head of relations, tags: side by side.
    project: Packed,
    arc: Packed,
    relation: Packed,
    tags: Vec<Pos>,
    relations: Vec<Relation>,
}

/// What one thread computes in.
#[derive(Default)]
struct Space {
    scratch: Scratch,
    states: Buffer,
    parts: Buffer,
    arcs: Buffer,
    pairs: Buffer,
    relations: Buffer,
}

thread_local! {
    static SPACE: RefCell<Space> = RefCell::default();
}

impl Parser {
    /// Reads `heads.syntax`.
    pub(super) fn load(
        weights: &Weights<'_>,
        config: &Config,
        hidden: usize,
        kernel: Kernel,
        precision: Precision,
    ) -> Result<Parser, ModelError> {
        let (arc_dim, relation_dim) = (config.arc_dim, config.relation_dim);
        if arc_dim % 16 != 0 || relation_dim % 16 != 0 {
            return Err(ModelError::Config(format!(
                "syntax: {arc_dim} and {relation_dim} are no multiples of 16"
            )));
        }
        let read = |name: &str, outputs: usize, inputs: usize| {
            weights.linear(&format!("heads.syntax.{name}"), outputs, inputs)
        };
        let (mut weight, mut bias) = (Vec::new(), Vec::new());
        for (name, outputs) in [
            ("dependent", arc_dim),
            ("head", arc_dim),
            ("relation_dependent", relation_dim),
            ("relation_head", relation_dim),
            ("tag", config.tags.len()),
        ] {
            let (w, b) = read(name, outputs, hidden)?;
            weight.extend(w);
            bias.extend(b);
        }
        let pack = |(weight, bias): (Vec<f32>, Vec<f32>), inputs: usize| {
            kernel.pack(&weight, &bias, inputs, Precision::F32)
        };
        Ok(Parser {
            kernel,
            hidden,
            arc_dim,
            relation_dim,
            // Most of the work; what is small after it, and adds up faults, stays in floats.
            project: kernel.pack(&weight, &bias, hidden, precision),
            arc: pack(read("arc", arc_dim, arc_dim)?, arc_dim),
            relation: pack(read("relation", config.relations.len(), 3 * relation_dim)?, 3 * relation_dim),
            tags: named(&config.tags),
            relations: named(&config.relations),
        })
    }

    /// The trees over a window's words: `state` gives a word's hidden state, `sentences` the number
    /// of its sentence, never falling. Heads are indices into the window's words.
    pub(super) fn parse<'s>(&self, state: impl Fn(usize) -> &'s [f32], sentences: &[usize]) -> Vec<Node> {
        SPACE.with_borrow_mut(|space| self.parse_in(space, state, sentences))
    }

    fn parse_in<'s>(
        &self,
        space: &mut Space,
        state: impl Fn(usize) -> &'s [f32],
        sentences: &[usize],
    ) -> Vec<Node> {
        let (kernel, count, arc_dim, relation_dim) =
            (self.kernel, sentences.len(), self.arc_dim, self.relation_dim);
        let rows = kernel.whole_rows(count);
        let Space { scratch, states, parts, arcs, pairs, relations } = space;
        states.reserve(rows * self.hidden);
        for (word, row) in states.chunks_exact_mut(self.hidden).take(count).enumerate() {
            row.copy_from_slice(state(word));
        }
        let stride = self.project.stride();
        parts.reserve(rows * stride);
        kernel.linear(&self.project, states, self.hidden, count, false, scratch, parts);
        let projected = 2 * (arc_dim + relation_dim);
        for row in parts.chunks_exact_mut(stride).take(count) {
            row[..projected].iter_mut().for_each(|x| *x = x.max(0.0));
        }
        let arc_stride = self.arc.stride();
        arcs.reserve(rows * arc_stride);
        kernel.linear(&self.arc, parts, stride, count, false, scratch, arcs);

        let mut heads = Vec::with_capacity(count);
        let mut from = 0;
        while from < count {
            let to = from + sentences[from..].iter().take_while(|&&s| s == sentences[from]).count();
            let n = to - from;
            let mut scores = vec![0.0; n * n];
            for (word, row) in (from..to).zip(scores.chunks_exact_mut(n)) {
                let dependent = &arcs[word * arc_stride..][..arc_dim];
                for (head, score) in (from..to).zip(row) {
                    *score = dot(dependent, &parts[head * stride + arc_dim..][..arc_dim]);
                }
            }
            heads.extend(best_tree(&scores, n).into_iter().map(|head| from + head));
            from = to;
        }

        let width = 3 * relation_dim;
        pairs.reserve(rows * width);
        for (word, row) in pairs.chunks_exact_mut(width).take(count).enumerate() {
            let at = 2 * arc_dim;
            let dependent = &parts[word * stride + at..][..relation_dim];
            let head = &parts[heads[word] * stride + at + relation_dim..][..relation_dim];
            row[..relation_dim].copy_from_slice(dependent);
            row[relation_dim..2 * relation_dim].copy_from_slice(head);
            for ((x, d), h) in row[2 * relation_dim..].iter_mut().zip(dependent).zip(head) {
                *x = d * h;
            }
        }
        let relation_stride = self.relation.stride();
        relations.reserve(rows * relation_stride);
        kernel.linear(&self.relation, pairs, width, count, false, scratch, relations);
        (0..count)
            .map(|word| Node {
                pos: self.tags[top(&parts[word * stride + projected..][..self.tags.len()])],
                relation: self.relations[top(&relations[word * relation_stride..][..self.relations.len()])],
                head: heads[word],
            })
            .collect()
    }
}

/// The first of the highest scores.
fn top(scores: &[f32]) -> usize {
    let mut best = 0;
    for (i, &score) in scores.iter().enumerate() {
        if score > scores[best] {
            best = i;
        }
    }
    best
}

fn named<T: std::str::FromStr<Err = std::convert::Infallible>>(names: &[String]) -> Vec<T> {
    names.iter().map(|name| name.parse().unwrap_or_else(|never| match never {})).collect()
}
