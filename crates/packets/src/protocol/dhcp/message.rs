//! The fixed part of a DHCP message (RFC 2131 §2): whom it is about, and where its options stand.

use super::{COOKIE, options};
use crate::Cursor;
use crate::protocol::{About, Sink};
use holdfast_facts::Mac;
use std::net::Ipv4Addr;

const ACK: u8 = 5;
const RELEASE: u8 = 7;

/// Reads the message; `None` where it ends too early.
pub(super) fn read(bytes: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(bytes);
    let [operation, hardware, length, _] = cursor.array()?;
    cursor.skip(8)?;
    let client_address = cursor.take(4)?;
    let your_address = cursor.take(4)?;
    cursor.skip(8)?;
    let chaddr: [u8; 6] = cursor.array()?;
    cursor.skip(10)?;
    let server_name = cursor.take(64)?;
    let file = cursor.take(128)?;
    // Ethernet and IEEE 802. Others have no MAC to name the client by, and the sender may be a relay.
    let client = matches!((hardware, length), (1 | 6, 6)).then_some(About::Mac(Mac(chaddr)));
    let reply = operation == 2;
    let mut kind = None;
    if cursor.take(4)? == COOKIE {
        let options = options::read(cursor.rest(), client, reply, sink);
        kind = options.message;
        // The two fields hold further options where the client or server was short of room (RFC 2132 §9.3).
        let (file_overloaded, name_overloaded) = (options.overload & 1 != 0, options.overload & 2 != 0);
        for (part, overloaded, name) in
            [(file, file_overloaded, "dhcp.boot_file"), (server_name, name_overloaded, "dhcp.server_name")]
        {
            if overloaded {
                kind = kind.or(options::read(part, client, reply, sink).message);
            } else if reply {
                let text = part.split(|byte| *byte == 0).next().unwrap_or(part);
                sink.text(About::Source, name, text);
            }
        }
    }
    let Some(client) = client else { return Some(()) };
    if !reply && kind != Some(RELEASE) {
        // A client that renews already holds its address.
        address(client, client_address, sink);
    } else if reply && kind == Some(ACK) {
        // Only an acknowledgement gives an address; an offer may go to somebody who does not take it.
        address(client, if your_address == [0; 4] { client_address } else { your_address }, sink);
    }
    Some(())
}

fn address(client: About<'_>, bytes: &[u8], sink: &mut Sink<'_>) {
    if let Ok(octets) = <[u8; 4]>::try_from(bytes)
        && octets != [0; 4]
    {
        sink.value(client, "dhcp.assigned_address", Ipv4Addr::from(octets), bytes);
    }
}
