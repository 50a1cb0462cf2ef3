//! Tests of money that others give for a worker's months.

use scheme::law::SolidarityLaw;

use crate::contributions::law;

mod booked;
mod platforms;
mod asked;
mod lists;
mod agents;
mod duty;

fn solidarity_law() -> SolidarityLaw<'static> {
    SolidarityLaw::new(law()).expect("the reference law has what solidarity asks for")
}
