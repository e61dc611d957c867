//! A sheet as rows of text, whatever file it came from.

/// Excel's own limit; a row with more cells is no row of a list.
pub(crate) const COLUMNS: usize = 16_384;
/// Excel's own limit.
pub(crate) const ROWS: usize = 1_048_576;

/// One sheet of a workbook, or a text table.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    /// Its name, where a workbook has several.
    pub(crate) name: Option<String>,
    pub(crate) rows: Vec<Row>,
    /// Rows that cannot be rows of a list, and why.
    pub(crate) broken: Vec<(u64, String)>,
}

/// One row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Row {
    /// As a spreadsheet or an editor counts, from 1.
    pub(crate) number: u64,
    pub(crate) cells: Vec<String>,
}

impl Row {
    /// The cell in a column; empty where the row is shorter.
    pub(crate) fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.cells.iter().all(String::is_empty)
    }
}
