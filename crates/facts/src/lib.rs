//! The nouns of the trade and the laws they obey.
//!
//! Every stage of Holdfast depends on this crate and on no other stage. What is stored and merged
//! is [`Evidence`]: an attribute that an endpoint said, with the frame that first showed it; and what people say:
//! [`Statement`]. What is concluded ([`Device`], [`Claim`]) is never merged; it is derived again.
//!
//! Invariants: ids derive from content; [`Join`] is commutative, associative and idempotent; an
//! [`Attribute`] that would hold a credential or patient data cannot be built.

mod address;
mod attribute;
mod capture;
mod certainty;
mod conversation;
mod device;
mod endpoint;
mod endpoint_key;
mod evidence;
mod evidence_set;
mod exposure;
mod id;
mod join;
mod list;
mod mac;
mod operation;
mod statement;
mod tally;
mod time;
mod weakness;
mod zone;

pub use address::is_public;
pub use attribute::{Attribute, Refused, VALUE_LIMIT, readable};
pub use capture::{CaptureId, CaptureSummary, Coverage};
pub use certainty::Certainty;
pub use conversation::{Carriage, Conversation, ConversationKey, Party};
pub use device::{Basis, Claim, Device, Field, Reason, Rival, Service, ServiceRole, SharedSign, Suggestion};
pub use endpoint::{Endpoint, SiteId};
pub use endpoint_key::EndpointKey;
pub use evidence::{Evidence, Exemplar, Place, Seen, Span};
pub use evidence_set::EvidenceSet;
pub use exposure::{Exposure, ExposureId, Severity};
pub use id::{DeviceId, EvidenceId, base32};
pub use join::Join;
pub use list::{ListRole, ListSummary};
pub use mac::Mac;
pub use operation::{Operation, OperationClass, OperationKey};
pub use statement::{Retraction, Saying, Standing, Statement, StatementError, StatementId};
pub use tally::{Tally, TallyKey};
pub use time::Timestamp;
pub use weakness::{Assertion, Cited, FixState, MatchStatus, Weakness, WeaknessId};
pub use zone::{DeclaredConduit, Network, Zone};
