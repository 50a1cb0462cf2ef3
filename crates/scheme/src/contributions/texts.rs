//! Facts as people write them, read to the numbers that columns hold.

use base::{Day, Month};
use rules::columns::whole;
use rules::facts::{FactFault, Facts};
use rules::tree::{Fact, Tree};
use rules::value::Type;

/// How the texts of one fact are read.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    pub(super) fact: usize,
    quick: Quick,
}

/// What can be read without asking the law's own reader.
#[derive(Clone, Debug)]
enum Quick {
    /// Plain digits; the factor makes them coins, the limits are in coins.
    Digits {
        factor: i64,
        least: i64,
        most: i64,
    },
    /// Whole words, by place.
    Words(Vec<String>),
    Day,
    Month,
    No,
}

/// More digits than this are left to the law's reader: they may not fit.
const DIGITS_MAX: usize = 15;

impl Reading {
    pub(super) fn of(tree: &Tree, fact: usize) -> Self {
        let declared = &tree.facts[fact];
        let quick = match declared.ty {
            Type::Money => digits(declared, 10_i64.pow(tree.jurisdiction.decimals)),
            Type::Count => digits(declared, 1),
            Type::YesNo => Quick::Words(vec!["no".to_owned(), "yes".to_owned()]),
            Type::Kind(_) => Quick::Words(tree.options(declared.ty).to_vec()),
            Type::Day => Quick::Day,
            Type::Month => Quick::Month,
            Type::Rate | Type::List(_) => Quick::No,
        };
        Self { fact, quick }
    }

    /// Whether its values are numbers of a column at all.
    pub(super) fn is_whole(&self) -> bool {
        !matches!(self.quick, Quick::No)
    }

    /// The number of a text: quickly where it is written plainly, else as the law's reader has it.
    pub(super) fn read(&self, tree: &Tree, text: &str) -> Result<i64, FactFault> {
        if let Some(number) = self.quick(text) {
            return Ok(number);
        }
        let mut facts = Facts::new(tree);
        let declared = &tree.facts[self.fact];
        facts.set(tree, &declared.name, text)?;
        let number = facts.get(self.fact).and_then(|value| whole(tree, value, declared.ty));
        number.ok_or_else(|| FactFault {
            name: declared.name.clone(),
            words: rules::tree::Words {
                id: format!("`{text}` tidak muat di kolom"),
                en: format!("`{text}` does not fit a column"),
            },
        })
    }

    fn quick(&self, text: &str) -> Option<i64> {
        match &self.quick {
            Quick::Digits { factor, least, most } => {
                let plain =
                    (1..=DIGITS_MAX).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
                let number =
                    if plain { text.parse::<i64>().ok()?.checked_mul(*factor)? } else { return None };
                (number >= *least && number <= *most).then_some(number)
            }
            Quick::Words(words) => words.iter().position(|word| word == text).map(|at| at as i64),
            Quick::Day => text.parse::<Day>().ok().map(|day| i64::from(day.epoch_days())),
            Quick::Month => text.parse::<Month>().ok().map(|month| i64::from(month.index())),
            Quick::No => None,
        }
    }
}

/// Numbers within the law's limits, in coins; whatever lies outside is the slow reader's to refuse.
fn digits(fact: &Fact, factor: i64) -> Quick {
    let limits = match &fact.limits {
        None => Some((0, i64::MAX)),
        Some((least, most)) => least
            .to_i64()
            .zip(most.to_i64())
            .and_then(|(least, most)| least.checked_mul(factor).zip(most.checked_mul(factor))),
    };
    limits.map_or(Quick::No, |(least, most)| Quick::Digits { factor, least, most })
}
