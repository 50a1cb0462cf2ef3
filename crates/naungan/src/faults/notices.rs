//! Members hear once, and in time, what is missing and what months to come will cost them.

use scheme::id::MembershipId;

use crate::jobs::notices;
use crate::trial::giving::{Giving, months};

const TODAY: &str = "2026-05-04";

/// How many are told on a day; nobody twice.
fn told(giving: &mut Giving) -> i64 {
    let office = &mut giving.trial.office;
    let told = notices::all(office, &mut |_, _, _| Ok(())).expect("everybody is looked at");
    assert_eq!(notices::all(office, &mut |_, _, _| Ok(())).expect("again"), 0, "said once");
    told
}

fn on(giving: &mut Giving, day: &str) -> i64 {
    giving.turn(day);
    told(giving)
}

#[test]
fn a_part_that_is_missing_and_a_share_that_ends() {
    testing::both(|address| {
        let mut giving = Giving::begin(address, TODAY, "months 6");
        let worker: MembershipId = giving.alone();
        giving.gives(100_000).expect("a gift");
        giving.pays(worker, 8_400);
        let (half, quarter) = (months("2026-06", 1), months("2026-07", 1));
        giving.shares(worker, &half, "1/2").expect("a month");
        // June costs her less than May did, and July more than June: thirty days before.
        assert_eq!(told(&mut giving), 0);
        giving.shares(worker, &quarter, "1/4").expect("a month");
        assert_eq!(on(&mut giving, "2026-05-31"), 0);
        assert_eq!(on(&mut giving, "2026-06-01"), 1, "July");
        giving.trial.run("2026-05");
        giving.turn("2026-06-20");
        assert_eq!(told(&mut giving), 0, "no bill, and nothing is missing");
        giving.trial.run("2026-06");
        assert_eq!(told(&mut giving), 1, "her half of June");
        giving.pays(worker, 4_200);
        assert_eq!(on(&mut giving, "2026-07-02"), 1, "August is hers alone");
        giving.trial.run("2026-07");
        giving.pays(worker, 6_300);
        assert_eq!(told(&mut giving), 0, "what is paid is not missing");
    });
}

#[test]
fn whoever_was_paid_for_and_whoever_had_a_relief() {
    testing::both(|address| {
        let mut giving = Giving::begin(address, TODAY, "months 6");
        giving.worker(3);
        assert_eq!(on(&mut giving, "2026-07-01"), 0);
        assert_eq!(on(&mut giving, "2026-07-02"), 1, "August is hers");
        // By the law, the relief of other work ends with December.
        assert_eq!(on(&mut giving, "2026-12-01"), 0);
        assert_eq!(on(&mut giving, "2026-12-02"), 1);
        assert_eq!(on(&mut giving, "2027-01-05"), 0);
    });
}
