//! Memberships: who is covered, in which segment, in which months, and who pays for it.

use std::fmt;
use std::str::FromStr;

use crate::employers::PayerKind;
use crate::id::{MembershipId, PayerId};

pub mod timeline;
pub(crate) mod ask;
mod change;
mod end;
mod enrol;
mod moves;
mod programmes;
mod rests_on;
mod resume;
mod room;
mod sponsor;

pub use change::change;
pub use end::{End, Spell, end, reopen};
pub use enrol::{Enrol, Enrolled, enrol, enrol_among_many};
pub use moves::{Moved, move_to};
pub use programmes::{Duty, Programme, programmes_of};
pub use resume::{Resume, resume};
pub use room::{Room, refuse_taken_months};
pub use sponsor::{Sponsor, on_her_own, share, sponsor};
pub use timeline::{PayerStretch, Stretch, pack, payer_timeline, timeline, touched, unpack};

/// The law's segments, which the institution runs in four ways.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Segment {
    /// Works for a wage.
    WageEarner,
    /// Works on her own account, or as a partner of a platform.
    SelfEmployed,
    /// Works on a construction project.
    Construction,
    /// Works abroad.
    Migrant,
}

impl Segment {
    /// All of them.
    pub const ALL: [Segment; 4] =
        [Segment::WageEarner, Segment::SelfEmployed, Segment::Construction, Segment::Migrant];

    /// The law's name.
    pub const fn name(self) -> &'static str {
        match self {
            Segment::WageEarner => "wage_earner",
            Segment::SelfEmployed => "self_employed",
            Segment::Construction => "construction",
            Segment::Migrant => "migrant",
        }
    }

    /// Whether it is assessed month by month, given the basis of a project's contributions. A project on its
    /// contract and a placement abroad are billed once, whole.
    pub fn is_monthly(self, construction_basis: Option<&str>) -> bool {
        match self {
            Segment::WageEarner | Segment::SelfEmployed => true,
            Segment::Migrant => false,
            Segment::Construction => construction_basis == Some("by_wages"),
        }
    }

    /// Whether the first bill waits for no run: cover begins when it is paid.
    pub const fn is_billed_at_once(self) -> bool {
        matches!(self, Segment::SelfEmployed | Segment::Migrant)
    }

    /// Whether such a payer can have members of the segment.
    pub const fn fits(self, payer: PayerKind) -> bool {
        match self {
            Segment::WageEarner => matches!(payer, PayerKind::Employer | PayerKind::Branch),
            Segment::Construction => matches!(payer, PayerKind::Project),
            Segment::SelfEmployed | Segment::Migrant => matches!(payer, PayerKind::Own),
        }
    }
}

impl fmt::Display for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A text that is no segment.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{0}` is none of wage_earner, self_employed, construction, migrant")]
pub struct NotASegment(String);

impl FromStr for Segment {
    type Err = NotASegment;

    fn from_str(text: &str) -> Result<Self, NotASegment> {
        let known = Segment::ALL.into_iter().find(|segment| segment.name() == text);
        known.ok_or_else(|| NotASegment(text.to_owned()))
    }
}

/// A membership of a person, with the months it covers as they are known.
#[derive(Clone, Copy, Debug)]
pub struct Covered<'a> {
    /// Its number.
    pub membership: MembershipId,
    /// Its segment.
    pub segment: Segment,
    /// Its own payer, whoever funds it.
    pub payer: PayerId,
    /// The months it covers.
    pub timeline: &'a [Stretch],
}
