//! Union-find: which members belong together when pairs of them are joined (Tarjan 1975).

use rustc_hash::FxHashMap;
use std::borrow::Borrow;
use std::hash::Hash;

/// Disjoint sets of members; one that was never joined is a set of its own.
#[derive(Debug)]
pub struct UnionFind<K> {
    /// What each member that is no representative leads to.
    parent: FxHashMap<K, K>,
}

impl<K> Default for UnionFind<K> {
    fn default() -> Self {
        UnionFind { parent: FxHashMap::default() }
    }
}

impl<K: Clone + Eq + Hash> UnionFind<K> {
    /// The representative of the set that `member` is in. Shortens the path to it for the next look.
    pub fn find<Q>(&mut self, member: &Q) -> K
    where
        K: Borrow<Q>,
        Q: ToOwned<Owned = K> + Eq + Hash + ?Sized,
    {
        let mut at = member.to_owned();
        let mut path = Vec::new();
        while let Some(parent) = self.parent.get(at.borrow()) {
            path.push(std::mem::replace(&mut at, parent.clone()));
        }
        // The last of the path leads to the representative already.
        path.pop();
        for below in path {
            self.parent.insert(below, at.clone());
        }
        at
    }

    /// Joins the sets of `one` and `other` under the representative of `other`. Gives both former
    /// representatives, that of `one` first; `None` where they were in one set already.
    pub fn join<Q>(&mut self, one: &Q, other: &Q) -> Option<(K, K)>
    where
        K: Borrow<Q>,
        Q: ToOwned<Owned = K> + Eq + Hash + ?Sized,
    {
        let (one, other) = (self.find(one), self.find(other));
        if one == other {
            return None;
        }
        self.parent.insert(one.clone(), other.clone());
        Some((one, other))
    }
}

#[cfg(test)]
mod tests {
    use super::UnionFind;

    #[test]
    fn joined_members_have_one_representative() {
        let mut sets: UnionFind<String> = UnionFind::default();
        for (one, other) in [("a", "b"), ("c", "b"), ("b", "d"), ("x", "y")] {
            assert!(sets.join(one, other).is_some(), "{one} and {other} were apart");
        }
        assert_eq!(sets.join("d", "a"), None, "both are in one set already");
        assert_eq!(["a", "b", "c", "d", "x", "z"].map(|m| sets.find(m)), ["d", "d", "d", "d", "y", "z"]);
    }

    #[test]
    fn a_long_chain_is_followed_to_its_end() {
        let mut sets: UnionFind<i64> = UnionFind::default();
        for member in 0..10_000 {
            sets.join(&member, &(member + 1));
        }
        assert_eq!(sets.find(&0), 10_000);
        assert_eq!(sets.find(&5_000), 10_000);
    }
}
