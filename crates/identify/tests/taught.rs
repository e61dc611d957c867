//! What people say teaches: a device like the one that was named gets a suggestion, an innocent one gets none.

#[path = "said/world.rs"]
#[expect(dead_code, reason = "shared with what people say")]
mod world;

use holdfast_facts::Field;
use std::collections::BTreeSet;
use world::{OTHER, PUMP, World, kind, knowledge, mac, wire, with};

/// A pump that somebody named, one like it, and what looks like it in part.
fn ward() -> World {
    let mut world = World::default();
    let mut put = |mac: &str, name: &str, class: &str, list: &str| {
        world.shows(wire(mac, "-"), "link.address", mac);
        world.shows(wire(mac, "-"), "dhcp.hostname", name);
        world.shows(wire(mac, "-"), "dhcp.vendor_class", class);
        world.shows(wire(mac, "-"), "dhcp.parameter_list", list);
    };
    put(PUMP, "SpaceCom-0A3101", "udhcp 1.24", "1,3,6,12,15,28");
    put(OTHER, "SpaceCom-0A3102", "udhcp 1.24", "1,3,6,12,15,28");
    // Of the same maker, and nothing else is the same.
    put("00:12:21:0a:40:01", "dialog-4", "dialog", "1,3,6");
    // The same DHCP client in something else.
    put("00:ff:00:00:00:09", "meter-77", "udhcp 1.24", "1,3,6,12,15,28");
    world
}

#[test]
fn what_is_said_teaches_and_leaves_the_innocent_alone() {
    let mut world = ward();
    assert!(world.devices().iter().all(|device| device.suggestions.is_empty()), "nobody said anything");
    let id = world.say(&[mac(PUMP)], kind("infusion-pump"), 10);
    let devices = world.devices();
    let like = with(&devices, &mac(OTHER));
    let [suggestion] = like.suggestions.as_slice() else { panic!("{:?}", like.suggestions) };
    assert_eq!((suggestion.field, suggestion.value.as_str()), (Field::Kind, "infusion-pump"));
    assert_eq!((&suggestion.like, suggestion.statement), (&with(&devices, &mac(PUMP)).id, id));
    assert_eq!(suggestion.signs.len(), 4);
    assert!(suggestion.signs.iter().all(|sign| !sign.evidence.is_empty() && !sign.like.is_empty()));
    // Never a silent change.
    assert!(like.claims.is_empty());
    let suggested = devices.iter().filter(|device| !device.suggestions.is_empty()).count();
    assert_eq!(suggested, 1, "neither the same maker alone nor the same DHCP client alone is enough");
    // Whoever is told what it is needs no suggestion.
    world.say(&[mac(OTHER)], kind("camera"), 11);
    assert!(world.devices().iter().all(|device| device.suggestions.is_empty()));
}

#[test]
fn a_sign_that_other_kinds_show_too_tells_nothing() {
    let mut world = ward();
    world.say(&[mac(PUMP)], kind("infusion-pump"), 10);
    // A device of another kind from the same block with the same client: left is the host name alone.
    let camera = "00:12:21:0a:50:01";
    world.shows(wire(camera, "-"), "link.address", camera);
    world.shows(wire(camera, "-"), "dhcp.hostname", "cam-1");
    world.shows(wire(camera, "-"), "dhcp.vendor_class", "udhcp 1.24");
    world.shows(wire(camera, "-"), "dhcp.parameter_list", "1,3,6,12,15,28");
    assert!(world.devices().iter().all(|device| device.suggestions.is_empty()));
}

#[test]
fn only_what_people_said_teaches() {
    let mut world = ward();
    for device in [PUMP, "00:12:21:0a:60:01"] {
        world.shows(wire(device, "-"), "dhcp.hostname", "cam-7");
    }
    assert!(world.devices().iter().all(|device| device.suggestions.is_empty()));
}

#[test]
fn signs_read_attributes_that_exist() {
    let vocabulary: BTreeSet<&str> = holdfast_packets::attributes().map(|spec| spec.name).collect();
    let rules = knowledge().suggest;
    assert!(rules.sign.len() >= 8 && rules.threshold > 0);
    for name in rules.sign.iter().flat_map(|sign| &sign.attribute) {
        assert!(vocabulary.contains(name.as_str()), "{name}");
    }
    // No sign is enough alone.
    assert!(rules.sign.iter().all(|sign| sign.weight < rules.threshold));
    assert!(rules.common_names.iter().all(|name| *name == name.to_lowercase()));
}
