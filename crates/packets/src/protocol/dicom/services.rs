//! What an abstract syntax is called in words (DICOM PS3.4, PS3.6 annex A). The UIDs of one sort share their beginning.

use holdfast_facts::OperationClass::{self, File, Operate, Read, Write};

/// Beginning or whole of a UID behind `1.2.840.10008.`, and the word. A beginning ends with a dot. The first that fits counts.
const SERVICES: [(&str, &str); 61] = [
    ("1.1", "verification"),
    ("1.20.1", "storage commitment"),
    ("1.20.2", "storage commitment"),
    ("3.1.2.3.3", "procedure step"),
    ("3.1.2.3.4", "procedure step"),
    ("3.1.2.3.5", "procedure step"),
    ("5.1.1.", "print"),
    ("5.1.4.1.1.1", "storage of computed radiography"),
    ("5.1.4.1.1.1.1", "storage of digital x-ray"),
    ("5.1.4.1.1.1.1.1", "storage of digital x-ray"),
    ("5.1.4.1.1.1.2", "storage of mammography"),
    ("5.1.4.1.1.1.2.1", "storage of mammography"),
    ("5.1.4.1.1.1.3", "storage of intraoral x-ray"),
    ("5.1.4.1.1.1.3.1", "storage of intraoral x-ray"),
    ("5.1.4.1.1.2", "storage of ct"),
    ("5.1.4.1.1.2.", "storage of ct"),
    ("5.1.4.1.1.3.1", "storage of ultrasound"),
    ("5.1.4.1.1.3", "storage of ultrasound"),
    ("5.1.4.1.1.4", "storage of mr"),
    ("5.1.4.1.1.4.", "storage of mr"),
    ("5.1.4.1.1.6", "storage of ultrasound"),
    ("5.1.4.1.1.6.", "storage of ultrasound"),
    ("5.1.4.1.1.7", "storage of secondary capture"),
    ("5.1.4.1.1.7.", "storage of secondary capture"),
    ("5.1.4.1.1.9.", "storage of waveforms"),
    ("5.1.4.1.1.11.", "storage of presentation states"),
    ("5.1.4.1.1.12.1", "storage of x-ray angiography"),
    ("5.1.4.1.1.12.1.1", "storage of x-ray angiography"),
    ("5.1.4.1.1.12.2", "storage of fluoroscopy"),
    ("5.1.4.1.1.12.2.1", "storage of fluoroscopy"),
    ("5.1.4.1.1.13.1.3", "storage of tomosynthesis"),
    ("5.1.4.1.1.13.", "storage of x-ray 3d"),
    ("5.1.4.1.1.14.", "storage of intravascular tomography"),
    ("5.1.4.1.1.20", "storage of nuclear medicine"),
    ("5.1.4.1.1.66", "storage of raw data"),
    ("5.1.4.1.1.66.", "storage of segmentations"),
    ("5.1.4.1.1.77.1.1", "storage of endoscopy"),
    ("5.1.4.1.1.77.1.1.1", "storage of endoscopy"),
    ("5.1.4.1.1.77.1.2", "storage of microscopy"),
    ("5.1.4.1.1.77.1.2.1", "storage of microscopy"),
    ("5.1.4.1.1.77.1.3", "storage of microscopy"),
    ("5.1.4.1.1.77.1.4", "storage of photographs"),
    ("5.1.4.1.1.77.1.4.1", "storage of photographs"),
    ("5.1.4.1.1.77.1.5.", "storage of ophthalmic images"),
    ("5.1.4.1.1.77.1.6", "storage of slides"),
    ("5.1.4.1.1.78.", "storage of ophthalmic measurements"),
    ("5.1.4.1.1.79.", "storage of ophthalmic measurements"),
    ("5.1.4.1.1.80.", "storage of ophthalmic measurements"),
    ("5.1.4.1.1.81.", "storage of ophthalmic measurements"),
    ("5.1.4.1.1.88.", "storage of reports"),
    ("5.1.4.1.1.104.", "storage of documents"),
    ("5.1.4.1.1.128", "storage of pet"),
    ("5.1.4.1.1.128.", "storage of pet"),
    ("5.1.4.1.1.130", "storage of pet"),
    ("5.1.4.1.1.481.", "storage of radiotherapy"),
    ("5.1.4.1.1.", "storage of other objects"),
    ("5.1.4.1.2.", "query and retrieve"),
    ("5.1.4.31", "worklist"),
    ("5.1.4.32.", "worklist"),
    ("5.1.4.33", "instance availability"),
    ("5.1.4.34.", "procedure step"),
];

/// The service's place in the list.
pub(super) fn of(uid: &[u8]) -> Option<u8> {
    let uid = std::str::from_utf8(uid).ok()?.trim_end_matches(['\0', ' ']);
    let rest = uid.strip_prefix("1.2.840.10008.")?;
    let fits = |known: &str| if known.ends_with('.') { rest.starts_with(known) } else { rest == known };
    let place = SERVICES.iter().position(|(known, _)| fits(known))?;
    u8::try_from(place).ok()
}

pub(super) fn name(service: u8) -> &'static str {
    SERVICES.get(usize::from(service)).map_or("", |(_, name)| name)
}

/// What proposing the service asks for. The functions are the groups of PS3.4, not every sort of image.
pub(super) fn operation(service: u8) -> Option<(OperationClass, &'static str)> {
    let name = name(service);
    Some(match name {
        "verification" => return None,
        "query and retrieve" => (Read, "associate for query and retrieve"),
        "worklist" => (Read, "associate for worklist"),
        "print" => (Operate, "associate for print"),
        "procedure step" => (Write, "associate for procedure step"),
        _ if name.starts_with("storage of") => (File, "associate for storage"),
        _ => (Write, "associate for storage commitment"),
    })
}
