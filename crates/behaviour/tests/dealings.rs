//! Dealings are the sums of the conversations, a device at a time: the same as all conversations summed at once.

use holdfast_behaviour::{Scene, dealings, talks};
use holdfast_facts::{
    CaptureId, Carriage, Conversation, ConversationKey, Device, DeviceId, Endpoint, EvidenceSet, Mac, Party,
    Timestamp,
};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Hosts 1 to 4 are devices; the others are nobody's.
const DEVICES: u8 = 4;

/// All bytes; the other side, over what, bytes each way, and the first frame.
type Sum = (u64, Option<DeviceId>, Carriage, u16, (u64, u64), u64);

fn host(n: u8) -> Party {
    Party { mac: Some(Mac([0, 1, 2, 0, 0, n])), ip: Some([10, 0, 0, n].into()) }
}

fn device(n: u8) -> Device {
    let Party { mac, ip } = host(n);
    let endpoint = Endpoint { site: "s".into(), vlan: None, mac, ip, child: None };
    Device {
        id: DeviceId::of(&endpoint.to_string()),
        keys: Vec::new(),
        statements: Vec::new(),
        ignored: false,
        suggestions: Vec::new(),
        parent: None,
        endpoints: vec![endpoint],
        macs: mac.into_iter().collect(),
        ips: ip.into_iter().collect(),
        names: Vec::new(),
        first_seen: None,
        last_seen: None,
        frames: 1,
        bytes: 60,
        claims: BTreeMap::new(),
        runners_up: BTreeMap::new(),
        services: Vec::new(),
        evidence: Vec::new(),
        notes: Vec::new(),
    }
}

fn conversation() -> impl Strategy<Value = (ConversationKey, Conversation)> {
    (1..7u8, 1..7u8, 0..6usize, 0..3u16, 0..2u8, 0..50u64, 0..2u64, 0..9i64).prop_map(
        |(client, server, carriage, port, capture, bytes, answered, at)| {
            let key = ConversationKey {
                site: "s".into(),
                vlan: None,
                client: host(client),
                server: host(server),
                carriage: Carriage::ALL[carriage],
                port,
                capture: CaptureId([capture; 32]),
            };
            let talk = Conversation {
                asked_frames: 1,
                asked_bytes: bytes,
                answered_frames: answered,
                answered_bytes: answered * 7,
                data_frames: bytes % 2,
                first: Timestamp(at),
                last: Timestamp(at + 1),
                frame: bytes + 1,
                opened: 1,
                accepted: 0,
                refused: 0,
                interval_sum: 0,
                interval_squares: 0,
            };
            (key, talk)
        },
    )
}

proptest! {
    #[test]
    fn are_the_talks_of_each_device(list in proptest::collection::vec(conversation(), 0..40), shown in 0..9usize) {
        let set = EvidenceSet { conversations: list.into_iter().collect(), ..EvidenceSet::default() };
        let mut devices: Vec<Device> = (1..=DEVICES).map(device).collect();
        devices.sort_by(|a, b| a.id.cmp(&b.id));
        let scene = Scene::new(&set, &devices, &[], &[]);
        let all = talks(&scene);
        let mut found = BTreeMap::new();
        dealings(&scene, shown, |id, dealings| {
            found.insert(id.clone(), dealings);
        });
        for device in &devices {
            let own = found.remove(&device.id).unwrap_or_default();
            for asks in [true, false] {
                let mut expected: Vec<_> = all
                    .iter()
                    .filter(|talk| talk.answered)
                    .filter(|talk| {
                        let side = if asks { &talk.client_device } else { &talk.server_device };
                        side.as_ref() == Some(&device.id)
                    })
                    .map(|talk| {
                        let peer = if asks { &talk.server_device } else { &talk.client_device };
                        let frame = talk.because.as_ref().unwrap().1.seen.exemplar.spans()[0].frame;
                        (talk.bytes.0 + talk.bytes.1, peer.clone(), talk.carriage, talk.port, talk.bytes, frame)
                    })
                    .collect();
                prop_assert_eq!(if asks { own.asks } else { own.is_asked }, expected.len() as u64);
                let given: Vec<_> = own
                    .shown
                    .iter()
                    .filter(|dealing| dealing.asks == asks)
                    .map(|dealing| {
                        let sum = dealing.bytes.0 + dealing.bytes.1;
                        (sum, dealing.peer.clone(), dealing.carriage, dealing.port, dealing.bytes, dealing.frame)
                    })
                    .collect();
                prop_assert_eq!(given.len(), expected.len().min(shown));
                prop_assert!(given.is_sorted_by(|a, b| a.0 >= b.0), "the longest first");
                expected.sort_by_key(|talk| std::cmp::Reverse(talk.0));
                let sums = |list: &[Sum]| -> Vec<u64> {
                    list.iter().take(shown).map(|talk| talk.0).collect()
                };
                prop_assert_eq!(sums(&given), sums(&expected));
                for dealing in &given {
                    prop_assert!(expected.contains(dealing), "{:?} is among {:?}", dealing, expected);
                }
            }
        }
        prop_assert!(found.is_empty(), "dealings of nobody");
    }
}
