//! What a client asks for, without secrets: user names in addresses, keys in paths (a Hue bridge's key is one), and the
//! values of query parameters go; names of models, versions and files stay.

use super::json::is_collection;

/// Query parameters whose values say what the client is.
const KEPT: [&str; 36] = [
    "model",
    "modelid",
    "modelname",
    "model_name",
    "_model",
    "devicemodel",
    "device_model",
    "version",
    "ver",
    "fw",
    "fwver",
    "fw_ver",
    "fwversion",
    "fw_version",
    "firmware",
    "firmwareversion",
    "firmware_version",
    "sw",
    "swversion",
    "hw",
    "hwversion",
    "hw_version",
    "hardware",
    "type",
    "device_type",
    "devicetype",
    "product",
    "productid",
    "vendor",
    "brand",
    "_brand",
    "manufacturer",
    "os",
    "platform",
    "serial",
    "serialnumber",
];

/// Files that every page is made of.
const ASSETS: [&str; 16] = [
    ".js", ".css", ".png", ".jpg", ".jpeg", ".gif", ".ico", ".svg", ".webp", ".woff", ".woff2", ".html",
    ".htm", ".mp4", ".ts", ".m3u8",
];

/// Whether the address holds a parameter that says what the client is.
pub(super) fn names_itself(target: &str) -> bool {
    target.split_once('?').is_some_and(|(_, query)| {
        query.split('&').any(|pair| pair.split_once('=').is_some_and(|(key, _)| is_kept(key)))
    })
}

/// Whether the address may tell one client from another; pages and pictures do not.
pub(super) fn may_identify(target: &str) -> bool {
    let path = path_of(target).split('?').next().unwrap_or("").to_ascii_lowercase();
    names_itself(target) || (path.len() > 1 && !ASSETS.iter().any(|ending| path.ends_with(ending)))
}

/// The address with everything that may be a secret or a person replaced by `…`.
pub(super) fn without_secrets(target: &str) -> String {
    let target = path_of(target);
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (target, None),
    };
    let segments: Vec<&str> = path.split('/').collect();
    let mut shown = Vec::with_capacity(segments.len());
    for (at, segment) in segments.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| segments.get(before));
        let after = segments.get(at + 1);
        // /api/KEY/lights: the key may be a plain word.
        let keyed = before == Some(&"api") && after.is_some_and(|word| is_bridge_word(word));
        let segment = segment.split(';').next().unwrap_or("");
        shown.push(if keyed || may_be_secret(segment) { "…" } else { segment });
    }
    let path = shown.join("/");
    let Some(query) = query else { return path };
    let pairs: Vec<String> = query.split('&').take(24).map(pair).collect();
    format!("{path}?{}", pairs.join("&"))
}

fn pair(pair: &str) -> String {
    match pair.split_once('=') {
        Some((key, _)) if key.len() > 32 || may_be_secret(key) => "…".to_owned(),
        Some((key, value)) if is_kept(key) && !value.contains('@') => format!("{key}={value}"),
        Some((key, _)) => format!("{key}=…"),
        None if pair.len() > 20 || pair.contains('@') => "…".to_owned(),
        None => pair.to_owned(),
    }
}

fn is_kept(key: &str) -> bool {
    let lower = key.to_ascii_lowercase();
    KEPT.contains(&lower.as_str()) || lower == "sn"
}

/// An absolute address (RFC 9112 §3.2.2) without scheme and authority, which `Host` repeats and which may hold a login.
fn path_of(target: &str) -> &str {
    match target.split_once("://") {
        Some((scheme, rest)) if scheme.len() <= 5 => {
            rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/")
        }
        // CONNECT names an authority.
        _ => target.rsplit_once('@').filter(|_| !target.starts_with('/')).map_or(target, |(_, host)| host),
    }
}

/// Keys, tokens and hashes are long and mixed, without the dots of a file; an address of a person has an @.
fn may_be_secret(segment: &str) -> bool {
    if segment.len() > 64 || segment.contains('@') || segment.contains("%40") {
        return true;
    }
    let mixed =
        segment.bytes().any(|b| b.is_ascii_digit()) && segment.bytes().any(|b| b.is_ascii_alphabetic());
    let plain = segment
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'=' | b':' | b'~' | b'%'));
    segment.len() >= 20 && mixed && plain
}

fn is_bridge_word(word: &str) -> bool {
    is_collection(word.as_bytes())
        || ["config", "groups", "scenes", "rules", "schedules", "resourcelinks", "info"].contains(&word)
}

/// `lights/3` of `/api/KEY/lights/3`: which things an answer will be about.
pub(super) fn asked(target: &[u8]) -> Vec<u8> {
    let path = target.split(|byte| *byte == b'?').next().unwrap_or(&[]);
    let mut segments = path.split(|byte| *byte == b'/').skip_while(|segment| !is_collection(segment));
    let Some(collection) = segments.next() else { return Vec::new() };
    match segments.next().filter(|name| !name.is_empty() && name.len() <= 40) {
        Some(name) => [collection, b"/", name].concat(),
        None => collection.to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_go() {
        for (target, shown) in [
            ("/api/59df4532a5f9c15ff500b552b69bbc/lights/3/state", "/api/…/lights/3/state"),
            ("/api/newdeveloper/config", "/api/…/config"),
            ("/api/config", "/api/config"),
            ("http://ann:pw@host/a?user=ann&model=X", "/a?user=…&model=X"),
            ("/bot110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/getMe", "/…/getMe"),
            ("/mail/ann@example.org/x;jsessionid=1", "/mail/…/x"),
            ("/p?1234567890abcdef1234567890", "/p?…"),
            ("ann:pw@host:443", "host:443"),
        ] {
            assert_eq!(without_secrets(target), shown);
        }
    }

    #[test]
    fn what_says_something_stays() {
        for target in [
            "/router/firmware/query.aspx?model=DCH-S150_Ax_Default_FW_0120_908D78A8E143",
            "/static/firmware/agent/DCH-S160/D-Link-DCH-S160-1.7.5-AX",
            "/scale/register?serialNumber=20F85ECA9152",
        ] {
            assert_eq!(without_secrets(target), target);
            assert!(may_identify(target));
        }
        assert!(!may_identify("/"));
        assert!(!may_identify("/html/lib/js/menu.js?x=1"));
    }

    #[test]
    fn the_thing_asked_for() {
        assert_eq!(asked(b"/api/KEY/lights/3"), b"lights/3");
        assert_eq!(asked(b"/api/KEY/sensors/?x"), b"sensors");
        assert_eq!(asked(b"/api/KEY"), b"");
    }
}
