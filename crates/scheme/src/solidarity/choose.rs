//! Whom a campaign's money reaches: people put in one order by its rule and a seed, so that anybody with the
//! list repeats it.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

use super::campaign;

/// What people are told apart by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Trait {
    /// Where they live: a code, or a name.
    Area,
    /// `female` or `male`.
    Sex,
    /// What they do.
    Work,
    /// The tenth of the population by welfare, the poorest first.
    Decile,
    /// Whether they live with a disability.
    Disabled,
}

impl Trait {
    /// All of them.
    pub const ALL: [Trait; 5] = [Trait::Area, Trait::Sex, Trait::Work, Trait::Decile, Trait::Disabled];

    /// Its word in a rule.
    pub const fn word(self) -> &'static str {
        match self {
            Trait::Area => "area",
            Trait::Sex => "sex",
            Trait::Work => "work",
            Trait::Decile => "decile",
            Trait::Disabled => "disabled",
        }
    }
}

/// Somebody on a list who can be paid for.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Candidate {
    /// Which list names her.
    pub list: i64,
    /// On which line.
    pub line: i64,
    /// Where she lives; blank if it is not said.
    pub area: String,
    /// `female`, `male` or blank.
    pub sex: String,
    /// What she does; blank if it is not said.
    pub work: String,
    /// From 1, the poorest tenth, to 10.
    pub decile: Option<u8>,
    /// Whether she lives with a disability.
    pub disabled: bool,
}

impl Candidate {
    /// What she is in one respect; blank where it is not said.
    pub fn value(&self, of: Trait) -> String {
        match of {
            Trait::Area => self.area.clone(),
            Trait::Sex => self.sex.clone(),
            Trait::Work => self.work.to_lowercase(),
            Trait::Decile => self.decile.map(|decile| decile.to_string()).unwrap_or_default(),
            Trait::Disabled => if self.disabled { "yes" } else { "no" }.to_owned(),
        }
    }
}

/// What somebody has to be: `area=32`, `sex=female`, `work=petani`, `decile=3`, `disabled=yes`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Criterion {
    /// In which respect.
    pub of: Trait,
    /// What: of areas a code or the beginning of one, of deciles the highest that will do.
    pub is: String,
}

impl Criterion {
    /// Whether somebody is that.
    pub fn holds(&self, one: &Candidate) -> bool {
        match self.of {
            Trait::Area => is_within(&one.area, &self.is),
            Trait::Sex => one.sex == self.is,
            Trait::Work => is_within(&one.work, &self.is),
            Trait::Decile => {
                let most: Option<u8> = self.is.parse().ok();
                one.decile.zip(most).is_some_and(|(decile, most)| decile <= most)
            }
            Trait::Disabled => one.disabled == (self.is == "yes"),
        }
    }
}

/// A village lies within its district: of codes, the longer begins with the shorter.
fn is_within(value: &str, of: &str) -> bool {
    let is_code = !of.is_empty() && of.bytes().all(|byte| byte.is_ascii_digit());
    if is_code { value.starts_with(of) } else { value.to_lowercase() == of.to_lowercase() }
}

/// A text that is no criterion.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{0}` is none of area=…, sex=female or male, work=…, decile=1 to 10, disabled=yes or no")]
pub struct NotACriterion(String);

impl FromStr for Criterion {
    type Err = NotACriterion;

    fn from_str(text: &str) -> Result<Criterion, NotACriterion> {
        let wrong = || NotACriterion(text.to_owned());
        let (of, is) = text.split_once('=').ok_or_else(wrong)?;
        let of = Trait::ALL.into_iter().find(|known| known.word() == of.trim()).ok_or_else(wrong)?;
        let is = is.trim();
        let fits = match of {
            Trait::Area | Trait::Work => !is.is_empty() && !is.contains([';', ',', ':', '=']),
            Trait::Sex => matches!(is, "female" | "male"),
            Trait::Decile => is.parse::<u8>().is_ok_and(|decile| (1..=10).contains(&decile)),
            Trait::Disabled => matches!(is, "yes" | "no"),
        };
        if fits { Ok(Criterion { of, is: is.to_owned() }) } else { Err(wrong()) }
    }
}

impl fmt::Display for Criterion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.of.word(), self.is)
    }
}

/// What comes first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum First {
    /// The poorest, tenth by tenth; who has no decile comes last.
    Poorest,
    /// Who meets a criterion.
    Who(Criterion),
}

/// At least this share of the places goes to some.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Quota {
    /// To whom.
    pub who: Criterion,
    /// Parts of a hundred.
    pub percent: u32,
}

impl Quota {
    /// So many of the places, a part of one counted whole.
    pub fn of_places(&self, places: usize) -> usize {
        (places * self.percent.min(100) as usize).div_ceil(100)
    }
}

/// How a campaign chooses.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Rule {
    /// What everybody has to be; of several in one respect, one of them.
    pub only: Vec<Criterion>,
    /// Who comes first, the most important first.
    pub first: Vec<First>,
    /// Shares that are kept; an earlier one is served before a later.
    pub quotas: Vec<Quota>,
}

impl Rule {
    /// What a campaign has set, without quotas.
    pub fn of(campaign: &campaign::Rule) -> Rule {
        let who = |of, is: &str| Criterion { of, is: is.to_owned() };
        let only = campaign.criteria.iter().map(|criterion| match criterion {
            campaign::Criterion::Area(code) => who(Trait::Area, code),
            campaign::Criterion::Work(work) => who(Trait::Work, work),
            campaign::Criterion::DecileMost(most) => who(Trait::Decile, &most.to_string()),
            campaign::Criterion::Women => who(Trait::Sex, "female"),
            campaign::Criterion::Men => who(Trait::Sex, "male"),
            campaign::Criterion::Disabled => who(Trait::Disabled, "yes"),
        });
        let first = campaign.order.iter().map(|first| match first {
            campaign::First::Poorer => First::Poorest,
            campaign::First::Disabled => First::Who(who(Trait::Disabled, "yes")),
            campaign::First::Women => First::Who(who(Trait::Sex, "female")),
        });
        Rule { only: only.collect(), first: first.collect(), quotas: Vec::new() }
    }

    /// Whether somebody may be chosen at all.
    pub fn admits(&self, one: &Candidate) -> bool {
        let named = |of: Trait| self.only.iter().filter(move |criterion| criterion.of == of);
        Trait::ALL
            .iter()
            .all(|of| named(*of).next().is_none() || named(*of).any(|criterion| criterion.holds(one)))
    }
}

/// In which order people are taken, as indices of candidates.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Order {
    /// Who has a place, the first first.
    pub chosen: Vec<usize>,
    /// Who comes next when somebody refuses.
    pub waiting: Vec<usize>,
    /// Whom the rule leaves out.
    pub left_out: Vec<usize>,
}

/// Chooses for so many places.
///
/// Among equals the order is that of a hash of the seed and of where somebody stands, so that nobody is drawn
/// by hand and everybody can draw again.
pub fn choose(rule: &Rule, candidates: &[Candidate], places: usize, seed: &[u8]) -> Order {
    let (mut order, left_out): (Vec<usize>, Vec<usize>) =
        (0..candidates.len()).partition(|at| rule.admits(&candidates[*at]));
    let lots: Vec<[u8; 32]> = candidates.iter().map(|one| lot(seed, one)).collect();
    order.sort_by(|one, other| {
        let (a, b) = (&candidates[*one], &candidates[*other]);
        let turn = rule.first.iter().map(|first| first.compare(a, b)).find(|found| found.is_ne());
        turn.unwrap_or(Ordering::Equal)
            .then_with(|| lots[*one].cmp(&lots[*other]))
            .then_with(|| (a.list, a.line).cmp(&(b.list, b.line)))
    });
    let taken = taken(rule, candidates, &order, places);
    let (chosen, waiting) = order.into_iter().partition(|at| taken[*at]);
    Order { chosen, waiting, left_out }
}

impl First {
    fn compare(&self, one: &Candidate, other: &Candidate) -> Ordering {
        match self {
            First::Poorest => {
                let rank = |of: &Candidate| of.decile.unwrap_or(u8::MAX);
                rank(one).cmp(&rank(other))
            }
            First::Who(criterion) => criterion.holds(other).cmp(&criterion.holds(one)),
        }
    }
}

fn lot(seed: &[u8], one: &Candidate) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(seed);
    hash.update(one.list.to_be_bytes());
    hash.update(one.line.to_be_bytes());
    hash.finalize().into()
}

/// Who gets a place: first as many as each quota asks for, then whoever comes next.
fn taken(rule: &Rule, candidates: &[Candidate], order: &[usize], places: usize) -> Vec<bool> {
    let mut taken = vec![false; candidates.len()];
    let mut left = places.min(order.len());
    for quota in &rule.quotas {
        let fits = |at: &usize| quota.who.holds(&candidates[*at]);
        let have = order.iter().filter(|at| taken[**at] && fits(at)).count();
        let wanted = quota.of_places(places).saturating_sub(have).min(left);
        let mut found = 0;
        for at in order.iter().filter(|at| fits(at)) {
            if found < wanted && !taken[*at] {
                taken[*at] = true;
                found += 1;
            }
        }
        left -= found;
    }
    for at in order {
        if left == 0 {
            break;
        }
        if !taken[*at] {
            taken[*at] = true;
            left -= 1;
        }
    }
    taken
}
