//! A year of claims: what happens to the members of an invented institution is reported, decided by two
//! people and paid; wages are corrected afterwards, and files come late. Every amount of a letter is what the
//! law answers, and what the books say.

mod compare;
mod decide;

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::{Context, Result};
use base::{Day, Month};
use rules::render::Lang;
use scheme::events::EventKind;
use scheme::id::{MembershipId, PersonId};
use scheme::refusal::Refusal;
use store::queries::branches::{self, Branch};
use store::queries::{institution, memberships};
use store::{Address, Keys};

use crate::actions::open_account::{self, OpenAccount};
use crate::actions::report_event::{self, ReportEvent};
use crate::auth::Role;
use crate::books::checks;
use crate::demo::play::{Ids, play_and};
use crate::demo::{EndReason, Event, Happening, Plan};
use crate::office::{Clock, Founding, Office, found};

/// So many members unless `YEAR_MEMBERS` in the environment says otherwise.
const MEMBERS: u32 = 600;
/// A year, and two months in which somebody may have paid for twelve and lose the job.
const MONTHS: u32 = 14;
/// One in so many whose wage is reported has an accident at work, by chance of the plan.
const ACCIDENT_ONE_IN: u32 = 6;
/// One in so many deaths is one of work.
const BY_WORK_ONE_IN: u32 = 4;

/// The claims of the year, and who works on them.
struct Year {
    officer: i64,
    head: i64,
    keeper: i64,
    /// Claims that are not decided yet, and those that were.
    open: Vec<i64>,
    decided: Vec<i64>,
    /// What came of what, by its name.
    tally: BTreeMap<String, usize>,
}

impl Year {
    fn count(&mut self, what: &str) {
        *self.tally.entry(what.to_owned()).or_default() += 1;
    }

    /// What was heard in a month becomes events; what is open is decided, and what changed is decided again.
    fn month(&mut self, office: &mut Office, ids: &Ids, events: &[Event]) -> Result<()> {
        for (at, event) in (0u32..).zip(events) {
            let Some((person, kind, day, facts)) = happened(office, ids, event, at)? else { continue };
            self.report(office, person, (kind, day, facts))?;
        }
        for claim in std::mem::take(&mut self.open) {
            if self.decide(office, claim)? {
                self.decided.push(claim);
            } else {
                self.open.push(claim);
            }
        }
        self.look_again(office)?;
        self.pay(office)
    }

    fn report(
        &mut self,
        office: &mut Office,
        person: PersonId,
        (kind, day, facts): (EventKind, Day, &[(&str, &str)]),
    ) -> Result<()> {
        let facts = facts.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let asked = ReportEvent { person, kind, day, by_employer: true, account: Some(self.officer), facts };
        let reported = match report_event::run(office, &asked, None) {
            Ok(reported) => reported,
            Err(error) => {
                let code = refused(error)?;
                self.count(&format!("{kind} refused: {code}"));
                return Ok(());
            }
        };
        self.count(kind.name());
        if let Some(case) = reported.case {
            self.name_hands(office, person, case)?;
        }
        self.open.extend(reported.claims.iter().map(|claim| claim.claim));
        Ok(())
    }
}

/// The code of a lawful no; anything else is a fault.
fn refused(error: anyhow::Error) -> Result<&'static str> {
    let refusal = error.chain().find_map(|cause| cause.downcast_ref::<Refusal>()).map(|refusal| refusal.code);
    refusal.ok_or(error)
}

type Told = (PersonId, EventKind, Day, &'static [(&'static str, &'static str)]);

/// What an event of the plan is to claims.
fn happened(office: &mut Office, ids: &Ids, event: &Event, at: u32) -> Result<Option<Told>> {
    let of = |office: &mut Office, membership: Option<MembershipId>| match membership {
        Some(membership) => {
            office.look(|unit, _| Ok(memberships::read(unit, membership)?.map(|row| row.person)))
        }
        None => Ok(None),
    };
    Ok(match &event.what {
        Happening::Died { person, died } => {
            let by_work = person.0 % BY_WORK_ONE_IN == 0;
            let kind = if by_work { EventKind::WorkDeath } else { EventKind::OtherDeath };
            Some((ids.person(*person)?, kind, *died, &[]))
        }
        Happening::Left { membership, ended, reason } => {
            let person = of(office, ids.membership(*membership)?)?;
            let told = match reason {
                EndReason::Dismissed => Some((EventKind::LostJob, [("termination", "dismissal")].as_slice())),
                EndReason::Resigned => {
                    Some((EventKind::LeftWork, [("termination", "resignation")].as_slice()))
                }
                _ => None,
            };
            person.zip(told).map(|(person, (kind, facts))| (person, kind, *ended, facts))
        }
        Happening::AmountReported { membership, .. } if at.is_multiple_of(ACCIDENT_ONE_IN) => {
            let person = of(office, ids.membership(*membership)?)?;
            person.map(|person| {
                (person, EventKind::WorkAccident, event.day, [("land_fare", "350000")].as_slice())
            })
        }
        _ => None,
    })
}

fn office(address: &str, first: Month) -> Result<Office> {
    let Ok(address) = address.parse::<Address>();
    let founding = Founding {
        name: "Lembaga Setahun".to_owned(),
        production: false,
        crediting: "simple_yearly".to_owned(),
        jurisdiction: "id".to_owned(),
        on: first.first_day(),
    };
    let keys = Keys::generate();
    found(&address, &keys, &founding)?;
    let pack = Arc::new(crate::law::pack(None)?);
    Office::open(&address, keys, pack, Clock::set(founding.on))
}

/// An account of a role at a branch.
fn account(office: &mut Office, role: Role, branch: i64) -> Result<i64> {
    let asked = OpenAccount {
        role,
        handle: role.to_string(),
        name: role.to_string(),
        address: String::new(),
        person: None,
        payer: None,
        branch: (role != Role::Administrator).then_some(branch),
        province: None,
        given: Some(("kata sandi uji".to_owned(), vec![7; 20])),
    };
    Ok(open_account::run(office, &asked)?.account)
}

fn tell(address: &str, members: u32) -> Result<BTreeMap<String, usize>> {
    let first = Month::new(2025, 1)?;
    let plan = Plan::new(7, members, MONTHS, first)?;
    let mut office = office(address, first)?;
    for year in [2024, 2025, 2026] {
        let place = format!("jht_rate[{year}]");
        // The year that runs has a rate too, so that savings can be paid out in it.
        crate::actions::declare_value::run(&mut office, &place, "5.00", "story")?;
    }
    let branch = office.unit(|unit, _| {
        let id = institution::take_numbers(unit, 1)?;
        let (name, province) = ("Cabang Uji".to_owned(), "31".to_owned());
        branches::add(unit, &Branch { id, name, province, closed: None })?;
        Ok(id)
    })?;
    let officer = account(&mut office, Role::Officer, branch)?;
    let head = account(&mut office, Role::Head, branch)?;
    let keeper = account(&mut office, Role::Administrator, branch)?;
    let mut year =
        Year { officer, head, keeper, open: Vec::new(), decided: Vec::new(), tally: BTreeMap::new() };
    play_and(&plan, &mut office, Lang::En, &mut |office, ids, events| year.month(office, ids, events))?;
    year.all_agree(&mut office)?;
    let verdict = checks::verify(&mut office).context("could not verify")?;
    anyhow::ensure!(verdict.faults.is_empty(), "verify finds {:?}", verdict.faults.first());
    Ok(year.tally)
}

#[test]
fn every_letter_is_the_law_and_the_books() {
    let members = std::env::var("YEAR_MEMBERS").ok().and_then(|text| text.parse().ok()).unwrap_or(MEMBERS);
    let scratch = testing::sqlite::scratch();
    let tally = tell(&scratch.address(), members).unwrap_or_else(|error| panic!("{error:#}"));
    let text: Vec<String> = tally.iter().map(|(what, count)| format!("{what}: {count}")).collect();
    println!("{}", text.join("\n"));
    for what in ["work_accident", "lost_job", "letters compared", "orders paid"] {
        assert!(tally.get(what).is_some_and(|count| *count > 0), "no `{what}`: {tally:?}");
    }
}
