//! One person with everything that is known: identities, links, family, memberships, facts, acts.

use anyhow::Result;
use base::Moment;
use rules::render::Lang;
use scheme::facts::{Fact, Subject};
use scheme::id::PersonId;
use scheme::memberships::Stretch;
use scheme::people::Relative;
use serde_json::{Value, json};
use store::Unit;
use store::queries::acts::{self, Act};
use store::queries::{facts, links};

use super::Show;
use super::find::nik;
use crate::actions::relate_person::family;
use crate::commands::register::{answer, facts_json, facts_text, months_text};
use crate::commands::{Cli, Outcome, open};
use crate::office::Desk;
use crate::registry::members::{self, Known};
use crate::registry::people::{self, Person, sex_word};
use crate::report::columns;

/// What is shown.
struct Shown {
    person: Person,
    numbers: Vec<PersonId>,
    links: Vec<links::Link>,
    family: Vec<(i64, Relative)>,
    memberships: Vec<(Known, String)>,
    facts: Vec<Fact>,
    acts: Vec<Act>,
}

pub(super) fn run(cli: &Cli, arguments: &Show) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let lang = Lang::from(cli.lang);
    let shown = office.look(|unit, desk| read(unit, desk, arguments))?;
    let text = shown.text(arguments.full, lang);
    answer(arguments.json, &shown.json(arguments.full), &text)
}

fn read(unit: &mut Unit<'_>, desk: &Desk<'_>, arguments: &Show) -> Result<Shown> {
    let id = PersonId(arguments.person);
    let person = people::load(unit, desk, id)?;
    let whole = members::whole(unit, id)?;
    let mut memberships = Vec::new();
    for known in whole.memberships {
        let kpj = members::kpj(desk, &known.row)?;
        memberships.push((known, if arguments.full { kpj.to_string() } else { kpj.masked() }));
    }
    Ok(Shown {
        person,
        numbers: people::numbers(unit, id, desk.now)?,
        links: links::around(unit, id)?,
        family: family(unit, desk, id)?,
        memberships,
        facts: facts::of(unit, Subject::Person(id))?,
        acts: acts::of(unit, id.0)?,
    })
}

impl Shown {
    fn json(&self, full: bool) -> Value {
        let identities = self.person.records.iter().map(|record| {
            let identity = &record.identity;
            json!({
                "known": record.known.to_string(), "nik": nik(identity, full), "name": identity.name,
                "mother": identity.mother, "birth_date": identity.birth_date.to_string(),
                "sex": sex_word(identity.sex), "phone": identity.phone,
            })
        });
        let family = self.family.iter().map(|(no, relative)| {
            json!({
                "no": no, "relation": relative.relation, "name": relative.name,
                "birth_date": relative.birth_date.map(|day| day.to_string()),
                "from": relative.from.to_string(), "until": relative.until.map(|day| day.to_string()),
            })
        });
        let links = self.links.iter().map(|link| {
            json!({
                "person": link.person.0, "into": link.into.map(|into| into.0),
                "known": link.known.to_string(), "reason": link.reason,
            })
        });
        let memberships = self.memberships.iter().map(|(known, kpj)| {
            json!({
                "membership": known.row.id.0, "of": known.row.person.0, "segment": known.segment.name(),
                "payer": known.row.payer.0, "kpj": kpj,
                "covered": known.timeline.iter().map(months_json).collect::<Value>(),
            })
        });
        let acts =
            self.acts.iter().map(|act| json!({ "at": act.at.to_string(), "who": act.who, "what": act.what }));
        json!({
            "person": self.person.id.0,
            "numbers": self.numbers.iter().map(|number| number.0).collect::<Vec<_>>(),
            "identities": identities.collect::<Value>(),
            "links": links.collect::<Value>(),
            "family": family.collect::<Value>(),
            "memberships": memberships.collect::<Value>(),
            "facts": facts_json(&self.facts),
            "acts": acts.collect::<Value>(),
        })
    }

    fn text(&self, full: bool, lang: Lang) -> String {
        let identity = self.person.identity();
        let mut text = format!("{} {}\n", self.person.id, identity.name);
        let one = |name: &str, value: &str| format!("  {name:<16} {value}\n");
        text.push_str(&one("NIK", &nik(identity, full)));
        text.push_str(&one(lang.pick("lahir", "born"), &identity.birth_date.to_string()));
        let sex = match identity.sex {
            base::id::Sex::Female => lang.pick("perempuan", "female"),
            base::id::Sex::Male => lang.pick("laki-laki", "male"),
        };
        text.push_str(&one(lang.pick("jenis kelamin", "sex"), sex));
        if let Some(mother) = &identity.mother {
            text.push_str(&one(lang.pick("ibu", "mother"), mother));
        }
        if let Some(phone) = &identity.phone {
            text.push_str(&one(lang.pick("telepon", "phone"), phone));
        }
        let sections = [
            (lang.pick("identitas sebelumnya", "identities before"), self.earlier(full, lang)),
            (lang.pick("penggabungan", "links"), self.links_text(lang)),
            (lang.pick("keluarga", "family"), self.family_text()),
            (lang.pick("kepesertaan", "memberships"), self.memberships_text(lang)),
            (lang.pick("yang diketahui", "what is known"), facts_text(&self.facts, lang)),
            (lang.pick("tindakan", "acts"), self.acts_text()),
        ];
        for (title, body) in sections.iter().filter(|(_, body)| !body.is_empty()) {
            text.push_str(&format!("{title}\n{body}"));
        }
        text
    }

    fn earlier(&self, full: bool, lang: Lang) -> String {
        let before = self.person.records.iter().rev().skip(1);
        let rows = before.map(|record| {
            let identity = &record.identity;
            let born = identity.birth_date.to_string();
            let known = known_text(record.known, lang);
            vec![format!("  {}", nik(identity, full)), identity.name.clone(), born, known]
        });
        listed(&rows.collect::<Vec<_>>())
    }

    fn links_text(&self, lang: Lang) -> String {
        let rows = self.links.iter().map(|link| {
            let what = match link.into {
                Some(into) => format!("{} → {into}", link.person),
                None => format!("{} {}", link.person, lang.pick("berdiri sendiri", "stands alone")),
            };
            vec![format!("  {what}"), known_text(link.known, lang), link.reason.clone()]
        });
        listed(&rows.collect::<Vec<_>>())
    }

    fn family_text(&self) -> String {
        let rows = self.family.iter().map(|(no, relative)| {
            vec![
                format!("  {no}"),
                relative.relation.clone(),
                relative.name.clone(),
                relative.birth_date.map(|day| day.to_string()).unwrap_or_default(),
                format!(
                    "{} … {}",
                    relative.from,
                    relative.until.map(|day| day.to_string()).unwrap_or_default()
                ),
            ]
        });
        listed(&rows.collect::<Vec<_>>())
    }

    fn memberships_text(&self, lang: Lang) -> String {
        let rows = self.memberships.iter().map(|(known, kpj)| {
            let first = known.timeline.first().map(|stretch| stretch.from);
            let until = known.timeline.last().and_then(|stretch| stretch.until);
            vec![
                format!("  {}", known.row.id),
                known.segment.to_string(),
                format!("{} {}", lang.pick("pembayar", "payer"), known.row.payer),
                format!("KPJ {kpj}"),
                first.map(|from| months_text(from, until, lang)).unwrap_or_default(),
            ]
        });
        listed(&rows.collect::<Vec<_>>())
    }

    fn acts_text(&self) -> String {
        let rows =
            self.acts.iter().map(|act| vec![format!("  {}", act.at), act.who.clone(), act.what.clone()]);
        listed(&rows.collect::<Vec<_>>())
    }
}

fn months_json(stretch: &Stretch) -> Value {
    json!({
        "from": stretch.from.to_string(), "until": stretch.until.map(|until| until.to_string()),
        "payer": stretch.payer.0,
    })
}

fn known_text(known: Moment, lang: Lang) -> String {
    format!("{} {known}", lang.pick("diketahui", "known"))
}

fn listed(rows: &[Vec<String>]) -> String {
    columns(rows, &[]).iter().map(|line| format!("{line}\n")).collect()
}
