//! Conversations between devices: those of the wire, summed over captures and addresses.

use crate::cite;
use crate::scene::Scene;
use holdfast_facts::{Carriage, DeviceId, Evidence, EvidenceId, Timestamp};
use std::collections::BTreeMap;

/// What one device asked of another's port, over everything that was seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Talk {
    /// Who asks: a device, or an address that is none of ours.
    pub client: String,
    /// The asking device.
    pub client_device: Option<DeviceId>,
    /// Who is asked.
    pub server: String,
    /// The asked device.
    pub server_device: Option<DeviceId>,
    /// TCP, UDP …
    pub carriage: Carriage,
    /// The server's port.
    pub port: u16,
    /// The protocol that was recognised there, where one was.
    pub protocol: Option<String>,
    /// Frames asked and answered.
    pub frames: (u64, u64),
    /// Bytes asked and answered.
    pub bytes: (u64, u64),
    /// Times begun.
    pub opened: u64,
    /// Whether anything was said: a refused connection is no conversation.
    pub answered: bool,
    /// First seen.
    pub first: Timestamp,
    /// Last seen.
    pub last: Timestamp,
    /// The first frame of the first capture.
    pub because: Option<(EvidenceId, Evidence)>,
}

/// Every conversation of the site, by client, server and port. ARP is no conversation.
pub fn talks(scene: &Scene<'_>) -> Vec<Talk> {
    let mut list: BTreeMap<(String, String, Carriage, u16), Talk> = BTreeMap::new();
    for (key, conversation) in &scene.set.conversations {
        if key.carriage == Carriage::Arp {
            continue;
        }
        let (client, server) = (scene.device(&key.client), scene.device(&key.server));
        // Behind a router a host is its address.
        let name = |device: Option<&holdfast_facts::Device>, party: &holdfast_facts::Party| {
            device.map_or_else(|| party.to_string(), |device| device.id.0.clone())
        };
        let place = (name(client, &key.client), name(server, &key.server), key.carriage, key.port);
        let talk = list.entry(place.clone()).or_insert_with(|| Talk {
            client: place.0,
            client_device: client.map(|device| device.id.clone()),
            server: place.1,
            server_device: server.map(|device| device.id.clone()),
            carriage: key.carriage,
            port: key.port,
            protocol: server.and_then(|device| {
                let service = device
                    .services
                    .iter()
                    .find(|service| service.port == key.port && service.transport == key.carriage.name());
                service.map(|service| service.protocol.clone()).filter(|name| name != "unknown")
            }),
            frames: (0, 0),
            bytes: (0, 0),
            opened: 0,
            answered: false,
            first: conversation.first,
            last: conversation.last,
            because: cite::conversation(key, conversation),
        });
        talk.frames.0 += conversation.asked_frames;
        talk.frames.1 += conversation.answered_frames;
        talk.bytes.0 += conversation.asked_bytes;
        talk.bytes.1 += conversation.answered_bytes;
        talk.opened += u64::from(conversation.opened);
        talk.answered |= conversation.answered_frames > 0
            && (conversation.data_frames > 0 || key.carriage != Carriage::Tcp);
        if conversation.first < talk.first {
            talk.first = conversation.first;
            talk.because = cite::conversation(key, conversation);
        }
        talk.last = talk.last.max(conversation.last);
    }
    list.into_values().collect()
}
