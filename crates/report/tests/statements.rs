//! CSAF VEX, OpenVEX and OCSF: the same bytes each time, and what their specifications want whatever the devices are called.
//! The whole JSON schemas and a validator were run once by hand; here is what must never break.

mod world;

use holdfast_facts::{MatchStatus, WeaknessId};
use holdfast_report::{Imprint, Listed, csaf_vex, cyclonedx, ocsf, openvex};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use world::{DAY, HARM, VERSION, World, golden};

const IMPRINT: Imprint<'static> = Imprint { who: "Test hospital", version: VERSION, as_of: DAY };

type Writer = fn(&Listed<'_>, &Imprint<'_>, &mut dyn std::io::Write) -> std::io::Result<()>;

fn text(write: Writer, listed: &Listed<'_>) -> String {
    let mut bytes = Vec::new();
    write(listed, &IMPRINT, &mut bytes).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    assert!(!text.contains(['\u{1b}', '\u{202e}']), "a sign of control is shown as a code");
    text
}

fn strings(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// Every `product` and full product name.
fn defined<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::Object(map) => {
            found.extend(map.get("product_id").and_then(Value::as_str));
            map.values().for_each(|value| defined(value, found));
        }
        Value::Array(list) => list.iter().for_each(|value| defined(value, found)),
        _ => {}
    }
}

/// What is mandatory in CSAF 2.0: §6.1.1 to §6.1.13 as far as they apply, and the VEX profile's §6.1.27.7 to §6.1.27.10.
fn check_csaf(document: &Value) {
    let head = &document["document"];
    for field in ["category", "csaf_version", "title", "publisher", "tracking"] {
        assert!(!head[field].is_null(), "{field}");
    }
    assert_eq!((&head["category"], &head["csaf_version"]), (&"csaf_vex".into(), &"2.0".into()));
    for field in ["category", "name", "namespace"] {
        assert!(head["publisher"][field].as_str().is_some_and(|text| !text.is_empty()));
    }
    let tracking = &head["tracking"];
    let revision = &tracking["revision_history"][0];
    // §6.1.16: the newest revision is the document's version; the dates agree.
    assert_eq!(tracking["version"], revision["number"]);
    assert_eq!(tracking["current_release_date"], revision["date"]);
    assert_eq!(tracking["current_release_date"], format!("{DAY}T00:00:00Z"));
    // §6.1.1, §6.1.2: every product that is referred to is defined, once.
    let mut list = Vec::new();
    defined(&document["product_tree"], &mut list);
    let known: BTreeSet<&str> = list.iter().copied().collect();
    assert_eq!(list.len(), known.len());
    let mut numbers = BTreeSet::new();
    for vulnerability in document["vulnerabilities"].as_array().unwrap() {
        // §6.1.27.8, §6.1.23: it has a number; a CVE stands once.
        let number = vulnerability["cve"].as_str().or(vulnerability["ids"][0]["text"].as_str()).unwrap();
        assert!(numbers.insert(number), "{number} stands twice");
        // §6.1.6, §6.1.27.7: a product has one status.
        let groups = vulnerability["product_status"].as_object().unwrap();
        let mut status: BTreeMap<&str, &str> = BTreeMap::new();
        for (group, ids) in groups {
            assert!(
                ["known_affected", "under_investigation", "known_not_affected"].contains(&group.as_str())
            );
            for id in strings(ids) {
                assert!(known.contains(id));
                assert_eq!(status.insert(id, group), None, "{id} contradicts itself");
            }
        }
        assert!(!status.is_empty());
        let named = |list: &str, wanted: &dyn Fn(&Value) -> bool| -> BTreeSet<&str> {
            let entries = vulnerability[list].as_array().into_iter().flatten();
            entries.filter(|entry| wanted(entry)).flat_map(|entry| strings(&entry["product_ids"])).collect()
        };
        let impact = named("threats", &|entry| entry["category"] == "impact");
        let flagged = named("flags", &|entry| entry["label"].is_string());
        let helped = named("remediations", &|_| true);
        for (id, group) in &status {
            match *group {
                // §6.1.27.9
                "known_not_affected" => assert!(impact.contains(id) || flagged.contains(id)),
                // §6.1.27.10
                "known_affected" => assert!(helped.contains(id)),
                _ => {}
            }
        }
        assert!(helped.iter().chain(&impact).chain(&flagged).all(|id| known.contains(id)));
        // §6.1.7: one score of a version and product; §6.1.8: whole vectors; §6.1.10: score and word agree.
        let mut scored = BTreeSet::new();
        for score in vulnerability["scores"].as_array().into_iter().flatten() {
            for id in strings(&score["products"]) {
                assert!(known.contains(id) && scored.insert(id));
            }
            let body = &score["cvss_v3"];
            assert!(body["vectorString"].as_str().unwrap().starts_with("CVSS:3."));
            let number = body["baseScore"].as_f64().unwrap();
            assert_eq!(body["baseSeverity"], if number >= 9.0 { "CRITICAL" } else { "HIGH" });
        }
        for reference in vulnerability["references"].as_array().into_iter().flatten() {
            assert!(reference["url"].as_str().unwrap().starts_with("https://"));
        }
    }
}

#[test]
fn csaf_is_what_it_was_and_keeps_the_profile() {
    let world = World::new();
    let found = text(csaf_vex, &world.listed());
    golden("vex.csaf.json", &found);
    let document: Value = serde_json::from_str(&found).unwrap();
    check_csaf(&document);
    let of = |cve: &str| {
        let list = document["vulnerabilities"].as_array().unwrap();
        list.iter().find(|v| v["cve"] == cve).unwrap().clone()
    };
    assert_eq!(of("CVE-2019-10964")["remediations"][1]["category"], "no_fix_planned");
    assert_eq!(of("CVE-2020-6990")["remediations"][0]["category"], "vendor_fix");
    assert_eq!(of("CVE-2020-16212")["flags"][0]["label"], "vulnerable_code_not_present");
    assert!(of("CVE-2021-27657")["product_status"]["under_investigation"].is_array());
    assert!(found.contains("NAS7\\\\*01"), "a serial number is no pattern");
}

#[test]
fn equal_devices_are_one_product_until_one_is_told_something_else() {
    let mut world = World::new();
    let mut twin = world.device("pump").clone();
    twin.id = holdfast_facts::DeviceId::of("test twin");
    let mut weakness = world.weaknesses[0].clone();
    weakness.device = twin.id.clone();
    weakness.id = WeaknessId::of(&twin.id, &weakness.vulnerability);
    world.devices.push(twin);
    world.weaknesses.push(weakness);
    let pumps = |world: &World| {
        let listed = Listed::new(&world.weaknesses, &world.devices, &world.set, BTreeMap::new());
        let document: Value = serde_json::from_str(&text(csaf_vex, &listed)).unwrap();
        check_csaf(&document);
        let list = document["vulnerabilities"].as_array().unwrap();
        list.iter().find(|v| v["cve"] == "CVE-2019-10964").unwrap()["product_status"].clone()
    };
    assert_eq!(pumps(&world)["known_affected"].as_array().unwrap().len(), 1);
    world.weaknesses.last_mut().unwrap().status = MatchStatus::NotAffected;
    let apart = pumps(&world);
    assert_eq!(apart["known_affected"].as_array().unwrap().len(), 1);
    assert_eq!(apart["known_not_affected"].as_array().unwrap().len(), 1);
    assert_ne!(apart["known_affected"], apart["known_not_affected"]);
}

#[test]
fn nothing_but_harm_keeps_the_profile_too() {
    let mut world = World::new();
    for weakness in &mut world.weaknesses {
        weakness.vulnerability = format!("{HARM}{}", weakness.vulnerability);
        weakness.title = HARM.into();
        weakness.assertions.clear();
        weakness.questions = vec![HARM.into()];
    }
    for device in &mut world.devices {
        device.claims.values_mut().for_each(|claim| claim.value = HARM.into());
    }
    let found = text(csaf_vex, &world.listed());
    check_csaf(&serde_json::from_str(&found).unwrap());
    text(openvex, &world.listed());
    text(ocsf, &world.listed());
}

#[test]
fn openvex_is_what_it_was_and_every_statement_is_whole() {
    let world = World::new();
    let found = text(openvex, &world.listed());
    golden("openvex.json", &found);
    let document: Value = serde_json::from_str(&found).unwrap();
    for field in ["@context", "@id", "author", "timestamp", "version", "statements"] {
        assert!(!document[field].is_null(), "{field}");
    }
    assert_eq!(document["@context"], "https://openvex.dev/ns/v0.2.0");
    let statements = document["statements"].as_array().unwrap();
    assert_eq!(statements.len(), world.weaknesses.len());
    for statement in statements {
        assert!(!statement["vulnerability"]["name"].as_str().unwrap().is_empty());
        assert!(!statement["products"].as_array().unwrap().is_empty());
        match statement["status"].as_str().unwrap() {
            "affected" => assert!(statement["action_statement"].is_string()),
            // One of the two, not both.
            "not_affected" => {
                assert_ne!(statement["justification"].is_string(), statement["impact_statement"].is_string());
            }
            "under_investigation" => assert!(statement["status_notes"].is_string()),
            other => panic!("{other}"),
        }
    }
}

#[test]
fn ocsf_is_what_it_was_and_has_what_is_required() {
    let world = World::new();
    let found = text(ocsf, &world.listed());
    golden("findings.ocsf.jsonl", &found);
    assert_eq!(found.lines().count(), world.weaknesses.len());
    for line in found.lines() {
        let event: Value = serde_json::from_str(line).unwrap();
        // Required of the base event, of a finding, and of this class (OCSF 1.5).
        for field in ["activity_id", "category_uid", "class_uid", "severity_id", "time", "type_uid"] {
            assert!(event[field].is_i64(), "{field}");
        }
        assert_eq!((&event["category_uid"], &event["class_uid"]), (&2.into(), &2002.into()));
        assert_eq!(event["type_uid"], 2002 * 100 + event["activity_id"].as_i64().unwrap());
        assert_eq!(event["time"], 1_795_564_800_000_i64);
        for field in ["/metadata/version", "/metadata/product/name", "/finding_info/uid", "/device/uid"] {
            assert!(event.pointer(field).is_some_and(Value::is_string), "{field}");
        }
        assert!(event["device"]["type_id"].is_i64());
        let vulnerability = &event["vulnerabilities"][0];
        assert_ne!(vulnerability["cve"]["uid"].is_string(), vulnerability["advisory"]["uid"].is_string());
        for score in vulnerability["cve"]["cvss"].as_array().into_iter().flatten() {
            assert!(score["base_score"].is_number() && score["version"].is_string());
        }
        if event["unmapped"]["fix_state"] == "replace_only" {
            assert_eq!(vulnerability["is_fix_available"], false);
            assert!(vulnerability["remediation"]["desc"].as_str().unwrap().contains("No fix: replace"));
            assert_eq!(event["device"]["hw_info"]["serial_number"], "NAS7*01");
        }
    }
}

#[test]
fn a_bill_of_materials_has_its_vulnerabilities() {
    let world = World::new();
    let devices: Vec<_> = world.devices.iter().collect();
    let write = |listed: &Listed<'_>| {
        let mut bytes = Vec::new();
        cyclonedx(&devices, listed, VERSION, DAY, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    };
    let found = write(&world.listed());
    assert_eq!(found, write(&world.listed()));
    golden("bom.cyclonedx.json", &found);
    let document: Value = serde_json::from_str(&found).unwrap();
    let components: BTreeSet<&str> =
        document["components"].as_array().unwrap().iter().filter_map(|c| c["bom-ref"].as_str()).collect();
    let list = document["vulnerabilities"].as_array().unwrap();
    assert_eq!(list.len(), world.weaknesses.len());
    let mut references = BTreeSet::new();
    for vulnerability in list {
        assert!(references.insert(vulnerability["bom-ref"].as_str().unwrap()));
        for affected in vulnerability["affects"].as_array().unwrap() {
            assert!(components.contains(affected["ref"].as_str().unwrap()));
        }
        let state = vulnerability["analysis"]["state"].as_str().unwrap();
        match vulnerability["id"].as_str().unwrap() {
            "CVE-2019-10964" => {
                assert_eq!(
                    (state, &vulnerability["analysis"]["response"][0]),
                    ("exploitable", &"can_not_fix".into())
                );
            }
            "CVE-2020-16212" => {
                assert_eq!(
                    (state, &vulnerability["analysis"]["justification"]),
                    ("not_affected", &"code_not_present".into())
                );
            }
            "CVE-2021-27657" => assert_eq!(state, "in_triage"),
            _ => assert_eq!(state, "exploitable"),
        }
    }
    // Without weaknesses nothing is said of them: not even that there are none.
    assert!(!write(&Listed::default()).contains("\"vulnerabilities\""));
}
