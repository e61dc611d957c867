//! Notices of regulators and makers.

use crate::advisory::{SourceKind, VersionText};
use crate::source::tests::{only, read, refusals};

#[test]
fn enforcement_reports() {
    let text = r#"{"meta":{"results":{"total":2}},"results":[
        {"recall_number":"Z-0123-2020","product_description":"MiniMed 508 Insulin Infusion Pump, Model Number: MMT-508. For infusion.",
         "code_info":"All lots","classification":"Class I","status":"Ongoing","reason_for_recall":"Unauthorised control (CVE-2019-10964). More.",
         "recalling_firm":"Medtronic Inc.","recall_initiation_date":"20190627","report_date":"20191106","event_id":"83221"},
        {"recall_number":5},
        {"product_res_number":"Z-9-2021","product_description":"Monitor","recall_status":"Open, Classified","event_date_initiated":"2021-02-03","action":"Stop using it.","code_info":"Serial 1-5"}]}"#;
    let feeds = read(text);
    assert!(refusals(&feeds)[0].starts_with("feed, entry 2: invalid type"));
    let [pump, monitor] = feeds.advisories.as_slice() else { panic!("{:?}", feeds.advisories) };
    assert_eq!((pump.id.as_str(), pump.source), ("Z-0123-2020", SourceKind::Recall));
    let recall = pump.recall.as_ref().unwrap();
    assert_eq!(
        (recall.class.as_str(), recall.state.as_str(), recall.scope.as_str()),
        ("I", "ongoing", "All lots")
    );
    assert!(recall.reason.starts_with("Unauthorised control"));
    assert_eq!(
        (pump.published.as_deref(), pump.updated.as_deref()),
        (Some("2019-06-27"), Some("2019-11-06"))
    );
    let product = &pump.products[0];
    assert_eq!(
        (product.vendor.as_str(), product.model_numbers.as_slice()),
        ("Medtronic Inc.", &["MMT-508".to_owned()][..])
    );
    assert_eq!(pump.vulnerabilities[0].cve.as_deref(), Some("CVE-2019-10964"));
    assert_eq!(pump.vulnerabilities[0].affected, [0]);
    assert_eq!(
        (monitor.recall.as_ref().unwrap().state.as_str(), monitor.vulnerabilities[0].cve.as_deref()),
        ("ongoing", None)
    );
    assert_eq!(monitor.vulnerabilities[0].remediations[0].text, "Stop using it.");
}

#[test]
fn tables_with_the_words_that_people_use() {
    let table = "Manufacturer;Device name;Model no;Lot numbers;Serial Numbers;Classification;Date of notice;Link;Reason for recall;Action required;FSN reference\n\
        Maker;Pump 5;P5-1, P5-2;L1, L2;100, 101;2;31.12.2023;https://example.com/1;It leaks.;Quarantine.;FSN-7\n\
        Maker;Pump 6;;all;SN 100 to SN 200;III;05/06/2024;;Why;;\n\
        Maker;;;;;;;;;;\n";
    let feeds = read(table);
    let [first, second] = feeds.advisories.as_slice() else { panic!("{:#?}", feeds.advisories) };
    assert_eq!((first.id.as_str(), first.published.as_deref()), ("FSN-7", Some("2023-12-31")));
    let product = &first.products[0];
    assert_eq!(product.model_numbers, ["P5-1", "P5-2"]);
    assert_eq!(product.serial_numbers, ["100", "101"]);
    assert_eq!(product.pointer, "row 2");
    let recall = first.recall.as_ref().unwrap();
    assert_eq!(
        (recall.class.as_str(), recall.scope.as_str()),
        ("II", "lots: L1, L2; serial numbers: 100, 101")
    );
    assert_eq!(first.vulnerabilities[0].remediations[0].text, "Quarantine.");
    assert_eq!(second.products[0].serial_numbers, [""; 0], "a range is no number");
    assert_eq!(second.recall.as_ref().unwrap().scope, "serial numbers: SN 100 to SN 200");
    assert!(second.id.starts_with("notice "));
    assert_eq!(
        refusals(&feeds),
        ["feed, row 3: `05/06/2024` is no date, or could be two", "feed, row 4: it names no product"]
    );
}

#[test]
fn a_desktop_programs_file() {
    // Windows-1252, as a spreadsheet writes it.
    let table = b"Maker,Product,Reason,Class,Firmware\nM\xfcller,Pumpe,Defekt,I,<= 2.1\n";
    let advisory = only(table);
    assert_eq!(advisory.products[0].vendor, "Müller");
    assert_eq!(advisory.products[0].version, VersionText::Written("<= 2.1".to_owned()));
}
