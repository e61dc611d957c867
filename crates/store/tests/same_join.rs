//! The store's merge is the join in memory: any order, duplicates, replays.

use holdfast_facts::{
    Attribute, CaptureId, CaptureSummary, Carriage, Conversation, ConversationKey, Coverage, Endpoint,
    EndpointKey, Evidence, EvidenceSet, Exemplar, Field, Join as _, ListRole, ListSummary, Mac, Operation,
    OperationClass, OperationKey, Party, Place, Retraction, Saying, Seen, Span, Statement, Tally, TallyKey,
    Timestamp,
};
use holdfast_store::{Store, StoreError};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn endpoint(number: u8) -> Endpoint {
    Endpoint {
        site: "s".into(),
        vlan: (number % 2 == 1).then_some(7),
        mac: Some(Mac([0, 0, 0, 0, 0, number])),
        ip: (number % 3 == 1).then(|| [10, 0, 0, number].into()),
        child: (number % 4 == 3).then(|| "hue:1".into()),
    }
}

/// Of every sort, about keys of every sort.
fn statement(who: u8, what: u8, at: i64) -> Statement {
    let mac = EndpointKey::Mac("s".into(), Mac([0, 0, 0, 0, 0, who]));
    let ip = EndpointKey::Ip("s".into(), [10, 0, 0, who].into());
    let child = EndpointKey::Child(Box::new(mac.clone()), "hue:\"1\"\n|child|2".into());
    let row = EndpointKey::Listed("s".into(), "list:serial a|b".into());
    let says = match what {
        0 => Saying::Field(Field::Place, "Ward 7".into()),
        1 => Saying::Merge(BTreeSet::from([ip.clone(), row])),
        2 if who > 3 => Saying::Split,
        _ => Saying::Ignore,
    };
    let about = if who > 2 { BTreeSet::from([mac, child]) } else { BTreeSet::from([ip]) };
    Statement::new(about, says, "Jane Doe", Timestamp(at), (at > 9).then_some("read on the label")).unwrap()
}

fn set() -> impl Strategy<Value = EvidenceSet> {
    proptest::collection::vec((0u8..6, 0u8..3, 0i64..40, 0i64..40, 0u8..3, 1u64..5, 0u32..3), 0..20).prop_map(
        |rows| {
            let mut set = EvidenceSet::default();
            for (who, value, first, more, capture, frame, start) in rows {
                let capture = CaptureId([capture; 32]);
                set.insert(Evidence {
                    endpoint: endpoint(who).into(),
                    attribute: Attribute::new("dhcp.hostname", &format!("host{value}")).unwrap(),
                    sensor: "look".into(),
                    seen: Seen {
                        first: Timestamp(first),
                        last: Timestamp(first + more),
                        exemplar: Exemplar {
                            at: Timestamp(first),
                            capture,
                            place: match value {
                                2 => Place::Row { row: frame, column: "Eqpt No".into() },
                                _ => Place::Frames(vec![Span { frame, start, end: 9 }]),
                            },
                        },
                    },
                });
                set.insert_tally(
                    TallyKey { endpoint: endpoint(who), capture },
                    Tally {
                        frames: frame,
                        bytes: frame * 60,
                        first: Timestamp(first),
                        last: Timestamp(first + more),
                        frame,
                        hop_limit: value,
                    },
                );
                let party = |number: u8| {
                    let endpoint = endpoint(number);
                    Party { mac: endpoint.mac, ip: endpoint.ip }
                };
                set.insert_conversation(
                    ConversationKey {
                        site: "s".into(),
                        vlan: None,
                        client: party(who),
                        server: party(value),
                        carriage: Carriage::ALL[usize::from(who)],
                        port: 502,
                        capture,
                    },
                    Conversation {
                        asked_frames: frame,
                        asked_bytes: frame * 60,
                        answered_frames: u64::from(start),
                        answered_bytes: 0,
                        data_frames: 1,
                        first: Timestamp(first),
                        last: Timestamp(first + more),
                        frame,
                        opened: start,
                        accepted: 1,
                        refused: 0,
                        interval_sum: 5,
                        interval_squares: 25,
                    },
                );
                set.insert_operation(
                    OperationKey {
                        site: "s".into(),
                        vlan: Some(3),
                        client: party(who),
                        server: party(value),
                        unit: (value == 1).then(|| "unit 1".into()),
                        protocol: "modbus".into(),
                        class: OperationClass::ALL[usize::from(who)],
                        function: "write single coil".into(),
                    },
                    Operation {
                        asked: frame,
                        accepted: 1,
                        refused: 0,
                        first: Timestamp(first),
                        last: Timestamp(first + more),
                        exemplar: Exemplar {
                            at: Timestamp(first),
                            capture,
                            place: Place::Frames(vec![Span { frame, start, end: 9 }]),
                        },
                    },
                );
                set.lists.insert(
                    CaptureId([9; 32]),
                    ListSummary {
                        id: CaptureId([9; 32]),
                        format: "csv".into(),
                        role: ListRole::Assets,
                        rows: 1,
                        refused: 2,
                        as_of: Timestamp(3),
                    },
                );
                let said = statement(who, value, first);
                if more > 20 {
                    let reason = (more > 30).then_some("a slip");
                    let undo = Retraction::new(said.id(), "John Doe", Timestamp(more), reason);
                    set.retractions.insert(undo.unwrap());
                }
                set.insert_statement(said);
                let mut coverage = Coverage::default();
                coverage.add("frames.total", 3);
                set.captures.insert(
                    capture,
                    CaptureSummary {
                        id: capture,
                        frames: 3,
                        file_bytes: 99,
                        first: Some(Timestamp(1)),
                        last: None,
                        truncated: false,
                        coverage,
                    },
                );
            }
            set
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn merging_is_joining(a in set(), b in set()) {
        let mut expected = a.clone();
        expected.join(b.clone());
        for order in [[&a, &b, &a], [&b, &a, &b]] {
            let mut store = Store::in_memory().unwrap();
            for part in order {
                store.merge("s", part).unwrap();
            }
            prop_assert_eq!(&store.load("s").unwrap(), &expected);
            let revision = store.ask_revision().unwrap();
            let again = store.merge("s", &expected).unwrap();
            prop_assert_eq!((again.new, again.widened), (0, 0));
            // Nothing was changed: what was concluded is still believed.
            prop_assert_eq!(store.revision().unwrap(), revision);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn whatever_changes_raises_the_revision(a in set(), b in set()) {
        let mut store = Store::in_memory().unwrap();
        store.merge("s", &a).unwrap();
        let revision = store.ask_revision().unwrap();
        let mut joined = a.clone();
        joined.join(b.clone());
        store.merge("s", &b).unwrap();
        prop_assert_eq!(store.revision().unwrap() > revision, joined != a);
    }
}

#[test]
fn other_files_are_not_touched() {
    let folder = std::env::temp_dir().join(format!("holdfast-store-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let text = folder.join("notes.txt");
    std::fs::write(&text, "not a database, but long enough to be read as one. ".repeat(40)).unwrap();
    assert!(matches!(Store::open(&text), Err(StoreError::Open { .. })));
    let foreign = folder.join("foreign.db");
    rusqlite::Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE x (y)").unwrap();
    assert!(matches!(Store::open(&foreign), Err(StoreError::Foreign(_))));
    let newer = folder.join("newer.db");
    drop(Store::open(&newer).unwrap());
    rusqlite::Connection::open(&newer).unwrap().execute_batch("PRAGMA user_version = 99").unwrap();
    assert!(matches!(Store::open(&newer), Err(StoreError::Newer { found: 99, .. })));
    std::fs::remove_dir_all(&folder).unwrap();
}
