//! The table by which banks are asked whose accounts are, and their answers in the same table.

use std::io::Read;

use anyhow::Result;
use scheme::refusal::Refusal;

use super::csv::table;
use crate::actions::verify_accounts::{Answered, Asked};

const HEADINGS: [&str; 4] = ["payee", "bank", "account", "name"];

/// Accounts that a bank is asked about.
pub(crate) fn written(asked: &[Asked]) -> Result<Vec<u8>> {
    let rows = asked.iter().map(|one| {
        let whose = &one.whose;
        vec![one.payee.to_string(), whose.bank.to_string(), whose.account.to_string(), whose.name.clone()]
    });
    table(&HEADINGS, rows)
}

fn unread(id: impl Into<String>, en: impl Into<String>) -> anyhow::Error {
    Refusal::new("accounts_table", id, en).into()
}

/// Columns are known by their headings, in any order; others are passed over. A name that is blank says that
/// the bank knows no such account.
pub(crate) fn read(table: impl Read) -> Result<Vec<Answered>> {
    let mut reader = ::csv::Reader::from_reader(table);
    let broken = |error: ::csv::Error| {
        unread(format!("tabel tidak terbaca: {error}"), format!("the table cannot be read: {error}"))
    };
    let headings = reader.headers().map_err(broken)?.clone();
    let place = |name: &str| headings.iter().position(|heading| heading.trim().eq_ignore_ascii_case(name));
    let (Some(payee), Some(name)) = (place("payee"), place("name")) else {
        return Err(unread(
            "tabel perlu kolom `payee` dan `name`, seperti pada tabel yang ditanyakan kepada bank",
            "the table needs the columns `payee` and `name`, as the table has that the bank was asked with",
        ));
    };
    let mut answers = Vec::new();
    for (at, record) in reader.records().enumerate() {
        let record = record.map_err(broken)?;
        let cell = |at: usize| record.get(at).unwrap_or_default().trim().trim_start_matches('\'').to_owned();
        let Ok(payee) = cell(payee).parse() else {
            let (line, cell) = (at + 2, cell(payee));
            return Err(unread(
                format!("baris {line}: `{cell}` bukan nomor penerima"),
                format!("line {line}: `{cell}` is no payee's number"),
            ));
        };
        answers.push(Answered { payee, name: Some(cell(name)).filter(|name| !name.is_empty()) });
    }
    Ok(answers)
}

#[cfg(test)]
mod tests {
    use super::read;

    fn check(table: &str, expected: &str) {
        let said = match read(table.as_bytes()) {
            Ok(all) => all.iter().map(|one| format!("{}={:?};", one.payee, one.name)).collect(),
            Err(error) => error.to_string(),
        };
        assert!(said.contains(expected), "{table}: {said}");
    }

    #[test]
    fn a_banks_table_is_read_by_its_headings() {
        check("payee,bank,account,name\n7,BMRIIDJA,1,SITI\n", "7=Some(\"SITI\");");
        check("name,payee\n'-SITI,7\n,8\n", "7=Some(\"-SITI\");8=None;");
        check("payee\n7\n", "`payee` and `name`");
        check("payee,name\nx,SITI\n", "line 2: `x`");
        check("payee,name\n7\n", "cannot be read");
    }
}
