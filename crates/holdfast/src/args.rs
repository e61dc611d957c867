//! The command line, as DESIGN §5 has it.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Know every connected device, with the evidence.
#[derive(Debug, Parser)]
#[command(
    name = "holdfast",
    version,
    about,
    after_help = "Exit codes: 0 done, 1 internal, 2 wrong use, 3 input unreadable or refused, 4 done in part, 10 a gate failed, 130 interrupted.\nHoldfast only reads. It never sends a packet, and nothing leaves this machine."
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) verb: Verb,
    /// Where what is known is kept; `:memory:` keeps nothing.
    #[arg(long, global = true, value_name = "PATH", env = "HOLDFAST_STORE")]
    pub(crate) store: Option<PathBuf>,
    /// The site file: zones, owners, settings [default: ./holdfast.toml, where there is one].
    #[arg(long, global = true, value_name = "FILE", env = "HOLDFAST_SITE")]
    pub(crate) site: Option<PathBuf>,
    /// The day on which answers are to hold, as YYYY-MM-DD [default: today].
    #[arg(long, global = true, value_name = "DATE", env = "HOLDFAST_AS_OF")]
    pub(crate) as_of: Option<String>,
    /// Colours: on a terminal, always, or never. NO_COLOR is respected.
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, env = "HOLDFAST_COLOR")]
    pub(crate) color: Color,
    /// Say nothing but the result.
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    /// Say more.
    #[arg(long, short, global = true, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Read captures, add what they show to the store, and print every device.
    Look(Look),
    /// Read lists, leases, scans and logs: what is owned, and what others saw.
    Import(Import),
    /// Print the devices in the store.
    Devices(Devices),
    /// Walk from a device, a claim or a piece of evidence to the frames that show it.
    Why(Why),
    /// Say what a device is, where it stands and whose it is; merge, split and ignore devices; undo what was said.
    Say(Say),
    /// Print every weakness that was seen on the wire, gravest first.
    Exposures(Exposures),
    /// Print what crosses between the zones of the site file, and whether it may.
    Conduits(Conduits),
    /// Compare what was seen with what is listed.
    Reconcile(Reconcile),
    /// Advisories, exploited vulnerabilities, scores, recalls: read them in, and see how old they are.
    Feeds {
        #[command(subcommand)]
        verb: FeedsVerb,
    },
    /// What the feeds say of every device, gravest first, and what to do by when.
    Weaknesses(Weaknesses),
    /// Match identities, one JSON object a line, against the feeds.
    Match(MatchIdentities),
    /// What one advisory says of its products: is there a fix, in which words.
    Advisory(AdvisoryId),
    /// Write what other tools and people read: firewall rules, MUD, CycloneDX, CSAF VEX, OpenVEX, OCSF, CSV, XLSX, a sheet of
    /// paper. Nothing is pushed anywhere.
    Export(Export),
    /// Read the example hospital's captures and show what is found.
    Demo,
    /// Check data, store and settings.
    Doctor(Doctor),
    /// Print completions for a shell.
    Completions {
        /// Which shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page, or write one per verb.
    Man {
        /// The folder to write to.
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum FeedsVerb {
    /// Read files and folders of CSAF, CVE 5, NVD, KEV, EPSS, recalls, VEX, ends of support, ATT&CK (plain, .gz, .zst, .zip).
    Import {
        /// Files and folders.
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<PathBuf>,
    },
    /// What is there, how old it is, what was refused.
    Status {
        /// One JSON document.
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Weaknesses {
    /// Only of this device: id, address or name.
    #[arg(value_name = "DEVICE")]
    pub(crate) device: Option<String>,
    /// Only of this advisory or CVE.
    #[arg(long, value_name = "ID")]
    pub(crate) advisory: Option<String>,
    /// Only affected, possibly_affected or not_affected.
    #[arg(long, value_name = "WORD")]
    pub(crate) status: Option<String>,
    /// Only what is known to be exploited.
    #[arg(long)]
    pub(crate) exploited: bool,
    /// Only what nothing can be installed against.
    #[arg(long)]
    pub(crate) unfixable: bool,
    /// Also what is known not to apply.
    #[arg(long)]
    pub(crate) all: bool,
    /// Feed files and folders for this once [default: the feeds folder].
    #[arg(long, value_name = "PATH")]
    pub(crate) feeds: Vec<PathBuf>,
    /// One JSON document.
    #[arg(long, conflicts_with = "csv")]
    pub(crate) json: bool,
    /// CSV.
    #[arg(long)]
    pub(crate) csv: bool,
}

#[derive(Debug, Args)]
pub(crate) struct MatchIdentities {
    /// One {"id", "query": {"vendor", "model", "order_number", "product_code", "product_name", "version"}} a line.
    #[arg(long, value_name = "FILE")]
    pub(crate) identities: PathBuf,
    /// Feed files and folders for this once [default: the feeds folder].
    #[arg(long, value_name = "PATH")]
    pub(crate) feeds: Vec<PathBuf>,
    /// Also say what is known not to apply.
    #[arg(long)]
    pub(crate) all: bool,
    /// One JSON object a line (the only form).
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct AdvisoryId {
    /// Its number: ICSA-22-223-07, CVE-2019-10964 …
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    /// Feed files and folders for this once [default: the feeds folder].
    #[arg(long, value_name = "PATH")]
    pub(crate) feeds: Vec<PathBuf>,
    /// One JSON document.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Look {
    /// pcap and pcapng files (also .gz and .zst), folders of them, or `-` for standard input.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) output: Output,
    /// Files read at once [default: one per core].
    #[arg(long, value_name = "N", env = "HOLDFAST_THREADS")]
    pub(crate) threads: Option<std::num::NonZero<usize>>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Fields for --map: asset_tag, serial, mac, ip, hostname (one of these is needed in each row), name, vendor, model, order_number, firmware, kind, realm, place, owner, department, criticality, os, vlan, status, purchase_date, warranty_until, maintenance_last, maintenance_due, end_of_support, purchase_price, gmdn, umdns, emdn, notes; ignore leaves a column out.\nRefused rows are written to NAME.rejected.csv with the reason; the exit code is then 4."
)]
pub(crate) struct Import {
    /// CSV and XLSX tables, Nmap -oX, lease files, Zeek and Suricata logs, switches' tables, CycloneDX JSON (also .gz); folders of
    /// them; or `-` for standard input.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// What a column means, as HEADER=FIELD; remembered for tables with the same headers.
    #[arg(long, value_name = "HEADER=FIELD")]
    pub(crate) map: Vec<String>,
    /// What the files are, where their content does not tell: csv, xlsx, nmap, dnsmasq, isc-dhcpd, kea, zeek, suricata, switches,
    /// cyclonedx.
    #[arg(long, value_name = "NAME")]
    pub(crate) format: Option<String>,
    /// Where refused rows are written [default: here].
    #[arg(long, value_name = "DIR")]
    pub(crate) rejected: Option<PathBuf>,
    /// One JSON document.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Default, Args)]
pub(crate) struct Output {
    /// One JSON document.
    #[arg(long, conflicts_with_all = ["jsonl", "csv"])]
    pub(crate) json: bool,
    /// One JSON object a line and device.
    #[arg(long, conflicts_with = "csv")]
    pub(crate) jsonl: bool,
    /// CSV.
    #[arg(long)]
    pub(crate) csv: bool,
    /// Leave the evidence out of the JSON document.
    #[arg(long)]
    pub(crate) no_evidence: bool,
    /// Also devices that somebody said to ignore.
    #[arg(long)]
    pub(crate) ignored: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Devices {
    #[command(flatten)]
    pub(crate) output: Output,
    /// Only this kind (an id of the list of kinds, or a plain word for it).
    #[arg(long)]
    pub(crate) kind: Option<String>,
    /// Only this realm: IT, IoT, OT, IoMT.
    #[arg(long)]
    pub(crate) realm: Option<String>,
    /// Only this vendor, in any of its spellings.
    #[arg(long)]
    pub(crate) vendor: Option<String>,
    /// Only devices without vendor and kind.
    #[arg(long)]
    pub(crate) unidentified: bool,
    /// Only devices with this in a name.
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// Only the device with this address, or those in this network (10.20.0.0/16).
    #[arg(long)]
    pub(crate) ip: Option<String>,
    /// Only devices whose MAC begins so.
    #[arg(long)]
    pub(crate) mac: Option<String>,
    /// Only devices that this text is found in; plain words such as "bulb" find their kinds.
    #[arg(long, value_name = "TEXT")]
    pub(crate) search: Option<String>,
    /// Order of the list.
    #[arg(long, value_enum, default_value_t = Sort::Realm)]
    pub(crate) sort: Sort,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Sort {
    #[default]
    Realm,
    Kind,
    Vendor,
    Name,
    Address,
    FirstSeen,
    LastSeen,
    Id,
}

#[derive(Debug, Args)]
pub(crate) struct Why {
    /// A device's id (or its beginning), MAC, IP or name; or a piece of evidence (E-…), an exposure (X-…), a weakness (W-…), a
    /// statement (S-…).
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    /// Look in these captures instead of the store.
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Fields: vendor, model, order_number, firmware, kind (an id of the list of kinds), realm (IT, IoT, OT, IoMT), place, owner.\nWhat a person says goes before what evidence says; of two statements the later one holds. It is bound to the device's addresses, so that later captures change nothing of it, and nothing said is ever lost: an undo is an entry of its own.\n  holdfast say 10.20.10.41 kind=infusion-pump place=\"Ward 7\" --reason \"read on the label\"\n  holdfast say D-7Q2K… --merge D-9M8P…\n  holdfast say --undo S-2F4K…"
)]
pub(crate) struct Say {
    /// The device: its id (or its beginning), MAC, IP or name.
    #[arg(value_name = "DEVICE", required_unless_present_any = ["undo", "list"])]
    pub(crate) device: Option<String>,
    /// What it is, where and whose.
    #[arg(value_name = "FIELD=VALUE", conflicts_with = "list")]
    pub(crate) what: Vec<String>,
    /// It is one thing with this device.
    #[arg(long, value_name = "DEVICE", conflicts_with_all = ["split", "list"])]
    pub(crate) merge: Option<String>,
    /// This address of it (a MAC or an IP) is a thing of its own.
    #[arg(long, value_name = "ADDRESS", conflicts_with = "list")]
    pub(crate) split: Option<String>,
    /// Leave it out of lists and counts.
    #[arg(long, conflicts_with = "list")]
    pub(crate) ignore: bool,
    /// Undo every --ignore of it.
    #[arg(long, conflicts_with_all = ["ignore", "list"])]
    pub(crate) unignore: bool,
    /// Take this statement back.
    #[arg(long, value_name = "S-ID", conflicts_with_all = ["device", "what", "merge", "split", "ignore", "unignore", "list"])]
    pub(crate) undo: Option<String>,
    /// Print every statement, of DEVICE where one is named: who, when, why, and whether it holds.
    #[arg(long)]
    pub(crate) list: bool,
    /// Who says so [default: the user's name].
    #[arg(long, value_name = "NAME", env = "HOLDFAST_PERSON")]
    pub(crate) person: Option<String>,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: Option<String>,
    /// When it was said, as YYYY-MM-DD or RFC 3339 [default: now].
    #[arg(long, value_name = "DATE")]
    pub(crate) on: Option<String>,
    /// One JSON document.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Exposures {
    /// Only of the device whose id begins so.
    #[arg(value_name = "DEVICE")]
    pub(crate) device: Option<String>,
    /// Only this severity and worse: info, low, medium, high, critical.
    #[arg(long)]
    pub(crate) severity: Option<String>,
    /// Only rules that begin so: `cred`, `ctrl.program`.
    #[arg(long)]
    pub(crate) rule: Option<String>,
    /// Also of devices that somebody said to ignore.
    #[arg(long)]
    pub(crate) ignored: bool,
    /// One JSON document, with the evidence.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Conduits {
    /// Only those that the site file does not declare.
    #[arg(long)]
    pub(crate) undeclared: bool,
    /// One JSON document, with the evidence.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Reconcile {
    /// Also devices that somebody said to ignore.
    #[arg(long)]
    pub(crate) ignored: bool,
    /// One JSON document.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// What to write.
    #[arg(value_enum)]
    pub(crate) kind: ExportKind,
    /// The device: its id (or its beginning), MAC, IP or name. Inventories take every device without it.
    #[arg(value_name = "DEVICE")]
    pub(crate) device: Option<String>,
    /// Also devices that somebody said to ignore.
    #[arg(long)]
    pub(crate) ignored: bool,
    /// The file to write [default: standard output].
    #[arg(long, short, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Feed files and folders for this once [default: the feeds folder].
    #[arg(long, value_name = "PATH")]
    pub(crate) feeds: Vec<PathBuf>,
    /// For nft and acl: what was not seen is logged and passes, for the first weeks.
    #[arg(long, conflicts_with = "isolate")]
    pub(crate) log_first: bool,
    /// For nft and acl: nothing passes but DHCP.
    #[arg(long)]
    pub(crate) isolate: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportKind {
    /// Manufacturer usage description (RFC 8520), from what was seen.
    Mud,
    /// nftables rules for a router in front of the device.
    Nft,
    /// Cisco IOS access lists.
    Acl,
    /// CycloneDX 1.6 inventory, with the weaknesses of its devices.
    Cyclonedx,
    /// CSAF 2.0 VEX: which weaknesses the devices have, perhaps have, do not have, and what can be done.
    CsafVex,
    /// OpenVEX 0.2: the same, shorter.
    Openvex,
    /// OCSF vulnerability findings, a JSON object a line.
    Ocsf,
    /// One page of paper (HTML, A4) for a device that no update can help.
    Sheet,
    /// Devices as CSV.
    Csv,
    /// Devices, exposures, conduits and weaknesses as a workbook.
    Xlsx,
}

#[derive(Debug, Args)]
pub(crate) struct Doctor {
    /// Say where each setting comes from.
    #[arg(long)]
    pub(crate) config: bool,
    /// Delete what was concluded from the evidence and kept beside it; the next question concludes it again.
    #[arg(long)]
    pub(crate) forget: bool,
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_help_names_every_field_and_format() {
        use clap::CommandFactory as _;
        let mut command = super::Arguments::command();
        let help = command.find_subcommand_mut("import").unwrap().render_long_help().to_string();
        let words = help.replace(['\n', ','], " ");
        for (field, _) in holdfast_imports::fields() {
            assert!(
                words.contains(&format!(" {field} ")) || words.contains(&format!(" {field};")),
                "{field}"
            );
        }
        for format in holdfast_imports::Format::ALL {
            assert!(help.contains(format.name()), "{format}");
        }
    }
}
