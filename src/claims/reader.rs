//! Phrases of the tree: which words belong to the noun phrase, the complement or the dependent of a word.

use super::attribution::Attribution;
use super::part::{Part, tidy};
use crate::encode::tree::{Pos, Relation};
use crate::english::lexicon::class;
use crate::syntax::{Mark, Tree, Words};

/// Farthest complement clause of a nominal predicate, in words: what is farther is another clause.
const COMPLEMENT: usize = 8;

/// Relations of subjects that are noun phrases.
pub const SUBJECTS: &[Relation] = &[Relation::Nsubj, Relation::NsubjPass, Relation::NsubjOuter];

/// The input that clauses are read from.
pub struct Reader<'a> {
    /// The words.
    pub words: &'a Words<'a>,
    /// Their dependency trees.
    pub tree: &'a Tree,
    /// The quote that each word is attributed to.
    pub attribution: &'a Attribution,
}

impl Reader<'_> {
    /// True for a relative pronoun or adverb.
    pub fn is_relative_word(&self, word: usize) -> bool {
        matches!(self.tree.pos(word), Pos::Wdt | Pos::Wp | Pos::Wrb)
            || self.words.is(word, "that") && self.tree.children(word).next().is_none()
    }

    /// True for a finite verb, and for any verb with an auxiliary.
    pub fn is_finite(&self, head: usize) -> bool {
        let tree = self.tree;
        !matches!(tree.pos(head), Pos::Vbg | Pos::Vbn | Pos::Vb)
            || tree.related(head, &[Relation::Aux, Relation::AuxPass, Relation::Cop]).next().is_some()
    }

    /// The "be" of the nominal predicate `head`, also where the tree attaches it to a modifier.
    pub fn copula(&self, head: usize) -> Option<usize> {
        let tree = self.tree;
        let modifier = |w: usize| matches!(tree.relation(w), Relation::Compound | Relation::Amod);
        if modifier(head) {
            return None;
        }
        tree.related(head, &[Relation::Cop]).next().or_else(|| {
            let before = tree.children(head).filter(|&w| w < head && modifier(w));
            before.filter_map(|w| tree.related(w, &[Relation::Cop]).next()).next()
        })
    }

    /// True under "if" and "unless".
    pub fn is_conditional(&self, head: usize) -> bool {
        self.tree
            .related(head, &[Relation::Mark])
            .any(|m| self.words.is(m, "if") || self.words.is(m, "unless"))
    }

    /// True for a predicate with a subject or an auxiliary of its own, and for a finite verb.
    pub fn is_clausal(&self, word: usize) -> bool {
        let tree = self.tree;
        matches!(tree.pos(word), Pos::Vbd | Pos::Vbz | Pos::Vbp)
            || tree.children(word).any(|c| {
                SUBJECTS.contains(&tree.relation(c))
                    || matches!(tree.relation(c), Relation::Aux | Relation::AuxPass | Relation::Cop)
            })
    }

    /// True when a comma, a dash or a bracket precedes the subtree of `word`.
    pub fn is_set_off(&self, word: usize) -> bool {
        let mut first = word;
        while let Some(left) = self.tree.children(first).next().filter(|&left| left < first) {
            first = left;
        }
        let mark = self.words.list[first].mark;
        let before = first.checked_sub(1).map_or(Mark::None, |k| self.words.list[k].mark);
        [mark, before].iter().any(|m| matches!(m, Mark::Comma | Mark::Dash | Mark::Open))
    }

    /// True for what is a clause of its own inside of a phrase.
    pub fn is_separate(&self, word: usize) -> bool {
        let tree = self.tree;
        match tree.relation(word) {
            Relation::Parataxis | Relation::Discourse | Relation::Vocative => true,
            Relation::AclRelcl | Relation::Appos | Relation::Acl => self.is_set_off(word),
            Relation::Conj => self.is_clausal(word),
            _ => false,
        }
    }

    /// The noun phrase of `head`, without the clauses and appositions that modify it, and without
    /// `except`.
    pub fn noun(&self, head: usize, except: usize) -> Part {
        let tree = self.tree;
        let clausal = |w: usize| {
            matches!(tree.relation(w), Relation::AclRelcl | Relation::Appos | Relation::Parataxis)
                || tree.head(w) == Some(head)
                    && matches!(
                        tree.relation(w),
                        Relation::Cop | Relation::Aux | Relation::Case | Relation::Mark
                    )
                || tree.head(w) == Some(head) && SUBJECTS.contains(&tree.relation(w))
                || tree.relation(w) == Relation::Acl && self.is_set_off(w)
                || w == except
                || !self.attribution.holds(head, w)
        };
        let mut part = self.repaired(head, tree.under(head, &clausal));
        // A preposition or an "and" at the start is not part of the phrase; "about 60" and "over a third" are.
        let joins = ["and", "or", "but", "nor"];
        let leads = |&&w: &&usize| match tree.relation(w) {
            Relation::Case => tree.head(w).is_some_and(|h| tree.pos(h) != Pos::Cd),
            Relation::Cc => joins.iter().any(|join| self.words.is(w, join)),
            _ => matches!(self.words.list[w].mark, Mark::Comma | Mark::Dash),
        };
        let stray = part.iter().take_while(leads).count();
        part.drain(..stray);
        tidy(self.words, part)
    }

    /// The subtree of `child`, a dependent of the predicate `head`, without clauses that are claims of their own.
    pub fn phrase(&self, head: usize, child: usize) -> Part {
        let behind = child > head;
        let part = self.tree.under(child, &|w| {
            self.is_separate(w) || !self.attribution.holds(head, w) || w == head || behind && w < head
        });
        self.repaired(head, part)
    }

    /// What a nominal predicate says, without what belongs to its clause.
    pub fn complement(&self, head: usize) -> Part {
        let tree = self.tree;
        let copula = self.copula(head).unwrap_or(head);
        let outside = |w: usize| {
            tree.head(w) == Some(head)
                && match tree.relation(w) {
                    _ if w < copula && copula < head => true,
                    Relation::Cop | Relation::Aux | Relation::Mark | Relation::Advcl => true,
                    // "technology or drug firms", whose "or" the tree attaches to the firms.
                    Relation::Cc => w < copula || w == copula + 1,
                    Relation::Expl | Relation::Vocative | Relation::Discourse | Relation::Csubj => true,
                    Relation::Advmod => w < copula || w == copula + 1 && self.words.list[w].is(class::NEG),
                    Relation::Obl | Relation::OblUnmarked => w < copula || tree.pos(head).is_noun(),
                    Relation::Xcomp | Relation::Ccomp => !tree.pos(head).is_noun() && w > head + COMPLEMENT,
                    relation => SUBJECTS.contains(&relation),
                }
                || w == copula
                || self.is_separate(w)
                || !self.attribution.holds(head, w)
        };
        tree.under(head, &outside)
    }

    /// `part` with words that the tree attaches elsewhere by mistake: one noun, adjective or number in a gap
    /// between two of its words, and a number before its first noun or its "of".
    pub fn repaired(&self, head: usize, mut part: Part) -> Part {
        let tree = self.tree;
        let lost = |w: usize| {
            (tree.pos(w).is_noun() || matches!(tree.pos(w), Pos::Cd | Pos::Jj))
                && tree.relation(w) != Relation::Appos
                && w != head
                && self.attribution.holds(head, w)
        };
        let gaps: Part =
            part.windows(2).filter(|p| p[1] == p[0] + 2 && lost(p[0] + 1)).map(|p| p[0] + 1).collect();
        if let Some(&first) = part.first()
            && let Some(before) = first.checked_sub(1)
            && tree.pos(before) == Pos::Cd
            && self.words.list[before].sentence == self.words.list[first].sentence
            && (matches!(tree.pos(first), Pos::Nn | Pos::Nns) || self.words.is(first, "of"))
            && lost(before)
        {
            part.push(before);
        }
        part.extend(gaps);
        part.sort_unstable();
        part
    }
}
