//! A member is enrolled where she stands: the same act as without a network, taken at once.

use minijinja::{Value, context};
use serde_json::{Value as Json, json};
use store::queries::agents::{self, Agent};

use super::cash::{amount, request};
use super::{mine, status};
use crate::actions::field_acts::{self, Act, Collect, Does, Enrol};
use crate::auth::Deed;
use crate::pages::form_page;
use crate::pages::questions::wrong;
use crate::pages::register;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::provinces;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/agent/bring", Deed::AgentWork, ask_bring),
        Route::form("/agent/bring", Deed::AgentWork, bring),
    ]
}

/// What the form of a new member offers to choose from.
pub(super) fn choices(ask: &mut Ask<'_>, agent: &Agent) -> Result<(Vec<Json>, String), Problem> {
    let areas = ask.office.look(|unit, _| agents::territory(unit, agent.id))?;
    let own = areas.first().and_then(|area| area.get(..2)).unwrap_or_default().to_owned();
    let all = provinces::all()
        .iter()
        .filter(|province| areas.is_empty() || areas.iter().any(|area| area.starts_with(province.code)));
    let all = all.map(|province| json!({ "value": province.code, "text": province.name })).collect();
    Ok((all, own))
}

fn ask_bring(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    form(ask, &[])
}

fn form(ask: &mut Ask<'_>, errors: &[Value]) -> Result<Reply, Problem> {
    let agent = mine(ask)?;
    let (areas, own) = choices(ask, &agent)?;
    let request = request(ask)?;
    let get = |name: &str| ask.form.get(name).to_owned();
    let chosen = Some(get("area")).filter(|area| !area.is_empty()).unwrap_or(own);
    let given = json!({
        "nik": get("nik"), "name": get("name"), "phone": get("phone"), "sector": get("sector"),
        "income": get("income"), "saves": get("saves"), "area": chosen, "paid": get("paid"),
    });
    let values = context! { given, areas, request, errors };
    Ok(form_page(ask, "agent/bring.html", values)?.status(status(errors)))
}

/// The member as the form says her; or what is wrong.
fn read(ask: &Ask<'_>) -> Result<(Enrol, Option<i64>), Vec<Value>> {
    let get = |name: &str| ask.form.get(name).to_owned();
    let mut errors = Vec::new();
    let nik = register::nik(&get("nik"), ask.office.institution.is_production());
    let name = register::name(&get("name"));
    let phone = register::telephone(&get("phone"));
    errors.extend(nik.err().map(|key| wrong(ask, "nik", key)));
    errors.extend(name.as_ref().err().map(|key| wrong(ask, "name", key)));
    errors.extend(phone.as_ref().err().map(|key| wrong(ask, "phone", key)));
    let (sector, saves, area) = (get("sector"), get("saves"), get("area"));
    if !["transport", "other"].contains(&sector.as_str()) {
        errors.push(wrong(ask, "sector", "register.sector_missing"));
    }
    let income = amount(&get("income"));
    errors.extend(income.is_none().then(|| wrong(ask, "income", "agent.income_wrong")));
    if !["yes", "no"].contains(&saves.as_str()) {
        errors.push(wrong(ask, "saves", "register.saves_missing"));
    }
    if !provinces::is_code(&area) {
        errors.push(wrong(ask, "area", "agent.area_missing"));
    }
    let paid = amount(&get("paid"));
    if paid.is_none() && !get("paid").is_empty() {
        errors.push(wrong(ask, "paid", "agent.amount_wrong"));
    }
    match (nik, name, phone, income, errors.is_empty()) {
        (Ok(nik), Ok(name), Ok(phone), Some(income), true) => {
            let (nik, saves) = (nik.to_string(), saves == "yes");
            Ok((Enrol { nik, name, phone, sector, income, saves, area }, paid))
        }
        _ => Err(errors),
    }
}

fn bring(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let agent = mine(ask)?;
    let (asked, paid) = match read(ask) {
        Ok(read) => read,
        Err(errors) => return form(ask, &errors),
    };
    let (key, made, day) = (format!("page-{}", request(ask)?), ask.office.now(), ask.office.today());
    let mut acts = vec![Act { key: key.clone(), made, does: Does::Enrol(asked) }];
    if let Some(amount) = paid {
        let whose = field_acts::Whose::Enrolment(key.clone());
        let does = Does::Collect(Collect { whose, amount, day });
        acts.push(Act { key: format!("{key}-paid"), made, does });
    }
    let answered = field_acts::run_all(ask.office, agent.id, &acts)?;
    let open = answered.iter().find(|one| matches!(one.answer, "conflict" | "refused"));
    let receipt = answered.last().and_then(|one| one.kept.receipt);
    Ok(Reply::see(&match (open, receipt) {
        (Some(open), _) => format!("/agent/acts/{}", open.no),
        (None, Some(receipt)) => format!("/agent/receipts/{receipt}"),
        (None, None) => "/agent/members".to_owned(),
    }))
}
