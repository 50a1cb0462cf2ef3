//! A membership card, checked by anybody who has it in front of her: valid or not, until when, and initials.

use axum::http::StatusCode;
use minijinja::{Value, context};
use scheme::id::MembershipId;
use scheme::memberships::Segment;
use store::queries::memberships;

use super::page;
use super::sign_in::qr;
use crate::auth::{Deed, Of};
use crate::commands::membership::show;
use crate::office::{Desk, card, code};
use crate::registry::people;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/card/{token}", Deed::Look, checked),
        Route::page("/me/cards/{membership}/qr", Deed::SeeMembership, picture)
            .of(Of::Membership("membership")),
    ]
}

fn key(desk: &Desk<'_>) -> Vec<u8> {
    code::key_for(desk.card_key, "token of a card")
}

/// The public address of a card.
pub(super) fn address(ask: &mut Ask<'_>, membership: MembershipId) -> String {
    let (_, desk) = ask.office.parts();
    format!("{}/card/{}", ask.settings.public, card::token(&key(&desk), membership.0))
}

fn picture(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let membership = MembershipId(ask.place("membership")?);
    let picture = qr(&address(ask, membership))?;
    Ok(Reply::of("image/svg+xml", picture))
}

fn checked(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let token: String = ask.place("token")?;
    let found = ask.office.look(|unit, desk| {
        let Some(membership) = card::read(&key(desk), &token).map(MembershipId) else { return Ok(None) };
        if memberships::read(unit, membership)?.is_none() {
            return Ok(None);
        }
        let shown = show::read(unit, desk, membership)?;
        let name = people::load(unit, desk, shown.row.person)?.identity().name.clone();
        Ok(Some((shown, initials(&name))))
    })?;
    let Some((shown, initials)) = found else {
        let reply = page(ask, "member/checked.html", context! { known => false })?;
        return Ok(reply.status(StatusCode::NOT_FOUND));
    };
    let values: Value = context! {
        known => true,
        covered => shown.cover.today,
        until => shown.cover.until.map(|day| day.to_string()),
        goes_on => shown.segment != Segment::SelfEmployed && shown.cover.until.is_none(),
        initials => initials,
    };
    page(ask, "member/checked.html", values)
}

/// The first letter of each name, for whoever compares it with an identity card.
pub(super) fn initials(name: &str) -> String {
    let letters =
        name.split_whitespace().filter_map(|word| word.chars().find(|letter| letter.is_alphabetic()));
    letters.flat_map(char::to_uppercase).map(|letter| format!("{letter}.")).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_say_little() {
        assert_eq!(initials("siti  Aminah binti Umar"), "S. A. B. U.");
        assert_eq!(initials("'Ain"), "A.");
        assert_eq!(initials("  "), "");
    }
}
