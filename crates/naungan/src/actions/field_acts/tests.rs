//! Acts of the field in any order and any number of times, on both engines.

use base::Day;
use scheme::memberships::Segment;
use store::queries::{agent_cash, agents};

use super::*;
use crate::actions::open_agent::{self, OpenAgent};
use crate::actions::open_branch;
use crate::books::checks;
use crate::registry::{self, members, offices};
use crate::trial::{Trial, day};

const TODAY: &str = "2025-12-03";

struct Field {
    trial: Trial,
    agent: i64,
}

impl Field {
    fn begin(address: &str) -> Field {
        let mut trial = Trial::begin(address, TODAY);
        let branch = trial.branch;
        let agency = open_agent::agency(&mut trial.office, "Kantor Rukun", branch).expect("an office");
        let (terms, areas) = ("by_staying".to_owned(), vec!["31".to_owned()]);
        let asked = OpenAgent { agency, person: None, terms, areas };
        let agent = open_agent::run(&mut trial.office, &asked).expect("an agent");
        Field { trial, agent }
    }

    fn send(&mut self, key: &str, does: &Does) -> (String, Option<String>) {
        let answered = self.run(key, does);
        (answered.answer.to_owned(), answered.code)
    }

    fn run(&mut self, key: &str, does: &Does) -> Answered {
        let act = Act { key: key.to_owned(), made: self.trial.office.now(), does: does.clone() };
        run(&mut self.trial.office, self.agent, &act).expect("an answer")
    }

    fn settle(&mut self, no: i64, takes: bool, by_branch: bool) -> Result<Answered> {
        let asked = Settle { agent: self.agent, no, takes, by_branch, account: None };
        settle(&mut self.trial.office, &asked)
    }

    /// How many members, receipts and rupiah the agent has.
    fn stands(&mut self) -> (usize, usize, i64) {
        let agent = self.agent;
        let stands = self.trial.office.look(|unit, _| {
            let clients = agents::clients(unit, agent)?.len();
            Ok((clients, agent_cash::open(unit, agent)?.len(), agent_cash::held_by(unit, agent)?))
        });
        stands.expect("a look")
    }
}

fn enrols(serial: &str, income: i64) -> Does {
    Does::Enrol(Enrol {
        nik: format!("990101450190{serial}"),
        name: format!("Sutini {}", if serial < "0050" { "Awal" } else { "Akhir" }),
        phone: "0813 0000 0011".to_owned(),
        sector: "other".to_owned(),
        income,
        saves: false,
        area: "31".to_owned(),
    })
}

fn pays(enrolment: &str, amount: i64) -> Does {
    let day: Day = day(TODAY);
    Does::Collect(Collect { whose: Whose::Enrolment(enrolment.to_owned()), amount, day })
}

fn said(answer: &str, code: Option<&str>) -> (String, Option<String>) {
    (answer.to_owned(), code.map(str::to_owned))
}

#[test]
fn acts_come_in_any_order_and_any_number_of_times() {
    testing::both(|address| {
        let mut field = Field::begin(address);
        let (enrol, pay) = (enrols("0011", 1_000_000), pays("e", 16_800));
        // The money comes before the member, twice.
        for _ in 0..2 {
            assert_eq!(field.send("p", &pay), said("conflict", Some("enrolment_missing")));
        }
        assert_eq!(field.stands(), (0, 0, 0));
        assert_eq!(field.send("e", &enrol), said("taken", None));
        // What waited is taken with it.
        assert_eq!(field.stands(), (1, 1, 16_800));
        for _ in 0..3 {
            assert_eq!(field.send("e", &enrol), said("same", None));
            assert_eq!(field.send("p", &pay), said("same", None));
        }
        assert_eq!(field.stands(), (1, 1, 16_800));
        let faults = checks::verify(&mut field.trial.office).expect("the books are read").faults;
        assert!(faults.is_empty(), "{faults:?}");
    });
}

#[test]
fn what_stands_against_an_act_is_settled_once() {
    testing::both(|address| {
        let mut field = Field::begin(address);
        assert_eq!(field.send("e", &enrols("0011", 1_000_000)), said("taken", None));
        // The same member from another telephone, with another income.
        let again = field.run("e2", &enrols("0011", 2_000_000));
        assert_eq!((again.answer, again.code.as_deref()), ("conflict", Some("enrolled_already")));
        assert!(matches!(again.kept.other, Some(Other::Member { income: Some(1_000_000), .. })), "{again:?}");
        let settled = field.settle(again.no, true, false).expect("it is settled");
        assert_eq!((settled.answer, settled.settled.as_deref()), ("taken", Some("taken")));
        assert!(field.settle(again.no, true, false).is_err(), "settled once");
        // The same key with other content.
        let other = field.run("e", &enrols("0012", 1_000_000));
        assert_eq!((other.answer, other.code.as_deref()), ("conflict", Some("other_content")));
        assert_eq!(field.run("e", &enrols("0012", 1_000_000)).no, other.no, "kept once");
        field.settle(other.no, true, false).expect("it is settled");
        assert_eq!(field.stands().0, 2);
        // The same cash on one day, which is another payment.
        assert_eq!(field.send("p", &pays("e", 16_800)), said("taken", None));
        let twice = field.run("p2", &pays("e", 16_800));
        assert_eq!((twice.answer, twice.code.as_deref()), ("conflict", Some("taken_already")));
        let thrice = field.run("p3", &pays("e", 16_800));
        field.settle(twice.no, true, false).expect("it is settled");
        field.settle(thrice.no, false, false).expect("it is dropped");
        assert_eq!(field.send("p3", &pays("e", 16_800)), said("same", Some("taken_already")));
        assert_eq!(field.stands(), (2, 2, 33_600));
    });
}

#[test]
fn who_is_known_is_for_the_branch_alone() {
    testing::both(|address| {
        let mut field = Field::begin(address);
        let person = field.trial.person("Sutini Awal");
        let income = [("income", "1000000"), ("sector", "other")].map(|(n, v)| (n.to_owned(), v.to_owned()));
        let member = field.trial.join(person, Segment::SelfEmployed, None, income.to_vec());
        let nik = field
            .trial
            .office
            .look(|unit, desk| Ok(crate::registry::people::load(unit, desk, person)?.identity().nik));
        let Does::Enrol(asked) = enrols("0011", 1_500_000) else { panic!("an enrolment") };
        let known = Does::Enrol(Enrol { nik: nik.expect("a NIK").to_string(), ..asked.clone() });
        // Nobody learns from the field who is a member: it is the same no as for a number of nobody's.
        let there = field.run("one", &known);
        let nobody = field.run("two", &Does::Enrol(Enrol { nik: "9901014501900097".to_owned(), ..asked }));
        for one in [&there, &nobody] {
            assert_eq!((one.answer, one.code.as_deref()), ("conflict", Some("not_confirmed")));
        }
        assert_eq!(there.kept.said, nobody.kept.said);
        assert!(field.settle(there.no, true, false).is_err(), "the branch settles it");
        let settled = field.settle(there.no, true, true).expect("the branch settles it");
        assert_eq!(settled.membership, Some(member.0));
        field.settle(nobody.no, false, false).expect("she drops it");
    });
}

#[test]
fn a_member_of_another_branch_is_changed_there() {
    testing::both(|address| {
        let mut field = Field::begin(address);
        let person = field.trial.known("9901014501900011", "Sutini Awal");
        let income = [("income", "1000000"), ("sector", "other")].map(|(n, v)| (n.to_owned(), v.to_owned()));
        let member = field.trial.join(person, Segment::SelfEmployed, None, income.to_vec());
        let elsewhere = open_branch::run(&mut field.trial.office, "Cabang Lain", 32).expect("a branch");
        let owner = field.trial.office.look(|unit, _| Ok(members::row(unit, member)?.payer)).expect("hers");
        for subject in [person.0, owner.0] {
            let given = field.trial.office.unit(|unit, desk| offices::assign(unit, desk, subject, elsewhere));
            given.expect("another branch has her");
        }
        let there = field.run("one", &enrols("0011", 1_500_000));
        assert_eq!((there.answer, there.code.as_deref()), ("conflict", Some("not_confirmed")));
        let settled = field.settle(there.no, true, true).expect_err("it is not this branch's");
        let refusal = settled.chain().find_map(|cause| cause.downcast_ref::<Refusal>());
        assert_eq!(refusal.expect("a refusal").code, "other_branch");
        let told = field.trial.office.look(|unit, _| {
            let history = registry::history(unit, scheme::facts::Subject::Membership(member))?;
            Ok(history.last("income", Moment::EVER).map(str::to_owned))
        });
        assert_eq!(told.expect("a look").as_deref(), Some("1000000"), "nothing of hers is changed");
        // It may be dropped, and what the branch cares for itself is taken.
        field.settle(there.no, false, true).expect("it is dropped");
        let branch = field.trial.branch;
        for subject in [person.0, owner.0] {
            let given = field.trial.office.unit(|unit, desk| offices::assign(unit, desk, subject, branch));
            given.expect("this branch has her");
        }
        let again = field.run("two", &enrols("0011", 1_500_000));
        field.settle(again.no, true, true).expect("the branch settles it");
    });
}

#[test]
fn what_is_refused_can_be_tried_again() {
    testing::both(|address| {
        let mut field = Field::begin(address);
        assert_eq!(field.send("e", &enrols("0011", 1_000_000)), said("taken", None));
        assert_eq!(field.send("much", &pays("e", 2_000_001)), said("refused", Some("too_much_cash")));
        assert_eq!(field.send("p", &pays("e", 1_990_000)), said("taken", None));
        assert_eq!(field.send("more", &pays("e", 20_000)), said("refused", Some("too_much_cash")));
        let handover = crate::actions::take_cash::ask(&mut field.trial.office, field.agent).expect("a code");
        let came = crate::actions::take_cash::came(
            &mut field.trial.office,
            handover.id,
            handover.amount,
            day(TODAY),
        );
        came.expect("the bank has it");
        assert_eq!(field.send("more", &pays("e", 20_000)), said("taken", None));
        let Does::Enrol(asked) = enrols("0012", 1_000_000) else { panic!("an enrolment") };
        for (nik, phone, area, code) in [
            ("123", "081300000011", "31", "field_nik"),
            ("9901014501900012", "12", "31", "field_phone"),
            ("9901014501900012", "081300000011", "77", "no_area"),
            ("9901014501900012", "081300000011", "32", "outside_territory"),
        ] {
            let (nik, phone, area) = (nik.to_owned(), phone.to_owned(), area.to_owned());
            let bad = Does::Enrol(Enrol { nik, phone, area, ..asked.clone() });
            assert_eq!(field.send(code, &bad), said("refused", Some(code)));
        }
        assert_eq!(field.stands(), (1, 1, 20_000));
    });
}
