//! ASHRAE 135 clause 20.1: requests and answers. Answers name the service, refusals only the invoke id: what was asked is
//! remembered under it.

use super::functions::{self, function};
use super::network::Route;
use super::{property, tag};
use crate::Cursor;
use crate::protocol::{About, FlowMemory, Pdu, Sink, asked};
use holdfast_facts::OperationClass;

/// The device object's type (clause 12.11), the network port's (12.56), and the instance that means "whoever you are".
const DEVICE: u16 = 8;
const NETWORK_PORT: u16 = 56;
const WILDCARD: u32 = 0x3f_ffff;

pub(super) fn read(
    pdu: &Pdu<'_>,
    bytes: &[u8],
    route: Route<'_>,
    memory: &mut FlowMemory,
    sink: &mut Sink<'_>,
) -> Option<()> {
    let mut cursor = Cursor::new(bytes);
    let head = cursor.u8()?;
    let segmented = head & 0x08 != 0;
    match head >> 4 {
        0 => {
            cursor.skip(1)?;
            let invoke = cursor.u8()?;
            let first = segment(&mut cursor, segmented)?;
            let at = cursor.rest().get(..1)?;
            let service = cursor.u8()?;
            // What is passed on is asked by another; later segments repeat the question.
            if route.origin.forwarded_from.is_some() || !first {
                return Some(());
            }
            let number = specific(service, &cursor, false);
            let unit = route.to.map(|station| station.unit()).unwrap_or_default();
            if let Some((class, name)) = function(number) {
                sink.asks(class, name, &unit, at);
                let station = route.to.map_or(0, |station| station.key());
                asked::remember(memory, key(pdu, true, invoke, station), number);
            }
        }
        1 => {
            let at = cursor.rest().get(..1)?;
            let service = cursor.u8()?;
            unconfirmed(service, cursor, at, route, sink)?;
        }
        kind @ (2 | 3 | 5) => {
            let invoke = cursor.u8()?;
            let first = kind != 3 || segment(&mut cursor, segmented)?;
            let at = cursor.rest().get(..1)?;
            let service = cursor.u8()?;
            if first {
                // An acknowledged read repeats what was read.
                let number = if kind == 3 { specific(service, &cursor, true) } else { service };
                answer(pdu, invoke, Some(number), kind != 5, route, memory, sink, at);
                if kind == 3 {
                    property::acknowledged(service, cursor, route, sink);
                }
            }
        }
        // Reject and abort name no service. An abort may come from the asker, who gives up (bit 0: the server).
        kind @ (6 | 7) if kind == 6 || head & 1 == 1 => {
            let at = cursor.rest().get(..1)?;
            let invoke = cursor.u8()?;
            answer(pdu, invoke, None, false, route, memory, sink, at);
        }
        _ => {}
    }
    Some(())
}

/// Sequence number and window of a segment; whether it is the first.
fn segment(cursor: &mut Cursor<'_>, segmented: bool) -> Option<bool> {
    if !segmented {
        return Some(true);
    }
    let sequence = cursor.u8()?;
    cursor.skip(1)?;
    Some(sequence == 0)
}

fn key(pdu: &Pdu<'_>, asks: bool, invoke: u8, station: u32) -> u32 {
    asked::asker(pdu, asks) << 30 | station << 8 | u32::from(invoke)
}

#[allow(clippy::too_many_arguments, reason = "an answer has that many sides")]
fn answer(
    pdu: &Pdu<'_>,
    invoke: u8,
    service: Option<u8>,
    accepted: bool,
    route: Route<'_>,
    memory: &mut FlowMemory,
    sink: &mut Sink<'_>,
    at: &[u8],
) {
    let station = route.from.map_or(0, |station| station.key());
    let asked = asked::recall(memory, key(pdu, false, invoke, station));
    let unit = route.from.map(|station| station.unit()).unwrap_or_default();
    if let Some((class, name)) = asked.or(service).and_then(function) {
        sink.answers(class, name, &unit, accepted, at);
    }
}

/// The function that the parameters of a request, or of the answer to a read, make of a service.
fn specific(service: u8, parameters: &Cursor<'_>, answer: bool) -> u8 {
    let mut cursor = *parameters;
    let mut object = || tag::context(&mut cursor, 0).and_then(tag::object).map(|(kind, _)| kind);
    match service {
        functions::READ_PROPERTY | functions::READ_MULTIPLE => {
            if object() != Some(DEVICE) {
                return service;
            }
            let multiple = service == functions::READ_MULTIPLE;
            if multiple {
                tag::opens(&mut cursor, 1);
            }
            let place = match (multiple, answer) {
                (false, _) => 1,
                (true, false) => 0,
                (true, true) => 2,
            };
            let property = tag::context(&mut cursor, place).and_then(tag::unsigned);
            match property {
                Some(8 | 80) => {}
                Some(property) if property::attribute(property).is_some() => {}
                _ => return service,
            }
            if multiple { functions::IDENTIFY_MULTIPLE } else { functions::IDENTIFY }
        }
        _ if answer => service,
        functions::WRITE_PROPERTY if matches!(object(), Some(DEVICE | NETWORK_PORT)) => functions::CONFIGURE,
        functions::WRITE_MULTIPLE if matches!(object(), Some(DEVICE | NETWORK_PORT)) => {
            functions::CONFIGURE_MULTIPLE
        }
        functions::REINITIALIZE => match tag::context(&mut cursor, 0) {
            Some([state @ 0..=7]) => functions::REINITIALIZE_STATES.saturating_add(*state),
            _ => service,
        },
        functions::COMMUNICATION => {
            // How long it is to last may stand before.
            let _ = tag::context(&mut cursor, 0);
            match tag::context(&mut cursor, 1) {
                Some([state @ 0..=2]) => functions::COMMUNICATION_STATES.saturating_add(*state),
                _ => service,
            }
        }
        _ => service,
    }
}

fn unconfirmed(
    service: u8,
    mut cursor: Cursor<'_>,
    at: &[u8],
    route: Route<'_>,
    sink: &mut Sink<'_>,
) -> Option<()> {
    match service {
        // I-Am: device, longest message, segmentation, vendor.
        0 => {
            let tag::Tag::Application(12, device) = tag::next(&mut cursor)? else { return None };
            let (DEVICE, instance) = tag::object(device)? else { return None };
            tag::next(&mut cursor)?;
            tag::next(&mut cursor)?;
            let tag::Tag::Application(2, vendor) = tag::next(&mut cursor)? else { return None };
            about(route, instance, |about| {
                // The last number means "none given yet".
                if instance != WILDCARD {
                    sink.value(about, "bacnet.device", instance, device);
                }
                if let Some(number) = tag::unsigned(vendor) {
                    sink.value(about, "bacnet.vendor_id", number, vendor);
                }
            });
        }
        // I-Have: device, object, name. The device object's name is the device's.
        1 => {
            let tag::Tag::Application(12, device) = tag::next(&mut cursor)? else { return None };
            let tag::Tag::Application(12, object) = tag::next(&mut cursor)? else { return None };
            let tag::Tag::Application(7, name) = tag::next(&mut cursor)? else { return None };
            let (DEVICE, instance) = tag::object(device)? else { return None };
            let text = tag::text(name)?;
            about(route, instance, |about| {
                sink.value(about, "bacnet.device", instance, device);
                if object == device {
                    sink.put(about, "bacnet.object_name", &text, name);
                }
            });
        }
        // Who-Am-I (16.11): vendor, model and serial number of a device that has no instance yet.
        13 if route.from.is_none() && route.origin.forwarded_from.is_none() => {
            let tag::Tag::Application(2, vendor) = tag::next(&mut cursor)? else { return None };
            let tag::Tag::Application(7, model) = tag::next(&mut cursor)? else { return None };
            let tag::Tag::Application(7, serial) = tag::next(&mut cursor)? else { return None };
            sink.value(About::Source, "bacnet.vendor_id", tag::unsigned(vendor)?, vendor);
            sink.put(About::Source, "bacnet.model", &tag::text(model)?, model);
            sink.put(About::Source, "bacnet.serial", &tag::text(serial)?, serial);
        }
        _ => {
            let unit = route.to.map(|station| station.unit()).unwrap_or_default();
            let everybody = route.origin.broadcast || route.to.is_some_and(|to| to.unit() == "network 65535");
            let asked: Option<(OperationClass, &str)> = functions::unconfirmed(service, everybody);
            if let (Some((class, name)), None) = (asked, route.origin.forwarded_from) {
                sink.asks(class, name, &unit, at);
            }
        }
    }
    Some(())
}

/// Whom a device's own word is about. What a broadcast manager forwards from behind another router is that router's to say.
pub(super) fn about(route: Route<'_>, instance: u32, mut tell: impl FnMut(About<'_>)) {
    match (route.from, route.origin.forwarded_from) {
        (None, None) => tell(About::Source),
        (None, Some(ip)) => tell(About::Ip(ip)),
        (Some(_), None) if instance != WILDCARD => tell(About::Child(&format!("bacnet:{instance}"))),
        _ => {}
    }
}
