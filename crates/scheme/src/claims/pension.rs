//! What the law is told of a pension: wages month by month, how long she was in, whom she leaves.

use base::{Day, Month};
use rules::facts::Facts;
use rules::value::Value;

use super::ClaimKind;
use super::record::{Contributed, Insured, Kin, Record, programme};
use super::told::{Question, Told, put_coins, put_day, put_list};
use crate::law::ClaimLaw;
use crate::refusal::Refusal;

pub(crate) fn tell(
    law: &ClaimLaw<'_>,
    record: &Record<'_>,
    asked: &Question<'_>,
    told: &mut Told<'_>,
) -> Result<(), Refusal> {
    let first = record.spells.iter().filter(|spell| programme(law.law(), spell.segment, "jp").is_some());
    if let Some(first) = first.map(|spell| spell.started).min() {
        told.put("registration_date", first);
    }
    told.put(
        "retirement_date",
        asked.fact("retirement_date").map_or_else(|| asked.event.to_string(), str::to_owned),
    );
    let start = law.month(law.rules.pension_begins, &told.facts)?;
    told.put("pension_start", start);
    // What is behind by the first payment is paid with it, each month under its own law.
    told.put("payment_date", start.first_day());
    told.put("jp_payments", (start.months_until(asked.pay_day.month()) + 1).max(1));
    // Months that come after the claim make neither more nor less of it when it is looked at again.
    let owed = record.owed(law.law(), "jp");
    told.put("jp_membership_months", owed.iter().filter(|month| **month <= asked.filed.month()).count());
    put_coins(law, &mut told.facts, "jp_accumulated", record.pension_savings);
    let months = record.settled(law.law(), "jp", asked.filed);
    let wages: Vec<(Month, &str)> =
        months.iter().filter_map(|month| Some((*month, wage(law, record, *month)?))).collect();
    put_list(law, &mut told.facts, "jp_spells", &spells(law, &wages))?;
    if asked.kind == ClaimKind::JpDeath {
        survivors(law, record, asked.event, told)?;
    }
    Ok(())
}

/// The wage of a month that was paid.
fn wage<'a>(law: &ClaimLaw<'_>, record: &Record<'a>, month: Month) -> Option<&'a str> {
    let paid = |known: &&Contributed| known.month == month && known.settled.is_some();
    let of_it = |spell: &&Insured<'a>| spell.months.iter().any(|known| paid(&known) && known.is_of("jp"));
    let spell: &'a Insured<'a> = record.spells.iter().find(of_it)?;
    programme(law.law(), spell.segment, "jp")?;
    spell.fact_on(month.first_day(), "wage")
}

/// Months of one wage together, as far as they lie in one year and under one ceiling.
fn spells(law: &ClaimLaw<'_>, wages: &[(Month, &str)]) -> Vec<Vec<(String, String)>> {
    let ceilings = &law.law().tree().tables[law.pension_ceiling].versions;
    let steps: Vec<Month> = ceilings.iter().filter_map(|version| version.from.map(Day::month)).collect();
    let goes_on = |before: &(Month, &str), next: &(Month, &str)| {
        before.1 == next.1
            && before.0.next() == Some(next.0)
            && before.0.year() == next.0.year()
            && !steps.contains(&next.0)
    };
    wages
        .chunk_by(goes_on)
        .map(|months| {
            let pair = |name: &str, value: String| (name.to_owned(), value);
            vec![
                pair("from_month", months[0].0.to_string()),
                pair("months", months.len().to_string()),
                pair("wage", months[0].1.to_owned()),
            ]
        })
        .collect()
}

/// Whom she leaves, of those a pension can go to.
fn survivors(law: &ClaimLaw<'_>, record: &Record<'_>, died: Day, told: &mut Told<'_>) -> Result<(), Refusal> {
    let mut child = false;
    for kin in living(record.family, died).filter(|kin| kin.relative.relation == "son_or_daughter") {
        child |= child_counts(law, kin, died)?;
    }
    let has = |relation: &str| living(record.family, died).any(|kin| kin.relative.relation == relation);
    let say = |yes: bool| if yes { "yes" } else { "no" };
    told.put("surviving_spouse", say(has("spouse")));
    told.put("surviving_child", say(child));
    told.put("surviving_parent", say(has("parent")));
    Ok(())
}

/// Whether a child of the dead has a part in the pension.
pub(crate) fn child_counts(law: &ClaimLaw<'_>, kin: &Kin<'_>, died: Day) -> Result<bool, Refusal> {
    let mut facts = Facts::new(law.law().tree());
    put_day(law, &mut facts, "event_date", died);
    tell_kin(law, &mut facts, kin);
    law.yes(law.rules.jp_child_counts, &facts).map(|(counts, _)| counts)
}

/// The places of those in the family who draw the pension of somebody who died: one spouse, the one married
/// first; else the children that count, as many as the law lets draw, in the order of the family; else a
/// parent.
pub(crate) fn drawing(law: &ClaimLaw<'_>, record: &Record<'_>, died: Day) -> Result<Vec<usize>, Refusal> {
    let there = |relation: &'static str| {
        let of_it = move |(_, kin): &(usize, &Kin<'_>)| {
            kin.relative.relation == relation && living(std::slice::from_ref(*kin), died).next().is_some()
        };
        record.family.iter().enumerate().filter(of_it)
    };
    if let Some((place, _)) = there("spouse").min_by_key(|(_, kin)| kin.relative.from) {
        return Ok(vec![place]);
    }
    let mut children = Vec::new();
    for (place, kin) in there("son_or_daughter") {
        if child_counts(law, kin, died)? {
            children.push(place);
        }
    }
    if !children.is_empty() {
        let mut facts = Facts::new(law.law().tree());
        put_day(law, &mut facts, "event_date", died);
        let most = law.count(law.rules.jp_children_drawing, &facts)?;
        children.truncate(usize::try_from(most).unwrap_or(0));
        return Ok(children);
    }
    Ok(there("parent").map(|(place, _)| place).take(1).collect())
}

/// What is told of one relative.
pub(crate) fn tell_kin(law: &ClaimLaw<'_>, facts: &mut Facts, kin: &Kin<'_>) {
    if let Some(birth) = kin.relative.birth_date {
        put_day(law, facts, "heir_birth_date", birth);
    }
    let names = &law.law().tree().names.facts;
    for (name, yes) in [("heir_married", kin.married), ("heir_works", kin.works)] {
        if let Some(at) = names.get(name) {
            facts.put(*at, Some(Value::YesNo(yes)));
        }
    }
}

/// The family as it was on a day: a marriage that had ended does not count, nor does a relative who had died.
pub(crate) fn living<'k, 'a>(family: &'k [Kin<'a>], day: Day) -> impl Iterator<Item = &'k Kin<'a>> {
    let there =
        move |kin: &&Kin<'_>| kin.relative.from <= day && kin.relative.until.is_none_or(|until| until > day);
    family.iter().filter(there)
}
