//! The confirmed services of MMS (ISO 9506-2) and what IEC 61850 and ICCP make of reading and writing.

use holdfast_facts::OperationClass::{self, *};
use std::borrow::Cow;

/// What the names in a request make of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Kind {
    #[default]
    Plain,
    /// IEC 61850-8-1 §20: the objects of a control.
    Operate,
    Select,
    Cancel,
    /// Report, log, GOOSE and sampled value control blocks.
    ControlBlock,
    /// Settings, set points, configuration.
    Setting,
    /// ICCP (IEC 60870-6): device control.
    Device,
    /// The name plate of a physical device, whole or one of its strings.
    NamePlate(u8),
    /// A list of domains.
    Domains,
}

impl Kind {
    pub(super) fn packed(self) -> u32 {
        match self {
            Kind::Plain => 0,
            Kind::Operate => 1,
            Kind::Select => 2,
            Kind::Cancel => 3,
            Kind::ControlBlock => 4,
            Kind::Setting => 5,
            Kind::Device => 6,
            Kind::Domains => 7,
            Kind::NamePlate(part) => 8 + u32::from(part),
        }
    }

    pub(super) fn unpacked(bits: u32) -> Kind {
        match bits {
            1 => Kind::Operate,
            2 => Kind::Select,
            3 => Kind::Cancel,
            4 => Kind::ControlBlock,
            5 => Kind::Setting,
            6 => Kind::Device,
            7 => Kind::Domains,
            8..=16 => Kind::NamePlate(u8::try_from(bits - 8).unwrap_or(0)),
            _ => Kind::Plain,
        }
    }
}

/// Strings of a name plate in the order of the standard's data class (IEC 61850-7-3, DPL); 0 is the whole.
pub(super) const PLATE: [(&[u8], &str); 5] = [
    (b"$vendor", "mms.plate_vendor"),
    (b"$hwRev", "mms.plate_hardware"),
    (b"$swRev", "mms.plate_software"),
    (b"$serNum", "mms.plate_serial"),
    (b"$model", "mms.plate_model"),
];

/// Bytes of a request in which names are looked for.
const LOOKED_AT: usize = 1024;

pub(super) fn kind(service: u32, body: &[u8]) -> Kind {
    let body = body.get(..LOOKED_AT).unwrap_or(body);
    let has = |name: &[u8]| body.windows(name.len()).any(|part| part == name);
    match service {
        1 if has(&[0x80, 1, 9]) => Kind::Domains,
        4 if has(b"$PhyNam") => {
            let part = PLATE.iter().position(|(name, _)| has(name));
            Kind::NamePlate(part.and_then(|part| u8::try_from(part + 1).ok()).unwrap_or(0))
        }
        // A control is selected by reading it.
        4 if has(b"$SBO") => Kind::Select,
        5 if has(b"$SBOw") => Kind::Select,
        5 if has(b"$Cancel") => Kind::Cancel,
        5 if has(b"$CO$") || has(b"$Oper") => Kind::Operate,
        5 if [&b"$RP$"[..], b"$BR$", b"$LG$", b"$GO$", b"$MS$", b"$US$"].iter().any(|name| has(name)) => {
            Kind::ControlBlock
        }
        5 if [&b"$SP$"[..], b"$SG$", b"$SE$", b"$CF$"].iter().any(|name| has(name)) => Kind::Setting,
        5 if has(b"Device_Control") || has(b"DeviceControl") => Kind::Device,
        _ => Kind::Plain,
    }
}

pub(super) fn operation(service: u32, kind: Kind) -> (OperationClass, Cow<'static, str>) {
    let (class, name) = match (service, kind) {
        (4, Kind::NamePlate(_)) => (Identify, "read name plate"),
        (4 | 5, Kind::Select) => (Operate, "control: select"),
        (5, Kind::Operate) => (Operate, "control: operate"),
        (5, Kind::Cancel) => (Operate, "control: cancel"),
        (5, Kind::Device) => (Operate, "device control"),
        (5, Kind::ControlBlock) => (Configure, "write control block"),
        (5, Kind::Setting) => (Configure, "write setting"),
        (0, _) => (Read, "status"),
        (1, _) => (Read, "get name list"),
        (2, _) => (Identify, "identify"),
        (3, _) => (Configure, "rename"),
        (4, _) => (Read, "read"),
        (5, _) => (Write, "write"),
        (6, _) => (Read, "get variable access attributes"),
        (10, _) => (Read, "get scattered access attributes"),
        (11, _) => (Configure, "define named variable list"),
        (12, _) => (Read, "get named variable list attributes"),
        (13, _) => (Configure, "delete named variable list"),
        (26..=31, _) => (Program, "download or upload"),
        (32..=35, _) => (Program, "domain content"),
        (36, _) => (Program, "delete domain"),
        (37, _) => (Read, "get domain attributes"),
        (38 | 39, _) => (Program, "program invocation"),
        (40, _) => (Start, "start"),
        (41, _) => (Stop, "stop"),
        (42, _) => (Start, "resume"),
        (43, _) => (Start, "reset"),
        (44, _) => (Stop, "kill"),
        (45, _) => (Read, "get program invocation attributes"),
        (46, _) => (File, "obtain file"),
        (65, _) => (Read, "read journal"),
        (66, _) => (Write, "write journal"),
        (67, _) => (Configure, "initialise journal"),
        (72, _) => (File, "file open"),
        (73, _) => (File, "file read"),
        (74, _) => (File, "file close"),
        (75, _) => (File, "file rename"),
        (76, _) => (File, "file delete"),
        (77, _) => (File, "file directory"),
        _ => return (Read, format!("service {}", service.min(255)).into()),
    };
    (class, name.into())
}
