//! The protocols, a folder each. This list is the only place that names them: probing, fuzzing, tests and the
//! reference page go over it. `cargo xtask new-protocol NAME` makes a folder and adds its line.

mod asked;
mod base64;
mod dissector;
mod json;
mod memory;
mod pdu;
mod questions;
mod sink;
#[cfg(test)]
pub(crate) mod test_support;

mod ads;
mod arp;
mod astm;
mod bacnet;
mod bjnp;
mod broadlink;
mod bsap;
mod c1222;
mod c37118;
mod capwap;
mod cdp;
mod coap;
mod codesys;
mod crestron;
mod crimson;
mod dahua;
mod dhcp;
mod dhcpv6;
mod dicom;
mod digi;
mod dlms;
mod dnp3;
mod dns;
mod dropbox;
mod eapol;
mod edimax;
mod egd;
mod enip;
mod epson;
mod eq3;
mod ethercat;
mod fins;
mod fox;
mod ftp;
mod ge_srtp;
mod gige;
mod goose;
mod govee;
mod hart_ip;
mod hiflying;
mod hikvision;
mod hl7;
mod http;
mod iec104;
mod ieee11073;
mod igmp;
mod imap;
mod ipmi;
mod ipp;
mod kerberos;
mod knx;
mod lantronix;
mod ldap;
mod lifx;
mod lldp;
mod llmnr;
mod lontalk;
mod mbus;
mod mdns;
mod melsoft;
mod mikrotik;
mod mms;
mod modbus;
mod mqtt;
mod natpmp;
mod nbns;
mod ndp;
mod netgear;
mod ntp;
mod onkyo;
mod opcua;
mod pcworx;
mod poct1a;
mod pop3;
mod printing;
mod proconos;
mod profinet_cm;
mod profinet_dcp;
mod quic;
mod radius;
mod rdp;
mod rtsp;
mod s7comm;
mod sampled_values;
mod sbus;
mod sip;
mod skinny;
mod slmp;
mod slp;
mod smb;
mod smtp;
mod snmp;
mod ssdp;
mod ssh;
mod stp;
mod stun;
mod syslog;
mod telnet;
mod tftp;
mod tivo;
mod tls;
mod tplink;
mod tuya;
mod ubiquiti;
mod vnc;
mod vrrp;
mod wiz;
mod wsd;
mod xiaomi;
mod yeelight;

pub use dissector::{AttributeSpec, Carrier, Dissector, Probe, Progress, attribute, weak};
pub use memory::{FlowMemory, MEMORY_LIMIT};
pub use pdu::{Direction, Party, Pdu, Transport};
pub(crate) use sink::Segment;
pub use sink::{About, Sink};

/// Every protocol, in alphabetical order.
pub static PROTOCOLS: &[&Dissector] = &[
    &ads::DISSECTOR,
    &arp::DISSECTOR,
    &astm::DISSECTOR,
    &bacnet::DISSECTOR,
    &bjnp::DISSECTOR,
    &broadlink::DISSECTOR,
    &bsap::DISSECTOR,
    &c1222::DISSECTOR,
    &c37118::DISSECTOR,
    &capwap::DISSECTOR,
    &cdp::DISSECTOR,
    &coap::DISSECTOR,
    &codesys::DISSECTOR,
    &crestron::DISSECTOR,
    &crimson::DISSECTOR,
    &dahua::DISSECTOR,
    &dhcp::DISSECTOR,
    &dhcpv6::DISSECTOR,
    &dicom::DISSECTOR,
    &digi::DISSECTOR,
    &dlms::DISSECTOR,
    &dnp3::DISSECTOR,
    &dns::DISSECTOR,
    &dropbox::DISSECTOR,
    &eapol::DISSECTOR,
    &edimax::DISSECTOR,
    &egd::DISSECTOR,
    &enip::DISSECTOR,
    &epson::DISSECTOR,
    &eq3::DISSECTOR,
    &ethercat::DISSECTOR,
    &fins::DISSECTOR,
    &fox::DISSECTOR,
    &ftp::DISSECTOR,
    &ge_srtp::DISSECTOR,
    &gige::DISSECTOR,
    &goose::DISSECTOR,
    &govee::DISSECTOR,
    &hart_ip::DISSECTOR,
    &hiflying::DISSECTOR,
    &hikvision::DISSECTOR,
    &hl7::DISSECTOR,
    &http::DISSECTOR,
    &iec104::DISSECTOR,
    &ieee11073::DISSECTOR,
    &igmp::DISSECTOR,
    &imap::DISSECTOR,
    &ipmi::DISSECTOR,
    &ipp::DISSECTOR,
    &kerberos::DISSECTOR,
    &knx::DISSECTOR,
    &lantronix::DISSECTOR,
    &ldap::DISSECTOR,
    &lifx::DISSECTOR,
    &lldp::DISSECTOR,
    &llmnr::DISSECTOR,
    &lontalk::DISSECTOR,
    &mbus::DISSECTOR,
    &mdns::DISSECTOR,
    &melsoft::DISSECTOR,
    &mikrotik::DISSECTOR,
    &mms::DISSECTOR,
    &modbus::DISSECTOR,
    &mqtt::DISSECTOR,
    &natpmp::DISSECTOR,
    &nbns::DISSECTOR,
    &ndp::DISSECTOR,
    &netgear::DISSECTOR,
    &ntp::DISSECTOR,
    &onkyo::DISSECTOR,
    &opcua::DISSECTOR,
    &pcworx::DISSECTOR,
    &poct1a::DISSECTOR,
    &pop3::DISSECTOR,
    &printing::DISSECTOR,
    &proconos::DISSECTOR,
    &profinet_cm::DISSECTOR,
    &profinet_dcp::DISSECTOR,
    &quic::DISSECTOR,
    &radius::DISSECTOR,
    &rdp::DISSECTOR,
    &rtsp::DISSECTOR,
    &s7comm::DISSECTOR,
    &sampled_values::DISSECTOR,
    &sbus::DISSECTOR,
    &sip::DISSECTOR,
    &skinny::DISSECTOR,
    &slmp::DISSECTOR,
    &slp::DISSECTOR,
    &smb::DISSECTOR,
    &smtp::DISSECTOR,
    &snmp::DISSECTOR,
    &ssdp::DISSECTOR,
    &ssh::DISSECTOR,
    &stp::DISSECTOR,
    &stun::DISSECTOR,
    &syslog::DISSECTOR,
    &telnet::DISSECTOR,
    &tftp::DISSECTOR,
    &tivo::DISSECTOR,
    &tls::DISSECTOR,
    &tplink::DISSECTOR,
    &tuya::DISSECTOR,
    &ubiquiti::DISSECTOR,
    &vnc::DISSECTOR,
    &vrrp::DISSECTOR,
    &wiz::DISSECTOR,
    &wsd::DISSECTOR,
    &xiaomi::DISSECTOR,
    &yeelight::DISSECTOR,
];

/// Every attribute that any protocol can read.
pub fn attributes() -> impl Iterator<Item = &'static AttributeSpec> {
    PROTOCOLS.iter().flat_map(|protocol| protocol.attributes.iter())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_in_order_and_attributes_bear_their_protocols_name() {
        assert!(PROTOCOLS.is_sorted_by_key(|protocol| protocol.name));
        for protocol in PROTOCOLS {
            for spec in protocol.attributes {
                assert_eq!(spec.name.split('.').next(), Some(protocol.name), "{}", spec.name);
                assert!(spec.says.ends_with('.'), "{} says nothing", spec.name);
            }
        }
    }
}
