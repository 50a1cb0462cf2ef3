//! Closing a payer.

use base::{Day, Moment};

use super::Payer;
use crate::facts::{Fact, Subject};
use crate::id::MembershipId;
use crate::refusal::Refusal;

/// Closes a payer on its last day. `covered` are memberships it pays for in a later month: they end first.
pub fn close(payer: &Payer, day: Day, covered: &[MembershipId], known: Moment) -> Result<Fact, Refusal> {
    if let Some(closed) = payer.closed {
        let id = format!("pembayar {} sudah ditutup pada {closed}", payer.id);
        return Err(Refusal::new("payer_closed", id, format!("payer {} was closed on {closed}", payer.id)));
    }
    if day < payer.registered {
        let id = format!("pembayar {} baru terdaftar pada {}", payer.id, payer.registered);
        let en = format!("payer {} was registered only on {}", payer.id, payer.registered);
        return Err(Refusal::new("before_start", id, en));
    }
    if let Some(first) = covered.first() {
        let (count, month) = (covered.len(), day.month());
        let id = format!(
            "{count} kepesertaan masih berjalan setelah {month}, di antaranya {first}: akhiri dahulu"
        );
        let en = format!("{count} memberships go on after {month}, {first} among them: end them first");
        return Err(Refusal::new("payer_has_members", id, en));
    }
    Ok(Fact::since(Subject::Payer(payer.id), "ended", &day, day.month(), known))
}
