//! A pot: one donor's money for one campaign, apart from everybody else's.

use anyhow::Result;
use scheme::employers::{Payer, PayerKind};
use scheme::id::PayerId;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::campaigns::Campaign;
use store::queries::pots::{self, Pot};
use store::queries::{caseloads, institution};

use super::once::once;
use super::open_campaign::{hold, must_be_open};
use crate::office::{Desk, Office};
use crate::registry::{self, payers};

/// A pot as it is asked for.
#[derive(Clone, Debug)]
pub(crate) struct OpenPot {
    pub(crate) campaign: i64,
    /// Whose; nobody's for gifts of people who have no page of their own.
    pub(crate) donor: Option<PayerId>,
    /// Somebody without a page of her own who wants her gift apart, and named.
    pub(crate) name: Option<String>,
    /// What the law calls the source of the money.
    pub(crate) source: String,
    /// The decree of a public budget.
    pub(crate) decree: Option<String>,
    pub(crate) shown: bool,
}

/// Opens it, or finds the one that is there; gives its number.
pub(crate) fn run(office: &mut Office, asked: &OpenPot, key: Option<&str>) -> Result<PayerId> {
    let pot = office.unit(|unit, desk| {
        let input = format!("pot {asked:?}");
        once(unit, desk, key, &input, |unit| Ok(within(unit, desk, asked)?.0))
    })?;
    Ok(PayerId(pot))
}

/// The same within a unit that does more.
pub(crate) fn within(unit: &mut Unit<'_>, desk: &Desk<'_>, asked: &OpenPot) -> Result<PayerId> {
    let campaign = hold(unit, asked.campaign)?;
    if let Some(pot) = same(unit, asked)? {
        return Ok(pot.payer);
    }
    must_be_open(&campaign)?;
    let rule = registry::pots::rule(unit, campaign.id, desk.now)?;
    if !rule.takes(&asked.source) {
        let id = format!("kampanye ini tidak menerima uang dari {}", asked.source);
        let en = format!("this campaign takes no money of the source {}", asked.source);
        return Err(Refusal::new("source_not_taken", id, en).into());
    }
    registry::pots::must_be_open(desk, &asked.source)?;
    let payer = payer(unit, desk, asked, &campaign)?;
    let row = Pot {
        payer,
        campaign: campaign.id,
        donor: asked.donor,
        source: asked.source.clone(),
        decree: asked.decree.clone(),
        shown: asked.shown,
        known: desk.now,
    };
    pots::add(unit, &row)?;
    registry::note(unit, desk, "pot opened", payer.0)?;
    Ok(payer)
}

/// The pot of this donor's money of this source and decree; everybody's, for who gives without a name.
fn same(unit: &mut Unit<'_>, asked: &OpenPot) -> Result<Option<Pot>> {
    if asked.name.is_some() {
        return Ok(None);
    }
    let is_same = |pot: &Pot| {
        let theirs = (pot.donor, pot.source.as_str(), pot.decree.as_deref());
        theirs == (asked.donor, asked.source.as_str(), asked.decree.as_deref()) && pot.shown == asked.shown
    };
    Ok(pots::of_campaign(unit, asked.campaign)?.into_iter().find(is_same))
}

/// Who pays the bills of the pot's workers; the donor's branch cares for it.
fn payer(unit: &mut Unit<'_>, desk: &Desk<'_>, asked: &OpenPot, campaign: &Campaign) -> Result<PayerId> {
    let donor = asked.donor.map(|donor| payers::load(unit, desk, donor)).transpose()?;
    let of_donor = donor.as_ref().and_then(|known| known.payer.province);
    let branch = asked.donor.map(|donor| caseloads::branch_of(unit, donor.0)).transpose()?.flatten();
    let id = PayerId(institution::take_numbers(unit, 1)?);
    let payer = Payer {
        id,
        kind: PayerKind::Sponsor,
        npp: None,
        name: asked.name.clone().unwrap_or_else(|| campaign.name.clone()),
        parent: asked.donor,
        province: campaign.province.as_ref().and_then(|code| code.parse().ok()).or(of_donor),
        registered: desk.today,
        closed: None,
    };
    payers::add(unit, desk, &payer)?;
    if let Some(branch) = branch {
        caseloads::assign(unit, id.0, branch, desk.now)?;
    }
    Ok(id)
}
