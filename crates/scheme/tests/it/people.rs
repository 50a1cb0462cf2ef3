//! People: who registers, who is found again, what is corrected, who dies, who is family.

use base::id::Sex;
use base::{Day, Moment};
use expect_test::{Expect, expect};
use scheme::facts::{Fact, History, Subject};
use scheme::id::PersonId;
use scheme::people::{
    Correction, Identity, IdentityRecord, Register, Registration, Relative, add_relative, address_key,
    candidates, correct, died, end_relation, name_key, not_dead, register,
};
use scheme::refusal::Refusal;

use crate::facts_made::{facts, law, wrapped};
use crate::memberships::day;

fn say<T>(said: Result<T, Refusal>, of: impl Fn(&T) -> String) -> String {
    said.map_or_else(
        |refusal| wrapped(&format!("{}\n{}\n{refusal}\n", refusal.code, refusal.id)),
        |said| of(&said),
    )
}

/// A woman born on 5 May 1990 in an invented province, unless the NIK says otherwise.
fn identity(nik: &str, name: &str, mother: Option<&str>) -> Identity {
    Identity {
        nik: nik.parse().expect("a NIK"),
        name: name.to_owned(),
        mother: mother.map(str::to_owned),
        birth_date: day("1990-05-05"),
        sex: Sex::Female,
        phone: None,
    }
}

const NIK: &str = "9901014505900001";

fn asked(identity: Identity) -> Register<'static> {
    Register {
        person: PersonId(1),
        identity,
        facts: &[("nationality", "indonesian")],
        is_another: false,
        in_production: false,
        today: day("2026-01-05"),
        known: Moment::new(7),
    }
}

fn registered(done: &Registration) -> String {
    let fact = |fact: &Fact| format!("{} {}", fact.name, fact.value.as_deref().unwrap_or("-"));
    let mut lines = vec![done.record.identity.name.clone()];
    lines.extend(done.facts.iter().map(fact));
    lines.extend(done.findings.iter().map(|finding| format!("{}: {}", finding.code, finding.en)));
    let alike = done.duplicates.iter();
    lines.extend(alike.map(|alike| format!("{} {} {:?}", alike.person, alike.score(), alike.reasons)));
    lines.join("\n") + "\n"
}

fn check(asked: &Register<'_>, known: &[(PersonId, Identity)], expected: &Expect) {
    expected.assert_eq(&say(register(law().tree(), asked, known), registered));
}

#[test]
fn registered_once() {
    let her = identity(NIK, " Siti  Aminah ", Some("Kartini"));
    check(
        &asked(her.clone()),
        &[],
        &expect![[r"
        Siti Aminah
        birth_date 1990-05-05
        nationality indonesian
    "]],
    );
    check(
        &asked(her.clone()),
        &[(PersonId(4), her.clone())],
        &expect![[r"
        nik_taken
        NIK ini sudah terdaftar atas nama peserta nomor 4
        this NIK is registered already, for person 4
    "]],
    );
    let near = (PersonId(5), identity("9901014505900002", "Hj. SITI AMINAH, S.Pd.", None));
    check(
        &asked(her.clone()),
        std::slice::from_ref(&near),
        &expect![[r"
        duplicate_likely
        kemungkinan besar sama dengan peserta nomor 5; nyatakan bila memang orang lain
        very likely the same as person 5; say so if it is somebody else
    "]],
    );
    check(
        &Register { is_another: true, ..asked(her.clone()) },
        &[near],
        &expect![[r"
        Siti Aminah
        birth_date 1990-05-05
        nationality indonesian
        5 100 [NameAndBirth, NearNik]
    "]],
    );
    let far = (PersonId(6), identity("9901014505900777", "Siti Aminah", None));
    check(
        &asked(her),
        &[far],
        &expect![[r"
        Siti Aminah
        birth_date 1990-05-05
        nationality indonesian
        6 60 [NameAndBirth]
    "]],
    );
}

#[test]
fn a_nik_that_does_not_agree_is_looked_at() {
    check(
        &asked(identity("9901010505900001", "Siti", None)),
        &[],
        &expect![[r"
        Siti
        birth_date 1990-05-05
        nationality indonesian
        nik_sex: the sex by the NIK is not the one stated; compare with the card
    "]],
    );
    check(
        &asked(identity("9901014605900001", "Siti", None)),
        &[],
        &expect![[r"
        Siti
        birth_date 1990-05-05
        nationality indonesian
        nik_birth_date: born on 1990-05-06 by the NIK, stated as 1990-05-05; compare with the card
    "]],
    );
    let old = Identity { birth_date: day("1925-05-05"), ..identity("9901014505250001", "Siti", None) };
    check(
        &asked(old),
        &[],
        &expect![[r"
        Siti
        birth_date 1925-05-05
        nationality indonesian
    "]],
    );
}

#[test]
fn what_is_refused() {
    let her = identity(NIK, "Siti Aminah", None);
    check(
        &Register { in_production: true, ..asked(her.clone()) },
        &[],
        &expect![[r"
        nik_invented
        NIK yang diawali 99 adalah milik orang rekaan
        a NIK that begins with 99 is that of an invented person
    "]],
    );
    check(
        &asked(identity(NIK, " . ", None)),
        &[],
        &expect![[r"
        name_missing
        nama belum diisi
        the name is missing
    "]],
    );
    check(
        &asked(Identity { birth_date: day("2026-01-06"), ..her.clone() }),
        &[],
        &expect![[r"
        birth_ahead
        tanggal lahir 2026-01-06 belum tiba
        the date of birth, 2026-01-06, has not come yet
    "]],
    );
    check(
        &Register { facts: &[("nationality", "martian")], ..asked(her.clone()) },
        &[],
        &expect![[r"
        fact_refused
        nationality: `martian` tidak dapat dibaca sebagai salah satu dari indonesian, foreign
        nationality: `martian` is not one of indonesian, foreign
    "]],
    );
    check(
        &Register { facts: &[("died", "2026-01-01")], ..asked(her) },
        &[],
        &expect![[r"
        fact_refused
        died: ditulis oleh tindakan lembaga sendiri, bukan oleh laporan
        died: written by the institution's own acts, not by a report
    "]],
    );
}

#[test]
fn names_have_one_form() {
    for (names, key) in [
        (["M. Soekarno", "Muh. Sukarno", "H. MOHAMAD  SUKARNO, S.H."], "muhammad sukarno"),
        (["Mochammad Rizky", "Rizqi, Muhammad", "Mohd Rizki"], "muhammad riski"),
        (["Hj. Siti Aisyah", "siti aisya", "Dra. Siti Aisha, M.Pd., MM"], "aisa siti"),
        (["Nur'aini", "Nuraini", "NURAINI"], "nuraini"),
        (["Tjokro Djojo", "Cokro Joyo", "Cokro Jojo"], "cokro jojo"),
        (["Abd. Rahman", "Abdul Rahman", "abdul rachman"], "abdul rahman"),
        (["Haji", "haji", "HAJI"], "haji"),
    ] {
        for name in names {
            // `j` was `y` in the old spelling and is also `j` in the new one, so it stays what it is.
            let key = if name == "Cokro Joyo" { "cokro joyo" } else { key };
            assert_eq!(name_key(name), key, "{name}");
        }
    }
    assert_eq!(name_key(""), "");
}

#[test]
fn addresses_have_one_form_if_they_name_a_house() {
    let long = Some("12 contoh jalan kelurahan melati rt2 rw5");
    for (address, key) in [
        ("Jl. Melati No. 12, RT 02/05, Kel. Contoh", long),
        ("kelurahan contoh, jalan melati no.012 rt.02 rw.05", long),
        ("Jln Melati 12A", Some("12a jalan melati")),
        ("Melati Blk C No 5 RT/RW 003/007", Some("5 blok c melati rt3 rw7")),
        ("Gang Mawar 7", Some("7 gang mawar")),
        ("Dusun Contoh RT 02/05 Desa Contoh", None),
        ("Jl. Melati, Contoh 60111", None),
        ("Gg. 3 Kp. Contoh", None),
        ("Contoh", None),
        ("", None),
    ] {
        assert_eq!(address_key(address).as_deref(), key, "{address}");
    }
}

#[test]
fn a_slip_of_the_hand_is_near() {
    let her = identity(NIK, "Siti", None);
    let reasons = |nik: &str| {
        let other = (PersonId(2), identity(nik, "Budi", None));
        let found = candidates(&her, &[other]);
        found.first().map_or(String::new(), |found| format!("{:?}", found.reasons))
    };
    assert_eq!(reasons("9901014505900091"), "[NearNik]");
    assert_eq!(reasons("9901014505900010"), "[NearNik]");
    assert_eq!(reasons("9901014505900100"), "");
    assert_eq!(reasons("9901014505900023"), "");
    assert_eq!(reasons(NIK), "[SameNik]");
    let mother = identity("9901014505900777", "Siti", Some("Kartini binti Ali"));
    let other = identity("9901014505901234", "siti", Some("Ali Kartini"));
    let other = Identity { birth_date: day("1991-01-01"), ..other };
    let found = candidates(&mother, &[(PersonId(2), other)]);
    assert_eq!(format!("{found:?}"), "[Duplicate { person: PersonId(2), reasons: [NameAndMother] }]");
}

#[test]
fn a_correction_keeps_what_was_known() {
    let person = PersonId(1);
    let first = IdentityRecord { person, identity: identity(NIK, "Siti", None), known: Moment::new(1) };
    let corrected = |correction: &Correction<'_>, taken| {
        correct(&first, correction, taken, (false, day("2026-01-05")), Moment::new(5))
    };
    let (second, fact, findings) =
        corrected(&Correction { birth_date: Some(day("1990-05-06")), ..Correction::default() }, None)
            .expect("a correction");
    assert_eq!(
        fact.map(|fact| (fact.value, fact.from)),
        Some((Some("1990-05-06".to_owned()), base::Month::MIN))
    );
    assert_eq!(findings.iter().map(|finding| finding.code).collect::<Vec<_>>(), ["nik_birth_date"]);
    let birth = |record: &IdentityRecord| (record.known, record.identity.birth_date);
    assert_eq!(birth(&first), (Moment::new(1), day("1990-05-05")));
    assert_eq!(birth(&second), (Moment::new(5), day("1990-05-06")));

    let refused =
        |correction: &Correction<'_>, taken| say(corrected(correction, taken), |_| "done".to_owned());
    expect![[r"
        nothing_changed
        tidak ada yang berubah
        nothing is different from what is known
    "]]
    .assert_eq(&refused(&Correction::default(), None));
    let nik = Correction { nik: Some("9901014505900002"), ..Correction::default() };
    expect!["done"].assert_eq(&refused(&nik, None));
    expect![[r"
        nik_taken
        NIK ini sudah terdaftar atas nama peserta nomor 8
        this NIK is registered already, for person 8
    "]]
    .assert_eq(&refused(&nik, Some(PersonId(8))));
    expect![[r"
        nik_refused
        NIK terdiri atas 16 angka: cocokkan dengan kartu
        a NIK has 16 digits, this has 2: write it as on the card, without spaces or points
    "]]
    .assert_eq(&refused(&Correction { nik: Some("99"), ..Correction::default() }, None));
}

#[test]
fn death_is_noted_once_and_taken_back() {
    let subject = Subject::Person(PersonId(1));
    let said = |lines: &str, on: Option<&str>| {
        let (history, known) = (History::new(facts(subject, lines)), Moment::new(9));
        let fact = match on {
            Some(on) => died(PersonId(1), &history, day(on), day("2026-05-01"), known),
            None => not_dead(PersonId(1), &history, known),
        };
        say(fact, |fact| format!("{} {} {}", fact.name, fact.value.as_deref().unwrap_or("-"), fact.from))
    };
    expect!["died 2026-04-30 2026-04"].assert_eq(&said("", Some("2026-04-30")));
    expect!["died - 2026-04"].assert_eq(&said("1 died 2026-04-30 2026-04", None));
    expect![[r"
        dead_already
        sudah tercatat meninggal pada 2026-04-29; cabut dahulu bila tanggal itu salah
        noted as dead since 2026-04-29; take that back first if the day is wrong
    "]]
    .assert_eq(&said("1 died 2026-04-29 2026-04", Some("2026-04-30")));
    expect![[r"
        death_ahead
        tanggal meninggal 2026-05-02 belum tiba
        the day of death, 2026-05-02, has not come yet
    "]]
    .assert_eq(&said("", Some("2026-05-02")));
    expect![[r"
        death_before_birth
        tanggal meninggal 1989-12-31 mendahului tanggal lahir 1990-01-01
        the day of death, 1989-12-31, lies before the date of birth, 1990-01-01
    "]]
    .assert_eq(&said("1 birth_date 1990-01-01 1900-01", Some("1989-12-31")));
    expect![[r"
        not_dead
        tidak tercatat meninggal
        not noted as dead
    "]]
    .assert_eq(&said("1 died 2026-04-29 2026-04\n2 died - 2026-04", None));
}

fn relative(relation: &str, name: &str, from: &str, until: Option<&str>) -> Relative {
    let birth_date: Option<Day> = (relation != "spouse").then(|| day(from));
    let (relation, name) = (relation.to_owned(), name.to_owned());
    Relative { of: PersonId(1), relation, name, birth_date, from: day(from), until: until.map(day) }
}

#[test]
fn a_family_with_dates() {
    let family = [
        relative("spouse", "Budi", "2010-01-01", Some("2015-01-01")),
        relative("spouse", "Agus", "2016-01-01", None),
        relative("son_or_daughter", "Ayu", "2011-01-01", None),
    ];
    let added = |new: &Relative| {
        say(add_relative(law().tree(), new, &family), |findings| {
            findings.iter().map(|finding| finding.code).collect::<Vec<_>>().join(" ")
        })
    };
    expect![[""]].assert_eq(&added(&relative("son_or_daughter", "Eka", "2012-01-01", None)));
    expect!["spouse_beside_another"].assert_eq(&added(&relative("spouse", "Eko", "2020-01-01", None)));
    expect![[""]].assert_eq(&added(&relative("spouse", "Eko", "2015-01-01", Some("2016-01-01"))));
    expect![[r"
        relative_known
        anggota keluarga ini sudah tercatat
        this relative is written down already
    "]]
    .assert_eq(&added(&relative("son_or_daughter", "AYU", "2011-01-01", None)));
    expect![[r"
        name_missing
        nama belum diisi
        the name is missing
    "]]
    .assert_eq(&added(&relative("son_or_daughter", "-", "2011-01-01", None)));
    expect![[r"
        relation_unknown
        hubungan `friend` bukan salah satu dari spouse, son_or_daughter, parent, grandparent,
            grandchild, sibling, parent_in_law, named_in_will, distant_relative
        the relation `friend` is not one of spouse, son_or_daughter, parent, grandparent,
            grandchild, sibling, parent_in_law, named_in_will, distant_relative
    "]]
    .assert_eq(&added(&relative("friend", "Eko", "2011-01-01", None)));
    expect![[r"
        relation_ends_first
        hubungan berakhir sebelum dimulai pada 2011-01-01
        the relation ends before it begins on 2011-01-01
    "]]
    .assert_eq(&added(&relative("sibling", "Eko", "2011-01-01", Some("2011-01-01"))));
    let ended = |until| say(end_relation(&family[1], day(until)), |relative| format!("{:?}", relative.until));
    expect!["Some(2020-01-01)"].assert_eq(&ended("2020-01-01"));
    expect![[r"
        relation_ends_first
        hubungan berakhir sebelum dimulai pada 2016-01-01
        the relation ends before it begins on 2016-01-01
    "]]
    .assert_eq(&ended("2016-01-01"));
}
