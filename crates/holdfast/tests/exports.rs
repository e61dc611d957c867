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
