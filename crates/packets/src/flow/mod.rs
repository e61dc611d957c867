//! Flows: packets that share a 5-tuple. Only the start of each direction is looked at; the rest of a long transfer
//! costs one look-up a packet.

mod key;
mod stream;
mod table;

pub(crate) use key::{FlowKey, Side};
pub(crate) use stream::{Appended, Stream};
pub(crate) use table::{Flow, Flows};
