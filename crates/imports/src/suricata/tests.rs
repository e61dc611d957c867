//! Made-up EVE lines.

use crate::Format;
use crate::testing::{about, import, lines, refusals};

#[test]
fn events_keep_the_packet_readers_names() {
    let text = concat!(
        r#"{"timestamp":"2026-11-25T10:00:00.123456+0000","event_type":"dhcp","src_ip":"0.0.0.0","dest_ip":"255.255.255.255","dhcp":{"type":"request","client_mac":"00:12:21:0a:31:01","assigned_ip":"0.0.0.0","hostname":"pump-b3","vendor_class_identifier":"BBraun"}}"#,
        "\n",
        r#"{"timestamp":"2026-11-25T10:00:01.000000+0100","event_type":"tls","vlan":[20],"src_ip":"10.0.0.1","src_port":5,"dest_ip":"10.0.0.2","dest_port":443,"tls":{"sni":"a.example","version":"TLS 1.2","subject":"CN=nas","issuerdn":"CN=ca","ja3":{"hash":"abc"},"notafter":"2030-01-01T00:00:00"}}"#,
        "\n",
        r#"{"timestamp":"2026-11-25T10:00:02.000000+0000","event_type":"ssh","src_ip":"10.0.0.1","dest_ip":"10.0.0.3","ssh":{"client":{"proto_version":"2.0","software_version":"PuTTY"},"server":{"proto_version":"2.0","software_version":"dropbear_2022.83"}}}"#,
        "\n",
        r#"{"timestamp":"2026-11-25T10:00:03.000000+0000","event_type":"alert","src_ip":"10.0.0.1","dest_ip":"10.0.0.3","alert":{}}"#,
        "\n",
        r#"{"event_type":"tls"}"#,
        "\n",
    );
    let found = import(text);
    assert_eq!((found.format, found.rows), (Format::Suricata, 4));
    assert_eq!(refusals(&found), ["5: no time (`timestamp`)"]);
    assert_eq!(
        lines(&found),
        [
            "00:12:21:0a:31:01 dhcp.hostname = pump-b3 (1, dhcp.hostname)",
            "00:12:21:0a:31:01 dhcp.vendor_class = BBraun (1, dhcp.vendor_class_identifier)",
            "00:12:21:0a:31:01 link.address = 00:12:21:0a:31:01 (1, dhcp.client_mac)",
            "10.0.0.1 ssh.banner = SSH-2.0-PuTTY (3, ssh.client.software_version)",
            "10.0.0.3 ssh.banner = SSH-2.0-dropbear_2022.83 (3, ssh.server.software_version)",
            "20|10.0.0.1 tls.ja3 = abc (2, tls.ja3.hash)",
            "20|10.0.0.1 tls.server_name = a.example (2, tls.sni)",
            "20|10.0.0.2 tls.cert_expires = 2030-01-01T00:00:00 (2, tls.notafter)",
            "20|10.0.0.2 tls.cert_issuer = CN=ca (2, tls.issuerdn)",
            "20|10.0.0.2 tls.cert_subject = CN=nas (2, tls.subject)",
            "20|10.0.0.2 tls.version = TLS 1.2 (2, tls.version)",
        ]
    );
}

#[test]
fn flows_become_conversations() {
    let flow = |second: u32| {
        format!(
            r#"{{"timestamp":"2026-11-25T10:05:00.000000+0000","event_type":"flow","src_ip":"10.0.0.1","src_port":5,"dest_ip":"10.0.0.2","dest_port":502,"proto":"TCP","app_proto":"modbus","ether":{{"src_macs":["98:e7:43:5c:37:01"],"dest_macs":["00:11:00:7e:33:01"]}},"flow":{{"pkts_toserver":5,"pkts_toclient":4,"bytes_toserver":500,"bytes_toclient":400,"start":"2026-11-25T10:00:{second:02}.000000+0000","end":"2026-11-25T10:00:59.000000+0000","state":"closed"}}}}"#
        )
    };
    let found = import(format!("{}\n{}\n", flow(0), flow(30)));
    let (key, counts) = found.set.conversations.iter().next().unwrap();
    assert_eq!((key.port, counts.opened, counts.accepted, counts.asked_bytes), (502, 2, 2, 1000));
    assert_eq!(counts.interval_sum, 3000);
    assert_eq!(found.set.tallies.len(), 2);
    assert_eq!(
        about(&found, "flow.service"),
        ["00:11:00:7e:33:01|10.0.0.2 flow.service = tcp/502 modbus (1, app_proto)"]
    );
}

#[test]
fn be_nasty() {
    for text in [
        format!("{{\"event_type\":\"tls\",\"x\":{}1{}}}\n", "[".repeat(50_000), "]".repeat(50_000)),
        "{\"event_type\":7}\n[]\nnull\n{\"event_type\":\"flow\",\"timestamp\":\"\",\"src_ip\":[]}\n".to_owned(),
        "{\"event_type\":\"dhcp\",\"timestamp\":\"2026-11-25T10:00:00+0000\",\"dhcp\":{\"client_mac\":\"ff:ff:ff:ff:ff:ff\"}}\n".to_owned(),
        "{\"event_type\":\"tls\",\"timestamp\":\"x\u{e9}\"}\n".to_owned(),
    ] {
        let found = import(&text);
        assert!(found.refused > 0 && found.set.evidence.is_empty());
    }
}
