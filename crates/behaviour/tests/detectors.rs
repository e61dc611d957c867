//! Small worlds, each with somebody who does what a detector looks for, and somebody who does nearly the same and must be left
//! in peace. The rules and their limits are those of `data/exposures/`.

use holdfast_behaviour::{Behaviour, ExposureRules, Scene, Standing, assess, conduits, reconcile};
use holdfast_facts::{
    Attribute, Basis, CaptureId, Carriage, Certainty, Claim, Conversation, ConversationKey, DeclaredConduit,
    Device, DeviceId, Endpoint, Evidence, EvidenceSet, Exemplar, Field, ListRole, ListSummary, Mac,
    Operation, OperationClass, OperationKey, Party, Place, Seen, Span, Tally, TallyKey, Timestamp, Zone,
};
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::Path;

fn rules() -> ExposureRules {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/exposures");
    let files: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "toml"))
        .map(|path| {
            let name = format!("exposures/{}", path.file_name().unwrap().to_string_lossy());
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (&**name, &**text)).collect();
    ExposureRules::load(&files).unwrap()
}

const CAPTURE: CaptureId = CaptureId([7; 32]);
const LIST: CaptureId = CaptureId([8; 32]);

/// Host `n` of 10.0.0.0/24.
fn host(n: u8) -> Party {
    Party { mac: Some(Mac([0, 1, 2, 0, 0, n])), ip: Some([10, 0, 0, n].into()) }
}

/// A host of the internet, behind the router 1.
fn stranger(n: u8) -> Party {
    Party { mac: host(1).mac, ip: Some([203, 0, 113, n].into()) }
}

#[derive(Default)]
struct World {
    set: EvidenceSet,
    devices: Vec<Device>,
    zones: Vec<Zone>,
    conduits: Vec<DeclaredConduit>,
}

impl World {
    /// A world with the hosts 1 to `n`.
    fn of(n: u8) -> World {
        let mut world = World::default();
        for number in 1..=n {
            world.device(host(number), "IT", "workstation");
        }
        world
    }

    fn device(&mut self, party: Party, realm: &str, kind: &str) {
        let claim = |value: &str| Claim {
            value: value.to_owned(),
            certainty: Certainty::new(0.9),
            basis: Basis::Observed,
            reasons: Vec::new(),
            rivals: Vec::new(),
            conflict: false,
        };
        let endpoint = endpoint(&party);
        self.devices.retain(|device| device.ips.first().copied() != party.ip);
        self.devices.push(Device {
            id: DeviceId::of(&endpoint.to_string()),
            keys: Vec::new(),
            parent: None,
            endpoints: vec![endpoint],
            macs: party.mac.into_iter().collect(),
            ips: party.ip.into_iter().collect(),
            names: Vec::new(),
            first_seen: None,
            last_seen: None,
            frames: 1,
            bytes: 60,
            claims: BTreeMap::from([(Field::Realm, claim(realm)), (Field::Kind, claim(kind))]),
            runners_up: BTreeMap::new(),
            services: Vec::new(),
            evidence: Vec::new(),
            notes: Vec::new(),
            statements: Vec::new(),
            ignored: false,
            suggestions: Vec::new(),
        });
    }

    /// `at` in seconds; `answered`: whether anything came of it.
    fn talk(
        &mut self,
        client: Party,
        server: Party,
        carriage: Carriage,
        port: u16,
        at: i64,
        answered: bool,
    ) -> &mut Conversation {
        let key = ConversationKey {
            site: "s".into(),
            vlan: None,
            client,
            server,
            carriage,
            port,
            capture: CAPTURE,
        };
        let frames = u64::from(answered);
        let talk = Conversation {
            asked_frames: 1,
            asked_bytes: 60,
            answered_frames: frames,
            answered_bytes: 60 * frames,
            data_frames: frames,
            first: Timestamp(at * 1_000_000),
            last: Timestamp(at * 1_000_000 + 1),
            frame: 1,
            opened: 1,
            accepted: u32::from(answered),
            refused: 0,
            interval_sum: 0,
            interval_squares: 0,
        };
        self.set.conversations.insert(key.clone(), talk);
        self.set.conversations.get_mut(&key).unwrap()
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of an operation")]
    fn operation(
        &mut self,
        client: Party,
        server: Party,
        protocol: &str,
        class: OperationClass,
        function: &str,
        (asked, accepted, refused): (u64, u64, u64),
        (first, last): (i64, i64),
    ) {
        let key = OperationKey {
            site: "s".into(),
            vlan: None,
            client,
            server,
            unit: None,
            protocol: protocol.into(),
            class,
            function: function.into(),
        };
        let at = Timestamp(first * 1_000_000);
        let operation = Operation {
            asked,
            accepted,
            refused,
            first: at,
            last: Timestamp(last * 1_000_000),
            exemplar: exemplar(at, Place::Frames(vec![Span { frame: 3, start: 0, end: 9 }]), CAPTURE),
        };
        self.set.operations.insert(key, operation);
    }

    fn says(&mut self, party: Party, name: &'static str, value: &str, (first, last): (i64, i64)) {
        let place = Place::Frames(vec![Span { frame: 1, start: 0, end: 9 }]);
        self.put(endpoint(&party), name, value, (first, last), place, CAPTURE);
    }

    fn put(
        &mut self,
        endpoint: Endpoint,
        name: &'static str,
        value: &str,
        (first, last): (i64, i64),
        place: Place,
        file: CaptureId,
    ) {
        let at = Timestamp(first * 1_000_000);
        self.set.insert(Evidence {
            endpoint: endpoint.into(),
            attribute: Attribute::new(name, value).unwrap(),
            sensor: "look".into(),
            seen: Seen { first: at, last: Timestamp(last * 1_000_000), exemplar: exemplar(at, place, file) },
        });
    }

    fn sends(&mut self, mac: Mac, ip: IpAddr, frames: u64) {
        let endpoint = Endpoint { site: "s".into(), vlan: None, mac: Some(mac), ip: Some(ip), child: None };
        let tally = Tally {
            frames,
            bytes: 60 * frames,
            first: Timestamp(0),
            last: Timestamp(1),
            frame: 1,
            hop_limit: 64,
        };
        self.set.insert_tally(TallyKey { endpoint, capture: CAPTURE }, tally);
    }

    fn assess(&self) -> Behaviour {
        let scene = Scene::new(&self.set, &self.devices, &self.zones, &self.conduits);
        let found = assess(&scene, &rules());
        for exposure in &found.exposures {
            assert!(!exposure.because.is_empty(), "{} has no evidence", exposure.rule);
            assert!(!exposure.says.contains('{'), "{}: {}", exposure.rule, exposure.says);
        }
        found
    }

    /// The rules that somebody has an exposure of.
    fn of_party(&self, party: Party) -> Vec<String> {
        let found = self.assess();
        let device = self
            .devices
            .iter()
            .chain(&found.outsiders)
            .find(|device| device.ips.first().copied() == party.ip);
        let Some(id) = device.map(|device| device.id.clone()) else { return Vec::new() };
        found
            .exposures
            .iter()
            .filter(|exposure| exposure.device == id)
            .map(|exposure| exposure.rule.clone())
            .collect()
    }

    fn has(&self, party: Party, rule: &str) -> bool {
        self.of_party(party).iter().any(|found| found == rule)
    }
}

fn endpoint(party: &Party) -> Endpoint {
    Endpoint { site: "s".into(), vlan: None, mac: party.mac, ip: party.ip, child: None }
}

fn exemplar(at: Timestamp, place: Place, capture: CaptureId) -> Exemplar {
    Exemplar { at, capture, place }
}

#[test]
fn a_port_scan_and_a_busy_client() {
    let mut world = World::of(4);
    for port in 1..60 {
        world.talk(host(2), host(3), Carriage::Tcp, port, 1, false);
        world.talk(host(4), host(3), Carriage::Tcp, port, 1, true);
    }
    assert!(world.has(host(2), "net.scan"));
    assert!(!world.has(host(4), "net.scan"));
}

#[test]
fn sweeps_and_a_monitor_that_greets_its_own_again_and_again() {
    let mut world = World::of(3);
    for n in 10..50 {
        world.talk(host(2), host(n), Carriage::Tcp, 445, 1, false);
        world.talk(host(2), host(n), Carriage::Echo, 0, 1, false);
        world.talk(host(3), host(n), Carriage::Echo, 0, 1, true).asked_frames = 30;
        world.talk(host(3), host(n), Carriage::Tcp, 445, 1, true);
    }
    let found = world.of_party(host(2));
    assert!(
        found.iter().any(|rule| rule == "net.sweep") && found.iter().any(|rule| rule == "net.sweep.echo"),
        "{found:?}"
    );
    assert!(!world.of_party(host(3)).iter().any(|rule| rule.starts_with("net.")));
}

#[test]
fn guessing_and_somebody_who_mistyped() {
    let mut world = World::of(4);
    world.operation(
        host(2),
        host(3),
        "ftp",
        OperationClass::Login,
        "user and password",
        (30, 0, 30),
        (0, 60),
    );
    world.operation(host(4), host(3), "ftp", OperationClass::Login, "user and password", (3, 1, 2), (0, 60));
    assert!(world.has(host(2), "cred.guess_burst"));
    assert!(!world.has(host(4), "cred.guess_burst"));
    // Thirty connections to SSH, ten seconds apart, twenty frames each; and a session that lasts.
    for (client, frames) in [(2, 300), (4, 30_000)] {
        let talk = world.talk(host(client), host(3), Carriage::Tcp, 22, 0, true);
        (talk.opened, talk.accepted, talk.asked_frames, talk.answered_frames) = (30, 30, frames, frames);
        (talk.interval_sum, talk.interval_squares) = (29 * 1000, 29 * 1000 * 1000);
    }
    assert!(world.has(host(2), "cred.guess_burst.connections"));
    assert!(!world.has(host(4), "cred.guess_burst.connections"));
}

#[test]
fn who_claims_others_addresses_and_who_only_has_two_of_his_own() {
    let mut world = World::of(5);
    for n in 1..=5 {
        world.says(host(n), "arp.address", &format!("10.0.0.{n}"), (0, 100));
    }
    for victim in [3, 4] {
        world.says(host(2), "arp.address", &format!("10.0.0.{victim}"), (10, 90));
    }
    world.says(host(5), "arp.address", "10.0.0.77", (0, 100));
    assert!(world.has(host(2), "net.arp_spoof"));
    for honest in [1, 3, 4, 5] {
        assert!(!world.has(host(honest), "net.arp_spoof"), "{honest}");
    }
}

#[test]
fn in_the_middle_of_two_and_a_router_between_networks() {
    let mut world = World::of(5);
    for n in [3, 4] {
        world.sends(host(n).mac.unwrap(), host(n).ip.unwrap(), 100);
        world.sends(host(2).mac.unwrap(), host(n).ip.unwrap(), 100);
    }
    let relayed = Party { mac: host(2).mac, ip: host(3).ip };
    world.talk(relayed, host(4), Carriage::Tcp, 80, 0, true);
    assert!(world.has(host(2), "net.man_in_the_middle"));
    let mut routed = World::of(3);
    for ip in [[10, 1, 0, 1], [10, 2, 0, 1]] {
        routed.sends(host(2).mac.unwrap(), ip.into(), 100);
        routed.sends(host(3).mac.unwrap(), ip.into(), 100);
    }
    assert!(!routed.has(host(2), "net.man_in_the_middle"));
}

#[test]
fn a_peer_that_commands_and_a_station_that_may() {
    let mut world = World::of(4);
    // The master 1 polls and switches 2, 3 and 4; 2 switches 3 once.
    for server in [2, 3, 4] {
        world.operation(
            host(1),
            host(server),
            "modbus",
            OperationClass::Read,
            "read coils",
            (900, 900, 0),
            (0, 900),
        );
        world.operation(
            host(1),
            host(server),
            "modbus",
            OperationClass::Write,
            "write single coil",
            (9, 9, 0),
            (5, 900),
        );
    }
    world.operation(
        host(2),
        host(3),
        "modbus",
        OperationClass::Write,
        "write single coil",
        (1, 1, 0),
        (500, 500),
    );
    let found = world.assess();
    let exposure =
        found.exposures.iter().find(|exposure| exposure.rule == "ctrl.unexpected_commander").unwrap();
    assert_eq!(exposure.peers, ["10.0.0.3"]);
    assert!(exposure.says.contains("usually 10.0.0.1"), "{}", exposure.says);
    assert!(
        world.has(host(2), "ctrl.unexpected_commander") && !world.has(host(1), "ctrl.unexpected_commander")
    );
    assert!(world.has(host(3), "ctrl.unauthenticated_change"));
    // What peers of one building do all day is meant.
    let mut building = World::of(3);
    for server in [2, 3] {
        building.operation(
            host(1),
            host(server),
            "bacnet",
            OperationClass::Read,
            "read property",
            (5, 5, 0),
            (0, 900),
        );
    }
    building.operation(
        host(2),
        host(3),
        "bacnet",
        OperationClass::Write,
        "write property",
        (9, 9, 0),
        (0, 900),
    );
    assert!(!building.has(host(2), "ctrl.unexpected_commander"));
}

#[test]
fn program_and_firmware_changes_but_no_reading_and_no_routine() {
    let mut world = World::of(5);
    let at = (0, 1);
    world.operation(host(2), host(3), "s7comm", OperationClass::Program, "request download", (1, 0, 1), at);
    world.operation(
        host(2),
        host(3),
        "enip",
        OperationClass::Firmware,
        "firmware update: begin",
        (1, 1, 0),
        at,
    );
    world.operation(host(4), host(3), "s7comm", OperationClass::Program, "start upload", (1, 1, 0), at);
    world.operation(
        host(4),
        host(3),
        "iec104",
        OperationClass::Configure,
        "clock synchronisation command",
        (1, 1, 0),
        at,
    );
    let found = world.of_party(host(2));
    assert!(
        found.iter().any(|rule| rule == "ctrl.program_change")
            && found.iter().any(|rule| rule == "ctrl.firmware_change")
    );
    assert!(!world.of_party(host(4)).iter().any(|rule| rule.starts_with("ctrl.")));
}

#[test]
fn a_second_dhcp_server_that_leads_elsewhere_and_one_of_a_pair() {
    let mut world = World::of(4);
    for (server, router, at) in [(1, "10.0.0.1", 0), (2, "10.0.0.2", 50), (3, "10.0.0.1", 60)] {
        world.says(host(server), "dhcp.server", &format!("10.0.0.{server}"), (at, 90));
        world.says(host(server), "dhcp.router", router, (at, 90));
    }
    assert!(world.has(host(2), "net.rogue_dhcp"));
    assert!(!world.has(host(3), "net.rogue_dhcp") && !world.has(host(1), "net.rogue_dhcp"));
}

#[test]
fn a_beat_to_a_nameless_stranger_and_one_that_was_looked_up() {
    let mut world = World::of(4);
    world.says(host(3), "dns.query", "updates.example.net", (0, 0));
    world.says(host(3), "dns.answer", "updates.example.net=203.0.113.6", (0, 0));
    for (client, server) in [(2, 5), (3, 6)] {
        let talk = world.talk(host(client), stranger(server), Carriage::Tcp, 4443, 0, true);
        (talk.opened, talk.accepted) = (20, 20);
        (talk.interval_sum, talk.interval_squares) = (19 * 6000, 19 * 6000 * 6000);
    }
    assert!(world.has(host(2), "c2.beacon"));
    assert!(!world.has(host(3), "c2.beacon"));
}

#[test]
fn data_in_names_by_count() {
    let mut world = World::of(3);
    world.operation(host(2), host(1), "dns", OperationClass::File, "long encoded name", (40, 0, 0), (0, 60));
    world.operation(host(3), host(1), "dns", OperationClass::File, "long encoded name", (2, 0, 0), (0, 60));
    assert!(world.has(host(2), "dns.tunnel") && !world.has(host(3), "dns.tunnel"));
}

#[test]
fn certificates_out_of_date_and_shared() {
    let mut world = World::of(4);
    let seen = 1_700_000_000;
    world.says(host(2), "tls.cert_expires", "2023-01-01T00:00:00Z", (seen, seen));
    world.says(host(3), "tls.cert_expires", "2033-01-01T00:00:00Z", (seen, seen));
    for n in [2, 3] {
        world.says(host(n), "tls.cert_self_signed", "yes", (seen, seen));
        world.says(host(n), "tls.cert_serial", "4bc8eddac0125578", (seen, seen));
    }
    world.says(host(4), "tls.cert_serial", "4bc8eddac0125578", (seen, seen));
    assert!(world.has(host(2), "tls.certificate_expired") && !world.has(host(3), "tls.certificate_expired"));
    assert!(world.has(host(2), "tls.server_key_shared") && world.has(host(3), "tls.server_key_shared"));
    // A certificate of an authority may be on every front end of one service.
    assert!(!world.has(host(4), "tls.server_key_shared"));
}

#[test]
fn old_tls_is_whose_limit_it_is() {
    let mut world = World::of(3);
    world.says(host(2), "tls.offered", "TLS 1.0", (0, 0));
    world.says(host(3), "tls.offered", "TLS 1.0", (0, 0));
    world.says(host(3), "tls.offered", "TLS 1.3", (5, 5));
    assert!(world.has(host(2), "tls.session.old_client") && !world.has(host(3), "tls.session.old_client"));
}

#[test]
fn zones_their_conduits_and_the_internet() {
    let mut world = World::of(2);
    let zone = |id: &str, network: &str, level| Zone {
        id: id.into(),
        networks: vec![network.parse().unwrap()],
        level: Some(level),
        ..Zone::default()
    };
    world.zones = vec![zone("office", "10.0.0.0/24", 4.0), zone("plant", "10.9.0.0/24", 1.0)];
    world.conduits = vec![DeclaredConduit {
        from: "office".into(),
        to: "plant".into(),
        protocols: vec!["tcp/443".into()],
    }];
    let plc = Party { mac: host(1).mac, ip: Some([10, 9, 0, 5].into()) };
    world.device(plc, "OT", "plc");
    world.talk(host(2), plc, Carriage::Tcp, 443, 0, true);
    assert!(!world.has(host(2), "zone.undeclared_conduit"));
    assert!(world.has(plc, "zone.controller_reachable"));
    // A refused connection crosses nothing.
    world.talk(host(2), plc, Carriage::Tcp, 80, 0, false);
    assert!(!world.has(host(2), "zone.undeclared_conduit"));
    world.talk(host(2), plc, Carriage::Tcp, 502, 0, true);
    assert!(world.has(host(2), "zone.undeclared_conduit"));
    let scene = Scene::new(&world.set, &world.devices, &world.zones, &world.conduits);
    let declared: Vec<_> = conduits(&scene).iter().map(|conduit| (conduit.port, conduit.declared)).collect();
    assert_eq!(declared, [(443, Some(true)), (502, Some(false))]);
    world.talk(plc, stranger(9), Carriage::Tcp, 443, 0, true);
    world.talk(stranger(8), plc, Carriage::Tcp, 502, 0, true);
    assert!(world.has(plc, "zone.internet"));
    assert!(world.has(stranger(8), "zone.internet_inbound"), "a stranger who reaches a controller is shown");
}

#[test]
fn programs_over_plain_http_on_a_computer_and_on_a_thing() {
    let mut world = World::of(4);
    world.device(host(3), "IoT", "plug");
    for (client, server) in [(2, 5), (3, 6), (4, 7)] {
        world.says(host(client), "http.program", "windows program", (5, 5));
        let talk = world.talk(host(client), stranger(server), Carriage::Tcp, 80, 4, true);
        talk.last = Timestamp(9_000_000);
    }
    world.says(host(4), "dns.answer", "dl.delivery.mp.microsoft.com=203.0.113.7", (0, 0));
    assert!(world.has(host(2), "malware.program_download") && !world.has(host(2), "data.cleartext.update"));
    assert!(world.has(host(3), "data.cleartext.update") && !world.has(host(3), "malware.program_download"));
    assert!(!world.has(host(4), "malware.program_download"));
}

#[test]
fn a_strangers_certificate_is_the_exposure_of_who_talks_with_it() {
    let mut world = World::of(3);
    world.says(stranger(5), "tls.cert_subject", "CN=AsyncRAT Server", (0, 0));
    world.talk(host(2), stranger(5), Carriage::Tcp, 443, 0, true);
    assert!(world.has(host(2), "c2.known_certificate") && !world.has(host(3), "c2.known_certificate"));
}

#[test]
fn every_device_stands_in_one_group_and_the_sums_agree() {
    let mut world = World::of(3);
    world.set.lists.insert(
        LIST,
        ListSummary {
            id: LIST,
            format: "csv".into(),
            role: ListRole::Assets,
            rows: 2,
            refused: 0,
            as_of: Timestamp(0),
        },
    );
    let unseen = Party { mac: None, ip: Some([10, 0, 0, 200].into()) };
    let nowhere = Party { mac: None, ip: Some([10, 77, 0, 1].into()) };
    for (row, party) in [(2, host(2)), (3, unseen), (4, nowhere)] {
        let place = Place::Row { row, column: "Asset".into() };
        world.put(endpoint(&party), "list.asset_tag", &format!("A{row}"), (0, 0), place, LIST);
    }
    for party in [unseen, nowhere] {
        world.device(party, "IT", "workstation");
    }
    let ids: Vec<_> = world.set.evidence.iter().map(|(id, evidence)| (*id, evidence.endpoint.ip)).collect();
    for device in &mut world.devices {
        device.evidence =
            ids.iter().filter(|(_, ip)| device.ips.first() == ip.as_ref()).map(|(id, _)| *id).collect();
        if device.ips.first() == unseen.ip.as_ref() || device.ips.first() == nowhere.ip.as_ref() {
            device.frames = 0;
        }
    }
    let scene = Scene::new(&world.set, &world.devices, &[], &[]);
    let list = reconcile(&scene);
    let count = |standing| list.iter().filter(|one| one.standing == standing).count();
    assert_eq!(list.len(), world.devices.len());
    assert_eq!(
        (count(Standing::SeenAndListed), count(Standing::SeenNotListed), count(Standing::ListedNotSeen)),
        (1, 2, 2)
    );
    let could = |party: Party| {
        list.iter().find(|one| one.device.ips.first() == party.ip.as_ref()).and_then(|one| one.could_be_seen)
    };
    assert_eq!(could(unseen), Some(holdfast_behaviour::CouldBeSeen::Yes));
    assert_eq!(could(nowhere), Some(holdfast_behaviour::CouldBeSeen::No));
}
