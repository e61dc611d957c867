//! What is concluded is kept: the answers are the same bytes as fresh ones, and never older than what they rest on.

use holdfast_store::Store;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name)
}

/// A folder with a store, gone when the test is over.
struct Desk(PathBuf);

impl Desk {
    fn new(name: &str) -> Desk {
        let path = std::env::temp_dir().join(format!("holdfast-answers-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Desk(path)
    }

    fn store(&self) -> PathBuf {
        self.0.join("store.db")
    }

    fn run(&self, site: &Path, words: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_holdfast"))
            .env_clear()
            .arg("--store")
            .arg(self.store())
            .arg("--site")
            .arg(site)
            .args(["--as-of", "2026-11-25", "--quiet"])
            .args(words)
            .output()
            .unwrap()
    }

    fn ask(&self, site: &Path, words: &[&str]) -> String {
        let output = self.run(site, words);
        let talk = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(matches!(output.status.code(), Some(0 | 4)), "{words:?}: {talk}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn forget(&self) {
        Store::open(&self.store()).unwrap().forget_conclusions().unwrap();
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn kept_answers_are_the_fresh_ones() {
    let (desk, site) = (Desk::new("same"), example("holdfast.toml"));
    let plant = example("plant.pcapng");
    desk.ask(&site, &["look", text(&plant)]);
    desk.ask(&site, &["import", text(&example("lists")), "--rejected", text(&desk.0)]);
    let devices = desk.ask(&site, &["devices", "--csv"]);
    let id = devices.lines().find(|line| line.contains("10.20.30.11")).unwrap().split(',').next().unwrap();
    let exposure = desk.ask(&site, &["exposures", id]);
    let word = |start: &str| exposure.split_whitespace().find(|word| word.starts_with(start)).unwrap();
    for words in [
        &["devices"][..],
        &["devices", "--csv"],
        &["devices", "--json"],
        &["devices", "--jsonl"],
        &["devices", "--realm", "OT", "--json", "--no-evidence"],
        &["why", id],
        &["why", id, "--json"],
        &["why", word("X-")],
        &["why", word("E-")],
        &["exposures"],
        &["exposures", "--json"],
        &["conduits"],
        &["conduits", "--json", "--undeclared"],
        &["reconcile"],
        &["reconcile", "--json"],
    ] {
        let kept = desk.ask(&site, words);
        desk.forget();
        let fresh = desk.ask(&site, words);
        assert!(!fresh.is_empty() && kept == fresh, "{words:?}\n{kept}\n{fresh}");
    }
    // What `look` alone holds in memory says the same as what the store gives.
    let alone = desk.ask(&site, &["look", text(&plant), "--csv", "--store", ":memory:"]);
    let (other, only) = (Desk::new("alone"), ["look", text(&plant), "--csv"]);
    assert_eq!(other.ask(&site, &only), alone);
    assert_eq!(other.ask(&site, &["devices", "--csv", "--sort", "id"]), alone);
    assert_eq!(
        other.ask(&site, &["devices", "--json", "--sort", "id"]),
        other.ask(&site, &["look", text(&plant), "--json"])
    );
}

#[test]
fn nothing_old_is_believed() {
    let (desk, site) = (Desk::new("old"), example("holdfast.toml"));
    let count = |desk: &Desk, site: &Path| desk.ask(site, &["devices", "--csv"]).lines().count();
    desk.ask(&site, &["look", text(&example("plant.pcapng"))]);
    let plant = count(&desk, &site);
    // More evidence.
    desk.ask(&site, &["look", text(&example("ward.pcapng"))]);
    let both = count(&desk, &site);
    assert!(both > plant + 10, "{plant} and {both}");
    // Another site file: the same site without zones declares nothing.
    assert!(desk.ask(&site, &["conduits"]).contains("modbus"));
    let bare = desk.0.join("bare.toml");
    std::fs::write(&bare, "[site]\nid = \"example-hospital\"\n").unwrap();
    assert!(desk.ask(&bare, &["conduits"]).starts_with("Nothing was seen to cross"));
    assert!(desk.ask(&site, &["conduits"]).contains("modbus"));
    // The same capture again changes nothing, so what is kept stays.
    let revision = || Store::open(&desk.store()).unwrap().revision().unwrap();
    let before = revision();
    desk.ask(&site, &["look", text(&example("ward.pcapng"))]);
    assert_eq!(revision(), before);
    assert_eq!(count(&desk, &site), both);
    // `doctor --forget` deletes conclusions and no evidence.
    assert!(desk.ask(&site, &["doctor", "--forget"]).contains("no evidence is"));
    assert_eq!(count(&desk, &site), both);
}

/// The columns of the device whose line has this in it.
fn line<'t>(csv: &'t str, part: &str) -> &'t str {
    csv.lines().find(|line| line.contains(part)).unwrap_or_else(|| panic!("{part}: {csv}"))
}

fn id_in(csv: &str, part: &str) -> String {
    line(csv, part).split(',').next().unwrap().to_owned()
}

const CONTROLLER: &str = "10.20.30.11";
const OTHER: &str = "10.20.30.12";

#[test]
fn what_people_say_is_in_kept_answers() {
    let (desk, site) = (Desk::new("said"), example("holdfast.toml"));
    desk.ask(&site, &["look", text(&example("plant.pcapng"))]);
    desk.ask(&site, &["import", text(&example("lists")), "--rejected", text(&desk.0)]);
    let say = |words: &[&str]| {
        let mut all = vec!["say", "--person", "Jane Doe"];
        all.extend(words);
        desk.ask(&site, &all)
    };
    let plant = example("plant.pcapng");
    let lists = [
        &["devices", "--csv", "--sort", "id"][..],
        &["devices", "--json"],
        &["devices"],
        &["exposures"],
        &["reconcile"],
        &["look", "--csv", text(&plant)],
    ];
    let answers = || -> Vec<String> { lists.iter().map(|words| desk.ask(&site, words)).collect() };
    // What is kept says the same as fresh conclusions: those after `forget`, and those of `export`, which keeps nothing.
    let agree = |what: &str| {
        let kept = answers();
        assert_eq!(kept[0], desk.ask(&site, &["export", "csv"]), "{what}");
        desk.forget();
        assert_eq!(kept, answers(), "{what}");
        kept
    };
    let before = agree("nothing was said");
    let (controller, other) = (id_in(&before[0], CONTROLLER), id_in(&before[0], OTHER));

    say(&[&controller, "kind=camera", "place=Ward 7"]);
    let said = agree("two fields");
    assert!(line(&said[0], CONTROLLER).contains("Ward 7") && line(&said[0], CONTROLLER).contains("camera"));
    let statements = || -> Vec<Value> {
        let list: Value = serde_json::from_str(&desk.ask(&site, &["say", "--list", "--json"])).unwrap();
        list["statements"].as_array().unwrap().clone()
    };
    for mut statement in statements() {
        let why = desk.ask(&site, &["why", statement["id"].as_str().unwrap(), "--json"]);
        let mut why: Value = serde_json::from_str(&why).unwrap();
        assert!(why.as_object_mut().unwrap().remove("value").is_some());
        assert_eq!(why, statement.take(), "the kept answer, and the fresh one");
    }
    let why = desk.ask(&site, &["why", &controller]);
    for part in
        ["what people said of it:", "place is Ward 7", "said by Jane Doe", "the evidence says plc", "rule "]
    {
        assert!(why.contains(part), "{part}: {why}");
    }

    say(&[&controller, "--merge", &other]);
    let merged = agree("one thing with another");
    assert_eq!(merged[0].lines().count() + 1, before[0].lines().count());
    let now = id_in(&merged[0], CONTROLLER);
    for old in [&controller, &other] {
        assert!(desk.ask(&site, &["why", old]).starts_with(now.as_str()), "{old}");
        assert!(desk.ask(&site, &["exposures", old]).contains(&now), "{old}");
    }

    say(&[&now, "--ignore"]);
    for (list, words) in agree("ignored").iter().zip(lists) {
        assert!(!list.contains(&now), "{words:?}: {list}");
    }
    assert!(desk.ask(&site, &["exposures"]).contains("more, of ignored devices"));
    assert!(desk.ask(&site, &["exposures", "--ignored"]).contains(&now));
    assert!(desk.ask(&site, &["reconcile", "--ignored"]).contains(&now));

    // Nothing is left of what is undone but that it was said.
    for statement in statements() {
        say(&["--undo", statement["id"].as_str().unwrap()]);
    }
    assert_eq!(agree("undone"), before);
    let first = statements().remove(0);
    assert!(desk.ask(&site, &["why", first["id"].as_str().unwrap()]).contains("undone by Jane Doe"));
}
