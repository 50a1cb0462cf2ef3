//! Turns: what two must not decide at once, though no row of it is there yet.

use std::collections::{BTreeSet, HashSet};

use anyhow::Result;

use crate::{Unit, Value};

/// So many rows at most. Two things that share one only wait for each other.
const TURNS: u16 = 1 << 12;

/// So many are taken by one statement.
const TOGETHER: usize = 50;

/// What holds a row that is there already.
const AGAIN: &str = "on conflict (no) do update set taken = turn.taken + 1";

/// Waits until nobody else is at what has this hash, and keeps others from it until the unit ends.
pub fn hold(unit: &mut Unit<'_>, hash: &[u8]) -> Result<()> {
    let no = number(hash);
    if unit.ahead.as_ref().is_some_and(|ahead| ahead.has_turn(no)) {
        return Ok(());
    }
    hold_number(unit, no)
}

fn hold_number(unit: &mut Unit<'_>, no: u16) -> Result<()> {
    let sql = format!("insert into turn (no, taken) values ($1, 1) {AGAIN}");
    unit.execute_aside(&sql, &[Value::Int(no.into())]).map(drop)
}

/// The same of many, in one order, so that no two who need several wait for each other; gives which.
pub(crate) fn hold_all(unit: &mut Unit<'_>, hashes: &[Vec<u8>]) -> Result<HashSet<u16>> {
    let all: BTreeSet<u16> = hashes.iter().map(|hash| number(hash)).collect();
    let numbers: Vec<u16> = all.iter().copied().collect();
    let mut some = numbers.chunks_exact(TOGETHER);
    for some in some.by_ref() {
        let rows = (1..=TOGETHER).map(|at| format!("(${at}, 1)")).collect::<Vec<_>>().join(", ");
        let values: Vec<Value<'_>> = some.iter().map(|no| Value::Int((*no).into())).collect();
        unit.execute_aside(&format!("insert into turn (no, taken) values {rows} {AGAIN}"), &values)?;
    }
    for no in some.remainder() {
        hold_number(unit, *no)?;
    }
    Ok(all.into_iter().collect())
}

fn number(hash: &[u8]) -> u16 {
    match hash {
        [first, second, ..] => u16::from_be_bytes([*first, *second]) % TURNS,
        _ => 0,
    }
}
