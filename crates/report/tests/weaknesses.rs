//! Weaknesses on the terminal, as JSON, as rows: what is shown, and that no text can act.

mod world;

use holdfast_report::{
    Listed, Style, Workbook, weaknesses_csv, weaknesses_json, weaknesses_sheet, weaknesses_table, xlsx,
};
use serde_json::Value;
use world::{DAY, HARM, VERSION, World, golden};

fn text(write: impl Fn(&mut Vec<u8>)) -> String {
    let mut bytes = Vec::new();
    write(&mut bytes);
    let mut again = Vec::new();
    write(&mut again);
    assert_eq!(bytes, again, "the same content gives the same bytes");
    String::from_utf8(bytes).unwrap()
}

#[test]
fn the_table_is_what_it_was() {
    let world = World::new();
    let table = text(|out| weaknesses_table(&world.listed(), Style::default(), out).unwrap());
    golden("weaknesses.txt", &table);
    // The pump stands first: it has a date. The excused monitor stands last.
    assert!(table.starts_with(&world.device("pump").id.0));
    assert!(table.contains("no fix: replace: \"The maker asks"));
    assert!(table.contains("recalled: Z-2156-2019"));
    assert!(table.contains("CVE-2020-6990, CVE-2020-6980 and 2 more"), "{table}");
    assert!(table.contains("exploited: known since 2024-05-01 (KEV), CVE-2020-6990"));
    assert!(table.contains("to settle it: Which firmware"));
    assert!(table.contains("sources disagree: ICSA-21-159-02 possibly, CVE-2021-27657 not affected"));
    assert!(table.contains("do: isolate, then replace, by 2027-02-28"));
    assert!(table.ends_with("6 affected, 1 possibly, 1 not affected, on 5 devices; 2 without a fix.\n"));
    for forbidden in ['\u{1b}', '\u{202e}', '\r'] {
        assert!(!table.contains(forbidden), "{forbidden:?} reached the terminal");
    }
}

#[test]
fn the_order_of_the_input_does_not_matter() {
    let mut world = World::new();
    let first = text(|out| weaknesses_table(&world.listed(), Style::default(), out).unwrap());
    let pump = world.weaknesses.remove(0);
    world.weaknesses.reverse();
    // The advice is about the first.
    world.weaknesses.insert(0, pump);
    world.devices.reverse();
    assert_eq!(first, text(|out| weaknesses_table(&world.listed(), Style::default(), out).unwrap()));
}

#[test]
fn nothing_known_is_no_proof() {
    let world = World::new();
    let none = Listed::new([], &world.devices, &world.set, Default::default());
    let table = text(|out| weaknesses_table(&none, Style::default(), out).unwrap());
    assert!(table.contains("no proof"));
}

#[test]
fn json_is_what_it_was_and_every_id_is_there() {
    let world = World::new();
    let json = text(|out| weaknesses_json(&world.listed(), Some(&world.set), VERSION, DAY, out).unwrap());
    golden("weaknesses.json", &json);
    let document: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(document["schema"], "holdfast.weaknesses/1");
    let list = document["weaknesses"].as_array().unwrap();
    assert_eq!(list.len(), world.weaknesses.len());
    for weakness in list {
        for because in weakness["because"].as_array().unwrap() {
            match because.as_str() {
                Some(id) => assert!(document["evidence"][id].is_object(), "{id}"),
                None => assert!(because["cited"]["document"].is_string()),
            }
        }
    }
    let pump = &list[0];
    assert_eq!(pump["cvss"]["score"], 7.1);
    assert_eq!(pump["fix_state"], "replace_only");
    assert_eq!(pump["decision"]["steps"].as_array().unwrap().len(), 2);
    assert!(list.iter().any(|weakness| weakness["title"] == HARM), "JSON keeps every character");
}

#[test]
fn rows_are_what_they_were_and_no_cell_is_a_formula() {
    let world = World::new();
    let csv = text(|out| weaknesses_csv(&world.listed(), out).unwrap());
    golden("weaknesses.csv", &csv);
    assert!(csv.contains("MT-004711") && csv.contains("Clinical engineering"));
    assert!(csv.contains("\"'=cmd|"));
    assert!(!csv.contains(",=cmd") && !csv.contains(",\"=cmd"));
    let (name, header, rows) = weaknesses_sheet(&world.listed());
    assert_eq!((name.as_str(), rows.len()), ("Weaknesses", world.weaknesses.len()));
    assert!(rows.iter().all(|row| row.len() == header.len()));
    let content = Workbook {
        devices: &[],
        exposures: &[],
        conduits: &[],
        more: vec![weaknesses_sheet(&world.listed())],
        as_of: DAY,
    };
    let mut book = Vec::new();
    xlsx(&content, &mut book).unwrap();
    assert!(book.starts_with(b"PK"));
}
