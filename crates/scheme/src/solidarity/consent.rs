//! What a member allows a platform: to enrol her, to put money aside for her, to see her cover.
//!
//! Consents are only ever added. Of those that have begun, the one known last speaks; a withdrawal is a row
//! that begins and ends on one day.

use base::{Day, Moment, Month};

use crate::facts::{Fact, Subject};
use crate::id::PayerId;
use crate::memberships::Covered;
use crate::refusal::Refusal;

/// Nobody puts more aside for one trip: whoever writes more has slipped by a digit.
pub const TRIP_MAX: i64 = 100_000;

/// What for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Purpose {
    /// To enrol her, and to name her here.
    Enrol,
    /// To put an amount of every trip aside for her contributions.
    PutAside,
    /// To see whether she is covered, and what is lacking.
    ShowCover,
}

impl Purpose {
    /// All of them.
    pub const ALL: [Purpose; 3] = [Purpose::Enrol, Purpose::PutAside, Purpose::ShowCover];

    /// The word the store keeps.
    pub const fn name(self) -> &'static str {
        match self {
            Purpose::Enrol => "enrol",
            Purpose::PutAside => "put_aside",
            Purpose::ShowCover => "show_cover",
        }
    }

    /// The purpose of a word.
    pub fn parse(word: &str) -> Option<Purpose> {
        Purpose::ALL.into_iter().find(|purpose| purpose.name() == word)
    }
}

/// One thing she allowed one platform.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Consent {
    /// What for.
    pub purpose: Purpose,
    /// The first day.
    pub from: Day,
    /// The first day it is no longer so.
    pub until: Option<Day>,
    /// How much of each trip, where money is put aside.
    pub amount: Option<i64>,
    /// When it became known.
    pub known: Moment,
}

impl Consent {
    /// Whether a day lies in it.
    fn covers(&self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }
}

/// What is allowed for a purpose on a day.
pub fn allowed(all: &[Consent], purpose: Purpose, day: Day) -> Option<&Consent> {
    let begun = all.iter().filter(|one| one.purpose == purpose && one.from <= day);
    begun.max_by_key(|one| one.known).filter(|one| one.covers(day))
}

/// Whether what she says can be taken: an amount where there has to be one, and no day before she was a
/// member.
pub fn give(asked: &Consent, member_from: Day) -> Result<(), Refusal> {
    let amount_fits = match (asked.purpose, asked.amount) {
        (Purpose::PutAside, Some(amount)) => (1..=TRIP_MAX).contains(&amount),
        (Purpose::PutAside, None) => false,
        (_, amount) => amount.is_none(),
    };
    if !amount_fits {
        let id = format!(
            "sisihan tiap perjalanan ditulis dalam rupiah, 1 sampai {TRIP_MAX}, hanya untuk put_aside"
        );
        let en =
            format!("what is put aside of a trip is written in rupiah, 1 to {TRIP_MAX}, for put_aside only");
        return Err(Refusal::new("consent_amount", id, en));
    }
    if asked.from < member_from {
        let id = format!("persetujuan berlaku paling awal sejak ia menjadi peserta, {member_from}");
        let en = format!("a consent holds no earlier than she is a member, from {member_from}");
        return Err(Refusal::new("consent_early", id, en));
    }
    Ok(())
}

/// The row by which a consent ends on a day; where nothing holds then, or will, there is nothing to end.
pub fn withdraw(all: &[Consent], purpose: Purpose, day: Day, known: Moment) -> Result<Consent, Refusal> {
    let latest = all.iter().filter(|one| one.purpose == purpose).max_by_key(|one| one.known);
    if latest.is_none_or(|one| one.until.is_some_and(|until| until <= day.max(one.from))) {
        let id = "tidak ada persetujuan yang berlaku untuk hal itu";
        return Err(Refusal::new("no_consent", id, "there is no such consent to end"));
    }
    Ok(Consent { purpose, from: day, until: Some(day), amount: None, known })
}

/// A platform that only handed her own money on gives way to her own payer from a month on: what trips put
/// aside is credit of that payer, and a month has one.
pub fn pays_herself(of: &Covered<'_>, platform: PayerId, from: Month, known: Moment) -> Option<[Fact; 2]> {
    let hands_on = |facts: &[(String, String)]| {
        facts.iter().all(|(name, value)| name != "funded_by" || value == "own_means")
    };
    let later = of.timeline.iter().filter(|stretch| stretch.until.is_none_or(|until| from < until));
    if !later.into_iter().any(|stretch| stretch.payer == platform && hands_on(&stretch.facts)) {
        return None;
    }
    let subject = Subject::Membership(of.membership);
    let funder = Fact::since(subject, "funder", &of.payer, from, known);
    Some([funder, Fact::since(subject, "funded_by", "own_means", from, known)])
}
