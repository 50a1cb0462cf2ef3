//! Types of expressions, and what must not be mixed.

use super::Lowering;
use crate::check::declare::named;
use crate::complaint::Complaint;
use crate::formula::{DatePart, Expr, Fold, Kind, Operator, Over, Unit};
use crate::source::{Placed, Span};
use crate::tree::{KeyKind, Node, NodeKind, OverNode};
use crate::value::{Type, Value};

type Lowered = Result<Node, Complaint>;

fn node(kind: NodeKind, ty: Type, span: Span) -> Node {
    Node { kind, ty, span }
}

fn boxed(node: Node) -> Box<Node> {
    Box::new(node)
}

/// Numbers without a currency.
fn plain(ty: Type) -> bool {
    matches!(ty, Type::Rate | Type::Count)
}

fn dates(ty: Type) -> bool {
    matches!(ty, Type::Day | Type::Month)
}

/// The type both can be read as.
fn common(a: Type, b: Type) -> Option<Type> {
    match (a, b) {
        _ if a == b => Some(a),
        (Type::Rate | Type::Count, Type::Rate | Type::Count) => Some(Type::Rate),
        _ => None,
    }
}

impl Lowering<'_> {
    /// An expression that must have this type.
    pub(super) fn expect(&mut self, expr: &Expr, ty: Type) -> Lowered {
        let lowered = self.lower(expr, Some(ty))?;
        if lowered.ty == ty || plain(lowered.ty) && plain(ty) {
            return Ok(lowered);
        }
        Err(self.unit(expr.span, &format!("expected {}, found {}", self.called(ty), self.called(lowered.ty))))
    }

    fn unit(&self, span: Span, message: &str) -> Complaint {
        Complaint::new("unit", message.to_owned(), span, "this does not fit")
            .help("law/README.md says which kinds of value go together")
    }

    fn called(&self, ty: Type) -> String {
        match ty {
            Type::Money => "an amount of money".to_owned(),
            Type::Rate => "a rate".to_owned(),
            Type::Count => "a plain number".to_owned(),
            Type::YesNo => "a condition".to_owned(),
            Type::Day => "a day".to_owned(),
            Type::Month => "a month".to_owned(),
            Type::Kind(kind) => format!("an option of `{}`", self.tree.kinds[kind].name),
            Type::List(_) => "a list".to_owned(),
        }
    }

    /// An expression; `wanted` helps to read names of options.
    pub(super) fn lower(&mut self, expr: &Expr, wanted: Option<Type>) -> Lowered {
        let span = expr.span;
        match &expr.kind {
            Kind::Number(number) => Ok(node(NodeKind::Literal(Value::Number(number.clone())), Type::Count, span)),
            Kind::Percent(rate) => Ok(node(NodeKind::Literal(Value::Number(rate.clone())), Type::Rate, span)),
            Kind::Money(amount) => Ok(node(NodeKind::Literal(Value::Number(amount.clone())), Type::Money, span)),
            Kind::Day(day) => Ok(node(NodeKind::Literal(Value::Day(*day)), Type::Day, span)),
            Kind::Month(month) => Ok(node(NodeKind::Literal(Value::Month(*month)), Type::Month, span)),
            Kind::Name(name) => self.name(name, span, wanted),
            Kind::Field(variable, field) => self.field(variable, field, span),
            Kind::It => match self.it {
                Some(ty) => Ok(node(NodeKind::It, ty, span)),
                None => Err(self.unit(span, "`it` means something only in an exception")),
            },
            Kind::Not(inner) => {
                let inner = self.expect(inner, Type::YesNo)?;
                Ok(node(NodeKind::Not(boxed(inner)), Type::YesNo, span))
            }
            Kind::Negative(inner) => {
                let inner = self.number(inner)?;
                let ty = inner.ty;
                Ok(node(NodeKind::Negative(boxed(inner)), ty, span))
            }
            Kind::Binary(operator, a, b) => self.binary(*operator, a, b, span),
            Kind::Share(amount, rate) => self.share(amount, rate, span),
            Kind::Lesser(a, b) | Kind::Greater(a, b) => {
                let (a, b, ty) = self.alike(a, b, wanted, span)?;
                let (a, b) = (boxed(a), boxed(b));
                let kind = if matches!(expr.kind, Kind::Lesser(..)) { NodeKind::Lesser(a, b) } else { NodeKind::Greater(a, b) };
                Ok(node(kind, ty, span))
            }
            Kind::Round(inner, mode, step) => {
                let inner = self.number(inner)?;
                let ty = inner.ty;
                Ok(node(NodeKind::Round(boxed(inner), *mode, step.clone()), ty, span))
            }
            Kind::Lookup(table, keys, on) => self.lookup(table, keys, on.as_deref(), span),
            Kind::Slices(amount, table) => self.slices(amount, table, span),
            Kind::If(condition, yes, no) => {
                let condition = self.expect(condition, Type::YesNo)?;
                let (yes, no, ty) = self.alike(yes, no, wanted, span)?;
                Ok(node(NodeKind::If(boxed(condition), boxed(yes), boxed(no)), ty, span))
            }
            Kind::Is(inner, options, negated) => self.is(inner, options, *negated, span),
            Kind::Known(fact) => match self.tree.names.facts.get(&fact.text) {
                Some(at) => Ok(node(NodeKind::Known(*at), Type::YesNo, span)),
                None => Err(self.unknown(&fact.text, span)),
            },
            Kind::Fold { fold, body, variable, over, filter } => {
                self.fold(*fold, body.as_deref(), variable, over, filter.as_deref(), span)
            }
            Kind::Between(unit, a, b) => {
                let (a, b) = (self.date(a)?, self.date(b)?);
                Ok(node(NodeKind::Between(*unit, boxed(a), boxed(b)), Type::Count, span))
            }
            Kind::Shift(date, count, unit, back) => self.shift(date, count, *unit, *back, span),
            Kind::Part(part, date) => {
                let date = self.date(date)?;
                let ty = match part {
                    DatePart::FirstDay | DatePart::LastDay | DatePart::WorkingDay => Type::Day,
                    DatePart::Month => Type::Month,
                    DatePart::Year | DatePart::MonthNumber => Type::Count,
                };
                Ok(node(NodeKind::Part(*part, boxed(date)), ty, span))
            }
            Kind::DayOf(number, month) => {
                let (number, month) = (self.expect(number, Type::Count)?, self.date(month)?);
                Ok(node(NodeKind::DayOf(boxed(number), boxed(month)), Type::Day, span))
            }
            Kind::Compounded(rate, months) => {
                let (rate, months) = (self.expect(rate, Type::Rate)?, self.expect(months, Type::Count)?);
                Ok(node(NodeKind::Compounded(boxed(rate), boxed(months)), Type::Rate, span))
            }
            Kind::Owed(programme) => {
                let programme = named(programme, &self.tree.jurisdiction.programmes, "programme")?;
                Ok(node(NodeKind::Owed(programme), Type::Money, span))
            }
        }
    }

    fn number(&mut self, expr: &Expr) -> Lowered {
        let lowered = self.lower(expr, None)?;
        if plain(lowered.ty) || lowered.ty == Type::Money {
            return Ok(lowered);
        }
        Err(self.unit(expr.span, &format!("expected a number, found {}", self.called(lowered.ty))))
    }

    fn date(&mut self, expr: &Expr) -> Lowered {
        let lowered = self.lower(expr, None)?;
        if dates(lowered.ty) {
            return Ok(lowered);
        }
        Err(self.unit(expr.span, &format!("expected a date, found {}", self.called(lowered.ty))))
    }

    /// Two expressions of one type, whichever of them shows it.
    fn alike(&mut self, a: &Expr, b: &Expr, wanted: Option<Type>, span: Span) -> Result<(Node, Node, Type), Complaint> {
        let first = self.lower(a, wanted)?;
        let second = self.lower(b, wanted.or(Some(first.ty)))?;
        match common(first.ty, second.ty) {
            Some(ty) => Ok((first, second, ty)),
            None => Err(self.mixed(&first, &second, span)),
        }
    }

    fn mixed(&self, a: &Node, b: &Node, span: Span) -> Complaint {
        let message = format!("{} and {} do not go together", self.called(a.ty), self.called(b.ty));
        let help = match (a.ty, b.ty) {
            (Type::Money, Type::Rate) | (Type::Rate, Type::Money) => {
                "a rate becomes an amount as `share of AMOUNT at RATE`, rounded the way the law says"
            }
            (Type::Money, Type::Count) | (Type::Count, Type::Money) => {
                "write the unit of an amount: `5_000_000 rupiah`; a number of months or people is not money"
            }
            _ => "law/README.md says which kinds of value go together",
        };
        Complaint::new("unit", message, span, "mixed here")
            .and(a.span, self.called(a.ty))
            .and(b.span, self.called(b.ty))
            .help(help)
    }

    fn binary(&mut self, operator: Operator, a: &Expr, b: &Expr, span: Span) -> Lowered {
        use Operator as O;
        if matches!(operator, O::And | O::Or) {
            let (a, b) = (self.expect(a, Type::YesNo)?, self.expect(b, Type::YesNo)?);
            return Ok(node(NodeKind::Binary(operator, boxed(a), boxed(b)), Type::YesNo, span));
        }
        let first = self.lower(a, None)?;
        let second = self.lower(b, Some(first.ty))?;
        let ty = match operator {
            O::Add | O::Subtract => common(first.ty, second.ty).filter(|ty| plain(*ty) || *ty == Type::Money),
            O::Multiply => match (first.ty, second.ty) {
                (Type::Money, Type::Count) | (Type::Count, Type::Money) => Some(Type::Money),
                (a, b) if plain(a) && plain(b) => common(a, b),
                _ => None,
            },
            O::Divide => match (first.ty, second.ty) {
                (Type::Money, Type::Money) => Some(Type::Rate),
                (Type::Money, b) if plain(b) => Some(Type::Money),
                (a, b) if plain(a) && plain(b) => Some(a),
                _ => None,
            },
            _ => {
                let alike = common(first.ty, second.ty).is_some() || dates(first.ty) && dates(second.ty);
                alike.then_some(Type::YesNo)
            }
        };
        match ty {
            Some(ty) => Ok(node(NodeKind::Binary(operator, boxed(first), boxed(second)), ty, span)),
            None => Err(self.mixed(&first, &second, span)),
        }
    }

    fn share(&mut self, amount: &Expr, rate: &Expr, span: Span) -> Lowered {
        let amount = self.expect(amount, Type::Money)?;
        let rate = self.expect(rate, Type::Rate)?;
        Ok(node(NodeKind::Share(boxed(amount), boxed(rate)), Type::Money, span))
    }

    /// A variable, fact, definition, table without keys, or option.
    pub(super) fn name(&self, name: &str, span: Span, wanted: Option<Type>) -> Lowered {
        if let Some((_, slot, record)) = self.variables.iter().rev().find(|(known, ..)| known == name) {
            if record.is_none() {
                return Ok(node(NodeKind::Variable(*slot), Type::Count, span));
            }
            return Err(self.unit(span, &format!("`{name}` is a record: name one of its fields, `{name}.…`")));
        }
        if name == "payment_number" && self.payments {
            return Ok(node(NodeKind::PaymentNumber, Type::Count, span));
        }
        if let Some(Type::Kind(kind)) = wanted
            && let Some(at) = self.tree.kinds[kind].options.iter().position(|option| option == name)
        {
            return Ok(node(NodeKind::Literal(Value::Option(at as u16)), Type::Kind(kind), span));
        }
        if let Some(at) = self.tree.names.facts.get(name) {
            return Ok(node(NodeKind::Fact(*at), self.tree.facts[*at].ty, span));
        }
        if let Some(at) = self.tree.names.definitions.get(name) {
            return Ok(node(NodeKind::Item(*at), self.tree.items[*at].ty, span));
        }
        if self.tree.names.tables.contains_key(name) {
            return self.cell(&Placed { text: name.to_owned(), span }, Vec::new(), None, span);
        }
        match (wanted, name) {
            (Some(Type::YesNo) | None, "yes" | "no") => {
                Ok(node(NodeKind::Literal(Value::YesNo(name == "yes")), Type::YesNo, span))
            }
            _ => Err(self.unknown(name, span)),
        }
    }

    fn unknown(&self, name: &str, span: Span) -> Complaint {
        let names = &self.tree.names;
        let known = names.facts.keys().chain(names.tables.keys()).chain(names.definitions.keys());
        let near = known.map(|known| (distance(name, known), known)).filter(|(far, _)| *far <= 3).min();
        let help = match near {
            Some((_, known)) => format!("did you mean `{known}`?"),
            None => "facts are declared in facts.md; tables and definitions in any provision".to_owned(),
        };
        Complaint::new("unknown-name", format!("nothing is called `{name}`"), span, "not known").help(help)
    }

    fn field(&self, variable: &str, field: &Placed, span: Span) -> Lowered {
        let found = self.variables.iter().rev().find(|(known, ..)| known == variable);
        let Some((_, slot, Some(record))) = found else { return Err(self.unknown(variable, span)) };
        let record = &self.tree.records[*record];
        match record.fields.iter().position(|known| known.name == field.text) {
            Some(at) => Ok(node(NodeKind::Field(*slot, at), record.fields[at].ty, span)),
            None => {
                let fields = record.fields.iter().map(|field| field.name.as_str()).collect::<Vec<_>>().join(", ");
                let message = format!("a {} has no field `{}`", record.name, field.text);
                Err(Complaint::new("unknown-name", message, field.span, "not known").help(format!("it has {fields}")))
            }
        }
    }

    fn lookup(&mut self, table: &Placed, keys: &[Expr], on: Option<&Expr>, span: Span) -> Lowered {
        let on = on.map(|on| self.date(on).map(boxed)).transpose()?;
        let wanted: Vec<Option<Type>> = match self.tree.names.tables.get(&table.text) {
            Some(at) => self.tree.tables[*at].keys.iter().map(|(kind, _)| key_type(kind)).collect(),
            None => return Err(self.unknown(&table.text, table.span)),
        };
        let mut lowered = Vec::new();
        for (at, key) in keys.iter().enumerate() {
            lowered.push(self.lower(key, wanted.get(at).copied().flatten())?);
        }
        self.cell(table, lowered, on, span)
    }

    /// A cell of a table, its keys checked.
    fn cell(&self, name: &Placed, keys: Vec<Node>, on: Option<Box<Node>>, span: Span) -> Lowered {
        let at = self.tree.names.tables[&name.text];
        let table = &self.tree.tables[at];
        if keys.len() != table.keys.len() {
            let wanted = table.keys.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(", ");
            let message = format!("the table `{}` is asked with {} keys and has {}", name.text, keys.len(), table.keys.len());
            return Err(Complaint::new("keys", message, span, "here")
                .and(table.span, "the table")
                .help(if wanted.is_empty() { "it has no keys".to_owned() } else { format!("its keys are {wanted}") }));
        }
        for (key, (kind, key_name)) in keys.iter().zip(&table.keys) {
            let fits = match kind {
                KeyKind::Kind(kind) => key.ty == Type::Kind(*kind),
                _ => plain(key.ty) || key.ty == Type::Money,
            };
            if !fits {
                let message = format!("{} cannot be the key `{key_name}` of `{}`", self.called(key.ty), name.text);
                return Err(Complaint::new("unit", message, key.span, "this key").and(table.span, "the table"));
            }
        }
        if table.keys.iter().any(|(kind, _)| *kind == KeyKind::Slice) {
            let message = format!("`{}` is a table of slices", name.text);
            return Err(Complaint::new("unit", message, span, "asked for one cell").help("write `slices of AMOUNT by TABLE`"));
        }
        if on.is_none() && !self.dated && table.versions.iter().any(|version| version.from.is_some()) {
            let message = format!("`{}` changes with time and this rule has no date", name.text);
            return Err(Complaint::new("no-date", message, span, "read at which date?")
                .help("write `TABLE on DATE`, or begin the block with `from …, by …`"));
        }
        Ok(node(NodeKind::Lookup { table: at, keys, on }, table.unit, span))
    }

    fn slices(&mut self, amount: &Expr, table: &Placed, span: Span) -> Lowered {
        let amount = self.expect(amount, Type::Money)?;
        let found = self.tree.names.tables.get(&table.text).copied();
        let Some(at) = found else { return Err(self.unknown(&table.text, table.span)) };
        let is_slices = matches!(self.tree.tables[at].keys.as_slice(), [(KeyKind::Slice, _)]);
        if !is_slices || self.tree.tables[at].unit != Type::Rate {
            let message = format!("`{}` is not a table of rates by slice", table.text);
            return Err(Complaint::new("unit", message, table.span, "here").and(self.tree.tables[at].span, "the table"));
        }
        if !self.dated && self.tree.tables[at].versions.iter().any(|version| version.from.is_some()) {
            let message = format!("`{}` changes with time and this rule has no date", table.text);
            return Err(Complaint::new("no-date", message, span, "read at which date?"));
        }
        Ok(node(NodeKind::Slices(boxed(amount), at), Type::Money, span))
    }

    fn is(&mut self, inner: &Expr, options: &[Placed], negated: bool, span: Span) -> Lowered {
        let inner = self.lower(inner, None)?;
        let known: Vec<String> = match inner.ty {
            Type::Kind(kind) => self.tree.kinds[kind].options.clone(),
            Type::YesNo => vec!["no".to_owned(), "yes".to_owned()],
            _ => return Err(self.unit(span, &format!("{} has no options: use `=`, `<` …", self.called(inner.ty)))),
        };
        let mut wanted = Vec::new();
        for option in options {
            let at = known.iter().position(|name| *name == option.text).ok_or_else(|| {
                Complaint::new("unknown-name", format!("`{}` is not an option here", option.text), option.span, "not known")
                    .help(format!("the options are {}", known.join(", ")))
            })?;
            wanted.push(at as u16);
        }
        Ok(node(NodeKind::Is(boxed(inner), wanted, negated), Type::YesNo, span))
    }

    fn fold(
        &mut self,
        fold: Fold,
        body: Option<&Expr>,
        variable: &Placed,
        over: &Over,
        filter: Option<&Expr>,
        span: Span,
    ) -> Lowered {
        let (over, record) = match over {
            Over::List(list) => {
                let (list, record) = self.list(list)?;
                (OverNode::List(list), Some(record))
            }
            Over::Range(a, b) => {
                let (a, b) = (self.expect(a, Type::Count)?, self.expect(b, Type::Count)?);
                (OverNode::Range(boxed(a), boxed(b)), None)
            }
        };
        let slot = self.bind(variable, record);
        let body = body.map(|body| self.lower(body, None)).transpose()?;
        let filter = filter.map(|filter| self.expect(filter, Type::YesNo)).transpose()?;
        self.variables.pop();
        let ty = match (fold, &body) {
            (Fold::Any | Fold::All, _) => Type::YesNo,
            (Fold::Count, _) | (_, None) => Type::Count,
            (_, Some(body)) => body.ty,
        };
        if let Some(body) = &body
            && !(plain(body.ty) || body.ty == Type::Money && fold != Fold::Product)
        {
            return Err(self.unit(body.span, &format!("{} cannot be gathered so", self.called(body.ty))));
        }
        if matches!(fold, Fold::Any | Fold::All) && filter.is_none() {
            return Err(self.unit(span, "`any` and `all` need `where` and a condition"));
        }
        Ok(node(NodeKind::Fold { fold, body: body.map(boxed), slot, over, filter: filter.map(boxed) }, ty, span))
    }

    fn shift(&mut self, date: &Expr, count: &Expr, unit: Unit, back: bool, span: Span) -> Lowered {
        let (date, count) = (self.date(date)?, self.expect(count, Type::Count)?);
        if date.ty == Type::Month && matches!(unit, Unit::Days | Unit::WorkingDays) {
            return Err(self.unit(span, "a month is not moved by days: write `first day of` it"));
        }
        if back && unit == Unit::WorkingDays {
            return Err(self.unit(span, "working days are only counted forwards"));
        }
        let ty = date.ty;
        Ok(node(NodeKind::Shift(boxed(date), boxed(count), unit, back), ty, span))
    }
}

fn key_type(kind: &KeyKind) -> Option<Type> {
    if let KeyKind::Kind(kind) = kind { Some(Type::Kind(*kind)) } else { None }
}

/// Edits between two names.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let cost = usize::from(ca != *cb);
            let next = (diagonal + cost).min(row[j] + 1).min(row[j + 1] + 1);
            diagonal = row[j + 1];
            row[j + 1] = next;
        }
    }
    row[b.len()]
}
