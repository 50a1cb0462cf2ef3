//! Tables with one key that differs from row to row.

use base::Exact;

use super::super::program::{Op, Source};
use super::arithmetic::Number;
use super::{Abstract, ByRow, Compiled, Compiler};
use crate::tree::{KeyKind, Node, Row, Table, Version};
use crate::value::{Type, Value};

/// A table by steps may be this long; it still lies in the first cache.
const STEPS_MAX: i64 = 2048;

impl Compiler<'_> {
    pub(super) fn lookup(&mut self, at: usize, keys: &[Node], on: Option<&Node>) -> Compiled {
        let day = match on {
            Some(on) => self.constant(on).and_then(|date| date.day()),
            None => self.date,
        };
        let table = self.original.tables[at].clone();
        let version = table.on(day).ok_or(ByRow)?;
        let mut varying = None;
        let mut fixed = Vec::new();
        for (place, key) in keys.iter().enumerate() {
            match self.constant(key) {
                Some(value) => fixed.push((place, value)),
                None if varying.is_none() => varying = Some(place),
                None => return Err(ByRow),
            }
        }
        let place = varying.ok_or(ByRow)?;
        let rows = rows(version, &table.keys, &fixed, place)?;
        let key = self.compile(&keys[place])?;
        if let Abstract::Constant(value) = key {
            // The key rests on columns and comes to the same for all: `age >= 50 or yes`.
            fixed.push((place, value));
            fixed.sort_by_key(|(place, _)| *place);
            let keys: Vec<Value> = fixed.into_iter().map(|(_, value)| value).collect();
            return version
                .row(&table.keys, &keys)
                .map(|row| Abstract::Constant(row.value.clone()))
                .ok_or(ByRow);
        }
        match table.keys[place].0 {
            KeyKind::Kind(kind) => {
                self.by_option(&key, place, self.original.kinds[kind].options.len(), &rows, &table)
            }
            KeyKind::Bracket => self.by_bracket(&key, place, &rows, &table),
            KeyKind::Number | KeyKind::Slice => Err(ByRow),
        }
    }

    fn by_option(
        &mut self,
        key: &Abstract,
        place: usize,
        options: usize,
        rows: &[&Row],
        table: &Table,
    ) -> Compiled {
        let mut cells: Vec<Option<&Value>> = vec![None; options];
        for row in rows {
            if let Value::Option(option) = row.keys[place] {
                cells[usize::from(option)] = Some(&row.value);
            }
        }
        let key = self.varying(key)?;
        if options > 64 && cells.iter().any(Option::is_none) {
            return Err(ByRow);
        }
        let missing = cells
            .iter()
            .enumerate()
            .filter(|(_, cell)| cell.is_none())
            .fold(0_u64, |bits, (at, _)| bits | 1 << at);
        if missing != 0 {
            let mask = self.builder.push(Op::In(key.source, missing));
            self.slow.push(mask);
        }
        let (values, by) = numerators(&cells)?;
        let (least, most) = span(&values);
        let source = self.builder.push(Op::Gather(key.source, values));
        Ok(self.cell(source, by, (least, most), table.unit))
    }

    /// The number behind a key that differs from row to row.
    fn varying(&self, key: &Abstract) -> Result<Number, ByRow> {
        self.number(key)
            .and_then(|key| if matches!(key.source, Source::Constant(_)) { Err(ByRow) } else { Ok(key) })
    }

    fn by_bracket(&mut self, key: &Abstract, place: usize, rows: &[&Row], table: &Table) -> Compiled {
        let key = self.varying(key)?;
        let key = self.multiplied(key)?;
        let scale = Exact::from(key.by);
        let bounds: Option<Vec<i64>> = rows
            .iter()
            .map(|row| row.keys[place].number().and_then(|bound| (bound * &scale).to_i64()))
            .collect();
        let bounds = bounds.ok_or(ByRow)?;
        let cells: Vec<Option<&Value>> = rows.iter().map(|row| Some(&row.value)).collect();
        let (values, by) = numerators(&cells)?;
        let first = *bounds.first().ok_or(ByRow)?;
        if key.least < i128::from(first) {
            let mask = self.builder.push(Op::Less(key.source, Source::Constant(first)));
            self.slow.push(mask);
        }
        let range = span(&values);
        let op = match steps(&bounds, &values, key.least, key.most) {
            Some((width, table)) => Op::Stepped { key: key.source, first, width, table },
            None => Op::Bracket(key.source, bounds, values),
        };
        let source = self.builder.push(op);
        Ok(self.cell(source, by, range, table.unit))
    }

    fn cell(&mut self, source: Source, by: i64, (least, most): (i128, i128), unit: Type) -> Abstract {
        if unit == Type::YesNo {
            return Abstract::Truth(self.builder.push(Op::Equal(source, Source::Constant(1))));
        }
        Abstract::Number(Number { source, times: 1, by, least, most })
    }

    /// Progressive slices: each rate on what lies between its bound and the next.
    pub(super) fn slices(&mut self, amount: &Node, at: usize) -> Compiled {
        let amount = self.compile(amount)?;
        let amount = self.number(&amount)?;
        let table = self.original.tables[at].clone();
        let version = table.on(self.date).ok_or(ByRow)?;
        let mut total = Self::fixed(0);
        for (place, row) in version.rows.iter().enumerate() {
            let (above, rate) = (row.keys[0].clone(), row.value.number().cloned().ok_or(ByRow)?);
            let bottom = self.number(&Abstract::Constant(above))?;
            let top = match version.rows.get(place + 1) {
                None => amount.clone(),
                Some(next) => {
                    let bound = self.number(&Abstract::Constant(next.keys[0].clone()))?;
                    self.chosen(amount.clone(), bound, true)?
                }
            };
            let below = self.chosen(amount.clone(), bottom.clone(), true)?;
            // Below its bound a slice is empty: both ends are then the amount itself.
            let slice = self.sum(top, below, true)?;
            let share = self.times(slice, &rate)?;
            total = self.sum(total, share, false)?;
        }
        Ok(Abstract::Number(total))
    }
}

/// Rows that the keys that are the same for all leave: of brackets the greatest bound not above the key.
fn rows<'v>(
    version: &'v Version,
    keys: &[(KeyKind, String)],
    fixed: &[(usize, Value)],
    varying: usize,
) -> Result<Vec<&'v Row>, ByRow> {
    let is_bracket = |place: usize| keys[place].0 == KeyKind::Bracket;
    let fits = |row: &&Row| {
        fixed.iter().all(|(place, value)| {
            let key = &row.keys[*place];
            if is_bracket(*place) { key.number() <= value.number() } else { key == value }
        })
    };
    let mut rows: Vec<&Row> = version.rows.iter().filter(fits).collect();
    for (place, _) in fixed.iter().filter(|(place, _)| is_bracket(*place)) {
        let greatest = rows.iter().filter_map(|row| row.keys[*place].number()).max();
        let (kept, dropped): (Vec<&Row>, Vec<&Row>) =
            rows.iter().partition(|row| row.keys[*place].number() == greatest);
        // A table with holes: elsewhere a row with a lower bound may be the one.
        let has_twin = |row: &&Row| kept.iter().any(|other| other.keys[varying] == row.keys[varying]);
        if is_bracket(varying) && !dropped.iter().all(has_twin) {
            return Err(ByRow);
        }
        rows = kept;
    }
    if rows.is_empty() { Err(ByRow) } else { Ok(rows) }
}

/// Values over one denominator; absent ones as 0.
fn numerators(cells: &[Option<&Value>]) -> Result<(Vec<i64>, i64), ByRow> {
    let exact = |value: &Value| match value {
        Value::Number(number) => Some(number.clone()),
        Value::Option(at) => Some(Exact::from(i64::from(*at))),
        Value::YesNo(yes) => Some(Exact::from(i64::from(*yes))),
        Value::Day(day) => Some(Exact::from(i64::from(day.epoch_days()))),
        Value::Month(month) => Some(Exact::from(i64::from(month.index()))),
        Value::List(_) => None,
    };
    let numbers: Option<Vec<Exact>> =
        cells.iter().map(|cell| cell.map_or(Some(Exact::zero()), exact)).collect();
    let numbers = numbers.ok_or(ByRow)?;
    let mut by: i128 = 1;
    for number in &numbers {
        let bottom = number.denominator().ok_or(ByRow)?;
        by = by / gcd(by, bottom) * bottom;
    }
    let scale = Exact::from(by);
    let values: Option<Vec<i64>> = numbers.iter().map(|number| (number * &scale).to_i64()).collect();
    Ok((values.ok_or(ByRow)?, i64::try_from(by).map_err(|_| ByRow)?))
}

fn gcd(a: i128, b: i128) -> i128 {
    if b == 0 { a.abs().max(1) } else { gcd(b, a % b) }
}

fn span(values: &[i64]) -> (i128, i128) {
    let least = values.iter().copied().min().unwrap_or(0);
    let most = values.iter().copied().max().unwrap_or(0);
    (least.into(), most.into())
}

/// Brackets whose bounds all lie a multiple of one width above the first become a table by step, if it is
/// short.
fn steps(bounds: &[i64], values: &[i64], least: i128, most: i128) -> Option<(i64, Vec<i64>)> {
    let first = *bounds.first()?;
    let reach = least.abs().max(most.abs()) + i128::from(first).abs();
    if reach >= super::super::kernels::QUICK_MAX {
        return None;
    }
    let width = bounds.iter().fold(0_i128, |width, bound| {
        if *bound == first { width } else { gcd(i128::from(bound - first), width) }
    });
    let width = i64::try_from(width.max(1)).ok()?;
    let count = (*bounds.last()? - first) / width;
    if count >= STEPS_MAX {
        return None;
    }
    let at = |step: i64| bounds.partition_point(|bound| *bound <= first + step * width).saturating_sub(1);
    Some((width, (0..=count).map(|step| values[at(step)]).collect()))
}
