//! How well vacancies fit somebody: points, each with its reason, so that she can say which one is wrong.
//!
//! Nothing is known here but what she and the employer have said: not her name, her age or her sex.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use base::Day;

use super::{Occupation, Seeker, Vacancy, word_key};

/// Points of the same occupation by how many digits agree: work of her kind weighs as much as all else.
const OCCUPATION: [u32; 5] = [0, 8, 18, 34, 50];
/// All the skills that are asked for; a part of them gives a part.
const SKILLS: u32 = 20;
/// Even the least wage is what she asks for.
const WAGE: u32 = 18;
/// Only the most is.
const WAGE_WITHIN: u32 = 9;
/// The same province.
const PROVINCE: u32 = 12;
/// Another province of the same islands: codes begin with the same digit.
const ISLANDS: u32 = 4;

/// One reason for or against.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Why {
    /// The occupation agrees with a wish in so many digits.
    Occupation {
        /// How many.
        digits: usize,
        /// Which wish it is.
        wish: Occupation,
    },
    /// None of the wishes.
    OtherOccupation,
    /// Skills that are asked for and that she has.
    SkillsShared(Vec<String>),
    /// Skills that are asked for and that she has not named.
    SkillsLacking(Vec<String>),
    /// The least wage is what she asks for, or more.
    WageEnough(i64),
    /// What she asks for lies within the range.
    WageWithin(i64),
    /// The most that is paid is less than she asks for.
    WageLess(i64),
    /// In her province.
    SameProvince,
    /// On the same islands.
    SameIslands,
    /// Far from where she lives.
    Far,
}

/// A reason and what it counts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reason {
    /// What it is.
    pub why: Why,
    /// How many points it gives; what speaks against gives none.
    pub points: u32,
}

/// A vacancy that fits, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Match<'v> {
    /// The vacancy.
    pub vacancy: &'v Vacancy,
    /// The sum of the reasons.
    pub points: u32,
    /// All of them, in an order that does not change.
    pub reasons: Vec<Reason>,
}

impl Why {
    /// The name of the sentence that says it.
    pub fn key(&self) -> &'static str {
        match self {
            Why::Occupation { digits: 4, .. } => "match.occupation_same",
            Why::Occupation { .. } => "match.occupation_near",
            Why::OtherOccupation => "match.occupation_other",
            Why::SkillsShared(_) => "match.skills_shared",
            Why::SkillsLacking(_) => "match.skills_lacking",
            Why::WageEnough(_) => "match.wage_enough",
            Why::WageWithin(_) => "match.wage_within",
            Why::WageLess(_) => "match.wage_less",
            Why::SameProvince => "match.same_province",
            Why::SameIslands => "match.same_islands",
            Why::Far => "match.far",
        }
    }
}

/// The vacancies that fit, the best first; of two as good, the one that closes sooner, then by name.
///
/// What has neither her kind of work nor one of her skills is left out.
pub fn rank<'v>(seeker: &Seeker, vacancies: &'v [Vacancy], today: Day) -> Vec<Match<'v>> {
    let open = vacancies.iter().filter(|vacancy| vacancy.is_open(today));
    let mut matches: Vec<Match<'_>> = open.filter_map(|vacancy| fit(seeker, vacancy)).collect();
    matches.sort_by_key(|found| {
        let Vacancy { until, id, employer, .. } = found.vacancy;
        (Reverse(found.points), until.unwrap_or(Day::MAX), id.as_str(), employer.as_str())
    });
    matches
}

fn fit<'v>(seeker: &Seeker, vacancy: &'v Vacancy) -> Option<Match<'v>> {
    let mut reasons: Vec<Reason> = occupation(seeker, vacancy).into_iter().collect();
    reasons.extend(skills(seeker, vacancy));
    if reasons.iter().all(|reason| reason.points == 0) {
        return None;
    }
    reasons.extend(wage(seeker, vacancy));
    reasons.extend(place(seeker, vacancy));
    let points = reasons.iter().map(|reason| reason.points).sum();
    Some(Match { vacancy, points, reasons })
}

fn occupation(seeker: &Seeker, vacancy: &Vacancy) -> Option<Reason> {
    let offered = vacancy.occupation.as_ref()?;
    let nearest = seeker.wishes.iter().map(|wish| (wish.shared(offered), wish));
    // Of two that are as near, the first in the order of codes, however she wrote them down.
    let (digits, wish) = nearest.max_by(|one, two| one.0.cmp(&two.0).then(two.1.cmp(one.1)))?;
    Some(match OCCUPATION.get(digits) {
        Some(points @ 1..) => Reason { why: Why::Occupation { digits, wish: wish.clone() }, points: *points },
        _ => Reason { why: Why::OtherOccupation, points: 0 },
    })
}

fn skills(seeker: &Seeker, vacancy: &Vacancy) -> Vec<Reason> {
    let known: BTreeSet<String> = seeker.skills.iter().map(|skill| word_key(skill)).collect();
    let asked: BTreeSet<String> = vacancy.skills.iter().map(|skill| word_key(skill)).collect();
    let (shared, lacking): (Vec<String>, Vec<String>) =
        asked.into_iter().filter(|skill| !skill.is_empty()).partition(|skill| known.contains(skill));
    let mut reasons = Vec::new();
    if !shared.is_empty() {
        let all = (shared.len() + lacking.len()) as u64;
        // At most the points of all, so that it fits again.
        let points = (u64::from(SKILLS) * shared.len() as u64 / all).max(1) as u32;
        reasons.push(Reason { why: Why::SkillsShared(shared), points });
    }
    if !lacking.is_empty() {
        reasons.push(Reason { why: Why::SkillsLacking(lacking), points: 0 });
    }
    reasons
}

fn wage(seeker: &Seeker, vacancy: &Vacancy) -> Option<Reason> {
    let (wished, offered) = (seeker.wage?, vacancy.wages?);
    Some(if offered.least() >= wished {
        Reason { why: Why::WageEnough(offered.least()), points: WAGE }
    } else if offered.most() >= wished {
        Reason { why: Why::WageWithin(offered.most()), points: WAGE_WITHIN }
    } else {
        Reason { why: Why::WageLess(offered.most()), points: 0 }
    })
}

fn place(seeker: &Seeker, vacancy: &Vacancy) -> Option<Reason> {
    let (home, work) = (seeker.province?, vacancy.province?);
    Some(if home == work {
        Reason { why: Why::SameProvince, points: PROVINCE }
    } else if home / 10 == work / 10 {
        Reason { why: Why::SameIslands, points: ISLANDS }
    } else {
        Reason { why: Why::Far, points: 0 }
    })
}
