//! The machine of a claim: every state and every move, and the guards around them.

use std::fmt::Write;

use expect_test::{Expect, expect};
use scheme::claims::{Act, Actor, Claim, ClaimKind, Move, State, Step};

use super::{day, refused, wrapped};

/// Who may make each move in each state, and what becomes of the claim; everything else is refused.
#[test]
fn every_state_and_every_move() {
    let mut text = String::new();
    for state in State::ALL {
        for made in Move::ALL {
            let mut by = Vec::new();
            let mut to = None;
            let mut refusals = Vec::new();
            for actor in Actor::ALL {
                match state.after(made, actor) {
                    Ok(next) => {
                        assert!(to.is_none_or(|to| to == next), "one move, one outcome");
                        to = Some(next);
                        by.push(actor.name());
                    }
                    Err(refusal) => refusals.push(refusal),
                }
            }
            let code = if to.is_some() { "claim_actor" } else { "claim_state" };
            for refusal in refusals {
                assert_eq!(refusal.code, code, "{state} {made}");
                assert!(!refusal.id.is_empty() && refusal.id != refusal.en);
            }
            if let Some(to) = to {
                writeln!(text, "{state} {made} → {to}: {}", by.join(" ")).expect("text");
            }
        }
    }
    expect![[r#"
        notified complete → complete: officer program
        notified withdraw → withdrawn: claimant
        complete ask_again → notified: officer checker
        complete assess → assessed: officer program
        complete reject → rejected: checker head
        complete withdraw → withdrawn: claimant
        assessed ask_again → notified: officer checker
        assessed reject → rejected: checker head
        assessed approve → approved: checker head
        assessed send_back → complete: checker head
        assessed withdraw → withdrawn: claimant
        approved send_back → complete: checker head
        approved pay → paid: program
        paid return → approved: program
        paid close → closed: officer program
        paid appeal → appealed: claimant officer
        paid reopen → reopened: officer head program
        closed return → approved: program
        closed appeal → appealed: claimant officer
        closed reopen → reopened: officer head program
        rejected close → closed: officer program
        rejected appeal → appealed: claimant officer
        rejected reopen → reopened: officer head program
        appealed uphold → closed: head program
        appealed grant → reopened: head
        reopened ask_again → notified: officer checker
        reopened assess → assessed: officer program
        reopened reject → rejected: checker head
        withdrawn reopen → reopened: officer head program
    "#]]
    .assert_eq(&text);
}

/// Steps in lines: `DAY actor[who] act`.
fn check(steps: &str, expected: &Expect) {
    let papers = ["claim_form", "heir_letter"].map(str::to_owned);
    let mut claim = Claim::new(ClaimKind::JkmDeath, day("2026-03-02"), papers);
    let mut text = String::new();
    for line in steps.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let before = claim.clone();
        match claim.take(&step(line), 50_000_000) {
            Ok(()) => writeln!(text, "{line}: {}", claim.state).expect("text"),
            Err(refusal) => {
                assert_eq!(claim, before, "a refusal changes nothing");
                writeln!(text, "{line}: {}", refused(&refusal)).expect("text");
            }
        }
    }
    expected.assert_eq(&wrapped(&text));
}

fn step(line: &str) -> Step {
    let words: Vec<&str> = line.split_whitespace().collect();
    let (actor, who) = words[1].split_once('#').map_or((words[1], None), |(a, w)| (a, w.parse().ok()));
    let act = match words[2] {
        "give" => Act::Give(words[3].to_owned()),
        "ask" => Act::Ask(words[3].to_owned()),
        "assess" => Act::Assess(words[3].replace('_', "").parse().expect("a number")),
        "reject" => Act::Reject(words[3..].join(" ")),
        made => Act::Make(Move::named(made).expect("a move")),
    };
    Step { day: day(words[0]), actor: Actor::named(actor).expect("an actor"), who, act }
}

#[test]
fn a_clean_claim() {
    check(
        "2026-03-03 claimant#9 give claim_form
         2026-03-04 officer#1 complete
         2026-03-04 claimant#9 give heir_letter
         2026-03-04 program complete
         2026-03-04 program assess 42_000_000
         2026-03-05 checker#2 approve
         2026-03-05 program pay
         2026-03-06 program close",
        &expect![[r#"
            2026-03-03 claimant#9 give claim_form: notified
            2026-03-04 officer#1 complete: papers_missing: these papers have not come:
                heir_letter
            2026-03-04 claimant#9 give heir_letter: notified
            2026-03-04 program complete: complete
            2026-03-04 program assess 42_000_000: assessed
            2026-03-05 checker#2 approve: approved
            2026-03-05 program pay: paid
            2026-03-06 program close: closed
        "#]],
    );
}

#[test]
fn two_people_and_a_limit() {
    check(
        "2026-03-03 claimant#9 give claim_form
         2026-03-03 claimant#9 give heir_letter
         2026-03-03 claimant#9 give heir_letter
         2026-03-04 officer#1 complete
         2026-03-04 officer#1 approve",
        &expect![[r#"
            2026-03-03 claimant#9 give claim_form: notified
            2026-03-03 claimant#9 give heir_letter: notified
            2026-03-03 claimant#9 give heir_letter: paper_unasked: the paper `heir_letter`
                is not asked for in this claim, or has come already
            2026-03-04 officer#1 complete: complete
            2026-03-04 officer#1 approve: claim_state: the claim is complete: it cannot be
                approved
        "#]],
    );
    check(
        "2026-03-03 claimant#9 give claim_form
         2026-03-03 claimant#9 give heir_letter
         2026-03-04 officer#1 complete
         2026-03-04 officer#1 assess 50_000_001
         2026-03-04 checker#1 approve
         2026-03-04 checker#2 approve
         2026-03-04 head#1 approve
         2026-03-04 head#3 approve
         2026-03-03 program pay
         2026-03-05 officer#1 pay
         2026-03-05 program pay
         2026-03-09 program return
         2026-03-10 program pay",
        &expect![[r#"
            2026-03-03 claimant#9 give claim_form: notified
            2026-03-03 claimant#9 give heir_letter: notified
            2026-03-04 officer#1 complete: complete
            2026-03-04 officer#1 assess 50_000_001: assessed
            2026-03-04 checker#1 approve: same_person: whoever assessed does not decide on
                it
            2026-03-04 checker#2 approve: above_limit: above 50000000 only a head of branch
                approves
            2026-03-04 head#1 approve: same_person: whoever assessed does not decide on it
            2026-03-04 head#3 approve: approved
            2026-03-03 program pay: step_before_last: the last step of this claim was taken
                on 2026-03-04
            2026-03-05 officer#1 pay: claim_actor: the claim cannot be paid by an officer
            2026-03-05 program pay: paid
            2026-03-09 program return: approved
            2026-03-10 program pay: paid
        "#]],
    );
}

#[test]
fn asked_again_rejected_appealed_and_reopened() {
    check(
        "2026-03-03 claimant#9 give claim_form
         2026-03-03 claimant#9 give heir_letter
         2026-03-04 officer#1 complete
         2026-03-05 claimant#9 ask heir_letter
         2026-03-05 officer#1 ask heir_letter
         2026-03-05 officer#1 ask will_deed
         2026-03-06 claimant#9 give heir_letter
         2026-03-06 officer#1 complete
         2026-03-09 claimant#9 give will_deed
         2026-03-09 officer#1 complete
         2026-03-09 officer#1 assess 0
         2026-03-09 officer#1 reject PP 44/2015 art. 34
         2026-03-09 checker#2 reject PP 44/2015 art. 34
         2026-03-12 claimant#9 appeal
         2026-03-12 checker#2 grant
         2026-03-12 head#3 grant
         2026-03-12 officer#1 assess 42_000_000
         2026-03-12 head#3 approve",
        &expect![[r#"
            2026-03-03 claimant#9 give claim_form: notified
            2026-03-03 claimant#9 give heir_letter: notified
            2026-03-04 officer#1 complete: complete
            2026-03-05 claimant#9 ask heir_letter: claim_actor: the claim cannot be asked
                for a paper again by the claimant
            2026-03-05 officer#1 ask heir_letter: notified
            2026-03-05 officer#1 ask will_deed: notified
            2026-03-06 claimant#9 give heir_letter: notified
            2026-03-06 officer#1 complete: papers_missing: these papers have not come:
                will_deed
            2026-03-09 claimant#9 give will_deed: notified
            2026-03-09 officer#1 complete: complete
            2026-03-09 officer#1 assess 0: assessed
            2026-03-09 officer#1 reject PP 44/2015 art. 34: claim_actor: the claim cannot be
                rejected by an officer
            2026-03-09 checker#2 reject PP 44/2015 art. 34: rejected
            2026-03-12 claimant#9 appeal: appealed
            2026-03-12 checker#2 grant: claim_actor: the claim cannot be granted on appeal
                by a checker
            2026-03-12 head#3 grant: reopened
            2026-03-12 officer#1 assess 42_000_000: assessed
            2026-03-12 head#3 approve: approved
        "#]],
    );
    check(
        "2026-03-03 claimant#9 withdraw
         2026-03-04 officer#1 reopen
         2026-03-04 officer#1 assess 1
         2026-03-04 officer#1 complete
         2026-03-05 officer#1 ask will_deed",
        &expect![[r#"
            2026-03-03 claimant#9 withdraw: withdrawn
            2026-03-04 officer#1 reopen: reopened
            2026-03-04 officer#1 assess 1: papers_missing: these papers have not come:
                claim_form, heir_letter
            2026-03-04 officer#1 complete: claim_state: the claim is reopened: it cannot be
                declared complete
            2026-03-05 officer#1 ask will_deed: notified
        "#]],
    );
}
