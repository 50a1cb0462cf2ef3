//! A program is let into the sandbox, for an invented partner of its own; its key is shown once.

use anyhow::Result;
use scheme::employers::PayerKind;
use scheme::id::PayerId;
use store::queries::clients::{self, Client};
use store::queries::{caseloads, institution};

use super::register_payer::{self, RegisterPayer};
use crate::auth::{Role, sessions};
use crate::office::Office;
use crate::office::sandbox::{PROVINCE, branch};
use crate::registry;

/// Whom a program of the sandbox may act for: partners, who write such programs.
pub(crate) const ROLES: [Role; 3] = [Role::Employer, Role::Platform, Role::Donor];

/// Lets a program into the sandbox, for an invented partner of its own; gives the key, which is shown once.
pub(crate) fn run(office: &mut Office, name: &str, role: Role) -> Result<String> {
    let key = sessions::sandbox_key()?;
    let kind = match role {
        Role::Platform => PayerKind::Platform,
        Role::Donor => PayerKind::Sponsor,
        _ => PayerKind::Employer,
    };
    office.unit(|unit, desk| {
        let number = institution::take_numbers(unit, 1)?;
        let asked = RegisterPayer {
            kind,
            npp: (kind == PayerKind::Employer).then(|| format!("99{:06}", number.rem_euclid(1_000_000))),
            name: name.to_owned(),
            parent: None,
            province: Some(PROVINCE),
            started: None,
            facts: facts(kind),
            measure: None,
        };
        let payer = PayerId(register_payer::within(unit, desk, &asked)?.payer);
        let branch = branch(unit)?;
        caseloads::assign(unit, payer.0, branch, desk.now)?;
        let client = Client {
            id: institution::take_numbers(unit, 1)?,
            name: name.to_owned(),
            key: sessions::hash(&key),
            role: role.word().to_owned(),
            payer: Some(payer),
            branch: None,
            province: None,
            ended: None,
            known: desk.now,
        };
        clients::add(unit, &client)?;
        registry::note(unit, desk, "program added", client.id)
    })?;
    Ok(key)
}

/// What an employer has to have said before anybody can be assessed.
fn facts(kind: PayerKind) -> Vec<(String, String)> {
    let said: &[(&str, &str)] = match kind {
        PayerKind::Employer => &[("risk_class", "low"), ("enterprise_size", "large")],
        _ => &[],
    };
    said.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// Closes a program of the sandbox.
pub(crate) fn close(office: &mut Office, client: i64) -> Result<()> {
    office.unit(|unit, desk| {
        clients::end(unit, client, desk.now)?;
        registry::note(unit, desk, "program closed", client)
    })
}
