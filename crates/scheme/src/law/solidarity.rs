//! What solidarity asks of the law: sources of money, shared months, trips, lists, agents.

use base::{Citation, Day};
use rules::facts::Facts;
use rules::tree::Words;
use rules::value::{Type, Value};

use super::{Law, LawLacks, unless_silent};
use crate::refusal::Refusal;
use crate::solidarity::campaign::Share;

macro_rules! questions {
    ($($question:ident = $name:literal),* $(,)?) => {
        /// A definition that solidarity asks for.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Question { $(#[doc = concat!("`", $name, "`")] $question),* }

        impl Question {
            /// All of them.
            pub const ALL: &[Question] = &[$(Question::$question),*];

            /// What the law calls it.
            pub const fn name(self) -> &'static str {
                match self { $(Question::$question => $name),* }
            }
        }
    };
}

questions! {
    FundingCountsAs = "funding_counts_as",
    FundingIsOpen = "funding_is_open",
    PublicPart = "public_part",
    DonorPart = "donor_part",
    PlatformPart = "platform_part",
    WorkerPart = "worker_part",
    MonthFundedBy = "month_funded_by",
    ChangeToldBy = "change_told_by",
    RenewalAskedBy = "renewal_asked_by",
    MonthPrice = "month_price",
    MonthIsBought = "month_is_bought",
    MonthLacks = "month_lacks",
    CreditLeft = "credit_left",
    PartThroughPlatform = "part_through_platform",
    StayingCommission = "staying_commission",
    CashAllowed = "cash_allowed",
    CashHandedOverBy = "cash_handed_over_by",
    CashLimit = "cash_limit",
    SoonUntil = "soon_until",
    CommissionWaits = "commission_waits",
    LapsesAreMany = "lapses_are_many",
    TelephoneIsShared = "telephone_is_shared",
    MemberIsKept = "member_is_kept",
    MonthsToKeep = "months_to_keep",
}

/// A view of checked law that has every name solidarity asks for.
#[derive(Debug)]
pub struct SolidarityLaw<'l> {
    law: &'l Law<'l>,
    /// The definition of each question, in their order.
    items: Vec<usize>,
}

/// An answer of the law, and where it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Told<T> {
    /// What it says.
    pub value: T,
    /// The provision.
    pub citation: Option<Citation>,
}

impl<'l> SolidarityLaw<'l> {
    /// Opens the law for solidarity; a pack without a name it needs is refused, in words.
    pub fn new(law: &'l Law<'l>) -> Result<Self, LawLacks> {
        let known = &law.tree().names.definitions;
        let place = |question: &Question| {
            let name = question.name();
            known.get(name).copied().ok_or_else(|| LawLacks { what: "definition", name: name.to_owned() })
        };
        let items = Question::ALL.iter().map(place).collect::<Result<_, _>>()?;
        Ok(Self { law, items })
    }

    /// The law of contributions that it stands on.
    pub fn law(&self) -> &'l Law<'l> {
        self.law
    }

    /// Nothing known yet.
    pub fn facts(&self) -> Facts {
        Facts::new(self.law.tree())
    }

    /// Puts a fact by the law's name for it; a name or a value that the law does not know is refused.
    pub fn put(&self, facts: &mut Facts, name: &str, text: &str) -> Result<(), Refusal> {
        let refused = |words: Words| Refusal::new("no_such_value", words.id, words.en);
        facts.set(self.law.tree(), name, text).map_err(|fault| refused(fault.words))
    }

    /// Puts an amount of coins.
    pub fn put_coins(&self, facts: &mut Facts, name: &str, coins: i64) {
        if let Some(fact) = self.law.tree().names.facts.get(name) {
            facts.put(*fact, self.law.money(coins));
        }
    }

    /// Puts a part of a whole.
    pub fn put_share(&self, facts: &mut Facts, name: &str, share: Share) {
        if let Some(fact) = self.law.tree().names.facts.get(name) {
            facts.put(*fact, share.exact().map(Value::Number));
        }
    }

    /// Whole coins, with the provision.
    pub fn coins(&self, question: Question, facts: &Facts) -> Result<Told<i64>, Refusal> {
        let (value, citation) = self.ask(question, facts)?;
        let coins = rules::columns::whole(self.law.tree(), &value, Type::Money);
        Ok(Told { value: coins.ok_or_else(|| self.unreadable(question))?, citation })
    }

    /// A whole number, with the provision.
    pub fn count(&self, question: Question, facts: &Facts) -> Result<Told<i64>, Refusal> {
        let (value, citation) = self.ask(question, facts)?;
        let count = rules::columns::whole(self.law.tree(), &value, Type::Count);
        Ok(Told { value: count.ok_or_else(|| self.unreadable(question))?, citation })
    }

    /// A yes or no.
    pub fn yes(&self, question: Question, facts: &Facts) -> Result<Told<bool>, Refusal> {
        let (value, citation) = self.ask(question, facts)?;
        Ok(Told { value: value.yes().ok_or_else(|| self.unreadable(question))?, citation })
    }

    /// A day; none where the law has none for the case.
    pub fn day(&self, question: Question, facts: &Facts) -> Result<Option<Told<Day>>, Refusal> {
        let Some((value, citation)) = unless_silent(self.ask(question, facts))? else { return Ok(None) };
        Ok(Some(Told { value: value.day().ok_or_else(|| self.unreadable(question))?, citation }))
    }

    /// An option: the law's name for it, and its words.
    pub fn choice(&self, question: Question, facts: &Facts) -> Result<Told<(&'l str, &'l Words)>, Refusal> {
        let (value, citation) = self.ask(question, facts)?;
        let tree = self.law.tree();
        match (&value, tree.items[self.items[question as usize]].ty) {
            (Value::Option(at), Type::Kind(kind)) => {
                let (kind, at) = (&tree.kinds[kind], usize::from(*at));
                Ok(Told { value: (kind.options[at].as_str(), &kind.words[at]), citation })
            }
            _ => Err(self.unreadable(question)),
        }
    }

    fn ask(&self, question: Question, facts: &Facts) -> Result<(Value, Option<Citation>), Refusal> {
        let answer = self.law.ask(self.items[question as usize], facts)?;
        Ok((answer.value, answer.citation))
    }

    fn unreadable(&self, question: Question) -> Refusal {
        let name = &self.law.tree().items[self.items[question as usize]].words;
        let id = format!("{}: nilainya tidak dapat dipakai", name.id);
        Refusal::new("no_such_value", id, format!("{}: its value cannot be used", name.en))
    }
}
