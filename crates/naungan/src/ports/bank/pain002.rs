//! Status reports (pain.002): how the bank says that orders stand, before the money moves.

use std::io::Read;

use scheme::refusal::Refusal;

use super::answer::{Answer, Place, Reason, Verdict, amount};
use super::message::{Kind, Message, Step};
use super::order::shown;

/// The bank's word for orders of which some went one way and some another.
const IN_PARTS: &str = "PART";

/// Reads a status report, and says how many answers were in it.
pub fn read<R: Read>(input: R, take: impl FnMut(Result<Answer, Refusal>)) -> Result<u64, Refusal> {
    let mut message = Message::open(input)?;
    if message.kind() != Kind::StatusReport {
        return Err(message.broken("tidak berisi CstmrPmtStsRpt", "there is no CstmrPmtStsRpt in it"));
    }
    rest(&mut message, take)
}

/// A status with its reason, of the whole or of one order.
#[derive(Default)]
struct Said {
    order: String,
    status: String,
    reason: Reason,
    amount: String,
    currency: String,
}

/// Reads on behind the element that says that it is a report.
pub(super) fn rest<R: Read>(
    message: &mut Message<R>,
    mut take: impl FnMut(Result<Answer, Refusal>),
) -> Result<u64, Refusal> {
    let mut run = String::new();
    let (mut whole, mut one) = (Said::default(), Said::default());
    loop {
        let step = message.step()?;
        let mut names = Vec::new();
        message.names(&mut names);
        let text = message.text();
        match (step, names.as_slice()) {
            (Step::Over, _) => return Ok(message.count()),
            (Step::End, ["OrgnlGrpInfAndSts", "OrgnlMsgId"]) => text.clone_into(&mut run),
            (Step::Begin, ["OrgnlGrpInfAndSts" | "OrgnlPmtInfAndSts"]) => whole = Said::default(),
            (Step::Begin, ["OrgnlPmtInfAndSts", "TxInfAndSts"]) => one = Said::default(),
            (Step::End, ["OrgnlPmtInfAndSts", "TxInfAndSts"]) => {
                let place = message.place()?;
                take(of_order(&one, &run, place));
            }
            (Step::End, ["OrgnlGrpInfAndSts" | "OrgnlPmtInfAndSts"]) if says_one_thing(&whole) => {
                let place = message.place()?;
                take(of_run(&whole, &run, place));
            }
            (Step::End, ["OrgnlPmtInfAndSts", "TxInfAndSts", inside @ ..]) => {
                hear(&mut one, inside, text, message.currency());
            }
            (Step::End, ["OrgnlGrpInfAndSts" | "OrgnlPmtInfAndSts", inside @ ..]) => {
                hear(&mut whole, inside, text, message.currency());
            }
            _ => {}
        }
    }
}

/// Whether there is one status for all.
fn says_one_thing(whole: &Said) -> bool {
    !whole.status.is_empty() && whole.status != IN_PARTS
}

fn hear(said: &mut Said, inside: &[&str], text: &str, currency: &str) {
    match inside {
        // Our orders have one name in both places.
        ["OrgnlInstrId"] => text.clone_into(&mut said.order),
        ["OrgnlEndToEndId"] if !text.is_empty() => text.clone_into(&mut said.order),
        ["GrpSts" | "PmtInfSts" | "TxSts"] => text.clone_into(&mut said.status),
        ["StsRsnInf", "Rsn", "Cd" | "Prtry"] if said.reason.code.is_empty() => {
            said.reason.code = shown(text);
        }
        ["StsRsnInf", "AddtlInf"] if said.reason.text.is_empty() => said.reason.text = shown(text),
        ["OrgnlTxRef", "Amt", "InstdAmt"] => {
            text.clone_into(&mut said.amount);
            currency.clone_into(&mut said.currency);
        }
        _ => {}
    }
}

fn of_order(said: &Said, run: &str, place: Place) -> Result<Answer, Refusal> {
    if said.order.is_empty() {
        let id = "tanpa OrgnlEndToEndId: tidak diketahui perintah bayar yang mana";
        let en = "without OrgnlEndToEndId nobody knows which order it is about";
        return Err(place.refuse("answer_order", id, en));
    }
    let amount = match said.amount.as_str() {
        "" => None,
        text => Some(amount(text, &said.currency).ok_or_else(|| {
            let text = shown(text);
            let id = format!("`{text}` bukan jumlah dalam rupiah bulat");
            place.refuse("answer_amount", &id, &format!("`{text}` is no amount in whole rupiah"))
        })?),
    };
    let mut answer = of_run(said, run, place)?;
    answer.order = Some(said.order.clone());
    answer.amount = amount;
    Ok(answer)
}

fn of_run(said: &Said, run: &str, place: Place) -> Result<Answer, Refusal> {
    if run.is_empty() {
        let (id, en) =
            ("tanpa OrgnlMsgId tidak diketahui proses bayarnya", "without OrgnlMsgId no run is named");
        return Err(place.refuse("answer_run", id, en));
    }
    let verdict = verdict(said, place)?;
    let run = Some(run.to_owned());
    // A report moves no money: what it names is no movement on the account.
    Ok(Answer { place, run, order: None, verdict, amount: None, reference: String::new() })
}

fn verdict(said: &Said, place: Place) -> Result<Verdict, Refusal> {
    match said.status.as_str() {
        "PDNG" => Ok(Verdict::Pending),
        "RCVD" | "ACTC" | "ACCP" | "ACFC" | "ACSP" | "ACWC" | "ACWP" => Ok(Verdict::Accepted),
        "ACSC" | "ACCC" => Ok(Verdict::Paid),
        "RJCT" | "CANC" => Ok(Verdict::Rejected(said.reason.clone())),
        other => {
            let other = shown(other);
            let id = format!("status `{other}` tidak dikenal: tanyakan kepada bank");
            let en = format!("the status `{other}` is not known: ask the bank what it means");
            Err(place.refuse("answer_status", &id, &en))
        }
    }
}
