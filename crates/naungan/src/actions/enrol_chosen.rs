//! Somebody who was chosen becomes a member, and a pot's money is set aside for her months.

use anyhow::{Context, Result};
use base::{Day, Month};
use scheme::id::{MembershipId, PayerId, PersonId};
use scheme::memberships::Segment;
use scheme::refusal::Refusal;
use scheme::solidarity::campaign::Rule;
use scheme::solidarity::list::Cover;
use store::Unit;
use store::queries::choices::{self, Choice};
use store::queries::person_lists;
use store::queries::{campaigns, runs};

use super::choose_people::{Drawn, first_facts, months, steps};
use super::confirm_person::{Confirmed, Named as Person, confirm};
use super::enrol_member::{EnrolMember, Funded, within_funded};
use super::register_person::{self, RegisterPerson};
use super::share_months::{self, ShareMonths};
use super::{replace_choice, reserve_months};
use crate::office::{Desk, Office};
use crate::registry::pots;
use crate::reports::known::Known;
use crate::reports::names::Named;

/// Reasons that are not hers: whoever comes next would meet them too, so she waits on.
const OF_THE_POT: [&str; 2] = ["pot_short", "month_begun"];

/// Enrols who has a place, or frees the place with the reason and gives it to the next; the place as it
/// stands then. Somebody else who was quicker is left alone.
pub(crate) fn run(office: &mut Office, choice: &Choice) -> Result<Choice> {
    let done = office.unit(|unit, desk| within(unit, desk, choice));
    let error = match done {
        Ok(done) => return Ok(done),
        Err(error) => error,
    };
    // Nothing of her is kept; that she cannot be enrolled is.
    let Some(refusal) = error.downcast_ref::<Refusal>() else { return Err(error) };
    office.unit(|unit, desk| out(unit, desk, choice, refusal.code))
}

/// The same, all of it or nothing.
fn within(unit: &mut Unit<'_>, desk: &Desk<'_>, choice: &Choice) -> Result<Choice> {
    let gone = || Refusal::new("list_gone", "daftarnya tidak ada lagi", "the list is gone");
    let choice = &match still_chosen(unit, choice)? {
        Ok(choice) => choice,
        Err(other) => return Ok(other),
    };
    let list = person_lists::read(unit, choice.list)?.ok_or_else(gone)?;
    let line = person_lists::line(unit, choice.list, choice.line)?.ok_or_else(gone)?;
    let drawn = Drawn::of(&list).ok_or_else(gone)?;
    let named = Named::open(desk, &line)?;
    let text = campaigns::rule_at(unit, list.campaign, list.made)?;
    let rule = Rule::parse(&text)?;
    let months = ahead(unit, desk, months(&rule, list.month), |month| *month)?;
    let steps = ahead(unit, desk, steps(&rule, list.month), |(month, _)| *month)?;
    let Some(first) = months.first().or(steps.first().map(|(month, _)| month)).copied() else {
        let id = "bulan kampanye ini sudah lewat";
        return Err(Refusal::new("month_begun", id, "the months of this campaign are over").into());
    };
    let pot = PayerId(drawn.pot);
    let found = Known::of(unit, desk, &[&named], first)?.found;
    let cover = found.first().map_or(Cover::None, |found| found.cover);
    if cover != Cover::None {
        let id = "sudah terlindungi sejak daftar diperiksa";
        return Err(Refusal::new("covered_since", id, "covered since the list was checked").into());
    }
    let person = person(unit, desk, &named)?;
    let funder = (pot, pots::load(unit, pot)?.source);
    let membership = member(unit, desk, person, &funder, (first, months.last().copied()))?;
    if !months.is_empty() {
        let wanted = reserve_months::prices_of(unit, desk, pot, membership, &months)?;
        reserve_months::within(unit, desk, pot, &wanted)?;
    }
    if !steps.is_empty() {
        let asked = ShareMonths { pot, membership, months: steps, account: choice.account };
        share_months::within(unit, desk, &asked)?;
    }
    let (state, known) = ("enrolled".to_owned(), desk.now);
    let now = Choice { state, membership: Some(membership), why: None, known, ..choice.clone() };
    choices::set(unit, &now, &choice.state)?;
    Ok(now)
}

/// The place as nobody else changes it until the unit ends, if it still waits to be enrolled; else as it is.
fn still_chosen(unit: &mut Unit<'_>, choice: &Choice) -> Result<Result<Choice, Choice>> {
    campaigns::hold(unit, choice.campaign)?;
    let now = choices::read(unit, choice.campaign, choice.place)?.context("a place that is gone")?;
    Ok(if now.state == "chosen" { Ok(now) } else { Err(now) })
}

/// The place is free, and why; the next has it, unless she would meet the same.
fn out(unit: &mut Unit<'_>, desk: &Desk<'_>, choice: &Choice, why: &str) -> Result<Choice> {
    let choice = match still_chosen(unit, choice)? {
        Ok(choice) => choice,
        Err(other) => return Ok(other),
    };
    let is_hers = !OF_THE_POT.contains(&why);
    let state = if is_hers { "freed" } else { "waiting" }.to_owned();
    let now = Choice { state, why: Some(why.to_owned()), known: desk.now, ..choice };
    choices::set(unit, &now, "chosen")?;
    if is_hers {
        replace_choice::within(unit, desk, &now, None)?;
    }
    Ok(now)
}

/// Months that have not begun to be run.
fn ahead<T>(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    mut months: Vec<T>,
    of: impl Fn(&T) -> Month,
) -> Result<Vec<T>> {
    let begun = runs::last_begun_month(unit)?;
    months.retain(|one| of(one) >= desk.today.month() && begun.is_none_or(|begun| of(one) > begun));
    Ok(months)
}

/// Who she is: known, or registered now.
fn person(unit: &mut Unit<'_>, desk: &Desk<'_>, named: &Named) -> Result<PersonId> {
    let not = || super::confirm_person::not_confirmed();
    let nik = named.nik().ok_or_else(not)?;
    let asked = Person { nik, name: &named.name, birth: named.born(), sex: named.sex() };
    match confirm(unit, desk, &asked)? {
        Confirmed::Known(person) => Ok(person),
        Confirmed::Not(_) => Err(not().into()),
        Confirmed::New => {
            let asked = RegisterPerson {
                nik,
                name: named.name.clone(),
                mother: None,
                birth_date: named.born().or(nik.birth_date(desk.today)).ok_or_else(not)?,
                sex: named.sex().unwrap_or(nik.sex()),
                phone: None,
                facts: Vec::new(),
                is_another: false,
            };
            Ok(PersonId(register_person::within(unit, desk, &asked)?.person))
        }
    }
}

/// Her membership, paid for by the pot from the first of her months to the last that it pays as a whole; by
/// herself, where it helps from the first on.
fn member(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    person: PersonId,
    (pot, source): &(PayerId, String),
    (first, last): (Month, Option<Month>),
) -> Result<MembershipId> {
    let started: Day = first.first_day().max(desk.today);
    let asked = EnrolMember {
        person,
        segment: Segment::SelfEmployed,
        payer: None,
        started,
        kpj: None,
        facts: first_facts(),
    };
    let funded_by = pots::counts_as(desk, source, first)?;
    let funded = last.map(|last| Funded { funder: *pot, counts_as: &funded_by, until: last.next() });
    let (enrolled, _) = within_funded(unit, desk, &asked, funded)?;
    Ok(MembershipId(enrolled.membership))
}
