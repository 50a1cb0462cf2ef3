//! Whom a choice reached, beside who could have been: by area, sex and occupation.

use std::collections::BTreeMap;

use super::choose::{Candidate, Trait};

/// How many of some are among those who could be chosen, and among those who were.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Share {
    /// In which respect.
    pub of: Trait,
    /// What they are; blank where the list does not say.
    pub value: String,
    /// Among all.
    pub candidates: u64,
    /// Among the chosen.
    pub chosen: u64,
}

/// What a choice came to.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Fairness {
    /// Who could be chosen.
    pub candidates: u64,
    /// Who was.
    pub chosen: u64,
    /// By respect and value, in order.
    pub shares: Vec<Share>,
}

/// What is compared.
const COMPARED: [Trait; 3] = [Trait::Area, Trait::Sex, Trait::Work];

/// The report of a choice; `chosen` are indices of candidates.
pub fn report(candidates: &[Candidate], chosen: &[usize]) -> Fairness {
    let mut counts: BTreeMap<(Trait, String), [u64; 2]> = BTreeMap::new();
    for of in COMPARED {
        for one in candidates {
            counts.entry((of, one.value(of))).or_default()[0] += 1;
        }
        for at in chosen {
            counts.entry((of, candidates[*at].value(of))).or_default()[1] += 1;
        }
    }
    let share = |((of, value), [candidates, chosen]): ((Trait, String), [u64; 2])| Share {
        of,
        value,
        candidates,
        chosen,
    };
    Fairness {
        candidates: candidates.len() as u64,
        chosen: chosen.len() as u64,
        shares: counts.into_iter().map(share).collect(),
    }
}

impl Fairness {
    /// The share of some among all and among the chosen, in parts of a thousand.
    pub fn per_mille(&self, share: &Share) -> (u64, u64) {
        let of = |part: u64, whole: u64| (part * 1000 + whole / 2).checked_div(whole).unwrap_or(0);
        (of(share.candidates, self.candidates), of(share.chosen, self.chosen))
    }
}
