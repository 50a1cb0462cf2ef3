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
        let message = format!("expected {}, found {}", self.called(ty), self.called(lowered.ty));
        Err(misfit(expr.span, &message, &self.remedy(ty, lowered.ty)))
    }

    /// What to do about a value of another type than the one wanted.
    fn remedy(&self, wanted: Type, found: Type) -> String {
        let currency = &self.tree.jurisdiction.currency;
        match (wanted, found) {
            (Type::Money, Type::Rate) => {
                "a rate becomes an amount as `share of AMOUNT at RATE`, rounded the way the law says"
                    .to_owned()
            }
            (Type::Money, Type::Count) => format!("write the unit of an amount: `5_000_000 {currency}`"),
            (Type::Rate | Type::Count, Type::Money) => {
                format!("an amount divided by an amount is a plain number: `wage / 1 {currency}`")
            }
            (Type::YesNo, Type::Kind(kind)) => {
                let options = &self.tree.kinds[kind].options;
                let option = options.first().map_or("OPTION", String::as_str);
                format!("ask for one of its options: `… is {option}`")
            }
            (Type::YesNo, _) => "compare it with something: `… > 0`, `… is known`".to_owned(),
            (Type::Kind(kind), _) => format!("its options are {}", self.tree.kinds[kind].options.join(", ")),
            (Type::Day, Type::Month) => {
                "a month becomes a day as `first day of …`, `last day of …` or `day 15 of …`".to_owned()
            }
            (Type::Month, Type::Day) => "a day becomes a month as `month of …`".to_owned(),
            (_, Type::List(_)) => {
                "gather the list: `sum of x.FIELD for x in LIST`, `count of x in LIST where …`".to_owned()
            }
            _ => format!("give the name a rule or a fact that is {}", self.called(wanted)),
        }
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
            Kind::Number(number) => {
                Ok(node(NodeKind::Literal(Value::Number(number.clone())), Type::Count, span))
            }
            Kind::Percent(rate) => Ok(node(NodeKind::Literal(Value::Number(rate.clone())), Type::Rate, span)),
            Kind::Money(amount) => {
                Ok(node(NodeKind::Literal(Value::Number(amount.clone())), Type::Money, span))
            }
            Kind::Day(day) => Ok(node(NodeKind::Literal(Value::Day(*day)), Type::Day, span)),
            Kind::Month(month) => Ok(node(NodeKind::Literal(Value::Month(*month)), Type::Month, span)),
            Kind::Name(name) => self.name(name, span, wanted),
            Kind::Field(variable, field) => self.field(variable, field, span),
            Kind::It => self.it(span),
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
                let kind = if matches!(expr.kind, Kind::Lesser(..)) {
                    NodeKind::Lesser(a, b)
                } else {
                    NodeKind::Greater(a, b)
                };
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
            Kind::Owed(programme) => {
                let programme = named(programme, &self.tree.jurisdiction.programmes, "programme")?;
                Ok(node(NodeKind::Owed(programme), Type::Money, span))
            }
            Kind::Between(..) | Kind::Shift(..) | Kind::Part(..) | Kind::DayOf(..) | Kind::Compounded(..) => {
                self.of_time(expr)
            }
        }
    }

    fn it(&self, span: Span) -> Lowered {
        let ty = self.it.ok_or_else(|| {
            misfit(
                span,
                "`it` means something only in an exception",
                "`it` is the result that an `exception to …` excepts; here name the value itself",
            )
        })?;
        Ok(node(NodeKind::It, ty, span))
    }

    /// Dates, distances between them, and growth over them.
    fn of_time(&mut self, expr: &Expr) -> Lowered {
        let span = expr.span;
        match &expr.kind {
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
            _ => {
                Err(misfit(span, "this is not about dates", "law/README.md lists what can be asked of dates"))
            }
        }
    }

    fn number(&mut self, expr: &Expr) -> Lowered {
        let lowered = self.lower(expr, None)?;
        if plain(lowered.ty) || lowered.ty == Type::Money {
            return Ok(lowered);
        }
        let message = format!("expected a number, found {}", self.called(lowered.ty));
        Err(misfit(expr.span, &message, "only amounts, rates and plain numbers are reckoned with or rounded"))
    }

    fn date(&mut self, expr: &Expr) -> Lowered {
        let lowered = self.lower(expr, None)?;
        if dates(lowered.ty) {
            return Ok(lowered);
        }
        let message = format!("expected a date, found {}", self.called(lowered.ty));
        Err(misfit(
            expr.span,
            &message,
            "a date is a fact of type date or month, or written as `2025-02-07` or `2025-02`",
        ))
    }

    /// Two expressions of one type, whichever of them shows it.
    fn alike(
        &mut self,
        a: &Expr,
        b: &Expr,
        wanted: Option<Type>,
        span: Span,
    ) -> Result<(Node, Node, Type), Complaint> {
        let first = self.lower(a, wanted)?;
        let second = self.lower(b, wanted.or(Some(first.ty)))?;
        match common(first.ty, second.ty) {
            Some(ty) => Ok((first, second, ty)),
            None => Err(self.mixed(&first, &second, None, span)),
        }
    }

    fn mixed(&self, a: &Node, b: &Node, operator: Option<Operator>, span: Span) -> Complaint {
        let (first, second) = (self.called(a.ty), self.called(b.ty));
        let message = match operator {
            Some(operator) => format!("`{}` has no meaning between {first} and {second}", operator.sign()),
            None => format!("{first} and {second} do not go together"),
        };
        let help = match (a.ty, b.ty) {
            (Type::Money, Type::Rate) | (Type::Rate, Type::Money) => {
                "a rate becomes an amount as `share of AMOUNT at RATE`, rounded the way the law says"
            }
            (Type::Money, Type::Count) | (Type::Count, Type::Money) => {
                let currency = &self.tree.jurisdiction.currency;
                &format!(
                    "write the unit of an amount: `5_000_000 {currency}`; a number of months is not money"
                )
            }
            (Type::Money, Type::Money) => {
                "amounts are added, subtracted, compared and divided; not multiplied"
            }
            (a, b) if dates(a) != dates(b) => {
                "a date is moved by `plus 6 months` or `minus 1 years`, and measured by `months from A to B`"
            }
            (a, b) if dates(a) && dates(b) => "measure the time between two dates: `months from A to B`",
            _ => "turn one of them into the other's kind of value first",
        };
        Complaint::new("unit", message, span, "")
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
            None => Err(self.mixed(&first, &second, Some(operator), span)),
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
            let fields =
                record.map(|at| self.tree.records[at].fields.iter().map(|field| field.name.as_str()));
            let fields = fields.map(|names| names.collect::<Vec<_>>().join(", ")).unwrap_or_default();
            let message = format!("`{name}` is a record, not a value");
            return Err(misfit(span, &message, &format!("name one of its fields, `{name}.…`: {fields}")));
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
        let help = match near(name, known.map(String::as_str)) {
            Some(known) => format!("did you mean `{known}`?"),
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
                let names = record.fields.iter().map(|field| field.name.as_str());
                let message = format!("a {} has no field `{}`", record.name, field.text);
                Err(Complaint::new("unknown-name", message, field.span, "not known")
                    .help(instead(&field.text, names)))
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
            let (given, wants) = (keys.len(), table.keys.len());
            let plural = if wants == 1 { "" } else { "s" };
            let message =
                format!("the table `{}` has {wants} key{plural} and is asked with {given}", name.text);
            return Err(Complaint::new("keys", message, span, "here").and(table.span, "the table").help(
                if wanted.is_empty() {
                    format!("write `{}` alone", name.text)
                } else {
                    format!("write `{}[{wanted}]`", name.text)
                },
            ));
        }
        for (key, (kind, key_name)) in keys.iter().zip(&table.keys) {
            let fits = match kind {
                KeyKind::Kind(kind) => key.ty == Type::Kind(*kind),
                _ => plain(key.ty) || key.ty == Type::Money,
            };
            if !fits {
                let message =
                    format!("{} cannot be the key `{key_name}` of `{}`", self.called(key.ty), name.text);
                let wanted = key_type(kind).unwrap_or(Type::Count);
                return Err(Complaint::new("unit", message, key.span, "this key")
                    .and(table.span, "the table")
                    .help(self.remedy(wanted, key.ty)));
            }
        }
        if table.keys.iter().any(|(kind, _)| *kind == KeyKind::Slice) {
            let message = format!("`{}` is a table of slices", name.text);
            return Err(Complaint::new("unit", message, span, "asked for one cell")
                .help("write `slices of AMOUNT by TABLE`"));
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
            return Err(Complaint::new("unit", message, table.span, "cannot cut anything into slices")
                .and(self.tree.tables[at].span, "the table")
                .help(
                    "its heading has to be `## NAME · percent of …, by slice of …`, with a column `above`",
                ));
        }
        if !self.dated && self.tree.tables[at].versions.iter().any(|version| version.from.is_some()) {
            let message = format!("`{}` changes with time and this rule has no date", table.text);
            return Err(Complaint::new("no-date", message, span, "read at which date?")
                .help("begin the block with `from …, by …`"));
        }
        Ok(node(NodeKind::Slices(boxed(amount), at), Type::Money, span))
    }

    fn is(&mut self, inner: &Expr, options: &[Placed], negated: bool, span: Span) -> Lowered {
        let inner = self.lower(inner, None)?;
        let known: Vec<String> = match inner.ty {
            Type::Kind(kind) => self.tree.kinds[kind].options.clone(),
            Type::YesNo => vec!["no".to_owned(), "yes".to_owned()],
            _ => {
                let message = format!("{} has no options to be asked for", self.called(inner.ty));
                return Err(misfit(span, &message, "compare it with `=`, `<`, `<=`, `>` or `>=`"));
            }
        };
        let mut wanted = Vec::new();
        for option in options {
            let at = known.iter().position(|name| *name == option.text).ok_or_else(|| {
                Complaint::new(
                    "unknown-name",
                    format!("`{}` is not an option here", option.text),
                    option.span,
                    "not known",
                )
                .help(instead(&option.text, known.iter().map(String::as_str)))
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
            let message = format!("{} cannot be gathered so", self.called(body.ty));
            return Err(misfit(
                body.span,
                &message,
                "numbers and amounts have a sum; conditions `count`, `any` and `all`",
            ));
        }
        if matches!(fold, Fold::Any | Fold::All) && filter.is_none() {
            return Err(misfit(
                span,
                "`any` and `all` need a condition",
                "write `any x in LIST where CONDITION`",
            ));
        }
        Ok(node(
            NodeKind::Fold { fold, body: body.map(boxed), slot, over, filter: filter.map(boxed) },
            ty,
            span,
        ))
    }

    fn shift(&mut self, date: &Expr, count: &Expr, unit: Unit, back: bool, span: Span) -> Lowered {
        let (date, count) = (self.date(date)?, self.expect(count, Type::Count)?);
        if date.ty == Type::Month && matches!(unit, Unit::Days | Unit::WorkingDays) {
            return Err(misfit(
                span,
                "a month is not moved by days",
                "say from which of its days: `first day of … plus 3 days`",
            ));
        }
        if back && unit == Unit::WorkingDays {
            return Err(misfit(
                span,
                "working days are only counted forwards",
                "write `plus N working days`, or count back in days",
            ));
        }
        let ty = date.ty;
        Ok(node(NodeKind::Shift(boxed(date), boxed(count), unit, back), ty, span))
    }
}

fn misfit(span: Span, message: &str, help: &str) -> Complaint {
    Complaint::new("unit", message.to_owned(), span, "this does not fit").help(help)
}

fn key_type(kind: &KeyKind) -> Option<Type> {
    if let KeyKind::Kind(kind) = kind { Some(Type::Kind(*kind)) } else { None }
}

/// What to write instead: the nearest name, or all there are.
pub(crate) fn instead<'n>(name: &str, known: impl Iterator<Item = &'n str> + Clone) -> String {
    match near(name, known.clone()) {
        Some(known) => format!("did you mean `{known}`?"),
        None => format!("there are {}", known.collect::<Vec<_>>().join(", ")),
    }
}

/// The nearest of some names, if it is near: a third of the letters may differ.
pub(crate) fn near<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let far_max = 3.min(name.chars().count() / 3);
    let all = known.map(|known| (distance(name, known), known)).filter(|(far, _)| *far <= far_max);
    all.min().map(|(_, known)| known)
}

/// Edits between two names: a letter added, lost, changed, or two exchanged.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![(0..=b.len()).collect::<Vec<usize>>()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let changed = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = changed.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}
