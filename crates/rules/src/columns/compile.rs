//! Compiles the law for a batch: what is the same for all is reckoned now, the rest becomes a program.

mod arithmetic;
mod item;
mod lookup;
mod node;

use std::collections::HashMap;

use base::{Day, Exact};

use super::program::{Builder, Op, Source};
use super::{Output, Plan, requirements, whole};
use crate::evaluate::Evaluator;
use crate::facts::Facts;
use crate::tree::{Node, Target, Tree};
use crate::value::{Type, Value};
use arithmetic::Number;

/// This needs lists, or a fraction without a common denominator: it is read row by row.
#[derive(Debug)]
struct ByRow;

type Compiled = Result<Abstract, ByRow>;

/// What is known of a value when the plan is made.
#[derive(Clone, Debug)]
enum Abstract {
    /// The same for every row.
    Constant(Value),
    /// A number (or date, or place of an option) of each row.
    Number(Number),
    /// True or false for each row.
    Truth(Source),
    /// A day moved on by months. Which day that is depends on the lengths of months; which month does not.
    Moved(Number, Number),
}

/// Makes a plan.
pub(super) fn plan(tree: &Tree, constants: &Facts, columns: &[usize], outputs: &[Output]) -> Plan {
    let mut compiler = Compiler::new(tree, constants, columns);
    let mut results = Vec::new();
    let mut quick = Vec::new();
    for output in outputs {
        let before = (compiler.items.clone(), compiler.slow.len());
        match compiler.output(*output) {
            Ok(source) => {
                quick.push(Some(results.len()));
                results.push(source);
            }
            Err(ByRow) => {
                quick.push(None);
                compiler.items = before.0;
                compiler.slow.truncate(before.1);
            }
        }
    }
    results.push(compiler.all_slow());
    let program = compiler.builder.finish(&results);
    let limits = compiler.limits;
    Plan {
        tree: tree.clone(),
        constants: constants.clone(),
        columns: columns.to_vec(),
        outputs: outputs.to_vec(),
        program,
        quick,
        limits,
        settled: std::sync::OnceLock::new(),
    }
}

struct Compiler<'a> {
    /// The law, with no defaults for columns: a column is never a constant.
    tree: Tree,
    original: &'a Tree,
    constants: &'a Facts,
    columns: &'a [usize],
    limits: Vec<Option<(i64, i64)>>,
    builder: Builder,
    /// Items compiled so far: value, and for which rows a clause applies.
    items: HashMap<usize, (Abstract, Abstract)>,
    /// Rows that the program cannot answer.
    slow: Vec<Source>,
    date: Option<Day>,
    it: Vec<Abstract>,
}

impl<'a> Compiler<'a> {
    fn new(original: &'a Tree, constants: &'a Facts, columns: &'a [usize]) -> Self {
        let mut tree = original.clone();
        for column in columns {
            tree.facts[*column].default = None;
        }
        Self {
            tree,
            original,
            constants,
            columns,
            limits: vec![None; columns.len()],
            builder: Builder::default(),
            items: HashMap::new(),
            slow: Vec::new(),
            date: None,
            it: Vec::new(),
        }
    }

    /// The value of an expression that is the same for all rows, if it is.
    fn constant(&self, node: &Node) -> Option<Value> {
        let mut evaluator = Evaluator::new(&self.tree, self.constants.clone(), false);
        evaluator.unknown = self.columns.to_vec();
        evaluator.date = self.date;
        evaluator.eval(node).ok()
    }

    fn output(&mut self, output: Output) -> Result<Source, ByRow> {
        match output {
            Output::Owed(item) => {
                let (value, defined) = self.item(item)?;
                let value = self.where_true(&defined, value)?;
                self.coins(&value, Type::Money)
            }
            Output::Defined(item) => {
                let ty = self.tree.items[item].ty;
                let (value, defined) = self.item(item)?;
                self.demand(&defined)?;
                self.coins(&value, ty)
            }
            Output::Component(item) => {
                let Target::Component { benefit, .. } = self.tree.items[item].target else {
                    return Err(ByRow);
                };
                let refusal = self.refusal(benefit)?;
                let (value, defined) = self.component(item)?;
                let value = self.where_true(&defined, value)?;
                let value = self.where_true(&refusal.1, value)?;
                self.coins(&value, Type::Money)
            }
            Output::Refusal(benefit) => Ok(self.refusal(benefit)?.0),
        }
    }

    /// Place of the first failing condition, and where none fails.
    fn refusal(&mut self, benefit: usize) -> Result<(Source, Abstract), ByRow> {
        let mut place = Source::Constant(0);
        for (at, item) in requirements(self.original, benefit).into_iter().enumerate().rev() {
            let (holds, defined) = self.item(item)?;
            let absent = self.not(&defined);
            let passes = self.or(&absent, &holds);
            place = match passes {
                Abstract::Constant(Value::YesNo(true)) => place,
                Abstract::Constant(_) => Source::Constant(at as i64 + 1),
                Abstract::Truth(mask) => {
                    self.builder.push(Op::Select(mask, place, Source::Constant(at as i64 + 1)))
                }
                Abstract::Number(_) | Abstract::Moved(..) => return Err(ByRow),
            };
        }
        let accepted = match place {
            Source::Constant(number) => Abstract::Constant(Value::YesNo(number == 0)),
            _ => Abstract::Truth(self.builder.push(Op::Equal(place, Source::Constant(0)))),
        };
        Ok((place, accepted))
    }

    /// The value where a condition holds, nothing elsewhere.
    fn where_true(&mut self, condition: &Abstract, value: Abstract) -> Compiled {
        self.select(condition, value, Abstract::Constant(Value::whole(0)))
    }

    /// Rows where this does not hold are read row by row.
    fn demand(&mut self, condition: &Abstract) -> Result<(), ByRow> {
        match self.not(condition) {
            Abstract::Constant(Value::YesNo(false)) => Ok(()),
            Abstract::Truth(mask) => {
                self.slow.push(mask);
                Ok(())
            }
            _ => Err(ByRow),
        }
    }

    /// A value as columns have it.
    fn coins(&mut self, value: &Abstract, ty: Type) -> Result<Source, ByRow> {
        match value {
            Abstract::Constant(value) => whole(self.original, value, ty).map(Source::Constant).ok_or(ByRow),
            Abstract::Truth(mask) => Ok(self.builder.push(Op::And(*mask, Source::Constant(1)))),
            Abstract::Number(number) => {
                let coins = if ty == Type::Money { self.coin() } else { Exact::one() };
                let in_coins = self.times(number.clone(), &coins)?;
                if in_coins.by != 1 {
                    return Err(ByRow);
                }
                self.plain(&in_coins)
            }
            Abstract::Moved(..) => Err(ByRow),
        }
    }

    /// Coins in a unit of the currency.
    fn coin(&self) -> Exact {
        Exact::from(10_i64.pow(self.original.jurisdiction.decimals.min(9)))
    }

    fn all_slow(&mut self) -> Source {
        let mut all = Source::Constant(0);
        for mask in std::mem::take(&mut self.slow) {
            all = if all == Source::Constant(0) { mask } else { self.builder.push(Op::Or(all, mask)) };
        }
        all
    }

    fn not(&mut self, value: &Abstract) -> Abstract {
        match value {
            Abstract::Constant(Value::YesNo(yes)) => Abstract::Constant(Value::YesNo(!yes)),
            Abstract::Truth(mask) => Abstract::Truth(self.builder.push(Op::Not(*mask))),
            other => other.clone(),
        }
    }

    fn and(&mut self, a: &Abstract, b: &Abstract) -> Abstract {
        match (a, b) {
            (Abstract::Constant(Value::YesNo(true)), other)
            | (other, Abstract::Constant(Value::YesNo(true))) => other.clone(),
            (Abstract::Constant(_), _) | (_, Abstract::Constant(_)) => {
                Abstract::Constant(Value::YesNo(false))
            }
            (Abstract::Truth(a), Abstract::Truth(b)) => Abstract::Truth(self.builder.push(Op::And(*a, *b))),
            (other, _) => other.clone(),
        }
    }

    fn or(&mut self, a: &Abstract, b: &Abstract) -> Abstract {
        match (a, b) {
            (Abstract::Constant(Value::YesNo(false)), other)
            | (other, Abstract::Constant(Value::YesNo(false))) => other.clone(),
            (Abstract::Constant(_), _) | (_, Abstract::Constant(_)) => Abstract::Constant(Value::YesNo(true)),
            (Abstract::Truth(a), Abstract::Truth(b)) => Abstract::Truth(self.builder.push(Op::Or(*a, *b))),
            (other, _) => other.clone(),
        }
    }

    /// The one where the condition holds, the other elsewhere.
    fn select(&mut self, condition: &Abstract, yes: Abstract, no: Abstract) -> Compiled {
        let mask = match condition {
            Abstract::Constant(Value::YesNo(true)) => return Ok(yes),
            Abstract::Constant(_) => return Ok(no),
            Abstract::Truth(mask) => *mask,
            Abstract::Number(_) | Abstract::Moved(..) => return Err(ByRow),
        };
        if let (Abstract::Constant(a), Abstract::Constant(b)) = (&yes, &no)
            && a == b
        {
            return Ok(yes);
        }
        if let (Some(yes), Some(no)) = (self.truth(&yes), self.truth(&no)) {
            return Ok(Abstract::Truth(self.builder.push(Op::Select(mask, yes, no))));
        }
        let (yes, no) = (self.number(&yes)?, self.number(&no)?);
        let (yes, no) = self.alike(yes, no)?;
        let (least, most) = (yes.least.min(no.least), yes.most.max(no.most));
        let source = self.builder.push(Op::Select(mask, yes.source, no.source));
        Ok(Abstract::Number(Number { source, times: 1, by: yes.by, least, most }))
    }

    #[expect(clippy::unused_self, reason = "all steps of the compiler are called alike")]
    fn truth(&self, value: &Abstract) -> Option<Source> {
        match value {
            Abstract::Truth(mask) => Some(*mask),
            Abstract::Constant(Value::YesNo(yes)) => Some(Source::Constant(-i64::from(*yes))),
            _ => None,
        }
    }
}
