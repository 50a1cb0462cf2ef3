//! Cover that will end: for whom somebody else pays the last month, and by when the funder is asked again.

use std::collections::BTreeMap;

use base::{Day, Month};

use crate::id::{MembershipId, PayerId};
use crate::law::{Question, SolidarityLaw};
use crate::refusal::Refusal;

/// Somebody for whom a funder pays up to a month.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Paid {
    /// Who pays.
    pub funder: PayerId,
    /// For whom.
    pub membership: MembershipId,
    /// The last month that is paid for.
    pub last: Month,
}

/// How many lose a funder's money after a month.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ending {
    /// The last month.
    pub last: Month,
    /// Whose money ends.
    pub funder: PayerId,
    /// For how many.
    pub people: i64,
}

/// What ends in some months, by month and funder. Whoever is paid for by several counts once: where the last
/// of it ends, with the funder of the lowest number if two end together.
pub fn endings(paid: impl IntoIterator<Item = Paid>, from: Month, until: Month) -> Vec<Ending> {
    let mut last: BTreeMap<MembershipId, (Month, PayerId)> = BTreeMap::new();
    for one in paid {
        let found = last.entry(one.membership).or_insert((one.last, one.funder));
        if one.last > found.0 || (one.last == found.0 && one.funder < found.1) {
            *found = (one.last, one.funder);
        }
    }
    let mut counted: BTreeMap<(Month, PayerId), i64> = BTreeMap::new();
    for place in last.into_values().filter(|(month, _)| (from..=until).contains(month)) {
        *counted.entry(place).or_default() += 1;
    }
    counted.into_iter().map(|((last, funder), people)| Ending { last, funder, people }).collect()
}

/// By which day a funder is asked to go on, whose last month it is.
pub fn asked_by(law: &SolidarityLaw<'_>, last: Month) -> Result<Option<Day>, Refusal> {
    let mut facts = law.facts();
    law.put(&mut facts, "sponsored_until", &last.to_string())?;
    Ok(law.day(Question::RenewalAskedBy, &facts)?.map(|told| told.value))
}

/// By which day a worker hears that a month will cost her something else.
pub fn told_by(law: &SolidarityLaw<'_>, month: Month) -> Result<Option<Day>, Refusal> {
    let mut facts = law.facts();
    law.put(&mut facts, "contribution_month", &month.to_string())?;
    Ok(law.day(Question::ChangeToldBy, &facts)?.map(|told| told.value))
}
