//! Wi-Fi Protected Setup (Wi-Fi Simple Configuration 2.0) in EAP: the attributes that describe a device, and only
//! those; settings, keys and network names are passed over.

use crate::Cursor;
use crate::protocol::{About, Sink};

/// The Wi-Fi Alliance's EAP number (organisation 00-37-2A, type 1).
const SIMPLE_CONFIGURATION: [u8; 7] = [0x00, 0x37, 0x2a, 0, 0, 0, 1];

/// What follows the expanded EAP type.
pub(super) fn read(data: &[u8], sink: &mut Sink<'_>) {
    let Some(data) = data.strip_prefix(&SIMPLE_CONFIGURATION) else { return };
    let mut cursor = Cursor::new(data);
    let (Some(_operation), Some(flags)) = (cursor.u8(), cursor.u8()) else { return };
    if flags & 2 != 0 {
        // The first fragment says how long the whole is.
        let _ = cursor.skip(2);
    }
    while let (Some(kind), Some(length)) = (cursor.u16(), cursor.u16()) {
        let Some(value) = cursor.take(usize::from(length)) else { return };
        let name = match kind {
            0x1011 => "eapol.wps_device_name",
            0x1021 => "eapol.wps_manufacturer",
            0x1023 => "eapol.wps_model_name",
            0x1024 => "eapol.wps_model_number",
            0x1042 => "eapol.wps_serial",
            0x1054 => {
                // Category, the Wi-Fi Alliance as who defined it, sub-category.
                if let [a, b, 0x00, 0x50, 0xf2, 0x04, c, d] = value {
                    let (category, sub) = (u16::from_be_bytes([*a, *b]), u16::from_be_bytes([*c, *d]));
                    let shown = format_args!("{category}.{sub}");
                    sink.value(About::Source, "eapol.wps_device_type", shown, value);
                }
                continue;
            }
            _ => continue,
        };
        sink.text(About::Source, name, value);
    }
}
