//! A bank's statement sent in by whoever looks after the house: how far it is booked, and what came of it.

use axum::http::StatusCode;
use minijinja::{Value, context};
use store::queries::jobs;
use store::queries::statement_lines as rows;

use crate::actions::keep_statement::{self, Statement};
use crate::auth::Deed;
use crate::jobs::statement;
use crate::pages::words::{moment, told};
use crate::pages::{form_page, texts};
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::progress;

/// What is read within a request: a day of a large collector goes through the command, which shares the work.
const FILE_BYTES_MAX: usize = 8_000_000;
const ENTRIES_MAX: usize = 10_000;
/// The latest statements that are shown.
const ROWS: i64 = 12;
/// What a form needs beside its file.
const FORM_BYTES: usize = 10_000;
/// Through what money comes where nothing else is said: as the command has it in its examples.
const CHANNEL: &str = "bank";
/// A channel is a word.
const CHANNEL_MAX: usize = 20;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/admin/statements", Deed::SeeStatements, show),
        Route::form("/admin/statements", Deed::TakePayments, take).files(FILE_BYTES_MAX + FORM_BYTES),
    ]
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    shown(ask, &[])
}

fn shown(ask: &mut Ask<'_>, errors: &[Value]) -> Result<Reply, Problem> {
    let lang = ask.lang;
    let (work, open) = ask.office.look(|unit, _| {
        let all = jobs::of_kinds(unit, &[statement::KIND], None, ROWS)?;
        Ok((all, rows::in_state(unit, "open", 0, 1)?.len()))
    })?;
    let work: Vec<Value> = work
        .iter()
        .map(|job| {
            let text = job.told.as_deref().map(|text| told(text, job.state == "failed", lang));
            context! {
                at => moment(job.made, lang), channel => job.asked, state => job.state, done => job.done,
                total => job.total, told => text, over => progress::of_job(job).is_over, id => job.id,
            }
        })
        .collect();
    let channel = ask.form.given("channel").unwrap_or(CHANNEL).to_owned();
    let values = context! { work, open, channel, errors, most => ENTRIES_MAX };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(form_page(ask, "staff/statements.html", values)?.status(status))
}

/// Reads the statement at once, and leaves it to be booked.
fn take(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let lang = ask.lang;
    let channel = ask.form.get("channel").to_owned();
    let is_word = (1..=CHANNEL_MAX).contains(&channel.len())
        && channel.bytes().all(|letter| letter.is_ascii_lowercase() || letter == b'-');
    if !is_word {
        let text = texts::said(lang, "statements.channel_form", &[]);
        return shown(ask, &[context! { field => "channel", text }]);
    }
    let text = ask.form.file("file").map(|file| file.bytes.clone()).filter(|bytes| !bytes.is_empty());
    let read = match text.map(String::from_utf8) {
        None => Err(texts::said(lang, "statements.file_missing", &[])),
        Some(Err(_)) => Err(texts::said(lang, "statements.file_form", &[])),
        Some(Ok(text)) => Statement::read(&text, &channel, lang).map_err(|error| error.to_string()),
    };
    let read = read.and_then(|statement| match statement.len() {
        0..=ENTRIES_MAX => Ok(statement),
        _ => Err(texts::said(lang, "statements.too_many", &[("most", &ENTRIES_MAX.to_string())])),
    });
    match read {
        Ok(statement) => {
            let account = ask.caller.account;
            keep_statement::run(ask.office, &statement, &channel, account)?;
            Ok(Reply::see("/admin/statements"))
        }
        Err(text) => {
            let text: String = text.chars().filter(|letter| !letter.is_control()).collect();
            shown(ask, &[context! { field => "file", text }])
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use rules::render::Lang;
    use scheme::id::PayerId;
    use scheme::memberships::Segment;
    use store::queries::{agent_cash, bills, payments};

    use super::*;
    use crate::actions::open_agent::{self, OpenAgent};
    use crate::actions::take_cash::{self, TakeCash};
    use crate::auth::{Caller, Role};
    use crate::books::checks;
    use crate::office::code;
    use crate::pages::tried::{ask_with, caller};
    use crate::serve::form::Form;
    use crate::trial::{Trial, day};

    fn entry(direction: &str, reference: &str, amount: &str, text: &str) -> String {
        format!(
            "<Ntry><Amt Ccy=\"IDR\">{amount}</Amt><CdtDbtInd>{direction}</CdtDbtInd>\
             <RvslInd>{}</RvslInd><Sts>BOOK</Sts><BookgDt><Dt>2025-05-20</Dt></BookgDt>\
             <AcctSvcrRef>{reference}</AcctSvcrRef><NtryDtls><TxDtls><Refs>\
             <EndToEndId>{text}</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>",
            direction == "DBIT"
        )
    }

    fn statement(entries: &[String]) -> String {
        let entries = entries.concat();
        format!("<Document><BkToCstmrStmt><Stmt><Id>1</Id>{entries}</Stmt></BkToCstmrStmt></Document>")
    }

    fn total(trial: &mut Trial, firm: PayerId) -> i64 {
        let paid = trial.office.look(|unit, _| payments::of(unit, firm)).expect("payments");
        paid.iter().map(|payment| payment.amount).sum()
    }

    /// Sends a statement in, waits until it is booked, and looks at what came of it.
    fn sent(trial: &mut Trial, keeper: &Caller, firm: PayerId, text: &str) -> (StatusCode, String, i64) {
        let mut fields = Form::default();
        fields.add("channel", "bank".to_owned());
        fields.add_file("file", "mutasi.xml", text.as_bytes().to_vec());
        let reply = ask_with(trial, keeper, Lang::En, "/admin/statements", Some(fields));
        let reply = reply.unwrap_or_else(|error| panic!("{error:?}"));
        if reply.status != StatusCode::SEE_OTHER {
            return (reply.status, String::from_utf8(reply.body).expect("text"), total(trial, firm));
        }
        while crate::jobs::one(&mut trial.office).expect("a job") {}
        let mut page = String::new();
        for address in ["/admin/statements", "/admin/statements/lines"] {
            let reply = ask_with(trial, keeper, Lang::En, address, None).expect(address);
            page.push_str(&String::from_utf8(reply.body).expect("text"));
        }
        (StatusCode::OK, page, total(trial, firm))
    }

    #[test]
    fn cash_of_an_agent_is_booked_by_its_code_and_a_difference_is_shown() {
        testing::both(|address| {
            let mut trial = Trial::begin(address, "2025-05-20");
            let (firm, branch) = (trial.employer("micro"), trial.branch);
            let agency = open_agent::agency(&mut trial.office, "Kantor Rukun", branch).expect("an office");
            let (terms, areas) = ("by_staying".to_owned(), Vec::new());
            let asked = OpenAgent { agency, person: None, terms, areas };
            let agent = open_agent::run(&mut trial.office, &asked).expect("an agent");
            let person = trial.person("Rukmini Sejati");
            let facts =
                [("income", "1000000"), ("sector", "other")].map(|(n, v)| (n.to_owned(), v.to_owned()));
            let membership = trial.join(person, Segment::SelfEmployed, None, facts.to_vec());
            let asked = TakeCash { agent, membership, amount: 16_800, day: day("2025-05-20") };
            take_cash::run(&mut trial.office, &asked, None).expect("a receipt");
            let handover = take_cash::ask(&mut trial.office, agent).expect("a code");
            let code = code::shown(handover.code);
            let keeper = caller(&trial, Role::Administrator, 15);
            let held = |trial: &mut Trial| {
                trial.office.look(|unit, _| agent_cash::held_by(unit, agent)).expect("what she holds")
            };
            let send = |trial: &mut Trial, reference: &str, amount: &str| {
                sent(trial, &keeper, firm, &statement(&[entry("CRDT", reference, amount, &code)])).1
            };
            let page = send(&mut trial, "C1", "16000.00");
            assert!(page.contains("16000 came: 800 too little") && page.contains("1 to look at"), "{page}");
            assert_eq!(held(&mut trial), 16_800);
            let page = send(&mut trial, "C2", "16800.00");
            assert!(page.contains("1 booked"), "{page}");
            assert_eq!(held(&mut trial), 0);
            // Once, whichever way it is told.
            assert!(send(&mut trial, "C2", "16800.00").contains("1 known before"));
            assert!(send(&mut trial, "C3", "16800.00").contains("was booked on 2025-05-20"));
            let faults = checks::verify(&mut trial.office).expect("the books are read").faults;
            assert!(faults.is_empty(), "{faults:?}");
        });
    }

    #[test]
    fn a_statement_is_booked_once_and_what_nobody_can_match_is_listed() {
        testing::both(|address| {
            let mut trial = Trial::begin(address, "2025-03-03");
            let firm = trial.employer("micro");
            trial.hire(firm, 5_000_000);
            trial.clock.advance(day("2025-05-20"));
            trial.run("2025-03");
            let month = "2025-03".parse().expect("a month");
            let code = trial.office.look(|unit, _| Ok(bills::of_month(unit, firm, month)?.remove(0).code));
            let code = code::shown(code.expect("a bill"));
            let keeper = caller(&trial, Role::Administrator, 15);
            let mut send = |text: &str| sent(&mut trial, &keeper, firm, text);
            let good = entry("CRDT", "B1", "5000.00", &code);
            let foreign = entry("CRDT", "B3", "7.00", &code).replace("IDR", "USD");
            let rest =
                [entry("CRDT", "B2", "700.00", "<![CDATA[<b>]]>"), entry("DBIT", "B1", "5000.00", &code)];
            let (status, page, sum) = send(&statement(&[&[good.clone(), foreign][..], &rest].concat()));
            assert_eq!((status, sum), (StatusCode::OK, 5_000), "{page}");
            for said in [
                "1 booked",
                "Rp5,000",
                "3 to look at",
                "its currency is",
                "no payment code",
                "takes back 5000.00",
            ] {
                assert!(page.contains(said), "{said}: {page}");
            }
            // The same statement, another of the same number, and one that says everything twice.
            let (_, page, sum) = send(&statement(std::slice::from_ref(&good)));
            assert!(page.contains("1 known before") && sum == 5_000, "{page}");
            let more = entry("CRDT", "B4", "1000.00", &code);
            assert_eq!(send(&statement(&[good.clone(), more.clone()])).2, 6_000);
            let twice = statement(&[more]).replace("</Stmt>", "</Stmt><Stmt><Id>1</Id></Stmt>");
            assert_eq!(send(&twice).2, 6_000);
            let last = entry("CRDT", "B5", "10.00", &code);
            let (_, page, sum) = send(&statement(&[last.clone(), last]));
            assert!(page.contains("B5 stands on lines 1 and 2") && sum == 6_000, "{page}");
            // The reference of another payment.
            let (_, page, sum) = send(&statement(&[entry("CRDT", "B1", "9.00", &code)]));
            assert!(page.contains("was booked before for another payment") && sum == 6_000, "{page}");
            let bomb = "<!DOCTYPE a [<!ENTITY b \"bb\">]><BkToCstmrStmt>&b;</BkToCstmrStmt>";
            let many = statement(&vec![entry("CRDT", "X", "1.00", ""); ENTRIES_MAX + 1]);
            for (text, said) in [
                ("", "Choose the file"),
                (bomb, "it has a DOCTYPE"),
                (&"<a>".repeat(50), "it nests too deep"),
                (&many, "There are more than 10000 entries"),
            ] {
                let (status, page, sum) = send(text);
                assert_eq!((status, sum), (StatusCode::UNPROCESSABLE_ENTITY, 6_000));
                assert!(page.contains(said), "{said}: {page}");
            }
        });
    }
}
