//! People are registered, corrected, related, merged; a death is noted.

use anyhow::Result;
use base::Day;
use rules::render::Lang;
use scheme::id::PersonId;
use serde_json::json;

use super::{AddRelative, Correct, EndRelative, Merge, Register, Unmerge};
use crate::actions::correct_person::{self, CorrectPerson};
use crate::actions::register_person::{self, RegisterPerson};
use crate::actions::{merge_people, relate_person, report_death};
use crate::books::correct::Corrected;
use crate::commands::register::{answer, bills_json, bills_text, findings_text};
use crate::commands::{Cli, Outcome, open};

pub(super) fn register(cli: &Cli, arguments: &Register) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let lang = Lang::from(cli.lang);
    let asked = RegisterPerson {
        nik: arguments.nik,
        name: arguments.name.clone(),
        mother: arguments.mother.clone(),
        birth_date: arguments.birth,
        sex: arguments.sex.into(),
        phone: arguments.phone.clone(),
        facts: arguments.set.clone(),
        is_another: arguments.another,
    };
    let registered = register_person::run(&mut office, &asked, arguments.key.as_deref())?;
    let number = registered.person;
    let mut text = match lang {
        Lang::Id => format!("terdaftar dengan nomor {number}\n"),
        Lang::En => format!("registered as number {number}\n"),
    };
    text.push_str(&findings_text(&registered.findings, lang));
    if !registered.alike.is_empty() {
        let alike: Vec<String> = registered.alike.iter().map(ToString::to_string).collect();
        let words = lang.pick("mirip dengan nomor", "alike: number");
        text.push_str(&format!("  {words} {}\n", alike.join(", ")));
    }
    answer(arguments.json, &json!(registered), &text)
}

pub(super) fn correct(cli: &Cli, arguments: &Correct) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let lang = Lang::from(cli.lang);
    let asked = CorrectPerson {
        nik: arguments.nik.clone(),
        name: arguments.name.clone(),
        mother: arguments.mother.clone(),
        birth_date: arguments.birth,
        sex: arguments.sex.map(Into::into),
        phone: arguments.phone.clone(),
    };
    let person = arguments.person;
    let (findings, bills) = correct_person::run(&mut office, PersonId(person), &asked)?;
    let mut text = match lang {
        Lang::Id => format!("nomor {person} diperbaiki\n"),
        Lang::En => format!("number {person} is corrected\n"),
    };
    text.push_str(&findings_text(&findings, lang));
    text.push_str(&bills_text(&bills, lang));
    let value = json!({ "person": person, "findings": findings, "bills": bills_json(&bills) });
    answer(arguments.json, &value, &text)
}

pub(super) fn add_relative(cli: &Cli, arguments: &AddRelative) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let lang = Lang::from(cli.lang);
    let relative = scheme::people::Relative {
        of: PersonId(arguments.person),
        relation: arguments.relation.clone(),
        name: arguments.name.clone(),
        birth_date: arguments.birth,
        from: arguments.from,
        until: arguments.until,
    };
    let (no, findings) = relate_person::add(&mut office, &relative, arguments.key.as_deref())?;
    let person = arguments.person;
    let mut text = match lang {
        Lang::Id => format!("anggota keluarga {no} dari nomor {person}\n"),
        Lang::En => format!("relative {no} of number {person}\n"),
    };
    text.push_str(&findings_text(&findings, lang));
    answer(arguments.json, &json!({ "person": person, "relative": no, "findings": findings }), &text)
}

pub(super) fn end_relative(cli: &Cli, arguments: &EndRelative) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let EndRelative { person, no, until, json } = *arguments;
    relate_person::end(&mut office, PersonId(person), no, until)?;
    let text = match Lang::from(cli.lang) {
        Lang::Id => format!("hubungan {no} dari nomor {person} berakhir pada {until}\n"),
        Lang::En => format!("relation {no} of number {person} ends on {until}\n"),
    };
    answer(json, &json!({ "person": person, "relative": no, "until": until.to_string() }), &text)
}

pub(super) fn death(cli: &Cli, person: i64, day: Option<Day>, as_json: bool) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let bills = report_death::run(&mut office, PersonId(person), day)?;
    let text = match (Lang::from(cli.lang), day) {
        (Lang::Id, Some(day)) => format!("nomor {person} tercatat meninggal pada {day}\n"),
        (Lang::En, Some(day)) => format!("number {person} is noted as dead since {day}\n"),
        (Lang::Id, None) => format!("nomor {person} tercatat hidup\n"),
        (Lang::En, None) => format!("number {person} is noted as living\n"),
    };
    let value = json!({ "died": day.map(|day| day.to_string()) });
    done(cli, (person, &bills), value, &text, as_json)
}

pub(super) fn merge(cli: &Cli, arguments: &Merge) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let Merge { from, into, reason, json } = arguments;
    let bills = merge_people::merge(&mut office, PersonId(*from), PersonId(*into), reason.as_deref())?;
    let text = match Lang::from(cli.lang) {
        Lang::Id => format!("nomor {from} digabungkan ke {into}\n"),
        Lang::En => format!("number {from} is merged into {into}\n"),
    };
    done(cli, (*from, &bills), json!({ "into": into }), &text, *json)
}

pub(super) fn unmerge(cli: &Cli, arguments: &Unmerge) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let person = arguments.person;
    let bills = merge_people::unmerge(&mut office, PersonId(person), &arguments.reason)?;
    let text = match Lang::from(cli.lang) {
        Lang::Id => format!("nomor {person} berdiri sendiri lagi\n"),
        Lang::En => format!("number {person} stands alone again\n"),
    };
    done(cli, (person, &bills), json!({}), &text, arguments.json)
}

/// What was done to a person, with the bills it changed.
fn done(
    cli: &Cli,
    (person, bills): (i64, &[Corrected]),
    mut value: serde_json::Value,
    text: &str,
    as_json: bool,
) -> Result<Outcome> {
    value["person"] = json!(person);
    value["bills"] = bills_json(bills);
    answer(as_json, &value, &format!("{text}{}", bills_text(bills, Lang::from(cli.lang))))
}
