//! The sheet on paper: what it says, and that nothing on it can act.

mod world;

use holdfast_names::Kinds;
use holdfast_report::{Imprint, needs_sheet, sheet};
use world::{DAY, VERSION, World, golden};

const IMPRINT: Imprint<'static> = Imprint { who: "Test hospital", version: VERSION, as_of: DAY };

fn page(world: &World, name: &str) -> String {
    let kinds = Kinds::parse("kinds.toml", include_str!("../../../data/kinds.toml")).unwrap();
    let device = world.device(name);
    let kind = device.claims.get(&holdfast_facts::Field::Kind).and_then(|claim| kinds.get(&claim.value));
    let mut bytes = Vec::new();
    sheet(&world.listed(), device, kind, &IMPRINT, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn the_pump_has_a_sheet_that_a_ward_manager_can_read() {
    let world = World::new();
    let found = page(&world, "pump");
    assert_eq!(found, page(&world, "pump"));
    golden("pump.sheet.html", &found);
    for wanted in [
        "cannot be patched",
        "Ward 3, room 12",
        "MT-004711",
        "This device is recalled: Z-2156-2019.",
        "Somebody near by",
        "The maker asks patients",
        "Isolate, then replace – by 2027-02-28",
        "<li>Order a replacement.</li>",
        "holdfast why ID",
    ] {
        assert!(found.contains(wanted), "{wanted}");
    }
    let document = &world.weaknesses[0].fix_says[0].document;
    assert!(found.contains(document.as_str()), "the document's hash stands at the foot");
    assert!(found.contains(&world.weaknesses[0].because[0].to_string()));
}

#[test]
fn only_what_cannot_be_fixed_has_one() {
    let world = World::new();
    let listed = world.listed();
    for (name, wanted) in [("pump", true), ("plc", false), ("bms", false), ("monitor", false), ("harm", true)]
    {
        assert_eq!(needs_sheet(&listed, &world.device(name).id), wanted, "{name}");
    }
}

#[test]
fn harm_stays_text() {
    let found = page(&World::new(), "harm");
    assert!(!found.contains("<script") && !found.contains("</title><") && !found.contains("-->"));
    assert!(!found.contains(['\u{1b}', '\u{202e}', '\r']));
    assert!(found.contains("&lt;script&gt;"));
    // Nothing is fetched, nothing runs.
    for forbidden in ["src=", "href=", "url(", "http:", "https:", "@import", " onclick", "javascript:"] {
        assert!(!found.contains(forbidden), "{forbidden}");
    }
    // Tags are only ours, and every one that is opened is closed.
    for tag in
        ["header", "footer", "blockquote", "dl", "ol", "ul", "li", "p", "h2", "div", "dd", "span", "code"]
    {
        let open = found.matches(&format!("<{tag}>")).count() + found.matches(&format!("<{tag} ")).count();
        assert_eq!(open, found.matches(&format!("</{tag}>")).count(), "{tag}");
    }
}
