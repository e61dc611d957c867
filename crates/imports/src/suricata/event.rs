//! One event: who is client and who server, and what its own part says of them.

use crate::desk::{Desk, Spot};
use crate::json::{at, number, text};
use crate::values;
use holdfast_facts::{CaptureId, Carriage, Conversation, ConversationKey, Endpoint, Mac, Party, Timestamp};
use serde_json::Value;
use std::net::IpAddr;

/// Event type, path, whether it is the client's, our name.
const FIELDS: &[(&str, &[&str], bool, &str)] = &[
    ("http", &["http", "http_user_agent"], true, "http.user_agent"),
    ("http", &["http", "hostname"], true, "http.host"),
    ("http", &["http", "server"], false, "http.server"),
    ("smb", &["smb", "dialect"], false, "smb.dialect"),
    ("smb", &["smb", "ntlmssp", "host"], true, "smb.ntlm_computer"),
    ("smb", &["smb", "request", "native_os"], true, "smb.native_os"),
    ("smb", &["smb", "request", "native_lm"], true, "smb.native_lan_manager"),
    ("smb", &["smb", "response", "native_os"], false, "smb.native_os"),
    ("smb", &["smb", "response", "native_lm"], false, "smb.native_lan_manager"),
    ("ssh", &["ssh", "client", "hassh", "hash"], true, "ssh.hassh"),
    ("ssh", &["ssh", "server", "hassh", "hash"], false, "ssh.hassh_server"),
    ("tls", &["tls", "sni"], true, "tls.server_name"),
    ("tls", &["tls", "ja3", "hash"], true, "tls.ja3"),
    ("tls", &["tls", "ja4"], true, "tls.ja4"),
    ("tls", &["tls", "version"], false, "tls.version"),
    ("tls", &["tls", "subject"], false, "tls.cert_subject"),
    ("tls", &["tls", "issuerdn"], false, "tls.cert_issuer"),
    ("tls", &["tls", "serial"], false, "tls.cert_serial"),
    ("tls", &["tls", "notbefore"], false, "tls.cert_begins"),
    ("tls", &["tls", "notafter"], false, "tls.cert_expires"),
];
/// Protocols of Suricata that ours have under another name.
const SERVICES: [(&str, &str); 4] =
    [("krb5", "kerberos"), ("ftp-data", "ftp"), ("http2", "http"), ("ssl", "tls")];

/// Who speaks with whom in an event.
struct Ends {
    client: Endpoint,
    server: Option<Endpoint>,
    at: Timestamp,
    row: u64,
}

pub(super) fn read(event: &Value, row: u64, desk: &mut Desk) -> Result<(), String> {
    let kind = text(event, &["event_type"]).ok_or("no event type")?;
    let at = moment(event)?;
    if kind == "dhcp" {
        return dhcp(event, Spot { row, column: "", at }, desk);
    }
    if kind != "flow" && kind != "snmp" && !FIELDS.iter().any(|(of, ..)| *of == kind) {
        return Ok(());
    }
    let ends = ends(event, row, at, desk)?;
    if kind == "flow" {
        return flow(event, &ends, desk);
    }
    for (_, path, of_client, name) in FIELDS.iter().filter(|(of, ..)| *of == kind) {
        let whom = if *of_client { Some(&ends.client) } else { ends.server.as_ref() };
        if let (Some(whom), Some(value)) = (whom, text(event, path)) {
            let column = path.join(".");
            desk.say(whom, name, value, Spot { row, column: &column, at });
        }
    }
    match kind {
        "ssh" => {
            for (side, whom) in [("client", Some(&ends.client)), ("server", ends.server.as_ref())] {
                let (version, software) = (
                    text(event, &["ssh", side, "proto_version"]),
                    text(event, &["ssh", side, "software_version"]),
                );
                if let (Some(whom), Some(version), Some(software)) = (whom, version, software) {
                    let column = format!("ssh.{side}.software_version");
                    desk.say(
                        whom,
                        "ssh.banner",
                        &format!("SSH-{version}-{software}"),
                        Spot { row, column: &column, at },
                    );
                }
            }
        }
        "snmp" => {
            if let (Some(server), Some(default @ ("public" | "private"))) =
                (&ends.server, text(event, &["snmp", "community"]))
            {
                desk.say(
                    server,
                    "snmp.community_default",
                    default,
                    Spot { row, column: "snmp.community", at },
                );
            }
        }
        _ => {}
    }
    Ok(())
}

fn ends(event: &Value, row: u64, at: Timestamp, desk: &Desk) -> Result<Ends, String> {
    let ip = |field: &str| text(event, &[field]).and_then(|text| text.parse::<IpAddr>().ok());
    let client = ip("src_ip").ok_or("no address (`src_ip`)")?;
    let server = ip("dest_ip").ok_or("no address (`dest_ip`)")?;
    let vlan = crate::json::at(event, &["vlan"])
        .and_then(|list| list.as_array()?.last()?.as_u64())
        .and_then(|vlan| u16::try_from(vlan).ok());
    let endpoint = |mac, ip| Endpoint { vlan, ..desk.endpoint(mac, Some(ip)) };
    let is_one = values::ip(&server.to_string()).is_ok();
    Ok(Ends {
        client: endpoint(mac(event, "src_mac"), client),
        server: is_one.then(|| endpoint(mac(event, "dest_mac"), server)),
        at,
        row,
    })
}

/// `ether.src_mac`, or the first of `ether.src_macs` in flows.
fn mac(event: &Value, field: &str) -> Option<Mac> {
    let several = format!("{field}s");
    let one = text(event, &["ether", field]);
    let one = one.or_else(|| at(event, &["ether", &several])?.as_array()?.first()?.as_str());
    values::mac(one?).ok()
}

/// `2026-11-25T10:00:00.123456+0000`: the offset has no colon.
fn moment(event: &Value) -> Result<Timestamp, String> {
    let written = text(event, &["timestamp"]).ok_or("no time (`timestamp`)")?;
    let parsed = written.parse::<jiff::Timestamp>().ok().or_else(|| {
        let (rest, minutes) = written.split_at_checked(written.len().checked_sub(2)?)?;
        format!("{rest}:{minutes}").parse().ok()
    });
    let parsed = parsed.ok_or_else(|| format!("`{}` is no time", crate::text::start(written, 40)))?;
    Ok(Timestamp(parsed.as_microsecond()))
}

fn dhcp(event: &Value, spot: Spot<'_>, desk: &mut Desk) -> Result<(), String> {
    let client = text(event, &["dhcp", "client_mac"]).ok_or("no client's MAC (`dhcp.client_mac`)")?;
    let client = values::mac(client)?;
    let endpoint = desk.endpoint(Some(client), None);
    desk.say(&endpoint, "link.address", &client.to_string(), Spot { column: "dhcp.client_mac", ..spot });
    for (field, name) in [
        ("hostname", "dhcp.hostname"),
        ("vendor_class_identifier", "dhcp.vendor_class"),
        ("client_id", "dhcp.client_id"),
        ("requested_ip", "dhcp.requested_address"),
        ("assigned_ip", "dhcp.assigned_address"),
    ] {
        if let Some(value) = text(event, &["dhcp", field]).filter(|value| *value != "0.0.0.0") {
            let column = format!("dhcp.{field}");
            desk.say(&endpoint, name, value, Spot { column: &column, ..spot });
        }
    }
    Ok(())
}

fn flow(event: &Value, ends: &Ends, desk: &mut Desk) -> Result<(), String> {
    let part = |key: &str| number(event, &["flow", key]);
    let time = |key: &str| {
        let inner = at(event, &["flow", key]).cloned().unwrap_or(Value::Null);
        moment(&serde_json::json!({ "timestamp": inner })).unwrap_or(ends.at)
    };
    let (first, last) = (time("start"), time("end"));
    let carriage = match text(event, &["proto"]) {
        Some("TCP") => Carriage::Tcp,
        Some("UDP") => Carriage::Udp,
        Some(proto) if proto.contains("ICMP") => Carriage::Echo,
        _ => Carriage::Ip,
    };
    let port = match carriage {
        Carriage::Tcp | Carriage::Udp => u16::try_from(number(event, &["dest_port"])).unwrap_or(0),
        _ => 0,
    };
    let answered = part("pkts_toclient");
    let established = matches!(text(event, &["flow", "state"]), Some("established" | "closed"));
    let accepted = carriage == Carriage::Tcp && established && answered > 1;
    let counts = Conversation {
        asked_frames: part("pkts_toserver"),
        asked_bytes: part("bytes_toserver"),
        answered_frames: answered,
        answered_bytes: part("bytes_toclient"),
        data_frames: 0,
        first,
        last,
        frame: ends.row,
        opened: 1,
        accepted: u32::from(accepted),
        refused: 0,
        interval_sum: 0,
        interval_squares: 0,
    };
    desk.sent(&ends.client, counts.asked_frames, counts.asked_bytes, (first, last), ends.row);
    let spot = |column| Spot { row: ends.row, column, at: first };
    let party = |endpoint: &Endpoint| Party { mac: endpoint.mac, ip: endpoint.ip };
    let server = match &ends.server {
        Some(server) => {
            desk.sent(server, answered, counts.answered_bytes, (first, last), ends.row);
            let place = format!("{}/{port}", carriage.name());
            match text(event, &["app_proto"]).filter(|name| *name != "failed" && *name != "unknown") {
                Some(name) if answered > 0 && port > 0 => {
                    let ours =
                        SERVICES.iter().find(|(theirs, _)| *theirs == name).map_or(name, |(_, ours)| *ours);
                    desk.say(server, "flow.service", &format!("{place} {ours}"), spot("app_proto"));
                }
                _ if accepted => desk.say(server, "flow.server_port", &place, spot("dest_port")),
                _ => {}
            }
            party(server)
        }
        None => Party { mac: None, ip: text(event, &["dest_ip"]).and_then(|text| text.parse().ok()) },
    };
    let key = ConversationKey {
        site: ends.client.site.clone(),
        vlan: ends.client.vlan,
        client: party(&ends.client),
        server,
        carriage,
        port,
        capture: CaptureId([0; 32]),
    };
    desk.talk(key, counts);
    Ok(())
}
