//! An institution to try things on, with invented people and employers.

pub(crate) mod giving;
pub(crate) mod village;

use std::sync::{Arc, OnceLock};

use base::id::Sex;
use base::{Day, Month};
use rules::LawPack;
use scheme::employers::PayerKind;
use scheme::id::{MembershipId, PayerId, PersonId};
use scheme::memberships::Segment;
use store::queries::branches::{self, Branch};
use store::queries::institution;
use store::{Address, Keys};

use crate::actions::change_membership::{self, Changed};
use crate::actions::enrol_member::{self, EnrolMember};
use crate::actions::register_payer::{self, RegisterPayer};
use crate::actions::register_person::{self, RegisterPerson};
use crate::office::{Clock, Founding, Office, found};
use crate::registry::offices;
use crate::runs::{Task, close, open, work};

/// An institution with one branch, which cares for every employer.
pub(crate) struct Trial {
    pub(crate) office: Office,
    pub(crate) clock: Clock,
    pub(crate) branch: i64,
    count: u32,
    /// Where messages go that lie beside no file of a database.
    _messages: Option<testing::sqlite::Scratch>,
}

fn pack() -> Arc<LawPack> {
    static PACK: OnceLock<Arc<LawPack>> = OnceLock::new();
    Arc::clone(PACK.get_or_init(|| Arc::new(crate::law::pack(None).expect("the law is whole"))))
}

pub(crate) fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

pub(crate) fn month(text: &str) -> Month {
    text.parse().expect("a month")
}

impl Trial {
    /// Founded on a day, at an address.
    pub(crate) fn begin(address: &str, today: &str) -> Trial {
        let Ok(address) = address.parse::<Address>();
        let founding = Founding {
            name: "Lembaga Uji".to_owned(),
            production: false,
            crediting: "simple_yearly".to_owned(),
            jurisdiction: "id".to_owned(),
            on: day(today),
        };
        let keys = Keys::generate();
        found(&address, &keys, &founding).expect("it is founded");
        let clock = Clock::set(day(today));
        let mut office = Office::open(&address, keys, pack(), clock.clone()).expect("it opens");
        let branch = office
            .unit(|unit, _| {
                let id = institution::take_numbers(unit, 1)?;
                let (name, province) = ("Cabang Uji".to_owned(), "31".to_owned());
                branches::add(unit, &Branch { id, name, province, closed: None })?;
                Ok(id)
            })
            .expect("a branch");
        let messages = (!matches!(address, Address::Sqlite(_))).then(testing::sqlite::scratch);
        if let Some(messages) = &messages {
            office.outbox = messages.directory().join("outbox");
        }
        Trial { office, clock, branch, count: 0, _messages: messages }
    }

    /// An employer of the branch, with its size by the law's name.
    pub(crate) fn employer(&mut self, size: &str) -> PayerId {
        self.count += 1;
        let asked = RegisterPayer {
            kind: PayerKind::Employer,
            npp: Some(format!("99{:06}", self.count)),
            name: format!("PT Uji {}", self.count),
            parent: None,
            province: Some(31),
            started: None,
            facts: vec![
                ("risk_class".to_owned(), "low".to_owned()),
                ("enterprise_size".to_owned(), size.to_owned()),
            ],
            measure: None,
        };
        let payer = register_payer::run(&mut self.office, &asked, None).expect("an employer").payer;
        self.care(payer);
        PayerId(payer)
    }

    /// A platform of the branch.
    pub(crate) fn platform(&mut self, name: &str) -> PayerId {
        let asked = RegisterPayer {
            kind: PayerKind::Platform,
            npp: None,
            name: name.to_owned(),
            parent: None,
            province: Some(31),
            started: None,
            facts: Vec::new(),
            measure: None,
        };
        let payer = register_payer::run(&mut self.office, &asked, None).expect("a platform").payer;
        self.care(payer);
        PayerId(payer)
    }

    /// The branch cares for somebody.
    pub(crate) fn care(&mut self, subject: i64) {
        let branch = self.branch;
        self.office
            .unit(|unit, desk| offices::assign(unit, desk, subject, branch))
            .expect("the branch cares");
    }

    /// Somebody new, of a name.
    pub(crate) fn person(&mut self, name: &str) -> PersonId {
        self.count += 1;
        self.known(&format!("990101010190{:04}", self.count), name)
    }

    /// Somebody new, of a number and a name.
    pub(crate) fn known(&mut self, nik: &str, name: &str) -> PersonId {
        let asked = RegisterPerson {
            nik: nik.parse().expect("a NIK"),
            name: name.to_owned(),
            mother: None,
            birth_date: day("1990-01-01"),
            sex: Sex::Male,
            phone: None,
            facts: Vec::new(),
            is_another: true,
        };
        PersonId(register_person::run(&mut self.office, &asked, None).expect("a person").person)
    }

    /// A name that nobody has yet.
    pub(crate) fn name(&self) -> String {
        // Digits are no part of a name.
        let letter = |digit: char| {
            digit
                .to_digit(10)
                .and_then(|at| ["ba", "ce", "di", "fo", "gu", "ha", "ke", "li", "mo", "nu"].get(at as usize))
        };
        let name: String = self.count.to_string().chars().filter_map(letter).copied().collect();
        format!("Orang {name}")
    }

    /// Somebody works for an employer, for a wage.
    pub(crate) fn hire(&mut self, payer: PayerId, wage: i64) -> MembershipId {
        let name = self.name();
        let person = self.person(&name);
        let facts = vec![("wage".to_owned(), wage.to_string())];
        self.join(person, Segment::WageEarner, Some(payer), facts)
    }

    /// Somebody becomes a member today.
    pub(crate) fn join(
        &mut self,
        person: PersonId,
        segment: Segment,
        payer: Option<PayerId>,
        facts: Vec<(String, String)>,
    ) -> MembershipId {
        let started = self.office.today();
        let asked = EnrolMember { person, segment, payer, started, kpj: None, facts };
        MembershipId(enrol_member::run(&mut self.office, &asked, None).expect("a membership").membership)
    }

    /// Another wage from a month on.
    pub(crate) fn wage(&mut self, membership: MembershipId, wage: i64, from: &str) {
        let (name, value) = ("wage".to_owned(), Some(wage.to_string()));
        let asked = Changed { membership, name, value, from: month(from), until: None };
        change_membership::change(&mut self.office, &asked).expect("a wage");
    }

    /// The run of a month, from its opening to its publication.
    pub(crate) fn run(&mut self, of: &str) {
        let run = open::open(&mut self.office, Task::Month(month(of))).expect("a run");
        work::work_together(&mut self.office, &run, &|_, _| {}).expect("the run is worked");
        close::close(&mut self.office, &run).expect("the run closes");
    }
}
