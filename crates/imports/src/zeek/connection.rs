//! conn.log: a row is a connection, many rows are a conversation. Presence too: who sent frames is there.

use super::row::Row;
use crate::desk::{Desk, Spot};
use holdfast_facts::{CaptureId, Carriage, Conversation, ConversationKey, Party, Timestamp};

/// States in which the server took the connection (Zeek's `conn_state`).
const ACCEPTED: [&str; 6] = ["S1", "S2", "S3", "SF", "RSTO", "RSTR"];
/// Services of Zeek that our protocols have under another name.
const SERVICES: [(&str, &str); 5] = [
    ("ssl", "tls"),
    ("krb", "kerberos"),
    ("krb_tcp", "kerberos"),
    ("gssapi", "smb"),
    ("s7comm_plus", "s7comm"),
];

pub(super) fn read(row: &Row, desk: &mut Desk) -> Result<(), String> {
    let first = row.at()?;
    let last = Timestamp(first.0.saturating_add(row.micros("duration").unwrap_or(0)));
    let client_ip = row.ip("id.orig_h").ok_or("no client's address (`id.orig_h`)")?;
    // What is asked of a group or of everybody is asked of no single server.
    let server_ip =
        row.get("id.resp_h").and_then(|text| text.parse().ok()).ok_or("no server's address (`id.resp_h`)")?;
    let client = Party { mac: row.mac("orig_l2_addr"), ip: Some(client_ip) };
    let server = Party { mac: row.mac("resp_l2_addr"), ip: Some(server_ip) };
    let carriage = match row.get("proto") {
        Some("tcp") => Carriage::Tcp,
        Some("udp") => Carriage::Udp,
        Some("icmp" | "icmp6") => Carriage::Echo,
        _ => Carriage::Ip,
    };
    // Zeek puts ICMP's code where ports stand.
    let port = match carriage {
        Carriage::Echo => 0,
        _ => u16::try_from(row.number("id.resp_p")).unwrap_or(0),
    };
    let state = row.get("conn_state").unwrap_or("");
    let accepted = carriage == Carriage::Tcp && ACCEPTED.contains(&state);
    let bytes = |ip: &str, payload: &str| row.number(if row.get(ip).is_some() { ip } else { payload });
    let counts = Conversation {
        asked_frames: row.number("orig_pkts"),
        asked_bytes: bytes("orig_ip_bytes", "orig_bytes"),
        answered_frames: row.number("resp_pkts"),
        answered_bytes: bytes("resp_ip_bytes", "resp_bytes"),
        // How many frames had a payload is not told; that some had is.
        data_frames: u64::from(row.number("orig_bytes") > 0) + u64::from(row.number("resp_bytes") > 0),
        first,
        last,
        frame: row.number,
        opened: 1,
        accepted: u32::from(accepted),
        refused: u32::from(state == "REJ"),
        interval_sum: 0,
        interval_squares: 0,
    };
    let vlan = row.any(&["inner_vlan", "vlan"]).and_then(|(_, text)| text.parse().ok());
    let mut asker = desk.endpoint(client.mac, client.ip);
    let mut asked = desk.endpoint(server.mac, server.ip);
    asker.vlan = vlan;
    asked.vlan = vlan;
    desk.sent(&asker, counts.asked_frames, counts.asked_bytes, (first, last), row.number);
    desk.sent(&asked, counts.answered_frames, counts.answered_bytes, (first, last), row.number);
    let spot = |column| Spot { row: row.number, column, at: first };
    for (endpoint, mac, column) in
        [(&asker, client.mac, "orig_l2_addr"), (&asked, server.mac, "resp_l2_addr")]
    {
        if let Some(mac) = mac {
            desk.say(endpoint, "link.address", &mac.to_string(), spot(column));
        }
    }
    let answered = counts.answered_frames > 0;
    let place = format!("{}/{port}", carriage.name());
    match row.get("service") {
        Some(service) if answered && port > 0 => {
            let service = service.split(',').next().unwrap_or(service);
            let ours =
                SERVICES.iter().find(|(theirs, _)| *theirs == service).map_or(service, |(_, ours)| *ours);
            desk.say(&asked, "flow.service", &format!("{place} {ours}"), spot("service"));
        }
        None if accepted => desk.say(&asked, "flow.server_port", &place, spot("id.resp_p")),
        _ => {}
    }
    let site = asker.site.clone();
    let key = ConversationKey { site, vlan, client, server, carriage, port, capture: CaptureId([0; 32]) };
    desk.talk(key, counts);
    Ok(())
}
