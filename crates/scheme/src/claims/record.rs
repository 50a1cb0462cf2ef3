//! What the institution knows of a person, as far as claims need it.

use base::{Day, Month};

use super::ClaimKind;
use crate::accounts::Account;
use crate::id::{MembershipId, PayerId, PersonId};
use crate::law::Law;
use crate::lines::{Lines, Slot};
use crate::memberships::{Segment, Stretch};
use crate::people::Relative;

/// A person, as the register has her on the day of the question.
#[derive(Clone, Copy, Debug)]
pub struct Record<'a> {
    /// Who.
    pub person: PersonId,
    /// The law's facts about her, by name: `birth_date`, `nationality` …
    pub facts: &'a [(String, String)],
    /// The day of death, once it is noted.
    pub died: Option<Day>,
    /// Her memberships, in the order they began.
    pub spells: &'a [Insured<'a>],
    /// Her family.
    pub family: &'a [Kin<'a>],
    /// Her old-age savings.
    pub savings: Option<&'a Account>,
    /// Her pension contributions with their growth, as booked.
    pub pension_savings: i64,
    /// Claims that were granted before.
    pub earlier: &'a [Earlier],
}

/// A membership with what was paid for it.
#[derive(Clone, Copy, Debug)]
pub struct Insured<'a> {
    /// Its number.
    pub membership: MembershipId,
    /// Its segment.
    pub segment: Segment,
    /// Who pays.
    pub payer: PayerId,
    /// Its first day.
    pub started: Day,
    /// Its last, once it has one.
    pub ended: Option<Day>,
    /// When the payer closed.
    pub payer_closed: Option<Day>,
    /// The months it covers, with their facts.
    pub timeline: &'a [Stretch],
    /// What was found to be owed, month by month in their order.
    pub months: &'a [Contributed],
}

/// A month that was assessed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Contributed {
    /// Which.
    pub month: Month,
    /// What it came to.
    pub lines: Lines,
    /// The day it was paid in full.
    pub settled: Option<Day>,
}

/// Somebody of the family, as heirs are looked for.
#[derive(Clone, Copy, Debug)]
pub struct Kin<'a> {
    /// The relation.
    pub relative: &'a Relative,
    /// The number, if the institution knows the person.
    pub person: Option<PersonId>,
    /// Whether this is somebody who paid the contributions.
    pub pays: bool,
    /// Whether married.
    pub married: bool,
    /// Whether at work.
    pub works: bool,
    /// Who acts for a minor, where a court has appointed somebody.
    pub guardian: Option<&'a str>,
}

/// A claim that was granted before.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Earlier {
    /// Of what kind.
    pub kind: ClaimKind,
    /// When it was paid first.
    pub paid: Day,
    /// How much, before tax.
    pub gross: i64,
    /// What a part of the savings was for, by the law's name.
    pub part: Option<String>,
}

impl<'a> Record<'a> {
    /// The membership that a claim of a programme on a day rests on: one that covers the day, else the last
    /// that began before it. None where she was never in the programme by then.
    pub fn insured(&self, law: &Law<'_>, benefit: &str, day: Day) -> Option<&'a Insured<'a>> {
        let begun = self.spells.iter().filter(|spell| spell.started <= day);
        let mut of_it: Vec<&Insured<'_>> =
            begun.filter(|spell| programme(law, spell.segment, benefit).is_some()).collect();
        of_it.sort_by_key(|spell| (spell.covers(day), spell.started));
        of_it.pop()
    }

    /// The day she was born.
    pub fn born(&self) -> Option<Day> {
        self.facts.iter().find(|(name, _)| name == "birth_date").and_then(|(_, day)| day.parse().ok())
    }

    /// The months of a benefit's programme, each once, whoever paid: those settled by a day.
    pub(crate) fn settled(&self, law: &Law<'_>, benefit: &str, by: Day) -> Vec<Month> {
        self.months_where(law, benefit, |month| month.settled.is_some_and(|settled| settled <= by))
    }

    /// All months of a benefit's programme, paid or not.
    pub(crate) fn owed(&self, law: &Law<'_>, benefit: &str) -> Vec<Month> {
        self.months_where(law, benefit, |_| true)
    }

    fn months_where(
        &self,
        law: &Law<'_>,
        benefit: &str,
        wanted: impl Fn(&Contributed) -> bool,
    ) -> Vec<Month> {
        let mut months = Vec::new();
        for spell in self.spells {
            let Some(programme) = programme(law, spell.segment, benefit) else { continue };
            let of_it = spell.months.iter().filter(|month| month.is_of(programme) && wanted(month));
            months.extend(of_it.map(|month| month.month));
        }
        months.sort_unstable();
        months.dedup();
        months
    }
}

impl Insured<'_> {
    /// Whether the day lies between its first and its last.
    pub fn covers(&self, day: Day) -> bool {
        self.started <= day && self.ended.is_none_or(|ended| ended >= day)
    }

    /// The facts of the month of a day, or the last before it.
    pub(crate) fn facts_on(&self, day: Day) -> &[(String, String)] {
        let mut begun = self.timeline.iter().filter(|stretch| stretch.from <= day.month());
        begun.next_back().map_or(&[], |stretch| &stretch.facts)
    }

    /// The value of a fact in the month of a day.
    pub(crate) fn fact_on(&self, day: Day, name: &str) -> Option<&str> {
        self.facts_on(day).iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

impl Contributed {
    /// Whether anything was owed for the programme.
    pub(crate) fn is_of(&self, programme: &str) -> bool {
        let of_it = |slot: &crate::lines::SlotName| match slot.read() {
            Slot::Part { programme: known, .. } | Slot::Move { to: known, .. } => known == programme,
            Slot::Penalty { .. } => false,
        };
        self.lines.iter().any(|(slot, amount)| amount != 0 && of_it(slot))
    }
}

/// The programme whose contributions stand behind a benefit in a segment: its own, or the package that stands
/// for it there, as migrants have one for work injury and death. None where the segment is not in the
/// benefit.
pub(crate) fn programme<'l>(law: &'l Law<'_>, segment: Segment, benefit: &str) -> Option<&'l str> {
    let slots = law.segment(segment.name())?.slots();
    let own = slots.iter().map(crate::lines::SlotName::programme);
    if let Some(found) = own.clone().find(|programme| *programme == benefit) {
        return Some(found);
    }
    let benefits = &law.tree().jurisdiction.benefits;
    let packaged = matches!(benefit, "jkk" | "jkm");
    own.clone().find(|programme| packaged && !benefits.iter().any(|known| known.name == *programme))
}

/// The programme whose fund pays a claim.
pub fn paying_programme<'l>(law: &'l Law<'_>, segment: Segment, kind: ClaimKind) -> &'l str {
    programme(law, segment, kind.benefit()).unwrap_or_else(|| kind.benefit())
}
