//! Made-up documents.

use crate::testing::{import, lines, refusals, try_import};
use crate::{Format, ImportError};
use holdfast_facts::ListRole;

#[test]
fn devices_with_a_key_are_rows() {
    let text = r#"{
      "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
      "metadata": { "component": { "type": "application", "name": "inventory" } },
      "components": [
        { "type": "device", "name": "Evita V800", "version": "B", "manufacturer": { "name": "Dräger" },
          "properties": [
            { "name": "cdx:device:serialNumber", "value": "ASKL-0042" },
            { "name": "cdx:device:macAddress", "value": "F0-E5-C3-51-41-02" },
            { "name": "cdx:device:deviceType", "value": "Ventilator" },
            { "name": "cdx:device:location", "value": "Ward 7" },
            { "name": "internal:secret", "value": "x" } ],
          "components": [ { "type": "firmware", "name": "Evita software", "version": "2.30.01" } ] },
        { "type": "device", "name": "Plum 360" },
        { "type": "library", "name": "openssl", "version": "3.0" } ] }"#;
    let found = import(text);
    assert_eq!((found.format, found.rows), (Format::CycloneDx, 1));
    assert_eq!(found.set.lists.values().next().unwrap().role, ListRole::Assets);
    assert!(refusals(&found)[0].contains("it describes a model, not a device"), "{:?}", refusals(&found));
    let who = "f0:e5:c3:51:41:02";
    assert_eq!(
        lines(&found),
        [
            "list.firmware = 2.30.01 (2, components.version)",
            "list.kind = ventilator (2, cdx:device:deviceType)",
            "list.mac = f0:e5:c3:51:41:02 (2, cdx:device:macAddress)",
            "list.model = Evita V800 (2, name)",
            "list.place = Ward 7 (2, cdx:device:location)",
            "list.row_key = serial asklootwo (2, x)",
            "list.serial = ASKL-0042 (2, cdx:device:serialNumber)",
            "list.vendor = Dräger (2, manufacturer)",
        ]
        .map(|line| format!(
            "{who} {}",
            line.replace("asklootwo (2, x)", "askl0042 (2, cdx:device:serialNumber)")
        ))
    );
}

#[test]
fn be_nasty() {
    let head = "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.5\",\"components\":";
    let deep =
        format!("{head}{}{}}}", "[{\"type\":\"device\",\"components\":".repeat(60_000), "}]".repeat(60_000));
    assert!(matches!(try_import(deep.as_bytes(), None, &[]), Err(ImportError::Broken { .. })));
    let odd = format!(
        "{head}[1,null,{{\"type\":\"device\",\"properties\":7,\"name\":[]}},{{\"type\":\"device\"}}]}}"
    );
    assert_eq!(try_import(odd.as_bytes(), None, &[]).unwrap().refused, 2);
    let wrong = format!("{head}{{}}}}").replace("CycloneDX", "CycloneDX2");
    assert!(try_import(wrong.as_bytes(), None, &[]).is_err());
}
