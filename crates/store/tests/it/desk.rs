//! What waits for somebody: approvals, jobs, messages, drafts, checks, contests, notes and signals.

use std::slice::from_ref;
use std::sync::mpsc::channel;
use std::thread;

use scheme::id::{MembershipId, PayerId, PersonId};
use store::Unit;
use store::queries::approvals::{self, Approval};
use store::queries::branches::{self, Branch, Within};
use store::queries::contests::{self, Contest};
use store::queries::jobs::{self, Job, Taking};
use store::queries::messages::{self, Message};
use store::queries::notes::{self, List, Note};
use store::queries::registry_checks::{self, Check};
use store::queries::signals::{self, Count, Signal, Standing, Wanted};
use store::queries::{caseloads, drafts};
use testing::both;

use crate::{at, day, migrated, month, open, refusal, sure};

fn approval(id: i64, made: i64, branch: Option<i64>) -> Approval {
    Approval {
        id,
        what: "merge".to_owned(),
        subject: 9,
        branch,
        sealed: vec![1; 30],
        maker: 5,
        made: at(made),
        outcome: None,
        checker: None,
        decided: None,
        said: None,
    }
}

#[test]
fn a_change_waits_where_it_belongs_and_is_decided_once() {
    both(|address| {
        let mut store = migrated(address);
        let all = [approval(3, 10, Some(1)), approval(1, 20, Some(2)), approval(2, 30, None)];
        sure(store.unit(|unit| {
            for (id, province) in [(1, "31"), (2, "32")] {
                let province = province.to_owned();
                branches::add(unit, &Branch { id, name: "Kantor".to_owned(), province, closed: None })?;
            }
            all.iter().try_for_each(|approval| approvals::add(unit, approval))?;
            assert_eq!(approvals::waiting(unit, Within::Everywhere, 9)?, all);
            assert_eq!(approvals::waiting(unit, Within::Everywhere, 1)?, all[..1]);
            assert_eq!(approvals::waiting(unit, Within::Province("32"), 9)?, all[1..2]);
            assert_eq!(approvals::waiting(unit, Within::Branch(1), 9)?, all[..1]);
            assert!(approvals::decide(unit, 3, "approved", 6, at(40), None)?);
            assert!(!approvals::decide(unit, 3, "refused", 7, at(50), Some("late"))?);
            assert!(approvals::decide(unit, 1, "refused", 6, at(60), Some("no"))?);
            let approved = Approval {
                outcome: Some("approved".to_owned()),
                checker: Some(6),
                decided: Some(at(40)),
                ..all[0].clone()
            };
            assert_eq!(approvals::read(unit, 3)?, Some(approved));
            assert_eq!(approvals::read(unit, 1)?.and_then(|row| row.said), Some("no".to_owned()));
            assert_eq!(approvals::waiting(unit, Within::Everywhere, 9)?, all[2..]);
            let mine: Vec<_> = approvals::of_maker(unit, 5, 9)?.iter().map(|row| row.id).collect();
            assert_eq!(mine, [2, 1, 3]);
            Ok(())
        }));
    });
}

fn job(id: i64, not_before: i64) -> Job {
    Job {
        id,
        kind: "upload".to_owned(),
        asked: "7".to_owned(),
        account: Some(5),
        payer: Some(PayerId(4)),
        state: "waiting".to_owned(),
        done: 0,
        total: 0,
        told: None,
        tries: 0,
        not_before: at(not_before),
        made: at(1),
        changed: at(1),
    }
}

#[test]
fn a_job_is_claimed_done_and_tried_again() {
    both(|address| {
        let mut store = migrated(address);
        sure(store.unit(|unit| {
            for (id, not_before) in [(1, 30), (2, 10), (3, 20)] {
                jobs::add(unit, &job(id, not_before))?;
            }
            assert_eq!(jobs::claim(unit, at(9), Taking::All)?, None);
            let begun = |id, not_before, now| Job {
                state: "working".to_owned(),
                tries: 1,
                changed: at(now),
                ..job(id, not_before)
            };
            assert_eq!(jobs::claim(unit, at(25), Taking::All)?, Some(begun(2, 10, 25)));
            assert_eq!(jobs::claim(unit, at(26), Taking::All)?, Some(begun(3, 20, 26)));
            assert_eq!(jobs::claim(unit, at(27), Taking::All)?, None);
            jobs::progress(unit, 2, 3, 9, at(40))?;
            assert_eq!(jobs::read(unit, 2)?, Some(Job { done: 3, total: 9, ..begun(2, 10, 40) }));
            assert!(jobs::finish(unit, 2, Some("9 rows"), at(50))?);
            assert!(!jobs::finish(unit, 2, None, at(51))?);
            let done = Job { done: 3, total: 9, told: Some("9 rows".to_owned()), ..begun(2, 10, 50) };
            assert_eq!(jobs::read(unit, 2)?, Some(Job { state: "done".to_owned(), ..done }));
            // The third is tried again, and given up the second time.
            assert!(jobs::fail(unit, 3, "no network", Some(at(90)), at(52))?);
            assert_eq!(jobs::claim(unit, at(89), Taking::All)?.map(|job| job.id), Some(1));
            assert_eq!(jobs::claim(unit, at(90), Taking::All)?.map(|job| (job.id, job.tries)), Some((3, 2)));
            assert!(jobs::fail(unit, 3, "no network", None, at(91))?);
            let failed = jobs::read(unit, 3)?.map(|job| (job.state, job.not_before));
            assert_eq!(failed, Some(("failed".to_owned(), at(90))));
            // The first was begun at 89, and nothing was heard since.
            assert_eq!([jobs::reclaim(unit, at(89))?, jobs::reclaim(unit, at(90))?], [0, 1]);
            assert_eq!(jobs::claim(unit, at(95), Taking::All)?.map(|job| (job.id, job.tries)), Some((1, 2)));
            Ok(())
        }));
    });
}

#[test]
fn a_job_is_claimed_by_one_worker() {
    both(|address| {
        let mut store = migrated(address);
        sure(store.unit(|unit| {
            jobs::add(unit, &job(1, 1))?;
            jobs::add(unit, &job(2, 2))
        }));
        let (claimed, first) = channel();
        let (go_on, wait) = channel::<()>();
        thread::scope(|scope| {
            scope.spawn(move || {
                let mut other = open(address);
                sure(other.unit(|unit| {
                    claimed.send(jobs::claim(unit, at(9), Taking::All)?.map(|job| job.id))?;
                    Ok(wait.recv()?)
                }));
            });
            assert_eq!(first.recv(), Ok(Some(1)));
            if store.engine() == store::Engine::Sqlite {
                // There the second waits until the first is done.
                sure(go_on.send(()).map_err(Into::into));
            }
            assert_eq!(
                sure(store.unit(|unit| jobs::claim(unit, at(9), Taking::All))).map(|job| job.id),
                Some(2)
            );
            let _ = go_on.send(());
        });
        assert_eq!(sure(store.unit(|unit| jobs::claim(unit, at(9), Taking::All))), None);
    });
}

#[test]
fn a_message_is_sent_once() {
    both(|address| {
        let mut store = migrated(address);
        let message = |id: i64, made: i64| Message {
            id,
            person: Some(PersonId(9)),
            account: None,
            channel: "sms".to_owned(),
            sealed: vec![1; 30],
            state: "waiting".to_owned(),
            made: at(made),
            sent: None,
        };
        let [late, early, bad] = [message(1, 30), message(2, 10), message(3, 20)];
        sure(store.unit(|unit| {
            for message in [&late, &early, &bad] {
                assert!(messages::add(unit, message)?);
            }
            assert!(!messages::add(unit, &Message { made: at(5), ..late.clone() })?, "the number is taken");
            assert_eq!(messages::waiting(unit, 2)?, [early.clone(), bad.clone()]);
            assert_eq!([messages::sent(unit, 2, at(40))?, messages::sent(unit, 2, at(50))?], [true, false]);
            assert_eq!([messages::failed(unit, 3)?, messages::failed(unit, 2)?], [true, false]);
            assert_eq!(messages::waiting(unit, 9)?, from_ref(&late));
            let sent = Message { state: "sent".to_owned(), sent: Some(at(40)), ..early.clone() };
            let failed = Message { state: "failed".to_owned(), ..bad.clone() };
            assert_eq!(messages::of_person(unit, PersonId(9), 9)?, [late.clone(), failed, sent]);
            assert_eq!(messages::of_person(unit, PersonId(9), 1)?, from_ref(&late));
            assert_eq!(messages::of_person(unit, PersonId(8), 9)?, []);
            Ok(())
        }));
    });
}

#[test]
fn a_draft_is_the_latest_and_swept() {
    both(|address| {
        let mut store = migrated(address);
        sure(store.unit(|unit| {
            drafts::put(unit, &[1; 32], b"a", at(10))?;
            drafts::put(unit, &[1; 32], b"ab", at(20))?;
            drafts::put(unit, &[2; 32], b"c", at(15))?;
            drafts::put(unit, &[3; 32], b"d", at(30))?;
            assert_eq!(drafts::read(unit, &[1; 32])?, Some(b"ab".to_vec()));
            assert_eq!(drafts::sweep(unit, at(20))?, 1);
            assert_eq!(drafts::read(unit, &[2; 32])?, None);
            drafts::drop(unit, &[1; 32])?;
            assert_eq!(drafts::read(unit, &[1; 32])?, None);
            assert_eq!(drafts::read(unit, &[3; 32])?, Some(b"d".to_vec()));
            Ok(())
        }));
    });
}

#[test]
fn the_registry_is_asked_and_answers_once() {
    both(|address| {
        let mut store = migrated(address);
        let check = |person: i64, asked: i64| Check {
            person: PersonId(person),
            state: "pending".to_owned(),
            told: None,
            asked: at(asked),
            answered: None,
        };
        sure(store.unit(|unit| {
            registry_checks::put(unit, &check(1, 20))?;
            registry_checks::put(unit, &check(2, 10))?;
            assert_eq!(registry_checks::pending(unit, 9)?, [check(2, 10), check(1, 20)]);
            assert_eq!(registry_checks::pending(unit, 1)?, [check(2, 10)]);
            assert!(registry_checks::answer(unit, PersonId(2), "different", Some("name"), at(30))?);
            assert!(!registry_checks::answer(unit, PersonId(2), "confirmed", None, at(40))?);
            let answered = Check {
                state: "different".to_owned(),
                told: Some("name".to_owned()),
                answered: Some(at(30)),
                ..check(2, 10)
            };
            assert_eq!(registry_checks::read(unit, PersonId(2))?, Some(answered));
            registry_checks::put(unit, &check(2, 50))?;
            assert_eq!(registry_checks::read(unit, PersonId(2))?, Some(check(2, 50)));
            assert_eq!(registry_checks::read(unit, PersonId(3))?, None);
            Ok(())
        }));
    });
}

#[test]
fn a_contested_month_is_answered_once() {
    both(|address| {
        let mut store = migrated(address);
        let contest = |id: i64, membership: i64, made: i64| Contest {
            id,
            membership: MembershipId(membership),
            month: month("2026-05"),
            sealed: vec![1; 30],
            state: "open".to_owned(),
            made: at(made),
            answered_by: None,
            answered: None,
            answer: None,
            approval: None,
        };
        let [first, second, other] = [contest(1, 7, 10), contest(2, 7, 30), contest(3, 8, 20)];
        sure(store.unit(|unit| {
            [&first, &second, &other].into_iter().try_for_each(|contest| contests::add(unit, contest))?;
            assert_eq!(contests::of_membership(unit, MembershipId(7))?, [second.clone(), first.clone()]);
            assert_eq!(contests::open(unit, 2)?, [first.clone(), other.clone()]);
            assert!(contests::propose(unit, 1, Some(9))?);
            assert_eq!(contests::read(unit, 1)?.and_then(|contest| contest.approval), Some(9));
            assert!(contests::propose(unit, 1, None)?);
            assert!(contests::answer(unit, 1, "upheld", 5, at(40), "corrected")?);
            assert!(!contests::propose(unit, 1, Some(10))?);
            assert!(!contests::answer(unit, 1, "refused", 6, at(50), "no")?);
            let answered = Contest {
                state: "upheld".to_owned(),
                answered_by: Some(5),
                answered: Some(at(40)),
                answer: Some("corrected".to_owned()),
                ..first.clone()
            };
            assert_eq!(contests::read(unit, 1)?, Some(answered));
            assert_eq!(contests::open(unit, 9)?, [other.clone(), second.clone()]);
            Ok(())
        }));
    });
}

#[test]
fn a_note_comes_back_until_somebody_does() {
    both(|address| {
        let mut store = migrated(address);
        let note = |subject: i64, written: i64, account: i64, again: Option<&str>| Note {
            subject,
            at: at(written),
            account,
            kind: "visit".to_owned(),
            sealed: vec![1; 30],
            again: again.map(day),
        };
        let [a, b, c] = [
            note(1, 10, 5, Some("2026-06-02")),
            note(2, 10, 5, Some("2026-06-01")),
            note(3, 10, 6, Some("2026-06-03")),
        ];
        let (first, second, third) = (day("2026-06-01"), day("2026-06-02"), day("2026-06-03"));
        sure(store.unit(|unit| {
            [&a, &b, &c].into_iter().try_for_each(|note| notes::add(unit, note))?;
            [1, 3].into_iter().try_for_each(|subject| caseloads::assign(unit, subject, 4, at(1)))?;
            assert_eq!(notes::due(unit, List::Account(5), first, 9)?, from_ref(&b));
            assert_eq!(notes::due(unit, List::Account(5), second, 9)?, [b.clone(), a.clone()]);
            assert_eq!(notes::due(unit, List::Account(5), second, 1)?, from_ref(&b));
            assert_eq!(notes::due(unit, List::Branch(4), third, 9)?, [a.clone(), c.clone()]);
            let back = note(1, 20, 6, None);
            notes::add(unit, &back)?;
            assert_eq!(notes::due(unit, List::Branch(4), third, 9)?, from_ref(&c));
            assert_eq!(notes::of(unit, 1)?, [back, a.clone()]);
            Ok(())
        }));
    });
}

#[test]
fn signals_are_made_anew_for_one_office() {
    both(|address| {
        let mut store = migrated(address);
        let signal = |branch: i64, subject: i64, amount: i64| Signal {
            branch,
            kind: "late".to_owned(),
            subject,
            membership: (subject == 2).then_some(MembershipId(20)),
            amount,
            facts: "months=3".to_owned(),
            since: day("2026-05-01"),
            done: None,
            until: None,
            officer: None,
        };
        let [small, middle, large] = [signal(1, 1, 10), signal(1, 2, 20), signal(1, 3, 30)];
        sure(store.unit(|unit| {
            signals::replace_branch(unit, 1, &[small.clone(), large.clone(), middle.clone()])?;
            signals::replace_branch(unit, 2, &[signal(2, 1, 5)])?;
            assert_eq!(signals::of_branch(unit, 1, 2)?, [large.clone(), middle.clone()]);
            assert!(!signals::done(unit, 1, ("late", 2, None), at(9))?);
            let second = ("late", 2, Some(MembershipId(20)));
            assert!(signals::put_off(unit, 1, second, day("2026-06-01"))?);
            assert!(signals::give(unit, 1, second, Some(5))?);
            let given = signals::of_subject(unit, 1, 2)?;
            assert_eq!(signals::one(unit, 1, second)?.as_ref(), given.first());
            assert_eq!(signals::one(unit, 2, second)?, None);
            assert_eq!((given[0].until, given[0].officer), (Some(day("2026-06-01")), Some(5)));
            assert!(signals::give(unit, 1, second, None)?);
            let middle = Signal { until: Some(day("2026-06-01")), ..middle.clone() };
            assert!(signals::done(unit, 1, ("late", 2, Some(MembershipId(20))), at(9))?);
            assert!(signals::done(unit, 1, ("late", 3, None), at(9))?);
            assert!(!signals::done(unit, 1, ("late", 3, None), at(10))?);
            assert!(!signals::put_off(unit, 1, ("late", 3, None), day("2026-06-01"))?);
            let done = |signal: &Signal| Signal { done: Some(at(9)), ..signal.clone() };
            assert_eq!(signals::of_branch(unit, 1, 9)?, [small.clone(), done(&large), done(&middle)]);
            let page = |unit: &mut Unit<'_>, standing, kind, on: &str, after| {
                let wanted = Wanted { day: day(on), standing, kind, officer: None };
                signals::page(unit, 1, &wanted, (after, 1))
            };
            assert_eq!(page(unit, Standing::Todo, "", "2026-05-20", 0)?, from_ref(&small));
            assert_eq!(page(unit, Standing::Todo, "other", "2026-05-20", 0)?, []);
            assert_eq!(page(unit, Standing::Done, "late", "2026-05-20", 0)?, [done(&large)]);
            assert_eq!(page(unit, Standing::Done, "late", "2026-05-20", 1)?, [done(&middle)]);
            assert!(signals::put_off(unit, 1, ("late", 1, None), day("2026-06-01"))?);
            assert!(signals::give(unit, 1, ("late", 1, None), Some(5))?);
            let counts = |unit: &mut Unit<'_>, on: &str, account| {
                let said = |one: &Count| (one.kind.clone(), one.standing, one.mine, one.count, one.amount);
                Ok::<_, anyhow::Error>(
                    signals::counts(unit, 1, day(on), account)?.iter().map(said).collect::<Vec<_>>(),
                )
            };
            let late = |standing, mine, count, amount| ("late".to_owned(), standing, mine, count, amount);
            assert_eq!(counts(unit, "2026-05-31", 5)?, [late(1, true, 1, 10), late(2, false, 2, 50)]);
            assert_eq!(counts(unit, "2026-06-01", 6)?, [late(0, false, 1, 10), late(2, false, 2, 50)]);
            let mine =
                Wanted { day: day("2026-06-01"), standing: Standing::Todo, kind: "", officer: Some(6) };
            assert_eq!(signals::page(unit, 1, &mine, (0, 9))?, []);
            let mine = Wanted { officer: Some(5), ..mine };
            assert_eq!(signals::page(unit, 1, &mine, (0, 9))?.len(), 1);
            signals::replace_branch(unit, 1, &[done(&large)])?;
            assert_eq!(signals::of_branch(unit, 1, 9)?, [done(&large)]);
            assert_eq!(signals::of_branch(unit, 2, 9)?, [signal(2, 1, 5)]);
            Ok(())
        }));
        refusal(store.unit(|unit| signals::replace_branch(unit, 1, &[small.clone(), small.clone()])));
    });
}
