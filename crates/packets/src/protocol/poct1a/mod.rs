//! POCT1-A: point-of-care analysers greet their data manager with a message that names maker, model, serial number and
//! versions. Only that greeting (HEL.R01) is read; every other message holds observations of patients.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};
use holdfast_facts::OperationClass::Identify;

/// POCT1-A.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "poct1a",
    title: "POCT1-A",
    standard: "CLSI POCT1-A2, device messaging layer: message HEL.R01",
    carriers: &[Carrier::Tcp(&[]), Carrier::Begins(b"<")],
    attributes: &[
        attribute("poct1a.vendor", "DEV.vendor_id: the maker."),
        attribute("poct1a.manufacturer", "DEV.manufacturer_name."),
        attribute("poct1a.model", "DEV.model_id."),
        attribute("poct1a.serial", "DEV.serial_id."),
        attribute("poct1a.name", "DEV.device_name."),
        attribute("poct1a.device_id", "DEV.device_id."),
        attribute("poct1a.hardware", "DEV.hw_version."),
        attribute("poct1a.software", "DEV.sw_version."),
    ],
    probe,
    dissect,
};

/// A greeting is one small message.
const LONGEST: usize = 16 * 1024;

fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    text.windows(what.len()).position(|window| window == what)
}

fn probe(pdu: &Pdu<'_>) -> Probe {
    let start = pdu.bytes.get(..256).unwrap_or(pdu.bytes);
    if start.first() == Some(&b'<') && find(start, b"<HEL.R01").is_some() {
        Probe::Certain
    } else {
        Probe::No
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let window = pdu.bytes.get(..LONGEST).unwrap_or(pdu.bytes);
    let Some(start) = find(window, b"<HEL.R01") else { return Progress::Done };
    let Some(end) = find(window, b"</HEL.R01>") else {
        return if window.len() == LONGEST || pdu.cut { Progress::Done } else { Progress::More };
    };
    let Some(message) = window.get(start..end) else { return Progress::Done };
    sink.asks(Identify, "hello", "", message.get(1..8).unwrap_or(message));
    for (element, name) in [
        (&b"<DEV.vendor_id"[..], "poct1a.vendor"),
        (b"<DEV.manufacturer_name", "poct1a.manufacturer"),
        (b"<DEV.model_id", "poct1a.model"),
        (b"<DEV.serial_id", "poct1a.serial"),
        (b"<DEV.device_name", "poct1a.name"),
        (b"<DEV.device_id", "poct1a.device_id"),
        (b"<DEV.hw_version", "poct1a.hardware"),
        (b"<DEV.sw_version", "poct1a.software"),
    ] {
        if let Some(value) = attribute_of(message, element) {
            sink.text(About::Source, name, value);
        }
    }
    Progress::Done
}

/// The attribute `V` of an element: `<DEV.model_id V="X"/>`.
fn attribute_of<'a>(message: &'a [u8], element: &[u8]) -> Option<&'a [u8]> {
    let rest = message.get(find(message, element)? + element.len()..)?;
    let rest = rest.get(..rest.iter().position(|byte| *byte == b'>')?)?;
    let rest = rest.get(find(rest, b"V=")? + 2..)?;
    let (quote, rest) = rest.split_first()?;
    let value = rest.get(..rest.iter().position(|byte| byte == quote)?)?;
    (matches!(quote, b'"' | b'\'') && (1..=64).contains(&value.len())).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    #[test]
    fn an_analyser_greets() {
        // No public capture: written after the standard's example.
        let bytes = b"<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<HEL.R01><HDR><HDR.control_id V=\"1\"/></HDR>\
            <DEV><DEV.device_id V=\"00-00-64-FF-FE-01\"/><DEV.vendor_id V=\"ROCHE\"/><DEV.model_id V=\"cobas h 232\"/>\
            <DEV.serial_id V='KQ0123'/><DEV.manufacturer_name V=\"Roche Diagnostics\"/><DEV.hw_version V=\"1.0\"/>\
            <DEV.sw_version V=\"04.01\"/><DEV.device_name V=\"ER 3\"/><DCP/><DSC/></DEV></HEL.R01>\r\n";
        let message = pdu(bytes, Transport::Tcp, Direction::ToServer, 50000, 4001);
        assert_eq!(probe(&message), Probe::Certain);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source poct1a.device_id = 00-00-64-FF-FE-01",
                "source poct1a.hardware = 1.0",
                "source poct1a.manufacturer = Roche Diagnostics",
                "source poct1a.model = cobas h 232",
                "source poct1a.name = ER 3",
                "source poct1a.serial = KQ0123",
                "source poct1a.software = 04.01",
                "source poct1a.vendor = ROCHE",
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn observations_are_not_read() {
        let bytes = b"<?xml version=\"1.0\"?><OBS.R01><PT><PT.patient_id V=\"1\"/></PT></OBS.R01>";
        let message = pdu(bytes, Transport::Tcp, Direction::ToServer, 50000, 4001);
        assert_eq!(probe(&message), Probe::No);
        assert!(dissect(&DISSECTOR, &message).is_empty());
    }
}
