//! A village or an association hands in a list of names: it is kept line by line, and checked later.

use anyhow::Result;
use base::Month;
use scheme::id::PayerId;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::person_lists::{self, PersonList};

use super::open_campaign::{hold, must_be_open};
use crate::jobs::{self, check_list};
use crate::office::Desk;
use crate::registry::{self, payers};
use crate::reports::names::Named;

/// A list.
pub(crate) struct Brought<'a> {
    /// Whose money it is for.
    pub(crate) payer: PayerId,
    pub(crate) campaign: i64,
    /// What the file is called.
    pub(crate) name: String,
    /// The decree that fixes it.
    pub(crate) decree: Option<String>,
    /// The first month that is to be paid for.
    pub(crate) month: Month,
    pub(crate) lines: &'a [Named],
    pub(crate) account: Option<i64>,
}

/// A decree's number and title.
const DECREE_CHARS_MAX: usize = 200;

/// Keeps a list, to be checked later; gives its number.
pub(crate) fn bring(unit: &mut Unit<'_>, desk: &Desk<'_>, brought: &Brought<'_>) -> Result<i64> {
    if brought.month < desk.today.month() {
        let id = format!("{} sudah lewat: tulis bulan ini atau sesudahnya", brought.month);
        let en = format!("{} is over: write this month or a later one", brought.month);
        return Err(Refusal::new("list_month_past", id, en).into());
    }
    let decree: String = brought
        .decree
        .iter()
        .flat_map(|decree| decree.trim().chars())
        .filter(|one| !one.is_control())
        .collect();
    if decree.chars().count() > DECREE_CHARS_MAX {
        let id = format!("nomor dan judul keputusan paling panjang {DECREE_CHARS_MAX} huruf");
        let en = format!("number and title of a decree have {DECREE_CHARS_MAX} letters at most");
        return Err(Refusal::new("decree_long", id, en).into());
    }
    payers::load(unit, desk, brought.payer)?;
    must_be_open(&hold(unit, brought.campaign)?)?;
    let id = jobs::number(desk);
    let of = (brought.account, Some(brought.payer));
    let job = jobs::later(unit, desk, check_list::KIND, &id.to_string(), of)?;
    let list = PersonList {
        id,
        payer: brought.payer,
        campaign: brought.campaign,
        name: brought.name.clone(),
        decree: Some(decree).filter(|decree| !decree.is_empty()),
        month: brought.month,
        state: "checking".to_owned(),
        lines: i64::try_from(brought.lines.len())?,
        account: brought.account,
        told: Some(job.to_string()),
        made: desk.now,
    };
    person_lists::add(unit, &list)?;
    let lines = brought.lines.iter().map(|line| line.line(desk, id)).collect::<Result<Vec<_>>>()?;
    person_lists::add_lines(unit, &lines)?;
    registry::note(unit, desk, "list handed in", id)?;
    Ok(id)
}

/// Has a list checked again, as when the civil registry has answered; asked twice, it is checked once.
pub(crate) fn check_again(unit: &mut Unit<'_>, desk: &Desk<'_>, id: i64, account: Option<i64>) -> Result<()> {
    let list = held(unit, id)?;
    match list.state.as_str() {
        "checked" => {
            let of = (account, Some(list.payer));
            let job = jobs::later(unit, desk, check_list::KIND, &id.to_string(), of)?;
            person_lists::set_state(unit, id, ("checked", "checking"), Some(&job.to_string())).map(drop)
        }
        "checking" => Ok(()),
        _ => Err(not_checked().into()),
    }
}

/// Nobody of it is chosen.
pub(crate) fn leave(unit: &mut Unit<'_>, desk: &Desk<'_>, id: i64) -> Result<()> {
    match held(unit, id)?.state.as_str() {
        "checked" => {
            person_lists::set_state(unit, id, ("checked", "dropped"), None)?;
            registry::note(unit, desk, "list dropped", id)
        }
        "dropped" => Ok(()),
        _ => Err(not_checked().into()),
    }
}

/// A list that nobody else changes until the unit ends.
pub(super) fn held(unit: &mut Unit<'_>, id: i64) -> Result<PersonList> {
    let gone = || registry::not_there(format!("tidak ada daftar {id}"), format!("there is no list {id}"));
    Ok(person_lists::hold(unit, id)?.ok_or_else(gone)?)
}

/// The list is not one that waits for a decision.
pub(super) fn not_checked() -> Refusal {
    let id = "daftar ini tidak sedang menunggu keputusan: lihat keadaannya";
    Refusal::new("list_not_checked", id, "the list does not wait for a decision: look how far it is")
}
