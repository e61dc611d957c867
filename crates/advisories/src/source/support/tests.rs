//! Lists as makers publish them.

use crate::source::tests::{read, refusals};

#[test]
fn columns_by_many_names() {
    let table = "# from the maker's page\n\nVendor,Product Line,Part No.,Firmware,Last Order Date,End-of-Life (EOL)\n\
        Maker,Unit 5,U5-1,all,2020-06,31 Dec 2025\nMaker,Unit 6,U6-1,,,03/04/2026\nMaker,,,,2020-01-01,\nMaker,Unit 7,,2.x,,TBD\n";
    let feeds = read(table);
    let [first, second] = feeds.support.as_slice() else { panic!("{:?}", feeds.support) };
    assert_eq!(
        (first.product.as_str(), first.model_number.as_str(), first.version.as_str()),
        ("Unit 5", "U5-1", "all")
    );
    assert_eq!((first.end_of_sale.as_str(), first.end_of_support.as_str()), ("2020-06-30", "2025-12-31"));
    assert_eq!(first.pointer, "row 4", "lines of the file");
    assert_eq!((second.product.as_str(), second.end_of_support.as_str()), ("Unit 7", ""), "not said");
    assert_eq!(
        refusals(&feeds),
        ["feed, row 5: `03/04/2026` is no date, or could be two", "feed, row 6: it names no product"]
    );
}
