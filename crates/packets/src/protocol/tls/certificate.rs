//! The certificate that a server (or client) presents up to TLS 1.2 (RFC 5246 §7.4.2, RFC 5280): the first of the chain.

use super::{About, Sink};
use crate::Cursor;
use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::FromDer as _;
use x509_parser::public_key::PublicKey;

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
    let (subject, issuer) = (certificate.subject().to_string(), certificate.issuer().to_string());
    sink.put(who, "tls.cert_subject", &subject, at);
    sink.put(who, "tls.cert_issuer", &issuer, at);
    if subject == issuer {
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
            _ => "other".to_owned(),
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
