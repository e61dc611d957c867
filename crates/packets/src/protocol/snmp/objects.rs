//! The objects whose values say what a device is.

use super::super::{About, Sink};
use super::ber;

const SYSTEM: [u32; 7] = [1, 3, 6, 1, 2, 1, 1];
const ENTITY: [u32; 11] = [1, 3, 6, 1, 2, 1, 47, 1, 1, 1, 1];
const HOST_DEVICE: [u32; 11] = [1, 3, 6, 1, 2, 1, 25, 3, 2, 1, 3];
const PRINTER: [u32; 11] = [1, 3, 6, 1, 2, 1, 43, 5, 1, 1, 16];

/// The enterprise number in an object id under 1.3.6.1.4.1.
pub(super) fn enterprise(oid: &[u32]) -> Option<u32> {
    oid.strip_prefix(&[1, 3, 6, 1, 4, 1])?.first().copied()
}

/// Keeps a binding's value where its object is one of ours.
pub(super) fn tell(oid: &[u32], tag: u8, value: &[u8], sink: &mut Sink<'_>) {
    if let (Some([2, ..]), 0x06) = (oid.strip_prefix(&SYSTEM), tag) {
        if let Some(arcs) = ber::oid(value) {
            let text = arcs.iter().map(u32::to_string).collect::<Vec<_>>().join(".");
            sink.put(About::Source, "snmp.sys_object_id", &text, value);
            if let Some(number) = enterprise(&arcs) {
                sink.value(About::Source, "snmp.enterprise", number, value);
            }
        }
        return;
    }
    if tag != 0x04 {
        return;
    }
    let name = if let Some([column, ..]) = oid.strip_prefix(&SYSTEM) {
        match column {
            1 => "snmp.sys_descr",
            5 => "snmp.sys_name",
            6 => "snmp.sys_location",
            _ => return,
        }
    } else if let Some([column, ..]) = oid.strip_prefix(&ENTITY) {
        match column {
            2 => "snmp.ent_description",
            8 => "snmp.ent_hardware",
            9 => "snmp.ent_firmware",
            10 => "snmp.ent_software",
            11 => "snmp.ent_serial",
            12 => "snmp.ent_manufacturer",
            13 => "snmp.ent_model",
            _ => return,
        }
    } else if oid.starts_with(&HOST_DEVICE) {
        "snmp.host_device"
    } else if oid.starts_with(&PRINTER) {
        "snmp.printer_name"
    } else {
        return;
    };
    let text = holdfast_facts::readable(value);
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    sink.put(About::Source, name, &joined, value);
}
