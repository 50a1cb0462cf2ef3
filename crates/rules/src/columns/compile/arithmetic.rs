//! Numbers of a program: a whole number of each row, times one whole number, by another; and the range it
//! lies in.

use base::{Exact, Rounding};

use super::super::kernels::{QUICK_MAX, as_floor};
use super::super::program::{Op, Source};
use super::{Abstract, ByRow, Compiler};
use crate::value::Value;

/// `source × times / by`, where the source lies between `least` and `most`.
#[derive(Clone, Debug)]
pub(super) struct Number {
    pub(super) source: Source,
    pub(super) times: i64,
    pub(super) by: i64,
    pub(super) least: i128,
    pub(super) most: i128,
}

/// Whole numbers of a program stay below this, so that sums of two of them fit.
const RANGE_MAX: i128 = 1 << 61;

fn gcd(a: i128, b: i128) -> i128 {
    if b == 0 { a.abs().max(1) } else { gcd(b, a % b) }
}

fn small(number: i128) -> Result<i64, ByRow> {
    i64::try_from(number).ok().filter(|number| i128::from(*number).abs() < RANGE_MAX).ok_or(ByRow)
}

#[expect(
    clippy::unused_self,
    clippy::needless_pass_by_value,
    reason = "all steps of the compiler are called alike"
)]
impl Compiler<'_> {
    pub(super) fn number(&self, value: &Abstract) -> Result<Number, ByRow> {
        match value {
            Abstract::Number(number) => Ok(number.clone()),
            Abstract::Constant(Value::Number(exact)) => {
                let (Some(top), Some(bottom)) = (exact.numerator(), exact.denominator()) else {
                    return Err(ByRow);
                };
                let (top, by) = (small(top)?, small(bottom)?);
                Ok(Number {
                    source: Source::Constant(top),
                    times: 1,
                    by,
                    least: top.into(),
                    most: top.into(),
                })
            }
            Abstract::Constant(Value::Option(at)) => Ok(Self::fixed(i64::from(*at))),
            Abstract::Constant(Value::Day(day)) => Ok(Self::fixed(i64::from(day.epoch_days()))),
            Abstract::Constant(Value::Month(month)) => Ok(Self::fixed(i64::from(month.index()))),
            _ => Err(ByRow),
        }
    }

    pub(super) fn fixed(number: i64) -> Number {
        Number {
            source: Source::Constant(number),
            times: 1,
            by: 1,
            least: number.into(),
            most: number.into(),
        }
    }

    /// Times a constant; nothing happens to the rows yet.
    pub(super) fn times(&mut self, number: Number, factor: &Exact) -> Result<Number, ByRow> {
        let (Some(top), Some(bottom)) = (factor.numerator(), factor.denominator()) else { return Err(ByRow) };
        let times = i128::from(number.times).checked_mul(top).ok_or(ByRow)?;
        let by = i128::from(number.by).checked_mul(bottom).ok_or(ByRow)?;
        let common = gcd(times, by);
        Ok(Number { times: small(times / common)?, by: small(by / common)?, ..number })
    }

    /// The multiple as an operation of its own: `times` becomes 1.
    pub(super) fn multiplied(&mut self, number: Number) -> Result<Number, ByRow> {
        if number.times == 1 {
            return Ok(number);
        }
        let times = i128::from(number.times);
        let (a, b) =
            (number.least.checked_mul(times).ok_or(ByRow)?, number.most.checked_mul(times).ok_or(ByRow)?);
        let (least, most) = (a.min(b), a.max(b));
        small(least)?;
        small(most)?;
        let source = match number.source {
            Source::Constant(constant) => Source::Constant(constant * number.times),
            source => self.builder.push(Op::Multiply(source, Source::Constant(number.times))),
        };
        Ok(Number { source, times: 1, by: number.by, least, most })
    }

    /// The whole number behind it.
    pub(super) fn plain(&mut self, number: &Number) -> Result<Source, ByRow> {
        Ok(self.multiplied(number.clone())?.source)
    }

    /// Both with one denominator.
    pub(super) fn alike(&mut self, a: Number, b: Number) -> Result<(Number, Number), ByRow> {
        let (by_a, by_b) = (i128::from(a.by), i128::from(b.by));
        let by = by_a / gcd(by_a, by_b) * by_b;
        let (scale_a, scale_b) = (small(by / by_a)?, small(by / by_b)?);
        let by = small(by)?;
        let scaled = |number: Number, scale: i64| -> Result<Number, ByRow> {
            let times = number.times.checked_mul(scale).ok_or(ByRow)?;
            Ok(Number { times, by, ..number })
        };
        let (a, b) = (scaled(a, scale_a)?, scaled(b, scale_b)?);
        Ok((self.multiplied(a)?, self.multiplied(b)?))
    }

    pub(super) fn sum(&mut self, a: Number, b: Number, minus: bool) -> Result<Number, ByRow> {
        let (a, b) = self.alike(a, b)?;
        let (least, most) =
            if minus { (a.least - b.most, a.most - b.least) } else { (a.least + b.least, a.most + b.most) };
        small(least)?;
        small(most)?;
        let op = if minus { Op::Subtract(a.source, b.source) } else { Op::Add(a.source, b.source) };
        let source = match (a.source, b.source) {
            (Source::Constant(x), Source::Constant(y)) => Source::Constant(if minus { x - y } else { x + y }),
            _ => self.builder.push(op),
        };
        Ok(Number { source, times: 1, by: a.by, least, most })
    }

    pub(super) fn product(&mut self, a: Number, b: Number) -> Result<Number, ByRow> {
        match (a.source, b.source) {
            (_, Source::Constant(constant)) => {
                let factor =
                    Exact::fraction(i128::from(constant) * i128::from(b.times), b.by.into()).ok_or(ByRow)?;
                self.times(a, &factor)
            }
            (Source::Constant(_), _) => self.product(b, a),
            _ => {
                let times = a.times.checked_mul(b.times).ok_or(ByRow)?;
                let by = a.by.checked_mul(b.by).ok_or(ByRow)?;
                let corners = [a.least * b.least, a.least * b.most, a.most * b.least, a.most * b.most];
                let (mut least, mut most) = (corners[0], corners[0]);
                for corner in corners {
                    small(corner)?;
                    least = least.min(corner);
                    most = most.max(corner);
                }
                let source = self.builder.push(Op::Multiply(a.source, b.source));
                Ok(Number { source, times, by, least, most })
            }
        }
    }

    pub(super) fn chosen(&mut self, a: Number, b: Number, lesser: bool) -> Result<Number, ByRow> {
        let (a, b) = self.alike(a, b)?;
        let (least, most) = if lesser {
            (a.least.min(b.least), a.most.min(b.most))
        } else {
            (a.least.max(b.least), a.most.max(b.most))
        };
        let op = if lesser { Op::Min(a.source, b.source) } else { Op::Max(a.source, b.source) };
        let source = self.builder.push(op);
        Ok(Number { source, times: 1, by: a.by, least, most })
    }

    /// Rounded to a multiple of a step. The quick kernel is taken only where the range proves it exact.
    pub(super) fn rounded(&mut self, number: Number, mode: Rounding, step: &Exact) -> Result<Number, ByRow> {
        let (Some(top), Some(bottom)) = (step.numerator(), step.denominator()) else { return Err(ByRow) };
        let per_step = self.times(number, &Exact::fraction(bottom, top).ok_or(ByRow)?)?;
        let Number { source, times, by, least, most } = per_step;
        let rounded = |x: i128| -> Result<i128, ByRow> {
            Ok(mode.divide(x.checked_mul(times.into()).ok_or(ByRow)?, by.into()))
        };
        let (a, b) = (rounded(least)?, rounded(most)?);
        let (low, high) = (a.min(b), a.max(b));
        small(low)?;
        small(high)?;
        let source = match source {
            Source::Constant(constant) => Source::Constant(small(rounded(constant.into())?)?),
            _ if by == 1 => self.plain(&Number { source, times, by, least, most })?,
            _ if least >= 0 && is_quick(times, by, mode, most) => {
                self.builder.push(Op::ShareQuick { source, times, by, mode })
            }
            _ if is_quick(times, by, mode, most.max(-least)) => {
                self.builder.push(Op::ShareSigned { source, times, by, mode })
            }
            _ => self.builder.push(Op::ShareWide { source, times, by, mode }),
        };
        Ok(Number { source, times: small(top)?, by: small(bottom)?, least: low, most: high })
    }
}

/// Whether every value up to the largest, in size, stays where doubles are exact.
fn is_quick(times: i64, by: i64, mode: Rounding, most: i128) -> bool {
    let Some((times, bias, by)) = as_floor(times, by, mode) else { return false };
    let largest = most * i128::from(times) + i128::from(bias);
    times > 0 && largest < QUICK_MAX && i128::from(by) < QUICK_MAX && most < QUICK_MAX
}
