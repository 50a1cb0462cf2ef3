//! Tables for spreadsheets: what would be run as a formula is kept a text.

use anyhow::Result;

/// A table with its headings.
pub(crate) fn table(headings: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(headings)?;
    for row in rows {
        writer.write_record(row.iter().map(|cell| harmless(cell)))?;
    }
    Ok(writer.into_inner()?)
}

/// One line of a table.
pub(crate) fn line<'c>(cells: impl IntoIterator<Item = &'c str>) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(cells.into_iter().map(harmless))?;
    Ok(writer.into_inner()?)
}

/// What begins like a formula gets an apostrophe before it.
pub(crate) fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_a_text() -> Result<()> {
        let rows = ["=1+1", "+1", "-1", "@A", "\tx", "\rx", "a=1", ""];
        let bytes = table(&["a"], rows.iter().map(|cell| vec![(*cell).to_owned()]))?;
        let mut read = csv::Reader::from_reader(bytes.as_slice());
        let cells: Vec<String> = read.records().map(|row| Ok(row?[0].to_owned())).collect::<Result<_>>()?;
        assert_eq!(cells, ["'=1+1", "'+1", "'-1", "'@A", "'\tx", "'\rx", "a=1", ""]);
        Ok(())
    }
}
