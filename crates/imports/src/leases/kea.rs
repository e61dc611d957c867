//! Kea's memfile for IPv4 and IPv6: CSV whose header names its fields; newest rows last, and a lifetime of zero takes a
//! lease back. The `.1`, `.2` and `.completed` files of its clean-up are the same. Commas are written as `&#x2c`.

use super::{Lease, name};
use crate::desk::Desk;
use crate::values;
use crate::{Format, ImportError};
use holdfast_facts::Timestamp;

/// Whether the first line is Kea's header.
pub(crate) fn is_kea(text: &str) -> bool {
    let header = text.lines().next().unwrap_or("");
    let has = |field: &str| header.split(',').any(|name| name.trim() == field);
    header.starts_with("address,") && has("valid_lifetime") && has("expire")
}

/// Reads every row.
pub(crate) fn read(text: &str, desk: &mut Desk) -> Result<(), ImportError> {
    let broken = |what: &str| ImportError::Broken { format: Format::Kea, row: 1, what: what.to_owned() };
    let mut lines = text.lines().enumerate();
    let (_, header) = lines.next().ok_or_else(|| broken("there is no header"))?;
    let names: Vec<&str> = header.split(',').map(str::trim).collect();
    if !is_kea(text) {
        return Err(broken("the first line does not name `address`, `valid_lifetime` and `expire`"));
    }
    for (index, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        let row = index as u64 + 1;
        let cells: Vec<&str> = line.split(',').collect();
        let cell = |field: &str| {
            let at = names.iter().position(|name| *name == field)?;
            cells.get(at).map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
        };
        let ip = match cell("address").map(values::ip) {
            Some(Ok(ip)) => ip,
            Some(Err(reason)) => {
                desk.refuse(None, row, reason, Vec::new());
                continue;
            }
            None => {
                desk.refuse(None, row, "no address", Vec::new());
                continue;
            }
        };
        let mac = match cell("hwaddr").map(values::mac) {
            Some(Ok(mac)) => Some((mac, "hwaddr")),
            Some(Err(reason)) => {
                desk.warn(row, "hwaddr", reason);
                None
            }
            None => None,
        };
        let number = |field: &str| cell(field).and_then(|cell| cell.parse::<u64>().ok());
        let at = match (number("expire"), number("valid_lifetime")) {
            (Some(expire), Some(lifetime)) => Timestamp::from_parts(expire.saturating_sub(lifetime), 0),
            _ => desk.as_of,
        };
        let text =
            |field: &str| cell(field).map(|cell| cell.replace("&#x2c", ",")).and_then(|cell| name(&cell));
        let names: [(&'static str, &str); 2] = if ip.is_ipv6() {
            [("dhcpv6.fqdn", "hostname"), ("dhcpv6.duid", "duid")]
        } else {
            [("dhcp.hostname", "hostname"), ("dhcp.client_id", "client_id")]
        };
        let more = names
            .into_iter()
            .filter_map(|(attribute, field)| Some((attribute, text(field)?, field)))
            .collect();
        Lease { mac, ip: (ip, "address"), more, row, at }.say(desk);
    }
    Ok(())
}
