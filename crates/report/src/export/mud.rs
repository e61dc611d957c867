//! A manufacturer usage description (RFC 8520), made from what the device was seen to do: what its maker should have written.

use super::flows::seen;
use super::{Flow, Subject};
use holdfast_facts::{Carriage, Field};
use serde_json::{Map, Value, json};
use std::io::{self, Write};
use std::net::IpAddr;

/// Writes the MUD file. What was seen too seldom to be sure is named under `holdfast:uncertain`, which readers of MUD pass over.
pub fn mud(subject: &Subject<'_>, out: &mut dyn Write) -> io::Result<()> {
    let device = subject.device;
    let claim = |field: Field| device.claims.get(&field).map(|claim| claim.value.clone());
    let name = subject.name();
    let mut description = Map::new();
    description.insert("mud-version".into(), 1.into());
    // A made-up place: the file is ours, not the maker's.
    description.insert("mud-url".into(), format!("https://mud.invalid/{name}.json").into());
    description.insert("last-update".into(), format!("{}T00:00:00+00:00", subject.as_of).into());
    description.insert("cache-validity".into(), 48.into());
    description.insert("is-supported".into(), true.into());
    description.insert("systeminfo".into(), short(&crate::called(Some(device)), 60).into());
    for (key, field) in
        [("mfg-name", Field::Vendor), ("model-name", Field::Model), ("firmware-rev", Field::Firmware)]
    {
        if let Some(value) = claim(field) {
            description.insert(key.into(), short(&value, 60).into());
        }
    }
    let mut acls = Vec::new();
    let mut uncertain = Map::new();
    for (way, outbound) in [("from", true), ("to", false)] {
        let mut lists = Vec::new();
        for (family, kind) in [("v4", "ipv4-acl-type"), ("v6", "ipv6-acl-type")] {
            let entries = entries(subject.flows, outbound, family == "v4", &mut uncertain);
            if entries.is_empty() {
                continue;
            }
            let list = format!("{name}-{family}-{way}");
            lists.push(json!({ "name": list }));
            acls.push(json!({ "name": list, "type": kind, "aces": { "ace": entries } }));
        }
        let policy = json!({ "access-lists": { "access-list": lists } });
        description.insert(format!("{way}-device-policy"), policy);
    }
    let document = json!({
        "ietf-mud:mud": description,
        "ietf-access-control-list:acls": { "acl": acls },
        "holdfast:uncertain": uncertain,
    });
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

fn entries(flows: &[Flow], outbound: bool, v4: bool, uncertain: &mut Map<String, Value>) -> Vec<Value> {
    let mut list = Vec::new();
    for flow in flows {
        for ip in flow.peer.iter().filter(|ip| ip.is_ipv4() == v4) {
            // Every conversation has a way there and a way back; MUD says who begins it.
            let begins = if flow.outbound { "from-device" } else { "to-device" };
            let number = list.len();
            let name = format!(
                "{}-{}-{}-{number}",
                if outbound { "from" } else { "to" },
                flow.carriage.name(),
                flow.port
            );
            if flow.uncertain {
                uncertain.insert(name.clone(), seen(flow).into());
            }
            list.push(json!({
                "name": name,
                "matches": matches(flow, *ip, outbound, begins),
                "actions": { "forwarding": "accept" },
            }));
        }
    }
    list
}

fn matches(flow: &Flow, ip: IpAddr, outbound: bool, begins: &str) -> Value {
    let mut network = Map::new();
    let side = if outbound { "dst" } else { "src" };
    match flow.names.first() {
        // A name outlives the address that it had while we listened.
        Some(name) => {
            network.insert(format!("ietf-acldns:{side}-dnsname"), name.clone().into());
        }
        None => {
            let length = if ip.is_ipv4() { 32 } else { 128 };
            let side = if outbound { "destination" } else { "source" };
            let family = if ip.is_ipv4() { "ipv4" } else { "ipv6" };
            network.insert(format!("{side}-{family}-network"), format!("{ip}/{length}").into());
        }
    }
    let protocol = match (flow.carriage, ip.is_ipv4()) {
        (Carriage::Tcp, _) => 6,
        (Carriage::Udp, _) => 17,
        (_, true) => 1,
        (_, false) => 58,
    };
    network.insert("protocol".into(), protocol.into());
    let mut matches = Map::new();
    matches.insert(if ip.is_ipv4() { "ipv4" } else { "ipv6" }.into(), Value::Object(network));
    // The asked side's port is the destination on the way there and the source on the way back.
    let side = if flow.outbound == outbound { "destination-port" } else { "source-port" };
    let port = json!({ "operator": "eq", "port": flow.port });
    match flow.carriage {
        Carriage::Tcp => {
            matches.insert("tcp".into(), json!({ "ietf-mud:direction-initiated": begins, side: port }));
        }
        Carriage::Udp => {
            matches.insert("udp".into(), json!({ side: port }));
        }
        _ => {}
    }
    Value::Object(matches)
}

fn short(text: &str, most: usize) -> String {
    text.chars().filter(|c| !c.is_control()).take(most).collect()
}
