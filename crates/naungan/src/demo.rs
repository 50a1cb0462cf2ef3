//! An invented institution that follows the published margins, for trying everything on.

pub(crate) mod agents;
mod behaviour;
pub(crate) mod cases;
mod choices;
mod employer;
mod event;
mod founding;
mod life;
pub(crate) mod logins;
mod margins;
mod moves;
mod names;
mod person;
mod plan;
pub(crate) mod play;
mod random;
pub(crate) mod solidarity;
mod table;

#[cfg(test)]
mod tests;

pub use behaviour::{Payment, Who};
pub use choices::{EndReason, Placement, RiskClass, Segment, Size};
pub use employer::{Payer, PayerIndex, PayerKind};
pub use event::{Event, Happening, Membership, MembershipIndex, Paying};
pub use person::{Child, Person, PersonIndex};
pub use plan::{MEMBERS_MAX, MONTHS_MAX, NoPlan, Plan};
