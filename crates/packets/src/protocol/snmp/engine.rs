//! SnmpEngineID (RFC 3411 §5): who made the agent, and often its MAC, address or name.

use super::super::{About, Sink};
use std::net::Ipv6Addr;

/// Numbers that IANA has given out stay far below this; a larger one is not an enterprise.
const ENTERPRISES: u32 = 1 << 18;

pub(super) fn tell(about: About<'_>, engine: &[u8], sink: &mut Sink<'_>) {
    // A manager that does not know it yet sends none.
    let Some(head) = engine.get(..4).and_then(|b| <[u8; 4]>::try_from(b).ok()) else { return };
    let number = u32::from_be_bytes(head);
    let enterprise = number & 0x7fff_ffff;
    if enterprise >= ENTERPRISES || engine.len() > 32 {
        return sink.put(about, "snmp.engine_id", &hex(engine), engine);
    }
    let rest = engine.get(4..).unwrap_or(&[]);
    let text = if number & 0x8000_0000 == 0 {
        // The old form: eight bytes in the enterprise's own way.
        hex(rest)
    } else {
        let value = rest.get(1..).unwrap_or(&[]);
        match (rest.first(), value.len()) {
            (Some(1), 4) => value.iter().map(u8::to_string).collect::<Vec<_>>().join("."),
            (Some(2), 16) => {
                <[u8; 16]>::try_from(value).map_or_else(|_| hex(value), |b| Ipv6Addr::from(b).to_string())
            }
            (Some(3), 6) => value.iter().map(|b| format!("{b:02x}")).collect::<Vec<_>>().join(":"),
            (Some(4), _) => holdfast_facts::readable(value).into_owned(),
            _ => hex(value),
        }
    };
    sink.value(about, "snmp.engine_id", format_args!("{enterprise}:{text}"), engine);
    sink.value(about, "snmp.enterprise", enterprise, engine);
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().take(32).map(|byte| format!("{byte:02x}")).collect()
}
