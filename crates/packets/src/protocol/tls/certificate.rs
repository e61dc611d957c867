//! The certificate that a server (or client) presents up to TLS 1.2 (RFC 5246 §7.4.2, RFC 5280): the first of the chain.
//!
//! People have certificates too: mail addresses, login names and names of persons are left out, and the common name of a
//! client that has one of them, which is then a person's.

use super::super::Direction;
use super::{About, Sink};
use crate::Cursor;
use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::GeneralName;
use x509_parser::objects::{oid_registry, oid2abbrev};
use x509_parser::prelude::FromDer as _;
use x509_parser::public_key::PublicKey;
use x509_parser::x509::X509Name;

/// Names of one certificate that are kept.
const NAMES: usize = 8;

/// Reads the list's first certificate. `at` is where the message stands.
pub(super) fn tell(body: &[u8], at: &[u8], sink: &mut Sink<'_>) {
    let mut cursor = Cursor::new(body);
    let _ = cursor.u24();
    let Some(der) = cursor.u24().and_then(|length| cursor.take(length as usize)) else { return };
    let Ok((_, certificate)) = X509Certificate::from_der(der) else {
        return sink.anomaly("certificate");
    };
    let who = About::Source;
    let from_client = sink.pdu.direction == Direction::ToServer;
    // The same bytes, not only the same text.
    let self_signed = certificate.subject().as_raw() == certificate.issuer().as_raw();
    sink.put(who, "tls.cert_subject", &distinguished(certificate.subject(), from_client), at);
    sink.put(who, "tls.cert_issuer", &distinguished(certificate.issuer(), from_client && self_signed), at);
    if self_signed {
        sink.put(who, "tls.cert_self_signed", "yes", at);
    }
    let validity = certificate.validity();
    for (name, moment) in [("tls.cert_begins", validity.not_before), ("tls.cert_expires", validity.not_after)]
    {
        let time = holdfast_facts::Timestamp(moment.timestamp().saturating_mul(1_000_000));
        sink.value(who, name, time, at);
    }
    let serial: String = certificate.raw_serial().iter().take(20).map(|byte| format!("{byte:02x}")).collect();
    sink.put(who, "tls.cert_serial", &serial, at);
    if let Ok(key) = certificate.public_key().parsed() {
        let text = match &key {
            PublicKey::RSA(rsa) => format!("RSA {}", rsa.key_size()),
            PublicKey::EC(point) => format!("EC {}", point.key_size()),
            PublicKey::DSA(_) => "DSA".to_owned(),
            _ => key_name(&certificate.public_key().algorithm.algorithm.to_id_string()).to_owned(),
        };
        sink.put(who, "tls.cert_key", &text, at);
    }
    if let Ok(Some(names)) = certificate.subject_alternative_name() {
        for name in names.value.general_names.iter().take(NAMES) {
            match name {
                GeneralName::DNSName(name) | GeneralName::URI(name) => {
                    sink.put(who, "tls.cert_name", name, at)
                }
                GeneralName::IPAddress(bytes) => {
                    let v4 = <[u8; 4]>::try_from(*bytes).map(std::net::IpAddr::from);
                    if let Ok(address) =
                        v4.or_else(|_| <[u8; 16]>::try_from(*bytes).map(std::net::IpAddr::from))
                    {
                        sink.value(who, "tls.cert_name", address, at);
                    }
                }
                _ => {}
            }
        }
    }
}

/// `C=TW, O=D-LINK CORPORATION, CN=*.dch.dlink.com`, without what names a person.
fn distinguished(name: &X509Name<'_>, from_client: bool) -> String {
    // emailAddress (RFC 2985), UID (RFC 4519), surname and given name (X.520).
    const OF_A_PERSON: [&str; 4] =
        ["1.2.840.113549.1.9.1", "0.9.2342.19200300.100.1.1", "2.5.4.4", "2.5.4.42"];
    let kinds: Vec<String> = name.iter_attributes().map(|part| part.attr_type().to_id_string()).collect();
    let of_a_person = from_client && kinds.iter().any(|kind| OF_A_PERSON.contains(&kind.as_str()));
    let mut shown = Vec::new();
    for (part, kind) in name.iter_attributes().zip(&kinds).take(16) {
        let value = match part.as_str() {
            Ok(text) => std::borrow::Cow::Borrowed(text),
            // BMPString and the like: as bytes, without the zeros between them.
            Err(_) => std::borrow::Cow::Owned(
                part.attr_value()
                    .data
                    .iter()
                    .filter(|byte| **byte != 0)
                    .map(|byte| char::from(*byte))
                    .collect(),
            ),
        };
        let hidden = OF_A_PERSON.contains(&kind.as_str())
            || value.contains('@')
            || (of_a_person && matches!(kind.as_str(), "2.5.4.3" | "2.5.4.5"));
        if !hidden {
            let label = oid2abbrev(part.attr_type(), oid_registry()).unwrap_or(kind);
            shown.push(format!("{label}={value}"));
        }
    }
    shown.join(", ")
}

/// RFC 8410 names no size: the algorithm is one.
fn key_name(oid: &str) -> &'static str {
    match oid {
        "1.3.101.112" => "Ed25519",
        "1.3.101.113" => "Ed448",
        _ => "other",
    }
}
