//! Documents to keep, as PDF in the reader's language: membership card, receipt, yearly statement.
//!
//! Each carries a QR that leads to a page of ours, where it can be held against what the books say today.

mod card;
mod receipt;
pub(super) mod statement;
#[cfg(test)]
mod tests;

use anyhow::{Context, Result};
use print::{Lang, Qr, Sheet};
use qrcode::{Color, QrCode};
use rules::render;

use crate::auth::{Deed, Of};
use crate::serve::ask::Ask;
use crate::serve::reply::Reply;
use crate::serve::route::Route;

const PDF: &str = "application/pdf";

pub(super) fn routes() -> Vec<Route> {
    let (member, person) = (Of::Membership("membership"), Of::Person("person"));
    vec![
        Route::page("/me/card.pdf", Deed::SeeMembership, card::own),
        Route::page("/memberships/{membership}/card.pdf", Deed::SeeMembership, card::one).of(member),
        Route::page("/me/statement/{file}", Deed::SeeSavings, statement::own),
        Route::page("/people/{person}/statement/{file}", Deed::SeeSavings, statement::one).of(person),
        Route::page("/statement/{token}", Deed::Look, statement::checked),
        Route::page("/receipt/{code}/{payment}/receipt.pdf", Deed::Look, receipt::by_code),
        Route::page("/payers/{payer}/payments/{payment}/receipt.pdf", Deed::SeeBills, receipt::of_payer)
            .of(Of::Payer("payer")),
    ]
}

/// What every document carries, with the address at which it can be checked.
pub(super) fn sheet(ask: &Ask<'_>, check_at: &str) -> Sheet {
    Sheet {
        lang: match ask.lang {
            render::Lang::Id => Lang::Id,
            render::Lang::En => Lang::En,
        },
        institution: ask.office.institution.name.clone(),
        law: ask.office.pack.fingerprint().to_owned(),
        made: ask.office.today(),
        invented: ask.settings.invented,
        check_at: check_at.to_owned(),
    }
}

/// An address as a QR.
pub(super) fn qr(address: &str) -> Result<Qr> {
    let code = QrCode::new(address.as_bytes()).context("an address too long for a QR code")?;
    Qr::new(code.to_colors().into_iter().map(|color| color == Color::Dark).collect())
}

/// The file to keep. Its name is made of words and numbers of ours, never of what somebody is called.
pub(super) fn file(name: &str, pdf: Vec<u8>) -> Reply {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-.".contains(letter);
    let name: String = name.chars().filter(|letter| plain(*letter)).collect();
    Reply::file(PDF, &name, pdf).with("cache-control", "no-store")
}
