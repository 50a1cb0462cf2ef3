//! What a claim pays later: each month of a wage that is replaced and each year of study is proven by one
//! person, granted by another, and never twice.

use anyhow::{Context, Result};
use base::Day;
use rules::tree::Words;
use scheme::claims::moves::State;
use scheme::claims::scholarship::{Student, study_year};
use scheme::claims::{Assessment, Grant, GrantLine};
use scheme::law::ClaimLaw;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::grants;
use store::queries::instalments::{self as rows, Instalment};

use super::approval_limit;
use super::approve_claim::{self, Approved};
use super::assess_claim::{Found, found};
use super::pay_benefits::staff;
use crate::auth::Role;
use crate::office::{Desk, Office};
use crate::registry::claims::Held;
use crate::registry::{self, claims};

/// The law's name of what is claimed anew for each year of study.
pub(crate) const SCHOLARSHIP: &str = "scholarship";

/// A year of study, as it is claimed.
#[derive(Clone, Debug)]
pub(crate) struct Year {
    /// The child's number in the family.
    pub(crate) child: i64,
    pub(crate) level: String,
    /// Which of that level, from one.
    pub(crate) number: usize,
    pub(crate) begins: Day,
    /// The law's name of the child's work, and months in a row as a wage earner.
    pub(crate) work: (String, usize),
}

/// What is proven: the next payment of a component, or a year of study.
#[derive(Clone, Debug)]
pub(crate) enum Proven {
    Next(String),
    Year(Year),
}

/// A component of which something is still to come.
#[derive(Clone, Debug)]
pub(crate) struct Open {
    /// The law's name.
    pub(crate) component: String,
    pub(crate) words: Words,
    /// Whether it is claimed year by year, child by child.
    pub(crate) is_yearly: bool,
}

/// What a claim has still to pay; refused before the first payment has gone out.
pub(crate) fn open(unit: &mut Unit<'_>, desk: &Desk<'_>, held: &Held) -> Result<Vec<Open>> {
    let found = running(unit, desk, held)?;
    let law = ClaimLaw::new(desk.law)?;
    let known = rows::of_claim(unit, held.row.id)?;
    let lines = found.assessment.lines.iter().filter(|line| is_left(&law, line, found.day, &known));
    let open = lines.map(|line| Open {
        component: line.component.clone(),
        words: line.words.clone(),
        is_yearly: is_yearly(&law, line, found.day),
    });
    Ok(open.collect())
}

/// The later payments of a claim that were proven, granted or not.
pub(crate) fn proven(unit: &mut Unit<'_>, claim: i64) -> Result<Vec<Instalment>> {
    rows::of_claim(unit, claim)
}

/// Whether a component is claimed year by year: the law has a scholarship of a year for that day.
fn is_yearly(law: &ClaimLaw<'_>, line: &GrantLine, event: Day) -> bool {
    line.component == SCHOLARSHIP && line.unit.is_none() && law.has_study_years(event)
}

/// What a claim has come to by the payments that were proven: the first of each, and those after it.
pub(super) fn so_far(law: &ClaimLaw<'_>, found: &Assessment, event: Day, later: &[Instalment]) -> Grant {
    if later.is_empty() && !found.lines.iter().any(|line| is_yearly(law, line, event)) {
        return Grant::of(found, 1);
    }
    let first = Grant::of(found, 1);
    let yearly =
        |name: &str| found.lines.iter().any(|line| line.component == name && is_yearly(law, line, event));
    let lines = first.components().filter(|(name, _)| !yearly(name));
    // What was proven stays proven, and what it is worth is asked again.
    let worth = |one: &Instalment| {
        let line = found.lines.iter().find(|line| line.component == one.component && line.unit.is_some());
        let place = usize::try_from(one.no - 1).unwrap_or(usize::MAX);
        line.map_or(one.amount, |line| line.payments.get(place).copied().unwrap_or(0))
    };
    let more = later.iter().map(|one| (one.component.as_str(), worth(one)));
    Grant::from_rows(lines.chain(more), first.tax())
}

/// Whether anything of a claim is still to come.
pub(super) fn is_more(law: &ClaimLaw<'_>, found: &Assessment, event: Day, later: &[Instalment]) -> bool {
    found.lines.iter().any(|line| is_left(law, line, event, later))
}

/// Whether anything of a line is still to come.
fn is_left(law: &ClaimLaw<'_>, line: &GrantLine, event: Day, later: &[Instalment]) -> bool {
    let mine = later.iter().filter(|one| one.component == line.component);
    if is_yearly(law, line, event) {
        return mine.map(|one| one.amount).sum::<i64>() < line.total();
    }
    line.unit.is_some() && line.payments.len() > mine.count() + 1
}

/// The payments of a grant are granted with it.
pub(super) fn granted(unit: &mut Unit<'_>, later: &[Instalment], no: i64) -> Result<()> {
    later.iter().filter(|one| one.grant_no.is_none()).try_for_each(|one| rows::grant(unit, one, no))
}

/// Takes a proof; gives the payment that it is for.
pub(crate) fn prove(
    office: &mut Office,
    claim: i64,
    (proven, proof): (&Proven, &str),
    account: i64,
) -> Result<Instalment> {
    office.unit(|unit, desk| prove_within(unit, desk, claim, (proven, proof), account))
}

/// The same within a unit that does more.
pub(crate) fn prove_within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    claim: i64,
    (proven, proof): (&Proven, &str),
    account: i64,
) -> Result<Instalment> {
    let who = staff(unit, account)?;
    let held = claims::hold(unit, claim)?;
    who.is_not_of(held.row.person)?;
    let found = running(unit, desk, &held)?;
    let known = rows::of_claim(unit, claim)?;
    let mut one = match proven {
        Proven::Next(component) => next(desk, &found, &known, component)?,
        Proven::Year(year) => year_of(unit, desk, (&held, &found), &known, year)?,
    };
    if proof.trim().is_empty() {
        let id = "sebut buktinya, misalnya surat dokter";
        return Err(Refusal::new("proof_missing", id, "say what proves it, such as a doctor's letter").into());
    }
    (one.claim, one.proof, one.proven_by, one.known) = (claim, proof.to_owned(), account, desk.now);
    rows::add(unit, &one)?;
    registry::note(unit, desk, "claim later payment proven", held.row.person.0)?;
    Ok(one)
}

/// Grants what was proven, as another person.
pub(crate) fn grant(office: &mut Office, claim: i64, account: i64) -> Result<Approved> {
    office.unit(|unit, desk| grant_within(unit, desk, claim, account))
}

/// The same within a unit that does more.
pub(crate) fn grant_within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    claim: i64,
    account: i64,
) -> Result<Approved> {
    let who = staff(unit, account)?;
    let mut held = claims::hold(unit, claim)?;
    who.is_not_of(held.row.person)?;
    let found = running(unit, desk, &held)?;
    let waiting: Vec<_> =
        rows::of_claim(unit, claim)?.into_iter().filter(|one| one.grant_no.is_none()).collect();
    if waiting.is_empty() {
        let id = "tidak ada pembayaran lanjutan yang terbukti dan belum diberikan";
        return Err(Refusal::new("nothing_proven", id, "no later payment is proven and not granted").into());
    }
    if waiting.iter().any(|one| one.proven_by == account) {
        let id = "yang menerima buktinya tidak memberikannya";
        return Err(Refusal::new("same_person", id, "whoever took the proof does not grant it").into());
    }
    let (amount, most) =
        (waiting.iter().map(|one| one.amount).sum::<i64>(), approval_limit::read(unit)?.amount);
    if amount > most && who.role != Role::Head {
        let id = format!("di atas {most} hanya kepala cabang yang menyetujui");
        return Err(
            Refusal::new("above_limit", id, format!("above {most} only a head of branch approves")).into()
        );
    }
    let approved = approve_claim::granted(unit, desk, &mut held, &found, account)?;
    registry::note(unit, desk, "claim later payment granted", held.row.person.0)?;
    Ok(approved)
}

/// What a claim comes to, of which the first payment has gone out.
fn running(unit: &mut Unit<'_>, desk: &Desk<'_>, held: &Held) -> Result<Found> {
    if held.claim.state != State::Paid {
        let id = "pembayaran lanjutan menyusul setelah pembayaran pertama, selama klaim belum selesai";
        let en = "later payments follow the first, while the claim is not closed";
        return Err(Refusal::new("not_paid_yet", id, en).into());
    }
    found(unit, desk, held)
}

fn one(component: &str, whom: i64, no: i64, due: Day, amount: i64) -> Instalment {
    let component = component.to_owned();
    Instalment {
        claim: 0,
        component,
        whom,
        no,
        due,
        amount,
        proof: String::new(),
        proven_by: 0,
        grant_no: None,
        known: base::Moment::EVER,
    }
}

/// The next payment of a component, once its month is over.
fn next(desk: &Desk<'_>, found: &Found, known: &[Instalment], component: &str) -> Result<Instalment> {
    let done = known.iter().filter(|one| one.component == component).count();
    let lines = &found.assessment.lines;
    let line = lines.iter().find(|line| line.component == component && line.unit.is_some());
    let Some(amount) = line.and_then(|line| line.payments.get(done + 1)) else {
        let id = format!("tidak ada pembayaran `{component}` yang masih tersisa");
        return Err(Refusal::new("no_more", id, format!("no payment of `{component}` is left")).into());
    };
    let months = i32::try_from(done)? + 2;
    let due = found.day.plus_months(months).context("a payment after the calendar's end")?;
    if desk.today < due {
        let id = format!("bulan ke-{months} berakhir pada {due}");
        return Err(Refusal::new("not_yet", id, format!("month {months} is over on {due}")).into());
    }
    Ok(one(component, 0, months.into(), due, *amount))
}

/// A year of study of a child, as the law looks at it by itself.
fn year_of(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (held, found): (&Held, &Found),
    known: &[Instalment],
    asked: &Year,
) -> Result<Instalment> {
    let law = ClaimLaw::new(desk.law)?;
    let line = found.assessment.lines.iter().find(|line| is_yearly(&law, line, found.day));
    let paid: i64 = known.iter().filter(|one| one.component == SCHOLARSHIP).map(|one| one.amount).sum();
    let child = found.life.family.iter().find(|one| one.no == asked.child);
    let (Some(line), Some(child)) = (line, child) else {
        let id = "klaim ini tidak memuat beasiswa, atau anak itu tidak ada dalam keluarga";
        let en = "this claim has no scholarship, or the child is not in the family";
        return Err(Refusal::new("no_scholarship", id, en).into());
    };
    let no = level_no(desk, &asked.level)? * LEVEL + i64::try_from(asked.number)?;
    if known.iter().any(|one| one.component == SCHOLARSHIP && one.whom == asked.child && one.no == no) {
        let id = "tahun belajar itu sudah terbukti";
        return Err(Refusal::new("study_year_twice", id, "that year of study was proven already").into());
    }
    let (born, married) = child.student();
    let student = Student {
        born: born.context("the child's day of birth is not known")?,
        married,
        level: &asked.level,
        year: asked.number,
        begins: asked.begins,
        work: (&asked.work.0, asked.work.1),
    };
    let mine = known.iter().filter(|one| one.component == SCHOLARSHIP && one.whom == asked.child);
    let days: Vec<i64> = mine.filter_map(|one| one.grant_no).collect();
    let grants = grants::of(unit, held.row.id)?;
    let last = grants.iter().filter(|grant| days.contains(&grant.no)).map(|grant| grant.day).max();
    let found = study_year(&law, found.day, &student, last, desk.today)?;
    if let Some(failing) = found.failing.first() {
        let refusal = Refusal::new("study_year_refused", failing.words.id.clone(), failing.words.en.clone());
        return Err(refusal.under(failing.citation.as_ref()).into());
    }
    if paid + found.amount > line.total() {
        let id = "beasiswa klaim ini sudah habis dibayarkan";
        return Err(Refusal::new("no_more", id, "the scholarships of this claim are used up").into());
    }
    if asked.begins > desk.today {
        let begins = asked.begins;
        let id = format!("tahun belajar itu baru mulai {begins}");
        return Err(Refusal::new("not_yet", id, format!("that year of study begins on {begins}")).into());
    }
    Ok(one(SCHOLARSHIP, asked.child, no, asked.begins, found.amount))
}

/// Years of one level are counted below this.
const LEVEL: i64 = 100;

fn level_no(desk: &Desk<'_>, level: &str) -> Result<i64> {
    let levels = desk.tree().kinds.iter().find(|kind| kind.name == "school_level");
    let place = levels.and_then(|kind| kind.options.iter().position(|option| option == level));
    let Some(place) = place else {
        let list = levels.map(|kind| kind.options.join(", ")).unwrap_or_default();
        let id = format!("`{level}` bukan jenjang: tulis salah satu dari {list}");
        return Err(
            Refusal::new("no_level", id, format!("`{level}` is no level: write one of {list}")).into()
        );
    };
    Ok(i64::try_from(place)? + 1)
}
