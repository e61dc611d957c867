//! Which endpoints become which devices, and what is claimed of them: small worlds, one idea each.

use holdfast_facts::Zone;
use holdfast_facts::{
    Attribute, CaptureId, Device, Endpoint, Evidence, EvidenceSet, Exemplar, Field, Mac, Place, Seen, Span,
    Tally, TallyKey, Timestamp,
};
use holdfast_identify::{Knowledge, Settings, resolve};
use proptest::prelude::*;

const RULES: &str = r#"
[[rule]]
id = "t.model"
attribute = "dhcp.hostname"
match = '^(DCS-\d+L)'
tier = "strong"
vendor = "D-Link"
model = "$1"
kind = "camera"
source = "test"
origin = "field"
date = "2026-11"

[[rule]]
id = "t.declared"
attribute = "http.upnp_model_name"
match = '^(.+)$'
unless = '^(default|unspecified)$'
tier = "declared"
model = "$1"
source = "test"
origin = "field"
date = "2026-11"

[[rule]]
id = "t.cloud"
attribute = "dns.query"
match = '\.mydlink\.com$'
tier = "cloud"
vendor = "D-Link"
source = "test"
origin = "field"
date = "2026-11"

[[rule]]
id = "t.other-cloud"
attribute = "dns.query"
match = '\.ring\.com$'
tier = "cloud"
vendor = "Ring"
source = "test"
origin = "field"
date = "2026-11"

[[rule]]
id = "t.prl"
attribute = "dhcp.parameter_list"
match = '^1,3,6,12$'
tier = "fingerprint"
kind = "plug"
source = "test"
origin = "field"
date = "2026-11"

[[rule]]
id = "t.needs"
attribute = "http.server"
match = '^lighttpd'
tier = "strong"
kind = "hub"
requires = [{ oui = "philips" }, { attribute = "mdns.service", match = '^_hue' }]
source = "test"
origin = "field"
date = "2026-11"
"#;

const KINDS: &str = r#"
[[kind]]
id = "camera"
name = "camera"
plural = "cameras"
realm = "IoT"
words = []
says = "x"
safety = "none"
[[kind]]
id = "plug"
name = "plug"
plural = "plugs"
realm = "IoT"
words = []
says = "x"
safety = "none"
[[kind]]
id = "hub"
name = "hub"
plural = "hubs"
realm = "IoT"
words = []
says = "x"
safety = "none"
"#;

fn knowledge() -> Knowledge {
    Knowledge::load(&[
        ("fingerprints/test.toml", RULES),
        ("kinds.toml", KINDS),
        ("names/brands.toml", "[[brand]]\nname = \"D-Link\"\nalso = [\"D-Link International\"]\n[[brand]]\nname=\"Philips\"\nalso=[\"Philips Lighting BV\"]\n"),
        ("registers/oui/oui.tsv", "001788\tPhilips Lighting BV\nb0c554\tD-Link International\n"),
        ("identity/same-device.toml", "ports = [\"lldp.chassis_id\", \"mikrotik.software_id\"]"),
        ("registers/oui/module-makers.toml", "maker = []"),
        ("registers/oui/virtual-macs.toml", "range = []"),
    ])
    .unwrap()
}

/// A world under construction.
#[derive(Default)]
struct World {
    set: EvidenceSet,
    frame: u64,
}

fn endpoint(mac: &str, ip: &str, vlan: Option<u16>) -> Endpoint {
    Endpoint { site: "s".into(), vlan, mac: mac.parse::<Mac>().ok(), ip: ip.parse().ok(), child: None }
}

impl World {
    fn sent(&mut self, endpoint: Endpoint, hop_limit: u8) -> &mut World {
        self.frame += 1;
        let at = Timestamp(i64::try_from(self.frame).unwrap());
        self.set.insert_tally(
            TallyKey { endpoint, capture: CaptureId([1; 32]) },
            Tally { frames: 1, bytes: 60, first: at, last: at, frame: self.frame, hop_limit },
        );
        self
    }

    fn said(&mut self, endpoint: Endpoint, name: &'static str, value: &str) -> &mut World {
        self.frame += 1;
        let at = Timestamp(i64::try_from(self.frame).unwrap());
        self.set.insert(Evidence {
            endpoint: endpoint.into(),
            attribute: Attribute::new(name, value).unwrap(),
            sensor: "look".into(),
            seen: Seen {
                first: at,
                last: at,
                exemplar: Exemplar {
                    at,
                    capture: CaptureId([1; 32]),
                    place: Place::Frames(vec![Span { frame: self.frame, start: 0, end: 6 }]),
                },
            },
        });
        self
    }

    fn devices(&self) -> Vec<Device> {
        resolve(&self.set, &knowledge(), &Settings::default())
    }
}

fn claim(device: &Device, field: Field) -> Option<(&str, f64)> {
    device.claims.get(&field).map(|claim| (claim.value.as_str(), claim.certainty.get()))
}

fn with_ip<'a>(devices: &'a [Device], ip: &str) -> &'a Device {
    let ip = ip.parse().unwrap();
    devices.iter().find(|device| device.ips.contains(&ip)).unwrap()
}

const CAMERA: &str = "b0:c5:54:00:00:01";
const ROUTER: &str = "00:11:22:00:00:fe";

#[test]
fn a_router_does_not_swallow_the_hosts_behind_it() {
    let mut world = World::default();
    world
        .said(endpoint(ROUTER, "-", None), "arp.address", "10.0.0.1")
        .sent(endpoint(ROUTER, "10.0.0.1", None), 64);
    for host in 2..42 {
        world.sent(endpoint(ROUTER, &format!("10.9.0.{host}"), None), 63);
    }
    world.said(endpoint(ROUTER, "10.9.0.7", None), "dhcp.hostname", "DCS-930L");
    world.sent(endpoint(ROUTER, "93.184.216.34", None), 50);
    let devices = world.devices();
    assert_eq!(devices.len(), 41, "the router and forty hosts; the internet is no device");
    let camera = with_ip(&devices, "10.9.0.7");
    assert_eq!(claim(camera, Field::Model).unwrap().0, "DCS-930L");
    assert!(camera.macs.is_empty(), "its own address is not known");
    let router = devices.iter().find(|d| !d.macs.is_empty()).unwrap();
    assert_eq!(router.ips, ["10.0.0.1".parse::<std::net::IpAddr>().unwrap()]);
    assert!(router.claims.is_empty());
}

#[test]
fn a_host_on_another_vlan_is_the_same_host_there() {
    let mut world = World::default();
    world
        .said(endpoint(CAMERA, "-", Some(10)), "arp.address", "10.0.10.5")
        .sent(endpoint(CAMERA, "10.0.10.5", Some(10)), 64);
    world.said(endpoint(ROUTER, "-", Some(20)), "arp.address", "10.0.20.1");
    world.sent(endpoint(ROUTER, "10.0.10.5", Some(20)), 63);
    world.said(endpoint(ROUTER, "10.0.10.5", Some(20)), "dhcp.hostname", "DCS-930L");
    let devices = world.devices();
    let camera = with_ip(&devices, "10.0.10.5");
    assert_eq!(camera.macs, [CAMERA.parse::<Mac>().unwrap()]);
    assert_eq!(claim(camera, Field::Kind).unwrap().0, "camera");
    assert_eq!(devices.len(), 2);
}

#[test]
fn a_reused_address_does_not_join_two_devices() {
    let mut world = World::default();
    for mac in ["00:11:22:00:00:01", "00:11:22:00:00:02"] {
        world
            .said(endpoint(mac, "-", None), "dhcp.assigned_address", "10.0.0.50")
            .sent(endpoint(mac, "10.0.0.50", None), 64);
    }
    assert_eq!(world.devices().len(), 2);
}

#[test]
fn proxy_arp_answers_for_others() {
    let mut world = World::default();
    for host in 1..30 {
        let ip = format!("10.0.0.{host}");
        world.said(endpoint(ROUTER, "-", None), "arp.address", &ip).sent(endpoint(ROUTER, &ip, None), 63);
    }
    assert_eq!(world.devices().len(), 30, "29 hosts and the one who answers for them");
}

#[test]
fn made_up_addresses_are_joined_by_what_stays() {
    let mut world = World::default();
    for mac in ["02:aa:00:00:00:01", "06:bb:00:00:00:02"] {
        world.sent(endpoint(mac, "-", None), 0);
        world.said(endpoint(mac, "-", None), "dhcp.hostname", "Amis-Telephone");
        world.said(endpoint(mac, "-", None), "dhcp.parameter_list", "1,121,3,6");
    }
    // The same words from real addresses are two devices of one make.
    for mac in ["00:aa:00:00:00:01", "00:bb:00:00:00:02"] {
        world.sent(endpoint(mac, "-", None), 0).said(
            endpoint(mac, "-", None),
            "dhcp.hostname",
            "Amis-Telephone",
        );
        world.said(endpoint(mac, "-", None), "dhcp.parameter_list", "1,121,3,6");
    }
    let devices = world.devices();
    assert_eq!(devices.len(), 3);
    assert!(devices.iter().any(|device| device.macs.len() == 2));
}

#[test]
fn a_router_is_one_device_in_all_its_vlans() {
    let mut world = World::default();
    for (n, vlan) in [(1, 10), (2, 20), (3, 30)] {
        let mac = format!("00:11:22:a0:00:0{n}");
        world.said(endpoint(&mac, "-", Some(vlan)), "arp.address", &format!("10.0.{vlan}.1"));
        world.sent(endpoint(&mac, &format!("10.0.{vlan}.1"), Some(vlan)), 64);
        world.said(
            endpoint(&mac, &format!("10.0.{vlan}.1"), Some(vlan)),
            "mikrotik.software_id",
            "HF1A-B2C3",
        );
    }
    // Another box with a copied licence is not next door.
    world.said(endpoint("00:11:33:00:00:01", "-", Some(10)), "mikrotik.software_id", "HF1A-B2C3");
    world.sent(endpoint("00:11:33:00:00:01", "10.0.10.9", Some(10)), 64);
    let devices = world.devices();
    assert_eq!(devices.len(), 2);
    assert_eq!(with_ip(&devices, "10.0.20.1").ips.len(), 3);
    // In zones of several realms none of them says what it is.
    let zone = |id: &str, vlan: u16, realm: Option<&str>| Zone {
        id: id.into(),
        vlans: vec![vlan],
        realm: realm.map(str::to_owned),
        ..Zone::default()
    };
    let zones = vec![zone("ward", 10, None), zone("plant", 30, Some("OT"))];
    let devices = resolve(&world.set, &knowledge(), &Settings { zones, ..Settings::default() });
    assert_eq!(claim(with_ip(&devices, "10.0.30.1"), Field::Realm), None);
}

#[test]
fn the_name_of_a_workgroup_is_nobodys() {
    let mut world = World::default();
    let host = || endpoint("00:11:22:00:00:01", "10.0.0.7", None);
    for name in ["WARD7-PC<00>", "STEXAMPLE<1D>", "STEXAMPLE<1B>"] {
        world.sent(host(), 64).said(host(), "nbns.name", name);
    }
    assert_eq!(world.devices()[0].names, ["WARD7-PC"]);
}

#[test]
fn children_stand_behind_their_gateway() {
    let mut world = World::default();
    let mut lamp = endpoint("00:17:88:00:00:01", "10.0.0.2", None);
    world.sent(lamp.clone(), 64);
    lamp.child = Some("hue:3".into());
    world.said(lamp, "http.json", "modelid=LWB006");
    let devices = world.devices();
    assert_eq!(devices.len(), 2);
    let child = devices.iter().find(|device| device.parent.is_some()).unwrap();
    assert!(child.macs.is_empty() && child.ips.is_empty());
    assert!(devices.iter().any(|device| Some(&device.id) == child.parent.as_ref()));
}

#[test]
fn an_address_block_alone_is_no_brand() {
    let mut world = World::default();
    world.sent(endpoint(CAMERA, "-", None), 0).said(endpoint(CAMERA, "-", None), "link.address", CAMERA);
    let devices = world.devices();
    assert_eq!(claim(&devices[0], Field::Vendor), None);
    assert_eq!(devices[0].runners_up[&Field::Vendor][0].value, "D-Link");
    // With the cloud it asks for, it is.
    world.said(endpoint(CAMERA, "-", None), "dns.query", "eu.mydlink.com");
    let (vendor, certainty) =
        claim(&world.devices()[0], Field::Vendor).map(|(v, c)| (v.to_owned(), c)).unwrap();
    assert_eq!(vendor, "D-Link");
    assert!((certainty - 0.72).abs() < 1e-9, "1 - 0.4 * 0.7, {certainty}");
}

#[test]
fn two_clouds_are_no_answer() {
    let mut world = World::default();
    let phone = || endpoint("00:99:00:00:00:01", "-", None);
    world.sent(phone(), 0).said(phone(), "dns.query", "eu.mydlink.com").said(
        phone(),
        "dns.query",
        "fw.ring.com",
    );
    let devices = world.devices();
    assert_eq!(claim(&devices[0], Field::Vendor), None);
    assert_eq!(devices[0].runners_up[&Field::Vendor].len(), 2);
}

#[test]
fn strong_beats_cloud_and_declared_beats_strong() {
    let mut world = World::default();
    let camera = || endpoint(CAMERA, "-", None);
    world.sent(camera(), 0).said(camera(), "dhcp.hostname", "DCS-930L").said(
        camera(),
        "dns.query",
        "fw.ring.com",
    );
    let devices = world.devices();
    assert_eq!(claim(&devices[0], Field::Vendor).unwrap().0, "D-Link");
    assert_eq!(claim(&devices[0], Field::Realm).unwrap().0, "IoT", "the kind's own realm");
    world.said(camera(), "http.upnp_model_name", "DCS-930LB1");
    let devices = world.devices();
    let model = &devices[0].claims[&Field::Model];
    assert_eq!(model.value, "DCS-930LB1");
    assert!(model.certainty.get() > 0.98 && model.rivals.is_empty(), "the host name supports it: {model:?}");
}

#[test]
fn placeholders_and_fingerprints_say_nothing() {
    let mut world = World::default();
    let device = || endpoint("00:99:00:00:00:01", "-", None);
    world.sent(device(), 0).said(device(), "http.upnp_model_name", "Default");
    world.said(device(), "dhcp.parameter_list", "1,3,6,12").said(device(), "http.server", "lighttpd/1.4");
    assert!(world.devices()[0].claims.is_empty());
}

#[test]
fn conditions_must_all_hold() {
    let mut world = World::default();
    let hub = || endpoint("00:17:88:00:00:01", "-", None);
    world.sent(hub(), 0).said(hub(), "http.server", "lighttpd/1.4");
    assert_eq!(claim(&world.devices()[0], Field::Kind), None);
    world.said(hub(), "mdns.service", "_hue._tcp");
    assert_eq!(claim(&world.devices()[0], Field::Kind).unwrap().0, "hub");
}

#[test]
fn a_zone_gives_its_realm() {
    let mut world = World::default();
    world
        .said(endpoint(CAMERA, "-", None), "dhcp.hostname", "DCS-930L")
        .sent(endpoint(CAMERA, "10.0.0.9", None), 64);
    let zone = Zone {
        id: "plant".into(),
        networks: vec!["10.0.0.0/24".parse().unwrap()],
        realm: Some("OT".into()),
        ..Zone::default()
    };
    let settings = Settings { zones: vec![zone], ..Settings::default() };
    let devices = resolve(&world.set, &knowledge(), &settings);
    assert_eq!(claim(&devices[0], Field::Realm).unwrap().0, "OT");
}

proptest! {
    /// The same evidence in any order, and in two halves joined, gives the same devices.
    #[test]
    fn the_order_of_the_evidence_does_not_matter(order in Just((0..40usize).collect::<Vec<_>>()).prop_shuffle(), half in 0usize..40) {
        let statement = |world: &mut World, n: usize| {
            let mac = format!("b0:c5:54:00:00:{:02x}", n % 5);
            let ip = format!("10.0.{}.{}", n % 3, n % 7);
            world.frame = n as u64;
            match n % 4 {
                0 => world.sent(endpoint(&mac, &ip, None), if n.is_multiple_of(3) { 63 } else { 64 }),
                1 => world.said(endpoint(&mac, "-", None), "arp.address", &ip),
                2 => world.said(endpoint(&mac, &ip, None), "dhcp.hostname", &format!("DCS-93{}L", n % 3)),
                _ => world.said(endpoint(&mac, &ip, None), "dns.query", "eu.mydlink.com"),
            };
        };
        let mut straight = World::default();
        (0..40).for_each(|n| statement(&mut straight, n));
        let mut shuffled = World::default();
        order.iter().for_each(|n| statement(&mut shuffled, *n));
        prop_assert_eq!(straight.devices(), shuffled.devices());
        let (mut first, mut second) = (World::default(), World::default());
        order.iter().take(half).for_each(|n| statement(&mut first, *n));
        order.iter().skip(half).for_each(|n| statement(&mut second, *n));
        holdfast_facts::Join::join(&mut second.set, first.set);
        prop_assert_eq!(straight.devices(), second.devices());
    }
}
