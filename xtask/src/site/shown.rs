//! What the tap in one network shows: attributes of its devices, tallies, conversations, operations.

use super::plan::{Network, Plan, Thing, outside};
use crate::chance::Chance;
use holdfast_facts::{
    Attribute, CaptureId, CaptureSummary, Carriage, Conversation, ConversationKey, Coverage, Endpoint,
    Evidence, EvidenceSet, Exemplar, Mac, Operation, OperationClass, OperationKey, Party, Place, Seen,
    SiteId, Span, Tally, TallyKey, Timestamp,
};
use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

/// 2026-03-02T08:00:00Z.
const BEGIN: i64 = 1_772_438_400_000_000;
const DAY: i64 = 86_400_000_000;
/// What is asked for in DHCP: few lists, each of many devices.
const ASKED: [&str; 5] = [
    "1,3,6,15,31,33,43,44,46,47,119,121,249,252",
    "1,3,6,12,15,28,42",
    "1,3,6,15,119,252",
    "1,28,2,3,15,6,119,12,44,47,26,121,42",
    "1,3,6",
];
/// Ports, and the protocol that is spoken there.
type Ports = &'static [(Carriage, u16, &'static str)];

/// Services by realm: the port, and the protocol as `flow.service` writes it.
const SERVICES: [(&str, Ports); 4] = [
    ("IT", &[(Carriage::Tcp, 445, "smb"), (Carriage::Tcp, 3389, "rdp"), (Carriage::Tcp, 22, "ssh")]),
    ("IoMT", &[(Carriage::Tcp, 2575, "hl7"), (Carriage::Tcp, 104, "dicom"), (Carriage::Tcp, 80, "http")]),
    (
        "OT",
        &[
            (Carriage::Tcp, 502, "modbus"),
            (Carriage::Udp, 47808, "bacnet"),
            (Carriage::Tcp, 102, "s7comm"),
            (Carriage::Tcp, 44818, "enip"),
        ],
    ),
    ("IoT", &[(Carriage::Tcp, 80, "http"), (Carriage::Tcp, 554, "rtsp"), (Carriage::Udp, 5353, "mdns")]),
];
/// What everybody asks the data centre for.
const CENTRAL: [(Carriage, u16); 8] = [
    (Carriage::Udp, 53),
    (Carriage::Udp, 123),
    (Carriage::Tcp, 445),
    (Carriage::Tcp, 389),
    (Carriage::Tcp, 443),
    (Carriage::Tcp, 8080),
    (Carriage::Udp, 514),
    (Carriage::Tcp, 1433),
];

/// Everything that is made of one network goes through here.
pub(super) struct Tap<'p> {
    pub(super) plan: &'p Plan<'p>,
    pub(super) network: &'p Network<'p>,
    pub(super) site: SiteId,
    sensor: Arc<str>,
    /// One capture a day.
    captures: [CaptureId; 2],
    set: EvidenceSet,
    frame: u64,
}

impl<'p> Tap<'p> {
    /// A set of what two days at this network show, with so many conversations of each device.
    pub(super) fn listen(
        plan: &'p Plan<'p>,
        network: &'p Network<'p>,
        site: &SiteId,
        conversations: usize,
        chance: &mut Chance,
    ) -> EvidenceSet {
        let captures = [capture_id(chance), capture_id(chance)];
        let mut tap = Tap {
            plan,
            network,
            site: site.clone(),
            sensor: "look".into(),
            captures,
            set: EvidenceSet::default(),
            frame: 0,
        };
        tap.router();
        for (index, thing) in network.things.iter().enumerate() {
            tap.attributes(thing, chance);
            tap.conversations(index, thing, conversations, chance);
            tap.operations(thing, chance);
        }
        tap.summaries();
        tap.set
    }

    fn seen(&mut self, chance: &mut Chance) -> Seen {
        self.frame += 1;
        let first = Timestamp(BEGIN + chance.below(DAY as usize) as i64);
        let capture = self.captures[0];
        let place = Place::Frames(vec![Span { frame: self.frame, start: 42, end: 90 }]);
        Seen {
            first,
            last: Timestamp(first.0 + chance.below(DAY as usize) as i64),
            exemplar: Exemplar { at: first, capture, place },
        }
    }

    fn endpoint(&self, mac: Mac, ip: IpAddr) -> Endpoint {
        let vlan = Some(self.network.vlan);
        Endpoint { site: self.site.clone(), vlan, mac: Some(mac), ip: Some(ip), child: None }
    }

    fn say(&mut self, thing: &Thing<'_>, name: &str, value: &str, chance: &mut Chance) {
        let endpoint = self.endpoint(thing.mac, thing.ip.into());
        let seen = self.seen(chance);
        // What must not be kept (a text that looks like a password) is not.
        if let Ok(attribute) = Attribute::new(name.to_owned(), value) {
            self.set.insert(Evidence {
                endpoint: endpoint.into(),
                attribute,
                sensor: self.sensor.clone(),
                seen,
            });
        }
    }

    fn tally(&mut self, endpoint: Endpoint, frames: u64, hop_limit: u8) {
        self.frame += 1;
        for capture in self.captures {
            let key = TallyKey { endpoint: endpoint.clone(), capture };
            let (first, last) = (Timestamp(BEGIN), Timestamp(BEGIN + DAY));
            let tally = Tally { frames, bytes: frames * 310, first, last, frame: self.frame, hop_limit };
            self.set.insert_tally(key, tally);
        }
    }

    /// The network's router speaks for the servers of the data centre.
    fn router(&mut self) {
        let (mac, ip) = self.network.router;
        self.tally(self.endpoint(mac, ip.into()), 5000, 64);
        for server in self.plan.servers.iter().filter(|server| server.octets()[1] != ip.octets()[1]) {
            self.tally(self.endpoint(mac, (*server).into()), 900, 63);
        }
    }

    fn attributes(&mut self, thing: &Thing<'_>, chance: &mut Chance) {
        self.tally(self.endpoint(thing.mac, thing.ip.into()), 40 + chance.below(9000) as u64, 64);
        self.say(thing, "link.address", &thing.mac.to_string(), chance);
        self.say(thing, "arp.address", &thing.ip.to_string(), chance);
        if !chance.of_thousand(150) {
            self.say(thing, "dhcp.hostname", &thing.host, chance);
            let list = chance.one(&ASKED).copied().unwrap_or_default();
            self.say(thing, "dhcp.parameter_list", list, chance);
        }
        // One device in nine says nothing by which it could be known.
        if !chance.of_thousand(110) {
            for product in std::iter::once(thing.product).chain(thing.also) {
                for _ in 0..1 + chance.below(2) {
                    let name = chance.one(&product.attributes).map_or("http.title", String::as_str);
                    self.say(thing, name, &product.text, chance);
                }
            }
        }
        match thing.realm {
            "IoT" => self.say(thing, "mdns.host", &format!("{}.local", thing.host), chance),
            "IT" => self.say(thing, "nbns.name", &format!("{}<20>", thing.host.to_uppercase()), chance),
            _ => self.say(thing, "snmp.sys_name", &thing.host, chance),
        }
        let services = SERVICES.iter().find(|(realm, _)| *realm == thing.realm).map_or(&[][..], |s| s.1);
        for (carriage, port, protocol) in services.iter().take(1 + chance.below(services.len())) {
            let value = format!("{}/{port} {protocol}", carriage.name());
            self.say(thing, "flow.service", &value, chance);
        }
        if chance.of_thousand(120) {
            let version = if chance.of_thousand(300) { "TLS 1.0" } else { "TLS 1.2" };
            self.say(thing, "tls.version", version, chance);
            self.say(thing, "tls.cert_serial", &thing.serial, chance);
        }
        if chance.of_thousand(80) {
            self.say(thing, "snmp.ent_serial", &thing.serial, chance);
        }
        if thing.realm == "IoT" && chance.of_thousand(600) {
            let name = format!("device-{}.example.net", chance.below(400));
            self.say(thing, "dns.query", &name, chance);
            self.say(thing, "dns.answer", &format!("{name}={}", outside(chance)), chance);
        }
    }

    fn conversations(&mut self, index: usize, thing: &Thing<'_>, count: usize, chance: &mut Chance) {
        // Some ask much, most little.
        let wanted = (count / 2 + chance.below(count + 1)).max(1);
        let mut met = BTreeSet::new();
        for _ in 0..wanted * 3 {
            if met.len() >= wanted {
                break;
            }
            let Some((ip, carriage, port)) = self.peer(index, thing, chance) else { continue };
            let day = chance.below(2);
            if ip == IpAddr::V4(thing.ip) || !met.insert((ip, carriage, port, day)) {
                continue;
            }
            self.talk(thing, ip, (carriage, port), day, chance);
        }
    }

    /// Somebody to ask something: the data centre, a neighbour, the internet, seldom another zone.
    fn peer(&self, index: usize, thing: &Thing<'_>, chance: &mut Chance) -> Option<(IpAddr, Carriage, u16)> {
        let at = chance.below(1000);
        let outward = match thing.realm {
            "IoT" => 180,
            "IT" => 250,
            _ => 4,
        };
        if at < outward {
            return Some((outside(chance), Carriage::Tcp, if at.is_multiple_of(5) { 80 } else { 443 }));
        }
        if at < 640 {
            let (carriage, port) = *chance.one(&CENTRAL)?;
            return Some(((*chance.one(&self.plan.servers)?).into(), carriage, port));
        }
        if at < 780 {
            let near = self.network.things.get(chance.below(self.network.things.len()))?;
            return Some((near.ip.into(), Carriage::Arp, 0));
        }
        // Neighbours: mostly the same few, as in life.
        let things = match at {
            999 => &self.plan.networks.get(chance.below(self.plan.networks.len()))?.things,
            _ => &self.network.things,
        };
        let near = things.get((index + 1 + chance.below(24)) % things.len().max(1))?;
        let services = SERVICES.iter().find(|(realm, _)| *realm == near.realm)?.1;
        let (carriage, port, _) = *chance.one(services)?;
        Some((near.ip.into(), carriage, port))
    }

    /// The party at that address as this network sees it: behind the router it is the router's MAC.
    fn party(&self, ip: IpAddr) -> Party {
        let IpAddr::V4(v4) = ip else { return Party { mac: None, ip: Some(ip) } };
        let near = self.network.things.iter().find(|thing| thing.ip == v4);
        Party { mac: Some(near.map_or(self.network.router.0, |thing| thing.mac)), ip: Some(ip) }
    }

    fn talk(
        &mut self,
        thing: &Thing<'_>,
        ip: IpAddr,
        (carriage, port): (Carriage, u16),
        day: usize,
        chance: &mut Chance,
    ) {
        self.frame += 1;
        let first = Timestamp(BEGIN + day as i64 * DAY + chance.below(DAY as usize) as i64);
        let frames = 1 + chance.below(400) as u64;
        let tcp = carriage == Carriage::Tcp;
        let silent = carriage == Carriage::Arp || chance.of_thousand(30);
        let answered = if silent { 0 } else { frames };
        let opened = 1 + chance.below(20) as u32;
        let gap = 100 * (30 + chance.below(600) as u64);
        let key = ConversationKey {
            site: self.site.clone(),
            vlan: Some(self.network.vlan),
            client: Party { mac: Some(thing.mac), ip: Some(thing.ip.into()) },
            server: self.party(ip),
            carriage,
            port,
            capture: self.captures[day % 2],
        };
        let talk = Conversation {
            asked_frames: frames,
            asked_bytes: frames * 120,
            answered_frames: answered,
            answered_bytes: answered * 400,
            data_frames: if silent { 0 } else { frames + answered / 2 },
            first,
            last: Timestamp(first.0 + chance.below(DAY as usize / 4) as i64),
            frame: self.frame,
            opened,
            accepted: if tcp && !silent { opened } else { 0 },
            refused: if tcp && silent { opened } else { 0 },
            interval_sum: gap * u64::from(opened - 1),
            interval_squares: (gap * gap + chance.below(9_000_000) as u64) * u64::from(opened - 1),
        };
        self.set.insert_conversation(key, talk);
    }

    fn operations(&mut self, thing: &Thing<'_>, chance: &mut Chance) {
        let own = Party { mac: Some(thing.mac), ip: Some(thing.ip.into()) };
        let master = self.plan.servers.get(usize::from(self.network.vlan) % self.plan.servers.len().max(1));
        let Some(master) = master.map(|ip| self.party((*ip).into())) else { return };
        match thing.realm {
            "OT" => {
                self.ask(master, own, "modbus", OperationClass::Read, "read holding registers", 5000, chance);
                if chance.of_thousand(200) {
                    self.ask(
                        master,
                        own,
                        "modbus",
                        OperationClass::Write,
                        "write single register",
                        60,
                        chance,
                    );
                }
                if chance.of_thousand(10) {
                    let stranger = self.party(Ipv4Addr::new(10, 11, 1, 10 + chance.below(180) as u8).into());
                    self.ask(
                        stranger,
                        own,
                        "modbus",
                        OperationClass::Write,
                        "write multiple registers",
                        9,
                        chance,
                    );
                }
            }
            "IoMT" | "IoT" if chance.of_thousand(60) => {
                self.ask(master, own, "telnet", OperationClass::Login, "login", 3, chance);
            }
            _ => {}
        }
    }

    #[expect(clippy::too_many_arguments, reason = "an operation is these seven things")]
    fn ask(
        &mut self,
        client: Party,
        server: Party,
        protocol: &str,
        class: OperationClass,
        function: &str,
        times: u64,
        chance: &mut Chance,
    ) {
        let seen = self.seen(chance);
        let key = OperationKey {
            site: self.site.clone(),
            vlan: Some(self.network.vlan),
            client,
            server,
            unit: None,
            protocol: protocol.into(),
            class,
            function: function.into(),
        };
        let Seen { first, last, exemplar } = seen;
        self.set.insert_operation(
            key,
            Operation { asked: times, accepted: times, refused: 0, first, last, exemplar },
        );
    }

    fn summaries(&mut self) {
        for (day, id) in self.captures.into_iter().enumerate() {
            let mut coverage = Coverage::default();
            coverage.add("frames.total", self.frame);
            coverage.add("broadcast.frames", self.network.things.len() as u64);
            coverage.add(&format!("vlan.{}", self.network.vlan), self.frame);
            let first = Timestamp(BEGIN + day as i64 * DAY);
            let summary = CaptureSummary {
                id,
                frames: self.frame,
                file_bytes: self.frame * 400,
                first: Some(first),
                last: Some(Timestamp(first.0 + DAY)),
                truncated: false,
                coverage,
            };
            self.set.captures.insert(id, summary);
        }
    }
}

/// A name for a file that never was.
pub(super) fn capture_id(chance: &mut Chance) -> CaptureId {
    let mut id = [0; 32];
    for piece in id.chunks_exact_mut(8) {
        piece.copy_from_slice(&chance.next().to_be_bytes());
    }
    CaptureId(id)
}
