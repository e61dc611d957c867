//! Messages of real devices and of careless ones.

use super::super::test_support::{be_nasty, dissect, dissect_with, pdu};
use super::super::{Direction, Transport};
use super::dissect as dissect_it;
use super::*;

fn lines(bytes: &[u8], direction: Direction) -> Vec<String> {
    let (from, to) = if direction == Direction::ToServer { (40000, 80) } else { (80, 40000) };
    dissect(&DISSECTOR, &pdu(bytes, Transport::Tcp, direction, from, to))
}

#[test]
fn a_request_is_about_the_client_and_keeps_no_secret() {
    let request =
        b"GET /query.aspx?model=DCH-S150_Ax_FW_0120&user=ann&pin=1234 HTTP/1.1\r\nHost: wrpd.dlink.com\r\n\
        User-Agent: dch/1.0\r\nAuthorization: Basic YWRtaW46\r\n\r\n";
    assert_eq!(
        lines(request, Direction::ToServer),
        [
            "source http.host = wrpd.dlink.com",
            "source http.request = GET wrpd.dlink.com/query.aspx?model=DCH-S150_Ax_FW_0120&user=…&pin=…",
            "source http.user_agent = dch/1.0",
        ]
    );
    be_nasty(&DISSECTOR, &pdu(request, Transport::Tcp, Direction::ToServer, 40000, 80));
}

#[test]
fn a_response_is_about_the_server() {
    let response =
        b"HTTP/1.1 401 Unauthorized\r\nServer: lighttpd/1.4.35\r\nSet-Cookie: SID=secret; path=/\r\n\
        WWW-Authenticate: Digest realm=\"AXIS_00408C123456\", nonce=\"x\"\r\nContent-Type: text/html\r\n\
        Content-Length: 41\r\n\r\n<html><title> Axis\n camera</title></html>.";
    assert_eq!(
        lines(response, Direction::ToClient),
        [
            "source http.cookie_name = SID",
            "source http.realm = AXIS_00408C123456",
            "source http.server = lighttpd/1.4.35",
            "source http.title = Axis camera",
        ]
    );
    be_nasty(&DISSECTOR, &pdu(response, Transport::Tcp, Direction::ToClient, 80, 40000));
}

#[test]
fn a_upnp_description_names_maker_and_model() {
    let body = "<?xml version=\"1.0\"?><root xmlns=\"urn:schemas-upnp-org:device-1-0\"><device>\
        <deviceType>urn:Belkin:device:controllee:1</deviceType><friendlyName>WeMo &amp; Switch</friendlyName>\
        <manufacturer>Belkin International Inc.</manufacturer><modelName>Socket</modelName><modelNumber>1.0</modelNumber>\
        <firmwareVersion>WeMo_WW_2.00.2176.PVT</firmwareVersion><serviceList><service><serviceType>x</serviceType></service></serviceList>\
        </device></root>";
    let response =
        format!("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    assert_eq!(
        lines(response.as_bytes(), Direction::ToClient),
        [
            "source http.upnp_device_type = urn:Belkin:device:controllee:1",
            "source http.upnp_firmware = WeMo_WW_2.00.2176.PVT",
            "source http.upnp_friendly_name = WeMo & Switch",
            "source http.upnp_manufacturer = Belkin International Inc.",
            "source http.upnp_model_name = Socket",
            "source http.upnp_model_number = 1.0",
        ]
    );
    be_nasty(&DISSECTOR, &pdu(response.as_bytes(), Transport::Tcp, Direction::ToClient, 49153, 40000));
}

#[test]
fn json_names_the_bridge_and_its_lamps() {
    let body = "{\"config\":{\"name\":\"Philips hue\",\"modelid\":\"BSB002\",\"swversion\":\"01027237\",\"whitelist\":{}},\
        \"lights\":{\"1\":{\"modelid\":\"LWB006\",\"manufacturername\":\"Philips\"},\"2\":{\"modelid\":\"LCT001\"}}}";
    let response = format!(
        "HTTP/1.1 200 OK\r\nContent-type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    assert_eq!(
        lines(response.as_bytes(), Direction::ToClient),
        [
            "source http.json = modelid=BSB002",
            "source http.json = swversion=01027237",
            "source/lights:1 http.json = manufacturername=Philips",
            "source/lights:1 http.json = modelid=LWB006",
            "source/lights:2 http.json = modelid=LCT001",
        ]
    );
    be_nasty(&DISSECTOR, &pdu(response.as_bytes(), Transport::Tcp, Direction::ToClient, 80, 40000));
}

#[test]
fn onvif_and_hnap() {
    let body = "<SOAP-ENV:Envelope><SOAP-ENV:Body><tds:GetDeviceInformationResponse><tds:Manufacturer>HIKVISION</tds:Manufacturer>\
        <tds:Model>DS-2CD2032-I</tds:Model><tds:FirmwareVersion>V5.2.5</tds:FirmwareVersion></tds:GetDeviceInformationResponse>";
    let response =
        format!("HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml; charset=utf-8\r\n\r\n{body}");
    let message = pdu(response.as_bytes(), Transport::Tcp, Direction::ToClient, 80, 40000);
    let cut = Pdu { cut: true, ..message };
    assert_eq!(
        dissect(&DISSECTOR, &cut),
        [
            "source http.onvif_firmware = V5.2.5",
            "source http.onvif_manufacturer = HIKVISION",
            "source http.onvif_model = DS-2CD2032-I",
        ]
    );
    let body = "<GetDeviceSettingsResponse xmlns=\"http://purenetworks.com/HNAP1/\"><ModelName>DCS-935L</ModelName>\
        <FirmwareVersion>1.06</FirmwareVersion></GetDeviceSettingsResponse>";
    let response =
        format!("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    assert_eq!(
        lines(response.as_bytes(), Direction::ToClient),
        ["source http.xml = FirmwareVersion=1.06", "source http.xml = ModelName=DCS-935L"]
    );
}

fn whole(kind: &str, body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n{body}", body.len())
}

/// The start of an answer of a Hue bridge (IoT Sentinel, HueBridge): no length, the connection's end ends it.
#[test]
fn an_answer_without_a_length_is_read_as_it_comes() {
    let answer = "HTTP/1.1 200 OK\r\nCache-Control: no-store\r\nPragma: no-cache\r\nContent-type: application/json\r\n\r\n\
        {\"lights\":{\"1\":{\"state\":{\"on\":true,\"bri\":254},\"type\":\"Dimmable light\",\"name\":\"Hue white lamp 1\",\
        \"modelid\":\"LWB006\",\"uniqueid\":\"00:17:88:01:10:4d:ea:97-0b\"}},\"config\":{\"name\":\"Philips hue\",\
        \"modelid\":\"BSB002\",\"swversion\":\"010272";
    assert_eq!(
        lines(answer.as_bytes(), Direction::ToClient),
        [
            "source http.json = modelid=BSB002",
            "source/lights:1 http.json = modelid=LWB006",
            "source/lights:1 http.json = type=Dimmable light",
            "source/lights:1 http.json = uniqueid=00:17:88:01:10:4d:ea:97-0b",
        ],
        "and half a value is none"
    );
}

#[test]
fn what_was_asked_says_what_the_answer_is_about() {
    let mut memory = FlowMemory::default();
    let ask = b"GET /api/59df4532a5f9c15ff500b552b69bbc/sensors HTTP/1.1\r\nHost: 10.10.10.6\r\n\r\n";
    let asked =
        dissect_with(&DISSECTOR, &pdu(ask, Transport::Tcp, Direction::ToServer, 40000, 80), &mut memory);
    assert!(asked.is_empty(), "a key of a bridge is a secret, its address no name: {asked:?}");
    let answer = whole("application/json", "{\"3\":{\"modelid\":\"ZGPSWITCH\",\"type\":\"ZGPSwitch\"}}");
    let message = pdu(answer.as_bytes(), Transport::Tcp, Direction::ToClient, 80, 40000);
    assert_eq!(
        dissect_with(&DISSECTOR, &message, &mut memory),
        ["source/sensors:3 http.json = modelid=ZGPSWITCH", "source/sensors:3 http.json = type=ZGPSwitch"]
    );
    // Asked before the capture began: still not the bridge itself.
    assert!(dissect(&DISSECTOR, &message).iter().all(|line| line.starts_with("source/child:3 ")));
}

#[test]
fn a_list_of_several_is_about_nobody_and_of_one_about_the_sender() {
    let several = whole("application/json", "[{\"model\":\"A1\"},{\"model\":\"B2\"}]");
    assert!(lines(several.as_bytes(), Direction::ToClient).is_empty());
    let one =
        whole("application/json", "{\"id\":1,\"result\":[{\"product\":\"TV\",\"model\":\"KDL-40W600B\"}]}");
    assert_eq!(
        lines(one.as_bytes(), Direction::ToClient),
        ["source http.json = model=KDL-40W600B", "source http.json = product=TV"]
    );
    let hub = whole("application/json", "{\"devices\":[{\"model\":\"A1\"},{\"model\":\"B2\"}]}");
    assert_eq!(
        lines(hub.as_bytes(), Direction::ToClient),
        ["source/devices:0 http.json = model=A1", "source/devices:1 http.json = model=B2"]
    );
}

/// A phone sets the name of a hub (IoT Sentinel, D-LinkHomeHub): the document is not about the phone.
#[test]
fn what_a_client_sets_is_not_about_itself() {
    let body = "<soap:Body><SetDeviceSettings xmlns=\"http://purenetworks.com/HNAP1/\"><DeviceName>IoTHub</DeviceName>";
    let request = format!(
        "POST /HNAP1/ HTTP/1.1\r\nHost: 10.10.10.87\r\nUser-Agent: ksoap2-android/2.6.0+\r\nContent-Type: text/xml\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    assert_eq!(
        lines(request.as_bytes(), Direction::ToServer),
        ["source http.user_agent = ksoap2-android/2.6.0+"]
    );
}

#[test]
fn a_chunked_document_and_the_message_behind_it() {
    let body = "<root xmlns=\"urn:schemas-upnp-org:device-1-0\"><device><!-- <modelName>old</modelName> -->\
        <modelName><![CDATA[Socket]]></modelName><deviceList><device><modelName>inner</modelName><deviceList/></device>\
        </deviceList><modelNumber>1.0</modelNumber></device></root>";
    let (a, b) = body.split_at(100);
    let text = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{a}\r\n{:x}\r\n{b}\r\n0\r\n\r\n",
        a.len(),
        b.len()
    );
    assert_eq!(
        lines(text.as_bytes(), Direction::ToClient),
        ["source http.upnp_model_name = Socket", "source http.upnp_model_number = 1.0"]
    );
    assert_eq!(progress(text.as_bytes(), &mut FlowMemory::default()), Progress::Consumed(text.len()));
    be_nasty(&DISSECTOR, &pdu(text.as_bytes(), Transport::Tcp, Direction::ToClient, 80, 40000));
}

fn progress(bytes: &[u8], memory: &mut FlowMemory) -> Progress {
    let pdu = pdu(bytes, Transport::Tcp, Direction::ToClient, 80, 40000);
    let mut observations = crate::observe::Observations::for_tests();
    let (observations, scratch) = (&mut observations, String::new());
    dissect_it(
        &pdu,
        memory,
        &mut Sink { pdu, segments: &[], protocol: "http", vlan: None, observations, scratch },
    )
}

#[test]
fn a_long_body_is_stepped_over() {
    let mut memory = FlowMemory::default();
    let head = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 1000\r\n\r\n";
    assert_eq!(progress(&[&head[..], &[0; 400]].concat(), &mut memory), Progress::Consumed(head.len() + 400));
    assert_eq!(progress(&[0; 500], &mut memory), Progress::Consumed(500));
    assert_eq!(progress(&[&[0; 100], &head[..]].concat(), &mut memory), Progress::Consumed(100));
    assert!(memory.note().is_empty());
    // An answer to HEAD has a length and no body.
    let ask = b"HEAD / HTTP/1.1\r\n\r\n";
    dissect_with(&DISSECTOR, &pdu(ask, Transport::Tcp, Direction::ToServer, 40000, 80), &mut memory);
    assert_eq!(progress(head, &mut memory), Progress::Consumed(head.len()));
    let endless = b"HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551615\r\n\r\nx";
    assert_eq!(progress(endless, &mut FlowMemory::default()), Progress::Done);
}

#[test]
fn parameters_of_a_camera() {
    let text = whole(
        "text/plain",
        "root.Brand.Brand=AXIS\r\nroot.Brand.ProdFullName=AXIS P3367 Network Camera\r\nroot.Network.HostName=x\r\n",
    );
    assert_eq!(
        lines(text.as_bytes(), Direction::ToClient),
        [
            "source http.text = root.Brand.Brand=AXIS",
            "source http.text = root.Brand.ProdFullName=AXIS P3367 Network Camera"
        ]
    );
}

#[test]
fn others_that_look_like_http_are_not() {
    let probed = |bytes: &[u8]| probe(&pdu(bytes, Transport::Tcp, Direction::Unknown, 10554, 40000));
    assert_eq!(probed(b"GET / HTTP/1.1\r\n"), Probe::Certain);
    assert_eq!(probed(b"GET /a/long/address/that/goes/on"), Probe::Certain);
    assert_eq!(probed(b"OPTIONS rtsp://10.0.0.5/ RTSP/1.0\r\n"), Probe::No);
    assert_eq!(probed(b"OPTIONS sip:a@b SIP/2.0\r\n"), Probe::No);
    assert_eq!(probed(b"GET me some coffee\r\n"), Probe::No);
    assert_eq!(probed(b"POST /ipp/print HTTP/1.1\r\nContent-Type: application/ipp\r\n\r\n"), Probe::No);
}

/// DPWS 1.1 metadata, as medical devices (SDC) answer Get.
#[test]
fn dpws_of_2009() {
    let body = "<s:Envelope xmlns:dpws=\"http://docs.oasis-open.org/ws-dd/ns/dpws/2009/01\"><dpws:ThisModel>\
        <dpws:Manufacturer xml:lang=\"en\">Example Medical</dpws:Manufacturer><dpws:ModelName>Pump 3</dpws:ModelName>\
        </dpws:ThisModel><dpws:ThisDevice><dpws:FirmwareVersion>2.1</dpws:FirmwareVersion><dpws:SerialNumber>77</dpws:SerialNumber>";
    assert_eq!(
        lines(whole("application/soap+xml", body).as_bytes(), Direction::ToClient),
        [
            "source http.dpws_firmware = 2.1",
            "source http.dpws_manufacturer = Example Medical",
            "source http.dpws_model_name = Pump 3",
            "source http.dpws_serial = 77",
        ]
    );
}

/// Behind CONNECT (suricata-verify, bug-2430) the client's hello is about the client; the answer is another's.
#[test]
fn a_tunnel_through_a_proxy() {
    let mut memory = FlowMemory::default();
    let ask = b"CONNECT cloud.example:443 HTTP/1.1\r\nHost: cloud.example:443\r\n\r\n";
    let message = pdu(ask, Transport::Tcp, Direction::ToServer, 40000, 8080);
    assert_eq!(
        dissect_with(&DISSECTOR, &message, &mut memory),
        ["source http.host = cloud.example:443", "source http.request = CONNECT cloud.example:443"]
    );
    let server_hello = b"\x16\x03\x03\x00\x2a\x02\x00\x00\x26\x03\x03";
    let message = pdu(server_hello, Transport::Tcp, Direction::ToClient, 8080, 40000);
    assert!(dissect_with(&DISSECTOR, &message, &mut memory).is_empty());
}
