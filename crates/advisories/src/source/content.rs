//! What is in an unpacked file: a JSON document, JSON lines, a list of documents, or a table.

use super::desk::{Desk, Step};
use super::entries::{each, entries};
use super::mend::{advice, unreadable};
use super::recognise::{Format, recognise};
use super::{attack, csaf, cve5, cyclonedx_vex, epss, kev, nvd, openvex, recall, table};
use serde::de::IgnoredAny;
use std::borrow::Cow;

const KNOWN: &str =
    "CSAF, CVE 5, NVD 2.0, KEV, EPSS, recalls, OpenVEX, CycloneDX, ATT&CK bundles and tables are read";

/// Reads what is there.
pub(super) fn read(bytes: &[u8], desk: &mut Desk<'_>) {
    let bytes = &*without_mark(bytes);
    match bytes.trim_ascii_start().first() {
        None => desk.refuse("", "there is nothing in it", "fetch it again"),
        Some(b'{' | b'[') => json(bytes.trim_ascii(), desk),
        Some(b'<') => desk.refuse("", "it is XML or a web page", KNOWN),
        Some(_) => table::read(bytes, desk),
    }
}

/// The bytes without a byte order mark; UTF-16 becomes UTF-8.
fn without_mark(bytes: &[u8]) -> Cow<'_, [u8]> {
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => Cow::Borrowed(rest),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => {
            let encoding =
                if bytes.first() == Some(&0xff) { encoding_rs::UTF_16LE } else { encoding_rs::UTF_16BE };
            Cow::Owned(encoding.decode(bytes).0.into_owned().into_bytes())
        }
        _ => Cow::Borrowed(bytes),
    }
}

fn whole(bytes: &[u8]) -> bool {
    serde_json::from_slice::<IgnoredAny>(bytes).is_ok()
}

fn json(bytes: &[u8], desk: &mut Desk<'_>) {
    let mut lines =
        bytes.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty());
    let (first, second) = (lines.next().unwrap_or(bytes), lines.next());
    let Some(second) = second else { return document(bytes, desk) };
    // A document over several lines begins with a line that is no document; JSON lines may begin with a broken one.
    let object = |line: &[u8]| line.starts_with(b"{") && line.ends_with(b"}");
    let broken_first = || first.len() > 1 && object(second) && whole(second) && !whole(bytes);
    if (object(first) && whole(first)) || broken_first() {
        for (index, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
            let line = line.trim_ascii();
            if !line.is_empty() {
                desk.path.push(Step::Line(index + 1));
                document(line, desk);
                desk.path.pop();
            }
        }
    } else {
        document(bytes, desk);
    }
}

fn document(bytes: &[u8], desk: &mut Desk<'_>) {
    if bytes.starts_with(b"[") {
        return list(bytes, desk);
    }
    let format = match recognise(bytes) {
        Ok(Some(format)) => format,
        Ok(None) => return desk.refuse("", "it is JSON of no kind that is known", KNOWN),
        Err(error) => return desk.refuse("", unreadable(&error), advice(&error)),
    };
    match format {
        Format::Csaf => csaf::read(bytes, desk),
        Format::Cve5 => cve5::read(bytes, desk),
        Format::NvdList => nvd::list(bytes, desk),
        Format::NvdEntry | Format::NvdOverride => nvd::entry(bytes, desk),
        Format::NvdRecord => nvd::record(bytes, desk),
        Format::KevList => kev::list(bytes, desk),
        Format::KevEntry => kev::entry(bytes, desk),
        Format::RecallList => recall::list(bytes, desk),
        Format::RecallEntry => recall::entry(bytes, desk),
        Format::EpssList => epss::list(bytes, desk),
        Format::OpenVex => openvex::read(bytes, desk),
        Format::CycloneDx => cyclonedx_vex::read(bytes, desk),
        Format::Attack => attack::read(bytes, desk),
        Format::Directory => {
            let what = "it says where documents are, and is none";
            desk.refuse("", what, "`holdfast feeds update` follows it; or read the documents themselves");
        }
    }
}

/// A list of documents. Lists in lists are no feed.
fn list(bytes: &[u8], desk: &mut Desk<'_>) {
    each(entries(bytes, ""), desk, &mut |_, object, desk| document(object, desk));
}
