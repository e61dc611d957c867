//! A small world of frames and of what people say.

use holdfast_facts::{
    Attribute, Basis, CaptureId, Device, Endpoint, EndpointKey, Evidence, EvidenceSet, Exemplar, Field, Mac,
    Place, Retraction, Saying, Seen, Span, Standing, Statement, StatementId, Tally, TallyKey, Timestamp,
};
use holdfast_identify::{Knowledge, Settings, resolve, standings};

pub(crate) const RULES: &str = r#"
[[rule]]
id = "t.model"
attribute = "http.upnp_model_name"
match = '^(.+)$'
tier = "declared"
model = "$1"
source = "test"
origin = "field"
date = "2026-11"
[[rule]]
id = "t.camera"
attribute = "dhcp.hostname"
match = '^cam-'
tier = "strong"
kind = "camera"
realm = "IoT"
source = "test"
origin = "field"
date = "2026-11"
[[rule]]
id = "t.control"
attribute = "flow.service"
match = 'modbus'
tier = "strong"
realm = "OT"
source = "test"
origin = "field"
date = "2026-11"
[[rule]]
id = "t.place"
attribute = "list.place"
match = '^(.+)$'
tier = "declared"
place = "$1"
source = "test"
origin = "field"
date = "2026-11"
"#;

pub(crate) const KINDS: &str = r#"
[[kind]]
id = "camera"
name = "camera"
plural = "cameras"
realm = "IoT"
words = []
says = "x"
safety = "none"
[[kind]]
id = "infusion-pump"
name = "infusion pump"
plural = "infusion pumps"
realm = "IoMT"
words = []
says = "x"
safety = "life-critical"
"#;

pub(crate) fn knowledge() -> Knowledge {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/identity/suggest.toml");
    let suggest: &'static str = std::fs::read_to_string(file).unwrap().leak();
    Knowledge::load(&[
        ("fingerprints/test.toml", RULES),
        ("kinds.toml", KINDS),
        ("names/brands.toml", "[[brand]]\nname = \"B. Braun\"\nalso = [\"B.Braun Melsungen\"]\n"),
        ("registers/oui/oui.tsv", "001221\tB.Braun Melsungen\n00ff00\tChip Maker\n"),
        ("registers/oui/module-makers.toml", "maker = []"),
        ("registers/oui/virtual-macs.toml", "range = []"),
        ("identity/suggest.toml", suggest),
        ("identity/same-device.toml", "ports = [\"lldp.chassis_id\"]"),
    ])
    .unwrap()
}

#[derive(Default)]
pub(crate) struct World {
    pub(crate) set: EvidenceSet,
    pub(crate) frame: u64,
}

pub(crate) fn wire(mac: &str, ip: &str) -> Endpoint {
    Endpoint { site: "s".into(), vlan: None, mac: mac.parse().ok(), ip: ip.parse().ok(), child: None }
}

pub(crate) fn mac(text: &str) -> EndpointKey {
    EndpointKey::Mac("s".into(), text.parse::<Mac>().unwrap())
}

pub(crate) fn ip(text: &str) -> EndpointKey {
    EndpointKey::Ip("s".into(), text.parse().unwrap())
}

pub(crate) fn kind(value: &str) -> Saying {
    Saying::Field(Field::Kind, value.into())
}

impl World {
    pub(crate) fn sent(&mut self, endpoint: Endpoint, hop_limit: u8) {
        self.frame += 1;
        let at = Timestamp(i64::try_from(self.frame).unwrap());
        self.set.insert_tally(
            TallyKey { endpoint, capture: CaptureId([1; 32]) },
            Tally { frames: 1, bytes: 60, first: at, last: at, frame: self.frame, hop_limit },
        );
    }

    pub(crate) fn shows(&mut self, endpoint: Endpoint, name: &'static str, value: &str) {
        self.sent(endpoint.clone(), 64);
        let at = Timestamp(i64::try_from(self.frame).unwrap());
        let place = Place::Frames(vec![Span { frame: self.frame, start: 0, end: 6 }]);
        self.set.insert(Evidence {
            endpoint: endpoint.into(),
            attribute: Attribute::new(name, value).unwrap(),
            sensor: "look".into(),
            seen: Seen { first: at, last: at, exemplar: Exemplar { at, capture: CaptureId([1; 32]), place } },
        });
    }

    pub(crate) fn say(&mut self, about: &[EndpointKey], says: Saying, at: i64) -> StatementId {
        let about = about.iter().cloned().collect();
        let statement =
            Statement::new(about, says, "Jane Doe", Timestamp(at), Some("read on the label")).unwrap();
        let id = statement.id();
        self.set.insert_statement(statement);
        id
    }

    pub(crate) fn undo(&mut self, id: StatementId) {
        self.set.retractions.insert(Retraction::new(id, "John Doe", Timestamp(99), None).unwrap());
    }

    pub(crate) fn devices(&self) -> Vec<Device> {
        resolve(&self.set, &knowledge(), &Settings::default())
    }

    pub(crate) fn standing(&self, id: StatementId) -> Standing {
        standings(&self.set, &self.devices())[&id].clone()
    }
}

pub(crate) fn with<'a>(devices: &'a [Device], key: &EndpointKey) -> &'a Device {
    devices.iter().find(|device| device.keys.contains(key)).unwrap_or_else(|| panic!("{key}: {devices:#?}"))
}

pub(crate) fn value(device: &Device, field: Field) -> Option<(&str, Basis)> {
    device.claims.get(&field).map(|claim| (claim.value.as_str(), claim.basis))
}

pub(crate) const PUMP: &str = "00:12:21:0a:31:01";
pub(crate) const OTHER: &str = "00:12:21:0a:31:02";
