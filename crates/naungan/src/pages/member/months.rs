//! Wages month by month, as they were reported, with a way to say that one is wrong.

use anyhow::Result;
use base::Month;
use minijinja::{Value, context};
use rules::render::Lang;
use store::Unit;

use super::front::explained;
use super::{is_claim, me, memberships, payer_name, segment, state};
use crate::commands::membership::show::Shown;
use crate::office::Desk;
use crate::pages::page;
use crate::pages::wanted::Wanted;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::views::{shares, why};

pub(super) fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (person, lang) = (me(ask)?, ask.lang);
    let mut asked = Wanted::default();
    let month: Option<Month> = asked.month(ask, "month");
    let wanted = (ask.query.get("membership").to_owned(), month);
    let (all, why, claim) = ask.office.look(|unit, desk| {
        let (mut all, mut why) = (Vec::new(), None);
        for shown in memberships(unit, desk, person)? {
            all.push(of_membership(unit, desk, &shown, lang)?);
            let month = wanted.1.filter(|_| shown.row.id.to_string() == wanted.0);
            if let Some(of) = shown.months.iter().find(|of| Some(of.month) == month) {
                let nodes = explained(unit, desk, &shown, of.month, lang)?;
                why = Some(context! {
                    month => of.month.to_string(), owed => of.lines.billed(),
                    nodes => Value::from_serialize(nodes),
                });
            }
        }
        Ok((all, why, is_claim(unit, desk, person)?))
    })?;
    let values = context! { memberships => all, why, claim, errors => asked.errors(lang) };
    Ok(asked.answered(page(ask, "member/months.html", values)?))
}

fn of_membership(unit: &mut Unit<'_>, desk: &Desk<'_>, shown: &Shown, lang: Lang) -> Result<Value> {
    let mut rows = Vec::new();
    for of in shown.months.iter().rev() {
        let stretch = &shown.stretches[of.stretch];
        let facts = stretch.facts.iter().map(|(name, value)| {
            let (name, value) = why::fact(desk.tree(), name, value, lang);
            format!("{name}: {value}")
        });
        let contest = format!("/me/contests?membership={}&month={}", shown.row.id, of.month);
        rows.push(context! {
            month => of.month.to_string(),
            payer => payer_name(unit, desk, stretch.payer)?,
            facts => facts.collect::<Vec<_>>(),
            owed => of.lines.billed(),
            state => state(of.bill),
            contest => contest,
            why => format!("/me/months?membership={}&month={}#why", shown.row.id, of.month),
        });
    }
    let shared = Value::from_serialize(shares::of_membership(unit, desk, shown.row.id)?);
    Ok(context! { segment => segment(desk.tree(), shown.segment.name(), lang), rows => rows, shared })
}
