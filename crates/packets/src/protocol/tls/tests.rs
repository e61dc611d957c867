//! Hellos and certificates: small ones written out, real ones, and broken ones.

use super::super::test_support::{be_nasty, dissect, hex, pdu};
use super::super::{Direction, Transport};
use super::*;

/// A small client hello: TLS 1.2, two suites and GREASE, SNI scale.example, groups, point formats, ALPN h2.
fn client_hello() -> Vec<u8> {
    let extensions = hex("
        0000 0012 0010 00 000d 7363616c652e6578616d706c65   # server_name scale.example
        0a0a 0000                                           # GREASE
        000a 0006 0004 001d 0017                            # supported groups
        000b 0002 01 00                                     # point formats
        000d 0006 0004 0403 0804                            # signature algorithms
        0010 0005 0003 02 6832                              # ALPN h2
        002b 0003 02 0303                                   # supported versions: 1.2
    ");
    let mut body = hex("0303");
    body.extend([7; 32]);
    body.extend(hex("00 0006 1a1a c02f 009c 01 00"));
    body.extend((extensions.len() as u16).to_be_bytes());
    body.extend(extensions);
    let mut record = hex("16 0301");
    record.extend((body.len() as u16 + 4).to_be_bytes());
    record.push(1);
    record.extend(&(body.len() as u32).to_be_bytes()[1..]);
    record.extend(body);
    record
}

#[test]
fn a_client_hello() {
    let bytes = client_hello();
    let message = pdu(&bytes, Transport::Tcp, Direction::ToServer, 40000, 443);
    assert_eq!(probe(&message), Probe::Certain);
    let lines = dissect(&DISSECTOR, &message);
    // JA3 text: 771,49199-156,0-10-11-13-16-43,29-23,0.
    assert!(lines.contains(&"source tls.server_name = scale.example".to_owned()), "{lines:?}");
    assert!(lines.contains(&"source tls.offered = TLS 1.2".to_owned()));
    assert!(lines.contains(&"source tls.alpn = h2".to_owned()));
    assert!(lines.iter().any(|line| line.starts_with("source tls.ja4 = t12d0206h2_")), "{lines:?}");
    be_nasty(&DISSECTOR, &message);
}

#[test]
fn a_hello_over_two_records_and_a_cut_one() {
    let whole = client_hello();
    let body = whole.get(5..).unwrap();
    let (first, second) = body.split_at(40);
    let mut bytes = hex("16 0301 0028");
    bytes.extend(first);
    bytes.extend(hex("16 0301"));
    bytes.extend((second.len() as u16).to_be_bytes());
    bytes.extend(second);
    let message = pdu(&bytes, Transport::Tcp, Direction::ToServer, 40000, 443);
    assert!(dissect(&DISSECTOR, &message).contains(&"source tls.server_name = scale.example".to_owned()));
    let part = pdu(bytes.get(..60).unwrap(), Transport::Tcp, Direction::ToServer, 40000, 443);
    assert!(dissect(&DISSECTOR, &part).is_empty());
}

#[test]
fn a_server_hello() {
    let mut bytes = hex("16 0303 002a 02 000026 0303");
    bytes.extend([9; 32]);
    bytes.extend(hex("00 c02f 00"));
    let message = pdu(&bytes, Transport::Tcp, Direction::ToClient, 443, 40000);
    assert_eq!(
        dissect(&DISSECTOR, &message),
        ["source tls.suite = TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "source tls.version = TLS 1.2"]
    );
    be_nasty(&DISSECTOR, &message);
}

/// A plug's hello to its maker's cloud (IoT Sentinel, WeMoSwitch): no groups, no versions; tshark names the same JA3.
#[test]
fn a_hello_of_2016() {
    let bytes = hex("
        16 0301 0070 01 00006c 0301                                           # record, client hello, TLS 1.0
        5718f37d 8fa4a6decba7701e02793868d257c6a4a0c68703bcb412f8aa505a7a 00  # random, no session
        002e 0039 0038 0035 0016 0013 000a 0033 0032 009a 0099 002f 0096 0005 0004 0015 0012 0009 0014 0011 0008
        0006 0003 00ff 0100                                                   # suites, no compression
        0015 0000 0011 000f 00 000c 6170692e786263732e6e6574                   # server_name api.xbcs.net");
    let message = pdu(&bytes, Transport::Tcp, Direction::ToServer, 40000, 8443);
    assert_eq!(probe(&message), Probe::Certain);
    assert_eq!(
        dissect(&DISSECTOR, &message),
        [
            "source tls.ja3 = 84e49be168d95094b4eeaa1b94791fcb",
            "source tls.ja4 = t10d230100_6a57a6f57151_000000000000",
            "source tls.offered = TLS 1.0",
            "source tls.server_name = api.xbcs.net",
        ]
    );
    be_nasty(&DISSECTOR, &message);
    // Cut by the snapshot length inside the suites: nothing; behind the name: the name, and no fingerprint of a part.
    let cut = |end| Pdu {
        cut: true,
        ..pdu(bytes.get(..end).unwrap(), Transport::Tcp, Direction::ToServer, 40000, 443)
    };
    assert!(dissect(&DISSECTOR, &cut(80)).is_empty());
    let mut longer = bytes.clone();
    longer[3..5].copy_from_slice(&[0x10, 0x70]);
    longer[6..9].copy_from_slice(&[0, 0x10, 0x6c]);
    let longer = Pdu { bytes: &longer, ..cut(80) };
    assert_eq!(dissect(&DISSECTOR, &longer), ["source tls.server_name = api.xbcs.net"]);
}

/// A self-signed certificate, made with openssl for this test.
const CAMERA: &str = "
        30820205308201aba00302010202021234300a06082a8648ce3d0403023048310b3009060355040613025345311b3019
        060355040a0c124578616d706c652043616d65726173204142311c301a06035504030c1363616d6572612d3031323334
        35363738396162301e170d3236313132353038353232375a170d3336313132323038353232375a3048310b3009060355
        040613025345311b3019060355040a0c124578616d706c652043616d65726173204142311c301a06035504030c136361
        6d6572612d3031323334353637383961623059301306072a8648ce3d020106082a8648ce3d03010703420004f362cfe8
        a0dc224f5fdf1b0f0467785e726ef06ad28b1f04ac9d8d867d39e169bfd6c42cff5f148c54249a5931e2c04a910c3700
        cde8c487e77774a3cec19032a38184308181301d0603551d0e041604140c71d3c7671cf87f28998996b7101dcf6b7f67
        dd301f0603551d230418301680140c71d3c7671cf87f28998996b7101dcf6b7f67dd300f0603551d130101ff04053003
        0101ff302e0603551d1104273025820e63616d6572612e6578616d706c658704c0000207810d78406578616d706c652e
        6f7267300a06082a8648ce3d0403020348003045022043b5ebcc2551b79dd2c1dd24069cb4cf0d3fd69f9de14611b4c7
        749490d3d446022100d182afa01c05e5bb269b654dc9ce7d25aefbc682042546ce6826f8a05c726b72";

/// A person's, made likewise: common name, mail address.
const PERSON: &str = "
        30820201308201a7a00302010202021234300a06082a8648ce3d04030230463110300e060355040a0c074578616d706c
        653112301006035504030c09416e6e20536d697468311e301c06092a864886f70d010901160f616e6e406578616d706c
        652e6f7267301e170d3236313132353038353232375a170d3336313132323038353232375a30463110300e060355040a
        0c074578616d706c653112301006035504030c09416e6e20536d697468311e301c06092a864886f70d010901160f616e
        6e406578616d706c652e6f72673059301306072a8648ce3d020106082a8648ce3d03010703420004a48d085c614ab967
        f4cf793c6ae13a30d7d257097a6e701f9a9a0b0a996752c85a8f2c2432fc4d6eb3075bb4ac3ca29c94849299bef70532
        e65f320d27ea3df2a38184308181301d0603551d0e04160414102f09f8980aced7fa94c9f074dba1707fe1f063301f06
        03551d23041830168014102f09f8980aced7fa94c9f074dba1707fe1f063300f0603551d130101ff040530030101ff30
        2e0603551d1104273025820e63616d6572612e6578616d706c658704c0000207810d78406578616d706c652e6f726730
        0a06082a8648ce3d04030203480030450221008b9d9d32d2ec6d64b06dc8b78630686e71102f82156308520adc92a77c
        7c8f5702206b599ab99b9d79f30ab2ddd2c3fa86907255929c197e905d4fffb06e9013c7d5";

/// A record with the certificate message of one certificate.
fn certificate(der: &str) -> Vec<u8> {
    let der = hex(der);
    let length = |length: usize| (length as u32).to_be_bytes()[1..].to_vec();
    let body = [length(der.len() + 3), length(der.len()), der].concat();
    let message = [vec![11], length(body.len()), body].concat();
    [vec![22, 3, 3], (message.len() as u16).to_be_bytes().to_vec(), message].concat()
}

#[test]
fn a_camera_presents_its_certificate() {
    let bytes = certificate(CAMERA);
    let message = pdu(&bytes, Transport::Tcp, Direction::ToClient, 443, 40000);
    assert_eq!(
        dissect(&DISSECTOR, &message),
        [
            "source tls.cert_begins = 2026-11-25T08:52:27.000000Z",
            "source tls.cert_expires = 2036-11-22T08:52:27.000000Z",
            "source tls.cert_issuer = C=SE, O=Example Cameras AB, CN=camera-0123456789ab",
            "source tls.cert_key = EC 256",
            "source tls.cert_name = 192.0.2.7",
            "source tls.cert_name = camera.example",
            "source tls.cert_self_signed = yes",
            "source tls.cert_serial = 1234",
            "source tls.cert_subject = C=SE, O=Example Cameras AB, CN=camera-0123456789ab",
        ]
    );
    be_nasty(&DISSECTOR, &message);
}

#[test]
fn a_person_is_not_named() {
    let bytes = certificate(PERSON);
    let shown = |direction, from, to| {
        let lines = dissect(&DISSECTOR, &pdu(&bytes, Transport::Tcp, direction, from, to));
        assert_eq!(
            lines.iter().any(|line| line.contains("cert_issuer") && line.contains("Ann")),
            from == 443
        );
        lines.into_iter().find(|line| line.contains("cert_subject")).unwrap()
    };
    assert_eq!(shown(Direction::ToServer, 40000, 443), "source tls.cert_subject = O=Example");
    // Of a server the common name is what it is called; the address goes all the same.
    assert_eq!(shown(Direction::ToClient, 443, 40000), "source tls.cert_subject = O=Example, CN=Ann Smith");
}
