//! Somebody who pays is registered: an employer, a branch, a project, a platform, a sponsor.

use anyhow::Result;
use base::{Day, Moment, Month};
use scheme::employers::{Measure, PayerKind, Register, register};
use scheme::facts::{History, Subject};
use scheme::id::PayerId;
use scheme::memberships::Segment;
use serde::{Deserialize, Serialize};
use store::Unit;
use store::queries::institution;

use super::once::once;
use super::register_person::Found;
use crate::books::correct;
use crate::office::{Desk, Office};
use crate::registry::{self, payers};

/// Who is registered.
#[derive(Clone, Debug)]
pub(crate) struct RegisterPayer {
    pub(crate) kind: PayerKind,
    pub(crate) npp: Option<String>,
    pub(crate) name: String,
    pub(crate) parent: Option<PayerId>,
    pub(crate) province: Option<u8>,
    /// Its first day, where it is not today.
    pub(crate) started: Option<Day>,
    /// Facts by the law's names, such as `risk_class`.
    pub(crate) facts: Vec<(String, String)>,
    /// Working capital or yearly sales, where the size is not stated.
    pub(crate) measure: Option<SizeBy>,
}

/// What the size of an enterprise is told by.
#[derive(Clone, Debug)]
pub(crate) enum SizeBy {
    Capital(String),
    Sales(String),
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Registered {
    /// The number.
    pub(crate) payer: i64,
    /// What somebody should look at.
    pub(crate) findings: Vec<Found>,
    /// The payment code of a project, which is billed at once.
    pub(crate) code: Option<i64>,
}

/// Registers a payer.
pub(crate) fn run(office: &mut Office, asked: &RegisterPayer, key: Option<&str>) -> Result<Registered> {
    office.unit(|unit, desk| {
        once(unit, desk, key, &format!("register {asked:?}"), |unit| within(unit, desk, asked))
    })
}

/// The same within a unit that does more.
pub(crate) fn within(unit: &mut Unit<'_>, desk: &Desk<'_>, asked: &RegisterPayer) -> Result<Registered> {
    let parent = asked.parent.map(|parent| payers::load(unit, desk, parent)).transpose()?;
    if let Some(npp) = &asked.npp {
        payers::hold_npp(unit, desk, npp)?;
    }
    let taken = asked.npp.as_deref().map(|npp| payers::by_npp(unit, desk, npp)).transpose()?.flatten();
    let id = PayerId(institution::take_numbers(unit, 1)?);
    let facts: Vec<(&str, &str)> =
        asked.facts.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let register_asked = Register {
        id,
        kind: asked.kind,
        npp: asked.npp.as_deref(),
        name: &asked.name,
        parent: parent.as_ref().map(|known| &known.payer),
        province: asked.province,
        registered: desk.today,
        started: asked.started.unwrap_or(desk.today),
        facts: &facts,
        measure: asked.measure.as_ref().map(|measure| match measure {
            SizeBy::Capital(amount) => Measure::Capital(amount),
            SizeBy::Sales(amount) => Measure::Sales(amount),
        }),
        known: desk.now,
    };
    let registered = register(desk.tree(), &register_asked, taken)?;
    payers::add(unit, desk, &registered.payer)?;
    registry::add_first_facts(unit, &registered.facts)?;
    let history = registry::history(unit, Subject::Payer(id))?;
    payers::refresh_roll(unit, id, &history)?;
    registry::note(unit, desk, "payer registered", id.0)?;
    let started = asked.started.unwrap_or(desk.today).month();
    let code = project_bill(unit, desk, asked.kind, id, (&history, started))?;
    Ok(Registered { payer: id.0, findings: registered.findings.iter().map(Found::from).collect(), code })
}

/// A project on its contract is assessed once, for its first month: of that its facts speak.
fn project_bill(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    kind: PayerKind,
    id: PayerId,
    (history, month): (&History, Month),
) -> Result<Option<i64>> {
    let basis = history.value("construction_basis", month, Moment::EVER);
    if kind != PayerKind::Project || Segment::Construction.is_monthly(basis) {
        return Ok(None);
    }
    let corrected = correct::project(unit, desk, id, month)?;
    Ok(corrected.map(|corrected| corrected.code))
}
