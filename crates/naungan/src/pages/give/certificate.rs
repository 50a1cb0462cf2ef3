//! The certificate of a gift that was given without signing in, for whoever holds its address.

use print::Certificate;

use super::one::seen;
use crate::pages::documents::{file, qr, sheet};
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;

pub(super) fn of_giving(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let seen = seen(ask)?;
    let (gift, named) = seen.came.ok_or(Problem::NotFound)?;
    // What went back wholly was no gift.
    let amount = Some(gift.amount - gift.returned).filter(|amount| *amount > 0).ok_or(Problem::NotFound)?;
    let address = format!("{}/give/{}", ask.settings.public, ask.place::<String>("token")?);
    let number = format!("{}-{}", gift.pot, gift.no);
    let certificate = Certificate {
        sheet: sheet(ask, &address),
        name: seen.name.unwrap_or_default(),
        campaign: seen.campaign,
        amount,
        day: gift.day,
        worth: Some(seen.worker_months),
        paid: None,
        entry: named.entry,
        hash: named.hash,
        qr: Some(qr(&address)?),
        number: number.clone(),
    };
    let name = format!("{}-{number}.pdf", ask.pick("sertifikat", "certificate"));
    Ok(file(&name, print::certificate(&certificate)?))
}
