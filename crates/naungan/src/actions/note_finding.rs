//! What a doctor finds later of an accident at work is told to the claim that is there: it is looked at again
//! with it, as what it has become, once the doctor's paper has come.

use anyhow::Result;
use rules::facts::Facts;
use scheme::claims::moves::{Actor, Move, State};
use scheme::claims::{Act, ClaimKind, Question, papers};
use scheme::law::ClaimLaw;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::findings::{self, Finding as Row};
use store::queries::{claims as rows, institution};

use super::pay_benefits::staff;
use super::write_letter;
use crate::office::{Desk, Office};
use crate::registry::claims::Held;
use crate::registry::{self, claims};

/// What the accident can have become; a death is reported by itself.
pub(crate) const KINDS: [ClaimKind; 3] =
    [ClaimKind::JkkInjury, ClaimKind::JkkPartialDisability, ClaimKind::JkkTotalDisability];

/// The paper that says it, by the law's name.
const DOCTOR: &str = "doctor_findings";

/// What was found.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    pub(crate) claim: i64,
    /// What it is by now.
    pub(crate) kind: ClaimKind,
    /// What the doctor says, by the law's names; a list is named once for each of its records.
    pub(crate) facts: Vec<(String, String)>,
}

/// Writes it down.
pub(crate) fn run(office: &mut Office, found: &Finding, account: i64) -> Result<()> {
    office.unit(|unit, desk| within(unit, desk, found, account))
}

/// The same within a unit that does more.
pub(crate) fn within(unit: &mut Unit<'_>, desk: &Desk<'_>, found: &Finding, account: i64) -> Result<()> {
    let who = staff(unit, account)?;
    let mut held = claims::hold(unit, found.claim)?;
    who.is_not_of(held.row.person)?;
    is_taken(desk, &held, found)?;
    match held.claim.state {
        State::Paid | State::Closed | State::Rejected => held.goes_on(unit, desk, Move::Reopen)?,
        State::Approved | State::Appealed => return Err(busy(found.claim).into()),
        _ => {}
    }
    if !found.facts.is_empty() {
        let id = institution::take_numbers(unit, 1)?;
        let sealed = desk.keys.seal(&findings::context(id), serde_json::to_string(&found.facts)?.as_bytes());
        let (of_case, day, known) = (held.row.of_case, desk.today, desk.now);
        findings::add(unit, &Row { id, of_case, day, sealed, account: Some(account), known })?;
    }
    if found.kind != held.kind {
        rows::become_kind(unit, found.claim, held.row.of_case, found.kind.name())?;
        found.kind.name().clone_into(&mut held.row.kind);
        held.kind = found.kind;
    }
    for paper in asked(unit, desk, &held)? {
        held.take(unit, desk, (Actor::Officer, Some(account)), Act::Ask(paper), i64::MAX)?;
    }
    write_letter::paper(unit, desk, &held, DOCTOR)?;
    registry::note(unit, desk, "finding noted", held.row.person.0)
}

fn is_taken(desk: &Desk<'_>, held: &Held, found: &Finding) -> Result<(), Refusal> {
    if !KINDS.contains(&held.kind) || !KINDS.contains(&found.kind) || held.claim.state == State::Withdrawn {
        let id = "hanya klaim kecelakaan kerja yang hidup menerima temuan dokter";
        let en = "only a claim for an accident at work that goes on takes a doctor's finding";
        return Err(Refusal::new("no_finding", id, en));
    }
    if found.facts.is_empty() && found.kind == held.kind {
        let (id, en) = ("tidak ada yang berubah", "nothing has changed");
        return Err(Refusal::new("no_finding", id, en));
    }
    let (tree, mut facts) = (desk.tree(), Facts::new(desk.tree()));
    for (name, value) in &found.facts {
        facts.set(tree, name, value).map_err(|fault| {
            let said = |words: &str| format!("{}: {words}", fault.name);
            Refusal::new("fact_refused", said(&fault.words.id), said(&fault.words.en))
        })?;
    }
    Ok(())
}

/// The doctor's paper, and whatever else the law asks for what it has become.
fn asked(unit: &mut Unit<'_>, desk: &Desk<'_>, held: &Held) -> Result<Vec<String>> {
    let law = ClaimLaw::new(desk.law)?;
    let (case, facts) = claims::reported(unit, desk, held.row.of_case)?;
    let today = desk.today;
    let question = Question {
        kind: held.kind,
        event: case.day,
        filed: held.row.notified,
        decided: today,
        pay_day: today,
        facts: &facts,
    };
    let life = claims::life(unit, desk, held.row.person, Some(held.row.id))?;
    // What the law cannot be asked yet, it asks no papers for.
    let all = life.ask(|record| papers::asked(&law, record, &question, None, &[])).unwrap_or_default();
    let known = |name: &str| held.claim.papers.iter().any(|paper| paper.paper == name);
    let more = all.into_iter().map(|paper| paper.name).filter(|name| name != DOCTOR && !known(name));
    Ok(std::iter::once(DOCTOR.to_owned()).chain(more).collect())
}

fn busy(claim: i64) -> Refusal {
    let id = format!("klaim {claim} sedang dibayar atau dalam keberatan: catat temuannya sesudah itu");
    let en = format!("claim {claim} is being paid or under appeal: note the finding after that");
    Refusal::new("claim_busy", id, en)
}
