//! What is owed for a month, how it is billed, paid, corrected, and what follows when it is not paid.

pub mod assess;
mod texts;
pub mod roll;
pub mod columns;
pub mod bill;
pub mod allocate;
pub mod correct;
pub mod penalise;
pub mod lapse;
pub mod post;

pub use allocate::{Allocated, Allocation, Open, allocate};
pub use assess::{Assessed, Fault, assess, explained};
pub use bill::{Bill, BillKind, due_date};
pub use columns::{Plans, Worked};
pub use correct::{Release, difference, release};
pub use lapse::{Standing, State, standing};
pub use penalise::{Part, Reasoned, penalties, penalty_reasons};
pub use roll::{Roll, Shape};
