//! The system on one screen: captures → evidence → store → devices → exposures.

use crate::data;
use crate::failure::{Failure, INPUT};
use crate::known::Known;
use crate::progress::{Progress, Told};
use crate::site::Site;
use crate::surroundings;
use holdfast_advisories::Weighed;
use holdfast_behaviour::{Conduit, ExposureRules, Scene, Talk};
use holdfast_facts::{Device, DeviceId, EvidenceSet, Exposure, Join as _};
use holdfast_identify::Knowledge;
use holdfast_names::Kinds;
use holdfast_packets::{Limits, ReadError, Source};
use holdfast_report::Inputs;
use holdfast_store::Store;
use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What was read, and what could not be.
#[derive(Default)]
pub(crate) struct Reading {
    pub(crate) set: EvidenceSet,
    pub(crate) inputs: Inputs,
    pub(crate) failures: Vec<Failure>,
}

/// Reads captures, several at a time. The result is the same for any number of threads and any order of the files,
/// because merging is joining.
pub(crate) fn read(paths: &[PathBuf], site: &Site, threads: usize, progress: &Progress) -> Reading {
    let next = AtomicUsize::new(0);
    let whole = Mutex::new(Reading::default());
    let work = || {
        while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
            let result = read_file(path, site, progress);
            progress.file_done();
            let Ok(mut whole) = whole.lock() else { return };
            match result {
                Ok(set) => add(&mut whole, set, &path.to_string_lossy()),
                Err(failure) => whole.failures.push(failure),
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads.min(paths.len()) {
            scope.spawn(work);
        }
        work();
    });
    let mut whole = whole.into_inner().unwrap_or_default();
    whole.failures.sort_by_key(ToString::to_string);
    whole
}

fn add(whole: &mut Reading, set: EvidenceSet, name: &str) {
    for id in set.captures.keys() {
        let names = whole.inputs.entry(*id).or_default();
        names.push(name.to_owned());
        names.sort();
    }
    if whole.set.captures.is_empty() {
        whole.set = set;
    } else {
        whole.set.join(set);
    }
}

/// Reads one capture from bytes that somebody else holds (the demo's).
pub(crate) fn read_bytes(name: &str, bytes: &[u8], site: &Site, whole: &mut Reading) -> Result<(), Failure> {
    let set = read_capture(bytes, site).map_err(|error| refused(Path::new(name), &error))?;
    add(whole, set, name);
    Ok(())
}

fn read_file(path: &Path, site: &Site, progress: &Progress) -> Result<EvidenceSet, Failure> {
    if path == Path::new("-") {
        return read_capture(Told { input: std::io::stdin().lock(), progress }, site)
            .map_err(|error| refused(path, &error));
    }
    let file = std::fs::File::open(path).map_err(|error| {
        Failure::new(INPUT, error, path.display(), "check the name, and that you may read the file")
    })?;
    read_capture(Told { input: file, progress }, site).map_err(|error| refused(path, &error))
}

fn read_capture(input: impl Read, site: &Site) -> Result<EvidenceSet, ReadError> {
    let source = Source { site: site.id.clone(), sensor: "look".into(), credentials: data::credentials() };
    holdfast_packets::read_capture(input, &source, Limits::default())
}

fn refused(path: &Path, error: &ReadError) -> Failure {
    let place = if path == Path::new("-") { "standard input".to_owned() } else { path.display().to_string() };
    let advice = match error {
        ReadError::Empty => "record it again: nothing was captured",
        ReadError::Io(_) => "check that the file can be read to its end",
        _ => "give a pcap or pcapng file, plain, .gz or .zst",
    };
    Failure::new(INPUT, error, place, advice)
}

/// Joins what was read into the store.
pub(crate) fn keep(store: &mut Store, site: &Site, read: Reading) -> Result<(), Failure> {
    store.merge(&site.id, &read.set)?;
    name(store, site, &read.inputs)
}

/// Notes under which names files were given.
pub(crate) fn name(store: &Store, site: &Site, inputs: &Inputs) -> Result<(), Failure> {
    for (id, names) in inputs {
        for name in names {
            // The full path, so that `why` finds the file again from another folder.
            let full = std::fs::canonicalize(name)
                .map_or_else(|_| name.clone(), |path| path.to_string_lossy().into_owned());
            store.name_capture(&site.id, *id, &full)?;
        }
    }
    Ok(())
}

/// All that the store knows of the site.
pub(crate) fn load(store: &Store, site: &Site) -> Result<(EvidenceSet, Inputs), Failure> {
    let set = store.load(&site.id)?;
    let inputs = input_names(store, site, &set)?;
    Ok((set, inputs))
}

/// The names under which the files of a set were given.
pub(crate) fn input_names(store: &Store, site: &Site, set: &EvidenceSet) -> Result<Inputs, Failure> {
    let mut inputs = Inputs::new();
    for id in set.captures.keys().chain(set.lists.keys()) {
        inputs.insert(*id, store.capture_names(&site.id, *id)?);
    }
    Ok(inputs)
}

/// What is concluded from the evidence.
pub(crate) struct Conclusions {
    /// By id; also hosts of the internet that have an exposure.
    pub(crate) devices: Vec<Device>,
    pub(crate) exposures: Vec<Exposure>,
}

impl Conclusions {
    /// Takes out devices that somebody said to ignore, and their exposures, unless they are wanted.
    pub(crate) fn hide_ignored(&mut self, wanted: bool) {
        if wanted {
            return;
        }
        let ignored = self.devices.iter().filter(|device| device.ignored);
        let ignored: BTreeSet<DeviceId> = ignored.map(|device| device.id.clone()).collect();
        self.devices.retain(|device| !device.ignored);
        self.exposures.retain(|exposure| !ignored.contains(&exposure.device));
    }
}

/// Devices and exposures are functions of the evidence and of the data.
pub(crate) fn conclude(
    set: &EvidenceSet,
    knowledge: &Knowledge,
    rules: &ExposureRules,
    site: &Site,
) -> Conclusions {
    let mut devices = holdfast_identify::resolve(set, knowledge, &site.settings);
    let scene = Scene::new(set, &devices, &site.settings.zones, &site.conduits);
    let found = holdfast_behaviour::assess(&scene, rules);
    devices.extend(found.outsiders);
    devices.sort_by(|a, b| a.id.cmp(&b.id));
    Conclusions { devices, exposures: found.exposures }
}

/// What crosses between zones.
pub(crate) fn conduits(set: &EvidenceSet, devices: &[Device], site: &Site) -> Vec<Conduit> {
    holdfast_behaviour::conduits(&Scene::new(set, devices, &site.settings.zones, &site.conduits))
}

/// Who talks with whom.
pub(crate) fn talks(set: &EvidenceSet, devices: &[Device], site: &Site) -> Vec<Talk> {
    holdfast_behaviour::talks(&Scene::new(set, devices, &site.settings.zones, &site.conduits))
}

/// What the feeds say of the devices, and what to do: every vulnerability of every device, in the order of the devices. What
/// is known not to apply is among them.
pub(crate) fn weaknesses(
    devices: &[Device],
    talks: &[Talk],
    known: &Known,
    kinds: &Kinds,
    site: &Site,
) -> Vec<Weighed> {
    let surroundings = surroundings::of(devices, talks, kinds, site);
    let mut asker = known.asker();
    let mut found = Vec::new();
    for (device, around) in devices.iter().zip(&surroundings) {
        let identity = holdfast_advisories::identity(device);
        if identity.is_nameless() {
            continue;
        }
        let matches = asker.matches(&identity);
        found.extend(holdfast_advisories::weaknesses(
            device,
            &matches,
            known,
            around,
            &known.priority,
            known.as_of,
        ));
    }
    found
}
