//! A rider of two platforms across the end of a relief: she has one month of cover each time, its price is
//! shared by both, and what is left is credit for the next.

use serde_json::json;
use store::queries::{bills, memberships, payers, riders};

use super::{NIK, Program, begun, day, pays, verified};
use crate::actions::{credit_riders, reverse_payment};
use crate::trial::Trial;

/// What a month came to: what the first and the second platform bear, what is left to her credit, what is
/// open.
struct Month {
    name: &'static str,
    last: &'static str,
    next: &'static str,
    parts: (i64, i64),
    credit: i64,
    open: i64,
}

const fn of(
    (name, last, next): (&'static str, &'static str, &'static str),
    parts: (i64, i64),
    (credit, open): (i64, i64),
) -> Month {
    Month { name, last, next, parts, credit, open }
}

/// Eight thousand and six thousand a month; 8,400 until March, 16,800 from April.
const MONTHS: [Month; 7] = [
    of(("2027-02", "2027-02-28", "2027-03-01"), (4_800, 3_600), (5_600, 0)),
    of(("2027-03", "2027-03-31", "2027-04-01"), (1_600, 1_200), (11_200, 0)),
    of(("2027-04", "2027-04-30", "2027-05-01"), (3_200, 2_400), (8_400, 0)),
    of(("2027-05", "2027-05-31", "2027-06-01"), (4_800, 3_600), (5_600, 0)),
    of(("2027-06", "2027-06-30", "2027-07-01"), (6_400, 4_800), (2_800, 0)),
    of(("2027-07", "2027-07-31", "2027-08-01"), (8_000, 6_000), (0, 0)),
    of(("2027-08", "2027-08-31", "2027-09-01"), (0, 0), (0, 2_800)),
];

/// What is left to a rider's credit, and what is open of her bills.
fn stands(trial: &mut Trial, platform: Program, rider: &str) -> (i64, i64) {
    let found = trial.office.look(|unit, _| {
        let rider = riders::find(unit, platform.platform, rider)?.expect("a rider");
        let payer = memberships::read(unit, rider.membership)?.expect("a membership").payer;
        let credit = payers::read(unit, payer)?.expect("a payer").credit;
        let open = bills::open_of(unit, payer)?.iter().map(|bill| bill.owed - bill.paid).sum();
        Ok((credit, open))
    });
    found.expect("a look")
}

#[test]
fn two_platforms_share_each_month_and_the_end_of_a_relief_uses_what_was_left() {
    testing::both(|address| {
        let (mut trial, one, other) = begun(address, "2027-02-01");
        one.enrols(&mut trial, "driver-1", NIK, 400);
        other.enrols(&mut trial, "r7", NIK, 400);
        for Month { name, last, next, parts, credit, open } in MONTHS {
            trial.clock.advance(day(next));
            trial.run(name);
            let driven = format!("{name}-03");
            one.drives(&mut trial, name, "driver-1", &driven, 20);
            // The second begins a day later, and tells of it first as often as not.
            other.drives(&mut trial, name, "r7", &format!("{name}-04"), 15);
            let part = |trial: &mut Trial, by: Program| {
                let accruals = by.get(trial, &format!("accruals?month={name}"));
                accruals["items"][0]["part"].as_i64().expect("a part")
            };
            let shared = (part(&mut trial, one), part(&mut trial, other));
            assert_eq!(shared, parts, "{name}");
            assert_eq!((one.settles(&mut trial, last), other.settles(&mut trial, last)), (8_000, 6_000));
            assert_eq!(stands(&mut trial, one, "driver-1"), (credit, open), "{name}");
            let cover = one.get(&mut trial, &format!("riders/driver-1/cover?month={name}"));
            assert_eq!((&cover["put_aside"], &cover["lacks"]), (&json!(14_000), &json!(open)), "{name}");
            verified(&mut trial);
        }
        let cover = one.get(&mut trial, "riders/driver-1/cover");
        assert_eq!((&cover["covered_until"], &cover["covered_today"]), (&json!("2027-07-31"), &json!(false)));
    });
}

#[test]
fn a_settlement_is_paid_exactly_and_once_and_goes_on_after_a_stop() {
    testing::both(|address| {
        let (mut trial, one, _) = begun(address, "2027-02-01");
        let names: Vec<String> = (1..=5).map(|no| format!("driver-{no}")).collect();
        for (at, name) in names.iter().enumerate() {
            one.enrols(&mut trial, name, &format!("990101010190005{at}"), 400);
        }
        trial.clock.advance(day("2027-03-01"));
        for name in &names {
            one.drives(&mut trial, name, name, "2027-02-05", 10);
        }
        let until = json!({ "until": "2027-02-28" });
        let asked = one.post(&mut trial, "settlements", "a", &until);
        assert_eq!((&asked["amount"], &asked["lines"]), (&json!(20_000), &json!(5)));
        // What is in one is in no other; what comes later is.
        assert_eq!(one.ask(&mut trial, "settlements", "b", Some(&until)).0, 422);
        one.drives(&mut trial, "later", "driver-1", "2027-02-06", 1);
        let more = one.post(&mut trial, "settlements", "c", &until);
        assert_eq!(more["amount"], json!(400));
        let taken_back = format!("settlements/{}/withdrawals", more["settlement"]);
        assert_eq!(one.post(&mut trial, &taken_back, "", &json!({}))["state"], json!("withdrawn"));
        let more = one.post(&mut trial, "settlements", "d", &until);
        assert_eq!(more["amount"], json!(400));
        let code = asked["code"].as_str().expect("a code").to_owned();
        assert_eq!(pays(&mut trial, &code, 19_999, "t1"), "settlement_amount");
        assert_eq!(pays(&mut trial, &code, 20_001, "t1"), "settlement_amount");
        assert_eq!(pays(&mut trial, &code, 20_000, "t1"), "");
        assert_eq!(pays(&mut trial, &code, 20_000, "t2"), "settlement_closed");
        verified(&mut trial);
        // A worker that is stopped after two riders: another goes on with the rest.
        let id = asked["settlement"].as_i64().expect("a number");
        assert_eq!(credit_riders::some(&mut trial.office, id, 2).expect("riders"), 2);
        verified(&mut trial);
        while crate::jobs::one(&mut trial.office).expect("work") {}
        for name in &names {
            assert_eq!(stands(&mut trial, one, name), (0, 4_400), "{name}");
        }
        let done = one.get(&mut trial, &format!("settlements/{}", asked["settlement"]));
        assert_eq!((&done["state"], &done["credited"]), (&json!("credited"), &json!(5)));
        let taken_back = trial.office.look(|unit, _| {
            let rider = riders::find(unit, one.platform, "driver-1")?.expect("a rider");
            Ok(memberships::read(unit, rider.membership)?.expect("a membership").payer)
        });
        let payer = taken_back.expect("a payer");
        let refused = reverse_payment::run(&mut trial.office, payer, 1, day("2027-03-01"));
        assert!(refused.expect_err("it stays").to_string().contains("put aside"));
        verified(&mut trial);
    });
}
