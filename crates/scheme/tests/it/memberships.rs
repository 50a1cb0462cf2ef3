//! Memberships, decided: who may enter, what ends, moves and begins again; no month is covered twice.

use std::fmt::Write as _;

use base::{Day, Moment, Month};
use expect_test::{Expect, expect};
use scheme::employers::{Payer, PayerKind, Report};
use scheme::facts::{Fact, History, Subject};
use scheme::id::{MembershipId, PayerId, PersonId};
use scheme::memberships::{
    Covered, End, Enrol, Enrolled, Resume, Segment, Sponsor, Stretch, change, end, move_to, reopen, resume,
    sponsor, timeline,
};
use scheme::refusal::Refusal;

use crate::facts_made::{facts, law, wrapped};

pub(crate) fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

pub(crate) fn payer(id: i64, kind: PayerKind) -> Payer {
    Payer {
        id: PayerId(id),
        kind,
        npp: None,
        name: "Rekaan".to_owned(),
        parent: None,
        province: None,
        registered: day("2020-01-01"),
        closed: (id == 9).then(|| day("2026-01-31")),
    }
}

pub(crate) fn history(subject: Subject, lines: &str) -> History {
    History::new(facts(subject, lines))
}

pub(crate) fn covered(membership: i64, segment: Segment, payer: i64, timeline: &[Stretch]) -> Covered<'_> {
    Covered { membership: MembershipId(membership), segment, payer: PayerId(payer), timeline }
}

/// Months of cover of a membership of payer 3.
pub(crate) fn cover(lines: &str) -> Vec<Stretch> {
    let subject = Subject::Membership(MembershipId(20));
    timeline(PayerId(3), &history(subject, lines), &[], Moment::new(99))
}

pub(crate) fn say<T>(said: Result<T, Refusal>, of: impl Fn(&T) -> String) -> String {
    match said {
        Ok(said) => of(&said),
        Err(refusal) => wrapped(&format!("{}\n{}\n{refusal}\n", refusal.code, refusal.id)),
    }
}

pub(crate) fn shown(facts: &[Fact]) -> String {
    facts.iter().fold(String::new(), |mut text, fact| {
        let value = fact.value.as_deref().unwrap_or("-");
        let _ = write!(text, "{} {value} {}", fact.name, fact.from);
        let _ = fact.until.map_or(Ok(()), |until| write!(text, " {until}"));
        text + "\n"
    })
}

pub(crate) fn enrolled(enrolled: &Enrolled) -> String {
    let programmes = enrolled.programmes.iter().fold(String::new(), |mut text, programme| {
        let article = programme.citation.as_ref().map_or("-", |citation| &citation.instrument);
        let _ = writeln!(text, "{} {:?}: {article}", programme.name, programme.duty);
        text
    });
    shown(&enrolled.facts) + &programmes
}

/// Somebody born in 1990.
pub(crate) const CITIZEN: &str = "1 birth_date 1990-05-01 1900-01";

/// Enrols the person of these facts from a day on, with own facts.
pub(crate) fn entering<'a>(
    segment: Segment,
    with: &'a Payer,
    people: &'a [&'a History],
    payer_history: &'a History,
    facts: &'a [(&'a str, &'a str)],
) -> Enrol<'a> {
    let started = day("2026-02-10");
    Enrol {
        membership: MembershipId(10),
        segment,
        payer: with,
        payer_history,
        people,
        others: &[],
        started,
        registered: started,
        facts,
        known: Moment::new(50),
    }
}

fn reported(lines: &str, name: &str, value: Option<&str>, from: &str, expected: &Expect) {
    let timeline = cover(lines);
    let of = covered(20, Segment::SelfEmployed, 3, &timeline);
    let from: Month = from.parse().expect("a month");
    let asked = Report { name, value, from, until: from.plus_months(2), known: Moment::new(50) };
    let said = change(law().tree(), &of, &asked);
    expected.assert_eq(&say(said, |fact| shown(std::slice::from_ref(fact))));
}

#[test]
fn reports_are_of_months_that_are_covered() {
    let member = "1 started 2026-02-10 2026-02\n2 ended 2026-05-01 2026-05";
    reported(
        member,
        "income",
        Some("2_000_000"),
        "2026-01",
        &expect![[r"
        income 2_000_000 2026-01 2026-03
    "]],
    );
    reported(
        member,
        "income",
        None,
        "2026-05",
        &expect![[r"
        income - 2026-05 2026-07
    "]],
    );
    reported(
        member,
        "income",
        Some("2_000_000"),
        "2026-06",
        &expect![[r"
        month_not_covered
        kepesertaan 20 tidak berjalan pada 2026-06 … 2026-07
        membership 20 covers no month of 2026-06 … 2026-07
    "]],
    );
    reported(
        member,
        "incom",
        None,
        "2026-05",
        &expect![[r"
        fact_refused
        tidak ada fakta dengan nama ini; maksudnya `income`? (lihat `naungan law facts`)
        there is no fact of this name; did you mean `income`? (see `naungan law facts`)
    "]],
    );
    reported(
        member,
        "died",
        Some("2026-05-01"),
        "2026-05",
        &expect![[r"
        fact_refused
        died: ditulis oleh tindakan lembaga sendiri, bukan oleh laporan
        died: written by the institution's own acts, not by a report
    "]],
    );
}

#[test]
fn reports_are_of_what_the_contribution_rests_on() {
    let member = "1 started 2026-02-10 2026-02";
    let check = |name, value, expected: &Expect| reported(member, name, Some(value), "2026-03", expected);
    check(
        "unpaid_amount",
        "5",
        &expect![[r"
            fact_needless
            unpaid_amount: iuran self_employed tidak bergantung padanya; yang dilaporkan:
                enterprise_size, funded_by, income, jht_chosen, months_in_indonesia, nationality,
                paid_to_july_2020, sector, self_employed_kind, worker_kind
            unpaid_amount: no contribution of self_employed rests on it; what can be reported is
                enterprise_size, funded_by, income, jht_chosen, months_in_indonesia, nationality,
                paid_to_july_2020, sector, self_employed_kind, worker_kind
        "]],
    );
    check(
        "segment",
        "wage_earner",
        &expect![[r"
            fact_needless
            segment: iuran self_employed tidak bergantung padanya; yang dilaporkan: enterprise_size,
                funded_by, income, jht_chosen, months_in_indonesia, nationality, paid_to_july_2020,
                sector, self_employed_kind, worker_kind
            segment: no contribution of self_employed rests on it; what can be reported is
                enterprise_size, funded_by, income, jht_chosen, months_in_indonesia, nationality,
                paid_to_july_2020, sector, self_employed_kind, worker_kind
        "]],
    );
    check(
        "sector",
        "transport",
        &expect![[r"
            sector transport 2026-03 2026-05
        "]],
    );
}

const MEMBER: Subject = Subject::Membership(MembershipId(20));

fn ended(lines: &str, on: &str, reason: &str, expected: &Expect) {
    let asked = End { membership: MembershipId(20), day: day(on), reason, known: Moment::new(50) };
    expected.assert_eq(&say(end(law().tree(), &history(MEMBER, lines), &asked), |facts| shown(facts)));
}

#[test]
fn a_membership_ends_once() {
    let running = "1 started 2026-02-10 2026-02";
    ended(
        running,
        "2026-05-31",
        "resigned",
        &expect![[r"
        ended 2026-05-31 2026-05
        end_reason resigned 2026-05
    "]],
    );
    ended(
        running,
        "2026-02-09",
        "resigned",
        &expect![[r"
        before_start
        kepesertaan 20 baru mulai pada 2026-02-10
        membership 20 began only on 2026-02-10
    "]],
    );
    ended(
        running,
        "2026-05-31",
        "died",
        &expect![[r"
            fact_refused
            end_reason: `died` bukan salah satu dari resigned, dismissed, contract_ended, retired,
                moved, lapsed, left_indonesia, other
            end_reason: `died` is not one of resigned, dismissed, contract_ended, retired, moved,
                lapsed, left_indonesia, other
        "]],
    );
    let over = "1 started 2026-02-10 2026-02\n2 ended 2026-05-01 2026-05";
    ended(
        over,
        "2026-05-31",
        "resigned",
        &expect![[r"
        ended_already
        kepesertaan 20 sudah berakhir pada 2026-05-01
        membership 20 ended on 2026-05-01 already
    "]],
    );
    ended(
        "",
        "2026-05-31",
        "resigned",
        &expect![[r"
        never_began
        kepesertaan 20 belum pernah mulai
        membership 20 never began
    "]],
    );
    let again = "1 started 2026-02-10 2026-02\n2 ended 2026-05-01 2026-05\n3 started 2026-07-01 2026-07";
    ended(
        again,
        "2026-07-31",
        "lapsed",
        &expect![[r"
        ended 2026-07-31 2026-07
        end_reason lapsed 2026-07
    "]],
    );
}

fn resumed(lines: &str, on: &str, expected: &Expect) {
    let (own, taken) = (payer(3, PayerKind::Own), cover("1 started 2027-01-01 2027-01"));
    let person = history(Subject::Person(PersonId(1)), "1 died 2026-12-24 2026-12");
    let other = covered(21, Segment::SelfEmployed, 7, if on.starts_with("2026-10") { &taken } else { &[] });
    let asked = Resume {
        membership: MembershipId(20),
        segment: Segment::SelfEmployed,
        payer: &own,
        history: &history(MEMBER, lines),
        people: &[&person],
        others: &[other],
        day: day(on),
        known: Moment::new(50),
    };
    expected.assert_eq(&say(resume(&asked), |fact| shown(std::slice::from_ref(fact))));
}

#[test]
fn after_a_lapse_it_begins_again_under_its_number() {
    let over = "1 started 2026-02-10 2026-02\n2 ended 2026-05-31 2026-05";
    resumed(
        over,
        "2026-09-14",
        &expect![[r"
        started 2026-09-14 2026-09
    "]],
    );
    resumed(
        over,
        "2026-05-31",
        &expect![[r"
        before_end
        kepesertaan 20 baru berakhir pada 2026-05-31
        membership 20 ended only on 2026-05-31
    "]],
    );
    resumed(
        over,
        "2026-12-25",
        &expect![[r"
        dead
        peserta meninggal pada 2026-12-24, sebelum 2026-12-25
        the person died on 2026-12-24, before 2026-12-25
    "]],
    );
    resumed(
        over,
        "2026-10-01",
        &expect![[r"
        month_covered
        bulan 2027-01 sudah dilindungi kepesertaan 21; satu bulan tidak dilindungi dua kali
        2027-01 is covered by membership 21 already; no month is covered twice
    "]],
    );
    resumed(
        "1 started 2026-02-10 2026-02",
        "2026-09-14",
        &expect![[r"
        not_ended
        kepesertaan 20 masih berjalan sejak 2026-02-10
        membership 20 still runs, since 2026-02-10
    "]],
    );
}

#[test]
fn an_end_is_taken_back_unless_its_place_is_taken() {
    let over = history(MEMBER, "1 started 2026-02-10 2026-02\n2 ended 2026-05-31 2026-05");
    let since = cover("1 started 2026-07-01 2026-07");
    let reopened = |others: &[Covered<'_>]| {
        let what = (Segment::SelfEmployed, PayerId(3));
        say(reopen(MembershipId(20), what, &over, others, Moment::new(50)), |facts| shown(facts))
    };
    expect![[r"
        ended - 2026-05
        end_reason - 2026-05
    "]]
    .assert_eq(&reopened(&[]));
    expect![[r"
        month_covered
        bulan 2026-07 sudah dilindungi kepesertaan 21; satu bulan tidak dilindungi dua kali
        2026-07 is covered by membership 21 already; no month is covered twice
    "]]
    .assert_eq(&reopened(&[covered(21, Segment::SelfEmployed, 7, &since)]));
}

fn moved(from: (Segment, i64), to: (Segment, i64), on: &str, expected: &Expect) {
    let kind = |segment| if segment == Segment::WageEarner { PayerKind::Employer } else { PayerKind::Own };
    let lines = "1 started 2025-02-10 2025-02";
    let timeline = cover(lines);
    let (old, with) = (covered(20, from.0, from.1, &timeline), payer(to.1, kind(to.0)));
    let (person, none) = (history(Subject::Person(PersonId(1)), CITIZEN), History::default());
    let (others, people) = ([old], [&person]);
    let asked = Enrol { others: &others, started: day(on), ..entering(to.0, &with, &people, &none, &[]) };
    let said = move_to(law().tree(), &old, &history(MEMBER, lines), &asked);
    expected.assert_eq(&say(said, |moved| shown(&moved.ended) + &shown(&moved.enrolled.facts)));
}

#[test]
fn a_move_ends_one_and_begins_another() {
    let (wage, alone) = (Segment::WageEarner, Segment::SelfEmployed);
    moved(
        (wage, 3),
        (wage, 4),
        "2026-03-16",
        &expect![[r"
        ended 2026-03-15 2026-03
        end_reason moved 2026-03
        started 2026-03-16 2026-03
        registration_date 2026-02-10 2026-03
    "]],
    );
    moved(
        (wage, 3),
        (alone, 4),
        "2026-03-16",
        &expect![[r"
        ended 2026-03-15 2026-03
        end_reason moved 2026-03
        started 2026-03-16 2026-03
        registration_date 2026-02-10 2026-03
    "]],
    );
    moved(
        (alone, 3),
        (alone, 4),
        "2026-03-16",
        &expect![[r"
        month_covered
        bulan 2026-03 sudah dilindungi kepesertaan 20; satu bulan tidak dilindungi dua kali
        2026-03 is covered by membership 20 already; no month is covered twice
    "]],
    );
    moved(
        (alone, 3),
        (alone, 4),
        "2026-03-01",
        &expect![[r"
        ended 2026-02-28 2026-02
        end_reason moved 2026-02
        started 2026-03-01 2026-03
        registration_date 2026-02-10 2026-03
    "]],
    );
    moved(
        (wage, 3),
        (wage, 3),
        "2026-03-01",
        &expect![[r"
        same_payer
        kepesertaan 20 sudah pada pembayar 3
        membership 20 is with payer 3 already
    "]],
    );
}

fn sponsored(segment: Segment, funder: &Payer, by: &str, expected: &Expect) {
    let timeline = cover("1 started 2026-02-10 2026-02");
    let (from, until) = ("2026-03".parse().expect("a month"), "2026-09".parse().ok());
    let asked = Sponsor { funder, funded_by: by, from, until, known: Moment::new(50) };
    let said = sponsor(law().tree(), &covered(20, segment, 3, &timeline), &asked);
    expected.assert_eq(&say(said, |facts| shown(facts)));
}

#[test]
fn a_sponsor_pays_for_the_self_employed() {
    let village = payer(7, PayerKind::Sponsor);
    sponsored(
        Segment::SelfEmployed,
        &village,
        "donor",
        &expect![[r"
        funder 7 2026-03 2026-09
        funded_by donor 2026-03 2026-09
    "]],
    );
    sponsored(
        Segment::SelfEmployed,
        &village,
        "uncle",
        &expect![[r"
            fact_refused
            funded_by: `uncle` tidak dapat dibaca sebagai salah satu dari own_means, platform, donor,
                public_budget
            funded_by: `uncle` is not one of own_means, platform, donor, public_budget
        "]],
    );
    sponsored(
        Segment::SelfEmployed,
        &payer(3, PayerKind::Employer),
        "donor",
        &expect![[r"
        payer_misfit
        pembayar 3 berjenis employer, bukan penyandang dana
        payer 3 is of the kind employer, not one who pays for others
    "]],
    );
    sponsored(
        Segment::WageEarner,
        &village,
        "donor",
        &expect![[r"
        sponsor_misfit
        hanya iuran pekerja bukan penerima upah yang ditanggung pihak lain, bukan wage_earner
        only the self-employed are paid for by others, not wage_earner
    "]],
    );
    sponsored(
        Segment::SelfEmployed,
        &payer(9, PayerKind::Sponsor),
        "donor",
        &expect![[r"
        payer_closed
        pembayar 9 sudah ditutup pada 2026-01-31
        payer 9 was closed on 2026-01-31
    "]],
    );
}
