//! The payroll reader: text in, people and rejects out, as text.

#![allow(
    clippy::needless_raw_string_hashes,
    clippy::needless_pass_by_value,
    reason = "the library of snapshots writes hashes, and an expectation is used once"
)]

mod bytes;
mod cells;
mod headings;
mod refusals;
mod rejects;
mod workbooks;

use expect_test::Expect;
use naungan::payroll::{Batch, Field, FieldKind, Lang, Payroll, Refusal};

/// Reads a payroll and compares what comes out: a line for each person, then for each reject, then the count.
fn check(payroll: impl AsRef<[u8]>, expected: Expect) {
    let out = read(payroll.as_ref(), &facts(), Lang::En);
    expected.assert_eq(&out.unwrap_or_else(|refusal| refusal.to_string()));
}

/// The facts of a small imaginary law.
fn facts() -> Vec<Field> {
    let spelled = |spellings: &[(&str, i64)]| {
        FieldKind::Options(spellings.iter().map(|(text, code)| ((*text).to_owned(), *code)).collect())
    };
    let very_low = [("very_low", 0), ("I", 0), ("1", 0), ("sangat rendah", 0)];
    let risk = spelled(&[very_low.as_slice(), &[("low", 1), ("II", 1), ("2", 1)]].concat());
    [
        ("wage", FieldKind::Money { min: 1, max: 1_000_000_000_000 }, true),
        ("risk_class", risk, false),
        ("foreigner", FieldKind::YesNo, false),
        ("birth_date", FieldKind::Date, false),
        ("month", FieldKind::Month, false),
        ("children", FieldKind::Count { min: 0, max: 30 }, false),
    ]
    .map(|(name, kind, required)| Field { name: name.to_owned(), kind, headings: vec![], required })
    .into()
}

/// Everything that comes out of a payroll.
fn read(payroll: &[u8], fields: &[Field], lang: Lang) -> Result<String, Refusal> {
    let payroll = Payroll::from_bytes(payroll.to_vec(), fields)?;
    let mut out = String::new();
    let ignored = payroll.ignored().join(", ");
    if !ignored.is_empty() {
        out = format!("ignored: {ignored}\n");
    }
    let mut rejects = String::new();
    let summary = payroll.each_batch(&mut Batch::new(fields.len(), 3), |batch| {
        (0..batch.len()).for_each(|row| out.push_str(&person(batch, row, fields)));
        for reject in batch.rejects() {
            let (what, remedy) = (reject.what(lang), reject.remedy(lang));
            let place = format!("{} {} `{}`\n", reject.row, reject.column, reject.value);
            rejects.extend([place, wrapped(&format!("{what}; {remedy}"), "    ")]);
        }
        Ok::<(), Refusal>(())
    })?;
    let counts = [
        ("people", summary.people),
        ("rejected rows", summary.rejected_rows),
        ("blank rows", summary.blank_rows),
    ];
    let counts = counts.iter().filter(|(_, count)| *count > 0).map(|(name, count)| format!("{name} {count}"));
    Ok(format!("{out}{rejects}{}\n", counts.collect::<Vec<_>>().join(", ")))
}

/// A text in lines that fit on a page, each after the same margin.
fn wrapped(text: &str, margin: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let full = lines.last().is_some_and(|line| line.chars().count() + word.chars().count() > 84);
        if full {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(if line.is_empty() { "" } else { " " });
            line.push_str(word);
        }
    }
    lines.iter().map(|line| [margin, line, "\n"].concat()).collect()
}

/// Such as `2 9971064203920001 Siti Rahma: wage 5729876`.
fn person(batch: &Batch, row: usize, fields: &[Field]) -> String {
    let texts = [batch.name(row), batch.kpj(row), batch.npp(row)];
    let shown = |text: &&[u8]| format!(" {}", String::from_utf8_lossy(text).escape_debug());
    let texts: String = texts.iter().filter(|text| !text.is_empty()).map(shown).collect();
    let mut facts = String::new();
    for (number, field) in fields.iter().enumerate() {
        let value = batch.values(number)[row];
        if batch.present(number)[row] {
            facts.extend([" ", &field.name, " ", &value.to_string()]);
        } else {
            assert_eq!(value, 0, "an absent value is zero");
        }
    }
    format!("{} {:016}{texts}:{facts}\n", batch.lines()[row], batch.niks()[row])
}
