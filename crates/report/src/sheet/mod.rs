//! One page of paper for a device that no update can help: for the people around it, who are no technicians. What it is and
//! where, what is wrong, who says that there is no fix, what to do and by when, what to watch; the proof at the foot. The page
//! holds everything that it needs: no script, nothing from elsewhere.

mod plain;

use crate::asset::{Asset, joined};
use crate::behaviour::called;
use crate::escape::html;
use crate::export::Imprint;
use crate::weakness::{Listed, block, unfixable, words};
use holdfast_facts::{Cited, Device, DeviceId, Field, MatchStatus, Weakness};
use holdfast_names::Kind;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{self, Write};

/// Documents that are told in full; a page is a page.
const TOLD: usize = 3;
/// CVEs that are named of one document.
const NAMED: usize = 4;
/// Pieces of evidence named at the foot.
const PROOF: usize = 12;
/// Characters of a quoted sentence.
const QUOTED: usize = 420;

/// Whether a device has a weakness that no update helps.
pub fn needs_sheet(listed: &Listed<'_>, device: &DeviceId) -> bool {
    listed.weaknesses.iter().any(|weakness| &weakness.device == device && unfixable(weakness))
}

/// Writes the sheet of a device as HTML for A4. Ask [`needs_sheet`] first.
pub fn sheet(
    listed: &Listed<'_>,
    device: &Device,
    kind: Option<&Kind>,
    imprint: &Imprint<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let own: Vec<&Weakness> =
        listed.weaknesses.iter().filter(|weakness| weakness.device == device.id).copied().collect();
    let stuck: Vec<&Weakness> = own.iter().filter(|weakness| unfixable(weakness)).copied().collect();
    let blocks = block::blocks(&stuck, &listed.advice);
    let mut proof = Proof::default();
    let mut page = String::new();
    head(&mut page, device, stuck.iter().any(|weakness| weakness.status == MatchStatus::Affected), imprint);
    what_it_is(&mut page, device, kind, listed.assets.get(&device.id));
    if let Some(number) = stuck.iter().find_map(|weakness| weakness.recalled.as_deref()) {
        let _ = writeln!(page, "<p class=\"recalled\">This device is recalled: {}.</p>", html(number));
    }
    page.push_str("<h2>What is wrong</h2>\n");
    for block in blocks.iter().take(TOLD) {
        what_is_wrong(&mut page, &block.weaknesses, &mut proof);
    }
    if blocks.len() > TOLD {
        let _ = writeln!(
            page,
            "<p>{} more documents name weaknesses of it that cannot be put right: <code>holdfast weaknesses {}</code></p>",
            blocks.len() - TOLD,
            device.id
        );
    }
    page.push_str("<h2>There is no update that helps</h2>\n");
    for block in blocks.iter().take(TOLD) {
        if let Some(first) = block.weaknesses.first() {
            no_fix(&mut page, first, &mut proof);
        }
    }
    what_to_do(&mut page, &stuck, listed);
    what_to_watch(&mut page, &own, &stuck, device, listed);
    foot(&mut page, &stuck, &proof, imprint);
    out.write_all(page.as_bytes())
}

/// Cited places, numbered in the order in which they are used.
#[derive(Default)]
struct Proof(Vec<Cited>);

impl Proof {
    /// The number of a place.
    fn number(&mut self, cited: &Cited) -> usize {
        let same = |held: &Cited| held.document == cited.document && held.pointer == cited.pointer;
        match self.0.iter().position(same) {
            Some(at) => at + 1,
            None => {
                self.0.push(cited.clone());
                self.0.len()
            }
        }
    }
}

fn head(page: &mut String, device: &Device, sure: bool, imprint: &Imprint<'_>) {
    let name = html(&called(Some(device)));
    let attacked =
        if sure { "It can be attacked" } else { "It is not settled whether it can be attacked; if so" };
    let _ = writeln!(
        page,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{name}: cannot be patched</title>\n<style>\n{}</style>\n</head>\n<body>\n\
         <header><p>{}, {}</p>\n<h1>{name} cannot be patched</h1>\n\
         <p>{attacked}{} no update stops that. What protects it is what people do.</p></header>",
        include_str!("sheet.css"),
        html(if imprint.who.trim().is_empty() { "This site" } else { imprint.who }),
        html(imprint.as_of),
        if sure { ", and" } else { "," },
    );
}

fn what_it_is(page: &mut String, device: &Device, kind: Option<&Kind>, asset: Option<&Asset>) {
    let nothing = Asset::default();
    let asset = asset.unwrap_or(&nothing);
    let product = words::product(Some(device));
    let addresses: Vec<String> = device
        .ips
        .iter()
        .map(ToString::to_string)
        .chain(device.macs.iter().map(ToString::to_string))
        .take(4)
        .collect();
    let kind_name = kind.map_or_else(
        || words::claim(Some(device), Field::Kind).unwrap_or("not known").to_owned(),
        |kind| kind.name.clone(),
    );
    page.push_str("<h2>What it is, and where</h2>\n<dl>\n");
    for (name, text) in [
        ("Kind", kind_name),
        ("Make", product),
        ("Place", joined(&asset.places)),
        ("In charge", joined(&asset.owners)),
        ("Asset tag", joined(&asset.tags)),
        ("Serial number", joined(&asset.serials)),
        ("On the network", addresses.join(", ")),
        ("Our number", device.id.0.clone()),
    ] {
        let text = if text.trim().is_empty() { "not known".to_owned() } else { text };
        let _ = writeln!(page, "<dt>{name}</dt><dd>{}</dd>", html(&text));
    }
    page.push_str("</dl>\n");
    if let Some(kind) = kind {
        let danger = match kind.safety.as_str() {
            "life-critical" => " If it stops or does something wrong, a person can come to harm.",
            "care" => " If it stops or does something wrong, care suffers.",
            _ => "",
        };
        let _ = writeln!(page, "<p>{}{danger}</p>", html(&kind.says));
    }
}

fn what_is_wrong(page: &mut String, weaknesses: &[&Weakness], proof: &mut Proof) {
    let Some(first) = weaknesses.first() else { return };
    let names: Vec<&str> = weaknesses.iter().map(|weakness| weakness.vulnerability.as_str()).collect();
    let sure = match first.status {
        MatchStatus::PossiblyAffected => " It is not yet sure that it has this weakness.",
        _ => "",
    };
    let sentence = weaknesses.iter().find_map(|weakness| plain::plain(&weakness.cvss.as_ref()?.0));
    let _ =
        write!(page, "<p>{}", html(sentence.as_deref().unwrap_or("It has a weakness that can be attacked.")));
    if let Some(day) = weaknesses.iter().filter_map(|weakness| weakness.exploited.as_deref()).min() {
        let _ = write!(page, " <strong>This is known to be done elsewhere, since {}.</strong>", html(day));
    }
    let mark = words::decider(first).map(|decider| proof.number(&decider.cited));
    let mark = mark.map(|number| format!(" [{number}]")).unwrap_or_default();
    let _ = writeln!(
        page,
        "{sure}<br>\n<span class=\"why\">{}: {}{mark}</span></p>",
        html(&words::some_of(&names, NAMED)),
        html(&cut(&first.title))
    );
    for question in &first.questions {
        let _ = writeln!(page, "<p>To settle it: {}</p>", html(question));
    }
}

fn no_fix(page: &mut String, weakness: &Weakness, proof: &mut Proof) {
    let by = words::decider(weakness)
        .map(|decider| format!("{} of {}", decider.advisory, decider.publisher))
        .unwrap_or_default();
    let _ = writeln!(page, "<p>{}. {} says:</p>", html(&capital(&words::fix(&weakness.fix))), html(&by));
    for cited in weakness.fix_says.iter().take(2) {
        let number = proof.number(cited);
        let _ = writeln!(page, "<blockquote>“{}” [{number}]</blockquote>", html(&cut(cited.text.trim())));
    }
    if weakness.fix_says.is_empty() {
        page.push_str("<blockquote>No sentence is recorded: ask the maker.</blockquote>\n");
    }
}

fn what_to_do(page: &mut String, stuck: &[&Weakness], listed: &Listed<'_>) {
    page.push_str("<div class=\"do\"><h2>What to do</h2>\n");
    let advice: Vec<_> = stuck.iter().filter_map(|weakness| listed.advice.get(&weakness.id)).collect();
    match advice.first() {
        Some(first) => {
            let by = first.by.map(|by| format!(" – by {by}")).unwrap_or_default();
            let _ = writeln!(page, "<p class=\"by\">{}{}</p>", html(&capital(first.action)), html(&by));
            let mut steps: Vec<&str> = Vec::new();
            for step in advice.iter().flat_map(|advice| advice.steps) {
                if !steps.contains(&step.as_str()) {
                    steps.push(step);
                }
            }
            list(page, "ol", steps.iter().take(7).map(|step| cut(step)));
        }
        None => {
            page.push_str(
                "<p class=\"by\">Nothing was decided yet. Until then:</p>\n<ol>\n\
                 <li>Let only those machines reach it that it needs.</li>\n\
                 <li>Ask the maker for a device that gets updates, and plan to replace this one.</li>\n</ol>\n",
            );
        }
    }
    page.push_str("</div>\n");
}

fn what_to_watch(
    page: &mut String,
    own: &[&Weakness],
    stuck: &[&Weakness],
    device: &Device,
    listed: &Listed<'_>,
) {
    page.push_str("<h2>What to watch</h2>\n");
    let mut watch: Vec<String> = Vec::new();
    for weakness in stuck {
        for sentence in
            listed.advice.get(&weakness.id).into_iter().flat_map(|a| a.failed.iter().chain(a.watch))
        {
            if !watch.contains(sentence) {
                watch.push(sentence.clone());
            }
        }
    }
    watch.truncate(4);
    watch.push("It does something that nobody asked for, or stops without a reason: call clinical engineering or the \
                technical department, and do not switch it off before they say so."
        .to_owned());
    if !device.services.is_empty() {
        let ports: BTreeSet<String> =
            device.services.iter().map(|s| format!("{}/{} {}", s.transport, s.port, s.protocol)).collect();
        let ports: Vec<&str> = ports.iter().map(String::as_str).collect();
        watch.push(format!(
            "It answers on {}: only machines that need it may ask there.",
            words::some_of(&ports, 4)
        ));
    }
    let open = own.iter().filter(|w| !unfixable(w) && w.status != MatchStatus::NotAffected).count();
    if open > 0 {
        watch.push(format!(
            "It has {open} more {} for which there is a fix, or may be: see holdfast weaknesses {}.",
            if open == 1 { "weakness" } else { "weaknesses" },
            device.id
        ));
    }
    list(page, "ul", watch.into_iter());
}

fn foot(page: &mut String, stuck: &[&Weakness], proof: &Proof, imprint: &Imprint<'_>) {
    page.push_str(
        "<footer><p><strong>Proof.</strong> Documents by their BLAKE3 hash, and where in them:</p>\n<ol>\n",
    );
    for cited in &proof.0 {
        let _ = writeln!(page, "<li><code>{} {}</code></li>", html(&cited.document), html(&cited.pointer));
    }
    let evidence: BTreeSet<String> =
        stuck.iter().flat_map(|weakness| &weakness.because).map(ToString::to_string).collect();
    let evidence: Vec<&str> = evidence.iter().map(String::as_str).collect();
    let ids: BTreeSet<&str> = stuck.iter().map(|weakness| weakness.id.0.as_str()).collect();
    let ids: Vec<&str> = ids.into_iter().collect();
    let _ = writeln!(
        page,
        "</ol>\n<p>How we know what it is: <code>{}</code>. Each is explained by <code>holdfast why ID</code>, as are {}. \
         Written by Holdfast {}, as of {}; what changed later is not on it.</p></footer>\n</body>\n</html>",
        html(&words::some_of(&evidence, PROOF)),
        html(&words::some_of(&ids, PROOF)),
        html(imprint.version),
        html(imprint.as_of)
    );
}

fn list(page: &mut String, kind: &str, items: impl Iterator<Item = String>) {
    let _ = writeln!(page, "<{kind}>");
    for item in items {
        let _ = writeln!(page, "<li>{}</li>", html(&item));
    }
    let _ = writeln!(page, "</{kind}>");
}

/// The beginning of a long text.
fn cut(text: &str) -> String {
    match text.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or(text).trim_end()),
        None => text.to_owned(),
    }
}

/// With a capital letter.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
