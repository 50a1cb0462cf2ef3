//! People, payers and memberships: what is done to the register.

use anyhow::Result;
use base::id::Sex;
use base::{Day, Nik};
use scheme::employers::PayerKind;
use scheme::id::{MembershipId, PayerId, PersonId};
use scheme::memberships::Segment;

use super::{Came, Teller};
use crate::actions::change_membership::{self, Changed, Sponsored};
use crate::actions::correct_person::{self, CorrectPerson};
use crate::actions::enrol_member::{self, EnrolMember};
use crate::actions::register_payer::{self, RegisterPayer};
use crate::actions::register_person::{self, RegisterPerson};
use crate::actions::report_payer::{self, ReportPayer};
use crate::actions::{merge_people, report_death};
use crate::story::model::{Member, Of};
use crate::story::plan::{Facts, Step, Who};

/// Whom an enrolment is about.
struct Joining<'a> {
    member: u32,
    person: u32,
    segment: Segment,
    payer: Option<u32>,
    started: Day,
    facts: &'a Facts,
}

fn came(done: Option<()>) -> Came {
    if done.is_some() { Came::Done } else { Came::Refused }
}

impl Teller {
    pub(super) fn acts(&mut self, step: &Step) -> Result<Came> {
        match step {
            Step::Person { person, born } => self.person(*person, *born, None),
            Step::Twin { person, of } => match self.model.born.get(of).copied() {
                Some(born) => self.person(*person, born, Some(*of)),
                None => Ok(Came::Nothing),
            },
            Step::Again { person } => self.again(*person),
            Step::Payer { payer, kind, facts } => self.payer(*payer, *kind, facts),
            Step::Firm { .. } => self.firm(step),
            Step::Enrol { member, person, segment, payer, started, facts } => {
                let (member, person, segment) = (*member, *person, *segment);
                self.enrol(&Joining { member, person, segment, payer: *payer, started: *started, facts })
            }
            Step::Death { .. } | Step::Alive { .. } | Step::Birth { .. } => self.life(step),
            Step::Merge { .. } | Step::Unmerge { .. } => self.links(step),
            _ => self.membership(step),
        }
    }

    fn person(&mut self, person: u32, born: Day, twin: Option<u32>) -> Result<Came> {
        if self.model.persons.contains_key(&person) {
            return Ok(Came::Nothing);
        }
        let registered = register_person::run(&mut self.office, &who(person, born, twin)?, None)?;
        self.model.persons.insert(person, registered.person);
        self.model.born.insert(person, born);
        self.model.say_since(Of::Person(person), "birth_date", &born.to_string(), base::Month::MIN);
        Ok(Came::Done)
    }

    /// Somebody comes a second time: the number is taken.
    fn again(&mut self, person: u32) -> Result<Came> {
        let Some(born) = self.model.born.get(&person).copied() else { return Ok(Came::Nothing) };
        let said = register_person::run(&mut self.office, &who(person, born, None)?, None);
        Ok(came(Self::agreed(said.map(drop), Some(false))?))
    }

    fn payer(&mut self, payer: u32, kind: PayerKind, facts: &Facts) -> Result<Came> {
        if self.model.payers.contains_key(&payer) {
            return Ok(Came::Nothing);
        }
        let npp = matches!(kind, PayerKind::Employer | PayerKind::Branch).then(|| format!("99{payer:06}"));
        let asked = RegisterPayer {
            kind,
            npp,
            name: format!("PT Cerita {payer}"),
            parent: None,
            province: None,
            started: None,
            facts: facts.clone(),
            measure: None,
        };
        let registered = register_payer::run(&mut self.office, &asked, None)?;
        self.model.payers.insert(payer, (kind, registered.payer));
        for (name, value) in facts {
            self.model.say_since(Of::Payer(payer), name, value, self.model.today.month());
        }
        Ok(Came::Done)
    }

    fn firm(&mut self, step: &Step) -> Result<Came> {
        let Step::Firm { payer, name, value, from, until } = step else { return Ok(Came::Nothing) };
        let Some((_, id)) = self.model.payers.get(payer) else { return Ok(Came::Nothing) };
        let asked = ReportPayer {
            payer: PayerId(*id),
            name: name.clone(),
            value: value.clone(),
            from: *from,
            until: *until,
        };
        let said = report_payer::run(&mut self.office, &asked);
        let done = Self::agreed(said.map(drop), Some(true))?;
        self.model.say(Of::Payer(*payer), name, value.as_deref(), (*from, *until));
        let all: Vec<u32> = self.model.members.keys().copied().collect();
        self.model.rebill(&all);
        Ok(came(done))
    }

    fn enrol(&mut self, joining: &Joining<'_>) -> Result<Came> {
        let Joining { member, person, segment, payer, started, facts } = *joining;
        let Some(asked) = self.joining(joining) else { return Ok(Came::Nothing) };
        let taken = self.model.is_taken(person, segment, payer, started.month());
        let said = enrol_member::run(&mut self.office, &asked, None);
        let Some(enrolled) = Self::agreed(said, taken.then_some(false))? else { return Ok(Came::Refused) };
        let payer = payer.map_or(Who::Own(member), Who::Payer);
        let id = enrolled.membership;
        self.joined(member, Member { person, segment, payer, id }, started, facts);
        Ok(Came::Done)
    }

    fn joining(&self, joining: &Joining<'_>) -> Option<EnrolMember> {
        let Joining { member, person, segment, payer, started, facts } = *joining;
        if self.model.members.contains_key(&member) {
            return None;
        }
        let person = PersonId(*self.model.persons.get(&person)?);
        let payer = match payer {
            Some(payer) => Some(PayerId(self.model.payers.get(&payer)?.1)),
            None => None,
        };
        Some(EnrolMember { person, segment, payer, started, kpj: None, facts: facts.clone() })
    }

    fn joined(&mut self, member: u32, of: Member, started: Day, facts: &Facts) {
        let (person, registered, from) = (of.person, self.model.today, started.month());
        self.model.members.insert(member, of);
        let whom = Of::Member(member);
        self.model.say_since(whom, "started", &started.to_string(), from);
        self.model.say_since(whom, "registration_date", &registered.to_string(), from);
        for (name, value) in facts {
            self.model.say_since(whom, name, value, from);
        }
        self.model.again(person);
    }

    fn life(&mut self, step: &Step) -> Result<Came> {
        let (Step::Death { person, .. } | Step::Alive { person } | Step::Birth { person, .. }) = step else {
            return Ok(Came::Nothing);
        };
        let Some(id) = self.model.persons.get(person).copied().map(PersonId) else {
            return Ok(Came::Nothing);
        };
        let of = Of::Person(*person);
        let today = self.model.today;
        let done = match step {
            Step::Death { day, .. } => {
                let born = self.model.born[person];
                let mut numbers = self.model.numbers(*person).into_iter();
                let dead = numbers.any(|number| self.model.last_day(Of::Person(number), "died").is_some());
                let expected = (dead || *day > today || born > *day).then_some(false);
                let said = report_death::run(&mut self.office, id, Some(*day));
                let done = Self::agreed(said.map(drop), expected)?;
                if done.is_some() {
                    self.model.say_since(of, "died", &day.to_string(), day.month());
                }
                done
            }
            Step::Birth { day, .. } => {
                let asked = CorrectPerson { birth_date: Some(*day), ..CorrectPerson::default() };
                let said = correct_person::run(&mut self.office, id, &asked);
                let done = Self::agreed(said.map(drop), (self.model.born[person] == *day).then_some(false))?;
                if done.is_some() {
                    self.model.born.insert(*person, *day);
                    self.model.say_since(of, "birth_date", &day.to_string(), base::Month::MIN);
                }
                done
            }
            _ => {
                // Under whatever number of hers a death was reported, she lives.
                let numbers = self.model.numbers(*person).into_iter().map(Of::Person);
                let deaths: Vec<(Of, Day)> =
                    numbers.filter_map(|of| Some((of, self.model.last_day(of, "died")?))).collect();
                let said = report_death::run(&mut self.office, id, None);
                let done = Self::agreed(said.map(drop), deaths.is_empty().then_some(false))?;
                for (of, died) in deaths.into_iter().filter(|_| done.is_some()) {
                    self.model.say(of, "died", None, (died.month(), None));
                }
                done
            }
        };
        if done.is_some() {
            self.model.again(*person);
        }
        Ok(came(done))
    }

    fn links(&mut self, step: &Step) -> Result<Came> {
        let (Step::Merge { person, .. } | Step::Unmerge { person }) = step else { return Ok(Came::Nothing) };
        let Some(id) = self.model.persons.get(person).copied().map(PersonId) else {
            return Ok(Came::Nothing);
        };
        let stays = self.model.root(*person);
        if let Step::Merge { into, .. } = step {
            let Some(other) = self.model.persons.get(into).copied().map(PersonId) else {
                return Ok(Came::Nothing);
            };
            let said = merge_people::merge(&mut self.office, id, other, Some("satu orang"));
            let refused = stays != *person || self.model.root(*into) == *person;
            let done = Self::agreed(said.map(drop), refused.then_some(false))?;
            if done.is_some() {
                self.model.link(*person, Some(*into));
                self.model.again(*into);
            }
            return Ok(came(done));
        }
        let said = merge_people::unmerge(&mut self.office, id, "dua orang");
        let done = Self::agreed(said.map(drop), (stays == *person).then_some(false))?;
        if done.is_some() {
            self.model.link(*person, None);
            self.model.again(stays);
            self.model.again(*person);
        }
        Ok(came(done))
    }

    fn membership(&mut self, step: &Step) -> Result<Came> {
        let (Step::Report { member, .. }
        | Step::End { member, .. }
        | Step::Reopen { member }
        | Step::Resume { member, .. }
        | Step::Move { member, .. }
        | Step::Sponsor { member, .. }) = step
        else {
            return Ok(Came::Nothing);
        };
        let Some(known) = self.model.members.get(member) else { return Ok(Came::Nothing) };
        let (id, person, of) = (MembershipId(known.id), known.person, Of::Member(*member));
        let started = self.model.last_day(of, "started");
        let ended = self.model.last_day(of, "ended").filter(|end| started.is_some_and(|start| *end >= start));
        let expected = |refused: bool| refused.then_some(false);
        let done = match step {
            Step::Report { name, value, from, until, .. } => {
                let (name, value, from, until) = (name.clone(), value.clone(), *from, *until);
                let refused = !self.model.runs_in(*member, from, until);
                let asked = Changed { membership: id, name: name.clone(), value: value.clone(), from, until };
                let said = change_membership::change(&mut self.office, &asked);
                let done = Self::agreed(said.map(drop), expected(refused))?;
                if done.is_some() {
                    self.model.say(of, &name, value.as_deref(), (from, until));
                }
                done
            }
            Step::End { day, .. } => {
                let said = change_membership::end(&mut self.office, id, *day, "resigned");
                let refused = ended.is_some() || started.is_none_or(|started| *day < started);
                let done = Self::agreed(said.map(drop), Some(!refused))?;
                if done.is_some() {
                    self.ended(*member, *day, "resigned");
                }
                done
            }
            Step::Reopen { .. } => {
                let said = change_membership::reopen(&mut self.office, id);
                let done = Self::agreed(said.map(drop), expected(ended.is_none()))?;
                if let (Some(()), Some(ended)) = (done, ended) {
                    self.model.say(of, "ended", None, (ended.month(), None));
                    self.model.say(of, "end_reason", None, (ended.month(), None));
                }
                done
            }
            Step::Resume { day, .. } => {
                let said = change_membership::resume(&mut self.office, id, *day);
                let done = Self::agreed(said.map(drop), expected(ended.is_none_or(|ended| *day <= ended)))?;
                if done.is_some() {
                    self.model.say_since(of, "started", &day.to_string(), day.month());
                }
                done
            }
            _ => return self.others(step, id),
        };
        if done.is_some() {
            self.model.again(person);
        }
        Ok(came(done))
    }

    fn ended(&mut self, member: u32, day: Day, reason: &str) {
        self.model.say_since(Of::Member(member), "ended", &day.to_string(), day.month());
        self.model.say_since(Of::Member(member), "end_reason", reason, day.month());
    }

    /// Steps in which somebody else pays from now on.
    fn others(&mut self, step: &Step, id: MembershipId) -> Result<Came> {
        match step {
            Step::Move { member, new, payer, started, facts } => {
                let person = self.model.members[member].person;
                let (segment, payer) = (Segment::WageEarner, *payer);
                let joining =
                    Joining { member: *new, person, segment, payer: Some(payer), started: *started, facts };
                let Some(asked) = self.joining(&joining) else { return Ok(Came::Nothing) };
                let said = change_membership::move_to(&mut self.office, id, &asked);
                let Some((_, enrolled)) = Self::agreed(said, None)? else { return Ok(Came::Refused) };
                self.ended(*member, started.plus_days(-1).unwrap_or(*started), "moved");
                self.model.again(person);
                let id = enrolled.membership;
                self.joined(*new, Member { person, segment, payer: Who::Payer(payer), id }, *started, facts);
                Ok(Came::Done)
            }
            Step::Sponsor { member, payer, from, until } => {
                let Some((_, funder)) = self.model.payers.get(payer) else { return Ok(Came::Nothing) };
                let asked = Sponsored {
                    membership: id,
                    funder: PayerId(*funder),
                    funded_by: "donor".to_owned(),
                    from: *from,
                    until: *until,
                };
                let said = change_membership::sponsor(&mut self.office, &asked);
                let refused = !self.model.runs_in(*member, *from, *until);
                let done = Self::agreed(said.map(drop), refused.then_some(false))?;
                if done.is_some() {
                    let months = (*from, *until);
                    self.model.say(Of::Member(*member), "funder", Some(&payer.to_string()), months);
                    self.model.say(Of::Member(*member), "funded_by", Some("donor"), months);
                    self.model.again(self.model.members[member].person);
                }
                Ok(came(done))
            }
            _ => Ok(Came::Nothing),
        }
    }
}

/// Somebody who does not exist.
fn who(person: u32, born: Day, twin: Option<u32>) -> Result<RegisterPerson> {
    let digits = format!("990101{:02}{:02}{:02}{person:04}", 1, 1, 90);
    let nik: Nik = digits.parse()?;
    Ok(RegisterPerson {
        nik,
        name: format!(
            "Orang {}",
            "abcdefghij".chars().cycle().nth(twin.unwrap_or(person) as usize).unwrap_or('x')
        ),
        mother: None,
        birth_date: born,
        sex: Sex::Male,
        phone: None,
        facts: Vec::new(),
        is_another: true,
    })
}
