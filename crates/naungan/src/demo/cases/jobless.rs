//! Somebody who lost her job: the first month of cash is paid, she looks for work and learns, has half of the
//! next month's duties behind her, and objects to a line of her letter. And the work there is to find.

use anyhow::{Context, Result};
use base::Day;
use scheme::claims::ClaimKind;
use scheme::events::EventKind;
use scheme::id::PersonId;
use scheme::jobs::{Vacancy, Wages};
use store::queries::payers;

use super::{Before, Game, Opened, lawful, opened, payee};
use crate::actions::apply_for_vacancy::{self, To};
use crate::actions::book_training::{self, Offer};
use crate::actions::look_for_work::{self, Wishes};
use crate::actions::mark_duty::{self, Marked};
use crate::actions::name_payee;
use crate::actions::note_counselling;
use crate::actions::open_grievance::{self, OpenGrievance};
use crate::actions::publish_vacancy::{self, Offered};
use crate::actions::record_interview;
use crate::registry::letters;

/// Work there is: name, group of occupations, wages of a month, skills.
type Work = (&'static str, &'static str, (i64, i64), &'static [&'static str]);

/// What the employer of the login offers.
const OFFERED: [Work; 3] = [
    ("Juru las (contoh)", "7212", (4_600_000, 5_400_000), &["las", "membaca gambar"]),
    ("Pengemudi truk (contoh)", "8332", (4_200_000, 4_800_000), &["SIM B1"]),
    ("Staf pembukuan (contoh)", "4311", (4_800_000, 6_000_000), &["pembukuan", "komputer"]),
];

/// Work of others, which a file brought.
const OF_OTHERS: [Work; 2] = [
    ("Tukang pipa (contoh)", "7126", (4_300_000, 4_900_000), &["las"]),
    ("Pramuniaga (contoh)", "5223", (3_900_000, 4_200_000), &[]),
];

/// How long one can apply, and how long a course lasts.
const OPEN_DAYS: i32 = 45;
const COURSE_DAYS: i32 = 21;

impl Game<'_> {
    fn later(&self, days: i32) -> Day {
        self.today.plus_days(days).unwrap_or(self.today)
    }

    /// Vacancies and a course at the place of the employer.
    pub(super) fn work_to_find(&mut self) -> Result<()> {
        let ((payer, employer), officer) = (self.cast.employer, self.cast.officer);
        let (until, last) = (self.later(OPEN_DAYS), self.later(COURSE_DAYS));
        self.office.unit(|unit, desk| {
            let province = payers::read(unit, payer)?.and_then(|row| row.province.parse().ok());
            for (title, occupation, (least, most), skills) in OFFERED {
                let offered = Offered {
                    source: None,
                    title: title.to_owned(),
                    occupation: Some(occupation.parse()?),
                    province,
                    wages: Some(Wages::new(least, most)?),
                    skills: skills.iter().map(|skill| (*skill).to_owned()).collect(),
                    until: Some(until),
                };
                publish_vacancy::publish(unit, desk, payer, &offered, employer)?;
            }
            let of_others = OF_OTHERS.iter().enumerate().map(|(at, (title, occupation, wages, skills))| {
                Ok(Vacancy {
                    id: format!("CONTOH-{}", at + 1),
                    title: (*title).to_owned(),
                    employer: "PT Contoh Lain".to_owned(),
                    occupation: Some(occupation.parse()?),
                    province,
                    wages: Some(Wages::new(wages.0, wages.1)?),
                    skills: skills.iter().map(|skill| (*skill).to_owned()).collect(),
                    posted: desk.today,
                    until: Some(until),
                })
            });
            let of_others = of_others.collect::<Result<Vec<_>>>()?;
            publish_vacancy::take_in(unit, desk, &of_others, Some(officer))?;
            let offer = Offer {
                provider: "BLK Contoh".to_owned(),
                name: "Teknik las (contoh)".to_owned(),
                occupation: Some("7212".parse()?),
                province,
                places: 20,
                from: desk.today,
                last,
            };
            book_training::offer(unit, desk, &offer, officer).map(drop)
        })
    }

    /// The whole of it; nobody where the law has nobody yet: cash is for who has paid for a year.
    pub(super) fn jobless(&mut self) -> Result<usize> {
        let event = (EventKind::LostJob, self.ago(1), [("termination", "dismissal")].as_slice());
        let reported = self.report(event, ClaimKind::JkpCash, Before::Ends("dismissed"))?;
        let Some(reported) = reported else { return Ok(0) };
        let all = opened(&reported);
        for one in &all {
            self.papers(*one, usize::MAX)?;
        }
        let cash = reported.claims.iter().position(|claim| claim.kind == ClaimKind::JkpCash.name());
        let Some(cash) = cash.and_then(|at| all.get(at)).copied() else { return Ok(all.len()) };
        let (officer, payee) = (self.cast.officer, payee("Peserta Contoh", cash.case * 100)?);
        self.office
            .unit(|unit, desk| name_payee::within(unit, desk, (cash.case, "member"), &payee, officer))?;
        if self.assess(cash)? && self.approve(cash)? {
            self.pay()?;
            let person = self.whose(cash)?;
            self.looks_for_work(person)?;
            self.objects(cash)?;
        }
        Ok(all.len())
    }

    /// Half of what the next month asks for is done.
    fn looks_for_work(&mut self, person: PersonId) -> Result<()> {
        let officer = self.cast.officer;
        let wishes = Wishes {
            occupations: vec!["7212".parse()?],
            skills: vec!["las".to_owned()],
            province: None,
            wage: Some(4_500_000),
        };
        self.office.unit(|unit, desk| {
            look_for_work::within(unit, desk, person, &wishes)?;
            let open = publish_vacancy::open(unit, desk)?;
            let first = open.first().map(|(row, _)| row.id).context("no vacancy")?;
            let (employer, title) = ("PT Contoh Lain".to_owned(), "Tukang pipa (contoh)".to_owned());
            let elsewhere = To::Elsewhere { employer, title, day: desk.today };
            for to in [To::Vacancy(first), elsewhere] {
                apply_for_vacancy::within(unit, desk, person, &to, Some(officer))?;
            }
            record_interview::record(unit, desk, person, ("PT Contoh Lain", desk.today), Some(officer))?;
            let course = store::queries::trainings::ahead(unit, desk.today)?;
            let course = course.first().map(|course| course.id).context("no course")?;
            book_training::book(unit, desk, (course, person), Some(officer))?;
            mark_duty::within(unit, desk, person, (&Marked::SelfAssessment, desk.today), Some(officer))?;
            let note = (desk.today, "Mencari pekerjaan las; ikut pelatihan mulai hari ini.");
            note_counselling::within(unit, desk, person, note, officer).map(drop)
        })
    }

    /// She objects to the first line with an amount; the branch has written it down for her.
    fn objects(&mut self, opened: Opened) -> Result<()> {
        let (claim, officer) = (opened.claim, self.cast.officer);
        let done = self.office.unit(|unit, desk| {
            let (_, kept) = letters::read(unit, desk, (claim, 1))?;
            let line = kept.lines().find(|line| line.amount.is_some()).map_or(1, |line| line.number);
            let asked = OpenGrievance {
                claim,
                letter: 1,
                line,
                objection: "Upah terakhir saya lebih tinggi daripada yang dihitung (contoh).".to_owned(),
                account: Some(officer),
            };
            open_grievance::within(unit, desk, &asked)
        });
        lawful(done).map(drop)
    }
}
