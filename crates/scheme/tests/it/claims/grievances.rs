//! Grievances: every state with every move by everybody, and tickets from a line of a letter to its answer.

use std::collections::BTreeSet;
use std::fmt::Write;

use expect_test::{Expect, expect};
use scheme::claims::grievance::{Act, LETTERS_MAX, Move, State, Step, Ticket, objection_fits, reason_fits};
use scheme::claims::{Actor, ClaimKind};
use testing::Random;

use super::letters::letters;
use super::{Life, claim_law, day, refused, wrapped};

#[test]
fn the_table() {
    let mut text = String::new();
    for state in State::ALL {
        for made in Move::ALL {
            let mut by = Vec::new();
            for actor in Actor::ALL {
                match state.after(made, actor) {
                    Ok(to) => by.push((actor.name(), to)),
                    Err(refusal) => assert!(!refusal.id.is_empty() && refusal.id != refusal.en),
                }
            }
            if let Some((_, to)) = by.first() {
                let by: Vec<&str> = by.iter().map(|(actor, _)| *actor).collect();
                writeln!(text, "{state} {made} → {to}: {}", by.join(" ")).expect("text");
            }
        }
    }
    expect![[r#"
        open take → in_hand: officer head
        open escalate → overdue: program
        open withdraw → withdrawn: claimant
        in_hand answer → answered: officer head
        in_hand escalate → overdue: program
        in_hand withdraw → withdrawn: claimant
        overdue answer → answered: officer head
        overdue go_on → open: claimant
        overdue withdraw → withdrawn: claimant
        answered accept → accepted: claimant
        answered go_on → open: claimant
        answered withdraw → withdrawn: claimant
    "#]]
    .assert_eq(&text);
}

const WORKER: &str = "
    born 1985-05-01
    member 7 wage_earner 2019-01-01 wage=5_000_000
    paid 7 2019-01 2026-02
";

/// A letter of 11 March, assessed by 1 and approved by 2.
fn opened(line: usize, objection: &str, on: &str) -> Result<Ticket, scheme::refusal::Refusal> {
    let told = "work_accident 2026-03-10 reported 2026-03-11 by_employer; land_fare 6_000_000";
    let letter = letters(claim_law(), &Life::new(WORKER), told, "2026-03-16").remove(0).1;
    assert_eq!(letter.kind, ClaimKind::JkkInjury);
    Ticket::open(&letter, line, objection, day(on), &[1, 2])
}

/// Steps in lines: `DAY actor#who move`, an answer being `stands WHY` or `changed WHY`.
fn check(steps: &str, expected: &Expect) {
    let mut ticket = opened(3, "The fare was higher.", "2026-03-12").expect("a ticket");
    let mut text = format!("{} [{:?}]\n", ticket.line.said.en, ticket.line.amount);
    for line in steps.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let before = ticket.clone();
        match ticket.take(claim_law(), &step(line)) {
            Ok(()) => {
                let due = ticket.due(claim_law()).expect("an answer");
                let due = due.map(|due| format!(", due {}", due.day)).unwrap_or_default();
                let then = ticket.claim_move().map(|made| format!(", claim {made}")).unwrap_or_default();
                writeln!(text, "{line}: {} at {}{due}{then}", ticket.state, ticket.level).expect("text");
            }
            Err(refusal) => {
                assert_eq!(ticket, before, "a refusal changes nothing");
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
        "stands" => Act::Answer(false, words[3..].join(" ")),
        "changed" => Act::Answer(true, words[3..].join(" ")),
        made => Act::Make(Move::named(made).expect("a move")),
    };
    Step { day: day(words[0]), actor: Actor::named(actor).expect("an actor"), who, act }
}

#[test]
fn answered_in_time() {
    check(
        "2026-03-13 officer#5 take
         2026-03-16 officer#1 stands the law has a limit
         2026-03-16 officer#5 stands
         2026-03-16 officer#5 answer
         2026-03-16 officer#5 changed two trips were counted as one
         2026-03-15 claimant#9 accept
         2026-03-17 claimant#9 accept
         2026-03-18 claimant#9 go_on",
        &expect![[r#"
            We pay Rp5,000,000. [Some(5000000)]
            2026-03-13 officer#5 take: in_hand at complaint_unit, due 2026-03-20
            2026-03-16 officer#1 stands the law has a limit: same_person: whoever decided
                the claim does not answer
            2026-03-16 officer#5 stands: reason_missing: an answer has a reason
            2026-03-16 officer#5 answer: step_empty: an answer says whether the decision
                changes, and why
            2026-03-16 officer#5 changed two trips were counted as one: answered at
                complaint_unit, claim grant
            2026-03-15 claimant#9 accept: step_before_last: the last step of this grievance
                was taken on 2026-03-16
            2026-03-17 claimant#9 accept: accepted at complaint_unit, claim grant
            2026-03-18 claimant#9 go_on: grievance_state: the grievance is accepted: it
                cannot be taken further
        "#]],
    );
}

#[test]
fn nobody_answers_and_it_goes_on_to_the_last() {
    check(
        "2026-03-19 program escalate
         2026-03-27 program escalate
         2026-03-27 officer#5 take
         2026-03-27 officer#5 stands there is a limit
         2026-03-27 head#3 stands there is a limit
         2026-03-30 claimant#9 go_on
         2026-04-02 officer#5 take
         2026-05-29 program escalate
         2026-05-29 claimant#9 go_on
         2026-06-01 program escalate
         2026-06-01 head#3 take
         2026-09-01 head#3 changed the court says so
         2026-09-02 claimant#9 go_on
         2026-09-02 claimant#9 withdraw",
        &expect![[r#"
            We pay Rp5,000,000. [Some(5000000)]
            2026-03-19 program escalate: not_overdue: there is time to answer until
                2026-03-20 (UU 24/2011 arts. 48–50; PP 44/2015 arts. 57–58)
            2026-03-27 program escalate: overdue at complaint_unit, due 2026-03-20
            2026-03-27 officer#5 take: grievance_state: the grievance is overdue: it cannot
                be taken in hand
            2026-03-27 officer#5 stands there is a limit: overdue: what is overdue is
                answered by a head of branch
            2026-03-27 head#3 stands there is a limit: answered at complaint_unit, claim
                uphold
            2026-03-30 claimant#9 go_on: open at mediation, due 2026-05-13
            2026-04-02 officer#5 take: in_hand at mediation, due 2026-05-13
            2026-05-29 program escalate: overdue at mediation, due 2026-05-13
            2026-05-29 claimant#9 go_on: open at court
            2026-06-01 program escalate: not_overdue: the law sets no days here
            2026-06-01 head#3 take: in_hand at court
            2026-09-01 head#3 changed the court says so: answered at court, claim grant
            2026-09-02 claimant#9 go_on: last_level: there is nobody above to go to
            2026-09-02 claimant#9 withdraw: withdrawn at court
        "#]],
    );
}

#[test]
fn what_opens_no_ticket() {
    let mut text = String::new();
    for (line, objection, on) in
        [(0, "x", "2026-03-12"), (999, "x", "2026-03-12"), (1, " ?! ", "2026-03-12"), (1, "x", "2026-03-10")]
    {
        let refusal = opened(line, objection, on).expect_err("no ticket");
        writeln!(text, "{}", refused(&refusal)).expect("text");
    }
    let (fits, long) = ("x".repeat(LETTERS_MAX), "x".repeat(LETTERS_MAX + 1));
    assert_eq!((objection_fits(&fits), reason_fits(&fits)), (Ok(()), Ok(())));
    for refusal in [objection_fits(&long), reason_fits(&long)] {
        writeln!(text, "{}", refused(&refusal.expect_err("too long"))).expect("text");
    }
    // What was kept before stays as it is.
    assert!(opened(1, &long, "2026-03-12").is_ok());
    expect![[r#"
        no_such_line: this letter has the lines 1 to 21, and no line 0
        no_such_line: this letter has the lines 1 to 21, and no line 999
        objection_missing: say what is wrong with this line
        before_letter: this letter is of 2026-03-11
        objection_long: an objection has at most 4000 letters
        reason_long: an answer has at most 4000 letters
    "#]]
    .assert_eq(&text);
}

/// Steps by chance: what is refused changes nothing, and what was taken, played again, is the same ticket.
#[test]
fn steps_by_chance_are_played_again() {
    let first = opened(3, "The fare was higher.", "2026-03-12").expect("a ticket");
    let mut seen = BTreeSet::new();
    for seed in 0..150 {
        let mut random = Random::new(seed);
        let (mut ticket, mut taken, mut on) = (first.clone(), Vec::new(), day("2026-03-12"));
        for _ in 0..12 {
            on = on.plus_days(random.between(0, 20) as i32).expect("a day");
            let act = match random.between(0, 7) as usize {
                at @ 0..=5 => Act::Make(Move::ALL[at]),
                at => Act::Answer(at == 6, "because".to_owned()),
            };
            let step =
                Step { day: on, actor: *random.pick(&Actor::ALL), who: Some(random.between(1, 5)), act };
            let before = ticket.clone();
            match ticket.take(claim_law(), &step) {
                Ok(()) => taken.push(step),
                Err(refusal) => assert_eq!(ticket, before, "seed {seed}: {refusal}"),
            }
            let by = ticket.answer.as_ref().and_then(|answer| answer.who);
            assert!(!by.is_some_and(|who| ticket.decided_by.contains(&who)), "seed {seed}");
            assert_eq!(ticket.line, first.line, "seed {seed}");
        }
        seen.insert((ticket.state, ticket.level));
        assert_eq!(first.clone().replay(claim_law(), &taken).as_ref(), Ok(&ticket), "seed {seed}");
    }
    assert!(seen.len() > 6, "{seen:?}");
}
