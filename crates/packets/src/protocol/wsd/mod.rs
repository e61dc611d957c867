//! WS-Discovery (OASIS 1.1), as ONVIF cameras, printers and Windows hosts use it: types, scopes and addresses.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute, weak};

/// WS-Discovery.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "wsd",
    title: "WS-Discovery and ONVIF",
    standard: "OASIS WS-Discovery 1.1, ONVIF Core §7.3",
    carriers: &[Carrier::Udp(&[3702])],
    attributes: &[
        attribute("wsd.types", "Types that the sender is (Hello, ProbeMatch)."),
        super::AttributeSpec {
            limit: 16,
            ..attribute("wsd.scope", "One scope: `onvif://www.onvif.org/hardware/…`.")
        },
        attribute("wsd.address", "Where it can be reached (XAddrs)."),
        attribute("wsd.endpoint", "Endpoint reference: a lasting unique name."),
        weak("wsd.probe", "Types that the sender looks for (Probe).", 4),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    let start = pdu.bytes.trim_ascii_start();
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    let top = pdu.bytes.get(..600).unwrap_or(pdu.bytes);
    if start.starts_with(b"<") && contains(top, b"nvelope") { Probe::Certain } else { Probe::No }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let bytes = pdu.bytes;
    // The action ends in the message's name, under the namespace of 2005 (Windows, ONVIF) or of 2009 (DPWS 1.1, SDC).
    let action = element(bytes, b"Action").unwrap_or(&[]);
    match action.rsplit(|byte| *byte == b'/').next().unwrap_or(&[]) {
        b"Hello" | b"ProbeMatches" | b"ResolveMatches" => {}
        b"Probe" => {
            if let Some(types) = element(bytes, b"Types") {
                sink.text(About::Source, "wsd.probe", types);
            }
            return Progress::Done;
        }
        _ => return Progress::Done,
    }
    if let Some(types) = element(bytes, b"Types") {
        sink.text(About::Source, "wsd.types", types);
    }
    if let Some(scopes) = element(bytes, b"Scopes") {
        let scopes = scopes.split(u8::is_ascii_whitespace).filter(|scope| !scope.is_empty());
        for scope in scopes.filter(|scope| !names_a_person(scope)).take(24) {
            sink.text_at(About::Source, "wsd.scope", &unquoted(scope), scope);
        }
    }
    if let Some(addresses) = element(bytes, b"XAddrs") {
        for address in addresses.split(u8::is_ascii_whitespace).filter(|address| !address.is_empty()).take(4)
        {
            sink.text(About::Source, "wsd.address", address);
        }
    }
    // The first Address that is a name, not the anonymous reply address.
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| element(rest, b"Address")) {
        if found.starts_with(b"urn:uuid:") || found.starts_with(b"uuid:") {
            sink.text(About::Source, "wsd.endpoint", found);
            break;
        }
        at = pdu.offset_of(found).map_or(bytes.len(), |start| start + found.len().max(1));
    }
    Progress::Done
}

/// Medical devices (IEEE 11073-20701) put contexts into their scopes: of the patient, the operator, the treatment.
fn names_a_person(scope: &[u8]) -> bool {
    const CONTEXTS: [&[u8]; 5] = [b"ctxt.pat", b"ctxt.opr", b"ctxt.wfl", b"ctxt.ens", b"ctxt.mns"];
    CONTEXTS.iter().any(|context| contains(scope, context))
}

fn contains(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}

/// The text of the first element of that local name.
fn element<'a>(bytes: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let mut at = 0;
    for _ in 0..500 {
        let open = at + bytes.get(at..)?.iter().position(|b| *b == b'<')?;
        let close = open + bytes.get(open..)?.iter().position(|b| *b == b'>')?;
        let tag = bytes.get(open + 1..close)?;
        at = close + 1;
        let tag_name = tag.split(|b| b.is_ascii_whitespace() || *b == b'/').next().unwrap_or(&[]);
        let local = tag_name.rsplit(|b| *b == b':').next().unwrap_or(&[]);
        if local == name && !tag.ends_with(b"/") && !tag.starts_with(b"/") {
            let end = at + bytes.get(at..)?.iter().position(|b| *b == b'<')?;
            return Some(bytes.get(at..end)?.trim_ascii());
        }
    }
    None
}

/// `%20` and its like.
fn unquoted(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((first, tail)) = rest.split_first() {
        let code = (*first == b'%').then(|| std::str::from_utf8(tail.get(..2)?).ok()).flatten();
        match code.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                rest = tail.get(2..).unwrap_or(&[]);
            }
            None => {
                out.push(*first);
                rest = tail;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    #[test]
    fn a_camera_answers() {
        let bytes = b"<?xml version=\"1.0\"?><e:Envelope xmlns:e=\"http://www.w3.org/2003/05/soap-envelope\"><e:Header>\
            <w:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/ProbeMatches</w:Action>\
            <w:To><a:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address></w:To></e:Header><e:Body>\
            <d:ProbeMatches><d:ProbeMatch><a:EndpointReference><a:Address>urn:uuid:1419d68a</a:Address></a:EndpointReference>\
            <d:Types>dn:NetworkVideoTransmitter</d:Types><d:Scopes>onvif://www.onvif.org/hardware/IPC-HFW onvif://www.onvif.org/name/Front%20Door</d:Scopes>\
            <d:XAddrs>http://10.0.0.5/onvif/device_service</d:XAddrs></d:ProbeMatch></d:ProbeMatches></e:Body></e:Envelope>";
        let message = pdu(bytes, Transport::Udp, Direction::ToClient, 3702, 40000);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source wsd.address = http://10.0.0.5/onvif/device_service",
                "source wsd.endpoint = urn:uuid:1419d68a",
                "source wsd.scope = onvif://www.onvif.org/hardware/IPC-HFW",
                "source wsd.scope = onvif://www.onvif.org/name/Front Door",
                "source wsd.types = dn:NetworkVideoTransmitter",
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }

    /// DPWS 1.1 as SDC devices speak it; a patient's context is not looked at.
    #[test]
    fn a_medical_device_says_hello() {
        let bytes = b"<?xml version='1.0'?><s12:Envelope xmlns:s12=\"http://www.w3.org/2003/05/soap-envelope\"><s12:Header>\
            <wsa:Action>http://docs.oasis-open.org/ws-dd/ns/discovery/2009/01/Hello</wsa:Action></s12:Header><s12:Body><wsd:Hello>\
            <wsa:EndpointReference><wsa:Address>urn:uuid:07a1bc2d</wsa:Address></wsa:EndpointReference>\
            <wsd:Types>dpws:Device mdpws:MedicalDevice</wsd:Types>\
            <wsd:Scopes>sdc.ctxt.pat:/hospital/4711 sdc.mds.pkp:1.2.840.10004.20701.1.1\n  sdc.ctxt.loc:/x?bed=7</wsd:Scopes>\
            </wsd:Hello></s12:Body></s12:Envelope>";
        let message = pdu(bytes, Transport::Udp, Direction::ToServer, 40000, 3702);
        assert_eq!(probe(&message), Probe::Certain);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source wsd.endpoint = urn:uuid:07a1bc2d",
                "source wsd.scope = sdc.ctxt.loc:/x?bed=7",
                "source wsd.scope = sdc.mds.pkp:1.2.840.10004.20701.1.1",
                "source wsd.types = dpws:Device mdpws:MedicalDevice",
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn who_looks_is_not_what_is_looked_for() {
        let bytes = b"<Envelope><Header><Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe</Action></Header>\
            <Body><Probe><Types>dn:NetworkVideoTransmitter</Types><Scopes>onvif://x</Scopes></Probe></Body></Envelope>";
        let message = pdu(bytes, Transport::Udp, Direction::ToServer, 40000, 3702);
        assert_eq!(dissect(&DISSECTOR, &message), ["source wsd.probe = dn:NetworkVideoTransmitter"]);
        assert_eq!(probe(&pdu(b"<html>", Transport::Udp, Direction::Unknown, 1, 2)), Probe::No);
    }
}
