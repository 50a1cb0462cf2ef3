//! Expressions as operations.

use base::{Day, Exact, Month};

use super::super::program::{Op, Source};
use super::super::rows::from_whole;
use super::arithmetic::Number;
use super::{Abstract, ByRow, Compiled, Compiler};
use crate::formula::{Operator, Unit};
use crate::op;
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
        let declared = fact.limits.as_ref().and_then(|(least, most)| {
            Some(((least * &scale).to_i64()?, (most * &scale).to_i64()?))
        });
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
            Abstract::Constant(_) => return Err(ByRow),
        };
        Ok(if negated { self.not(&truth) } else { truth })
    }

    /// Distance from or to a date that is the same for all: a staircase over the other date.
    fn between(&mut self, unit: Unit, a: &Node, b: &Node) -> Compiled {
        let (fixed, moving, forwards) = match (self.constant(a), self.constant(b)) {
            (None, Some(end)) => (end, a, false),
            (Some(start), None) => (start, b, true),
            _ => return Err(ByRow),
        };
        let (fixed, ty) = (fixed.day().ok_or(ByRow)?, moving.ty);
        let number = self.numbered(moving)?;
        let (least, most) = (small(number.least)?, small(number.most)?);
        let tree = self.original;
        let distance = |at: i64| -> Option<i64> {
            let day = from_whole(tree, at, ty)?.day()?;
            let (from, to) = if forwards { (fixed, day) } else { (day, fixed) };
            op::between(unit, from, to).to_i64()
        };
        let mut stairs = Vec::new();
        staircase(&distance, least, most, &mut stairs).ok_or(ByRow)?;
        let (bounds, values): (Vec<i64>, Vec<i64>) = stairs.into_iter().unzip();
        let (low, high) = (values.iter().min().copied(), values.iter().max().copied());
        let source = self.builder.push(Op::Bracket(number.source, bounds, values));
        let (least, most) = (low.unwrap_or(0).into(), high.unwrap_or(0).into());
        Ok(Abstract::Number(Number { source, times: 1, by: 1, least, most }))
    }

    fn owed(&mut self, programme: usize) -> Compiled {
        let segment = self.segment().ok_or(ByRow)?;
        let lines: Vec<usize> = crate::explain::owed(self.original, segment);
        let mut total = Self::fixed(0);
        for line in lines {
            if !matches!(self.original.items[line].target, Target::Line { programme: p, .. } if p == programme) {
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

/// Steps of a monotone whole function between two arguments: where each value begins.
fn staircase(function: &dyn Fn(i64) -> Option<i64>, least: i64, most: i64, stairs: &mut Vec<(i64, i64)>) -> Option<()> {
    let (mut at, mut value) = (least, function(least)?);
    let last = function(most)?;
    stairs.push((at, value));
    while value != last {
        let (mut low, mut high) = (at, most);
        // The first argument with another value, by halving.
        while low + 1 < high {
            let middle = low + (high - low) / 2;
            if function(middle)? == value { low = middle } else { high = middle }
        }
        at = high;
        value = function(at)?;
        stairs.push((at, value));
        if stairs.len() > STAIRS_MAX {
            return None;
        }
    }
    Some(())
}

/// More steps than months in the calendar: days are not compiled this way.
const STAIRS_MAX: usize = 4_000;

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

fn month(year: i32, number: u32) -> Option<i64> {
    Month::new(year, number).ok().map(|month| month.index().into())
}

fn small(number: i128) -> Result<i64, ByRow> {
    i64::try_from(number).map_err(|_| ByRow)
}
