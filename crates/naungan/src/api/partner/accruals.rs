//! What trips have put aside for a month through the platform, rider by rider.

use schemars::JsonSchema;
use scheme::solidarity::consent::{Purpose, allowed};
use serde::Serialize;
use store::queries::accruals as rows;
use store::queries::riders;

use super::riders::month;
use super::{TAG, platform};
use crate::actions::take_consent;
use crate::api::about::About;
use crate::api::list::{self, Part};
use crate::auth::Deed;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::put_aside;

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get("/api/v1/partner/accruals", Deed::Partner, all, || {
        About::new(TAG, "What is put aside for a month through the platform, rider by rider")
            .answers::<Part<AccrualRow>>()
            .query(&[
                ("month", "The month; this one where nothing is said"),
                ("after", "Where the part begins: what `next` of the part before said"),
                ("limit", "How many at most, 1 to 200; 50 where nothing is said"),
            ])
    })]
}

/// What is put aside for a rider's month.
#[derive(Serialize, JsonSchema)]
struct AccrualRow {
    rider: String,
    month: String,
    trips: i64,
    /// What was put aside, in rupiah.
    amount: i64,
    /// What of it has reached her.
    settled: i64,
    /// What of the month's price comes through this platform, in rupiah; 0 while the month is not bought. It
    /// follows from what others put aside as well: only where she lets the platform see her cover.
    part: Option<i64>,
}

fn all(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (platform, limit) = (platform(ask)?, list::limit(ask)?);
    let month = month(ask)?.unwrap_or_else(|| ask.office.today().month());
    let after = list::number(ask)?.unwrap_or(0);
    let (mut found, mut items) = (Vec::new(), Vec::new());
    ask.office.look(|unit, desk| {
        found = rows::of_platform(unit, platform, month, after, limit as i64 + 1)?;
        items = Vec::with_capacity(limit);
        for one in found.iter().take(limit) {
            let names = riders::of_membership(unit, one.membership)?;
            let name = names.into_iter().find(|rider| rider.platform == platform);
            let given = take_consent::given(unit, (one.membership, platform))?;
            let part = match allowed(&given, Purpose::ShowCover, desk.today) {
                Some(_) => {
                    let months = put_aside::months(unit, desk, one.membership, None)?;
                    let aside = months.iter().find(|aside| aside.month == month);
                    Some(aside.map_or(0, |aside| aside.part(platform)))
                }
                None => None,
            };
            items.push(AccrualRow {
                rider: name.map(|rider| rider.name).unwrap_or_default(),
                month: month.to_string(),
                trips: one.trips,
                amount: one.amount,
                settled: one.settled,
                part,
            });
        }
        Ok(())
    })?;
    let more = found.len() > limit;
    found.truncate(limit);
    ask.shows_members(Deed::Partner, found.iter().map(|one| one.membership))?;
    let next = found.last().filter(|_| more).map(|one| one.membership.to_string());
    Ok(Reply::json(&Part { items, next })?)
}
