//! Clauses: a verb, a nominal predicate or an apposition with its dependents, as the parts of a claim.

use super::part::{Part, tidy};
use super::reader::{Reader, SUBJECTS};
use super::subject;
use crate::encode::tree::{Pos, Relation};
use crate::english::lexicon::class;
use crate::syntax::Mark;

/// Most verbs that a group takes: "has been told to begin to prepare".
const CHAIN: usize = 4;

/// Most words from a verb to the complement that its group takes in.
const GAP: usize = 8;

/// Most words of an adverbial clause that another claim holds: "when she was six".
pub const SHORT: usize = 5;

/// The syntactic function of a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A main clause, or one coordinated with it.
    Main,
    /// The content of another clause: "that it sank".
    Content,
    /// "which sank".
    Relative,
    /// "when it sank".
    Adverbial,
    /// "sinking", "sunk by a storm".
    Participle,
    /// "to sink", with a subject from above.
    Infinitive,
    /// "Ida Lund, the master".
    Apposition,
}

/// A clause in parts. What names no words is empty.
#[derive(Clone, Debug)]
pub struct Clause {
    /// Its verb, its nominal predicate, or the apposition.
    pub head: usize,
    /// Its syntactic function.
    pub kind: Kind,
    /// The subject. A relative pronoun is replaced by its antecedent, a missing subject by that of the governing
    /// clause.
    pub subject: Part,
    /// The verb group, with negation, particle, and the preposition that leads to the object.
    pub verb: Part,
    /// Object or complement.
    pub object: Part,
    /// What else belongs to the verb.
    pub args: Vec<Part>,
    /// True under "if" and "unless".
    pub conditional: bool,
}

impl Clause {
    /// True where there is enough to check: more than a lone verb with a pronoun, or in the passing.
    pub fn is_substantial(&self) -> bool {
        !self.object.is_empty()
            || !self.args.is_empty()
            || self.subject.len() + self.verb.len() > 2 && matches!(self.kind, Kind::Main | Kind::Content)
    }
}

/// The parts of a clause while they are gathered; each argument with its topmost word.
#[derive(Default)]
struct Parts {
    verb: Part,
    object: Part,
    args: Vec<(usize, Part)>,
}

/// Relations of what belongs to a verb besides its subject and object.
const ARGUMENTS: &[Relation] = &[
    Relation::Iobj,
    Relation::Obl,
    Relation::OblUnmarked,
    Relation::OblAgent,
    Relation::Advcl,
    Relation::Xcomp,
    Relation::Advmod,
    Relation::NmodUnmarked,
];

impl Reader<'_> {
    /// The clause whose predicate is `head`, if there is one.
    pub fn clause(&self, head: usize) -> Option<Clause> {
        let tree = self.tree;
        if tree.relation(head) == Relation::Appos {
            return self.apposition(head);
        }
        let copula = self.copula(head);
        if !tree.pos(head).is_verb() && copula.is_none() || self.is_taken_in(head) {
            return None;
        }
        let kind = self.kind(head)?;
        let (subject, expletive) = subject::find(self, head)?;
        let chain = self.chain(head);
        let last = chain[chain.len() - 1];
        let mut parts = Parts { verb: self.group(&chain, copula), ..Parts::default() };
        let nominal = !expletive && self.copula(last).is_some();
        if expletive {
            parts.object = tree.related(head, SUBJECTS).flat_map(|s| self.phrase(head, s)).collect();
        } else if nominal {
            parts.object = self.complement(last);
            let leads = |w| tree.relation(w) == Relation::Case && tree.head(w) == Some(last);
            let case = leading(&parts.object, leads);
            parts.verb.extend(parts.object.drain(..case));
        }
        self.collect(head, &chain, &mut parts);
        if parts.object.is_empty() {
            parts.object = self.relative_gap(head);
        }
        if parts.object.is_empty() {
            self.promote_oblique(&mut parts);
        }
        let args = parts.args.into_iter().map(|(_, arg)| tidy(self.words, arg));
        Some(Clause {
            head,
            kind,
            subject,
            conditional: self.is_conditional(head),
            verb: tidy(self.words, parts.verb),
            object: tidy(self.words, parts.object),
            args: args.filter(|arg| !arg.is_empty()).collect(),
        })
    }

    /// Adds the dependents of the verbs of `chain` to the parts of the clause of `head`: the first object or
    /// complement of the last verb is the object, everything else an argument.
    fn collect(&self, head: usize, chain: &[usize], parts: &mut Parts) {
        let tree = self.tree;
        let last = chain[chain.len() - 1];
        let nominal = self.copula(last).is_some();
        for &link in chain {
            for child in tree.children(link) {
                if parts.verb.contains(&child)
                    || chain.contains(&child)
                    || self.is_relative_word(child)
                    || !self.attribution.holds(head, child)
                {
                    continue;
                }
                let relation = tree.relation(child);
                let object = matches!(relation, Relation::Obj | Relation::Ccomp | Relation::Xcomp);
                let second = relation == Relation::Obj && link == last;
                let argument = ARGUMENTS.contains(&relation)
                    && !(self.is_own_claim(child)
                        || nominal && link == last && parts.object.contains(&child));
                if object && parts.object.is_empty() && link == last {
                    parts.object = self.phrase(head, child);
                    let marks = |w| self.words.is(w, "that") && tree.relation(w) == Relation::Mark;
                    let mark = leading(&parts.object, marks);
                    parts.verb.extend(parts.object.drain(..mark));
                } else if second || argument {
                    parts.args.push((child, self.phrase(head, child)));
                }
            }
        }
        parts.args.sort_by_key(|(child, _)| *child);
        parts.args.dedup_by_key(|(child, _)| *child);
    }

    /// True when a thing follows `head` as its object and no clause: "approved the plan".
    pub fn has_object(&self, head: usize) -> bool {
        let tree = self.tree;
        tree.related(head, &[Relation::Obj]).any(|o| tree.pos(o).is_noun())
            && tree.related(head, &[Relation::Ccomp, Relation::Parataxis]).next().is_none()
    }

    /// "Ida Lund, the master": the one is the other.
    fn apposition(&self, head: usize) -> Option<Clause> {
        let tree = self.tree;
        let above = tree.head(head)?;
        if !tree.pos(head).is_noun() || !tree.pos(above).is_noun() || !self.attribution.holds(head, above) {
            return None;
        }
        let bracket = |w: &usize| matches!(self.words.list[*w].mark, Mark::Open | Mark::Close);
        let phrase = self.phrase(head, head);
        if phrase.iter().any(bracket) || tree.related(head, &[Relation::Case]).next().is_some() {
            return None;
        }
        let (mut subject, mut object) = (self.noun(above, head), tidy(self.words, phrase));
        let name = |w: usize| matches!(tree.pos(w), Pos::Nnp | Pos::Nnps);
        if name(head) && !name(above) {
            std::mem::swap(&mut subject, &mut object);
        }
        (!subject.is_empty() && object.len() > 1).then_some(Clause {
            head,
            kind: Kind::Apposition,
            subject,
            verb: Part::new(),
            object,
            args: Vec::new(),
            conditional: false,
        })
    }

    /// The function of the clause of `head`; `None` if it makes no claim.
    fn kind(&self, head: usize) -> Option<Kind> {
        let tree = self.tree;
        let mut at = head;
        for _ in 0..CHAIN {
            if tree.relation(at) != Relation::Conj {
                break;
            }
            at = tree.head(at)?;
        }
        let finite = self.is_finite(head);
        Some(match tree.relation(at) {
            Relation::Root | Relation::Parataxis | Relation::Dep | Relation::List | Relation::Discourse => {
                Kind::Main
            }
            Relation::Ccomp | Relation::Csubj | Relation::CsubjPass if finite => Kind::Content,
            Relation::AclRelcl | Relation::AdvclRelcl => Kind::Relative,
            Relation::Advcl if finite => Kind::Adverbial,
            Relation::Advcl if tree.pos(head) != Pos::Vb => Kind::Participle,
            Relation::Acl if tree.pos(head) != Pos::Vb => Kind::Participle,
            Relation::Xcomp | Relation::Ccomp => Kind::Infinitive,
            // A clause in the place of a noun: the tree is odd there, the clause is not.
            _ if finite && tree.related(head, SUBJECTS).next().is_some() => Kind::Content,
            _ => return None,
        })
    }

    /// The quote that the tree attributes the clause of `head` to, though it is in no content:
    /// "the ship sank, she wrote".
    pub fn attributed_quote(&self, head: usize) -> Option<usize> {
        let tree = self.tree;
        let above = tree.head(head).filter(|_| tree.relation(head) == Relation::Ccomp);
        above
            .into_iter()
            .chain(tree.related(head, &[Relation::Parataxis]))
            .find_map(|w| self.attribution.cue_of(w))
    }

    /// True when the verb group of the clause above takes `head` in.
    fn is_taken_in(&self, head: usize) -> bool {
        let tree = self.tree;
        tree.relation(head) == Relation::Xcomp
            && tree.head(head).is_some_and(|above| self.takes_in(above, head))
    }

    /// True when the group of `above` goes on in its complement `below`: "agreed to meet", "is able to
    /// meet", but not "asked him to meet", nor where the one says and the other is what is said.
    fn takes_in(&self, above: usize, below: usize) -> bool {
        let tree = self.tree;
        let verbal = tree.pos(below).is_verb() && (tree.pos(below) == Pos::Vb || tree.pos(below) == Pos::Vbg);
        let copular = tree.related(below, &[Relation::Cop]).next().is_some();
        (verbal || copular)
            && above < below
            && below - above <= GAP
            && self.attribution.quote_of(above) == self.attribution.quote_of(below)
            && !self.attribution.is_cue(above)
            && !tree
                .related(above, &[Relation::Obj, Relation::Iobj])
                .any(|o| o < below && !self.is_relative_word(o))
    }

    /// `head` and the verbs that its group goes on to.
    fn chain(&self, head: usize) -> Vec<usize> {
        let mut chain = vec![head];
        while chain.len() < CHAIN {
            let last = chain[chain.len() - 1];
            match self.tree.related(last, &[Relation::Xcomp]).find(|&below| self.takes_in(last, below)) {
                Some(below) => chain.push(below),
                None => break,
            }
        }
        chain
    }

    /// The words of the verb group.
    fn group(&self, chain: &[usize], copula: Option<usize>) -> Part {
        let tree = self.tree;
        let mut group = Part::new();
        for (i, &link) in chain.iter().enumerate() {
            let nominal = self.copula(link).is_some();
            let helpers = [Relation::Aux, Relation::AuxPass, Relation::Cop, Relation::CompoundPrt];
            let mut own: Part = tree.related(link, &helpers).chain(self.copula(link)).collect();
            if !nominal || i + 1 < chain.len() {
                own.push(link);
            }
            if i > 0 || tree.relation(link) == Relation::Xcomp || tree.relation(link) == Relation::Ccomp {
                own.extend(tree.related(link, &[Relation::Mark]).filter(|&m| self.words.is(m, "to")));
            }
            if i == 0 {
                own.extend(self.shared(link));
            }
            let (first, last) =
                (own.iter().min().copied().unwrap_or(link), own.iter().max().copied().unwrap_or(link));
            let anchor = if nominal { copula.unwrap_or(link) } else { link };
            let adverbs: Part = tree
                .related(link, &[Relation::Advmod])
                .filter(|&a| !self.is_relative_word(a))
                .filter(|&a| {
                    let denies = self.words.list[a].is(class::NEG);
                    let inside = first < a && a < last || a + 1 == first || a + 1 == anchor;
                    let alone = tree.children(a).next().is_none() || inside;
                    denies && a < last + 3 || inside && alone || a == last + 1 && !nominal && alone
                })
                .collect();
            // "no longer"
            own.extend(adverbs.iter().flat_map(|&a| tree.children(a)).filter(|&w| self.words.is(w, "no")));
            own.extend(adverbs);
            group.extend(own);
        }
        group.sort_unstable();
        group.dedup();
        group
    }

    /// The auxiliaries that `verb` shares with the one that it is coordinated with: "was [hit and] sunk".
    fn shared(&self, verb: usize) -> Part {
        let tree = self.tree;
        if tree.relation(verb) != Relation::Conj || tree.related(verb, SUBJECTS).next().is_some() {
            return Part::new();
        }
        let helpers = [Relation::Aux, Relation::AuxPass, Relation::Cop];
        let Some(first) = tree.head(verb) else { return Part::new() };
        if tree.related(verb, &helpers).next().is_some()
            || !tree.pos(verb).is_verb()
            || tree.pos(first) != tree.pos(verb)
        {
            return Part::new();
        }
        let either =
            tree.related(verb, &[Relation::Cc]).any(|c| self.words.is(c, "or") || self.words.is(c, "nor"));
        tree.children(first)
            .filter(|&c| {
                helpers[..2].contains(&tree.relation(c))
                    || either && tree.relation(c) == Relation::Advmod && self.words.list[c].is(class::NEG)
            })
            .filter(|&c| c < first)
            .collect()
    }

    /// True for an adverbial clause that is told as a claim of its own; a short one only says when.
    fn is_own_claim(&self, word: usize) -> bool {
        self.tree.relation(word) == Relation::Advcl
            && self.is_clausal(word)
            && !self.is_conditional(word)
            && self.tree.under(word, &|_| false).len() > SHORT
    }

    /// The missing object of a relative clause: the noun that the clause modifies.
    fn relative_gap(&self, head: usize) -> Part {
        let tree = self.tree;
        if tree.relation(head) != Relation::AclRelcl {
            return Part::new();
        }
        let wanted = tree.related(head, &[Relation::Obj]).any(|o| self.is_relative_word(o))
            || tree.children(head).all(|c| {
                !self.is_relative_word(c) && !matches!(tree.relation(c), Relation::Obl | Relation::Ccomp)
            });
        match tree.head(head) {
            Some(above) if wanted && tree.related(head, SUBJECTS).all(|s| !self.is_relative_word(s)) => {
                self.noun(above, head)
            }
            _ => Part::new(),
        }
    }

    /// Where no object follows, the first phrase behind the verb is it, and its preposition goes to
    /// the verb: "belongs to" "the port".
    fn promote_oblique(&self, parts: &mut Parts) {
        let Some(&last) = parts.verb.last() else { return };
        let Some(at) = parts.args.iter().position(|(child, part)| {
            part.first().is_some_and(|&first| first > last && first <= last + 2)
                && matches!(self.tree.relation(*child), Relation::Obl | Relation::OblAgent | Relation::Advmod)
        }) else {
            return;
        };
        let (child, mut part) = parts.args.remove(at);
        let case = leading(&part, |w| {
            matches!(self.tree.relation(w), Relation::Case | Relation::Fixed)
                && (self.tree.head(w) == Some(child) || self.tree.relation(w) == Relation::Fixed)
        });
        parts.verb.extend(part.drain(..case));
        parts.object = part;
    }
}

/// How many words of `part`, from its first on, `holds` is true of.
fn leading(part: &[usize], holds: impl Fn(usize) -> bool) -> usize {
    part.iter().take_while(|&&w| holds(w)).count()
}
