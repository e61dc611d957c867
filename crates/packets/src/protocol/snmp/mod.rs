//! SNMP v1, v2c and v3: what a manager reads of a device is told here by the device itself: description, object id, name,
//! and the entity table; in v3 the engine id. Community strings are credentials: only "it is a default one" is kept.

mod ber;
mod objects;

use super::{About, Carrier, Direction, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};
use ber::Ber;

/// SNMP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "snmp",
    title: "SNMP",
    standard: "RFC 1157, RFC 3416, RFC 3411, RFC 3414, RFC 3418, RFC 6933, RFC 3805",
    carriers: &[Carrier::Udp(&[161, 162])],
    attributes: &[
        attribute("snmp.version", "Version that the sender speaks: `1`, `2c`, `3`."),
        attribute(
            "snmp.community_default",
            "A documented default community was used: `public` or `private`.",
        ),
        attribute("snmp.sys_descr", "sysDescr, about the agent."),
        attribute("snmp.sys_object_id", "sysObjectID, about the agent."),
        attribute("snmp.enterprise", "Enterprise number in sysObjectID, a trap or the engine id."),
        attribute("snmp.sys_name", "sysName, about the agent."),
        attribute("snmp.sys_location", "sysLocation, about the agent."),
        attribute("snmp.ent_description", "entPhysicalDescr of the chassis."),
        attribute("snmp.ent_hardware", "entPhysicalHardwareRev."),
        attribute("snmp.ent_firmware", "entPhysicalFirmwareRev."),
        attribute("snmp.ent_software", "entPhysicalSoftwareRev."),
        attribute("snmp.ent_serial", "entPhysicalSerialNum."),
        attribute("snmp.ent_manufacturer", "entPhysicalMfgName."),
        attribute("snmp.ent_model", "entPhysicalModelName."),
        attribute("snmp.host_device", "hrDeviceDescr: a part of the host, for printers the model."),
        attribute("snmp.printer_name", "prtGeneralPrinterName."),
        attribute("snmp.engine_id", "Engine id (v3): enterprise, then MAC, address or text."),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    // SEQUENCE, then INTEGER 0, 1 or 3.
    let mut outer = Ber::new(pdu.bytes);
    let version = outer.sequence().and_then(|mut inner| inner.integer());
    match version {
        Some(0 | 1 | 3) if pdu.on_port(161) || pdu.on_port(162) => Probe::Certain,
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    if read(pdu, sink).is_none() && !pdu.cut {
        sink.anomaly("malformed");
    }
    Progress::Done
}

fn read(pdu: &Pdu<'_>, sink: &mut Sink<'_>) -> Option<()> {
    let mut message = Ber::new(pdu.bytes).sequence()?;
    let version = message.integer()?;
    let at = pdu.bytes.get(..pdu.bytes.len().min(8))?;
    let name = match version {
        0 => "1",
        1 => "2c",
        _ => "3",
    };
    sink.put(About::Source, "snmp.version", name, at);
    if version == 3 {
        return version_3(&mut message, sink);
    }
    let community = message.octets()?;
    if community == b"public" || community == b"private" {
        sink.text(About::Source, "snmp.community_default", community);
    }
    let (tag, body) = message.any()?;
    payload(tag, Ber::new(body), sink)
}

/// RFC 3412 §6: header data, security parameters (with the engine id), then a scoped PDU where it is not encrypted.
fn version_3(message: &mut Ber<'_>, sink: &mut Sink<'_>) -> Option<()> {
    message.sequence()?;
    let security = message.octets()?;
    // The engine id is the agent's, whoever sends the message; only the agent's own words count.
    if sink.pdu.direction != Direction::ToServer
        && let Some(engine) = Ber::new(security).sequence().and_then(|mut inner| inner.octets())
    {
        engine_id(engine, sink);
    }
    let (tag, body) = message.any()?;
    if tag == 0x30 {
        let mut scoped = Ber::new(body);
        scoped.octets()?;
        scoped.octets()?;
        let (tag, body) = scoped.any()?;
        return payload(tag, Ber::new(body), sink);
    }
    Some(())
}

/// RFC 3411 §5, SnmpEngineID.
fn engine_id(engine: &[u8], sink: &mut Sink<'_>) {
    let Some(head) = engine.get(..4).and_then(|b| <[u8; 4]>::try_from(b).ok()) else { return };
    let number = u32::from_be_bytes(head);
    let enterprise = number & 0x7fff_ffff;
    let rest = engine.get(4..).unwrap_or(&[]);
    let text = if number & 0x8000_0000 == 0 {
        hex(rest)
    } else {
        let value = rest.get(1..).unwrap_or(&[]);
        match (rest.first(), value.len()) {
            (Some(1), 4) => value.iter().map(u8::to_string).collect::<Vec<_>>().join("."),
            (Some(3), 6) => value.iter().map(|b| format!("{b:02x}")).collect::<Vec<_>>().join(":"),
            (Some(4), _) => holdfast_facts::readable(value).into_owned(),
            _ => hex(value),
        }
    };
    sink.value(About::Source, "snmp.engine_id", format_args!("{enterprise}:{text}"), engine);
    sink.value(About::Source, "snmp.enterprise", enterprise, engine);
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().take(32).map(|byte| format!("{byte:02x}")).collect()
}

fn payload(tag: u8, mut body: Ber<'_>, sink: &mut Sink<'_>) -> Option<()> {
    match tag {
        // A v1 trap: enterprise, agent address, generic and specific number, time.
        0xa4 => {
            let (6, oid) = body.any()? else { return None };
            if let Some(enterprise) = objects::enterprise(&ber::oid(oid)?) {
                sink.value(About::Source, "snmp.enterprise", enterprise, oid);
            }
            for _ in 0..4 {
                body.any()?;
            }
        }
        // Response, inform, v2 trap: id, error, index.
        0xa2 | 0xa6 | 0xa7 => {
            for _ in 0..3 {
                body.integer()?;
            }
        }
        // What a manager asks says nothing of the device.
        _ => return Some(()),
    }
    let mut list = body.sequence()?;
    for _ in 0..128 {
        let Some(mut binding) = list.sequence() else { break };
        let (6, oid) = binding.any()? else { return None };
        let (tag, value) = binding.any()?;
        objects::tell(&ber::oid(oid)?, tag, value, sink);
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::super::Transport;
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::*;

    #[test]
    fn an_agent_answers() {
        let bytes = hex("30 4d 02 01 01 04 06 7075626c6963 a2 40 02 01 01 02 01 00 02 01 00 30 35
            30 17 06 08 2b06010201010100 04 0b 486970617468205a3137 31
            30 1a 06 08 2b06010201010200 06 0e 2b06010401090101 8228 00 00 00 00");
        let mut bytes = bytes;
        bytes.truncate(bytes.len());
        let message = pdu(&bytes, Transport::Udp, Direction::ToClient, 161, 40000);
        let lines = dissect(&DISSECTOR, &message);
        assert!(lines.contains(&"source snmp.sys_descr = Hipath Z171".to_owned()), "{lines:?}");
        assert!(lines.contains(&"source snmp.community_default = public".to_owned()));
        assert!(lines.contains(&"source snmp.enterprise = 9".to_owned()), "{lines:?}");
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn other_communities_are_not_kept() {
        let bytes =
            hex("30 1c 02 01 00 04 06 736563726574 a0 0f 02 01 01 02 01 00 02 01 00 30 04 30 02 06 00");
        let message = pdu(&bytes, Transport::Udp, Direction::ToServer, 40000, 161);
        assert_eq!(dissect(&DISSECTOR, &message), ["source snmp.version = 1"]);
    }

    #[test]
    fn an_engine_id_holds_enterprise_and_mac() {
        let bytes = hex("30 38 02 01 03 30 0e 02 01 01 02 03 00ffe3 04 01 00 02 01 03
            04 1b 30 19 04 0b 80001f8803 001b1b23eb3b 02 01 05 02 01 0a 04 00 04 00 04 00
            04 06 000102030405");
        let message = pdu(&bytes, Transport::Udp, Direction::ToClient, 161, 40000);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source snmp.engine_id = 8072:00:1b:1b:23:eb:3b",
                "source snmp.enterprise = 8072",
                "source snmp.version = 3"
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }
}
