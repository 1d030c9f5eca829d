//! Linkers: which cue a content belongs to, and which source a cue has.
//!
//! A span is its first and last words' hidden states. Each candidate gets a bilinear score, what its
//! rank by distance is worth, and what standing in the same line is worth; where a span may have no
//! partner, "none" is one more candidate.

use super::tagger::dot;

/// Ranks: third or more, second, first to the left; first, second, third or more to the right.
pub const RANKS: usize = 6;

/// Scores candidates for a span.
#[derive(Clone, Debug)]
pub struct Linker {
    pub(super) query: Linear,
    pub(super) key: Linear,
    /// [`RANKS`] numbers.
    pub(super) rank: Vec<f32>,
    pub(super) same_line: f32,
    /// "None" as a candidate.
    pub(super) none: Option<Vec<f32>>,
}

/// A linear layer.
#[derive(Clone, Debug)]
pub struct Linear {
    /// out x in.
    pub(super) weight: Vec<f32>,
    pub(super) bias: Vec<f32>,
}

impl Linear {
    fn apply(&self, input: &[f32]) -> Vec<f32> {
        let rows = self.weight.chunks_exact(self.weight.len() / self.bias.len()).zip(&self.bias);
        rows.map(|(row, bias)| dot(row, input) + bias).collect()
    }
}

/// A span as a linker sees it: places of its first and last words in the window, and its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// First word.
    pub first: usize,
    /// Last word.
    pub last: usize,
    /// Line of the first word.
    pub line: usize,
}

impl Linker {
    /// For each of `spans` the best of `candidates` (`None` where "none" is best) and its
    /// probability. Both lists stand in the order of the text; `state` gives a word's hidden state.
    pub fn link<'s>(
        &self,
        spans: &[Place],
        candidates: &[Place],
        state: impl Fn(usize) -> &'s [f32],
    ) -> Vec<(Option<usize>, f32)> {
        let pair = |place: &Place| [state(place.first), state(place.last)].concat();
        let keys: Vec<Vec<f32>> = candidates.iter().map(|c| self.key.apply(&pair(c))).collect();
        let scale = (self.query.bias.len() as f32).sqrt().recip();
        let choose = |span: &Place| {
            let query = self.query.apply(&pair(span));
            let left = candidates.partition_point(|c| c.first < span.first);
            let mut scores: Vec<f32> = candidates
                .iter()
                .zip(&keys)
                .enumerate()
                .map(|(j, (candidate, key))| {
                    let rank = if j < left { 2 - (left - 1 - j).min(2) } else { 3 + (j - left).min(2) };
                    let same = if candidate.line == span.line { self.same_line } else { 0.0 };
                    dot(&query, key) * scale + self.rank[rank] + same
                })
                .collect();
            scores.extend(self.none.as_ref().map(|none| dot(&query, none) * scale));
            best(&scores, candidates.len())
        };
        spans.iter().map(choose).collect()
    }
}

/// The best score's place, `None` when it is not below `candidates`, and its softmax.
fn best(scores: &[f32], candidates: usize) -> (Option<usize>, f32) {
    let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let total: f32 = scores.iter().map(|s| (s - top).exp()).sum();
    match scores.iter().position(|&s| s == top) {
        Some(i) => ((i < candidates).then_some(i), total.recip()),
        None => (None, 1.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn linker(none: Option<Vec<f32>>) -> Linker {
        // The query is the first number of the first word, the key that of the last word.
        let query = Linear { weight: vec![1.0, 0.0], bias: vec![0.0] };
        let key = Linear { weight: vec![0.0, 1.0], bias: vec![0.0] };
        Linker { query, key, rank: vec![0.0, 0.0, 0.1, 0.2, 0.0, 0.0], same_line: 1.0, none }
    }

    fn at(word: usize, line: usize) -> Place {
        Place { first: word, last: word, line }
    }

    #[test]
    fn the_same_line_and_a_near_rank_win_where_states_do_not_tell() {
        let states = [[0.0f32]; 9];
        let state = |word: usize| &states[word][..];
        let chosen = linker(None).link(&[at(4, 1)], &[at(1, 0), at(3, 1), at(6, 1)], state);
        assert_eq!(chosen[0].0, Some(2));
        assert!(chosen[0].1 > 0.33 && chosen[0].1 < 1.0);
    }

    #[test]
    fn none_is_an_answer() {
        let states = [[2.0f32], [-3.0]];
        let state = |word: usize| &states[word][..];
        assert_eq!(linker(Some(vec![1.0])).link(&[at(0, 0)], &[at(1, 0)], state)[0].0, None);
        assert_eq!(linker(None).link(&[at(0, 0)], &[], state), [(None, 1.0)]);
    }
}
