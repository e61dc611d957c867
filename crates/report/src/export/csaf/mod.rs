//! CSAF 2.0 in the VEX profile (OASIS, §4.5): what is known of the weaknesses of this site's devices. Every mandatory test of
//! the specification's §6.1 is to hold whatever the devices say of themselves.

mod tree;
mod vulnerability;

use super::products::{by_vulnerability, products};
use super::statement::{Imprint, PLACE, content_id};
use crate::escape::terminal;
use crate::weakness::Listed;
use serde_json::{Value, json};
use std::io::{self, Write};

/// Writes the document. Its number is made of its content: the same content has the same number on every machine.
/// A document without weaknesses is no valid one: ask [`Listed::is_empty`] first.
pub fn csaf_vex(listed: &Listed<'_>, imprint: &Imprint<'_>, out: &mut dyn Write) -> io::Result<()> {
    let products = products(listed);
    let vulnerabilities: Vec<Value> = by_vulnerability(&products)
        .into_iter()
        .map(|(name, said)| vulnerability::vulnerability(name, &said, listed))
        .collect();
    let product_tree = tree::product_tree(&products, &listed.assets);
    let moment = imprint.moment();
    let content = json!([&vulnerabilities, &product_tree]).to_string();
    let number = format!("HOLDFAST-VEX-{}", content_id(&["csaf-vex", imprint.who, imprint.as_of, &content]));
    let who = Some(terminal(imprint.who.trim())).filter(|who| !who.is_empty());
    let document = json!({
        "document": {
            "category": "csaf_vex",
            "csaf_version": "2.0",
            "distribution": {
                "text": "It lists devices of one site: give it to those only who look after them.",
                "tlp": { "label": "AMBER" },
            },
            "lang": "en",
            "notes": [{
                "category": "general",
                "title": "What this is",
                "text": "What advisories say of the devices of this site, matched by maker, model, order number and firmware. \
                         A device whose firmware is not known is under investigation, never taken for safe. Devices are \
                         named by their ids in the product identification.",
            }],
            "publisher": {
                "category": "user",
                "name": who.as_deref().unwrap_or("The site that runs the devices"),
                "namespace": PLACE,
            },
            "title": format!("Weaknesses of {} as of {}", who.as_deref().unwrap_or("this site"), imprint.as_of),
            "tracking": {
                "current_release_date": moment,
                "generator": { "engine": { "name": "holdfast", "version": imprint.version } },
                "id": number,
                "initial_release_date": moment,
                "revision_history": [{ "date": moment, "number": "1", "summary": "As known on that day." }],
                "status": "interim",
                "version": "1",
            },
        },
        "product_tree": product_tree,
        "vulnerabilities": vulnerabilities,
    });
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}
