//! Before anybody claims: what each turn of life would bring, programme by programme, and what stands in the
//! way, with who can mend it and where.

use anyhow::Result;
use minijinja::{Value, context};
use scheme::events::EventKind;

use super::{is_claim, me};
use crate::pages::page;
use crate::registry::claims;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::views::cases::option;
use crate::views::checks::{self, Checked, Wondered};

/// What is assumed of an event that has not happened, so that the law can answer.
const ASSUMED: [(EventKind, &[(&str, &str)]); 10] = [
    (EventKind::LostJob, &[("termination", "dismissal")]),
    (EventKind::LeftWork, &[("termination", "resignation")]),
    (EventKind::GrewOld, &[]),
    (EventKind::PartWanted, &[("jht_cause", "preparation_part")]),
    (EventKind::WorkAccident, &[]),
    (EventKind::WorkDisability, &[]),
    (EventKind::OtherDisability, &[]),
    (EventKind::OtherDeath, &[]),
    (EventKind::WorkDeath, &[]),
    (EventKind::LeftCountry, &[]),
];

/// Where a member can do something about what stands in the way; a key of the scheme's, and an address.
const PLACES: [(&str, &str); 17] = [
    ("claim/law", "/law"),
    ("claim/old-age", "/me/rights/grew_old"),
    ("claim/dismissal", "/me/rights/lost_job"),
    ("claim/facts", "/me/report"),
    ("claim/date", "/me/report"),
    ("claim/papers", "/me/claims"),
    ("claim/ask", "/me/claims"),
    ("employer/accident", "/me/report"),
    ("employer/arrears", "/me/months"),
    ("employer/programmes", "/me/months"),
    ("employer/registration", "/me/months"),
    ("employer/workers", "/me/months"),
    ("member/bills", "/me/payments"),
    ("member/programmes", "/me/months"),
    ("member/record", "/me/months"),
    ("member/savings", "/me/savings"),
    ("claim/new", "/me/report"),
];

/// Where a member can do something about it, if anywhere.
pub(crate) fn place(link: &str) -> Option<&'static str> {
    PLACES.iter().find(|(key, _)| *key == link).map(|(_, place)| *place)
}

/// What is assumed of an event.
fn assumed(kind: EventKind) -> Vec<(String, String)> {
    let found = ASSUMED.iter().find(|(known, _)| *known == kind).map_or(&[][..], |(_, facts)| facts);
    found.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// What an event would bring, as a page shows it.
pub(super) fn shown(checked: &Checked) -> Value {
    let stands = |all: &[checks::Stands]| -> Vec<Value> {
        let shown = all.iter().map(|one| {
            context! { text => one.text, cite => one.cite, mender => one.mender, href => place(one.link) }
        });
        shown.collect()
    };
    context! {
        name => checked.name,
        gross => checked.gross,
        tax => checked.tax,
        by_employer => checked.by_employer,
        ends => checked.ends,
        ends_cite => checked.ends_cite,
        lines => Value::from_serialize(&checked.lines),
        blocks => stands(&checked.blocks),
        papers => stands(&checked.papers),
    }
}

/// Every turn of life with what it comes to, for the page of rights.
pub(super) fn overview(ask: &mut Ask<'_>) -> Result<Vec<Value>, Problem> {
    let (person, lang) = (me(ask)?, ask.lang);
    let all = ask.office.look(|unit, desk| {
        if is_claim(unit, desk, person)? {
            return Ok(Vec::new());
        }
        let life = claims::life(unit, desk, person, None)?;
        let known = claims::cases_of(unit, desk, person)?;
        let mut all = Vec::new();
        for (kind, _) in ASSUMED {
            let facts = assumed(kind);
            let asked = Wondered { kind, day: desk.today, by_employer: false, known: &known, facts: &facts };
            let checks = checks::of(desk, &life, &asked, lang)?;
            let ready = checks.iter().filter(|check| check.blocks.is_empty());
            let blocked = checks.iter().filter(|check| !check.blocks.is_empty()).count();
            all.push(context! {
                event => kind.name(),
                name => option(desk.tree(), "life_event", kind.name(), lang),
                pays => ready.clone().map(|check| check.name.clone()).collect::<Vec<_>>(),
                gross => ready.filter_map(|check| check.gross).sum::<i64>(),
                blocked => blocked,
            });
        }
        Ok(all)
    })?;
    Ok(all)
}

/// One turn of life.
pub(super) fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (person, lang) = (me(ask)?, ask.lang);
    let kind: EventKind = ask.place("event")?;
    if !ASSUMED.iter().any(|(known, _)| *known == kind) {
        return Err(Problem::NotFound);
    }
    let (checks, claim, name) = ask.office.look(|unit, desk| {
        let name = option(desk.tree(), "life_event", kind.name(), lang);
        if is_claim(unit, desk, person)? {
            return Ok((Vec::new(), true, name));
        }
        let life = claims::life(unit, desk, person, None)?;
        let known = claims::cases_of(unit, desk, person)?;
        let facts = assumed(kind);
        let asked = Wondered { kind, day: desk.today, by_employer: false, known: &known, facts: &facts };
        Ok((checks::of(desk, &life, &asked, lang)?, false, name))
    })?;
    let checks: Vec<Value> = checks.iter().map(shown).collect();
    // Her own death is reported by others; a dismissal has a way of its own.
    let reports = super::report::ASKED.contains(&kind);
    let values = context! { checks, claim, name, event => kind.name(), reports };
    page(ask, "member/wondered.html", values)
}
