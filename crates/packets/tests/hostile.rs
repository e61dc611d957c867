//! Any bytes: the labelled corpus beside the project as it is, cut and with flipped bits, and a capture of our own.
//!
//! What must hold for every input: no panic (not even one that was caught and counted), an answer in bounded time.
//! Cuts and flips are seeded by the file's name, so a failure comes again. About 95 000 readings, 100 CPU-seconds.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test: to panic is to fail")]

use holdfast_packets::{Limits, Source, read_capture};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Threads that read at once.
const THREADS: usize = 2;
/// One reading may take this long, and a second more for each MiB: far above what is needed, far below a hang.
const PATIENCE: Duration = Duration::from_secs(5);
/// Cuts and flips of a file, half of each.
const CHANGES: usize = 200;
/// Malformed files up to this size are cut at every 64 bytes.
const SMALL: usize = 64 * 1024;

/// The corpus stands beside the project, not in it.
fn corpus() -> Option<PathBuf> {
    let shared = std::env::var_os("HOLDFAST_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    Some(shared.join("corpus/dev")).filter(|folder| folder.is_dir())
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push(entry.path()),
                _ => found.push(entry.path()),
            }
        }
    }
    found.sort();
    found
}

/// Xorshift: a few lines, and the same numbers everywhere.
struct Chance(u64);

impl Chance {
    fn of(name: &str) -> Chance {
        let mix = |seed: u64, byte| (seed ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        Chance(name.bytes().fold(0xcbf2_9ce4_8422_2325, mix) | 1)
    }

    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

/// One way of spoiling a file.
#[derive(Clone, Copy, Debug)]
enum Change {
    AsItIs,
    Cut(usize),
    /// So many single bits, at places drawn from the seed.
    Flip(usize, u64),
}

fn changed(bytes: &[u8], change: Change) -> Vec<u8> {
    match change {
        Change::AsItIs => bytes.to_vec(),
        Change::Cut(at) => bytes[..at].to_vec(),
        Change::Flip(count, seed) => {
            let (mut bytes, mut chance) = (bytes.to_vec(), Chance(seed | 1));
            for _ in 0..count {
                // One flip in four falls into the first 128 bytes, where the file says what it is.
                let reach = if chance.below(4) == 0 { bytes.len().min(128) } else { bytes.len() };
                let at = chance.below(reach);
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << chance.below(8);
                }
            }
            bytes
        }
    }
}

/// As it is, cut, and with 1 to 64 flipped bits.
fn changes(path: &Path, length: usize, malformed: bool) -> Vec<Change> {
    let mut chance = Chance::of(&path.file_name().unwrap_or_default().to_string_lossy());
    let mut list = vec![Change::AsItIs];
    if malformed && length <= SMALL {
        list.extend((0..length).step_by(64).map(Change::Cut));
    } else {
        list.extend((0..CHANGES / 2).map(|_| Change::Cut(chance.below(length))));
    }
    list.extend(
        (0..CHANGES / 2).map(|_| Change::Flip(1 << chance.below(7), chance.below(usize::MAX) as u64)),
    );
    list
}

/// What is wrong with the reading of these bytes.
fn complaint(bytes: &[u8]) -> Option<String> {
    let source = Source { site: "site".into(), sensor: "test".into(), credentials: Default::default() };
    let began = Instant::now();
    let outcome = std::panic::catch_unwind(|| read_capture(bytes, &source, Limits::default()));
    let took = began.elapsed();
    match outcome {
        Err(_) => return Some("panicked outside a dissector".to_owned()),
        Ok(Ok(set)) => {
            let mut counts = set.captures.values().flat_map(|summary| &summary.coverage.counts);
            if let Some((name, count)) = counts.find(|(name, _)| name.ends_with(".panic")) {
                return Some(format!("{name}: {count}"));
            }
        }
        // What is no capture is refused with a reason; that is an answer.
        Ok(Err(_)) => {}
    }
    (took > PATIENCE + Duration::from_secs(bytes.len() as u64 >> 20)).then(|| format!("took {took:?}"))
}

/// Ends the run when one reading takes far too long: a hang cannot report itself.
fn watch(busy: &'static [AtomicU64; THREADS], start: Instant) {
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(Duration::from_secs(1));
            for since in busy {
                let since = since.load(Ordering::Relaxed);
                if since > 0 && start.elapsed().as_secs().saturating_sub(since) > 60 {
                    eprintln!(
                        "a reading has taken a minute: it hangs (run one folder alone to find the file)"
                    );
                    std::process::abort();
                }
            }
        }
    });
}

/// Reads every change of every file; gives the number of readings and what went wrong.
fn spoil(list: &[PathBuf], malformed: bool) -> (usize, Vec<String>) {
    // One for each of the tests, since they may run at the same time.
    let busy: &'static [AtomicU64; THREADS] = Box::leak(Box::new([const { AtomicU64::new(0) }; THREADS]));
    let (next, readings, start) = (AtomicUsize::new(0), AtomicUsize::new(0), Instant::now());
    watch(busy, start);
    let work = |busy: &AtomicU64| {
        let mut wrong = Vec::new();
        while let Some(path) = list.get(next.fetch_add(1, Ordering::Relaxed)) {
            let bytes = std::fs::read(path).unwrap();
            for change in changes(path, bytes.len(), malformed) {
                busy.store(start.elapsed().as_secs() + 1, Ordering::Relaxed);
                if let Some(what) = complaint(&changed(&bytes, change)) {
                    wrong.push(format!("{} {change:?}: {what}", path.display()));
                }
                readings.fetch_add(1, Ordering::Relaxed);
            }
        }
        busy.store(0, Ordering::Relaxed);
        wrong
    };
    let wrong = std::thread::scope(|scope| {
        let threads: Vec<_> = busy.iter().map(|busy| scope.spawn(|| work(busy))).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    (readings.into_inner(), wrong)
}

fn check(folders: &[&str], malformed: bool) {
    let Some(corpus) = corpus() else {
        eprintln!("skipped: needs ../shared/corpus/dev");
        return;
    };
    let list: Vec<PathBuf> = folders.iter().flat_map(|folder| files(&corpus.join(folder))).collect();
    assert!(!list.is_empty(), "no file in {folders:?}");
    let began = Instant::now();
    let (readings, wrong) = spoil(&list, malformed);
    eprintln!("{} files, {readings} readings in {:.0} s", list.len(), began.elapsed().as_secs_f32());
    assert!(wrong.is_empty(), "{} of {readings} readings:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn malformed_files_cut_at_every_64_bytes_and_flipped() {
    check(&["malformed"], true);
}

#[test]
fn every_other_file_cut_and_flipped() {
    check(&["captures", "unlabelled", "behaviour"], false);
}

/// A big-endian pcap of one ARP frame.
fn one_frame() -> Vec<u8> {
    let mut pcap = vec![0xa1, 0xb2, 0xc3, 0xd4, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 1];
    pcap.extend([0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 42, 0, 0, 0, 42]);
    pcap.extend([0xff; 6]);
    pcap.extend([2, 0, 0, 0, 0, 1, 8, 6, 0, 1, 8, 0, 6, 4, 0, 1, 2, 0, 0, 0, 0, 1, 10, 0, 0, 1]);
    pcap.extend([0, 0, 0, 0, 0, 0, 10, 0, 0, 2]);
    pcap
}

#[test]
fn a_compressed_capture_cut_and_flipped_everywhere() {
    // A gzip member of one stored block (RFC 1952, RFC 1951 §3.2.4), its check sum left out: it breaks off.
    let pcap = one_frame();
    let length = (pcap.len() as u16).to_le_bytes();
    let mut gzip = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, length[0], length[1], !length[0], !length[1]];
    gzip.extend(&pcap);
    let source = Source { site: "site".into(), sensor: "test".into(), credentials: Default::default() };
    let set = read_capture(&gzip[..], &source, Limits::default()).unwrap();
    assert!(set.captures.values().all(|summary| summary.truncated && summary.frames == 1));
    for at in 0..gzip.len() {
        assert_eq!(complaint(&gzip[..at]), None, "cut at {at}");
        for bit in 0..8 {
            let mut flipped = gzip.clone();
            flipped[at] ^= 1 << bit;
            assert_eq!(complaint(&flipped), None, "bit {bit} of byte {at}");
        }
    }
}

#[test]
fn a_source_that_gives_one_byte_at_a_time_or_breaks() {
    struct Drip<'a> {
        left: &'a [u8],
        breaks: bool,
    }
    impl Read for Drip<'_> {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            match (self.left.split_first(), into.first_mut()) {
                (Some((byte, left)), Some(slot)) => {
                    (*slot, self.left) = (*byte, left);
                    Ok(1)
                }
                _ if self.breaks => Err(std::io::Error::other("the disk is gone")),
                _ => Ok(0),
            }
        }
    }
    let pcap = one_frame();
    let source = Source { site: "site".into(), sensor: "test".into(), credentials: Default::default() };
    let whole = read_capture(&pcap[..], &source, Limits::default()).unwrap();
    let drip = read_capture(Drip { left: &pcap, breaks: false }, &source, Limits::default()).unwrap();
    assert_eq!(whole, drip);
    assert!(read_capture(Drip { left: &pcap, breaks: true }, &source, Limits::default()).is_err());
}
