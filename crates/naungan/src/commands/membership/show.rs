//! A membership month by month: what was known, what was owed, what became of the bill; and the cover today.

use anyhow::{Context, Result};
use base::{Day, Month};
use rules::render::Lang;
use scheme::contributions::standing;
use scheme::facts::Months;
use scheme::id::MembershipId;
use scheme::lines::Lines;
use scheme::memberships::{Segment, Spell, Stretch};
use serde_json::{Value, json};
use store::Unit;
use store::queries::memberships::Membership;
use store::queries::{assessments, bills, runs};

use crate::books::grouped;
use crate::books::paid_to::{PaidTo, paid_to};
use crate::commands::Outcome;
use crate::commands::register::{answer, lines_json, months_text as months};
use crate::office::{Desk, Office};
use crate::registry::members;
use crate::report::columns;

/// A month of a membership.
pub(crate) struct OfMonth {
    pub(crate) month: Month,
    pub(crate) stretch: usize,
    pub(crate) lines: Lines,
    pub(crate) bill: Bill,
}

/// What became of the bill that a month stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bill {
    /// There is none yet.
    None,
    /// Not paid in full.
    Open,
    /// Paid in full on a day.
    Settled(Day),
}

/// What of the cover.
pub(crate) struct Cover {
    pub(crate) today: bool,
    pub(crate) until: Option<Day>,
    /// The last month paid, of who pays for herself, and until when arrears can be paid.
    pub(crate) paid: Option<(Month, Day)>,
}

/// A membership with its months.
pub(crate) struct Shown {
    pub(crate) row: Membership,
    pub(crate) segment: Segment,
    pub(crate) spell: Option<Spell>,
    pub(crate) stretches: Vec<Stretch>,
    pub(crate) months: Vec<OfMonth>,
    pub(crate) cover: Cover,
}

pub(super) fn run(office: &mut Office, membership: i64, lang: Lang, as_json: bool) -> Result<Outcome> {
    let shown = office.look(|unit, desk| read(unit, desk, MembershipId(membership)))?;
    answer(as_json, &shown.json(), &shown.text(lang))
}

/// A membership by number.
pub(crate) fn read(unit: &mut Unit<'_>, desk: &Desk<'_>, id: MembershipId) -> Result<Shown> {
    let row = members::row(unit, id)?;
    let whole = members::whole(unit, row.person)?;
    let known = whole.membership(id)?;
    let stretches = whole.stretches(id)?;
    let last = runs::last_begun_month(unit)?.unwrap_or(desk.today.month()).max(desk.today.month());
    let mut found = Vec::new();
    for (at, stretch) in stretches.iter().enumerate() {
        let mut month = Some(stretch.from);
        while let Some(now) = month.filter(|now| *now <= last && stretch.months().contains(*now)) {
            found.push(of_month(unit, desk, (id, at), stretch, now)?);
            month = now.next();
        }
    }
    let spell = Spell::last(&known.history, desk.now);
    let paid = if known.segment == Segment::SelfEmployed { paid_to(unit, id)? } else { None };
    let cover = cover(desk, known.segment, spell, &stretches, paid)?;
    Ok(Shown { segment: known.segment, row, spell, stretches, months: found, cover })
}

fn of_month(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (membership, at): (MembershipId, usize),
    stretch: &Stretch,
    month: Month,
) -> Result<OfMonth> {
    let rows = assessments::of_month(unit, month, stretch.payer, Some(membership))?;
    let mut lines = Lines::new();
    for row in &rows {
        lines = lines.plus(&Lines::unpack(&row.lines, desk.slots).context("an assessment is damaged")?);
    }
    let mut bill = Bill::None;
    for of in bills::of_month(unit, stretch.payer, month)? {
        if rows.iter().any(|row| row.no == of.no) {
            bill = match (bill, of.settled) {
                (Bill::Open, _) | (_, None) => Bill::Open,
                (Bill::Settled(before), Some(day)) => Bill::Settled(before.max(day)),
                (Bill::None, Some(day)) => Bill::Settled(day),
            };
        }
    }
    Ok(OfMonth { month, stretch: at, lines, bill })
}

/// Who works for others is covered while the work lasts; who pays for herself, while she has paid.
fn cover(
    desk: &Desk<'_>,
    segment: Segment,
    spell: Option<Spell>,
    stretches: &[Stretch],
    paid: Option<PaidTo>,
) -> Result<Cover> {
    let today = desk.today;
    let on_roll = stretches.iter().any(|stretch| stretch.months().contains(today.month()));
    let ended = spell.and_then(|spell| spell.ended);
    if segment != Segment::SelfEmployed {
        let begun = spell.is_some_and(|spell| spell.started <= today);
        let goes_on = ended.is_none_or(|ended| ended >= today);
        return Ok(Cover { today: on_roll && begun && goes_on, until: ended, paid: None });
    }
    let Some(paid) = paid.filter(|paid| paid.ever).map(|paid| paid.month) else {
        return Ok(Cover { today: false, until: None, paid: None });
    };
    let law = desk.law.segment(segment.name()).context("the law has no such segment")?;
    let standing = standing(desk.law, law, paid, false, today)?;
    let covered = on_roll && paid >= today.month();
    let paid_until = standing.map(|standing| (paid, standing.grace_ends));
    Ok(Cover { today: covered, until: Some(paid.last_day()), paid: paid_until })
}

impl Shown {
    fn json(&self) -> Value {
        let months = self.months.iter().map(|of| {
            let stretch = &self.stretches[of.stretch];
            let facts: serde_json::Map<String, Value> =
                stretch.facts.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
            let (state, settled) = match of.bill {
                Bill::None => ("none", None),
                Bill::Open => ("open", None),
                Bill::Settled(day) => ("settled", Some(day.to_string())),
            };
            json!({
                "month": of.month.to_string(), "payer": stretch.payer.0, "facts": facts,
                "lines": lines_json(&of.lines), "owed": of.lines.billed(), "bill": state, "settled": settled,
            })
        });
        let paid = self.cover.paid.map(|(paid, grace)| {
            json!({ "last_paid_month": paid.to_string(), "arrears_can_be_paid_until": grace.to_string() })
        });
        json!({
            "membership": self.row.id.0, "person": self.row.person.0, "segment": self.segment.name(),
            "payer": self.row.payer.0,
            "started": self.spell.map(|spell| spell.started.to_string()),
            "ended": self.spell.and_then(|spell| spell.ended).map(|day| day.to_string()),
            "covered_today": self.cover.today,
            "covered_until": self.cover.until.map(|day| day.to_string()),
            "paid": paid, "months": months.collect::<Value>(),
        })
    }

    fn text(&self, lang: Lang) -> String {
        let (id, person, payer) = (self.row.id, self.row.person, self.row.payer);
        let segment = self.segment;
        let mut text = match lang {
            Lang::Id => format!("kepesertaan {id} {segment}, orang {person}, pembayar {payer}\n"),
            Lang::En => format!("membership {id} {segment}, person {person}, payer {payer}\n"),
        };
        let mut shown = None;
        let mut rows: Vec<Vec<String>> = Vec::new();
        for of in &self.months {
            let stretch = &self.stretches[of.stretch];
            let facts =
                if shown == Some(of.stretch) { String::new() } else { facts_text(stretch, payer, lang) };
            shown = Some(of.stretch);
            let bill = match of.bill {
                Bill::None => lang.pick("belum ditagih", "not billed").to_owned(),
                Bill::Open => lang.pick("terbuka", "open").to_owned(),
                Bill::Settled(day) => format!("{} {day}", lang.pick("lunas", "settled")),
            };
            rows.push(vec![format!("  {}", of.month), grouped(of.lines.billed(), lang), bill, facts]);
        }
        text.extend(columns(&rows, &[1]).iter().map(|line| format!("{line}\n")));
        text.push_str(&self.cover.text(lang));
        text
    }
}

impl Cover {
    fn text(&self, lang: Lang) -> String {
        let today = if self.today {
            lang.pick("hari ini terlindungi", "covered today")
        } else {
            lang.pick("hari ini tidak terlindungi", "not covered today")
        };
        let until = self.until.map(|day| format!(", {} {day}", lang.pick("sampai", "until")));
        let mut text = format!("{today}{}\n", until.unwrap_or_default());
        if let Some((paid, grace)) = self.paid {
            text.push_str(&match lang {
                Lang::Id => format!("lunas sampai bulan {paid}; tunggakan dapat dibayar sampai {grace}\n"),
                Lang::En => format!("paid to {paid}; arrears can be paid until {grace}\n"),
            });
        }
        text
    }
}

fn facts_text(stretch: &Stretch, payer: scheme::id::PayerId, lang: Lang) -> String {
    let facts = stretch.facts.iter().map(|(name, value)| format!("{name}={value}"));
    let mut text = facts.collect::<Vec<_>>().join(" ");
    if stretch.payer != payer {
        text.push_str(&format!(" ({} {})", lang.pick("dibayar oleh", "paid for by"), stretch.payer));
    }
    text
}

/// The months of cover, joined where they meet.
fn spells(stretches: &[Stretch]) -> Vec<Months> {
    let mut spells: Vec<Months> = Vec::new();
    for stretch in stretches {
        match spells.last_mut() {
            Some(last) if last.until == Some(stretch.from) => last.until = stretch.until,
            _ => spells.push(stretch.months()),
        }
    }
    spells
}

pub(super) fn months_json(stretches: &[Stretch]) -> Value {
    let spells = spells(stretches).into_iter();
    let json = |spell: Months| {
        let until = spell.until.map(|until| until.to_string());
        json!({ "from": spell.from.to_string(), "until": until })
    };
    spells.map(json).collect()
}

pub(super) fn months_text(stretches: &[Stretch], lang: Lang) -> String {
    let spells = spells(stretches);
    if spells.is_empty() {
        return lang.pick("tidak ada bulan", "no month").to_owned();
    }
    spells.iter().map(|spell| months(spell.from, spell.until, lang)).collect::<Vec<_>>().join(", ")
}
