//! Rows of an employer's file that were refused, for a spreadsheet: under the payroll's own row numbers.

use anyhow::Result;
use rules::render::Lang;
use store::queries::uploads;

use super::csv::line;
use super::rows::Kept;
use crate::office::Office;
use crate::serve::flow::Take;

/// Rows read at once.
const AT_ONCE: i64 = 1_000;

/// Writes them, however many there are.
pub(crate) fn write(office: &mut Office, upload: i64, lang: Lang, take: Take<'_>) -> Result<()> {
    let headings = match lang {
        Lang::Id => ["baris", "NIK", "Nama", "kolom", "nilai", "masalah", "perbaikan"],
        Lang::En => ["row", "NIK", "Nama", "column", "value", "problem", "remedy"],
    };
    take(&line(headings)?)?;
    let mut after = -1;
    loop {
        let part = office.look(|unit, desk| {
            let rows = uploads::rows(unit, upload, Some("refused"), after, AT_ONCE)?;
            rows.iter().map(|row| Ok((row.no, Kept::open(desk, row)?))).collect::<Result<Vec<_>>>()
        })?;
        let Some((last, _)) = part.last() else { return Ok(()) };
        after = *last;
        for (no, kept) in &part {
            for fault in &kept.faults {
                let ([what_id, what_en], [remedy_id, remedy_en]) = (&fault.what, &fault.remedy);
                let (what, remedy) = (lang.pick(what_id, what_en), lang.pick(remedy_id, remedy_en));
                let no = no.to_string();
                let cells: [&str; 7] =
                    [&no, &kept.nik, &kept.name, &fault.column, &fault.value, what, remedy];
                take(&line(cells)?)?;
            }
        }
    }
}
