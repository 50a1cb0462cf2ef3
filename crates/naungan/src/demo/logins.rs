//! A login for each role of an invented institution, and the branches that its officers work at. The same
//! number that gives the institution gives its passwords: it is for trying, and says so on every page.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use scheme::employers::PayerKind;
use scheme::id::{MembershipId, PayerId, PersonId};
use sha2::{Digest, Sha256};
use store::queries::{branches, caseloads, institution, memberships, payers, riders, rolls, word_at};

use super::employer::npp;
use super::solidarity::first_donor;
use crate::actions::open_account::{self, OpenAccount};
use crate::actions::open_agent::{self, OpenAgent};
use crate::actions::register_payer::{self, RegisterPayer};
use crate::auth::{Role, passwords};
use crate::office::Office;
use crate::registry::{self, people};

/// How somebody gets in.
pub(crate) struct Login {
    pub(crate) role: Role,
    /// What she is where that is more than the role: a member who rides, a donor that is a village.
    pub(crate) who: &'static str,
    /// A handle; of a member the number she signs in with.
    pub(crate) handle: String,
    /// Nothing for members: a code is sent to them.
    pub(crate) password: Option<String>,
    /// The second factor in letters.
    pub(crate) second: Option<String>,
}

/// Whom the logins act for.
struct Chosen {
    employer: Option<PayerId>,
    platform: Option<PayerId>,
    sponsor: Option<PayerId>,
    village: Option<PayerId>,
    rider: Option<PersonId>,
    person: Option<PersonId>,
    branch: i64,
    province: String,
}

/// Opens branches and logins.
pub(crate) fn open(office: &mut Office, seed: u64) -> Result<Vec<Login>> {
    let chosen = choose(office)?;
    let mut logins = Vec::new();
    for (who, person) in [(Role::Member.word(), chosen.person), (RIDER, chosen.rider)] {
        let Some(person) = person else { continue };
        let nik = office.look(|unit, desk| Ok(people::load(unit, desk, person)?.identity().nik))?;
        let handle = nik.to_string();
        logins.push(Login { role: Role::Member, who, handle, password: None, second: None });
    }
    let of_payers = [
        (Role::Employer, Role::Employer.word(), chosen.employer),
        (Role::Platform, Role::Platform.word(), chosen.platform),
        (Role::Donor, Role::Donor.word(), chosen.sponsor),
        (Role::Donor, VILLAGE, chosen.village),
    ];
    for (role, who, payer) in of_payers {
        if payer.is_some() {
            logins.push(login(office, seed, (role, who), payer, &chosen)?);
        }
    }
    let hospital = hospital(office, &chosen)?;
    logins.push(login(office, seed, (Role::Hospital, Role::Hospital.word()), Some(hospital), &chosen)?);
    // Whoever works at the branch, for it in the field, and for the institution.
    for role in [Role::Officer, Role::Head, Role::Agent, Role::Analyst, Role::Auditor, Role::Administrator] {
        logins.push(login(office, seed, (role, role.word()), None, &chosen)?);
    }
    Ok(logins)
}

/// A member who rides for platforms, and a donor whose officers hand lists in.
const RIDER: &str = "rider";
const VILLAGE: &str = "village";

/// The last of all invented payers: no employer that was drawn is this one.
const HOSPITAL: u32 = 999_999;

/// A hospital of the province: care is billed by one, whoever was drawn.
fn hospital(office: &mut Office, chosen: &Chosen) -> Result<PayerId> {
    let asked = RegisterPayer {
        kind: PayerKind::Employer,
        npp: Some(npp(HOSPITAL).to_string()),
        name: "RS Contoh Sentosa".to_owned(),
        parent: None,
        province: chosen.province.parse().ok(),
        started: None,
        facts: vec![("risk_class".to_owned(), "low".to_owned())],
        measure: None,
    };
    let hospital = register_payer::run(office, &asked, None)?.payer;
    office.unit(|unit, desk| caseloads::assign(unit, hospital, chosen.branch, desk.now))?;
    Ok(PayerId(hospital))
}

/// An agent of the branch, who enrols in its province.
fn agent(office: &mut Office, chosen: &Chosen) -> Result<i64> {
    let agency = open_agent::agency(office, "Koperasi Contoh Rukun", chosen.branch)?;
    let (terms, areas) = ("by_staying".to_owned(), vec![chosen.province.clone()]);
    open_agent::run(office, &OpenAgent { agency, person: None, terms, areas })
}

/// Roles of which a small demo may have nobody.
const OF_SOMEBODY: [Role; 4] = [Role::Member, Role::Employer, Role::Platform, Role::Donor];

/// Roles that nobody was found for.
pub(crate) fn lacking(logins: &[Login]) -> Vec<Role> {
    let has = |role: &Role| logins.iter().any(|login| login.role == *role);
    OF_SOMEBODY.into_iter().filter(|role| !has(role)).collect()
}

fn login(
    office: &mut Office,
    seed: u64,
    (role, who): (Role, &'static str),
    payer: Option<PayerId>,
    chosen: &Chosen,
) -> Result<Login> {
    let password = password(seed, who);
    let secret = drawn("second", seed, who)[..20].to_vec();
    let asked = OpenAccount {
        role,
        handle: who.to_owned(),
        name: if who == VILLAGE { "Budi Contoh" } else { name(role) }.to_owned(),
        address: String::new(),
        person: None,
        payer,
        branch: matches!(role, Role::Officer | Role::Head).then_some(chosen.branch),
        province: (role == Role::Head).then(|| chosen.province.clone()),
        agent: (role == Role::Agent).then(|| agent(office, chosen)).transpose()?,
        given: Some((password.clone(), secret.clone())),
    };
    open_account::run(office, &asked)?;
    let second = Some(passwords::letters(&secret)?);
    Ok(Login { role, who, handle: asked.handle, password: Some(password), second })
}

/// Invented names, one a role.
const fn name(role: Role) -> &'static str {
    match role {
        Role::Employer => "Dewi Contoh",
        Role::Platform => "Rizky Contoh",
        Role::Donor => "Maria Contoh",
        Role::Officer => "Agus Contoh",
        Role::Head => "Sri Contoh",
        Role::Analyst => "Putu Contoh",
        Role::Auditor => "Hasan Contoh",
        Role::Hospital => "Ratna Contoh",
        Role::Agent => "Wulan Contoh",
        Role::Visitor | Role::Member | Role::Heir | Role::Administrator => "Rina Contoh",
    }
}

fn drawn(what: &str, seed: u64, who: &str) -> Vec<u8> {
    Sha256::digest(format!("{what} {seed} {who}").as_bytes()).to_vec()
}

fn password(seed: u64, who: &str) -> String {
    format!("{who}-{}", crate::hex::of(&drawn("password", seed, who)[..4]))
}

/// What is known of who pays: the kind, the province, and how many are on the roll.
struct Seen {
    kind: String,
    province: String,
    people: i64,
}

fn choose(office: &mut Office) -> Result<Chosen> {
    let month = office.today().month();
    let seen = office.look(|unit, _| {
        let mut seen: BTreeMap<i64, Seen> = BTreeMap::new();
        payers::each(unit, &mut |id, kind, province| {
            let (kind, province) = (kind.to_owned(), province.to_owned());
            seen.insert(id.0, Seen { kind, province, people: 0 });
            Ok(())
        })?;
        rolls::heads(unit, month, &mut |payer, people| {
            if let Some(known) = seen.get_mut(&payer) {
                known.people = people;
            }
            Ok(())
        })?;
        Ok(seen)
    })?;
    let most = |kind: PayerKind| {
        let of_kind = seen.iter().filter(|(_, known)| known.kind == kind.name());
        of_kind.max_by_key(|(id, known)| (known.people, -**id)).map(|(id, _)| PayerId(*id))
    };
    let employer = most(PayerKind::Employer);
    let of_employer = employer.and_then(|payer| seen.get(&payer.0)).map(|known| known.province.clone());
    let province = of_employer.filter(|province| !province.is_empty()).unwrap_or_else(|| "31".to_owned());
    let branch = branches(office, &seen, &province)?;
    let platform = most(PayerKind::Platform);
    let riding = riding(office, &seen)?;
    let rider = riding.map(|(_, membership)| membership);
    Ok(Chosen {
        platform: riding.map(|(platform, _)| platform).or(platform),
        sponsor: first_donor(office, "company")?.or(most(PayerKind::Sponsor)),
        village: first_donor(office, "village_fund")?,
        rider: rider
            .map(|one| office.look(|unit, _| Ok(registry::members::row(unit, one)?.person)))
            .transpose()?,
        person: employer.map(|payer| of(office, payer)).transpose()?.flatten(),
        employer,
        branch,
        province,
    })
}

/// The platform with most riders who put something aside, and the first of them.
fn riding(office: &mut Office, seen: &BTreeMap<i64, Seen>) -> Result<Option<(PayerId, MembershipId)>> {
    office.look(|unit, _| {
        let mut most = None;
        for id in seen.iter().filter(|(_, known)| known.kind == PayerKind::Platform.name()).map(|(id, _)| *id)
        {
            let count = riders::count(unit, PayerId(id))?;
            if count > 0 && most.is_none_or(|(known, _)| count > known) {
                most = Some((count, PayerId(id)));
            }
        }
        let Some((_, platform)) = most else { return Ok(None) };
        let first = riders::of_platform(unit, platform, "", 1)?;
        Ok(first.first().map(|rider| (platform, rider.membership)))
    })
}

/// Somebody who works for a payer.
fn of(office: &mut Office, payer: PayerId) -> Result<Option<PersonId>> {
    let month = office.today().month();
    office.look(|unit, desk| {
        for roll in rolls::of_payer_in(unit, payer, month)? {
            let Some(row) = memberships::read(unit, roll.membership)? else { continue };
            if people::load(unit, desk, row.person)?.identity().phone.is_some() {
                return Ok(people::numbers(unit, row.person, desk.now)?.first().copied());
            }
        }
        Ok(None)
    })
}

/// Payers given to branches in one unit.
const TOGETHER: usize = 500;

/// A branch in each province where somebody pays; who has no province goes to them in turn. Gives the branch
/// of a province.
fn branches(office: &mut Office, seen: &BTreeMap<i64, Seen>, wanted: &str) -> Result<i64> {
    let mut provinces: Vec<&str> = seen.values().map(|known| known.province.as_str()).collect();
    provinces.push(wanted);
    provinces.retain(|province| !province.is_empty());
    provinces.sort_unstable();
    provinces.dedup();
    let opened: Vec<i64> = office.unit(|unit, desk| {
        // Agents have had a branch from the beginning.
        let open = |province: &&str| match branches::of_province(unit, province)?.first() {
            Some(there) => Ok(there.id),
            None => {
                let id = institution::take_numbers(unit, 1)?;
                let (name, province) = (format!("Cabang Contoh {province}"), (*province).to_owned());
                branches::add(unit, &branches::Branch { id, name, province, closed: None })?;
                registry::note(unit, desk, "branch opened", id)?;
                Ok(id)
            }
        };
        provinces.iter().map(open).collect::<Result<_>>()
    })?;
    let branch_of = |id: i64, known: &Seen| {
        let at = provinces.iter().position(|province| *province == known.province);
        opened[at.unwrap_or(id.unsigned_abs() as usize % opened.len())]
    };
    let all: Vec<(i64, i64)> = seen.iter().map(|(id, known)| (*id, branch_of(*id, known))).collect();
    for some in all.chunks(TOGETHER) {
        office.unit(|unit, desk| {
            some.iter().try_for_each(|(payer, branch)| caseloads::assign(unit, *payer, *branch, desk.now))
        })?;
    }
    office.unit(|unit, _| word_at::fill(unit))?;
    let at =
        provinces.iter().position(|province| *province == wanted).context("a province without a branch")?;
    Ok(opened[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_number_gives_the_same_password() {
        assert_eq!(password(1, "officer"), password(1, "officer"));
        assert_ne!(password(1, "officer"), password(2, "officer"));
        assert!(password(1, "head").len() >= 12);
    }
}
