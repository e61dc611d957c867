//! From words on the command line to what is said, and of what.

use super::find;
use crate::args::Say;
use crate::failure::{Failure, INPUT, USAGE};
use holdfast_facts::{Device, EndpointKey, Field, Mac, Saying};
use holdfast_identify::Knowledge;
use std::collections::BTreeSet;
use std::net::IpAddr;

const REALMS: [&str; 4] = ["IT", "IoT", "OT", "IoMT"];

/// What one statement is about, and what it says.
type Made = (BTreeSet<EndpointKey>, Saying);

/// Everything that the command line says of the device.
pub(super) fn statements(
    say: &Say,
    device: &Device,
    devices: &[Device],
    knowledge: &Knowledge,
) -> Result<Vec<Made>, Failure> {
    let own = keys(device)?;
    let mut made = Vec::new();
    for text in &say.what {
        let (field, value) = field(text, knowledge)?;
        made.push((own.clone(), Saying::Field(field, value.into())));
    }
    if let Some(text) = &say.merge {
        let other = find(devices, text)?;
        if other.id == device.id {
            return Err(Failure::new(USAGE, "it is the same device already", text, "name two devices"));
        }
        made.push((own.clone(), Saying::Merge(keys(other)?)));
    }
    if let Some(text) = &say.split {
        made.push((BTreeSet::from([part(device, text)?]), Saying::Split));
    }
    if say.ignore {
        made.push((own, Saying::Ignore));
    }
    Ok(made)
}

/// What the statement is bound to.
fn keys(device: &Device) -> Result<BTreeSet<EndpointKey>, Failure> {
    if device.keys.is_empty() {
        return Err(Failure::new(
            USAGE,
            "it is a host of the internet, and nobody's device",
            &device.id,
            "name a device of the site",
        ));
    }
    Ok(device.keys.iter().cloned().collect())
}

fn field(text: &str, knowledge: &Knowledge) -> Result<(Field, String), Failure> {
    let fields: Vec<&str> = Field::ALL.iter().map(|field| field.name()).collect();
    let fields = fields.join(", ");
    let (name, value) = text
        .split_once('=')
        .ok_or_else(|| Failure::new(USAGE, "this is no FIELD=VALUE", text, format!("fields: {fields}")))?;
    let field = Field::from_name(&name.trim().to_lowercase().replace('-', "_")).ok_or_else(|| {
        Failure::new(USAGE, format!("there is no field `{name}`"), text, format!("give one of {fields}"))
    })?;
    let value = value.trim();
    if value.is_empty() {
        return Err(Failure::new(
            USAGE,
            format!("the {} is empty", field.name()),
            text,
            "to take something back, use --undo",
        ));
    }
    let value = match field {
        Field::Kind => knowledge.kinds.named(value).map(|kind| kind.id.clone()).ok_or_else(|| {
            let near: Vec<&str> =
                knowledge.kinds.nearest(value, 5).into_iter().map(|kind| kind.id.as_str()).collect();
            let advice = format!("the nearest are {}", near.join(", "));
            Failure::new(USAGE, format!("there is no kind `{value}`"), text, advice)
        })?,
        Field::Realm => {
            let known = REALMS.into_iter().find(|realm| realm.eq_ignore_ascii_case(value));
            known.map(str::to_owned).ok_or_else(|| {
                let advice = format!("give one of {}", REALMS.join(", "));
                Failure::new(USAGE, format!("there is no realm `{value}`"), text, advice)
            })?
        }
        _ => value.to_owned(),
    };
    Ok((field, value))
}

/// The part of the device that is to be a thing of its own.
fn part(device: &Device, text: &str) -> Result<EndpointKey, Failure> {
    let mac = text.parse::<Mac>().ok();
    let ip = text.parse::<IpAddr>().ok();
    let is = |key: &&EndpointKey| match key {
        EndpointKey::Mac(_, own) => mac == Some(*own),
        EndpointKey::Ip(_, own) => ip == Some(*own),
        EndpointKey::Child(..) | EndpointKey::Listed(..) => false,
    };
    if let Some(key) = device.keys.iter().find(is) {
        return match device.keys.len() {
            1 => Err(nothing_left(device, text)),
            _ => Ok(key.clone()),
        };
    }
    // An address of one of its MACs.
    let site = device.keys.first().map(EndpointKey::site);
    match (ip.filter(|ip| device.ips.contains(ip)), site) {
        (Some(_), _) if device.ips.len() == 1 => Err(nothing_left(device, text)),
        (Some(ip), Some(site)) => Ok(EndpointKey::Ip(site.clone(), ip)),
        _ => {
            let own: Vec<String> = device
                .macs
                .iter()
                .map(ToString::to_string)
                .chain(device.ips.iter().map(ToString::to_string))
                .collect();
            let advice = format!("give one of {}", own.join(", "));
            Err(Failure::new(INPUT, "the device has no such MAC or IP address", text, advice))
        }
    }
}

fn nothing_left(device: &Device, text: &str) -> Failure {
    let what = format!("{} is nothing without this address", device.id);
    Failure::new(USAGE, what, text, "a device that is two things has two addresses")
}
