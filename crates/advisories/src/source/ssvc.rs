//! SSVC decision points (CERT/CC) as coordinators give them: in words, in letters, and inside a note.

use crate::advisory::Ssvc;

/// `SSVCv2/E:N/A:Y/T:P/2024-07-11T21:26:33Z/` in a note.
pub(super) fn from_text(text: &str, role: &str) -> Option<Ssvc> {
    let at = text.find("SSVCv")?;
    let mut parts = text.get(at..)?.split(char::is_whitespace).next()?.split('/');
    parts.next()?;
    let mut ssvc = Ssvc { role: role.to_owned(), ..Ssvc::default() };
    for part in parts {
        match part.split_once(':') {
            Some((point, value)) if point.len() <= 2 => set(&mut ssvc, point, value),
            _ if part.len() >= 10 && part.starts_with(|c: char| c.is_ascii_digit()) => {
                ssvc.timestamp = Some(part.to_owned());
            }
            _ => {}
        }
    }
    said(&ssvc).then_some(ssvc)
}

/// Something was said.
pub(super) fn said(ssvc: &Ssvc) -> bool {
    ssvc.exploitation.is_some() || ssvc.automatable.is_some() || ssvc.technical_impact.is_some()
}

/// Sets a decision point from its name or letter and its value or letter. What is not one of the three is left.
pub(super) fn set(ssvc: &mut Ssvc, point: &str, value: &str) {
    let plain = |text: &str| text.trim().to_lowercase().replace(['_', '-'], " ");
    let value = plain(value);
    let (slot, spelt) = match plain(point).as_str() {
        "e" | "exploitation" => {
            let spelt = match value.as_str() {
                "n" => "none",
                "p" | "poc" => "public poc",
                "a" => "active",
                other => other,
            };
            (&mut ssvc.exploitation, spelt)
        }
        "a" | "automatable" => {
            let spelt = match value.as_str() {
                "n" => "no",
                "y" => "yes",
                other => other,
            };
            (&mut ssvc.automatable, spelt)
        }
        "t" | "ti" | "technical impact" => {
            let spelt = match value.as_str() {
                "p" => "partial",
                "t" => "total",
                other => other,
            };
            (&mut ssvc.technical_impact, spelt)
        }
        _ => return,
    };
    if !spelt.is_empty() {
        *slot = Some(spelt.to_owned());
    }
}
