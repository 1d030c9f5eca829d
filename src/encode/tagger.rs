//! Taggers: a linear layer over hidden states and a linear-chain conditional random field (Lafferty
//! et al. 2001), which knows what label may follow what.

/// The score of a label that cannot be: its exponential is 0.
const RULED_OUT: f32 = -10_000.0;

/// Scores of labels, decoded as a whole sequence.
#[derive(Clone, Debug)]
pub struct Tagger {
    pub(super) labels: usize,
    /// labels x hidden.
    pub(super) weight: Vec<f32>,
    pub(super) bias: Vec<f32>,
    /// from x to; a move that is not allowed is very low.
    pub(super) transitions: Vec<f32>,
    pub(super) start: Vec<f32>,
    pub(super) end: Vec<f32>,
}

impl Tagger {
    /// Number of labels.
    pub fn labels(&self) -> usize {
        self.labels
    }

    /// Scores of each label for each state, words x labels.
    pub fn emissions<'s>(&self, states: impl Iterator<Item = &'s [f32]>) -> Vec<f32> {
        self.emissions_within(states, |_| true)
    }

    /// Scores as [`Tagger::emissions`], with every label but the first ruled out for words that are not `within`.
    pub fn emissions_within<'s>(
        &self,
        states: impl Iterator<Item = &'s [f32]>,
        within: impl Fn(usize) -> bool,
    ) -> Vec<f32> {
        let hidden = self.weight.len() / self.labels;
        let mut scores = Vec::new();
        for (word, state) in states.enumerate() {
            if within(word) {
                let rows = self.weight.chunks_exact(hidden).zip(&self.bias);
                scores.extend(rows.map(|(row, bias)| dot(row, state) + bias));
            } else {
                scores.push(0.0);
                scores.resize(scores.len() + self.labels - 1, RULED_OUT);
            }
        }
        scores
    }

    /// The best sequence for these emissions (Viterbi 1967); ties go to the lower label.
    pub fn path(&self, emissions: &[f32]) -> Vec<u8> {
        let n = self.labels;
        let mut steps = emissions.chunks_exact(n);
        let Some(first) = steps.next() else { return Vec::new() };
        let mut best: Vec<f32> = first.iter().zip(&self.start).map(|(e, s)| e + s).collect();
        let mut back: Vec<u8> = Vec::with_capacity(emissions.len());
        let mut next = vec![0.0; n];
        for step in steps {
            for to in 0..n {
                let (mut from, mut score) = (0, best[0] + self.transitions[to]);
                for (other, (b, moves)) in
                    best.iter().zip(self.transitions.chunks_exact(n)).enumerate().skip(1)
                {
                    let s = b + moves[to];
                    if s > score {
                        (from, score) = (other, s);
                    }
                }
                back.push(from as u8);
                next[to] = score + step[to];
            }
            std::mem::swap(&mut best, &mut next);
        }
        let last = argmax(best.iter().zip(&self.end).map(|(b, e)| b + e));
        let mut path = vec![last as u8];
        for moves in back.chunks_exact(n).rev() {
            let here = *path.last().expect("it holds the last label");
            path.push(moves[usize::from(here)]);
        }
        path.reverse();
        path
    }

    /// The probability of each label at each word (forward-backward).
    pub fn marginals(&self, emissions: &[f32]) -> Vec<f32> {
        let n = self.labels;
        let moves: Vec<f32> = self.transitions.iter().map(|t| t.exp()).collect();
        let words = emissions.len() / n;
        // Each step is scaled to sum to one: only proportions matter.
        let weights: Vec<f32> = emissions
            .chunks_exact(n)
            .flat_map(|step| {
                let top = step.iter().copied().fold(f32::MIN, f32::max);
                step.iter().map(move |e| (e - top).exp())
            })
            .collect();
        let mut forward = vec![0.0; emissions.len()];
        for word in 0..words {
            for to in 0..n {
                let before = if word == 0 {
                    self.start[to].exp()
                } else {
                    (0..n).map(|from| forward[(word - 1) * n + from] * moves[from * n + to]).sum()
                };
                forward[word * n + to] = before * weights[word * n + to];
            }
            normalize(&mut forward[word * n..][..n]);
        }
        let mut after: Vec<f32> = self.end.iter().map(|e| e.exp()).collect();
        for word in (0..words).rev() {
            let here = &mut forward[word * n..][..n];
            here.iter_mut().zip(&after).for_each(|(p, a)| *p *= a);
            normalize(here);
            let before: Vec<f32> = (0..n)
                .map(|from| (0..n).map(|to| moves[from * n + to] * weights[word * n + to] * after[to]).sum())
                .collect();
            after = before;
            normalize(&mut after);
        }
        forward
    }
}

/// Scales to a sum of one; left alone when it sums to nothing.
fn normalize(values: &mut [f32]) {
    let sum: f32 = values.iter().sum();
    if sum > 0.0 {
        values.iter_mut().for_each(|v| *v /= sum);
    }
}

fn argmax(scores: impl Iterator<Item = f32>) -> usize {
    let mut best = (0, f32::NEG_INFINITY);
    for (i, score) in scores.enumerate() {
        if score > best.1 {
            best = (i, score);
        }
    }
    best.0
}

/// The dot product, in eight sums that the compiler keeps in one register; the order is fixed, so
/// the last digit is the same everywhere.
pub(super) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0f32; 8];
    let (a8, b8) = (a.chunks_exact(8), b.chunks_exact(8));
    let tail: f32 = a8.remainder().iter().zip(b8.remainder()).map(|(x, y)| x * y).sum();
    for (x, y) in a8.zip(b8) {
        for i in 0..8 {
            sums[i] += x[i] * y[i];
        }
    }
    sums.iter().sum::<f32>() + tail
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEVER: f32 = -10_000.0;

    /// O, B, I: I must follow B or I.
    fn tagger() -> Tagger {
        let transitions = vec![0.2, 0.1, NEVER, -0.3, 0.0, 0.5, 0.0, -0.1, 0.4];
        let (start, end) = (vec![0.0, 0.1, NEVER], vec![0.0, 0.2, 0.0]);
        Tagger { labels: 3, weight: vec![1.0; 3], bias: vec![0.0; 3], transitions, start, end }
    }

    /// Every sequence with its score.
    fn all(emissions: &[f32], tagger: &Tagger) -> Vec<(Vec<u8>, f64)> {
        let words = emissions.len() / 3;
        (0..3usize.pow(words as u32))
            .map(|mut code| {
                let path: Vec<u8> = (0..words)
                    .map(|_| {
                        let l = code % 3;
                        code /= 3;
                        l as u8
                    })
                    .collect();
                let mut score = tagger.start[usize::from(path[0])] + tagger.end[usize::from(path[words - 1])];
                for (i, &label) in path.iter().enumerate() {
                    score += emissions[i * 3 + usize::from(label)];
                    if i > 0 {
                        score += tagger.transitions[usize::from(path[i - 1]) * 3 + usize::from(label)];
                    }
                }
                (path, f64::from(score))
            })
            .collect()
    }

    #[test]
    fn path_and_marginals_agree_with_all_sequences_counted() {
        let tagger = tagger();
        let emissions = [0.3, 0.1, 2.0, 0.0, 0.7, 0.9, 0.5, -0.2, 0.6, 0.1, 0.0, 0.0, -1.0, 0.3, 0.2];
        let sequences = all(&emissions, &tagger);
        let best = sequences.iter().max_by(|a, b| a.1.total_cmp(&b.1)).expect("there are some");
        assert_eq!(tagger.path(&emissions), best.0);
        let total: f64 = sequences.iter().map(|(_, s)| s.exp()).sum();
        let marginals = tagger.marginals(&emissions);
        for word in 0..5 {
            for label in 0..3u8 {
                let with = sequences.iter().filter(|(p, _)| p[word] == label);
                let counted = with.map(|(_, s)| s.exp()).sum::<f64>() / total;
                let found = f64::from(marginals[word * 3 + usize::from(label)]);
                assert!((counted - found).abs() < 1e-5, "{word} {label}: {counted} {found}");
            }
        }
    }

    #[test]
    fn no_word_no_label() {
        assert!(tagger().path(&[]).is_empty());
        assert!(tagger().marginals(&[]).is_empty());
    }

    #[test]
    fn a_dot_product_takes_any_length() {
        let a: Vec<f32> = (0..19).map(|i| i as f32).collect();
        assert_eq!(dot(&a, &a), (0..19).map(|i| (i * i) as f32).sum::<f32>());
    }
}
