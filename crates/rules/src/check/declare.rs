//! First pass over the rules: every target by name, so that rules may refer to one another in any order.

use super::lower::instead;
use super::{PlacedBlock, own_citation};
use crate::complaint::Complaint;
use crate::formula::{Block, Head, Statement};
use crate::source::{Placed, Span};
use crate::tree::{Item, Named, Target, Tree, Words};
use crate::value::Type;
use crate::vocabulary::Vocabulary;

/// A statement that has found its items and its citation.
pub(crate) struct Declared<'a> {
    pub(crate) statement: &'a Statement,
    pub(crate) block: &'a Block,
    pub(crate) provision: usize,
    pub(crate) citation: base::Citation,
    /// The item, or for an exception to all payers each of them.
    pub(crate) items: Vec<usize>,
}

/// Registers all targets, then finds what exceptions refer to.
pub(crate) fn declare<'a>(
    blocks: &'a [PlacedBlock],
    vocabulary: &Vocabulary,
    tree: &mut Tree,
    complaints: &mut Vec<Complaint>,
) -> Vec<Declared<'a>> {
    let mut declared = Vec::new();
    for exceptions in [false, true] {
        for placed in blocks {
            let citation = match placed.block.header.source.as_ref().map(own_citation).transpose() {
                Ok(own) => own.unwrap_or_else(|| tree.provisions[placed.provision].citation.clone()),
                Err(complaint) => {
                    if !exceptions {
                        complaints.push(complaint);
                    }
                    continue;
                }
            };
            for statement in placed.block.statements.iter().filter(|s| s.exception.is_some() == exceptions) {
                let found = if exceptions { find(statement, tree) } else { add(statement, vocabulary, tree) };
                match found {
                    Ok(items) => declared.push(Declared {
                        statement,
                        block: &placed.block,
                        provision: placed.provision,
                        citation: citation.clone(),
                        items,
                    }),
                    Err(complaint) => complaints.push(complaint),
                }
            }
        }
    }
    declared
}

fn add(statement: &Statement, vocabulary: &Vocabulary, tree: &mut Tree) -> Result<Vec<usize>, Complaint> {
    let (target, ty) = target(&statement.head, vocabulary, tree)?;
    if let Some(at) = tree.item(&target) {
        if tree.items[at].ty != ty {
            let place = statement.place;
            return Err(Complaint::new(
                "unit",
                "two rules give this name values of different types",
                place,
                "this one differs",
            )
            .help("one name has one type"));
        }
        return Ok(vec![at]);
    }
    let words = match &target {
        Target::Definition(name) | Target::Component { name, .. } | Target::Requirement { name, .. } => {
            vocabulary.words.get(name).cloned().unwrap_or_default()
        }
        Target::Line { programme, .. } | Target::Move { programme, .. } => {
            tree.jurisdiction.programmes[*programme].words.clone()
        }
    };
    if let Target::Definition(name) = &target {
        clash(name, statement.place, tree)?;
        tree.names.definitions.insert(name.clone(), tree.items.len());
    }
    tree.items.push(Item { target, ty, clauses: Vec::new(), exceptions: Vec::new(), words });
    Ok(vec![tree.items.len() - 1])
}

/// A definition may not take the name of a fact or a table.
fn clash(name: &str, place: Span, tree: &Tree) -> Result<(), Complaint> {
    let other = tree.names.facts.get(name).map(|at| (tree.facts[*at].span, "a fact"));
    let other = other.or_else(|| tree.names.tables.get(name).map(|at| (tree.tables[*at].span, "a table")));
    let Some((span, what)) = other else { return Ok(()) };
    Err(Complaint::new("twice", format!("`{name}` is already {what}"), place, "defined again here")
        .and(span, "first here")
        .help("give the definition another name"))
}

fn target(head: &Head, vocabulary: &Vocabulary, tree: &Tree) -> Result<(Target, Type), Complaint> {
    let land = &tree.jurisdiction;
    Ok(match head {
        Head::Owes { segment, programme, payer } => {
            let segment = named(segment, &land.segments, "segment")?;
            let programme = named(programme, &land.programmes, "programme")?;
            let payer = payer.as_ref().map_or(Ok(0), |payer| named(payer, &land.payers, "payer"))?;
            (Target::Line { segment, programme, payer }, Type::Money)
        }
        Head::Moves { segment, programme, fund } => {
            let segment = named(segment, &land.segments, "segment")?;
            let programme = named(programme, &land.programmes, "programme")?;
            let fund = named(fund, &land.funds, "fund")?;
            (Target::Move { segment, programme, fund }, Type::Money)
        }
        Head::Is { name, ty } => {
            let ty = ty.as_ref().ok_or_else(|| {
                Complaint::new("syntax", "a definition needs a type", name.span, "here")
                    .help("write `name is money: …`")
            })?;
            let value =
                vocabulary.ty(&ty.text).filter(|ty| !matches!(ty, Type::List(_))).ok_or_else(|| {
                    Complaint::new(
                        "unknown-type",
                        format!("there is no type `{}`", ty.text),
                        ty.span,
                        "not a type",
                    )
                    .help("a type is money, rate, count, yes/no, date, month or the name of a kind")
                })?;
            (Target::Definition(name.text.clone()), value)
        }
        Head::Pays { benefit, component, .. } => {
            let benefit = named(benefit, &land.benefits, "benefit")?;
            (Target::Component { benefit, name: component.text.clone() }, Type::Money)
        }
        Head::Requires { benefit, condition } => {
            let benefit = named(benefit, &land.benefits, "benefit")?;
            (Target::Requirement { benefit, name: condition.text.clone() }, Type::YesNo)
        }
    })
}

pub(crate) fn named(place: &Placed, all: &[Named], what: &str) -> Result<usize, Complaint> {
    all.iter().position(|named| named.name == place.text).ok_or_else(|| {
        Complaint::new(
            "unknown-name",
            format!("there is no {what} `{}`", place.text),
            place.span,
            "not known",
        )
        .help(instead(&place.text, all.iter().map(|named| named.name.as_str())))
    })
}

/// The items an exception refers to.
fn find(statement: &Statement, tree: &Tree) -> Result<Vec<usize>, Complaint> {
    let land = &tree.jurisdiction;
    let items: Vec<usize> = match &statement.head {
        Head::Owes { segment, programme, payer } => {
            let wanted_segment = named(segment, &land.segments, "segment")?;
            let wanted = named(programme, &land.programmes, "programme")?;
            let wanted_payer = payer.as_ref().map(|payer| named(payer, &land.payers, "payer")).transpose()?;
            let of_payer = |payer: usize| wanted_payer.is_none_or(|wanted| wanted == payer);
            let is_it = |target: &Target| {
                matches!(target, Target::Line { segment, programme, payer }
                    if *segment == wanted_segment && *programme == wanted && of_payer(*payer))
            };
            tree.items.iter().enumerate().filter(|(_, item)| is_it(&item.target)).map(|(at, _)| at).collect()
        }
        Head::Moves { segment, programme, fund } => {
            let segment = named(segment, &land.segments, "segment")?;
            let programme = named(programme, &land.programmes, "programme")?;
            let fund = named(fund, &land.funds, "fund")?;
            tree.item(&Target::Move { segment, programme, fund }).into_iter().collect()
        }
        Head::Is { name, .. } => tree.names.definitions.get(&name.text).copied().into_iter().collect(),
        Head::Pays { benefit, component, .. } => {
            let benefit = named(benefit, &land.benefits, "benefit")?;
            tree.item(&Target::Component { benefit, name: component.text.clone() }).into_iter().collect()
        }
        Head::Requires { benefit, condition } => {
            let benefit = named(benefit, &land.benefits, "benefit")?;
            tree.item(&Target::Requirement { benefit, name: condition.text.clone() }).into_iter().collect()
        }
    };
    if items.is_empty() {
        return Err(Complaint::new(
            "no-rule",
            "this is an exception to a rule that does not exist",
            statement.place,
            "this one",
        )
        .help("the words after `exception to` are those of the rule it excepts"));
    }
    Ok(items)
}

/// The words of a doubt or reason.
pub(crate) fn words(placed: &Placed) -> Words {
    Words::split(&placed.text)
}
