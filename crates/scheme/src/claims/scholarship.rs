//! Scholarships year by year: each year of study is looked at by itself, and paid when it is claimed.

use base::{Citation, Day};
use rules::reason::Reason;
use rules::tree::Words;

use super::told::{Told, put_day};
use crate::law::ClaimLaw;
use crate::refusal::Refusal;

/// A child in a year of study.
#[derive(Clone, Copy, Debug)]
pub struct Student<'a> {
    /// The day the child was born.
    pub born: Day,
    /// Whether married.
    pub married: bool,
    /// The law's name of the level: `lower_secondary` …
    pub level: &'a str,
    /// Which year of that level, from one.
    pub year: usize,
    /// The first day of the year of study.
    pub begins: Day,
    /// The law's name of the child's work, and months in a row as a wage earner.
    pub work: (&'a str, usize),
}

/// What a year of study is worth.
#[derive(Clone, Debug)]
pub struct StudyYear {
    /// How much.
    pub amount: i64,
    /// The conditions that fail, in the law's words.
    pub failing: Vec<Failing>,
    /// Why it is what it is.
    pub reason: Option<Reason>,
}

/// A condition that does not hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Failing {
    /// What would have to be so.
    pub words: Words,
    /// The provision.
    pub citation: Option<Citation>,
}

/// One year of study of a child, for a death or disability on a day. `before` is when the scholarship was
/// paid last: the next year is refused before its time.
pub fn study_year(
    law: &ClaimLaw<'_>,
    event: Day,
    student: &Student<'_>,
    before: Option<Day>,
    filed: Day,
) -> Result<StudyYear, Refusal> {
    if let Some(last) = before {
        in_its_time(law, last, filed)?;
    }
    let told = facts(law, event, student)?;
    let rules = &law.rules;
    let mut failing = Vec::new();
    for item in [
        rules.scholarship_young_enough,
        rules.scholarship_year_left,
        rules.scholarship_not_married,
        rules.scholarship_work_allows,
    ] {
        let (holds, citation) = law.yes(item, &told.facts)?;
        let words = &law.law().tree().items[item].words;
        failing.extend((!holds).then(|| Failing { words: words.clone(), citation }));
    }
    let item = rules.scholarship_of_year;
    let amount = law.law().ask_coins(item, &told.facts)?;
    let reason = rules::explain::definition(law.law().tree(), &told.facts, item, true).reason;
    Ok(StudyYear { amount, failing, reason })
}

impl ClaimLaw<'_> {
    /// Whether scholarships for an event on a day are claimed year by year, and not paid once.
    pub fn has_study_years(&self, event: Day) -> bool {
        let mut told = Told::new(self.law().tree());
        told.put("event_date", event);
        told.put("heir_married", "no");
        self.yes(self.rules.scholarship_not_married, &told.facts).is_ok()
    }
}

fn facts<'l>(law: &ClaimLaw<'l>, event: Day, student: &Student<'_>) -> Result<Told<'l>, Refusal> {
    let tree = law.law().tree();
    let mut told = Told::new(tree);
    for (name, value) in [("school_level", student.level), ("child_work", student.work.0)] {
        let taken = told.facts.set(tree, name, value);
        taken.map_err(|fault| Refusal::new("fact_refused", fault.words.id, fault.words.en))?;
    }
    told.put("school_year", student.year);
    told.put("wage_work_months", student.work.1);
    told.put("heir_married", if student.married { "yes" } else { "no" });
    let days =
        [("event_date", event), ("heir_birth_date", student.born), ("school_year_start", student.begins)];
    for (name, day) in days {
        put_day(law, &mut told.facts, name, day);
    }
    Ok(told)
}

fn in_its_time(law: &ClaimLaw<'_>, last: Day, filed: Day) -> Result<(), Refusal> {
    let mut told = Told::new(law.law().tree());
    told.put("payment_date", filed);
    told.put("scholarship_last_date", last);
    match law.day(law.rules.scholarship_next, &told.facts)? {
        Some((next, citation)) if filed < next => {
            let id = format!("beasiswa tahun berikutnya dapat diajukan mulai {next}");
            let en = format!("the next year's scholarship can be claimed from {next}");
            Err(Refusal::new("study_year_early", id, en).under(citation.as_ref()))
        }
        _ => Ok(()),
    }
}
