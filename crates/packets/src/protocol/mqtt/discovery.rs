//! Home Assistant discovery: `homeassistant/<kind>/<node>/<object>/config` with the device's maker, model and software.

use super::super::{About, Sink};

/// Reads the message; it is about the node that the topic names, behind whoever publishes.
pub(super) fn read(topic: &[u8], json: &[u8], sink: &mut Sink<'_>) {
    let Some(node) = topic.split(|b| *b == b'/').nth(2) else { return };
    let child = format!("mqtt:{}", String::from_utf8_lossy(node.get(..40).unwrap_or(node)));
    for (short, long) in
        [("mf", "manufacturer"), ("mdl", "model"), ("sw", "sw_version"), ("hw", "hw_version")]
    {
        let value = string_of(json, short).or_else(|| string_of(json, long));
        if let Some(value) = value {
            let shown = holdfast_facts::readable(value);
            sink.value(About::Child(&child), "mqtt.discovery", format_args!("{short}={shown}"), value);
        }
    }
}

fn string_of<'a>(json: &'a [u8], key: &str) -> Option<&'a [u8]> {
    let quoted = format!("\"{key}\"");
    let at = json.windows(quoted.len()).position(|w| w == quoted.as_bytes())? + quoted.len();
    let rest = json.get(at..)?;
    let open = rest.iter().take(4).position(|b| *b == b'"')?;
    let value = rest.get(open + 1..)?.split(|b| *b == b'"').next()?;
    (!value.is_empty() && value.len() < 100).then_some(value)
}
