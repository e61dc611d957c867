//! SLMP and the MC protocol (Mitsubishi Electric): frames 3E and 4E in binary or ASCII. A controller answers its type name
//! to command 0101; others read and write devices and files, and stop, start and reset it from afar.

mod commands;

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, Transport, asked, attribute};
use commands::command;

/// SLMP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "slmp",
    title: "SLMP (MELSEC MC protocol)",
    standard: "CLPA BAP-C2006 (SLMP); Mitsubishi Electric SH-080956 (SLMP reference), SH-080008 (MC protocol)",
    carriers: &[
        Carrier::TcpToEnd(&[5006, 5007, 5010, 45237, 61451]),
        Carrier::Udp(&[5006, 5007, 5010, 45237, 61451]),
    ],
    attributes: &[
        attribute("slmp.model", "CPU model (read type name)."),
        attribute("slmp.model_code", "CPU model code (read type name), hexadecimal."),
    ],
    probe,
    dissect,
};

/// Longest frame of the standard, in ASCII.
const LONGEST: usize = 8192;

/// A frame, whichever way it is written.
struct Frame<'a> {
    answer: bool,
    serial: u16,
    network: u8,
    station: u8,
    /// What follows the length: timer or end code, then the rest.
    body: &'a [u8],
    ascii: bool,
    /// Bytes of the whole.
    whole: usize,
}

enum Met<'a> {
    Frame(Frame<'a>),
    Incomplete,
    Other,
}

/// A number of `digits` bytes: little endian in binary, hexadecimal digits in ASCII (twice as many).
fn number(bytes: &[u8], at: usize, size: usize, ascii: bool) -> Option<u32> {
    if ascii {
        let text = std::str::from_utf8(bytes.get(at..at + size * 2)?).ok()?;
        return u32::from_str_radix(text, 16).ok();
    }
    Some(bytes.get(at..at + size)?.iter().rev().fold(0, |sum, byte| sum << 8 | u32::from(*byte)))
}

fn meet(bytes: &[u8]) -> Met<'_> {
    let (answer, four, ascii) = match bytes {
        [0x50, 0, ..] => (false, false, false),
        [0xd0, 0, ..] => (true, false, false),
        [0x54, 0, ..] => (false, true, false),
        [0xd4, 0, ..] => (true, true, false),
        [b'5', b'0', b'0', b'0', ..] => (false, false, true),
        [b'D', b'0', b'0', b'0', ..] => (true, false, true),
        [b'5', b'4', b'0', b'0', ..] => (false, true, true),
        [b'D', b'4', b'0', b'0', ..] => (true, true, true),
        _ => return Met::Other,
    };
    let wide = if ascii { 2 } else { 1 };
    // Subheader; in 4E frames a serial number and a zero; network, controller, I/O (two bytes), station, length.
    let start = (if four { 6 } else { 2 }) * wide;
    let field = |at: usize, size: usize| number(bytes, start + at * wide, size, ascii);
    let (Some(network), Some(_), Some(io), Some(station), Some(length)) =
        (field(0, 1), field(1, 1), field(2, 2), field(4, 1), field(5, 2))
    else {
        return Met::Incomplete;
    };
    let serial = if four { number(bytes, 2 * wide, 2, ascii).unwrap_or(0) } else { 0 };
    let length = length as usize;
    // The requested module's I/O number is that of a CPU or of the own station.
    if !(0x3d0..=0x3ff).contains(&io) && io != 0 || length < 2 * wide || length > LONGEST {
        return Met::Other;
    }
    let from = start + 7 * wide;
    match bytes.get(from..from + length) {
        Some(body) => Met::Frame(Frame {
            answer,
            serial: serial as u16,
            network: network as u8,
            station: station as u8,
            body,
            ascii,
            whole: from + length,
        }),
        None => Met::Incomplete,
    }
}

fn probe(pdu: &Pdu<'_>) -> Probe {
    match meet(pdu.bytes) {
        Met::Frame(frame) if frame.answer => {
            if frame.whole == pdu.bytes.len() {
                Probe::Possible
            } else {
                Probe::No
            }
        }
        Met::Frame(frame) => {
            let wide = if frame.ascii { 2 } else { 1 };
            let known = number(frame.body, 2 * wide, 2, frame.ascii).and_then(command).is_some();
            if known && frame.whole == pdu.bytes.len() { Probe::Certain } else { Probe::No }
        }
        Met::Incomplete if pdu.bytes.len() >= 4 => Probe::Possible,
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let frame = match meet(pdu.bytes) {
        Met::Frame(frame) => frame,
        Met::Incomplete if pdu.transport == Transport::Tcp && !pdu.cut => return Progress::More,
        _ => return Progress::Done,
    };
    let _ = read(pdu, &frame, memory, sink);
    Progress::Consumed(frame.whole)
}

fn read(pdu: &Pdu<'_>, frame: &Frame<'_>, memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Option<()> {
    let wide = if frame.ascii { 2 } else { 1 };
    let unit = match (frame.network, frame.station) {
        (0, 0 | 0xff) => String::new(),
        (network, station) => format!("network {network} station {station}"),
    };
    let key = |asks| u32::from(frame.serial) | asked::asker(pdu, asks) << 16;
    if frame.answer {
        let end = number(frame.body, 0, 2, frame.ascii)?;
        let place = asked::recall(memory, key(false))?;
        let (code, class, name) = commands::at(place)?;
        sink.answers(class, name, &unit, end == 0, frame.body.get(..2 * wide)?);
        if code == 0x0101 && end == 0 {
            let text = frame.body.get(2 * wide..2 * wide + 16)?;
            sink.text(About::Source, "slmp.model", text.trim_ascii_end());
            let at = 2 * wide + 16;
            let model = number(frame.body, at, 2, frame.ascii)?;
            let digits = frame.body.get(at..at + 2 * wide)?;
            sink.value(About::Source, "slmp.model_code", format_args!("{model:04x}"), digits);
        }
        return Some(());
    }
    let place = command(number(frame.body, 2 * wide, 2, frame.ascii)?)?;
    let (_, class, name) = commands::at(place)?;
    sink.asks(class, name, &unit, frame.body.get(2 * wide..4 * wide)?);
    asked::remember(memory, key(true), place);
    Some(())
}

#[cfg(test)]
mod tests;
