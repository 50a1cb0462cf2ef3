//! A member, or the platform for her, takes back what she allowed.

use anyhow::Result;
use scheme::id::{MembershipId, PayerId};
use scheme::solidarity::consent::{self, Purpose};
use serde_json::json;
use store::Unit;
use store::queries::consents;

use super::take_consent::{self, given};
use super::tell_partner::{self, Happened};
use crate::office::Desk;
use crate::registry;

/// What is taken back.
#[derive(Clone, Debug)]
pub(crate) struct WithdrawConsent {
    pub(crate) membership: MembershipId,
    pub(crate) platform: PayerId,
    pub(crate) purpose: Purpose,
    /// By which way she said so.
    pub(crate) how: String,
    pub(crate) account: Option<i64>,
}

/// From today on it is no longer allowed; trips of days before stay hers.
pub(crate) fn within(unit: &mut Unit<'_>, desk: &Desk<'_>, asked: &WithdrawConsent) -> Result<()> {
    let of = (asked.membership, asked.platform);
    let known = desk.now.after(consents::hold(unit, asked.membership)?);
    let ended = consent::withdraw(&given(unit, of)?, asked.purpose, desk.today, known)?;
    take_consent::add(unit, of, &ended, &asked.how, asked.account)?;
    registry::note(unit, desk, "consent withdrawn", asked.membership.0)?;
    let said = json!({ "purpose": asked.purpose.name(), "until": desk.today.to_string() });
    let of = (asked.platform, asked.membership);
    tell_partner::of_rider(unit, desk, of, Happened::ConsentWithdrawn, &said)
}
