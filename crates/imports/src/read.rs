//! One file from its first byte to its evidence.

use crate::desk::{Desk, Leftovers};
use crate::table::{Chosen, Map, Mappings};
use crate::unpack::Unpacked;
use crate::{Format, ImportError, Knowledge, Refusal, Warning};
use crate::{cyclonedx, leases, nmap, recognise, suricata, switches, table, text, zeek};
use holdfast_facts::{EvidenceSet, ListRole, ListSummary, SiteId, Timestamp};
use std::io::{BufReader, Read};

/// Formats that are read whole. An export of 100,000 devices has some 50 MiB.
const WHOLE_LIMIT: u64 = 256 << 20;
/// A workbook as it lies on the disk.
const WORKBOOK_LIMIT: u64 = 128 << 20;

/// How a file is to be read.
pub struct Request<'a> {
    /// The site that it is of.
    pub site: SiteId,
    /// The date that it is of; logs have times of their own.
    pub as_of: Timestamp,
    /// What it is, where the user says so.
    pub format: Option<Format>,
    /// Columns that the user names.
    pub maps: &'a [Map],
    /// Columns that the user named before.
    pub remembered: &'a dyn Mappings,
}

/// What a file held.
pub struct Imported {
    /// Its evidence, and its one summary in `lists`.
    pub set: EvidenceSet,
    /// What it was read as.
    pub format: Format,
    /// How a table's columns were understood, a sheet at a time.
    pub chosen: Vec<Chosen>,
    /// Its encoding, where it is a text that was read whole.
    pub encoding: Option<&'static str>,
    /// Rows taken.
    pub rows: u64,
    /// Rows refused.
    pub refused: u64,
    /// The refused rows, as far as they are kept.
    pub refusals: Vec<Refusal>,
    /// Cells passed over.
    pub warned: u64,
    /// Those cells, as far as they are kept.
    pub warnings: Vec<Warning>,
    /// The packed file broke off.
    pub truncated: bool,
}

/// Reads a list or log to its end.
///
/// Errors only where the whole file cannot be taken; a row that cannot be taken is a [`Refusal`].
pub fn read_list(
    input: impl Read,
    request: &Request<'_>,
    knowledge: &Knowledge,
) -> Result<Imported, ImportError> {
    let mut file = Unpacked::open(input)?;
    let format = match request.format {
        Some(format) => format,
        None => recognise::format(file.head())?,
    };
    let mut desk = Desk::new(request.site.clone(), request.as_of);
    let (mut chosen, mut encoding, mut role) = (Vec::new(), None, ListRole::Seen);
    match format {
        Format::Zeek => zeek::read(BufReader::new(&mut file), &mut desk)?,
        Format::Suricata => suricata::read(BufReader::new(&mut file), &mut desk)?,
        Format::Xlsx => {
            let bytes = file.whole("the workbook", WORKBOOK_LIMIT)?;
            let sheets = table::workbook(&bytes)?;
            (chosen, role) = table::read(&sheets, request, knowledge, &mut desk)?;
        }
        Format::Nmap => nmap::read(&file.whole("the file", WHOLE_LIMIT)?, &mut desk)?,
        Format::CycloneDx => {
            role = ListRole::Assets;
            cyclonedx::read(&file.whole("the file", WHOLE_LIMIT)?, knowledge, &mut desk)?;
        }
        Format::Csv | Format::Dnsmasq | Format::IscDhcpd | Format::Kea | Format::Switches => {
            let (text, name) = text::decode(&file.whole("the file", WHOLE_LIMIT)?);
            encoding = Some(name);
            match format {
                Format::Dnsmasq => leases::dnsmasq(&text, &mut desk),
                Format::IscDhcpd => leases::isc(&text, &mut desk),
                Format::Kea => leases::kea(&text, &mut desk)?,
                Format::Switches => switches::read(&text, &mut desk),
                _ => {
                    let sheets =
                        [table::text_table(&text, &|header| knowledge.headers.find(header).is_some())];
                    (chosen, role) = table::read(&sheets, request, knowledge, &mut desk)?;
                }
            }
        }
    }
    let facts = file.finish()?;
    let (mut set, leftovers) = desk.finish(facts.id);
    let Leftovers { rows, refused, refusals, warned, warnings } = leftovers;
    if rows == 0 && refused == 0 {
        return Err(ImportError::Broken {
            format,
            row: 0,
            what: "there is nothing in it that can be read".into(),
        });
    }
    let summary =
        ListSummary { id: facts.id, format: format.name().into(), role, rows, refused, as_of: request.as_of };
    set.lists.insert(facts.id, summary);
    let truncated = facts.truncated;
    Ok(Imported { set, format, chosen, encoding, rows, refused, refusals, warned, warnings, truncated })
}
