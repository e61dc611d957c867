//! The objects whose values say what a device is: the standard tables, and a few makers' own where these are published.

use super::super::{About, Sink};
use super::ber;

/// Columns and scalars by their object id; what follows it is the index.
const TEXTS: &[(&[u32], &str)] = &[
    // SNMPv2-MIB (RFC 3418). sysContact names a person and is not among them.
    (&[1, 3, 6, 1, 2, 1, 1, 1], "snmp.sys_descr"),
    (&[1, 3, 6, 1, 2, 1, 1, 5], "snmp.sys_name"),
    (&[1, 3, 6, 1, 2, 1, 1, 6], "snmp.sys_location"),
    // ENTITY-MIB (RFC 6933).
    (&[1, 3, 6, 1, 2, 1, 47, 1, 1, 1, 1, 2], "snmp.ent_description"),
    (&[1, 3, 6, 1, 2, 1, 47, 1, 1, 1, 1, 7], "snmp.ent_name"),
    (&[1, 3, 6, 1, 2, 1, 47, 1, 1, 1, 1, 8], "snmp.ent_hardware"),
    (&[1, 3, 6, 1, 2, 1, 47, 1, 1, 1, 1, 9], "snmp.ent_firmware"),
    (&[1, 3, 6, 1, 2, 1, 47, 1, 1, 1, 1, 10], "snmp.ent_software"),
    (&[1, 3, 6, 1, 2, 1, 47, 1, 1, 1, 1, 11], "snmp.ent_serial"),
    (&[1, 3, 6, 1, 2, 1, 47, 1, 1, 1, 1, 12], "snmp.ent_manufacturer"),
    (&[1, 3, 6, 1, 2, 1, 47, 1, 1, 1, 1, 13], "snmp.ent_model"),
    // HOST-RESOURCES-MIB (RFC 2790), Printer-MIB (RFC 3805), PWG 5107.1.
    (&[1, 3, 6, 1, 2, 1, 25, 3, 2, 1, 3], "snmp.host_device"),
    (&[1, 3, 6, 1, 2, 1, 43, 5, 1, 1, 16], "snmp.printer_name"),
    (&[1, 3, 6, 1, 2, 1, 43, 5, 1, 1, 17], "snmp.printer_serial"),
    (&[1, 3, 6, 1, 4, 1, 2699, 1, 2, 1, 2, 1, 1, 3], "snmp.printer_device_id"),
    (&[1, 3, 6, 1, 4, 1, 11, 2, 3, 9, 1, 1, 7], "snmp.printer_device_id"),
    // UPS-MIB (RFC 1628).
    (&[1, 3, 6, 1, 2, 1, 33, 1, 1, 1], "snmp.ups_manufacturer"),
    (&[1, 3, 6, 1, 2, 1, 33, 1, 1, 2], "snmp.ups_model"),
    (&[1, 3, 6, 1, 2, 1, 33, 1, 1, 3], "snmp.ups_software"),
    (&[1, 3, 6, 1, 2, 1, 33, 1, 1, 4], "snmp.ups_agent"),
    // LLDP-MIB (IEEE 802.1AB): the local system's description.
    (&[1, 0, 8802, 1, 1, 2, 1, 3, 4], "snmp.sys_descr"),
    // PowerNet-MIB (APC).
    (&[1, 3, 6, 1, 4, 1, 318, 1, 1, 1, 1, 1, 1], "snmp.vendor_model"),
    (&[1, 3, 6, 1, 4, 1, 318, 1, 1, 1, 1, 2, 1], "snmp.vendor_firmware"),
    (&[1, 3, 6, 1, 4, 1, 318, 1, 1, 1, 1, 2, 3], "snmp.vendor_serial"),
    // CPQSINFO-MIB (HPE): product name and serial number.
    (&[1, 3, 6, 1, 4, 1, 232, 2, 2, 4, 2], "snmp.vendor_model"),
    (&[1, 3, 6, 1, 4, 1, 232, 2, 2, 2, 1], "snmp.vendor_serial"),
    // IDRAC-MIB (Dell): system model, service tag, firmware.
    (&[1, 3, 6, 1, 4, 1, 674, 10892, 5, 1, 3, 12], "snmp.vendor_model"),
    (&[1, 3, 6, 1, 4, 1, 674, 10892, 5, 1, 3, 2], "snmp.vendor_serial"),
    (&[1, 3, 6, 1, 4, 1, 674, 10892, 5, 1, 1, 8], "snmp.vendor_firmware"),
    // SYNOLOGY-SYSTEM-MIB.
    (&[1, 3, 6, 1, 4, 1, 6574, 1, 5, 1], "snmp.vendor_model"),
    (&[1, 3, 6, 1, 4, 1, 6574, 1, 5, 2], "snmp.vendor_serial"),
    (&[1, 3, 6, 1, 4, 1, 6574, 1, 5, 3], "snmp.vendor_firmware"),
];

const SYS_OBJECT_ID: &[u32] = &[1, 3, 6, 1, 2, 1, 1, 2];
const TRAP_OID: &[u32] = &[1, 3, 6, 1, 6, 3, 1, 1, 4, 1];
const TRAP_ENTERPRISE: &[u32] = &[1, 3, 6, 1, 6, 3, 1, 1, 4, 3];
/// dot1dBaseBridgeAddress (BRIDGE-MIB, RFC 4188).
const BRIDGE_ADDRESS: &[u32] = &[1, 3, 6, 1, 2, 1, 17, 1, 1];

const OCTETS: u8 = 0x04;
const OBJECT_ID: u8 = 0x06;

/// The enterprise number in an object id under 1.3.6.1.4.1.
pub(super) fn enterprise(oid: &[u32]) -> Option<u32> {
    oid.strip_prefix(&[1, 3, 6, 1, 4, 1])?.first().copied()
}

/// Keeps a binding's value where its object is one of ours.
pub(super) fn tell(about: About<'_>, oid: &[u32], tag: u8, value: &[u8], sink: &mut Sink<'_>) {
    match tag {
        OBJECT_ID if oid.starts_with(SYS_OBJECT_ID) => identifier(about, "snmp.sys_object_id", value, sink),
        OBJECT_ID if oid.starts_with(TRAP_OID) || oid.starts_with(TRAP_ENTERPRISE) => {
            identifier(about, "snmp.trap", value, sink);
        }
        OCTETS if oid.starts_with(BRIDGE_ADDRESS) => {
            if let Ok(octets) = <[u8; 6]>::try_from(value) {
                sink.value(about, "snmp.bridge_address", holdfast_facts::Mac(octets), value);
            }
        }
        OCTETS => {
            let Some((_, name)) = TEXTS.iter().find(|(object, _)| oid.starts_with(object)) else { return };
            // Descriptions are often in several lines.
            let text = holdfast_facts::readable(value.get(..512).unwrap_or(value));
            let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
            sink.put(about, name, joined.trim_end_matches('\0'), value);
        }
        _ => {}
    }
}

/// An object id as a value, and the enterprise whose it is.
pub(super) fn identifier(about: About<'_>, name: &'static str, value: &[u8], sink: &mut Sink<'_>) {
    let Some(arcs) = ber::oid(value) else { return };
    if let Some(number) = enterprise(&arcs) {
        sink.value(about, "snmp.enterprise", number, value);
    }
    // The standard traps (cold start, link down) are everybody's.
    if name == "snmp.sys_object_id" || enterprise(&arcs).is_some() {
        let text = arcs.iter().map(u32::to_string).collect::<Vec<_>>().join(".");
        sink.put(about, name, &text, value);
    }
}
