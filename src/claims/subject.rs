//! Subjects: the one of a predicate, also where the governing clause has it.

use super::part::Part;
use super::reader::{Reader, SUBJECTS};
use crate::encode::tree::{Pos, Relation};

/// Most governing clauses that are searched for a subject.
const UP: usize = 5;

/// The subject of the clause of `head`, and whether it is a "there" that holds its place.
pub fn find(reader: &Reader, head: usize) -> Option<(Part, bool)> {
    let tree = reader.tree;
    if let Some(there) = tree.related(head, &[Relation::Expl]).find(|&e| tree.pos(e) == Pos::Ex) {
        return Some((vec![there], true));
    }
    let mut at = head;
    for _ in 0..UP {
        if let Some(subject) =
            tree.related(at, SUBJECTS).find(|&s| reader.attribution.holds(head, s) || at != head)
        {
            if !reader.is_relative_word(subject) {
                return Some((reader.noun(subject, head), false));
            }
            // "who sank": the noun that the clause modifies.
            if tree.relation(at) == Relation::AclRelcl {
                return Some((reader.noun(tree.head(at)?, at), false));
            }
            return Some((reader.noun(subject, head), false));
        }
        if let Some(clause) = tree.related(at, &[Relation::Csubj, Relation::CsubjPass]).next() {
            return Some((tree.under(clause, &|_| false), false));
        }
        if let Some(it) = tree.related(at, &[Relation::Expl]).next() {
            return Some((vec![it], false));
        }
        let above = tree.head(at)?;
        match tree.relation(at) {
            Relation::Acl | Relation::AclRelcl => {
                return (tree.pos(above).is_noun()).then(|| (reader.noun(above, at), false));
            }
            // The speaker is never the subject of what is said.
            Relation::Xcomp | Relation::Ccomp
                if reader.attribution.quote_of(at) != reader.attribution.quote_of(above)
                    && reader.is_finite(at) =>
            {
                return None;
            }
            // "asked him to sail": he sails.
            Relation::Xcomp | Relation::Ccomp => {
                if let Some(object) = tree
                    .related(above, &[Relation::Obj, Relation::Iobj])
                    .find(|&o| o < at && !reader.is_relative_word(o))
                {
                    return Some((reader.noun(object, head), false));
                }
                at = above;
            }
            Relation::Conj | Relation::Advcl => at = above,
            _ => return None,
        }
    }
    None
}
