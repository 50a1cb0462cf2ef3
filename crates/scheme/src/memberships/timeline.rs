//! The months of a membership, as stretches through which nothing changes.

use std::collections::{BTreeMap, BTreeSet};

use base::{Day, Moment, Month};

use crate::facts::{History, Months, Piece, is_own, over};
use crate::id::PayerId;

/// Months of cover with one payer and the same facts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stretch {
    /// Its first month.
    pub from: Month,
    /// The first month after it.
    pub until: Option<Month>,
    /// Who pays: the sponsor where there is one, else the payer of the membership.
    pub payer: PayerId,
    /// The law's facts by name: the person's and the membership's; where both speak, the membership's.
    pub facts: Vec<(String, String)>,
}

impl Stretch {
    /// Its months.
    pub fn months(&self) -> Months {
        Months { from: self.from, until: self.until }
    }
}

/// Months through which the facts of a payer are the same.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PayerStretch {
    /// Its first month.
    pub from: Month,
    /// The first month after it.
    pub until: Option<Month>,
    /// The law's facts by name.
    pub facts: Vec<(String, String)>,
}

/// The stretches of a membership as known at a moment, in order and without overlap.
///
/// `people` are the numbers under which the person is kept: first the one the others were merged into, whose
/// facts come first. A month counts from that of `started` to that of `ended` or `died`, both included.
pub fn timeline(payer: PayerId, membership: &History, people: &[&History], known: Moment) -> Vec<Stretch> {
    let mut names: BTreeMap<&str, Vec<Piece<'_>>> = BTreeMap::new();
    for history in people.iter().rev().copied().chain([membership]) {
        for (name, pieces) in history.known_at(known) {
            let below = names.entry(name).or_default();
            *below = pieces.into_iter().fold(std::mem::take(below), over);
        }
    }
    let mut stretches: Vec<Stretch> = Vec::new();
    for (months, values) in Sweep::new(&names) {
        if !is_active(&values, months.from) {
            continue;
        }
        let payer = values.get("funder").and_then(|number| number.parse().ok()).map_or(payer, PayerId);
        let Months { from, until } = months;
        let next = Stretch { from, until, payer, facts: laws(&values) };
        match stretches.last_mut() {
            Some(last) if last.until == Some(from) && last.payer == payer && last.facts == next.facts => {
                last.until = until;
            }
            _ => stretches.push(next),
        }
    }
    stretches
}

/// The stretches of a payer as known at a moment; months of which nothing is known are left out.
pub fn payer_timeline(payer: &History, known: Moment) -> Vec<PayerStretch> {
    let names = payer.known_at(known);
    let mut stretches: Vec<PayerStretch> = Vec::new();
    for (Months { from, until }, values) in Sweep::new(&names) {
        let facts = laws(&values);
        match stretches.last_mut() {
            Some(last) if last.until == Some(from) && last.facts == facts => last.until = until,
            _ if facts.is_empty() => {}
            _ => stretches.push(PayerStretch { from, until, facts }),
        }
    }
    stretches
}

/// Whether a month with these values is one of cover: begun, and not ended since.
fn is_active(values: &BTreeMap<&str, &str>, month: Month) -> bool {
    let day = |name| values.get(name).and_then(|day| day.parse::<Day>().ok());
    let Some(started) = day("started").filter(|started| started.month() <= month) else { return false };
    let goes_on = |ended: Day| ended < started || ended.month() >= month;
    day("ended").is_none_or(goes_on) && day("died").is_none_or(|died| died.month() >= month)
}

fn laws(values: &BTreeMap<&str, &str>) -> Vec<(String, String)> {
    let laws = values.iter().filter(|(name, _)| !is_own(name));
    laws.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// Goes through the months, from one where something changes to the next.
struct Sweep<'a> {
    names: Vec<(&'a str, &'a [Piece<'a>])>,
    changes: std::iter::Peekable<std::collections::btree_set::IntoIter<Month>>,
}

impl<'a> Sweep<'a> {
    fn new(names: &'a BTreeMap<&'a str, Vec<Piece<'a>>>) -> Self {
        let mut changes = BTreeSet::new();
        for (name, pieces) in names {
            for piece in pieces {
                changes.insert(piece.months.from);
                changes.extend(piece.months.until);
                changes.extend(turn(name, piece.value));
            }
        }
        let names = names.iter().map(|(name, pieces)| (*name, pieces.as_slice())).collect();
        Self { names, changes: changes.into_iter().peekable() }
    }
}

/// The month in which a day of beginning or ending changes who is covered.
fn turn(name: &str, value: &str) -> Option<Month> {
    let month = || value.parse::<Day>().ok().map(Day::month);
    match name {
        "started" => month(),
        "ended" | "died" => month()?.next(),
        _ => None,
    }
}

impl<'a> Iterator for Sweep<'a> {
    type Item = (Months, BTreeMap<&'a str, &'a str>);

    fn next(&mut self) -> Option<Self::Item> {
        let from = self.changes.next()?;
        let until = self.changes.peek().copied();
        let mut values = BTreeMap::new();
        for (name, pieces) in &mut self.names {
            let past =
                pieces.iter().take_while(|piece| piece.months.until.is_some_and(|until| until <= from));
            *pieces = &pieces[past.count()..];
            if let Some(piece) = pieces.first().filter(|piece| piece.months.contains(from)) {
                values.insert(*name, piece.value);
            }
        }
        Some((Months { from, until }, values))
    }
}

/// The months in which two timelines of one membership differ; these have to be assessed again.
pub fn touched(before: &[Stretch], after: &[Stretch]) -> Vec<Months> {
    let mut changes: BTreeSet<Month> = BTreeSet::new();
    for stretch in before.iter().chain(after) {
        changes.insert(stretch.from);
        changes.extend(stretch.until);
    }
    let mut changes = changes.into_iter().peekable();
    let mut touched: Vec<Months> = Vec::new();
    while let Some(from) = changes.next() {
        let until = changes.peek().copied();
        if said(before, from) == said(after, from) {
            continue;
        }
        match touched.last_mut() {
            Some(last) if last.until == Some(from) => last.until = until,
            _ => touched.push(Months { from, until }),
        }
    }
    touched
}

/// What a timeline says of a month.
fn said(stretches: &[Stretch], month: Month) -> Option<(PayerId, &[(String, String)])> {
    let at = stretches.partition_point(|stretch| stretch.from <= month).checked_sub(1)?;
    let stretch = stretches.get(at).filter(|stretch| stretch.months().contains(month))?;
    Some((stretch.payer, &stretch.facts))
}

/// Facts as one text: `name=value;name=value`.
pub fn pack(facts: &[(String, String)]) -> String {
    let mut text =
        String::with_capacity(facts.iter().map(|(name, value)| name.len() + value.len() + 2).sum());
    for (name, value) in facts {
        if !text.is_empty() {
            text.push(';');
        }
        text.push_str(name);
        text.push('=');
        text.push_str(value);
    }
    text
}

/// The facts in such a text.
pub fn unpack(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split(';').filter_map(|pair| pair.split_once('='))
}
