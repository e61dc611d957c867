//! Any bytes to any protocol: the first byte chooses from the protocol list, the rest is the message.

#![no_main]

use holdfast_packets::{fuzz_protocol, protocol::PROTOCOLS};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    if let Some((protocol, message)) = input.split_first() {
        fuzz_protocol(usize::from(*protocol) % PROTOCOLS.len(), message);
    }
});
