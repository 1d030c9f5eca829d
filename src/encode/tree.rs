//! Syntax of words: parts of speech, relations, and the best tree over a sentence.

use std::str::FromStr;

/// Names of labels as `config.json` writes them; what has no name here is the last one.
macro_rules! labels {
    ($(#[$about:meta])* $name:ident, $other:ident: $($label:ident = $text:literal),+ $(,)?) => {
        $(#[$about])*
        #[allow(missing_docs)] // the tag set's own names
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name { $($label,)+ $other }

        impl FromStr for $name {
            type Err = std::convert::Infallible;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(match text { $($text => $name::$label,)+ _ => $name::$other })
            }
        }
    };
}

labels! {
    /// Part of speech: the tags of the Penn Treebank (Marcus et al. 1993) that are told apart.
    Pos, Other:
    Nn = "NN", Nns = "NNS", Nnp = "NNP", Nnps = "NNPS", Prp = "PRP", PrpPoss = "PRP$",
    Vb = "VB", Vbp = "VBP", Vbz = "VBZ", Vbd = "VBD", Vbn = "VBN", Vbg = "VBG",
    Md = "MD", Jj = "JJ", Jjr = "JJR", Jjs = "JJS", Rb = "RB", Rbr = "RBR",
    Rbs = "RBS", Rp = "RP", In = "IN", To = "TO", Dt = "DT", Pdt = "PDT",
    Cd = "CD", Cc = "CC", Ex = "EX", Pos = "POS", Wdt = "WDT",
    Wp = "WP", WpPoss = "WP$", Wrb = "WRB", Comma = ",", Stop = ".", Colon = ":",
    OpenQuote = "``", CloseQuote = "''", OpenBracket = "-LRB-", CloseBracket = "-RRB-", Hyphen = "HYPH",
    Sym = "SYM", Fw = "FW", Uh = "UH",
}

impl Pos {
    /// True for any form of a verb; modal verbs are none.
    pub fn is_verb(self) -> bool {
        matches!(self, Pos::Vb | Pos::Vbp | Pos::Vbz | Pos::Vbd | Pos::Vbn | Pos::Vbg)
    }

    /// True for common nouns and names.
    pub fn is_noun(self) -> bool {
        matches!(self, Pos::Nn | Pos::Nns | Pos::Nnp | Pos::Nnps)
    }

    /// True for personal and possessive pronouns.
    pub fn is_pronoun(self) -> bool {
        matches!(self, Pos::Prp | Pos::PrpPoss)
    }
}

labels! {
    /// Relation of a word to its head: those of Universal Dependencies (de Marneffe et al. 2021), and
    /// [`Relation::SubToken`] for a part of the word that it hangs on.
    Relation, Dep:
    SubToken = "same", Root = "root", Punct = "punct", Case = "case", Nsubj = "nsubj", Det = "det",
    Advmod = "advmod", Obj = "obj", Amod = "amod", Obl = "obl", Conj = "conj", Compound = "compound",
    Mark = "mark", Nmod = "nmod", Cc = "cc", Aux = "aux", Cop = "cop", Advcl = "advcl", NmodPoss = "nmod:poss",
    Xcomp = "xcomp", Ccomp = "ccomp", Flat = "flat", AclRelcl = "acl:relcl", Parataxis = "parataxis",
    Appos = "appos", Nummod = "nummod", Acl = "acl", AuxPass = "aux:pass", NsubjPass = "nsubj:pass",
    OblUnmarked = "obl:unmarked", NmodUnmarked = "nmod:unmarked", Discourse = "discourse", List = "list",
    CompoundPrt = "compound:prt", Iobj = "iobj", Expl = "expl", Fixed = "fixed", NmodDesc = "nmod:desc",
    OblAgent = "obl:agent", Csubj = "csubj", NsubjOuter = "nsubj:outer", DetPredet = "det:predet",
    Vocative = "vocative", Goeswith = "goeswith", AdvclRelcl = "advcl:relcl", CcPreconj = "cc:preconj",
    Reparandum = "reparandum", Orphan = "orphan", Dislocated = "dislocated", CsubjPass = "csubj:pass",
}

impl Relation {
    /// True for subjects that are noun phrases.
    pub fn is_subject(self) -> bool {
        matches!(self, Relation::Nsubj | Relation::NsubjPass | Relation::NsubjOuter)
    }
}

/// A word in its sentence's tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    /// Part of speech.
    pub pos: Pos,
    /// Relation to its head.
    pub relation: Relation,
    /// Index of its head; its own for a root.
    pub head: usize,
}

/// The best projective tree over `n` words, the head of each word; the one root is its own head.
/// `scores` holds a row of heads for each word, with the score of being the root on the diagonal.
///
/// English trees hardly ever have crossing arcs (5% of the sentences of the treebanks), and claims read from
/// trees with crossings are wrong half again as often. Where the heads that are best one by one do not make a
/// projective tree, Eisner's algorithm (1996) finds the best one in O(n^3).
pub fn best_tree(scores: &[f32], n: usize) -> Vec<usize> {
    let greedy: Vec<usize> = scores.chunks_exact(n.max(1)).map(first_of_highest).collect();
    if is_projective_tree(&greedy) { greedy } else { Chart::fill(scores, n).tree(scores) }
}

/// The place of the highest score, the first of several.
fn first_of_highest(scores: &[f32]) -> usize {
    let mut best = 0;
    for (i, &score) in scores.iter().enumerate() {
        if score > scores[best] {
            best = i;
        }
    }
    best
}

/// True where `heads` has one root, no cycle and no crossing arcs.
fn is_projective_tree(heads: &[usize]) -> bool {
    let roots = heads.iter().enumerate().filter(|&(word, &head)| word == head).count();
    roots == 1 && !has_cycle(heads) && !has_crossing(heads)
}

/// True where following heads from some word never reaches a root.
fn has_cycle(heads: &[usize]) -> bool {
    let mut seen = vec![0usize; heads.len()];
    for start in 0..heads.len() {
        let (mut at, number) = (start, start + 1);
        while seen[at] == 0 {
            seen[at] = number;
            at = heads[at];
        }
        if seen[at] == number && heads[at] != at {
            return true;
        }
    }
    false
}

/// True where two arcs cross, or an arc covers the root.
pub fn has_crossing(heads: &[usize]) -> bool {
    // Right ends of the arcs that are open at a word; the innermost is the last.
    let mut opened: Vec<Vec<usize>> = vec![Vec::new(); heads.len()];
    for (word, &head) in heads.iter().enumerate().filter(|&(word, &head)| word != head) {
        opened[word.min(head)].push(word.max(head));
    }
    let mut open: Vec<usize> = Vec::new();
    for (word, ends) in opened.iter_mut().enumerate() {
        while open.last().is_some_and(|&end| end <= word) {
            open.pop();
        }
        if heads[word] == word && !open.is_empty() {
            return true;
        }
        ends.sort_unstable_by(|a, b| b.cmp(a));
        for &end in ends.iter() {
            if open.last().is_some_and(|&outer| outer < end) {
                return true;
            }
            open.push(end);
        }
    }
    false
}

/// Eisner's chart. A span `i..=j` is complete when its head is at one end and has all of its dependents on
/// that side, incomplete when one end is the head of the other.
struct Chart {
    n: usize,
    /// Best scores of complete spans with the head at the left end, by (left, right) and by (right, left):
    /// the inner loops read both ways in order.
    left_headed: Vec<f32>,
    left_headed_by_end: Vec<f32>,
    /// The same with the head at the right end, by (right, left) and by (left, right).
    right_headed: Vec<f32>,
    right_headed_by_start: Vec<f32>,
    /// Where the best complete spans are cut, by (left, right).
    left_cut: Vec<u32>,
    right_cut: Vec<u32>,
    /// Where the two complete spans under an arc meet, by (left, right).
    meet: Vec<u32>,
}

impl Chart {
    fn fill(scores: &[f32], n: usize) -> Chart {
        let floats = || vec![0.0f32; n * n];
        let places = || vec![0u32; n * n];
        let mut chart = Chart {
            n,
            left_headed: floats(),
            left_headed_by_end: floats(),
            right_headed: floats(),
            right_headed_by_start: floats(),
            left_cut: places(),
            right_cut: places(),
            meet: places(),
        };
        // Incomplete spans: the arc from the left end to the right end by (left, right), and back by (right, left).
        let (mut rightward, mut leftward) = (floats(), floats());
        for width in 1..n {
            for i in 0..n - width {
                let j = i + width;
                // Left-headed i..=k and right-headed k+1..=j, for k in i..j.
                let (meet, both) = best_sum(
                    &chart.left_headed[i * n + i..i * n + j],
                    &chart.right_headed[j * n + i + 1..=j * n + j],
                );
                chart.meet[i * n + j] = (i + meet) as u32;
                rightward[i * n + j] = both + scores[j * n + i];
                leftward[j * n + i] = both + scores[i * n + j];
                // The arc from i to k, then left-headed k..=j, for k in i+1..=j.
                let (cut, best) = best_sum(
                    &rightward[i * n + i + 1..=i * n + j],
                    &chart.left_headed_by_end[j * n + i + 1..=j * n + j],
                );
                chart.left_cut[i * n + j] = (i + 1 + cut) as u32;
                chart.left_headed[i * n + j] = best;
                chart.left_headed_by_end[j * n + i] = best;
                // Right-headed i..=k, then the arc from j to k, for k in i..j.
                let (cut, best) = best_sum(
                    &chart.right_headed_by_start[i * n + i..i * n + j],
                    &leftward[j * n + i..j * n + j],
                );
                chart.right_cut[i * n + j] = (i + cut) as u32;
                chart.right_headed[j * n + i] = best;
                chart.right_headed_by_start[i * n + j] = best;
            }
        }
        chart
    }

    /// The best tree with one root.
    fn tree(&self, scores: &[f32]) -> Vec<usize> {
        let n = self.n;
        let whole: Vec<f32> = (0..n)
            .map(|root| {
                scores[root * n + root] + self.right_headed[root * n] + self.left_headed[root * n + n - 1]
            })
            .collect();
        let root = first_of_highest(&whole);
        let mut heads: Vec<usize> = (0..n).collect();
        // (left, right, whether the head is at the left end)
        let mut open = vec![(0, root, false), (root, n.saturating_sub(1), true)];
        while let Some((i, j, left)) = open.pop().filter(|_| n > 0) {
            if i >= j {
                continue;
            }
            let (from, to) = if left {
                let dependent = self.left_cut[i * n + j] as usize;
                heads[dependent] = i;
                open.push((dependent, j, true));
                (i, dependent)
            } else {
                let dependent = self.right_cut[i * n + j] as usize;
                heads[dependent] = j;
                open.push((i, dependent, false));
                (dependent, j)
            };
            let meet = self.meet[from * n + to] as usize;
            open.push((from, meet, true));
            open.push((meet + 1, to, false));
        }
        heads
    }
}

/// The place and the value of the highest sum of two numbers at the same place, the first of several.
fn best_sum(a: &[f32], b: &[f32]) -> (usize, f32) {
    let mut best = (0, f32::NEG_INFINITY);
    for (k, (x, y)) in a.iter().zip(b).enumerate() {
        if x + y > best.1 {
            best = (k, x + y);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The score of the best projective tree, by trying all heads.
    fn by_trying_all(scores: &[f32], n: usize) -> f32 {
        let mut best = f32::NEG_INFINITY;
        let mut heads = vec![0; n];
        for code in 0..n.pow(n as u32) {
            let mut rest = code;
            for head in &mut heads {
                *head = rest % n;
                rest /= n;
            }
            if is_projective_tree(&heads) {
                best = best.max(total(scores, n, &heads));
            }
        }
        best
    }

    fn total(scores: &[f32], n: usize, heads: &[usize]) -> f32 {
        heads.iter().enumerate().map(|(word, head)| scores[word * n + head]).sum()
    }

    #[test]
    fn crossing_arcs_are_seen() {
        assert!(!has_crossing(&[1, 1, 1, 2]));
        assert!(has_crossing(&[2, 3, 2, 2]), "0-2 and 1-3");
        assert!(has_crossing(&[2, 1, 1]), "0-2 covers the root");
    }

    #[test]
    fn labels_are_known_by_name() {
        assert_eq!("nsubj:pass".parse(), Ok(Relation::NsubjPass));
        assert_eq!("never heard of".parse(), Ok(Relation::Dep));
        assert_eq!(("VBD".parse(), "$".parse()), (Ok(Pos::Vbd), Ok(Pos::Other)));
    }

    #[test]
    fn two_words_that_want_each_other_are_parted() {
        // Each is the other's best head; the second is the better root.
        let heads = best_tree(&[1.0, 5.0, 5.0, 4.0], 2);
        assert_eq!(heads, [1, 1]);
    }

    proptest! {
        #[test]
        fn a_projective_tree_with_one_root_comes_out(n in 1usize..40, seed in any::<u64>()) {
            prop_assert!(is_projective_tree(&best_tree(&noise(n, seed), n)));
        }

        #[test]
        fn no_projective_tree_is_better(n in 1usize..6, seed in any::<u64>()) {
            let scores = noise(n, seed);
            let heads = best_tree(&scores, n);
            prop_assert!((total(&scores, n, &heads) - by_trying_all(&scores, n)).abs() < 1e-3);
        }
    }

    fn noise(n: usize, seed: u64) -> Vec<f32> {
        let mut state = seed | 1;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 40) as f32 / (1u64 << 22) as f32
        };
        (0..n * n).map(|_| next()).collect()
    }
}
