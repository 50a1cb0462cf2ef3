//! Second pass: names become indexes, every expression gets a type, unit errors are found.

mod expression;

pub(crate) use expression::{instead, near};

use super::declare::{Declared, words};
use crate::complaint::Complaint;
use crate::formula::{Body, Head, ListExpr, Shape, Unit};
use crate::source::Placed;
use crate::tree::{Clause, Exception, ListNode, Node, NodeKind, Payment, Tree, Words};
use crate::value::{Type, Value};

/// What is known on the way through one statement.
struct Lowering<'a> {
    tree: &'a Tree,
    /// Variables in scope: name, slot, and the record for list variables.
    variables: Vec<(String, usize, Option<usize>)>,
    /// Type of `it`, in an exception.
    it: Option<Type>,
    /// Whether `payment_number` means something here.
    payments: bool,
    /// Whether tables have a date to be read at.
    dated: bool,
}

/// Lowers every declared statement into its items.
pub(crate) fn fill(declared: &[Declared<'_>], tree: &mut Tree, complaints: &mut Vec<Complaint>) {
    let mut filled = Vec::new();
    for statement in declared {
        for item in &statement.items {
            match clause(statement, *item, tree) {
                Ok(clause) => filled.push((*item, statement.statement.exception, clause)),
                Err(complaint) => {
                    complaints.push(complaint);
                    break;
                }
            }
        }
    }
    for (item, exception, clause) in filled {
        match exception {
            None => tree.items[item].clauses.push(clause),
            Some((rank, stacks)) => {
                let exceptions = &mut tree.items[item].exceptions;
                exceptions.push(Exception { rank: rank.unwrap_or(0), stacks, clause });
                exceptions.sort_by_key(|exception| exception.rank);
            }
        }
    }
}

fn clause(declared: &Declared<'_>, item: usize, tree: &Tree) -> Result<Clause, Complaint> {
    let header = &declared.block.header;
    let statement = declared.statement;
    let mut lowering = Lowering {
        tree,
        variables: Vec::new(),
        it: statement.exception.map(|_| tree.items[item].ty),
        payments: false,
        dated: header.selector.is_some(),
    };
    let selector = header.selector.as_ref().map(|name| lowering.selector(name)).transpose()?;
    if header.span.is_some() && selector.is_none() {
        return Err(Complaint::new(
            "no-date",
            "this rule has dates but does not say which date selects it",
            header.place,
            "here",
        )
        .help("add `, by contribution month` or another fact that is a date"));
    }
    let guard = statement.guard.as_ref().map(|guard| lowering.expect(guard, Type::YesNo)).transpose()?;
    let payment = lowering.payment(&statement.head)?;
    let (body, text) = lowering.body(&statement.body, tree.items[item].ty)?;
    Ok(Clause {
        provision: declared.provision,
        citation: declared.citation.clone(),
        doubts: header.doubts.iter().map(words).collect(),
        in_force: header.in_force,
        validity: header.span,
        selector,
        guard,
        body,
        payment,
        text,
        span: statement.place,
    })
}

impl Lowering<'_> {
    fn selector(&self, name: &Placed) -> Result<Node, Complaint> {
        let node = self.name(&name.text, name.span, None).map_err(|_| {
            Complaint::new(
                "unknown-name",
                format!("there is no date `{}`", name.text),
                name.span,
                "in this header",
            )
            .help("`by` is followed by a fact that is a day or a month, words apart: `by contribution month`")
        })?;
        if matches!(node.ty, Type::Day | Type::Month) {
            return Ok(node);
        }
        Err(Complaint::new(
            "unit",
            format!("`{}` is not a date", name.text),
            name.span,
            "cannot select a rule",
        )
        .help("`by` is followed by a fact that is a day or a month, words apart: `by contribution month`"))
    }

    fn body(&mut self, body: &Body, ty: Type) -> Result<(Node, Option<Words>), Complaint> {
        Ok(match body {
            Body::Value(expr) => (self.expect(expr, ty)?, None),
            Body::Condition(expr, reason) => (self.expect(expr, Type::YesNo)?, Some(words(reason))),
            Body::InKind(text) => {
                let nothing = NodeKind::Literal(Value::whole(0));
                (Node { kind: nothing, ty: Type::Money, span: text.span }, Some(words(text)))
            }
        })
    }

    fn payment(&mut self, head: &Head) -> Result<Payment, Complaint> {
        let Head::Pays { shape, each, .. } = head else { return Ok(Payment::Once) };
        let outer = match each {
            None => None,
            Some((variable, list)) => {
                let (list, record) = self.list(list)?;
                Some((list, self.bind(variable, Some(record))))
            }
        };
        let inner = match shape {
            Shape::Once => Payment::Once,
            Shape::InKind => Payment::InKind,
            Shape::Monthly { count, dated } => self.periods(Unit::Months, count, dated.as_ref())?,
            Shape::Yearly { count, dated } => self.periods(Unit::Years, count, dated.as_ref())?,
        };
        Ok(match outer {
            None => inner,
            Some((list, slot)) => Payment::Each { list, slot, inner: Box::new(inner) },
        })
    }

    fn periods(
        &mut self,
        unit: Unit,
        count: &crate::formula::Expr,
        dated: Option<&Placed>,
    ) -> Result<Payment, Complaint> {
        let count = self.expect(count, Type::Count)?;
        let dated = dated.map(|name| self.date_fact(name)).transpose()?;
        self.payments = true;
        Ok(Payment::Periods { unit, count, dated })
    }

    fn date_fact(&self, name: &Placed) -> Result<usize, Complaint> {
        let fact = self.tree.names.facts.get(&name.text).copied();
        fact.filter(|at| self.tree.facts[*at].ty == Type::Day).ok_or_else(|| {
            let problem = format!("there is no fact `{}` that is a date", name.text);
            Complaint::new("unknown-name", problem, name.span, "not a date").help(
                "`dated` is followed by the fact that moves on from payment to payment: `dated payment_date`",
            )
        })
    }

    /// A list fact and its record.
    fn list(&mut self, list: &ListExpr) -> Result<(ListNode, usize), Complaint> {
        let fact = self.tree.names.facts.get(&list.name.text).copied();
        let record = fact.and_then(|at| {
            if let Type::List(record) = self.tree.facts[at].ty { Some((at, record)) } else { None }
        });
        let Some((fact, record)) = record else {
            return Err(Complaint::new(
                "unknown-name",
                format!("there is no list `{}`", list.name.text),
                list.name.span,
                "not a list",
            )
            .help("a list is a fact of type `list of RECORD` in facts.md"));
        };
        let first =
            list.first.as_ref().map(|count| self.expect(count, Type::Count).map(Box::new)).transpose()?;
        Ok((ListNode { fact, first }, record))
    }

    /// Brings a variable into scope and returns its slot.
    fn bind(&mut self, name: &Placed, record: Option<usize>) -> usize {
        let slot = self.variables.len();
        self.variables.push((name.text.clone(), slot, record));
        slot
    }
}
