//! What trips have put aside for a member: month by month, through whom, what is lacking and what is left.

use anyhow::Result;
use minijinja::{Value, context};
use scheme::id::MembershipId;
use serde_json::json;
use store::Unit;

use super::{me, memberships, payer_name};
use crate::office::Desk;
use crate::pages::page;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::views::put_aside::{self, Aside};

/// More months than anybody reads through at once.
const MONTHS_SHOWN: usize = 24;

pub(super) fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let person = me(ask)?;
    let months = ask.office.look(|unit, desk| {
        let mut all = Vec::new();
        for shown in memberships(unit, desk, person)? {
            all.extend(of_membership(unit, desk, shown.row.id)?);
        }
        Ok(all)
    })?;
    page(ask, "member/trips.html", context! { months })
}

/// The latest months first; those without a trip only carry what was left, and are not shown.
fn of_membership(unit: &mut Unit<'_>, desk: &Desk<'_>, id: MembershipId) -> Result<Vec<Value>> {
    let months = put_aside::months(unit, desk, id, None)?;
    let with_trips = months.iter().rev().filter(|aside| !aside.through.is_empty());
    with_trips.take(MONTHS_SHOWN).map(|aside| month(unit, desk, aside)).collect()
}

fn month(unit: &mut Unit<'_>, desk: &Desk<'_>, aside: &Aside) -> Result<Value> {
    let mut through = Vec::new();
    for one in &aside.through {
        through.push(json!({
            "name": payer_name(unit, desk, one.platform)?, "trips": one.trips, "amount": one.amount,
            "part": aside.part(one.platform), "settled": one.settled, "late": one.amount - one.settled,
        }));
    }
    let bought = aside.bought.as_ref();
    Ok(context! {
        month => aside.month.to_string(),
        amount => aside.amount(),
        price => bought.map(|bought| bought.price),
        is_bought => bought.is_some_and(|bought| bought.is_bought),
        lacks => bought.map(|bought| bought.lacks),
        left => bought.map(|bought| bought.left),
        through,
    })
}
