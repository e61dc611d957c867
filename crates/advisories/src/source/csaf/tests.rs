//! Documents of every shape that the standard allows, and of some that it does not.

use crate::advisory::{Product, Relationship, SourceKind, VersionText};
use crate::source::tests::{only, read, refusals};
use serde_json::{Value, json};

/// A document of this publisher with this tree and these vulnerabilities.
fn document(publisher: &str, category: &str, tree: Value, vulnerabilities: Value) -> String {
    json!({
        "document": {
            "category": category,
            "csaf_version": "2.0",
            "title": "Maker Unit 5",
            "publisher": {"category": publisher, "name": "Maker"},
            "tracking": {
                "id": "M-1", "version": "2", "status": "final",
                "initial_release_date": "2024-01-01T00:00:00Z", "current_release_date": "2024-02-01T00:00:00Z"
            },
            "notes": [
                {"category": "summary", "title": "Risk", "text": "It may stop."},
                {"category": "legal_disclaimer", "text": "As is."}
            ],
            "references": [{"category": "self", "url": "https://example.com/M-1.json", "summary": "this"}]
        },
        "product_tree": tree,
        "vulnerabilities": vulnerabilities
    })
    .to_string()
}

fn leaf(category: &str, name: &str, id: &str) -> Value {
    json!({"category": category, "name": name, "product": {"name": format!("Unit 5 {name}"), "product_id": id}})
}

fn branch(category: &str, name: &str, branches: Value) -> Value {
    json!({"category": category, "name": name, "branches": branches})
}

/// One vendor, one product, these leaves.
fn tree(leaves: Value) -> Value {
    json!({"branches": [branch("vendor", "Maker AG", json!([branch("product_name", "Unit 5", leaves)]))]})
}

fn keys<'p>(products: &'p [Product], indices: &[usize]) -> Vec<&'p str> {
    indices.iter().map(|index| products[*index].key.as_str()).collect()
}

#[test]
fn a_document_with_everything() {
    let leaves = json!([
        leaf("product_version_range", "vers:all/<V3.1", "P1"),
        leaf("product_version", "V3.1", "P2"),
        {
            "category": "product_version", "name": "V4",
            "product": {"name": "Unit 5 V4", "product_id": "P3", "product_identification_helper": {
                "cpe": "cpe:/o:maker:unit_5_firmware:4", "purl": "pkg:generic/maker/unit5@4",
                "model_numbers": ["U5-100", "U5-2??"], "skus": ["6ES7 500", "U5-100"], "serial_numbers": ["123"],
                "hashes": [{"file_hashes": [], "filename": "x"}]
            }}
        }
    ]);
    let vulnerabilities = json!([{
        "cve": "CVE-2024-1000",
        "title": "Overflow",
        "cwe": {"id": "CWE-787", "name": "Out-of-bounds Write"},
        "ids": [{"system_name": "tracker", "text": "42"}],
        "notes": [
            {"category": "description", "text": "A crafted packet."},
            {"category": "details", "title": "SSVC", "text": "SSVCv2/E:P/A:Y/T:P/2024-07-11T21:26:33Z/"},
            {"category": "other", "text": "A vector (CVSS4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N) was given."}
        ],
        "references": [
            {"url": "https://www.first.org/cvss/calculator/4.0#CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", "summary": "link"},
            {"url": "https://www.first.org/cvss/calculator/3.0#CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H", "summary": "CVSS:3.1/AV:L/AC:L."}
        ],
        "product_status": {
            "known_affected": ["P1"], "first_fixed": ["P2"], "fixed": ["P2"], "recommended": ["P3", "P1"]
        },
        "scores": [{"products": ["P1"], "cvss_v3": {"vectorString": "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H", "baseScore": 7.5}, "cvss_v2": {"vectorString": "AV:N/AC:L/Au:N/C:N/I:N/A:C"}}],
        "remediations": [
            {"category": "vendor_fix", "details": "Update to V3.1", "product_ids": ["P1"], "url": "https://example.com/fw", "date": "2024-01-15T00:00:00Z"},
            {"category": "mitigation", "details": "Close the port.", "group_ids": ["G1"]},
            {"category": "workaround", "details": "Unplug it."}
        ],
        "flags": [{"label": "vulnerable_code_not_present", "product_ids": ["P2"]}],
        "threats": [{"category": "exploit_status", "details": "No known exploitation.", "date": "2024-01-01"}]
    }]);
    let mut tree = tree(leaves);
    tree["product_groups"] = json!([{"group_id": "G1", "product_ids": ["P1", "P3"]}]);
    let advisory = only(document("vendor", "csaf_security_advisory", tree, vulnerabilities));
    assert_eq!((advisory.id.as_str(), advisory.source), ("M-1", SourceKind::VendorCsaf));
    assert_eq!((advisory.publisher.as_str(), advisory.revision.as_str()), ("Maker", "2"));
    assert_eq!(advisory.url.as_deref(), Some("https://example.com/M-1.json"));
    assert_eq!(advisory.updated.as_deref(), Some("2024-02-01T00:00:00Z"));
    assert_eq!(advisory.notes.len(), 1, "no disclaimers");
    let product = &advisory.products[0];
    assert_eq!((product.vendor.as_str(), &*product.names), ("Maker AG", &["Unit 5".to_owned()][..]));
    assert_eq!(product.version, VersionText::Written("vers:all/<V3.1".to_owned()));
    assert_eq!(product.pointer, "/product_tree/branches/0/branches/0/branches/0/product");
    assert_eq!(advisory.products[1].version, VersionText::Exactly("V3.1".to_owned()));
    let helped = &advisory.products[2];
    assert_eq!(helped.model_numbers, ["U5-100", "U5-2??", "6ES7 500"]);
    assert_eq!((helped.serial_numbers.len(), helped.purls.len()), (1, 1));
    assert_eq!(helped.cpe.as_ref().unwrap().to_string(), "cpe:2.3:o:maker:unit_5_firmware:4:*:*:*:*:*:*:*");
    let said = &advisory.vulnerabilities[0];
    assert_eq!(keys(&advisory.products, &said.affected), ["P1"]);
    assert_eq!(keys(&advisory.products, &said.fixed), ["P2", "P3", "P1"]);
    assert_eq!(keys(&advisory.products, &said.not_affected), ["P2", "P3"], "recommended is not free of it");
    let remediations: Vec<(&str, Vec<&str>)> = said
        .remediations
        .iter()
        .map(|each| (each.category.as_str(), keys(&advisory.products, &each.products)))
        .collect();
    assert_eq!(
        remediations,
        [("vendor_fix", vec!["P1"]), ("mitigation", vec!["P1", "P3"]), ("workaround", vec![])]
    );
    assert_eq!(said.remediations[0].url.as_deref(), Some("https://example.com/fw"));
    assert_eq!(said.remediations[1].pointer, "/vulnerabilities/0/remediations/1");
    assert_eq!(
        said.cvss,
        [
            "AV:N/AC:L/Au:N/C:N/I:N/A:C",
            "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H",
            "CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N",
            "CVSS:3.1/AV:L/AC:L",
            "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N",
        ]
    );
    let ssvc = &said.ssvc[0];
    assert_eq!(ssvc.exploitation.as_deref(), Some("public poc"));
    assert_eq!(
        (ssvc.automatable.as_deref(), ssvc.technical_impact.as_deref()),
        (Some("yes"), Some("partial"))
    );
    assert_eq!((ssvc.timestamp.as_deref(), ssvc.role.as_str()), (Some("2024-07-11T21:26:33Z"), "Maker"));
    let note = |kind: &str| said.notes.iter().find(|note| note.kind == kind).unwrap();
    assert_eq!(
        (note("flag").title.as_str(), note("flag").text.as_str()),
        ("vulnerable_code_not_present", "P2")
    );
    assert_eq!(note("exploit_status").text, "No known exploitation.");
    assert_eq!(said.exploited, None, "that it is not exploited is no exploitation");
}

#[test]
fn what_csaf_2_1_adds() {
    let vulnerabilities = json!([{
        "cve": "CVE-2025-1",
        "cwes": [{"id": "CWE-79", "name": "XSS", "version": "4.15"}, {"id": "CWE-80", "name": "x", "version": "4.15"}],
        "product_status": {"first_affected": ["P1"], "last_affected": ["P2"], "unknown": ["P3"]},
        "first_known_exploitation_dates": [
            {"date": "2025-03-01T00:00:00Z", "exploitation_date": "2025-02-02T00:00:00Z"},
            {"date": "2025-03-02T00:00:00Z", "exploitation_date": "2025-01-01T00:00:00Z"}
        ],
        "remediations": [{"category": "fix_planned", "details": "In May.", "product_ids": ["P1"]}, {"category": "optional_patch", "details": "x"}],
        "metrics": [
            {"products": ["P1"], "content": {
                "cvss_v4": {"vectorString": "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N"},
                "epss": {"percentile": "0.41", "probability": "0.00094", "timestamp": "2025-03-01T00:00:00Z"},
                "ssvc_v1": {"id": "CVE-2025-1", "schemaVersion": "1-0-1", "timestamp": "2025-01-01T00:00:00Z", "selections": [
                    {"name": "Exploitation", "namespace": "ssvc", "version": "1.1.0", "values": ["Public PoC"]},
                    {"name": "Automatable", "namespace": "ssvc", "version": "2.0.0", "values": ["No", "Yes"]}]}}},
            {"source": "https://example.com/cert", "content": {
                "ssvc_v2": {"schemaVersion": "2.0.0", "timestamp": "2025-02-01T00:00:00Z", "selections": [
                    {"key": "E", "namespace": "ssvc", "version": "1.1.0", "values": [{"key": "A", "name": "Active"}]},
                    {"key": "A", "namespace": "ssvc", "version": "2.0.0", "values": [{"key": "Y"}]},
                    {"key": "TI", "namespace": "ssvc", "version": "1.0.0", "values": [{"name": "Total"}]}]}}}
        ]
    }]);
    let helper = json!({"purls": ["pkg:generic/a@1", "pkg:generic/b@1"], "cpe": "cpe:2.3:h:maker:unit_5:-:*:*:*:*:*:*:*"});
    let mut third = leaf("product_version_range", "vers:intdot/>=4|<=4.2", "P3");
    third["product"]["product_identification_helper"] = helper;
    let leaves = json!([leaf("product_version", "1", "P1"), leaf("product_version", "3", "P2"), third]);
    let advisory = only(document("vendor", "csaf_security_advisory", tree(leaves), vulnerabilities));
    let said = &advisory.vulnerabilities[0];
    assert_eq!(said.cwes, ["CWE-79", "CWE-80"]);
    assert_eq!(keys(&advisory.products, &said.affected), ["P1", "P2"]);
    assert_eq!(keys(&advisory.products, &said.under_investigation), ["P3"]);
    assert_eq!(said.exploited.as_deref(), Some("2025-01-01T00:00:00Z"), "the first");
    assert_eq!(said.remediations[0].category, "fix_planned");
    assert_eq!(said.cvss.len(), 1);
    assert_eq!(advisory.products[2].purls.len(), 2);
    assert_eq!(said.ssvc.len(), 2);
    assert_eq!(said.ssvc[0].exploitation.as_deref(), Some("public poc"));
    assert_eq!(said.ssvc[0].automatable, None, "two values are an open question");
    assert_eq!(said.ssvc[1].exploitation.as_deref(), Some("active"));
    assert_eq!(said.ssvc[1].technical_impact.as_deref(), Some("total"));
    assert_eq!(said.ssvc[1].role, "https://example.com/cert");
    assert!(said.notes.iter().any(|note| note.kind == "epss" && note.text == "0.00094 (percentile 0.41)"));
}

#[test]
fn who_speaks() {
    let source =
        |publisher: &str, category: &str| only(document(publisher, category, json!(null), json!([]))).source;
    assert_eq!(source("vendor", "csaf_security_advisory"), SourceKind::VendorCsaf);
    assert_eq!(source("vendor", "csaf_vex"), SourceKind::Vex);
    assert_eq!(source("user", "csaf_vex"), SourceKind::Vex);
    assert_eq!(source("coordinator", "csaf_security_advisory"), SourceKind::CoordinatorCsaf);
    // CISA writes some of its advisories in the VEX profile: they stay advisories of a coordinator.
    assert_eq!(source("coordinator", "csaf_vex"), SourceKind::CoordinatorCsaf);
    assert_eq!(source("discoverer", "csaf_base"), SourceKind::CoordinatorCsaf);
    assert!(only(document("vendor", "csaf_withdrawn", json!(null), json!([]))).withdrawn);
}

#[test]
fn software_on_a_device() {
    let device = branch(
        "vendor",
        "Maker AG",
        json!([branch("product_name", "Unit 5", json!([leaf("product_version", "all", "HW")]))]),
    );
    let software = branch(
        "vendor",
        "Other",
        json!([branch("product_name", "Stack", json!([leaf("product_version_range", "<2", "SW")]))]),
    );
    let relation = |category: &str, part: &str, host: &str, id: &str| {
        json!({"category": category, "product_reference": part, "relates_to_product_reference": host,
               "full_product_name": {"name": format!("{part} on {host}"), "product_id": id}})
    };
    // The second refers to the third, which comes later.
    let relationships = json!([
        relation("installed_on", "SW", "HW", "R1"),
        relation("optional_component_of", "R3", "HW", "R2"),
        relation("default_component_of", "SW", "R1", "R3"),
        relation("external_component_of", "SW", "R5", "R4"),
        relation("external_component_of", "SW", "R4", "R5"),
        relation("beside", "SW", "HW", "R6"),
        relation("installed_with", "SW", "nothing", "R7")
    ]);
    let tree = json!({"branches": [device, software], "relationships": relationships});
    let vulnerabilities =
        json!([{"cve": "CVE-2024-1", "product_status": {"known_affected": ["R1", "R2", "R4"]}}]);
    let feeds = read(document("vendor", "csaf_security_advisory", tree, vulnerabilities));
    let advisory = &feeds.advisories[0];
    let product = |key: &str| advisory.products.iter().find(|product| product.key == key).unwrap();
    let host = |key: &str| product(key).host.map(|(host, kind)| (advisory.products[host].key.as_str(), kind));
    assert_eq!(host("R1"), Some(("HW", Relationship::InstalledOn)));
    assert_eq!((product("R1").vendor.as_str(), product("R1").full_name.as_str()), ("Other", "SW on HW"));
    assert_eq!(
        product("R1").version,
        VersionText::Written("<2".to_owned()),
        "the condition is the software's"
    );
    assert_eq!(host("R2"), Some(("HW", Relationship::OptionalComponentOf)));
    assert_eq!(host("R3"), Some(("R1", Relationship::DefaultComponentOf)));
    assert_eq!(keys(&advisory.products, &advisory.vulnerabilities[0].affected), ["R1", "R2"]);
    let refused = refusals(&feeds);
    assert_eq!(refused.len(), 5, "{refused:#?}");
    for (place, words) in [
        ("/product_tree/relationships/5", "`beside` is not known"),
        ("/product_tree/relationships/3", "go round in a circle"),
        ("/product_tree/relationships/4", "go round in a circle"),
        ("/product_tree/relationships/6", "are not defined"),
        ("/vulnerabilities/0/product_status/known_affected/2", "the product R4 is not defined"),
    ] {
        assert!(
            refused.iter().any(|each| each.contains(place) && each.contains(words)),
            "{place}: {refused:#?}"
        );
    }
}

#[test]
fn trees_of_any_nesting() {
    // Family above name, a service pack below the version, a platform between.
    let pack = json!({"category": "service_pack", "name": "SP2", "product": {"name": "Unit 5 V1 SP2", "product_id": "A"}});
    let version = branch("product_version", "V1", json!([pack]));
    let inner = branch("product_name", "Unit 5", json!([branch("platform", "ARM", json!([version]))]));
    let vendor = branch("vendor", "Maker", json!([branch("product_family", "Units", json!([inner]))]));
    // A vendor below a family; a product on a branch that has branches too; names twice.
    let odd = branch(
        "product_family",
        "Pumps",
        json!([{
            "category": "vendor", "name": "Pumper", "product": {"name": "any pump", "product_id": "B"},
            "branches": [branch("product_name", "Pumps", json!([leaf("product_version", "2", "C")]))]
        }]),
    );
    // No branch for the version.
    let behind = json!({"category": "product_name", "name": "Unit 6", "product": {"name": "Maker Unit 6 (All versions < V3)", "product_id": "D"}});
    let bare = json!({"category": "product_name", "name": "Unit 7", "product": {"name": "Maker Unit 7", "product_id": "E"}});
    let more = json!({"category": "product_name", "name": "Unit 9", "product": {"name": "Unit 9 family (incl. variants of 2024)", "product_id": "G"}});
    let longer = json!({"category": "product_name", "name": "Unit 1", "product": {"name": "Unit 10 V2", "product_id": "H"}});
    let names = json!([{"name": "Plain 8 V2", "product_id": "F"}]);
    let tree = json!({"branches": [vendor, odd, branch("vendor", "Maker", json!([behind, bare, more, longer]))], "full_product_names": names});
    let advisory = only(document("vendor", "csaf_security_advisory", tree, json!([])));
    let product = |key: &str| advisory.products.iter().find(|product| product.key == key).unwrap();
    assert_eq!(product("A").names, ["Units", "Unit 5"]);
    assert_eq!(product("A").version, VersionText::Exactly("V1 SP2".to_owned()));
    assert_eq!(
        (product("B").vendor.as_str(), product("B").names.as_slice()),
        ("Pumper", &["Pumps".to_owned()][..])
    );
    assert_eq!(product("C").names, ["Pumps"], "one name once");
    assert_eq!(product("D").version, VersionText::Written("All versions < V3".to_owned()));
    for other in ["E", "G", "H"] {
        assert_eq!(product(other).version, VersionText::Unsaid, "{other}");
    }
    // A maker's own list needs no vendor: the publisher is it.
    assert_eq!(
        (product("F").vendor.as_str(), product("F").names.as_slice()),
        ("Maker", &["Plain 8 V2".to_owned()][..])
    );
}

#[test]
fn what_is_wrong_costs_itself() {
    let leaves = json!([
        leaf("product_version", "1", "P1"),
        {"category": "product_version", "name": 7, "product": {"name": "x", "product_id": "P2"}},
        leaf("product_version", "2", "P1")
    ]);
    let good = |cve: &str| json!({"cve": cve, "product_status": {"known_affected": ["P1"]}});
    let vulnerabilities = json!([
        good("CVE-2024-1"),
        {"cve": 5, "product_status": {"known_affected": ["P1"]}},
        {"cve": "CVE-2024-3", "product_status": ["P1", {}]},
        {"cve": "CVE-2024-4", "notes": [{"text": []}], "product_status": {"known_affected": ["P1"]}},
        {"cve": "CVE-2024-5", "product_status": {"known_affected": ["P1", "P9"]}, "remediations": [
            {"category": "vendor_fix", "details": "for another one", "product_ids": ["P9"]}]},
        good("CVE-2024-6")
    ]);
    let feeds = read(document("coordinator", "csaf_security_advisory", tree(leaves), vulnerabilities));
    let advisory = &feeds.advisories[0];
    let cves: Vec<&str> = advisory.vulnerabilities.iter().filter_map(|each| each.cve.as_deref()).collect();
    assert_eq!(cves, ["CVE-2024-1", "CVE-2024-4", "CVE-2024-5", "CVE-2024-6"]);
    assert_eq!(advisory.vulnerabilities[1].pointer, "/vulnerabilities/3", "places do not move");
    assert_eq!(
        advisory.vulnerabilities[2].remediations,
        [],
        "a fix for an unknown product is no fix for all"
    );
    let refused = refusals(&feeds);
    for place in [
        "feed, /product_tree/branches/0/branches/0/branches/1/name: invalid type",
        "feed, /product_tree/branches/0/branches/0/branches/2/product: the product P1 is defined twice",
        "feed, /vulnerabilities/1/cve: invalid type",
        "feed, /vulnerabilities/2/product_status",
        "feed, /vulnerabilities/3/notes/0/text: invalid type",
        "feed, /vulnerabilities/4/product_status/known_affected/1: the product P9 is not defined",
        "feed, /vulnerabilities/4/remediations/0: none of its products is defined",
    ] {
        assert!(refused.iter().any(|each| each.starts_with(place)), "{place} in {refused:#?}");
    }
    assert!(feeds.refused.iter().all(|refusal| !refusal.advice.is_empty()));
    let whole = document("vendor", "x", json!(null), json!([])).replace("\"id\":\"M-1\"", "\"id\":[1]");
    let feeds = read(whole);
    assert_eq!(feeds.advisories, []);
    assert!(
        refusals(&feeds)[0].starts_with("feed, /document/tracking/id: invalid type"),
        "{:?}",
        feeds.refused
    );
}

#[test]
fn documents_out_of_all_proportion_are_refused() {
    // A long name above many leaves would be written out for each of them.
    let leaves: Vec<Value> = (0..2000).map(|n| leaf("product_version", "1", &format!("P{n}"))).collect();
    let long = branch("product_family", &"x".repeat(100_000), json!(leaves));
    let feeds = read(document("vendor", "x", json!({"branches": [long]}), json!([])));
    assert_eq!(feeds.advisories, []);
    assert!(refusals(&feeds)[0].contains("larger than 64 MiB"), "{:?}", feeds.refused);
    // Groups of all products in every remediation.
    let leaves: Vec<Value> = (0..4000).map(|n| leaf("product_version", "1", &format!("P{n}"))).collect();
    let ids: Vec<String> = (0..4000).map(|n| format!("P{n}")).collect();
    let mut tree = tree(json!(leaves));
    tree["product_groups"] = json!([{"group_id": "G", "product_ids": ids}]);
    let remediations = vec![json!({"category": "mitigation", "details": "x", "group_ids": ["G"]}); 4000];
    let feeds =
        read(document("vendor", "x", tree, json!([{"cve": "CVE-2024-1", "remediations": remediations}])));
    assert_eq!(feeds.advisories, []);
    assert!(refusals(&feeds)[0].contains("mentions products more than"), "{:?}", feeds.refused);
}
