//! Entry: who is enrolled, in which programmes and by which article, and no month twice.

use expect_test::{Expect, expect};
use scheme::employers::{Payer, PayerKind};
use scheme::facts::{History, Subject};
use scheme::id::PersonId;
use scheme::memberships::{Covered, Enrol, Segment, enrol};

use crate::facts_made::law;
use crate::memberships::{CITIZEN, cover, covered, enrolled, entering, history, payer, say};

fn check(segment: Segment, with: &Payer, person: &str, own: &[(&str, &str)], expected: &Expect) {
    let person = history(Subject::Person(PersonId(1)), person);
    let size = history(Subject::Payer(with.id), "1 enterprise_size small 2020-01");
    let people = [&person];
    let asked = entering(segment, with, &people, &size, own);
    expected.assert_eq(&say(enrol(law().tree(), &asked), enrolled));
}

#[test]
fn who_enters_and_in_which_programmes() {
    check(
        Segment::WageEarner,
        &payer(3, PayerKind::Employer),
        CITIZEN,
        &[("wage", "5_000_000")],
        &expect![[r"
        started 2026-02-10 2026-02
        registration_date 2026-02-10 2026-02
        wage 5_000_000 2026-02
        jkk Mandatory: PP 44/2015 art. 1(4)
        jkm Mandatory: PP 44/2015 art. 1(4)
        jht Mandatory: Perpres 109/2013 art. 6(3)
        jp Voluntary: Perpres 109/2013 art. 6(3)
        jkp Mandatory: PP 37/2021 art. 4(2), by PP 6/2025
    "]],
    );
    check(
        Segment::SelfEmployed,
        &payer(4, PayerKind::Own),
        CITIZEN,
        &[("sector", "transport")],
        &expect![[r"
            started 2026-02-10 2026-02
            registration_date 2026-02-10 2026-02
            sector transport 2026-02
            jkk Mandatory: PP 44/2015 art. 1(4)
            jkm Mandatory: PP 44/2015 art. 1(4)
            jht Voluntary: Permenaker 5/2021 arts. 31–32
            jp NotOpen: Permenaker 5/2021 arts. 31–32
            jkp NotOpen: PP 37/2021 art. 4(2), by PP 6/2025
        "]],
    );
    check(
        Segment::Construction,
        &payer(5, PayerKind::Project),
        CITIZEN,
        &[],
        &expect![[r"
            started 2026-02-10 2026-02
            registration_date 2026-02-10 2026-02
            jkk Mandatory: PP 44/2015 art. 1(4)
            jkm Mandatory: PP 44/2015 art. 1(4)
            jht NotOpen: Permenaker 5/2021 arts. 31–32
            jp NotOpen: Permenaker 5/2021 arts. 31–32
            jkp NotOpen: PP 37/2021 art. 4(2), by PP 6/2025
        "]],
    );
    check(
        Segment::Migrant,
        &payer(6, PayerKind::Own),
        CITIZEN,
        &[],
        &expect![[r"
            started 2026-02-10 2026-02
            registration_date 2026-02-10 2026-02
            jkk Mandatory: PP 44/2015 art. 1(4)
            jkm Mandatory: PP 44/2015 art. 1(4)
            jht Voluntary: Permenaker 5/2021 arts. 31–32
            jp NotOpen: Permenaker 5/2021 arts. 31–32
            jkp NotOpen: PP 37/2021 art. 4(2), by PP 6/2025
            pmi Mandatory: Permenaker 4/2023 art. 18
        "]],
    );
}

#[test]
fn who_does_not_enter() {
    let own = payer(4, PayerKind::Own);
    check(
        Segment::SelfEmployed,
        &own,
        "1 birth_date 1961-02-10 1900-01",
        &[],
        &expect![[r"
            entry_refused
            menurut aturan belum atau tidak boleh menjadi peserta: batas usia masuk bukan penerima
                upah 65
            by the law cannot, or not yet, be a member: age limit for entry, self-employed 65
                (Director regulation 22/PERDIR.02/072022)
        "]],
    );
    check(
        Segment::SelfEmployed,
        &own,
        "",
        &[],
        &expect![[r"
        facts_missing
        harus diketahui dahulu: tanggal lahir
        has to be known first: date of birth
    "]],
    );
    let foreign = "1 birth_date 1990-01-01 1900-01\n1 nationality foreign 1900-01";
    let employer = payer(3, PayerKind::Employer);
    check(
        Segment::WageEarner,
        &employer,
        foreign,
        &[("months_in_indonesia", "5")],
        &expect![[r"
            not_a_participant
            menurut aturan belum atau tidak boleh menjadi peserta: lama bekerja paling singkat bagi
                pekerja asing 6
            by the law cannot, or not yet, be a member: shortest time of work for a foreign worker 6
                (PP 44/2015 art. 1(4))
        "]],
    );
}

#[test]
fn who_comes_to_the_wrong_payer_or_too_late() {
    let own = payer(4, PayerKind::Own);
    check(
        Segment::WageEarner,
        &own,
        CITIZEN,
        &[],
        &expect![[r"
        payer_misfit
        pembayar 4 berjenis own dan tidak cocok untuk segmen wage_earner
        payer 4 is of the kind own, which does not fit wage_earner
    "]],
    );
    check(
        Segment::WageEarner,
        &payer(9, PayerKind::Employer),
        CITIZEN,
        &[],
        &expect![[r"
        payer_closed
        pembayar 9 sudah ditutup pada 2026-01-31
        payer 9 was closed on 2026-01-31
    "]],
    );
    check(
        Segment::SelfEmployed,
        &own,
        "1 died 2026-02-09 2026-02",
        &[],
        &expect![[r"
        dead
        peserta meninggal pada 2026-02-09, sebelum 2026-02-10
        the person died on 2026-02-09, before 2026-02-10
    "]],
    );
    check(
        Segment::SelfEmployed,
        &own,
        CITIZEN,
        &[("sector", "boats")],
        &expect![[r"
        fact_refused
        sector: `boats` tidak dapat dibaca sebagai salah satu dari transport, other
        sector: `boats` is not one of transport, other
    "]],
    );
    check(
        Segment::SelfEmployed,
        &own,
        CITIZEN,
        &[("ended", "2026-02-11")],
        &expect![[r"
        fact_refused
        ended: ditulis oleh tindakan lembaga sendiri, bukan oleh laporan
        ended: written by the institution's own acts, not by a report
    "]],
    );
}

#[test]
fn who_dies_on_the_first_day_was_a_member() {
    let (own, none) = (payer(4, PayerKind::Own), History::default());
    let person =
        history(Subject::Person(PersonId(1)), "1 birth_date 1990-05-01 1900-01\n1 died 2026-02-10 2026-02");
    assert!(enrol(law().tree(), &entering(Segment::SelfEmployed, &own, &[&person], &none, &[])).is_ok());
}

fn beside(segment: Segment, with: i64, other: &Covered<'_>, expected: &Expect) {
    let kind = if segment == Segment::WageEarner { PayerKind::Employer } else { PayerKind::Own };
    let (with, none) = (payer(with, kind), History::default());
    let person = history(Subject::Person(PersonId(1)), CITIZEN);
    let (others, people) = ([*other], [&person]);
    let asked = Enrol { others: &others, ..entering(segment, &with, &people, &none, &[]) };
    expected.assert_eq(&say(enrol(law().tree(), &asked), |_| "enrolled".to_owned()));
}

#[test]
fn no_month_is_covered_twice() {
    let long = cover("1 started 2025-01-01 2025-01");
    let over = cover("1 started 2025-01-01 2025-01\n2 ended 2026-01-31 2026-01");
    let this_month = cover("1 started 2025-01-01 2025-01\n2 ended 2026-02-01 2026-02");
    let ahead = cover("1 started 2026-08-01 2026-08");
    let alone = Segment::SelfEmployed;
    beside(
        alone,
        4,
        &covered(20, alone, 3, &long),
        &expect![[r"
        month_covered
        bulan 2026-02 sudah dilindungi kepesertaan 20; satu bulan tidak dilindungi dua kali
        2026-02 is covered by membership 20 already; no month is covered twice
    "]],
    );
    beside(alone, 4, &covered(20, alone, 3, &over), &expect!["enrolled"]);
    beside(
        alone,
        4,
        &covered(20, alone, 3, &this_month),
        &expect![[r"
        month_covered
        bulan 2026-02 sudah dilindungi kepesertaan 20; satu bulan tidak dilindungi dua kali
        2026-02 is covered by membership 20 already; no month is covered twice
    "]],
    );
    beside(
        alone,
        4,
        &covered(20, alone, 3, &ahead),
        &expect![[r"
        month_covered
        bulan 2026-08 sudah dilindungi kepesertaan 20; satu bulan tidak dilindungi dua kali
        2026-08 is covered by membership 20 already; no month is covered twice
    "]],
    );
    beside(alone, 4, &covered(20, Segment::WageEarner, 3, &long), &expect!["enrolled"]);
    beside(
        Segment::WageEarner,
        3,
        &covered(20, Segment::WageEarner, 3, &long),
        &expect![[r"
        month_covered
        bulan 2026-02 sudah dilindungi kepesertaan 20; satu bulan tidak dilindungi dua kali
        2026-02 is covered by membership 20 already; no month is covered twice
    "]],
    );
    beside(Segment::WageEarner, 4, &covered(20, Segment::WageEarner, 3, &long), &expect!["enrolled"]);
}
