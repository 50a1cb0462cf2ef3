//! People beyond the plan: those on lists, riders, agents and whom they bring.

use base::id::Sex;
use base::{Day, Nik};

use crate::actions::register_person::RegisterPerson;
use crate::demo::choices::Segment;
use crate::demo::person::{FOUR_YEARS, Identity, PersonIndex, SEATS_MAX};
use crate::demo::plan::Plan;

/// Somebody as she says who she is.
#[derive(Clone, Debug)]
pub(super) struct Somebody {
    pub(super) nik: Nik,
    pub(super) name: String,
    pub(super) mother: String,
    pub(super) birth: Day,
    pub(super) sex: Sex,
    phone: String,
}

impl Somebody {
    /// As whoever registers her writes her down.
    pub(super) fn registers(&self) -> RegisterPerson {
        RegisterPerson {
            nik: self.nik,
            name: self.name.clone(),
            mother: Some(self.mother.clone()),
            birth_date: self.birth,
            sex: self.sex,
            phone: Some(self.phone.clone()),
            facts: Vec::new(),
            is_another: true,
        }
    }
}

/// People in the places that the plan fills last, the last first: no number is anybody else's.
pub(super) struct Crowd {
    seed: u64,
    /// Days since 1970, by which ages are drawn.
    today: i32,
    next: u32,
}

/// Whoever is enrolled without a list is no older, so that nobody is kept out for her age.
const OLDEST_YEARS: i32 = 55;

/// The last two digits by which the invented registry knows somebody.
const KNOWN: std::ops::Range<u64> = 0..96;

impl Crowd {
    pub(super) fn new(plan: &Plan) -> Crowd {
        Crowd { seed: plan.seed, today: plan.first_day(0), next: 0 }
    }

    /// It is another day.
    pub(super) fn turn(&mut self, to: Day) {
        self.today = to.epoch_days();
    }

    /// Somebody whom the civil registry confirms, of an age to join.
    pub(super) fn one(&mut self) -> Somebody {
        loop {
            let one = self.any();
            if one.birth.epoch_days() > self.today - OLDEST_YEARS * FOUR_YEARS / 4 {
                return one;
            }
        }
    }

    /// Somebody of any age whom the civil registry confirms.
    pub(super) fn any(&mut self) -> Somebody {
        self.ending(KNOWN)
    }

    /// Somebody whose NIK ends so: what the invented registry says of her.
    pub(super) fn ending(&mut self, ends: std::ops::Range<u64>) -> Somebody {
        loop {
            let seat = SEATS_MAX - 1 - self.next;
            self.next += 1;
            let segment = Segment::SelfEmployed;
            let identity = Identity { seat, generation: 0, segment, joined: 0, duplicate: false };
            let mut traits = identity.traits(self.seed, self.today);
            traits.corrected_after = None;
            let person = identity.person(self.seed, traits, PersonIndex(0), PersonIndex(0));
            if ends.contains(&(person.nik.number() % 100)) {
                return Somebody {
                    nik: person.nik,
                    name: person.name,
                    mother: person.mother_name,
                    birth: person.birth_date,
                    sex: person.sex,
                    // The plan's own numbers begin with as many noughts as it has people.
                    phone: format!("0999{:08}", 99_999_999 - self.next),
                };
            }
        }
    }
}
