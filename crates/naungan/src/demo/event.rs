//! What happens in the demo, as plain data with the demo's own numbers.

use base::{Day, Kpj, Money, Month};

use super::choices::{EndReason, Placement, RiskClass, Segment};
use super::employer::PayerIndex;
use super::person::PersonIndex;

/// A membership of the demo: the first ones are those of the founding, one a person.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct MembershipIndex(pub u32);

/// Something the institution hears of on a day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Event {
    /// The day it becomes known; it may be about an earlier one.
    pub day: Day,
    /// What it hears.
    pub what: Happening,
}

/// What the institution hears.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Happening {
    /// A project opens and registers.
    PayerRegistered(PayerIndex),
    /// An employer's workplace is put into another risk class from a month on.
    RiskChanged {
        /// Whose.
        payer: PayerIndex,
        /// The first month.
        from: Month,
        /// The new class.
        class: RiskClass,
    },
    /// A person is registered for the first time, or a second time by mistake.
    PersonRegistered(PersonIndex),
    /// A membership begins; its person and payer are registered.
    Enrolled(Membership),
    /// A wage or an income from a month on; the month may be past.
    AmountReported {
        /// Whose.
        membership: MembershipIndex,
        /// The law's name: `wage` or `income`.
        fact: &'static str,
        /// The first month.
        from: Month,
        /// The amount.
        amount: Money,
    },
    /// The wage of one earlier month was reported wrongly.
    AmountCorrected {
        /// Whose.
        membership: MembershipIndex,
        /// The law's name.
        fact: &'static str,
        /// The month.
        month: Month,
        /// The right amount.
        amount: Money,
    },
    /// A membership ended.
    Left {
        /// Which.
        membership: MembershipIndex,
        /// Its last day.
        ended: Day,
        /// Why.
        reason: EndReason,
    },
    /// A self-employed member whose membership has lapsed takes it up again under the same number.
    Resumed {
        /// Which.
        membership: MembershipIndex,
    },
    /// A person died; the report may come months later, under whichever record the last payer knows.
    Died {
        /// Who.
        person: PersonIndex,
        /// The day of death.
        died: Day,
    },
    /// A misspelt name is put right.
    NameCorrected {
        /// Whose.
        person: PersonIndex,
        /// The right name.
        name: String,
    },
    /// Two records turn out to be one person; what is heard later may still name either.
    Merged {
        /// The record that stays.
        kept: PersonIndex,
        /// The record that goes into it.
        duplicate: PersonIndex,
    },
    /// A merge is doubted and undone, until it is made again.
    Unmerged {
        /// The record that stayed.
        kept: PersonIndex,
        /// The record that stands alone again.
        duplicate: PersonIndex,
    },
}

/// Who pays for a membership.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Paying {
    /// An employer, a branch, a project or a platform.
    Payer(PayerIndex),
    /// The member pays alone.
    Own,
    /// The membership is the member's own, a sponsor pays (`funder`).
    Sponsor(PayerIndex),
}

/// A person in a segment with a payer, as it is registered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Membership {
    /// Which one.
    pub index: MembershipIndex,
    /// Whose.
    pub person: PersonIndex,
    /// Under which rules.
    pub segment: Segment,
    /// Who pays.
    pub paying: Paying,
    /// Its number.
    pub kpj: Kpj,
    /// First day in this institution's books.
    pub started: Day,
    /// Day of registration (`registration_date`), before the founding for most who were there then.
    pub registered: Day,
    /// Wage, income or project wage; nothing for a migrant.
    pub amount: Money,
    /// `sector` is transport.
    pub transport: bool,
    /// `funded_by`: a word of the law's kind, if it is not the member's own means.
    pub funded_by: Option<&'static str>,
    /// `jht_chosen`.
    pub jht_chosen: bool,
    /// `jkn_member`.
    pub jkn_member: bool,
    /// `contract_months` and `placement` of a migrant.
    pub contract: Option<(u32, Placement)>,
}

impl Membership {
    /// The facts by the law's names and in its notation, true from the month of the start.
    pub fn facts(&self) -> Vec<(&'static str, String)> {
        let yes = |is: bool| if is { "yes" } else { "no" }.to_owned();
        let mut facts = vec![("registration_date", self.registered.to_string())];
        match self.segment {
            Segment::WageEarner => {
                facts.push(("wage", self.amount.to_string()));
                facts.push(("jkn_member", yes(self.jkn_member)));
            }
            Segment::SelfEmployed => {
                facts.push(("income", self.amount.to_string()));
                facts.push(("sector", if self.transport { "transport" } else { "other" }.to_owned()));
                facts.push(("jht_chosen", yes(self.jht_chosen)));
                facts.extend(self.funded_by.map(|by| ("funded_by", by.to_owned())));
            }
            Segment::Construction => {
                facts.push(("construction_basis", "by_wages".to_owned()));
                facts.push(("project_wages", self.amount.to_string()));
            }
            Segment::Migrant => {}
        }
        if let Some((months, placement)) = self.contract {
            facts.push(("contract_months", months.to_string()));
            facts.push(("placement", placement.name().to_owned()));
        }
        facts
    }
}
