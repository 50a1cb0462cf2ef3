//! Days and months of the civil calendar, 1900 to 2200; nobody here knows what day it is.

mod day;
mod distance;
mod moment;
mod month;
mod span;
mod weekday;
mod working_days;

pub use day::{Day, NotADay};
pub use distance::{days_between, whole_months_between, whole_years_between};
pub use moment::{Moment, NotAMoment};
pub use month::{Month, NotAMonth};
pub use span::Span;
pub use weekday::Weekday;
pub use working_days::{NoWorkingDay, WorkingDays};
