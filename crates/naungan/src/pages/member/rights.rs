//! How far a member is on the way to each right that needs months: how many there are, and how many it takes.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use base::{Day, Month};
use minijinja::context;
use rules::render;
use rules::tree::Tree;
use scheme::id::PersonId;
use scheme::jobs::schedule;
use scheme::law::ClaimLaw;
use scheme::memberships::{Duty, programmes_of};
use serde::Serialize;
use store::Unit;

use super::{me, memberships, wondered};
use crate::auth::claims::{self, Sees};
use crate::commands::membership::show::{Bill, Shown};
use crate::office::Desk;
use crate::pages::page;
use crate::registry;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;

/// A right that needs months of contributions: its programme, the law's table of how many, and the fact that
/// counts them, where it only looks at the latest.
const RIGHTS: [(&str, &str, Option<&str>); 2] =
    [("jkp", "jkp_months_needed", Some("jkp_paid_months")), ("jp", "jp_vesting_months", None)];

/// How far somebody is.
#[derive(Serialize)]
pub(in crate::pages) struct Right {
    programme: &'static str,
    pub(in crate::pages) name: String,
    pub(in crate::pages) paid: i64,
    pub(in crate::pages) needed: i64,
    window: Option<i32>,
    reached: bool,
    /// Whether a programme of hers gives it.
    pub(in crate::pages) open: bool,
    cite: String,
}

pub(super) fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (person, lang) = (me(ask)?, ask.lang);
    let (rights, claim) = ask.office.look(|unit, desk| {
        let (all, sees) = (memberships(unit, desk, person)?, claims::sees(unit, desk, person)?);
        let by_law = by_law(unit, desk, person, &sees)?;
        Ok((read(desk, (&all, by_law), lang)?, sees.is_claim()))
    })?;
    let events = wondered::overview(ask)?;
    page(ask, "member/rights.html", context! { rights, claim, events })
}

/// The months that the law counts for a lost job: nobody is billed for them, so no bill says anything of
/// them. Who has only said who she is learns nothing of what others reported.
pub(in crate::pages) fn by_law(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    person: PersonId,
    sees: &Sees,
) -> Result<i64> {
    if sees.is_claim() {
        return Ok(0);
    }
    let law = ClaimLaw::new(desk.law)?;
    let life = registry::claims::life(unit, desk, person, None)?;
    // What the law cannot be asked about has no months.
    let counted = life.ask(|record| schedule::months_paid(&law, record, desk.today)).ok().flatten();
    Ok(counted.map_or(0, |counted| counted.paid))
}

/// Every right that needs months, as it stands today; `by_law` are those that the law counts by itself.
pub(in crate::pages) fn read(
    desk: &Desk<'_>,
    (all, by_law): (&[Shown], i64),
    lang: render::Lang,
) -> Result<Vec<Right>> {
    let mut rights = Vec::new();
    for (programme, table, counted) in RIGHTS {
        let Some((needed, cite)) = needed(desk.tree(), table, desk.today) else { continue };
        let window = counted.map(|fact| window(desk.tree(), fact)).transpose()?;
        let paid = if counted.is_some() { by_law } else { paid_months(all, programme) };
        let (may_be_in, article) = may_be_in(desk, all, programme);
        let open = may_be_in || paid > 0;
        let cite = if open { Some(cite) } else { article };
        rights.push(Right {
            open,
            programme,
            name: programme_name(desk.tree(), programme, lang),
            paid,
            needed,
            window,
            reached: paid >= needed,
            cite: cite.map(|cite| render::citation(&cite, lang)).unwrap_or_default(),
        });
    }
    Ok(rights)
}

/// Whether a membership of somebody may be in a programme, or the law cannot say before it knows more; and if
/// not, the article that keeps her out.
fn may_be_in(desk: &Desk<'_>, all: &[Shown], programme: &str) -> (bool, Option<base::Citation>) {
    let mut is_out = false;
    let mut article = None;
    for shown in all {
        let Some(stretch) = shown.stretches.last() else { continue };
        let last = stretch.until.and_then(|until| until.plus_months(-1));
        let month = last.unwrap_or(desk.today.month()).max(stretch.from);
        let said = programmes_of(desk.tree(), shown.segment, month, &stretch.facts);
        // A programme that the law does not name for a segment is not one of it.
        match said.into_iter().find(|one| one.name == programme) {
            Some(one) if one.duty != Duty::NotOpen => return (true, None),
            one => article = article.or(one.and_then(|one| one.citation)),
        }
        is_out = true;
    }
    (!is_out, article)
}

/// How many months the law asks for on a day, and where it says so.
fn needed(tree: &Tree, table: &str, day: Day) -> Option<(i64, base::Citation)> {
    let table = &tree.tables[*tree.names.tables.get(table)?];
    let row = table.on(Some(day))?.row(&table.keys, &[])?;
    Some((row.value.number()?.to_i64()?, row.citation.clone()))
}

/// Of how many months at the end the law counts: the most that its fact can be.
fn window(tree: &Tree, fact: &str) -> Result<i32> {
    let fact = tree.names.facts.get(fact).map(|at| &tree.facts[*at]).context("the law has no such fact")?;
    let most = fact.limits.as_ref().and_then(|(_, most)| most.to_i64());
    Ok(i32::try_from(most.context("the law sets no limit to the fact")?)?)
}

pub(in crate::pages) fn programme_name(tree: &Tree, programme: &str, lang: render::Lang) -> String {
    let known = tree.jurisdiction.programmes.iter().find(|known| known.name == programme);
    known.map_or(programme, |known| lang.of(&known.words)).to_owned()
}

/// Months whose contribution to a programme is paid, each counted once.
fn paid_months(all: &[Shown], programme: &str) -> i64 {
    let months = all.iter().flat_map(|shown| &shown.months).filter(|of| {
        let paid = matches!(of.bill, Bill::Settled(_));
        paid && of.lines.by_programme().iter().any(|(name, sum)| name == programme && *sum > 0)
    });
    let months: BTreeSet<Month> = months.map(|of| of.month).collect();
    i64::try_from(months.len()).unwrap_or(i64::MAX)
}
