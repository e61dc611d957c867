//! Facts as columns and back. Places become big-endian bytes, so that SQLite orders them as Rust does.

use crate::StoreError;
use crate::load::Words;
use holdfast_facts::{CaptureId, Endpoint, Mac, Party, Place, Span};
use rusqlite::Row;
use std::net::IpAddr;
use std::sync::Arc;

/// VLAN, MAC, IP and child of an endpoint.
pub(crate) type Columns = (Option<u16>, Option<i64>, Option<String>, Option<String>);

pub(crate) fn columns(endpoint: &Endpoint) -> Columns {
    (
        endpoint.vlan,
        endpoint.mac.map(|mac| mac.to_u64() as i64),
        endpoint.ip.map(|ip| ip.to_string()),
        endpoint.child.as_deref().map(str::to_owned),
    )
}

/// Reads an endpoint from four columns that begin at `at`.
pub(crate) fn endpoint(
    row: &Row<'_>,
    at: usize,
    site: &Arc<str>,
    table: &'static str,
) -> Result<Endpoint, StoreError> {
    let ip = address(row, at + 2, table)?;
    let mac: Option<i64> = row.get(at + 1)?;
    let child: Option<String> = row.get(at + 3)?;
    Ok(Endpoint {
        site: site.clone(),
        vlan: row.get(at)?,
        mac: mac.map(|number| Mac::from_u64(number as u64)),
        ip,
        child: child.map(Arc::from),
    })
}

fn address(row: &Row<'_>, at: usize, table: &'static str) -> Result<Option<IpAddr>, StoreError> {
    let text = row.get_ref(at)?.as_str_or_null().map_err(rusqlite::Error::from)?;
    text.map(|text| text.parse().map_err(|_| damaged(table, format!("`{text}` is no address")))).transpose()
}

/// A conversation's end as two columns.
pub(crate) fn party(party: &Party) -> (Option<i64>, Option<String>) {
    (party.mac.map(|mac| mac.to_u64() as i64), party.ip.map(|ip| ip.to_string()))
}

/// Reads a conversation's end from two columns that begin at `at`.
pub(crate) fn to_party(row: &Row<'_>, at: usize, table: &'static str) -> Result<Party, StoreError> {
    let mac: Option<i64> = row.get(at)?;
    Ok(Party { mac: mac.map(|number| Mac::from_u64(number as u64)), ip: address(row, at + 1, table)? })
}

pub(crate) fn capture_id(bytes: Vec<u8>, table: &'static str) -> Result<CaptureId, StoreError> {
    let length = bytes.len();
    bytes.try_into().map(CaptureId).map_err(|_| damaged(table, format!("a capture id of {length} bytes")))
}

const FRAMES: u8 = 0;
const ROW: u8 = 1;

/// A place as bytes that SQLite orders as Rust does.
pub(crate) fn place(place: &Place) -> Vec<u8> {
    match place {
        Place::Frames(spans) => {
            let mut bytes = Vec::with_capacity(1 + spans.len() * 16);
            bytes.push(FRAMES);
            for span in spans {
                bytes.extend(span.frame.to_be_bytes());
                bytes.extend(span.start.to_be_bytes());
                bytes.extend(span.end.to_be_bytes());
            }
            bytes
        }
        Place::Row { row, column } => {
            let mut bytes = vec![ROW];
            bytes.extend(row.to_be_bytes());
            bytes.extend(column.as_bytes());
            bytes
        }
    }
}

pub(crate) fn to_place(bytes: &[u8], table: &'static str, words: &mut Words) -> Result<Place, StoreError> {
    let broken = || damaged(table, format!("a place of {} bytes", bytes.len()));
    match bytes.split_first() {
        Some((&FRAMES, spans)) => to_spans(spans).map(Place::Frames).ok_or_else(broken),
        Some((&ROW, rest)) => {
            let (row, column) = rest.split_at_checked(8).ok_or_else(broken)?;
            Ok(Place::Row {
                row: u64::from_be_bytes(row.try_into().map_err(|_| broken())?),
                column: words.of(std::str::from_utf8(column).map_err(|_| broken())?),
            })
        }
        _ => Err(broken()),
    }
}

fn to_spans(bytes: &[u8]) -> Option<Vec<Span>> {
    if bytes.is_empty() || !bytes.len().is_multiple_of(16) {
        return None;
    }
    let span = |chunk: &[u8]| -> Option<Span> {
        Some(Span {
            frame: u64::from_be_bytes(chunk.get(..8)?.try_into().ok()?),
            start: u32::from_be_bytes(chunk.get(8..12)?.try_into().ok()?),
            end: u32::from_be_bytes(chunk.get(12..16)?.try_into().ok()?),
        })
    };
    Some(bytes.chunks_exact(16).filter_map(span).collect())
}

pub(crate) fn damaged(table: &'static str, what: String) -> StoreError {
    StoreError::Damaged { table, what }
}
