//! Syslog (RFC 3164, RFC 5424): the name by which a device logs and the program that logs. Messages themselves may hold
//! anything and are not kept.

use super::{About, Carrier, Direction, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};

/// Syslog.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "syslog",
    title: "Syslog",
    standard: "RFC 3164, RFC 5424",
    carriers: &[Carrier::Udp(&[514]), Carrier::Begins(&[])],
    attributes: &[
        attribute("syslog.host", "Host name in the header, about the sender."),
        attribute("syslog.application", "Program in the header, about the sender."),
    ],
    probe,
    dissect,
};

fn priority(bytes: &[u8]) -> Option<&[u8]> {
    let rest = bytes.strip_prefix(b"<")?;
    let end = rest.iter().take(4).position(|b| *b == b'>')?;
    let digits = rest.get(..end)?;
    (end > 0 && digits.iter().all(u8::is_ascii_digit)).then(|| rest.get(end + 1..)).flatten()
}

fn probe(pdu: &Pdu<'_>) -> Probe {
    if pdu.on_port(514) && priority(pdu.bytes).is_some() { Probe::Possible } else { Probe::No }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    if pdu.direction == Direction::ToClient {
        return Progress::Done;
    }
    let Some(rest) = priority(pdu.bytes) else { return Progress::Done };
    let mut words = rest.split(|b| *b == b' ').filter(|word| !word.is_empty());
    let (host, program) = if rest.starts_with(b"1 ") {
        // Version, time, host, program.
        (words.nth(2), words.next())
    } else {
        // `Mmm dd hh:mm:ss host tag[pid]:`; many devices leave parts out.
        let month = words.next();
        let dated = month.is_some_and(|m| m.len() == 3 && m.iter().all(u8::is_ascii_alphabetic));
        match (dated, words.next(), words.next()) {
            (true, Some(day), Some(time)) if day.len() <= 2 && time.contains(&b':') => {
                // Some put the year behind the time.
                let next = words.next();
                let year = next.is_some_and(|w| w.len() == 4 && w.iter().all(u8::is_ascii_digit));
                (if year { words.next() } else { next }, words.next())
            }
            _ => (None, month),
        }
    };
    let is_name = |text: &&[u8]| text.len() > 1 && text.len() <= 64 && !text.ends_with(b":") && *text != b"-";
    if let Some(host) = host.filter(is_name) {
        sink.text(About::Source, "syslog.host", host);
    }
    if let Some(program) = program {
        let end = program.iter().position(|b| matches!(b, b'[' | b':' | b'(')).unwrap_or(program.len());
        let name = program.get(..end).unwrap_or(program);
        let plain = name.len() <= 32
            && name
                .iter()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'%' | b'/'));
        if plain && (end < program.len() || rest.starts_with(b"1 ")) {
            sink.text(About::Source, "syslog.application", name);
        }
    }
    Progress::Done
}

#[cfg(test)]
mod tests {
    use super::super::Transport;
    use super::super::test_support::{be_nasty, dissect, pdu};
    use super::*;

    #[test]
    fn both_forms() {
        let old = pdu(
            b"<134>Nov 25 06:37:39 ap-ward7 hostapd[312]: station joined",
            Transport::Udp,
            Direction::ToServer,
            40000,
            514,
        );
        let lines = ["source syslog.application = hostapd", "source syslog.host = ap-ward7"];
        assert_eq!(dissect(&DISSECTOR, &old), lines);
        be_nasty(&DISSECTOR, &old);
        let new = pdu(
            b"<34>1 2026-11-25T06:37:39Z ap-ward7 hostapd 312 - - text",
            Transport::Udp,
            Direction::ToServer,
            40000,
            514,
        );
        assert_eq!(dissect(&DISSECTOR, &new), lines);
        be_nasty(&DISSECTOR, &new);
        let with_year = pdu(
            b"<14>Oct 21 07:28:00 2015 ap-ward7 hostapd[198]: text",
            Transport::Udp,
            Direction::ToServer,
            40000,
            514,
        );
        assert_eq!(dissect(&DISSECTOR, &with_year), lines);
    }
}
