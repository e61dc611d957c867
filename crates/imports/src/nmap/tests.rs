//! A made-up scan.

use crate::testing::{import, lines, refusals, try_import};
use crate::{Format, ImportError};

const SCAN: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nmaprun>
<nmaprun scanner="nmap" args="nmap -sV -O -oX x 10.20.20.0/24" start="1795600000" version="7.93">
<host starttime="1795600001" endtime="1795600002"><status state="up" reason="arp-response" reason_ttl="0"/>
<address addr="10.20.20.34" addrtype="ipv4"/>
<address addr="00:C0:B7:6B:34:01" addrtype="mac" vendor="American Power Conversion"/>
<hostnames><hostname name="ups-room4.example" type="PTR"/></hostnames>
<ports>
<port protocol="tcp" portid="22"><state state="open" reason="syn-ack"/><service name="ssh" product="cryptlib &amp; co" version="1.0" method="probed" conf="10"/></port>
<port protocol="tcp" portid="443"><state state="open"/><service name="http" tunnel="ssl" product="APC" method="probed" devicetype="power-device"><cpe>cpe:/h:apc</cpe></service>
<script id="ssl-cert" output="Subject: commonName=ups/organizationName=APC&#xa;Issuer: commonName=ca"/>
<script id="http-title" output="APC | Log On"/><script id="http-brute" output="admin:admin"/></port>
<port protocol="tcp" portid="9999"><state state="open"/><service name="abyss" method="table" conf="3"/></port>
<port protocol="tcp" portid="23"><state state="closed"/><service name="telnet" method="table"/></port>
</ports>
<os><osmatch name="APC AOS" accuracy="96" line="1"/></os>
<hostscript><script id="nbstat" output="NetBIOS name: UPS4, NetBIOS user: &lt;unknown&gt;"/></hostscript>
</host>
<host><status state="down" reason="no-response"/><address addr="10.20.20.35" addrtype="ipv4"/></host>
<host><status state="up" reason="echo-reply"/><address addr="10.20.20.999" addrtype="ipv4"/></host>
</nmaprun>
"#;

#[test]
fn hosts_services_and_scripts() {
    let found = import(SCAN);
    assert_eq!((found.format, found.rows), (Format::Nmap, 1));
    assert_eq!(refusals(&found), ["20: `10.20.20.999` is no IP address"]);
    let who = "00:c0:b7:6b:34:01|10.20.20.34";
    let expect = [
        "flow.server_port = tcp/9999 (4, port)",
        "flow.service = tcp/22 ssh (9, service)",
        "flow.service = tcp/443 tls (10, service)",
        "http.title = APC | Log On (12, script)",
        "link.address = 00:c0:b7:6b:34:01 (4, address)",
        "nbns.name = UPS4 (17, script)",
        "nmap.address_vendor = American Power Conversion (6, address)",
        "nmap.device_type = tcp/443 power-device (10, service)",
        "nmap.host = arp-response (4, status)",
        "nmap.hostname = ups-room4.example (7, hostname)",
        "nmap.os = APC AOS (96 %) (16, osmatch)",
        "nmap.product = tcp/22 cryptlib & co 1.0 (9, service)",
        "nmap.product = tcp/443 APC (10, service)",
        "tls.cert_issuer = CN=ca (11, script)",
        "tls.cert_subject = CN=ups, O=APC (11, script)",
    ];
    assert_eq!(lines(&found), expect.map(|line| format!("{who} {line}")));
    assert_eq!(found.set.evidence.values().next().unwrap().seen.first.0, 1_795_600_001_000_000);
}

#[test]
fn be_nasty() {
    let bomb = SCAN.replace("<!DOCTYPE nmaprun>", "<!DOCTYPE n [<!ENTITY a \"aa\"><!ENTITY b \"&a;&a;\">]>");
    assert!(matches!(try_import(bomb.as_bytes(), None, &[]), Err(ImportError::Hostile(_))));
    let external = SCAN.replace("<!DOCTYPE nmaprun>", "<!DOCTYPE n SYSTEM \"file:///etc/passwd\">");
    assert!(matches!(try_import(external.as_bytes(), None, &[]), Err(ImportError::Hostile(_))));
    let entity = SCAN.replace("APC AOS", "&a;");
    assert!(
        !lines(&import(entity)).iter().any(|line| line.contains("nmap.os")),
        "an unknown entity is no text"
    );
    let deep = format!("<nmaprun>{}", "<host>".repeat(100_000));
    assert!(matches!(try_import(deep.as_bytes(), None, &[]), Err(ImportError::Hostile(_))));
    // A scan that was broken off gives its whole hosts.
    let end = SCAN.find("<host><status state=\"down\"").unwrap() + 12;
    let cut = SCAN.get(..end).unwrap();
    let found = import(cut);
    assert_eq!((found.rows, found.refused), (1, 1));
    let broken = try_import(b"<nmaprun><host></nmaprun>", None, &[]);
    assert!(matches!(broken, Err(ImportError::Broken { row: 1, .. })));
}
