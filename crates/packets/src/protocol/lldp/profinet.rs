//! PROFINET stations in LLDP (IEC 61158-6-10, PI organisation 00-0E-CF): the name of station, in two ways.
//!
//! Older stations put their name into the chassis id (locally assigned) and `port-001` into the port id; newer ones
//! put `port-001.name` into the port id and something readable into the chassis id. Other makers assign chassis ids
//! locally too, so the name counts only where the frame has a PROFINET element.

use super::Neighbour;
use crate::protocol::{About, Sink};
use holdfast_facts::Mac;

pub(super) const ORGANISATION: [u8; 3] = [0x00, 0x0e, 0xcf];

/// Subtype 5: the MAC of the station as a whole, whichever port speaks.
pub(super) fn element(kind: u8, value: &[u8], sink: &mut Sink<'_>) {
    if let (5, Ok(octets)) = (kind, <[u8; 6]>::try_from(value)) {
        sink.value(About::Source, "lldp.profinet_mac", Mac(octets), value);
    }
}

/// The name of station, once the frame is known to be a PROFINET station's.
pub(super) fn name_of_station(neighbour: &Neighbour<'_>, sink: &mut Sink<'_>) {
    let in_port = neighbour.port.iter().position(|byte| *byte == b'.').and_then(|dot| {
        let (port, name) = neighbour.port.split_at_checked(dot)?;
        port.starts_with(b"port-").then(|| name.get(1..)).flatten()
    });
    let in_chassis = neighbour.chassis.filter(|_| neighbour.port.starts_with(b"port-"));
    if let Some(name) = in_port.or(in_chassis).filter(|name| is_name(name)) {
        sink.text(About::Source, "lldp.profinet_name", name);
    }
}

/// Names of stations are host names in lower case (IEC 61158-6-10 §4.3.1.4.15).
fn is_name(name: &[u8]) -> bool {
    !name.is_empty()
        && name.len() <= 240
        && name.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'.'))
}
