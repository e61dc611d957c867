//! Workbooks made here, part by part, so that each fault is the one that is meant.

use crate::testing::{about, import, lines, try_import};
use crate::{Format, ImportError};
use std::io::Write as _;

/// A zip archive (APPNOTE.TXT §4.3) of deflated parts; `claimed` is what the directory says of each part's size.
fn archive(parts: &[(&str, Vec<u8>)], claimed: Option<u32>) -> Vec<u8> {
    let (mut body, mut directory) = (Vec::new(), Vec::new());
    for (name, data) in parts {
        let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(data).unwrap();
        let packed = encoder.finish().unwrap();
        let mut crc = flate2::Crc::new();
        crc.update(data);
        let size = claimed.unwrap_or(data.len() as u32);
        let mut common = Vec::new();
        common.extend(20u16.to_le_bytes());
        common.extend([0, 0]); // no flags
        common.extend(8u16.to_le_bytes()); // deflate
        common.extend([0; 4]); // time and date
        common.extend(crc.sum().to_le_bytes());
        common.extend((packed.len() as u32).to_le_bytes());
        common.extend(size.to_le_bytes());
        common.extend((name.len() as u16).to_le_bytes());
        common.extend([0, 0]); // no extra field
        let at = body.len() as u32;
        body.extend(b"PK\x03\x04");
        body.extend(&common);
        body.extend(name.as_bytes());
        body.extend(packed);
        directory.extend(b"PK\x01\x02");
        directory.extend(20u16.to_le_bytes());
        directory.extend(&common);
        directory.extend([0; 10]); // no comment, first disk, no attributes
        directory.extend(at.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (start, length) = (body.len() as u32, directory.len() as u32);
    body.extend(directory);
    body.extend(b"PK\x05\x06\0\0\0\0");
    body.extend((parts.len() as u16).to_le_bytes());
    body.extend((parts.len() as u16).to_le_bytes());
    body.extend(length.to_le_bytes());
    body.extend(start.to_le_bytes());
    body.extend([0, 0]);
    body
}

/// The smallest workbook (ECMA-376 part 1) with these sheets: name, contents of `<worksheet>`.
fn parts(sheets: &[(&str, &str)]) -> Vec<(&'static str, Vec<u8>)> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let (mut list, mut relations, mut files) = (String::new(), String::new(), Vec::new());
    for (index, (name, body)) in sheets.iter().enumerate() {
        let id = index + 1;
        list.push_str(&format!("<sheet name=\"{name}\" sheetId=\"{id}\" r:id=\"rId{id}\"/>"));
        relations.push_str(&format!(
            "<Relationship Id=\"rId{id}\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet{id}.xml\"/>"
        ));
        let path: &'static str = format!("xl/worksheets/sheet{id}.xml").leak();
        files.push((path, format!("<worksheet xmlns=\"{main}\">{body}</worksheet>").into_bytes()));
    }
    relations
        .push_str(&format!("<Relationship Id=\"rIdS\" Type=\"{office}/styles\" Target=\"styles.xml\"/>"));
    let styles = format!(
        "<styleSheet xmlns=\"{main}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
    );
    let mut all: Vec<(&'static str, Vec<u8>)> = vec![
        ("[Content_Types].xml", b"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>".to_vec()),
        ("_rels/.rels", format!("<Relationships xmlns=\"{package}\"><Relationship Id=\"r\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>").into_bytes()),
        ("xl/workbook.xml", format!("<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets>{list}</sheets></workbook>").into_bytes()),
        ("xl/_rels/workbook.xml.rels", format!("<Relationships xmlns=\"{package}\">{relations}</Relationships>").into_bytes()),
        ("xl/styles.xml", styles.into_bytes()),
    ];
    all.extend(files);
    all
}

fn workbook(sheets: &[(&str, &str)]) -> Vec<u8> {
    archive(&parts(sheets), None)
}

fn text(place: &str, text: &str) -> String {
    format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

fn row(number: u32, cells: &[String]) -> String {
    format!("<row r=\"{number}\">{}</row>", cells.concat())
}

#[test]
fn titles_merged_cells_dates_and_numbers() {
    let body = format!(
        "<sheetData>{}{}{}{}{}</sheetData><mergeCells><mergeCell ref=\"A1:D1\"/><mergeCell ref=\"A3:A4\"/><mergeCell ref=\"B5:B6\"/></mergeCells>",
        row(1, &[text("A1", "Medical Engineering")]),
        row(3, &[text("A3", "Asset No"), text("B3", "Place")]),
        row(4, &[text("B4", "Ward"), text("C4", "Install Date"), text("D4", "Serial No")]),
        row(
            5,
            &[
                text("A5", "BM-1"),
                text("B5", "Ward 7"),
                "<c r=\"C5\" s=\"1\"><v>43529</v></c>".into(),
                "<c r=\"D5\"><v>20190042</v></c>".into()
            ]
        ),
        row(6, &[text("A6", "BM-2"), "<c r=\"D6\"><f>1+1</f><v>20190043</v></c>".into()]),
    );
    let found = import(workbook(&[("Sheet1", &body), ("Empty", "<sheetData/>")]));
    assert_eq!((found.format, found.rows), (Format::Xlsx, 2));
    assert_eq!((found.chosen[0].header_row, found.chosen[0].sheet.as_deref()), (4, None));
    assert_eq!(
        lines(&found),
        [
            "list:serial 20190042 list.asset_tag = BM-1 (5, Asset No)",
            "list:serial 20190042 list.place = Ward 7 (5, Ward)",
            "list:serial 20190042 list.purchase_date = 2019-03-05 (5, Install Date)",
            "list:serial 20190042 list.row_key = serial 20190042 (5, Serial No)",
            "list:serial 20190042 list.serial = 20190042 (5, Serial No)",
            "list:serial 20190043 list.asset_tag = BM-2 (6, Asset No)",
            "list:serial 20190043 list.place = Ward 7 (6, Ward)",
            "list:serial 20190043 list.row_key = serial 20190043 (6, Serial No)",
            "list:serial 20190043 list.serial = 20190043 (6, Serial No)",
        ]
    );
}

#[test]
fn every_sheet_with_a_header_is_read() {
    let sheet = |tag: &str| {
        format!(
            "<sheetData>{}{}</sheetData>",
            row(1, &[text("A1", "Asset Tag"), text("B1", "Model")]),
            row(2, &[text("A2", tag), text("B2", "X")])
        )
    };
    let notes = format!("<sheetData>{}</sheetData>", row(1, &[text("A1", "Ask before you change anything")]));
    let found =
        import(workbook(&[("Ward 7", &sheet("BM-1")), ("Notes", &notes), ("Ward 8", &sheet("BM-2"))]));
    assert_eq!((found.rows, found.chosen.len()), (2, 2));
    assert!(found.warnings[0].what.contains("the sheet `Notes` was passed over"));
    assert_eq!(
        about(&found, "asset_tag"),
        [
            "list:asset bm1 list.asset_tag = BM-1 (2, Ward 7!Asset Tag)",
            "list:asset bm2 list.asset_tag = BM-2 (2, Ward 8!Asset Tag)",
        ]
    );
}

#[test]
fn be_nasty() {
    // Two cells in far corners would be a rectangle of 17 billion.
    let far = format!(
        "<dimension ref=\"A1:XFD1048576\"/><sheetData>{}{}</sheetData><mergeCells><mergeCell ref=\"A2:XFD1048576\"/></mergeCells>",
        row(1, &[text("A1", "Asset Tag")]),
        row(1_048_576, &[text("A1048576", "BM-1"), text("XFD1048576", "x")])
    );
    assert_eq!(import(workbook(&[("S", &far)])).rows, 1);
    // A part that unpacks to more than is taken, with and without a lie about its size.
    for claimed in [None, Some(100)] {
        let blanks = format!("<sheetData>{}</sheetData>", " ".repeat(9 << 20));
        let bomb = archive(&parts(&[("S", &blanks)]), claimed);
        assert!(bomb.len() < 64 << 10);
        let error = try_import(&bomb, None, &[]).err().unwrap();
        assert!(matches!(&error, ImportError::Hostile(what) if what.contains("unpacks to more")), "{error}");
    }
    // Cut, garbled, locked.
    let good = workbook(&[("S", &format!("<sheetData>{}</sheetData>", row(1, &[text("A1", "Asset Tag")])))]);
    for cut in (0..good.len()).step_by(37) {
        assert!(try_import(&good[..cut.max(4)], Some(Format::Xlsx), &[]).is_err(), "{cut}");
    }
    for at in (0..good.len()).step_by(11) {
        let mut garbled = good.clone();
        garbled[at] ^= 0x55;
        let _ = try_import(&garbled, Some(Format::Xlsx), &[]);
    }
    let deep = format!("<sheetData>{}</sheetData>", "<row>".repeat(200_000));
    let _ = try_import(&workbook(&[("S", &deep)]), None, &[]);
    let entities = "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>&a;</t></is></c></row></sheetData>";
    let _ = try_import(&workbook(&[("S", entities)]), None, &[]);
    let strange = "<sheetData><row r=\"99999999999\"><c r=\"ZZZZZZ1\"><v>1</v></c><c r=\"A0\" s=\"77\"><v>x</v></c></row></sheetData>";
    let _ = try_import(&workbook(&[("S", strange)]), None, &[]);
}
