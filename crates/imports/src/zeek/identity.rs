//! Every other log: whom it is about, and which of its fields say who that is.

use super::row::Row;
use crate::desk::{Desk, Spot};
use holdfast_facts::Endpoint;

/// Whom a field is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whom {
    /// `id.orig_h`.
    Client,
    /// `id.resp_h`.
    Server,
}
use Whom::{Client, Server};

/// Log, field, whom it is about, our name for it. User names, passwords, file names and bodies are not on the list.
const FIELDS: &[(&str, &str, Whom, &str)] = &[
    ("dns", "query", Client, "dns.query"),
    ("http", "user_agent", Client, "http.user_agent"),
    ("http", "host", Client, "http.host"),
    ("http", "server", Server, "http.server"),
    ("http", "server_header", Server, "http.server"),
    ("ssl", "server_name", Client, "tls.server_name"),
    ("ssl", "ja3", Client, "tls.ja3"),
    ("ssl", "ja4", Client, "tls.ja4"),
    ("ssl", "next_protocol", Server, "tls.alpn"),
    ("ssl", "cipher", Server, "tls.suite"),
    ("ssl", "subject", Server, "tls.cert_subject"),
    ("ssl", "issuer", Server, "tls.cert_issuer"),
    ("ssh", "client", Client, "ssh.banner"),
    ("ssh", "server", Server, "ssh.banner"),
    ("ssh", "hassh", Client, "ssh.hassh"),
    ("ssh", "hasshServer", Server, "ssh.hassh_server"),
    ("snmp", "version", Server, "snmp.version"),
    ("snmp", "display_string", Server, "snmp.sys_descr"),
    ("ntlm", "hostname", Client, "smb.ntlm_computer"),
    ("ntlm", "server_nb_computer_name", Server, "smb.ntlm_computer"),
    ("ntlm", "server_dns_computer_name", Server, "smb.ntlm_dns_computer"),
    ("bacnet_discovery", "vendor", Client, "bacnet.vendor_name"),
    ("bacnet_discovery", "instance_number", Client, "bacnet.device"),
    ("cip_identity", "vendor_id", Server, "enip.vendor_id"),
    ("cip_identity", "product_name", Server, "enip.product_name"),
    ("cip_identity", "product_code", Server, "enip.product_code"),
    ("cip_identity", "revision", Server, "enip.revision"),
    ("cip_identity", "serial_number", Server, "enip.serial"),
    ("cip_identity", "device_type_id", Server, "enip.device_type"),
];

/// Protocols of the plant whose base logs show that a server speaks them.
const SPOKEN: [(&str, &str); 8] = [
    ("modbus", "tcp/502 modbus"),
    ("modbus_detailed", "tcp/502 modbus"),
    ("bacnet", "udp/47808 bacnet"),
    ("dnp3", "tcp/20000 dnp3"),
    ("s7comm", "tcp/102 s7comm"),
    ("s7comm_plus", "tcp/102 s7comm"),
    ("enip", "tcp/44818 enip"),
    ("cip", "tcp/44818 enip"),
];

/// Takes a row; false where its log says nothing of a device.
pub(super) fn read(kind: &str, row: &Row, desk: &mut Desk) -> Result<bool, String> {
    match kind {
        "dhcp" => dhcp(row, desk)?,
        "software" => software(row, desk)?,
        "known_hosts" => {
            let host = host(row, desk)?;
            say(desk, &host, "zeek.known_host", "seen", row, "host")?;
        }
        "known_services" => {
            let host = host(row, desk)?;
            let place = format!("{}/{}", row.get("port_proto").unwrap_or("tcp"), row.number("port_num"));
            let (name, value) = match row.get("service") {
                Some(service) => {
                    let service = service.split(',').next().unwrap_or(service).to_lowercase();
                    let service = if service == "ssl" { "tls".to_owned() } else { service };
                    ("flow.service", format!("{place} {service}"))
                }
                None => ("flow.server_port", place),
            };
            say(desk, &host, name, &value, row, "port_num")?;
        }
        "known_devices" => {
            let mac = row.mac("mac").ok_or("no MAC (`mac`)")?;
            let device = desk.endpoint(Some(mac), None);
            say(desk, &device, "link.address", &mac.to_string(), row, "mac")?;
            said(desk, &device, "dhcp.hostname", row, "dhcp_host_name")?;
        }
        "known_certs" => {
            let host = host(row, desk)?;
            said(desk, &host, "tls.cert_subject", row, "subject")?;
            said(desk, &host, "tls.cert_issuer", row, "issuer_subject")?;
            said(desk, &host, "tls.cert_serial", row, "serial")?;
        }
        // It names no host; ssl.log and known_certs.log do.
        "x509" => x509(row, desk)?,
        "modbus_read_device_identification" => modbus(row, desk)?,
        "bacnet_property" => bacnet(row, desk)?,
        "snmp" => {
            fields(kind, row, desk)?;
            community(row, desk)?;
        }
        kind if FIELDS.iter().any(|(log, ..)| *log == kind) => fields(kind, row, desk)?,
        kind => match SPOKEN.iter().find(|(log, _)| *log == kind) {
            Some((_, service)) => {
                let endpoint = party(row, desk, Server)?;
                let service = match row.get("id.resp_p").and_then(|port| port.parse::<u16>().ok()) {
                    Some(port) => with_port(service, port),
                    None => (*service).to_owned(),
                };
                say(desk, &endpoint, "flow.service", &service, row, "id.resp_p")?;
            }
            None => return Ok(false),
        },
    }
    Ok(true)
}

fn with_port(service: &str, port: u16) -> String {
    match (service.split_once('/'), service.split_once(' ')) {
        (Some((transport, _)), Some((_, name))) => format!("{transport}/{port} {name}"),
        _ => service.to_owned(),
    }
}

fn fields(kind: &str, row: &Row, desk: &mut Desk) -> Result<(), String> {
    let mut any = false;
    for (_, field, whom, name) in FIELDS.iter().filter(|(log, ..)| *log == kind) {
        if row.get(field).is_some() {
            // Who serves may be a group's address; then there is nobody to say it of.
            if let Ok(endpoint) = party(row, desk, *whom) {
                said(desk, &endpoint, name, row, field)?;
                any = true;
            }
        }
    }
    // The version is written without its point: TLSv12.
    if kind == "ssl"
        && let Some(version) = row.get("version").and_then(|text| text.strip_prefix("TLSv1"))
        && let Ok(endpoint) = party(row, desk, Server)
    {
        say(
            desk,
            &endpoint,
            "tls.version",
            &format!("TLS 1.{}", if version.is_empty() { "0" } else { version.trim_start_matches('.') }),
            row,
            "version",
        )?;
        any = true;
    }
    if any { Ok(()) } else { row.at().and_then(|_| party(row, desk, Client)).map(|_| ()) }
}

/// Only the two communities that everybody knows are told.
fn community(row: &Row, desk: &mut Desk) -> Result<(), String> {
    if let Some(default @ ("public" | "private")) = row.get("community") {
        let endpoint = party(row, desk, Server)?;
        say(desk, &endpoint, "snmp.community_default", default, row, "community")?;
    }
    Ok(())
}

fn dhcp(row: &Row, desk: &mut Desk) -> Result<(), String> {
    let mac = row.mac("mac").ok_or("no client's MAC (`mac`)")?;
    let client = desk.endpoint(Some(mac), None);
    say(desk, &client, "link.address", &mac.to_string(), row, "mac")?;
    for (field, name) in [
        ("host_name", "dhcp.hostname"),
        ("client_fqdn", "dhcp.fqdn"),
        ("domain", "dhcp.domain"),
        ("assigned_addr", "dhcp.assigned_address"),
        ("assigned_ip", "dhcp.assigned_address"),
        ("requested_addr", "dhcp.requested_address"),
        ("client_software", "dhcp.vendor_class"),
        ("client_id", "dhcp.client_id"),
    ] {
        said(desk, &client, name, row, field)?;
    }
    if let Some(ip) = row.ip("server_addr") {
        let server = desk.endpoint(None, Some(ip));
        say(desk, &server, "dhcp.server", &ip.to_string(), row, "server_addr")?;
    }
    Ok(())
}

fn software(row: &Row, desk: &mut Desk) -> Result<(), String> {
    let host = host(row, desk)?;
    let kind = row.get("software_type").unwrap_or("");
    let name = row.get("name").unwrap_or("");
    let (field, words) = row.any(&["unparsed_version", "name"]).ok_or("no software named")?;
    let ours = match kind {
        "HTTP::SERVER" => Some("http.server"),
        "HTTP::BROWSER" => Some("http.user_agent"),
        _ => None,
    };
    if let Some(ours) = ours {
        say(desk, &host, ours, words, row, field)?;
    }
    let more = if words.contains(name) { String::new() } else { format!("{name} ") };
    say(desk, &host, "zeek.software", &format!("{kind} {more}{words}"), row, field)
}

/// A certificate names its host only where a script of the site adds the address.
fn x509(row: &Row, desk: &mut Desk) -> Result<(), String> {
    let ip = ["host", "id.resp_h", "san.ip"].into_iter().find_map(|field| row.ip(field));
    let Some(ip) = ip else { return Ok(()) };
    let host = desk.endpoint(None, Some(ip));
    said(desk, &host, "tls.cert_subject", row, "certificate.subject")?;
    said(desk, &host, "tls.cert_issuer", row, "certificate.issuer")?;
    said(desk, &host, "tls.cert_serial", row, "certificate.serial")
}

/// ICSNPP: one row an object of the device identification (Modbus function 43/14).
fn modbus(row: &Row, desk: &mut Desk) -> Result<(), String> {
    let server = party(row, desk, Server)?;
    let object = row.any(&["object_id", "object_name"]).map_or("", |(_, text)| text).to_lowercase();
    let name = match object.replace(['_', ' '], "").as_str() {
        "vendorname" | "0" => "modbus.vendor_name",
        "productcode" | "1" => "modbus.product_code",
        "majorminorrevision" | "2" => "modbus.revision",
        "productname" | "4" => "modbus.product_name",
        "modelname" | "5" => "modbus.model_name",
        _ => return Ok(()),
    };
    said(desk, &server, name, row, "object_value")
}

/// ICSNPP: one row a property that was read. The device object's own properties say what it is.
fn bacnet(row: &Row, desk: &mut Desk) -> Result<(), String> {
    if !row.get("object_type").is_some_and(|object| object.eq_ignore_ascii_case("device")) {
        return Ok(());
    }
    let server = party(row, desk, Server)?;
    let property = row.get("property").unwrap_or("").to_lowercase().replace(['-', '_', ' '], "");
    let name = match property.as_str() {
        "vendorname" => "bacnet.vendor_name",
        "vendoridentifier" => "bacnet.vendor_id",
        "modelname" => "bacnet.model",
        "firmwarerevision" => "bacnet.firmware",
        "objectname" => "bacnet.object_name",
        _ => return Ok(()),
    };
    said(desk, &server, name, row, "value")
}

fn host(row: &Row, desk: &Desk) -> Result<Endpoint, String> {
    let ip = row.ip("host").or_else(|| row.ip("host_ip")).ok_or("no host's address (`host`)")?;
    Ok(desk.endpoint(None, Some(ip)))
}

fn party(row: &Row, desk: &Desk, whom: Whom) -> Result<Endpoint, String> {
    let field = if whom == Client { "id.orig_h" } else { "id.resp_h" };
    let ip = row.ip(field).ok_or_else(|| format!("no address (`{field}`)"))?;
    Ok(desk.endpoint(None, Some(ip)))
}

/// Says what a field holds, if it is set.
fn said(
    desk: &mut Desk,
    endpoint: &Endpoint,
    name: &'static str,
    row: &Row,
    field: &str,
) -> Result<(), String> {
    match row.get(field) {
        Some(value) => say(desk, endpoint, name, value, row, field),
        None => Ok(()),
    }
}

fn say(
    desk: &mut Desk,
    endpoint: &Endpoint,
    name: &'static str,
    value: &str,
    row: &Row,
    field: &str,
) -> Result<(), String> {
    let spot = Spot { row: row.number, column: field, at: row.at()? };
    desk.say(endpoint, name, value, spot);
    Ok(())
}
