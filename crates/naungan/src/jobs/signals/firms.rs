//! Employers whose reports look as if they left something out: wages too low, all the same or falling, and a
//! size that keeps programmes away.

use std::collections::BTreeMap;

use anyhow::Result;
use base::Month;
use scheme::id::PayerId;
use scheme::memberships::{Segment, pack, unpack};
use store::Unit;
use store::queries::signs::{self, Earner};

use super::spread::{Spread, amount, value};
use super::{Found, minimum};
use crate::books::correct::lines_of;
use crate::office::Desk;

/// Of fewer people, one wage for nearly all is no wonder.
const STAFF_MIN: u64 = 10;
/// Nearly all, in hundredths.
const NEARLY_ALL: u64 = 80;
/// A fall of wages of a part of the staff in hundredths, or of fewer, is a matter of single people.
const FELL_MIN: u64 = 20;
/// From how many people on the statistics office counts an establishment as larger, from the largest down.
const SIZES: [(u64, &str); 3] = [(100, "large"), (20, "medium"), (5, "small")];

/// What is counted of one employer; nothing is kept of who earns it.
struct Firm {
    payer: PayerId,
    province: String,
    facts: String,
    /// Somebody who works there, for what the law asks of one like her.
    one: String,
    staff: u64,
    wages: i64,
    /// How many earn how much.
    counts: BTreeMap<i64, u64>,
    fell: u64,
    fall: i64,
}

/// Looks at every employer of an office.
pub(super) fn look(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    month: Month,
    spread: &Spread,
    found: &mut Found,
) -> Result<()> {
    let mut suspects = Vec::new();
    let mut now: Option<Firm> = None;
    signs::each_earner(unit, Some(found.branch), month, &mut |earner| {
        if now.as_ref().is_none_or(|firm| firm.payer != earner.payer) {
            suspects.extend(now.replace(Firm::new(earner)).and_then(|firm| firm.seen(month, spread)));
        }
        if let Some(firm) = &mut now {
            firm.add(earner);
        }
        Ok(())
    })?;
    suspects.extend(now.and_then(|firm| firm.seen(month, spread)));
    for suspect in suspects {
        suspect.tell(unit, desk, month, found)?;
    }
    Ok(())
}

/// A kind of signal, the wages that would be missing, what there is to say.
type Sign = (&'static str, i64, Vec<(&'static str, String)>);

/// An employer of whom something is to be said.
struct Suspect {
    payer: PayerId,
    facts: String,
    one: String,
    staff: u64,
    wages: i64,
    signs: Vec<Sign>,
    /// The size it looks like, where it says that it is smaller.
    size: Option<&'static str>,
}

impl Firm {
    fn new(earner: &Earner<'_>) -> Firm {
        Firm {
            payer: earner.payer,
            province: earner.province.to_owned(),
            facts: earner.payer_facts.to_owned(),
            one: String::new(),
            staff: 0,
            wages: 0,
            counts: BTreeMap::new(),
            fell: 0,
            fall: 0,
        }
    }

    fn add(&mut self, earner: &Earner<'_>) {
        let Some(wage) = amount(earner.facts, "wage") else { return };
        if self.one.is_empty() {
            earner.facts.clone_into(&mut self.one);
        }
        self.staff += 1;
        self.wages += wage;
        *self.counts.entry(wage).or_default() += 1;
        let before = earner.before.and_then(|before| amount(before, "wage"));
        if let Some(before) = before.filter(|before| *before > wage) {
            self.fell += 1;
            self.fall += before - wage;
        }
    }

    /// What is to be said of it, if anything is.
    fn seen(self, month: Month, spread: &Spread) -> Option<Suspect> {
        let mut signs = Vec::new();
        let people = self.staff.to_string();
        if let Some(least) = minimum::wage(&self.province, month.year()) {
            let at: u64 = self.counts.range(..=least).map(|(_, people)| people).sum();
            let lacking: i64 =
                self.counts.range(..least).map(|(wage, people)| (least - wage) * *people as i64).sum();
            if at > 0 {
                let facts =
                    vec![("people", at.to_string()), ("staff", people.clone()), ("least", least.to_string())];
                signs.push(("wage_minimum", lacking, facts));
            }
        }
        let (wage, same) = self.counts.iter().max_by_key(|(_, people)| **people)?;
        if self.staff >= STAFF_MIN && same * 100 > self.staff * NEARLY_ALL {
            let facts =
                vec![("people", same.to_string()), ("staff", people.clone()), ("wage", wage.to_string())];
            signs.push(("wage_same", 0, facts));
        }
        if let Some(tenth) = spread.tenth(&self.facts, &self.province)
            && self.median() < tenth
        {
            let lacking = (tenth - self.median()) * self.staff as i64;
            let facts = vec![("median", self.median().to_string()), ("tenth", tenth.to_string())];
            signs.push(("wage_low", lacking, facts));
        }
        if self.fell * 100 >= self.staff * FELL_MIN && self.fell > 0 {
            let facts = vec![("people", self.fell.to_string()), ("fall", self.fall.to_string())];
            signs.push(("wage_fall", self.fall, facts));
        }
        let size = self.larger();
        if signs.is_empty() && size.is_none() {
            return None;
        }
        let Firm { payer, facts, one, staff, wages, .. } = self;
        Some(Suspect { payer, facts, one, staff, wages, signs, size })
    }

    fn median(&self) -> i64 {
        let mut below = 0;
        let middle = self.counts.iter().find(|(_, people)| {
            below += **people;
            below * 2 >= self.staff
        });
        middle.map_or(0, |(wage, _)| *wage)
    }

    /// The size that its people speak for, where it says that it is smaller.
    fn larger(&self) -> Option<&'static str> {
        let said = value(&self.facts, "enterprise_size")?;
        let rank = |name: &str| SIZES.iter().rev().position(|(_, size)| *size == name).map_or(0, |at| at + 1);
        let (_, like) = SIZES.iter().find(|(least, _)| self.staff >= *least)?;
        (rank(like) > rank(said)).then_some(*like)
    }
}

impl Suspect {
    fn tell(&self, unit: &mut Unit<'_>, desk: &Desk<'_>, month: Month, found: &mut Found) -> Result<()> {
        let subject = (self.payer.0, None);
        let since = month.first_day();
        // What was billed on these wages says what is missing with the wages that are.
        let billed = i128::from(signs::billed(unit, self.payer, month)?);
        for (kind, lacking, facts) in &self.signs {
            let worth = billed * i128::from(*lacking) / i128::from(self.wages.max(1));
            found.add(kind, subject, i64::try_from(worth)?, since, facts);
        }
        if let Some(size) = self.size
            && let Some((programmes, worth)) = self.lacking(desk, month, size)
        {
            let facts = [
                ("people", self.staff.to_string()),
                ("size", size.to_owned()),
                ("said", value(&self.facts, "enterprise_size").unwrap_or_default().to_owned()),
                ("programmes", programmes),
            ];
            found.add("programmes", subject, worth, since, &facts);
        }
        Ok(())
    }

    /// Programmes that the law asks of an employer of that size and not of this one, and what they come to;
    /// the law is asked for one person and taken for all by their wages.
    fn lacking(&self, desk: &Desk<'_>, month: Month, size: &str) -> Option<(String, i64)> {
        let larger: Vec<(String, String)> = unpack(&self.facts)
            .map(|(name, value)| {
                let value = if name == "enterprise_size" { size } else { value };
                (name.to_owned(), value.to_owned())
            })
            .collect();
        let segment = Segment::WageEarner.name();
        // Where the law cannot say what one owes, a run says so, and not this list.
        let now = lines_of(desk, segment, &self.one, &self.facts, month).ok()?;
        let then = lines_of(desk, segment, &self.one, &pack(&larger), month).ok()?;
        let before = now.by_programme();
        let is_new = |name: &str| before.iter().all(|(known, amount)| known != name || *amount == 0);
        let more: Vec<_> =
            then.by_programme().into_iter().filter(|(name, amount)| *amount > 0 && is_new(name)).collect();
        let names: Vec<&str> = more.iter().map(|(name, _)| name.as_str()).collect();
        let of_one: i64 = more.iter().map(|(_, amount)| *amount).sum();
        let wage = amount(&self.one, "wage").filter(|wage| *wage > 0)?;
        let worth = i128::from(of_one) * i128::from(self.wages) / i128::from(wage);
        (!names.is_empty()).then_some((names.join(", "), i64::try_from(worth).ok()?))
    }
}
