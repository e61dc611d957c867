//! A small hospital that was made up for tests: a pump that only a replacement helps, a controller with a fix, one whose
//! firmware nobody knows, one that a statement excuses, and one whose every text wants to do harm.

use holdfast_facts::{
    Assertion, Attribute, Basis, CaptureId, Certainty, Cited, Claim, Device, DeviceId, Endpoint, Evidence,
    EvidenceId, EvidenceSet, Exemplar, Field, FixState, Mac, MatchStatus, Place, Reason, Seen, Timestamp,
    Weakness, WeaknessId,
};
use holdfast_report::{Advice, Listed};
use std::collections::BTreeMap;

pub(crate) const DAY: &str = "2026-11-25";
pub(crate) const VERSION: &str = "0.1.0";
/// Leaves HTML, leaves a line, begins a formula, leaves a string, turns the reading direction.
pub(crate) const HARM: &str =
    "=cmd|'/C calc'!A0</title><script>alert(1)</script>\"'\\\u{1b}[2J\u{202e}\r\n-->";

pub(crate) struct World {
    pub(crate) devices: Vec<Device>,
    pub(crate) set: EvidenceSet,
    pub(crate) weaknesses: Vec<Weakness>,
    steps: Vec<String>,
}

impl World {
    pub(crate) fn new() -> World {
        let mut set = EvidenceSet::default();
        let mut devices = vec![
            device(&mut set, "pump", 1, "Medtronic", "MiniMed 508", "", "insulin-pump", &["pump-3-12"]),
            device(
                &mut set,
                "plc",
                2,
                "Rockwell Automation",
                "MicroLogix 1400",
                "21.003",
                "plc",
                &["mill-2"],
            ),
            device(&mut set, "bms", 3, "Johnson Controls", "NAE55", "", "building-controller", &["bms-roof"]),
            device(
                &mut set,
                "monitor",
                4,
                "Philips",
                "IntelliVue MX800",
                "N.01",
                "patient-monitor",
                &["bed-7"],
            ),
            device(&mut set, "harm", 5, HARM, HARM, "<=1.0", "camera", &[HARM]),
        ];
        for (device, fields) in devices.iter_mut().zip([
            &[
                ("asset_tag", "MT-004711"),
                ("serial", "NAS7*01"),
                ("place", "Ward 3, room 12"),
                ("owner", "Clinical engineering"),
            ][..],
            &[("asset_tag", "P-17")],
            &[],
            &[],
            &[("place", HARM)],
        ]) {
            for (field, value) in fields {
                let id = evidence(&mut set, device, &format!("list.{field}"), value);
                device.evidence.push(id);
            }
        }
        let [pump, plc, bms, monitor, harm] = devices.as_slice() else { unreachable!() };
        let mut weaknesses = vec![
            Weakness {
                recalled: Some("Z-2156-2019".into()),
                fix: FixState::ReplaceOnly,
                fix_says: vec![cited(
                    "a1",
                    "/vulnerabilities/0/remediations/0",
                    "The maker asks patients to ask for a newer model; this one gets no update.",
                )],
                cvss: Some(("CVSS:3.0/AV:A/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:L".into(), 7.1)),
                epss: Some((0.00123, "v2025.03.14".into())),
                ..weakness(
                    pump,
                    "CVE-2019-10964",
                    "The radio link takes commands from anybody who is near.",
                    "ICSMA-19-178-01",
                    "CISA",
                    MatchStatus::Affected,
                )
            },
            Weakness {
                exploited: Some("2024-05-01".into()),
                fix: FixState::FixAvailable(Some("21.007".into())),
                fix_says: vec![cited(
                    "b2",
                    "/vulnerabilities/0/remediations/1",
                    "Update to 21.007 or later.",
                )],
                cvss: Some(("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H".into(), 9.8)),
                ..weakness(
                    plc,
                    "CVE-2020-6990",
                    "A key is the same in every unit.",
                    "ICSA-20-070-06",
                    "CISA",
                    MatchStatus::Affected,
                )
            },
        ];
        for number in ["CVE-2020-6980", "CVE-2020-6984", "CVE-2020-6988"] {
            weaknesses.push(Weakness {
                exploited: None,
                vulnerability: number.into(),
                id: WeaknessId::of(&plc.id, number),
                cvss: Some(("CVSS:4.0/AV:L/AC:L/AT:N/PR:N/UI:N/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N".into(), 4.8)),
                ..weaknesses[1].clone()
            });
        }
        let mut possibly = weakness(
            bms,
            "CVE-2021-27657",
            "A user can make itself administrator.",
            "ICSA-21-159-02",
            "CISA",
            MatchStatus::PossiblyAffected,
        );
        possibly.questions = vec!["Which firmware does it run? Affected are those below 11.0.".into()];
        possibly.conflict = true;
        let mut other = possibly.assertions[0].clone();
        other.advisory = "CVE-2021-27657".into();
        other.source = "nvd";
        other.publisher = "NVD".into();
        other.status = MatchStatus::NotAffected;
        possibly.assertions.push(other);
        weaknesses.push(possibly);
        let mut excused = weakness(
            monitor,
            "CVE-2020-16212",
            "A kiosk can be left.",
            "VEX-7",
            "Philips",
            MatchStatus::NotAffected,
        );
        excused.assertions[0].source = "vex";
        excused.assertions[0].cited.text = "vulnerable_code_not_present: this model has no kiosk.".into();
        weaknesses.push(excused);
        let mut harmful = weakness(harm, "ICSA-99-001-01", HARM, HARM, HARM, MatchStatus::Affected);
        harmful.fix = FixState::NoFix;
        harmful.fix_says = vec![cited(HARM, HARM, HARM)];
        harmful.questions = vec![HARM.into()];
        harmful.cvss = Some((HARM.into(), 5.0));
        harmful.assertions[0].url = Some("javascript:alert(1)".into());
        weaknesses.push(harmful);
        let steps = vec![
            "Take the pump's remote control off the ward; do not tell its serial number to anybody.".into(),
            "Order a replacement.".into(),
        ];
        World { devices, set, weaknesses, steps }
    }

    /// Without advice for any but the pump.
    pub(crate) fn listed(&self) -> Listed<'_> {
        let mut advice = BTreeMap::new();
        let pump = &self.weaknesses[0].id;
        advice.insert(
            pump,
            Advice {
                action: "isolate, then replace",
                by: Some("2027-02-28"),
                steps: &self.steps,
                ..Advice::default()
            },
        );
        Listed::new(&self.weaknesses, &self.devices, &self.set, advice)
    }

    pub(crate) fn device(&self, name: &str) -> &Device {
        let id = DeviceId::of(&format!("test {name}"));
        self.devices.iter().find(|device| device.id == id).unwrap()
    }
}

#[allow(clippy::too_many_arguments)]
fn device(
    set: &mut EvidenceSet,
    name: &str,
    number: u8,
    vendor: &str,
    model: &str,
    firmware: &str,
    kind: &str,
    names: &[&str],
) -> Device {
    let mut device = Device {
        id: DeviceId::of(&format!("test {name}")),
        parent: None,
        endpoints: vec![],
        macs: vec![Mac([2, 0, 0, 0, 0, number])],
        ips: vec![format!("10.20.30.{number}").parse().unwrap()],
        names: names.iter().map(|name| (*name).to_owned()).collect(),
        first_seen: None,
        last_seen: None,
        frames: 0,
        bytes: 0,
        claims: BTreeMap::new(),
        runners_up: BTreeMap::new(),
        services: vec![],
        evidence: vec![],
        notes: vec![],
        keys: Default::default(),
        statements: Default::default(),
        ignored: Default::default(),
        suggestions: Default::default(),
    };
    for (field, value) in
        [(Field::Vendor, vendor), (Field::Model, model), (Field::Firmware, firmware), (Field::Kind, kind)]
    {
        if value.is_empty() {
            continue;
        }
        let id = evidence(set, &device, &format!("list.{}", field.name()), value);
        let claim = Claim {
            value: value.to_owned(),
            certainty: Certainty::new(0.9),
            basis: Basis::Declared,
            reasons: vec![Reason::rule("list", vec![id])],
            rivals: vec![],
            conflict: false,
        };
        device.claims.insert(field, claim);
        device.evidence.push(id);
    }
    device
}

fn evidence(set: &mut EvidenceSet, device: &Device, name: &str, value: &str) -> EvidenceId {
    let evidence = Evidence {
        endpoint: Endpoint {
            site: "test".into(),
            vlan: None,
            mac: device.macs.first().copied(),
            ip: device.ips.first().copied(),
            child: None,
        }
        .into(),
        attribute: Attribute::new(name.to_owned(), value).unwrap(),
        sensor: "look".into(),
        seen: Seen {
            first: Timestamp(0),
            last: Timestamp(0),
            exemplar: Exemplar {
                at: Timestamp(0),
                capture: CaptureId([7; 32]),
                place: Place::Row { row: 2, column: "Column".into() },
            },
        },
    };
    let id = evidence.id();
    set.insert(evidence);
    id
}

fn cited(document: &str, pointer: &str, text: &str) -> Cited {
    Cited { document: document.repeat(8), pointer: pointer.into(), text: text.into() }
}

fn weakness(
    device: &Device,
    vulnerability: &str,
    title: &str,
    advisory: &str,
    publisher: &str,
    status: MatchStatus,
) -> Weakness {
    let model = device.claims[&Field::Model].value.clone();
    Weakness {
        id: WeaknessId::of(&device.id, vulnerability),
        device: device.id.clone(),
        vulnerability: vulnerability.into(),
        title: title.into(),
        status,
        conflict: false,
        assertions: vec![Assertion {
            advisory: advisory.into(),
            source: "coordinator_csaf",
            publisher: publisher.into(),
            title: format!("Weaknesses of {model}"),
            url: Some(format!("https://www.example.org/{advisory}")),
            status,
            rule: "exact_name",
            found: model.clone(),
            product: format!("{model}: all versions"),
            condition: "vers:all/*".into(),
            missing: vec![],
            cited: cited("c3", "/product_tree/branches/0", &format!("{model}: all versions")),
        }],
        fix: FixState::Unknown,
        fix_says: vec![],
        recalled: None,
        exploited: None,
        cvss: None,
        epss: None,
        because: device.claims.values().flat_map(|claim| claim.reasons[0].evidence.clone()).collect(),
        questions: vec![],
    }
}

/// Compares with `tests/golden/NAME`; writes it where HOLDFAST_WRITE_GOLDEN is set.
pub(crate) fn golden(name: &str, found: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("HOLDFAST_WRITE_GOLDEN").is_some() {
        std::fs::write(&path, found).unwrap();
    }
    let wanted = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(wanted == found, "{name} is not what it was; HOLDFAST_WRITE_GOLDEN=1 writes it anew:\n{found}");
}
