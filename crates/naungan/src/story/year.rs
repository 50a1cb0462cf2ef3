//! A year of claims: what happens to the members of an invented institution is reported, decided by two
//! people and paid; months of cash and pensions go on; wages are corrected afterwards, and files come late.
//! Every amount of a letter is what the law answers, and what the books say.

mod again;
mod compare;
mod decide;
mod heard;
mod jobless;
mod late;
mod pensions;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result};
use base::Month;
use rules::render::Lang;
use scheme::refusal::Refusal;
use store::queries::branches::{self, Branch};
use store::queries::institution;
use store::{Address, Keys};

use crate::actions::declare_value;
use crate::actions::open_account::{self, OpenAccount};
use crate::auth::Role;
use crate::books::checks;
use crate::demo::play::{Ids, play_and};
use crate::demo::{Event, Plan};
use crate::office::{Clock, Founding, Office, found};

/// So many members unless `YEAR_MEMBERS` in the environment says otherwise.
const MEMBERS: u32 = 600;
/// A year, and some months in which who has paid for twelve loses the job and draws the cash.
const MONTHS: u32 = 16;

/// What the institution of the story has declared: rates of growth, also of the year that runs, so that
/// savings can be paid out in it; that half a year of contributions is enough for a pension month by month
/// and counts as fifteen years do, since nobody waits that long in a story of one; and a quarter is for
/// months of cash.
const DECLARED: [(&str, &str); 6] = [
    ("jht_rate[2024]", "5.00"),
    ("jht_rate[2025]", "5.00"),
    ("jht_rate[2026]", "5.00"),
    ("jp_vesting_months", "6"),
    ("jp_accrual", "30.00"),
    ("jkp_months_needed[2025-03]", "3"),
];

/// The claims of the year, and who works on them.
struct Year<'p> {
    plan: &'p Plan,
    officer: i64,
    head: i64,
    keeper: i64,
    /// Claims that are not decided yet, and how often that was tried.
    open: Vec<(i64, u8)>,
    /// Those that were, by whom they are of.
    decided: BTreeMap<i64, Vec<i64>>,
    /// Those that were decided in the month before.
    fresh: Vec<i64>,
    /// Claims of which months of cash may come.
    jobless: Vec<i64>,
    /// Of whom something has become known since claims were looked at again.
    touched: BTreeSet<i64>,
    /// What came of what, by its name.
    tally: BTreeMap<String, usize>,
}

impl Year<'_> {
    fn count(&mut self, what: &str) {
        self.counts(what, 1);
    }

    fn counts(&mut self, what: &str, many: usize) {
        *self.tally.entry(what.to_owned()).or_default() += many;
    }

    /// What was heard in a month becomes events; what is open is decided, what changed is decided again, what
    /// goes on goes on, and all of it is paid.
    fn month(&mut self, office: &mut Office, ids: &Ids, events: &[Event]) -> Result<()> {
        self.hear(office, ids, events)?;
        self.correct(office)?;
        self.late_file(office)?;
        self.look_again(office)?;
        self.decide_open(office)?;
        self.months_of_cash(office)?;
        self.pensions(office)?;
        self.pay(office)
    }
}

/// The code of a lawful no; anything else is a fault.
fn refused(error: anyhow::Error) -> Result<&'static str> {
    let refusal = error.chain().find_map(|cause| cause.downcast_ref::<Refusal>()).map(|refusal| refusal.code);
    refusal.ok_or(error)
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
        agent: None,
        given: Some(("kata sandi uji".to_owned(), vec![7; 20])),
    };
    Ok(open_account::run(office, &asked)?.account)
}

fn tell(address: &str, members: u32) -> Result<BTreeMap<String, usize>> {
    let first = Month::new(2025, 1)?;
    let plan = Plan::new(7, members, MONTHS, first)?;
    let mut office = office(address, first)?;
    for (place, value) in DECLARED {
        declare_value::run(&mut office, place, value, "story")?;
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
    let mut year = Year {
        plan: &plan,
        officer,
        head,
        keeper,
        open: Vec::new(),
        decided: BTreeMap::new(),
        fresh: Vec::new(),
        jobless: Vec::new(),
        touched: BTreeSet::new(),
        tally: BTreeMap::new(),
    };
    play_and(&plan, &mut office, Lang::En, &mut |office, ids, events| year.month(office, ids, events))?;
    year.all_agree(&mut office)?;
    let verdict = checks::verify(&mut office).context("could not verify")?;
    anyhow::ensure!(verdict.faults.is_empty(), "verify finds {:?}", verdict.faults.first());
    Ok(year.tally)
}

/// What must have happened, so that the comparison says something.
const HAPPENED: [&str; 10] = [
    "work_accident",
    "lost_job",
    "other_disability",
    "wages corrected",
    "late files taken",
    "decided again",
    "months of cash compared",
    "months of pension compared",
    "letters compared",
    "orders paid",
];

#[test]
fn every_letter_is_the_law_and_the_books() {
    let members = std::env::var("YEAR_MEMBERS").ok().and_then(|text| text.parse().ok()).unwrap_or(MEMBERS);
    let (scratch, since) = (testing::sqlite::scratch(), Instant::now());
    let tally = tell(&scratch.address(), members).unwrap_or_else(|error| panic!("{error:#}"));
    let text: Vec<String> = tally.iter().map(|(what, count)| format!("  {what}: {count}")).collect();
    println!("{}", text.join("\n"));
    for what in HAPPENED {
        assert!(tally.get(what).is_some_and(|count| *count > 0), "no `{what}`: {tally:?}");
    }
    let of = |what: &str| tally.get(what).copied().unwrap_or(0);
    let amounts = of("letters compared") + of("months of cash compared") + of("months of pension compared");
    let seconds = since.elapsed().as_secs();
    println!(
        "{members} members in {MONTHS} months: {} letters, {amounts} amounts compared with law and books, 0 \
         differences, {seconds} s",
        of("letters compared"),
    );
}
