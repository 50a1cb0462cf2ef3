//! What text files and workbooks have in common: rows of cells, one after another.

use super::refusal::Refusal;

/// What stands in one cell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Cell<'a> {
    /// As a person sees it, save for a workbook's dates, which are numbers.
    pub(super) text: &'a [u8],
    /// Whether a workbook kept it as a number: a point in it is a decimal point.
    pub(super) is_number: bool,
}

impl Cell<'_> {
    /// Beyond the end of a row.
    pub(super) const BLANK: Cell<'static> = Cell { text: b"", is_number: false };

    /// Without spaces around it.
    #[inline]
    pub(super) fn trimmed(self) -> Self {
        // Most cells begin and end with something to be seen, and then nothing needs to be looked for.
        let seen = |byte: Option<&u8>| byte.is_some_and(|byte| *byte > b' ');
        if seen(self.text.first()) && seen(self.text.last()) { self } else { self.trim() }
    }

    #[cold]
    fn trim(self) -> Self {
        Cell { text: self.text.trim_ascii(), ..self }
    }
}

/// Rows of cells; the cells are those of the row last advanced to.
pub(super) trait Table {
    /// Goes to the next row; `false` after the last. Rows without any cell are passed over.
    fn advance(&mut self) -> Result<bool, Refusal>;

    /// The number of the row as a person sees it: a line of text, counted from 1, or a row of a sheet.
    fn line(&self) -> u64;

    /// How many cells the row has.
    fn width(&self) -> usize;

    /// The cell of a column, counted from 0; blank beyond the end.
    fn cell(&self, column: usize) -> Cell<'_>;
}
