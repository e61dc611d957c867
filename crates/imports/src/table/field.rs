//! What a column can mean.

use crate::AttributeSpec;

/// A column's meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Field {
    AssetTag,
    Serial,
    Mac,
    Ip,
    Hostname,
    Name,
    Vendor,
    Model,
    OrderNumber,
    Firmware,
    Kind,
    Realm,
    Place,
    Owner,
    Department,
    Criticality,
    Os,
    Vlan,
    Status,
    PurchaseDate,
    WarrantyUntil,
    MaintenanceLast,
    MaintenanceDue,
    EndOfSupport,
    PurchasePrice,
    Gmdn,
    Umdns,
    Emdn,
    /// Known, and left out on purpose: free text may hold anything, patients included.
    Notes,
}

/// How a field's cells are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Taken as they are.
    Text,
    /// MACs.
    Mac,
    /// Addresses.
    Ip,
    /// Words of `words.toml`.
    Word,
    /// A day.
    Date,
    /// An amount.
    Money,
    /// Left out.
    Ignored,
}

struct Line(Field, &'static str, Shape, AttributeSpec);

const fn line(
    field: Field,
    name: &'static str,
    shape: Shape,
    attribute: &'static str,
    says: &'static str,
) -> Line {
    Line(field, name, shape, AttributeSpec { name: attribute, says })
}

static LINES: [Line; 29] = [
    line(
        Field::AssetTag,
        "asset_tag",
        Shape::Text,
        "list.asset_tag",
        "The owner's own number on the device.",
    ),
    line(
        Field::Serial,
        "serial",
        Shape::Text,
        "list.serial",
        "The maker's serial number, as the list has it.",
    ),
    line(Field::Mac, "mac", Shape::Mac, "list.mac", "A MAC that the list gives the device."),
    line(Field::Ip, "ip", Shape::Ip, "list.ip", "An IP address that the list gives the device."),
    line(
        Field::Hostname,
        "hostname",
        Shape::Text,
        "list.hostname",
        "A host name that the list gives the device.",
    ),
    line(Field::Name, "name", Shape::Text, "list.name", "What the list calls the device."),
    line(Field::Vendor, "vendor", Shape::Text, "list.vendor", "The maker, as the list has it."),
    line(Field::Model, "model", Shape::Text, "list.model", "The model, as the list has it."),
    line(
        Field::OrderNumber,
        "order_number",
        Shape::Text,
        "list.order_number",
        "The maker's order or part number, as the list has it.",
    ),
    line(
        Field::Firmware,
        "firmware",
        Shape::Text,
        "list.firmware",
        "Firmware or software version, as the list has it.",
    ),
    line(
        Field::Kind,
        "kind",
        Shape::Word,
        "list.kind",
        "The kind: an id of data/kinds.toml where the list's words mean one, else the words.",
    ),
    line(
        Field::Realm,
        "realm",
        Shape::Word,
        "list.realm",
        "IT, IoT, OT or IoMT, where the list's words mean one of them, else the words.",
    ),
    line(
        Field::Place,
        "place",
        Shape::Text,
        "list.place",
        "Site, building, floor, room or ward, from outside to inside as the columns stand.",
    ),
    line(
        Field::Owner,
        "owner",
        Shape::Text,
        "list.owner",
        "Who answers for the device: a role or a team as the list has it.",
    ),
    line(Field::Department, "department", Shape::Text, "list.department", "Department or cost centre."),
    line(
        Field::Criticality,
        "criticality",
        Shape::Text,
        "list.criticality",
        "How critical or risky the list holds the device.",
    ),
    line(Field::Os, "os", Shape::Text, "list.os", "Operating system, as the list has it."),
    line(Field::Vlan, "vlan", Shape::Text, "list.vlan", "VLAN number or name, as the list has it."),
    line(
        Field::Status,
        "status",
        Shape::Text,
        "list.status",
        "In use, in store, retired …, as the list has it.",
    ),
    line(
        Field::PurchaseDate,
        "purchase_date",
        Shape::Date,
        "list.purchase_date",
        "Day of purchase or installation.",
    ),
    line(
        Field::WarrantyUntil,
        "warranty_until",
        Shape::Date,
        "list.warranty_until",
        "Last day of the warranty.",
    ),
    line(
        Field::MaintenanceLast,
        "maintenance_last",
        Shape::Date,
        "list.maintenance_last",
        "Day of the last maintenance.",
    ),
    line(
        Field::MaintenanceDue,
        "maintenance_due",
        Shape::Date,
        "list.maintenance_due",
        "Day on which maintenance is due.",
    ),
    line(
        Field::EndOfSupport,
        "end_of_support",
        Shape::Date,
        "list.end_of_support",
        "Day on which the maker's support ends.",
    ),
    line(
        Field::PurchasePrice,
        "purchase_price",
        Shape::Money,
        "list.purchase_price",
        "Price paid: amount, then the currency where the list names one.",
    ),
    line(
        Field::Gmdn,
        "gmdn",
        Shape::Text,
        "list.gmdn",
        "Code or term of the Global Medical Device Nomenclature.",
    ),
    line(
        Field::Umdns,
        "umdns",
        Shape::Text,
        "list.umdns",
        "Code of the Universal Medical Device Nomenclature System.",
    ),
    line(Field::Emdn, "emdn", Shape::Text, "list.emdn", "Code of the European Medical Device Nomenclature."),
    line(
        Field::Notes,
        "notes",
        Shape::Ignored,
        "list.notes",
        "Never given: free text may hold anything, patients included.",
    ),
];

/// The attribute that ties rows to one thing.
pub(crate) const ROW_KEY: &str = "list.row_key";

/// Attributes of tables, for the reference page.
#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler: a wrong index does not build")]
pub(crate) static ATTRIBUTES: &[AttributeSpec] = &{
    let mut list = [AttributeSpec {
        name: ROW_KEY,
        says: "What the row is known by: its serial number, else its asset tag, else its host name.",
    }; 30];
    let mut at = 0;
    while at < LINES.len() {
        list[at] = LINES[at].3;
        at += 1;
    }
    list
};

impl Field {
    fn line(self) -> &'static Line {
        // The table is in the order of the enum, which a test holds.
        LINES.get(self as usize).unwrap_or(&LINES[0])
    }

    pub(crate) fn name(self) -> &'static str {
        self.line().1
    }

    pub(crate) fn shape(self) -> Shape {
        self.line().2
    }

    pub(crate) fn attribute(self) -> &'static str {
        self.line().3.name
    }

    /// One such column is enough for a row.
    pub(crate) fn is_key(self) -> bool {
        matches!(self, Field::AssetTag | Field::Serial | Field::Mac | Field::Ip | Field::Hostname)
    }

    /// Several columns of this meaning add up instead of standing in for each other.
    pub(crate) fn adds_up(self) -> bool {
        matches!(self, Field::Mac | Field::Ip | Field::Place)
    }

    pub(crate) fn from_name(name: &str) -> Option<Field> {
        LINES.iter().find(|line| line.1 == name).map(|line| line.0)
    }
}

/// The names that `--map` takes, and whether a row can be known by the field.
pub fn fields() -> impl Iterator<Item = (&'static str, bool)> {
    LINES.iter().map(|line| (line.1, line.0.is_key()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_enum() {
        for (index, line) in LINES.iter().enumerate() {
            assert_eq!(line.0 as usize, index, "{}", line.1);
            assert_eq!(line.3.name, format!("list.{}", line.1));
            assert_eq!(Field::from_name(line.1), Some(line.0));
        }
        assert_eq!(ATTRIBUTES.last().unwrap().name, ROW_KEY);
    }
}
