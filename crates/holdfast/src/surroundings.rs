//! Where each device was seen to be reachable from, and with whom it talks: what a decision about a weakness rests on.

use crate::site::Site;
use holdfast_advisories::Surroundings;
use holdfast_advisories::priority::Reach;
use holdfast_advisories::priority::controls::{ObservedTalk, PeerPlace};
use holdfast_behaviour::Talk;
use holdfast_facts::{Carriage, Device, DeviceId, Field, is_public};
use holdfast_names::Kinds;
use std::collections::HashMap;
use std::net::IpAddr;

/// Pieces of evidence that are named for a device's reach.
const SHOWN: usize = 5;

/// In the order of the devices.
pub(crate) fn of<'a>(
    devices: &[Device],
    talks: &[Talk],
    kinds: &'a Kinds,
    site: &Site,
) -> Vec<Surroundings<'a>> {
    let zone = |address: Option<IpAddr>| {
        site.settings.zones.iter().find(|zone| zone.holds(address, None)).map(|zone| zone.id.as_str())
    };
    let places: HashMap<&DeviceId, usize> =
        devices.iter().enumerate().map(|(place, device)| (&device.id, place)).collect();
    let mut all: Vec<Surroundings<'a>> = devices
        .iter()
        .map(|device| {
            let kind = device.claims.get(&Field::Kind).and_then(|claim| kinds.get(&claim.value));
            Surroundings {
                kind: kind.map(|kind| kind.name.as_str()),
                safety: kind.map(|kind| kind.safety.as_str()),
                ..Surroundings::default()
            }
        })
        .collect();
    for talk in talks {
        for (own, own_name, peer, peer_name, serves) in [
            (&talk.server_device, &talk.server, &talk.client_device, &talk.client, true),
            (&talk.client_device, &talk.client, &talk.server_device, &talk.server, false),
        ] {
            let Some(place) = own.as_ref().and_then(|id| places.get(id)).copied() else { continue };
            let address = |id: &Option<DeviceId>, name: &str| {
                let device = id.as_ref().and_then(|id| places.get(id)).and_then(|place| devices.get(*place));
                device
                    .and_then(|device| device.ips.iter().find(|ip| ip.is_ipv4()).copied())
                    .or(name.parse().ok())
            };
            let (own_address, peer_address) = (address(own, own_name), address(peer, peer_name));
            let peer_place = match (peer_address, zone(own_address), zone(peer_address)) {
                (Some(peer), ..) if is_public(peer) => PeerPlace::Internet,
                (_, Some(ours), Some(theirs)) if ours == theirs => PeerPlace::SameZone,
                (_, Some(_), Some(_)) => PeerPlace::OtherZone,
                _ => PeerPlace::Unknown,
            };
            let Some(around) = all.get_mut(place) else { continue };
            let evidence: Vec<_> = talk.because.iter().map(|(id, _)| *id).collect();
            let reach = match peer_place {
                // Who only asks is not reached; who is answered by it is.
                _ if !serves || !talk.answered => Reach::Unknown,
                PeerPlace::Internet => Reach::Internet,
                PeerPlace::OtherZone => Reach::OtherZone,
                PeerPlace::SameZone => Reach::SameZone,
                PeerPlace::Unknown => Reach::Unknown,
            };
            if rank(reach) > rank(around.reach) {
                around.reach = reach;
                around.reach_evidence.clear();
            }
            if reach == around.reach && reach != Reach::Unknown && around.reach_evidence.len() < SHOWN {
                around.reach_evidence.extend(evidence.iter().copied());
            }
            let ports = matches!(talk.carriage, Carriage::Tcp | Carriage::Udp);
            around.talks.push(ObservedTalk {
                peer: peer_address,
                place: peer_place,
                port: ports.then_some(talk.port),
                transport: talk.carriage.name().to_owned(),
                last_seen: talk.last,
                evidence,
            });
        }
    }
    all
}

/// The wider, the more it counts; what was not seen counts least here, and as unknown in the decision.
fn rank(reach: Reach) -> u8 {
    match reach {
        Reach::Unknown => 0,
        Reach::Isolated => 1,
        Reach::SameZone => 2,
        Reach::OtherZone => 3,
        Reach::Internet => 4,
    }
}
