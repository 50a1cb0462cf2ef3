//! A pot as donors see it: how it stands, its gifts, what each month took, and which gift paid for it.

use anyhow::Result;
use base::Month;
use scheme::id::PayerId;
use scheme::solidarity::campaign::{Rule, Step};
use scheme::solidarity::pot::{Standing, line};
use scheme::solidarity::reserve;
use serde::Serialize;
use store::Unit;
use store::queries::campaigns::Campaign;
use store::queries::gifts::Gift;
use store::queries::pledges::{self, Pledge};
use store::queries::worker_months::{self, Sum};
use store::queries::{gifts, pots};

use super::afterwards::{self, Afterwards};
use super::helped::{self, Helped};
use super::published::{self, Count};
use crate::actions::choose_people::first_facts;
use crate::books::gift::context;
use crate::office::{Desk, code};
use crate::registry::{self, shares};

/// A pot.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct PotShown {
    pub(crate) pot: i64,
    pub(crate) campaign: i64,
    /// What the campaign is called.
    pub(crate) name: String,
    pub(crate) source: String,
    pub(crate) decree: Option<String>,
    pub(crate) shown: bool,
    pub(crate) money: Money,
    /// Months of workers that were paid, and what they came to.
    pub(crate) helped: Helped,
    /// What became of workers when their months were over.
    pub(crate) after: Afterwards,
    /// Different workers whom it pays for or has paid for; nothing where they are too few to be counted.
    pub(crate) workers: Count,
    pub(crate) gifts: Vec<GiftShown>,
    pub(crate) pledges: Vec<PledgeShown>,
    pub(crate) months: Vec<MonthShown>,
}

/// Where its money is; the first is the sum of the five after it.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(crate) struct Money {
    pub(crate) received: i64,
    pub(crate) free: i64,
    pub(crate) reserved: i64,
    pub(crate) readied: i64,
    pub(crate) used: i64,
    pub(crate) returned: i64,
    pub(crate) pledged: i64,
}

impl Money {
    /// Both together.
    pub(crate) fn plus(self, other: &Money) -> Money {
        Money {
            received: self.received + other.received,
            free: self.free + other.free,
            reserved: self.reserved + other.reserved,
            readied: self.readied + other.readied,
            used: self.used + other.used,
            returned: self.returned + other.returned,
            pledged: self.pledged + other.pledged,
        }
    }
}

/// A gift, and the months it paid for.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct GiftShown {
    pub(crate) no: i64,
    pub(crate) day: String,
    pub(crate) amount: i64,
    pub(crate) returned: i64,
    /// Who gave it, where somebody is named.
    pub(crate) by: Option<String>,
    /// Month and amount.
    pub(crate) paid: Vec<(String, i64)>,
    /// The entry, as `3-17`.
    pub(crate) entry: String,
}

/// A promise.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct PledgeShown {
    pub(crate) pledge: i64,
    pub(crate) amount: i64,
    pub(crate) received: i64,
    pub(crate) state: String,
    pub(crate) due: Option<String>,
    pub(crate) code: String,
}

/// A calendar month.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct MonthShown {
    pub(crate) month: String,
    pub(crate) workers: Count,
    /// What is set aside for it, or stands ready.
    pub(crate) reserved: i64,
    pub(crate) used: i64,
}

impl From<Standing> for Money {
    fn from(one: Standing) -> Money {
        let Standing { pledged, received, free, reserved, readied, used, returned } = one;
        Money { received, free, reserved, readied, used, returned, pledged }
    }
}

/// Reads a pot.
pub(crate) fn pot(unit: &mut Unit<'_>, desk: &Desk<'_>, id: PayerId) -> Result<PotShown> {
    let row = registry::pots::load(unit, id)?;
    let name = registry::payers::load(unit, desk, id)?.payer.name;
    let pledges: Vec<PledgeShown> = pledges::of_pot(unit, id)?.iter().map(pledge).collect();
    Ok(PotShown {
        pot: id.0,
        campaign: row.campaign,
        name,
        source: row.source,
        decree: row.decree,
        shown: row.shown,
        money: registry::pots::standing(unit, id)?.into(),
        workers: published::whole(worker_months::workers(unit, id)?),
        gifts: gifts_of(unit, desk, id)?,
        pledges,
        helped: helped::read(unit, id)?,
        after: afterwards::read(unit, desk, id)?,
        months: months(&worker_months::sums_of_pot(unit, id)?),
    })
}

fn pledge(one: &Pledge) -> PledgeShown {
    PledgeShown {
        pledge: one.id,
        amount: one.amount,
        received: one.received,
        state: one.state.clone(),
        due: one.due.map(|day| day.to_string()),
        code: code::shown(one.code),
    }
}

fn gifts_of(unit: &mut Unit<'_>, desk: &Desk<'_>, id: PayerId) -> Result<Vec<GiftShown>> {
    let paid = line(&registry::pots::given(unit, id)?, &registry::pots::took(unit, id)?);
    let shown = |gift: Gift| {
        let by =
            gift.sealed.as_ref().map(|sealed| desk.keys.open(&context(id, gift.no), sealed)).transpose()?;
        let months = paid.iter().filter(|one| one.gift == gift.no);
        Ok(GiftShown {
            no: gift.no,
            day: gift.day.to_string(),
            amount: gift.amount,
            returned: gift.returned,
            by: by.map(String::from_utf8).transpose()?,
            paid: months.map(|one| (one.month.to_string(), one.amount)).collect(),
            entry: format!("{}-{}", gift.journal, gift.seq),
        })
    };
    gifts::of_pot(unit, id)?.into_iter().map(shown).collect()
}

/// Months in order; whoever was freed is in none of them.
fn months(sums: &[Sum]) -> Vec<MonthShown> {
    let mut months: Vec<(Month, i64, MonthShown)> = Vec::new();
    for sum in sums.iter().filter(|sum| sum.state != "freed") {
        let set_aside = if matches!(sum.state.as_str(), "reserved" | "readied") { sum.reserved } else { 0 };
        match months.last_mut() {
            Some((month, workers, last)) if *month == sum.month => {
                *workers += sum.workers;
                (last.reserved, last.used) = (last.reserved + set_aside, last.used + sum.used);
                last.workers = published::whole(*workers);
            }
            _ => {
                let workers = published::whole(sum.workers);
                let month = sum.month.to_string();
                let shown = MonthShown { month, workers, reserved: set_aside, used: sum.used };
                months.push((sum.month, sum.workers, shown));
            }
        }
    }
    months.into_iter().map(|(.., shown)| shown).collect()
}

/// A campaign with how its pots stand together.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct CampaignShown {
    pub(crate) campaign: i64,
    pub(crate) name: String,
    pub(crate) told: String,
    pub(crate) state: String,
    pub(crate) province: Option<String>,
    /// The rule's lines.
    pub(crate) rule: Vec<String>,
    /// What each step of its share comes to for a worker of the lowest bracket, by the law of this month.
    pub(crate) steps: Vec<StepShown>,
    pub(crate) money: Money,
    pub(crate) pots: Vec<i64>,
}

/// A step of a campaign's share.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct StepShown {
    /// From which of a worker's months on.
    pub(crate) month: u32,
    /// A fraction such as 3/4.
    pub(crate) share: String,
    /// What the campaign bears of a month.
    pub(crate) part: i64,
    /// What is left to the worker.
    pub(crate) worker: i64,
    /// What she would pay without the campaign: less, where public money costs her a relief.
    pub(crate) alone: i64,
}

/// What each step comes to, for money of the first source that the campaign takes.
fn steps(desk: &Desk<'_>, rule: &Rule, source: &str) -> Result<Vec<StepShown>> {
    let (facts, month) = (first_facts(), desk.today.month());
    let alone = reserve::price(desk.law, &facts, "own_means", month)?;
    let shown = |step: &Step| {
        let savings = shares::names_savings(rule);
        let shared = shares::promised(desk, source, &facts, (month, step.share), savings)?;
        let (part, worker) = (shared.others(), shared.worker);
        Ok(StepShown { month: step.month, share: step.share.to_string(), part, worker, alone })
    };
    rule.steps.iter().map(shown).collect()
}

/// Reads a campaign.
pub(crate) fn campaign(unit: &mut Unit<'_>, desk: &Desk<'_>, row: Campaign) -> Result<CampaignShown> {
    let rule = registry::pots::rule(unit, row.id, desk.now)?;
    let mut money = Money::default();
    let mut numbers = Vec::new();
    let all_pots = pots::of_campaign(unit, row.id)?;
    let source = rule.sources.first().or(all_pots.first().map(|pot| &pot.source));
    let steps = steps(desk, &rule, source.map_or("company", String::as_str))?;
    for pot in all_pots {
        money = money.plus(&registry::pots::standing(unit, pot.payer)?.into());
        numbers.push(pot.payer.0);
    }
    Ok(CampaignShown {
        campaign: row.id,
        name: row.name,
        told: row.told,
        state: row.state,
        province: row.province,
        rule: rule.to_string().lines().map(str::to_owned).collect(),
        steps,
        money,
        pots: numbers,
    })
}
