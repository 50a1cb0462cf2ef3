//! What goes wrong in the world, and what must not go wrong here: tests on both engines.

mod donor;
mod gifts;
mod lists;
mod notices;
mod shares;
pub(crate) mod small;
mod uploads;

use std::sync::Barrier;
use std::thread;

use anyhow::{Context, Result, ensure};
use base::Day;
use store::{Address, Engine, Store, Trouble, Value, archive};

use crate::books::checks;
use crate::office::Office;
use crate::runs::close::close;
use crate::runs::{Task, open, work};
use small::{DAY, employer_with, founded, next_month, paid};

fn month() -> Result<Task> {
    Task::read("month", "2026-01")
}

fn is_whole(office: &mut Office) -> Result<()> {
    let verdict = checks::verify(office)?;
    ensure!(verdict.faults.is_empty(), "{:?}", verdict.faults);
    Ok(())
}

/// How many rows the run's month has.
fn assessed(office: &mut Office) -> Result<i64> {
    office.look(|unit, _| unit.row("select count(*) from assessment", &[])?.context("no count")?.int(0))
}

fn run_to_its_end(office: &mut Office) -> Result<()> {
    let all = office.look(|unit, _| store::queries::runs::all(unit))?;
    let run = all.into_iter().find(|run| run.state == "open");
    let run = match run {
        Some(run) => run,
        None => open::open(office, month()?)?,
    };
    work::work_together(office, &run, &|_, _| {})?;
    close(office, &run).map(drop)
}

#[test]
fn a_full_disk_loses_nothing_and_the_run_goes_on_when_there_is_room() -> Result<()> {
    let scratch = testing::sqlite::scratch();
    let mut office = founded(&scratch.address(), DAY)?;
    employer_with(&mut office, 600)?;
    let pages = office.look(|unit, _| unit.row("pragma page_count", &[])?.context("no count")?.int(0))?;
    office.store.look(|unit| unit.rows(&format!("pragma max_page_count = {}", pages + 4), &[]))?;
    let run = open::open(&mut office, month()?);
    let failed =
        run.and_then(|run| work::work_together(&mut office, &run, &|_, _| {})).expect_err("no room is left");
    assert_eq!(Trouble::of(&failed), Trouble::Full, "{failed:#}");
    assert!(format!("{failed:#}").contains("the disk is full"), "{failed:#}");
    is_whole(&mut office)?;
    office.store.look(|unit| unit.rows("pragma max_page_count = 1000000", &[]))?;
    run_to_its_end(&mut office)?;
    assert_eq!(assessed(&mut office)?, 600);
    is_whole(&mut office)
}

#[test]
fn a_lost_connection_in_the_middle_of_a_run_loses_nothing() -> Result<()> {
    let address = testing::postgres::Server::shared().database("lost");
    let mut office = founded(&address, DAY)?;
    employer_with(&mut office, 40)?;
    let run = open::open(&mut office, month()?)?;
    let own = office
        .look(|unit, _| unit.row("select pg_backend_pid()::bigint", &[])?.context("no number")?.int(0))?;
    let Ok(address) = address.parse::<Address>();
    let mut other = Store::open(&address)?;
    let mut cut = false;
    let failed = office.unit(|unit, desk| {
        let chunks = store::queries::runs::claim(unit, run.id, 1)?;
        if !cut {
            cut = true;
            other.look(|unit| {
                unit.row("select pg_terminate_backend($1::int)", &[Value::Int(own)]).map(drop)
            })?;
        }
        let done = store::queries::runs::Done::default();
        store::queries::runs::finish(unit, &chunks[0], &done, "nobody", desk.now)
    });
    let failed = failed.expect_err("the connection was cut");
    assert_eq!(Trouble::of(&failed), Trouble::Lost, "{failed:#}");
    run_to_its_end(&mut office)?;
    assert_eq!(assessed(&mut office)?, 40);
    is_whole(&mut office)
}

#[test]
fn two_workers_never_do_one_chunk_twice() {
    testing::both(|address| {
        let outcome: Result<()> = (|| {
            let mut office = founded(address, DAY)?;
            for _ in 0..12 {
                employer_with(&mut office, 5)?;
            }
            let run = small::open_in_chunks_of_one_payer(&mut office, month()?)?;
            let mut others = [office.beside()?, office.beside()?, office.beside()?];
            let start = Barrier::new(others.len());
            thread::scope(|scope| {
                let workers: Vec<_> = others
                    .iter_mut()
                    .map(|other| {
                        scope.spawn(|| {
                            start.wait();
                            work::work_together(other, &run, &|_, _| {})
                        })
                    })
                    .collect();
                workers.into_iter().try_for_each(|worker| worker.join().expect("a worker stopped"))
            })?;
            close(&mut office, &run)?;
            ensure!(assessed(&mut office)? == 60, "{} were assessed", assessed(&mut office)?);
            is_whole(&mut office)
        })();
        outcome.unwrap_or_else(|error| panic!("{address}: {error:#}"));
    });
}

#[test]
fn two_payments_at_once_on_one_bill_are_both_kept_and_settle_it_once() {
    testing::both(|address| {
        let outcome: Result<()> = (|| {
            let mut office = founded(address, DAY)?;
            let payer = employer_with(&mut office, 3)?;
            run_to_its_end(&mut office)?;
            let owed = office.look(|unit, _| store::queries::bills::open_of(unit, payer))?[0].owed;
            let mut others = [office.beside()?, office.beside()?];
            let start = Barrier::new(others.len());
            thread::scope(|scope| {
                let payments: Vec<_> = others
                    .iter_mut()
                    .map(|other| {
                        scope.spawn(|| {
                            start.wait();
                            paid(other, payer, owed, None)
                        })
                    })
                    .collect();
                payments.into_iter().try_for_each(|one| one.join().expect("a payment stopped").map(drop))
            })?;
            let credit =
                office.look(|unit, _| store::queries::payers::read(unit, payer))?.context("no payer")?.credit;
            ensure!(credit == owed, "twice {owed} came in, and {credit} is to the payer's credit");
            ensure!(
                office.look(|unit, _| store::queries::bills::open_of(unit, payer))?.is_empty(),
                "still open"
            );
            is_whole(&mut office)
        })();
        outcome.unwrap_or_else(|error| panic!("{address}: {error:#}"));
    });
}

#[test]
fn the_same_request_at_once_is_booked_once() {
    testing::both(|address| {
        let outcome: Result<()> = (|| {
            let mut office = founded(address, DAY)?;
            let payer = employer_with(&mut office, 3)?;
            run_to_its_end(&mut office)?;
            let mut others = [office.beside()?, office.beside()?, office.beside()?];
            let start = Barrier::new(others.len());
            thread::scope(|scope| {
                let payments: Vec<_> = others
                    .iter_mut()
                    .map(|other| {
                        scope.spawn(|| {
                            start.wait();
                            paid(other, payer, 1_000, Some("once"))
                        })
                    })
                    .collect();
                for payment in payments {
                    // Who comes second may be refused for now, and then gets the first answer.
                    let _ = payment.join().expect("a payment stopped");
                }
            });
            let first = paid(&mut office, payer, 1_000, Some("once"))?;
            ensure!(first.payment == 1, "payment {}", first.payment);
            ensure!(
                office.look(|unit, _| store::queries::payments::of(unit, payer))?.len() == 1,
                "booked twice"
            );
            ensure!(
                paid(&mut office, payer, 2_000, Some("once")).is_err(),
                "another amount under the same key"
            );
            is_whole(&mut office)
        })();
        outcome.unwrap_or_else(|error| panic!("{address}: {error:#}"));
    });
}

#[test]
fn a_payment_that_bounces_leaves_the_books_as_if_it_had_not_come() {
    testing::both(|address| {
        let outcome: Result<()> = (|| {
            let mut office = founded(address, DAY)?;
            let payer = employer_with(&mut office, 3)?;
            run_to_its_end(&mut office)?;
            let before = crate::books::trial_on(&mut office.store, Day::MAX)?;
            let owed = office.look(|unit, _| store::queries::bills::open_of(unit, payer))?[0].owed;
            for amount in [owed - 1, owed, owed + 5] {
                let payment = paid(&mut office, payer, amount, None)?.payment;
                is_whole(&mut office)?;
                let day = office.today();
                let credit = crate::actions::reverse_payment::run(&mut office, payer, payment, day)?;
                ensure!(credit == 0, "{credit} is left");
                is_whole(&mut office)?;
                let open = office.look(|unit, _| store::queries::bills::open_of(unit, payer))?;
                ensure!(open.len() == 1 && open[0].paid == 0, "{open:?}");
                ensure!(
                    crate::actions::reverse_payment::run(&mut office, payer, payment, day).is_err(),
                    "taken back twice"
                );
            }
            let after = crate::books::trial_on(&mut office.store, Day::MAX)?;
            let balances = |trial: &ledger::Trial| {
                let rows = trial.rows.iter().filter(|row| row.balance != 0);
                rows.map(|row| (row.account, row.balance)).collect::<Vec<_>>()
            };
            ensure!(balances(&before) == balances(&after), "{before:?}\n{after:?}");
            Ok(())
        })();
        outcome.unwrap_or_else(|error| panic!("{address}: {error:#}"));
    });
}

#[test]
fn a_clock_that_jumps_back_leaves_what_is_known_in_its_order() {
    testing::both(|address| {
        let outcome: Result<()> = (|| {
            let mut office = founded(address, "2026-03-10")?;
            let payer = employer_with(&mut office, 2)?;
            let heads = office.look(|unit, _| store::queries::journals::heads(unit))?;
            let before = heads.iter().filter_map(|head| head.known).max();
            drop(office);
            let mut office = small::opened(address, "2026-01-20")?;
            run_to_its_end(&mut office)?;
            paid(&mut office, payer, 5_000, None)?;
            let heads = office.look(|unit, _| store::queries::journals::heads(unit))?;
            let earliest = heads.iter().filter(|head| head.seq > 0).filter_map(|head| head.known).min();
            ensure!(earliest > before, "an entry of a clock set back is known at {earliest:?}");
            is_whole(&mut office)
        })();
        outcome.unwrap_or_else(|error| panic!("{address}: {error:#}"));
    });
}

#[test]
fn a_restored_backup_is_whole_and_goes_on() {
    testing::both(|address| {
        let outcome: Result<()> = (|| {
            let mut office = founded(address, DAY)?;
            let payer = employer_with(&mut office, 4)?;
            run_to_its_end(&mut office)?;
            paid(&mut office, payer, 7_000, Some("before"))?;
            let mut kept = Vec::new();
            archive::write(&mut office.store, &mut kept, &mut |_, _| {})?;
            archive::check(&mut kept.as_slice())?;
            let scratch = testing::sqlite::scratch();
            let server = testing::postgres::Server::shared();
            // Into the other engine, so that nothing depends on either.
            let target = match office.store.engine() {
                Engine::Sqlite => server.database("restored"),
                Engine::Postgres => scratch.address(),
            };
            let Ok(to) = target.parse::<Address>();
            let mut empty = Store::open(&to)?;
            empty.migrate()?;
            archive::read(&mut empty, &mut kept.as_slice(), &mut |_, _| {})?;
            drop(empty);
            let mut restored = small::opened_with(&target, DAY, office.keys.clone())?;
            is_whole(&mut restored)?;
            let again = paid(&mut restored, payer, 7_000, Some("before"))?;
            ensure!(again.payment == 1, "the request was booked again after the restore");
            next_month(&mut restored)?;
            is_whole(&mut restored)
        })();
        outcome.unwrap_or_else(|error| panic!("{address}: {error:#}"));
    });
}

#[test]
fn a_changed_byte_in_any_journal_row_is_found_and_named() {
    testing::both(|address| {
        let outcome: Result<()> = (|| {
            let mut office = founded(address, DAY)?;
            let payer = employer_with(&mut office, 2)?;
            run_to_its_end(&mut office)?;
            paid(&mut office, payer, 3_000, None)?;
            let rows = office.look(|unit, _| {
                let rows = unit.rows("select journal, seq, text from entry order by journal, seq", &[])?;
                rows.iter()
                    .map(|row| Ok((row.int(0)?, row.int(1)?, row.text(2)?.to_owned())))
                    .collect::<Result<Vec<_>>>()
            })?;
            for (journal, seq, text) in rows {
                for at in (0..text.len()).step_by(7) {
                    let mut changed = text.clone().into_bytes();
                    changed[at] = if changed[at] == b'7' { b'8' } else { b'7' };
                    let changed = String::from_utf8(changed)?;
                    write_text(&mut office, journal, seq, &changed)?;
                    let faults = checks::verify(&mut office)?.faults;
                    let place = format!("entry {journal}-{seq}");
                    ensure!(faults.iter().any(|fault| fault.starts_with(&place)), "{place}: {faults:?}");
                }
                write_text(&mut office, journal, seq, &text)?;
            }
            is_whole(&mut office)
        })();
        outcome.unwrap_or_else(|error| panic!("{address}: {error:#}"));
    });
}

fn write_text(office: &mut Office, journal: i64, seq: i64, text: &str) -> Result<()> {
    office.unit(|unit, _| {
        unit.execute(
            "update entry set text = $3 where journal = $1 and seq = $2",
            &[Value::Int(journal), Value::Int(seq), Value::Text(text)],
        )
        .map(drop)
    })
}

#[test]
fn a_changed_assessment_and_a_cut_off_tail_are_found() {
    testing::both(|address| {
        let outcome: Result<()> = (|| {
            let mut office = founded(address, DAY)?;
            employer_with(&mut office, 2)?;
            run_to_its_end(&mut office)?;
            office.unit(|unit, _| {
                unit.execute("update assessment set owed = owed + 1 where no = 0", &[]).map(drop)
            })?;
            let faults = checks::verify(&mut office)?.faults;
            ensure!(faults.iter().any(|fault| fault.contains("its assessments were changed")), "{faults:?}");
            office.unit(|unit, _| {
                unit.execute("update assessment set owed = owed - 1 where no = 0", &[]).map(drop)
            })?;
            is_whole(&mut office)?;
            office.unit(|unit, _| {
                unit.execute(
                    "delete from entry
                     where seq = (select max(seq) from entry as e where e.journal = entry.journal)",
                    &[],
                )
                .map(drop)
            })?;
            let faults = checks::verify(&mut office)?.faults;
            ensure!(!faults.is_empty(), "a tail was cut off and nobody noticed");
            Ok(())
        })();
        outcome.unwrap_or_else(|error| panic!("{address}: {error:#}"));
    });
}
