//! Orders as a table (CSV): what somebody hands over to be paid by file.

use std::io::Read;

use anyhow::{Context, Result, bail};
use scheme::refusal::Refusal;

use super::order::{Order, shown};

/// The headings; the text that the receiver reads may be left out.
const HEADINGS: [&str; 6] = ["id", "amount", "name", "account", "bank", "text"];

/// Reads orders one by one; the first that cannot be read is told with its line.
pub fn read<R: Read>(input: R) -> Result<impl Iterator<Item = Result<Order>>> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(input);
    let headings = reader.headers().context("could not read the orders")?.clone();
    let mut columns = [None; HEADINGS.len()];
    for (column, name) in columns.iter_mut().zip(HEADINGS) {
        *column = headings.iter().position(|heading| heading == name);
        if column.is_none() && name != "text" {
            let all = HEADINGS.join(",");
            let id = format!("tidak ada kolom `{name}`: baris pertama harus {all}");
            let en = format!("there is no column `{name}`: the first line has to be {all}");
            bail!(Refusal::new("orders_column", id, en));
        }
    }
    Ok(reader.into_records().map(move |row| order(&row.context("could not read the orders")?, &columns)))
}

fn order(row: &csv::StringRecord, columns: &[Option<usize>; HEADINGS.len()]) -> Result<Order> {
    let line = row.position().map_or(0, csv::Position::line);
    let cell = |at: usize| columns[at].and_then(|column| row.get(column)).unwrap_or_default();
    let of = |refusal: Refusal| {
        let Refusal { code, id, en, citation } = refusal;
        Refusal { code, id: format!("baris {line}: {id}"), en: format!("line {line}: {en}"), citation }
    };
    let amount: Option<i64> = cell(1).parse().ok();
    let amount = amount.ok_or_else(|| {
        let text = shown(cell(1));
        let id = format!("`{text}` bukan jumlah dalam rupiah bulat");
        of(Refusal::new("order_amount", id, format!("`{text}` is no amount in whole rupiah")))
    })?;
    Ok(Order {
        id: cell(0).parse().map_err(of)?,
        amount,
        name: cell(2).to_owned(),
        account: cell(3).parse().map_err(of)?,
        bank: cell(4).parse().map_err(of)?,
        text: cell(5).to_owned(),
    })
}
