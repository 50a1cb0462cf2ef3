//! A platform's program that tells of trips while the counter is killed under it: every trip is counted once.

#[path = "../../benches/trips/told.rs"]
mod told;

use told::{Plan, told};

#[test]
fn killed_while_it_takes_trips_the_counter_counts_each_once() {
    testing::both(|address| {
        let plan = Plan { riders: 8, events: 2_000, batch: 50, clients: 2, kills: 3, calm: 100 };
        let came = told(address, &plan).expect("all of it is told");
        assert!(came.kills > 0 && came.asked >= 40 && came.rate() > 0.0, "{came:?}");
        assert_eq!((came.trips, came.amount), (2_000, 800_000));
    });
}
