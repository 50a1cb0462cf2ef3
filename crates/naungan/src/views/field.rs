//! What agents did in the field, as pages and programs show it: both sides where something stands against it.

use anyhow::Result;
use base::Nik;
use rules::render::{Lang, day_text};
use scheme::id::MembershipId;
use serde_json::{Value as Json, json};
use store::Unit;
use store::queries::agents;

use super::provinces;
use crate::actions::field_acts::{Answered, Collect, Does, Enrol, Other, Whose};
use crate::books::grouped;
use crate::office::Desk;
use crate::pages::texts::said;
use crate::registry::{members, people};

/// What somebody sees of one side: labels with values.
pub(crate) type Side = Vec<[String; 2]>;

/// Both sides of an act.
pub(crate) struct Sides {
    /// As the agent said it.
    pub(crate) mine: Side,
    /// What stands against it, as far as whoever looks may see it.
    pub(crate) theirs: Side,
    /// Whose data is shown.
    pub(crate) people: Vec<scheme::id::PersonId>,
}

/// Both sides; `at_desk` for the branch, which sees whom the institution knows.
pub(crate) fn sides(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (agent, answered): (i64, &Answered),
    (lang, at_desk): (Lang, bool),
) -> Result<Sides> {
    let mut people = Vec::new();
    let theirs = match &answered.kept.other {
        Some(Other::Member { membership, since, sector, income }) => {
            let membership = MembershipId(*membership);
            if !at_desk && agents::who_brought(unit, membership)? != Some(agent) {
                Vec::new()
            } else {
                let row = members::row(unit, membership)?;
                people.push(row.person);
                let who = people::load(unit, desk, row.person)?;
                let mut side = vec![
                    labelled(lang, "name", who.identity().name.clone()),
                    labelled(lang, "nik", who.identity().nik.masked()),
                ];
                side.extend(since.parse().ok().map(|day| labelled(lang, "since", day_text(day, lang))));
                side.extend(sector.as_ref().map(|sector| of_sector(lang, sector)));
                side.extend(income.map(|income| rupiah(lang, "income", income)));
                side
            }
        }
        Some(Other::Receipt { no, amount, day }) => vec![
            labelled(lang, "receipt", no.to_string()),
            rupiah(lang, "amount", *amount),
            labelled(lang, "day", day_text(*day, lang)),
        ],
        Some(Other::Act { does, .. }) => of_act(lang, does),
        None => Vec::new(),
    };
    Ok(Sides { mine: of_act(lang, &answered.kept.does), theirs, people })
}

fn of_act(lang: Lang, does: &Does) -> Side {
    match does {
        Does::Enrol(one) => enrolled(lang, one),
        Does::Collect(one) => collected(lang, one),
    }
}

fn enrolled(lang: Lang, one: &Enrol) -> Side {
    let masked = one.nik.parse::<Nik>().map_or_else(|_| one.nik.clone(), Nik::masked);
    vec![
        labelled(lang, "name", one.name.clone()),
        labelled(lang, "nik", masked),
        labelled(lang, "phone", one.phone.clone()),
        of_sector(lang, &one.sector),
        rupiah(lang, "income", one.income),
        labelled(lang, "saves", said(lang, if one.saves { "agent.yes" } else { "agent.no" }, &[])),
        labelled(lang, "area", provinces::name(&one.area).to_owned()),
    ]
}

fn collected(lang: Lang, one: &Collect) -> Side {
    let whose = match &one.whose {
        Whose::Card(number) => labelled(lang, "card", number.clone()),
        Whose::Enrolment(_) => labelled(lang, "card", said(lang, "agent.enrolled_there", &[])),
    };
    vec![whose, rupiah(lang, "amount", one.amount), labelled(lang, "day", day_text(one.day, lang))]
}

fn of_sector(lang: Lang, sector: &str) -> [String; 2] {
    let known = ["transport", "other"].contains(&sector);
    let word = if known { said(lang, &format!("register.sector_{sector}"), &[]) } else { sector.to_owned() };
    labelled(lang, "sector", word)
}

fn labelled(lang: Lang, label: &str, value: String) -> [String; 2] {
    [said(lang, &format!("agent.side_{label}"), &[]), value]
}

fn rupiah(lang: Lang, label: &str, amount: i64) -> [String; 2] {
    labelled(lang, label, format!("Rp{}", grouped(amount, lang)))
}

/// An act in a list.
pub(crate) fn line(answered: &Answered, lang: Lang) -> Json {
    let state = match (answered.settled.as_deref(), answered.answer) {
        (Some(how), _) => how,
        (None, "same") => "taken",
        (None, answer) => answer,
    };
    json!({
        "no": answered.no, "kind": said(lang, &format!("agent.kind_{}", answered.kept.does.word()), &[]),
        "state": state, "state_said": said(lang, &format!("agent.state_{state}"), &[]),
        "open": answered.settled.is_none() && matches!(answered.answer, "conflict" | "refused"),
        "says": answered.kept.said.as_ref().map(|[id, en]| lang.pick(id, en).to_owned()),
        "name": title(answered), "receipt": answered.kept.receipt,
        "amount": match &answered.kept.does {
            Does::Collect(one) => Some(one.amount),
            Does::Enrol(_) => None,
        },
    })
}

/// What an act is about, in a few letters.
fn title(answered: &Answered) -> String {
    match &answered.kept.does {
        Does::Enrol(one) => one.name.clone(),
        Does::Collect(Collect { whose: Whose::Card(number), .. }) => number.clone(),
        Does::Collect(_) => String::new(),
    }
}
