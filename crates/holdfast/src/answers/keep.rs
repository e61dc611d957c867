//! What was concluded, in pieces: each question takes only those that it needs.

use super::conclude::{Concluded, scene};
use super::packed::{Packed, packed};
use super::shapes::pack_brief;
use crate::cli::conduits::rows;
use crate::site::Site;
use holdfast_behaviour::{conduits, dealings};
use holdfast_facts::DeviceId;
use holdfast_store::StoreError;
use std::collections::BTreeSet;

/// Devices, exposures or rows in one piece.
const PIECE: usize = 512;
/// Dealings of one device that are shown.
pub(crate) const DEALINGS_SHOWN: usize = 12;

/// Takes a piece of a part by its name.
pub(super) type Put<'p> = &'p mut dyn FnMut(&str, &str, &[u8]) -> Result<(), StoreError>;

/// Puts all that was concluded.
pub(super) fn put_all(all: &Concluded, site: &Site, put: Put<'_>) -> Result<(), StoreError> {
    let Concluded { overview, devices, reasons, exposures, standings, said, former, set } = all;
    put("overview", "", &packed(overview))?;
    pieces("devices", devices.iter(), put, |device, out| pack_brief(device, out))?;
    for (id, bytes) in reasons {
        put("reasons", &id.0, bytes)?;
    }
    pieces("exposures", exposures.iter(), put, |exposure, out| exposure.pack(out))?;
    pieces("standings", standings.iter(), put, |stands, out| stands.pack(out))?;
    put("said", "", &packed(said))?;
    let ignored: BTreeSet<DeviceId> =
        devices.iter().filter(|device| device.ignored).map(|device| device.id.clone()).collect();
    put("ignored", "", &packed(&ignored))?;
    for (id, today) in former {
        put("former", &id.0, &packed(today))?;
    }
    let scene = scene(set, devices, site);
    put("conduits", "", &packed(&rows(conduits(&scene))))?;
    let mut result = Ok(());
    dealings(&scene, DEALINGS_SHOWN, |device, dealings| {
        if result.is_ok() {
            result = put("dealings", &device.0, &packed(&dealings));
        }
    });
    result
}

/// Puts a list in pieces, each a list of its own.
fn pieces<T>(
    part: &str,
    items: impl Iterator<Item = T>,
    put: Put<'_>,
    pack: impl Fn(&T, &mut Vec<u8>),
) -> Result<(), StoreError> {
    let (mut count, mut number, mut content) = (0usize, 0u32, Vec::new());
    let mut flush = |count: &mut usize, content: &mut Vec<u8>| -> Result<(), StoreError> {
        let mut bytes = packed(count);
        bytes.append(content);
        put(part, &format!("{number:08}"), &bytes)?;
        number += 1;
        *count = 0;
        Ok(())
    };
    for item in items {
        pack(&item, &mut content);
        count += 1;
        if count == PIECE {
            flush(&mut count, &mut content)?;
        }
    }
    if count > 0 { flush(&mut count, &mut content) } else { Ok(()) }
}
