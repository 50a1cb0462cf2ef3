//! What a member allows platforms, and how she takes it back.

use anyhow::Result;
use minijinja::{Value, context};
use scheme::id::{MembershipId, PayerId};
use scheme::solidarity::consent::{Purpose, allowed};
use serde_json::json;
use store::Unit;
use store::queries::consents;

use super::{me, memberships, payer_name};
use crate::actions::take_consent::given;
use crate::actions::withdraw_consent::{self, WithdrawConsent};
use crate::office::Desk;
use crate::pages::{form_page, texts};
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;

pub(super) fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (person, lang) = (me(ask)?, ask.lang);
    let rows = ask.office.look(|unit, desk| {
        let mut rows = Vec::new();
        for shown in memberships(unit, desk, person)? {
            rows.extend(in_force(unit, desk, shown.row.id)?);
        }
        Ok(rows)
    })?;
    let said = |purpose: Purpose| texts::said(lang, &format!("trips.purpose_{}", purpose.name()), &[]);
    let row = |one: &Allows| {
        json!({
            "membership": one.membership.0, "platform": one.platform.0, "name": one.name,
            "purpose": one.purpose.name(), "says": said(one.purpose), "amount": one.amount, "from": one.from,
        })
    };
    let rows: Vec<serde_json::Value> = rows.iter().map(row).collect();
    form_page(ask, "member/consents.html", context! { rows, errors => Vec::<Value>::new() })
}

/// Something she allows today.
struct Allows {
    membership: MembershipId,
    platform: PayerId,
    name: Option<String>,
    purpose: Purpose,
    amount: Option<i64>,
    from: String,
}

fn in_force(unit: &mut Unit<'_>, desk: &Desk<'_>, membership: MembershipId) -> Result<Vec<Allows>> {
    let mut platforms: Vec<PayerId> =
        consents::of_membership(unit, membership)?.into_iter().map(|row| row.platform).collect();
    platforms.sort_unstable();
    platforms.dedup();
    let mut found = Vec::new();
    for platform in platforms {
        let all = given(unit, (membership, platform))?;
        let name = payer_name(unit, desk, platform)?;
        for purpose in Purpose::ALL {
            let Some(one) = allowed(&all, purpose, desk.today) else { continue };
            let (name, amount, from) = (name.clone(), one.amount, one.from.to_string());
            found.push(Allows { membership, platform, name, purpose, amount, from });
        }
    }
    Ok(found)
}

/// Takes one back; what is none of hers is not there.
pub(super) fn withdraw(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (person, account) = (me(ask)?, Some(ask.caller.account));
    let number = |name: &str| ask.form.get(name).parse::<i64>().map_err(|_| Problem::NotFound);
    let (membership, platform) = (MembershipId(number("membership")?), PayerId(number("platform")?));
    let purpose = Purpose::parse(ask.form.get("purpose")).ok_or(Problem::NotFound)?;
    let is_own = ask.office.look(|unit, desk| {
        Ok(memberships(unit, desk, person)?.iter().any(|shown| shown.row.id == membership))
    })?;
    if !is_own {
        return Err(Problem::NotFound);
    }
    let how = "member".to_owned();
    let asked = WithdrawConsent { membership, platform, purpose, how, account };
    ask.office.unit(|unit, desk| withdraw_consent::within(unit, desk, &asked))?;
    Ok(Reply::see("/me/consents"))
}
