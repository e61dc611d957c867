//! What other tools read: rules for a firewall, a MUD file, inventories, statements about weaknesses. Each is text that a person reviews; nothing is ever
//! pushed to anything.

mod acl;
mod csaf;
mod cyclonedx;
mod flows;
mod mud;
mod nft;
mod ocsf;
mod openvex;
mod products;
mod statement;
mod xlsx;

pub use acl::acl;
pub use csaf::csaf_vex;
pub use cyclonedx::cyclonedx;
pub use flows::{Flow, Names, flows, names};
pub use mud::mud;
pub use nft::nft;
pub use ocsf::ocsf;
pub use openvex::openvex;
pub use statement::Imprint;
pub use xlsx::{Workbook, xlsx};

/// How a rule set treats what it does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stance {
    /// What was seen may pass, the rest is written to the log and passes: the first weeks.
    LogFirst,
    /// What was seen may pass, the rest is written to the log and dropped.
    AllowList,
    /// Nothing may pass but the answers that it needs to get an address.
    Isolate,
}

/// What a rule set is about.
#[derive(Debug)]
pub struct Subject<'a> {
    /// The device.
    pub device: &'a holdfast_facts::Device,
    /// Its conversations.
    pub flows: &'a [Flow],
    /// What unknown traffic meets.
    pub stance: Stance,
    /// The day, printed.
    pub as_of: &'a str,
}

impl Subject<'_> {
    /// The id as a name that every tool takes: `d_68kacsaps4`.
    pub(crate) fn name(&self) -> String {
        self.device.id.0.to_lowercase().replace('-', "_")
    }
}
