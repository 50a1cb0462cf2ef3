//! Heads of statements: who owes, what is paid, what is required.

use super::Reader;
use crate::complaint::Complaint;
use crate::formula::{Body, Head, ListExpr, Shape, Statement};
use crate::lexer::Token;
use crate::source::{Placed, Span};

/// The rank of an exception, if it has one.
struct Rank(Option<u32>);

/// Whether it says more of a component than its name.
fn shaped(head: &Head) -> bool {
    matches!(head, Head::Pays { shape, each, .. } if each.is_some() || !matches!(shape, Shape::Once))
}

impl Reader {
    pub(crate) fn statement(&mut self, place: Span) -> Result<Statement, Complaint> {
        let exception = self.exception()?;
        let start = self.span();
        let head = self.head(exception.is_some())?;
        if exception.is_some() && shaped(&head) {
            let place = start.to(self.last_span());
            return Err(Complaint::new(
                "syntax",
                "an exception does not say how it is paid",
                place,
                "too long",
            )
            .help(
                "end it after the component: it is paid like the rule that it excepts, whose result is `it`",
            ));
        }
        let stacks = self.take(&[",", "stacks"]);
        let guard = if self.take(&[",", "when"]) { Some(self.condition()?) } else { None };
        self.expect(":", "before the value of a rule")?;
        let body = self.body(&head)?;
        let exception = exception.map(|Rank(rank)| (rank, stacks));
        Ok(Statement { head, exception, guard, body, place })
    }

    /// `exception [RANK] to`
    fn exception(&mut self) -> Result<Option<Rank>, Complaint> {
        if !self.take(&["exception"]) {
            return Ok(None);
        }
        let mut rank = None;
        if let Token::Number(number) = self.peek() {
            rank = number.to_i64().and_then(|n| u32::try_from(n).ok());
            self.next();
        }
        self.expect("to", "after `exception`")?;
        Ok(Some(Rank(rank)))
    }

    fn head(&mut self, exception: bool) -> Result<Head, Complaint> {
        let first = self.name("at the beginning of a rule")?;
        if self.take(&["owes"]) {
            return self.owes(first, exception);
        }
        if self.take(&["moves"]) {
            let programme = self.name("after `moves`")?;
            self.expect("from", "after the programme that receives")?;
            let fund = self.name("after `from`")?;
            return Ok(Head::Moves { segment: first, programme, fund });
        }
        if self.take(&["pays"]) {
            return self.pays(first);
        }
        if self.take(&["requires"]) {
            let condition = self.name("after `requires`")?;
            return Ok(Head::Requires { benefit: first, condition });
        }
        if self.take(&["is"]) {
            return Ok(Head::Is { name: first, ty: Some(self.type_name()?) });
        }
        if exception {
            return Ok(Head::Is { name: first, ty: None });
        }
        Err(self.expected("`owes`, `moves`, `pays`, `requires` or `is`", "after the first word of a rule"))
    }

    fn owes(&mut self, segment: Placed, exception: bool) -> Result<Head, Complaint> {
        let programme = self.name("after `owes`")?;
        if self.take(&[",", "paid", "by"]) {
            let payer = Some(self.name("after `paid by`")?);
            return Ok(Head::Owes { segment, programme, payer });
        }
        if exception {
            return Ok(Head::Owes { segment, programme, payer: None });
        }
        Err(self.expected("`, paid by PAYER`", "after what is owed"))
    }

    fn type_name(&mut self) -> Result<Placed, Complaint> {
        let mut name = self.name("after `is`: a type")?;
        if name.text == "yes" && self.take(&["/", "no"]) {
            "yes/no".clone_into(&mut name.text);
        }
        Ok(name)
    }

    fn pays(&mut self, benefit: Placed) -> Result<Head, Complaint> {
        let component = self.name("after `pays`")?;
        let mut shape = Shape::Once;
        if self.take(&[",", "once"]) {
        } else if self.take(&[",", "monthly", "for"]) {
            shape = Shape::Monthly { count: self.sum()?, dated: self.dated()? };
        } else if self.take(&[",", "yearly", "for"]) {
            shape = Shape::Yearly { count: self.sum()?, dated: self.dated()? };
        } else if self.take(&[",", "in", "kind"]) {
            shape = Shape::InKind;
        }
        let mut each = None;
        if self.take(&[",", "for", "each"]) {
            let variable = self.name("after `for each`")?;
            self.expect("in", "after the variable")?;
            each = Some((variable, self.list()?));
        }
        Ok(Head::Pays { benefit, component, shape, each })
    }

    fn dated(&mut self) -> Result<Option<Placed>, Complaint> {
        self.take(&["months"]);
        self.take(&["years"]);
        if self.take(&[",", "dated"]) { Ok(Some(self.name("after `dated`")?)) } else { Ok(None) }
    }

    pub(crate) fn list(&mut self) -> Result<ListExpr, Complaint> {
        let first = if self.take(&["first"]) {
            let count = self.unary()?;
            self.expect("of", "after `first N`")?;
            Some(Box::new(count))
        } else {
            None
        };
        Ok(ListExpr { first, name: self.name("as the list")? })
    }

    fn body(&mut self, head: &Head) -> Result<Body, Complaint> {
        if matches!(head, Head::Pays { shape: Shape::InKind, .. }) {
            return Ok(Body::InKind(self.text("for a benefit in kind")?));
        }
        let value = self.condition()?;
        if let Head::Requires { .. } = head {
            self.take(&[","]);
            self.expect("otherwise", "after the condition: the reason when it fails")?;
            return Ok(Body::Condition(value, self.text("after `otherwise`")?));
        }
        Ok(Body::Value(value))
    }
}
