//! Made-up output of the commands, one after the other as people paste it.

use crate::Format;
use crate::testing::{about, import, lines};

#[test]
fn arp_tables_of_every_system() {
    for text in [
        "? (10.0.0.5) at 00:12:21:0a:31:01 [ether] on eth0\n? (10.0.0.6) at <incomplete> on eth0\n",
        "? (10.0.0.5) at 0:12:21:a:31:1 on en0 ifscope [ethernet]\n",
        "\r\nInterface: 10.0.0.2 --- 0xb\r\n  Internet Address      Physical Address      Type\r\n  10.0.0.5              00-12-21-0a-31-01     dynamic\r\n  10.0.0.255            ff-ff-ff-ff-ff-ff     static\r\n",
        "Schnittstelle: 10.0.0.2 --- 0xb\n  Internetadresse       Physische Adresse     Typ\n  10.0.0.5              00-12-21-0a-31-01     dynamisch\n",
        "core#show ip arp\nProtocol  Address          Age (min)  Hardware Addr   Type   Interface\nInternet  10.0.0.5                5   0012.210a.3101  ARPA   Vlan10\nInternet  10.0.0.7                0   Incomplete      ARPA\n",
        "Address                  HWtype  HWaddress           Flags Mask            Iface\n10.0.0.5                 ether   00:12:21:0a:31:01   C                     eth0\n",
    ] {
        let found = import(text);
        assert_eq!((found.format, found.rows, found.refused), (Format::Switches, 1, 0), "{text}");
        let said: Vec<String> =
            lines(&found).iter().map(|line| line.split(" (").next().unwrap().to_owned()).collect();
        let expect = ["arp.address = 10.0.0.5", "link.address = 00:12:21:0a:31:01"];
        assert_eq!(said, expect.map(|line| format!("00:12:21:0a:31:01 {line}")), "{text}");
    }
    // PowerShell writes UTF-16.
    let text = "Interface: 10.0.0.2 --- 0xb\r\n  Internet Address      Physical Address      Type\r\n  10.0.0.5              00-12-21-0a-31-01     dynamic\r\n";
    let bytes: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(import(bytes).rows, 1);
}

#[test]
fn a_session_with_several_tables() {
    let text = "\
sw-ward7#show mac address-table
          Mac Address Table
-------------------------------------------

Vlan    Mac Address       Type        Ports
----    -----------       --------    -----
 All    0100.0ccc.cccc    STATIC      CPU
  10    0012.210a.3101    DYNAMIC     Gi1/0/7
  10    0009.fb24.4101    DYNAMIC     Gi1/0/8
Total Mac Addresses for this criterion: 3
sw-ward7#show cdp neighbors detail
-------------------------
Device ID: ap-ward7.example
Entry address(es):
  IP address: 10.20.10.3
Platform: cisco AIR-AP2802I,  Capabilities: Trans-Bridge Source-Route-Bridge
Interface: GigabitEthernet1/0/2,  Port ID (outgoing port): GigabitEthernet0
Holdtime : 150 sec

Version :
Cisco AP Software, 8.10
Technical Support: http://www.example.com

Native VLAN: 10
-------------------------
Device ID: SEP0004F2AABBCC
Platform: Polycom VVX,  Capabilities: Host Phone
sw-ward7#show lldp neighbors detail
------------------------------------------------
Local Intf: Gi1/0/9
Chassis id: 805e.c03d.9101
Port id: 805e.c03d.9101
Port Description: WAN PORT
System Name: SIP-T46U

System Description:
108.86.0.45

Time remaining: 100 seconds
Enabled Capabilities: B,T
Management Addresses:
    IP: 10.20.10.91
MED Information:
    Manufacturer: Yealink
    Model: SIP-T46U
    Serial number: 805ec03d9101
";
    let found = import(text);
    assert_eq!((found.rows, found.refused), (5, 0));
    assert_eq!(
        about(&found, "switch."),
        [
            "10.20.10.3 switch.neighbour = GigabitEthernet1/0/2 GigabitEthernet0 (13, local port)",
            "10|00:09:fb:24:41:01 switch.port = sw-ward7 Gi1/0/8 (9, port)",
            "10|00:12:21:0a:31:01 switch.port = sw-ward7 Gi1/0/7 (8, port)",
            "80:5e:c0:3d:91:01|10.20.10.91 switch.neighbour = Gi1/0/9 805e.c03d.9101 (30, local port)",
        ]
    );
    assert_eq!(
        about(&found, "cdp."),
        [
            "10.20.10.3 cdp.address = 10.20.10.3 (15, IP address)",
            "10.20.10.3 cdp.capabilities = trans-bridge,source-route-bridge (16, Capabilities)",
            "10.20.10.3 cdp.device_id = ap-ward7.example (13, Device ID)",
            "10.20.10.3 cdp.native_vlan = 10 (24, Native VLAN)",
            "10.20.10.3 cdp.platform = cisco AIR-AP2802I (16, Platform)",
            "10.20.10.3 cdp.port = GigabitEthernet0 (17, Port ID)",
            "10.20.10.3 cdp.version = Cisco AP Software, 8.10 (21, Version)",
            "list:host sep0004f2aabbcc cdp.capabilities = host,phone (27, Capabilities)",
            "list:host sep0004f2aabbcc cdp.device_id = SEP0004F2AABBCC (26, Device ID)",
            "list:host sep0004f2aabbcc cdp.platform = Polycom VVX (27, Platform)",
        ]
    );
    assert_eq!(
        about(&found, " lldp."),
        [
            "capabilities = bridge,telephone (40, enabled capabilities)",
            "chassis_id = mac 80:5e:c0:3d:91:01 (31, chassis id)",
            "management_address = 10.20.10.91 (42, management address)",
            "med_manufacturer = Yealink (44, manufacturer)",
            "med_model = SIP-T46U (45, model)",
            "med_serial = 805ec03d9101 (46, serial number)",
            "port_description = WAN PORT (33, port description)",
            "port_id = 805e.c03d.9101 (32, port id)",
            "system_description = 108.86.0.45 (37, system description)",
            "system_name = SIP-T46U (34, system name)",
        ]
        .map(|line| format!("80:5e:c0:3d:91:01|10.20.10.91 lldp.{line}"))
    );
}

#[test]
fn the_short_table_of_neighbours() {
    let text = "\
Capability codes:
    (R) Router, (B) Bridge, (T) Telephone, (C) DOCSIS Cable Device

Device ID           Local Intf     Hold-time  Capability      Port ID
sw-ward8            Gi1/0/24       120        B,R             Gi0/1
phone-with-a-very-long-nGi1/0/9    180        B,T             805e.c03d.9101

Total entries displayed: 2
";
    let found = import(text);
    let said = about(&found, "lldp.");
    assert!(
        said.iter().any(|line| line.starts_with("list:host swward8 lldp.system_name = sw-ward8")),
        "{said:?}"
    );
    assert!(said.iter().any(|line| line.contains("lldp.capabilities = bridge,telephone")), "{said:?}");
    assert!(!said.iter().any(|line| line.contains("Total")), "{said:?}");
}

#[test]
fn be_nasty() {
    let long = format!(
        "? ({}) at {} on {}\nInternet  10.0.0.5  5  0012.210a.3101  ARPA\n",
        "1".repeat(9999),
        "a".repeat(9999),
        "x".repeat(9999)
    );
    assert_eq!(crate::testing::try_import(long.as_bytes(), Some(Format::Switches), &[]).unwrap().rows, 1);
    let endless = format!("Device ID: x\n{}", "Version :\ny\n".repeat(10_000));
    let found = crate::testing::try_import(endless.as_bytes(), Some(Format::Switches), &[]).unwrap();
    assert_eq!(found.rows, 1);
    let odd = "Device ID           Local Intf     Hold-time  Capability      Port ID\n\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\n";
    assert!(crate::testing::try_import(odd.as_bytes(), None, &[]).is_err());
}
