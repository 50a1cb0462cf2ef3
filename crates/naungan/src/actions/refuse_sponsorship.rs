//! Somebody who was chosen does not want to be paid for: her months are free again, and the next has the
//! place.

use anyhow::Result;
use scheme::id::PayerId;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::choices::{self, Choice};
use store::queries::{campaigns, person_lists, runs};

use super::choose_people::Drawn;
use super::free_months::{self, FreeMonths};
use super::replace_choice;
use crate::office::{Desk, Office};
use crate::registry;

/// Who refuses.
#[derive(Clone, Debug)]
pub(crate) struct RefuseSponsorship {
    pub(crate) campaign: i64,
    pub(crate) place: i64,
    /// Why, in a word.
    pub(crate) why: String,
    pub(crate) account: Option<i64>,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    pub(crate) place: i64,
    /// How much of the pot's money is free again.
    pub(crate) freed: i64,
    /// The place of whoever comes next.
    pub(crate) next: Option<i64>,
}

/// Takes a refusal down.
pub(crate) fn run(office: &mut Office, asked: &RefuseSponsorship) -> Result<Refused> {
    office.unit(|unit, desk| within(unit, desk, asked))
}

/// The same within a unit that does more; or what would come of it.
pub(crate) fn within(unit: &mut Unit<'_>, desk: &Desk<'_>, asked: &RefuseSponsorship) -> Result<Refused> {
    let RefuseSponsorship { campaign, place, ref why, account } = *asked;
    // Whoever enrols her holds the campaign too.
    campaigns::hold(unit, campaign)?;
    let Some(choice) = choices::read(unit, campaign, place)? else {
        let id = format!("kampanye {campaign} tidak mempunyai tempat {place}");
        return Err(registry::not_there(id, format!("campaign {campaign} has no place {place}")).into());
    };
    if !matches!(choice.state.as_str(), "chosen" | "enrolled") {
        let id = format!("tempat {place} tidak sedang ditanggung: keadaannya {}", choice.state);
        let en = format!("nobody is paid for at place {place}: it is {}", choice.state);
        return Err(Refusal::new("place_free", id, en).into());
    }
    let freed = match choice.membership {
        Some(membership) => {
            let next = runs::last_begun_month(unit)?.and_then(base::Month::next);
            let from = next.map_or(desk.today.month(), |next| next.max(desk.today.month()));
            let pot = pot_of(unit, &choice)?;
            match free_months::within(unit, desk, &FreeMonths { membership, from, pot, why: why.clone() }) {
                Ok(freed) => freed.pots.values().map(|(_, amount)| amount).sum(),
                // All her months were used: what she refuses is only the place.
                Err(error) if is_nothing_reserved(&error) => 0,
                Err(error) => return Err(error),
            }
        }
        None => 0,
    };
    let (state, known) = ("refused".to_owned(), desk.now);
    let now = Choice { state, why: Some(why.clone()), account, known, ..choice.clone() };
    choices::set(unit, &now, &choice.state)?;
    registry::note(unit, desk, "sponsorship refused", choice.list)?;
    let next = replace_choice::within(unit, desk, &now, account)?.map(|next| next.place);
    Ok(Refused { place, freed, next })
}

/// Whose money the place is: what others have set aside for her stays hers.
fn pot_of(unit: &mut Unit<'_>, choice: &Choice) -> Result<Option<PayerId>> {
    let drawn = person_lists::read(unit, choice.list)?.as_ref().and_then(Drawn::of);
    Ok(drawn.map(|drawn| PayerId(drawn.pot)))
}

fn is_nothing_reserved(error: &anyhow::Error) -> bool {
    error.downcast_ref::<Refusal>().is_some_and(|refusal| refusal.code == "nothing_reserved")
}
