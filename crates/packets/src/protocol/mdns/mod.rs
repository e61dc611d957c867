//! Multicast DNS (RFC 6762) and DNS-SD (RFC 6763): what a host says of itself to everybody on the link.
//!
//! Everything in a response is about its sender. (A sleep proxy answers for others; its records are rare and are the
//! same words that the sleeper itself uses.)

use super::dns::message::{self, Message, Record};
use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute, weak};
use crate::Cursor;

/// mDNS.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "mdns",
    title: "Multicast DNS and DNS-SD",
    standard: "RFC 6762, RFC 6763",
    carriers: &[Carrier::Udp(&[5353]), Carrier::Begins(&[])],
    attributes: &[
        attribute(
            "mdns.host",
            "A host name with an address in `.local` (owner of A and AAAA), without `.local`.",
        ),
        attribute("mdns.address", "An address that the host says is its own."),
        super::AttributeSpec {
            limit: 24,
            ..attribute("mdns.service", "A service type that the host offers (PTR).")
        },
        super::AttributeSpec {
            limit: 16,
            ..attribute("mdns.instance", "Service type and instance name (PTR, SRV).")
        },
        super::AttributeSpec {
            limit: 40,
            ..attribute("mdns.txt", "Service type and one key of its TXT record: `_hap._tcp md=BSB002`.")
        },
        // Mostly says again what the instance and the host say: gives way.
        weak("mdns.srv", "Service type, target host and port (SRV).", 12),
        attribute("mdns.hinfo", "Processor and operating system (HINFO)."),
        weak("mdns.query", "A service type that the sender asks for.", 12),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    if pdu.on_port(5353) && message::looks_like_one(pdu.bytes) { Probe::Possible } else { Probe::No }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let Some(message) = message::read(pdu.bytes) else { return Progress::Done };
    if !message.whole && !pdu.cut {
        sink.anomaly("malformed");
    }
    if message.response {
        for record in &message.records {
            told(pdu.bytes, record, sink);
        }
    } else {
        asked(pdu.bytes, &message, sink);
    }
    Progress::Done
}

fn asked(bytes: &[u8], message: &Message<'_>, sink: &mut Sink<'_>) {
    // Only kinds of service say what the sender is after; names of hosts and instances are mostly its own.
    for question in &message.questions {
        let name = without_local(&question.name);
        if is_service(name) {
            sink.text_at(About::Source, "mdns.query", without_subtype(name), question.bytes);
        }
    }
    // A probe (RFC 6762 §8.1) carries the records that the sender is about to own in the authority section.
    // Its answer section lists what others said already (§7.1), which is nothing about the sender.
    for record in message.authority() {
        told(bytes, record, sink);
    }
}

fn told(bytes: &[u8], record: &Record<'_>, sink: &mut Sink<'_>) {
    // Time to live zero takes a record back (RFC 6762 §10.1).
    if record.ttl == 0 {
        return;
    }
    let owner = without_local(&record.name);
    match record.kind {
        1 | 28 => {
            // Some announce their loopback too.
            if let Some(address) = message::address(record)
                && !address.is_loopback()
                && !address.is_unspecified()
            {
                sink.text_at(About::Source, "mdns.host", owner, record.bytes);
                sink.value(About::Source, "mdns.address", address, record.bytes);
            }
        }
        12 => pointer(bytes, record, owner, sink),
        13 => hinfo(record, sink),
        16 => text(record, owner, sink),
        33 => {
            let mut cursor = Cursor::new(record.data);
            let port = cursor.skip(4).and_then(|()| cursor.u16());
            if let (Some(port), Some(target), Some((instance, service))) =
                (port, message::name_in(bytes, record, 6), split_instance(owner))
            {
                let target = String::from_utf8_lossy(without_local(&target)).into_owned();
                let service = String::from_utf8_lossy(service).into_owned();
                sink.value(
                    About::Source,
                    "mdns.srv",
                    format_args!("{service} {target}:{port}"),
                    record.bytes,
                );
                named(&service, instance, record, sink);
            }
        }
        _ => {}
    }
}

fn pointer(bytes: &[u8], record: &Record<'_>, owner: &[u8], sink: &mut Sink<'_>) {
    let Some(target) = message::name_in(bytes, record, 0) else { return };
    let target = without_local(&target);
    if owner == b"_services._dns-sd._udp" {
        sink.text_at(About::Source, "mdns.service", target, record.bytes);
    } else if is_service(owner) {
        sink.text_at(About::Source, "mdns.service", without_subtype(owner), record.bytes);
        if let Some((instance, service)) = split_instance(target) {
            named(&String::from_utf8_lossy(service), instance, record, sink);
        }
    }
}

fn named(service: &str, instance: &[u8], record: &Record<'_>, sink: &mut Sink<'_>) {
    let instance = holdfast_facts::readable(instance);
    sink.value(About::Source, "mdns.instance", format_args!("{service} {instance}"), record.bytes);
}

fn hinfo(record: &Record<'_>, sink: &mut Sink<'_>) {
    let mut cursor = Cursor::new(record.data);
    let mut part = || cursor.u8().and_then(|length| cursor.take(usize::from(length)));
    if let (Some(processor), Some(system)) = (part(), part()) {
        let text = format!("{} {}", holdfast_facts::readable(processor), holdfast_facts::readable(system));
        sink.put(About::Source, "mdns.hinfo", &text, record.bytes);
    }
}

fn text(record: &Record<'_>, owner: &[u8], sink: &mut Sink<'_>) {
    let Some((_, service)) = split_instance(owner) else { return };
    let service = String::from_utf8_lossy(service).into_owned();
    let mut cursor = Cursor::new(record.data);
    while let Some(length) = cursor.u8() {
        let Some(pair) = cursor.take(usize::from(length)) else {
            sink.anomaly("txt_overrun");
            return;
        };
        if service.starts_with("_hap._") && is_hap_state(pair) {
            continue;
        }
        // A key without a value says only that it is there, unless it is a sentence: some cameras put their model there.
        let sentence = !pair.contains(&b'=') && pair.len() >= 6 && pair.contains(&b' ') && pair.is_ascii();
        if sentence || (pair.contains(&b'=') && !pair.ends_with(b"=")) {
            let pair_text = holdfast_facts::readable(pair);
            sink.value(About::Source, "mdns.txt", format_args!("{service} {pair_text}"), pair);
        }
    }
}

/// What a HomeKit accessory tells of its state and not of itself (HAP, TXT record keys): counters, flags, its setup hash.
fn is_hap_state(pair: &[u8]) -> bool {
    ["c#=", "s#=", "ff=", "pv=", "sf=", "sh="].iter().any(|key| pair.starts_with(key.as_bytes()))
}

fn without_local(name: &[u8]) -> &[u8] {
    name.strip_suffix(b".local").unwrap_or(name)
}

/// `_hap._tcp`, or a subtype of it: `_printer._sub._http._tcp` (RFC 6763 §7.1).
fn is_service(name: &[u8]) -> bool {
    name.starts_with(b"_") && (name.ends_with(b"._tcp") || name.ends_with(b"._udp"))
}

fn without_subtype(name: &[u8]) -> &[u8] {
    let mark = b"._sub.";
    name.windows(mark.len())
        .position(|w| w == mark)
        .and_then(|at| name.get(at + mark.len()..))
        .unwrap_or(name)
}

/// `Philips hue - 2476FF._hap._tcp` → `Philips hue - 2476FF` and `_hap._tcp`. The service is the last two labels:
/// an instance is free text and may hold dots and underscores of its own (RFC 6763 §4.1.1).
fn split_instance(name: &[u8]) -> Option<(&[u8], &[u8])> {
    let protocol = name.iter().rposition(|byte| *byte == b'.')?;
    let at = name.get(..protocol)?.iter().rposition(|byte| *byte == b'.')?;
    let service = name.get(at + 1..)?;
    is_service(service).then(|| (name.get(..at).unwrap_or(&[]), service))
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    /// As a Hue bridge answers: PTR, TXT and SRV of _hap._tcp, and its address.
    fn bridge() -> Vec<u8> {
        hex("0000 8400 0000 0004 0000 0000
            04 5f686170 04 5f746370 05 6c6f63616c 00 000c 0001 00001194 0007 04 48756531 c00c # _hap._tcp PTR Hue1
            04 48756531 c00c 0010 8001 00001194 0010 09 6d643d425342303032 05 73663d3030 # Hue1 TXT md=BSB002 sf=00
            04 48756531 c00c 0021 8001 00000078 000d 0000 0000 1f90 04 68756562 c016 # SRV 8080 hueb.local
            04 68756562 c016 0001 8001 00000078 0004 0a000002 # hueb.local A")
    }

    #[test]
    fn a_bridge_says_what_it_is() {
        let bytes = bridge();
        let message = pdu(&bytes, Transport::Udp, Direction::Unknown, 5353, 5353);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source mdns.address = 10.0.0.2",
                "source mdns.host = hueb",
                "source mdns.instance = _hap._tcp Hue1",
                "source mdns.service = _hap._tcp",
                "source mdns.srv = _hap._tcp hueb:8080",
                "source mdns.txt = _hap._tcp md=BSB002",
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn a_question_says_only_what_is_asked() {
        let bytes = hex(
            "0000 0000 0001 0000 0000 0000 0b 5f676f6f676c6563617374 04 5f746370 05 6c6f63616c 00 000c 0001",
        );
        let message = pdu(&bytes, Transport::Udp, Direction::Unknown, 5353, 5353);
        assert_eq!(dissect(&DISSECTOR, &message), ["source mdns.query = _googlecast._tcp"]);
    }

    #[test]
    fn a_record_taken_back_says_nothing() {
        let mut bytes = bridge();
        bytes.truncate(12 + 22 + 7 + 4);
        bytes[6..8].copy_from_slice(&[0, 1]);
        let ttl = bytes.windows(4).position(|w| w == [0, 0, 0x11, 0x94]).unwrap();
        bytes[ttl..ttl + 4].fill(0);
        assert!(dissect(&DISSECTOR, &pdu(&bytes, Transport::Udp, Direction::Unknown, 5353, 5353)).is_empty());
    }

    #[test]
    fn a_hub_makes_sure_of_its_name_and_says_its_model() {
        // The probe of a D-Link home hub in a public capture.
        let bytes = hex("0000 0000 0001 0000 0002 0000
            13 442d4c696e6b20484e41502053657276696365 06 5f64686e6170 04 5f746370 05 6c6f63616c 00 00ff 0001
            c00c 0021 0001 00000078 000d 0000 0000 0050 04 64636867 c02c       # SRV dchg.local:80
            c00c 0010 0001 00001194 00a7
            15 6d61633d31433a35463a32423a41413a46443a3445                      # mac=1C:5F:2B:AA:FD:4E
            18 776c616e305f737369643d4443482d473032302d46443445                # wlan0_ssid=DCH-G020-FD4E
            15 6d6f64656c5f6e756d6265723d4443482d47303230                      # model_number=DCH-G020
            0f 68617264776172655f7665723d4132                                  # hardware_ver=A2
            0d 6463733d4d6564656c65696e65                                      # dcs=Medeleine
            0c 76657273696f6e3d30313234 0c 6d79646c696e6b3d74727565            # version=0124 mydlink=true
            09 686e663d66616c7365 0d 6d79646c696e6b723d74727565                # hnf=false mydlinkr=true
            11 64747970653d3130303b3130313b313032                              # dtype=100;101;102");
        let message = pdu(&bytes, Transport::Udp, Direction::Unknown, 5353, 5353);
        let expected = [
            "mdns.instance = _dhnap._tcp D-Link HNAP Service",
            "mdns.srv = _dhnap._tcp dchg:80",
            "mdns.txt = _dhnap._tcp dcs=Medeleine",
            "mdns.txt = _dhnap._tcp dtype=100;101;102",
            "mdns.txt = _dhnap._tcp hardware_ver=A2",
            "mdns.txt = _dhnap._tcp hnf=false",
            "mdns.txt = _dhnap._tcp mac=1C:5F:2B:AA:FD:4E",
            "mdns.txt = _dhnap._tcp model_number=DCH-G020",
            "mdns.txt = _dhnap._tcp mydlink=true",
            "mdns.txt = _dhnap._tcp mydlinkr=true",
            "mdns.txt = _dhnap._tcp version=0124",
            "mdns.txt = _dhnap._tcp wlan0_ssid=DCH-G020-FD4E",
        ];
        assert_eq!(dissect(&DISSECTOR, &message), expected.map(|line| format!("source {line}")));
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn what_others_said_already_is_not_the_askers() {
        // A question for _hap._tcp with Hue1 as a known answer.
        let bytes = hex("0000 0000 0001 0001 0000 0000
            04 5f686170 04 5f746370 05 6c6f63616c 00 000c 0001
            c00c 000c 0001 00001194 0007 04 48756531 c00c");
        let message = pdu(&bytes, Transport::Udp, Direction::Unknown, 5353, 5353);
        assert_eq!(dissect(&DISSECTOR, &message), ["source mdns.query = _hap._tcp"]);
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn instances_are_free_text_and_services_are_not() {
        let split = |name: &str| {
            split_instance(name.as_bytes()).map(|(a, b)| {
                (String::from_utf8_lossy(a).into_owned(), String::from_utf8_lossy(b).into_owned())
            })
        };
        assert_eq!(split("Dr. _x._y Lab._ipp._tcp"), Some(("Dr. _x._y Lab".into(), "_ipp._tcp".into())));
        assert_eq!(split("_ipp._tcp"), None);
        assert_eq!(split("printer"), None);
        assert_eq!(split("a.b._tcp"), None);
        assert_eq!(without_subtype(b"_color._sub._ipp._tcp"), b"_ipp._tcp");
    }
}
