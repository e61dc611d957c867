//! Frames as a CPU IM151-8 and an S7-1200 and their clients sent them; stopping and loading made after open implementations.

use super::super::test_support::{be_nasty, dissect, dissect_with, hex, operations, pdu};
use super::super::{Direction, Transport};
use super::*;

fn asked(bytes: &[u8]) -> Pdu<'_> {
    pdu(bytes, Transport::Tcp, Direction::ToServer, 4305, 102)
}

fn answered(bytes: &[u8]) -> Pdu<'_> {
    let mut pdu = pdu(bytes, Transport::Tcp, Direction::ToClient, 4305, 102);
    std::mem::swap(&mut pdu.source, &mut pdu.destination);
    pdu
}

#[test]
fn a_programming_device_connects() {
    let bytes = hex("03000016 11e00000000f00 c1020100 c2020102 c0010a");
    assert_eq!(probe(&asked(&bytes)), Probe::Possible);
    assert_eq!(
        dissect(&DISSECTOR, &asked(&bytes)),
        ["destination s7comm.slot = rack 0 slot 2", "source s7comm.client = programming device"]
    );
    let mut both = bytes.clone();
    both.extend(hex("03000019 02f080 3201 0000 0200 0008 0000 f00000010001 01e0"));
    assert_eq!(probe(&asked(&both)), Probe::Certain);
    be_nasty(&DISSECTOR, &asked(&both));
    let named = hex("03000023 1ee00000001100 c1020600 c20f53494d415449432d524f4f542d4553 c0010a");
    assert_eq!(probe(&asked(&named)), Probe::Certain);
    assert_eq!(dissect(&DISSECTOR, &asked(&named)), ["source s7comm.client = engineering system"]);
    be_nasty(&DISSECTOR, &asked(&named));
}

#[test]
fn a_module_says_its_order_number_and_firmware() {
    let bytes = hex("03000099 02f080 3207 0000 1100 000c 007c 000112081284010200000000 ff090078
        0011 0000 001c 0004
        0001 36455337203135312d38414230312d30414230 20 00c0 0003 0001
        0006 36455337203135312d38414230312d30414230 20 00c0 0003 0001
        0007 2020202020202020202020202020202020202020 00c0 5603 0206
        0081 426f6f74204c6f61646572202020202020202020 0000 4120 0909");
    assert_eq!(
        dissect(&DISSECTOR, &answered(&bytes)),
        [
            "source s7comm.firmware = V3.2.6",
            "source s7comm.hardware = 3",
            "source s7comm.order_number = 6ES7 151-8AB01-0AB0",
        ]
    );
    assert_eq!(
        operations(&DISSECTOR, &[answered(&bytes)]),
        ["192.0.2.1 > 192.0.2.2: identify `read szl` asked 0 accepted 1 refused 0"]
    );
    be_nasty(&DISSECTOR, &answered(&bytes));
}

#[test]
fn a_list_in_two_parts_is_read_over_the_seam() {
    // The last entry of the first part is cut in its middle: `IM15` and `1-8 PN/DP CPU`.
    let pad = |text: &[u8], length: usize| {
        let mut bytes = text.to_vec();
        bytes.resize(length, 0);
        bytes
    };
    let mut data = hex("001c 0000 0022 0002 0001");
    data.extend(pad(b"IM151-8-CPU", 32));
    data.extend(hex("0007 494d3135"));
    let mut first = hex("0300004f 02f080 3207 0000 1400 000c 0034 000112081284010206010000 ff090030");
    first.extend(&data);
    assert_eq!(first.len(), 0x4f + 2);
    first[3] = 0x51;
    first[16] = 0x34;
    let mut second = hex("0300003d 02f080 3207 0000 1500 000c 0020 000112081284010206000000 ff09001c");
    second.extend(pad(b"1-8 PN/DP CPU", 28));
    second[3] = u8::try_from(second.len()).unwrap();
    let mut memory = FlowMemory::default();
    assert_eq!(
        dissect_with(&DISSECTOR, &answered(&first), &mut memory),
        ["source s7comm.system_name = IM151-8-CPU"]
    );
    assert_eq!(
        dissect_with(&DISSECTOR, &answered(&second), &mut memory),
        ["source s7comm.module_type = IM151-8 PN/DP CPU"]
    );
    be_nasty(&DISSECTOR, &answered(&second));
}

#[test]
fn a_cpu_is_stopped_and_started_and_a_block_is_refused() {
    // PLC stop with the service's name; PLC control P_PROGRAM; request download, refused with class 0xd2.
    let stop = hex("03000021 02f080 3201 0000 0500 0010 0000 29 0000000000 09 505f50524f4752414d");
    let stopped = hex("03000014 02f080 3203 0000 0500 0001 0000 0000 29");
    let start = hex("03000025 02f080 3201 0000 0600 0014 0000 28 000000000000fd 0000 09 505f50524f4752414d");
    let started = hex("03000014 02f080 3203 0000 0600 0001 0000 0000 28");
    let load = hex("03000012 02f080 3201 0000 0700 0001 0000 1a");
    let refused = hex("03000014 02f080 3203 0000 0700 0001 0000 d241 1a");
    assert_eq!(
        operations(
            &DISSECTOR,
            &[
                asked(&stop),
                answered(&stopped),
                asked(&start),
                answered(&started),
                asked(&load),
                answered(&refused)
            ]
        ),
        [
            "192.0.2.1 > 192.0.2.2: program `request download` asked 1 accepted 0 refused 1",
            "192.0.2.1 > 192.0.2.2: start `plc control: start program` asked 1 accepted 1 refused 0",
            "192.0.2.1 > 192.0.2.2: stop `plc stop` asked 1 accepted 1 refused 0",
        ]
    );
    be_nasty(&DISSECTOR, &asked(&start));
}

#[test]
fn a_variable_that_is_not_there_is_refused() {
    let write = hex("03000012 02f080 3201 0000 0700 0001 0000 05");
    let refused = hex("03000016 02f080 3203 0000 0700 0002 0001 0000 0501 0a");
    assert_eq!(
        operations(&DISSECTOR, &[asked(&write), answered(&refused)]),
        ["192.0.2.1 > 192.0.2.2: write `write var` asked 1 accepted 0 refused 1"]
    );
}

#[test]
fn a_session_of_s7comm_plus_names_the_cpu() {
    let bytes = hex("03000089 02f080 7201 007a 32 0000 04ca 0000 0001 36 1102 87408707
        a100000120821f0000a38169001500a3823200170000013a823b00048200823c00048140823d00048480c040823e00048480c040823f0015
        1b 313b36455337203231342d31484533302d30584230203b56322e32 8240001505323b37393382410003000300a20000000072010000");
    assert_eq!(probe(&answered(&bytes)), Probe::Certain);
    assert_eq!(
        dissect(&DISSECTOR, &answered(&bytes)),
        ["source s7comm.firmware = V2.2", "source s7comm.order_number = 6ES7 214-1HE30-0XB0"]
    );
    be_nasty(&DISSECTOR, &answered(&bytes));
    let serial = hex("0300005f 02f080 7202 0050 32 0000 0586 0000 0004 34 00 14 003c 002000380100002a
        36455337203231342d31484533302d3058423020 535a5642445958583031373638352020 0002 56020200 0002000000000000010101001e00000000 72020000");
    assert_eq!(
        dissect(&DISSECTOR, &answered(&serial)),
        [
            "source s7comm.hardware = 2",
            "source s7comm.order_number = 6ES7 214-1HE30-0XB0",
            "source s7comm.plus_version = V2.2.0",
            "source s7comm.serial = SZVBDYXX017685",
        ]
    );
    be_nasty(&DISSECTOR, &answered(&serial));
}

#[test]
fn a_session_is_asked_for_and_given() {
    let create = hex("0300001e 02f080 7201 0013 31 0000 04ca 0000 0001 00000120 36 0000011d 00");
    let created = hex("03000017 02f080 7201 000c 32 0000 04ca 0000 0001 36 00 00");
    assert_eq!(
        operations(&DISSECTOR, &[asked(&create), answered(&created)]),
        ["192.0.2.1 > 192.0.2.2: login `create session` asked 1 accepted 1 refused 0"]
    );
}

#[test]
fn what_is_mms_is_not_ours() {
    let bytes = hex("03000016 11e00000000100 c0010d c2020001 c1020001 0300000c 02f080 0d03050102");
    assert_eq!(probe(&asked(&bytes)), Probe::No);
}
