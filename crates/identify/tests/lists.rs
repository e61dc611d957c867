//! How rows of lists find their devices, and who is believed where a list and the device disagree.

use holdfast_facts::{
    Attribute, Basis, CaptureId, Device, Endpoint, Evidence, EvidenceSet, Exemplar, Field, Place, Seen, Span,
    Tally, TallyKey, Timestamp,
};
use holdfast_identify::{Knowledge, Settings, resolve};
use proptest::prelude::*;

const RULES: &str = r#"
[[rule]]
id = "l.vendor"
attribute = "list.vendor"
match = '^(.+)$'
tier = "declared"
vendor = "$1"
source = "test"
origin = "field"
date = "2026-11"
[[rule]]
id = "l.model"
attribute = "list.model"
match = '^(.+)$'
tier = "declared"
model = "$1"
source = "test"
origin = "field"
date = "2026-11"
[[rule]]
id = "l.firmware"
attribute = "list.firmware"
match = '^(.+)$'
tier = "declared"
firmware = "$1"
source = "test"
origin = "field"
date = "2026-11"
[[rule]]
id = "w.firmware"
attribute = "http.upnp_firmware"
match = '^(.+)$'
tier = "declared"
firmware = "$1"
source = "test"
origin = "field"
date = "2026-11"
[[rule]]
id = "w.model"
attribute = ["http.upnp_model_name"]
match = '^(.+)$'
tier = "declared"
model = "$1"
source = "test"
origin = "field"
date = "2026-11"
[[rule]]
id = "w.name"
attribute = ["dhcp.hostname"]
match = '^(EV-\d+)'
tier = "strong"
model = "$1"
source = "test"
origin = "field"
date = "2026-11"
"#;

fn knowledge() -> Knowledge {
    Knowledge::load(&[
        ("fingerprints/test.toml", RULES),
        ("kinds.toml", "kind = []"),
        ("names/brands.toml", "brand = []"),
        ("registers/oui/module-makers.toml", "maker = []"),
        ("registers/oui/virtual-macs.toml", "range = []"),
    ])
    .unwrap()
}

#[derive(Default)]
struct World {
    set: EvidenceSet,
    row: u64,
}

fn wire(mac: &str, ip: &str) -> Endpoint {
    Endpoint { site: "s".into(), vlan: None, mac: mac.parse().ok(), ip: ip.parse().ok(), child: None }
}

fn listed(key: &str) -> Endpoint {
    Endpoint { site: "s".into(), vlan: None, mac: None, ip: None, child: Some(format!("list:{key}").into()) }
}

impl World {
    fn put(&mut self, endpoint: Endpoint, name: &'static str, value: &str, sensor: &str, place: Place) {
        let at = Timestamp(1);
        self.set.insert(Evidence {
            endpoint: endpoint.into(),
            attribute: Attribute::new(name, value).unwrap(),
            sensor: sensor.into(),
            seen: Seen { first: at, last: at, exemplar: Exemplar { at, capture: CaptureId([1; 32]), place } },
        });
    }

    /// Seen on the wire.
    fn said(&mut self, endpoint: Endpoint, name: &'static str, value: &str) {
        let tally =
            Tally { frames: 1, bytes: 60, first: Timestamp(1), last: Timestamp(1), frame: 1, hop_limit: 64 };
        self.set.insert_tally(TallyKey { endpoint: endpoint.clone(), capture: CaptureId([1; 32]) }, tally);
        self.put(endpoint, name, value, "look", Place::Frames(vec![Span { frame: 1, start: 0, end: 6 }]));
    }

    /// One row of a list, with its key.
    fn row(&mut self, endpoint: Endpoint, key: &str, cells: &[(&'static str, &str)]) {
        self.row += 1;
        let place = Place::Row { row: self.row, column: "c".into() };
        self.put(endpoint.clone(), "list.row_key", key, "list", place.clone());
        for (name, value) in cells {
            self.put(endpoint.clone(), name, value, "list", place.clone());
        }
    }

    fn devices(&self) -> Vec<Device> {
        resolve(&self.set, &knowledge(), &Settings::default())
    }
}

const PUMP: &str = "00:12:21:0a:31:01";

#[test]
fn a_thing_that_is_never_on_the_network_is_a_device_of_its_list() {
    let mut world = World::default();
    world.row(
        listed("serial ab123"),
        "serial ab123",
        &[("list.model", "MiniMed 508"), ("list.asset_tag", "BM-1")],
    );
    let devices = world.devices();
    let [pump] = devices.as_slice() else { panic!("{devices:?}") };
    assert_eq!(pump.claims[&Field::Model].basis, Basis::Declared);
    assert_eq!(pump.names, ["BM-1"]);
    assert_eq!((pump.first_seen, pump.macs.len(), pump.ips.len()), (None, 0, 0));
    assert!(pump.notes.iter().any(|note| note.contains("nobody has seen it")), "{:?}", pump.notes);
}

#[test]
fn a_row_with_the_mac_is_about_the_device_and_adds_what_it_does_not_say() {
    let mut world = World::default();
    world.said(wire(PUMP, "10.0.0.5"), "dhcp.hostname", "pump-b3");
    let alone = world.devices();
    // The list's address is an old one; it takes nothing from what was seen.
    world.row(wire(PUMP, "10.0.0.99"), "serial s1", &[("list.ip", "10.0.0.99"), ("list.vendor", "B. Braun")]);
    let devices = world.devices();
    assert_eq!(devices.len(), 1);
    assert_eq!(devices[0].id, alone[0].id);
    assert_eq!(devices[0].ips, ["10.0.0.5".parse::<std::net::IpAddr>().unwrap()]);
    assert_eq!(devices[0].claims[&Field::Vendor].basis, Basis::Declared);
}

#[test]
fn a_listed_address_is_shown_where_none_was_seen() {
    let mut world = World::default();
    world.row(wire(PUMP, "10.0.0.99"), "serial s1", &[("list.ip", "10.0.0.99")]);
    world.row(wire("-", "10.0.0.7"), "serial s2", &[("list.ip", "10.0.0.7")]);
    let devices = world.devices();
    assert_eq!(devices.len(), 2);
    assert!(devices.iter().all(|device| device.ips.len() == 1 && device.first_seen.is_none()));
}

#[test]
fn rows_without_an_address_find_the_device_by_serial_number_else_by_name() {
    let mut world = World::default();
    world.said(wire(PUMP, "10.0.0.5"), "lldp.med_serial", "SN-77 001");
    world.said(wire("00:00:00:00:00:09", "10.0.0.9"), "dhcp.hostname", "vent-b4.hospital.example");
    world.row(
        listed("serial sn77001"),
        "serial sn77001",
        &[("list.serial", "sn77001"), ("list.vendor", "A")],
    );
    world.row(listed("host ventb4"), "host ventb4", &[("list.hostname", "VENT-B4"), ("list.vendor", "B")]);
    let devices = world.devices();
    assert_eq!(devices.len(), 2);
    let vendor = |ip: &str| {
        let ip = ip.parse().unwrap();
        let device = devices.iter().find(|device| device.ips.contains(&ip)).unwrap();
        device.claims[&Field::Vendor].value.clone()
    };
    assert_eq!((vendor("10.0.0.5").as_str(), vendor("10.0.0.9").as_str()), ("A", "B"));
}

#[test]
fn what_could_mean_two_joins_nobody() {
    let mut world = World::default();
    for mac in ["00:00:00:00:00:01", "00:00:00:00:00:02"] {
        world.said(wire(mac, "-"), "dhcp.hostname", "infusomat");
    }
    world.row(listed("host infusomat"), "host infusomat", &[("list.hostname", "infusomat")]);
    assert_eq!(world.devices().len(), 3);
    // Two rows that both want one device.
    let mut world = World::default();
    world.said(wire(PUMP, "-"), "dhcp.hostname", "pump-b3");
    for key in ["serial s0001", "serial s0002"] {
        world.row(listed(key), key, &[("list.hostname", "pump-b3")]);
    }
    assert_eq!(world.devices().len(), 3);
}

#[test]
fn rows_of_one_key_are_one_device_but_a_copied_key_joins_nobody() {
    let mut world = World::default();
    world.row(wire(PUMP, "-"), "serial s0001", &[("list.vendor", "A")]);
    world.row(listed("serial s0001"), "serial s0001", &[("list.model", "M")]);
    assert_eq!(world.devices().len(), 1);
    for n in 0..20 {
        world.row(wire(&format!("00:00:00:00:01:{n:02x}"), "-"), "serial abcd", &[("list.vendor", "A")]);
    }
    assert_eq!(world.devices().len(), 21);
}

#[test]
fn the_devices_own_word_goes_before_a_list() {
    let mut world = World::default();
    world.said(wire(PUMP, "-"), "http.upnp_firmware", "2.30.01");
    world.row(wire(PUMP, "-"), "serial s0001", &[("list.firmware", "1.9"), ("list.model", "Evita 4")]);
    let devices = world.devices();
    let firmware = &devices[0].claims[&Field::Firmware];
    assert_eq!((firmware.value.as_str(), firmware.basis), ("2.30.01", Basis::Observed));
    assert!(firmware.conflict, "the disagreement is shown");
    assert_eq!(firmware.rivals[0].value, "1.9");
    assert_eq!(devices[0].claims[&Field::Model].basis, Basis::Declared);
    // A host name that only this product has is no word about the firmware, but one about the model.
    world.said(wire(PUMP, "-"), "dhcp.hostname", "EV-800");
    let model = world.devices()[0].claims[&Field::Model].clone();
    assert_eq!((model.value.as_str(), model.basis, model.conflict), ("Evita 4", Basis::Declared, true));
}

#[test]
fn a_list_that_agrees_makes_surer_and_does_not_rename() {
    let mut world = World::default();
    world.said(wire(PUMP, "-"), "http.upnp_model_name", "Evita V800");
    let before = world.devices()[0].claims[&Field::Model].certainty;
    world.row(wire(PUMP, "-"), "serial s0001", &[("list.model", "Evita V800 (bed 4)")]);
    let model = world.devices()[0].claims[&Field::Model].clone();
    assert_eq!((model.value.as_str(), model.basis), ("Evita V800", Basis::Observed));
    assert!(model.certainty > before && !model.conflict);
}

#[test]
fn two_lists_that_disagree_are_no_answer() {
    let mut world = World::default();
    world.row(wire(PUMP, "-"), "serial s0001", &[("list.model", "Evita 4")]);
    world.row(wire(PUMP, "-"), "serial s0001", &[("list.model", "Savina")]);
    let devices = world.devices();
    assert!(!devices[0].claims.contains_key(&Field::Model));
    assert_eq!(devices[0].runners_up[&Field::Model].len(), 2);
}

proptest! {
    /// Rows and frames in any order give the same devices.
    #[test]
    fn the_order_does_not_matter(order in Just((0..30usize).collect::<Vec<_>>()).prop_shuffle()) {
        let statement = |world: &mut World, n: usize| {
            let mac = format!("00:00:00:00:00:{:02x}", n % 4);
            world.row = n as u64;
            match n % 3 {
                0 => world.said(wire(&mac, "-"), "dhcp.hostname", &format!("pump-{}", n % 5)),
                1 => world.row(
                    listed(&format!("host pump{}", n % 6)),
                    &format!("host pump{}", n % 6),
                    &[("list.hostname", &format!("pump-{}", n % 6)), ("list.model", &format!("M{}", n % 2))],
                ),
                _ => world.row(wire(&mac, "-"), &format!("serial s000{}", n % 7), &[("list.model", &format!("M{n}"))]),
            }
        };
        let (mut straight, mut shuffled) = (World::default(), World::default());
        (0..30).for_each(|n| statement(&mut straight, n));
        order.iter().for_each(|n| statement(&mut shuffled, *n));
        prop_assert_eq!(straight.devices(), shuffled.devices());
    }
}
