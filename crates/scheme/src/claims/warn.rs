//! Warnings before a right is lost.

use base::{Citation, Day};
use rules::facts::Facts;

use super::ClaimKind;
use super::assess::conditions;
use super::menders::Mender;
use super::record::{Insured, Record};
use super::told::{self, Question, Told, put_day};
use crate::contributions::{State, standing};
use crate::law::ClaimLaw;
use crate::memberships::Segment;
use crate::refusal::Refusal;

/// A right that ends, or that is not there when it is needed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Warning {
    /// A name that stays the same for ever, for programs.
    pub code: &'static str,
    /// What it is about, if it is a claim.
    pub kind: Option<ClaimKind>,
    /// Indonesian.
    pub id: String,
    /// English.
    pub en: String,
    /// The last day, or the first from which something can be done.
    pub day: Option<Day>,
    /// The provision.
    pub citation: Option<Citation>,
    /// Who can do something.
    pub mender: Mender,
    /// Where.
    pub link: &'static str,
}

/// What happened and was not claimed yet.
#[derive(Clone, Copy, Debug)]
pub struct Unclaimed {
    /// What could be claimed.
    pub kind: ClaimKind,
    /// The day of the event.
    pub event: Day,
}

/// What else the institution knows of the claims of somebody.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pending<'a> {
    /// Events without a claim.
    pub unclaimed: &'a [Unclaimed],
    /// When a scholarship was last paid.
    pub scholarship: Option<Day>,
    /// When a pensioner was last known to live.
    pub proof_of_life: Option<Day>,
}

/// Everything that a person should be told today: what ends within so many days, which is the institution's
/// own choice, and what would be missing if it were needed now.
pub fn warnings(
    law: &ClaimLaw<'_>,
    record: &Record<'_>,
    known: &Pending<'_>,
    today: Day,
    ahead: i32,
) -> Result<Vec<Warning>, Refusal> {
    let soon = today.plus_days(ahead).unwrap_or(today);
    let mut warnings = Vec::new();
    for open in known.unclaimed.iter().copied() {
        warnings.extend(ends(law, open, today, soon)?);
    }
    for spell in record.spells.iter().filter(|spell| spell.covers(today)) {
        warnings.extend(grace(law, spell, today)?);
        warnings.extend(few_months(law, record, spell, today)?);
    }
    warnings.extend(pension_age(law, record, today, soon)?);
    if let Some(last) = known.scholarship {
        warnings.extend(scholarship(law, last, today, soon)?);
    }
    if let Some(last) = known.proof_of_life {
        warnings.extend(proof_of_life(law, last, today, soon)?);
    }
    Ok(warnings)
}

/// A right to claim that ends soon, or has ended.
fn ends(law: &ClaimLaw<'_>, open: Unclaimed, today: Day, soon: Day) -> Result<Option<Warning>, Refusal> {
    let mut told = Told::new(law.law().tree());
    told.put("claim_kind", open.kind.name());
    for (name, day) in [("event_date", open.event), ("dismissal_date", open.event), ("decision_date", today)]
    {
        put_day(law, &mut told.facts, name, day);
    }
    let Some((day, citation)) = law.day(law.rules.right_ends, &told.facts)? else { return Ok(None) };
    if !(today..=soon).contains(&day) {
        return Ok(None);
    }
    let words = law.kind_words(open.kind);
    Ok(Some(Warning {
        code: "right_ends",
        kind: Some(open.kind),
        id: format!("{}: ajukan paling lambat {day}", words.id),
        en: format!("{}: claim by {day}", words.en),
        day: Some(day),
        citation,
        mender: Mender::Claimant,
        link: "claim/new",
    }))
}

/// A self-employed member in arrears whose cover ends with her grace.
fn grace(law: &ClaimLaw<'_>, spell: &Insured<'_>, today: Day) -> Result<Option<Warning>, Refusal> {
    if spell.segment != Segment::SelfEmployed {
        return Ok(None);
    }
    let Some(segment) = law.law().segment(spell.segment.name()) else { return Ok(None) };
    let settled = spell.months.iter().filter(|month| month.settled.is_some_and(|settled| settled <= today));
    let before = || spell.started.month().plus_months(-1);
    let Some(last) = settled.map(|month| month.month).max().or_else(before) else { return Ok(None) };
    let standing = standing(law.law(), segment, last, false, today)?;
    Ok(standing.filter(|standing| standing.state == State::InGrace).map(|standing| Warning {
        code: "grace_ends",
        kind: None,
        id: format!("iuran menunggak; perlindungan berakhir bila belum dibayar pada {}", standing.grace_ends),
        en: format!("contributions are open; cover ends if they are not paid by {}", standing.grace_ends),
        day: Some(standing.grace_ends),
        citation: standing.citation,
        mender: Mender::Claimant,
        link: "member/bills",
    }))
}

/// Somebody at work who would not have the months for job loss if she were dismissed today.
fn few_months(
    law: &ClaimLaw<'_>,
    record: &Record<'_>,
    spell: &Insured<'_>,
    today: Day,
) -> Result<Vec<Warning>, Refusal> {
    if spell.segment != Segment::WageEarner || record.owed(law.law(), "jkp").is_empty() {
        return Ok(Vec::new());
    }
    let dismissal = [("termination".to_owned(), "dismissal".to_owned())];
    let asked = Question {
        kind: ClaimKind::JkpCash,
        event: today,
        filed: today,
        decided: today,
        pay_day: today,
        facts: &dismissal,
    };
    let facts = told::facts(law, record, &asked)?;
    let failing = conditions(law, &facts, &asked).into_iter();
    let failing = failing.filter(|condition| MONTHS.contains(&condition.name.as_str()));
    Ok(failing
        .filter_map(|condition| condition.refusal)
        .map(|refusal| Warning {
            code: "few_months",
            kind: Some(ClaimKind::JkpCash),
            id: format!("bila terkena PHK hari ini: {}", refusal.id),
            en: format!("if you were dismissed today: {}", refusal.en),
            day: None,
            citation: refusal.citation,
            mender: Mender::Employer,
            link: "employer/arrears",
        })
        .collect())
}

/// The law's names of the conditions on months that were paid.
const MONTHS: [&str; 2] = ["months_paid", "months_in_a_row"];

/// The pension age is near: papers can be prepared.
fn pension_age(
    law: &ClaimLaw<'_>,
    record: &Record<'_>,
    today: Day,
    soon: Day,
) -> Result<Option<Warning>, Refusal> {
    let (Some(born), false) = (record.born(), record.owed(law.law(), "jp").is_empty()) else {
        return Ok(None);
    };
    let claimed = record.earlier.iter().any(|claim| claim.kind.benefit() == "jp");
    let mut facts = Facts::new(law.law().tree());
    put_day(law, &mut facts, "birth_date", born);
    let age = law.day(law.rules.pension_age_date, &facts)?;
    let notice = law.day(law.rules.jp_notice_from, &facts)?;
    let (Some((age, citation)), Some((notice, _))) = (age, notice) else { return Ok(None) };
    Ok((!claimed && notice <= soon && today <= age).then(|| Warning {
        code: "pension_age",
        kind: Some(ClaimKind::JpOldAge),
        id: format!("usia pensiun tercapai pada {age}; siapkan berkas mulai {notice}"),
        en: format!("the pension age is reached on {age}; papers can be prepared from {notice}"),
        day: Some(age),
        citation,
        mender: Mender::Claimant,
        link: "claim/new",
    }))
}

fn scholarship(law: &ClaimLaw<'_>, last: Day, today: Day, soon: Day) -> Result<Option<Warning>, Refusal> {
    let mut facts = Facts::new(law.law().tree());
    put_day(law, &mut facts, "payment_date", today);
    put_day(law, &mut facts, "scholarship_last_date", last);
    let next = law.day(law.rules.scholarship_next, &facts)?;
    Ok(next.filter(|(day, _)| *day <= soon).map(|(day, citation)| Warning {
        code: "scholarship_year",
        kind: None,
        id: format!("beasiswa tahun berikutnya dapat diajukan mulai {day}"),
        en: format!("the next year's scholarship can be claimed from {day}"),
        day: Some(day),
        citation,
        mender: Mender::Claimant,
        link: "claim/scholarship",
    }))
}

fn proof_of_life(law: &ClaimLaw<'_>, last: Day, today: Day, soon: Day) -> Result<Option<Warning>, Refusal> {
    let mut facts = Facts::new(law.law().tree());
    put_day(law, &mut facts, "payment_date", today);
    put_day(law, &mut facts, "proof_of_life_date", last);
    let due = law.day(law.rules.proof_of_life_due, &facts)?;
    Ok(due.filter(|(day, _)| *day <= soon).map(|(day, citation)| Warning {
        code: "proof_of_life",
        kind: None,
        id: format!("bukti hidup paling lambat {day}; setelah itu pensiun menunggu"),
        en: format!("proof of life by {day}; after that the pension waits"),
        day: Some(day),
        citation,
        mender: Mender::Claimant,
        link: "member/proof-of-life",
    }))
}
