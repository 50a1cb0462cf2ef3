//! A campaign: what gifts are for. It is opened with a rule, and closed when no more gifts shall come.

use anyhow::Result;
use scheme::id::PayerId;
use scheme::refusal::Refusal;
use scheme::solidarity::campaign::Rule;
use store::Unit;
use store::queries::campaigns::{self, Campaign};
use store::queries::institution;

use super::once::once;
use super::set_campaign::must_be_lawful;
use crate::office::{Desk, Office};
use crate::registry::{self, payers, pots};

/// More letters than this are a page of their own.
const NAME_CHARS_MAX: usize = 100;
const TOLD_CHARS_MAX: usize = 2_000;

/// The state in which gifts come.
pub(crate) const OPEN: &str = "open";
/// The state after it.
pub(crate) const CLOSED: &str = "closed";

/// A campaign as somebody wants it.
#[derive(Clone, Debug)]
pub(crate) struct OpenCampaign {
    pub(crate) name: String,
    /// What it is about, for everybody.
    pub(crate) told: String,
    /// The donor who leads it, where one does.
    pub(crate) payer: Option<PayerId>,
    /// The code of the province it is for.
    pub(crate) province: Option<u8>,
    pub(crate) rule: Rule,
    pub(crate) account: Option<i64>,
}

/// Opens it; gives its number.
pub(crate) fn run(office: &mut Office, asked: &OpenCampaign, key: Option<&str>) -> Result<i64> {
    office.unit(|unit, desk| {
        once(unit, desk, key, &format!("campaign {asked:?}"), |unit| within(unit, desk, asked))
    })
}

/// Refuses what could not be opened, before anything is done.
pub(crate) fn check(desk: &Desk<'_>, asked: &OpenCampaign) -> Result<()> {
    let (name, told) = (asked.name.trim(), asked.told.trim());
    let fits = |text: &str, most: usize| (1..=most).contains(&text.chars().count());
    if !fits(name, NAME_CHARS_MAX) || !fits(told, TOLD_CHARS_MAX) {
        let id = format!(
            "tulis nama kampanye sampai {NAME_CHARS_MAX} huruf dan penjelasannya sampai {TOLD_CHARS_MAX}"
        );
        let en = format!(
            "write the name in up to {NAME_CHARS_MAX} letters, and what it is about in {TOLD_CHARS_MAX}"
        );
        return Err(Refusal::new("campaign_name", id, en).into());
    }
    must_be_lawful(desk, &asked.rule)
}

/// The same within a unit that does more.
pub(crate) fn within(unit: &mut Unit<'_>, desk: &Desk<'_>, asked: &OpenCampaign) -> Result<i64> {
    check(desk, asked)?;
    let (name, told) = (asked.name.trim(), asked.told.trim());
    if let Some(payer) = asked.payer {
        payers::load(unit, desk, payer)?;
    }
    let id = institution::take_numbers(unit, 1)?;
    let row = Campaign {
        id,
        name: name.to_owned(),
        told: told.to_owned(),
        payer: asked.payer,
        province: asked.province.map(|code| code.to_string()),
        state: OPEN.to_owned(),
        account: asked.account,
        known: desk.now,
    };
    campaigns::add(unit, &row)?;
    campaigns::set(unit, id, &asked.rule.to_string(), (asked.account, desk.now))?;
    registry::note(unit, desk, "campaign opened", id)?;
    Ok(id)
}

/// Ends it: what came is used as before, and no new promise is taken.
pub(crate) fn close(office: &mut Office, campaign: i64) -> Result<()> {
    office.unit(|unit, desk| close_within(unit, desk, campaign))
}

/// The same within a unit that does more.
pub(crate) fn close_within(unit: &mut Unit<'_>, desk: &Desk<'_>, campaign: i64) -> Result<()> {
    must_be_open(&hold(unit, campaign)?)?;
    campaigns::move_to(unit, campaign, CLOSED)?;
    registry::note(unit, desk, "campaign closed", campaign)
}

/// Holds a campaign, which is there.
pub(super) fn hold(unit: &mut Unit<'_>, campaign: i64) -> Result<Campaign> {
    campaigns::hold(unit, campaign)?.ok_or_else(|| pots::no_campaign(campaign).into())
}

/// Refuses a campaign that takes nothing any more.
pub(super) fn must_be_open(campaign: &Campaign) -> Result<(), Refusal> {
    if campaign.state == OPEN {
        return Ok(());
    }
    let id = format!("kampanye {} sudah ditutup", campaign.id);
    Err(Refusal::new("campaign_closed", id, format!("campaign {} is closed", campaign.id)))
}
