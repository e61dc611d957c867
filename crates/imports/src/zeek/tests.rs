//! Made-up lines of Zeek's logs.

use crate::Format;
use crate::testing::{about, import, lines, refusals};

fn log(path: &str, fields: &str, rows: &[&str]) -> String {
    let fields = fields.replace(' ', "\t");
    let rows: Vec<String> = rows.iter().map(|row| row.replace(' ', "\t")).collect();
    format!(
        "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\t{path}\n#open\t2026-11-25\n\
         #fields\t{fields}\n#types\tx\n{}\n#close\t2026-11-25\n",
        rows.join("\n")
    )
}

const CONN: &str = "ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto service duration orig_bytes resp_bytes conn_state orig_pkts orig_ip_bytes resp_pkts resp_ip_bytes orig_l2_addr resp_l2_addr vlan";

#[test]
fn connections_become_conversations_and_presence() {
    let text = log(
        "conn",
        CONN,
        &[
            "1795600000.250000 C1 10.20.20.37 50000 10.20.20.35 102 tcp s7comm 1.5 20 30 SF 5 300 4 250 98:e7:43:5c:37:01 28:63:36:c1:35:01 20",
            "1795600060.250000 C2 10.20.20.37 50001 10.20.20.35 102 tcp s7comm 1.5 20 30 SF 5 300 4 250 98:e7:43:5c:37:01 28:63:36:c1:35:01 20",
            "1795600120.250000 C3 10.20.20.37 50002 10.20.20.35 102 tcp - - - - REJ 1 60 1 60 98:e7:43:5c:37:01 28:63:36:c1:35:01 20",
            "1795600001.000000 C4 10.20.20.44 40000 10.20.10.10 8883 tcp - 2.0 9 9 S1 3 180 3 180 - - -",
            "1795600002.000000 C5 bad 1 10.20.10.10 53 udp dns - - - S0 1 60 0 0 - - -",
            "1795600003.000000 C6 10.20.20.44 1 10.20.10.10",
        ],
    );
    let found = import(&text);
    assert_eq!((found.format, found.rows), (Format::Zeek, 4));
    assert_eq!(refusals(&found), ["13: no client's address (`id.orig_h`)", "14: 5 values for 19 fields"]);
    let talk = found.set.conversations.iter().find(|(key, _)| key.port == 102).unwrap();
    let (key, counts) = talk;
    assert_eq!((key.vlan, key.client.mac.unwrap().to_string().as_str()), (Some(20), "98:e7:43:5c:37:01"));
    assert_eq!((counts.opened, counts.accepted, counts.refused, counts.frame), (3, 2, 1, 9));
    assert_eq!((counts.asked_frames, counts.asked_bytes, counts.answered_bytes), (11, 660, 560));
    assert_eq!(counts.interval_sum, 2 * 6000);
    assert_eq!(key.capture, *found.set.lists.keys().next().unwrap());
    assert_eq!(found.set.tallies.len(), 4);
    assert_eq!(
        about(&found, "flow."),
        [
            "10.20.10.10 flow.server_port = tcp/8883 (12, id.resp_p)",
            "20|28:63:36:c1:35:01|10.20.20.35 flow.service = tcp/102 s7comm (9, service)",
        ]
    );
}

#[test]
fn what_hosts_say_keeps_the_packet_readers_names() {
    let dhcp = log(
        "dhcp",
        "ts uids client_addr server_addr mac host_name client_fqdn domain requested_addr assigned_addr lease_time client_message server_message msg_types duration",
        &[
            "1795600000.0 C1 - 10.20.10.1 00:12:21:0a:31:01 pump-b3 - st-example - 10.20.10.31 3600 - - DISCOVER,OFFER 0.1",
        ],
    );
    let ssl = log(
        "ssl",
        "ts uid id.orig_h id.orig_p id.resp_h id.resp_p version cipher server_name ja3 subject issuer",
        &[
            "1795600001.0 C2 10.20.10.103 4000 203.0.113.9 443 TLSv12 TLS_X device-metrics.example.com e7d7 CN=a\\x2cO=b -",
        ],
    );
    let ssh = log(
        "ssh",
        "ts uid id.orig_h id.orig_p id.resp_h id.resp_p client server",
        &["1795600002.0 C3 10.20.10.73 4000 10.20.10.10 22 SSH-2.0-OpenSSH_9.2p1 SSH-2.0-OpenSSH_9.2p1"],
    );
    let snmp = log(
        "snmp",
        "ts uid id.orig_h id.orig_p id.resp_h id.resp_p version community display_string",
        &[
            "1795600003.0 C4 10.20.20.37 4000 10.20.20.34 161 2c public APC\\x20Web/SNMP",
            "1795600003.0 C4 10.20.20.37 4000 10.20.20.36 161 2c s3cret -",
        ],
    );
    let unknown = log("weird", "ts uid name", &["1795600004.0 C5 odd"]);
    // One file after the other, as `cat` joins them.
    let found = import([dhcp, ssl, ssh, snmp, unknown].concat());
    assert_eq!((found.rows, found.refused), (6, 0));
    assert!(found.warnings.iter().any(|warning| warning.what.contains("`weird`")), "{:?}", found.warnings);
    let lines = lines(&found);
    for expect in [
        "00:12:21:0a:31:01 dhcp.hostname = pump-b3 (9, host_name)",
        "00:12:21:0a:31:01 dhcp.assigned_address = 10.20.10.31 (9, assigned_addr)",
        "10.20.10.1 dhcp.server = 10.20.10.1 (9, server_addr)",
        "10.20.10.103 tls.server_name = device-metrics.example.com (19, server_name)",
        "203.0.113.9 tls.version = TLS 1.2 (19, version)",
        "203.0.113.9 tls.cert_subject = CN=a,O=b (19, subject)",
        "10.20.10.73 ssh.banner = SSH-2.0-OpenSSH_9.2p1 (29, client)",
        "10.20.20.34 snmp.community_default = public (39, community)",
        "10.20.20.34 snmp.sys_descr = APC Web/SNMP (39, display_string)",
    ] {
        assert!(lines.iter().any(|line| line == expect), "{expect} not in {lines:#?}");
    }
    assert!(
        !lines.iter().any(|line| line.contains("s3cret")),
        "no community is told but the two that everybody knows"
    );
}

#[test]
fn json_lines_name_their_log_or_are_known_by_their_fields() {
    let text = concat!(
        "{\"_path\":\"conn\",\"ts\":1795600000.25,\"id.orig_h\":\"10.0.0.1\",\"id.orig_p\":5,\"id.resp_h\":\"10.0.0.2\",\"id.resp_p\":502,\"proto\":\"tcp\",\"conn_state\":\"SF\",\"service\":\"modbus\",\"orig_pkts\":2,\"resp_pkts\":2}\n",
        "{\"ts\":\"2026-11-25T10:00:00.000000Z\",\"id.orig_h\":\"10.0.0.3\",\"id.resp_h\":\"10.0.0.4\",\"user_agent\":\"Roku/DVP\",\"username\":\"ada\",\"password\":\"x\"}\n",
        "{\"ts\":1795600000,\"host\":\"10.0.0.5\",\"port_num\":80,\"port_proto\":\"tcp\",\"service\":[\"HTTP\"]}\n",
        "{\"ts\":1795600000,\"host\":\"10.0.0.6\",\"software_type\":\"HTTP::SERVER\",\"name\":\"nginx\",\"unparsed_version\":\"nginx/1.22.1\"}\n",
        "{\"_path\":\"cip_identity\",\"ts\":1795600000,\"id.orig_h\":\"10.0.0.7\",\"id.resp_h\":\"10.0.0.8\",\"product_name\":\"1756-EN2T/C\",\"serial_number\":\"0x00ab12cd\"}\n",
        "{\"ts\":\"yesterday\",\"host\":\"10.0.0.5\"}\n",
        "{\"ts\":1\n",
    );
    let found = import(text);
    assert_eq!((found.rows, found.refused), (5, 2));
    assert_eq!(found.set.conversations.len(), 1);
    assert_eq!(
        lines(&found),
        [
            "10.0.0.2 flow.service = tcp/502 modbus (1, service)",
            "10.0.0.3 http.user_agent = Roku/DVP (2, user_agent)",
            "10.0.0.5 flow.service = tcp/80 http (3, port_num)",
            "10.0.0.6 http.server = nginx/1.22.1 (4, unparsed_version)",
            "10.0.0.6 zeek.software = HTTP::SERVER nginx/1.22.1 (4, unparsed_version)",
            "10.0.0.8 enip.product_name = 1756-EN2T/C (5, product_name)",
            "10.0.0.8 enip.serial = 0x00ab12cd (5, serial_number)",
        ]
    );
}

#[test]
fn identity_of_the_plant() {
    let modbus = log(
        "modbus_read_device_identification",
        "ts uid id.orig_h id.orig_p id.resp_h id.resp_p object_id object_value",
        &[
            "1795600000.0 C 10.0.0.1 1 10.0.0.2 502 VendorName Schneider\\x20Electric",
            "1795600000.0 C 10.0.0.1 1 10.0.0.2 502 MajorMinorRevision 02.07",
        ],
    );
    let bacnet = log(
        "bacnet_property",
        "ts uid id.orig_h id.orig_p id.resp_h id.resp_p object_type instance_number property value",
        &[
            "1795600000.0 C 10.0.0.1 1 10.0.0.3 47808 device 9 model-name PXC4.E16",
            "1795600000.0 C 10.0.0.1 1 10.0.0.3 47808 analog-input 1 present-value 20.5",
        ],
    );
    let found = import([modbus, bacnet].concat());
    assert_eq!(found.rows, 4);
    assert_eq!(
        lines(&found),
        [
            "10.0.0.2 modbus.revision = 02.07 (10, object_value)",
            "10.0.0.2 modbus.vendor_name = Schneider Electric (9, object_value)",
            "10.0.0.3 bacnet.model = PXC4.E16 (20, value)",
        ]
    );
}

#[test]
fn be_nasty() {
    for text in [
        "#separator \\x09\n1\t2\n".to_owned(),
        format!("#separator \\x09\n#fields\t{}\n{}\n", "a\t".repeat(100_000), "b\t".repeat(100_000)),
        format!("{{\"ts\":1,\"uid\":{}1{}}}\n", "[".repeat(100_000), "]".repeat(100_000)),
        format!("{{\"ts\":1,\"uid\":\"{}\"}}\n", "x".repeat(3 << 20)),
        "{\"ts\":-1,\"uid\":\"a\",\"id.orig_h\":\"::\"}\n{\"ts\":9e99,\"uid\":1}\n".to_owned(),
        "#separator \\xZZ\n#fields\tts\thost\n\\xFF\\x\t\0\n".to_owned(),
    ] {
        let found = import(&text);
        assert!(found.set.evidence.is_empty(), "{}", text.chars().take(60).collect::<String>());
    }
}
