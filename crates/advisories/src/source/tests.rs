//! What holds for every format: layers, lines, lists, half a file, any bytes.

use super::unpack::tests::{gzip, zip, zstandard};
use crate::advisory::Advisory;
use crate::feeds::Feeds;
use proptest::prelude::*;

/// Reads one file.
pub(super) fn read(bytes: impl AsRef<[u8]>) -> Feeds {
    let mut feeds = Feeds::default();
    super::read("feed", bytes.as_ref(), &mut feeds);
    feeds
}

/// The only document of a file that has nothing wrong.
pub(super) fn only(bytes: impl AsRef<[u8]>) -> Advisory {
    let mut feeds = read(bytes);
    assert_eq!(feeds.refused, []);
    assert_eq!(feeds.advisories.len(), 1);
    feeds.advisories.remove(0)
}

/// Place and words of each refusal.
pub(super) fn refusals(feeds: &Feeds) -> Vec<String> {
    feeds.refused.iter().map(|refusal| format!("{}: {}", refusal.place, refusal.what)).collect()
}

/// A small record.
pub(super) fn record(number: u32) -> String {
    format!(
        r#"{{"cveMetadata":{{"cveId":"CVE-2024-{number}","state":"PUBLISHED"}},"containers":{{"cna":{{}}}}}}"#
    )
}

pub(super) fn ids(feeds: &Feeds) -> Vec<&str> {
    feeds.advisories.iter().map(|advisory| advisory.id.as_str()).collect()
}

#[test]
fn documents_lines_and_lists() {
    let (one, two) = (record(1000), record(1001));
    assert_eq!(ids(&read(&one)), ["CVE-2024-1000"]);
    assert_eq!(ids(&read(format!("{one}\n\n{two}\n"))), ["CVE-2024-1000", "CVE-2024-1001"]);
    assert_eq!(ids(&read(format!("[\n {one},\n {two}\n]"))), ["CVE-2024-1000", "CVE-2024-1001"]);
    assert_eq!(ids(&read(format!("\u{feff}{one}"))), ["CVE-2024-1000"], "a byte order mark");
    let pretty =
        serde_json::to_string_pretty(&serde_json::from_str::<serde_json::Value>(&one).unwrap()).unwrap();
    assert_eq!(ids(&read(pretty.replace('\n', "\r\n"))), ["CVE-2024-1000"]);
    let wide: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(one.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(ids(&read(wide)), ["CVE-2024-1000"], "UTF-16");
}

#[test]
fn half_a_file_gives_what_is_there() {
    let many: Vec<String> = (1000..1400).map(record).collect();
    let lines = many.join("\n");
    let feeds = read(&lines.as_bytes()[..lines.len() / 2 - 9]);
    assert!((150..250).contains(&feeds.advisories.len()));
    assert_eq!(feeds.refused.len(), 1);
    assert!(feeds.refused[0].what.starts_with("it breaks off"), "{:?}", feeds.refused);
    let list = format!("[{}]", many.join(","));
    let feeds = read(&list.as_bytes()[..list.len() / 2 - 9]);
    assert!((150..250).contains(&feeds.advisories.len()));
    assert_eq!(feeds.refused.len(), 1);
    let packed = gzip(lines.as_bytes());
    let feeds = read(&packed[..packed.len() / 2]);
    assert!(!feeds.advisories.is_empty());
    assert!(refusals(&feeds)[0].contains("the packed stream breaks off"));
    let archive = zip(&[("a.json", record(1000).as_bytes())]);
    assert_eq!(refusals(&read(&archive[..archive.len() - 10])), ["feed: the archive's end is cut"]);
}

#[test]
fn broken_lines_cost_themselves() {
    let text = format!("{}\n{{\"cveMetadata\": nonsense}}\n{}\nnull\n", record(1000), record(1001));
    let feeds = read(text);
    assert_eq!(ids(&feeds), ["CVE-2024-1000", "CVE-2024-1001"]);
    let places: Vec<&str> = feeds.refused.iter().map(|refusal| refusal.place.as_str()).collect();
    assert_eq!(places, ["feed, line 2", "feed, line 4"]);
    let first = read(format!("{{\"cveMetadata\": {{\n{}\n{}", record(1000), record(1001)));
    assert_eq!(ids(&first), ["CVE-2024-1000", "CVE-2024-1001"], "a broken first line");
    let bad = [br#"{"document": {"title": ""#.as_slice(), &[0xff, 0xfe, 0x80], br#""}}"#].concat();
    let feeds = read([bad.as_slice(), b"\n", record(1000).as_bytes()].concat());
    assert_eq!((ids(&feeds), feeds.refused.len()), (vec!["CVE-2024-1000"], 1), "no UTF-8");
}

#[test]
fn what_is_no_feed_says_so() {
    for (bytes, words) in [
        ("", "there is nothing in it"),
        (" \n ", "there is nothing in it"),
        ("<html>", "it is XML or a web page"),
        ("{}", "it is JSON of no kind that is known"),
        ("{\"a\": 1", "it breaks off"),
        ("[1, 2]", "it is no object"),
        ("name,colour\nx,red\n", "nobody knows a list with the columns name, colour"),
        (r#"{"feed": {"link": []}}"#, "it says where documents are"),
        (r#"{"canonical_url": "https://example.com/provider-metadata.json"}"#, "it says where documents are"),
        ("\0\0\0", "it is neither text nor an archive"),
    ] {
        let feeds = read(bytes);
        assert!(!feeds.refused.is_empty(), "{bytes}");
        let refusal = &feeds.refused[0];
        assert!(refusal.what.starts_with(words), "{bytes}: {}", refusal.what);
        assert!(!refusal.advice.is_empty());
        assert_eq!(feeds.documents[0].taken, 0);
    }
}

#[test]
fn deep_nesting_is_refused_clearly() {
    let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    // In a place that nobody reads it harms nobody.
    let ignored = record(1000).replace("\"cna\":{}", &format!("\"cna\":{{\"x_odd\":{}}}", deep(100_000)));
    assert_eq!(ids(&read(ignored)), ["CVE-2024-1000"]);
    let branch = (0..5000).fold("{}".to_owned(), |inner, _| format!(r#"{{"branches":[{inner}]}}"#));
    let text = format!(r#"{{"document":{{"tracking":{{"id":"X"}}}},"product_tree":{branch}}}"#);
    let feeds = read(format!("{text}\n{}", record(1000)));
    assert_eq!(ids(&feeds), ["CVE-2024-1000"]);
    assert_eq!(feeds.refused.len(), 1);
    assert!(feeds.refused[0].what.contains("recursion limit"));
    assert!(feeds.refused[0].advice.contains("nested deeper"));
}

#[test]
fn huge_numbers_are_skipped_or_refused() {
    let digits = "9".repeat(5 << 20);
    let ignored = record(1000).replace("\"cna\":{}", &format!("\"cna\":{{\"x_odd\":{digits}}}"));
    assert_eq!(ids(&read(ignored)), ["CVE-2024-1000"]);
    let read_one = record(1000).replace("\"state\":\"PUBLISHED\"", &format!("\"serial\":{digits}"));
    let feeds = read(format!("{read_one}\n{}", record(1001)));
    assert_eq!(ids(&feeds), ["CVE-2024-1001"]);
    assert!(feeds.refused[0].what.contains("number out of range"), "{:?}", feeds.refused);
}

#[test]
fn a_key_that_stands_twice_is_told() {
    let text = r#"{"cveMetadata":{"cveId":"CVE-2024-1","cveId":"CVE-2024-2"},"containers":{"cna":{}}}"#;
    let feeds = read(text);
    assert_eq!(ids(&feeds), ["CVE-2024-2"]);
    assert_eq!(refusals(&feeds), ["feed: a key stands twice in one object"]);
}

#[test]
fn refusals_without_end_are_counted() {
    let feeds = read("{\"x\":1}\n".repeat(3000));
    assert_eq!(feeds.refused.len(), 1001);
    assert_eq!(feeds.refused[1000].what, "2000 more refusals are not listed");
    assert_eq!(feeds.documents[0].refused, 3000);
}

#[test]
fn the_latest_state_stays() {
    let csaf = |version: &str, date: &str, title: &str| {
        format!(
            r#"{{"document":{{"title":"{title}","publisher":{{"category":"vendor","name":"Maker"}},"tracking":{{"id":"M-1","version":"{version}","current_release_date":"{date}"}}}}}}"#
        )
    };
    for (older, newer) in [
        (("1", "2024-01-01T00:00:00Z"), ("2", "2023-01-01T00:00:00Z")),
        (("9", "2024-01-01T00:00:00Z"), ("10", "2024-01-01T00:00:00Z")),
        (("2.0.0-1.0", "2024-01-01T00:00:00Z"), ("2.0.0", "2024-01-01T00:00:00Z")),
        (("1", "2024-01-01T03:00:00+02:00"), ("1", "2024-01-01T02:00:00Z")),
        (("", "2024-01-01"), ("", "2024-01-01T00:00:01")),
        (("draft", "2025-01-01T00:00:00Z"), ("1", "2024-01-01T00:00:00Z")),
    ] {
        let (older, newer) = (csaf(older.0, older.1, "old"), csaf(newer.0, newer.1, "new"));
        for text in [format!("{older}\n{newer}"), format!("{newer}\n{older}\n{newer}")] {
            let mut feeds = read(text);
            feeds.settle();
            let titles: Vec<&str> = feeds.advisories.iter().map(|advisory| advisory.title.as_str()).collect();
            assert_eq!(titles, ["new"], "{older} before {newer}");
        }
    }
}

#[test]
fn the_same_feeds_in_any_order_are_the_same() {
    let kev = |version: &str, added: &str, due: &str| {
        format!(
            r#"{{"catalogVersion":"{version}","dateReleased":"{version}T00:00:00Z","vulnerabilities":[{{"cveID":"CVE-2024-1000","dateAdded":"{added}","dueDate":"{due}"}}]}}"#
        )
    };
    let epss = |model: &str, day: &str, score: &str| {
        format!(
            "#model_version:{model},score_date:{day}T00:00:00+0000\ncve,epss,percentile\nCVE-2024-1000,{score},0.5\n"
        )
    };
    let files = [
        ("a", record(1000)),
        ("b", record(1000).replace("{\"cna\":{}", "{\"cna\":{\"title\":\"other\"}")),
        ("c", format!("{}\n{}\nbroken", record(1001), record(1000))),
        ("d", kev("2025-08-25", "2025-08-01", "2025-09-01")),
        ("e", kev("2025-11-14", "2025-08-01", "2025-10-01")),
        ("f", epss("v2023.03.01", "2025-03-01", "0.2")),
        ("g", epss("v2025.03.14", "2025-07-05", "0.4")),
        ("h", epss("v2025.03.14", "2025-07-04", "0.3")),
        ("i", "vendor,product,end of support\nMaker,Unit 5,2024-01-01\nMaker,Unit 5,2024-01-01\n".to_owned()),
    ];
    let run = |order: &[usize]| {
        let mut feeds = Feeds::default();
        for index in order {
            super::read(files[*index].0, files[*index].1.as_bytes(), &mut feeds);
        }
        feeds.settle();
        serde_json::to_string(&feeds).unwrap()
    };
    let forward: Vec<usize> = (0..files.len()).collect();
    let wanted = run(&forward);
    let mut order = forward.clone();
    for turn in 0..200usize {
        // All rotations, and swaps that no rotation has.
        let length = order.len();
        order.rotate_left(1);
        order.swap(turn % length, (turn * 7 + 3) % length);
        assert_eq!(run(&order), wanted, "{order:?}");
    }
    assert_eq!(run(&[forward.clone(), forward].concat()), wanted, "everything twice");
    assert!(
        wanted.contains("\"due\":\"2025-10-01\"") && wanted.contains("v2025.03.14") && wanted.contains("0.4")
    );
}

/// Real beginnings, so that any bytes get past the recognition.
const SEEDS: [&str; 12] = [
    r#"{"document":{"publisher":{"category":"vendor","name":"M"},"tracking":{"id":"X","version":"1"}},"product_tree":{"branches":[{"category":"vendor","name":"M","branches":[{"category":"product_version_range","name":"<1","product":{"name":"p","product_id":"1","product_identification_helper":{"cpe":"cpe:2.3:o:a:b:*:*:*:*:*:*:*:*"}}}]}],"relationships":[{"category":"installed_on","product_reference":"1","relates_to_product_reference":"1","full_product_name":{"name":"r","product_id":"2"}}]},"vulnerabilities":[{"cve":"CVE-2024-1","product_status":{"known_affected":["1","2"]},"remediations":[{"category":"vendor_fix","details":"x","product_ids":["1"]}],"notes":[{"text":"SSVCv2/E:N/A:Y/T:P/2024-07-11T21:26:33Z/ CVSS:4.0/AV:N/"}]}]}"#,
    r#"{"dataType":"CVE_RECORD","cveMetadata":{"cveId":"CVE-2024-1"},"containers":{"cna":{"affected":[{"vendor":"v","product":"p","versions":[{"version":"0","lessThan":"2","status":"affected","changes":[{"at":"1","status":"unaffected"}]}]}],"metrics":[{"other":{"type":"ssvc","content":{"options":[{"Exploitation":"None"}]}}}]}}}"#,
    r#"{"resultsPerPage":1,"vulnerabilities":[{"cve":{"id":"CVE-2024-1","configurations":[{"operator":"AND","nodes":[{"operator":"OR","cpeMatch":[{"criteria":"cpe:2.3:o:a:b:*:*:*:*:*:*:*:*","vulnerable":true}]}]}]}}]}"#,
    r#"{"_annotation":{"cve_id":"CVE-2024-1"},"cve":{"configurations":[]}}"#,
    r#"{"catalogVersion":"1","vulnerabilities":[{"cveID":"CVE-2024-1"}]}"#,
    r#"{"@context":"https://openvex.dev/ns/v0.2.0","statements":[{"vulnerability":{"name":"CVE-2024-1"},"products":[{"@id":"pkg:generic/m/p@1"}],"status":"fixed"}]}"#,
    r#"{"bomFormat":"CycloneDX","components":[{"bom-ref":"a","name":"p"}],"vulnerabilities":[{"id":"CVE-2024-1","affects":[{"ref":"a","versions":[{"version":"1"}]}],"analysis":{"state":"exploitable"}}]}"#,
    r#"{"type":"bundle","objects":[{"type":"attack-pattern","id":"a","name":"n","external_references":[{"source_name":"m","external_id":"T0855"},{"external_id":"CWE-1"}]}]}"#,
    r#"{"results":[{"recall_number":"Z-1","product_description":"Pump, Model Number: A-1","code_info":"lot 1","classification":"Class I"}]}"#,
    "#model_version:v2025.03.14,score_date:2025-07-05T00:00:00+0000\ncve,epss,percentile\nCVE-2024-1,0.5,0.5\n",
    "cveID,dateAdded,dueDate\nCVE-2024-1,2024-01-01,2024-02-01\n",
    "vendor,product,lots,serials,class,date,reason\nM,P,1;2,3,II,2024-01-01,why\n",
];

#[test]
fn the_seeds_are_feeds() {
    for seed in SEEDS {
        assert_eq!(read(seed).documents[0].refused, 0, "{seed}: {:?}", read(seed).refused);
        assert_eq!(read(seed).documents[0].taken, 1, "{seed}");
    }
}

#[test]
fn every_cut_of_a_seed_is_survived() {
    for seed in SEEDS {
        for end in 0..seed.len() {
            read(&seed.as_bytes()[..end]);
        }
    }
}

/// Each value of each seed becomes something else in turn: told or taken, and never a panic.
#[test]
fn wrong_types_anywhere_are_told() {
    fn places(value: &serde_json::Value, here: String, all: &mut Vec<String>) {
        all.push(here.clone());
        match value {
            serde_json::Value::Object(map) => map.iter().for_each(|(key, value)| {
                places(value, format!("{here}/{}", key.replace('~', "~0").replace('/', "~1")), all);
            }),
            serde_json::Value::Array(list) => {
                list.iter()
                    .enumerate()
                    .for_each(|(index, value)| places(value, format!("{here}/{index}"), all));
            }
            _ => {}
        }
    }
    let wrong = ["null", "-1", "1e300", "\"\\u0000\"", "[[]]", "{\"a\":{}}", "true"];
    for seed in SEEDS.iter().filter(|seed| seed.starts_with('{')) {
        let value: serde_json::Value = serde_json::from_str(seed).unwrap();
        let mut all = Vec::new();
        places(&value, String::new(), &mut all);
        for (place, wrong) in all.iter().flat_map(|place| wrong.map(|wrong| (place, wrong))) {
            let mut spoilt = value.clone();
            *spoilt.pointer_mut(place).unwrap() = serde_json::from_str(wrong).unwrap();
            let mut feeds = read(spoilt.to_string());
            let summary = &feeds.documents[0];
            let said = summary.taken + summary.refused > 0 || !feeds.techniques.is_empty();
            // An empty list of entries is an empty feed, and no fault.
            let empty = wrong == "null"
                && ["/vulnerabilities", "/results", "/objects"].contains(&place.as_str())
                || place.starts_with("/objects/0");
            assert!(said || empty, "{seed} with {wrong} at {place}");
            feeds.settle();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        read(&bytes);
        for magic in [&[0x1f, 0x8b, 8][..], &[0x28, 0xb5, 0x2f, 0xfd], b"PK\x03\x04", b"PK\x05\x06", b"{", b"[{"] {
            read([magic, &bytes].concat());
        }
    }

    #[test]
    fn spoilt_feeds_are_survived(
        seed in prop::sample::select(SEEDS.to_vec()),
        edits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut bytes = seed.as_bytes().to_vec();
        for (at, byte) in edits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let mut feeds = read(&bytes);
        prop_assert!(feeds.documents.len() == 1);
        feeds.settle();
        for packed in [gzip(&bytes), zip(&[("a", &bytes)])] {
            read(packed);
        }
    }

    #[test]
    fn spoilt_archives_are_survived(edits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        let inner = SEEDS[0].as_bytes();
        for mut packed in [gzip(inner), zstandard(inner), zip(&[("a.json", inner), ("b.json", inner)])] {
            for (at, byte) in &edits {
                let at = at.index(packed.len());
                packed[at] = *byte;
            }
            read(&packed);
        }
    }
}
