//! Words everybody speaks: money, rates, days and months, identifiers, citations, limits.
//!
//! Nothing here reads a clock or a file, and no number is a floating-point number.

pub mod money;
pub mod rate;
pub mod rounding;

pub mod exact;

pub mod calendar;
pub mod dated;

pub mod cite;
pub mod id;
pub mod limit;

pub use calendar::{Day, Moment, Month, Span, Weekday, WorkingDays};
pub use cite::{Citation, Confidence};
pub use dated::{Dated, Overlap};
pub use exact::Exact;
pub use id::{Kpj, Nik, Npp};
pub use money::{Money, Overflow, share};
pub use rate::Rate;
pub use rounding::Rounding;
