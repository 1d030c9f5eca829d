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

/// The tree over `n` words whose arcs score highest: the head of each word, a word's own index for
/// the one root. `scores` holds a row of heads a word, on the diagonal what being the root scores.
///
/// The heads that are best one by one mostly make a tree; where they do not, Chu and Liu's and
/// Edmonds' algorithm breaks the cycles (McDonald et al. 2005).
pub fn best_tree(scores: &[f32], n: usize) -> Vec<usize> {
    let row = |word: usize| &scores[word * n..][..n];
    let best = |word: usize, allowed: &dyn Fn(usize) -> bool| {
        let mut top = None;
        for (head, &score) in row(word).iter().enumerate().filter(|&(head, _)| allowed(head)) {
            if top.is_none_or(|(_, s)| score > s) {
                top = Some((head, score));
            }
        }
        top
    };
    let greedy: Vec<usize> =
        (0..n).map(|word| best(word, &|_| true).map_or(word, |(head, _)| head)).collect();
    let roots = greedy.iter().enumerate().filter(|&(word, &head)| word == head).count();
    if n < 2 || roots == 1 && cycle(&greedy).is_none() {
        return greedy;
    }
    // The root is the word that loses most by not being it.
    let gain = |word: usize| row(word)[word] - best(word, &|head| head != word).map_or(0.0, |(_, s)| s);
    let mut root = 0;
    for word in 1..n {
        if gain(word) > gain(root) {
            root = word;
        }
    }
    let mut arcs = scores.to_vec();
    for word in 0..n {
        arcs[word * n + word] = f32::NEG_INFINITY;
    }
    arborescence(&mut arcs, n, root)
}

/// The best heads of all nodes under `root`, which keeps itself. `arcs` is used up.
fn arborescence(arcs: &mut [f32], n: usize, root: usize) -> Vec<usize> {
    let mut heads: Vec<usize> = (0..n)
        .map(|node| {
            let mut top = usize::from(node == 0 && n > 1);
            for head in 0..n {
                if head != node && arcs[node * n + head] > arcs[node * n + top] {
                    top = head;
                }
            }
            if node == root { root } else { top }
        })
        .collect();
    let Some(ring) = cycle(&heads) else { return heads };
    // The ring becomes one node, the last of a smaller graph; what enters it must break it somewhere.
    let outside: Vec<usize> = (0..n).filter(|node| !ring.contains(node)).collect();
    let m = outside.len() + 1;
    let mut small = vec![f32::NEG_INFINITY; m * m];
    let mut enters = vec![ring[0]; m];
    let mut leaves = vec![ring[0]; m];
    for (i, &node) in outside.iter().enumerate() {
        for (j, &head) in outside.iter().enumerate().filter(|&(j, _)| j != i) {
            small[i * m + j] = arcs[node * n + head];
        }
        let broken = |k: usize| arcs[k * n + node] - arcs[k * n + heads[k]];
        for &k in &ring {
            if broken(k) > broken(enters[i]) {
                enters[i] = k;
            }
            if arcs[node * n + k] > arcs[node * n + leaves[i]] {
                leaves[i] = k;
            }
        }
        small[(m - 1) * m + i] = broken(enters[i]);
        small[i * m + m - 1] = arcs[node * n + leaves[i]];
    }
    let root = outside.iter().position(|&node| node == root).unwrap_or(m - 1);
    let solved = arborescence(&mut small, m, root);
    for (i, &node) in outside.iter().enumerate() {
        heads[node] = match solved[i] {
            _ if i == root => node,
            head if head == m - 1 => leaves[i],
            head => outside[head],
        };
    }
    let above = solved[m - 1];
    if above < outside.len() {
        heads[enters[above]] = outside[above];
    }
    heads
}

/// Nodes that are each other's heads in a ring; none where all lead to a root.
fn cycle(heads: &[usize]) -> Option<Vec<usize>> {
    let mut seen = vec![0usize; heads.len()];
    for start in 0..heads.len() {
        let (mut at, number) = (start, start + 1);
        while seen[at] == 0 {
            seen[at] = number;
            at = heads[at];
        }
        if seen[at] == number && heads[at] != at {
            let mut ring = vec![at];
            let mut next = heads[at];
            while next != at {
                ring.push(next);
                next = heads[next];
            }
            return Some(ring);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The best tree by trying all of them.
    fn by_hand(scores: &[f32], n: usize) -> f32 {
        let mut best = f32::NEG_INFINITY;
        let mut heads = vec![0; n];
        for code in 0..n.pow(n as u32) {
            let mut rest = code;
            for head in &mut heads {
                *head = rest % n;
                rest /= n;
            }
            let one = heads.iter().enumerate().filter(|&(w, &h)| w == h).count() == 1;
            if one && cycle(&heads).is_none() {
                best = best.max(total(scores, n, &heads));
            }
        }
        best
    }

    fn total(scores: &[f32], n: usize, heads: &[usize]) -> f32 {
        heads.iter().enumerate().map(|(word, head)| scores[word * n + head]).sum()
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
        fn a_tree_with_one_root_comes_out(n in 1usize..40, seed in any::<u64>()) {
            let scores = noise(n, seed);
            let heads = best_tree(&scores, n);
            prop_assert_eq!(heads.iter().enumerate().filter(|&(w, &h)| w == h).count(), 1);
            prop_assert_eq!(cycle(&heads), None);
        }

        #[test]
        fn under_a_plain_root_it_is_the_best_one(n in 2usize..6, seed in any::<u64>()) {
            let mut scores = noise(n, seed);
            scores[0] += 100.0;
            let found = total(&scores, n, &best_tree(&scores, n));
            prop_assert!((found - by_hand(&scores, n)).abs() < 1e-3);
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
