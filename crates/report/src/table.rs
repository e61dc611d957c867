//! The device table on a terminal.

use crate::escape::terminal;
use holdfast_facts::{Device, Field};
use std::io::{self, Write};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr};

/// How a terminal is written to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Style {
    /// Whether colours are wanted.
    pub color: bool,
    /// Columns, where that is known; lines are cut to it.
    pub width: Option<usize>,
}

const HEAD: [&str; 7] = ["DEVICE", "KIND", "REALM", "VENDOR", "MODEL", "FIRMWARE", "NAME AND ADDRESS"];
/// No column but the last takes more.
const WIDEST: usize = 28;

/// Writes one line a device; `?` is what is not known.
pub fn devices_table(devices: &[&Device], style: Style, out: &mut dyn Write) -> io::Result<()> {
    let rows: Vec<[String; 7]> = devices.iter().map(|device| row(device)).collect();
    let mut widths = HEAD.map(UnicodeWidthStr::width);
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width().min(WIDEST));
        }
    }
    line(out, style, &widths, &HEAD.map(str::to_owned), style.color.then_some("\x1b[1m"))?;
    for (row, device) in rows.iter().zip(devices) {
        let unknown = !device.is_identified();
        line(out, style, &widths, row, (style.color && unknown).then_some("\x1b[2m"))?;
    }
    Ok(())
}

fn row(device: &Device) -> [String; 7] {
    let claim = |field: Field| {
        device.claims.get(&field).map_or_else(|| "?".to_owned(), |claim| terminal(&claim.value))
    };
    let model = match (device.claims.get(&Field::Model), device.claims.get(&Field::OrderNumber)) {
        (None, Some(number)) => terminal(&number.value),
        _ => claim(Field::Model),
    };
    let name = device.names.first().map(|name| terminal(name)).unwrap_or_default();
    let address = device.ips.iter().find(|ip| ip.is_ipv4()).or(device.ips.first()).map(ToString::to_string);
    let mac = device.macs.first().map(ToString::to_string);
    let ignored = device.ignored.then(|| "(ignored)".to_owned());
    let parent = device.parent.as_ref().map(|parent| format!("behind {parent}"));
    let last: Vec<String> =
        [Some(name).filter(|n| !n.is_empty()), address, mac, parent, ignored].into_iter().flatten().collect();
    [
        device.id.0.clone(),
        claim(Field::Kind),
        claim(Field::Realm),
        claim(Field::Vendor),
        model,
        claim(Field::Firmware),
        last.join("  "),
    ]
}

fn line(
    out: &mut dyn Write,
    style: Style,
    widths: &[usize; 7],
    cells: &[String; 7],
    code: Option<&str>,
) -> io::Result<()> {
    let mut text = String::new();
    for (index, (cell, width)) in cells.iter().zip(widths).enumerate() {
        if index + 1 == cells.len() {
            text.push_str(cell);
        } else {
            let cell = cut(cell, *width);
            let pad = width.saturating_sub(cell.width()) + 2;
            text.push_str(&cell);
            text.extend(std::iter::repeat_n(' ', pad));
        }
    }
    let text = match style.width {
        Some(width) => cut(text.trim_end(), width),
        None => text.trim_end().to_owned(),
    };
    match code {
        Some(code) => writeln!(out, "{code}{text}\x1b[0m"),
        None => writeln!(out, "{text}"),
    }
}

/// As much of the text as fits, with `…` where something is left out.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 1;
    for character in text.chars() {
        used += character.width().unwrap_or(0);
        if used > width {
            break;
        }
        out.push(character);
    }
    out.push('…');
    out
}
