//! A campaign chooses people from a list: by its rule, as far as a pot's money reaches, and by a seed that
//! stood before the list came.

use anyhow::Result;
use base::Month;
use scheme::id::PayerId;
use scheme::refusal::Refusal;
use scheme::solidarity::campaign::Share;
use scheme::solidarity::choose::{Candidate, Criterion, Order, Quota, Rule, choose};
use scheme::solidarity::fairness::{Fairness, report};
use scheme::solidarity::list::Verdict;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::Unit;
use store::queries::choices::{self, Choice};
use store::queries::person_lists::{self, Line, PersonList};
use store::queries::{campaigns, payers};

use super::{reserve_months, take_list};
use crate::jobs::{self, enrol_chosen};
use crate::office::Desk;
use crate::registry::{self, pots, shares};

/// What is asked for.
#[derive(Clone, Debug)]
pub(crate) struct ChoosePeople {
    pub(crate) list: i64,
    /// Whose money.
    pub(crate) pot: PayerId,
    /// Shares of the places that are kept for some.
    pub(crate) quotas: Vec<Quota>,
    pub(crate) account: Option<i64>,
}

/// What would be done.
pub(crate) struct Plan {
    pub(crate) campaign: i64,
    pub(crate) list: PersonList,
    pub(crate) pot: PayerId,
    /// For how many the campaign and the money have room.
    pub(crate) places: usize,
    /// The months of each.
    pub(crate) months: Vec<Month>,
    /// What these cost for one person.
    pub(crate) price: i64,
    /// What the pot has free.
    pub(crate) free: i64,
    /// As sixteen figures of two letters.
    pub(crate) seed: String,
    pub(crate) candidates: Vec<Candidate>,
    pub(crate) order: Order,
    pub(crate) fairness: Fairness,
}

/// What is kept with a list from which people were chosen, so that it can be done again.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Drawn {
    pub(crate) seed: String,
    pub(crate) pot: i64,
    pub(crate) places: usize,
    /// A criterion and parts of a hundred, such as `sex=female` and 50.
    pub(crate) quotas: Vec<(String, u32)>,
}

impl Drawn {
    /// What was kept with a list.
    pub(crate) fn of(list: &PersonList) -> Option<Drawn> {
        serde_json::from_str(list.told.as_deref()?).ok()
    }

    /// The shares that are kept.
    pub(crate) fn quotas(&self) -> Vec<Quota> {
        let quota =
            |(who, percent): &(String, u32)| Some(Quota { who: who.parse().ok()?, percent: *percent });
        self.quotas.iter().filter_map(quota).collect()
    }
}

/// Facts of somebody whose income a list does not say: the lowest bracket.
pub(crate) fn first_facts() -> Vec<(String, String)> {
    vec![("income".to_owned(), "0".to_owned())]
}

/// Chooses: the places are written down, and whoever has one is enrolled by a job.
pub(crate) fn within(unit: &mut Unit<'_>, desk: &Desk<'_>, asked: &ChoosePeople) -> Result<Plan> {
    let campaign = take_list::held(unit, asked.list)?.campaign;
    campaigns::hold(unit, campaign)?;
    let plan = plan(unit, desk, asked)?;
    let last = choices::last_place(unit, plan.campaign)?;
    let order = plan.order.chosen.iter().map(|at| (at, "chosen"));
    let order = order.chain(plan.order.waiting.iter().map(|at| (at, "waiting")));
    let choices: Vec<Choice> = (last + 1..)
        .zip(order)
        .map(|(place, (at, state))| Choice {
            campaign: plan.campaign,
            place,
            list: plan.candidates[*at].list,
            line: plan.candidates[*at].line,
            state: state.to_owned(),
            membership: None,
            why: None,
            account: asked.account,
            known: desk.now,
        })
        .collect();
    choices::add(unit, &choices)?;
    let drawn = Drawn {
        seed: plan.seed.clone(),
        pot: plan.pot.0,
        places: plan.places,
        quotas: asked.quotas.iter().map(|quota| (quota.who.to_string(), quota.percent)).collect(),
    };
    person_lists::set_state(unit, asked.list, ("checked", "chosen"), Some(&serde_json::to_string(&drawn)?))?;
    let of = (asked.account, Some(plan.pot));
    jobs::later(unit, desk, enrol_chosen::KIND, &plan.campaign.to_string(), of)?;
    registry::note(unit, desk, "people chosen", asked.list)?;
    Ok(plan)
}

/// What a choice would come to; nothing is written.
pub(crate) fn plan(unit: &mut Unit<'_>, desk: &Desk<'_>, asked: &ChoosePeople) -> Result<Plan> {
    let Some(list) = person_lists::read(unit, asked.list)?.filter(|list| list.state == "checked") else {
        return Err(take_list::not_checked().into());
    };
    let pot = pots::load(unit, asked.pot)?;
    if pot.campaign != list.campaign {
        let id = format!("dana {} bukan untuk kampanye {}", asked.pot, list.campaign);
        let en = format!("pot {} is not for campaign {}", asked.pot, list.campaign);
        return Err(Refusal::new("pot_elsewhere", id, en).into());
    }
    // Who changes the rule afterwards changes nothing for those who were on the list.
    let text = campaigns::rule_at(unit, list.campaign, list.made)?;
    let campaign = scheme::solidarity::campaign::Rule::parse(&text)?;
    let seed = seed(list.campaign, &text);
    let months = months(&campaign, list.month);
    let prices = reserve_months::prices(desk, &pot.source, &first_facts(), &months)?;
    let mut price: i64 = prices.iter().sum();
    for step in steps(&campaign, list.month) {
        let savings = shares::names_savings(&campaign);
        price += shares::promised(desk, &pot.source, &first_facts(), step, savings)?.others();
    }
    let credit = payers::read(unit, asked.pot)?.map_or(0, |payer| payer.credit);
    let free = pots::free(unit, asked.pot, credit)? - price * promised(unit, list.campaign, asked.pot)?;
    let rule = Rule { quotas: asked.quotas.clone(), ..Rule::of(&campaign) };
    let by_money = free.checked_div(price).unwrap_or(0);
    let left = campaign.places.map_or(i64::MAX, i64::from) - taken(unit, list.campaign)?;
    let places = usize::try_from(by_money.min(left)).unwrap_or(0);
    let candidates = candidates(unit, list.id)?;
    let order = choose(&rule, &candidates, places, seed.as_bytes());
    let fairness = report(&candidates, &order.chosen);
    let (campaign, pot) = (list.campaign, asked.pot);
    Ok(Plan { campaign, list, pot, places, months, price, free, seed, candidates, order, fairness })
}

/// The months that are paid as a whole, one after another.
pub(crate) fn months(rule: &scheme::solidarity::campaign::Rule, from: Month) -> Vec<Month> {
    let whole = (1..=rule.months).take_while(|month| rule.share_in(*month).is_all());
    whole.filter_map(|month| from.plus_months(i32::try_from(month).ok()? - 1)).collect()
}

/// The months after them of which a part is paid, each with its share.
pub(crate) fn steps(rule: &scheme::solidarity::campaign::Rule, from: Month) -> Vec<(Month, Share)> {
    let of_month = |month: u32| {
        let share = rule.share_in(month);
        let at = from.plus_months(i32::try_from(month).ok()? - 1)?;
        (!share.is_all() && !share.is_nothing()).then_some((at, share))
    };
    (1..=rule.months).filter_map(of_month).collect()
}

/// It follows from the campaign and its rule alone, which were there before the list.
fn seed(campaign: i64, rule: &str) -> String {
    let hash = Sha256::digest(format!("campaign {campaign}\n{rule}"));
    crate::hex::of(&hash[..16])
}

/// How many places of a campaign somebody has.
fn taken(unit: &mut Unit<'_>, campaign: i64) -> Result<i64> {
    let counts = choices::counts(unit, campaign)?;
    let has = |state: &&(String, i64)| matches!(state.0.as_str(), "chosen" | "enrolled");
    Ok(counts.iter().filter(has).map(|(_, count)| count).sum())
}

/// How many have a place that this pot is to pay and nothing set aside yet.
fn promised(unit: &mut Unit<'_>, campaign: i64, pot: PayerId) -> Result<i64> {
    let mut sum = 0;
    for (list, count) in choices::chosen_of_lists(unit, campaign)? {
        let drawn = person_lists::read(unit, list)?.as_ref().and_then(Drawn::of);
        sum += drawn.filter(|drawn| drawn.pot == pot.0).map_or(0, |_| count);
    }
    Ok(sum)
}

/// Everybody of a list who can be paid for.
fn candidates(unit: &mut Unit<'_>, of: i64) -> Result<Vec<Candidate>> {
    let mut all = Vec::new();
    person_lists::each(unit, (of, Some(Verdict::CanBePaidFor.word())), -1, &mut |lines| {
        all.extend(lines.iter().map(candidate));
        true
    })?;
    Ok(all)
}

/// Somebody as the rule sees her.
pub(super) fn candidate(line: &Line) -> Candidate {
    Candidate {
        list: line.list,
        line: line.no,
        area: line.area.clone().unwrap_or_default(),
        sex: line.sex.clone().unwrap_or_default(),
        work: line.work.clone().unwrap_or_default(),
        decile: line.decile.and_then(|decile| u8::try_from(decile).ok()),
        disabled: line.disabled.unwrap_or(false),
    }
}

/// Reads a share of the places: `sex=female:50`.
pub(crate) fn quota(text: &str) -> Result<Quota, Refusal> {
    let wrong = || {
        let id = format!("`{text}` bukan bagian tempat seperti sex=female:50");
        Refusal::new("quota_unread", id, format!("`{text}` is no share of places such as sex=female:50"))
    };
    let (who, percent) = text.split_once(':').ok_or_else(wrong)?;
    let who: Criterion = who.parse().map_err(|_| wrong())?;
    let percent = percent.trim().trim_end_matches('%').parse().ok().filter(|percent| *percent <= 100);
    Ok(Quota { who, percent: percent.ok_or_else(wrong)? })
}
