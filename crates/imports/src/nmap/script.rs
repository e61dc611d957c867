//! Scripts of Nmap that read identity, and what their lines mean. Scripts that look for passwords or files are passed over.

/// Scripts whose lines are worth keeping as they are.
const IDENTITY: [&str; 24] = [
    "bacnet-info",
    "banner",
    "broadcast-upnp-info",
    "dicom-ping",
    "enip-info",
    "fox-info",
    "hnap-info",
    "http-server-header",
    "http-title",
    "knx-gateway-info",
    "modbus-discover",
    "nbstat",
    "omron-info",
    "pcworx-info",
    "rdp-ntlm-info",
    "s7-info",
    "smb-os-discovery",
    "snmp-info",
    "snmp-sysdescr",
    "ssl-cert",
    "tn3270-screen",
    "upnp-info",
    "vmware-version",
    "ventrilo-info",
];
/// Lines of one script.
const LINES: usize = 24;

/// What a script's output says: attribute and value.
pub(super) fn facts(id: &str, port: &str, output: &str) -> Vec<(&'static str, String)> {
    if !IDENTITY.contains(&id) {
        return Vec::new();
    }
    let lines = || output.lines().map(str::trim).filter(|line| !line.is_empty()).take(LINES);
    let first = lines().next().unwrap_or("").to_owned();
    let after = |key: &str| {
        let line = lines().find_map(|line| line.trim_start_matches(['|', '_', ' ']).strip_prefix(key));
        line.map(|rest| rest.trim_start_matches([':', ' ']).trim_end_matches("\\x00").to_owned())
            .filter(|rest| !rest.is_empty())
    };
    let mut found: Vec<(&'static str, String)> = Vec::new();
    let mut keep = |name: &'static str, value: Option<String>| found.extend(value.map(|value| (name, value)));
    match id {
        "http-title" => keep("http.title", Some(first).filter(|title| !title.starts_with("Did not follow"))),
        "http-server-header" => keep("http.server", Some(first)),
        "snmp-sysdescr" => keep("snmp.sys_descr", Some(first)),
        "banner" if first.starts_with("SSH-") => keep("ssh.banner", Some(first)),
        "ssl-cert" => {
            keep("tls.cert_subject", after("Subject").map(|subject| distinguished(&subject)));
            keep("tls.cert_issuer", after("Issuer").map(|issuer| distinguished(&issuer)));
        }
        "nbstat" => {
            let name = first.split_once("NetBIOS name: ").and_then(|(_, rest)| rest.split(',').next());
            keep(
                "nbns.name",
                name.map(|name| name.trim_matches('"').to_owned()).filter(|name| name != "<unknown>"),
            );
        }
        "smb-os-discovery" => {
            keep("smb.native_os", after("OS"));
            keep("smb.ntlm_computer", after("Computer name"));
        }
        "rdp-ntlm-info" => {
            keep("smb.ntlm_computer", after("NetBIOS_Computer_Name"));
            keep("smb.ntlm_dns_computer", after("DNS_Computer_Name"));
        }
        "enip-info" => {
            keep("enip.product_name", after("productName"));
            keep("enip.revision", after("revision"));
            keep("enip.serial", after("serialNumber"));
        }
        "bacnet-info" => {
            keep("bacnet.vendor_name", after("Vendor Name"));
            keep("bacnet.model", after("Model Name"));
            keep("bacnet.firmware", after("Firmware"));
            keep("bacnet.object_name", after("Object Name"));
        }
        "s7-info" => keep("s7comm.module_name", after("Module")),
        _ => {}
    }
    if found.is_empty() {
        // The port is part of it: one host may serve two things.
        let place = if port.is_empty() { String::new() } else { format!(" {port}") };
        found.extend(lines().map(|line| ("nmap.script", format!("{id}{place} {line}"))));
    }
    found
}

/// `commonName=x/organizationName=y` as `CN=x, O=y`.
fn distinguished(text: &str) -> String {
    const NAMES: [(&str, &str); 6] = [
        ("commonName", "CN"),
        ("organizationName", "O"),
        ("organizationalUnitName", "OU"),
        ("countryName", "C"),
        ("stateOrProvinceName", "ST"),
        ("localityName", "L"),
    ];
    let part = |part: &str| match part.split_once('=') {
        Some((key, value)) => {
            let key = NAMES.iter().find(|(long, _)| *long == key).map_or(key, |(_, short)| *short);
            format!("{key}={value}")
        }
        None => part.to_owned(),
    };
    text.split('/').map(part).collect::<Vec<_>>().join(", ")
}
