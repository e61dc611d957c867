//! ClientHello and ServerHello (RFC 8446 §4.1), borrowed.

use crate::Cursor;

/// Items of one list that are looked at.
const LIST: usize = 256;

/// What a client offers.
#[derive(Debug, Default)]
pub(in crate::protocol) struct Client<'a> {
    pub(super) legacy_version: u16,
    pub(super) suites: Vec<u16>,
    pub(super) extensions: Vec<u16>,
    pub(super) groups: Vec<u16>,
    pub(super) point_formats: &'a [u8],
    pub(super) signature_algorithms: Vec<u16>,
    pub(super) versions: Vec<u16>,
    pub(in crate::protocol) alpn: Vec<&'a [u8]>,
    pub(in crate::protocol) server_name: Option<&'a [u8]>,
    /// Body of the QUIC transport parameters, where there are some.
    pub(in crate::protocol) quic_parameters: Option<&'a [u8]>,
}

/// What a server chose.
#[derive(Debug)]
pub(super) struct Server {
    pub(super) version: u16,
    pub(super) suite: u16,
}

impl Client<'_> {
    /// The highest version offered; GREASE (RFC 8701) is none.
    pub(super) fn highest_version(&self) -> u16 {
        self.versions
            .iter()
            .copied()
            .filter(|version| !is_grease(*version))
            .max()
            .unwrap_or(self.legacy_version)
    }
}

/// Values that clients send so that servers learn to ignore what they do not know (RFC 8701).
pub(super) fn is_grease(value: u16) -> bool {
    value & 0x0f0f == 0x0a0a && value >> 8 == value & 0xff
}

/// `TLS 1.2`.
pub(super) fn version_name(version: u16) -> String {
    match version {
        0x0002 | 0x0200 => "SSL 2".to_owned(),
        0x0300 => "SSL 3".to_owned(),
        0x0301..=0x0304 => format!("TLS 1.{}", version - 0x0301),
        _ => format!("0x{version:04x}"),
    }
}

fn list(bytes: &[u8]) -> Vec<u16> {
    bytes
        .chunks_exact(2)
        .take(LIST)
        .filter_map(|pair| Some(u16::from_be_bytes(pair.try_into().ok()?)))
        .collect()
}

/// Reads a whole client hello's body.
pub(in crate::protocol) fn client(body: &[u8]) -> Option<Client<'_>> {
    read(body, true)
}

/// Reads a client hello that breaks off: the extensions that stand in it.
pub(in crate::protocol) fn client_start(body: &[u8]) -> Option<Client<'_>> {
    read(body, false)
}

fn read(body: &[u8], whole: bool) -> Option<Client<'_>> {
    let mut cursor = Cursor::new(body);
    let mut hello = Client { legacy_version: cursor.u16()?, ..Client::default() };
    cursor.skip(32)?;
    let session = cursor.u8()?;
    cursor.skip(usize::from(session))?;
    let suites = cursor.u16()?;
    hello.suites = list(cursor.take(usize::from(suites))?);
    let compression = cursor.u8()?;
    cursor.skip(usize::from(compression))?;
    let length = cursor.u16().unwrap_or(0);
    let mut extensions = Cursor::new(cursor.take_up_to(usize::from(length)));
    while let (Some(kind), Some(length)) = (extensions.u16(), extensions.u16()) {
        let data = match extensions.take(usize::from(length)) {
            Some(data) => data,
            None if whole => return None,
            None => break,
        };
        if hello.extensions.len() >= LIST {
            break;
        }
        hello.extensions.push(kind);
        extension(&mut hello, kind, data);
    }
    Some(hello)
}

fn extension<'a>(hello: &mut Client<'a>, kind: u16, data: &'a [u8]) {
    let mut cursor = Cursor::new(data);
    match kind {
        // List length, name type 0, name (RFC 6066 §3).
        0 => {
            let _ = cursor.u16();
            if cursor.u8() == Some(0) {
                hello.server_name = cursor.u16().and_then(|length| cursor.take(usize::from(length)));
            }
        }
        10 => hello.groups = list(data.get(2..).unwrap_or(&[])),
        11 => hello.point_formats = data.get(1..).unwrap_or(&[]),
        13 => hello.signature_algorithms = list(data.get(2..).unwrap_or(&[])),
        16 => {
            let _ = cursor.u16();
            while let Some(name) = cursor.u8().and_then(|length| cursor.take(usize::from(length))) {
                if hello.alpn.len() < 16 {
                    hello.alpn.push(name);
                }
            }
        }
        43 => hello.versions = list(data.get(1..).unwrap_or(&[])),
        57 | 0xffa5 => hello.quic_parameters = Some(data),
        _ => {}
    }
}

/// Reads a server hello's body; TLS 1.3 says its version in an extension.
pub(super) fn server(body: &[u8]) -> Option<Server> {
    let mut cursor = Cursor::new(body);
    let mut version = cursor.u16()?;
    cursor.skip(32)?;
    let session = cursor.u8()?;
    cursor.skip(usize::from(session))?;
    let suite = cursor.u16()?;
    let _ = cursor.u8();
    let length = cursor.u16().unwrap_or(0);
    let mut extensions = Cursor::new(cursor.take_up_to(usize::from(length)));
    while let (Some(kind), Some(length)) = (extensions.u16(), extensions.u16()) {
        let data = extensions.take_up_to(usize::from(length));
        if kind == 43
            && let Ok(chosen) = <[u8; 2]>::try_from(data)
        {
            version = u16::from_be_bytes(chosen);
        }
    }
    Some(Server { version, suite })
}
