//! A member is enrolled in the field: she stands before the agent, and pays for herself.

use anyhow::Result;
use base::{Day, Nik};
use scheme::id::{MembershipId, PayerId, PersonId};
use scheme::memberships::{Segment, Spell};
use scheme::refusal::Refusal;
use serde::{Deserialize, Serialize};
use store::Unit;
use store::queries::agents::{self, Agent};
use store::queries::word_at;

use super::{Other, Outcome};
use crate::actions::change_membership::{self, Changed};
use crate::actions::confirm_person::{self, Confirmed, Named, park_within};
use crate::actions::enrol_member::{self, EnrolMember};
use crate::actions::open_agent::{bring_within, refuse_elsewhere};
use crate::actions::register_person::{self, RegisterPerson};
use crate::auth::claims;
use crate::office::Desk;
use crate::registry::members::{self, Known};
use crate::registry::{self, offices, people};
use crate::reports::rows::Kept as NamedRow;
use crate::views::provinces;

/// Whom, as what, and where.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Enrol {
    pub(crate) nik: String,
    pub(crate) name: String,
    pub(crate) phone: String,
    pub(crate) sector: String,
    /// What she earns in a month, in rupiah.
    pub(crate) income: i64,
    /// Whether she saves for old age.
    pub(crate) saves: bool,
    /// The province where she was met, by code.
    pub(crate) area: String,
}

/// The one conflict whose reason is for the branch alone: who asks may not learn whom we know.
pub(super) const NOT_CONFIRMED: &str = "not_confirmed";
/// The agent brought her before.
pub(super) const ENROLLED: &str = "enrolled_already";

const BRANCH_LOOKS: [&str; 2] = [
    "data orang ini tidak dapat dipastikan dari lapangan: kantor cabang mencocokkannya dengan kartunya",
    "the particulars of this person cannot be confirmed from the field: the branch compares the card",
];

/// Enrols her, or says what stands against it.
pub(super) fn within(unit: &mut Unit<'_>, desk: &Desk<'_>, agent: &Agent, asked: &Enrol) -> Result<Outcome> {
    let person = who(desk, asked)?;
    refuse_elsewhere(&agents::territory(unit, agent.id)?, &asked.area)?;
    register_person::can_be(desk, &person)?;
    let named = Named { nik: person.nik, name: &person.name, birth: None, sex: None };
    let (id, is_alike) = match confirm_person::confirm(unit, desk, &named)? {
        Confirmed::Not(why) => return Ok(branch_looks(None, why)),
        Confirmed::Known(id) => (id, false),
        Confirmed::New => register(unit, desk, agent, &person)?,
    };
    let whole = members::whole(unit, id)?;
    let own = whole.memberships.iter().rev().find(|known| known.segment == Segment::SelfEmployed);
    if let Some(known) = own {
        return there(unit, desk, agent, (known, asked));
    }
    joined(unit, desk, agent, (id, asked, is_alike.then_some(&person)))
}

/// Enrols somebody who pays for herself from today on: nobody is covered for a day on which we knew nothing.
/// Where she is much like somebody else, the branch looks at both.
fn joined(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    agent: &Agent,
    (person, asked, alike): (PersonId, &Enrol, Option<&RegisterPerson>),
) -> Result<Outcome> {
    let new = EnrolMember {
        person,
        segment: Segment::SelfEmployed,
        payer: None,
        started: desk.today,
        kpj: None,
        facts: facts(asked).into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
    };
    let enrolled = enrol_member::within(unit, desk, &new)?;
    let membership = MembershipId(enrolled.membership);
    offices::assign(unit, desk, enrolled.payer, agent.branch)?;
    if let Some(alike) = alike {
        let named = (PayerId(enrolled.payer), agent.account.unwrap_or_default());
        park_within(unit, desk, named, &NamedRow::from(alike), "duplicate_likely")?;
    }
    bring_within(unit, desk, agent, (membership, Some(&asked.area)))?;
    Ok(Outcome::Taken { membership: membership.0, receipt: None })
}

/// She is a member already, or was one.
fn there(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    agent: &Agent,
    (known, asked): (&Known, &Enrol),
) -> Result<Outcome> {
    let membership = known.row.id;
    let ended = Spell::last(&known.history, desk.now).and_then(|spell| spell.ended);
    let other = Some(other(unit, desk, known)?);
    if agents::who_brought(unit, membership)? != Some(agent.id) {
        return Ok(branch_looks(other, if ended.is_some() { "member_once" } else { "member_already" }));
    }
    if ended.is_some_and(|ended| ended < desk.today) {
        change_membership::resume_within(unit, desk, membership, desk.today)?;
        changed(unit, desk, membership, asked)?;
        return Ok(Outcome::Taken { membership: membership.0, receipt: None });
    }
    let said = [
        "Anda sudah mendaftarkan orang ini: lihat keduanya, lalu pilih",
        "you enrolled this person before: look at both, then choose",
    ];
    Ok(Outcome::Conflict { code: ENROLLED, said, other, why: None })
}

fn other(unit: &mut Unit<'_>, desk: &Desk<'_>, known: &Known) -> Result<Other> {
    let membership = known.row.id;
    let brought = agents::who_brought(unit, membership)?;
    let brought = brought.map(|agent| agents::clients(unit, agent)).transpose()?.unwrap_or_default();
    let day = brought.iter().find(|(one, _)| *one == membership).map_or(known.row.started, |(_, day)| *day);
    let income = known.history.last("income", desk.now).and_then(|income| income.parse().ok());
    let sector = known.history.last("sector", desk.now).map(str::to_owned);
    Ok(Other::Member { membership: membership.0, since: day.to_string(), sector, income })
}

fn branch_looks(other: Option<Other>, why: &'static str) -> Outcome {
    Outcome::Conflict { code: NOT_CONFIRMED, said: BRANCH_LOOKS, other, why: Some(why) }
}

/// Takes what stood against it as settled: the agent means the member that is there, as she told of her now;
/// the branch has compared the card.
pub(super) fn after_all(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    agent: &Agent,
    (asked, code): (&Enrol, &str),
) -> Result<Outcome> {
    if code != ENROLLED && code != NOT_CONFIRMED {
        return within(unit, desk, agent, asked);
    }
    let person = who(desk, asked)?;
    people::hold_nik(unit, desk, person.nik)?;
    let known = people::by_nik(unit, desk, person.nik)?.first().map(|known| known.id);
    let (id, is_alike) = match known {
        Some(known) => (known, false),
        None => register(unit, desk, agent, &person)?,
    };
    let whole = members::whole(unit, id)?;
    let own = whole.memberships.iter().rev().find(|known| known.segment == Segment::SelfEmployed);
    let Some(known) = own else {
        return joined(unit, desk, agent, (id, asked, is_alike.then_some(&person)));
    };
    refuse_of_another(unit, agent, id)?;
    let membership = known.row.id;
    let ended = Spell::last(&known.history, desk.now).and_then(|spell| spell.ended);
    if ended.is_some_and(|ended| ended < desk.today) {
        change_membership::resume_within(unit, desk, membership, desk.today)?;
    }
    changed(unit, desk, membership, asked)?;
    Ok(Outcome::Taken { membership: membership.0, receipt: None })
}

/// A member whom another branch cares for is changed there.
fn refuse_of_another(unit: &mut Unit<'_>, agent: &Agent, person: PersonId) -> Result<()> {
    let branches = word_at::branches_of(unit, person)?;
    if branches.is_empty() || branches.contains(&agent.branch) {
        return Ok(());
    }
    let id = "peserta ini dilayani cabang lain: batalkan, dan minta ia menghubungi cabangnya";
    let en = "another branch cares for this member: drop it, and ask her to turn to that branch";
    Err(Refusal::new("other_branch", id, en).into())
}

/// What she said of her work and her income holds from this month on.
fn changed(unit: &mut Unit<'_>, desk: &Desk<'_>, membership: MembershipId, asked: &Enrol) -> Result<()> {
    let history = registry::history(unit, scheme::facts::Subject::Membership(membership))?;
    for (name, value) in facts(asked) {
        if history.last(name, desk.now) == Some(value.as_str()) {
            continue;
        }
        let (name, value, from) = (name.to_owned(), Some(value), desk.today.month());
        let report = Changed { membership, name, value, from, until: None };
        change_membership::change_within(unit, desk, &report)?;
    }
    Ok(())
}

fn facts(asked: &Enrol) -> [(&'static str, String); 3] {
    let saves = if asked.saves { "yes" } else { "no" };
    [("sector", asked.sector.clone()), ("income", asked.income.to_string()), ("jht_chosen", saves.to_owned())]
}

/// Somebody nobody knew, and whether she is much like somebody else.
fn register(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    agent: &Agent,
    person: &RegisterPerson,
) -> Result<(PersonId, bool)> {
    let registered = register_person::within(unit, desk, person)?;
    let id = PersonId(registered.person);
    claims::keep(unit, desk, id, claims::PAYER)?;
    offices::assign(unit, desk, id.0, agent.branch)?;
    Ok((id, !registered.alike.is_empty()))
}

/// Who she is, as far as it can be read.
fn who(desk: &Desk<'_>, asked: &Enrol) -> Result<RegisterPerson, Refusal> {
    let unfit = |code, id: &str, en: &str| Refusal::new(code, id, en);
    let digits: String = asked.nik.chars().filter(|letter| !" .-".contains(*letter)).collect();
    let nik = digits.parse::<Nik>().map_err(|_| {
        unfit(
            "field_nik",
            "NIK tidak terbaca: cocokkan dengan kartu",
            "the NIK cannot be read: compare the card",
        )
    })?;
    let birth_date: Day = nik.birth_date(desk.today).ok_or_else(|| {
        unfit(
            "birth_ahead",
            "tanggal lahir dalam NIK belum tiba: cocokkan dengan kartu",
            "the date of birth in the NIK has not come yet: compare with the card",
        )
    })?;
    let phone = telephone(&asked.phone).ok_or_else(|| {
        unfit(
            "field_phone",
            "nomor telepon tidak terbaca: tulis seperti 0812 3456 7890",
            "the telephone cannot be read: write it as 0812 3456 7890",
        )
    })?;
    if !provinces::is_code(&asked.area) {
        return Err(unfit("no_area", "pilih provinsinya", "choose the province"));
    }
    Ok(RegisterPerson {
        nik,
        name: asked.name.split_whitespace().collect::<Vec<_>>().join(" "),
        mother: None,
        birth_date,
        sex: nik.sex(),
        phone: Some(phone),
        facts: Vec::new(),
        is_another: true,
    })
}

/// A telephone of this country, kept as 08….
fn telephone(given: &str) -> Option<String> {
    let digits: String = given.chars().filter(|letter| !" .-()+".contains(*letter)).collect();
    let own = digits.strip_prefix("62").map_or(digits.clone(), |rest| format!("0{rest}"));
    let fits = own.bytes().all(|digit| digit.is_ascii_digit())
        && own.starts_with("08")
        && (10..=14).contains(&own.len());
    fits.then_some(own)
}
