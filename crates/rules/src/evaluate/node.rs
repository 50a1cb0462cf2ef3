//! One expression at a time.

use base::{Exact, Rounding};

use super::{Evaluator, Slot, Valued, outside};
use crate::formula::{DatePart, Fold, Operator, Unit};
use crate::op;
use crate::reason::{ReasonKind, Stop};
use crate::source::Span;
use crate::tree::{KeyKind, Node, NodeKind, OverNode, Target, Words};
use crate::value::{Type, Value};

/// More steps than any range of years or months needs.
const RANGE_MAX: i64 = 10_000;

impl Evaluator<'_> {
    pub(crate) fn eval(&mut self, node: &Node) -> Valued {
        match &node.kind {
            NodeKind::Literal(value) => Ok(value.clone()),
            NodeKind::Fact(at) => self.fact(*at),
            NodeKind::Item(at) => self.definition(*at, node.span),
            NodeKind::Variable(slot) => match self.slots.get(*slot) {
                Some(Some(Slot::Number(number))) => Ok(Value::whole(*number)),
                _ => Err(outside("peubah kosong", "an empty variable", node.span)),
            },
            NodeKind::Field(slot, field) => self.field(*slot, *field, node),
            NodeKind::It => self.it.clone().ok_or_else(|| outside("`it` kosong", "`it` is empty", node.span)),
            NodeKind::PaymentNumber => Ok(Value::whole(i64::from(self.payment.unwrap_or(1)))),
            NodeKind::Not(a) => Ok(Value::YesNo(!self.yes(a)?)),
            NodeKind::Negative(a) => Ok(Value::Number(-self.number(a)?)),
            NodeKind::Binary(operator, a, b) => self.binary(*operator, a, b, node.span),
            NodeKind::Share(a, b) => {
                let (amount, rate) = self.two(a, b)?;
                Ok(Value::Number(op::share(&amount, &rate)))
            }
            NodeKind::Lesser(a, b) => self.chosen(a, b, std::cmp::Ordering::is_le),
            NodeKind::Greater(a, b) => self.chosen(a, b, std::cmp::Ordering::is_ge),
            NodeKind::Round(a, mode, step) => self.rounded(a, *mode, step, node.ty),
            NodeKind::Lookup { table, keys, on } => self.lookup(*table, keys, on.as_deref(), node),
            NodeKind::Slices(amount, table) => self.slices(amount, *table, node.span),
            NodeKind::If(condition, yes, no) => {
                let branch = if self.yes(condition)? { yes } else { no };
                self.eval(branch)
            }
            NodeKind::Is(inner, options, negated) => {
                let option = match self.eval(inner)? {
                    Value::Option(option) => option,
                    Value::YesNo(yes) => u16::from(yes),
                    _ => return Err(outside("bukan pilihan", "not an option", node.span)),
                };
                Ok(Value::YesNo(options.contains(&option) != *negated))
            }
            NodeKind::Known(at) if self.unknown.contains(at) => Err(Stop::Missing),
            NodeKind::Known(at) => Ok(Value::YesNo(self.facts.get(*at).is_some())),
            NodeKind::Fold { fold, body, slot, over, filter } => {
                self.fold(*fold, body.as_deref(), *slot, over, filter.as_deref(), node.span)
            }
            NodeKind::Owed(programme) => self.owed(*programme),
            NodeKind::Between(..) | NodeKind::Shift(..) | NodeKind::Part(..) => self.of_time(node),
            NodeKind::DayOf(..) | NodeKind::Compounded(..) => self.of_time(node),
        }
    }

    fn rounded(&mut self, inner: &Node, mode: Rounding, step: &Exact, ty: Type) -> Valued {
        let exact = self.number(inner)?;
        let rounded = op::round(&exact, mode, step);
        if self.tracing && rounded != exact {
            let kind = ReasonKind::Rounded { mode, step: step.clone(), exact };
            self.step(kind, Value::Number(rounded.clone()), ty, Vec::new());
        }
        Ok(Value::Number(rounded))
    }

    /// Dates, distances between them, and growth over them.
    fn of_time(&mut self, node: &Node) -> Valued {
        match &node.kind {
            NodeKind::Between(unit, a, b) => self.between(*unit, a, b),
            NodeKind::Shift(date, count, unit, back) => {
                let (date, count) = (self.eval(date)?, self.number(count)?);
                let moved = op::shift(&date, &count, *unit, *back, &self.tree.jurisdiction);
                let moved = moved.map_err(|no| stop(no, node.span))?;
                if *unit == Unit::WorkingDays {
                    self.calendar(&moved, node.ty);
                }
                Ok(moved)
            }
            NodeKind::Part(part, date) => {
                let date = self.eval(date)?;
                let value =
                    op::part(*part, &date, &self.tree.jurisdiction).map_err(|no| stop(no, node.span))?;
                if *part == DatePart::WorkingDay && value != date {
                    self.calendar(&value, node.ty);
                }
                Ok(value)
            }
            NodeKind::DayOf(number, month) => {
                let number = self.number(number)?;
                let month = self
                    .eval(month)?
                    .month()
                    .ok_or_else(|| outside("bukan bulan", "not a month", node.span))?;
                op::day_of(&number, month).map_err(|no| stop(no, node.span))
            }
            NodeKind::Compounded(rate, months) => {
                let (rate, months) = self.two(rate, months)?;
                op::compounded(&rate, &months).map(Value::Number).map_err(|no| stop(no, node.span))
            }
            _ => Err(outside("bukan tanggal", "not a date", node.span)),
        }
    }

    fn calendar(&mut self, value: &Value, ty: Type) {
        if self.tracing {
            let citation = self.tree.jurisdiction.calendar_citation.clone();
            self.step(ReasonKind::Calendar(citation), value.clone(), ty, Vec::new());
        }
    }

    fn definition(&mut self, at: usize, span: Span) -> Valued {
        match self.item(at)? {
            Some(value) => Ok(value),
            None => {
                let Target::Definition(name) = &self.tree.items[at].target else { return Err(Stop::Missing) };
                let id = format!("tidak ada aturan `{name}` untuk keadaan ini");
                Err(outside(&id, &format!("no rule gives `{name}` in this case"), span))
            }
        }
    }

    fn field(&mut self, slot: usize, field: usize, node: &Node) -> Valued {
        let Some(Some(Slot::Record(record, number, entry))) = self.slots.get(slot) else {
            return Err(outside("peubah kosong", "an empty variable", node.span));
        };
        let (record, number) = (*record, *number);
        let Some(value) = entry.get(field).cloned().flatten() else {
            let record = &self.tree.records[record];
            let name = &record.fields[field].name;
            let id = format!("{} nomor {number} tidak mempunyai `{name}`", record.name);
            return Err(outside(&id, &format!("{} number {number} has no `{name}`", record.name), node.span));
        };
        if self.tracing {
            self.step(ReasonKind::Field { record, field, number }, value.clone(), node.ty, Vec::new());
        }
        Ok(value)
    }

    fn yes(&mut self, node: &Node) -> Result<bool, Stop> {
        Ok(self.eval(node)?.yes().unwrap_or(false))
    }

    /// Two numbers; both are evaluated, so that all missing facts are named at once.
    fn two(&mut self, a: &Node, b: &Node) -> Result<(Exact, Exact), Stop> {
        let (a, b) = (self.number(a), self.number(b));
        Ok((a?, b?))
    }

    fn binary(&mut self, operator: Operator, a: &Node, b: &Node, span: Span) -> Valued {
        use Operator as O;
        match operator {
            O::And => Ok(Value::YesNo(self.yes(a)? && self.yes(b)?)),
            O::Or => Ok(Value::YesNo(self.yes(a)? || self.yes(b)?)),
            O::Add | O::Subtract | O::Multiply | O::Divide => {
                let (a, b) = self.two(a, b)?;
                Ok(Value::Number(match operator {
                    O::Add => a + b,
                    O::Subtract => a - b,
                    O::Multiply => a * b,
                    _ => op::divide(&a, &b).map_err(|no| stop(no, span))?,
                }))
            }
            _ => {
                let (a, b) = (self.eval(a), self.eval(b));
                Ok(Value::YesNo(compare(operator, &a?, &b?)))
            }
        }
    }

    fn chosen(&mut self, a: &Node, b: &Node, first: fn(std::cmp::Ordering) -> bool) -> Valued {
        let (a, b) = (self.eval(a), self.eval(b));
        let (a, b) = (a?, b?);
        Ok(if first(order(&a, &b)) { a } else { b })
    }

    fn between(&mut self, unit: Unit, a: &Node, b: &Node) -> Valued {
        let span = a.span;
        let (a, b) = (self.eval(a), self.eval(b));
        match (a?.day(), b?.day()) {
            (Some(a), Some(b)) => Ok(Value::Number(op::between(unit, a, b))),
            _ => Err(outside("bukan tanggal", "not a date", span)),
        }
    }

    fn lookup(&mut self, at: usize, keys: &[Node], on: Option<&Node>, node: &Node) -> Valued {
        let keys = keys.iter().map(|key| self.eval(key)).collect::<Result<Vec<_>, _>>()?;
        let day = match on {
            Some(on) => self.eval(on)?.day(),
            None => self.date,
        };
        let table = &self.tree.tables[at];
        let Some(row) = table.on(day).and_then(|version| version.row(&table.keys, &keys)) else {
            return Err(self.no_cell(at, &keys, day, node.span));
        };
        let value = row.value.clone();
        if self.tracing {
            let kind = ReasonKind::Cell {
                table: at,
                keys,
                citation: row.citation.clone(),
                doubt: row.doubt.clone(),
                span: row.span,
            };
            self.step(kind, value.clone(), node.ty, Vec::new());
        }
        Ok(value)
    }

    fn no_cell(&self, at: usize, keys: &[Value], day: Option<base::Day>, span: Span) -> Stop {
        let table = &self.tree.tables[at];
        let shown: Vec<String> = keys
            .iter()
            .zip(&table.keys)
            .map(|(key, (kind, _))| match (key, kind) {
                (Value::Option(option), KeyKind::Kind(kind)) => {
                    self.tree.kinds[*kind].options[usize::from(*option)].clone()
                }
                (Value::Number(number), _) => number.to_string(),
                _ => String::new(),
            })
            .collect();
        let key = if shown.is_empty() { String::new() } else { format!("[{}]", shown.join(", ")) };
        let on = day.map(|day| format!(" ({day})")).unwrap_or_default();
        let name = &table.name;
        let id = format!("tabel `{name}` tidak mempunyai nilai untuk {key}{on}");
        let en = format!("the table `{name}` has no value for {key}{on}");
        Stop::Outside { words: Words { id, en }, span: Some(span), cell: Some(format!("{name}{key}")) }
    }

    fn slices(&mut self, amount: &Node, at: usize, span: Span) -> Valued {
        let amount = self.number(amount)?;
        let table = &self.tree.tables[at];
        let Some(version) = table.on(self.date) else { return Err(self.no_cell(at, &[], self.date, span)) };
        let mut bounds = Vec::new();
        for row in &version.rows {
            let (Some(above), Some(rate)) = (row.keys[0].number(), row.value.number()) else { continue };
            if self.tracing && *above < amount {
                let kind = ReasonKind::Cell {
                    table: at,
                    keys: row.keys.clone(),
                    citation: row.citation.clone(),
                    doubt: row.doubt.clone(),
                    span: row.span,
                };
                self.step(kind, row.value.clone(), Type::Rate, Vec::new());
            }
            bounds.push((above.clone(), rate.clone()));
        }
        Ok(Value::Number(op::slices(&amount, &bounds)))
    }

    fn fold(
        &mut self,
        fold: Fold,
        body: Option<&Node>,
        slot: usize,
        over: &OverNode,
        filter: Option<&Node>,
        span: Span,
    ) -> Valued {
        let members = self.members(over, span)?;
        let mut left = self.wanted(over)?;
        if self.slots.len() <= slot {
            self.slots.resize(slot + 1, None);
        }
        let mut gathered = Gathered::new(fold);
        for member in members {
            self.slots[slot] = Some(member);
            if left == 0 {
                break;
            }
            if let Some(filter) = filter {
                let holds = self.yes(filter)?;
                gathered.condition(holds);
                if !holds {
                    continue;
                }
            }
            left -= 1;
            match body {
                Some(body) => {
                    let number = self.number(body)?;
                    gathered.number(number);
                }
                None => gathered.count += 1,
            }
        }
        self.slots.truncate(slot);
        gathered.finish(span)
    }

    fn members(&mut self, over: &OverNode, span: Span) -> Result<Vec<Slot>, Stop> {
        match over {
            OverNode::List(list) => {
                let Type::List(record) = self.tree.facts[list.fact].ty else { return Ok(Vec::new()) };
                let records = self.records(list)?;
                Ok(records
                    .into_iter()
                    .enumerate()
                    .map(|(at, entry)| Slot::Record(record, at + 1, entry))
                    .collect())
            }
            OverNode::Range(a, b) => {
                let (a, b) = self.two(a, b)?;
                let (Some(a), Some(b)) = (a.to_i64(), b.to_i64()) else {
                    return Err(outside("batas bukan bilangan bulat", "a bound is not whole", span));
                };
                if b.saturating_sub(a) > RANGE_MAX {
                    return Err(outside("rentang terlalu panjang", "a range is too long", span));
                }
                Ok((a..=b).map(Slot::Number).collect())
            }
        }
    }

    /// How many are taken: `first N of` counts those that meet the condition.
    fn wanted(&mut self, over: &OverNode) -> Result<usize, Stop> {
        match over {
            OverNode::List(list) => self.first(list),
            OverNode::Range(..) => Ok(usize::MAX),
        }
    }

    /// What all payers of the member's segment owe for a programme.
    fn owed(&mut self, programme: usize) -> Valued {
        let segment = self.segment()?;
        let mut total = Exact::zero();
        for line in self.lines(segment, programme) {
            if let Some(Value::Number(amount)) = self.item(line)? {
                total += &amount;
            }
        }
        Ok(Value::Number(total))
    }
}

/// What a fold has gathered so far.
struct Gathered {
    fold: Fold,
    value: Option<Exact>,
    count: i64,
    any: bool,
    all: bool,
}

impl Gathered {
    fn new(fold: Fold) -> Self {
        Self { fold, value: None, count: 0, any: false, all: true }
    }

    fn condition(&mut self, holds: bool) {
        self.any |= holds;
        self.all &= holds;
    }

    fn number(&mut self, number: Exact) {
        self.value = Some(match (self.value.take(), self.fold) {
            (None, _) => number,
            (Some(before), Fold::Sum) => before + number,
            (Some(before), Fold::Product) => before * number,
            (Some(before), Fold::Largest) => before.max(number),
            (Some(before), _) => before.min(number),
        });
    }

    fn finish(self, span: Span) -> Valued {
        Ok(match (self.fold, self.value) {
            (Fold::Any, _) => Value::YesNo(self.any),
            (Fold::All, _) => Value::YesNo(self.all),
            (Fold::Count, _) => Value::whole(self.count),
            (_, Some(value)) => Value::Number(value),
            (Fold::Sum, None) => Value::whole(0),
            (Fold::Product, None) => Value::whole(1),
            (_, None) => return Err(outside("daftar kosong", "the list is empty", span)),
        })
    }
}

fn stop(no: op::NoResult, span: Span) -> Stop {
    Stop::Outside { words: Words { id: no.id, en: no.en }, span: Some(span), cell: None }
}

/// Order of two values of one type; a month counts as its first day.
fn order(a: &Value, b: &Value) -> std::cmp::Ordering {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.cmp(b),
        (Value::Option(a), Value::Option(b)) => a.cmp(b),
        (Value::YesNo(a), Value::YesNo(b)) => a.cmp(b),
        _ => a.day().cmp(&b.day()),
    }
}

fn compare(operator: Operator, a: &Value, b: &Value) -> bool {
    let order = order(a, b);
    match operator {
        Operator::Equal => order.is_eq(),
        Operator::Less => order.is_lt(),
        Operator::LessOrEqual => order.is_le(),
        Operator::Greater => order.is_gt(),
        _ => order.is_ge(),
    }
}
