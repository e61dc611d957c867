//! Hi-Flying Wi-Fi modules (HF-LPB100 and kin), which sit in plugs and bulbs of many brands: the answer to their search
//! string (UDP 48899) and the `smart_config` beacon (UDP 49999). Names the module, never the brand.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};

/// Hi-Flying.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "hiflying",
    title: "Hi-Flying module discovery",
    standard: "observed layout; module manual, AT command appendix",
    carriers: &[Carrier::Udp(&[48899, 49999]), Carrier::Begins(b"sH")],
    attributes: &[
        attribute("hiflying.address", "IP address that the module gives."),
        attribute("hiflying.mac", "MAC that the module gives."),
        attribute("hiflying.module", "Module's name: `HF-LPB100`."),
        attribute("hiflying.version", "Module's software version (answer to AT+VER)."),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    if pdu.bytes.starts_with(b"smart_config ") || pdu.bytes.starts_with(b"HF-A11ASSISTHREAD") {
        return Probe::Certain;
    }
    if pdu.source.port == 48899 && pdu.bytes.first().is_some_and(u8::is_ascii_alphanumeric) {
        Probe::Possible
    } else {
        Probe::No
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let line = pdu.bytes.trim_ascii();
    if let Some(mac) = line.strip_prefix(b"smart_config ") {
        sink.text(About::Source, "hiflying.mac", mac);
    } else if let Some(version) = line.strip_prefix(b"+ok=") {
        if line.windows(4).any(|w| w == b"LPB1" || w == b"LPT1" || w == b"LPT2") || version.starts_with(b"V")
        {
            sink.text(About::Source, "hiflying.version", version);
        }
    } else {
        // address,MAC,module
        let fields: Vec<&[u8]> = line.split(|b| *b == b',').collect();
        if let [address, mac, module, ..] = fields.as_slice()
            && std::str::from_utf8(address).is_ok_and(|text| text.parse::<std::net::Ipv4Addr>().is_ok())
            && mac.len() == 12
        {
            sink.text(About::Source, "hiflying.address", address);
            sink.text(About::Source, "hiflying.mac", mac);
            sink.text(About::Source, "hiflying.module", module);
        }
    }
    Progress::Done
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    #[test]
    fn the_answer_names_the_module() {
        let message =
            pdu(b"10.0.0.7,ACCF232A5FFA,HF-LPB100", Transport::Udp, Direction::ToClient, 48899, 40000);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source hiflying.address = 10.0.0.7",
                "source hiflying.mac = ACCF232A5FFA",
                "source hiflying.module = HF-LPB100"
            ]
        );
        be_nasty(&DISSECTOR, &message);
        let beacon = pdu(b"smart_config ACCF232A5FFA", Transport::Udp, Direction::Unknown, 49999, 49999);
        assert_eq!(dissect(&DISSECTOR, &beacon), ["source hiflying.mac = ACCF232A5FFA"]);
    }
}
