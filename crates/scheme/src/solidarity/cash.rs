//! Cash on its way: how much an agent may hold, and by when she brings it.

use base::Day;

use crate::law::{Question, SolidarityLaw, Told};
use crate::refusal::Refusal;

/// Refuses what would be more than an agent may hold.
pub fn allowed(law: &SolidarityLaw<'_>, (held, offered): (i64, i64), day: Day) -> Result<(), Refusal> {
    let mut facts = law.facts();
    law.put(&mut facts, "cash_date", &day.to_string())?;
    law.put_coins(&mut facts, "cash_held", held);
    law.put_coins(&mut facts, "cash_offered", offered);
    let told = law.yes(Question::CashAllowed, &facts)?;
    if told.value {
        return Ok(());
    }
    let id = format!("agen sudah memegang {held}: dengan {offered} menjadi terlalu banyak; setorkan dahulu");
    let en = format!("the agent holds {held} already: with {offered} it is too much; hand it over first");
    Err(Refusal::new("too_much_cash", id, en).under(told.citation.as_ref()))
}

/// The last day to bring what was taken on a day.
pub fn due(law: &SolidarityLaw<'_>, day: Day) -> Result<Option<Told<Day>>, Refusal> {
    let mut facts = law.facts();
    law.put(&mut facts, "cash_date", &day.to_string())?;
    law.day(Question::CashHandedOverBy, &facts)
}

/// The most that an agent may hold on a day.
pub fn limit(law: &SolidarityLaw<'_>, day: Day) -> Result<Told<i64>, Refusal> {
    let mut facts = law.facts();
    law.put(&mut facts, "cash_date", &day.to_string())?;
    law.coins(Question::CashLimit, &facts)
}
