//! A month that several pay: who bears which part, and what the month is funded by. The law says both.

use base::{Citation, Month};

use super::campaign::Share;
use crate::law::{Question, SolidarityLaw};
use crate::memberships::Segment;
use crate::refusal::Refusal;

/// Who helps to pay, in the law's order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Side {
    /// A public budget.
    Public,
    /// A donor.
    Donor,
    /// A platform.
    Platform,
}

impl Side {
    const ALL: [Side; 3] = [Side::Public, Side::Donor, Side::Platform];

    /// The word the store keeps.
    pub const fn word(self) -> &'static str {
        match self {
            Side::Public => "public",
            Side::Donor => "donor",
            Side::Platform => "platform",
        }
    }

    /// Whose word it is.
    pub fn of_word(word: &str) -> Option<Side> {
        Side::ALL.into_iter().find(|side| side.word() == word)
    }

    /// On which side money is that the law counts as `donor`, `platform` or `public_budget`.
    pub fn of_funded_by(name: &str) -> Option<Side> {
        if name == "public_budget" { Some(Side::Public) } else { Side::of_word(name) }
    }

    const fn fact(self) -> &'static str {
        match self {
            Side::Public => "public_share",
            Side::Donor => "donor_share",
            Side::Platform => "platform_share",
        }
    }

    const fn question(self) -> Question {
        match self {
            Side::Public => Question::PublicPart,
            Side::Donor => Question::DonorPart,
            Side::Platform => Question::PlatformPart,
        }
    }
}

/// A month and what each bears of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shared {
    /// What the law takes the month to be funded by, such as `donor`.
    pub funded_by: String,
    /// What others bear, in the order in which they were named.
    pub parts: Vec<i64>,
    /// What is left to the worker.
    pub worker: i64,
    /// The provision.
    pub citation: Option<Citation>,
}

impl Shared {
    /// All that others bear.
    pub fn others(&self) -> i64 {
        self.parts.iter().sum()
    }
}

/// What each bears of a self-employed worker's month, whose facts these are. `savings` says whether those who
/// help take in her savings too.
pub fn reckon(
    law: &SolidarityLaw<'_>,
    known: &[(String, String)],
    month: Month,
    shares: &[(Side, Share)],
    savings: bool,
) -> Result<Shared, Refusal> {
    let mut facts = law.facts();
    law.put(&mut facts, "segment", Segment::SelfEmployed.name())?;
    law.put(&mut facts, "contribution_month", &month.to_string())?;
    for (name, value) in known.iter().filter(|(name, _)| name != "funded_by") {
        law.put(&mut facts, name, value)?;
    }
    for (side, share) in shares {
        law.put_share(&mut facts, side.fact(), *share);
    }
    law.put(&mut facts, "savings_shared", if savings { "yes" } else { "no" })?;
    let funded_by = law.choice(Question::MonthFundedBy, &facts)?.value.0.to_owned();
    law.put(&mut facts, "funded_by", &funded_by)?;
    let worker = law.coins(Question::WorkerPart, &facts)?;
    let part = |(side, _): &(Side, Share)| Ok(law.coins(side.question(), &facts)?.value);
    let parts = shares.iter().map(part).collect::<Result<_, Refusal>>()?;
    Ok(Shared { funded_by, parts, worker: worker.value, citation: worker.citation })
}
