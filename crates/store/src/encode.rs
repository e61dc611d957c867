//! Facts as columns and back. Spans become big-endian bytes, so that SQLite orders them as Rust does.

use crate::StoreError;
use holdfast_facts::{Endpoint, Mac, Span};
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
    let ip: Option<String> = row.get(at + 2)?;
    let ip = match ip {
        Some(text) => {
            Some(text.parse::<IpAddr>().map_err(|_| damaged(table, format!("`{text}` is no address")))?)
        }
        None => None,
    };
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

pub(crate) fn spans(spans: &[Span]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(spans.len() * 16);
    for span in spans {
        bytes.extend(span.frame.to_be_bytes());
        bytes.extend(span.start.to_be_bytes());
        bytes.extend(span.end.to_be_bytes());
    }
    bytes
}

pub(crate) fn to_spans(bytes: &[u8]) -> Result<Vec<Span>, StoreError> {
    if bytes.is_empty() || !bytes.len().is_multiple_of(16) {
        return Err(damaged("evidence", format!("{} bytes of spans", bytes.len())));
    }
    let span = |chunk: &[u8]| -> Option<Span> {
        Some(Span {
            frame: u64::from_be_bytes(chunk.get(..8)?.try_into().ok()?),
            start: u32::from_be_bytes(chunk.get(8..12)?.try_into().ok()?),
            end: u32::from_be_bytes(chunk.get(12..16)?.try_into().ok()?),
        })
    };
    Ok(bytes.chunks_exact(16).filter_map(span).collect())
}

pub(crate) fn damaged(table: &'static str, what: String) -> StoreError {
    StoreError::Damaged { table, what }
}
