//! What people say wins, lasts and can be undone: small worlds, one idea each.

#[path = "said/world.rs"]
mod world;

use holdfast_facts::{
    Basis, EndpointKey, EvidenceSet, Field, Join as _, Retraction, Saying, Standing, Statement, Timestamp,
};
use holdfast_identify::{Settings, resolve, standings};
use proptest::prelude::*;
use std::collections::BTreeSet;
use world::{OTHER, PUMP, World, ip, kind, knowledge, mac, value, wire, with};

#[test]
fn a_persons_word_wins_and_what_lost_stands_beside_it() {
    let mut world = World::default();
    world.shows(wire(PUMP, "10.0.0.5"), "dhcp.hostname", "cam-1");
    world.shows(wire(PUMP, "10.0.0.5"), "http.upnp_model_name", "Gateway 3000");
    let id = world.say(&[mac(PUMP)], kind("infusion-pump"), 10);
    world.say(&[mac(PUMP)], Saying::Field(Field::Model, "SpaceCom".into()), 10);
    world.say(&[mac(PUMP)], Saying::Field(Field::Vendor, "B.Braun Melsungen".into()), 10);
    let devices = world.devices();
    let claim = &devices[0].claims[&Field::Kind];
    assert_eq!(
        (claim.value.as_str(), claim.basis, claim.certainty.get()),
        ("infusion-pump", Basis::Said, 1.0)
    );
    assert_eq!(claim.reasons[0].statement, Some(id));
    assert_eq!(
        (claim.rivals[0].value.as_str(), claim.rivals[0].reasons[0].rule.as_str()),
        ("camera", "t.camera")
    );
    assert!(claim.conflict, "the host name strongly says something else");
    assert!(devices[0].claims[&Field::Model].conflict);
    assert_eq!(value(&devices[0], Field::Vendor), Some(("B. Braun", Basis::Said)), "by its one name");
    assert!(!devices[0].claims[&Field::Vendor].conflict);
    assert_eq!(
        value(&devices[0], Field::Realm),
        Some(("IoMT", Basis::Inferred)),
        "the realm of the kind said"
    );
    assert_eq!(devices[0].claims[&Field::Realm].rivals[0].value, "IoT");
    // Who says the same as the evidence contradicts nobody, and both stand as reasons.
    world.say(&[mac(PUMP)], Saying::Field(Field::Model, "gateway-3000".into()), 11);
    let model = world.devices()[0].claims[&Field::Model].clone();
    assert_eq!((model.reasons.len(), model.conflict, model.rivals.len()), (2, false, 0));
}

#[test]
fn the_latest_statement_holds_and_an_undo_brings_the_older_one_back() {
    let mut world = World::default();
    world.shows(wire(PUMP, "-"), "dhcp.hostname", "cam-1");
    let late = world.say(&[mac(PUMP)], kind("infusion-pump"), 20);
    let early = world.say(&[mac(PUMP)], kind("camera"), 10);
    assert_eq!(value(&world.devices()[0], Field::Kind), Some(("infusion-pump", Basis::Said)));
    assert_eq!(world.standing(early), Standing::Overruled(Some(late)));
    assert_eq!(world.standing(late), Standing::Holds);
    world.undo(late);
    assert_eq!(value(&world.devices()[0], Field::Kind), Some(("camera", Basis::Said)));
    assert!(matches!(world.standing(late), Standing::Undone(_)));
    world.undo(early);
    assert_eq!(value(&world.devices()[0], Field::Kind), Some(("camera", Basis::Observed)));
    assert!(world.devices()[0].statements.is_empty());
    // At the same time, the id decides, the same everywhere.
    let (a, b) =
        (world.say(&[mac(PUMP)], kind("camera"), 30), world.say(&[mac(PUMP)], kind("infusion-pump"), 30));
    let holds = if a > b { "camera" } else { "infusion-pump" };
    assert_eq!(value(&world.devices()[0], Field::Kind), Some((holds, Basis::Said)));
}

#[test]
fn a_statement_stays_when_the_device_gets_another_id() {
    let mut world = World::default();
    // Seen through a router only: known by its address.
    world.shows(wire("00:99:00:00:00:01", "-"), "ndp.router", "yes");
    world.sent(wire("00:99:00:00:00:01", "10.9.0.7"), 63);
    let before = world.devices();
    let seen = with(&before, &ip("10.9.0.7"));
    world.say(&[ip("10.9.0.7")], kind("infusion-pump"), 10);
    // A later capture, on its own VLAN.
    world.shows(wire(PUMP, "-"), "arp.address", "10.9.0.7");
    world.sent(wire(PUMP, "10.9.0.7"), 64);
    let devices = world.devices();
    let pump = with(&devices, &mac(PUMP));
    assert_ne!(pump.id, seen.id);
    assert_eq!(value(pump, Field::Kind), Some(("infusion-pump", Basis::Said)));
    assert_eq!(devices.len(), 2);
}

#[test]
fn what_is_said_of_a_thing_behind_a_gateway_is_not_said_of_the_gateway() {
    let mut world = World::default();
    world.sent(wire(PUMP, "10.0.0.2"), 64);
    let mut lamp = wire(PUMP, "10.0.0.2");
    lamp.child = Some("hue:3".into());
    world.shows(lamp, "http.json", "modelid=LWB006");
    let child = EndpointKey::Child(Box::new(mac(PUMP)), "hue:3".into());
    world.say(std::slice::from_ref(&child), Saying::Field(Field::Place, "Ward 7".into()), 10);
    let devices = world.devices();
    assert_eq!(value(with(&devices, &child), Field::Place), Some(("Ward 7", Basis::Said)));
    assert_eq!(value(with(&devices, &mac(PUMP)), Field::Place), None);
    // Said to be one thing with something else, it does not take the gateway's addresses with it.
    world.shows(wire(OTHER, "10.0.0.3"), "dhcp.hostname", "lamp-3");
    world.say(&[mac(OTHER)], Saying::Merge(BTreeSet::from([child.clone()])), 11);
    let devices = world.devices();
    assert_eq!(devices.len(), 2);
    let lamp = with(&devices, &child);
    assert_eq!((lamp.macs.len(), lamp.ips.len()), (1, 1), "{:?} {:?}", lamp.macs, lamp.ips);
}

#[test]
fn a_merge_joins_and_the_old_ids_still_resolve() {
    let mut world = World::default();
    world.shows(wire(PUMP, "10.0.0.5"), "http.upnp_model_name", "SpaceCom");
    world.shows(wire(OTHER, "10.0.0.6"), "dhcp.hostname", "cam-1");
    let ids: Vec<String> = world.devices().iter().map(|device| device.id.0.clone()).collect();
    assert_eq!(ids.len(), 2);
    let merge = world.say(&[mac(OTHER)], Saying::Merge(BTreeSet::from([mac(PUMP)])), 10);
    let devices = world.devices();
    assert_eq!((devices.len(), devices[0].macs.len(), devices[0].ips.len()), (1, 2, 2));
    assert!(ids.iter().all(|id| devices[0].answers_to(id)));
    assert_eq!(devices[0].claims.len(), 3, "model, kind, and the kind's realm");
    // Somebody splits off what the other had joined, and joins it again.
    let split = world.say(&[mac(PUMP)], Saying::Split, 11);
    assert_eq!(world.devices().len(), 2);
    assert_eq!(
        (world.standing(merge), world.standing(split)),
        (Standing::Overruled(Some(split)), Standing::Holds)
    );
    let again = world.say(&[mac(PUMP)], Saying::Merge(BTreeSet::from([mac(OTHER)])), 12);
    assert_eq!(world.devices().len(), 1);
    assert_eq!(
        (world.standing(split), world.standing(again)),
        (Standing::Overruled(Some(again)), Standing::Holds)
    );
    for id in [again, merge] {
        world.undo(id);
    }
    assert_eq!(world.devices().len(), 2);
}

#[test]
fn a_split_beats_evidence_and_leaves_the_rest_together() {
    let ports = ["00:11:22:00:00:01", "00:11:22:00:00:02", "00:11:22:00:00:03"];
    let mut world = World::default();
    for port in ports {
        world.shows(wire(port, "-"), "lldp.chassis_id", "sw-ward7");
    }
    assert_eq!(world.devices().len(), 1);
    // The first one, to which the others were tied.
    let split = world.say(&[mac(ports[0])], Saying::Split, 10);
    let devices = world.devices();
    assert_eq!(devices.len(), 2);
    assert_eq!(with(&devices, &mac(ports[0])).macs.len(), 1);
    assert_eq!(with(&devices, &mac(ports[2])).macs.len(), 2);
    assert_eq!(world.standing(split), Standing::Holds);
    world.undo(split);
    assert_eq!(world.devices().len(), 1);
}

#[test]
fn an_address_can_be_split_off_its_mac() {
    let mut world = World::default();
    for address in ["10.0.0.5", "10.0.0.6"] {
        world.shows(wire(PUMP, "-"), "arp.address", address);
        world.shows(wire(PUMP, address), "http.upnp_model_name", &format!("Module {address}"));
    }
    // Told of, and never speaking.
    world.shows(wire(PUMP, "-"), "arp.address", "10.0.0.7");
    assert_eq!((world.devices().len(), world.devices()[0].ips.len()), (1, 3));
    world.say(&[ip("10.0.0.6")], Saying::Split, 10);
    world.say(&[ip("10.0.0.7")], Saying::Split, 10);
    let devices = world.devices();
    assert_eq!(devices.len(), 3);
    let module = with(&devices, &ip("10.0.0.6"));
    assert_eq!((module.macs.len(), module.ips.len()), (0, 1));
    assert!(module.notes[0].starts_with("split off by a person"), "{:?}", module.notes);
    assert_eq!(value(module, Field::Model).unwrap().0, "Module 10.0.0.6");
    assert_eq!(with(&devices, &mac(PUMP)).ips.len(), 1);
    assert_eq!(with(&devices, &ip("10.0.0.7")).ips.len(), 1, "an address does not vanish");
    world.say(&[mac(PUMP)], Saying::Merge(BTreeSet::from([ip("10.0.0.6")])), 11);
    assert_eq!(world.devices().len(), 2);
}

#[test]
fn what_is_ignored_says_so_and_is_still_there() {
    let mut world = World::default();
    world.shows(wire(PUMP, "-"), "dhcp.hostname", "cam-1");
    let id = world.say(&[mac(PUMP)], Saying::Ignore, 10);
    assert!(world.devices()[0].ignored);
    world.undo(id);
    assert!(!world.devices()[0].ignored);
    let nobody = world.say(&[mac(OTHER)], Saying::Ignore, 10);
    assert_eq!(world.devices().len(), 1, "a statement alone makes no device");
    assert_eq!(world.standing(nobody), Standing::AboutNothing);
}

#[test]
fn protocols_give_the_realm_also_where_a_person_gave_the_kind() {
    let mut world = World::default();
    world.shows(wire(PUMP, "-"), "dhcp.hostname", "cam-1");
    world.shows(wire(PUMP, "-"), "flow.service", "tcp/502 modbus");
    world.say(&[mac(PUMP)], kind("infusion-pump"), 10);
    let realm = world.devices()[0].claims.get(&Field::Realm).cloned();
    assert!(realm.is_none_or(|realm| realm.value != "IoT"), "the camera's realm is lost with the camera");
}

#[test]
fn the_realm_that_a_person_gives_goes_before_the_kinds() {
    let mut world = World::default();
    world.shows(wire(PUMP, "-"), "dhcp.hostname", "cam-1");
    world.say(&[mac(PUMP)], Saying::Field(Field::Realm, "OT".into()), 10);
    let realm = world.devices()[0].claims[&Field::Realm].clone();
    assert_eq!((realm.value.as_str(), realm.basis, realm.conflict), ("OT", Basis::Said, true));
    assert_eq!(realm.rivals[0].value, "IoT");
}

#[test]
fn two_lists_of_which_one_says_more_agree_on_the_place() {
    let mut world = World::default();
    for place in ["Main building / Ward 7", "Ward 7"] {
        world.shows(wire(PUMP, "-"), "list.place", place);
    }
    let place = world.devices()[0].claims[&Field::Place].clone();
    assert_eq!((place.value.as_str(), place.basis), ("Main building / Ward 7", Basis::Declared));
}

/// Statement number `n` of a made-up lot about four devices.
fn statement(n: usize) -> Statement {
    let keys: Vec<EndpointKey> = (0..4).map(|n| mac(&format!("00:11:22:00:00:0{n}"))).collect();
    let (about, other) = (keys[n % 4].clone(), keys[(n / 2 + 1) % 4].clone());
    let says = match n % 5 {
        0 => Saying::Merge(BTreeSet::from([other])),
        1 => Saying::Split,
        2 => kind("camera"),
        3 => kind("infusion-pump"),
        _ => Saying::Ignore,
    };
    Statement::new(BTreeSet::from([about]), says, "Jane Doe", Timestamp(n as i64 % 7), None).unwrap()
}

proptest! {
    /// Statements and undos in any order, and in two stores that are merged, give the same devices.
    #[test]
    fn the_order_of_statements_does_not_matter(
        order in Just((0..20usize).collect::<Vec<_>>()).prop_shuffle(),
        undone in proptest::collection::vec(any::<bool>(), 20),
        half in 0usize..20,
    ) {
        let mut base = World::default();
        for n in 0..4 {
            let mac = format!("00:11:22:00:00:0{n}");
            base.shows(wire(&mac, "-"), "lldp.chassis_id", if n < 3 { "sw-ward7" } else { "x" });
        }
        let add = |set: &mut EvidenceSet, n: usize| {
            let statement = statement(n);
            if undone[n] {
                let undo = Retraction::new(statement.id(), "John Doe", Timestamp(9), None).unwrap();
                set.retractions.insert(undo);
            }
            set.insert_statement(statement);
        };
        let mut straight = base.set.clone();
        (0..20).for_each(|n| add(&mut straight, n));
        let (mut first, mut second) = (base.set.clone(), EvidenceSet::default());
        order.iter().take(half).for_each(|n| add(&mut first, *n));
        order.iter().skip(half).for_each(|n| add(&mut second, *n));
        second.join(first);
        let of = |set: &EvidenceSet| resolve(set, &knowledge(), &Settings::default());
        prop_assert_eq!(of(&straight), of(&second));
        let (a, b) = (of(&straight), of(&second));
        prop_assert_eq!(standings(&straight, &a), standings(&second, &b));
        // Whatever is said, no address is in two devices, and none is lost.
        let keys: Vec<&EndpointKey> = a.iter().flat_map(|device| &device.keys).collect();
        prop_assert_eq!((keys.len(), keys.iter().collect::<BTreeSet<_>>().len()), (4, 4));
    }
}
