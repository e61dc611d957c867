//! A row becomes evidence: its keys, its endpoints, its cells.

use super::choose::Chosen;
use super::date::{self, Order};
use super::field::{Field, ROW_KEY, Shape};
use super::money;
use super::sheet::{Row, Sheet};
use super::words::Words;
use crate::Knowledge;
use crate::desk::{Desk, Spot};
use crate::text::{plain, start};
use crate::values::{can_be_a_key, ips, is_host_name, is_nothing, macs};
use holdfast_facts::{Endpoint, Mac, VALUE_LIMIT};
use std::net::IpAddr;

/// Cells of a refused row that are written out for mending, and their length.
const KEPT_CELLS: usize = 256;

/// One cell whose meaning is known.
pub(crate) struct Cell<'a> {
    pub(crate) field: Field,
    /// The column's header, with the sheet's name where there are several.
    pub(crate) column: &'a str,
    pub(crate) text: &'a str,
    pub(crate) order: Order,
}

/// One row.
pub(crate) struct Record<'a> {
    pub(crate) row: u64,
    pub(crate) cells: Vec<Cell<'a>>,
    /// The sheet, whose name stands before the columns' headers.
    pub(crate) sheet: Option<&'a str>,
    /// The rows are what a DHCP server gave out, not what somebody owns.
    pub(crate) leases: bool,
}

/// Reads the rows below the header.
pub(crate) fn read(sheet: &Sheet, chosen: &Chosen, knowledge: &Knowledge, desk: &mut Desk) {
    let name = sheet.name.as_deref();
    let labels: Vec<String> = chosen
        .columns
        .iter()
        .map(|column| match name {
            Some(sheet) => format!("{sheet}!{}", column.header),
            None => column.header.clone(),
        })
        .collect();
    let below = || sheet.rows.iter().skip(chosen.index + 1);
    let orders: Vec<Order> = chosen
        .columns
        .iter()
        .enumerate()
        .map(|(at, column)| match column.meaning.map(Field::shape) {
            Some(Shape::Date) => order_of(&column.header, below().map(|row| row.cell(at)), desk),
            _ => Order::DayFirst,
        })
        .collect();
    let header = sheet.rows.get(chosen.index);
    for row in below() {
        // Long lists repeat their header on every printed page.
        if header.is_some_and(|header| header.cells == row.cells) {
            continue;
        }
        let known = chosen.columns.iter().zip(&labels).zip(&orders).enumerate();
        let cells = known
            .filter_map(|(at, ((column, label), order))| {
                let text = row.cell(at);
                let field = column.meaning.filter(|_| !is_nothing(text))?;
                Some(Cell { field, column: label, text, order: *order })
            })
            .collect();
        let record = Record { row: row.number, cells, sheet: name, leases: chosen.leases };
        match record.declare(&knowledge.words, desk) {
            Ok(()) => desk.rows += 1,
            Err(reason) => desk.refuse(name, row.number, reason, kept(row)),
        }
    }
    for (row, reason) in &sheet.broken {
        desk.refuse(name, *row, reason.clone(), Vec::new());
    }
}

fn kept(row: &Row) -> Vec<String> {
    row.cells.iter().take(KEPT_CELLS).map(|cell| start(cell, VALUE_LIMIT).to_owned()).collect()
}

fn order_of<'a>(header: &str, cells: impl Iterator<Item = &'a str> + Clone, desk: &mut Desk) -> Order {
    let slashed = |cell: &&str| cell.contains('/');
    match date::order(cells.clone()) {
        Some(order) => order,
        None => {
            if cells.clone().any(|cell| slashed(&cell)) {
                desk.warn(0, header, "dates are read day first: nothing in the column tells day from month");
            }
            Order::DayFirst
        }
    }
}

/// What a row is known by.
#[derive(Default)]
struct Keys<'a> {
    macs: Vec<(Mac, &'a str)>,
    ips: Vec<(IpAddr, &'a str)>,
    serial: Option<&'a Cell<'a>>,
    asset_tag: Option<&'a Cell<'a>>,
    hostname: Option<&'a Cell<'a>>,
    /// What looked like a key and is none.
    complaints: Vec<(&'a str, String)>,
}

impl Record<'_> {
    /// Gives the row's evidence to the desk, or says why the row is refused.
    pub(crate) fn declare(&self, words: &Words, desk: &mut Desk) -> Result<(), String> {
        let keys = self.keys();
        let Some((key, column)) = keys.row_key() else {
            return Err(match keys.complaints.first() {
                Some((column, what)) => format!("{}: {what}; and there is no other key", self.header(column)),
                None => "no MAC, IP, serial number, host name or asset tag".to_owned(),
            });
        };
        for (column, what) in &keys.complaints {
            desk.warn(self.row, self.header(column), what.clone());
        }
        let at = desk.as_of;
        let spot = |column| Spot { row: self.row, column, at };
        let endpoints = keys.endpoints(&key, desk);
        if self.leases {
            self.lease(&keys, &endpoints, desk);
            return Ok(());
        }
        for endpoint in &endpoints {
            desk.declare(endpoint, ROW_KEY, &key, spot(column));
        }
        let Some((first, others)) = endpoints.split_first() else { return Ok(()) };
        for other in others {
            for cell in [keys.serial, keys.asset_tag, keys.hostname].into_iter().flatten() {
                desk.declare(other, attribute_of(cell, &keys), cell.text, spot(cell.column));
            }
        }
        for (mac, column) in &keys.macs {
            let own = endpoints.iter().find(|endpoint| endpoint.mac == Some(*mac)).unwrap_or(first);
            desk.declare(own, Field::Mac.attribute(), &mac.to_string(), spot(column));
        }
        for (ip, column) in &keys.ips {
            let own = endpoints.iter().find(|endpoint| endpoint.ip == Some(*ip)).unwrap_or(first);
            desk.declare(own, Field::Ip.attribute(), &ip.to_string(), spot(column));
        }
        self.place(first, desk);
        for cell in &self.cells {
            self.cell(cell, &keys, first, words, desk);
        }
        Ok(())
    }

    /// The column's header without its sheet's name, for messages that name the sheet by themselves.
    fn header<'c>(&self, column: &'c str) -> &'c str {
        let bare = self.sheet.and_then(|sheet| column.strip_prefix(sheet)?.strip_prefix('!'));
        bare.unwrap_or(column)
    }

    fn keys(&self) -> Keys<'_> {
        let mut keys = Keys::default();
        for cell in &self.cells {
            match cell.field {
                Field::Mac => {
                    let (good, bad) = macs(cell.text);
                    keys.macs.extend(good.into_iter().map(|mac| (mac, cell.column)));
                    keys.complaints.extend(bad.into_iter().map(|what| (cell.column, what)));
                }
                Field::Ip => {
                    let (good, bad) = ips(cell.text);
                    keys.ips.extend(good.into_iter().map(|ip| (ip, cell.column)));
                    keys.complaints.extend(bad.into_iter().map(|what| (cell.column, what)));
                }
                Field::Serial | Field::AssetTag if !can_be_a_key(cell.text) => {
                    let what = format!("`{}` can name no single device", start(cell.text, 40));
                    keys.complaints.push((cell.column, what));
                }
                Field::Serial => keys.serial = Some(cell),
                Field::AssetTag => keys.asset_tag = Some(cell),
                Field::Hostname if is_host_name(cell.text) => keys.hostname = Some(cell),
                Field::Hostname => {
                    keys.complaints
                        .push((cell.column, format!("`{}` is no host name", start(cell.text, 40))));
                }
                _ => {}
            }
        }
        // A name that could be a host name is one, where no column says better.
        if keys.hostname.is_none() {
            keys.hostname =
                self.cells.iter().find(|cell| cell.field == Field::Name && is_host_name(cell.text));
        }
        keys.macs.sort_unstable();
        keys.macs.dedup_by_key(|(mac, _)| *mac);
        keys.ips.sort_unstable();
        keys.ips.dedup_by_key(|(ip, _)| *ip);
        keys
    }

    /// What a DHCP server's export says: the words of the packet readers.
    fn lease(&self, keys: &Keys<'_>, endpoints: &[Endpoint], desk: &mut Desk) {
        let at = desk.as_of;
        let Some(endpoint) = endpoints.first() else { return };
        let spot = |column| Spot { row: self.row, column, at };
        if let Some(cell) = keys.hostname {
            desk.say(endpoint, "dhcp.hostname", cell.text, spot(cell.column));
        }
        if let Some((mac, column)) = keys.macs.first() {
            desk.say(endpoint, "link.address", &mac.to_string(), spot(column));
        }
        for (ip, column) in &keys.ips {
            desk.say(endpoint, "dhcp.assigned_address", &ip.to_string(), spot(column));
        }
    }

    /// Site, building, floor, room: one value.
    fn place(&self, endpoint: &Endpoint, desk: &mut Desk) {
        let mut parts: Vec<&str> = Vec::new();
        let mut columns: Vec<&str> = Vec::new();
        for cell in self.cells.iter().filter(|cell| cell.field == Field::Place) {
            if !parts.contains(&cell.text) {
                parts.push(cell.text);
                columns.push(cell.column);
            }
        }
        let spot = Spot { row: self.row, column: &columns.join(" + "), at: desk.as_of };
        desk.declare(endpoint, Field::Place.attribute(), &parts.join(" / "), spot);
    }

    fn cell(&self, cell: &Cell<'_>, keys: &Keys<'_>, endpoint: &Endpoint, words: &Words, desk: &mut Desk) {
        let value = match (cell.field, cell.field.shape()) {
            (_, Shape::Mac | Shape::Ip | Shape::Ignored) | (Field::Place, _) => return,
            (Field::Serial | Field::AssetTag, _) if !can_be_a_key(cell.text) => return,
            (Field::Kind, _) => words.kind(cell.text).unwrap_or(cell.text).to_owned(),
            (Field::Realm, _) => words.realm(cell.text).unwrap_or(cell.text).to_owned(),
            (_, Shape::Date) => match date::day(cell.text, cell.order) {
                Some(day) => day.to_string(),
                None => {
                    desk.warn(
                        self.row,
                        self.header(cell.column),
                        format!("`{}` is no date", start(cell.text, 40)),
                    );
                    return;
                }
            },
            (_, Shape::Money) => match money::amount(cell.text) {
                Some(amount) => amount,
                None => {
                    desk.warn(
                        self.row,
                        self.header(cell.column),
                        format!("`{}` is no amount", start(cell.text, 40)),
                    );
                    return;
                }
            },
            _ => cell.text.to_owned(),
        };
        if value.len() > VALUE_LIMIT {
            desk.warn(self.row, self.header(cell.column), format!("cut after {VALUE_LIMIT} bytes"));
        }
        let spot = Spot { row: self.row, column: cell.column, at: desk.as_of };
        if !desk.declare(endpoint, attribute_of(cell, keys), &value, spot) {
            desk.warn(
                self.row,
                self.header(cell.column),
                "left out: it looks like a password or a patient's record",
            );
        }
    }
}

/// What is no host name is what the list calls the device; a name that serves as host name is one.
fn attribute_of(cell: &Cell<'_>, keys: &Keys<'_>) -> &'static str {
    let is_hostname = keys.hostname.is_some_and(|hostname| std::ptr::eq(hostname, cell));
    match cell.field {
        Field::Hostname if !is_hostname => Field::Name.attribute(),
        Field::Name if is_hostname => Field::Hostname.attribute(),
        field => field.attribute(),
    }
}

impl Keys<'_> {
    /// What ties rows of several lists together, and the column that gives it. The kind of key stands before it: an asset tag is no serial number.
    fn row_key(&self) -> Option<(String, &str)> {
        let texts = [("serial", self.serial), ("asset", self.asset_tag), ("host", self.hostname)];
        let text = texts.into_iter().find_map(|(kind, cell)| cell.map(|cell| (kind, cell)));
        if let Some((kind, cell)) = text {
            return Some((format!("{kind} {}", start(&plain(cell.text), 100)), cell.column));
        }
        let mac = self.macs.first().map(|(mac, column)| (format!("mac {mac}"), *column));
        mac.or_else(|| self.ips.first().map(|(ip, column)| (format!("ip {ip}"), *column)))
    }

    /// One endpoint a MAC; else one an address; else a thing that is known by its key alone.
    fn endpoints(&self, key: &str, desk: &Desk) -> Vec<Endpoint> {
        match (self.macs.as_slice(), self.ips.as_slice()) {
            ([], []) => vec![desk.listed(key)],
            ([(mac, _)], [(ip, _), ..]) => vec![desk.endpoint(Some(*mac), Some(*ip))],
            ([], ips) => ips.iter().map(|(ip, _)| desk.endpoint(None, Some(*ip))).collect(),
            (macs, _) => macs.iter().map(|(mac, _)| desk.endpoint(Some(*mac), None)).collect(),
        }
    }
}

#[cfg(test)]
mod tests;
