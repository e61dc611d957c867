//! Messages as agents send them; tshark reads each of them the same way.

use super::super::test_support::{be_nasty, dissect, hex, pdu};
use super::super::{Direction, Transport};
use super::*;

#[test]
fn an_agent_describes_itself_and_its_owner_is_not_named() {
    let bytes = hex("3081ae 020101 0406 7075626c6963 a281a0 020107 020100 020100 308194
        3033 0608 2b06010201010100 0427 4c696e7578206e61732d3720342e342e3330322b2023373238303620534d500d0a7838365f3634
        3016 0608 2b06010201010200 060a 2b06010401bf0803020a
        301b 0608 2b06010201010400 040f 616e6e406578616d706c652e6f7267   # sysContact
        3011 0608 2b06010201010500 0405 6e61732d37
        3015 060b 2b06010401b32e01050100 0406 44533932302b               # Synology: model
    ");
    let message = pdu(&bytes, Transport::Udp, Direction::ToClient, 161, 40000);
    assert_eq!(probe(&message), Probe::Certain);
    assert_eq!(
        dissect(&DISSECTOR, &message),
        [
            "source snmp.community_default = public",
            "source snmp.enterprise = 8072",
            "source snmp.sys_descr = Linux nas-7 4.4.302+ #72806 SMP x86_64",
            "source snmp.sys_name = nas-7",
            "source snmp.sys_object_id = 1.3.6.1.4.1.8072.3.2.10",
            "source snmp.vendor_model = DS920+",
            "source snmp.version = 2c",
        ]
    );
    be_nasty(&DISSECTOR, &message);
}

#[test]
fn tables_of_printers_entities_and_bridges() {
    let bytes = hex("308190 020100 0404 77617264 a28184 020107 020100 020100 3079
        3025 060b 2b06010201190302010301 0416 4850204c617365724a657420343030204d343031646e
        3019 060b 2b060102012b0501011101 040a 564e43335230303030 31
        3020 060c 2b060102012f010101010d01 0410 57532d4332393630582d323454532d4c
        3013 0609 2b0601020111010100 0406 001b1b23eb3b");
    let message = pdu(&bytes, Transport::Udp, Direction::ToClient, 161, 40000);
    assert_eq!(
        dissect(&DISSECTOR, &message),
        [
            "source snmp.bridge_address = 00:1b:1b:23:eb:3b",
            "source snmp.ent_model = WS-C2960X-24TS-L",
            "source snmp.host_device = HP LaserJet 400 M401dn",
            "source snmp.printer_serial = VNC3R00001",
            "source snmp.version = 1",
        ]
    );
    be_nasty(&DISSECTOR, &message);
}

#[test]
fn a_trap_that_was_passed_on_is_about_its_agent() {
    let bytes = hex("302c 020100 0407 70726976617465 a41e 060b 2b06010401823e0103 0503
        4004 0a000009 020106 020105 430101 3000");
    let message = pdu(&bytes, Transport::Udp, Direction::ToServer, 40000, 162);
    assert_eq!(
        dissect(&DISSECTOR, &message),
        [
            "10.0.0.9 snmp.enterprise = 318",
            "10.0.0.9 snmp.trap = 1.3.6.1.4.1.318.1.3.5.3",
            "source snmp.community_default = private",
            "source snmp.version = 1",
        ]
    );
    be_nasty(&DISSECTOR, &message);
}

#[test]
fn other_communities_are_not_kept() {
    let bytes = hex("301d 020100 0406 736563726574 a010 020101 020100 020100 3005 3003 0601 2b");
    let message = pdu(&bytes, Transport::Udp, Direction::ToServer, 40000, 161);
    assert_eq!(dissect(&DISSECTOR, &message), ["source snmp.version = 1"]);
}

/// A manager's question in version 3 gives the engine id of the agent that it asks.
const QUESTION: &str = "304e 020103 300e 020101 020300ffe3 040104 020103
    041b 3019 040b 8000000903001b1b23eb3b 020105 02010a 0400 0400 0400
    301c 040b 8000000903001b1b23eb3b 0400 a00b 020101 020100 020100 3000";

#[test]
fn the_engine_is_the_agents_whoever_speaks() {
    let bytes = hex(QUESTION);
    let message = pdu(&bytes, Transport::Udp, Direction::ToServer, 40000, 161);
    assert_eq!(
        dissect(&DISSECTOR, &message),
        [
            "destination snmp.engine_id = 9:00:1b:1b:23:eb:3b",
            "destination snmp.enterprise = 9",
            "source snmp.security = none",
            "source snmp.version = 3",
        ]
    );
    be_nasty(&DISSECTOR, &message);
    let answer = pdu(&bytes, Transport::Udp, Direction::ToClient, 161, 40000);
    assert!(dissect(&DISSECTOR, &answer).contains(&"source snmp.enterprise = 9".to_owned()));
}

#[test]
fn an_engine_id_of_no_enterprise() {
    // As recorded: 26 letters, whose first four are no enterprise's number.
    let mut bytes = hex("303f 020103 3011 020453e29203 020300ffe3 040107 020103
        0427 3025 041a 6263313138393730396236313936626637653135616363336638 020200a5 0203 9f7e4f 0400");
    bytes.extend(hex("0400 0400"));
    let message = pdu(&bytes, Transport::Udp, Direction::ToClient, 161, 62790);
    let lines = dissect(&DISSECTOR, &message);
    assert!(lines.iter().any(|line| line.contains("engine_id = 6263313138")), "{lines:?}");
    assert!(!lines.iter().any(|line| line.contains("enterprise")), "{lines:?}");
}
