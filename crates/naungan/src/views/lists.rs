//! Lists of names as pages, the interface and commands show them.

use std::collections::BTreeMap;

use anyhow::Result;
use base::{Day, Month};
use scheme::id::PayerId;
use scheme::law::SolidarityLaw;
use scheme::solidarity::forecast::{self, Paid};
use scheme::solidarity::list::{Heard, Verdict};
use serde_json::{Value, json};
use store::Unit;
use store::queries::person_lists::{self, Line};
use store::queries::{caseloads, cover_notices, renewals, rolls};

use super::published::PEOPLE_MIN;
use crate::actions::choose_people::Plan;
use crate::office::Desk;
use crate::registry::payers;

/// How many lines have each verdict, in the law's order, for whoever may see it; they add up to the lines.
pub(crate) fn counts(unit: &mut Unit<'_>, list: i64) -> Result<Vec<(String, i64)>> {
    let mut counts: BTreeMap<usize, (String, i64)> = BTreeMap::new();
    for (verdict, _, count) in person_lists::counts(unit, list)? {
        let turn = Verdict::of_word(&verdict).map_or(usize::MAX, |verdict| verdict as usize);
        counts.entry(turn).or_insert((verdict, 0)).1 += count;
    }
    Ok(counts.into_values().collect())
}

/// The same for whoever handed the list in: nothing that tells whom we know, and of nobody alone.
pub(crate) fn heard(unit: &mut Unit<'_>, list: i64) -> Result<Vec<(String, i64)>> {
    let (mut counts, mut unchecked) = (BTreeMap::new(), 0);
    for (verdict, has_form, count) in person_lists::counts(unit, list)? {
        match Verdict::of_word(&verdict) {
            Some(verdict) => *counts.entry(verdict.heard(has_form)).or_default() += count,
            None => unchecked += count,
        }
    }
    let told = Heard::in_groups(&counts, PEOPLE_MIN);
    let mut told: Vec<(String, i64)> =
        told.into_iter().map(|(heard, count)| (heard.word().to_owned(), count)).collect();
    told.extend((unchecked > 0).then(|| (person_lists::UNCHECKED.to_owned(), unchecked)));
    Ok(told)
}

/// What is heard of one line; a line that nobody has looked at is only that.
pub(crate) fn heard_of(verdict: &str, has_form: bool) -> &'static str {
    let heard = Verdict::of_word(verdict).map(|verdict| verdict.heard(has_form).of_one());
    heard.map_or(person_lists::UNCHECKED, Heard::word)
}

/// The first lines after a number that fit, at most so many.
pub(crate) fn matching(
    unit: &mut Unit<'_>,
    list: i64,
    after: i64,
    most: usize,
    fits: &dyn Fn(&Line) -> bool,
) -> Result<Vec<Line>> {
    let mut found = Vec::new();
    person_lists::each(unit, (list, None), after, &mut |lines| {
        let left = most - found.len();
        found.extend(lines.into_iter().filter(|line| fits(line)).take(left));
        found.len() < most
    })?;
    Ok(found)
}

/// Money of a funder that ends.
pub(crate) struct Ending {
    pub(crate) last: Month,
    pub(crate) funder: PayerId,
    /// What the funder is called.
    pub(crate) name: String,
    pub(crate) people: i64,
    /// By when the funder is asked to go on.
    pub(crate) ask_by: Option<Day>,
    /// `asked`, `renewed` or `declined`, once it is asked.
    pub(crate) renewal: Option<String>,
}

/// What ends in some months, by month and funder; of a branch's funders, or of all.
pub(crate) fn endings(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (from, until): (Month, Month),
    branches: Option<&[i64]>,
) -> Result<Vec<Ending>> {
    let law = SolidarityLaw::new(desk.law)?;
    let paid = rolls::funded_in(unit, from)?;
    let paid = paid.into_iter().filter_map(|(funder, membership, until)| {
        let last = until?.plus_months(-1)?;
        Some(Paid { funder, membership, last })
    });
    let shared = cover_notices::shared_until(unit, from)?.into_iter();
    let paid = paid.chain(shared.map(|(funder, membership, last)| Paid { funder, membership, last }));
    let mut shown = Vec::new();
    for one in forecast::endings(paid, from, until) {
        if let Some(branches) = branches
            && !caseloads::branch_of(unit, one.funder.0)?.is_some_and(|branch| branches.contains(&branch))
        {
            continue;
        }
        let name = payers::load(unit, desk, one.funder)?.payer.name;
        let ask_by = forecast::asked_by(&law, one.last)?;
        let asked = renewals::of_pot(unit, one.funder)?.into_iter().find(|asked| asked.until == one.last);
        let (last, funder, people) = (one.last, one.funder, one.people);
        shown.push(Ending { last, funder, name, people, ask_by, renewal: asked.map(|asked| asked.state) });
    }
    Ok(shown)
}

/// A choice as programs read it: everybody by list and line, so that it can be drawn again.
pub(crate) fn plan_json(plan: &Plan) -> Value {
    let who = |at: &usize| json!({ "list": plan.candidates[*at].list, "line": plan.candidates[*at].line });
    let shares = plan.fairness.shares.iter().map(|share| {
        let (all, chosen) = plan.fairness.per_mille(share);
        json!({
            "of": share.of.word(), "value": share.value, "candidates": share.candidates,
            "chosen": share.chosen, "candidates_per_mille": all, "chosen_per_mille": chosen,
        })
    });
    json!({
        "campaign": plan.campaign, "list": plan.list.id, "pot": plan.pot.0, "seed": plan.seed,
        "places": plan.places,
        "months": plan.months.iter().map(Month::to_string).collect::<Vec<_>>(),
        "price": plan.price, "free": plan.free, "candidates": plan.candidates.len(),
        "chosen": plan.order.chosen.iter().map(who).collect::<Vec<_>>(),
        "waiting": plan.order.waiting.iter().map(who).collect::<Vec<_>>(),
        "left_out": plan.order.left_out.len(),
        "fairness": shares.collect::<Vec<_>>(),
    })
}
