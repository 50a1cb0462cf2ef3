//! Before anybody claims: what pays, what stands in the way, who can mend it; and warnings.

use std::fmt::Write;

use expect_test::{Expect, expect};
use rules::tree::Target;
use scheme::claims::menders::{Mender, of_condition};
use scheme::claims::{ClaimKind, Pending, Unclaimed, pre_check, warnings};
use scheme::events::Event;

use super::{Life, claim_law, day, facts, wrapped};

/// Every block but papers has a line; papers are told by who gives them.
fn check(life: &str, event: &str, expected: &Expect) {
    let (head, rest) = event.split_once(';').unwrap_or((event, ""));
    let words: Vec<&str> = head.split_whitespace().collect();
    let reported = facts(rest);
    let event = Event {
        kind: words[0].parse().expect("an event"),
        day: day(words[1]),
        reported: day(words[3]),
        by_employer: words.contains(&"by_employer"),
        facts: &reported,
    };
    let checks = Life::new(life)
        .ask(|record| pre_check(claim_law(), record, &event, &[], &["identity_card".to_owned()]));
    let mut text = String::new();
    for check in checks.expect("an answer") {
        let gross = check.gross.map_or_else(|| "?".to_owned(), |gross| gross.to_string());
        let ends = check.right_ends.as_ref().map(|(day, _)| format!(" until {day}")).unwrap_or_default();
        let ready = if check.can_be_claimed() { "" } else { ", not yet" };
        writeln!(text, "{}: {gross}, {:?}{ends}{ready}", check.kind, check.bearer).expect("text");
        let mut papers = Vec::new();
        for block in &check.blocks {
            let who = block.mender.name();
            if block.cause.code == "paper_missing" {
                papers.push(who);
                continue;
            }
            writeln!(text, "  {} → {who} at {}: {}", block.cause.code, block.link, block.cause)
                .expect("text");
        }
        writeln!(text, "  papers: {}", papers.join(" ")).expect("text");
    }
    expected.assert_eq(&wrapped(&text));
}

const WORKER: &str = "
    born 1985-05-01
    member 7 wage_earner 2019-01-01 wage=5_000_000
    paid 7 2019-01 2026-02
    pension 9_000_000
";

#[test]
fn every_blocking_cause_is_named() {
    let young = "
        born 1999-05-01
        member 7 wage_earner 2025-06-01 2026-03-31 wage=5_000_000
        owed 7 2025-06 2025-12
        paid 7 2026-01 2026-03
    ";
    check(
        young,
        "lost_job 2026-03-31 reported 2026-10-31; termination resignation",
        &expect![[r#"
            jht_left_work: ?, Fund, not yet
              not_in_programme → nobody at member/programmes: old-age savings on leaving
                work: not a member of this programme
              papers:
            jkp_cash: ?, Employer until 2026-09-30, not yet
              not_entitled → labour_office at claim/dismissal: The employment did not end
                by a dismissal that is covered: resignation, retirement, total permanent
                disability, death and a contract that runs to its end are not (PP 37/2021
                (article numbers from memory))
              not_entitled → employer at employer/arrears: Fewer than twelve months of
                contributions in the last twenty-four (PP 37/2021; PP 6/2025 (article number
                from memory))
              not_entitled → employer at employer/arrears: Arrears are beyond the limit;
                the employer pays the benefit first (PP 37/2021; PP 6/2025 art. 39A)
              not_entitled → nobody at claim/law: The claim was not filed within the time
                after the dismissal (PP 37/2021 art. 40; PP 6/2025)
              papers: claimant claimant labour_office claimant claimant
        "#]],
    );
    check(
        young,
        "lost_job 2026-03-31 reported 2026-04-10; termination dismissal",
        &expect![[r#"
            jht_left_work: ?, Fund, not yet
              not_in_programme → nobody at member/programmes: old-age savings on leaving
                work: not a member of this programme
              papers:
            jkp_cash: ?, Employer until 2026-09-30, not yet
              not_entitled → employer at employer/arrears: Fewer than twelve months of
                contributions in the last twenty-four (PP 37/2021; PP 6/2025 (article number
                from memory))
              not_entitled → employer at employer/arrears: Arrears are beyond the limit;
                the employer pays the benefit first (PP 37/2021; PP 6/2025 art. 39A)
              papers: claimant claimant labour_office claimant claimant
        "#]],
    );
}

#[test]
fn facts_that_have_to_be_told_and_guardians() {
    let family = format!("{WORKER}\nkin son_or_daughter Ani 2012-04-01 2012-04-01");
    check(
        &family,
        "work_death 2026-03-10 reported 2026-03-20 by_employer",
        &expect![[r#"
            jkk_death: 262000000, Employer until 2031-03-10, not yet
              not_entitled → employer at employer/accident: The stage I report was late:
                the benefit is the employer's duty, who may ask for a refund after reporting
                (Permenaker 1/2025 art. 8(2a))
              guardian_missing → claimant at member/family: nobody acts for Ani yet
              papers: claimant claimant claimant claimant claimant claimant employer
                employer doctor
            jht_death: ?, Fund, not yet
              not_in_programme → nobody at member/programmes: old-age savings, to the
                heirs: not a member of this programme
              papers:
            jp_death: 417295, Fund, not yet
              guardian_missing → claimant at member/family: nobody acts for Ani yet
              papers: claimant claimant claimant claimant claimant claimant
        "#]],
    );
    check(
        &WORKER.replace(" wage=5_000_000", ""),
        "work_impairment 2026-03-10 reported 2026-03-11; losses part right_thumb",
        &expect![[r#"
            jkk_partial_disability: ?, Fund until 2031-03-10, not yet
              facts_missing → employer at employer/workers: not known yet: month's wage:
                basic and fixed allowances
              papers: claimant claimant employer employer doctor
        "#]],
    );
    check(
        &WORKER.replace("2019-01-01", "2026-04-01"),
        "work_accident 2026-04-10 reported 2026-04-11 by_employer; incapacity_months 2",
        &expect![[r#"
        jkk_injury: 10000000, Fund until 2031-04-10
          papers: claimant claimant employer employer doctor
    "#]],
    );
}

#[test]
fn what_is_not_there_yet() {
    check(
        WORKER,
        "other_death 2026-03-10 reported 2026-03-12",
        &expect![[r#"
        jkm_death: 42000000, Fund until 2031-03-10
          papers: claimant claimant claimant claimant claimant
        jht_death: ?, Fund, not yet
          not_in_programme → nobody at member/programmes: old-age savings, to the
            heirs: not a member of this programme
          papers:
        jp_death: ?, Fund, not yet
          nothing_owed → nobody at claim/law: pension, survivors: nothing is paid in
            this case
          papers: claimant claimant claimant claimant claimant
    "#]],
    );
    check(
        &WORKER.replace("born 1985", "born 1969"),
        "grew_old 2026-05-01 reported 2026-05-04",
        &expect![[r#"
            jht_old_age: ?, Fund, not yet
              not_in_programme → nobody at member/programmes: old-age savings at old age:
                not a member of this programme
              papers:
            jp_old_age: ?, Fund, not yet
              not_entitled → time at claim/later: The member has not reached the pension
                age (PP 45/2015 art. 15; press note of January 2022)
              papers: claimant claimant claimant
        "#]],
    );
    check(
        WORKER,
        "part_wanted 2026-03-10 reported 2026-03-10; jht_cause housing_part",
        &expect![[r#"
            jht_part: ?, Fund, not yet
              not_in_programme → nobody at member/programmes: part of the old-age savings:
                not a member of this programme
              papers:
        "#]],
    );
}

/// Each condition that the law knows has somebody who is told about it.
#[test]
fn every_condition_of_the_law_has_a_mender() {
    for item in &claim_law().law().tree().items {
        if let Target::Requirement { name, .. } = &item.target {
            assert_ne!(of_condition(name), (Mender::Institution, "claim/ask"), "{name}");
        }
    }
}

fn warned(life: &str, known: &Pending<'_>, today: &str, expected: &Expect) {
    let found = Life::new(life).ask(|record| warnings(claim_law(), record, known, day(today), 30));
    let mut text = String::new();
    for warning in found.expect("an answer") {
        let kind = warning.kind.map(|kind| format!(" {kind}")).unwrap_or_default();
        let cited =
            warning.citation.map(|citation| format!(" ({})", citation.instrument)).unwrap_or_default();
        writeln!(text, "{}{kind} → {}: {}{cited}", warning.code, warning.mender.name(), warning.en)
            .expect("text");
    }
    expected.assert_eq(&wrapped(&text));
}

#[test]
fn warnings_before_a_right_is_lost() {
    let none = Pending::default();
    let dismissed = [Unclaimed { kind: ClaimKind::JkpCash, event: day("2026-03-31") }];
    let known = Pending { unclaimed: &dismissed, ..none };
    let past =
        "born 1985-05-01\nmember 7 wage_earner 2019-01-01 2026-03-31 wage=5_000_000\npaid 7 2019-01 2026-03";
    warned(past, &known, "2026-08-30", &expect![[""]]);
    warned(
        past,
        &known,
        "2026-08-31",
        &expect![[r#"
            right_ends jkp_cash → claimant: job loss, cash: claim by 2026-09-30 (PP
                44/2015 art. 26; PP 82/2019; PP 37/2021 art. 40)
        "#]],
    );
    warned(
        past,
        &known,
        "2026-09-30",
        &expect![[r#"
            right_ends jkp_cash → claimant: job loss, cash: claim by 2026-09-30 (PP
                44/2015 art. 26; PP 82/2019; PP 37/2021 art. 40)
        "#]],
    );
    warned(past, &known, "2026-10-01", &expect![[""]]);
    let died = [Unclaimed { kind: ClaimKind::JkmDeath, event: day("2021-06-10") }];
    warned(
        past,
        &Pending { unclaimed: &died, ..none },
        "2026-06-01",
        &expect![[r#"
            right_ends jkm_death → claimant: death: claim by 2026-06-10 (PP 44/2015 art.
                26; PP 82/2019; PP 37/2021 art. 40)
        "#]],
    );
}

#[test]
fn warnings_before_a_right_is_needed() {
    let none = Pending::default();
    let few = "born 1990-01-01\nmember 7 wage_earner 2025-10-01 wage=5_000_000\npaid 7 2025-10 2026-04";
    warned(
        few,
        &none,
        "2026-05-20",
        &expect![[r#"
            few_months jkp_cash → employer: if you were dismissed today: Fewer than twelve
                months of contributions in the last twenty-four (PP 37/2021; PP 6/2025
                (article number from memory))
        "#]],
    );
    let late = "born 1990-01-01\nmember 7 self_employed 2025-01-01 income=2_000_000\npaid 7 2025-01 2026-03";
    warned(
        late,
        &none,
        "2026-06-20",
        &expect![[r#"
            grace_ends → claimant: contributions are open; cover ends if they are not paid
                by 2026-06-30 (Director regulation 22/PERDIR.02/072022, grace period)
        "#]],
    );
    let old = WORKER.replace("born 1985", "born 1967");
    warned(
        &old,
        &none,
        "2026-02-10",
        &expect![[r#"
            pension_age jp_old_age → claimant: the pension age is reached on 2026-05-01;
                papers can be prepared from 2026-02-01 (PP 45/2015 art. 15)
        "#]],
    );
    warned(&old, &none, "2025-12-31", &expect![[""]]);
    let pensioner =
        Pending { proof_of_life: Some(day("2025-06-10")), scholarship: Some(day("2025-06-01")), ..none };
    warned(
        "born 1960-01-01",
        &pensioner,
        "2026-05-20",
        &expect![[r#"
            scholarship_year → claimant: the next year's scholarship can be claimed from
                2026-06-01 (PP 82/2019; Permenaker 1/2025 art. 103)
            proof_of_life → claimant: proof of life by 2026-06-10; after that the pension
                waits (Permenaker 29/2015 (article not seen))
        "#]],
    );
    warned("born 1960-01-01", &pensioner, "2026-04-20", &expect![[""]]);
}
