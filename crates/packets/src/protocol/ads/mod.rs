//! ADS over AMS, the language of Beckhoff's TwinCAT: engineering programs and panels read, write and stop controllers by
//! ports behind a net id. Values, routes' logins and names of symbols are not kept.

mod commands;
mod discovery;

use super::{
    About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, Transport, attribute, questions,
};
use crate::Cursor;

/// ADS.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "ads",
    title: "ADS/AMS (TwinCAT)",
    standard: "Beckhoff Information System: TwinCAT ADS, AMS/TCP; the UDP discovery as its open library shows it",
    carriers: &[Carrier::TcpToEnd(&[48898]), Carrier::Udp(&[48899])],
    attributes: &[
        attribute("ads.net_id", "AMS net id of the sender."),
        attribute("ads.device_name", "Device name in the answer to read device info: `PLC Server`."),
        attribute("ads.device_version", "Version in the answer to read device info."),
        attribute("ads.host_name", "Host name in the answer to a search."),
        attribute("ads.system", "Operating system in the answer to a search: `Windows CE 6.0`."),
        attribute("ads.twincat_version", "TwinCAT version in the answer to a search."),
        attribute("ads.route", "Name of the route that the sender asks for, as a rule its own."),
        attribute(
            "ads.role",
            "`engineering`: the sender adds routes, controls states or uses the system service.",
        ),
    ],
    probe,
    dissect,
};

struct Header<'a> {
    port: u16,
    source_port: u16,
    source: &'a [u8],
    command: u16,
    command_at: &'a [u8],
    is_answer: bool,
    error: u32,
    invocation: u32,
    end: usize,
}

/// Two reserved bytes and a length; net ids and ports of target and source, command, flags, length, error, invocation.
fn header(bytes: &[u8]) -> Option<Header<'_>> {
    let mut cursor = Cursor::new(bytes);
    let (0, length) = (cursor.u16_le()?, cursor.u32_le()?) else { return None };
    cursor.skip(6)?;
    let port = cursor.u16_le()?;
    let source = cursor.take(6)?;
    let source_port = cursor.u16_le()?;
    let command_at = cursor.rest().get(..2)?;
    let (command, flags) = (cursor.u16_le()?, cursor.u16_le()?);
    let data = cursor.u32_le()?;
    let (error, invocation) = (cursor.u32_le()?, cursor.u32_le()?);
    let is_ours = length.checked_sub(32) == Some(data) && (1..=9).contains(&command) && flags & 0x04 != 0;
    let end = 6 + usize::try_from(length).ok()?;
    is_ours.then_some(Header {
        port,
        source_port,
        source,
        command,
        command_at,
        is_answer: flags & 1 != 0,
        error,
        invocation,
        end,
    })
}

fn probe(pdu: &Pdu<'_>) -> Probe {
    match pdu.transport {
        Transport::Udp if pdu.bytes.starts_with(&discovery::MAGIC) => Probe::Certain,
        Transport::Tcp if header(pdu.bytes).is_some() => Probe::Certain,
        _ => Probe::No,
    }
}

/// Only the front of a long message is needed.
const LONGEST: usize = 12 * 1024;

fn dissect(pdu: &Pdu<'_>, memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    if pdu.transport == Transport::Udp {
        if discovery::read(pdu.bytes, sink).is_none() && !pdu.cut {
            sink.anomaly("malformed");
        }
        return Progress::Done;
    }
    let Some(header) = header(pdu.bytes) else {
        let is_start = pdu.bytes.len() < 38 && pdu.bytes.iter().take(2).all(|byte| *byte == 0);
        return if is_start { Progress::More } else { Progress::Done };
    };
    if pdu.bytes.len() < header.end && header.end <= LONGEST && !pdu.cut {
        return Progress::More;
    }
    let body = pdu.bytes.get(38..header.end.min(pdu.bytes.len())).unwrap_or(&[]);
    if read(&header, body, memory, sink).is_none() && !pdu.cut {
        sink.anomaly("malformed");
    }
    // Of a longer message what follows begins no message, and is passed over.
    if pdu.bytes.len() < header.end { Progress::Done } else { Progress::Consumed(header.end) }
}

fn read(header: &Header<'_>, body: &[u8], memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Option<()> {
    net_id(header.source, sink);
    // Notifications come by themselves.
    if header.command == 8 {
        return Some(());
    }
    let mut cursor = Cursor::new(body);
    let at = header.command_at;
    if !header.is_answer {
        let (class, name, what) = if header.command == 5 {
            let state = cursor.u16_le()?;
            let (class, name) = commands::control(state);
            (class, name, u32::from(state))
        } else {
            let group = if matches!(header.command, 2 | 3 | 9) { cursor.u32_le()? } else { 0 };
            let (class, name) = commands::command(header.command, header.port, group);
            (class, name, group)
        };
        if header.command == 5 || header.port == 10000 && matches!(header.command, 3 | 9) {
            sink.put(About::Source, "ads.role", "engineering", at);
        }
        sink.asks(class, name, &unit(header.port), at);
        questions::ask(memory, header.invocation, what);
        return Some(());
    }
    let what = questions::answered(memory, header.invocation).unwrap_or(0);
    let (class, name) = if header.command == 5 {
        commands::control(u16::try_from(what).unwrap_or(0))
    } else {
        commands::command(header.command, header.source_port, what)
    };
    let result = cursor.u32_le().unwrap_or(0);
    let accepted = header.error == 0 && result == 0;
    sink.answers(class, name, &unit(header.source_port), accepted, at);
    if header.command == 1 && accepted {
        let version = cursor.rest().get(..4)?;
        let [major, minor] = cursor.array()?;
        let build = cursor.u16_le()?;
        discovery::text("ads.device_name", cursor.take_up_to(16), sink);
        sink.value(About::Source, "ads.device_version", format_args!("{major}.{minor}.{build}"), version);
    }
    Some(())
}

fn unit(port: u16) -> String {
    format!("port {port}")
}

fn net_id(bytes: &[u8], sink: &mut Sink<'_>) {
    if let [a, b, c, d, e, f] = bytes {
        sink.value(About::Source, "ads.net_id", format_args!("{a}.{b}.{c}.{d}.{e}.{f}"), bytes);
    }
}

#[cfg(test)]
mod tests;
