//! Who brings payments: the partner that signs what it tells, and the merchant that its QR names.

use std::env;

use anyhow::{Result, bail};

use crate::office::{Desk, code};
use crate::ports::qris::Merchant;
use crate::ports::rsa_key::PublicKey;
use crate::ports::snap::Signs;

/// A partner that tells of payments.
#[derive(Clone)]
pub(crate) struct Partner {
    /// What it calls itself in `X-PARTNER-ID`.
    pub(crate) id: String,
    /// How what it sends is known to be its own.
    pub(crate) signs: Signs,
}

/// The provider of payments.
pub(crate) enum Provider {
    /// An invented one, for invented people: it is played by the counter itself.
    Simulated(Partner, Merchant),
    /// A real one.
    Real(Partner, Merchant),
    /// There is none: payments come by bank statements and at the desk.
    None,
}

impl Provider {
    /// The provider of this institution. A real one is told by the environment, so that its secret stands in
    /// no file of ours and in no list of processes.
    pub(crate) fn of(desk: &Desk<'_>) -> Provider {
        if !desk.institution.is_production() {
            return Provider::Simulated(simulated(desk), invented(&desk.institution.name));
        }
        real(&desk.institution.name)
            .map_or(Provider::None, |(partner, merchant)| Provider::Real(partner, merchant))
    }

    /// Who signs, if there is anybody.
    pub(crate) fn partner(&self) -> Option<&Partner> {
        match self {
            Provider::Simulated(partner, _) | Provider::Real(partner, _) => Some(partner),
            Provider::None => None,
        }
    }

    /// Whom a QR names, if there can be one.
    pub(crate) fn merchant(&self) -> Option<&Merchant> {
        match self {
            Provider::Simulated(_, merchant) | Provider::Real(_, merchant) => Some(merchant),
            Provider::None => None,
        }
    }

    /// Whether it is played.
    pub(crate) fn is_simulated(&self) -> bool {
        matches!(self, Provider::Simulated(..))
    }
}

/// Its secret is another in each institution, made from what only the institution has.
fn simulated(desk: &Desk<'_>) -> Partner {
    let token = code::key_for(desk.code_key, "simulated token");
    let token = crate::hex::of(&token);
    let secret = code::key_for(desk.code_key, "simulated secret");
    Partner { id: "simulated".to_owned(), signs: Signs::Secret { token, secret } }
}

/// No bank has the number of this one.
fn invented(name: &str) -> Merchant {
    Merchant {
        domain: "ID.NAUNGAN.INVENTED".to_owned(),
        id: "99000000".to_owned(),
        pan: "936009990000000000".to_owned(),
        nmid: "ID1099000000000".to_owned(),
        name: name.to_owned(),
        city: "Jakarta".to_owned(),
        postal: "12930".to_owned(),
        criteria: LARGE.to_owned(),
    }
}

/// A large business, where the acquirer says nothing else.
const LARGE: &str = "UBE";
/// The partner's public key, in PEM: where it is told, notices are signed with it.
const KEY: &str = "PUBLIC_KEY";

/// What the environment tells of the provider.
fn told(name: &str) -> Option<String> {
    env::var(format!("NAUNGAN_PAYMENTS_{name}")).ok().filter(|text| !text.is_empty())
}

/// Refuses a key that cannot be read: without this every notice would be refused, and nobody would know why.
pub(crate) fn check_settings() -> Result<()> {
    match told(KEY) {
        Some(text) if PublicKey::read(&text).is_none() => {
            bail!("NAUNGAN_PAYMENTS_{KEY} is no RSA public key of 2048 bits or more in PEM")
        }
        _ => Ok(()),
    }
}

fn real(name: &str) -> Option<(Partner, Merchant)> {
    // A partner that has a key signs with it alone: whoever found a secret could otherwise sign too.
    let signs = match told(KEY) {
        Some(text) => Signs::Key(PublicKey::read(&text)?),
        None => Signs::Secret { token: told("TOKEN")?, secret: told("SECRET")?.into_bytes() },
    };
    let partner = Partner { id: told("PARTNER")?, signs };
    let merchant = Merchant {
        domain: told("QRIS_DOMAIN")?,
        id: told("QRIS_MERCHANT")?,
        pan: told("QRIS_PAN")?,
        nmid: told("QRIS_NMID")?,
        name: name.to_owned(),
        city: told("QRIS_CITY")?,
        postal: told("QRIS_POSTAL")?,
        criteria: told("QRIS_CRITERIA").unwrap_or_else(|| LARGE.to_owned()),
    };
    Some((partner, merchant))
}
