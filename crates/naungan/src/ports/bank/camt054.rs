//! Notifications (camt.054): orders that left the account, and money that came back.
//!
//! Only what the bank has booked counts. Other credits, and debits that name no order of ours such as the
//! bank's fees, are no answers and left out.

use std::io::Read;

use scheme::refusal::Refusal;

use super::answer::{Answer, Place, Reason, Verdict, amount};
use super::message::{Kind, Message, Step};
use super::order::shown;

/// What the standard has a bank write where a payer gave no reference.
const NOT_PROVIDED: &str = "NOTPROVIDED";
/// A return, in the standard's codes of what moved money.
const RETURN: &str = "RRTN";

/// Reads a notification, and says how many answers were in it.
pub fn read<R: Read>(input: R, take: impl FnMut(Result<Answer, Refusal>)) -> Result<u64, Refusal> {
    let mut message = Message::open(input)?;
    if message.kind() != Kind::Notification {
        let en = "there is no BkToCstmrDbtCdtNtfctn in it";
        return Err(message.broken("tidak berisi BkToCstmrDbtCdtNtfctn", en));
    }
    rest(&mut message, take)
}

/// A movement, or one of the payments in it.
#[derive(Clone, Default)]
struct Raw {
    amount: String,
    /// Where it differs from the entry's: a return among payments.
    direction: String,
    currency: String,
    reference: String,
    order: String,
    run: String,
    family: String,
    is_return: bool,
    reason: Reason,
}

#[derive(Default)]
struct Entry {
    whole: Raw,
    direction: String,
    status: String,
    reversal: bool,
    parts: Vec<Raw>,
}

/// Reads on behind the element that says that it is a notification.
pub(super) fn rest<R: Read>(
    message: &mut Message<R>,
    mut take: impl FnMut(Result<Answer, Refusal>),
) -> Result<u64, Refusal> {
    let mut entry = Entry::default();
    loop {
        let step = message.step()?;
        let mut names = Vec::new();
        message.names(&mut names);
        match (step, names.as_slice()) {
            (Step::Over, _) => return Ok(message.count()),
            (Step::Begin, ["Ntfctn", "Ntry"]) => entry = Entry::default(),
            (Step::Begin, ["Ntfctn", "Ntry", "NtryDtls", "TxDtls"]) => entry.parts.push(Raw::default()),
            (Step::End, ["Ntfctn", "Ntry"]) => {
                for answer in understood(std::mem::take(&mut entry), message)? {
                    take(answer);
                }
            }
            (Step::End, ["Ntfctn", "Ntry", "NtryDtls", "TxDtls", inside @ ..]) => {
                if let Some(part) = entry.parts.last_mut() {
                    hear_part(part, inside, message.text(), message.currency());
                }
            }
            (Step::End, ["Ntfctn", "Ntry", inside @ ..]) => {
                hear(&mut entry, inside, message.text(), message.currency());
            }
            _ => {}
        }
    }
}

fn hear(entry: &mut Entry, inside: &[&str], text: &str, currency: &str) {
    match inside {
        ["Amt"] => {
            text.clone_into(&mut entry.whole.amount);
            currency.clone_into(&mut entry.whole.currency);
        }
        ["CdtDbtInd"] => text.clone_into(&mut entry.direction),
        ["RvslInd"] => entry.reversal = text == "true" || text == "1",
        ["Sts"] | ["Sts", "Cd"] if !text.is_empty() => text.clone_into(&mut entry.status),
        ["AcctSvcrRef"] => entry.whole.reference = shown(text),
        ["NtryRef"] if entry.whole.reference.is_empty() => entry.whole.reference = shown(text),
        ["BkTxCd", "Domn", "Fmly", "SubFmlyCd"] => text.clone_into(&mut entry.whole.family),
        ["NtryDtls", "Btch", "PmtInfId"] => text.clone_into(&mut entry.whole.run),
        ["NtryDtls", "Btch", "MsgId"] if entry.whole.run.is_empty() => {
            text.clone_into(&mut entry.whole.run);
        }
        ["AddtlNtryInf"] => entry.whole.reason.text = shown(text),
        _ => {}
    }
}

fn hear_part(part: &mut Raw, inside: &[&str], text: &str, currency: &str) {
    match inside {
        // Older versions have the second only.
        ["Amt"] => {
            text.clone_into(&mut part.amount);
            currency.clone_into(&mut part.currency);
        }
        ["AmtDtls", "TxAmt", "Amt"] if part.amount.is_empty() => {
            text.clone_into(&mut part.amount);
            currency.clone_into(&mut part.currency);
        }
        ["Refs", "AcctSvcrRef"] => part.reference = shown(text),
        ["Refs", "TxId"] if part.reference.is_empty() => part.reference = shown(text),
        ["CdtDbtInd"] => text.clone_into(&mut part.direction),
        // Our orders have one name in both places.
        ["Refs", "InstrId"] if text != NOT_PROVIDED => text.clone_into(&mut part.order),
        ["Refs", "EndToEndId"] if text != NOT_PROVIDED => text.clone_into(&mut part.order),
        ["Refs", "PmtInfId"] => text.clone_into(&mut part.run),
        ["BkTxCd", "Domn", "Fmly", "SubFmlyCd"] => text.clone_into(&mut part.family),
        ["RtrInf"] => part.is_return = true,
        ["RtrInf", "Rsn", "Cd" | "Prtry"] if part.reason.code.is_empty() => part.reason.code = shown(text),
        ["RtrInf", "AddtlInf"] if part.reason.text.is_empty() => part.reason.text = shown(text),
        _ => {}
    }
}

/// What an entry answers, payment by payment.
fn understood<R: Read>(
    entry: Entry,
    message: &mut Message<R>,
) -> Result<Vec<Result<Answer, Refusal>>, Refusal> {
    if entry.status != "BOOK" {
        return Ok(Vec::new());
    }
    let Entry { whole, direction, reversal, parts, .. } = entry;
    let came_back = |raw: &Raw| raw.is_return || raw.family == RETURN || whole.family == RETURN;
    let (raws, agree) = amounts(&whole, &direction, parts);
    let is_part = raws.len() > 1;
    let mut answers = Vec::new();
    for raw in &raws {
        let is_back = reversal || came_back(raw);
        let names_one = !raw.order.is_empty() || !raw.run.is_empty();
        match raw.direction.as_str() {
            // The bank's fees, and credits of others, are none of ours.
            "DBIT" if !names_one && !is_back => continue,
            "CRDT" if !is_back => continue,
            "DBIT" | "CRDT" => {}
            _ => continue,
        }
        let place = message.place()?;
        if !agree {
            let id = "jumlah rinciannya tidak sama dengan jumlah entri";
            let en = "the payments in it do not come to the amount of the entry";
            answers.push(Err(place.refuse("answer_amount", id, en)));
            break;
        }
        if raw.direction == "DBIT" && is_back {
            answers.push(Err(taken_again(raw, place)));
        } else {
            answers.push(answer(raw, is_part, place));
        }
    }
    Ok(answers)
}

/// The payments of an entry, and whether they come to its amount. A single one has the amount of the entry.
fn amounts(whole: &Raw, direction: &str, parts: Vec<Raw>) -> (Vec<Raw>, bool) {
    if parts.is_empty() {
        return (vec![Raw { direction: direction.to_owned(), ..whole.clone() }], true);
    }
    let is_one = parts.len() == 1;
    let with_what_the_entry_says = |part: Raw| {
        let mut raw = part;
        if is_one {
            raw.amount.clone_from(&whole.amount);
            raw.currency.clone_from(&whole.currency);
        }
        if raw.direction.is_empty() {
            direction.clone_into(&mut raw.direction);
        }
        if raw.run.is_empty() {
            raw.run.clone_from(&whole.run);
        }
        if raw.reference.is_empty() {
            raw.reference.clone_from(&whole.reference);
        }
        if raw.reason == Reason::default() {
            raw.reason.text.clone_from(&whole.reason.text);
        }
        raw
    };
    let raws: Vec<Raw> = parts.into_iter().map(with_what_the_entry_says).collect();
    let sum = raws.iter().try_fold(0_i64, |sum, raw| {
        let amount = amount(&raw.amount, &raw.currency)?;
        sum.checked_add(if raw.direction == direction { amount } else { -amount })
    });
    let agree = is_one || (sum.is_some() && sum == amount(&whole.amount, &whole.currency));
    (raws, agree)
}

fn answer(raw: &Raw, is_part: bool, place: Place) -> Result<Answer, Refusal> {
    let is_credit = raw.direction == "CRDT";
    let Some(amount) = amount(&raw.amount, &raw.currency) else {
        let (text, currency) = (shown(&raw.amount), shown(&raw.currency));
        let id = format!("`{text} {currency}` bukan jumlah dalam rupiah bulat");
        let en = format!("`{text} {currency}` is no amount in whole rupiah");
        return Err(place.refuse("answer_amount", &id, &en));
    };
    // A whole run leaves the account in one movement; nothing else can do without the order.
    if raw.order.is_empty() && (is_credit || is_part) {
        let id = format!("{amount} bergerak tanpa EndToEndId: cari perintah bayarnya");
        let en = format!("{amount} moved without an EndToEndId: find out which order it was");
        return Err(place.refuse("answer_order", &id, &en));
    }
    let verdict = if is_credit { Verdict::Returned(raw.reason.clone()) } else { Verdict::Paid };
    let named = |name: &String| Some(name.clone()).filter(|name| !name.is_empty());
    let (run, order) = (named(&raw.run), named(&raw.order));
    Ok(Answer { place, run, order, verdict, amount: Some(amount), reference: raw.reference.clone() })
}

/// The bank takes back what it had credited: whether that was a returned payment, somebody has to find out.
fn taken_again(raw: &Raw, place: Place) -> Refusal {
    let (amount, order, reference) = (shown(&raw.amount), shown(&raw.order), &raw.reference);
    let id =
        format!("bank mendebit kembali {amount} (perintah bayar `{order}`, referensi {reference}): periksa");
    let en = format!("the bank debits {amount} again (order `{order}`, reference {reference}): look into it");
    place.refuse("answer_reversal", &id, &en)
}
