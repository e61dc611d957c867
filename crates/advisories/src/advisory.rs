//! What every source is read into: a document that says of products whether they are affected, and what can be done.
//!
//! The shape is CSAF's, because it is the richest; sources that know less leave the rest empty. Nothing is interpreted
//! here: names and version texts stand as written, so that tomorrow's rules can read them again.

use crate::cpe::{Applicability, Cpe};
use serde::{Deserialize, Serialize};

/// Who speaks, in the order in which they are believed of the same product and CVE: first one first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// A VEX statement (OpenVEX, CSAF VEX of the vendor or the site, CycloneDX VEX), or a person's own decision.
    Vex,
    /// A recall or field safety notice of a regulator or the maker.
    Recall,
    /// CSAF of the maker itself.
    VendorCsaf,
    /// CSAF of a coordinator (a national CERT).
    CoordinatorCsaf,
    /// CVE 5 record, container of the numbering authority.
    Cve5Cna,
    /// CVE 5 record, container of somebody who adds to it.
    Cve5Adp,
    /// Corrections and completions of NVD's configurations by others.
    NvdOverride,
    /// NVD's own configurations.
    Nvd,
    /// A list of ends of support.
    EndOfSupport,
}

impl SourceKind {
    /// The word in JSON.
    pub fn name(self) -> &'static str {
        match self {
            SourceKind::Vex => "vex",
            SourceKind::Recall => "recall",
            SourceKind::VendorCsaf => "vendor_csaf",
            SourceKind::CoordinatorCsaf => "coordinator_csaf",
            SourceKind::Cve5Cna => "cve5_cna",
            SourceKind::Cve5Adp => "cve5_adp",
            SourceKind::NvdOverride => "nvd_override",
            SourceKind::Nvd => "nvd",
            SourceKind::EndOfSupport => "end_of_support",
        }
    }
}

/// One document or record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Advisory {
    /// As the publisher numbers it: `ICSA-22-223-07`, `CVE-2024-1234`, `Z-0123-2024`.
    pub id: String,
    /// Who speaks.
    pub source: SourceKind,
    /// The publisher's name.
    pub publisher: String,
    /// Its title.
    pub title: String,
    /// Where it is published.
    pub url: Option<String>,
    /// First published, RFC 3339 as written.
    pub published: Option<String>,
    /// Last changed, RFC 3339 as written.
    pub updated: Option<String>,
    /// The publisher's own number of this state: of two documents with one id the later one counts.
    pub revision: String,
    /// BLAKE3 of the bytes it was read from, in hex: pointers lead into these.
    pub document: String,
    /// What is spoken of.
    pub products: Vec<Product>,
    /// What is said.
    pub vulnerabilities: Vec<Vulnerability>,
    /// Texts about the whole document: summaries, recommended practices. Kind (`summary`, `general`, `other` …) and text.
    pub notes: Vec<Note>,
    /// The document is a regulator's or the maker's recall, and its class (`I`, `II`, `III`) where given.
    pub recall: Option<Recall>,
    /// It was taken back (CVE state REJECTED, withdrawn advisory): said, matched to nothing.
    pub withdrawn: bool,
}

/// A text about the whole document or one vulnerability.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// `summary`, `details`, `general`, `description`, `other` …
    pub kind: String,
    /// Its heading.
    pub title: String,
    /// The text.
    pub text: String,
    /// Where in the document.
    pub pointer: String,
}

/// A recall's own facts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recall {
    /// The regulator's class: `I` is the gravest; empty where none is given.
    pub class: String,
    /// `ongoing`, `completed`, `terminated`; empty where not said.
    pub state: String,
    /// Why, in the regulator's words.
    pub reason: String,
    /// Lots, serial numbers, dates that it is bound to, as written; empty: every unit.
    pub scope: String,
}

/// One thing that a document speaks of: a product with a condition on its version.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Product {
    /// The document's own name of it (CSAF product_id); for other sources a number.
    pub key: String,
    /// The vendor as written.
    pub vendor: String,
    /// Product names as written, the most specific last: family and product of a CSAF branch path, without the vendor.
    pub names: Vec<String>,
    /// The whole name as the document prints it.
    pub full_name: String,
    /// The condition on the version.
    pub version: VersionText,
    /// Order, model and part numbers, as written.
    pub model_numbers: Vec<String>,
    /// Serial numbers, as written (CSAF product_identification_helper, recalls).
    pub serial_numbers: Vec<String>,
    /// CPE name where the source gives one.
    pub cpe: Option<Cpe>,
    /// Package URLs, as written.
    pub purls: Vec<String>,
    /// The product that it is installed on or part of (index into `products`), and how the document calls that.
    pub host: Option<(usize, Relationship)>,
    /// Where in the document.
    pub pointer: String,
}

/// How one product relates to another (CSAF relationship categories).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relationship {
    /// Software on a device.
    InstalledOn,
    /// Installed with another product.
    InstalledWith,
    /// A component from elsewhere in the product.
    ExternalComponentOf,
    /// A component that comes with the product.
    DefaultComponentOf,
    /// An option of the product.
    OptionalComponentOf,
}

/// A condition on a version, as the source gives it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum VersionText {
    /// Nothing is said.
    #[default]
    Unsaid,
    /// A text that vendors write for people: `vers:all/<V6.6`, `2.6A and prior`, `All versions < V4.2 HF1`.
    Written(String),
    /// Exactly this version (CSAF `product_version`).
    Exactly(String),
    /// Bounds in fields of their own (CVE 5, CPE match). Several intervals of one product are several of these.
    Ranges(Vec<Range>),
}

/// One interval, its bounds as written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range {
    /// Lower bound and whether it belongs to it.
    pub from: Option<(String, bool)>,
    /// Upper bound and whether it belongs to it.
    pub to: Option<(String, bool)>,
    /// How its versions are ordered where said: `semver`, `custom`, `git`, `rpm` …; empty: not said.
    pub scheme: String,
    /// The source says that this interval is *not* affected (CVE 5 `unaffected`, fixed ones).
    pub unaffected: bool,
}

/// What is said of one vulnerability.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Vulnerability {
    /// `CVE-2024-1234`; None where it has no number.
    pub cve: Option<String>,
    /// Its title.
    pub title: String,
    /// Weakness classes: `CWE-79`.
    pub cwes: Vec<String>,
    /// Products by what is said of them: indices into `products`.
    pub affected: Vec<usize>,
    /// Known not to be affected, or the first fixed, fixed and recommended ones.
    pub not_affected: Vec<usize>,
    /// `fixed`, `first_fixed` and `recommended` ones: installing these helps.
    pub fixed: Vec<usize>,
    /// The publisher is still looking.
    pub under_investigation: Vec<usize>,
    /// NVD's and overrides' logical condition, where the source speaks in CPE names.
    pub applicability: Option<Applicability>,
    /// What the source says can be done.
    pub remediations: Vec<Remediation>,
    /// Why a product is not affected (VEX justification, CSAF flags) and further texts.
    pub notes: Vec<Note>,
    /// CVSS vectors as written, also those that stand inside a reference: `CVSS:4.0/…`, `CVSS:3.1/…`, `AV:N/…`.
    pub cvss: Vec<String>,
    /// SSVC decision points that somebody gave.
    pub ssvc: Vec<Ssvc>,
    /// First known exploitation, RFC 3339, or a text that says that it is exploited.
    pub exploited: Option<String>,
    /// Where in the document.
    pub pointer: String,
}

/// What a source says can be done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remediation {
    /// As the source calls it: `vendor_fix`, `mitigation`, `workaround`, `none_available`, `no_fix_planned`,
    /// `fix_planned`, `optional_patch`; `text` where the source has no categories.
    pub category: String,
    /// The words.
    pub text: String,
    /// Products that it is for; empty: all of the vulnerability.
    pub products: Vec<usize>,
    /// Where the fix is to be had.
    pub url: Option<String>,
    /// Date as written.
    pub date: Option<String>,
    /// Where in the document.
    pub pointer: String,
}

/// SSVC decision points (CERT/CC), each as the giver wrote it in lower case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ssvc {
    /// `none`, `public poc`, `active`.
    pub exploitation: Option<String>,
    /// `yes`, `no`.
    pub automatable: Option<String>,
    /// `partial`, `total`.
    pub technical_impact: Option<String>,
    /// When.
    pub timestamp: Option<String>,
    /// Who gave them.
    pub role: String,
}
