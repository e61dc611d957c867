//! SNMP v1, v2c and v3: what a manager reads of a device is told here by the device itself: description, object id, name,
//! and the entity table; in v3 the engine id. Community strings are credentials: only "it is a default one" is kept.

pub(super) mod ber;
mod engine;
mod objects;

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};
use ber::Ber;
use holdfast_facts::OperationClass;

/// SNMP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "snmp",
    title: "SNMP",
    standard: "RFC 1157, RFC 3416, RFC 3411, RFC 3414, RFC 3418, RFC 6933, RFC 3805",
    carriers: &[Carrier::Udp(&[161, 162]), Carrier::Begins(&[])],
    attributes: &[
        attribute("snmp.version", "Version that the sender speaks: `1`, `2c`, `3`."),
        attribute(
            "snmp.community_default",
            "A documented default community with which the agent answers: `public` or `private`.",
        ),
        attribute("snmp.sys_descr", "sysDescr, about the agent."),
        attribute("snmp.sys_object_id", "sysObjectID, about the agent."),
        attribute("snmp.enterprise", "Enterprise number in sysObjectID, a trap or the engine id."),
        attribute("snmp.sys_name", "sysName, about the agent."),
        attribute("snmp.sys_location", "sysLocation, about the agent."),
        attribute("snmp.bridge_address", "dot1dBaseBridgeAddress: the agent is a bridge with this MAC."),
        attribute("snmp.trap", "A maker's own trap or its enterprise, about the agent."),
        attribute("snmp.security", "Security of a v3 message: `none`, `authentic`, `private`."),
        attribute("snmp.ent_description", "entPhysicalDescr of the chassis and its parts."),
        attribute("snmp.ent_name", "entPhysicalName."),
        attribute("snmp.ent_hardware", "entPhysicalHardwareRev."),
        attribute("snmp.ent_firmware", "entPhysicalFirmwareRev."),
        attribute("snmp.ent_software", "entPhysicalSoftwareRev."),
        attribute("snmp.ent_serial", "entPhysicalSerialNum."),
        attribute("snmp.ent_manufacturer", "entPhysicalMfgName."),
        attribute("snmp.ent_model", "entPhysicalModelName."),
        attribute("snmp.host_device", "hrDeviceDescr: a part of the host, for printers the model."),
        attribute("snmp.printer_name", "prtGeneralPrinterName."),
        attribute("snmp.printer_serial", "prtGeneralSerialNumber."),
        attribute("snmp.printer_device_id", "IEEE 1284 device id of a printer: `MFG:HP;MDL:…`."),
        attribute("snmp.ups_manufacturer", "upsIdentManufacturer."),
        attribute("snmp.ups_model", "upsIdentModel."),
        attribute("snmp.ups_software", "upsIdentUPSSoftwareVersion."),
        attribute("snmp.ups_agent", "upsIdentAgentSoftwareVersion: the network card of a UPS."),
        attribute("snmp.vendor_model", "Model in a maker's own table (APC, HPE, Dell, Synology)."),
        attribute("snmp.vendor_firmware", "Firmware in a maker's own table."),
        attribute("snmp.vendor_serial", "Serial number in a maker's own table."),
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
        return version_3(pdu, &mut message, sink);
    }
    let community = message.octets()?;
    let (tag, body) = message.any()?;
    // A manager may try it; an agent that answers or sends traps with it has it.
    if (community == b"public" || community == b"private") && matches!(tag, 0xa2 | 0xa4 | 0xa7) {
        sink.text(About::Source, "snmp.community_default", community);
    }
    operation(tag, body, sink);
    payload(tag, Ber::new(body), sink)
}

/// RFC 3416 §3: what is asked for; a response says that the agent lets the community read.
fn operation(tag: u8, body: &[u8], sink: &mut Sink<'_>) {
    let at = body.get(..1).unwrap_or(&[]);
    match tag {
        0xa0 | 0xa1 | 0xa5 => sink.asks(OperationClass::Read, "get", "", at),
        0xa3 => sink.asks(OperationClass::Write, "set", "", at),
        0xa2 => sink.answers(OperationClass::Read, "get", "", true, at),
        _ => {}
    }
}

/// RFC 3412 §6: header data, security parameters (with the engine id), then a scoped PDU where it is not encrypted.
fn version_3(pdu: &Pdu<'_>, message: &mut Ber<'_>, sink: &mut Sink<'_>) -> Option<()> {
    let mut header = message.sequence()?;
    header.integer()?;
    header.integer()?;
    let flags = header.octets()?;
    let security = match flags.first()? & 3 {
        0 => "none",
        1 => "authentic",
        _ => "private",
    };
    sink.put(About::Source, "snmp.security", security, flags);
    // The engine with authority is the agent, whoever sends the message (RFC 3414 §1.5.1): it listens at 161, and
    // sends the traps that go to 162.
    let agent = if pdu.destination.port == 161 { About::Destination } else { About::Source };
    if let Some(engine) = Ber::new(message.octets()?).sequence().and_then(|mut inner| inner.octets()) {
        engine::tell(agent, engine, sink);
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

fn payload(tag: u8, mut body: Ber<'_>, sink: &mut Sink<'_>) -> Option<()> {
    let mut about = About::Source;
    match tag {
        // A v1 trap: enterprise, agent address, generic and specific number, time.
        0xa4 => {
            let (0x06, oid) = body.any()? else { return None };
            let (_, address) = body.any()?;
            // A trap that was passed on is about the agent that it names.
            if let Ok(octets) = <[u8; 4]>::try_from(address)
                && octets != [0; 4]
                && sink.pdu.source.ip != Some(octets.into())
            {
                about = About::Ip(octets.into());
            }
            objects::identifier(about, "snmp.trap", oid, sink);
            for _ in 0..3 {
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
        let (0x06, oid) = binding.any()? else { return None };
        let (tag, value) = binding.any()?;
        objects::tell(about, &ber::oid(oid)?, tag, value, sink);
    }
    Some(())
}

#[cfg(test)]
mod tests;
