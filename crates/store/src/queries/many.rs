//! One question about many: some hundred values in a statement, as often as it takes.

use anyhow::Result;

use crate::{Row, Unit, Value};

/// So many values go into one statement.
pub(crate) const TOGETHER: usize = 500;
/// Or so many, where there are no more: few statements are prepared, and none is much longer than its list.
const WIDTHS: [usize; 3] = [8, 32, TOGETHER];

/// The rows of a statement, which is written around the list of places; `first` are the values before it.
/// What is left of a list is filled up with its last value, so that one statement is prepared and not five
/// hundred.
pub(crate) fn rows<'v>(
    unit: &mut Unit<'_>,
    first: &[Value<'v>],
    many: &[Value<'v>],
    sql: impl Fn(&str) -> String,
) -> Result<Vec<Row>> {
    let mut found = Vec::new();
    for some in many.chunks(TOGETHER) {
        let width = WIDTHS.into_iter().find(|width| some.len() <= *width).unwrap_or(TOGETHER);
        let filling = some.last().copied().unwrap_or(Value::Null);
        let mut values = first.to_vec();
        values.extend((0..width).map(|at| some.get(at).copied().unwrap_or(filling)));
        let places: Vec<String> = (first.len() + 1..=values.len()).map(|at| format!("${at}")).collect();
        found.extend(unit.rows(&sql(&places.join(", ")), &values)?);
    }
    Ok(found)
}
