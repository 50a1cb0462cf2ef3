//! Claims: from an event to money in the right hands, with a reason that can be read.

mod kind;
mod record;
pub(crate) mod told;
pub(crate) mod pension;
pub mod moves;
mod clock;
mod claim;
pub mod papers;
mod assess;
mod change;
mod monthly;
pub mod menders;
mod pre_check;
mod warn;
pub mod post;
pub mod payroll;
pub mod care;
pub mod letter;
pub mod grievance;
pub mod screen;
pub mod scholarship;

pub use assess::{Assessment, Bearer, Condition, GrantLine, assess};
pub(crate) use assess::{bearer, in_programme, refusal};
pub use change::{Grant, Kept, Later, Recovery, difference, recovery};
pub use claim::{Act, Asked, Claim, Proposed, Step};
pub use clock::{Clock, Compensation, Due, Stop};
pub use kind::{ClaimKind, NotAKind};
pub use menders::Mender;
pub use monthly::{Duty, Proof, duty, proof_of_life};
pub use moves::{Actor, Move, State};
pub use papers::Paper;
pub use pre_check::{Block, Check, pre_check};
pub use record::{Contributed, Earlier, Insured, Kin, Record, paying_programme};
pub use told::Question;
pub use warn::{Pending, Unclaimed, Warning, warnings};
