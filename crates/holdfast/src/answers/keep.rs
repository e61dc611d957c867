//! Concludes everything from a site's evidence and keeps it in pieces: each question takes only those that it needs.

use super::packed::{Packed, packed};
use super::shapes::{pack_brief, pack_reasons};
use super::{Overview, Stands};
use crate::cli::conduits::rows;
use crate::pipeline::Conclusions;
use crate::site::Site;
use holdfast_behaviour::{Scene, conduits, dealings, reconcile};
use holdfast_facts::EvidenceSet;
use holdfast_store::StoreError;

/// Devices, exposures or rows in one piece.
const PIECE: usize = 512;
/// Dealings of one device that are shown.
pub(crate) const DEALINGS_SHOWN: usize = 12;

/// Takes a piece of a part by its name.
pub(super) type Put<'p> = &'p mut dyn FnMut(&str, &str, &[u8]) -> Result<(), StoreError>;

/// Puts all that was concluded.
pub(super) fn put_all(
    set: &EvidenceSet,
    found: &Conclusions,
    site: &Site,
    put: Put<'_>,
) -> Result<(), StoreError> {
    put("overview", "", &packed(&Overview::of(set)))?;
    pieces("devices", found.devices.iter(), put, |device, out| pack_brief(device, out))?;
    let mut bytes = Vec::new();
    for device in &found.devices {
        bytes.clear();
        pack_reasons(device, &mut bytes);
        put("reasons", &device.id.0, &bytes)?;
    }
    pieces("exposures", found.exposures.iter(), put, |exposure, out| exposure.pack(out))?;
    let scene = Scene::new(set, &found.devices, &site.settings.zones, &site.conduits);
    let standings = reconcile(&scene).into_iter().map(|one| Stands {
        device: one.device.id.clone(),
        standing: one.standing,
        could_be_seen: one.could_be_seen,
        rows: one.rows,
    });
    pieces("standings", standings, put, |stands, out| stands.pack(out))?;
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
