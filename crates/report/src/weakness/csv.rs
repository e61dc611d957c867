//! Weaknesses as a flat table, one a row: what maintenance systems load. Columns are only ever added at the end.

use super::{Listed, words};
use crate::asset::{Asset, joined};
use crate::escape::csv_cell;
use holdfast_facts::{Field, Weakness};
use std::io::{self, Write};

const HEADER: [&str; 33] = [
    "id",
    "device",
    "names",
    "asset_tag",
    "serial",
    "place",
    "owner",
    "macs",
    "ips",
    "vendor",
    "model",
    "order_number",
    "firmware",
    "kind",
    "vulnerability",
    "title",
    "status",
    "fix_state",
    "fix_version",
    "fix_says",
    "recalled",
    "kev_date",
    "cvss",
    "cvss_vector",
    "epss",
    "epss_model",
    "advisories",
    "conflict",
    "question",
    "action",
    "by",
    "steps",
    "evidence",
];

/// Writes a header and the weaknesses, the gravest first.
pub fn weaknesses_csv(listed: &Listed<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", HEADER.join(","))?;
    for weakness in &listed.weaknesses {
        writeln!(out, "{}", row(listed, weakness).map(|cell| csv_cell(&cell)).join(","))?;
    }
    Ok(())
}

/// The same as a sheet of a workbook: its name, its header, its rows.
pub fn weaknesses_sheet(listed: &Listed<'_>) -> (String, Vec<String>, Vec<Vec<String>>) {
    let header = HEADER.iter().map(|name| (*name).to_owned()).collect();
    let rows = listed.weaknesses.iter().map(|weakness| row(listed, weakness).to_vec()).collect();
    ("Weaknesses".to_owned(), header, rows)
}

fn row(listed: &Listed<'_>, weakness: &Weakness) -> [String; 33] {
    let device = listed.devices.get(&weakness.device).copied();
    let nothing = Asset::default();
    let asset = listed.assets.get(&weakness.device).unwrap_or(&nothing);
    let claim = |field: Field| words::claim(device, field).unwrap_or("").to_owned();
    let advice = listed.advice.get(&weakness.id);
    let texts = |values: Vec<String>| values.join(" ");
    [
        weakness.id.0.clone(),
        weakness.device.0.clone(),
        device.map_or_else(String::new, |device| device.names.join(" ")),
        joined(&asset.tags),
        joined(&asset.serials),
        joined(&asset.places),
        joined(&asset.owners),
        device.map_or_else(String::new, |d| texts(d.macs.iter().map(ToString::to_string).collect())),
        device.map_or_else(String::new, |d| texts(d.ips.iter().map(ToString::to_string).collect())),
        claim(Field::Vendor),
        claim(Field::Model),
        claim(Field::OrderNumber),
        claim(Field::Firmware),
        claim(Field::Kind),
        weakness.vulnerability.clone(),
        weakness.title.clone(),
        weakness.status.name().to_owned(),
        weakness.fix.name().to_owned(),
        words::fix_version(&weakness.fix).to_owned(),
        weakness.fix_says.first().map_or_else(String::new, |cited| cited.text.clone()),
        weakness.recalled.clone().unwrap_or_default(),
        weakness.exploited.clone().unwrap_or_default(),
        weakness.cvss.as_ref().map_or_else(String::new, |(_, score)| format!("{score:.1}")),
        weakness.cvss.as_ref().map_or_else(String::new, |(vector, _)| vector.clone()),
        weakness
            .epss
            .as_ref()
            .map_or_else(String::new, |(likely, _)| words::probability(*likely).to_string()),
        weakness.epss.as_ref().map_or_else(String::new, |(_, model)| model.clone()),
        words::advisories(weakness).join(" "),
        if weakness.conflict { "yes" } else { "no" }.to_owned(),
        weakness.questions.join("; "),
        advice.map_or("", |advice| advice.action).to_owned(),
        advice.and_then(|advice| advice.by).unwrap_or("").to_owned(),
        advice.map_or_else(String::new, |advice| advice.steps.join("; ")),
        texts(weakness.because.iter().map(ToString::to_string).collect()),
    ]
}
