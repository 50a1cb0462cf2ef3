//! Expressions, from the loosest sign to the tightest.

use base::{Exact, Rounding};

use super::Reader;
use crate::complaint::Complaint;
use crate::formula::{DatePart, Expr, Fold, Kind, Operator, Over, Unit};
use crate::lexer::Token;
use crate::source::{Placed, Span};

type Parsed = Result<Expr, Complaint>;

fn at(span: Span, kind: Kind) -> Expr {
    Expr { kind, span }
}

fn boxed(expr: Expr) -> Box<Expr> {
    Box::new(expr)
}

impl Reader {
    /// `A or B`, the loosest.
    pub(crate) fn condition(&mut self) -> Parsed {
        self.deeper()?;
        let mut left = self.conjunction()?;
        while self.take(&["or"]) {
            self.longer()?;
            let right = self.conjunction()?;
            left = binary(Operator::Or, left, right);
        }
        self.depth -= 1;
        Ok(left)
    }

    fn deeper(&mut self) -> Result<(), Complaint> {
        self.depth += 1;
        if self.depth as usize <= base::limit::FORMULA_DEPTH_MAX {
            return Ok(());
        }
        Err(Complaint::new("too-deep", "this rule is nested too deeply to be read", self.span(), "here")
            .help("give its parts names with `name is money: …`"))
    }

    /// One more value joined to those before it: a chain is as deep as it is long.
    fn longer(&mut self) -> Result<(), Complaint> {
        self.operators += 1;
        if self.operators <= base::limit::FORMULA_OPERATORS_MAX {
            return Ok(());
        }
        Err(Complaint::new("too-deep", "this rule joins too many values to be read", self.span(), "here")
            .help("give its parts names with `name is money: …`, or put the values into a table"))
    }

    fn conjunction(&mut self) -> Parsed {
        let mut left = self.negation()?;
        while self.take(&["and"]) {
            self.longer()?;
            let right = self.negation()?;
            left = binary(Operator::And, left, right);
        }
        Ok(left)
    }

    fn negation(&mut self) -> Parsed {
        let start = self.span();
        if self.take(&["not"]) {
            self.deeper()?;
            let inner = self.negation()?;
            self.depth -= 1;
            return Ok(at(start.to(inner.span), Kind::Not(boxed(inner))));
        }
        self.comparison()
    }

    fn comparison(&mut self) -> Parsed {
        let left = self.sum()?;
        if self.take(&["is"]) {
            return self.is(left);
        }
        let Some(operator) = self.comparison_sign() else { return Ok(left) };
        self.next();
        let right = self.sum()?;
        Ok(binary(operator, left, right))
    }

    fn comparison_sign(&self) -> Option<Operator> {
        let Token::Sign(sign) = self.peek() else { return None };
        Some(match *sign {
            "=" => Operator::Equal,
            "<" => Operator::Less,
            "<=" => Operator::LessOrEqual,
            ">" => Operator::Greater,
            ">=" => Operator::GreaterOrEqual,
            _ => return None,
        })
    }

    fn is(&mut self, left: Expr) -> Parsed {
        let negated = self.take(&["not"]);
        if self.take(&["known"]) {
            let Kind::Name(name) = &left.kind else {
                return Err(self.expected("a fact", "before `is known`"));
            };
            let known = at(left.span, Kind::Known(Placed { text: name.clone(), span: left.span }));
            let span = left.span;
            return Ok(if negated { at(span, Kind::Not(boxed(known))) } else { known });
        }
        let mut options = Vec::new();
        if self.take(&["one", "of"]) {
            self.expect("(", "after `one of`")?;
            options.push(self.name("in a list of options")?);
            while self.take(&[","]) {
                options.push(self.name("in a list of options")?);
            }
            self.expect(")", "after the options")?;
        } else {
            options.push(self.name("after `is`")?);
        }
        Ok(at(left.span.to(self.last_span()), Kind::Is(boxed(left), options, negated)))
    }

    /// `A + B`, and what may follow a value: `rounded`, `plus`, `minus`.
    pub(crate) fn sum(&mut self) -> Parsed {
        let mut left = self.term()?;
        loop {
            let operator = if self.take(&["+"]) {
                Operator::Add
            } else if self.take(&["-"]) {
                Operator::Subtract
            } else if self.is_word("plus") || self.is_word("minus") {
                self.longer()?;
                left = self.shift(left)?;
                continue;
            } else if !self.open && (self.sees(&[",", "rounded"]) || self.sees(&["rounded"])) {
                self.longer()?;
                left = self.rounded(left)?;
                continue;
            } else {
                return Ok(left);
            };
            self.longer()?;
            let right = self.term()?;
            left = binary(operator, left, right);
        }
    }

    /// The last value of a phrase without a closing word: a rounding after it rounds the phrase.
    fn last<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Complaint>) -> Result<T, Complaint> {
        self.within(true, read)
    }

    /// A value with an end of its own, such as a closing parenthesis.
    fn closed<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Complaint>) -> Result<T, Complaint> {
        self.within(false, read)
    }

    fn within<T>(
        &mut self,
        open: bool,
        read: impl FnOnce(&mut Self) -> Result<T, Complaint>,
    ) -> Result<T, Complaint> {
        let before = std::mem::replace(&mut self.open, open);
        let value = read(self);
        self.open = before;
        value
    }

    fn shift(&mut self, left: Expr) -> Parsed {
        let minus = self.is_word("minus");
        self.next();
        let count = self.term()?;
        let unit = self.unit()?;
        let span = left.span.to(self.last_span());
        Ok(at(span, Kind::Shift(boxed(left), boxed(count), unit, minus)))
    }

    fn unit(&mut self) -> Result<Unit, Complaint> {
        if self.take(&["working", "days"]) {
            return Ok(Unit::WorkingDays);
        }
        for (word, unit) in UNITS {
            if self.take(&[word]) {
                return Ok(unit);
            }
        }
        Err(self.expected("`days`, `months`, `years` or `working days`", "after the number"))
    }

    fn rounded(&mut self, left: Expr) -> Parsed {
        self.take(&[","]);
        self.next();
        let mut words = self.name("after `rounded`")?.text;
        if words == "half" {
            words = format!("half {}", self.name("after `rounded half`")?.text);
        }
        let mode = Rounding::parse(&words).ok_or_else(|| {
            self.expected(
                "`half up`, `half even`, `half odd`, `half down`, `up` or `down`",
                "after `rounded`",
            )
        })?;
        self.expect("to", "after the way of rounding")?;
        let Token::Number(step) = self.peek().clone() else {
            return Err(self.expected("a number", "after `to`"));
        };
        if step <= Exact::from(0) {
            return Err(self.expected("a number above zero", "after `to`"));
        }
        self.next();
        Ok(at(left.span.to(self.last_span()), Kind::Round(boxed(left), mode, step)))
    }

    fn term(&mut self) -> Parsed {
        let mut left = self.unary()?;
        loop {
            let operator = if self.take(&["*"]) {
                Operator::Multiply
            } else if self.take(&["/"]) {
                Operator::Divide
            } else {
                return Ok(left);
            };
            self.longer()?;
            let right = self.unary()?;
            left = binary(operator, left, right);
        }
    }

    pub(crate) fn unary(&mut self) -> Parsed {
        let start = self.span();
        if self.take(&["-"]) {
            self.deeper()?;
            let inner = self.unary()?;
            self.depth -= 1;
            return Ok(at(start.to(inner.span), Kind::Negative(boxed(inner))));
        }
        self.deeper()?;
        let value = self.atom()?;
        self.depth -= 1;
        Ok(value)
    }

    fn atom(&mut self) -> Parsed {
        let start = self.span();
        match self.peek().clone() {
            Token::Number(number) => Ok(self.number(number)),
            Token::Day(day) => Ok(self.literal(Kind::Day(day))),
            Token::Month(month) => Ok(self.literal(Kind::Month(month))),
            Token::Sign("(") => {
                self.next();
                let inner = self.closed(Self::condition)?;
                self.expect(")", "after what stands in parentheses")?;
                Ok(at(start.to(self.last_span()), inner.kind))
            }
            Token::Word(word) => self.word(&word, start),
            _ => Err(self.expected("a value", "here")),
        }
    }

    fn literal(&mut self, kind: Kind) -> Expr {
        let span = self.next().span;
        at(span, kind)
    }

    /// A number, with `%` a rate, with the currency's name money.
    fn number(&mut self, number: Exact) -> Expr {
        let start = self.next().span;
        if self.take(&["%"]) {
            return at(start.to(self.last_span()), Kind::Percent(number.percent()));
        }
        let currency = self.currency.clone();
        if self.take(&[&currency]) {
            return at(start.to(self.last_span()), Kind::Money(number));
        }
        at(start, Kind::Number(number))
    }

    fn word(&mut self, word: &str, start: Span) -> Parsed {
        let kind = match word {
            "share" => self.share()?,
            "half" => self.half()?,
            "lesser" | "greater" => self.lesser_or_greater(word)?,
            "slices" => self.slices()?,
            "if" => self.if_then_else()?,
            "it" => {
                self.next();
                Kind::It
            }
            "owed" => {
                self.next();
                Kind::Owed(self.name("after `owed`: a programme")?)
            }
            "compounded" => self.compounded()?,
            "day" => self.day_of()?,
            "months" | "years" | "days" if matches!(self.peek_at(1), Token::Word(w) if w == "from") => {
                self.between()?
            }
            _ => match (self.fold_word(word), part_words(word).iter().find(|(words, _)| self.sees(words))) {
                (Some(fold), _) => self.fold(fold)?,
                (None, Some((words, part))) => {
                    self.take(words);
                    Kind::Part(*part, boxed(self.unary()?))
                }
                (None, None) => self.name_or_lookup()?,
            },
        };
        Ok(at(start.to(self.last_span()), kind))
    }

    fn share(&mut self) -> Result<Kind, Complaint> {
        self.next();
        self.expect("of", "after `share`")?;
        let amount = self.term()?;
        self.expect("at", "after the amount of a share")?;
        Ok(Kind::Share(boxed(amount), boxed(self.term()?)))
    }

    fn half(&mut self) -> Result<Kind, Complaint> {
        let span = self.next().span;
        self.expect("of", "after `half`")?;
        let amount = self.term()?;
        let half = at(span, Kind::Percent(Exact::from(50).percent()));
        Ok(Kind::Share(boxed(amount), boxed(half)))
    }

    fn lesser_or_greater(&mut self, word: &str) -> Result<Kind, Complaint> {
        self.next();
        self.expect("of", &format!("after `{word}`"))?;
        let first = self.closed(Self::sum)?;
        self.expect("and", &format!("between the two values of `{word} of`"))?;
        let second = self.last(Self::sum)?;
        let (first, second) = (boxed(first), boxed(second));
        Ok(if word == "lesser" { Kind::Lesser(first, second) } else { Kind::Greater(first, second) })
    }

    fn slices(&mut self) -> Result<Kind, Complaint> {
        self.next();
        self.expect("of", "after `slices`")?;
        let amount = self.closed(Self::sum)?;
        self.expect("by", "after the amount that is cut into slices")?;
        Ok(Kind::Slices(boxed(amount), self.name("after `by`: a table")?))
    }

    fn if_then_else(&mut self) -> Result<Kind, Complaint> {
        self.next();
        let condition = self.closed(Self::condition)?;
        self.take(&[","]);
        self.expect("then", "after the condition of `if`")?;
        let yes = self.closed(Self::condition)?;
        self.take(&[","]);
        self.expect("else", "after the value of `then`")?;
        Ok(Kind::If(boxed(condition), boxed(yes), boxed(self.condition()?)))
    }

    fn compounded(&mut self) -> Result<Kind, Complaint> {
        self.next();
        let rate = self.term()?;
        self.expect("over", "after the yearly rate")?;
        let months = self.term()?;
        self.expect("months", "after how long")?;
        Ok(Kind::Compounded(boxed(rate), boxed(months)))
    }

    fn day_of(&mut self) -> Result<Kind, Complaint> {
        self.next();
        let number = self.unary()?;
        self.expect("of", "after `day N`")?;
        Ok(Kind::DayOf(boxed(number), boxed(self.unary()?)))
    }

    fn between(&mut self) -> Result<Kind, Complaint> {
        let word = self.name("")?.text;
        let unit = UNITS.iter().find(|(name, _)| *name == word).map_or(Unit::Days, |(_, unit)| *unit);
        self.expect("from", "after the unit")?;
        let from = self.closed(Self::sum)?;
        self.expect("to", "after the first date")?;
        Ok(Kind::Between(unit, boxed(from), boxed(self.last(Self::sum)?)))
    }

    fn fold_word(&self, word: &str) -> Option<Fold> {
        let of = matches!(self.peek_at(1), Token::Word(w) if w == "of");
        let variable = matches!(self.peek_at(2), Token::Word(w) if w == "in" || w == "from");
        Some(match word {
            "sum" if of => Fold::Sum,
            "product" if of => Fold::Product,
            "largest" if of => Fold::Largest,
            "smallest" if of => Fold::Smallest,
            "count" if of => Fold::Count,
            "any" if variable => Fold::Any,
            "all" if variable => Fold::All,
            _ => return None,
        })
    }

    fn fold(&mut self, fold: Fold) -> Result<Kind, Complaint> {
        self.next();
        let has_body = matches!(fold, Fold::Sum | Fold::Product | Fold::Largest | Fold::Smallest);
        if has_body || fold == Fold::Count {
            self.expect("of", "after the word that gathers")?;
        }
        let body = if has_body { Some(boxed(self.closed(Self::sum)?)) } else { None };
        if has_body {
            self.expect("for", "after what is gathered")?;
        }
        let variable = self.name("as the one gone through")?;
        let over = if self.take(&["from"]) {
            let from = boxed(self.closed(Self::sum)?);
            self.expect("to", "after the first number")?;
            Over::Range(from, boxed(self.last(Self::sum)?))
        } else {
            self.expect("in", "after the variable")?;
            Over::List(self.list()?)
        };
        let filter = if self.take(&["where"]) { Some(boxed(self.last(Self::condition)?)) } else { None };
        Ok(Kind::Fold { fold, body, variable, over, filter })
    }

    fn name_or_lookup(&mut self) -> Result<Kind, Complaint> {
        let name = self.name("here")?;
        if self.take(&["."]) {
            let field = self.name("after the dot")?;
            return Ok(Kind::Field(name.text, field));
        }
        let mut keys = Vec::new();
        if self.take(&["["]) {
            keys.push(self.closed(Self::sum)?);
            while self.take(&[","]) {
                keys.push(self.closed(Self::sum)?);
            }
            self.expect("]", "after the key of a table")?;
        }
        let on = if self.take(&["on"]) { Some(boxed(self.unary()?)) } else { None };
        if keys.is_empty() && on.is_none() {
            return Ok(Kind::Name(name.text));
        }
        Ok(Kind::Lookup(name, keys, on))
    }
}

const UNITS: [(&str, Unit); 3] = [("days", Unit::Days), ("months", Unit::Months), ("years", Unit::Years)];

const PARTS: [(&[&str], DatePart); 6] = [
    (&["first", "day", "of"], DatePart::FirstDay),
    (&["last", "day", "of"], DatePart::LastDay),
    (&["month", "number", "of"], DatePart::MonthNumber),
    (&["month", "of"], DatePart::Month),
    (&["year", "of"], DatePart::Year),
    (&["working", "day", "on", "or", "after"], DatePart::WorkingDay),
];

/// The forms that begin with this word.
fn part_words(word: &str) -> Vec<(&'static [&'static str], DatePart)> {
    PARTS.iter().filter(|(words, _)| words[0] == word).copied().collect()
}

fn binary(operator: Operator, left: Expr, right: Expr) -> Expr {
    at(left.span.to(right.span), Kind::Binary(operator, boxed(left), boxed(right)))
}
