//! All that is known: a map from content keys to lattice values. Merging two sets is joining them key by key.

use crate::{
    CaptureId, CaptureSummary, Conversation, ConversationKey, Evidence, EvidenceId, Join, ListSummary,
    Operation, OperationKey, Retraction, Statement, StatementId, Tally, TallyKey,
};
use std::collections::{BTreeMap, BTreeSet};

/// Evidence, tallies, statements and capture summaries, each under its content-derived key and in key order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EvidenceSet {
    /// What was said.
    pub evidence: BTreeMap<EvidenceId, Evidence>,
    /// How much was said.
    pub tallies: BTreeMap<TallyKey, Tally>,
    /// Who talked with whom.
    pub conversations: BTreeMap<ConversationKey, Conversation>,
    /// What was asked for and done.
    pub operations: BTreeMap<OperationKey, Operation>,
    /// In which captures.
    pub captures: BTreeMap<CaptureId, CaptureSummary>,
    /// From which lists.
    pub lists: BTreeMap<CaptureId, ListSummary>,
    /// What people said. Grows only.
    pub statements: BTreeMap<StatementId, Statement>,
    /// Which statements people took back. Grows only.
    pub retractions: BTreeSet<Retraction>,
}

impl EvidenceSet {
    /// A whole capture's worth at once, in any order: sorting is several times as fast as inserting one by one.
    pub fn from_lists(
        mut evidence: Vec<(EvidenceId, Evidence)>,
        mut tallies: Vec<(TallyKey, Tally)>,
    ) -> EvidenceSet {
        // In place: equal ones are joined whatever their order, and another half of the list would be the peak of memory.
        evidence.sort_unstable_by_key(|(id, _)| *id);
        evidence.dedup_by(|later, held| {
            let same = later.0 == held.0;
            if same {
                held.1.seen.join(later.1.seen.clone());
            }
            same
        });
        tallies.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        tallies.dedup_by(|later, held| {
            let same = later.0 == held.0;
            if same {
                held.1.join(later.1);
            }
            same
        });
        EvidenceSet {
            evidence: evidence.into_iter().collect(),
            tallies: tallies.into_iter().collect(),
            ..EvidenceSet::default()
        }
    }

    /// Takes in one piece of evidence.
    pub fn insert(&mut self, evidence: Evidence) {
        match self.evidence.entry(evidence.id()) {
            std::collections::btree_map::Entry::Occupied(mut held) => held.get_mut().seen.join(evidence.seen),
            std::collections::btree_map::Entry::Vacant(free) => {
                free.insert(evidence);
            }
        }
    }

    /// Takes in one tally.
    pub fn insert_tally(&mut self, key: TallyKey, tally: Tally) {
        put(&mut self.tallies, key, tally);
    }

    /// Takes in one conversation.
    pub fn insert_conversation(&mut self, key: ConversationKey, conversation: Conversation) {
        put(&mut self.conversations, key, conversation);
    }

    /// Takes in one statement.
    pub fn insert_statement(&mut self, statement: Statement) {
        self.statements.insert(statement.id(), statement);
    }

    /// Statements that nobody took back, oldest first: of two that contradict each other the later one holds.
    pub fn standing(&self) -> Vec<(StatementId, &Statement)> {
        let undone: BTreeSet<StatementId> = self.retractions.iter().map(Retraction::statement).collect();
        let mut list: Vec<_> = self
            .statements
            .iter()
            .filter(|(id, _)| !undone.contains(id))
            .map(|(id, statement)| (*id, statement))
            .collect();
        list.sort_by_key(|(id, statement)| (statement.at(), *id));
        list
    }

    /// Takes in one operation.
    pub fn insert_operation(&mut self, key: OperationKey, operation: Operation) {
        put(&mut self.operations, key, operation);
    }
}

fn put<K: Ord, V: Join>(map: &mut BTreeMap<K, V>, key: K, value: V) {
    match map.entry(key) {
        std::collections::btree_map::Entry::Occupied(mut held) => held.get_mut().join(value),
        std::collections::btree_map::Entry::Vacant(free) => {
            free.insert(value);
        }
    }
}

impl Join for EvidenceSet {
    fn join(&mut self, other: EvidenceSet) {
        // The larger side is kept in place: a merge costs the smaller one.
        for evidence in other.evidence.into_values() {
            self.insert(evidence);
        }
        for (key, tally) in other.tallies {
            self.insert_tally(key, tally);
        }
        for (key, conversation) in other.conversations {
            self.insert_conversation(key, conversation);
        }
        for (key, operation) in other.operations {
            self.insert_operation(key, operation);
        }
        for (id, summary) in other.captures {
            self.captures.entry(id).or_insert(summary);
        }
        for (id, summary) in other.lists {
            self.lists.entry(id).or_insert(summary);
        }
        self.statements.extend(other.statements);
        self.retractions.extend(other.retractions);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Attribute, Coverage, Endpoint, EndpointKey, Exemplar, Field, Mac, Place, Saying, Seen, Span,
        Timestamp,
    };
    use proptest::prelude::*;

    fn evidence() -> impl Strategy<Value = Evidence> {
        (0u8..4, 0u8..3, 0i64..50, 0i64..50, 0u8..2, 1u64..9).prop_map(
            |(mac, value, first, more, capture, frame)| Evidence {
                endpoint: std::sync::Arc::new(Endpoint {
                    site: "s".into(),
                    vlan: None,
                    mac: Some(Mac([0, 0, 0, 0, 0, mac])),
                    ip: None,
                    child: None,
                }),
                attribute: Attribute::new("dhcp.hostname", &format!("host{value}")).unwrap(),
                sensor: "look".into(),
                seen: Seen {
                    first: Timestamp(first),
                    last: Timestamp(first + more),
                    exemplar: Exemplar {
                        at: Timestamp(first),
                        capture: CaptureId([capture; 32]),
                        place: Place::Frames(vec![Span { frame, start: 0, end: 9 }]),
                    },
                },
            },
        )
    }

    fn statement() -> impl Strategy<Value = Statement> {
        (0u8..4, 0u8..4, 0usize..2, 0i64..3).prop_map(|(mac, what, person, at)| {
            let keys = |mac: u8| BTreeSet::from([EndpointKey::Mac("s".into(), Mac([0, 0, 0, 0, 0, mac]))]);
            let says = match what {
                0 => Saying::Field(Field::Kind, "camera".into()),
                1 => Saying::Merge(keys(mac + 1)),
                2 => Saying::Split,
                _ => Saying::Ignore,
            };
            Statement::new(keys(mac), says, ["Jane Doe", "John Doe"][person], Timestamp(at), None).unwrap()
        })
    }

    fn set() -> impl Strategy<Value = EvidenceSet> {
        (
            proptest::collection::vec(evidence(), 0..12),
            proptest::collection::vec((evidence(), 1u64..99), 0..6),
            proptest::collection::vec((statement(), any::<bool>()), 0..6),
        )
            .prop_map(|(list, tallies, said)| {
                let mut set = EvidenceSet::default();
                for (statement, undone) in said {
                    if undone {
                        let undo = Retraction::new(statement.id(), "Jane Doe", statement.at(), None);
                        set.retractions.insert(undo.unwrap());
                    }
                    // The undo may come before what it undoes.
                    if !undone || statement.at().0 > 0 {
                        set.insert_statement(statement);
                    }
                }
                list.into_iter().for_each(|evidence| set.insert(evidence));
                for (evidence, frames) in tallies {
                    let capture = evidence.seen.exemplar.capture;
                    let Seen { first, last, .. } = evidence.seen;
                    set.captures.insert(
                        capture,
                        CaptureSummary {
                            id: capture,
                            frames: 1,
                            file_bytes: 1,
                            first: None,
                            last: None,
                            truncated: false,
                            coverage: Coverage::default(),
                        },
                    );
                    set.insert_tally(
                        TallyKey { endpoint: (*evidence.endpoint).clone(), capture },
                        Tally { frames, bytes: frames * 60, first, last, frame: frames, hop_limit: 64 },
                    );
                }
                set
            })
    }

    fn joined(mut a: EvidenceSet, b: EvidenceSet) -> EvidenceSet {
        a.join(b);
        a
    }

    proptest! {
        #[test]
        fn lists_and_single_insertions_give_the_same_set(list in proptest::collection::vec(evidence(), 0..40)) {
            let mut one_by_one = EvidenceSet::default();
            list.iter().for_each(|evidence| one_by_one.insert(evidence.clone()));
            let listed = list.into_iter().map(|evidence| (evidence.id(), evidence)).collect();
            prop_assert_eq!(EvidenceSet::from_lists(listed, Vec::new()), one_by_one);
        }

        #[test]
        fn an_undo_outlives_every_replay(a in set(), b in set()) {
            let undone: Vec<StatementId> = a.retractions.iter().map(Retraction::statement).collect();
            let all = joined(joined(b, a.clone()), a);
            prop_assert!(all.standing().iter().all(|(id, _)| !undone.contains(id)));
            prop_assert!(all.standing().is_sorted_by_key(|(id, statement)| (statement.at(), *id)));
            prop_assert!(undone.iter().all(|id| all.retractions.iter().any(|undo| undo.statement() == *id)));
        }

        #[test]
        fn join_is_a_semilattice(a in set(), b in set(), c in set()) {
            prop_assert_eq!(joined(a.clone(), b.clone()), joined(b.clone(), a.clone()));
            prop_assert_eq!(joined(joined(a.clone(), b.clone()), c.clone()), joined(a.clone(), joined(b, c)));
            prop_assert_eq!(joined(a.clone(), a.clone()), a);
        }
    }
}
