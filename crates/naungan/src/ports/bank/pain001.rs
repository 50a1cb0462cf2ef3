//! The orders of a run as pain.001.001.09, an order at a time: a million need no more memory than one.
//!
//! The same run gives the same bytes: the moment it says is the run's own, and orders come in the order of
//! their names. That order also shows a name that comes twice without keeping the others.

use std::io::Write;

use anyhow::{Context, Result, bail};
use scheme::refusal::Refusal;

use super::CURRENCY;
use super::legible::legible;
use super::order::{Bank, Order, Reference, Run, Totals};

/// What the standard calls `Max140Text`, for names and for what the receiver reads.
const TEXT_LENGTH_MAX: usize = 140;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.09\">\n<CstmrCdtTrfInitn>\n";

const TAIL: &str = "</PmtInf>\n</CstmrCdtTrfInitn>\n</Document>\n";

/// Writes a run. What the orders come to has to be what the run says, or the file is none.
pub fn write(out: &mut dyn Write, run: &Run, orders: impl Iterator<Item = Result<Order>>) -> Result<()> {
    let purpose = run.purpose.code();
    let mut written = Written { out, purpose, totals: Totals::default(), last: None };
    written.head(run)?;
    for order in orders {
        written.order(&order?)?;
    }
    if written.totals != run.totals {
        let (is, said) = (written.totals, run.totals);
        bail!(Refusal::new(
            "run_totals",
            format!(
                "{} perintah bayar berjumlah {}, padahal proses bayar menyebut {} berjumlah {}",
                is.orders, is.sum, said.orders, said.sum
            ),
            format!(
                "{} orders come to {}, but the run says {} that come to {}",
                is.orders, is.sum, said.orders, said.sum
            ),
        ));
    }
    written.put(TAIL)
}

/// What stands in the file so far.
struct Written<'w> {
    out: &'w mut dyn Write,
    purpose: &'static str,
    totals: Totals,
    last: Option<Reference>,
}

impl Written<'_> {
    fn put(&mut self, text: &str) -> Result<()> {
        self.out.write_all(text.as_bytes()).context("could not write the orders")
    }

    fn head(&mut self, run: &Run) -> Result<()> {
        let Run { id, day, account, totals: Totals { orders, sum }, .. } = run;
        if *orders == 0 {
            let (id, en) = ("proses bayar tanpa perintah bayar", "a run without orders");
            bail!(Refusal::new("run_empty", id, en));
        }
        let Some(made) = run.made.day().filter(|made| made <= day) else {
            let (id, en) =
                ("hari bayar sebelum proses bayar disetujui", "the day to pay is before the approval");
            bail!(Refusal::new("run_day", id, en));
        };
        // Only whole seconds: banks differ in how many digits they read behind them.
        let time = run.made.to_string();
        let time = time.get(11..19).unwrap_or("00:00:00");
        let fund = named(&run.fund)?;
        let totals = format!("<NbOfTxs>{orders}</NbOfTxs><CtrlSum>{sum}</CtrlSum>");
        let category = run.purpose.category();
        let agent = agent(&run.bank);
        self.put(HEAD)?;
        self.put(&format!(
            "<GrpHdr><MsgId>{id}</MsgId><CreDtTm>{made}T{time}Z</CreDtTm>{totals}\
             <InitgPty><Nm>{fund}</Nm></InitgPty></GrpHdr>\n\
             <PmtInf><PmtInfId>{id}</PmtInfId><PmtMtd>TRF</PmtMtd>{totals}\
             <PmtTpInf><CtgyPurp><Cd>{category}</Cd></CtgyPurp></PmtTpInf>\
             <ReqdExctnDt><Dt>{day}</Dt></ReqdExctnDt><Dbtr><Nm>{fund}</Nm></Dbtr>\
             <DbtrAcct><Id><Othr><Id>{account}</Id></Othr></Id><Ccy>{CURRENCY}</Ccy></DbtrAcct>\
             <DbtrAgt>{agent}</DbtrAgt><ChrgBr>DEBT</ChrgBr>\n"
        ))
    }

    fn order(&mut self, order: &Order) -> Result<()> {
        let Order { id, amount, account, .. } = order;
        if let Some(last) = self.last.as_ref().filter(|last| *last >= id) {
            bail!(Refusal::new(
                "order_twice",
                format!("{id} datang sesudah {last}: urutkan menurut nama, setiap nama hanya sekali"),
                format!("{id} comes after {last}: sort the orders by name, each name once"),
            ));
        }
        let of = || format!("{id}");
        self.totals = self.totals.with(*amount).with_context(of)?;
        let name = named(&order.name).with_context(of)?;
        let agent = agent(&order.bank);
        let text = legible(&order.text, TEXT_LENGTH_MAX);
        let said = if text.is_empty() { text } else { format!("<RmtInf><Ustrd>{text}</Ustrd></RmtInf>") };
        let purpose = self.purpose;
        self.put(&format!(
            "<CdtTrfTxInf><PmtId><InstrId>{id}</InstrId><EndToEndId>{id}</EndToEndId></PmtId>\
             <Amt><InstdAmt Ccy=\"{CURRENCY}\">{amount}</InstdAmt></Amt><CdtrAgt>{agent}</CdtrAgt>\
             <Cdtr><Nm>{name}</Nm></Cdtr>\
             <CdtrAcct><Id><Othr><Id>{account}</Id></Othr></Id></CdtrAcct>\
             <Purp><Cd>{purpose}</Cd></Purp>{said}</CdtTrfTxInf>\n"
        ))?;
        self.last = Some(id.clone());
        Ok(())
    }
}

/// A name the bank can read; all its letters are harmless in XML.
fn named(name: &str) -> Result<String, Refusal> {
    let legible = legible(name, TEXT_LENGTH_MAX);
    if legible.bytes().any(|byte| byte.is_ascii_alphanumeric()) {
        return Ok(legible);
    }
    let id = "namanya tidak berisi huruf yang dapat dibaca bank";
    Err(Refusal::new("order_name", id, "there is no letter in the name that a bank can read"))
}

fn agent(bank: &Bank) -> String {
    let said = if bank.is_bic() {
        format!("<BICFI>{bank}</BICFI>")
    } else {
        format!("<ClrSysMmbId><MmbId>{bank}</MmbId></ClrSysMmbId>")
    };
    format!("<FinInstnId>{said}</FinInstnId>")
}
