//! Vacancies: published by an employer of the institution's, taken in from a file of others, and withdrawn.

use anyhow::Result;
use base::Day;
use scheme::id::PayerId;
use scheme::jobs::{Occupation, Vacancy, Wages};
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::{institution, vacancies as rows};

use crate::office::Desk;
use crate::registry::{self, jobs, not_there, payers};

/// No title is longer.
const TITLE_CHARS_MAX: usize = 200;
/// No vacancy asks for more.
const SKILLS_MAX: usize = 50;
/// So many vacancies are looked at for one answer.
pub(crate) const VACANCIES_MAX: i64 = 20_000;

/// A vacancy as an employer offers it.
#[derive(Clone, Debug)]
pub(crate) struct Offered {
    /// What the employer calls it, so that the same again is the same vacancy.
    pub(crate) source: Option<String>,
    pub(crate) title: String,
    pub(crate) occupation: Option<Occupation>,
    pub(crate) province: Option<u8>,
    pub(crate) wages: Option<Wages>,
    pub(crate) skills: Vec<String>,
    pub(crate) until: Option<Day>,
}

/// Publishes a vacancy of an employer; gives its number.
pub(crate) fn publish(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    payer: PayerId,
    offered: &Offered,
    account: i64,
) -> Result<i64> {
    let known = payers::load(unit, desk, payer)?.payer;
    if known.closed.is_some() {
        let id = format!("{} sudah tutup", known.name);
        return Err(Refusal::new("payer_closed", id, format!("{} has closed", known.name)).into());
    }
    let id = institution::take_numbers(unit, 1)?;
    let vacancy = Vacancy {
        id: offered.source.clone().unwrap_or_else(|| id.to_string()),
        title: offered.title.trim().to_owned(),
        employer: known.name,
        occupation: offered.occupation.clone(),
        province: offered.province,
        wages: offered.wages,
        skills: offered.skills.clone(),
        posted: desk.today,
        until: offered.until,
    };
    may_be(&vacancy, desk.today)?;
    let (id, _) = rows::keep(unit, &row(desk, id, Some(payer), &vacancy, Some(account)))?;
    registry::note(unit, desk, "vacancy published", payer.0)?;
    Ok(id)
}

fn may_be(vacancy: &Vacancy, today: Day) -> Result<(), Refusal> {
    let title = vacancy.title.chars().count();
    let odd = |text: &String| text.contains(char::is_control) || text.chars().count() > TITLE_CHARS_MAX;
    if vacancy.skills.len() > SKILLS_MAX || [&vacancy.title].into_iter().chain(&vacancy.skills).any(odd) {
        let id = format!("tulis paling banyak {SKILLS_MAX} kemampuan, masing-masing singkat dan terbaca");
        let en = format!("write at most {SKILLS_MAX} skills, each short and legible");
        return Err(Refusal::new("vacancy", id, en));
    }
    if title == 0 || title > TITLE_CHARS_MAX || vacancy.until.is_some_and(|until| until < today) {
        let id =
            format!("lowongan perlu nama jabatan (sampai {TITLE_CHARS_MAX} huruf) dan hari akhir ke depan");
        let en = format!("a vacancy takes a title (up to {TITLE_CHARS_MAX} letters) and a last day to come");
        return Err(Refusal::new("vacancy", id, en));
    }
    Ok(())
}

/// What came of a file of vacancies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct TakenIn {
    pub(crate) new: u64,
    pub(crate) known: u64,
    /// Those that an employer publishes here herself: a file does not change them.
    pub(crate) own: u64,
}

/// Takes vacancies in; one that is known takes the place of what was known of it.
pub(crate) fn take_in(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    all: &[Vacancy],
    account: Option<i64>,
) -> Result<TakenIn> {
    let mut taken = TakenIn::default();
    for vacancy in all {
        let known = rows::owner(unit, &vacancy.employer, &vacancy.id)?;
        if let Some((_, Some(_))) = known {
            taken.own += 1;
            continue;
        }
        let id = match known {
            Some((id, _)) => id,
            None => institution::take_numbers(unit, 1)?,
        };
        rows::keep(unit, &row(desk, id, None, vacancy, account))?;
        if known.is_some() { taken.known += 1 } else { taken.new += 1 }
    }
    // About nobody: the institution itself is number 0.
    registry::note(unit, desk, "vacancies taken in", 0)?;
    Ok(taken)
}

fn row(
    desk: &Desk<'_>,
    id: i64,
    payer: Option<PayerId>,
    vacancy: &Vacancy,
    account: Option<i64>,
) -> rows::Vacancy {
    rows::Vacancy {
        id,
        payer,
        source: vacancy.id.clone(),
        employer: vacancy.employer.clone(),
        title: vacancy.title.clone(),
        occupation: vacancy.occupation.as_ref().map(|of| of.code().to_owned()),
        province: vacancy.province,
        wages: vacancy.wages.map(|wages| (wages.least(), wages.most())),
        skills: vacancy.skills.clone(),
        posted: vacancy.posted,
        until: vacancy.until,
        withdrawn: None,
        account,
        known: desk.now,
    }
}

/// A vacancy by number.
pub(crate) fn read(unit: &mut Unit<'_>, id: i64) -> Result<rows::Vacancy> {
    let row = rows::read(unit, id)?;
    Ok(row
        .ok_or_else(|| not_there(format!("tidak ada lowongan {id}"), format!("there is no vacancy {id}")))?)
}

/// Takes a vacancy back. An employer takes back her own, whoever works here any; the same again changes
/// nothing.
pub(crate) fn withdraw(unit: &mut Unit<'_>, desk: &Desk<'_>, id: i64, by: Option<PayerId>) -> Result<()> {
    let known = read(unit, id)?;
    if by.is_some() && known.payer != by {
        return Err(not_there(format!("tidak ada lowongan {id}"), format!("there is no vacancy {id}")).into());
    }
    if rows::withdraw(unit, id, desk.today)? {
        registry::note(unit, desk, "vacancy withdrawn", known.payer.map_or(0, |payer| payer.0))?;
    }
    Ok(())
}

/// Those one can apply for today, each with its row.
pub(crate) fn open(unit: &mut Unit<'_>, desk: &Desk<'_>) -> Result<Vec<(rows::Vacancy, Vacancy)>> {
    let all = rows::open(unit, desk.today, VACANCIES_MAX)?;
    all.into_iter()
        .map(|row| {
            let vacancy = jobs::vacancy(&row)?;
            Ok((row, vacancy))
        })
        .collect()
}
