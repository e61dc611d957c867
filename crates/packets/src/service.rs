//! What the engine itself reads: which side of a connection serves, on which port, with which protocol.

use crate::protocol::{AttributeSpec, attribute, weak};

/// `tcp/80 http` about the server.
pub(crate) const SERVICE: &str = "flow.service";
/// `tcp/8883` about who answered a connection request.
pub(crate) const SERVER_PORT: &str = "flow.server_port";

/// The sender's link-layer address, about itself: what the register of address blocks is asked about.
pub(crate) const LINK_ADDRESS: &str = "link.address";

pub(crate) const DEFAULT_LOGIN: &str = "login.default";

/// Attributes that no protocol's folder reads.
pub static FLOW_ATTRIBUTES: &[AttributeSpec] = &[
    AttributeSpec {
        limit: 24,
        ..attribute(
            SERVICE,
            "A service that the endpoint offers: transport, port and protocol, from a message that the protocol's reader knew.",
        )
    },
    attribute(LINK_ADDRESS, "The link-layer address that the endpoint sends from."),
    attribute(
        DEFAULT_LOGIN,
        "Somebody logged in to the endpoint with a documented default: the protocol, and whose default it is.",
    ),
    weak(SERVER_PORT, "A TCP port on which the endpoint accepted a connection (SYN and ACK).", 16),
];
