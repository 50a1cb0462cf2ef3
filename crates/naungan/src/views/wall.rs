//! The wall: donors who want to be seen, by name and campaign; no amounts, and nobody who did not ask for it.

use std::collections::BTreeMap;

use anyhow::Result;
use serde::Serialize;
use store::Unit;
use store::queries::{campaigns, gifts, pots};

use crate::books::gift::context;
use crate::office::Desk;
use crate::registry::payers;

/// The wall has room for so many; the latest are on it.
const MOST: i64 = 60;

/// Somebody who gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct OnWall {
    pub(crate) name: String,
    pub(crate) campaign: String,
}

/// Reads the wall: donors with a page of their own first, then who gave without, each once a campaign.
pub(crate) fn read(unit: &mut Unit<'_>, desk: &Desk<'_>) -> Result<Vec<OnWall>> {
    let names: BTreeMap<i64, String> =
        campaigns::all(unit)?.into_iter().map(|campaign| (campaign.id, campaign.name)).collect();
    let mut wall: Vec<OnWall> = Vec::new();
    let mut add = |name: String, campaign: i64| {
        let campaign = names.get(&campaign).cloned().unwrap_or_default();
        let one = OnWall { name, campaign };
        if !wall.contains(&one) {
            wall.push(one);
        }
    };
    for pot in pots::shown(unit, MOST)? {
        if let Some(donor) = pot.donor {
            add(payers::load(unit, desk, donor)?.payer.name, pot.campaign);
        }
    }
    for gift in gifts::shown(unit, MOST)? {
        let campaign = pots::read(unit, gift.pot)?.map_or(0, |pot| pot.campaign);
        if let Some(sealed) = &gift.sealed {
            let name = desk.keys.open(&context(gift.pot, gift.no), sealed)?;
            add(String::from_utf8(name)?, campaign);
        }
    }
    wall.truncate(usize::try_from(MOST)?);
    Ok(wall)
}
