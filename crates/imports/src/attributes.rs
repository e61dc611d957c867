//! Every attribute that a list or a log can give: our own names, and those of the packet readers where the meaning is
//! the same.

use crate::table;

/// One attribute that is read here.
#[derive(Clone, Copy, Debug)]
pub struct AttributeSpec {
    /// `list.field`, `nmap.field` …
    pub name: &'static str,
    /// One sentence for the reference page.
    pub says: &'static str,
}

const fn spec(name: &'static str, says: &'static str) -> AttributeSpec {
    AttributeSpec { name, says }
}

/// What no table gives and no packet reader names.
static OWN: &[AttributeSpec] = &[
    spec("arp.name", "The name that the host who printed its ARP table knows the address by."),
    spec("nmap.address_vendor", "Whom Nmap's register names for the MAC."),
    spec("nmap.cpe", "A CPE name that Nmap gives a service or the system."),
    spec("nmap.device_type", "The kind of device that a service's answer made Nmap name, with its port."),
    spec("nmap.host", "Why Nmap holds that the host is up."),
    spec("nmap.hostname", "A name that the scanner's DNS gave for the address."),
    spec("nmap.os", "An operating system that Nmap guessed, with its accuracy in percent."),
    spec("nmap.product", "Product and version that Nmap read on a port."),
    spec("nmap.script", "A line of an Nmap script about identity: script, then the line."),
    spec("switch.neighbour", "The neighbour stands in a switch's table: local port, then the neighbour's."),
    spec("switch.port", "The switch's port behind which the MAC was learned."),
    spec("zeek.known_host", "Zeek saw the address complete a handshake."),
    spec("zeek.software", "Software that Zeek saw: its kind, then its words."),
];

/// Names of the packet readers that logs give as well: same name, same meaning.
pub const BORROWED: &[&str] = &[
    "arp.address",
    "bacnet.device",
    "bacnet.firmware",
    "bacnet.model",
    "bacnet.object_name",
    "bacnet.vendor_id",
    "bacnet.vendor_name",
    "cdp.address",
    "cdp.capabilities",
    "cdp.device_id",
    "cdp.native_vlan",
    "cdp.platform",
    "cdp.port",
    "cdp.version",
    "dhcp.assigned_address",
    "dhcp.client_id",
    "dhcp.domain",
    "dhcp.fqdn",
    "dhcp.hostname",
    "dhcp.parameter_list",
    "dhcp.requested_address",
    "dhcp.server",
    "dhcp.vendor_class",
    "dhcpv6.assigned_address",
    "dhcpv6.duid",
    "dhcpv6.fqdn",
    "dns.query",
    "enip.device_type",
    "enip.product_code",
    "enip.product_name",
    "enip.revision",
    "enip.serial",
    "enip.vendor_id",
    "flow.server_port",
    "flow.service",
    "http.host",
    "http.server",
    "http.title",
    "http.user_agent",
    "link.address",
    "lldp.capabilities",
    "lldp.chassis_id",
    "lldp.management_address",
    "lldp.med_firmware",
    "lldp.med_hardware",
    "lldp.med_manufacturer",
    "lldp.med_model",
    "lldp.med_serial",
    "lldp.med_software",
    "lldp.port_description",
    "lldp.port_id",
    "lldp.system_description",
    "lldp.system_name",
    "modbus.model_name",
    "modbus.product_code",
    "modbus.product_name",
    "modbus.revision",
    "modbus.vendor_name",
    "nbns.name",
    "s7comm.module_name",
    "smb.dialect",
    "smb.native_lan_manager",
    "smb.native_os",
    "smb.ntlm_computer",
    "smb.ntlm_dns_computer",
    "snmp.community_default",
    "snmp.sys_descr",
    "snmp.version",
    "ssh.banner",
    "ssh.hassh",
    "ssh.hassh_server",
    "tls.alpn",
    "tls.cert_begins",
    "tls.cert_expires",
    "tls.cert_issuer",
    "tls.cert_name",
    "tls.cert_serial",
    "tls.cert_subject",
    "tls.ja3",
    "tls.ja4",
    "tls.server_name",
    "tls.suite",
    "tls.version",
];

/// Every attribute of our own: the fields of tables, then what single formats say.
pub fn attributes() -> impl Iterator<Item = &'static AttributeSpec> {
    table::ATTRIBUTES.iter().chain(OWN)
}

/// Whether a name may be said here.
#[cfg(test)]
pub(crate) fn is_known(name: &str) -> bool {
    BORROWED.contains(&name) || attributes().any(|spec| spec.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn names_stand_there_once_and_in_order() {
        let own: Vec<&str> = OWN.iter().map(|spec| spec.name).collect();
        assert!(own.is_sorted() && BORROWED.is_sorted());
        let all: BTreeSet<&str> =
            attributes().map(|spec| spec.name).chain(BORROWED.iter().copied()).collect();
        assert_eq!(all.len(), attributes().count() + BORROWED.len());
        for spec in attributes() {
            assert!(holdfast_facts::Attribute::new(spec.name, "x").is_ok(), "{}", spec.name);
            assert!(spec.says.ends_with('.') && spec.says.len() > 20, "{}", spec.name);
        }
    }
}
