//! The arithmetic of the law, one function an operation, used by every reader.

use base::calendar::{days_between, whole_months_between, whole_years_between};
use base::{Day, Exact, Month, Rounding};

use crate::formula::{DatePart, Unit};
use crate::tree::Jurisdiction;
use crate::value::Value;

/// Why an operation has no result, in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoResult {
    /// Indonesian.
    pub id: String,
    /// English.
    pub en: String,
}

impl NoResult {
    fn new(id: &str, en: &str) -> Self {
        Self { id: id.to_owned(), en: en.to_owned() }
    }
}

/// A share of an amount: exact, not rounded.
pub fn share(amount: &Exact, rate: &Exact) -> Exact {
    amount * rate
}

/// Division; by zero there is no result.
pub fn divide(dividend: &Exact, divisor: &Exact) -> Result<Exact, NoResult> {
    dividend.checked_div(divisor).ok_or_else(|| NoResult::new("pembagian dengan nol", "division by zero"))
}

/// Rounds to a multiple of `step`, the way the rule names.
pub fn round(number: &Exact, mode: Rounding, step: &Exact) -> Exact {
    number.round(mode, step)
}

/// Progressive slices: each part of the amount above a bound, up to the next, at its own rate.
pub fn slices(amount: &Exact, bounds: &[(Exact, Exact)]) -> Exact {
    let mut total = Exact::zero();
    for (at, (above, rate)) in bounds.iter().enumerate() {
        let top = bounds.get(at + 1).map_or(amount, |(next, _)| next.min(amount));
        if top > above {
            total += &share(&(top - above), rate);
        }
    }
    total
}

/// Growth by a yearly rate over months.
pub fn compounded(rate: &Exact, months: &Exact) -> Result<Exact, NoResult> {
    let months = months.to_i64().and_then(|months| u32::try_from(months).ok());
    let refused = || {
        NoResult::new("pertumbuhan di luar jangkauan", "growth over a time or at a rate that is out of range")
    };
    Exact::compounded(rate, months.ok_or_else(refused)?).ok_or_else(refused)
}

/// Whole units from one date to another; negative backwards.
pub fn between(unit: Unit, from: Day, to: Day) -> Exact {
    Exact::from(i64::from(match unit {
        Unit::Days | Unit::WorkingDays => days_between(from, to),
        Unit::Months => whole_months_between(from, to),
        Unit::Years => whole_years_between(from, to),
    }))
}

/// A day or month moved by whole units.
pub fn shift(
    date: &Value,
    count: &Exact,
    unit: Unit,
    back: bool,
    land: &Jurisdiction,
) -> Result<Value, NoResult> {
    let refused = || NoResult::new("tanggal di luar jangkauan", "a date out of range");
    let count = count.to_i64().and_then(|count| i32::try_from(count).ok()).ok_or_else(refused)?;
    let count = if back { count.checked_neg() } else { Some(count) }.ok_or_else(refused)?;
    let moved = match (date, unit) {
        (Value::Month(month), Unit::Months) => month.plus_months(count).map(Value::Month),
        (Value::Month(month), Unit::Years) => {
            count.checked_mul(12).and_then(|n| month.plus_months(n)).map(Value::Month)
        }
        (Value::Day(day), Unit::Days) => day.plus_days(count).map(Value::Day),
        (Value::Day(day), Unit::Months) => day.plus_months(count).map(Value::Day),
        (Value::Day(day), Unit::Years) => day.plus_years(count).map(Value::Day),
        (Value::Day(day), Unit::WorkingDays) => {
            u32::try_from(count).ok().and_then(|count| land.calendar.plus(*day, count)).map(Value::Day)
        }
        _ => None,
    };
    moved.ok_or_else(refused)
}

/// A part of a date.
pub fn part(part: DatePart, date: &Value, land: &Jurisdiction) -> Result<Value, NoResult> {
    let refused = || NoResult::new("bukan tanggal", "not a date");
    let month = date.month().ok_or_else(refused)?;
    Ok(match part {
        DatePart::FirstDay => Value::Day(month.first_day()),
        DatePart::LastDay => Value::Day(month.last_day()),
        DatePart::Month => Value::Month(month),
        DatePart::Year => Value::whole(i64::from(month.year())),
        DatePart::MonthNumber => Value::whole(i64::from(month.number())),
        DatePart::WorkingDay => {
            let day = date.day().ok_or_else(refused)?;
            Value::Day(land.calendar.on_or_after(day).ok_or_else(refused)?)
        }
    })
}

/// A day of a month; beyond its end, the last.
pub fn day_of(number: &Exact, month: Month) -> Result<Value, NoResult> {
    let day = number.to_i64().and_then(|day| u32::try_from(day).ok()).filter(|day| (1..=31).contains(day));
    day.map(|day| Value::Day(month.day(day)))
        .ok_or_else(|| NoResult::new("bukan hari dalam bulan", "not a day of a month"))
}
