//! What a person says, through the program: it wins, it lasts, it can be undone, and it teaches.

#[path = "say/dhcp.rs"]
mod dhcp;

use serde_json::Value;
use std::path::PathBuf;
use std::process::{Command, Output};

/// A folder with a store that is gone when the test is over.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("holdfast-say-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_holdfast"))
            .args(arguments)
            .args(["--as-of", "2026-11-25", "--store"])
            .arg(self.0.join("store.db"))
            .env("USER", "Jane Doe")
            .env_remove("HOLDFAST_PERSON")
            .current_dir(&self.0)
            .output()
            .unwrap()
    }

    fn text(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{arguments:?}: {errors}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.text(arguments)).unwrap()
    }

    /// Exit code, and what is written to standard error.
    fn fails(&self, arguments: &[&str]) -> (i32, String) {
        let output = self.run(arguments);
        (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
    }

    fn look(&self, name: &str, hosts: &[dhcp::Host<'_>]) {
        let path = self.0.join(name);
        std::fs::write(&path, dhcp::capture(hosts)).unwrap();
        self.text(&["look", "-q", &path.to_string_lossy()]);
    }

    /// The device with this MAC.
    fn device(&self, mac: &str) -> Value {
        let answer = self.json(&["devices", "--json", "--ignored"]);
        let has = |device: &&Value| device["macs"].as_array().unwrap().iter().any(|own| own == mac);
        answer["devices"].as_array().unwrap().iter().find(has).unwrap_or_else(|| panic!("{mac}")).clone()
    }

    fn count(&self) -> usize {
        self.json(&["devices", "--json"])["devices"].as_array().unwrap().len()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

const PUMP: &str = "00:a0:bc:00:00:01";
const LIKE: &str = "00:a0:bc:00:00:02";
const OTHER: &str = "00:a0:bc:00:00:03";

fn pump(mac: &'static str, name: &'static str) -> dhcp::Host<'static> {
    dhcp::Host { mac, name, class: "ZQ9 loader", list: &[1, 3, 6, 12, 42] }
}

/// Of the same maker, and something else.
const GATEWAY: dhcp::Host<'static> =
    dhcp::Host { mac: OTHER, name: "zqgate-1", class: "ZQ gate", list: &[1, 3, 6] };

fn id(value: &Value) -> &str {
    value["id"].as_str().unwrap()
}

#[test]
fn what_is_said_wins_lasts_and_is_undone() {
    let folder = Folder::new("lasts");
    folder.look("first.pcap", &[pump(PUMP, "zqpump-0A01")]);
    assert!(folder.device(PUMP)["kind"].is_null());
    let said = folder.json(&[
        "say",
        PUMP,
        "kind=infusion pump",
        "place=Ward 7",
        "owner=Medical engineering",
        "--reason",
        "read on the label",
        "--json",
    ]);
    let statements = said["statements"].as_array().unwrap();
    assert_eq!(statements.len(), 3);
    assert_eq!((&statements[0]["person"], &statements[0]["standing"]), (&"Jane Doe".into(), &"holds".into()));
    // A further capture changes nothing of it.
    folder.look("second.pcap", &[pump(PUMP, "zqpump-0A01"), GATEWAY]);
    let device = folder.device(PUMP);
    for (field, value) in [("kind", "infusion-pump"), ("place", "Ward 7"), ("owner", "Medical engineering")] {
        assert_eq!(
            (&device[field]["value"], &device[field]["basis"]),
            (&value.into(), &"said".into()),
            "{field}"
        );
        assert_eq!(device[field]["certainty"], 1.0);
    }
    assert_eq!((&device["realm"]["value"], &device["realm"]["basis"]), (&"IoMT".into(), &"inferred".into()));
    // Every id leads to something: the person and the day.
    let kind = device["kind"]["because"][0].as_str().unwrap();
    let document = folder.json(&["devices", "--json"]);
    assert_eq!(document["evidence"][kind]["assumed"]["person"], "Jane Doe");
    let why = folder.text(&["why", kind]);
    for part in [
        "kind is infusion-pump",
        "said by Jane Doe",
        "read on the label",
        "holds",
        "the evidence does not tell",
    ] {
        assert!(why.contains(part), "{part}: {why}");
    }
    assert!(folder.text(&["why", PUMP]).contains("read on the label"));
    let csv = folder.text(&["export", "csv", PUMP]);
    assert!(
        csv.contains("Ward 7,Medical engineering,kind=said realm=inferred place=said owner=said"),
        "{csv}"
    );
    assert!(folder.text(&["devices", "--csv"]).contains("kind=said"));
    let inventory = folder.json(&["export", "cyclonedx", PUMP]);
    let properties = inventory["components"][0]["properties"].as_array().unwrap();
    let basis = properties.iter().find(|one| one["name"] == "holdfast:basis:kind").unwrap();
    assert_eq!(basis["value"], "said");
    // A later word of somebody else goes before it, an earlier one does not.
    folder.text(&["say", PUMP, "kind=camera", "--person", "John Doe", "--on", "2024-05-01"]);
    assert_eq!(folder.device(PUMP)["kind"]["value"], "infusion-pump");
    assert!(folder.text(&["say", "--list"]).contains(&format!("overruled by {kind}")));
    // The undo brings back what was said before it, and stays.
    let undone = folder.text(&["say", "--undo", kind, "--reason", "a slip"]);
    assert!(undone.contains("undone by Jane Doe") && undone.contains("a slip"), "{undone}");
    assert_eq!(folder.device(PUMP)["kind"]["value"], "camera");
    let again = folder.text(&["say", "--undo", kind]);
    assert!(again.contains("a slip"), "the first undo counts: {again}");
    let list = folder.json(&["say", "--list", "--json"]);
    let statements = list["statements"].as_array().unwrap();
    // Of one moment, they stand in the order of their ids.
    let undone: Vec<&str> = statements.iter().filter(|one| one["standing"] == "undone").map(id).collect();
    assert_eq!((undone, statements.len()), (vec![kind], 4), "{list}");
    assert_eq!(statements.iter().filter(|one| one["standing"] == "holds").count(), 3);
}

#[test]
fn what_is_said_teaches_and_changes_nothing_silently() {
    let folder = Folder::new("teaches");
    folder.look("first.pcap", &[pump(PUMP, "zqpump-0A01"), pump(LIKE, "zqpump-0A02"), GATEWAY]);
    let quiet = folder.text(&["devices"]);
    assert!(!quiet.contains("looks like"), "{quiet}");
    let said = folder.text(&["say", PUMP, "kind=infusion-pump"]);
    assert!(said.contains("which Jane Doe called an infusion pump"), "{said}");
    let like = folder.device(LIKE);
    assert!(like["kind"].is_null(), "never a silent change");
    let suggestion = &like["suggestions"][0];
    assert_eq!((&suggestion["field"], &suggestion["value"]), (&"kind".into(), &"infusion-pump".into()));
    assert!(suggestion["signs"].as_array().unwrap().len() >= 3, "{suggestion}");
    assert!(folder.device(OTHER)["suggestions"].is_null(), "the same maker alone is no sign");
    assert_eq!(folder.json(&["why", LIKE, "--json"])["suggestions"][0], *suggestion);
    for text in [
        folder.text(&["devices"]),
        folder.text(&["why", LIKE]),
        folder.text(&["look", "-q", &folder.0.join("first.pcap").to_string_lossy()]),
    ] {
        assert_eq!(text.matches("looks like").count(), 1, "{text}");
        assert!(text.contains("the same DHCP vendor class"), "{text}");
    }
    // What the suggestion tells to say can be said.
    let command = suggestion["command"].as_str().unwrap().to_owned();
    let words: Vec<&str> = command.split(' ').skip(1).collect();
    folder.text(&words);
    assert_eq!(folder.device(LIKE)["kind"]["basis"], "said");
    assert!(!folder.text(&["devices"]).contains("looks like"));
}

#[test]
fn devices_are_merged_and_split_and_old_ids_still_lead_there() {
    let folder = Folder::new("merge");
    folder.look("first.pcap", &[pump(PUMP, "zqpump-0A01"), GATEWAY]);
    let (a, b) = (folder.device(PUMP), folder.device(OTHER));
    assert_ne!(id(&a), id(&b));
    let count = folder.count();
    folder.text(&["say", id(&a), "--merge", id(&b), "--reason", "one box with two ports"]);
    assert_eq!(folder.count(), count - 1);
    let merged = folder.device(PUMP);
    assert_eq!(merged["macs"].as_array().unwrap().len(), 2);
    for old in [id(&a), id(&b)] {
        assert!(folder.text(&["why", old]).starts_with(id(&merged)), "{old}");
    }
    // What is said of the old id is said of the device.
    folder.text(&["say", id(&b), "place=Ward 7"]);
    assert_eq!(folder.device(PUMP)["place"]["value"], "Ward 7");
    folder.text(&["say", PUMP, "--split", OTHER]);
    assert_eq!(folder.count(), count);
    assert_eq!(id(&folder.device(OTHER)), id(&b));
    let list = folder.text(&["say", "--list"]);
    assert!(list.contains("overruled by S-"), "{list}");
    let (code, error) = folder.fails(&["say", PUMP, "--split", PUMP]);
    assert!(code == 2 && error.contains("nothing without this address"), "{error}");
}

#[test]
fn what_is_ignored_is_hidden_and_counted_as_ignored() {
    let folder = Folder::new("ignore");
    folder.look("first.pcap", &[pump(PUMP, "zqpump-0A01"), GATEWAY]);
    let count = folder.count();
    folder.text(&["say", OTHER, "--ignore", "--reason", "on loan"]);
    assert_eq!(folder.count(), count - 1);
    assert_eq!(folder.json(&["devices", "--json"])["ignored"], 1);
    assert!(folder.text(&["devices"]).contains("1 more ignored"));
    assert!(!folder.text(&["devices", "--search", "zqpump"]).contains("ignored"), "it is not among these");
    assert!(folder.text(&["devices", "--ignored"]).contains("(ignored)"));
    let again = folder.text(&["look", "-q", &folder.0.join("first.pcap").to_string_lossy()]);
    assert!(again.contains(&format!("{} devices.\n1 more ignored", count - 1)), "{again}");
    assert!(!folder.text(&["export", "csv"]).contains(OTHER));
    assert!(folder.text(&["export", "csv", "--ignored"]).contains(OTHER));
    assert!(folder.text(&["why", OTHER]).contains("is to be ignored"));
    folder.text(&["say", OTHER, "--unignore"]);
    assert_eq!(folder.count(), count);
    assert_eq!(folder.fails(&["say", OTHER, "--unignore"]).0, 3);
}

#[test]
fn errors_say_what_to_do() {
    let folder = Folder::new("errors");
    assert_eq!(folder.fails(&["say", PUMP, "kind=camera"]).0, 3, "there is no store yet");
    folder.look("first.pcap", &[pump(PUMP, "zqpump-0A01")]);
    for (arguments, code, part) in [
        (vec!["say", PUMP, "kind=infusoin-pump"], 2, "infusion-pump"),
        (vec!["say", PUMP, "realm=medical"], 2, "IoMT"),
        (vec!["say", PUMP, "colour=red"], 2, "order_number"),
        (vec!["say", PUMP, "camera"], 2, "FIELD=VALUE"),
        (vec!["say", PUMP, "place= "], 2, "--undo"),
        (vec!["say", PUMP], 2, "nothing is said"),
        (vec!["say"], 2, "DEVICE"),
        (vec!["say", "10.9.9.9", "kind=camera"], 3, "no such device"),
        (vec!["say", PUMP, "--merge", PUMP], 2, "two devices"),
        (vec!["say", PUMP, "--split", "10.9.9.9"], 3, PUMP),
        (vec!["say", "--undo", "S-NONE"], 3, "--list"),
        (vec!["why", "S-NONE"], 3, "--list"),
        (vec!["say", PUMP, "kind=camera", "--on", "yesterday"], 2, "YYYY-MM-DD"),
        (vec!["say", PUMP, "kind=camera", "--on", "2999-01-01"], 2, "not come yet"),
        (vec!["say", PUMP, "place=Ward 7", "--reason", "password=hunter2"], 2, "never kept"),
        (vec!["say", PUMP, "--ignore", "--unignore"], 2, "--unignore"),
    ] {
        let (is, error) = folder.fails(&arguments);
        assert!(is == code && error.contains(part), "{arguments:?}: {is} {error}");
        assert_eq!(error.lines().count(), 3, "{error}");
    }
    assert!(folder.text(&["say", "--list"]).contains("Nobody said anything"));
    // Nobody speaks without a name.
    let mut nameless = Command::new(env!("CARGO_BIN_EXE_holdfast"));
    nameless.args(["say", PUMP, "kind=camera", "--store"]).arg(folder.0.join("store.db"));
    for variable in ["USER", "LOGNAME", "USERNAME", "HOLDFAST_PERSON"] {
        nameless.env_remove(variable);
    }
    let output = nameless.current_dir(&folder.0).output().unwrap();
    assert!(String::from_utf8_lossy(&output.stderr).contains("--person"));
    assert_eq!(output.status.code(), Some(2));
}
