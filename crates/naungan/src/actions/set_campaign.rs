//! A campaign's rule changes: for lists that come from now on, never for those that are there.

use anyhow::Result;
use scheme::refusal::Refusal;
use scheme::solidarity::campaign::Rule;
use store::Unit;
use store::queries::campaigns;

use super::open_campaign::{hold, must_be_open};
use crate::office::{Desk, Office};
use crate::registry::{self, pots};

/// Sets another rule.
pub(crate) fn run(office: &mut Office, campaign: i64, rule: &Rule, account: Option<i64>) -> Result<()> {
    office.unit(|unit, desk| within(unit, desk, campaign, rule, account))
}

/// The same within a unit that does more.
pub(crate) fn within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    campaign: i64,
    rule: &Rule,
    account: Option<i64>,
) -> Result<()> {
    must_be_open(&hold(unit, campaign)?)?;
    must_be_lawful(desk, rule)?;
    campaigns::set(unit, campaign, &rule.to_string(), (account, desk.now))?;
    registry::note(unit, desk, "campaign changed", campaign)
}

/// Refuses a rule that nobody could follow, sources that the law does not open, programmes it does not know.
pub(crate) fn must_be_lawful(desk: &Desk<'_>, rule: &Rule) -> Result<()> {
    rule.check()?;
    rule.sources.iter().try_for_each(|source| must_take(desk, source))?;
    let known = &desk.tree().jurisdiction.programmes;
    let unknown = rule.programmes.iter().find(|name| known.iter().all(|one| one.name != **name));
    if let Some(name) = unknown {
        let id = format!("program {name} tidak dikenal");
        return Err(Refusal::new("campaign_rule", id, format!("no programme is called {name}")).into());
    }
    Ok(())
}

/// Refuses a source that the law does not know, or has not open.
fn must_take(desk: &Desk<'_>, source: &str) -> Result<()> {
    let Err(error) = pots::must_be_open(desk, source) else { return Ok(()) };
    Err(match error.downcast::<Refusal>() {
        // The law's own word for a value that it does not have; here somebody has written it.
        Ok(refusal) if refusal.code == "no_such_value" => {
            Refusal { code: "campaign_source", ..refusal }.into()
        }
        Ok(refusal) => refusal.into(),
        Err(error) => error,
    })
}
