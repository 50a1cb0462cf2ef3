//! Examples in the law: facts given, figures that must come out of both readers.

use base::{Citation, Confidence, Day, Exact};

use crate::complaint::Complaint;
use crate::facts::{FactFault, Facts};
use crate::parse::first_day;
use crate::source::{Placed, SourceFile, Span};
use crate::table;
use crate::tree::{KeyKind, Named, Target, Tree};
use crate::value::{self, Type, Value};

/// An example block.
#[derive(Clone, Debug)]
pub struct Example {
    /// Its first line.
    pub title: String,
    /// The provision it stands in.
    pub provision: usize,
    /// Who published it, if it was published.
    pub source: Option<String>,
    /// What is known about the person.
    pub facts: Facts,
    /// Values put in place of the law's.
    pub assumptions: Vec<Assumption>,
    /// What must come out.
    pub expectations: Vec<(Expectation, Span)>,
    /// The block's place.
    pub span: Span,
}

/// A value put in place of the law's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Assumption {
    /// A cell: table, keys, date of a version of its own, value.
    Cell {
        /// Index of the table.
        table: usize,
        /// Its keys.
        keys: Vec<Value>,
        /// First day of a version of its own.
        from: Option<Day>,
        /// The value put there.
        value: Value,
    },
    /// No holidays.
    NoHolidays,
}

/// What must come out.
#[derive(Clone, Debug)]
pub enum Expectation {
    /// A contribution; `None` for "nothing owed".
    Line {
        /// Index of the programme.
        programme: usize,
        /// Index of the payer.
        payer: usize,
        /// The amount, if any.
        amount: Option<Exact>,
    },
    /// Money moved; `None` for "nothing moved".
    Move {
        /// Index of the programme.
        programme: usize,
        /// Index of the fund money leaves.
        fund: usize,
        /// The amount, if any.
        amount: Option<Exact>,
    },
    /// What a fund has after moves.
    Fund(usize, Exact),
    /// What one payer owes, or all.
    Total(Option<usize>, Exact),
    /// A definition.
    Defined(usize, Value),
    /// A component: all of it, or one payment; `None` for "not paid".
    Component {
        /// Index of the item.
        item: usize,
        /// Which payment, from 1; all of them otherwise.
        payment: Option<usize>,
        /// The amount, if any.
        amount: Option<Exact>,
    },
    /// All components of a benefit.
    BenefitTotal(usize, Exact),
    /// A benefit refused by this condition.
    Refused(usize, usize),
    /// A benefit whose conditions all hold.
    Accepted(usize),
    /// A fact that has to be asked for, by the contributions or by this item or benefit.
    Missing(usize, Asked),
    /// A question outside the law.
    Error(Asked),
}

/// What is asked in an expectation that names no figure.
#[derive(Clone, Copy, Debug)]
pub enum Asked {
    /// The contributions of the segment.
    Contribution,
    /// A definition.
    Definition(usize),
    /// A benefit.
    Benefit(usize),
}

/// What stands for the instrument of a value put in place of the law's.
pub const ASSUMED: &str = "assumption";

/// Reads one example block.
pub(crate) fn read(
    place: Span,
    files: &[SourceFile],
    tree: &Tree,
    provision: usize,
) -> Result<Example, Complaint> {
    let mut lines = lines(place, files).into_iter();
    let title = lines
        .next()
        .ok_or_else(|| Complaint::new("empty", "this example is empty", place, "here").help(FORM))?;
    let mut example = Example {
        title: title.text,
        provision,
        source: None,
        facts: Facts::new(tree),
        assumptions: Vec::new(),
        expectations: Vec::new(),
        span: place,
    };
    for line in lines {
        read_line(&line, tree, &mut example)?;
    }
    if example.expectations.is_empty() {
        return Err(Complaint::new("empty", "this example expects nothing", place, "here").help(FORM));
    }
    Ok(example)
}

const FORM: &str =
    "write a title, then a line for each fact, then what must come out: `→ jkk employer 13_752`";

fn lines(place: Span, files: &[SourceFile]) -> Vec<Placed> {
    let mut at = place.start as usize;
    let mut lines = Vec::new();
    for line in place.text(files).split_inclusive('\n') {
        let trimmed = line.trim();
        if !trimmed.is_empty() {
            let start = at + (trimmed.as_ptr() as usize - line.as_ptr() as usize);
            lines.push(Placed {
                text: trimmed.to_owned(),
                span: Span::new(place.file as usize, start, start + trimmed.len()),
            });
        }
        at += line.len();
    }
    lines
}

fn read_line(line: &Placed, tree: &Tree, example: &mut Example) -> Result<(), Complaint> {
    if let Some(wanted) = line.text.strip_prefix('→').or_else(|| line.text.strip_prefix("->")) {
        let words = before_comment(wanted.trim());
        let expectation = expectation(&words, tree).map_err(|problem| refuse(line, &problem))?;
        example.expectations.push((expectation, line.span));
        return Ok(());
    }
    let (name, rest) = line.text.split_once(char::is_whitespace).unwrap_or((&line.text, ""));
    match name {
        "source" => {
            example.source = Some(rest.trim().to_owned());
            Ok(())
        }
        "assume" => {
            let assumption =
                assumption(&before_comment(rest.trim()), tree).map_err(|problem| refuse(line, &problem))?;
            example.assumptions.push(assumption);
            Ok(())
        }
        _ => {
            let text = before_comment(rest.trim());
            example
                .facts
                .set(tree, name, &text)
                .map_err(|fault: FactFault| refuse(line, &format!("`{}`: {}", fault.name, fault.words.en)))
        }
    }
}

fn refuse(line: &Placed, problem: &str) -> Complaint {
    Complaint::new("bad-example", problem.to_owned(), line.span, "in this line")
        .help("law/README.md shows the lines an example can have")
}

/// The text up to two spaces; what follows is for people.
fn before_comment(text: &str) -> String {
    text.split("  ").next().unwrap_or("").trim().to_owned()
}

/// `inflation[2015] 7.00`, `jp_wage_ceiling[2016-01] 7_400_000`, `holidays none`
pub(crate) fn assumption(text: &str, tree: &Tree) -> Result<Assumption, String> {
    if text == "holidays none" {
        return Ok(Assumption::NoHolidays);
    }
    let (place, value) = text.rsplit_once([' ', '=']).ok_or("write `assume TABLE[KEY] VALUE`")?;
    let (name, keys) = match place.trim().split_once('[') {
        Some((name, keys)) => (name, keys.trim_end_matches(']')),
        None => (place.trim(), ""),
    };
    let at = *tree.names.tables.get(name).ok_or_else(|| format!("there is no table `{name}`"))?;
    let table = &tree.tables[at];
    let value = table::assumed(value, table.unit, tree.options(table.unit))?;
    let mut texts: Vec<&str> = keys.split(',').map(str::trim).filter(|key| !key.is_empty()).collect();
    let from = if texts.len() == table.keys.len() + 1 { texts.pop() } else { None };
    if texts.len() != table.keys.len() {
        return Err(format!("`{name}` has {} keys", table.keys.len()));
    }
    let from =
        from.map(|text| first_day(text).ok_or_else(|| format!("`{text}` is not a date"))).transpose()?;
    let keys = texts
        .iter()
        .zip(&table.keys)
        .map(|(text, (kind, _))| match kind {
            KeyKind::Kind(kind) => table::assumed(text, Type::Kind(*kind), &tree.kinds[*kind].options),
            _ => table::assumed(text, Type::Count, &[]),
        })
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Assumption::Cell { table: at, keys, from, value })
}

/// Where an assumption puts its value, in the one form in which it is written down: `jht_rate[2024]`,
/// `jp_wage_ceiling[2016-01]`. Nothing for what is no cell, or has a key that is not whole.
pub(crate) fn place_of(assumption: &Assumption, tree: &Tree) -> Option<String> {
    let Assumption::Cell { table, keys, from, .. } = assumption else { return None };
    let table = &tree.tables[*table];
    let mut parts = Vec::new();
    for (key, (kind, _)) in keys.iter().zip(&table.keys) {
        parts.push(match (key, kind) {
            (Value::Option(at), KeyKind::Kind(kind)) => {
                tree.kinds[*kind].options.get(usize::from(*at))?.clone()
            }
            (Value::Number(number), _) => number.to_i64()?.to_string(),
            _ => return None,
        });
    }
    parts.extend(from.map(|from| match from.day_of_month() {
        1 => from.month().to_string(),
        _ => from.to_string(),
    }));
    Some(if parts.is_empty() { table.name.clone() } else { format!("{}[{}]", table.name, parts.join(", ")) })
}

/// The tree with values put in place of the law's.
pub(crate) fn assume(tree: &Tree, assumptions: &[Assumption]) -> Tree {
    let mut tree = tree.clone();
    for assumption in assumptions {
        match assumption {
            Assumption::NoHolidays => {
                tree.jurisdiction.calendar = tree.jurisdiction.calendar.without_holidays();
            }
            Assumption::Cell { table, keys, from, value } => {
                let checked =
                    tree.provisions.first().map_or(tree.jurisdiction.known.0, |p| p.citation.checked);
                let cited = Citation {
                    instrument: ASSUMED.to_owned(),
                    in_indonesian: String::new(),
                    checked,
                    confidence: Confidence::A,
                };
                tree.tables[*table].assume(keys, *from, value, &cited);
            }
        }
    }
    tree
}

fn number(text: &str) -> Result<Exact, String> {
    match value::parse_number(text) {
        Some((number, false)) => Ok(number),
        _ => Err(format!("`{text}` is not an amount")),
    }
}

fn place(all: &[Named], name: &str) -> Option<usize> {
    all.iter().position(|named| named.name == name)
}

fn expectation(text: &str, tree: &Tree) -> Result<Expectation, String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let land = &tree.jurisdiction;
    match words.as_slice() {
        ["total", amount] => Ok(Expectation::Total(None, number(amount)?)),
        ["total", payer, amount] => {
            let payer = place(&land.payers, payer).ok_or_else(|| format!("there is no payer `{payer}`"))?;
            Ok(Expectation::Total(Some(payer), number(amount)?))
        }
        ["fund", fund, amount] => {
            let fund = place(&land.funds, fund).ok_or_else(|| format!("there is no fund `{fund}`"))?;
            Ok(Expectation::Fund(fund, number(amount)?))
        }
        ["missing", fact, asked @ ..] => {
            let fact = crate::facts::find(tree, fact)
                .map_err(|fault| format!("{}: {}", fault.name, fault.words.en))?;
            Ok(Expectation::Missing(fact, asked_for(asked, tree)?))
        }
        ["error", asked @ ..] => Ok(Expectation::Error(asked_for(asked, tree)?)),
        ["no", programme, "from", fund] => moved(programme, fund, None, tree),
        ["no", programme, other] => amount(programme, other, None, tree),
        [benefit, "no", component] => component_of(benefit, component, None, None, tree),
        [name, value, "%"] => defined(name, &format!("{value} %"), tree),
        [programme, "from", fund, value] => moved(programme, fund, Some(number(value)?), tree),
        [benefit, "refused", condition] => {
            let benefit =
                place(&land.benefits, benefit).ok_or_else(|| format!("there is no benefit `{benefit}`"))?;
            let target = Target::Requirement { benefit, name: (*condition).to_owned() };
            let item =
                tree.item(&target).ok_or_else(|| format!("this benefit has no condition `{condition}`"))?;
            Ok(Expectation::Refused(benefit, item))
        }
        [benefit, "accepted"] => Ok(Expectation::Accepted(
            place(&land.benefits, benefit).ok_or_else(|| format!("there is no benefit `{benefit}`"))?,
        )),
        [benefit, "total", value] => {
            let benefit =
                place(&land.benefits, benefit).ok_or_else(|| format!("there is no benefit `{benefit}`"))?;
            Ok(Expectation::BenefitTotal(benefit, number(value)?))
        }
        [benefit, component, payment, value] if payment.starts_with('[') => {
            let payment = payment
                .trim_matches(['[', ']'])
                .parse()
                .map_err(|_| "`[3]` is the third payment".to_owned())?;
            component_of(benefit, component, Some(payment), Some(number(value)?), tree)
        }
        [first, second, value] => amount(first, second, Some(number(value)?), tree),
        [name, value] => defined(name, value, tree),
        _ => Err("this expectation has no form that is known".to_owned()),
    }
}

fn defined(name: &str, value: &str, tree: &Tree) -> Result<Expectation, String> {
    let item = *tree.names.definitions.get(name).ok_or_else(|| format!("there is no definition `{name}`"))?;
    let ty = tree.items[item].ty;
    Ok(Expectation::Defined(item, value::parse(value, ty, tree.options(ty))?))
}

fn asked_for(words: &[&str], tree: &Tree) -> Result<Asked, String> {
    match words {
        [] => Ok(Asked::Contribution),
        [name] => {
            if let Some(item) = tree.names.definitions.get(*name) {
                return Ok(Asked::Definition(*item));
            }
            let benefit = place(&tree.jurisdiction.benefits, name);
            benefit
                .map(Asked::Benefit)
                .ok_or_else(|| format!("`{name}` is neither a definition nor a benefit"))
        }
        _ => Err("name one definition or benefit".to_owned()),
    }
}

fn moved(programme: &str, fund: &str, amount: Option<Exact>, tree: &Tree) -> Result<Expectation, String> {
    let programme = place(&tree.jurisdiction.programmes, programme)
        .ok_or_else(|| format!("there is no programme `{programme}`"))?;
    let fund = place(&tree.jurisdiction.funds, fund).ok_or_else(|| format!("there is no fund `{fund}`"))?;
    Ok(Expectation::Move { programme, fund, amount })
}

/// `jkk employer N` is a contribution, `jkm grant N` a component.
fn amount(first: &str, second: &str, amount: Option<Exact>, tree: &Tree) -> Result<Expectation, String> {
    let land = &tree.jurisdiction;
    if let (Some(programme), Some(payer)) = (place(&land.programmes, first), place(&land.payers, second)) {
        return Ok(Expectation::Line { programme, payer, amount });
    }
    component_of(first, second, None, amount, tree)
}

fn component_of(
    benefit: &str,
    component: &str,
    payment: Option<usize>,
    amount: Option<Exact>,
    tree: &Tree,
) -> Result<Expectation, String> {
    let at = place(&tree.jurisdiction.benefits, benefit)
        .ok_or_else(|| format!("there is no programme or benefit `{benefit}`"))?;
    let target = Target::Component { benefit: at, name: component.to_owned() };
    let item =
        tree.item(&target).ok_or_else(|| format!("`{benefit}` has no payer or component `{component}`"))?;
    Ok(Expectation::Component { item, payment, amount })
}
