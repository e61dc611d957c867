//! A workbook for people who live in spreadsheets: a sheet each for devices, exposures and conduits, with a frozen header and
//! filters. Every cell is text or a number: nothing that came from the wire is a formula.

use crate::behaviour::ConduitRow;
use holdfast_facts::{Device, Exposure, Field};
use rust_xlsxwriter::{Format, Workbook as Book, Worksheet, XlsxError};
use std::io::Write;

/// What goes into it.
#[derive(Debug)]
pub struct Workbook<'a> {
    /// Devices.
    pub devices: &'a [&'a Device],
    /// Exposures.
    pub exposures: &'a [Exposure],
    /// What crosses between zones.
    pub conduits: &'a [ConduitRow],
    /// Further sheets: name, header, rows.
    pub more: Vec<(String, Vec<String>, Vec<Vec<String>>)>,
    /// The day, as YYYY-MM-DD.
    pub as_of: &'a str,
}

/// Excel takes no more in a cell.
const CELL: usize = 32_000;

/// Writes the workbook. Equal content gives equal bytes.
pub fn xlsx(content: &Workbook<'_>, out: &mut dyn Write) -> Result<(), String> {
    build(content)
        .and_then(|mut book| book.save_to_buffer())
        .map_err(|error| error.to_string())
        .and_then(|bytes| out.write_all(&bytes).map_err(|error| error.to_string()))
}

fn build(content: &Workbook<'_>) -> Result<Book, XlsxError> {
    let mut book = Book::new();
    // The day that was asked for, not the moment of writing.
    let mut parts = content.as_of.split('-').filter_map(|part| part.parse::<u16>().ok());
    let (year, month, day) =
        (parts.next().unwrap_or(2000), parts.next().unwrap_or(1), parts.next().unwrap_or(1));
    let date = rust_xlsxwriter::ExcelDateTime::from_ymd(year, month as u8, day as u8)?;
    book.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&date));
    let devices: Vec<Vec<String>> = content.devices.iter().map(|device| device_row(device)).collect();
    sheet(
        book.add_worksheet(),
        "Devices",
        &[
            "Id",
            "Name",
            "Kind",
            "Realm",
            "Vendor",
            "Model",
            "Order number",
            "Firmware",
            "MAC",
            "IP",
            "First seen",
            "Last seen",
            "Services",
            "Notes",
            "Place",
            "Owner",
            "Basis",
        ],
        &devices,
    )?;
    let exposures: Vec<Vec<String>> = content.exposures.iter().map(exposure_row).collect();
    sheet(
        book.add_worksheet(),
        "Exposures",
        &["Id", "Device", "Severity", "Rule", "Says", "Peers", "First seen", "Last seen", "Evidence"],
        &exposures,
    )?;
    let conduits: Vec<Vec<String>> = content
        .conduits
        .iter()
        .map(|row| {
            vec![
                row.from.clone(),
                row.to.clone(),
                row.what.clone(),
                row.declared.to_owned(),
                row.clients.to_string(),
                row.servers.to_string(),
                row.bytes.to_string(),
            ]
        })
        .collect();
    sheet(
        book.add_worksheet(),
        "Conduits",
        &["From", "To", "Over", "Declared", "Asking", "Asked", "Bytes"],
        &conduits,
    )?;
    for (name, header, rows) in &content.more {
        let header: Vec<&str> = header.iter().map(String::as_str).collect();
        sheet(book.add_worksheet(), name, &header, rows)?;
    }
    Ok(book)
}

fn sheet(sheet: &mut Worksheet, name: &str, header: &[&str], rows: &[Vec<String>]) -> Result<(), XlsxError> {
    sheet.set_name(name)?;
    let bold = Format::new().set_bold();
    for (column, text) in header.iter().enumerate() {
        let column = u16::try_from(column).unwrap_or(u16::MAX);
        sheet.write_string_with_format(0, column, *text, &bold)?;
        sheet.set_column_width(column, 18)?;
    }
    for (row, cells) in rows.iter().enumerate() {
        for (column, text) in cells.iter().enumerate() {
            let text: String = text.chars().filter(|c| !c.is_control() || *c == '\n').take(CELL).collect();
            let place =
                (u32::try_from(row + 1).unwrap_or(u32::MAX), u16::try_from(column).unwrap_or(u16::MAX));
            sheet.write_string(place.0, place.1, text)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    if !rows.is_empty() {
        let last =
            (u32::try_from(rows.len()).unwrap_or(u32::MAX), u16::try_from(header.len() - 1).unwrap_or(0));
        sheet.autofilter(0, 0, last.0, last.1)?;
    }
    Ok(())
}

fn device_row(device: &Device) -> Vec<String> {
    let claim =
        |field: Field| device.claims.get(&field).map_or_else(String::new, |claim| claim.value.clone());
    let join = |list: Vec<String>| list.join(", ");
    vec![
        device.id.0.clone(),
        device.names.join(", "),
        claim(Field::Kind),
        claim(Field::Realm),
        claim(Field::Vendor),
        claim(Field::Model),
        claim(Field::OrderNumber),
        claim(Field::Firmware),
        join(device.macs.iter().map(ToString::to_string).collect()),
        join(device.ips.iter().map(ToString::to_string).collect()),
        device.first_seen.map_or_else(String::new, |time| time.to_string()),
        device.last_seen.map_or_else(String::new, |time| time.to_string()),
        join(device.services.iter().map(|s| format!("{}/{} {}", s.transport, s.port, s.protocol)).collect()),
        device.notes.join("; "),
        claim(Field::Place),
        claim(Field::Owner),
        crate::csv::basis(device),
    ]
}

fn exposure_row(exposure: &Exposure) -> Vec<String> {
    let evidence: Vec<String> = exposure.because.iter().map(|(id, _)| id.to_string()).collect();
    vec![
        exposure.id.0.clone(),
        exposure.device.0.clone(),
        exposure.severity.name().to_owned(),
        exposure.rule.clone(),
        exposure.says.clone(),
        exposure.peers.join(", "),
        exposure.first.to_string(),
        exposure.last.to_string(),
        evidence.join(", "),
    ]
}
