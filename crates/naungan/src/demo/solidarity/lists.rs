//! Lists that an association and a village hand in, who is chosen from them, who refuses and comes next, and
//! what becomes of people when their months are over.

use std::fmt::Write as _;

use anyhow::{Context, Result};
use base::id::Sex;
use base::{Day, Month};
use scheme::id::{MembershipId, PayerId};
use scheme::solidarity::campaign::Rule;
use store::queries::{bills, choices, memberships, renewals, rolls, worker_months};

use super::crowd::Crowd;
use super::donors::Donors;
use super::{Frame, person_of};
use crate::actions::choose_people::{self, ChoosePeople};
use crate::actions::receive_payment::{self, ForWhom, ReceivePayment};
use crate::actions::refuse_sponsorship::{self, RefuseSponsorship};
use crate::actions::take_list::{self, Brought};
use crate::actions::{ask_renewal, report_death, reserve_months, set_campaign};
use crate::jobs::{self, check_list, enrol_chosen};
use crate::office::Office;
use crate::registry::{people, pots};
use crate::reports::names;

/// The villages that names come from.
const AREAS: [&str; 3] = ["Sukamaju", "Sukamakmur", "Sukasari"];
/// What people on a list do.
const WORKS: [&str; 4] = ["nelayan", "petani", "pedagang", "buruh harian"];
/// Of a hundred lines so many are of people who died, or whose number is nobody's, or whom the civil registry
/// has not looked for, or whom an employer insures, or are there twice, or cannot be read.
const DEAD: usize = 5;
const WRONG: usize = 3;
const UNANSWERED: usize = 2;
const INSURED: usize = 5;
const TWICE: usize = 4;
const BROKEN: usize = 2;
/// So many refuse of each list.
const REFUSALS: usize = 2;
/// Months for which whoever is chosen last is paid for: they end soon after the demo does.
const SOON_MONTHS: i32 = 4;
/// No rule of the demo is longer.
const MONTHS_MAX: i32 = 12;
/// Months that a donor adds who goes on.
const FURTHER_MONTHS: i32 = 3;
/// Payments in one unit.
const TOGETHER: usize = 500;

/// A list from which somebody is chosen, and whose money it is.
#[derive(Clone, Copy)]
struct Handed {
    campaign: i64,
    list: i64,
    pot: PayerId,
}

/// All lists so far.
#[derive(Default)]
pub(super) struct Lists {
    /// Handed in, and nobody is chosen yet.
    open: Vec<Handed>,
    /// Chosen from, and nobody has refused yet.
    chosen: Vec<Handed>,
    /// Who was chosen, and whose money it is.
    paid_for: Vec<(MembershipId, PayerId)>,
    brought: usize,
}

impl Lists {
    /// Which lists come in a month: two at once in the first, one in the third, one that ends soon.
    pub(super) fn hand_in(
        &mut self,
        office: &mut Office,
        crowd: &mut Crowd,
        frame: &Frame,
        donors: &Donors,
        (k, day): (u32, Day),
    ) -> Result<()> {
        let mut wanted = Vec::new();
        if k == 0 {
            wanted.push((donors.of_association, donors.circle, donors.company, MONTHS_MAX));
            wanted.push((donors.of_village, donors.budget, donors.village, MONTHS_MAX));
        }
        if k == 2 {
            wanted.push((donors.of_village, donors.budget, donors.province, MONTHS_MAX));
        }
        if k > 0 && k == frame.months.saturating_sub(3).max(1) {
            wanted.push((donors.of_association, donors.circle, donors.state, SOON_MONTHS));
        }
        for (payer, campaign, pot, most) in wanted {
            if frame.span(day.month(), 1) > 0 {
                shorten(office, frame, campaign, (day.month(), most))?;
                let list = self.bring(office, crowd, frame, (payer, campaign), day.month())?;
                self.open.push(Handed { campaign, list, pot });
            }
        }
        Ok(())
    }

    /// A list that is checked and waits for somebody to choose from it.
    pub(super) fn leave_waiting(
        &mut self,
        office: &mut Office,
        crowd: &mut Crowd,
        frame: &Frame,
        donors: &Donors,
        (k, day): (u32, Day),
    ) -> Result<()> {
        let Some(next) = day.month().next().filter(|next| frame.span(*next, 1) > 0) else { return Ok(()) };
        if frame.is_last(k) {
            self.bring(office, crowd, frame, (donors.of_village, donors.budget), next)?;
        }
        Ok(())
    }

    /// A file is brought, and checked by the job that it asks for.
    fn bring(
        &mut self,
        office: &mut Office,
        crowd: &mut Crowd,
        frame: &Frame,
        (payer, campaign): (PayerId, i64),
        month: Month,
    ) -> Result<i64> {
        self.brought += 1;
        let lines = names::read(file(office, crowd, frame)?.into_bytes())?;
        let name = format!("daftar-contoh-{}.csv", self.brought);
        let decree = Some(format!("SK Contoh {}/{} (rekaan)", self.brought, month.year()));
        let brought = Brought { payer, campaign, name, decree, month, lines: &lines, account: None };
        let list = office.unit(|unit, desk| take_list::bring(unit, desk, &brought))?;
        jobs::all_of(office, &[check_list::KIND])?;
        Ok(list)
    }

    /// As far as each pot's money reaches.
    pub(super) fn choose(&mut self, office: &mut Office) -> Result<()> {
        for handed in std::mem::take(&mut self.open) {
            let (list, pot) = (handed.list, handed.pot);
            let asked = ChoosePeople { list, pot, quotas: Vec::new(), account: None };
            office.unit(|unit, desk| choose_people::within(unit, desk, &asked).map(drop))?;
            self.enrolled(office, handed)?;
            self.chosen.push(handed);
        }
        Ok(())
    }

    /// Whoever has a place is enrolled by a job, and from then on known here.
    fn enrolled(&mut self, office: &mut Office, handed: Handed) -> Result<()> {
        jobs::all_of(office, &[enrol_chosen::KIND])?;
        let all = office.look(|unit, _| {
            choices::of_campaign(unit, handed.campaign, Some("enrolled"), 0, i64::from(i32::MAX))
        })?;
        let of_list = all.into_iter().filter(|choice| choice.list == handed.list);
        for membership in of_list.filter_map(|choice| choice.membership) {
            if !self.paid_for.contains(&(membership, handed.pot)) {
                self.paid_for.push((membership, handed.pot));
            }
        }
        Ok(())
    }

    /// Some refuse, and the next have their places; of the first list somebody dies two months later.
    pub(super) fn refuse(&mut self, office: &mut Office, (k, day): (u32, Day)) -> Result<()> {
        for handed in std::mem::take(&mut self.chosen) {
            let Handed { campaign, list, .. } = handed;
            let places = office.look(|unit, _| {
                choices::of_campaign(unit, campaign, Some("enrolled"), 0, i64::from(i32::MAX))
            })?;
            for choice in places.iter().filter(|choice| choice.list == list).take(REFUSALS) {
                let (place, why) = (choice.place, "refused".to_owned());
                refuse_sponsorship::run(office, &RefuseSponsorship { campaign, place, why, account: None })?;
            }
            self.enrolled(office, handed)?;
        }
        if k == 2
            && let Some((membership, _)) = self.paid_for.last().copied()
        {
            let person = person_of(office, membership)?;
            report_death::run(office, person, day.plus_days(-3))?;
        }
        Ok(())
    }

    /// The company goes on for half of its people, budgets do not; whoever is asked last has not answered.
    pub(super) fn answer(
        &mut self,
        office: &mut Office,
        frame: &Frame,
        donors: &mut Donors,
        day: Day,
    ) -> Result<()> {
        for pot in [donors.company, donors.village] {
            let asked = office.look(|unit, _| renewals::of_pot(unit, pot))?;
            for one in asked.into_iter().filter(|one| one.state == "asked") {
                let goes_on =
                    pot == donors.company && self.goes_on(office, frame, donors, (one.until, day))?;
                office.unit(|unit, desk| ask_renewal::answer(unit, desk, (pot, one.until), goes_on, None))?;
            }
        }
        Ok(())
    }

    /// Money comes for further months of every second worker; whether there is any month to pay.
    fn goes_on(
        &self,
        office: &mut Office,
        frame: &Frame,
        donors: &mut Donors,
        (last, day): (Month, Day),
    ) -> Result<bool> {
        let pot = donors.company;
        let Some(from) = last.next().filter(|next| *next > day.month()) else { return Ok(false) };
        let months: Vec<Month> =
            (0..frame.span(from, FURTHER_MONTHS)).filter_map(|after| from.plus_months(after)).collect();
        let wanted = office.look(|unit, desk| {
            let mut wanted = Vec::new();
            for (membership, _) in self.paid_for.iter().filter(|(_, of)| *of == pot).step_by(2) {
                let rows = worker_months::of_membership(unit, *membership)?;
                if rows.iter().any(|row| row.month == last && row.state == "reserved") {
                    wanted.extend(reserve_months::prices_of(unit, desk, pot, *membership, &months)?);
                }
            }
            Ok(wanted)
        })?;
        if wanted.is_empty() {
            return Ok(false);
        }
        donors.takes(office, pot, wanted.iter().map(|(.., amount)| amount).sum(), None)?;
        reserve_months::run(office, pot, &wanted, None)?;
        Ok(true)
    }

    /// Whose months are over pays herself, two of three of them.
    pub(super) fn pay(&self, office: &mut Office) -> Result<()> {
        let open = office.look(|unit, _| {
            let mut open = Vec::new();
            for (membership, _) in
                self.paid_for.iter().enumerate().filter(|(at, _)| at % 3 > 0).map(|(_, of)| of)
            {
                let payer = memberships::read(unit, *membership)?.context("a member is lost")?.payer;
                let amount: i64 = bills::open_of(unit, payer)?.iter().map(|bill| bill.owed - bill.paid).sum();
                if amount > 0 {
                    open.push((payer, amount));
                }
            }
            Ok(open)
        })?;
        pay_all(office, &open)
    }
}

/// Everybody pays what is open, through a bank.
pub(super) fn pay_all(office: &mut Office, open: &[(PayerId, i64)]) -> Result<()> {
    for some in open.chunks(TOGETHER) {
        office.unit(|unit, desk| {
            for (payer, amount) in some {
                let asked = ReceivePayment {
                    for_whom: ForWhom::Payer(*payer),
                    amount: *amount,
                    day: desk.today,
                    channel: "bank".to_owned(),
                    reference: String::new(),
                };
                receive_payment::within(unit, desk, &asked)?;
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// A campaign's rule changes for those who are chosen from now on: they are paid for at most so many months,
/// and for none that the law does not know.
fn shorten(office: &mut Office, frame: &Frame, campaign: i64, (from, most): (Month, i32)) -> Result<()> {
    let rule = office.look(|unit, desk| pots::rule(unit, campaign, desk.now))?;
    let months = u32::try_from(frame.span(from, most))?.min(rule.months);
    if months == 0 || months == rule.months {
        return Ok(());
    }
    set_campaign::run(office, campaign, &Rule { months, ..rule }, None)
}

/// A list as somebody without a program writes it.
fn file(office: &mut Office, crowd: &mut Crowd, frame: &Frame) -> Result<String> {
    let mut text = "No;NIK;Nama;Tanggal Lahir;Jenis Kelamin;Desa;Pekerjaan;Desil;Disabilitas\n".to_owned();
    let lines = frame.sizes.lines;
    let part = |of_hundred: usize| (lines * of_hundred).div_ceil(100);
    let mut no = 0;
    let mut line = |text: &mut String, (nik, name, birth, sex): (&str, &str, Day, Sex)| {
        no += 1;
        let (sex, area, work) =
            (if sex == Sex::Female { "P" } else { "L" }, AREAS[no % AREAS.len()], WORKS[no % WORKS.len()]);
        let disabled = if no % 19 == 0 { "ya" } else { "tidak" };
        let _ =
            writeln!(text, "{no};{nik};{name};{birth};{sex};{area};{work};{};{disabled}", 1 + no * 7 % 10);
    };
    let insured = insured(office, frame, part(INSURED))?;
    let known =
        lines - [DEAD, WRONG, UNANSWERED, TWICE, BROKEN].map(part).iter().sum::<usize>() - insured.len();
    let mut all: Vec<_> = (0..known).map(|_| crowd.any()).collect();
    let twice: Vec<_> = all.iter().take(part(TWICE)).cloned().collect();
    all.extend((0..part(DEAD)).map(|_| crowd.ending(99..100)));
    all.extend((0..part(WRONG)).map(|_| crowd.ending(97..99)));
    all.extend((0..part(UNANSWERED)).map(|_| crowd.ending(96..97)));
    all.extend(twice);
    for one in &all {
        line(&mut text, (&one.nik.to_string(), &one.name, one.birth, one.sex));
    }
    for (nik, name, birth, sex) in &insured {
        line(&mut text, (nik, name, *birth, *sex));
    }
    for _ in 0..part(BROKEN) {
        let one = crowd.one();
        // A day that no calendar has.
        let _ = writeln!(text, "0;{};{};31-02-1990;P;{};{};3;tidak", one.nik, one.name, AREAS[0], WORKS[0]);
    }
    Ok(text)
}

/// People whom the largest employer insures.
fn insured(office: &mut Office, frame: &Frame, most: usize) -> Result<Vec<(String, String, Day, Sex)>> {
    let Some(employer) = frame.employer else { return Ok(Vec::new()) };
    let month = office.today().month();
    office.look(|unit, desk| {
        let mut all = Vec::new();
        for roll in rolls::of_payer_in(unit, employer, month)?.into_iter().take(most) {
            let Some(row) = memberships::read(unit, roll.membership)? else { continue };
            let known = people::load(unit, desk, row.person)?;
            let identity = known.identity();
            all.push((identity.nik.to_string(), identity.name.clone(), identity.birth_date, identity.sex));
        }
        Ok(all)
    })
}
