//! The membership card on paper.

use print::Card;
use scheme::id::MembershipId;

use super::{file, qr, sheet};
use crate::commands::membership::show::{self, Shown};
use crate::pages::card::address;
use crate::pages::member;
use crate::registry::{members, people};
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;

/// What stands where nothing is known yet.
const NOTHING: &str = "–";

/// The reader's own card: of the membership that goes on, or else of the latest.
pub(super) fn own(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let person = member::me(ask)?;
    let all = ask.office.look(|unit, desk| member::memberships(unit, desk, person))?;
    let goes_on = |shown: &&Shown| shown.spell.is_some_and(|spell| spell.ended.is_none());
    let shown = all.iter().find(goes_on).or(all.first()).ok_or(Problem::NotFound)?;
    printed(ask, shown)
}

pub(super) fn one(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let membership = MembershipId(ask.place("membership")?);
    let shown = ask.office.look(|unit, desk| show::read(unit, desk, membership))?;
    printed(ask, &shown)
}

fn printed(ask: &mut Ask<'_>, shown: &Shown) -> Result<Reply, Problem> {
    let since = shown.spell.map(|spell| spell.started).ok_or(Problem::NotFound)?;
    let lang = ask.lang;
    let (name, number, segment, mut programmes) = ask.office.look(|unit, desk| {
        let name = people::load(unit, desk, shown.row.person)?.identity().name.clone();
        let number = members::kpj(desk, &shown.row)?.to_string();
        let last = shown.months.iter().rev().find(|of| !of.lines.is_zero());
        let programmes = last.map(|last| member::programmes(desk.tree(), &last.lines, lang));
        let segment = member::segment(desk.tree(), shown.segment.name(), lang);
        Ok((name, number, segment, programmes.unwrap_or_default()))
    })?;
    if programmes.is_empty() {
        programmes.push(NOTHING.to_owned());
    }
    let address = address(ask, shown.row.id);
    let sheet = sheet(ask, &address);
    let card = Card { sheet, name, number, segment, programmes, since, qr: qr(&address)? };
    Ok(file(&format!("{}-{}.pdf", ask.pick("kartu", "card"), shown.row.id), print::card(&card)?))
}
