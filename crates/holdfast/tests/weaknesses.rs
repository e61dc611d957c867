//! The example hospital's weaknesses through the program: each device that matters ends in the right state, with the
//! sentences that say so; feeds that are broken cost themselves and nothing else.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// A folder of its own for each purpose.
fn folder(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("holdfast-weaknesses-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    path
}

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").canonicalize().unwrap()
}

fn example(name: &str) -> String {
    examples().join(name).to_string_lossy().into_owned()
}

/// Store and feeds are both in the folder.
fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_holdfast"))
        .args(arguments)
        .args(["--as-of", "2026-11-25", "--store"])
        .arg(folder.join("store.db"))
        .args(["--site", &example("holdfast.toml")])
        .env_remove("HOLDFAST_STORE")
        .env("HOLDFAST_FEEDS", folder.join("feeds"))
        .current_dir(folder)
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        panic!("{error}: {} {}", text(&output.stdout), text(&output.stderr));
    })
}

/// The hospital with its captures, lists and feeds; made once.
fn hospital() -> &'static Path {
    static MADE: OnceLock<PathBuf> = OnceLock::new();
    MADE.get_or_init(|| {
        let folder = folder("hospital");
        let captures = ["ward.pcapng", "facilities.pcap.gz", "plant.pcapng"].map(example);
        let mut look = vec!["look", "-q"];
        look.extend(captures.iter().map(String::as_str));
        assert_eq!(run(&folder, &look).status.code(), Some(0));
        // Some rows of the lists are wrong on purpose.
        assert_eq!(run(&folder, &["import", "-q", &example("lists")]).status.code(), Some(4));
        let imported = run(&folder, &["feeds", "import", &example("feeds")]);
        // SOURCE.md lies beside the feeds and is none.
        assert_eq!(imported.status.code(), Some(0), "{}", text(&imported.stderr));
        let told = text(&imported.stdout);
        assert!(
            told.contains("4 CVEs known to be exploited") && told.contains("2 ends of support"),
            "{told}"
        );
        folder
    })
}

/// All devices, and all that is said of them; asked once.
fn answers() -> &'static (Value, Value) {
    static ASKED: OnceLock<(Value, Value)> = OnceLock::new();
    ASKED.get_or_init(|| {
        let devices = json(&run(hospital(), &["devices", "--json"]));
        let all = json(&run(hospital(), &["weaknesses", "--all", "--json"]));
        assert_eq!(all["schema"], "holdfast.weaknesses/1");
        assert_eq!(all["as_of"], "2026-11-25");
        (devices, all)
    })
}

/// What is said of that CVE on a device of this model (or order number) and firmware.
fn weakness(model: &str, firmware: Option<&str>, cve: &str) -> Value {
    let (devices, all) = answers();
    let claim = |device: &Value, field: &str| device[field]["value"].as_str().map(str::to_owned);
    let found: Vec<&Value> = devices["devices"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|device| {
            let names = [claim(device, "model"), claim(device, "order_number")];
            names.iter().flatten().any(|name| name == model)
                && claim(device, "firmware").as_deref() == firmware
        })
        .collect();
    assert!(!found.is_empty(), "no {model} with {firmware:?}");
    let of_device = |one: &&Value| found.iter().any(|device| device["id"] == one["device"]);
    let matching = all["weaknesses"].as_array().unwrap().iter().filter(of_device);
    matching
        .clone()
        .find(|one| one["vulnerability"] == cve)
        .unwrap_or_else(|| panic!("{cve} not on {model}: {:#?}", matching.collect::<Vec<_>>()))
        .clone()
}

/// Why, and what to do.
fn steps(weakness: &Value) -> String {
    let lists = [&weakness["decision"]["reasons"], &weakness["decision"]["steps"]];
    let all = lists.into_iter().flat_map(|list| list.as_array().unwrap());
    all.map(|step| step.as_str().unwrap()).collect()
}

fn says_of_fix(weakness: &Value) -> String {
    let says = weakness["fix_because"].as_array().unwrap();
    says.iter().map(|each| each["cited"]["text"].as_str().unwrap()).collect()
}

#[test]
fn the_insulin_pump_is_replaced_and_never_patched() {
    let pump = weakness("MiniMed 508", None, "CVE-2019-10964");
    assert_eq!(pump["status"], "affected");
    assert_eq!(pump["recalled"], "Z-1581-2020");
    assert_eq!(pump["fix_state"], "replace_only");
    assert_eq!(pump["fix_version"], Value::Null);
    let action = pump["decision"]["action"].as_str().unwrap();
    assert!(action.contains("replace") || action.contains("isolate"), "{action}");
    let steps = steps(&pump);
    assert!(!action.contains("install") && !steps.contains("Install"), "{action}: {steps}");
    assert!(steps.contains("recalled") && says_of_fix(&pump).contains("newer"), "{steps}");
}

#[test]
fn a_controller_is_affected_and_another_of_its_model_is_fixed() {
    let affected = weakness("CPU 315-2 PN/DP", Some("V3.2.6"), "CVE-2016-3949");
    assert_eq!(affected["status"], "affected", "{affected:#}");
    assert_eq!(affected["fix_state"], "fix_available");
    assert_eq!(affected["fix_version"], "V3.2.12");
    assert!(affected["decision"]["by"].as_str().unwrap().starts_with("202"), "{affected:#}");
    let fixed = weakness("CPU 315-2 PN/DP", Some("V3.2.17"), "CVE-2016-3949");
    assert_eq!(fixed["status"], "not_affected");
    assert_eq!(fixed["decision"], Value::Null);
    // What it is outside of is cited.
    let product = &fixed["assertions"][0]["product"];
    assert!(product.as_str().unwrap().contains("before V3.2.12"), "{fixed:#}");

    // CIP says 30.11, the advisory 33.013.
    let compact = weakness("1769-L33ER/A", Some("30.11"), "CVE-2022-1797");
    assert_eq!((&compact["status"], &compact["fix_state"]), (&"affected".into(), &"fix_available".into()));
    let modicon = weakness("BMX P34 2020", Some("3.20"), "CVE-2019-6857");
    assert_eq!(modicon["status"], "not_affected", "{modicon:#}");
}

#[test]
fn a_camera_that_attackers_use_comes_with_the_day_it_was_known() {
    let camera = weakness("DS-2CD2143G2-I", Some("V5.5.800 build 210416"), "CVE-2021-36260");
    assert_eq!(camera["status"], "affected", "{camera:#}");
    assert_eq!(camera["exploited"], "2022-01-10");
    assert_eq!(camera["fix_state"], "fix_available");
    assert!(steps(&camera).contains("exploited"), "{}", steps(&camera));
    // The one that was seen runs a build of January 2022.
    let newer = weakness("DS-2CD2143G2-I", Some("V5.7.3 build 220112"), "CVE-2021-36260");
    assert_eq!(newer["status"], "not_affected", "{newer:#}");
}

#[test]
fn a_vendor_fix_that_means_replace_is_no_fix() {
    let monitor = weakness("CNS-6201", Some("02-11"), "CVE-2025-59668");
    assert_eq!((&monitor["status"], &monitor["fix_state"]), (&"affected".into(), &"replace_only".into()));
    assert!(says_of_fix(&monitor).contains("successor"), "{monitor:#}");
    let action = monitor["decision"]["action"].as_str().unwrap();
    assert!(!action.contains("install"), "{action}");
}

#[test]
fn an_unknown_firmware_is_a_question() {
    let controller = weakness("Tracer SC", None, "CVE-2021-38450");
    assert_eq!(controller["status"], "possibly_affected", "{controller:#}");
    let questions = controller["questions"].to_string();
    assert!(questions.contains("version"), "{questions}");
    // The same of a meter that only a list names; the one that was seen is new enough.
    assert_eq!(weakness("PM5560", None, "CVE-2018-7795")["status"], "possibly_affected");
    assert_eq!(weakness("METSEPM5560", Some("02.07.00"), "CVE-2018-7795")["status"], "not_affected");
}

#[test]
fn the_hospital_s_own_word_is_believed_first_and_the_conflict_is_shown() {
    let decided = weakness("NPort 5110", Some("2.10"), "CVE-2022-2043");
    assert_eq!((&decided["status"], &decided["conflict"]), (&"not_affected".into(), &true.into()));
    let sources: Vec<&str> = decided["assertions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|each| each["source"].as_str().unwrap())
        .collect();
    assert_eq!(sources, ["vex", "coordinator_csaf"]);
    // Nothing was decided about the other one.
    let open = weakness("NPort 5110", Some("2.10"), "CVE-2022-2044");
    assert_eq!(open["status"], "affected", "{open:#}");
}

#[test]
fn every_weakness_has_its_evidence_and_its_document() {
    let (_, all) = answers();
    for one in all["weaknesses"].as_array().unwrap() {
        assert!(!one["because"].as_array().unwrap().is_empty(), "{one:#}");
        assert!(one["assertions"].as_array().unwrap().iter().all(|each| {
            let cited = &each["because"][0]["cited"];
            cited["document"].as_str().is_some_and(|hash| hash.len() == 64)
                && cited["pointer"].as_str().is_some_and(|place| !place.is_empty())
        }));
    }
    let plain = text(&run(hospital(), &["weaknesses"]).stdout);
    assert!(plain.contains("CVE-2019-10964") && plain.contains("without a fix"), "{plain}");
    let csv = text(&run(hospital(), &["weaknesses", "--csv", "--exploited"]).stdout);
    assert!(csv.contains("CVE-2021-36260") && !csv.contains("CVE-2019-10964"), "{csv}");
}

#[test]
fn why_walks_from_a_weakness_to_the_words_and_to_the_row() {
    let pump = weakness("MiniMed 508", None, "CVE-2019-10964");
    let id = pump["id"].as_str().unwrap();
    let output = run(hospital(), &["why", id]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let told = text(&output.stdout);
    for words in ["HF-EX-2026-001", "Z-1581-2020", "newer model", "How it was decided", "cmms-equipment.xlsx"]
    {
        assert!(told.contains(words), "{words} in {told}");
    }
    let as_json = json(&run(hospital(), &["why", id, "--json"]));
    assert_eq!(as_json["weaknesses"][0]["id"], pump["id"]);
    let nothing = run(hospital(), &["why", "W-0000000000"]);
    assert_eq!(nothing.status.code(), Some(3));
    assert!(text(&nothing.stderr).contains("no such weakness"));
}

#[test]
fn an_advisory_says_what_can_be_done_per_product() {
    let output = run(hospital(), &["advisory", "HF-EX-2026-001", "--json"]);
    let advisory = json(&output);
    assert_eq!(advisory["id"], "HF-EX-2026-001");
    let products = advisory["products"].as_array().unwrap();
    assert_eq!(products.len(), 6);
    assert!(products.iter().all(|product| product["fix_state"] == "replace_only"), "{advisory:#}");
    let first = products.iter().find(|product| product["product"].to_string().contains("508")).unwrap();
    assert_eq!(first["recalled"], true);
    let plain = text(&run(hospital(), &["advisory", "hf-ex-2026-005"]).stdout);
    assert!(plain.contains("CVE-2021-36260"), "{plain}");
    let nobody = run(hospital(), &["advisory", "HF-EX-1999-001"]);
    assert_eq!(nobody.status.code(), Some(3));
}

#[test]
fn identities_without_a_store_are_answered_line_by_line() {
    let folder = folder("identities");
    let lines = r#"{"id": 1, "query": {"vendor": "Siemens", "model": "CPU 315-2 PN/DP", "order_number": "6ES7 315-2EH14-0AB0", "version": "V3.2.6"}}
{"id": "b", "query": {"vendor": "Trane", "model": "Tracer SC", "version": null}}
{"id": "c", "query": {"vendor": "Nobody", "model": "Nothing 1", "version": "1"}}
"#;
    std::fs::write(folder.join("who.jsonl"), lines).unwrap();
    let feeds = example("feeds");
    let output = run(&folder, &["match", "--identities", "who.jsonl", "--feeds", &feeds, "--json", "-q"]);
    let answers: Vec<Value> =
        text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), 3);
    assert_eq!(answers[0]["matches"][0]["status"], "affected");
    assert_eq!(answers[0]["matches"][0]["cves"][0], "CVE-2016-3949");
    assert_eq!(answers[1]["matches"][0]["status"], "possibly_affected");
    assert_eq!(answers[2]["matches"].as_array().unwrap().len(), 0);
}

#[test]
fn old_feeds_are_called_stale() {
    let status = json(&run(hospital(), &["feeds", "status", "--json"]));
    assert_eq!(status["schema"], "holdfast.feeds/1");
    let kev = status["documents"].as_array().unwrap().iter().find(|each| each["format"] == "kev").unwrap();
    assert_eq!(kev["stale"], true);
    assert!(status["documents"].as_array().unwrap().iter().any(|each| each["stale"] == false));
    assert!(text(&run(hospital(), &["feeds", "status"]).stdout).contains("STALE"));
}

#[test]
fn broken_feeds_cost_themselves_and_nothing_else() {
    let folder = folder("hostile");
    let from = folder.join("given");
    std::fs::create_dir_all(&from).unwrap();
    let good = std::fs::read(examples().join("feeds/hf-ex-2026-005.json")).unwrap();
    std::fs::write(from.join("good.json"), &good).unwrap();
    std::fs::copy(examples().join("feeds/exploited.csv"), from.join("exploited.csv")).unwrap();
    // Half of a document; one that is nested without end; a number without end; a product tree of the wrong type.
    std::fs::write(from.join("half.json"), &good[..good.len() / 2]).unwrap();
    let deep = format!("{{\"document\": {}{}}}", "[".repeat(200_000), "]".repeat(200_000));
    std::fs::write(from.join("deep.json"), deep).unwrap();
    let long = format!("{{\"document\": {{\"tracking\": {{\"id\": {}}}}}}}", "9".repeat(1 << 20));
    std::fs::write(from.join("long.json"), long).unwrap();
    let wrong = text(&good)
        .replace("HF-EX-2026-005", "HF-EX-2026-905")
        .replace("\"branches\": [", "\"branches\": 7, \"x\": [");
    std::fs::write(from.join("wrong.json"), wrong).unwrap();
    std::fs::write(from.join("empty.json"), "").unwrap();
    // What lies beside documents in providers' folders is no broken feed.
    std::fs::write(from.join("good.json.asc"), "-----BEGIN PGP SIGNATURE-----").unwrap();

    let imported = run(&folder, &["feeds", "import", "given"]);
    assert_eq!(imported.status.code(), Some(4), "{}", text(&imported.stderr));
    let told = text(&imported.stderr);
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines.len() % 3, 0, "{told}");
    for three in lines.chunks(3) {
        assert!(
            three[0].starts_with("error: ")
                && three[1].starts_with("  where: ")
                && three[2].starts_with("  what to do: "),
            "{told}"
        );
    }
    for name in ["half.json", "deep.json", "empty.json"] {
        assert!(told.contains(name), "{name} in {told}");
    }
    assert!(!told.contains("good.json"), "{told}");
    assert!(text(&imported.stdout).contains("4 CVEs known to be exploited"), "{}", text(&imported.stdout));
    let advisory = run(&folder, &["advisory", "HF-EX-2026-005", "--json", "-q"]);
    // Done, but what was refused is said again.
    assert_eq!(advisory.status.code(), Some(4), "{}", text(&advisory.stderr));
    assert_eq!(json(&advisory)["products"][0]["fix_state"], "fix_available");
    // Nothing but broken ones: nothing is there, and it says so.
    let none = run(&folder, &["advisory", "X", "--feeds", "given/half.json"]);
    assert_eq!(none.status.code(), Some(3), "{}", text(&none.stdout));
    assert_eq!(text(&none.stderr).lines().count(), 3, "{}", text(&none.stderr));
}
