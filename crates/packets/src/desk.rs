//! Where messages meet dissectors: picks one, calls it, and survives it.

use crate::classify::Candidates;
use crate::observe::{Observations, Subject};
use crate::protocol::{Direction, FlowMemory, PROTOCOLS, Pdu, Progress, Segment, Sink, Transport};
use crate::service::{SERVER_PORT, SERVICE};
use holdfast_facts::Span;
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A dissector that panicked so often is not called again.
const PANIC_LIMIT: u8 = 3;

/// The parts that every message needs, apart from the flow it belongs to.
pub(crate) struct Desk {
    pub(crate) observations: Observations,
    pub(crate) candidates: Candidates,
    panics: Vec<u8>,
    scratch: String,
}

impl Desk {
    pub(crate) fn new(observations: Observations) -> Desk {
        Desk {
            observations,
            candidates: Candidates::new(),
            panics: vec![0; PROTOCOLS.len()],
            scratch: String::new(),
        }
    }

    /// Lets a protocol read a message.
    pub(crate) fn dissect(
        &mut self,
        index: u8,
        pdu: &Pdu<'_>,
        segments: &[Segment],
        vlan: Option<u16>,
        memory: &mut FlowMemory,
    ) -> Progress {
        let (Some(protocol), Some(panics)) =
            (PROTOCOLS.get(usize::from(index)), self.panics.get_mut(usize::from(index)))
        else {
            return Progress::Done;
        };
        if *panics >= PANIC_LIMIT {
            return Progress::Done;
        }
        let mut sink = Sink {
            pdu: *pdu,
            segments,
            protocol: protocol.name,
            vlan,
            observations: &mut self.observations,
            scratch: std::mem::take(&mut self.scratch),
        };
        // Reading must go on whatever a dissector does; what it had observed before stays true.
        let result = catch_unwind(AssertUnwindSafe(|| (protocol.dissect)(pdu, memory, &mut sink)));
        self.scratch = std::mem::take(&mut sink.scratch);
        result.unwrap_or_else(|_| {
            *panics += 1;
            self.observations.anomaly(protocol.name, "panic");
            Progress::Done
        })
    }

    /// Notes that somebody accepted a connection on this port.
    pub(crate) fn accepts(&mut self, subject: Subject<'_>, port: u16, span: Span) {
        let mut text = std::mem::take(&mut self.scratch);
        text.clear();
        let _ = write!(text, "tcp/{port}");
        self.observations.observe(subject, SERVER_PORT, &text, span, Vec::new());
        self.scratch = text;
    }

    /// Notes that the sender of this message offers the service.
    pub(crate) fn serves(&mut self, index: u8, pdu: &Pdu<'_>, segments: &[Segment], vlan: Option<u16>) {
        let (Some(protocol), Some(segment)) = (PROTOCOLS.get(usize::from(index)), segments.first()) else {
            return;
        };
        if pdu.direction != Direction::ToClient {
            return;
        }
        let transport = if pdu.transport == Transport::Tcp { "tcp" } else { "udp" };
        let mut text = std::mem::take(&mut self.scratch);
        text.clear();
        let _ = write!(text, "{transport}/{} {}", pdu.source.port, protocol.name);
        let end = segment.frame_start.saturating_add(u32::try_from(segment.length).unwrap_or(u32::MAX));
        let span = Span { frame: segment.frame, start: segment.frame_start, end };
        let subject = Subject { vlan, mac: pdu.source.mac, ip: pdu.source.ip, child: None };
        self.observations.observe(subject, SERVICE, &text, span, Vec::new());
        self.scratch = text;
    }
}
