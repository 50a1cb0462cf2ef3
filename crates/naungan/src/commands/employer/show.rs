//! Those who pay, found and shown.

use anyhow::{Context, Result};
use base::Month;
use rules::render::Lang;
use scheme::employers::Payer;
use scheme::facts::{Fact, Subject};
use scheme::id::PayerId;
use serde_json::{Value, json};
use store::Unit;
use store::queries::bills::{self, Bill};
use store::queries::rolls::{self, Roll};
use store::queries::{facts, payers as rows};

use super::{Find, Show};
use crate::books::grouped;
use crate::commands::bill;
use crate::commands::register::{answer, facts_json, facts_text};
use crate::commands::{Cli, Outcome, open};
use crate::office::Desk;
use crate::registry::payers;
use crate::report::columns;
use crate::text::count::PEOPLE;
use crate::text::names::payer_kind;

/// More people of one employer than anybody reads through on a page.
const PEOPLE_SHOWN: usize = 50;

pub(super) fn find(cli: &Cli, arguments: &Find) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let found = office.look(|unit, desk| {
        let mut found = Vec::new();
        for id in found_by(unit, desk, arguments)? {
            found.push(payers::load(unit, desk, id)?.payer);
        }
        Ok(found)
    })?;
    let lang = Lang::from(cli.lang);
    let kind = |payer: &Payer| payer_kind(payer.kind.name(), lang).to_owned();
    let text = if found.is_empty() {
        lang.pick("tidak ditemukan\n", "nobody found\n").to_owned()
    } else {
        let rows: Vec<Vec<String>> = found
            .iter()
            .map(|payer| vec![payer.id.to_string(), npp(payer), kind(payer), payer.name.clone()])
            .collect();
        columns(&rows, &[0]).iter().map(|line| format!("{line}\n")).collect()
    };
    answer(arguments.json, &found.iter().map(payer_json).collect::<Value>(), &text)
}

/// Who answers to everything that was given.
fn found_by(unit: &mut Unit<'_>, desk: &Desk<'_>, arguments: &Find) -> Result<Vec<PayerId>> {
    let named = match &arguments.name {
        Some(name) => Some(payers::by_words(unit, desk, name, None)?),
        None => None,
    };
    let Some(npp) = &arguments.npp else { return Ok(named.unwrap_or_default()) };
    let holder = payers::by_npp(unit, desk, npp)?;
    let fits = |id: &PayerId| named.as_ref().is_none_or(|named| named.contains(id));
    Ok(holder.into_iter().filter(fits).collect())
}

/// What is shown of a payer.
struct Shown {
    payer: Payer,
    credit: i64,
    facts: Vec<Fact>,
    open: Vec<Bill>,
    month: Month,
    people: Vec<Roll>,
}

pub(super) fn run(cli: &Cli, arguments: &Show) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let lang = Lang::from(cli.lang);
    let id = PayerId(arguments.payer);
    let shown = office.look(|unit, desk| {
        let row = rows::read(unit, id)?.with_context(|| format!("there is no payer {id}"))?;
        let month = arguments.month.unwrap_or(desk.today.month());
        Ok(Shown {
            payer: payers::load(unit, desk, id)?.payer,
            credit: row.credit,
            facts: facts::of(unit, Subject::Payer(id))?,
            open: bills::open_of(unit, id)?,
            month,
            people: rolls::of_payer_in(unit, id, month)?,
        })
    })?;
    answer(arguments.json, &shown.json(), &shown.text(lang))
}

impl Shown {
    fn json(&self) -> Value {
        let people = self.people.iter().map(
            |roll| json!({ "membership": roll.membership.0, "segment": roll.segment, "facts": roll.facts }),
        );
        json!({
            "payer": payer_json(&self.payer),
            "credit": self.credit,
            "facts": facts_json(&self.facts),
            "open": self.open.iter().map(bill::json_of).collect::<Value>(),
            "month": self.month.to_string(),
            "people": people.collect::<Value>(),
        })
    }

    fn text(&self, lang: Lang) -> String {
        let payer = &self.payer;
        let kind = payer_kind(payer.kind.name(), lang).to_owned();
        let words = [payer.id.to_string(), kind, npp(payer), payer.name.clone()];
        let mut text = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        text.push('\n');
        let one = |name: &str, value: &str| format!("  {name:<16} {value}\n");
        if let Some(parent) = payer.parent {
            text.push_str(&one(lang.pick("di bawah", "under"), &parent.to_string()));
        }
        if let Some(province) = payer.province {
            text.push_str(&one(lang.pick("provinsi", "province"), &province.to_string()));
        }
        text.push_str(&one(lang.pick("terdaftar", "registered"), &payer.registered.to_string()));
        if let Some(closed) = payer.closed {
            text.push_str(&one(lang.pick("ditutup", "closed"), &closed.to_string()));
        }
        text.push_str(&one(lang.pick("titipan", "credit"), &grouped(self.credit, lang)));
        let facts = facts_text(&self.facts, lang);
        text.push_str(&format!("{}\n{facts}", lang.pick("yang diketahui", "what is known")));
        if !self.open.is_empty() {
            let title = lang.pick("tagihan terbuka", "open bills");
            text.push_str(&format!("{title}\n{}", bill::text_of(&self.open, lang)));
        }
        text.push_str(&self.people_text(lang));
        text
    }

    fn people_text(&self, lang: Lang) -> String {
        let count = PEOPLE.counted(self.people.len() as u64, lang);
        let mut text = format!("{count} {} {}\n", lang.pick("pada", "in"), self.month);
        let rows: Vec<Vec<String>> = self
            .people
            .iter()
            .take(PEOPLE_SHOWN)
            .map(|roll| vec![format!("  {}", roll.membership), roll.segment.clone(), roll.facts.clone()])
            .collect();
        text.extend(columns(&rows, &[]).iter().map(|line| format!("{line}\n")));
        if self.people.len() > PEOPLE_SHOWN {
            let rest = lang.pick("yang lain: --json", "the others: --json");
            text.push_str(&format!("  … {rest}\n"));
        }
        text
    }
}

fn npp(payer: &Payer) -> String {
    payer.npp.map(|npp| npp.to_string()).unwrap_or_default()
}

fn payer_json(payer: &Payer) -> Value {
    json!({
        "payer": payer.id.0, "kind": payer.kind.name(), "npp": payer.npp.map(|npp| npp.to_string()),
        "name": payer.name, "parent": payer.parent.map(|parent| parent.0), "province": payer.province,
        "registered": payer.registered.to_string(), "closed": payer.closed.map(|day| day.to_string()),
    })
}
