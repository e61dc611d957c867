//! What servers and clients say of themselves: application descriptions, endpoints, certificates, and the server's build.

use super::super::{About, Sink};
use super::binary::{bytes, count, extension, localized, node};
use crate::Cursor;
use x509_parser::prelude::{FromDer as _, X509Certificate};

/// Application and product URI, name, type, gateway, profile, addresses.
pub(super) fn application(cursor: &mut Cursor<'_>, sink: &mut Sink<'_>) -> Option<()> {
    text("opcua.application_uri", bytes(cursor)?, sink);
    text("opcua.product_uri", bytes(cursor)?, sink);
    text("opcua.application_name", localized(cursor)?, sink);
    let at = cursor.rest().get(..4)?;
    let kind = match cursor.u32_le()? {
        0 => "server",
        1 => "client",
        2 => "client and server",
        _ => "discovery server",
    };
    sink.put(About::Source, "opcua.application_type", kind, at);
    bytes(cursor)?;
    bytes(cursor)?;
    for _ in 0..count(cursor)?.min(64) {
        bytes(cursor)?;
    }
    Some(())
}

/// A list of endpoints. The first one's certificate stands for all.
pub(super) fn endpoints(cursor: &mut Cursor<'_>, sink: &mut Sink<'_>) -> Option<()> {
    for index in 0..count(cursor)?.min(32) {
        bytes(cursor)?;
        application(cursor, sink)?;
        let der = bytes(cursor)?;
        if index == 0 {
            certificate(der, sink);
        }
        let at = cursor.rest().get(..4)?;
        let mode = match cursor.u32_le()? {
            1 => "none",
            2 => "sign",
            3 => "sign and encrypt",
            _ => "invalid",
        };
        let policy = bytes(cursor)?;
        let mut tokens = Vec::new();
        for _ in 0..count(cursor)?.min(16) {
            bytes(cursor)?;
            tokens.push(match cursor.u32_le()? {
                0 => "anonymous",
                1 => "user name",
                2 => "certificate",
                _ => "issued token",
            });
            for _ in 0..3 {
                bytes(cursor)?;
            }
        }
        tokens.sort_unstable();
        tokens.dedup();
        let policy = holdfast_facts::readable(fragment(policy));
        let all = format!("{policy} {mode}: {}", tokens.join(", "));
        sink.put(About::Source, "opcua.endpoint", &all, at);
        bytes(cursor)?;
        cursor.u8()?;
    }
    Some(())
}

/// What stands behind the `#` of a policy's URI.
pub(super) fn fragment(uri: &[u8]) -> &[u8] {
    uri.iter().rposition(|byte| *byte == b'#').and_then(|at| uri.get(at + 1..)).unwrap_or(uri)
}

/// Common name and organisation of an application's certificate.
pub(super) fn certificate(der: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    let (_, certificate) = X509Certificate::from_der(der).ok()?;
    let subject = certificate.subject();
    let mut parts = Vec::new();
    for (key, name) in [("CN", subject.iter_common_name().next()), ("O", subject.iter_organization().next())]
    {
        if let Some(value) = name.and_then(|name| name.as_str().ok())
            && !value.contains('@')
        {
            parts.push(format!("{key}={value}"));
        }
    }
    if !parts.is_empty() {
        sink.put(About::Source, "opcua.cert_subject", &parts.join(", "), der);
    }
    Some(())
}

/// Nodes of the server's build in namespace 0, each with a number of three bits; others are 0.
pub(super) fn wanted(node: Option<(u16, u32)>) -> u32 {
    match node {
        Some((0, 2261)) => 1,
        Some((0, 2262)) => 2,
        Some((0, 2263)) => 3,
        Some((0, 2264)) => 4,
        Some((0, 2265)) => 5,
        Some((0, 2260)) => 6,
        Some((0, 2256)) => 7,
        _ => 0,
    }
}

/// The values of a read, as far as all before them are simple.
pub(super) fn values(cursor: &mut Cursor<'_>, wanted: u32, sink: &mut Sink<'_>) -> Option<()> {
    for index in 0..count(cursor)?.min(10) {
        let mask = cursor.u8()?;
        if mask & 1 != 0 {
            value(cursor, wanted >> (3 * index) & 7, sink)?;
        }
        // Status, two times, two fractions.
        for (bit, length) in [(2, 4), (4, 8), (0x10, 2), (8, 8), (0x20, 2)] {
            if mask & bit != 0 {
                cursor.skip(length)?;
            }
        }
    }
    Some(())
}

fn value(cursor: &mut Cursor<'_>, wanted: u32, sink: &mut Sink<'_>) -> Option<()> {
    match cursor.u8()? {
        1..=3 => cursor.skip(1),
        4 | 5 => cursor.skip(2),
        6 | 7 | 10 | 19 => cursor.skip(4),
        8 | 9 | 11 | 13 => cursor.skip(8),
        14 => cursor.skip(16),
        12 => {
            let name = match wanted {
                1 => "opcua.product_name",
                2 => "opcua.product_uri",
                3 => "opcua.manufacturer",
                4 => "opcua.software_version",
                5 => "opcua.build_number",
                _ => {
                    bytes(cursor)?;
                    return Some(());
                }
            };
            text(name, bytes(cursor)?, sink);
            Some(())
        }
        15 | 16 => bytes(cursor).map(|_| ()),
        17 => node(cursor).map(|_| ()),
        21 => localized(cursor).map(|_| ()),
        22 => {
            let (kind, body) = extension(cursor)?;
            let mut inner = Cursor::new(body);
            match (wanted, kind) {
                (6, 340) => build(&mut inner, sink),
                // The server's status: two times and a state stand before its build.
                (7, 864) => {
                    inner.skip(8 + 8 + 4)?;
                    build(&mut inner, sink)
                }
                _ => Some(()),
            }
        }
        _ => None,
    }
}

fn build(cursor: &mut Cursor<'_>, sink: &mut Sink<'_>) -> Option<()> {
    for name in [
        "opcua.product_uri",
        "opcua.manufacturer",
        "opcua.product_name",
        "opcua.software_version",
        "opcua.build_number",
    ] {
        text(name, bytes(cursor)?, sink);
    }
    Some(())
}

pub(super) fn text(name: &'static str, value: &[u8], sink: &mut Sink<'_>) {
    let value = value.trim_ascii();
    if !value.is_empty() {
        sink.text(About::Source, name, value);
    }
}
