//! What money of others has come to in a demo.

use anyhow::Result;
use store::Unit;
use store::queries::{accruals, agent_cash, gifts, person_lists, pledges, settlements, trips, worker_months};

/// Counts and sums over every pot, platform and agent.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Given {
    pub(super) pledged: i64,
    pub(super) received: i64,
    pub(super) returned: i64,
    pub(super) reserved: i64,
    pub(super) used: i64,
    pub(super) used_months: i64,
    pub(super) lines: i64,
    pub(super) trips: i64,
    /// What trips have put aside, and what of it platforms have not handed over.
    pub(super) aside: i64,
    pub(super) with_platforms: i64,
    pub(super) with_agents: i64,
}

/// More lists than a demo has.
const LISTS_MAX: i64 = 100_000;

impl Given {
    /// Adds up.
    pub(super) fn read(unit: &mut Unit<'_>) -> Result<Given> {
        let mut given = Given {
            pledged: pledges::open(unit)?.iter().map(|(_, amount)| amount).sum(),
            lines: person_lists::latest(unit, None, LISTS_MAX)?.iter().map(|list| list.lines).sum(),
            trips: trips::count(unit)?,
            aside: accruals::sums(unit)?.values().map(|(amount, _)| amount).sum(),
            with_agents: agent_cash::held(unit)?.iter().map(|(_, amount)| amount).sum(),
            ..Given::default()
        };
        let handed_over: i64 = settlements::paid(unit)?.values().sum();
        given.with_platforms = given.aside - handed_over;
        for (_, amount, returned) in gifts::sums(unit)? {
            given.received += amount;
            given.returned += returned;
        }
        for sum in worker_months::sums(unit)? {
            match sum.state.as_str() {
                "reserved" => given.reserved += sum.reserved,
                "used" => {
                    given.used += sum.used;
                    given.used_months += sum.workers;
                }
                _ => {}
            }
        }
        Ok(given)
    }
}
