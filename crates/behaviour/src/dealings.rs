//! What each device asks of others and is asked by them, where something came of it: the longest dealings first.
//!
//! The same sums as [`crate::talks`], a device at a time, so that two million conversations need little more room than
//! their numbers.

use crate::conduit::protocol;
use crate::scene::Scene;
use holdfast_facts::{Carriage, Conversation, ConversationKey, DeviceId, Party, Timestamp};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// One thing that a device asks of another, or is asked by it.
#[derive(Clone, Debug, PartialEq)]
pub struct Dealing {
    /// Whether the device asks; else it is asked.
    pub asks: bool,
    /// The other side, where it is a device.
    pub peer: Option<DeviceId>,
    /// The other side's address.
    pub address: String,
    /// TCP, UDP …
    pub carriage: Carriage,
    /// The asked side's port.
    pub port: u16,
    /// The protocol, where it was recognised.
    pub protocol: Option<String>,
    /// Bytes from the one who asks, and back.
    pub bytes: (u64, u64),
    /// The first frame of it.
    pub frame: u64,
}

/// A device's dealings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dealings {
    /// How many things it asks.
    pub asks: u64,
    /// How many things it is asked.
    pub is_asked: u64,
    /// The longest of each.
    pub shown: Vec<Dealing>,
}

/// One conversation, and what the other side is.
type Said<'a> = (Option<usize>, &'a ConversationKey, &'a Conversation);
/// What is summed: whether the device asks; the other side as a device, else as an address; over what.
type Over<'a> = (bool, Option<usize>, Option<&'a Party>, Carriage, u16);

struct Sum<'a> {
    bytes: (u64, u64),
    answered: bool,
    first: (Timestamp, u64),
    key: &'a ConversationKey,
}

/// Gives each device that has dealings, with the `shown` longest of either kind.
pub fn dealings(scene: &Scene<'_>, shown: usize, mut take: impl FnMut(&DeviceId, Dealings)) {
    let list: Vec<(&ConversationKey, &Conversation)> =
        scene.set.conversations.iter().filter(|(key, _)| key.carriage != Carriage::Arp).collect();
    let sides: Vec<[Option<usize>; 2]> =
        list.iter().map(|(key, _)| [scene.who.find(&key.client), scene.who.find(&key.server)]).collect();
    // Conversations by device: the place of the device, whether it is asked, the place of the conversation.
    let mut places: Vec<(u32, bool, u32)> = Vec::with_capacity(list.len() * 2);
    for (at, [client, server]) in sides.iter().enumerate() {
        let of = |side: &Option<usize>| side.and_then(|index| u32::try_from(index).ok());
        places.extend(of(client).map(|device| (device, false, at as u32)));
        places.extend(of(server).map(|device| (device, true, at as u32)));
    }
    places.sort_unstable();
    for own in places.chunk_by(|a, b| a.0 == b.0) {
        let Some(device) = own.first().and_then(|(index, ..)| scene.devices.get(*index as usize)) else {
            continue;
        };
        let said = own.iter().filter_map(|(_, is_asked, at)| {
            let (key, talk) = list.get(*at as usize)?;
            let [client, server] = sides.get(*at as usize)?;
            Some((!is_asked, (if *is_asked { *client } else { *server }, *key, *talk)))
        });
        let found = of_one(scene, said, shown);
        if found.asks + found.is_asked > 0 {
            take(&device.id, found);
        }
    }
}

fn of_one<'a>(scene: &Scene<'a>, said: impl Iterator<Item = (bool, Said<'a>)>, shown: usize) -> Dealings {
    let mut sums: BTreeMap<Over<'a>, Sum<'a>> = BTreeMap::new();
    for (asks, (peer, key, talk)) in said {
        let other = if asks { &key.server } else { &key.client };
        let over = (asks, peer, peer.is_none().then_some(other), key.carriage, key.port);
        let sum = sums.entry(over).or_insert_with(|| Sum {
            bytes: (0, 0),
            answered: false,
            first: (talk.first, talk.frame),
            key,
        });
        sum.bytes.0 = sum.bytes.0.saturating_add(talk.asked_bytes);
        sum.bytes.1 = sum.bytes.1.saturating_add(talk.answered_bytes);
        sum.answered |= talk.answered_frames > 0 && (talk.data_frames > 0 || key.carriage != Carriage::Tcp);
        if talk.first < sum.first.0 {
            sum.first = (talk.first, talk.frame);
        }
    }
    let mut found = Dealings::default();
    for wanted in [true, false] {
        let mut list: Vec<(&Over<'a>, &Sum<'a>)> =
            sums.iter().filter(|((asks, ..), sum)| *asks == wanted && sum.answered).collect();
        *(if wanted { &mut found.asks } else { &mut found.is_asked }) = list.len() as u64;
        // Devices stand in the order of their ids, so their places do for a name.
        list.sort_by_key(|(over, sum)| (Reverse(sum.bytes.0.saturating_add(sum.bytes.1)), **over));
        found.shown.extend(list.into_iter().take(shown).map(|((asks, peer, _, carriage, port), sum)| {
            let other = if *asks { &sum.key.server } else { &sum.key.client };
            Dealing {
                asks: *asks,
                peer: peer.and_then(|index| scene.devices.get(index)).map(|device| device.id.clone()),
                address: other.to_string(),
                carriage: *carriage,
                port: *port,
                protocol: protocol(scene, sum.key),
                bytes: sum.bytes,
                frame: sum.first.1,
            }
        }));
    }
    found
}
