//! Whole tables: what becomes of their rows.

use crate::testing::{about, import, knowledge, lines, refusals, try_import};
use crate::{Format, How, ImportError};
use holdfast_facts::ListRole;

#[test]
fn a_row_becomes_its_keys_and_cells() {
    let text = "Asset Tag,Serial Number,MAC Address,IP Address,Host Name,Manufacturer,Model,Category,Building,Room,Purchase Date,Purchase Cost,Next PM,Notes\n\
                BM-7,SN-100,00:12:21:0A:31:01,10.20.10.31/24,pump-b3,B. Braun,SpaceStation,\"Pump, Infusion\",Main,7.12,2019-03-05,\"1,234.50 GBP\",2027-01-15,Mrs Example's pump\n";
    let found = import(text);
    let who = "00:12:21:0a:31:01|10.20.10.31";
    assert_eq!(
        lines(&found),
        [
            "list.asset_tag = BM-7 (2, Asset Tag)",
            "list.hostname = pump-b3 (2, Host Name)",
            "list.ip = 10.20.10.31 (2, IP Address)",
            "list.kind = infusion-pump (2, Category)",
            "list.mac = 00:12:21:0a:31:01 (2, MAC Address)",
            "list.maintenance_due = 2027-01-15 (2, Next PM)",
            "list.model = SpaceStation (2, Model)",
            "list.place = Main / 7.12 (2, Building + Room)",
            "list.purchase_date = 2019-03-05 (2, Purchase Date)",
            "list.purchase_price = 1234.50 GBP (2, Purchase Cost)",
            "list.row_key = serial sn100 (2, Serial Number)",
            "list.serial = SN-100 (2, Serial Number)",
            "list.vendor = B. Braun (2, Manufacturer)",
        ]
        .map(|line| format!("{who} {line}"))
    );
    let list = found.set.lists.values().next().unwrap();
    assert_eq!((&*list.format, list.role, list.rows, list.refused), ("csv", ListRole::Assets, 1, 0));
    assert!(found.set.evidence.values().all(|evidence| &*evidence.sensor == "list"));
}

#[test]
fn a_thing_without_addresses_and_one_with_several() {
    let text = "Eqpt No;Seriennummer;MAC;Typ\nBM-1;MM508-1;;MiniMed 508\nBM-2;;00:00:00:00:00:02 00:00:00:00:00:04;X\nBM-3;;n/a;Y\n";
    let found = import(text);
    assert_eq!(about(&found, "row_key").len(), 4);
    assert_eq!(
        about(&found, "list.asset_tag"),
        [
            "00:00:00:00:00:02 list.asset_tag = BM-2 (3, Eqpt No)",
            "00:00:00:00:00:04 list.asset_tag = BM-2 (3, Eqpt No)",
            "list:asset bm3 list.asset_tag = BM-3 (4, Eqpt No)",
            "list:serial mm5081 list.asset_tag = BM-1 (2, Eqpt No)",
        ]
    );
    assert_eq!(about(&found, "list.model")[0], "00:00:00:00:00:02 list.model = X (3, Typ)");
}

#[test]
fn rows_are_refused_and_cells_passed_over_with_reasons() {
    let text = "Device list\n\nHostname,MAC,IP,Warranty End,Model\n\
                ,00:11:22,,,A\nwhat is this,,,,B\n,,,,C\npump,zz,10.0.0.5,31.02.2020,D\nHostname,MAC,IP,Warranty End,Model\n,,,,\n";
    let found = import(text);
    assert_eq!((found.rows, found.refused), (1, 3));
    assert_eq!(
        refusals(&found),
        [
            "4: MAC: `00:11:22` is no MAC address; and there is no other key",
            "5: Hostname: `what is this` is no host name; and there is no other key",
            "6: no MAC, IP, serial number, host name or asset tag",
        ]
    );
    assert_eq!(found.refusals[0].cells, ["", "00:11:22", "", "", "A"]);
    let notes: Vec<_> = found.warnings.iter().map(|w| format!("{} {} {}", w.row, w.column, w.what)).collect();
    assert_eq!(notes, ["7 MAC `zz` is no MAC address", "7 Warranty End `31.02.2020` is no date"]);
}

#[test]
fn the_user_knows_better() {
    let text = "Thing,Owner,Colour\nX-1,Ada's team,blue\nX-2,Estates,red\n";
    let error = try_import(text.as_bytes(), None, &[]).err().unwrap();
    assert!(
        matches!(&error, ImportError::NoHeader(told) if told.contains("Thing, Owner, Colour")),
        "{error}"
    );
    let found = try_import(text.as_bytes(), None, &["thing=asset_tag", "Owner=ignore"]).unwrap();
    assert_eq!(found.rows, 2);
    assert_eq!(lines(&found).len(), 4, "a key and an asset tag each: {:?}", lines(&found));
    let chosen = &found.chosen[0];
    assert_eq!(
        chosen.columns.iter().map(|c| c.how).collect::<Vec<_>>(),
        [How::Given, How::Given, How::Unknown]
    );
    assert_eq!(chosen.said.len(), 2);
}

#[test]
fn what_was_said_before_is_remembered() {
    struct Before(String);
    impl crate::Mappings for Before {
        fn remembered(&self, _: &[u8; 32]) -> Option<String> {
            Some(self.0.clone())
        }
    }
    let before = Before("Thing=asset_tag\nbroken line\n".to_owned());
    let request = crate::Request {
        site: "s".into(),
        as_of: crate::testing::AS_OF,
        format: None,
        maps: &[],
        remembered: &before,
    };
    let found = crate::read_list(&b"Thing,Model\nX-1,A\n"[..], &request, knowledge()).unwrap();
    assert_eq!((found.rows, found.chosen[0].columns[0].how), (1, How::Remembered));
}

#[test]
fn exports_of_products_are_understood() {
    for (header, product) in [
        (
            "Name,Asset tag,Serial number,Manufacturer,Model ID,MAC Address,IP Address,Class,Support group,Install Status,Operational status",
            "ServiceNow",
        ),
        (
            "Asset Name,Asset Tag,Serial,Model Name,Category,Manufacturer,Status,Checked Out To,Location,Purchase Date,Purchase Cost,_snipeit_mac_address_1",
            "Snipe-IT",
        ),
        (
            "Name,Status,Tenant,Site,Location,Rack,Role,Manufacturer,Type,Primary IP,Serial number,Asset tag",
            "NetBox",
        ),
        (
            "Name,Status,Manufacturers,Serial Number,Type,Model,Operating System,Location,Inventory Number,Contact,Group in charge",
            "GLPI",
        ),
        (
            "AssetName,AssetTypename,Lastseen,IPAddress,Mac,Manufacturer,Model,Serialnumber,Warrantydate,OSname,Username",
            "Lansweeper",
        ),
        (
            "IP Address,MAC Address,Name,Type,Vendor,Model,Firmware Version,Operating System,VLAN,Importance,Last Activity",
            "Defender for IoT",
        ),
        (
            "name,ip,mac_address,mac_vendor,type,vendor,product_name,firmware_version,os_or_firmware,serial_number,vlan_id",
            "Nozomi",
        ),
        (
            "Site Name,IP List,MAC List,Device Category,Vendor,Model,Firmware,OS Name,Risk Level,Criticality,Hostname",
            "Claroty",
        ),
        (
            "Name,Type,Category,Manufacturer,Model,Operating System,IP Addresses,MAC Addresses,Risk Level,Site,Business Unit",
            "Armis",
        ),
        (
            "id,addresses,macs,newest_mac_vendor,names,os,type,hw_vendor,hw_product,criticality,site,os_eol",
            "runZero",
        ),
        ("IPAddress,ScopeId,ClientId,HostName,AddressState,LeaseExpiryTime", "Windows DHCP"),
    ] {
        let headers: Vec<&str> = header.split(',').collect();
        let values: Vec<String> = headers
            .iter()
            .map(|header| match crate::text::plain(header).as_str() {
                h if h.contains("mac") && !h.contains("vendor") => "00:12:21:0a:31:01".to_owned(),
                "clientid" => "00-12-21-0a-31-01".to_owned(),
                h if h.contains("ip") && !h.contains("warranty") || h == "addresses" => {
                    "10.20.10.31".to_owned()
                }
                h if h.contains("date") || h == "oseol" => "2026-01-31".to_owned(),
                h if h.contains("cost") => "12.50".to_owned(),
                h if h.contains("name") => "pump-b3".to_owned(),
                _ => "ABC-123".to_owned(),
            })
            .collect();
        let found = import(format!("{header}\n{}\n", values.join(",")));
        let chosen = &found.chosen[0];
        assert_eq!(chosen.product.as_deref(), Some(product), "{header}");
        assert_eq!((found.rows, found.refused, found.warned), (1, 0, 0), "{product}: {:?}", found.warnings);
        let known = crate::table::fields().filter(|(_, is_key)| *is_key);
        let got =
            known.filter(|(key, _)| chosen.columns.iter().any(|column| column.field == Some(key))).count();
        let name = chosen.columns.iter().any(|column| column.field == Some("name"));
        let hostname = chosen.columns.iter().any(|column| column.field == Some("hostname"));
        assert!(got + usize::from(name && !hostname) >= 2, "{product}: {:?}", chosen.columns);
    }
}

#[test]
fn leases_in_tables_say_what_lease_files_say() {
    let windows = "\"IPAddress\",\"ScopeId\",\"ClientId\",\"HostName\",\"AddressState\",\"LeaseExpiryTime\"\n\
                   \"10.20.10.31\",\"10.20.10.0\",\"00-12-21-0a-31-01\",\"pump-b3.example\",\"Active\",\"25.11.2026 20:00:00\"\n";
    let found = import(windows);
    assert_eq!(found.set.lists.values().next().unwrap().role, ListRole::Seen);
    assert_eq!(
        lines(&found),
        [
            "dhcp.assigned_address = 10.20.10.31 (2, IPAddress)",
            "dhcp.hostname = pump-b3.example (2, HostName)",
            "link.address = 00:12:21:0a:31:01 (2, ClientId)",
        ]
        .map(|line| format!("00:12:21:0a:31:01|10.20.10.31 {line}"))
    );
}

#[test]
fn german_lists_in_german_encoding() {
    let text = "Ger\u{e4}teliste;;;;\nInventar-Nr;Hersteller;Ger\u{e4}teart;Seriennummer;Geb\u{e4}ude;N\u{e4}chste STK;Anschaffungswert\n\
                4711;Dr\u{e4}ger;Beatmungsger\u{e4}t;ASKL-1;Haus S\u{fc}d;31.01.2027;12.345,67 \u{20ac}\n";
    let bytes: Vec<u8> = text.chars().map(|c| if c == '\u{20ac}' { 0x80 } else { c as u32 as u8 }).collect();
    let found = import(bytes);
    assert_eq!((found.encoding, found.rows, found.warned), (Some("windows-1252"), 1, 0));
    let said = lines(&found);
    for expect in [
        "list.vendor = Dräger",
        "list.kind = ventilator",
        "list.place = Haus Süd",
        "list.maintenance_due = 2027-01-31",
        "list.purchase_price = 12345.67 EUR",
    ] {
        assert!(said.iter().any(|line| line.contains(expect)), "{expect}: {said:?}");
    }
}

#[test]
fn what_must_not_be_kept_is_not() {
    let found = import("Hostname,Model,Owner\npump-1,admin password=hunter2,PID|1||12345\n");
    assert_eq!(found.rows, 1);
    assert!(!lines(&found).iter().any(|line| line.contains("hunter2") || line.contains("PID|")));
    assert_eq!(found.warned, 2);
}

#[test]
fn be_nasty() {
    // Ten megabytes in a cell, a million columns, NULs, formulas.
    let long = format!("Hostname,Model\npump-1,{}\n", "x".repeat(10 << 20));
    let found = import(long);
    assert_eq!((found.rows, found.warnings[0].what.as_str()), (1, "cut after 256 bytes"));
    let wide = format!("Hostname,Model\npump-1,a\n{}\n", "x,".repeat(1_000_000));
    assert_eq!(import(wide).refused, 1);
    assert!(try_import(format!("{}\n", "Hostname,".repeat(1_000_000)).as_bytes(), None, &[]).is_err());
    let nul = import(
        "Hostname,Model,Serial Number,Manufacturer,Department\n\0pump-1\0,\0A\0B\0,SN-0001,Someone who makes it,Somewhere\n",
    );
    assert!(lines(&nul).iter().any(|line| line.contains("list.model = A B")), "{:?}", lines(&nul));
    let formula = import("Hostname,Model\npump-1,=1+1\npump-2,\"@SUM(1)\"\n");
    assert!(lines(&formula).iter().any(|line| line.contains("list.model = =1+1")));
    // Half a gzip file and broken UTF-8.
    use std::io::Write as _;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
    let rows: String = (0..20_000).map(|n| format!("pump-{n},A\n")).collect();
    encoder.write_all(format!("Hostname,Model\n{rows}").as_bytes()).unwrap();
    let packed = encoder.finish().unwrap();
    let half = import(&packed[..packed.len() / 2]);
    assert!(half.truncated && half.rows > 9_000 && half.rows < 11_000, "{}", half.rows);
    assert_eq!(import(b"Hostname,Model\npump-1,\xff\xfe\xc3\n").rows, 1);
    for empty in ["", "\n\n\n", "Hostname,Model\n"] {
        assert!(try_import(empty.as_bytes(), Some(Format::Csv), &[]).is_err());
    }
}

#[test]
fn the_same_bytes_give_the_same_set() {
    let text: String =
        (0..500).map(|n| format!("pump-{n},00:12:21:00:{:02x}:{:02x},{n}\n", n / 256, n % 256)).collect();
    let text = format!("Hostname,MAC,Asset Tag\n{text}");
    let (first, second) = (import(&text), import(&text));
    assert_eq!(first.set, second.set);
    assert_eq!(first.rows, 500);
}
