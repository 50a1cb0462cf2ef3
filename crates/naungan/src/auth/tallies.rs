//! How many codes a telephone is sent, and how many are tried with it, by whichever door and whoever asks.
//!
//! Who has used them up is not kept out: a branch gives a code to whoever stands there with her card, and
//! that one is not counted.

use anyhow::Result;
use base::Moment;
use store::Unit;
use store::queries::tallies;

use crate::office::Desk;

const HOUR_MICROS: i64 = 3600 * 1_000_000;
/// What is counted is counted for a day.
const DAY_MICROS: i64 = 24 * HOUR_MICROS;
/// Codes that a telephone is sent: more are no help, and cost those who do not want them.
const SENT_HOUR_MAX: i64 = 5;
const SENT_DAY_MAX: i64 = 10;
/// Codes that are tried in a day: with eight figures nobody finds one.
const TRIED_DAY_MAX: i64 = 20;
/// How often in a day somebody hears that others register with her number.
const TOLD_DAY_MAX: i64 = 1;

fn before(desk: &Desk<'_>, micros: i64) -> Moment {
    Moment::new(desk.now.micros().saturating_sub(micros))
}

fn key(desk: &Desk<'_>, what: &str, of: &str) -> Vec<u8> {
    desk.keys.look_up(&format!("tally of codes {what}"), of).to_vec()
}

/// Whether a telephone may be sent one more code; if so, it is counted.
pub(crate) fn may_send(unit: &mut Unit<'_>, desk: &Desk<'_>, telephone: &str) -> Result<bool> {
    let key = key(desk, "sent", telephone);
    let since = [before(desk, HOUR_MICROS), before(desk, DAY_MICROS)];
    let [hour, day] = tallies::since(unit, &key, since)?;
    count(unit, desk, &key, hour < SENT_HOUR_MAX && day < SENT_DAY_MAX)
}

/// Whether one more code may be tried; if so, it is counted. `of` is the telephone that codes are sent to;
/// of who has none, and of who is not known, the number that was given.
pub(crate) fn may_try(unit: &mut Unit<'_>, desk: &Desk<'_>, of: &str) -> Result<bool> {
    let key = key(desk, "tried", of);
    let [day] = tallies::since(unit, &key, [before(desk, DAY_MICROS)])?;
    count(unit, desk, &key, day < TRIED_DAY_MAX)
}

/// Whether a telephone is told once more that somebody registers with a number of hers; then it is counted.
pub(crate) fn may_tell(unit: &mut Unit<'_>, desk: &Desk<'_>, telephone: &str) -> Result<bool> {
    let key = key(desk, "told", telephone);
    let [day] = tallies::since(unit, &key, [before(desk, DAY_MICROS)])?;
    count(unit, desk, &key, day < TOLD_DAY_MAX)
}

/// The right code was tried: what was counted before was a slip of the hand.
pub(crate) fn forget_tries(unit: &mut Unit<'_>, desk: &Desk<'_>, of: &str) -> Result<()> {
    tallies::forget(unit, &key(desk, "tried", of))
}

/// Takes away what counts no longer.
pub(crate) fn sweep(unit: &mut Unit<'_>, desk: &Desk<'_>) -> Result<()> {
    tallies::sweep(unit, before(desk, DAY_MICROS)).map(drop)
}

fn count(unit: &mut Unit<'_>, desk: &Desk<'_>, key: &[u8], may: bool) -> Result<bool> {
    if may {
        tallies::add(unit, key, desk.now)?;
    }
    Ok(may)
}

#[cfg(test)]
mod tests {
    use store::{Engine, Value};

    use super::*;
    use crate::trial::Trial;

    #[test]
    fn a_telephone_is_sent_so_many_codes_whoever_asks() {
        testing::both(|address| {
            let mut trial = Trial::begin(address, "2026-05-20");
            let sends = |trial: &mut Trial, telephone: &str| {
                trial.office.unit(|unit, desk| may_send(unit, desk, telephone)).expect("an answer")
            };
            let sent: Vec<bool> = (0..6).map(|_| sends(&mut trial, "081299990001")).collect();
            assert_eq!(sent, [true, true, true, true, true, false], "five an hour");
            assert!(sends(&mut trial, "081299990002"), "another telephone has its own");
            let hours = |trial: &mut Trial, hours: i64| {
                trial.office.unit(|unit, _| {
                    let moved = Value::Int(hours * HOUR_MICROS / 1_000_000);
                    let sql = match unit.engine() {
                        Engine::Sqlite => "update tally set at = at - $1 * 1000000",
                        Engine::Postgres => {
                            "update tally set at = at - cast($1 as bigint) * interval '1 second'"
                        }
                    };
                    unit.execute(sql, &[moved])
                })
            };
            hours(&mut trial, 2).expect("two hours pass");
            let sent: Vec<bool> = (0..6).map(|_| sends(&mut trial, "081299990001")).collect();
            assert_eq!(sent.iter().filter(|sent| **sent).count(), 5);
            hours(&mut trial, 2).expect("two hours pass");
            assert!(!sends(&mut trial, "081299990001"), "ten a day");
            hours(&mut trial, 24).expect("a day passes");
            assert!(sends(&mut trial, "081299990001"));
        });
    }

    #[test]
    fn twenty_tries_a_day_and_a_right_one_begins_anew() {
        testing::both(|address| {
            let mut trial = Trial::begin(address, "2026-05-20");
            let tries = |trial: &mut Trial| {
                trial.office.unit(|unit, desk| may_try(unit, desk, "081299990001")).expect("an answer")
            };
            assert_eq!((0..22).filter(|_| tries(&mut trial)).count(), 20);
            let done = trial.office.unit(|unit, desk| forget_tries(unit, desk, "081299990001"));
            done.expect("they are forgotten");
            assert!(tries(&mut trial));
        });
    }
}
