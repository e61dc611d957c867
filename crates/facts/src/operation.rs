//! What one endpoint asked another to do: read, write, stop, log in …; and whether it was done.

use crate::{EvidenceId, Exemplar, Join, Party, SiteId, Timestamp};
use std::sync::Arc;

/// What kind of thing was asked. The words of IEC 62443 and of the controllers' own manuals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OperationClass {
    /// To say who it is.
    Identify,
    /// To give a value.
    Read,
    /// To take a value: a register, a tag, a property.
    Write,
    /// To move something in the world: a breaker, a valve, a coil that is a command by its standard.
    Operate,
    /// To take, give or change its program or project.
    Program,
    /// To take new firmware.
    Firmware,
    /// To stop working.
    Stop,
    /// To start or restart.
    Start,
    /// To take another name, address, time or setting.
    Configure,
    /// To let somebody in. The function says how; never with which secret.
    Login,
    /// To give or take a file.
    File,
}

impl OperationClass {
    /// Every one, in the order of their numbers in the store.
    pub const ALL: [OperationClass; 11] = [
        OperationClass::Identify,
        OperationClass::Read,
        OperationClass::Write,
        OperationClass::Operate,
        OperationClass::Program,
        OperationClass::Firmware,
        OperationClass::Stop,
        OperationClass::Start,
        OperationClass::Configure,
        OperationClass::Login,
        OperationClass::File,
    ];

    /// The word in JSON and in rules.
    pub fn name(self) -> &'static str {
        match self {
            OperationClass::Identify => "identify",
            OperationClass::Read => "read",
            OperationClass::Write => "write",
            OperationClass::Operate => "operate",
            OperationClass::Program => "program",
            OperationClass::Firmware => "firmware",
            OperationClass::Stop => "stop",
            OperationClass::Start => "start",
            OperationClass::Configure => "configure",
            OperationClass::Login => "login",
            OperationClass::File => "file",
        }
    }

    /// The class of that word.
    pub fn from_name(name: &str) -> Option<OperationClass> {
        OperationClass::ALL.into_iter().find(|class| class.name() == name)
    }

    /// Whether it changes what the device does.
    pub fn is_change(self) -> bool {
        !matches!(
            self,
            OperationClass::Identify | OperationClass::Read | OperationClass::Login | OperationClass::File
        )
    }
}

/// Names an operation: who asked whom for what.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OperationKey {
    /// The site.
    pub site: SiteId,
    /// The innermost 802.1Q tag.
    pub vlan: Option<u16>,
    /// Who asks.
    pub client: Party,
    /// Who is asked.
    pub server: Party,
    /// The part behind the server that is meant, where the protocol names one: `unit 3`.
    pub unit: Option<Arc<str>>,
    /// The protocol's folder name.
    pub protocol: Arc<str>,
    /// What kind of thing.
    pub class: OperationClass,
    /// The protocol's own name of it, from a closed list: `write single coil`. Never a value.
    pub function: Arc<str>,
}

impl OperationKey {
    /// The id under which the operation is cited.
    pub fn id(&self) -> EvidenceId {
        let OperationKey { site, vlan, client, server, unit, protocol, class, function } = self;
        EvidenceId::of(&[
            "operation",
            site,
            &format!("{vlan:?}|{client:?}|{server:?}"),
            unit.as_deref().unwrap_or("-"),
            protocol,
            class.name(),
            function,
        ])
    }
}

/// How often it was asked and what came of it, with the least frame that shows it. Counts join by the greater: they
/// are those of the fullest capture, not a sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// Times asked.
    pub asked: u64,
    /// Times done, as the answer says.
    pub accepted: u64,
    /// Times refused.
    pub refused: u64,
    /// First time.
    pub first: Timestamp,
    /// Last time.
    pub last: Timestamp,
    /// The first frame of it.
    pub exemplar: Exemplar,
}

impl Join for Operation {
    fn join(&mut self, other: Operation) {
        self.asked = self.asked.max(other.asked);
        self.accepted = self.accepted.max(other.accepted);
        self.refused = self.refused.max(other.refused);
        self.first = self.first.min(other.first);
        self.last = self.last.max(other.last);
        if other.exemplar < self.exemplar {
            self.exemplar = other.exemplar;
        }
    }
}
