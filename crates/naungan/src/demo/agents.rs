//! An agent of an invented institution: members she enrolled, cash on its way, acts of the field in each
//! state, and a drive that counts them, through the actions that everybody uses.

use anyhow::{Context, Result};
use store::queries::{agents, branches};

use super::logins::Login;
use crate::actions::field_acts::{self, Act, Collect, Does, Enrol, Whose};
use crate::actions::lead_outreach::{self, LeadOutreach};
use crate::actions::open_account::by_handle;
use crate::actions::take_cash;
use crate::auth::Role;
use crate::office::Office;

/// Whom she enrolled: the NIK's end, a name, the work, the income. The invented registry knows nobody of the
/// last number.
const MEMBERS: [(&str, &str, &str, i64); 4] = [
    ("0101", "Sutini Contoh", "other", 1_500_000),
    ("0102", "Karyono Contoh", "transport", 2_500_000),
    ("0103", "Lastri Contoh", "other", 1_200_000),
    ("0197", "Paijo Contoh", "other", 1_000_000),
];

/// What two of them paid her.
const PAID: [i64; 2] = [50_000, 100_000];
/// What the drive is to bring, costs to begin with, and how many days it takes.
const TARGET: i64 = 40;
const COST: i64 = 2_500_000;
const DAYS: i32 = 60;

/// Enrols, collects, and begins a drive at the branch of the agent.
pub(crate) fn open(office: &mut Office, logins: &[Login]) -> Result<()> {
    let Some(login) = logins.iter().find(|login| login.role == Role::Agent) else { return Ok(()) };
    let agent = office.look(|unit, desk| {
        let account = by_handle(unit, desk, &login.handle)?.context("the agent's login is lost")?;
        agents::of_account(unit, account.id)?.context("a login of no agent")
    })?;
    let until = office.today().plus_days(DAYS).unwrap_or(office.today());
    let drive = LeadOutreach {
        branch: agent.branch,
        whole_province: true,
        name: "Pasar Contoh terlindungi".to_owned(),
        until,
        target: TARGET,
        cost: COST,
        account: None,
    };
    office.unit(|unit, desk| lead_outreach::within(unit, desk, &drive))?;
    let area = office.look(|unit, _| {
        let branch = branches::read(unit, agent.branch)?.context("an agent of no branch")?;
        Ok(branch.province)
    })?;
    let (made, day) = (office.now(), office.today());
    let mut acts = Vec::new();
    for (at, (serial, name, sector, income)) in MEMBERS.into_iter().enumerate() {
        let does = Does::Enrol(Enrol {
            nik: format!("990101450190{serial}"),
            name: name.to_owned(),
            // One telephone for all, as the branch is shown.
            phone: "081399010101".to_owned(),
            sector: sector.to_owned(),
            income,
            saves: false,
            area: area.clone(),
        });
        acts.push(Act { key: format!("demo-{at}"), made, does });
    }
    for (at, amount) in PAID.into_iter().enumerate() {
        let collect = Collect { whose: Whose::Enrolment(format!("demo-{at}")), amount, day };
        acts.push(Act { key: format!("demo-paid-{at}"), made, does: Does::Collect(collect) });
        if at == 0 {
            field_acts::run_all(office, agent.id, &acts)?;
            take_cash::ask(office, agent.id)?;
        }
    }
    field_acts::run_all(office, agent.id, &acts)?;
    Ok(())
}
