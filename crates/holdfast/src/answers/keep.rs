//! What was concluded, in pieces: each question takes only those that it needs.

use super::conclude::Concluded;
use super::packed::{Packed, packed};
use super::shapes::pack_brief;
use holdfast_facts::DeviceId;
use holdfast_store::StoreError;
use std::collections::BTreeSet;

/// Devices, exposures or rows in one piece.
const PIECE: usize = 512;

/// Takes a piece of a part by its name.
pub(super) type Put<'p> = &'p mut dyn FnMut(&str, &str, &[u8]) -> Result<(), StoreError>;

/// Puts all that was concluded.
pub(super) fn put_all(all: &Concluded, put: Put<'_>) -> Result<(), StoreError> {
    let Concluded { overview, devices, reasons, exposures, standings, said, former, conduits, dealings } =
        all;
    put("overview", "", &packed(overview))?;
    pieces("devices", devices.iter(), put, |device, out| pack_brief(device, out))?;
    reasons.iter().try_for_each(|(id, bytes)| put("reasons", &id.0, bytes))?;
    pieces("exposures", exposures.iter(), put, |exposure, out| exposure.pack(out))?;
    pieces("standings", standings.iter(), put, |stands, out| stands.pack(out))?;
    put("said", "", &packed(said))?;
    let ignored = devices.iter().filter(|device| device.ignored);
    let ignored: BTreeSet<DeviceId> = ignored.map(|device| device.id.clone()).collect();
    put("ignored", "", &packed(&ignored))?;
    former.iter().try_for_each(|(id, today)| put("former", &id.0, &packed(today)))?;
    put("conduits", "", &packed(conduits))?;
    dealings.iter().try_for_each(|(id, bytes)| put("dealings", &id.0, bytes))
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
