//! Messages on topics that everybody knows, in which a thing says what it is: Home Assistant's discovery
//! (`homeassistant/<kind>/[<node>/]<object>/config`), Tasmota's (`tasmota/discovery/<MAC>/config`) and Shelly's
//! (`shellies/announce`).

use super::super::{About, Sink, json::text};

/// Reads the message, if its topic is one of these.
pub(super) fn read(topic: &[u8], json: &[u8], sink: &mut Sink<'_>) {
    if topic.starts_with(b"homeassistant/") && topic.ends_with(b"/config") {
        behind(topic, json, sink);
    } else if topic.starts_with(b"tasmota/discovery/") && topic.ends_with(b"/config") {
        own(&[("mdl", "md"), ("sw", "sw")], json, sink);
    } else if topic == b"shellies/announce"
        || topic.ends_with(b"/announce") && topic.starts_with(b"shellies/")
    {
        own(&[("mdl", "model"), ("sw", "fw_ver")], json, sink);
    }
}

/// About the node, behind whoever publishes. One device has many objects; its id holds them together.
fn behind(topic: &[u8], json: &[u8], sink: &mut Sink<'_>) {
    let id = text(json, "ids")
        .or_else(|| text(json, "identifiers"))
        .or_else(|| topic.split(|b| *b == b'/').nth(2));
    let Some(id) = id else { return };
    let child = format!("mqtt:{}", holdfast_facts::readable(id.get(..40).unwrap_or(id)));
    for (short, long) in
        [("mf", "manufacturer"), ("mdl", "model"), ("sw", "sw_version"), ("hw", "hw_version")]
    {
        let value = text(json, short).or_else(|| text(json, long));
        if let Some(value) = value {
            let shown = holdfast_facts::readable(value);
            sink.value(About::Child(&child), "mqtt.discovery", format_args!("{short}={shown}"), value);
        }
    }
}

/// About the publisher itself.
fn own(keys: &[(&str, &str)], json: &[u8], sink: &mut Sink<'_>) {
    for (name, key) in keys {
        if let Some(value) = text(json, key) {
            let shown = holdfast_facts::readable(value);
            sink.value(About::Source, "mqtt.discovery", format_args!("{name}={shown}"), value);
        }
    }
}
