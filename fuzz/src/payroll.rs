//! What is done with a payroll that comes from outside: read all of it.
//!
//! The fuzz target and the test that replays the seeds share this file. Nothing here may panic.

use naungan::payroll::{Field, FieldKind, read_all};

/// A column of each kind.
pub(crate) fn payroll(bytes: &[u8]) {
    let field = |name: &str, kind: FieldKind, required: bool| Field {
        name: name.to_owned(),
        kind,
        headings: Vec::new(),
        required,
    };
    let options = [("very_low", 0), ("low", 1), ("medium", 2), ("high", 3), ("very_high", 4)];
    let options = options.map(|(name, code)| (name.to_owned(), code)).to_vec();
    let fields = [
        field("wage", FieldKind::Money { min: 0, max: 1_000_000_000_000 }, true),
        field("months_in_indonesia", FieldKind::Count { min: 0, max: 1_200 }, false),
        field("risk_class", FieldKind::Options(options), false),
        field("jp_chosen", FieldKind::YesNo, false),
        field("birth_date", FieldKind::Date, false),
        field("contribution_month", FieldKind::Month, false),
    ];
    let _ = read_all(bytes, &fields);
}
