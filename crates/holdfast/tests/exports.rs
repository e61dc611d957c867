//! What is written for other tools: they take it, and it does what it says.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A store of the example ward that is gone when the test is over.
struct Store(PathBuf);

impl Store {
    fn new(name: &str) -> Store {
        let path = std::env::temp_dir().join(format!("holdfast-export-{name}-{}.db", std::process::id()));
        let _ = std::fs::remove_file(&path);
        let store = Store(path);
        let ward = root().join("examples/ward.pcapng");
        assert!(store.run(&["look", "-q", &ward.to_string_lossy()]).status.success());
        store
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let site = root().join("examples/holdfast.toml");
        Command::new(env!("CARGO_BIN_EXE_holdfast"))
            .args(arguments)
            .args(["--as-of", "2026-11-25"])
            .arg("--site")
            .arg(site)
            .arg("--store")
            .arg(&self.0)
            .output()
            .unwrap()
    }

    fn text(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// What a list says of a pump that no update can help, and of a controller whose firmware is not known.
const LIST: &str = "Asset Tag,Serial Number,Manufacturer,Model,Firmware,Location,IP\n\
    MT-1,S1,Medtronic,MiniMed 508,,Ward 3,10.20.10.201\n\
    BT-9,S2,Exampleworks,Gearbox 12,,Roof,10.20.10.202\n";

/// A feed in our own words: the maker's category says "fix", its sentence says "replace".
const FEED: &str = r#"{"document":{"category":"csaf_security_advisory","csaf_version":"2.0","lang":"en",
"publisher":{"category":"coordinator","name":"Example CERT","namespace":"https://cert.example.org"},
"title":"Insulin pump takes orders from anybody","references":[{"category":"self","summary":"here","url":"https://cert.example.org/EX-1"}],
"tracking":{"id":"EX-1","status":"final","version":"1","current_release_date":"2026-01-01T00:00:00Z",
"initial_release_date":"2026-01-01T00:00:00Z","revision_history":[{"date":"2026-01-01T00:00:00Z","number":"1","summary":"first"}]}},
"product_tree":{"branches":[{"category":"vendor","name":"Medtronic","branches":[{"category":"product_name","name":"MiniMed 508",
"branches":[{"category":"product_version_range","name":"vers:all/*","product":{"name":"Medtronic MiniMed 508: all versions","product_id":"P1"}}]}]},
{"category":"vendor","name":"Exampleworks","branches":[{"category":"product_name","name":"Gearbox 12","branches":[
{"category":"product_version_range","name":"<2.0","product":{"name":"Exampleworks Gearbox 12: <2.0","product_id":"P2"}}]}]}]},
"vulnerabilities":[{"cve":"CVE-2019-10964","title":"Radio without a check of who speaks","product_status":{"known_affected":["P1"]},
"scores":[{"products":["P1"],"cvss_v3":{"version":"3.0","vectorString":"CVSS:3.0/AV:A/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:L","baseScore":7.1,"baseSeverity":"HIGH"}}],
"remediations":[{"category":"vendor_fix","product_ids":["P1"],"details":"No update will be released for this pump. Patients should ask their doctor for a newer model, and replace this one."}]},
{"cve":"CVE-2026-11111","title":"A login that cannot be changed","product_status":{"known_affected":["P2"]},
"remediations":[{"category":"vendor_fix","product_ids":["P2"],"details":"Update to version 2.0."}]}]}"#;

/// A store with the list, and the feed beside it.
struct Hospital(Store, PathBuf);

impl Hospital {
    fn new(name: &str) -> Hospital {
        let folder = std::env::temp_dir().join(format!("holdfast-export-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let store = Store(folder.join("store.db"));
        let (list, feed) = (folder.join("devices.csv"), folder.join("feed.json"));
        std::fs::write(&list, LIST).unwrap();
        std::fs::write(feed, FEED).unwrap();
        let import = store.run(&["import", "-q", &list.to_string_lossy()]);
        assert!(import.status.success(), "{}", String::from_utf8_lossy(&import.stderr));
        Hospital(store, folder)
    }

    fn export(&self, arguments: &[&str]) -> Output {
        let feed = self.1.join("feed.json");
        self.0.run(&[&["export"], arguments, &["--feeds", &feed.to_string_lossy()]].concat())
    }
}

impl Drop for Hospital {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.1);
    }
}

#[test]
fn weaknesses_go_out_in_every_format_with_the_same_bytes() {
    let hospital = Hospital::new("statements");
    for kind in ["csaf-vex", "openvex", "ocsf", "cyclonedx", "xlsx"] {
        let output = hospital.export(&[kind]);
        assert!(output.status.success(), "{kind}: {}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.stdout, hospital.export(&[kind]).stdout, "{kind}");
        if kind == "xlsx" {
            continue;
        }
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.contains("CVE-2019-10964") && text.contains("CVE-2026-11111"), "{kind}: {text}");
        let first = if kind == "ocsf" { text.lines().next().unwrap() } else { &text };
        let document: serde_json::Value = serde_json::from_str(first).unwrap();
        match kind {
            "csaf-vex" => {
                let list = document["vulnerabilities"].as_array().unwrap();
                assert!(list[0]["product_status"]["known_affected"].is_array());
                let said = list[0]["remediations"].to_string();
                // What the feed calls a fix is none.
                assert!(said.contains("no_fix_planned") && !said.contains("vendor_fix"), "{said}");
                assert!(list[1]["product_status"]["under_investigation"].is_array(), "{}", list[1]);
            }
            "openvex" => assert_eq!(document["statements"][0]["status"], "affected"),
            "ocsf" => assert_eq!(document["vulnerabilities"][0]["is_fix_available"], false),
            // The maker says that it will not, not that it cannot.
            _ => assert_eq!(document["vulnerabilities"][0]["analysis"]["response"][0], "will_not_fix"),
        }
    }
}

#[test]
fn the_sheet_is_for_one_device_that_no_update_can_help() {
    let hospital = Hospital::new("sheet");
    let sheet = hospital.export(&["sheet", "10.20.10.201"]);
    let text = String::from_utf8(sheet.stdout).unwrap();
    assert!(sheet.status.success(), "{}", String::from_utf8_lossy(&sheet.stderr));
    for wanted in ["<!DOCTYPE html>", "MT-1", "Ward 3", "No update will be released for this pump", "EX-1"] {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
    // Nothing is known of the other that no update can help; without a device there is nothing to write.
    assert_eq!(hospital.export(&["sheet", "10.20.10.202"]).status.code(), Some(3));
    assert_eq!(hospital.export(&["sheet"]).status.code(), Some(2));
}

#[test]
fn without_feeds_there_are_no_statements_and_no_empty_file() {
    let hospital = Hospital::new("empty");
    let file = hospital.1.join("vex.json");
    let output = hospital.0.run(&["export", "csaf-vex", "--out", &file.to_string_lossy()]);
    assert_eq!(output.status.code(), Some(3), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(!file.exists());
    assert!(!hospital.0.text(&["export", "cyclonedx"]).contains("\"vulnerabilities\""));
}

/// The ward's printer: it is printed to and asked over SNMP.
const PRINTER: &str = "10.20.10.92";

#[test]
fn mud_and_cyclonedx_have_their_shapes_and_the_same_bytes() {
    let store = Store::new("json");
    for arguments in [vec!["export", "mud", PRINTER], vec!["export", "cyclonedx"]] {
        let text = store.text(&arguments);
        assert_eq!(text, store.text(&arguments));
        let document: serde_json::Value = serde_json::from_str(&text).unwrap();
        if arguments[1] == "mud" {
            let mud = &document["ietf-mud:mud"];
            assert_eq!(mud["mud-version"], 1);
            let lists = mud["to-device-policy"]["access-lists"]["access-list"].as_array().unwrap();
            let acls = document["ietf-access-control-list:acls"]["acl"].as_array().unwrap();
            for list in lists {
                assert!(acls.iter().any(|acl| acl["name"] == list["name"]));
            }
            assert!(text.contains("\"port\": 631"));
        } else {
            assert_eq!(document["specVersion"], "1.6");
            let serial = document["serialNumber"].as_str().unwrap();
            assert!(serial.starts_with("urn:uuid:") && serial.len() == 45, "{serial}");
            assert!(document["components"].as_array().unwrap().len() > 20);
        }
    }
}

#[test]
fn a_workbook_is_a_zip_with_the_same_bytes() {
    let store = Store::new("xlsx");
    let first = store.run(&["export", "xlsx"]).stdout;
    assert!(first.starts_with(b"PK"));
    assert_eq!(first, store.run(&["export", "xlsx"]).stdout);
}

#[test]
fn access_lists_permit_what_was_seen_and_say_how_to_undo() {
    let store = Store::new("acl");
    let text = store.text(&["export", "acl", PRINTER]);
    assert!(text.contains(" permit tcp host 10.20.10.72 host 10.20.10.92 eq 631"), "{text}");
    assert!(text.contains(" deny ip host 10.20.10.92 any log"));
    assert!(text.contains("!   no ip access-list extended"));
    assert!(
        store
            .text(&["export", "acl", PRINTER, "--log-first"])
            .contains(" permit ip host 10.20.10.92 any log")
    );
    assert!(!store.text(&["export", "acl", PRINTER, "--isolate"]).contains("631"));
}

/// Whether rules can be tried here: nft, ip, and the right to make network namespaces.
fn can_try() -> bool {
    let quiet = |program: &str, arguments: &[&str]| {
        Command::new(program)
            .args(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    };
    quiet("nft", &["--version"]) && quiet("unshare", &["-n", "true"]) && quiet("ip", &["-V"])
}

#[test]
fn nft_takes_the_rules() {
    if !can_try() {
        println!("skipped: needs nft, ip and the right to make network namespaces");
        return;
    }
    let store = Store::new("nft");
    for more in [&[][..], &["--log-first"], &["--isolate"]] {
        let file = store.0.with_extension("nft");
        let text = store.text(&[&["export", "nft", PRINTER][..], more].concat());
        std::fs::write(&file, &text).unwrap();
        let check = Command::new("unshare").args(["-n", "nft", "-c", "-f"]).arg(&file).output().unwrap();
        let _ = std::fs::remove_file(&file);
        assert!(check.status.success(), "{}\n{text}", String::from_utf8_lossy(&check.stderr));
    }
}

/// Three namespaces in a row: whoever prints and a stranger on one side, a router with the rules, the printer behind it.
const TRIAL: &str = r#"
set -e
P=hft$$
trap 'for n in peer router device; do ip netns del $P-$n 2>/dev/null || true; done' EXIT
for n in peer router device; do ip netns add $P-$n; ip -n $P-$n link set lo up; done
ip -n $P-router link add up0 type veth peer name eth0 netns $P-peer
ip -n $P-router link add in0 type veth peer name eth0 netns $P-device
# The peer's network is made to lie elsewhere, so that the router must pass the frames on.
ip -n $P-peer addr add 10.20.10.72/32 dev eth0; ip -n $P-peer addr add 10.20.10.99/32 dev eth0
ip -n $P-device addr add 10.20.10.92/32 dev eth0
for n in peer device; do ip -n $P-$n link set eth0 up; done
for l in up0 in0; do ip -n $P-router link set $l up; done
ip -n $P-router addr add 192.0.2.1/32 dev lo
ip -n $P-router route add 10.20.10.72/32 dev up0; ip -n $P-router route add 10.20.10.99/32 dev up0
ip -n $P-router route add 10.20.10.92/32 dev in0
ip -n $P-peer route add 192.0.2.1/32 dev eth0; ip -n $P-peer route add 10.20.10.92/32 via 192.0.2.1 dev eth0 onlink
ip -n $P-device route add 192.0.2.1/32 dev eth0; ip -n $P-device route add default via 192.0.2.1 dev eth0 onlink
ip netns exec $P-router sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward; for i in all up0 in0; do echo 1 > /proc/sys/net/ipv4/conf/$i/proxy_arp; done'
ip netns exec $P-router nft -f "$1"
for port in 631 23; do ip netns exec $P-device python3 -m http.server -b 10.20.10.92 $port >/dev/null 2>&1 & done
try() { ip netns exec $P-peer python3 -c '
import socket, sys
s = socket.socket(); s.settimeout(1.5); s.bind((sys.argv[1], 0))
try:
    s.connect(("10.20.10.92", int(sys.argv[2]))); print(sys.argv[1], sys.argv[2], "passes")
except OSError: print(sys.argv[1], sys.argv[2], "drops")
' "$1" "$2"; }
for i in $(seq 60); do [ "$(try 10.20.10.72 631)" = "10.20.10.72 631 passes" ] && break; sleep 0.3; done
try 10.20.10.72 631
try 10.20.10.72 23
try 10.20.10.99 631
kill $(jobs -p) 2>/dev/null || true
"#;

#[test]
fn what_was_seen_passes_and_the_rest_is_dropped() {
    let root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0");
    let python =
        Command::new("python3").arg("--version").output().is_ok_and(|output| output.status.success());
    if !(can_try() && root && python) {
        println!("skipped: needs root, nft, ip and python3");
        return;
    }
    let store = Store::new("trial");
    let file = store.0.with_extension("nft");
    std::fs::write(&file, store.text(&["export", "nft", PRINTER])).unwrap();
    let trial = Command::new("bash").args(["-c", TRIAL, "trial"]).arg(&file).output().unwrap();
    let _ = std::fs::remove_file(&file);
    let (said, wrong) = (String::from_utf8_lossy(&trial.stdout), String::from_utf8_lossy(&trial.stderr));
    if said.is_empty() && !trial.status.success() {
        // A machine without veth or forwarding cannot show it.
        println!("skipped: no network namespaces with veth here: {wrong}");
        return;
    }
    assert_eq!(
        said.lines().collect::<Vec<_>>(),
        ["10.20.10.72 631 passes", "10.20.10.72 23 drops", "10.20.10.99 631 drops"],
        "{wrong}"
    );
}
