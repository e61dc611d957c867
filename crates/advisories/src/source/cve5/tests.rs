//! Records as authorities really write them.

use crate::advisory::{Range, SourceKind, VersionText, Vulnerability};
use crate::source::tests::{only, read, refusals};
use serde_json::{Value, json};

fn record(cna: Value, adp: Value) -> String {
    json!({
        "dataType": "CVE_RECORD", "dataVersion": "5.1",
        "cveMetadata": {"cveId": "CVE-2024-1000", "state": "PUBLISHED", "assignerShortName": "cna",
                        "datePublished": "2024-01-01T00:00:00", "dateUpdated": "2024-03-01T00:00:00Z"},
        "containers": {"cna": cna, "adp": adp}
    })
    .to_string()
}

/// What an entry of `affected` becomes: versions of the affected, of the not affected, of the unclear ones.
fn states(affected: Value) -> [Vec<VersionText>; 3] {
    let advisory = only(record(json!({"affected": [affected]}), json!([])));
    let said = &advisory.vulnerabilities[0];
    [&said.affected, &said.not_affected, &said.under_investigation]
        .map(|list| list.iter().map(|index| advisory.products[*index].version.clone()).collect())
}

/// `[` and `]` belong to it, `(` and `)` do not; `!` before: not affected.
fn range(text: &str) -> Range {
    let (unaffected, text) = text.strip_prefix('!').map_or((false, text), |rest| (true, rest));
    let (from, to) = text.trim_matches(['[', ']', '(', ')']).split_once(',').unwrap();
    let bound = |version: &str, closed| (!version.is_empty()).then(|| (version.to_owned(), closed));
    Range {
        from: bound(from, text.starts_with('[')),
        to: bound(to, text.ends_with(']')),
        scheme: String::new(),
        unaffected,
    }
}

fn ranges(texts: &[&str]) -> VersionText {
    VersionText::Ranges(texts.iter().map(|text| range(text)).collect())
}

#[test]
fn versions_as_they_are_written() {
    let versions = |list: Value| states(json!({"vendor": "v", "product": "p", "versions": list}));
    let affected = |list: Value| {
        let [affected, not_affected, unclear] = versions(list);
        assert_eq!((not_affected.len(), unclear.len()), (0, 0));
        affected
    };
    let one = |version: Value| affected(json!([version]));
    assert_eq!(one(json!({"version": "2.4", "status": "affected"})), [ranges(&["[2.4,2.4]"])]);
    assert_eq!(one(json!({"version": "0", "lessThan": "2.4", "status": "affected"})), [ranges(&["[,2.4)"])]);
    assert_eq!(
        one(json!({"version": "1", "lessThanOrEqual": "2", "status": "affected"})),
        [ranges(&["[1,2]"])]
    );
    assert_eq!(
        one(json!({"version": "unspecified", "lessThan": "2", "status": "affected"})),
        [ranges(&["[,2)"])]
    );
    assert_eq!(
        one(json!({"version": "n/a", "lessThanOrEqual": "2", "status": "affected"})),
        [ranges(&["[,2]"])]
    );
    assert_eq!(
        one(json!({"version": "All versions", "lessThan": "2", "status": "affected"})),
        [ranges(&["[,2)"])]
    );
    assert_eq!(one(json!({"version": "1", "lessThan": "*", "status": "affected"})), [ranges(&["[1,)"])]);
    assert_eq!(
        one(json!({"version": "next of 1", "lessThan": "unspecified", "status": "affected"})),
        [ranges(&["(1,)"])]
    );
    assert_eq!(one(json!({"version": "*", "status": "affected"})), [ranges(&["(,)"])]);
    assert_eq!(one(json!({"version": 3, "status": "affected"})), [ranges(&["[3,3]"])], "a number for a text");
    assert_eq!(one(json!({"version": "n/a", "status": "affected"})), [VersionText::Unsaid]);
    let scheme = one(json!({"version": "1", "lessThan": "2", "status": "affected", "versionType": "semver"}));
    let VersionText::Ranges(scheme) = &scheme[0] else { panic!() };
    assert_eq!(scheme[0].scheme, "semver");
    // Sentences stay whole.
    for text in [
        "15; Java SE Embedded: 8u261",
        "All versions < V4.3.8",
        "< 1.2.3",
        ">= 1.0, < 1.5",
        "all versions",
        "V4 HF1",
    ] {
        assert_eq!(
            one(json!({"version": text, "status": "affected"})),
            [VersionText::Written(text.to_owned())]
        );
    }
    // Sentences are products of their own beside the intervals.
    let both = affected(
        json!([{"version": "1", "status": "affected"}, {"version": "2 and later", "status": "affected"}]),
    );
    assert_eq!(both, [VersionText::Written("2 and later".to_owned()), ranges(&["[1,1]"])]);
}

#[test]
fn what_is_not_affected_and_what_is_unclear() {
    let entry = |default: Value, list: Value| {
        let mut entry = json!({"vendor": "v", "product": "p", "versions": list});
        if !default.is_null() {
            entry["defaultStatus"] = default;
        }
        states(entry)
    };
    let (bad, good) = (
        json!({"version": "1", "lessThan": "2", "status": "affected"}),
        json!({"version": "3", "status": "unaffected"}),
    );
    let mixed = [ranges(&["[1,2)", "![3,3]"])];
    let fine = [ranges(&["[3,3]"])];
    let [affected, not_affected, unclear] = entry(json!("unaffected"), json!([bad, good]));
    assert_eq!((affected.as_slice(), not_affected.as_slice(), unclear.len()), (&mixed[..], &fine[..], 0));
    // Everything but: the default counts for what is not listed.
    let [affected, not_affected, _] = entry(json!("affected"), json!([good]));
    assert_eq!(
        (affected.as_slice(), not_affected.as_slice()),
        (&[ranges(&["(,)", "![3,3]"])][..], &fine[..])
    );
    // A list of affected versions beside that default: the list.
    assert_eq!(entry(json!("affected"), json!([bad]))[0], [ranges(&["[1,2)"])]);
    // No list at all.
    assert_eq!(entry(json!("affected"), json!([]))[0], [VersionText::Unsaid]);
    assert_eq!(entry(json!("unaffected"), json!([]))[1], [VersionText::Unsaid]);
    assert_eq!(entry(json!("unknown"), json!([]))[2], [VersionText::Unsaid]);
    assert_eq!(entry(json!(null), json!([]))[0], [VersionText::Unsaid], "named is affected");
    assert_eq!(
        entry(json!("unknown"), json!([{"version": "5", "status": "unknown"}]))[2],
        [ranges(&["[5,5]"])]
    );
}

#[test]
fn changes_within_an_interval() {
    let states = |version: Value| states(json!({"vendor": "v", "product": "p", "versions": [version]}));
    let changes = json!([{"at": "1.5", "status": "unaffected"}]);
    let [affected, not_affected, _] =
        states(json!({"version": "1", "lessThan": "2", "status": "affected", "changes": changes}));
    assert_eq!(affected, [ranges(&["[1,2)", "![1.5,2)"])]);
    assert_eq!(not_affected, [ranges(&["[1.5,2)"])]);
    // Back again.
    let changes = json!([{"at": "1.2", "status": "unaffected"}, {"at": "1.4", "status": "affected"}]);
    let [affected, ..] =
        states(json!({"version": "1", "lessThan": "2", "status": "affected", "changes": changes}));
    assert_eq!(affected, [ranges(&["[1,2)", "[1.4,2)", "![1.2,1.4)"])]);
    // From not affected to affected.
    let changes = json!([{"at": "1.5", "status": "affected"}]);
    let [affected, not_affected, _] =
        states(json!({"version": "1", "lessThan": "2", "status": "unaffected", "changes": changes}));
    assert_eq!(
        (affected, not_affected),
        (vec![ranges(&["[1.5,2)", "![1,1.5)"])], vec![ranges(&["[1,1.5)"])])
    );
}

#[test]
fn names_and_cpe_names() {
    let cna = json!({"affected": [
        {"vendor": "n/a", "product": "n/a", "versions": [{"version": "n/a", "status": "affected"}]},
        {"vendor": "Maker", "product": "Unit 5", "cpes": ["cpe:2.3:o:maker:unit_5_firmware:*:*:*:*:*:*:*:*", "cpe:2.3:h:maker:unit_5:-:*:*:*:*:*:*:*"],
         "versions": [{"version": "1", "status": "affected"}]},
        {"vendor": "n/a", "packageName": "stack", "packageURL": "pkg:generic/stack", "defaultStatus": "affected"}
    ]});
    let advisory = only(record(cna, json!([])));
    let names: Vec<(&str, &str)> =
        advisory.products.iter().map(|each| (each.vendor.as_str(), each.names[0].as_str())).collect();
    assert_eq!(names, [("Maker", "Unit 5"), ("Maker", "Unit 5"), ("", "stack")], "n/a is nobody");
    assert!(advisory.products[0].cpe.is_some() && advisory.products[1].cpe.is_some());
    assert_eq!(advisory.products[0].pointer, "/containers/cna/affected/1");
    assert_eq!(advisory.products[2].purls, ["pkg:generic/stack"]);
    // A CPE name for each version beside the list of versions (seen with 2,434 of both): one name.
    let names: Vec<String> = (0..2000).map(|n| format!("cpe:2.3:o:maker:unit:{n}:*:*:*:*:*:*:*")).collect();
    let versions: Vec<Value> =
        (0..2000).map(|n| json!({"version": n.to_string(), "status": "affected"})).collect();
    let many = json!({"affected": [{"vendor": "v", "product": "p", "cpes": names, "versions": versions}]});
    let advisory = only(record(many, json!([])));
    assert_eq!(advisory.products.len(), 1);
    assert_eq!(
        advisory.products[0].cpe.as_ref().unwrap().to_string(),
        "cpe:2.3:o:maker:unit:*:*:*:*:*:*:*:*"
    );
    let without = json!({"affected": [{"vendor": "v", "product": "p", "defaultStatus": "affected", "cpes": ["cpe:2.3:o:m:u:1:*:*:*:*:*:*:*", "cpe:2.3:o:m:u:2:*:*:*:*:*:*:*"]}]});
    assert_eq!(only(record(without, json!([]))).products.len(), 2, "without a list the names are the list");
    let colon = json!({"affected": [{"vendor": "v", "product": "p", "cpes": ["cpe:2.3:a:v:a:b:1:*:*:*:*:*:*:*"], "defaultStatus": "affected"}]});
    let feeds = read(record(colon, json!([])));
    assert_eq!(feeds.advisories[0].products.len(), 1, "the product is read without the name");
    assert!(refusals(&feeds)[0].starts_with("feed, /containers/cna/affected/0/cpes/0: "));
}

#[test]
fn containers_are_documents() {
    let cna = json!({
        "title": "Overflow", "providerMetadata": {"shortName": "Maker", "dateUpdated": "2024-02-01T00:00:00Z"},
        "descriptions": [{"lang": "es", "value": "No"}, {"lang": "en", "value": "A crafted packet."}],
        "problemTypes": [{"descriptions": [{"cweId": "CWE-787", "lang": "en"}, {"lang": "en", "description": "n/a"}]}],
        "solutions": [{"lang": "en", "value": "Update to 2.", "supportingMedia": [{"value": "<p>"}]}],
        "workarounds": [{"lang": "de", "value": "Stecker ziehen."}],
        "exploits": [{"lang": "en", "value": "None known."}],
        "tags": ["unsupported-when-assigned", "disputed"],
        "metrics": [{"format": "CVSS", "cvssV4_0": {"vectorString": "CVSS:4.0/AV:N/AC:L"}, "cvssV3_1": {"vectorString": "CVSS:3.1/AV:N/AC:L"}}, {"other": {"type": "text", "content": {"text": "Important"}}}],
        "cpeApplicability": [{"operator": "AND", "nodes": [
            {"operator": "OR", "negate": false, "cpeMatch": [{"criteria": "cpe:2.3:o:m:f:*:*:*:*:*:*:*:*", "vulnerable": true, "versionStartIncluding": "1", "versionEndExcluding": "2"}]},
            {"operator": "OR", "negate": false, "cpeMatch": [{"criteria": "cpe:2.3:h:m:h:-:*:*:*:*:*:*:*", "vulnerable": false}]}]}],
        "x_legacyV4Record": {"affects": "anything"}
    });
    let ssvc = json!({"other": {"type": "SSVC", "content": {"id": "CVE-2024-1000", "role": "CISA Coordinator", "version": "2.0.3",
        "options": [{"Exploitation": "PoC"}, {"Automatable": "Yes"}, {"Technical Impact": "total"}], "timestamp": "2024-08-01T18:51:01Z"}}});
    let kev = json!({"other": {"type": "kev", "content": {"dateAdded": "2024-05-01", "reference": "https://example.com/kev"}}});
    let adp = json!([
        {"title": "CVE Program Container", "references": [], "providerMetadata": {"shortName": "CVE"}},
        {"title": "CISA ADP Vulnrichment", "providerMetadata": {"shortName": "CISA-ADP", "dateUpdated": "2024-10-01T00:00:00Z"}, "metrics": [ssvc, kev]}
    ]);
    let feeds = read(record(cna, adp));
    assert_eq!(feeds.refused, []);
    let [first, second] = feeds.advisories.as_slice() else {
        panic!("two documents: {:#?}", feeds.advisories)
    };
    assert_eq!((first.source, first.publisher.as_str()), (SourceKind::Cve5Cna, "Maker"));
    assert_eq!((second.source, second.publisher.as_str()), (SourceKind::Cve5Adp, "CISA-ADP"));
    assert_eq!((first.id.as_str(), second.id.as_str()), ("CVE-2024-1000", "CVE-2024-1000"));
    assert_eq!(second.updated.as_deref(), Some("2024-10-01T00:00:00Z"));
    let said: &Vulnerability = &first.vulnerabilities[0];
    assert_eq!((said.title.as_str(), &*said.cwes), ("Overflow", &["CWE-787".to_owned()][..]));
    assert_eq!(said.cvss, ["CVSS:4.0/AV:N/AC:L", "CVSS:3.1/AV:N/AC:L"]);
    let remediations: Vec<(&str, &str)> =
        said.remediations.iter().map(|each| (each.category.as_str(), each.text.as_str())).collect();
    assert_eq!(remediations, [("text", "Update to 2."), ("workaround", "Stecker ziehen.")]);
    let notes: Vec<(&str, &str)> =
        said.notes.iter().map(|note| (note.kind.as_str(), note.text.as_str())).collect();
    assert!(notes.contains(&("description", "A crafted packet.")) && !notes.contains(&("description", "No")));
    assert!(said.notes.iter().any(|note| note.kind == "tag" && note.title == "unsupported-when-assigned"));
    let condition = &said.applicability.as_ref().unwrap().configurations[0];
    assert!(condition.all && condition.nodes.len() == 2 && !condition.nodes[1].matches[0].vulnerable);
    assert_eq!(condition.nodes[0].matches[0].range.to, Some(("2".to_owned(), false)));
    let added = &second.vulnerabilities[0];
    assert_eq!(added.exploited.as_deref(), Some("2024-05-01"));
    assert_eq!(added.ssvc[0].exploitation.as_deref(), Some("public poc"));
    assert_eq!(added.ssvc[0].automatable.as_deref(), Some("yes"));
    assert_eq!(added.pointer, "/containers/adp/1");
}

#[test]
fn rejected_is_withdrawn_and_half_broken_is_read() {
    let rejected = record(json!({"rejectedReasons": [{"lang": "en", "value": "Not a fault."}]}), json!([]));
    let advisory = only(rejected.replace("PUBLISHED", "REJECTED"));
    assert!(advisory.withdrawn);
    assert_eq!(advisory.vulnerabilities[0].notes[0].kind, "rejected");
    let broken = record(
        json!({"affected": [{"vendor": "v", "product": "p", "versions": "all"}, {"vendor": "v", "product": "q", "defaultStatus": "affected"}],
               "metrics": [{"other": {"type": "ssvc", "content": {"options": "none"}}}, {"cvssV3_1": 9.8}]}),
        json!([{"metrics": {}, "affected": []}, {"title": "ok", "tags": ["x"]}]),
    );
    let feeds = read(broken);
    let names: Vec<&str> = feeds.advisories[0].products.iter().map(|each| each.names[0].as_str()).collect();
    assert_eq!((names, feeds.advisories.len()), (vec!["q"], 2));
    let refused = refusals(&feeds);
    for place in [
        "feed, /containers/cna/affected/0/versions: invalid type",
        "feed, /containers/cna/metrics/1/cvssV3_1: invalid type",
        "feed, /containers/cna/metrics/0/other: an SSVC decision cannot be read",
        "feed, /containers/adp/0/metrics: invalid type",
    ] {
        assert!(refused.iter().any(|each| each.starts_with(place)), "{place} in {refused:#?}");
    }
    let none = read(record(json!(null), json!([])));
    assert!(refusals(&none)[0].starts_with("feed, /containers/cna: CVE-2024-1000 has no container"));
}

#[test]
fn names_written_out_without_end_are_refused() {
    let versions: Vec<Value> =
        (0..3000).map(|n| json!({"version": format!("{n} or so"), "status": "affected"})).collect();
    let entry = json!({"vendor": "v".repeat(100_000), "product": "p", "versions": versions});
    let feeds = read(record(json!({"affected": [entry]}), json!([])));
    assert!(feeds.advisories[0].products.len() < 1000);
    assert!(refusals(&feeds)[0].contains("written out, are larger than 64 MiB"), "{:?}", feeds.refused);
}
