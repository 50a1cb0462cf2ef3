//! Funders are asked to go on before the last month that they pay for is over, and answer.

use anyhow::Result;
use base::Month;
use rules::render::Lang;
use scheme::id::PayerId;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::pots::{self, Pot};
use store::queries::renewals::{self, Renewal};

use super::report_dismissal::tell_employer;
use crate::office::Desk;
use crate::pages::templates::month_said;
use crate::registry;
use crate::views::lists::{self, Ending};
use crate::views::published;

/// So many months are looked ahead; the law says from which day on one is asked.
const MONTHS: i32 = 12;

/// Asks every funder whose day has come, each once for each last month; gives how many were asked.
pub(crate) fn all(unit: &mut Unit<'_>, desk: &Desk<'_>) -> Result<i64> {
    let from = desk.today.month();
    let until = from.plus_months(MONTHS).unwrap_or(from);
    let mut asked = 0;
    for ending in lists::endings(unit, desk, (from, until), None)? {
        let is_due = ending.ask_by.is_some_and(|day| day <= desk.today);
        // Platforms and sponsors without a pot have agreements of their own.
        let Some(pot) = pots::read(unit, ending.funder)?.filter(|_| is_due) else { continue };
        let renewal = Renewal {
            pot: ending.funder,
            until: ending.last,
            asked: desk.today,
            people: ending.people,
            state: "asked".to_owned(),
            account: None,
            known: desk.now,
        };
        if renewals::ask(unit, &renewal)? {
            registry::note(unit, desk, "renewal asked for", ending.funder.0)?;
            tell(unit, desk, &pot, &ending)?;
            asked += 1;
        }
    }
    Ok(asked)
}

/// Whoever acts for the donor hears of it; of everybody's small gifts, whoever leads the campaign.
fn tell(unit: &mut Unit<'_>, desk: &Desk<'_>, pot: &Pot, ending: &Ending) -> Result<()> {
    let leads = registry::pots::campaign(unit, pot.campaign)?.payer;
    let Some(payer) = pot.donor.or(leads) else { return Ok(()) };
    let (name, of) = (&desk.institution.name, &ending.name);
    let (id, en) = (month_said(ending.last, Lang::Id), month_said(ending.last, Lang::En));
    let people = match published::whole(ending.people) {
        Some(people) => [format!("{people} pekerja"), format!("{people} workers")],
        None => ["beberapa pekerja".to_owned(), "some workers".to_owned()],
    };
    let text = format!(
        "{name}: dana {of} untuk {} habis setelah {id}. Beri tahu kami apakah Anda meneruskannya, agar \
         perlindungan mereka tidak terputus.\n\
         {name}: the money of {of} for {} ends after {en}. Tell us whether you go on, so that their cover \
         does not lapse.",
        people[0], people[1]
    );
    tell_employer(unit, desk, payer, &text)
}

/// Takes an answer down.
pub(crate) fn answer(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (pot, until): (PayerId, Month),
    goes_on: bool,
    account: Option<i64>,
) -> Result<()> {
    let state = if goes_on { "renewed" } else { "declined" };
    if !renewals::answer(unit, (pot, until), state, account, desk.now)? {
        let id = format!("dana {pot} tidak sedang ditanya tentang perpanjangan setelah {until}");
        let en = format!("pot {pot} is not being asked to go on after {until}");
        return Err(Refusal::new("renewal_not_asked", id, en).into());
    }
    registry::note(unit, desk, "renewal answered", pot.0)
}
