//! Pots and campaigns from their rows: whose money, by which rule, how it stands, what the law says of it.

use anyhow::{Context, Result};
use base::{Moment, Month};
use scheme::id::PayerId;
use scheme::law::{Question, SolidarityLaw};
use scheme::refusal::Refusal;
use scheme::solidarity::campaign::Rule;
use scheme::solidarity::pot::{Given, Standing, Took};
use store::Unit;
use store::queries::campaigns::{self, Campaign};
use store::queries::pots::{self, Pot};
use store::queries::{gifts, payers, pledges, worker_months};

use crate::office::Desk;

/// A pot by its number.
pub(crate) fn load(unit: &mut Unit<'_>, pot: PayerId) -> Result<Pot> {
    let found = pots::read(unit, pot)?;
    let nobody =
        || super::not_there(format!("tidak ada kantong dana {pot}"), format!("there is no pot {pot}"));
    found.ok_or_else(|| nobody().into())
}

/// Refuses a pot as somebody who simply pays: nothing of its money would be set aside.
pub(crate) fn must_reserve(unit: &mut Unit<'_>, funder: PayerId) -> Result<()> {
    if pots::read(unit, funder)?.is_none() {
        return Ok(());
    }
    let id = format!("{funder} adalah kantong dana: cadangkan uangnya untuk bulan pekerja ini");
    let en = format!("{funder} is a pot: set its money aside for months of this worker");
    Err(Refusal::new("pot_unreserved", id, en).into())
}

/// A campaign by its number.
pub(crate) fn campaign(unit: &mut Unit<'_>, id: i64) -> Result<Campaign> {
    campaigns::read(unit, id)?.ok_or_else(|| no_campaign(id).into())
}

/// There is no campaign of this number.
pub(crate) fn no_campaign(id: i64) -> Refusal {
    super::not_there(format!("tidak ada kampanye {id}"), format!("there is no campaign {id}"))
}

/// The rule of a campaign that counts at a moment.
pub(crate) fn rule(unit: &mut Unit<'_>, campaign: i64, at: Moment) -> Result<Rule> {
    let text = campaigns::rule_at(unit, campaign, at)?;
    Rule::parse(&text).with_context(|| format!("the rule of campaign {campaign} is damaged"))
}

/// What the law takes a source of money for in a month: `donor`, `platform` or `public_budget`.
pub(crate) fn counts_as(desk: &Desk<'_>, source: &str, month: Month) -> Result<String> {
    let law = SolidarityLaw::new(desk.law)?;
    let mut facts = law.facts();
    law.put(&mut facts, "contribution_month", &month.to_string())?;
    law.put(&mut facts, "funding_source", source)?;
    Ok(law.choice(Question::FundingCountsAs, &facts)?.value.0.to_owned())
}

/// Refuses a source of money that nobody may use today.
pub(crate) fn must_be_open(desk: &Desk<'_>, source: &str) -> Result<()> {
    let law = SolidarityLaw::new(desk.law)?;
    let mut facts = law.facts();
    law.put(&mut facts, "contribution_month", &desk.today.month().to_string())?;
    law.put(&mut facts, "funding_source", source)?;
    let told = law.yes(Question::FundingIsOpen, &facts)?;
    if told.value {
        return Ok(());
    }
    let id = format!("asal uang {source} belum berjalan");
    let en = format!("money of the source {source} is not taken yet");
    Err(Refusal::new("source_not_open", id, en).under(told.citation.as_ref()).into())
}

/// How a pot stands.
pub(crate) fn standing(unit: &mut Unit<'_>, pot: PayerId) -> Result<Standing> {
    let credit = payers::read(unit, pot)?.map_or(0, |payer| payer.credit);
    let mut standing = Standing { used: pots::allocated(unit, pot)?, ..Standing::default() };
    for gift in gifts::of_pot(unit, pot)? {
        standing.received += gift.amount;
        standing.returned += gift.returned;
    }
    for sum in worker_months::sums_of_pot(unit, pot)? {
        match sum.state.as_str() {
            "reserved" => standing.reserved += sum.reserved,
            "readied" => standing.readied += sum.reserved,
            "parted" => standing.used += sum.used,
            _ => {}
        }
    }
    // Between a month's bills and its publication what was readied is used already.
    standing.readied = standing.readied.min(credit);
    standing.free = credit - standing.readied;
    standing.pledged = pledges::of_pot(unit, pot)?.iter().map(pledges::Pledge::open).sum();
    Ok(standing)
}

/// What of a pot's credit nobody has been promised; the pot is held.
pub(crate) fn free(unit: &mut Unit<'_>, pot: PayerId, credit: i64) -> Result<i64> {
    Ok(credit - worker_months::readied(unit, pot)?.min(credit))
}

/// The gifts of a pot as they lie on its line.
pub(crate) fn given(unit: &mut Unit<'_>, pot: PayerId) -> Result<Vec<Given>> {
    let all = gifts::of_pot(unit, pot)?;
    Ok(all.iter().map(|gift| Given { no: gift.no, amount: gift.amount - gift.returned }).collect())
}

/// What each calendar month took of a pot, in order.
pub(crate) fn took(unit: &mut Unit<'_>, pot: PayerId) -> Result<Vec<Took>> {
    let mut took: Vec<Took> = Vec::new();
    for sum in worker_months::sums_of_pot(unit, pot)? {
        match took.last_mut() {
            _ if sum.used == 0 => {}
            Some(last) if last.month == sum.month => last.amount += sum.used,
            _ => took.push(Took { month: sum.month, amount: sum.used }),
        }
    }
    Ok(took)
}
