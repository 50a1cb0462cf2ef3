//! Turns: what two must not decide at once, though no row of it is there yet.

use anyhow::Result;

use crate::{Unit, Value};

/// So many rows at most. Two things that share one only wait for each other.
const TURNS: u16 = 1 << 12;

/// Waits until nobody else is at what has this hash, and keeps others from it until the unit ends.
pub fn hold(unit: &mut Unit<'_>, hash: &[u8]) -> Result<()> {
    let no = match hash {
        [first, second, ..] => u16::from_be_bytes([*first, *second]) % TURNS,
        _ => 0,
    };
    unit.execute(
        "insert into turn (no, taken) values ($1, 1) on conflict (no) do update set taken = turn.taken + 1",
        &[Value::Int(no.into())],
    )?;
    Ok(())
}
