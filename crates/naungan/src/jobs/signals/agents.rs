//! Agents on the list of their branch: members who died soon after enrolment, who stopped paying once
//! commission was earned, who have one telephone, whom she met outside her areas; and cash that is late.

use anyhow::Result;
use base::Moment;
use store::Unit;
use store::queries::{agents, field_acts};

use super::Found;
use crate::actions::review_agents;
use crate::office::Desk;
use crate::views::agent as view;

/// Acts outside an agent's areas are counted for so many days.
const LOOKED_DAYS: i32 = 90;

/// Looks at every agent of an office who is at work. Where too many died soon, commission waits from now on.
pub(super) fn look(unit: &mut Unit<'_>, desk: &Desk<'_>, found: &mut Found) -> Result<()> {
    for agent in agents::all(unit)? {
        if agent.branch != found.branch || agent.ended.is_some_and(|ended| ended < desk.today) {
            continue;
        }
        let of = review_agents::look(unit, desk, &agent)?;
        review_agents::hold(unit, desk, &agent, &of)?;
        let subject = (agent.id, None);
        let mut add = |kind: &str, amount: i64, facts: &[(&str, i64)]| {
            let facts: Vec<(&str, String)> =
                facts.iter().map(|(name, count)| (*name, count.to_string())).collect();
            found.add(kind, subject, amount, desk.today, &facts);
        };
        let became = of.became;
        if of.looks.deaths.value {
            add("agent_deaths", 0, &[("deaths", became.soon_deaths), ("members", became.members)]);
        }
        if of.looks.lapses.value {
            add("agent_lapses", 0, &[("lapsed", became.lapsed), ("paying", became.paying)]);
        }
        if of.looks.telephone.value {
            add("agent_telephone", 0, &[("people", became.telephone)]);
        }
        let since = desk.today.plus_days(-LOOKED_DAYS).map_or(Moment::new(0), Moment::start_of);
        let refused = field_acts::refused(unit, agent.id, "outside_territory", since)?;
        if refused + of.outside > 0 {
            add("agent_outside", 0, &[("refused", refused), ("brought", of.outside)]);
        }
        let cash = view::cash_of(unit, desk, agent.id)?;
        if let Some(due) = cash.due.filter(|due| *due < desk.today) {
            found.add("agent_cash", subject, cash.held, due, &[("since", due.to_string())]);
        }
    }
    Ok(())
}
