//! ASHRAE 135 clause 6: the network layer. It says for which network a message is and from which it comes, and routers
//! tell each other what they reach.

use super::{Origin, application};
use crate::Cursor;
use crate::protocol::{About, FlowMemory, Pdu, Sink};
use holdfast_facts::OperationClass::Configure;
use std::fmt::Write as _;

/// A station on a network behind a router.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Station<'a> {
    network: u16,
    address: &'a [u8],
}

impl Station<'_> {
    /// `network 8611 address 4`: what an operation's unit is called.
    pub(super) fn unit(self) -> String {
        let mut text = format!("network {}", self.network);
        match self.address {
            [] => {}
            [one] => {
                let _ = write!(text, " address {one}");
            }
            more => {
                text.push_str(" address ");
                for byte in more.iter().take(7) {
                    let _ = write!(text, "{byte:02x}");
                }
            }
        }
        text
    }

    /// A number that tells stations of one flow apart well enough to pair answers.
    pub(super) fn key(self) -> u32 {
        let last = self.address.last().copied().unwrap_or(0);
        (u32::from(self.network) ^ u32::from(last) << 4) & 0xffff
    }
}

/// Both ends of a message as the network layer names them.
#[derive(Clone, Copy)]
pub(super) struct Route<'a> {
    pub(super) origin: Origin,
    pub(super) to: Option<Station<'a>>,
    pub(super) from: Option<Station<'a>>,
}

pub(super) fn read(
    pdu: &Pdu<'_>,
    bytes: &[u8],
    origin: Origin,
    memory: &mut FlowMemory,
    sink: &mut Sink<'_>,
) -> Option<()> {
    let mut cursor = Cursor::new(bytes);
    if cursor.u8()? != 1 {
        return None;
    }
    let control = cursor.u8()?;
    let to = if control & 0x20 != 0 { Some(station(&mut cursor)?) } else { None };
    let from = if control & 0x08 != 0 { Some(station(&mut cursor)?) } else { None };
    if to.is_some() {
        cursor.skip(1)?;
    }
    if control & 0x80 != 0 {
        return router(&mut cursor, Route { origin, to, from }, sink);
    }
    application::read(pdu, cursor.rest(), Route { origin, to, from }, memory, sink)
}

fn station<'a>(cursor: &mut Cursor<'a>) -> Option<Station<'a>> {
    let network = cursor.u16()?;
    let length = usize::from(cursor.u8()?);
    Some(Station { network, address: cursor.take(length)? })
}

/// Clause 6.4: messages between routers.
fn router(cursor: &mut Cursor<'_>, route: Route<'_>, sink: &mut Sink<'_>) -> Option<()> {
    let at = cursor.rest().get(..1)?;
    let own = route.from.is_none() && route.origin.forwarded_from.is_none();
    match cursor.u8()? {
        // I-Am-Router-To-Network.
        1 if own => {
            for _ in 0..8 {
                let at = cursor.rest();
                let Some(network) = cursor.u16() else { break };
                sink.value(About::Source, "bacnet.router", network, at.get(..2).unwrap_or(at));
            }
        }
        6 if cursor.u8().is_some_and(|ports| ports > 0) => {
            sink.asks(Configure, "initialize routing table", "", at);
        }
        7 => sink.answers(Configure, "initialize routing table", "", true, at),
        8 => sink.asks(Configure, "establish connection to network", "", at),
        _ => {}
    }
    Some(())
}
