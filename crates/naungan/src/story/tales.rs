//! Many stories by chance, a few that once went wrong, and faults that have to be found.

use std::time::Instant;

use super::draw::draw;
use super::fault::{Fault, made};
use super::plan::{Step, read};
use super::play::{Tally, tell};
use super::shrink::{shrink, text};

/// Steps of a story, and after how many all is looked at.
const STEPS: usize = 140;
const EVERY: usize = 14;

/// Steps that are done, and not refused, in some of the stories at least.
const KINDS: [&str; 24] = [
    "person",
    "twin",
    "payer",
    "enrol",
    "report",
    "firm",
    "end",
    "reopen",
    "resume",
    "move",
    "sponsor",
    "death",
    "alive",
    "birth",
    "merge",
    "unmerge",
    "pay",
    "refund",
    "sweep",
    "declare",
    "month",
    "lapse",
    "penalties",
    "interest",
];

/// Tells a story on SQLite; what is wrong with it, if anything is.
fn told(steps: &[Step], every: usize) -> Result<Tally, String> {
    let scratch = testing::sqlite::scratch();
    tell(&scratch.address(), steps, every).map_err(|error| format!("{error:#}"))
}

fn wrong(steps: &[Step], every: usize) -> Option<String> {
    told(steps, every).err()
}

/// How often a variable says to do it, or so often.
fn seeds(usual: u64) -> u64 {
    std::env::var("NAUNGAN_SEEDS").ok().and_then(|count| count.parse().ok()).unwrap_or(usual)
}

/// Makes a story that fails short, and says how to tell it again.
fn report(seed: u64, steps: &[Step], why: &str) -> String {
    let begun = Instant::now();
    let fails = |steps: &[Step]| begun.elapsed().as_secs() < 240 && wrong(steps, 1).is_some();
    let short = shrink(steps.to_vec(), &fails);
    let last = wrong(&short, 1).unwrap_or_else(|| why.to_owned());
    format!("seed {seed}: {why}\n\nin short:\n{}\n{last}\n", text(&short))
}

#[test]
fn stories_by_chance_come_out_on_sqlite_as_the_model_says() {
    let first = std::env::var("NAUNGAN_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let mut all = Tally::new();
    for seed in first..first + seeds(12) {
        let steps = draw(seed, STEPS);
        match told(&steps, EVERY) {
            Ok(tally) => tally.into_iter().for_each(|(what, count)| *all.entry(what).or_default() += count),
            Err(why) => panic!("{}", report(seed, &steps, &why)),
        }
    }
    let often = ["bills of penalties", "bills released", "bills paid in part", "growth", "lapses"];
    for what in often.into_iter().chain(KINDS) {
        assert!(all.get(what).is_some_and(|count| *count > 0), "no story had `{what}`: {all:?}");
    }
}

#[test]
fn both_engines_tell_the_same_stories() {
    for seed in 1..=seeds(3).min(50) {
        let steps = draw(seed, STEPS);
        testing::both(|address| {
            if let Err(why) = tell(address, &steps, EVERY * 3) {
                panic!("seed {seed} on {address}: {why:#}\n{}", text(&steps));
            }
        });
    }
}

#[test]
fn a_story_that_is_written_down_is_read_as_it_was() {
    for seed in 1..=20 {
        let steps = draw(seed, 300);
        let again = read(&text(&steps)).unwrap_or_else(|error| panic!("{error:#}"));
        assert_eq!(steps, again);
    }
}

#[test]
fn faults_made_on_purpose_are_found() {
    let faults = [
        Fault::DropsACoin,
        Fault::ForgetsToRelease,
        Fault::KeepsWhatIsReleased,
        Fault::PaysTheNewestFirst,
        Fault::SettlesTooSoon,
        Fault::BillsTheDead,
    ];
    for fault in faults {
        let found = (1..=40).find(|seed| made(fault, || wrong(&draw(*seed, STEPS), EVERY)).is_some());
        assert!(found.is_some(), "nobody has noticed that the program {fault:?}");
    }
}

/// Stories that once went wrong, and what was wrong.
const ONCE: [(&str, &str); 10] = [
    (
        "a month that was run when nobody was there was never through with anybody",
        "go 2026-05-13
        person 1 1992-09-08
        month
        enrol 8 1 self_employed - 2025-12-01 income=1100000 jht_chosen=yes",
    ),
    (
        "a sponsor was not billed for who had paid for herself before, and nobody paid",
        "go 2025-04-08
        person 3 2001-12-27
        payer 2 sponsor
        enrol 1 3 self_employed - 2025-04-08 income=5000000
        sponsor 1 2 2025-03 -
        month",
    ),
    (
        "savings of a payer who no longer pays did not grow, though they were on the account",
        "declare 2024 5.70
        declare 2025 5.00
        person 3 1963-02-10
        enrol 1 3 self_employed - 2025-06-22 income=3200000 jht_chosen=yes
        pay m1 255% 2025-08-01 -
        go 2025-09-27
        month
        payer 3 sponsor
        go 2025-10-16
        sponsor 1 3 2025-09 -
        go 2026-01-16
        interest 2025",
    ),
    (
        "a second death under another number of the same person brought months back to life",
        "person 1 1986-07-06
        person 2 1964-04-13
        merge 1 2
        enrol 10 2 self_employed - 2025-04-01 income=25000000 sector=transport
        death 2 2025-03-19
        go 2025-10-05
        death 1 2025-08-07",
    ),
    (
        "a membership that had ended in arrears stopped the whole run of lapses",
        "go 2025-04-08
        person 1 1986-07-06
        enrol 1 1 self_employed - 2025-04-02 income=1000000
        end 1 2025-04-08
        go 2026-01-10
        lapse",
    ),
    (
        "the arrears of a sponsor ended the membership of one of those it pays for",
        "go 2025-04-08
        person 1 1986-07-06
        payer 1 sponsor
        enrol 1 1 self_employed - 2025-04-02 income=1000000
        month
        pay m1 100% 2025-04-08 -
        sponsor 1 1 2025-05 -
        go 2025-05-08
        month
        go 2026-01-10
        lapse",
    ),
    (
        "one member without a wage kept every report of the employer waiting",
        "person 3 1965-03-05
        payer 1 employer risk_class=very_low enterprise_size=medium
        enrol 4 3 wage_earner 1 2026-03-15 wage=900000
        report 4 wage - 2026-03 2026-04
        go 2026-03-08
        month
        firm 1 labour_intensive_relief yes 2026-01 -",
    ),
    (
        "months after a death bore a penalty, though nothing was owed for them any more",
        "person 2 1958-10-11
        payer 1 employer risk_class=high enterprise_size=micro
        enrol 6 2 wage_earner 1 2025-08-01 wage=1000001
        go 2025-12-16
        go 2026-02-20
        month
        month
        death 2 2025-12-09
        go 2026-04-13
        pay p1 100% 2026-04-13 -",
    ),
    (
        "a month that was taken back by a merger kept the penalty that had been charged on it",
        "person 1 1992-09-08
        person 2 1986-07-06
        payer 1 employer risk_class=low enterprise_size=micro
        enrol 2 2 wage_earner 1 2025-08-24 wage=5067381
        go 2025-12-21
        month
        death 1 2025-12-06
        go 2026-04-03
        month
        pay p1 100% 2026-04-03 -
        merge 1 2",
    ),
    (
        "who had resigned in arrears and come back lost the new beginning and kept the old one",
        "go 2025-04-08
        person 1 1986-07-06
        enrol 1 1 self_employed - 2025-04-02 income=1000000
        end 1 2025-04-08
        go 2025-06-08
        resume 1 2025-06-02
        month
        month
        month
        go 2026-01-10
        lapse",
    ),
];

#[test]
fn what_once_went_wrong_goes_well() {
    for (what, text) in ONCE {
        let steps = read(text).unwrap_or_else(|error| panic!("{what}: {error:#}"));
        if let Some(why) = wrong(&steps, 1) {
            panic!("again, {what}: {why}");
        }
    }
}
