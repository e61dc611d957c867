//! Everything that is concluded of a site, stage by stage, with no more of the evidence in memory than the stage reads:
//! identity and the reconciliation need all of it but who talked with whom, behaviour needs that and little else.

use super::packed::packed;
use super::shapes::pack_reasons;
use super::{Overview, Stands, Stood};
use crate::cli::conduits::rows;
use crate::cli::say::list::about;
use crate::data;
use crate::failure::Failure;
use crate::site::Site;
use holdfast_behaviour::{Scene, assess, attributes_read, conduits, dealings, reconcile};
use holdfast_facts::{Basis, Device, DeviceId, EvidenceSet, Exposure};
use holdfast_identify::{resolve_each, standings, suggest};
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
    /// What became of each statement, by id.
    pub(super) said: Vec<Stood>,
    /// Ids that a device once had or would have alone, and the one that it has.
    pub(super) former: BTreeMap<DeviceId, DeviceId>,
    pub(super) conduits: Vec<ConduitRow>,
    /// What each device asks and is asked, packed, by id.
    pub(super) dealings: Vec<(DeviceId, Vec<u8>)>,
}

/// Takes a device's reasons and rivals away, which behaviour does not read, and gives them packed, with its evidence: they
/// are half of what a device takes. Where people said something, what their words rest on stays until they are weighed.
fn thin(device: &mut Device, people_spoke: bool) -> Vec<u8> {
    let mut bytes = Vec::new();
    pack_reasons(device, &mut bytes);
    bytes.shrink_to_fit();
    for claim in device.claims.values_mut() {
        claim.rivals = Vec::new();
        if claim.basis != Basis::Said {
            claim.reasons = Vec::new();
        }
    }
    device.runners_up.clear();
    if !people_spoke {
        forget_words(device);
    }
    bytes
}

/// Takes away what only statements and suggestions read.
fn forget_words(device: &mut Device) {
    for claim in device.claims.values_mut() {
        claim.reasons = Vec::new();
    }
    for service in &mut device.services {
        service.evidence = Vec::new();
    }
    device.keys = Vec::new();
}

/// What became of each statement, and which devices it is about.
fn stood(set: &EvidenceSet, devices: &[Device]) -> Vec<Stood> {
    let all = standings(set, devices).into_iter();
    all.map(|(statement, standing)| {
        let devices = about(set, devices, statement).into_iter().map(|device| device.id.clone()).collect();
        Stood { statement, standing, devices }
    })
    .collect()
}

fn scene<'a>(set: &'a EvidenceSet, devices: &'a [Device], site: &'a Site) -> Scene<'a> {
    Scene::new(set, devices, &site.settings.zones, &site.conduits)
}

/// Concludes everything from what the store knows of the site.
pub(super) fn from(store: &Store, site: &Site) -> Result<Concluded, Failure> {
    let mut set = store.load_without_conversations(&site.id)?;
    let overview = Overview::of(&set);
    let people_spoke = !set.statements.is_empty();
    let knowledge = data::knowledge()?;
    let (mut devices, mut reasons, mut former) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
    resolve_each(&set, &knowledge, &site.settings, |mut device| {
        former.extend(device.keys.iter().skip(1).map(|key| (key.device_id(), device.id.clone())));
        reasons.insert(device.id.clone(), thin(&mut device, people_spoke));
        devices.push(device);
    });
    devices.sort_by(|a, b| a.id.cmp(&b.id));
    let mut said = Vec::new();
    if people_spoke {
        suggest(&mut devices, &set, &knowledge);
        said = stood(&set, &devices);
        devices.iter_mut().for_each(forget_words);
    }
    drop(knowledge);
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
        reasons.insert(outsider.id.clone(), thin(&mut outsider, false));
        devices.push(outsider);
    }
    devices.sort_by(|a, b| a.id.cmp(&b.id));
    let scene = scene(&set, &devices, site);
    let conduits = rows(conduits(&scene));
    let mut of_each = Vec::new();
    dealings(&scene, DEALINGS_SHOWN, |device, dealings| of_each.push((device.clone(), packed(&dealings))));
    let exposures = found.exposures;
    Ok(Concluded {
        overview,
        devices,
        reasons,
        exposures,
        standings,
        said,
        former,
        conduits,
        dealings: of_each,
    })
}
