//! LLDP-MED (ANSI/TIA-1057): device class, network policy and the inventory that names maker and model.

use super::{About, Sink};

pub(super) fn read(kind: u8, value: &[u8], sink: &mut Sink<'_>) {
    let name = match kind {
        1 => {
            let class = match value.get(2) {
                Some(1) => "endpoint-1",
                Some(2) => "endpoint-2",
                Some(3) => "endpoint-3",
                Some(4) => "network",
                _ => return,
            };
            return sink.put(About::Source, "lldp.med_class", class, value);
        }
        2 => {
            // Application type, then flags and a VLAN id of 12 bits that starts at bit 3 (§10.2.3).
            if let Some([high, low]) = value.get(1..3).and_then(|b| <[u8; 2]>::try_from(b).ok()) {
                let vlan = u16::from_be_bytes([high, low]) >> 1 & 0x0fff;
                if vlan != 0 {
                    sink.value(About::Source, "lldp.vlan", vlan, value);
                }
            }
            return;
        }
        4 => return super::power::media(value, sink),
        5 => "lldp.med_hardware",
        6 => "lldp.med_firmware",
        7 => "lldp.med_software",
        8 => "lldp.med_serial",
        9 => "lldp.med_manufacturer",
        10 => "lldp.med_model",
        11 => "lldp.med_asset",
        _ => return,
    };
    sink.text(About::Source, name, value);
}
