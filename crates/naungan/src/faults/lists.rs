//! A village's list of five thousand names, and lists that are half broken: every line is counted once.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use anyhow::Result;
use scheme::facts::Months;
use scheme::id::{MembershipId, PayerId, PersonId};
use scheme::memberships::{Segment, unpack};
use scheme::solidarity::choose::Quota;
use store::queries::person_lists::{self, Line};
use store::queries::{choices, rolls};

use crate::actions::choose_people::{self, ChoosePeople, Plan};
use crate::actions::refuse_sponsorship::{self, RefuseSponsorship};
use crate::actions::take_list::{self, Brought};
use crate::actions::{ask_renewal, report_death};
use crate::jobs::{self, check_list};
use crate::reports::names;
use crate::trial::giving::{Giving, months, refused};
use crate::trial::village::{good, name, nik};
use crate::trial::{day, month};
use crate::views::lists;

const TODAY: &str = "2026-05-04";

fn brought(giving: &mut Giving, text: String) -> Result<i64> {
    let lines = names::read(text.into_bytes())?;
    let list = Brought {
        payer: giving.donor,
        campaign: giving.campaign,
        name: "daftar.csv".to_owned(),
        decree: Some("SK Kepala Desa 1/2026".to_owned()),
        month: month("2026-05"),
        lines: &lines,
        account: Some(5),
    };
    giving.trial.office.unit(|unit, desk| take_list::bring(unit, desk, &list))
}

fn checked(giving: &mut Giving, text: String) -> i64 {
    let list = brought(giving, text).expect("it is kept");
    let mut told = Vec::new();
    check_list::now(&mut giving.trial.office, list, &mut |_, done, total| {
        told.push((done, total));
        Ok(())
    })
    .expect("it is checked");
    assert!(told.is_sorted() && told.last().is_some_and(|(done, total)| done == total), "{told:?}");
    list
}

/// What reads the counts of a list.
type Counts = fn(&mut store::Unit<'_>, i64) -> Result<Vec<(String, i64)>>;

/// The counts for officers, or for whoever handed the list in; they add up to the lines.
fn counts(giving: &mut Giving, list: i64, of: Counts) -> String {
    let (counts, lines) = giving
        .trial
        .office
        .look(|unit, _| Ok((of(unit, list)?, person_lists::read(unit, list)?.map_or(0, |list| list.lines))))
        .expect("a look");
    assert_eq!(counts.iter().map(|(_, count)| count).sum::<i64>(), lines);
    counts.iter().map(|(word, count)| format!("{word} {count}")).collect::<Vec<_>>().join(", ")
}

/// 4,612 who can be paid for, 113 dead, 140 with an employer, 77 named before, 58 with a wrong number.
fn village(giving: &mut Giving) -> String {
    let mut text = "No;NIK;Nama;Tanggal Lahir;Jenis Kelamin;Desa;Pekerjaan;Desil\n".to_owned();
    let mut line = |nik: &str, name: &str, at: u32| {
        let (desil, work) = (at % 10 + 1, ["petani", "nelayan", "buruh tani"][at as usize % 3]);
        let _ = writeln!(text, "{at};{nik};{name};01-01-1990;L;Sukamaju {};{work};{desil}", at % 4);
    };
    for at in 0..4_612 {
        line(&nik(good(at)), &name(at), at);
    }
    let employer = giving.trial.employer("small");
    for at in 4_612..4_752 {
        let person = giving.trial.known(&nik(good(at)), &name(at));
        let facts = vec![("wage".to_owned(), "6000000".to_owned())];
        giving.trial.join(person, Segment::WageEarner, Some(employer), facts);
        line(&nik(good(at)), &name(at), at);
    }
    for at in 0..53 {
        line(&nik(100 * at + 99), &name(at), at);
    }
    for at in 4_752..4_812 {
        let person: PersonId = giving.trial.known(&nik(good(at)), &name(at));
        report_death::run(&mut giving.trial.office, person, Some(day("2026-04-01"))).expect("a death");
        line(&nik(good(at)), &name(at), at);
    }
    for at in 0..20 {
        line(&format!("99020201{at}"), &name(at), at);
        line(&nik(100 * at + 97), &name(at), at);
    }
    for at in 0..18 {
        line(&nik(100 * at + 98), &name(at), at);
    }
    for at in 0..77 {
        line(&nik(good(at * 50)), &name(at * 50), at);
    }
    text
}

#[test]
fn a_villages_list_of_five_thousand_is_counted_line_by_line() {
    testing::both(|address| {
        let mut giving = Giving::begin(address, TODAY, "months 6\nplaces 1000\nfirst poorer\n");
        let text = village(&mut giving);
        let list = checked(&mut giving, text);
        let officers = "can_be_paid_for 4612, named_twice 77, wrong_nik 58, is_dead 113, has_employer 140";
        assert_eq!(counts(&mut giving, list, lists::counts), officers);
        let village = "open 4612, named_twice 77, bad_form 20, is_dead 113, cannot 178";
        assert_eq!(counts(&mut giving, list, lists::heard), village);
        // Of one line it is told only what the list itself shows.
        let lines = giving.trial.office.look(|unit, _| person_lists::lines(unit, list, None, -1, 9_999));
        let of_lines: BTreeSet<&str> = lines
            .expect("lines")
            .iter()
            .map(|line| lists::heard_of(&line.verdict, line.look.is_some()))
            .collect();
        assert_eq!(of_lines.into_iter().collect::<Vec<_>>(), ["bad_form", "checked", "named_twice"]);
        // Checked again, a list says the same.
        let again = giving.trial.office.unit(|unit, desk| take_list::check_again(unit, desk, list, None));
        again.expect("it is asked again");
        while jobs::one(&mut giving.trial.office).expect("work") {}
        assert_eq!(counts(&mut giving, list, lists::counts), officers);
        chosen(&mut giving, list);
    });
}

fn plan(giving: &mut Giving, asked: &ChoosePeople) -> Plan {
    giving.trial.office.look(|unit, desk| choose_people::plan(unit, desk, asked)).expect("a plan")
}

/// Money for twelve: twelve are enrolled, one refuses, the next comes; the books stay whole.
fn chosen(giving: &mut Giving, list: i64) {
    let who = "work=nelayan".parse().expect("a criterion");
    let quotas = vec![Quota { who, percent: 50 }];
    let asked = ChoosePeople { list, pot: giving.pot, quotas, account: Some(5) };
    let without = plan(giving, &asked);
    assert_eq!((without.places, without.order.chosen.len()), (0, 0), "there is no money");
    giving.gives(without.price * 12 + 1).expect("a gift");
    let dry = plan(giving, &asked);
    assert_eq!((dry.places, dry.order.chosen.len(), dry.candidates.len()), (12, 12, 4_612));
    let real = giving.trial.office.unit(|unit, desk| choose_people::within(unit, desk, &asked));
    assert_eq!(real.expect("chosen").order, dry.order, "a trial says what would be done");
    let twice = giving.trial.office.unit(|unit, desk| choose_people::within(unit, desk, &asked).map(|_| ()));
    assert_eq!(refused(twice), "list_not_checked");
    while jobs::one(&mut giving.trial.office).expect("work") {}
    assert_eq!(giving.standing().free, 1);
    let campaign = giving.campaign;
    let place = first_enrolled(giving);
    let asked = RefuseSponsorship { campaign, place, why: "refused".to_owned(), account: Some(5) };
    let out = refuse_sponsorship::run(&mut giving.trial.office, &asked).expect("it is taken down");
    // Who comes next keeps the quota, so that it need not be the thirteenth.
    assert!(out.freed == dry.price && out.next.is_some_and(|next| next > 12), "{:?}", out.next);
    assert_eq!(refused(refuse_sponsorship::run(&mut giving.trial.office, &asked)), "place_free");
    while jobs::one(&mut giving.trial.office).expect("work") {}
    assert_eq!(giving.standing().free, 1);
    let counts = giving.trial.office.look(|unit, _| choices::counts(unit, campaign)).expect("counts");
    let counts: Vec<_> = counts.iter().map(|(state, count)| (state.as_str(), *count)).collect();
    assert_eq!(counts, [("enrolled", 12), ("refused", 1), ("waiting", 4_599)]);
}

fn first_enrolled(giving: &mut Giving) -> i64 {
    let campaign = giving.campaign;
    let all =
        giving.trial.office.look(|unit, _| choices::of_campaign(unit, campaign, Some("enrolled"), 0, 99));
    let all = all.expect("places");
    assert_eq!(all.len(), 12);
    all[0].place
}

#[test]
fn a_funder_is_asked_to_go_on_once_and_answers_once() {
    testing::both(|address| {
        let mut giving = Giving::begin(address, TODAY, "months 6\n");
        let workers = [giving.worker(6), giving.worker(6), giving.worker(3)];
        let pot = giving.pot;
        let shown = |giving: &mut Giving| -> Vec<String> {
            let span = (month("2026-05"), month("2027-04"));
            let endings = giving.trial.office.look(|unit, desk| lists::endings(unit, desk, span, None));
            let line = |one: &lists::Ending| {
                let state = one.renewal.as_deref().unwrap_or("-");
                format!("{} {} {} {state}", one.last, one.people, one.ask_by.expect("a day"))
            };
            endings.expect("a forecast").iter().map(line).collect()
        };
        assert_eq!(workers.len(), 3);
        assert_eq!(shown(&mut giving), ["2026-07 1 2026-06-01 -", "2026-10 2 2026-09-01 -"]);
        let ask = |giving: &mut Giving| giving.trial.office.unit(ask_renewal::all).expect("it is asked");
        assert_eq!(ask(&mut giving), 0, "it is too early");
        giving.turn("2026-06-01");
        assert_eq!((ask(&mut giving), ask(&mut giving)), (1, 0));
        assert_eq!(shown(&mut giving)[0], "2026-07 1 2026-06-01 asked");
        let mut answer = |until: &str| {
            let of = (pot, month(until));
            giving.trial.office.unit(|unit, desk| ask_renewal::answer(unit, desk, of, false, Some(5)))
        };
        answer("2026-07").expect("it is taken down");
        assert_eq!(refused(answer("2026-07")), "renewal_not_asked");
        assert_eq!(refused(answer("2026-10")), "renewal_not_asked");
        assert_eq!(shown(&mut giving)[0], "2026-07 1 2026-06-01 declined");
    });
}

#[test]
fn a_list_of_one_line_tells_nothing_of_one_person() {
    testing::both(|address| {
        let mut giving = Giving::begin(address, TODAY, "months 6\n");
        let firm = giving.trial.employer("small");
        let insured = giving.trial.known(&nik(good(0)), &name(0));
        let facts = vec![("wage".to_owned(), "6000000".to_owned())];
        giving.trial.join(insured, Segment::WageEarner, Some(firm), facts);
        let dead = giving.trial.known(&nik(good(1)), &name(1));
        report_death::run(&mut giving.trial.office, dead, Some(day("2026-04-01"))).expect("a death");
        // Insured, dead, nobody the institution knows, and a number that is somebody else's.
        for (at, officers) in
            [(0, "has_employer 1"), (1, "is_dead 1"), (2, "can_be_paid_for 1"), (97, "wrong_nik 1")]
        {
            let nik = if at == 97 { nik(97) } else { nik(good(at)) };
            let text = format!("NIK,Nama,Tanggal Lahir\n{nik},{},1990-01-01\n", name(at));
            let list = checked(&mut giving, text);
            assert_eq!(counts(&mut giving, list, lists::counts), officers);
            assert_eq!(counts(&mut giving, list, lists::heard), "checked 1", "{officers}");
        }
    });
}

#[test]
fn broken_lines_are_verdicts_or_faults_and_never_a_stop() {
    testing::both(|address| {
        let mut giving = Giving::begin(address, TODAY, "months 6\n");
        let mut text = "NIK,Nama,Tanggal Lahir,Desa,Desil\n".to_owned();
        for at in 0..50 {
            let _ = writeln!(text, "{},{},1990-01-01,Desa,3", nik(good(at)), name(at));
            let broken = match at % 5 {
                0 => format!("{},Warga,1990-02-31,Desa,3", nik(good(1_000 + at))),
                1 => format!("12345,Warga,1990-01-01,Desa,{at}"),
                2 => format!("{},Warga,1990-01-01,=1+1,3", nik(good(1_000 + at))),
                3 => format!("{},Warga,,,99", nik(good(1_000 + at))),
                _ => ",Warga,1990-01-01,Desa,3".to_owned(),
            };
            let _ = writeln!(text, "{broken}");
        }
        let list = checked(&mut giving, text);
        assert_eq!(
            counts(&mut giving, list, lists::counts),
            "can_be_paid_for 50, wrong_nik 20, unreadable 30"
        );
        let lines: Vec<Line> = giving
            .trial
            .office
            .look(|unit, _| person_lists::lines(unit, list, Some("unreadable"), -1, 99))
            .expect("lines");
        let (_, desk) = giving.trial.office.parts();
        for line in &lines {
            let named = names::Named::open(&desk, line).expect("it opens");
            assert!(!named.faults.is_empty(), "{named:?}");
        }
    });
}

#[test]
fn a_file_that_is_no_list_is_refused_as_a_whole() {
    let scratch = testing::sqlite::scratch();
    let mut giving = Giving::begin(&scratch.address(), TODAY, "months 6\n");
    for bytes in ["", "PK\u{3}\u{4}no workbook", "Nama,Desa\nWarga,Desa\n", "NIK,Nama\n"] {
        assert_eq!(refused(brought(&mut giving, bytes.to_owned())), "list_unread", "{bytes:?}");
    }
    let long: String = (0..100_001).map(|at| format!("{},W\n", nik(good(at % 5_000)))).collect();
    assert_eq!(refused(brought(&mut giving, format!("NIK,Nama\n{long}"))), "list_long");
    let none = giving.trial.office.look(|unit, _| person_lists::latest(unit, None, 9)).expect("lists");
    assert_eq!(none, [], "nothing of them is kept");
}

#[test]
fn a_campaign_of_steps_enrols_for_whole_months_and_then_for_parts() {
    testing::both(|address| {
        let mut giving = Giving::begin(address, TODAY, "months 4\nstep 3 1/2\n");
        let mut text = "NIK,Nama,Tanggal Lahir,Desa,Desil\n".to_owned();
        for at in 0..3 {
            let _ = writeln!(text, "{},{},1990-01-01,Desa,3", nik(good(at)), name(at));
        }
        let list = checked(&mut giving, text);
        let asked = ChoosePeople { list, pot: giving.pot, quotas: Vec::new(), account: Some(5) };
        // By hand, at half by the relief: two whole months of 8,400, and two of which 4,200 are the
        // campaign's.
        assert_eq!(plan(&mut giving, &asked).price, 2 * 8_400 + 2 * 4_200);
        giving.gives(3 * 25_200).expect("a gift");
        let done = giving.trial.office.unit(|unit, desk| choose_people::within(unit, desk, &asked).map(drop));
        done.expect("they are chosen");
        while jobs::one(&mut giving.trial.office).expect("work") {}
        let standing = giving.standing();
        assert_eq!((standing.reserved, standing.free), (3 * 25_200, 0));
        let span = (month("2026-05"), month("2027-04"));
        let endings = giving.trial.office.look(|unit, desk| lists::endings(unit, desk, span, None));
        let endings = endings.expect("a forecast");
        assert_eq!(
            endings.iter().map(|one| (one.last, one.people)).collect::<Vec<_>>(),
            [(month("2026-08"), 3)]
        );
    });
}

/// Who pays a worker's month, and what the law calls it.
fn funded(giving: &mut Giving, worker: MembershipId, of: &str) -> (PayerId, String) {
    let of = month(of);
    let rolls = giving.trial.office.look(|unit, _| rolls::of_membership(unit, worker)).expect("a roll");
    let here = |roll: &&rolls::Roll| Months { from: roll.from, until: roll.until }.contains(of);
    let roll = rolls.iter().find(here).expect("a covered month");
    let word = unpack(&roll.facts).find(|(name, _)| *name == "funded_by").map(|(_, value)| value);
    (roll.payer, word.unwrap_or("own_means").to_owned())
}

#[test]
fn who_refuses_one_pot_keeps_what_another_has_set_aside() {
    testing::both(|address| {
        let mut giving = Giving::begin(address, TODAY, "months 4\nstep 3 1/2\n");
        let text = format!("NIK,Nama,Tanggal Lahir,Desa,Desil\n{},{},1990-01-01,Desa,3\n", nik(1), name(0));
        let list = checked(&mut giving, text);
        giving.gives(25_200).expect("a gift");
        let asked = ChoosePeople { list, pot: giving.pot, quotas: Vec::new(), account: Some(5) };
        let done = giving.trial.office.unit(|unit, desk| choose_people::within(unit, desk, &asked).map(drop));
        done.expect("she is chosen");
        while jobs::one(&mut giving.trial.office).expect("work") {}
        let (campaign, donor) = (giving.campaign, giving.pot);
        let place = giving.trial.office.look(|unit, _| choices::read(unit, campaign, 1)).expect("a place");
        let worker = place.and_then(|place| place.membership).expect("she is enrolled");
        // A village helps with the months of which the donor pays half, and pays the one after them.
        let village = giving.another_pot("village_fund", None);
        giving.pot = village;
        giving.gives(100_000).expect("the village's money");
        let shared = giving.shares(worker, &months("2026-07", 2), "1/4").expect("its part");
        let whole = giving.reserves(&[worker], &months("2026-09", 1)).expect("a month");
        let own = giving.own(worker);
        assert_eq!(funded(&mut giving, worker, "2026-05"), (donor, "donor".to_owned()));

        let asked = RefuseSponsorship { campaign, place: 1, why: "refused".to_owned(), account: Some(5) };
        let out = refuse_sponsorship::run(&mut giving.trial.office, &asked).expect("it is taken down");
        assert_eq!(giving.standing().reserved, shared.amount + whole.amount, "the village's is still there");
        for (of, expected) in [
            ("2026-05", (own, "own_means")),
            ("2026-06", (own, "own_means")),
            ("2026-07", (own, "public_budget")),
            ("2026-08", (own, "public_budget")),
            ("2026-09", (village, "public_budget")),
            ("2026-10", (own, "own_means")),
        ] {
            assert_eq!(funded(&mut giving, worker, of), (expected.0, expected.1.to_owned()), "{of}");
        }
        giving.pot = donor;
        let standing = giving.standing();
        assert_eq!((standing.reserved, standing.free), (0, 25_200), "all of the donor's");
        assert!(out.freed > 0 && out.next.is_none());
    });
}
