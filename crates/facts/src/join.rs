//! The one way in which knowledge is merged.

/// A join-semilattice: `a.join(b)` is commutative, associative and idempotent.
///
/// So replays, duplicates and reordering lose nothing and change nothing: the same evidence gives the
/// same store whatever the order of the files and the number of threads.
pub trait Join {
    /// Takes in what `other` knows.
    fn join(&mut self, other: Self);
}
