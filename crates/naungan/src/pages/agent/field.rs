//! The page that works without a network: both forms of the field. With scripts their acts wait on the
//! telephone until there is one; without, each is sent at once.

use minijinja::{Value, context};

use super::{bring, cash, mine};
use crate::auth::Deed;
use crate::pages::form_page;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;

pub(super) fn routes() -> Vec<Route> {
    vec![Route::page("/agent/field", Deed::AgentWork, field)]
}

fn field(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let agent = mine(ask)?;
    let (areas, own) = bring::choices(ask, &agent)?;
    let (request, day) = (cash::request(ask)?, ask.office.today().to_string());
    let errors: Vec<Value> = Vec::new();
    form_page(ask, "agent/field.html", context! { areas, own, request, day, errors, agent => agent.id })
}
