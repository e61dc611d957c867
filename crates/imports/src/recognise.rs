//! What a file is, from its first bytes. Its name is not asked: people rename exports.

use crate::text;
use crate::{Format, ImportError, leases, switches};

/// Names the format, or says what the file looks like instead.
pub(crate) fn format(head: &[u8]) -> Result<Format, ImportError> {
    let other = match head {
        [b'P', b'K', 3, 4, ..] => {
            // A workbook's parts lie under xl/; so the first names in the archive say.
            let is_workbook = [&b"xl/"[..], b"[Content_Types].xml"].iter().any(|name| holds(head, name));
            let is_other = [&b"word/"[..], b"ppt/", b"mimetype"].iter().any(|name| holds(head, name));
            if is_workbook && !is_other {
                return Ok(Format::Xlsx);
            }
            Some("it is a zip archive without a workbook: unpack it first, or save the table as XLSX or CSV")
        }
        [0xd0, 0xcf, 0x11, 0xe0, ..] => {
            Some("it looks like a workbook of before 2007: save it as XLSX or CSV")
        }
        [0x0a, 0x0d, 0x0d, 0x0a, ..]
        | [0xd4, 0xc3, 0xb2, 0xa1, ..]
        | [0xa1, 0xb2, 0xc3, 0xd4, ..]
        | [0x4d, 0x3c, 0xb2, 0xa1, ..]
        | [0xa1, 0xb2, 0x3c, 0x4d, ..] => Some("it is a capture: `holdfast look FILE` reads it"),
        [b'%', b'P', b'D', b'F', ..] => Some("it is a PDF document"),
        [0x28, 0xb5, 0x2f, 0xfd, ..] | [b'B', b'Z', b'h', ..] | [0xfd, b'7', b'z', ..] | [b'7', b'z', ..] => {
            Some("it is packed in another way than gzip: unpack it first")
        }
        _ => None,
    };
    if let Some(what) = other {
        return Err(ImportError::Unknown(what));
    }
    let (text, _) = text::decode(head);
    let text = text.trim_start();
    if text.starts_with('<') {
        return match text.contains("<nmaprun") {
            true => Ok(Format::Nmap),
            false => Err(ImportError::Unknown("it is a web page or another XML document than Nmap's")),
        };
    }
    if text.starts_with(['{', '[']) {
        return json(text);
    }
    if text.starts_with("#separator") || text.starts_with("#fields\t") {
        return Ok(Format::Zeek);
    }
    if leases::is_isc(text) {
        return Ok(Format::IscDhcpd);
    }
    if leases::is_kea(text) {
        return Ok(Format::Kea);
    }
    if leases::is_dnsmasq(text) {
        return Ok(Format::Dnsmasq);
    }
    if switches::is_output(text) {
        return Ok(Format::Switches);
    }
    if looks_binary(head) {
        return Err(ImportError::Unknown("it is not text"));
    }
    Ok(Format::Csv)
}

fn json(text: &str) -> Result<Format, ImportError> {
    let line = text.lines().next().unwrap_or("");
    if text.contains("\"bomFormat\"") && text.contains("CycloneDX") {
        return Ok(Format::CycloneDx);
    }
    if line.contains("\"event_type\"") {
        return Ok(Format::Suricata);
    }
    let zeek = ["\"id.orig_h\"", "\"_path\"", "\"uid\"", "\"uids\"", "\"ts\""];
    if line.contains("\"ts\"") && zeek.iter().any(|key| line.contains(key)) {
        return Ok(Format::Zeek);
    }
    Err(ImportError::Unknown("it is JSON, but neither CycloneDX nor lines of Zeek or Suricata"))
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// Text has few control characters; UTF-16 was decoded before this is asked, so NUL is not counted in it.
fn looks_binary(head: &[u8]) -> bool {
    let (text, name) = text::decode(head);
    if name.starts_with("UTF-16") {
        return false;
    }
    let odd = text.chars().filter(|c| c.is_control() && !c.is_whitespace()).count();
    odd * 20 > text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_known_by_their_content() {
        for (head, expect) in [
            ("name,mac\na,b\n", Format::Csv),
            ("<?xml version=\"1.0\"?>\n<!DOCTYPE nmaprun>\n<nmaprun scanner=\"nmap\">", Format::Nmap),
            ("#separator \\x09\n#path\tconn\n", Format::Zeek),
            ("{\"ts\":1.5,\"uid\":\"C1\",\"id.orig_h\":\"10.0.0.1\"}\n", Format::Zeek),
            ("{\"timestamp\":\"2026-01-01\",\"event_type\":\"dhcp\"}\n", Format::Suricata),
            ("{\n \"bomFormat\": \"CycloneDX\"", Format::CycloneDx),
            ("address,hwaddr,client_id,valid_lifetime,expire\n", Format::Kea),
            ("1790000000 00:1b:1b:00:00:01 10.0.0.5 pump *\n", Format::Dnsmasq),
            ("# dhcpd\nlease 10.0.0.5 {\n  binding state active;\n}\n", Format::IscDhcpd),
            ("? (10.0.0.1) at 00:11:22:33:44:55 [ether] on eth0\n", Format::Switches),
        ] {
            assert_eq!(format(head.as_bytes()).unwrap(), expect, "{head}");
        }
    }

    #[test]
    fn other_files_are_named() {
        for (head, word) in [
            (&b"PK\x03\x04....word/document.xml"[..], "zip"),
            (b"\xd0\xcf\x11\xe0....", "2007"),
            (b"\x0a\x0d\x0d\x0a....", "look"),
            (b"<html>", "XML"),
            (b"{\"a\":1}", "JSON"),
            (b"\x01\x02\x03\x04\x05\x06\x07\x0e\x0f\x10", "not text"),
        ] {
            let error = format(head).unwrap_err().to_string();
            assert!(error.contains(word), "{error}");
        }
    }
}
