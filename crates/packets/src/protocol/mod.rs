//! The protocols, a folder each. This list is the only place that names them: probing, fuzzing, tests and the
//! reference page go over it. `cargo xtask new-protocol NAME` makes a folder and adds its line.

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
mod bjnp;
mod broadlink;
mod c37118;
mod capwap;
mod cdp;
mod coap;
mod crestron;
mod dahua;
mod dhcp;
mod dhcpv6;
mod digi;
mod dnp3;
mod dns;
mod dropbox;
mod eapol;
mod edimax;
mod enip;
mod epson;
mod eq3;
mod ethercat;
mod ftp;
mod gige;
mod goose;
mod govee;
mod hiflying;
mod hikvision;
mod http;
mod iec104;
mod igmp;
mod imap;
mod ipmi;
mod ipp;
mod kerberos;
mod lantronix;
mod lifx;
mod lldp;
mod llmnr;
mod mdns;
mod mikrotik;
mod mms;
mod modbus;
mod mqtt;
mod nbns;
mod ndp;
mod netgear;
mod ntp;
mod onkyo;
mod opcua;
mod pop3;
mod printing;
mod profinet_cm;
mod profinet_dcp;
mod quic;
mod radius;
mod rdp;
mod rtsp;
mod s7comm;
mod sampled_values;
mod sip;
mod skinny;
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
    &bjnp::DISSECTOR,
    &broadlink::DISSECTOR,
    &c37118::DISSECTOR,
    &capwap::DISSECTOR,
    &cdp::DISSECTOR,
    &coap::DISSECTOR,
    &crestron::DISSECTOR,
    &dahua::DISSECTOR,
    &dhcp::DISSECTOR,
    &dhcpv6::DISSECTOR,
    &digi::DISSECTOR,
    &dnp3::DISSECTOR,
    &dns::DISSECTOR,
    &dropbox::DISSECTOR,
    &eapol::DISSECTOR,
    &edimax::DISSECTOR,
    &enip::DISSECTOR,
    &epson::DISSECTOR,
    &eq3::DISSECTOR,
    &ethercat::DISSECTOR,
    &ftp::DISSECTOR,
    &gige::DISSECTOR,
    &goose::DISSECTOR,
    &govee::DISSECTOR,
    &hiflying::DISSECTOR,
    &hikvision::DISSECTOR,
    &http::DISSECTOR,
    &iec104::DISSECTOR,
    &igmp::DISSECTOR,
    &imap::DISSECTOR,
    &ipmi::DISSECTOR,
    &ipp::DISSECTOR,
    &kerberos::DISSECTOR,
    &lantronix::DISSECTOR,
    &lifx::DISSECTOR,
    &lldp::DISSECTOR,
    &llmnr::DISSECTOR,
    &mdns::DISSECTOR,
    &mikrotik::DISSECTOR,
    &mms::DISSECTOR,
    &modbus::DISSECTOR,
    &mqtt::DISSECTOR,
    &nbns::DISSECTOR,
    &ndp::DISSECTOR,
    &netgear::DISSECTOR,
    &ntp::DISSECTOR,
    &onkyo::DISSECTOR,
    &opcua::DISSECTOR,
    &pop3::DISSECTOR,
    &printing::DISSECTOR,
    &profinet_cm::DISSECTOR,
    &profinet_dcp::DISSECTOR,
    &quic::DISSECTOR,
    &radius::DISSECTOR,
    &rdp::DISSECTOR,
    &rtsp::DISSECTOR,
    &s7comm::DISSECTOR,
    &sampled_values::DISSECTOR,
    &sip::DISSECTOR,
    &skinny::DISSECTOR,
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
