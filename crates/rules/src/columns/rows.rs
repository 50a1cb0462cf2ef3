//! Rows that the program does not answer, read one by one by the evaluator.

use base::{Day, Exact, Month};

use super::{Column, Output, Plan, RowFault, requirements, whole};
use crate::evaluate::{Evaluator, Settled};
use crate::explain::{self, Benefit};
use crate::facts::Facts;
use crate::reason::Stop;
use crate::tree::{Target, Tree, Words};
use crate::value::{Type, Value};

impl Plan {
    /// Reads the outputs that have no program for every row, and all outputs for the slow rows.
    pub(super) fn read_rows(
        &self,
        columns: &[Column<'_>],
        range: std::ops::Range<usize>,
        slow: &[usize],
        outputs: &mut [&mut [i64]],
        faults: &mut Vec<RowFault>,
    ) {
        let all = self.quick.iter().any(Option::is_none);
        if !all && slow.is_empty() {
            return;
        }
        let mut is_slow = vec![false; range.len()];
        for at in slow {
            is_slow[*at] = true;
        }
        for (at, row) in range.enumerate().filter(|(at, _)| all || is_slow[*at]) {
            let facts = self.facts(columns, row);
            let settled = self.settled(&facts);
            let mut reader = Reader { tree: &self.tree, facts: &facts, settled, benefits: Vec::new() };
            for (place, output) in self.outputs.iter().enumerate() {
                if self.quick[place].is_some() && !is_slow[at] {
                    continue;
                }
                outputs[place][row] = match reader.read(*output) {
                    Ok(number) => number,
                    Err((missing, stop)) => {
                        faults.push(RowFault { row, output: place, missing, stop });
                        0
                    }
                };
            }
        }
    }

    /// What rows that are read one by one have in common: items that have a value without any column, worked
    /// out when the first such row comes.
    fn settled(&self, first: &Facts) -> &Settled {
        self.settled.get_or_init(|| {
            let mut row = Evaluator::new(&self.tree, first.clone(), false);
            for output in &self.outputs {
                if let Output::Owed(item) | Output::Defined(item) = output {
                    // A stop shows again when the row itself is read.
                    let _ = row.item(*item);
                }
            }
            let mut tree = self.tree.clone();
            for column in &self.columns {
                tree.facts[*column].default = None;
            }
            let mut common = Evaluator::new(&tree, self.constants.clone(), false);
            common.unknown.clone_from(&self.columns);
            for item in row.into_settled().into_keys() {
                let _ = common.item(item);
            }
            common.into_settled()
        })
    }

    fn facts(&self, columns: &[Column<'_>], row: usize) -> Facts {
        let mut facts = self.constants.clone();
        for (column, fact) in columns.iter().zip(&self.columns) {
            let ty = self.tree.facts[*fact].ty;
            let value = match column {
                Column::Known(numbers) => from_whole(&self.tree, numbers[row], ty),
                Column::Partly(numbers, known) => {
                    known[row].then(|| from_whole(&self.tree, numbers[row], ty)).flatten()
                }
                Column::Values(values) => values[row].clone(),
            };
            facts.put(*fact, value);
        }
        facts
    }
}

/// The value behind a number of a column.
pub(super) fn from_whole(tree: &Tree, number: i64, ty: Type) -> Option<Value> {
    Some(match ty {
        Type::Money => Value::Number(Exact::fraction(
            i128::from(number),
            10_i128.pow(tree.jurisdiction.decimals.min(9)),
        )?),
        Type::Rate | Type::Count => Value::whole(number),
        Type::YesNo => Value::YesNo(number != 0),
        Type::Day => Value::Day(Day::from_epoch_days(i32::try_from(number).ok()?)?),
        Type::Month => Value::Month(Month::from_index(i32::try_from(number).ok()?)?),
        Type::Kind(kind) => {
            let option = usize::try_from(number).ok().filter(|at| *at < tree.kinds[kind].options.len())?;
            Value::Option(option as u16)
        }
        Type::List(_) => return None,
    })
}

type Read = Result<i64, (Vec<usize>, Stop)>;

/// One row; a benefit is worked out once for all its components.
struct Reader<'a> {
    tree: &'a Tree,
    facts: &'a Facts,
    settled: &'a Settled,
    benefits: Vec<(usize, Benefit)>,
}

impl Reader<'_> {
    fn read(&mut self, output: Output) -> Read {
        match output {
            Output::Owed(item) | Output::Defined(item) => self.item(item, matches!(output, Output::Owed(_))),
            Output::Component(item) => {
                let Target::Component { benefit, .. } = self.tree.items[item].target else { return Ok(0) };
                let tree = self.tree;
                let answer = self.benefit(benefit)?;
                let component = answer.components.iter().find(|component| component.item == item);
                let total = component.map_or_else(Exact::zero, explain::Component::total);
                coins(tree, &Value::Number(total), Type::Money)
            }
            Output::Refusal(benefit) => {
                let order = requirements(self.tree, benefit);
                let answer = explain::eligibility(self.tree, self.facts, benefit, false);
                answered(&answer)?;
                let refused =
                    answer.refusal.as_ref().and_then(|(item, ..)| order.iter().position(|at| at == item));
                Ok(refused.map_or(0, |at| at as i64 + 1))
            }
        }
    }

    fn item(&self, item: usize, may_be_absent: bool) -> Read {
        let ty = self.tree.items[item].ty;
        let mut evaluator = Evaluator::knowing(self.tree, self.facts.clone(), self.settled.clone());
        match evaluator.item(item) {
            Ok(Some(value)) => coins(self.tree, &value, ty),
            Ok(None) if may_be_absent => Ok(0),
            Ok(None) => Err((Vec::new(), no_rule())),
            Err(stop) => Err((evaluator.missing.into_iter().collect(), stop)),
        }
    }

    fn benefit(&mut self, wanted: usize) -> Result<&Benefit, (Vec<usize>, Stop)> {
        let at = match self.benefits.iter().position(|(benefit, _)| *benefit == wanted) {
            Some(at) => at,
            None => {
                self.benefits.push((wanted, explain::benefit(self.tree, self.facts, wanted, false)));
                self.benefits.len() - 1
            }
        };
        let answer = &self.benefits[at].1;
        answered(answer)?;
        Ok(answer)
    }
}

/// A refusal is an answer; anything left open is not.
fn answered(answer: &Benefit) -> Result<(), (Vec<usize>, Stop)> {
    if answer.refusal.is_some() {
        return Ok(());
    }
    if let Some((_, stop)) = answer.stops.first() {
        return Err((Vec::new(), stop.clone()));
    }
    if answer.missing.is_empty() {
        Ok(())
    } else {
        Err((answer.missing.iter().copied().collect(), Stop::Missing))
    }
}

fn coins(tree: &Tree, value: &Value, ty: Type) -> Read {
    whole(tree, value, ty).ok_or_else(|| {
        let words = Words {
            id: "nilainya bukan bilangan bulat yang muat di kolom".to_owned(),
            en: "its value is not a whole number that fits a column".to_owned(),
        };
        (Vec::new(), Stop::Outside { words, span: None, cell: None })
    })
}

fn no_rule() -> Stop {
    let words = Words {
        id: "tidak ada aturan untuk keadaan ini".to_owned(),
        en: "no rule applies in this case".to_owned(),
    };
    Stop::Outside { words, span: None, cell: None }
}
