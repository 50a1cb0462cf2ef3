//! A worker becomes a member on her own: registered, checked with the civil registry, enrolled and billed,
//! whole or not at all.

use anyhow::{Result, anyhow};
use base::Nik;
use scheme::id::{MembershipId, PayerId, PersonId};
use scheme::memberships::Segment;
use scheme::refusal::Refusal;
use serde::{Deserialize, Serialize};
use store::Unit;
use store::queries::branches;
use store::queries::proofs::{self, Proof};
use store::queries::registry_checks::{self, Check};

use super::ask_registry_again::REGISTRY;
use super::confirm_person::park_within;
use super::enrol_member::{self, EnrolMember};
use super::once::once;
use super::register_person::{self, RegisterPerson};
use crate::auth::{claims, members as sign_in};
use crate::jobs;
use crate::office::{Desk, Office};
use crate::ports::civil_registry::{self, Answer, CivilRegistry};
use crate::registry::{self, members, offices};
use crate::reports::rows::Kept;

/// The code of the refusal of a person who has died.
pub(crate) const REGISTRY_DEAD: &str = "registry_dead";

/// Who joins, and as what.
#[derive(Clone, Debug)]
pub(crate) struct RegisterSelf {
    pub(crate) nik: Nik,
    pub(crate) name: String,
    pub(crate) phone: String,
    pub(crate) sector: String,
    pub(crate) income: i64,
    /// Whether she saves for old age, which is hers to choose.
    pub(crate) saves: bool,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Joined {
    pub(crate) person: i64,
    pub(crate) membership: i64,
    /// The card's number, which stands sealed with the membership and not with the answer.
    #[serde(skip)]
    pub(crate) kpj: String,
    /// The first bill: payment code and amount.
    pub(crate) bill: Option<(String, i64)>,
    /// `confirmed` by the civil registry, or `pending`: what it says otherwise is for the branch.
    pub(crate) registry: String,
}

/// Says something of what came of it, in the same unit.
pub(crate) type Says<'a> = &'a dyn Fn(&mut Unit<'_>, &Desk<'_>, &Joined) -> Result<()>;

/// Registers and enrols her, once a key, and says so.
pub(crate) fn run(office: &mut Office, asked: &RegisterSelf, key: &str, says: Says<'_>) -> Result<Joined> {
    // A registry may take its time: it is asked before anything is held.
    let told = ask_registry(office, asked)?;
    if told == Answer::Dead {
        let id = "menurut data kependudukan, pemilik NIK ini sudah meninggal: datanglah ke kantor cabang \
                  dengan KTP";
        let en =
            "by the civil registry the holder of this NIK has died: come to a branch with the identity card";
        return Err(Refusal::new(REGISTRY_DEAD, id, en).into());
    }
    office.unit(|unit, desk| {
        let input = format!("register self {asked:?} {}", asked.nik);
        let mut joined = once(unit, desk, Some(key), &input, |unit| {
            let joined = within(unit, desk, asked, told)?;
            says(unit, desk, &joined)?;
            Ok(joined)
        })?;
        if joined.kpj.is_empty() {
            let row = members::row(unit, MembershipId(joined.membership))?;
            joined.kpj = members::kpj(desk, &row)?.to_string();
        }
        Ok(joined)
    })
}

/// What the law says against it, as if nobody else were registered; nothing of it stays. So a no tells
/// nothing of whoever has the NIK.
pub(crate) fn tried(office: &mut Office, asked: &RegisterSelf) -> Result<()> {
    let mut is_lawful = false;
    let undone: Result<()> = office.unit(|unit, desk| {
        let person = register_person::alone(unit, desk, &who(desk, asked)?)?;
        enrol_member::within(unit, desk, &joins(desk, asked, person))?;
        is_lawful = true;
        Err(anyhow!("only tried"))
    });
    if is_lawful { Ok(()) } else { undone }
}

fn ask_registry(office: &mut Office, asked: &RegisterSelf) -> Result<Answer> {
    let (registry, today) = office.look(|_, desk| Ok((CivilRegistry::of(desk), desk.today)))?;
    let birth_date = asked.nik.birth_date(today).ok_or_else(no_birth)?;
    let (nik, sex) = (asked.nik, asked.nik.sex());
    Ok(registry.ask(&civil_registry::Asked { nik, name: &asked.name, birth_date, sex, today }))
}

fn no_birth() -> Refusal {
    let id = "tanggal lahir dalam NIK belum tiba: cocokkan dengan kartu";
    Refusal::new("birth_ahead", id, "the date of birth in the NIK has not come yet: compare with the card")
}

fn within(unit: &mut Unit<'_>, desk: &Desk<'_>, asked: &RegisterSelf, told: Answer) -> Result<Joined> {
    let person = who(desk, asked)?;
    let registered = register_person::within(unit, desk, &person)?;
    let alike = !registered.alike.is_empty();
    let who = Kept::from(&person);
    let person = PersonId(registered.person);
    let check = Check {
        person,
        state: told.word().to_owned(),
        told: told.told().map(str::to_owned),
        asked: desk.now,
        answered: Some(desk.now).filter(|_| told != Answer::Pending),
    };
    registry_checks::put(unit, &check)?;
    if told == Answer::Pending && CivilRegistry::of(desk) != CivilRegistry::None {
        jobs::later(unit, desk, REGISTRY, &person.to_string(), (None, None))?;
    }
    let enrolled = enrol_member::within(unit, desk, &joins(desk, asked, person))?;
    let how = if told == Answer::Confirmed { claims::REGISTRY } else { claims::SELF };
    let membership = Some(MembershipId(enrolled.membership));
    proofs::put(unit, &Proof { person, how: how.to_owned(), membership, known: desk.now })?;
    // From now on she signs in with her number and a code.
    let account = sign_in::account_of(unit, desk, person)?;
    let named = (PayerId(enrolled.payer), account);
    if alike {
        registry::note(unit, desk, "person alike registered", person.0)?;
        park_within(unit, desk, named, &who, "duplicate_likely")?;
    }
    if let Some(why) = disagrees(told) {
        park_within(unit, desk, named, &who, why)?;
    }
    if let Some(branch) = branch_of(unit, asked.nik, person)? {
        offices::assign(unit, desk, person.0, branch)?;
        offices::assign(unit, desk, enrolled.payer, branch)?;
    }
    Ok(Joined {
        person: person.0,
        membership: enrolled.membership,
        kpj: enrolled.kpj,
        bill: enrolled.bill,
        registry: if told == Answer::Confirmed { "confirmed" } else { "pending" }.to_owned(),
    })
}

/// Who she is.
fn who(desk: &Desk<'_>, asked: &RegisterSelf) -> Result<RegisterPerson> {
    Ok(RegisterPerson {
        nik: asked.nik,
        name: asked.name.clone(),
        mother: None,
        birth_date: asked.nik.birth_date(desk.today).ok_or_else(no_birth)?,
        sex: asked.nik.sex(),
        phone: Some(asked.phone.clone()),
        facts: Vec::new(),
        // Who is alike is not told to whoever writes a name: the branch looks at both.
        is_another: true,
    })
}

/// As what she joins.
fn joins(desk: &Desk<'_>, asked: &RegisterSelf, person: PersonId) -> EnrolMember {
    let fact = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    EnrolMember {
        person,
        segment: Segment::SelfEmployed,
        payer: None,
        started: desk.today,
        kpj: None,
        facts: vec![
            fact("sector", &asked.sector),
            fact("income", &asked.income.to_string()),
            fact("jht_chosen", if asked.saves { "yes" } else { "no" }),
        ],
    }
}

/// Why the branch looks at somebody whom the civil registry does not know so.
pub(crate) fn disagrees(told: Answer) -> Option<&'static str> {
    match told {
        Answer::Different(_) => Some("registry_different"),
        Answer::Unknown => Some("registry_unknown"),
        Answer::Dead => Some("registry_dead"),
        Answer::Confirmed | Answer::Pending => None,
    }
}

/// The branch of the province that issued the card looks after her, until she says where she lives; where
/// that has none, another, so that there is a desk for everybody.
fn branch_of(unit: &mut Unit<'_>, nik: Nik, person: PersonId) -> Result<Option<i64>> {
    let province = format!("{:02}", nik.region().province());
    let open = |all: Vec<branches::Branch>| {
        all.into_iter().filter(|branch| branch.closed.is_none()).map(|branch| branch.id).collect::<Vec<_>>()
    };
    if let Some(branch) = open(branches::of_province(unit, &province)?).first() {
        return Ok(Some(*branch));
    }
    let all = open(branches::all(unit)?);
    let turn = usize::try_from(person.0).unwrap_or_default().checked_rem(all.len());
    Ok(turn.and_then(|at| all.get(at).copied()))
}
