//! SSH (RFC 4253): the identification line of each side, and a hash of the algorithms it offers (HASSH).

use super::{About, Carrier, Direction, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};
use crate::Cursor;
use md5::{Digest as _, Md5};

/// SSH.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "ssh",
    title: "SSH",
    standard: "RFC 4253; HASSH as published by Salesforce",
    carriers: &[Carrier::Tcp(&[22]), Carrier::Begins(b"S")],
    attributes: &[
        attribute("ssh.banner", "Identification line, about the sender."),
        attribute("ssh.hassh", "HASSH of a client's algorithms."),
        attribute("ssh.hassh_server", "HASSH of a server's algorithms."),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    if pdu.bytes.starts_with(b"SSH-") { Probe::Certain } else { Probe::No }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let mut cursor = Cursor::new(pdu.bytes);
    if pdu.bytes.starts_with(b"SSH-") {
        let Some(end) = pdu.bytes.iter().take(256).position(|byte| *byte == b'\n') else {
            return if pdu.bytes.len() > 256 { Progress::Done } else { Progress::More };
        };
        let Some(line) = cursor.line() else { return Progress::Done };
        sink.text(About::Source, "ssh.banner", line);
        return Progress::Consumed(end + 1);
    }
    // A binary packet: length, padding length, message 20 (RFC 4253 §6, §7.1).
    let (Some(length), Some(padding)) = (cursor.u32(), cursor.u8()) else { return Progress::More };
    if !(16..=35_000).contains(&length) {
        return Progress::Done;
    }
    if (pdu.bytes.len() as u64) < u64::from(length) + 4 && !pdu.cut {
        return Progress::More;
    }
    let _ = padding;
    if cursor.u8() == Some(20) && cursor.skip(16).is_some() {
        let mut lists = Vec::new();
        while lists.len() < 10
            && let Some(list) = cursor.u32().and_then(|length| cursor.take(length as usize))
        {
            lists.push(list);
        }
        hassh(pdu, &lists, sink);
    }
    Progress::Done
}

/// MD5 over key exchange; encryption; MAC; compression, of the sender's own direction.
fn hassh(pdu: &Pdu<'_>, lists: &[&[u8]], sink: &mut Sink<'_>) {
    let [kex, _, to_server, to_client, mac_to_server, mac_to_client, zip_to_server, zip_to_client, ..] =
        lists
    else {
        return;
    };
    let (name, parts) = match pdu.direction {
        Direction::ToServer => ("ssh.hassh", [kex, to_server, mac_to_server, zip_to_server]),
        Direction::ToClient => ("ssh.hassh_server", [kex, to_client, mac_to_client, zip_to_client]),
        Direction::Unknown => return,
    };
    let text = parts.map(|part| String::from_utf8_lossy(part).into_owned()).join(";");
    let hash: String = Md5::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    sink.put(About::Source, name, &hash, kex);
}

#[cfg(test)]
mod tests {
    use super::super::Transport;
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::*;

    #[test]
    fn the_line_is_about_who_sends_it() {
        let bytes = b"SSH-2.0-dropbear_2014.63\r\n";
        let message = pdu(bytes, Transport::Tcp, Direction::ToClient, 22, 40000);
        assert_eq!(dissect(&DISSECTOR, &message), ["source ssh.banner = SSH-2.0-dropbear_2014.63"]);
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn algorithms_of_a_server() {
        let mut bytes = hex("00000060 04 14 00112233445566778899aabbccddeeff");
        for list in ["a", "b", "c", "d", "e", "f", "g", "h", "", ""] {
            bytes.extend((list.len() as u32).to_be_bytes());
            bytes.extend(list.as_bytes());
        }
        bytes.resize(100, 0);
        let message = pdu(&bytes, Transport::Tcp, Direction::ToClient, 22, 40000);
        let hash: String = Md5::digest(b"a;d;f;h").iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(dissect(&DISSECTOR, &message), [format!("source ssh.hassh_server = {hash}")]);
        be_nasty(&DISSECTOR, &message);
    }

    /// KEXINIT of two OpenSSH programs (suricata-verify, bug-5633); tshark names the same hashes.
    #[test]
    fn hashes_of_real_programs() {
        let kex = "diffie-hellman-group-exchange-sha1,diffie-hellman-group1-sha1";
        let mac = "hmac-md5,hmac-sha1,hmac-ripemd160,hmac-ripemd160@openssh.com,hmac-sha1-96,hmac-md5-96";
        let packet = |ciphers: &str, zip: &str| {
            let mut bytes = hex("000001e4 09 14 e7b79ed039574a4fbae14e254f560de1");
            for list in [kex, "ssh-rsa,ssh-dss", ciphers, ciphers, mac, mac, zip, zip, "", ""] {
                bytes.extend((list.len() as u32).to_be_bytes());
                bytes.extend(list.as_bytes());
            }
            bytes.resize(0x1e4 + 4, 0);
            bytes
        };
        let client =
            packet("blowfish-cbc,aes128-cbc,3des-cbc,cast128-cbc,arcfour,aes192-cbc,aes256-cbc", "zlib,none");
        assert_eq!(
            dissect(&DISSECTOR, &pdu(&client, Transport::Tcp, Direction::ToServer, 40264, 22)),
            ["source ssh.hassh = 5ef6678a6b060094834599ca16581b05"]
        );
        let server =
            packet("aes128-cbc,3des-cbc,blowfish-cbc,cast128-cbc,arcfour,aes192-cbc,aes256-cbc", "none,zlib");
        assert_eq!(
            dissect(&DISSECTOR, &pdu(&server, Transport::Tcp, Direction::ToClient, 22, 40264)),
            ["source ssh.hassh_server = 6e3242d64766f4154c11858bbd654415"]
        );
        // Which side speaks is not known: neither hash would be sure.
        assert!(dissect(&DISSECTOR, &pdu(&server, Transport::Tcp, Direction::Unknown, 1, 2)).is_empty());
    }
}
