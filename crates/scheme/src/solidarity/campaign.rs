//! A campaign's rule: whose money, for whom, how many months, who comes first, and how the share falls.
//!
//! A rule is a text of lines such as `months 6`; it is kept so, and only ever followed by another.

use std::fmt::{self, Write as _};
use std::str::FromStr;

use base::Exact;

use crate::refusal::Refusal;

/// A campaign that pays for longer opens another one.
const MONTHS_MAX: u32 = 60;

/// What a campaign has set.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Rule {
    /// Sources by the law's names for them; none named means every one that is open.
    pub sources: Vec<String>,
    /// Whom it is for; of several of one kind one has to hold, and of every kind named one.
    pub criteria: Vec<Criterion>,
    /// Programmes by the law's names; none named means those that may be shared without saying so.
    pub programmes: Vec<String>,
    /// For how many months a worker is paid for.
    pub months: u32,
    /// For how many workers, where that is bound.
    pub places: Option<u32>,
    /// Who comes first; chance decides among equals.
    pub order: Vec<First>,
    /// From which of a worker's months on which share is paid; all of it before the first step.
    pub steps: Vec<Step>,
}

/// Somebody it is for.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Criterion {
    /// Who lives in an area: a province, district or village whose code begins so.
    Area(String),
    /// Who does some work, by the law's name of the sector or a code of occupations that begins so.
    Work(String),
    /// Who is in this decile of welfare or a poorer one.
    DecileMost(u8),
    /// Women.
    Women,
    /// Men.
    Men,
    /// People with a disability.
    Disabled,
}

/// Who comes before others.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum First {
    /// The poorer decile.
    Poorer,
    /// People with a disability.
    Disabled,
    /// Women.
    Women,
}

impl First {
    const ALL: [First; 3] = [First::Poorer, First::Disabled, First::Women];

    /// The word of the rule.
    pub const fn word(self) -> &'static str {
        match self {
            First::Poorer => "poorer",
            First::Disabled => "disabled",
            First::Women => "women",
        }
    }
}

/// A share from one of a worker's months on, the first being 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Step {
    /// The month.
    pub month: u32,
    /// The share.
    pub share: Share,
}

/// A part of a whole, such as 3/4.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Share {
    part: u32,
    whole: u32,
}

impl Share {
    /// All of it.
    pub const ALL: Share = Share { part: 1, whole: 1 };

    /// A part of a whole, neither below nothing nor above all.
    pub fn new(part: u32, whole: u32) -> Option<Share> {
        (whole > 0 && part <= whole).then_some(Share { part, whole })
    }

    /// Whether it is all of it.
    pub const fn is_all(self) -> bool {
        self.part == self.whole
    }

    /// Whether it is nothing.
    pub const fn is_nothing(self) -> bool {
        self.part == 0
    }

    /// As a number.
    pub fn exact(self) -> Option<Exact> {
        Exact::fraction(self.part.into(), self.whole.into())
    }

    fn is_more_than(self, other: Share) -> bool {
        let (mine, others) = (u64::from(self.part), u64::from(other.part));
        mine * u64::from(other.whole) > others * u64::from(self.whole)
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.part, self.whole)
    }
}

impl FromStr for Share {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Share, Refusal> {
        let numbers = match (text.split_once('/'), text.strip_suffix('%')) {
            (Some((part, whole)), _) => (part.trim().parse().ok(), whole.trim().parse().ok()),
            (None, Some(percent)) => (percent.trim().parse().ok(), Some(100)),
            (None, None) => (text.trim().parse().ok(), Some(1)),
        };
        let (Some(part), Some(whole)) = numbers else { return Err(unreadable("share", text)) };
        Share::new(part, whole).ok_or_else(|| unreadable("share", text))
    }
}

impl Rule {
    /// The share that is paid in one of a worker's months, the first being 1.
    pub fn share_in(&self, month: u32) -> Share {
        let begun = self.steps.iter().rev().find(|step| step.month <= month);
        begun.map_or(Share::ALL, |step| step.share)
    }

    /// Whether money of a source may come.
    pub fn takes(&self, source: &str) -> bool {
        self.sources.is_empty() || self.sources.iter().any(|known| known == source)
    }

    /// Refuses a rule that nobody could follow.
    pub fn check(&self) -> Result<(), Refusal> {
        if !(1..=MONTHS_MAX).contains(&self.months) {
            let id = format!("jumlah bulan antara 1 dan {MONTHS_MAX}, bukan {}", self.months);
            let en = format!("a campaign pays for 1 to {MONTHS_MAX} months, not {}", self.months);
            return Err(refused(id, en));
        }
        if self.places == Some(0) {
            return Err(refused("tempat paling sedikit satu", "there is at least one place"));
        }
        let decile = |one: &Criterion| matches!(one, Criterion::DecileMost(most) if !(1..=10).contains(most));
        if self.criteria.iter().any(decile) {
            return Err(refused("desil antara 1 dan 10", "a decile is one of 1 to 10"));
        }
        self.check_steps()
    }

    /// Shares only fall: who was promised something is not asked to hope for more.
    fn check_steps(&self) -> Result<(), Refusal> {
        let mut before = Step { month: 0, share: Share::ALL };
        for step in &self.steps {
            if step.month <= before.month || step.month > self.months {
                let id =
                    format!("langkah bulan {}: urut, dan paling akhir bulan {}", step.month, self.months);
                let en =
                    format!("the step of month {}: in order, none after month {}", step.month, self.months);
                return Err(refused(id, en));
            }
            if step.share.is_more_than(before.share) {
                let id = format!("bagian pada bulan {} naik: bagian hanya boleh turun", step.month);
                let en = format!("the share rises in month {}: shares may only fall", step.month);
                return Err(refused(id, en));
            }
            before = *step;
        }
        Ok(())
    }

    /// Reads a rule's lines.
    pub fn parse(text: &str) -> Result<Rule, Refusal> {
        let mut rule = Rule::default();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let (name, value) = line.split_once(' ').unwrap_or((line, ""));
            rule.take(name, value.trim()).ok_or_else(|| unreadable(name, value))?;
        }
        Ok(rule)
    }

    fn take(&mut self, name: &str, value: &str) -> Option<()> {
        let one = || Some(value.to_owned()).filter(|value| !value.is_empty());
        match name {
            "source" => self.sources.push(one()?),
            "programme" => self.programmes.push(one()?),
            "area" => self.criteria.push(Criterion::Area(one()?)),
            "work" => self.criteria.push(Criterion::Work(one()?)),
            "decile" => self.criteria.push(Criterion::DecileMost(value.parse().ok()?)),
            "women" => self.criteria.push(Criterion::Women),
            "men" => self.criteria.push(Criterion::Men),
            "disabled" => self.criteria.push(Criterion::Disabled),
            "months" => self.months = value.parse().ok()?,
            "places" => self.places = Some(value.parse().ok()?),
            "first" => self.order.push(First::ALL.into_iter().find(|first| first.word() == value)?),
            "step" => {
                let (month, share) = value.split_once(' ')?;
                self.steps.push(Step { month: month.parse().ok()?, share: share.parse().ok()? });
            }
            _ => return None,
        }
        Some(())
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        self.sources.iter().try_for_each(|source| writeln!(text, "source {source}"))?;
        self.criteria.iter().try_for_each(|criterion| writeln!(text, "{criterion}"))?;
        self.programmes.iter().try_for_each(|programme| writeln!(text, "programme {programme}"))?;
        writeln!(text, "months {}", self.months)?;
        self.places.iter().try_for_each(|places| writeln!(text, "places {places}"))?;
        self.order.iter().try_for_each(|first| writeln!(text, "first {}", first.word()))?;
        self.steps.iter().try_for_each(|step| writeln!(text, "step {} {}", step.month, step.share))?;
        f.write_str(&text)
    }
}

impl fmt::Display for Criterion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Criterion::Area(code) => write!(f, "area {code}"),
            Criterion::Work(work) => write!(f, "work {work}"),
            Criterion::DecileMost(most) => write!(f, "decile {most}"),
            Criterion::Women => f.write_str("women"),
            Criterion::Men => f.write_str("men"),
            Criterion::Disabled => f.write_str("disabled"),
        }
    }
}

fn refused(id: impl Into<String>, en: impl Into<String>) -> Refusal {
    Refusal::new("campaign_rule", id, en)
}

fn unreadable(name: &str, value: &str) -> Refusal {
    refused(
        format!("`{name} {value}` bukan bagian aturan kampanye"),
        format!("`{name} {value}` is no part of a rule"),
    )
}
