//! Made-up leases of the three servers.

use crate::Format;
use crate::testing::{about, import, lines, refusals};

#[test]
fn dnsmasq_for_both_protocols() {
    let text = "1795600000 00:12:21:0a:31:01 10.20.10.31 pump-b3 01:00:12:21:0a:31:01\n\
                1795600000 a4:11:94:88:71:02 10.20.10.72 * *\n\
                duid 00:01:00:01:2c:00:00:01:08:55:31:a0:00:01\n\
                1795600000 12345 2001:db8::72 ward7-ws02 00:01:00:01:2c:aa:bb:cc:a4:11:94:88:71:02\n\
                nonsense\n";
    let found = import(text);
    assert_eq!((found.format, found.rows), (Format::Dnsmasq, 3));
    assert_eq!(refusals(&found), ["5: not `expiry MAC address name client-id`"]);
    assert_eq!(
        lines(&found),
        [
            "00:12:21:0a:31:01|10.20.10.31 dhcp.assigned_address = 10.20.10.31 (1, address)",
            "00:12:21:0a:31:01|10.20.10.31 dhcp.client_id = 01:00:12:21:0a:31:01 (1, client-id)",
            "00:12:21:0a:31:01|10.20.10.31 dhcp.hostname = pump-b3 (1, hostname)",
            "00:12:21:0a:31:01|10.20.10.31 link.address = 00:12:21:0a:31:01 (1, mac)",
            "2001:db8::72 dhcpv6.assigned_address = 2001:db8::72 (4, address)",
            "2001:db8::72 dhcpv6.duid = 00:01:00:01:2c:aa:bb:cc:a4:11:94:88:71:02 (4, client-id)",
            "2001:db8::72 dhcpv6.fqdn = ward7-ws02 (4, hostname)",
            "a4:11:94:88:71:02|10.20.10.72 dhcp.assigned_address = 10.20.10.72 (2, address)",
            "a4:11:94:88:71:02|10.20.10.72 link.address = a4:11:94:88:71:02 (2, mac)",
        ]
    );
    assert!(found.set.evidence.values().all(|evidence| &*evidence.sensor == "log"));
}

#[test]
fn isc_with_its_times_and_a_cut_end() {
    let text = "# The format of this file is documented in the dhcpd.leases(5) manual page.\n\
                authoring-byte-order little-endian;\n\
                lease 10.20.10.41 {\n  starts 3 2026/11/25 08:00:00;\n  ends 3 2026/11/25 20:00:00;\n\
                  hardware ethernet 00:09:fb:24:41:01;\n  uid \"\\001\\000\\011\\373\";\n\
                  set vendor-class-identifier = \"IntelliVue\";\n  client-hostname \"monitor-b3\";\n}\n\
                lease 10.20.10.50 {\n  binding state free;\n}\n\
                lease 10.20.10.42 {\n  hardware ethernet zz;\n  client-hostname \"vent\";\n}\n\
                lease 10.20.10.43 {\n  hardware ethernet 00:09:fb:24:41:02;\n";
    let found = import(text);
    assert_eq!((found.format, found.rows), (Format::IscDhcpd, 2));
    assert_eq!(refusals(&found), ["18: the block has no end: the file is cut"]);
    assert_eq!(found.warnings[0].what, "`zz` is no MAC address");
    assert_eq!(
        about(&found, "00:09:fb"),
        [
            "00:09:fb:24:41:01|10.20.10.41 dhcp.assigned_address = 10.20.10.41 (3, lease)",
            "00:09:fb:24:41:01|10.20.10.41 dhcp.hostname = monitor-b3 (3, client-hostname)",
            "00:09:fb:24:41:01|10.20.10.41 dhcp.vendor_class = IntelliVue (3, vendor-class-identifier)",
            "00:09:fb:24:41:01|10.20.10.41 link.address = 00:09:fb:24:41:01 (3, hardware)",
        ]
    );
    let at = found.set.evidence.values().find(|e| e.attribute.value() == "monitor-b3").unwrap().seen.first;
    assert_eq!(at.to_string(), "2026-11-25T08:00:00.000000Z");
}

#[test]
fn kea_for_both_protocols() {
    let text = "address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context,pool_id\n\
                10.20.10.31,00:12:21:0a:31:01,01:00:12:21:0a:31:01,3600,1795603600,1,0,0,pump-b3.,0,,0\n\
                10.20.10.300,00:12:21:0a:31:02,,3600,1795603600,1,0,0,,0,,0\n";
    let found = import(text);
    assert_eq!((found.format, found.rows), (Format::Kea, 1));
    assert_eq!(refusals(&found), ["3: `10.20.10.300` is no IP address"]);
    assert_eq!(
        about(&found, "hostname")[0],
        "00:12:21:0a:31:01|10.20.10.31 dhcp.hostname = pump-b3 (2, hostname)"
    );
    let at = found.set.evidence.values().next().unwrap().seen.first;
    assert_eq!(at.0, 1_795_600_000_000_000, "when it was given out");
    let six = "address,duid,valid_lifetime,expire,subnet_id,pref_lifetime,lease_type,iaid,prefix_len,fqdn_fwd,fqdn_rev,hostname,hwaddr,state\n\
               2001:db8::5,00:03:00:01:aa,4000,1795604000,1,3000,0,1,128,0,0,cam&#x2cdock,44:47:cc:92:21:02,0\n";
    let found = import(six);
    assert_eq!(
        about(&found, "fqdn")[0],
        "44:47:cc:92:21:02|2001:db8::5 dhcpv6.fqdn = cam,dock (2, hostname)"
    );
}
