//! What an event opens: claims with their papers, heirs in their order, and what is refused at the door.

use expect_test::{Expect, expect};
use scheme::claims::ClaimKind;
use scheme::events::{EventKind, KnownCase};

use super::{Life, claim_law, day, opened, shown};

const WORKER: &str = "
    born 1985-05-01
    member 7 wage_earner 2019-01-01 wage=5_000_000
    paid 7 2019-01 2026-02
    pension 9_000_000
    saved simple_yearly 2019-01 2023-12 285_000
";

fn check(life: &str, event: &str, expected: &Expect) {
    expected.assert_eq(&shown(&opened(claim_law(), &Life::new(life), event, &[])));
}

fn with(more: &str) -> String {
    format!("{WORKER}\n{more}")
}

#[test]
fn a_death_opens_every_programme_with_heirs_in_order() {
    let family = with(
        "
        kin son_or_daughter Ani 2012-04-01 2012-04-01
        kin spouse Siti 1987-01-01 2010-01-01
        kin parent Karto 1955-01-01 1985-05-01
    ",
    );
    check(
        &family,
        "other_death 2026-03-10 reported 2026-03-12",
        &expect![[r#"
            jkm_death, until 2031-03-10, borne by Fund: claim_form identity_card family_card
                bank_book death_certificate heir_letter marriage_book guardian_papers
            jht_death, borne by Fund: claim_form identity_card family_card bank_book
                death_certificate heir_letter marriage_book guardian_papers
            jp_death, borne by Fund: claim_form identity_card family_card bank_book
                death_certificate heir_letter marriage_book guardian_papers
            spouse_and_children: the_heirs the_heirs the_heirs
              spouse Siti
              son_or_daughter Ani, for whom Siti acts
        "#]],
    );
    check(
        &family,
        "work_death 2026-03-10 reported 2026-03-12 by_employer",
        &expect![[r#"
            jkk_death, until 2031-03-10, borne by Fund: claim_form identity_card family_card
                bank_book death_certificate heir_letter marriage_book guardian_papers
                first_report second_report doctor_findings
            jht_death, borne by Fund: claim_form identity_card family_card bank_book
                death_certificate heir_letter marriage_book guardian_papers
            jp_death, borne by Fund: claim_form identity_card family_card bank_book
                death_certificate heir_letter marriage_book guardian_papers
            spouse_and_children: the_heirs the_heirs the_heirs
              spouse Siti
              son_or_daughter Ani, for whom Siti acts
        "#]],
    );
    check(
        &family,
        "work_death 2026-03-10 reported 2026-03-13 by_employer",
        &expect![[r#"
            jkk_death, until 2031-03-10, borne by Employer: claim_form identity_card
                family_card bank_book death_certificate heir_letter marriage_book
                guardian_papers first_report second_report doctor_findings
            jht_death, borne by Fund: claim_form identity_card family_card bank_book
                death_certificate heir_letter marriage_book guardian_papers
            jp_death, borne by Fund: claim_form identity_card family_card bank_book
                death_certificate heir_letter marriage_book guardian_papers
            spouse_and_children: the_heirs the_heirs the_heirs
              spouse Siti
              son_or_daughter Ani, for whom Siti acts
        "#]],
    );
}

#[test]
fn several_spouses_minors_and_nobody() {
    let two = with(
        "
        kin spouse Rina 1990-01-01 2015-01-01
        kin spouse Siti 1987-01-01 2010-01-01
        kin spouse Dewi 1986-01-01 2005-01-01 2009-01-01
        kin son_or_daughter Ani 2012-04-01 2012-04-01
        kin son_or_daughter Budi 2010-04-01 2010-04-01 guardian=Paman
    ",
    );
    check(
        &two,
        "other_death 2026-03-10 reported 2026-03-12",
        &expect![[r#"
            jkm_death, until 2031-03-10, borne by Fund: claim_form identity_card family_card
                bank_book death_certificate heir_letter marriage_book guardian_papers
            jht_death, borne by Fund: claim_form identity_card family_card bank_book
                death_certificate heir_letter marriage_book guardian_papers
            jp_death, borne by Fund: claim_form identity_card family_card bank_book
                death_certificate heir_letter marriage_book guardian_papers
            spouse_and_children: the_heirs the_heirs the_heirs
              spouse Siti
              spouse Rina
              son_or_daughter Budi, for whom Paman acts
              son_or_daughter Ani, for whom nobody acts yet
        "#]],
    );
    check(
        &with("kin parent Karto 1955-01-01 1985-05-01\nkin sibling Joko 1990-01-01 1990-01-01"),
        "other_death 2026-03-10",
        &expect![[r#"
            jkm_death, until 2031-03-10, borne by Fund: claim_form identity_card family_card
                bank_book death_certificate heir_letter
            jht_death, borne by Fund: claim_form identity_card family_card bank_book
                death_certificate heir_letter
            jp_death, borne by Fund: claim_form identity_card family_card bank_book
                death_certificate heir_letter
            blood_line: the_heirs the_heirs the_heirs
              parent Karto
        "#]],
    );
    check(
        WORKER,
        "other_death 2026-03-10",
        &expect![[r#"
            jkm_death, until 2031-03-10, borne by Fund: claim_form identity_card family_card
                bank_book death_certificate heir_letter
            jht_death, borne by Fund: claim_form identity_card family_card bank_book
                death_certificate heir_letter
            jp_death, borne by Fund: claim_form identity_card family_card bank_book
                death_certificate heir_letter
            nobody: social_security_fund burial_arranger probate_office
        "#]],
    );
    check(
        &with("kin named_in_will Tono 1980-01-01 1980-01-01"),
        "other_death 2026-03-10",
        &expect![[r#"
            jkm_death, until 2031-03-10, borne by Fund: claim_form identity_card family_card
                bank_book death_certificate heir_letter will_deed
            jht_death, borne by Fund: claim_form identity_card family_card bank_book
                death_certificate heir_letter will_deed
            jp_death, borne by Fund: claim_form identity_card family_card bank_book
                death_certificate heir_letter will_deed
            will_beneficiary: the_heirs the_heirs the_heirs
              named_in_will Tono
        "#]],
    );
}

#[test]
fn an_heir_who_pays() {
    check(
        &with("kin named_in_will Tono 1980-01-01 1980-01-01 pays"),
        "other_death 2026-03-10",
        &expect![[r#"
            heir_is_the_payer: Tono paid the member's contributions and cannot inherit the
                benefit by will
        "#]],
    );
    check(
        &with("kin spouse Siti 1987-01-01 2010-01-01 pays"),
        "other_death 2026-03-10",
        &expect![[r#"
            jkm_death, until 2031-03-10, borne by Fund: claim_form identity_card family_card
                bank_book death_certificate heir_letter marriage_book
            jht_death, borne by Fund: claim_form identity_card family_card bank_book
                death_certificate heir_letter marriage_book
            jp_death, borne by Fund: claim_form identity_card family_card bank_book
                death_certificate heir_letter marriage_book
            spouse_and_children: the_heirs the_heirs the_heirs
              spouse Siti
            look: heir_pays
        "#]],
    );
    check(
        &with("kin spouse Siti 1987-01-01 2010-01-01 self"),
        "other_death 2026-03-10",
        &expect![[r#"
        heir_is_the_dead: Siti is the member who died
    "#]],
    );
}

#[test]
fn a_dismissal_opens_job_loss_and_tells_about_savings() {
    let dismissed = WORKER.replace("2019-01-01 wage", "2019-01-01 2026-02-28 wage");
    check(
        &dismissed,
        "lost_job 2026-02-28 reported 2026-03-05; termination dismissal",
        &expect![[r#"
            jkp_cash, until 2026-08-28, borne by Fund: claim_form identity_card bank_book
                dismissal_proof assessment_form search_commitment
            not jht_left_work: not_entitled: The waiting time after leaving work is not over
                (Permenaker 4/2022 arts. 8–9; Permenaker 19/2015)
        "#]],
    );
    check(
        &dismissed,
        "lost_job 2026-02-28 reported 2026-03-28; termination contract_ran_out",
        &expect![[r#"
            jht_left_work, borne by Fund: claim_form identity_card family_card bank_book
                end_of_work_letter
            not jkp_cash: not_entitled: The employment did not end by a dismissal that is
                covered: resignation, retirement, total permanent disability, death and a
                contract that runs to its end are not (PP 37/2021 (article numbers from
                memory))
        "#]],
    );
    check(
        &dismissed,
        "left_work 2026-02-28 reported 2026-03-28; termination resignation",
        &expect![[r#"
            jht_left_work, borne by Fund: claim_form identity_card family_card bank_book
                end_of_work_letter
        "#]],
    );
}

#[test]
fn accidents_disability_age_and_leaving() {
    check(
        WORKER,
        "work_accident 2026-03-10 reported 2026-03-11 by_employer",
        &expect![[r#"
            jkk_injury, until 2031-03-10, borne by Fund: claim_form identity_card bank_book
                first_report second_report doctor_findings
        "#]],
    );
    check(
        WORKER,
        "work_accident 2026-03-10 reported 2026-03-30; land_fare 100_000; event_cause violence",
        &expect![[r#"
            jkk_injury, until 2031-03-10, borne by Fund: claim_form identity_card bank_book
                first_report second_report doctor_findings receipts police_statement
                forensic_findings
        "#]],
    );
    check(
        WORKER,
        "work_disability 2026-03-10 reported 2026-09-30",
        &expect![[r#"
            jkk_total_disability, until 2031-03-10, borne by Fund: claim_form identity_card
                bank_book first_report second_report doctor_findings
            jht_disability, borne by Fund: claim_form identity_card family_card bank_book
                doctor_findings
            jp_disability, borne by Fund: claim_form identity_card family_card bank_book
                doctor_findings
        "#]],
    );
    check(
        &WORKER.replace("born 1985", "born 1967"),
        "grew_old 2026-05-01 reported 2026-05-04",
        &expect![[r#"
        jht_old_age, borne by Fund: claim_form identity_card family_card bank_book
        jp_old_age, borne by Fund: claim_form identity_card family_card bank_book
    "#]],
    );
    check(
        &WORKER.replace("born 1985", "born 1969"),
        "grew_old 2026-05-01 reported 2026-05-04",
        &expect![[r#"
            jht_old_age, borne by Fund: claim_form identity_card family_card bank_book
            not jp_old_age: not_entitled: The member has not reached the pension age (PP
                45/2015 art. 15; press note of January 2022)
        "#]],
    );
    check(
        &with("is nationality foreign"),
        "left_country 2026-03-10",
        &expect![[r#"
            jht_left_country, borne by Fund: claim_form identity_card bank_book
                departure_statement
        "#]],
    );
    check(
        WORKER,
        "part_wanted 2026-03-10; jht_cause housing_part",
        &expect![[r#"
            not jht_part: not_entitled: Membership is shorter than ten years (PP 46/2015
                art. 22)
        "#]],
    );
}

#[test]
fn what_is_refused_at_the_door() {
    check(
        WORKER,
        "lost_job 2026-03-10; jkp_paid_months 24",
        &expect![[r#"
        fact_of_register: months of JKP contributions paid in the last 24: the
            institution knows this itself, not from a report
    "#]],
    );
    check(
        WORKER,
        "lost_job 2026-03-10; termination flew_away",
        &expect![[r#"
        fact_refused: termination: `flew_away` is not one of dismissal,
            contract_cut_short, contract_ran_out, resignation, retirement,
            lasting_disability, death_of_worker
    "#]],
    );
    check(
        WORKER,
        "lost_job 2026-03-10; died 2026-03-10",
        &expect![[r#"
        fact_refused: died: written by the institution's own acts, not by a report
    "#]],
    );
    check(
        WORKER,
        "other_death 2026-03-10 reported 2026-03-09",
        &expect![[r#"
            event_ahead: the day of the event, 2026-03-10, has not come yet
        "#]],
    );
    check(
        WORKER,
        "work_accident 2018-12-31 reported 2026-03-09",
        &expect![[r#"
        before_membership: not a member yet on 2018-12-31; an employer who did not
            register owes the benefit (work_accident) (UU 40/2004 arts. 29–46; UU
            24/2011; PP 37/2021)
    "#]],
    );
    check(
        WORKER,
        "other_death 1985-04-30 reported 2026-03-09",
        &expect![[r#"
        event_before_birth: the day of the event, 1985-04-30, lies before the date of
            birth, 1985-05-01
    "#]],
    );
    check(
        &with("died 2026-03-01"),
        "other_death 2026-03-10",
        &expect![[r#"
        dead_already: noted as dead since 2026-03-01; take that back first if the day is
            wrong
    "#]],
    );
    check(
        &with("died 2026-03-01"),
        "lost_job 2026-03-10",
        &expect![[r#"
        dead: the person died on 2026-03-01, before 2026-03-10
    "#]],
    );
}

#[test]
fn an_event_is_reported_once() {
    let known = |kind, on: &str| KnownCase { number: 44, kind, day: day(on), claims: &[ClaimKind::JkmDeath] };
    let check = |known: KnownCase<'_>, event: &str, expected: &Expect| {
        expected.assert_eq(&shown(&opened(claim_law(), &Life::new(WORKER), event, &[known])));
    };
    check(
        known(EventKind::OtherDeath, "2026-03-10"),
        "work_death 2026-03-10",
        &expect![[r#"
            event_known: this event is reported already: case 44, of 2026-03-10
        "#]],
    );
    check(
        known(EventKind::WorkAccident, "2026-03-10"),
        "work_accident 2026-03-10",
        &expect![[r#"
            event_known: this event is reported already: case 44, of 2026-03-10
        "#]],
    );
    check(
        known(EventKind::WorkAccident, "2026-03-09"),
        "work_accident 2026-03-10 reported 2026-03-10 by_employer",
        &expect![[r#"
            jkk_injury, until 2031-03-10, borne by Fund: claim_form identity_card bank_book
                first_report second_report doctor_findings
        "#]],
    );
    let grown = KnownCase { claims: &[ClaimKind::JhtOldAge], ..known(EventKind::GrewOld, "2023-05-01") };
    let old = WORKER.replace("born 1985", "born 1967");
    let case = opened(claim_law(), &Life::new(&old), "grew_old 2026-05-01 reported 2026-05-04", &[grown]);
    expect![[r#"
        jp_old_age, borne by Fund: claim_form identity_card family_card bank_book
        not jht_old_age: claimed_already: old-age savings at old age: claimed already in
            case 44
    "#]]
    .assert_eq(&shown(&case));
    // What an injury has become is the same claim.
    let injured =
        KnownCase { claims: &[ClaimKind::JkkInjury], ..known(EventKind::WorkAccident, "2026-03-10") };
    let event = "work_disability 2026-03-10 reported 2026-03-11 by_employer";
    let case = opened(claim_law(), &Life::new(WORKER), event, &[injured]).expect("a case");
    let continues: Vec<_> = case.claims.iter().map(|claim| (claim.kind, claim.continues)).collect();
    assert_eq!(continues[0], (ClaimKind::JkkTotalDisability, Some(44)));
    assert!(continues[1..].iter().all(|(_, continues)| continues.is_none()));
}
