//! Devices as CSV, one a row.

use crate::escape::csv_cell;
use crate::json::by_device;
use holdfast_facts::{Device, Exposure, Field};
use std::io::{self, Write};

/// Writes a header and the devices.
pub fn devices_csv(devices: &[&Device], exposures: &[Exposure], out: &mut dyn Write) -> io::Result<()> {
    let exposures = by_device(exposures);
    writeln!(
        out,
        "id,parent,macs,ips,names,vendor,model,order_number,firmware,kind,realm,certainty,first_seen,last_seen,services,exposures,place,owner,basis"
    )?;
    for device in devices {
        let list = |items: Vec<String>| items.join(" ");
        let claim =
            |field: Field| device.claims.get(&field).map_or("", |claim| claim.value.as_str()).to_owned();
        let surest = device
            .claims
            .iter()
            .filter(|(field, _)| field.is_identity())
            .map(|(_, claim)| claim.certainty.get())
            .fold(0.0, f64::max);
        let services =
            device.services.iter().map(|s| format!("{}/{}:{}", s.transport, s.port, s.protocol)).collect();
        let cells = [
            device.id.0.clone(),
            device.parent.as_ref().map_or_else(String::new, |id| id.0.clone()),
            list(device.macs.iter().map(ToString::to_string).collect()),
            list(device.ips.iter().map(ToString::to_string).collect()),
            device.names.join(" "),
            claim(Field::Vendor),
            claim(Field::Model),
            claim(Field::OrderNumber),
            claim(Field::Firmware),
            claim(Field::Kind),
            claim(Field::Realm),
            format!("{surest:.2}"),
            device.first_seen.map_or_else(String::new, |t| t.to_string()),
            device.last_seen.map_or_else(String::new, |t| t.to_string()),
            list(services),
            list(
                exposures
                    .get(&device.id)
                    .into_iter()
                    .flatten()
                    .map(|exposure| exposure.rule.clone())
                    .collect(),
            ),
            claim(Field::Place),
            claim(Field::Owner),
            basis(device),
        ];
        writeln!(out, "{}", cells.map(|cell| csv_cell(&cell)).join(","))?;
    }
    Ok(())
}

/// How each claim came about: `kind=said vendor=observed`.
pub(crate) fn basis(device: &Device) -> String {
    let list: Vec<String> = device
        .claims
        .iter()
        .map(|(field, claim)| format!("{}={}", field.name(), claim.basis.name()))
        .collect();
    list.join(" ")
}
