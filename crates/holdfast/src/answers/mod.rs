//! What is concluded of a site, as the verbs ask for it: concluded once for each state of the evidence, kept in the store,
//! and read from there in the pieces that a question needs.
//!
//! Conclusions are a function of four things: the evidence with what people said, the data, the site file and this
//! program. What was kept is read under a key that is made of exactly those; else everything is concluded again and kept. Every answer comes
//! from what was kept, also the first one, so that there is one way only. The day that answers are for (`--as-of`) is
//! no part of it: no conclusion depends on it.

mod conclude;
mod keep;
mod packed;
mod shapes;

pub(crate) use conclude::DEALINGS_SHOWN;

use crate::data;
use crate::failure::{Failure, INPUT, INTERNAL};
use crate::pipeline;
use crate::site::Site;
use holdfast_behaviour::{CouldBeSeen, Dealings, Standing};
use holdfast_facts::{
    CaptureId, Device, DeviceId, Evidence, EvidenceId, EvidenceSet, Exposure, Standing as Holding,
    StatementId,
};
use holdfast_report::{ConduitRow, Inputs};
use holdfast_store::{Kept, Store};
use packed::{Packed, unpacked};
use std::collections::BTreeSet;

/// Where a device stands between what was seen and what is listed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Stands {
    pub(crate) device: DeviceId,
    pub(crate) standing: Standing,
    /// For what was not seen.
    pub(crate) could_be_seen: Option<CouldBeSeen>,
    /// Rows of asset lists that are about it.
    pub(crate) rows: Vec<(CaptureId, u64)>,
}

/// What became of a statement.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Stood {
    pub(crate) statement: StatementId,
    pub(crate) standing: Holding,
    /// Devices that it is about; where it was undone, those that have what it was bound to.
    pub(crate) devices: Vec<DeviceId>,
}

/// What is said of the evidence as a whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Overview {
    pub(crate) vlans: BTreeSet<u16>,
    /// Whether anything of DHCP was seen or read.
    pub(crate) has_dhcp: bool,
}

impl Overview {
    /// Of a set that is at hand.
    pub(crate) fn of(set: &EvidenceSet) -> Overview {
        Overview {
            vlans: set.tallies.keys().filter_map(|key| key.endpoint.vlan).collect(),
            has_dhcp: set.evidence.values().any(|evidence| evidence.attribute.protocol() == "dhcp"),
        }
    }
}

/// A store in which everything about the site is concluded.
pub(crate) struct Answers {
    evidence: Store,
    /// Where the conclusions are, if they could not be kept beside the evidence.
    apart: Option<Store>,
    /// The key under which they were found or kept.
    key: [u8; 32],
    site: Site,
}

impl Answers {
    /// Makes sure that everything is concluded from what the store knows.
    pub(crate) fn of(mut evidence: Store, site: &Site) -> Result<Answers, Failure> {
        let mut wanted = key(evidence.revision()?, site);
        let mut apart = None;
        if evidence.kept(&site.id, wanted)?.is_none() {
            // A store that cannot be written to is read all the same.
            let revision = evidence.ask_revision().ok();
            let all = conclude::from(&evidence, site)?;
            wanted = key(revision.unwrap_or_default(), site);
            let kept = revision.is_some_and(|revision| keep(&mut evidence, revision, &all, site).is_ok());
            if !kept || evidence.kept(&site.id, wanted)?.is_none() {
                let mut store = Store::in_memory()?;
                let revision = store.ask_revision()?;
                wanted = key(revision, site);
                keep(&mut store, revision, &all, site)?;
                apart = Some(store);
            }
        }
        Ok(Answers { evidence, apart, key: wanted, site: site.clone() })
    }

    /// The conclusions. Evidence that came since changes nothing of them; somebody who kept others in their place does.
    pub(crate) fn read(&self) -> Result<Reader<'_>, Failure> {
        let store = self.apart.as_ref().unwrap_or(&self.evidence);
        let kept = store.kept(&self.site.id, self.key)?.ok_or_else(|| {
            let what = "somebody changed the store while it was read";
            Failure::new(INPUT, what, "the store", "ask again")
        })?;
        Ok(Reader { kept, evidence: &self.evidence, site: &self.site })
    }
}

/// Keeps what was concluded from the evidence of that revision, for the questions that follow.
fn keep(store: &mut Store, revision: u64, all: &conclude::Concluded, site: &Site) -> Result<(), Failure> {
    store.keep(&site.id, (revision, key(revision, site)), |put| keep::put_all(all, put))?;
    Ok(())
}

/// Names all that conclusions are made from.
fn key(revision: u64, site: &Site) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&revision.to_le_bytes());
    let Site { id, settings, conduits, .. } = site;
    for text in [data::CODE, &data::version(), id, &format!("{settings:?}{conduits:?}")] {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    }
    *hasher.finalize().as_bytes()
}

/// The pieces of one state of the evidence.
pub(crate) struct Reader<'s> {
    kept: Kept<'s>,
    evidence: &'s Store,
    site: &'s Site,
}

fn damaged() -> Failure {
    let advice = "run `holdfast doctor --forget`: it deletes what was concluded, and no evidence";
    Failure::new(INTERNAL, "what was concluded before cannot be read", "the store", advice)
}

impl Reader<'_> {
    fn piece<T: Packed>(&self, part: &str, name: &str) -> Result<Option<T>, Failure> {
        let Some(bytes) = self.kept.one(part, name)? else { return Ok(None) };
        unpacked(&bytes).map(Some).ok_or_else(damaged)
    }

    fn list<T: Packed>(&self, part: &str) -> Result<Vec<T>, Failure> {
        let (mut list, mut whole) = (Vec::new(), true);
        self.kept.all(part, |mut bytes| {
            let count = usize::unpack(&mut bytes).unwrap_or(0);
            list.extend((0..count).map_while(|_| T::unpack(&mut bytes)));
            whole &= bytes.is_empty();
        })?;
        if whole { Ok(list) } else { Err(damaged()) }
    }

    /// Every device by id, without its reasons.
    pub(crate) fn devices(&self) -> Result<Vec<Device>, Failure> {
        Ok(self.list::<shapes::Brief>("devices")?.into_iter().map(|brief| brief.0).collect())
    }

    /// Puts a device's reasons, rivals, endpoints and evidence in.
    pub(crate) fn add_reasons(&self, device: &mut Device) -> Result<(), Failure> {
        let bytes = self.kept.one("reasons", &device.id.0)?.ok_or_else(damaged)?;
        shapes::unpack_reasons(device, &bytes).ok_or_else(damaged)
    }

    /// Every exposure, by device and rule.
    pub(crate) fn exposures(&self) -> Result<Vec<Exposure>, Failure> {
        self.list("exposures")
    }

    /// What was seen against what is listed, by device.
    pub(crate) fn standings(&self) -> Result<Vec<Stands>, Failure> {
        self.list("standings")
    }

    /// What became of each statement, by its id.
    pub(crate) fn said(&self) -> Result<Vec<Stood>, Failure> {
        self.piece("said", "")?.ok_or_else(damaged)
    }

    /// Devices that somebody said to ignore.
    pub(crate) fn ignored(&self) -> Result<BTreeSet<DeviceId>, Failure> {
        self.piece("ignored", "")?.ok_or_else(damaged)
    }

    /// The id that a device has today which once had this one, because evidence or people joined it with another; else the
    /// text as it is.
    pub(crate) fn today(&self, text: &str) -> Result<String, Failure> {
        let today: Option<DeviceId> = self.piece("former", &text.to_uppercase())?;
        Ok(today.map_or_else(|| text.to_owned(), |id| id.0))
    }

    /// What crosses between zones.
    pub(crate) fn conduits(&self) -> Result<Vec<ConduitRow>, Failure> {
        self.piece("conduits", "")?.ok_or_else(damaged)
    }

    /// What the device asks and is asked.
    pub(crate) fn dealings(&self, device: &DeviceId) -> Result<Dealings, Failure> {
        Ok(self.piece("dealings", &device.0)?.unwrap_or_default())
    }

    /// What is said of the evidence as a whole.
    pub(crate) fn overview(&self) -> Result<Overview, Failure> {
        self.piece("overview", "")?.ok_or_else(damaged)
    }

    /// Files, lists and what people said, without evidence, with the names under which they were given.
    pub(crate) fn files(&self) -> Result<(EvidenceSet, Inputs), Failure> {
        let set = self.evidence.load_files(&self.site.id)?;
        let inputs = pipeline::input_names(self.evidence, self.site, &set)?;
        Ok((set, inputs))
    }

    /// These pieces of evidence.
    pub(crate) fn evidence(
        &self,
        ids: &BTreeSet<EvidenceId>,
    ) -> Result<Vec<(EvidenceId, Evidence)>, Failure> {
        Ok(self.evidence.load_evidence_of(&self.site.id, ids)?)
    }

    /// Evidence whose id begins so; no more than two, which is enough to see that one is not meant alone.
    pub(crate) fn evidence_like(&self, prefix: &str) -> Result<Vec<(EvidenceId, Evidence)>, Failure> {
        Ok(match EvidenceId::range(prefix) {
            Some((low, high)) => self.evidence.load_evidence_between(&self.site.id, low, high, 2)?,
            None => Vec::new(),
        })
    }
}
