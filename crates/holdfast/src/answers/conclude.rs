//! Everything that is concluded of a site, stage by stage, with no more of the evidence in memory than the stage reads:
//! identity and the reconciliation need all of it but who talked with whom, behaviour needs that and little else.

use super::packed::packed;
use super::shapes::pack_reasons;
use super::{Overview, Stands};
use crate::cli::conduits::rows;
use crate::data;
use crate::failure::Failure;
use crate::site::Site;
use holdfast_behaviour::{Scene, assess, attributes_read, conduits, dealings, reconcile};
use holdfast_facts::{Device, DeviceId, EvidenceSet, Exposure};
use holdfast_identify::resolve_each;
use holdfast_report::ConduitRow;
use holdfast_store::Store;
use std::collections::BTreeMap;

/// Dealings of one device that are shown.
pub(crate) const DEALINGS_SHOWN: usize = 12;

/// What was concluded.
pub(super) struct Concluded {
    pub(super) overview: Overview,
    /// By id; also hosts of the internet that have an exposure.
    pub(super) devices: Vec<Device>,
    /// What [`thin`] took from them, packed, by id.
    pub(super) reasons: BTreeMap<DeviceId, Vec<u8>>,
    pub(super) exposures: Vec<Exposure>,
    pub(super) standings: Vec<Stands>,
    pub(super) conduits: Vec<ConduitRow>,
    /// What each device asks and is asked, packed, by id.
    pub(super) dealings: Vec<(DeviceId, Vec<u8>)>,
}

/// Takes a device's reasons and rivals away, which behaviour does not read, and gives them packed, with its evidence: they
/// are half of what a device takes.
fn thin(device: &mut Device) -> Vec<u8> {
    let mut bytes = Vec::new();
    pack_reasons(device, &mut bytes);
    bytes.shrink_to_fit();
    for claim in device.claims.values_mut() {
        (claim.reasons, claim.rivals) = (Vec::new(), Vec::new());
    }
    for service in &mut device.services {
        service.evidence = Vec::new();
    }
    device.runners_up.clear();
    bytes
}

fn scene<'a>(set: &'a EvidenceSet, devices: &'a [Device], site: &'a Site) -> Scene<'a> {
    Scene::new(set, devices, &site.settings.zones, &site.conduits)
}

/// Concludes everything from what the store knows of the site.
pub(super) fn from(store: &Store, site: &Site) -> Result<Concluded, Failure> {
    let mut set = store.load_without_conversations(&site.id)?;
    let overview = Overview::of(&set);
    let (mut devices, mut reasons) = (Vec::new(), BTreeMap::new());
    resolve_each(&set, &data::knowledge()?, &site.settings, |mut device| {
        reasons.insert(device.id.clone(), thin(&mut device));
        devices.push(device);
    });
    devices.sort_by(|a, b| a.id.cmp(&b.id));
    let standings = reconcile(&scene(&set, &devices, site)).into_iter().map(|one| Stands {
        device: one.device.id.clone(),
        standing: one.standing,
        could_be_seen: one.could_be_seen,
        rows: one.rows,
    });
    let standings = standings.collect();
    // Only the reconciliation reads it.
    devices.iter_mut().for_each(|device| device.evidence = Vec::new());
    let rules = data::exposure_rules()?;
    let read = attributes_read(&rules);
    let evidence = std::mem::take(&mut set.evidence).into_iter();
    set.evidence = evidence.filter(|(_, evidence)| read.contains(evidence.attribute.name())).collect();
    set.conversations = store.load_conversations(&site.id)?;
    let found = assess(&scene(&set, &devices, site), &rules);
    for mut outsider in found.outsiders {
        reasons.insert(outsider.id.clone(), thin(&mut outsider));
        devices.push(outsider);
    }
    devices.sort_by(|a, b| a.id.cmp(&b.id));
    let scene = scene(&set, &devices, site);
    let conduits = rows(conduits(&scene));
    let mut of_each = Vec::new();
    dealings(&scene, DEALINGS_SHOWN, |device, dealings| of_each.push((device.clone(), packed(&dealings))));
    let exposures = found.exposures;
    Ok(Concluded { overview, devices, reasons, exposures, standings, conduits, dealings: of_each })
}
