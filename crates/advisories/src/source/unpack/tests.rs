//! Archives made here, part by part, so that each fault is the one that is meant.

use crate::source::tests::{ids, read, record, refusals};
use std::io::Write as _;

pub(in crate::source) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub(in crate::source) fn zstandard(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

/// A zip archive (APPNOTE.TXT §4.3) of deflated parts.
pub(in crate::source) fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut body, mut directory) = (Vec::new(), Vec::new());
    for (name, data) in parts {
        let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(data).unwrap();
        let packed = encoder.finish().unwrap();
        let mut common = Vec::new();
        common.extend([20, 0, 0, 0, 8, 0]); // version, no flags, deflate
        common.extend([0; 8]); // time, date and checksum
        common.extend((packed.len() as u32).to_le_bytes());
        common.extend((data.len() as u32).to_le_bytes());
        common.extend((name.len() as u16).to_le_bytes());
        common.extend([0, 0]); // no extra field
        let at = body.len() as u32;
        body.extend(b"PK\x03\x04");
        body.extend(&common);
        body.extend(name.as_bytes());
        body.extend(packed);
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&common);
        directory.extend([0; 10]); // no comment, first disk, no attributes
        directory.extend(at.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (start, length) = (body.len() as u32, directory.len() as u32);
    body.extend(directory);
    body.extend(b"PK\x05\x06\0\0\0\0");
    body.extend((parts.len() as u16).to_le_bytes());
    body.extend((parts.len() as u16).to_le_bytes());
    body.extend(length.to_le_bytes());
    body.extend(start.to_le_bytes());
    body.extend([0, 0]);
    body
}

#[test]
fn layers_are_unpacked() {
    let (one, two) = (record(1000), record(1001));
    for packed in [gzip(one.as_bytes()), zstandard(one.as_bytes()), zip(&[("a.json", one.as_bytes())])] {
        let feeds = read(&packed);
        assert_eq!(ids(&feeds), ["CVE-2024-1000"]);
        assert_eq!(feeds.refused, []);
        assert_eq!(
            feeds.documents[0].document,
            blake3::hash(&packed).to_hex().to_string(),
            "named by what lies there"
        );
        assert_eq!(feeds.advisories[0].document, blake3::hash(one.as_bytes()).to_hex().to_string());
    }
    let frames = [zstandard(one.as_bytes()), zstandard(b"\n"), zstandard(two.as_bytes())].concat();
    assert_eq!(ids(&read(frames)), ["CVE-2024-1000", "CVE-2024-1001"], "several frames");
    let inner =
        zip(&[("a.json", one.as_bytes()), ("b.json.asc", b"-----BEGIN PGP"), ("c.json", two.as_bytes())]);
    assert_eq!(
        ids(&read(zip(&[("cves.zip", &inner)]))),
        ["CVE-2024-1000", "CVE-2024-1001"],
        "one in another"
    );
    let deeper = read(zip(&[("outer.zip", &zip(&[("cves.zip", &inner)]))]));
    assert_eq!(ids(&deeper), [""; 0]);
    assert_eq!(
        refusals(&deeper),
        ["feed, part outer.zip, part cves.zip: archives within archives within archives"]
    );
}

/// The CVE list has more parts than the old directory can count.
#[test]
fn large_directories_are_read() {
    let text = record(1000);
    let small = zip(&[("a.json", text.as_bytes())]);
    let (body, end) = small.split_at(small.len() - 22);
    let start = u64::from(u32::from_le_bytes(end[16..20].try_into().unwrap()));
    let mut large = body.to_vec();
    let at = large.len() as u64;
    large.extend(b"PK\x06\x06");
    large.extend(44u64.to_le_bytes()); // the record's own length
    large.extend([0; 12]); // versions, disks
    large.extend(1u64.to_le_bytes()); // parts on this disk
    large.extend(1u64.to_le_bytes()); // parts
    large.extend((at - start).to_le_bytes()); // the directory's length
    large.extend(start.to_le_bytes());
    large.extend(b"PK\x06\x07\0\0\0\0");
    large.extend(at.to_le_bytes());
    large.extend(1u32.to_le_bytes()); // disks
    large.extend(b"PK\x05\x06\0\0\0\0");
    large.extend([0xff; 12]); // counts, length and start: look above
    large.extend([0, 0]);
    assert_eq!(ids(&read(large)), ["CVE-2024-1000"]);
}

#[test]
fn entries_of_a_packed_table_say_which_part() {
    let kev = "cveID,dateAdded\nCVE-2024-1,2024-01-01\n";
    let scores = "cve,epss\nCVE-2024-1,0.5\n";
    let feeds = read(zip(&[
        ("kev.csv", kev.as_bytes()),
        ("a.csv", scores.as_bytes()),
        ("b.csv", b"cve,epss\nCVE-2024-1,0.4\n"),
    ]));
    assert_eq!(feeds.exploited["CVE-2024-1"].pointer, "part kev.csv, row 2");
    assert_eq!(refusals(&feeds).len(), 1, "of two sets of scores one is told: {:?}", feeds.refused);
}

#[test]
fn bombs_are_refused_and_the_rest_is_read() {
    let zeros = vec![b' '; 30 << 20];
    let feeds = read(zip(&[("bomb.json", &zeros), ("a.json", record(1000).as_bytes())]));
    assert_eq!(ids(&feeds), ["CVE-2024-1000"]);
    assert!(refusals(&feeds)[0].starts_with("feed, part bomb.json: "), "{:?}", feeds.refused);
    assert!(refusals(&feeds)[0].contains("packed bytes unpack to more than"));
    assert_eq!(read(gzip(&zeros)).refused.len(), 1);
    assert_eq!(read(zstandard(&zeros)).refused.len(), 1);
}
