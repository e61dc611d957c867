//! HART commands: the universal and common-practice ones by name (HCF_SPEC-127, HCF_SPEC-151), and what the identity
//! commands answer.

use crate::Cursor;
use crate::protocol::{About, FlowMemory, Sink};
use holdfast_facts::OperationClass::{self, Configure, Identify, Operate, Read, Start, Write};

/// Class and name. Commands of one maker's devices are not told apart.
pub(super) fn command(number: u16) -> (OperationClass, &'static str) {
    match number {
        0 | 11 | 21 | 73 | 75 => (Identify, "read unique identifier"),
        1..=3 | 9 | 33 | 50 | 54 | 63 => (Read, "read variables"),
        7 | 8 | 14 | 15 | 76 | 91 | 105 => (Read, "read information"),
        12 => (Read, "read message"),
        13 | 20 => (Identify, "read tag"),
        16 => (Identify, "read final assembly number"),
        48 => (Read, "read additional device status"),
        74 | 84 => (Identify, "read sub-device identity"),
        6 => (Configure, "write polling address"),
        17 => (Write, "write message"),
        18 | 22 => (Configure, "write tag"),
        19 => (Write, "write final assembly number"),
        34 => (Write, "write damping value"),
        35 => (Write, "write range values"),
        36 | 37 => (Write, "set range value"),
        38 => (Write, "reset configuration changed flag"),
        39 => (Write, "eeprom control"),
        40 => (Operate, "fixed current mode"),
        41 => (Start, "perform self test"),
        42 => (Start, "perform device reset"),
        43 | 45 | 46 | 52 | 80..=83 => (Write, "trim"),
        44 | 53 => (Write, "write units"),
        47 => (Write, "write transfer function"),
        49 => (Configure, "write sensor serial number"),
        51 | 55 | 56 | 58 => (Write, "write device variable settings"),
        59 => (Configure, "write number of response preambles"),
        69 | 79 => (Operate, "write device variable"),
        71 => (Configure, "lock device"),
        77 => (Read, "send command to sub-device"),
        87..=90 | 92 | 99 => (Configure, "write settings"),
        103 | 104 | 107..=109 => (Configure, "write burst mode"),
        _ => (Read, "other command"),
    }
}

/// What an accepted answer says of the device that gave it.
pub(super) fn tell(
    number: u16,
    own: bool,
    address: [u8; 5],
    mut data: Cursor<'_>,
    memory: &mut FlowMemory,
    sink: &mut Sink<'_>,
) -> Option<()> {
    let name = |[a, b, c, d, e]: [u8; 5]| format!("hart:{a:02x}{b:02x}{c:02x}{d:02x}{e:02x}");
    match number {
        0 | 11 | 21 => identity(own, data, memory, sink),
        // Not before it is known who the server is.
        13 | 20 if memory.note().len() != 5 => None,
        // Tag and descriptor in six bits a character, then a date.
        13 => {
            let child = name(address);
            let about = if own { About::Source } else { About::Child(&child) };
            let (tag, descriptor) = (data.take(6)?, data.take(12)?);
            sink.put(about, "hart_ip.tag", unpacked(tag).trim(), tag);
            sink.put(about, "hart_ip.descriptor", unpacked(descriptor).trim(), descriptor);
            Some(())
        }
        20 => {
            let child = name(address);
            let about = if own { About::Source } else { About::Child(&child) };
            let text = data.take_up_to(32);
            let end = text.iter().position(|byte| *byte == 0).unwrap_or(text.len());
            sink.text(about, "hart_ip.long_tag", text.get(..end)?);
            Some(())
        }
        // Index, card, channel, maker, type, id, revision, long tag of a thing behind an I/O system.
        84 => {
            data.skip(4)?;
            let maker = data.u16()?;
            let at = data.rest();
            let [t1, t0, i2, i1, i0] = data.array()?;
            let child = name([t1 & 0x3f, t0, i2, i1, i0]);
            let about = About::Child(&child);
            sink.value(about, "hart_ip.manufacturer_id", maker, at);
            sink.value(about, "hart_ip.device_type", format_args!("{t1:02x}{t0:02x}"), at.get(..2)?);
            sink.value(about, "hart_ip.device_id", format_args!("{i2:02x}{i1:02x}{i0:02x}"), at.get(2..5)?);
            data.skip(1)?;
            let text = data.take_up_to(32);
            let end = text.iter().position(|byte| *byte == 0).unwrap_or(text.len());
            sink.text(about, "hart_ip.long_tag", text.get(..end)?);
            Some(())
        }
        _ => None,
    }
}

/// The answer to commands 0, 11 and 21.
fn identity(own: bool, data: Cursor<'_>, memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Option<()> {
    let bytes = data.rest();
    let byte = |at: usize| bytes.get(at).copied();
    let (t1, t0) = (byte(1)?, byte(2)?);
    let id = bytes.get(9..12)?;
    let (universal, profile) = (byte(4)?, byte(21));
    // Without the session's beginning it is not known who is who: only a gateway says it of itself.
    let own = own || (memory.note().is_empty() && profile == Some(132));
    let child =
        format!("hart:{:02x}{t0:02x}{:02x}{:02x}{:02x}", t1 & 0x3f, id.first()?, id.get(1)?, id.get(2)?);
    let about = if own { About::Source } else { About::Child(&child) };
    // From revision 7 on the maker has a field; before, it is the type's first byte.
    match bytes.get(17..19) {
        Some(maker @ [high, low]) if universal >= 7 => {
            sink.value(about, "hart_ip.manufacturer_id", u16::from_be_bytes([*high, *low]), maker);
        }
        _ => sink.value(about, "hart_ip.manufacturer_id", t1, bytes.get(1..2)?),
    }
    sink.value(about, "hart_ip.device_type", format_args!("{t1:02x}{t0:02x}"), bytes.get(1..3)?);
    sink.value(about, "hart_ip.universal_revision", universal, bytes.get(4..5)?);
    sink.value(about, "hart_ip.device_revision", byte(5)?, bytes.get(5..6)?);
    sink.value(about, "hart_ip.software_revision", byte(6)?, bytes.get(6..7)?);
    sink.value(about, "hart_ip.hardware_revision", byte(7)? >> 3, bytes.get(7..8)?);
    sink.value(
        about,
        "hart_ip.device_id",
        format_args!("{:02x}{:02x}{:02x}", id.first()?, id.get(1)?, id.get(2)?),
        id,
    );
    if let Some(profile) = profile.filter(|_| universal >= 7) {
        sink.value(about, "hart_ip.profile", profile, bytes.get(21..22)?);
    }
    Some(())
}

/// HART packed ASCII: four characters in three bytes; bit 6 is the inverse of bit 5.
fn unpacked(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() / 3 * 4);
    for three in bytes.chunks_exact(3) {
        let word = three.iter().fold(0u32, |sum, byte| sum << 8 | u32::from(*byte));
        for shift in [18, 12, 6, 0] {
            let six = (word >> shift & 0x3f) as u8;
            text.push(char::from(if six & 0x20 == 0 { six | 0x40 } else { six }));
        }
    }
    // A field that nobody set is all zeros, which reads as `@`.
    if bytes.iter().all(|byte| *byte == 0) { String::new() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_text_is_unpacked() {
        // P 010000, T 010100, - 101101, 1 110001; 0 110000, 1 110001, blank 100000 twice.
        assert_eq!(unpacked(&[0x41, 0x4b, 0x71, 0xc3, 0x18, 0x20]), "PT-101  ");
        assert_eq!(unpacked(&[0; 6]), "");
    }
}
