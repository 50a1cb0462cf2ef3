//! The tables and their columns, as the schema says.

use crate::Kind;

const SCHEMA: &str = include_str!("../schema/postgres.sql");

/// A table of the schema.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Columns with their kinds, in order.
    pub columns: Vec<(String, Kind)>,
}

/// Every table, in the order of the schema.
pub fn tables() -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    for line in SCHEMA.lines() {
        if let Some(name) = line.strip_prefix("create table ").and_then(|rest| rest.strip_suffix(" (")) {
            tables.push(Table { name: name.to_owned(), columns: Vec::new() });
        } else if let (Some(column), Some(table)) = (line.strip_prefix("    "), tables.last_mut()) {
            let mut words = column.split([' ', ',']);
            let (Some(name), Some(kind)) = (words.next(), words.next()) else { continue };
            if let Some(kind) = kind_of(name, kind) {
                table.columns.push((name.to_owned(), kind));
            }
        }
    }
    tables
}

/// Months are dates whose column says so in its name.
fn kind_of(name: &str, kind: &str) -> Option<Kind> {
    Some(match kind {
        "bigint" => Kind::Int,
        "smallint" => Kind::Small,
        "text" => Kind::Text,
        "bytea" => Kind::Bytes,
        "boolean" => Kind::Bool,
        "timestamptz" => Kind::Moment,
        "date" if name == "month" || name.ends_with("_month") => Kind::Month,
        "date" => Kind::Day,
        _ => return None,
    })
}
