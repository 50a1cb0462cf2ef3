//! What a member allows platforms, and how she takes it back.

use anyhow::Result;
use minijinja::{Value, context};
use scheme::id::{MembershipId, PayerId};
use scheme::refusal::Refusal;
use scheme::solidarity::consent::{Purpose, allowed};
use serde_json::json;
use store::Unit;
use store::queries::consents;

use super::{me, memberships, payer_name};
use crate::actions::take_consent::{self, HERSELF, TakeConsent, given};
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
            rows.extend(said_by(unit, desk, shown.row.id)?);
        }
        Ok(rows)
    })?;
    let said = |purpose: Purpose| texts::said(lang, &format!("trips.purpose_{}", purpose.name()), &[]);
    let row = |one: &Allows| {
        json!({
            "membership": one.membership.0, "platform": one.platform.0, "name": one.name,
            "purpose": one.purpose.name(), "says": said(one.purpose), "amount": one.amount, "from": one.from,
            "until": one.until,
        })
    };
    let rows: Vec<serde_json::Value> = rows.iter().map(row).collect();
    form_page(ask, "member/consents.html", context! { rows, errors => Vec::<Value>::new() })
}

/// Something she allows today, or took back herself.
struct Allows {
    membership: MembershipId,
    platform: PayerId,
    name: Option<String>,
    purpose: Purpose,
    amount: Option<i64>,
    from: String,
    /// The day she took it back.
    until: Option<String>,
}

fn said_by(unit: &mut Unit<'_>, desk: &Desk<'_>, membership: MembershipId) -> Result<Vec<Allows>> {
    let rows = consents::of_membership(unit, membership)?;
    let mut platforms: Vec<PayerId> = rows.iter().map(|row| row.platform).collect();
    platforms.sort_unstable();
    platforms.dedup();
    let mut found = Vec::new();
    for platform in platforms {
        let all = given(unit, (membership, platform))?;
        let name = payer_name(unit, desk, platform)?;
        for purpose in Purpose::ALL {
            let name = name.clone();
            if let Some(one) = allowed(&all, purpose, desk.today) {
                let (amount, from) = (one.amount, one.from.to_string());
                found.push(Allows { membership, platform, name, purpose, amount, from, until: None });
            } else if let Some((row, amount)) = taken_back(&rows, platform, purpose) {
                let (from, until) = (row.from.to_string(), row.until.map(|day| day.to_string()));
                found.push(Allows { membership, platform, name, purpose, amount, from, until });
            }
        }
    }
    Ok(found)
}

/// What she took back herself and nobody said anything of since, and how much a trip she had allowed.
fn taken_back(
    rows: &[consents::Consent],
    platform: PayerId,
    purpose: Purpose,
) -> Option<(&consents::Consent, Option<i64>)> {
    let same = || rows.iter().filter(|row| row.platform == platform && row.purpose == purpose.name());
    let last = same().max_by_key(|row| row.known)?;
    let given = same().filter(|row| row.until.is_none()).max_by_key(|row| row.known);
    (last.how == HERSELF && last.until.is_some()).then(|| (last, given.and_then(|row| row.amount)))
}

/// Takes one back, or allows again what she took back herself; what is none of hers is not there.
pub(super) fn change(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
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
    let how = HERSELF.to_owned();
    if ask.form.get("again").is_empty() {
        let asked = WithdrawConsent { membership, platform, purpose, how, account };
        ask.office.unit(|unit, desk| withdraw_consent::within(unit, desk, &asked))?;
        return Ok(Reply::see("/me/consents"));
    }
    ask.office.unit(|unit, desk| {
        let rows = consents::of_membership(unit, membership)?;
        let (_, amount) = taken_back(&rows, platform, purpose).ok_or_else(nothing_taken_back)?;
        let how = how.clone();
        let asked = TakeConsent { membership, platform, purpose, amount, from: None, how, account };
        take_consent::within(unit, desk, &asked)
    })?;
    Ok(Reply::see("/me/consents"))
}

fn nothing_taken_back() -> Refusal {
    let id = "izin ini tidak sedang Anda cabut";
    Refusal::new("consent_given", id, "you have not taken this back")
}
