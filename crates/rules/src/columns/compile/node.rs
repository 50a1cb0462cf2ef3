//! Expressions as operations.

use base::{Day, Exact, Month};

use super::super::program::{Op, Source};
use super::arithmetic::Number;
use super::{Abstract, ByRow, Compiled, Compiler};
use crate::formula::{DatePart, Operator, Unit};
use crate::tree::{Node, NodeKind, Target};
use crate::value::{Type, Value};

impl Compiler<'_> {
    pub(super) fn compile(&mut self, node: &Node) -> Compiled {
        if let Some(value) = self.constant(node) {
            return Ok(Abstract::Constant(value));
        }
        match &node.kind {
            NodeKind::Fact(at) => self.column(*at),
            NodeKind::Item(at) => {
                let (value, defined) = self.item(*at)?;
                self.demand(&defined)?;
                Ok(value)
            }
            NodeKind::It => self.it.last().cloned().ok_or(ByRow),
            NodeKind::Not(a) => {
                let a = self.compile(a)?;
                Ok(self.not(&a))
            }
            NodeKind::Negative(a) => {
                let number = self.numbered(a)?;
                Ok(Abstract::Number(self.times(number, &Exact::from(-1))?))
            }
            NodeKind::Binary(operator, a, b) => self.binary(*operator, a, b),
            NodeKind::Share(a, b) => {
                let (a, b) = (self.numbered(a)?, self.numbered(b)?);
                Ok(Abstract::Number(self.product(a, b)?))
            }
            NodeKind::Lesser(a, b) | NodeKind::Greater(a, b) => {
                let lesser = matches!(node.kind, NodeKind::Lesser(..));
                let (a, b) = (self.numbered(a)?, self.numbered(b)?);
                Ok(Abstract::Number(self.chosen(a, b, lesser)?))
            }
            NodeKind::Round(a, mode, step) => {
                let number = self.numbered(a)?;
                Ok(Abstract::Number(self.rounded(number, *mode, step)?))
            }
            NodeKind::Lookup { table, keys, on } => self.lookup(*table, keys, on.as_deref()),
            NodeKind::Slices(amount, table) => self.slices(amount, *table),
            NodeKind::If(condition, yes, no) => {
                let condition = self.compile(condition)?;
                // A branch that no row takes is not compiled: it may ask for what the batch does not have.
                match &condition {
                    Abstract::Constant(Value::YesNo(true)) => self.compile(yes),
                    Abstract::Constant(_) => self.compile(no),
                    _ => {
                        let (yes, no) = (self.compile(yes)?, self.compile(no)?);
                        self.select(&condition, yes, no)
                    }
                }
            }
            NodeKind::Is(inner, options, negated) => self.is(inner, options, *negated),
            NodeKind::Between(unit, a, b) => self.between(*unit, a, b),
            NodeKind::Part(part, date) => self.part(*part, date),
            NodeKind::Shift(date, count, unit, back) => self.shift(date, count, *unit, *back),
            NodeKind::Owed(programme) => self.owed(*programme),
            _ => Err(ByRow),
        }
    }

    fn numbered(&mut self, node: &Node) -> Result<Number, ByRow> {
        let value = self.compile(node)?;
        self.number(&value)
    }

    /// A column, with the limits within which the program is proven.
    fn column(&mut self, fact: usize) -> Compiled {
        let at = self.columns.iter().position(|column| *column == fact).ok_or(ByRow)?;
        let (least, most) = self.limits_of(fact).ok_or(ByRow)?;
        self.limits[at] = Some((least, most));
        let source = Source::Input(at);
        if self.original.facts[fact].ty == Type::YesNo {
            return Ok(Abstract::Truth(self.builder.push(Op::Equal(source, Source::Constant(1)))));
        }
        let money = self.original.facts[fact].ty == Type::Money;
        let by = if money { self.coin().to_i64().ok_or(ByRow)? } else { 1 };
        Ok(Abstract::Number(Number { source, times: 1, by, least: least.into(), most: most.into() }))
    }

    fn limits_of(&self, fact: usize) -> Option<(i64, i64)> {
        let fact = &self.original.facts[fact];
        let scale = if fact.ty == Type::Money { self.coin() } else { Exact::one() };
        let declared = fact
            .limits
            .as_ref()
            .and_then(|(least, most)| Some(((least * &scale).to_i64()?, (most * &scale).to_i64()?)));
        match fact.ty {
            Type::Money => Some(declared.unwrap_or((-base::limit::MONEY_MAX, base::limit::MONEY_MAX))),
            Type::Count => Some(declared.unwrap_or((-COUNT_MAX, COUNT_MAX))),
            Type::YesNo => Some((0, 1)),
            Type::Kind(kind) => Some((0, self.original.kinds[kind].options.len() as i64 - 1)),
            Type::Day => Some((calendar(first_year())?.0, calendar(last_year())?.1)),
            Type::Month => Some((month(first_year(), 1)?, month(last_year(), 12)?)),
            Type::Rate | Type::List(_) => None,
        }
    }

    fn binary(&mut self, operator: Operator, a: &Node, b: &Node) -> Compiled {
        use Operator as O;
        match operator {
            O::And | O::Or => self.both_or_either(operator == O::And, a, b),
            O::Add | O::Subtract => {
                let (a, b) = (self.numbered(a)?, self.numbered(b)?);
                Ok(Abstract::Number(self.sum(a, b, operator == O::Subtract)?))
            }
            O::Multiply => {
                let (a, b) = (self.numbered(a)?, self.numbered(b)?);
                Ok(Abstract::Number(self.product(a, b)?))
            }
            O::Divide => {
                let divisor = self.constant(b).and_then(|value| value.number().cloned()).ok_or(ByRow)?;
                let factor = Exact::one().checked_div(&divisor).ok_or(ByRow)?;
                let number = self.numbered(a)?;
                Ok(Abstract::Number(self.times(number, &factor)?))
            }
            _ => self.comparison(operator, a, b),
        }
    }

    /// The second is compiled only where the first leaves the matter open.
    fn both_or_either(&mut self, both: bool, a: &Node, b: &Node) -> Compiled {
        let first = self.compile(a)?;
        if matches!(first, Abstract::Constant(Value::YesNo(yes)) if yes != both) {
            return Ok(first);
        }
        let second = self.compile(b)?;
        Ok(if both { self.and(&first, &second) } else { self.or(&first, &second) })
    }

    fn comparison(&mut self, operator: Operator, a: &Node, b: &Node) -> Compiled {
        let mixed = matches!((a.ty, b.ty), (Type::Day, Type::Month) | (Type::Month, Type::Day));
        if mixed || a.ty == Type::YesNo {
            return Err(ByRow);
        }
        let (a, b) = (self.numbered(a)?, self.numbered(b)?);
        let (a, b) = self.alike(a, b)?;
        let (a, b) = (a.source, b.source);
        let (op, negated) = match operator {
            Operator::Equal => (Op::Equal(a, b), false),
            Operator::Less => (Op::Less(a, b), false),
            Operator::LessOrEqual => (Op::Less(b, a), true),
            Operator::Greater => (Op::Less(b, a), false),
            _ => (Op::Less(a, b), true),
        };
        let truth = Abstract::Truth(self.builder.push(op));
        Ok(if negated { self.not(&truth) } else { truth })
    }

    fn is(&mut self, inner: &Node, options: &[u16], negated: bool) -> Compiled {
        let inner = self.compile(inner)?;
        let truth = match inner {
            Abstract::Truth(mask) => match (options.contains(&0), options.contains(&1)) {
                (false, true) => Abstract::Truth(mask),
                (true, false) => self.not(&Abstract::Truth(mask)),
                (both, _) => Abstract::Constant(Value::YesNo(both)),
            },
            Abstract::Number(number) => {
                if options.iter().any(|option| *option >= 64) {
                    return Err(ByRow);
                }
                let bits = options.iter().fold(0_u64, |bits, option| bits | 1 << option);
                Abstract::Truth(self.builder.push(Op::In(number.source, bits)))
            }
            Abstract::Constant(_) | Abstract::Moved(..) => return Err(ByRow),
        };
        Ok(if negated { self.not(&truth) } else { truth })
    }

    /// Whole units between two days; a month that is the same for all counts as its first day.
    fn between(&mut self, unit: Unit, a: &Node, b: &Node) -> Compiled {
        let (a, b) = (self.day(a)?, self.day(b)?);
        if matches!(unit, Unit::Days | Unit::WorkingDays) {
            return Ok(Abstract::Number(self.sum(b, a, true)?));
        }
        let source = self.builder.push(Op::MonthsBetween(a.source, b.source));
        let most = (b.most - a.least).abs().max((a.most - b.least).abs()) / 28 + 1;
        let months = Number { source, times: 1, by: 1, least: -most, most };
        if unit == Unit::Months { Ok(Abstract::Number(months)) } else { self.years(months) }
    }

    fn day(&mut self, node: &Node) -> Result<Number, ByRow> {
        if let Some(date) = self.constant(node) {
            let day = date.day().ok_or(ByRow)?;
            return Ok(Self::fixed(day.epoch_days().into()));
        }
        if node.ty != Type::Day {
            return Err(ByRow);
        }
        self.numbered(node)
    }

    /// Whole years in months.
    fn years(&mut self, months: Number) -> Compiled {
        let twelfth = Exact::fraction(1, 12).ok_or(ByRow)?;
        let years = self.times(months, &twelfth)?;
        Ok(Abstract::Number(self.rounded(years, base::Rounding::Down, &Exact::one())?))
    }

    /// The month of a day, of a day moved on, or the month itself.
    fn month_number(&mut self, node: &Node) -> Result<Number, ByRow> {
        match self.compile(node)? {
            Abstract::Moved(day, months) => {
                let month = self.month_of(&day)?;
                let moved = self.sum(month, months, false)?;
                self.within_months(moved)
            }
            Abstract::Constant(date) => {
                let month = date.month().ok_or(ByRow)?;
                Ok(Self::fixed(month.index().into()))
            }
            Abstract::Number(number) if node.ty == Type::Month => Ok(number),
            Abstract::Number(number) => self.month_of(&number),
            Abstract::Truth(_) => Err(ByRow),
        }
    }

    fn month_of(&mut self, day: &Number) -> Result<Number, ByRow> {
        if let Source::Constant(number) = day.source {
            let day = i32::try_from(number).ok().and_then(Day::from_epoch_days).ok_or(ByRow)?;
            return Ok(Self::fixed(day.month().index().into()));
        }
        let source = self.builder.push(Op::MonthOf(day.source));
        let (first, last) = months_of_the_calendar();
        Ok(Number { source, times: 1, by: 1, least: first.into(), most: last.into() })
    }

    /// A month that was moved; rows that leave the calendar are read row by row.
    fn within_months(&mut self, month: Number) -> Result<Number, ByRow> {
        self.within(month, months_of_the_calendar())
    }

    /// A day that was moved, likewise.
    fn within_days(&mut self, day: Number) -> Result<Number, ByRow> {
        let first = calendar(first_year()).ok_or(ByRow)?.0;
        let last = calendar(last_year()).ok_or(ByRow)?.1;
        self.within(day, (first, last))
    }

    fn within(&mut self, number: Number, (first, last): (i64, i64)) -> Result<Number, ByRow> {
        let number = self.multiplied(number)?;
        let (first_number, last_number) = (i128::from(first), i128::from(last));
        if number.least > last_number || number.most < first_number {
            return Err(ByRow);
        }
        if number.least < first_number {
            let mask = self.builder.push(Op::Less(number.source, Source::Constant(first)));
            self.slow.push(mask);
        }
        if number.most > last_number {
            let mask = self.builder.push(Op::Less(Source::Constant(last), number.source));
            self.slow.push(mask);
        }
        // Beyond these bounds the rows are slow, and what the program makes of them is not used.
        Ok(number)
    }

    fn part(&mut self, part: DatePart, date: &Node) -> Compiled {
        match part {
            DatePart::Month => Ok(Abstract::Number(self.month_number(date)?)),
            DatePart::Year => {
                let months = self.month_number(date)?;
                self.years(months)
            }
            _ => Err(ByRow),
        }
    }

    fn shift(&mut self, date: &Node, count: &Node, unit: Unit, back: bool) -> Compiled {
        let mut count = self.numbered(count)?;
        if unit == Unit::Years {
            count = self.times(count, &Exact::from(12))?;
        }
        if back {
            count = self.times(count, &Exact::from(-1))?;
        }
        let moved = self.compile(date)?;
        match (unit, date.ty, moved) {
            (Unit::Days, Type::Day, day) => {
                let day = self.number(&day)?;
                let moved = self.sum(day, count, false)?;
                Ok(Abstract::Number(self.within_days(moved)?))
            }
            (Unit::Months | Unit::Years, Type::Month, month) => {
                let month = self.number(&month)?;
                let moved = self.sum(month, count, false)?;
                Ok(Abstract::Number(self.within_months(moved)?))
            }
            (Unit::Months | Unit::Years, Type::Day, Abstract::Moved(day, before)) => {
                Ok(Abstract::Moved(day, self.sum(before, count, false)?))
            }
            (Unit::Months | Unit::Years, Type::Day, day) => Ok(Abstract::Moved(self.number(&day)?, count)),
            _ => Err(ByRow),
        }
    }

    fn owed(&mut self, programme: usize) -> Compiled {
        let segment = self.segment().ok_or(ByRow)?;
        let lines: Vec<usize> = crate::explain::owed(self.original, segment);
        let mut total = Self::fixed(0);
        for line in lines {
            let target = &self.original.items[line].target;
            if !matches!(target, Target::Line { programme: p, .. } if *p == programme) {
                continue;
            }
            let (value, defined) = self.item(line)?;
            let value = self.where_true(&defined, value)?;
            let number = self.number(&value)?;
            total = self.sum(total, number, false)?;
        }
        Ok(Abstract::Number(total))
    }

    fn segment(&self) -> Option<usize> {
        crate::evaluate::Evaluator::new(&self.tree, self.constants.clone(), false).segment().ok()
    }
}

/// Counts without limits of their own are taken to lie within this.
const COUNT_MAX: i64 = 1_000_000_000;

fn first_year() -> i32 {
    base::limit::YEAR_MIN
}

fn last_year() -> i32 {
    base::limit::YEAR_MAX
}

fn calendar(year: i32) -> Option<(i64, i64)> {
    let first = Day::new(year, 1, 1).ok()?;
    let last = Day::new(year, 12, 31).ok()?;
    Some((first.epoch_days().into(), last.epoch_days().into()))
}

/// Numbers of the first and the last month.
fn months_of_the_calendar() -> (i64, i64) {
    (i64::from(first_year()) * 12, i64::from(last_year()) * 12 + 11)
}

fn month(year: i32, number: u32) -> Option<i64> {
    Month::new(year, number).ok().map(|month| month.index().into())
}
