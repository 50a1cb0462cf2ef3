//! A place that came free goes to the next who waits, within the campaign's rule.

use std::collections::BTreeSet;

use anyhow::Result;
use scheme::solidarity::choose::{Candidate, Rule};
use scheme::solidarity::replace::next;
use store::Unit;
use store::queries::choices::{self, Choice};
use store::queries::{campaigns, person_lists};

use super::choose_people::{Drawn, candidate};
use crate::jobs::{self, enrol_chosen};
use crate::office::Desk;
use crate::registry;

/// Places read together.
const TOGETHER: i64 = 5_000;

/// Gives the place of somebody who is out to the next; nothing where nobody waits any more. She is enrolled
/// by a job.
pub(crate) fn within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    left: &Choice,
    account: Option<i64>,
) -> Result<Option<Choice>> {
    // Whoever gives a place away holds the campaign, so that nobody gets two.
    choices::last_place(unit, left.campaign)?;
    let Some(list) = person_lists::read(unit, left.list)? else { return Ok(None) };
    let Some(drawn) = Drawn::of(&list) else { return Ok(None) };
    let text = campaigns::rule_at(unit, list.campaign, list.made)?;
    let campaign = scheme::solidarity::campaign::Rule::parse(&text)?;
    let rule = Rule { quotas: drawn.quotas(), ..Rule::of(&campaign) };
    let mut stay = people(unit, left.campaign, "chosen")?;
    stay.extend(people(unit, left.campaign, "enrolled")?);
    let (stay, _): (Vec<Candidate>, Vec<Choice>) = stay.into_iter().unzip();
    let mut waiting = people(unit, left.campaign, "waiting")?;
    let lists = of_pot(unit, &waiting, drawn.pot)?;
    waiting.retain(|(_, choice)| lists.contains(&choice.list));
    let (waiting, places): (Vec<Candidate>, Vec<Choice>) = waiting.into_iter().unzip();
    let Some(at) = next(&rule, &stay, &waiting, drawn.places) else { return Ok(None) };
    let chosen =
        Choice { state: "chosen".to_owned(), why: None, account, known: desk.now, ..places[at].clone() };
    choices::set(unit, &chosen, "waiting")?;
    let of = (account, None);
    jobs::later(unit, desk, enrol_chosen::KIND, &left.campaign.to_string(), of)?;
    registry::note(unit, desk, "place given to the next", left.list)?;
    Ok(Some(chosen))
}

/// Lists of these people that the same pot pays for: the money that came free is its own.
fn of_pot(unit: &mut Unit<'_>, people: &[(Candidate, Choice)], pot: i64) -> Result<BTreeSet<i64>> {
    let mut lists: BTreeSet<i64> = people.iter().map(|(_, choice)| choice.list).collect();
    for list in lists.clone() {
        let drawn = person_lists::read(unit, list)?.as_ref().and_then(Drawn::of);
        if drawn.is_none_or(|drawn| drawn.pot != pot) {
            lists.remove(&list);
        }
    }
    Ok(lists)
}

/// Who has a place of a state, as the rule sees them, in order.
fn people(unit: &mut Unit<'_>, campaign: i64, state: &str) -> Result<Vec<(Candidate, Choice)>> {
    let (mut all, mut after) = (Vec::new(), 0);
    loop {
        let some = choices::with_lines(unit, campaign, state, after, TOGETHER)?;
        let Some((last, _)) = some.last() else { return Ok(all) };
        after = last.place;
        all.extend(some.into_iter().map(|(choice, line)| (candidate(&line), choice)));
    }
}
