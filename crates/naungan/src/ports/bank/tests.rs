//! Paying by file, tried: what is written, what is understood, and what comes of it in any order.

use std::fmt::Write as _;

use testing::Random;

use super::order::{Order, Purpose, Run, Totals};
use super::reconcile::{Reconciled, Reconciliation, Sent, State};
use super::*;

fn order(number: u32, amount: i64) -> Order {
    Order {
        id: format!("R1-{number:07}").parse().expect("a name"),
        amount,
        name: "Siti Rahmawati".to_owned(),
        account: "9900112233".parse().expect("an account"),
        bank: "BMRIIDJA".parse().expect("a bank"),
        text: "JP 2026-05".to_owned(),
    }
}

fn run(orders: &[Order]) -> Run {
    let add = |totals: Totals, order: &Order| totals.with(order.amount).expect("an amount");
    Run {
        id: "R1".parse().expect("a name"),
        made: "2026-05-18T03:04:05Z".parse().expect("a moment"),
        day: "2026-05-20".parse().expect("a day"),
        fund: "Dana Jaminan Pensiun".to_owned(),
        account: "7001".parse().expect("an account"),
        bank: "008".parse().expect("a bank"),
        purpose: Purpose::Pension,
        totals: orders.iter().fold(Totals::default(), add),
    }
}

fn written(run: &Run, orders: &[Order]) -> anyhow::Result<String> {
    let mut out = Vec::new();
    pain001::write(&mut out, run, orders.iter().cloned().map(Ok))?;
    Ok(String::from_utf8(out)?)
}

#[test]
fn a_run_is_written_and_its_bytes_are_those_of_any_other_day() {
    let orders = [
        order(1, 1_500_000),
        Order { bank: "0140397".parse().expect("a bank"), text: String::new(), ..order(2, 7) },
    ];
    let expected = expect_test::expect_file!["../../../tests/bank/run.xml"];
    expected.assert_eq(&written(&run(&orders), &orders).expect("a file"));
}

#[test]
fn a_run_that_does_not_hold_together_is_no_file() {
    let check = |run: &Run, orders: &[Order], why: &str| {
        let error = written(run, orders).expect_err("no file");
        assert_eq!(format!("{error:#}"), why);
    };
    let two = [order(1, 5), order(2, 6)];
    check(&run(&[]), &[], "a run without orders");
    let one = "1 orders come to 5, but the run says 2 that come to 11";
    check(&run(&two), &two[..1], one);
    let other = [order(1, 6), order(2, 6)];
    check(&run(&two), &other, "2 orders come to 12, but the run says 2 that come to 11");
    let twice = [order(1, 5), order(1, 6)];
    let said = "R1-0000001 comes after R1-0000001: sort the orders by name, each name once";
    check(&run(&two), &twice, said);
    let reversed = [order(2, 6), order(1, 5)];
    let said = "R1-0000001 comes after R1-0000002: sort the orders by name, each name once";
    check(&run(&two), &reversed, said);
    let early = Run { day: "2026-05-17".parse().expect("a day"), ..run(&two) };
    check(&early, &two, "the day to pay is before the approval");
    let nameless = [Order { name: "陳".to_owned(), ..order(1, 5) }];
    check(&run(&nameless), &nameless, "R1-0000001: there is no letter in the name that a bank can read");
}

/// A sink that only counts: what a writer keeps, it keeps itself.
#[derive(Default)]
struct Counted(u64, usize);

impl std::io::Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len() as u64;
        self.1 = self.1.max(bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn orders_leave_one_by_one() {
    let count: u32 = 20_000;
    let totals = Totals { orders: count.into(), sum: i64::from(count) * 5 };
    let mut out = Counted::default();
    let orders = (1..=count).map(|number| Ok(order(number, 5)));
    pain001::write(&mut out, &Run { totals, ..run(&[]) }, orders).expect("a file");
    assert!(out.0 > 5_000_000, "{} bytes", out.0);
    assert!(out.1 < 2_000, "never more than an order at a time: {} bytes", out.1);
}

/// What a message says, a line an answer.
fn said(text: &str) -> String {
    let mut lines = String::new();
    let done = read(text.as_bytes(), |answer| match answer {
        Ok(Answer { place, run, order, verdict, amount, reference }) => {
            let named = |name: Option<String>| name.unwrap_or_else(|| "-".to_owned());
            let amount = amount.map_or_else(|| "-".to_owned(), |amount| amount.to_string());
            let (run, order) = (named(run), named(order));
            let verdict = match verdict {
                answer::Verdict::Rejected(answer::Reason { code, text }) => format!("rejected {code} {text}"),
                answer::Verdict::Returned(answer::Reason { code, text }) => format!("returned {code} {text}"),
                other => format!("{other:?}").to_lowercase(),
            };
            let line =
                format!("{}:{} {run} {order} {amount} [{reference}] {verdict}", place.line, place.number);
            writeln!(lines, "{}", line.trim_end()).expect("a line");
        }
        Err(refusal) => writeln!(lines, "! {refusal}").expect("a line"),
    });
    match done {
        Ok(_) => lines,
        Err(refusal) => format!("{lines}refused: {refusal}\n"),
    }
}

fn report(inside: &str) -> String {
    format!(
        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.002.001.10\">\n<CstmrPmtStsRpt>\
         <GrpHdr><MsgId>B1</MsgId><CreDtTm>2026-05-20T01:00:00</CreDtTm></GrpHdr>{inside}</CstmrPmtStsRpt>\n\
         </Document>"
    )
}

fn group(status: &str) -> String {
    let status = if status.is_empty() { String::new() } else { format!("<GrpSts>{status}</GrpSts>") };
    format!(
        "<OrgnlGrpInfAndSts><OrgnlMsgId>R1</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>{status}\
         </OrgnlGrpInfAndSts>"
    )
}

fn payments(inside: &str) -> String {
    let group = group("");
    report(&format!(
        "{group}<OrgnlPmtInfAndSts><OrgnlPmtInfId>R1</OrgnlPmtInfId>{inside}</OrgnlPmtInfAndSts>"
    ))
}

fn one(order: &str, status: &str, rest: &str) -> String {
    format!(
        "\n<TxInfAndSts><OrgnlEndToEndId>{order}</OrgnlEndToEndId><TxSts>{status}</TxSts>{rest}</TxInfAndSts>"
    )
}

#[test]
fn status_reports_are_understood() {
    let check = |text: &str, expected: &str| assert_eq!(said(text).trim_end(), expected, "{text}");
    check(&report(&group("ACCP")), "2:1 R1 - - [] accepted");
    check(&report(&group("PART")), "");
    check(&report(&group("PDNG")), "2:1 R1 - - [] pending");
    check(
        &report(&group("WHAT")),
        "! line 2, answer 1: the status `WHAT` is not known: ask the bank what it means",
    );
    let why = "<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>Rekening tutup &amp; mati</AddtlInf></StsRsnInf>";
    let refused = one("R1-1", "RJCT", why);
    let paid =
        one("R1-2", "ACSC", "<OrgnlTxRef><Amt><InstdAmt Ccy=\"IDR\">7.00</InstdAmt></Amt></OrgnlTxRef>");
    let both = payments(&format!("<PmtInfSts>PART</PmtInfSts>{refused}{paid}"));
    check(&both, "3:1 R1 R1-1 - [] rejected AC04 Rekening tutup & mati\n4:2 R1 R1-2 7 [] paid");
    check(&payments("<PmtInfSts>ACSC</PmtInfSts>"), "2:1 R1 - - [] paid");
    check(
        &payments(&one("", "ACSC", "")),
        "! line 3, answer 1: without OrgnlEndToEndId nobody knows which order it is about",
    );
    let dollars = "<OrgnlTxRef><Amt><InstdAmt Ccy=\"USD\">7</InstdAmt></Amt></OrgnlTxRef>";
    check(&payments(&one("R1-1", "ACSC", dollars)), "! line 3, answer 1: `7` is no amount in whole rupiah");
    let runless = report(&group("ACCP").replace("R1", ""));
    check(&runless, "! line 2, answer 1: without OrgnlMsgId no run is named");
    let own = "<StsRsnInf><Rsn><Prtry>B-77</Prtry></Rsn></StsRsnInf>";
    check(&payments(&one("R1-1", "RJCT", own)), "3:1 R1 R1-1 - [] rejected B-77");
}

fn notification(entries: &str) -> String {
    format!(
        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.054.001.08\"><BkToCstmrDbtCdtNtfctn>\
         <Ntfctn><Id>1</Id>{entries}</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>"
    )
}

fn entry(direction: &str, amount: &str, rest: &str) -> String {
    format!(
        "<Ntry><Amt Ccy=\"IDR\">{amount}</Amt><CdtDbtInd>{direction}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>\
         <AcctSvcrRef>E1</AcctSvcrRef>{rest}</Ntry>"
    )
}

fn details(amount: &str, order: &str, rest: &str) -> String {
    let amount = if amount.is_empty() { String::new() } else { format!("<Amt Ccy=\"IDR\">{amount}</Amt>") };
    format!("<TxDtls><Refs><EndToEndId>{order}</EndToEndId></Refs>{amount}{rest}</TxDtls>")
}

const TUTUP: &str = "<RtrInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>tutup</AddtlInf></RtrInf>";

#[test]
fn notifications_are_understood() {
    let check = |entries: &str, expected: &str| {
        assert_eq!(said(&notification(entries)).trim_end(), expected, "{entries}");
    };
    let within = |details: &str| format!("<NtryDtls>{details}</NtryDtls>");
    let paid = within(&details("", "R1-1", ""));
    check(&entry("DBIT", "5.00", &paid), "1:1 - R1-1 5 [E1] paid");
    let back = within(&details("", "R1-1", TUTUP));
    check(&entry("CRDT", "5", &back), "1:1 - R1-1 5 [E1] returned AC04 tutup");
    let family =
        "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>RRTN</SubFmlyCd></Fmly></Domn></BkTxCd>";
    check(&entry("CRDT", "5", &format!("{family}{paid}")), "1:1 - R1-1 5 [E1] returned");
    let reversed = format!("<RvslInd>true</RvslInd>{paid}");
    check(&entry("CRDT", "5", &reversed), "1:1 - R1-1 5 [E1] returned");
    check(
        &entry("DBIT", "5", &reversed),
        "! line 1, answer 1: the bank debits 5 again (order `R1-1`, reference E1): look into it",
    );
    check(&entry("CRDT", "5", &paid), "");
    check(&entry("DBIT", "5", "<AddtlNtryInf>biaya</AddtlNtryInf>"), "");
    check(&entry("DBIT", "5", &paid).replace("BOOK", "PDNG"), "");
    check(
        &entry("CRDT", "5", &within(&details("", "NOTPROVIDED", TUTUP))),
        "! line 1, answer 1: 5 moved without an EndToEndId: find out which order it was",
    );
    check(&entry("DBIT", "5.5", &paid), "! line 1, answer 1: `5.5 IDR` is no amount in whole rupiah");
    let batch = within("<Btch><PmtInfId>R1</PmtInfId><NbOfTxs>2</NbOfTxs></Btch>");
    check(&entry("DBIT", "12", &batch), "1:1 R1 - 12 [E1] paid");
    let two = within(&format!("{}{}", details("5", "R1-1", ""), details("7", "R1-2", "")));
    check(&entry("DBIT", "12", &two), "1:1 - R1-1 5 [E1] paid\n1:2 - R1-2 7 [E1] paid");
    let instructed = within("<TxDtls><Refs><InstrId>R1-1</InstrId></Refs></TxDtls>");
    check(&entry("DBIT", "5", &instructed), "1:1 - R1-1 5 [E1] paid");
    let older = "<AmtDtls><TxAmt><Amt Ccy=\"IDR\">5</Amt></TxAmt></AmtDtls>";
    let old = format!("{}{}", details("", "R1-1", older), details("7", "R1-2", older));
    check(&entry("DBIT", "12", &within(&old)), "1:1 - R1-1 5 [E1] paid\n1:2 - R1-2 7 [E1] paid");
    let mixed = details("7", "R1-2", &format!("<CdtDbtInd>CRDT</CdtDbtInd>{TUTUP}"));
    let mixed = within(&format!("{}{mixed}", details("12", "R1-1", "")));
    let both = "1:1 - R1-1 12 [E1] paid\n1:2 - R1-2 7 [E1] returned AC04 tutup";
    check(&entry("DBIT", "5", &mixed), both);
    let nameless = within(&format!(
        "<Btch><PmtInfId>R1</PmtInfId></Btch>{}{}",
        details("5", "", ""),
        details("7", "R1-2", "")
    ));
    check(
        &entry("DBIT", "12", &nameless),
        "! line 1, answer 1: 5 moved without an EndToEndId: find out which order it was\n\
         1:2 R1 R1-2 7 [E1] paid",
    );
    check(
        &entry("DBIT", "13", &two),
        "! line 1, answer 1: the payments in it do not come to the amount of the entry",
    );
}

#[test]
fn what_is_no_answer_is_refused() {
    let check = |text: &str, why: &str| {
        let said = said(text);
        let end = format!(" that can be read: {why}\n");
        assert!(said.ends_with(&end), "{said}");
    };
    check("<a/>", "there is no CstmrPmtStsRpt or BkToCstmrDbtCdtNtfctn in it");
    check("", "there is no CstmrPmtStsRpt or BkToCstmrDbtCdtNtfctn in it");
    check("<CstmrPmtStsRpt>", "it is cut off");
    check("<!DOCTYPE a [<!ENTITY b \"c\">]><CstmrPmtStsRpt/>", "it has a DOCTYPE");
    check("<CstmrPmtStsRpt>&b;</CstmrPmtStsRpt>", "it uses an entity");
    check(&"<a>".repeat(41), "it nests too deep");
    check(&format!("<CstmrPmtStsRpt>{}", "x".repeat(4_001)), "one of its texts is too long");
    check(&format!("<CstmrPmtStsRpt a=\"{}", "x".repeat(200_000)), "one of its texts is too long");
    let lines = said("<CstmrPmtStsRpt>\n\n</a>");
    assert!(lines.starts_with("refused: line 3: "), "{lines}");
    let twice = pain002::read(notification("").as_bytes(), |_| ()).expect_err("no report").to_string();
    assert!(twice.ends_with("there is no CstmrPmtStsRpt in it"), "{twice}");
    assert!(camt054::read(report("").as_bytes(), |_| ()).is_err());
}

fn sent() -> Vec<Sent> {
    let all = [("R1", "A", 5), ("R1", "B", 7), ("R2", "C", 9)];
    all.map(|(run, order, amount)| Sent { run: run.into(), order: order.into(), amount }).to_vec()
}

#[test]
fn an_order_that_was_sent_twice_is_no_beginning() {
    let mut sent = sent();
    sent.push(Sent { run: "R3".into(), ..sent[0].clone() });
    let refusal = Reconciliation::of(&sent).err().expect("a refusal").to_string();
    assert_eq!(refusal, "the order A stands twice among those that were sent");
}

/// An answer, as `RUN ORDER VERDICT [AMOUNT] [REFERENCE]` with `-` for what is not said.
fn heard(line: &str) -> Answer {
    let mut words = line.split_whitespace();
    let mut word = || words.next().filter(|word| *word != "-").map(str::to_owned);
    let (run, order) = (word(), word());
    let said = word().expect("a verdict");
    let reason = |code: &str| answer::Reason { code: code.to_owned(), text: String::new() };
    let verdict = match said.split_once(':').unwrap_or((&said, "")) {
        ("pending", _) => answer::Verdict::Pending,
        ("accepted", _) => answer::Verdict::Accepted,
        ("paid", _) => answer::Verdict::Paid,
        ("rejected", code) => answer::Verdict::Rejected(reason(code)),
        ("returned", code) => answer::Verdict::Returned(reason(code)),
        other => panic!("{other:?}"),
    };
    let amount = word().map(|amount| amount.parse().expect("an amount"));
    let place = answer::Place { line: 1, number: 1 };
    Answer { place, run, order, verdict, amount, reference: word().unwrap_or_default() }
}

fn reconciled(answers: &[Answer]) -> Reconciled {
    let sent = sent();
    let mut all = Reconciliation::of(&sent).expect("each once");
    for answer in answers {
        all.hear(answer);
    }
    all.outcome()
}

fn shown(outcome: &Reconciled) -> String {
    let mut lines = Vec::new();
    for standing in &outcome.orders {
        let codes = |reasons: &[answer::Reason]| {
            reasons.iter().map(|reason| reason.code.clone()).collect::<Vec<_>>().join("+")
        };
        let state = match &standing.state {
            State::Rejected(reasons) => format!("rejected {}", codes(reasons)),
            State::Returned(reasons) => format!("returned {}", codes(reasons)),
            other => format!("{other:?}").to_lowercase(),
        };
        let again = if standing.may_be_paid_again() { " again" } else { "" };
        let odd: String = standing.findings.iter().map(|finding| format!(" {finding:?}")).collect();
        lines.push(format!("{}{odd}{again}", state.trim_end()));
    }
    let name = |name: &Option<String>| name.clone().unwrap_or_else(|| "-".to_owned());
    let strangers = outcome.strangers.keys().map(|(run, order)| format!("? {} {}", name(run), name(order)));
    lines.extend(strangers);
    lines.join(", ")
}

#[test]
fn answers_and_what_comes_of_them() {
    for (answers, outcome) in [
        ("", "open, open, open"),
        ("R1 A pending", "pending, open, open"),
        ("R1 A accepted; R1 A pending", "accepted, open, open"),
        ("R1 - accepted", "accepted, accepted, open"),
        ("R1 - paid 12 E1", "paid, paid, open"),
        ("R1 - paid 11 E1", "paid OtherAmount, paid OtherAmount, open"),
        ("R1 B rejected:AC04; R1 - paid 5 E1", "paid, rejected AC04 again, open"),
        ("R1 - paid 5 E1; R1 B rejected:AC04", "paid, rejected AC04 again, open"),
        ("R1 - paid 5 E1; R1 - paid; R1 B rejected:AC04", "paid, rejected AC04 again, open"),
        ("R1 - paid 5 E1", "paid OtherAmount, paid OtherAmount, open"),
        ("R1 - paid 12 E1; R1 B rejected:AC04", "paid, paid PaidAndRejected, open"),
        ("R1 - paid; R1 B rejected:AC04", "paid, paid PaidAndRejected, open"),
        ("R1 - paid 12 E1; R1 - paid 12 E2", "paid PaidTwice, paid PaidTwice, open"),
        ("R1 - paid 12 E1; R1 - paid 12 E1", "paid, paid, open"),
        ("R1 - rejected:AM04", "rejected AM04 again, rejected AM04 again, open"),
        ("- A paid 5 E1; - A paid 5 E1", "paid, open, open"),
        ("- A paid 5 E1; - A paid 5 E2", "paid PaidTwice, open, open"),
        ("R1 A paid; - A paid 5 E1", "paid, open, open"),
        ("- A paid 6 E1", "paid OtherAmount, open, open"),
        ("R1 A rejected:AC04", "rejected AC04 again, open, open"),
        ("R1 A rejected; R1 A rejected:AC04", "rejected AC04 again, open, open"),
        ("R1 A rejected:AC04; R1 A rejected:AC06", "rejected AC04+AC06 again, open, open"),
        ("R1 A rejected:AC04; R1 A accepted", "rejected AC04 again, open, open"),
        ("R1 A rejected:AC04; - A paid 5 E1", "paid PaidAndRejected, open, open"),
        ("- A paid 5 E1; R1 A rejected:AC04", "paid PaidAndRejected, open, open"),
        ("R1 - rejected; R1 A paid", "paid PaidAndRejected, rejected again, open"),
        ("- A paid 5 E1; - A returned:AC04 5 E2", "returned AC04 again, open, open"),
        ("- A returned:AC04 5 E2; - A paid 5 E1", "returned AC04 again, open, open"),
        ("- A returned:AC04 5 E2; - A returned:AC04 5 E2", "returned AC04 again, open, open"),
        ("- A returned:AC04 5 E2; - A returned:AC04 5 E3", "returned AC04 ReturnedTwice, open, open"),
        ("- A returned:AC04 4 E2", "returned AC04 OtherAmount, open, open"),
        ("R1 A rejected:X; - A returned:Y 5 E2", "returned Y ReturnedAndRejected, open, open"),
        ("R9 - accepted; R1 Z paid; - Z paid", "open, open, open, ? - Z, ? R1 Z, ? R9 -"),
        ("R2 A paid", "open, open, open, ? R2 A"),
    ] {
        let all: Vec<Answer> = answers.split(';').filter(|line| !line.trim().is_empty()).map(heard).collect();
        assert_eq!(shown(&reconciled(&all)), outcome, "{answers}");
    }
}

#[test]
fn the_order_of_answers_and_their_repetition_change_nothing() {
    const SAID: [&str; 16] = [
        "R1 - accepted",
        "R1 - rejected:AM04",
        "R1 - paid 12 E9",
        "R1 A accepted",
        "R1 A pending",
        "R1 A rejected:AC04",
        "- A paid 5 E1",
        "- A paid 5 E2",
        "- A returned:AC04 5 E3",
        "R1 B paid",
        "- B returned:AC06 7 E4",
        "- B returned 6 E5",
        "R2 C rejected",
        "- Z paid 1 E6",
        "R1 B rejected:AC04",
        "R1 - paid 5 E8",
    ];
    for seed in 0..2_000 {
        let mut random = Random::new(seed);
        let once: Vec<Answer> = SAID.iter().filter(|_| random.chance(300)).map(|line| heard(line)).collect();
        let expected = reconciled(&once);
        let mut again = once.clone();
        for answer in &once {
            again.extend(std::iter::repeat_n(answer.clone(), random.below(3) as usize));
        }
        random.shuffle(&mut again);
        assert_eq!(reconciled(&again), expected, "seed {seed}");
        for (standing, sent) in expected.orders.iter().zip(sent()) {
            let left = once.iter().any(|answer| {
                let of_it = answer.order.as_ref().is_none_or(|order| *order == sent.order)
                    && answer.run.as_ref().is_none_or(|run| *run == sent.run);
                // A movement of a run may leave out what was rejected, and its amount says so.
                let is_whole = answer.order.is_some() || answer.amount != Some(5);
                of_it && is_whole && answer.verdict == answer::Verdict::Paid
            });
            let is_back = matches!(standing.state, State::Returned(_));
            assert!(!standing.may_be_paid_again() || !left || is_back, "seed {seed}: paid twice");
        }
    }
}
