//! Whether somebody should look at what an agent did, and whether those she brought stay.

use base::Day;
use rules::facts::Facts;

use crate::law::{Question, SolidarityLaw, Told};
use crate::refusal::Refusal;

/// What became of the members that an agent brought.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Became {
    /// All of them.
    pub members: i64,
    /// Who died soon after enrolment.
    pub soon_deaths: i64,
    /// Who ever paid a month.
    pub paying: i64,
    /// Who paid, and stopped once commission was earned.
    pub lapsed: i64,
    /// The most that have one telephone.
    pub telephone: i64,
}

/// What of it should be looked at, each with the provision.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Looks {
    /// Many died soon: commission waits.
    pub deaths: Told<bool>,
    /// Many stopped once commission was earned.
    pub lapses: Told<bool>,
    /// One telephone is that of many.
    pub telephone: Told<bool>,
}

/// Until when a death is soon after enrolment.
pub fn soon_until(law: &SolidarityLaw<'_>, brought: Day) -> Result<Option<Told<Day>>, Refusal> {
    let mut facts = law.facts();
    law.put(&mut facts, "brought_date", &brought.to_string())?;
    law.day(Question::SoonUntil, &facts)
}

/// What the law says of it on a day.
pub fn looks(law: &SolidarityLaw<'_>, became: &Became, day: Day) -> Result<Looks, Refusal> {
    let mut facts = on(law, day)?;
    for (name, count) in [
        ("brought_members", became.members),
        ("soon_deaths", became.soon_deaths),
        ("paying_members", became.paying),
        ("lapsed_members", became.lapsed),
        ("telephone_members", became.telephone),
    ] {
        law.put(&mut facts, name, &count.to_string())?;
    }
    Ok(Looks {
        deaths: law.yes(Question::CommissionWaits, &facts)?,
        lapses: law.yes(Question::LapsesAreMany, &facts)?,
        telephone: law.yes(Question::TelephoneIsShared, &facts)?,
    })
}

/// Whether who has paid so many months stays.
pub fn is_kept(law: &SolidarityLaw<'_>, paid_months: i64, day: Day) -> Result<Told<bool>, Refusal> {
    let mut facts = on(law, day)?;
    law.put(&mut facts, "paid_months", &paid_months.to_string())?;
    law.yes(Question::MemberIsKept, &facts)
}

/// How many months have to be paid for that.
pub fn months_to_keep(law: &SolidarityLaw<'_>, day: Day) -> Result<Told<i64>, Refusal> {
    law.count(Question::MonthsToKeep, &on(law, day)?)
}

fn on(law: &SolidarityLaw<'_>, day: Day) -> Result<Facts, Refusal> {
    let mut facts = law.facts();
    law.put(&mut facts, "review_date", &day.to_string())?;
    Ok(facts)
}
