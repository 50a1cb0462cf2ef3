//! Lines of bank statements that nobody could match: the list, and one to be booked by two or returned.

use minijinja::context;
use rules::render::Lang;
use scheme::id::PayerId;
use serde_json::{Value as Json, json};
use store::Unit;
use store::queries::statement_lines::{self as rows, StatementLine};

use crate::actions::book_line;
use crate::actions::keep_statement::Kept;
use crate::approvals::{self, Change, LETTERS_MAX};
use crate::auth::{Deed, Of, Role, owner};
use crate::office::Desk;
use crate::pages::desk::{errors, name_of, said};
use crate::pages::form_page;
use crate::pages::wanted::Wanted;
use crate::pages::words::channel;
use crate::registry::payers;
use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, Words, words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;

/// Lines of a page.
const ROWS: i64 = 100;

/// States that a list shows.
const STATES: [&str; 3] = ["open", "asked", "returned"];

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/admin/statements/lines", Deed::SeeStatements, list),
        Route::page("/admin/statements/lines/{line}", Deed::SeeStatements, one),
        Route::form("/admin/statements/lines/{line}/book", Deed::TakePayments, book),
        Route::form("/admin/statements/lines/{line}/return", Deed::TakePayments, send_back),
    ]
}

/// Why it was not booked, in the reader's language.
fn why(kept: &Kept, lang: Lang) -> String {
    kept.why.as_ref().map(|[id, en]| lang.pick(id, en).to_owned()).unwrap_or_default()
}

fn list(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let lang = ask.lang;
    let mut wanted = Wanted::default();
    let after = wanted.number(ask, "after").unwrap_or(0);
    let state = STATES.into_iter().find(|state| *state == ask.query.get("state")).unwrap_or("open");
    let (lines, last) = ask.office.look(|unit, desk| {
        let all = rows::in_state(unit, state, after, ROWS)?;
        let last = all.last().filter(|_| all.len() as i64 == ROWS).map(|line| line.id);
        let lines = all.iter().map(|line| {
            let kept = Kept::open(desk, line)?;
            let href = format!("/admin/statements/lines/{}", line.id);
            let link = json!({ "text": line.id.to_string(), "href": href });
            let day = line.paid.map(|day| day.to_string());
            let said = kept.said.clone().unwrap_or_else(|| why(&kept, lang));
            Ok(json!([link, day, line.amount, kept.reference, said]))
        });
        Ok((lines.collect::<anyhow::Result<Vec<Json>>>()?, last))
    })?;
    let tabs: Vec<Json> = STATES
        .iter()
        .map(|one| {
            let (text, href) = (said(lang, &format!("lines.{one}")), format!("?state={one}"));
            json!({ "text": text, "href": href, "current": *one == state })
        })
        .collect();
    let values = context! { lines, tabs_of => tabs, state, next => last, errors => wanted.errors(lang) };
    Ok(wanted.answered(form_page(ask, "staff/lines.html", values)?))
}

fn one(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    shown(ask, &[])
}

fn values(desk: &Desk<'_>, line: &StatementLine, lang: Lang) -> anyhow::Result<Json> {
    let kept = Kept::open(desk, line)?;
    Ok(json!({
        "id": line.id, "no": line.no, "amount": line.amount, "day": line.paid.map(|day| day.to_string()),
        "state": line.state, "reference": kept.reference, "text": kept.text, "why": why(&kept, lang),
        "said": kept.said, "channel": channel(&kept.channel, lang),
        "code": kept.code.map(crate::office::code::shown),
    }))
}

/// To whom it was booked: a payer, or the office of an agent who brought cash.
fn whom(unit: &mut Unit<'_>, desk: &Desk<'_>, payer: PayerId) -> anyhow::Result<String> {
    if store::queries::payers::read(unit, payer)?.is_none() {
        return Ok(payer.to_string());
    }
    let known = payers::load(unit, desk, payer)?;
    Ok(format!("{} {}", known.payer.id, known.payer.name))
}

fn shown(ask: &mut Ask<'_>, wrong: &[(String, Words)]) -> Result<Reply, Problem> {
    let (id, lang): (i64, _) = (ask.place("line")?, ask.lang);
    let found = ask.office.look(|unit, desk| {
        let Some(line) = rows::read(unit, id)? else { return Ok(None) };
        let by = line.account.map(|account| name_of(unit, desk, account)).transpose()?;
        let payer = line.payer.map(|payer| whom(unit, desk, payer)).transpose()?;
        Ok(Some((values(desk, &line, lang)?, by, payer)))
    })?;
    let (line, by, payer) = found.ok_or(Problem::NotFound)?;
    let given = json!({
        "payer": ask.form.get("payer"), "reason": ask.form.get("reason"), "said": ask.form.get("said"),
    });
    // What was written is not lost where it came too late.
    let may = ask.caller.role == Role::Administrator && (line["state"] == "open" || !wrong.is_empty());
    let values = context! { line, by, payer, given, may, errors => errors(wrong, lang) };
    let page = form_page(ask, "staff/line.html", values)?;
    Ok(if wrong.is_empty() { page } else { page.status(Problem::Fields(Vec::new()).status()) })
}

/// What is wrong with a reason, if anything is.
fn wrong_reason(field: &str, text: &str) -> Option<(String, Words)> {
    let says = |id: &str, en: &str| Some((field.to_owned(), words(id, en)));
    match text.chars().count() {
        0 => says("Tulis alasannya.", "Say why."),
        count if count > LETTERS_MAX => says("Paling banyak 1.000 huruf.", "At most 1,000 letters."),
        _ => None,
    }
}

/// Asks for the line to be booked: the head of the payer's branch decides.
fn book(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let line: i64 = ask.place("line")?;
    let (who, reason) = (ask.form.get("payer").to_owned(), ask.form.get("reason").to_owned());
    let mut wrong: Vec<(String, Words)> = wrong_reason("reason", &reason).into_iter().collect();
    let found = ask.office.look(|unit, desk| {
        let number = who.parse::<i64>().ok().map(PayerId);
        let payer = match payers::by_npp(unit, desk, &who)? {
            Some(payer) => Some(payer),
            None => number,
        };
        let Some(payer) = payer else { return Ok(None) };
        let owner = owner::find(unit, Of::Payer(""), &payer.to_string())?;
        Ok(owner.map(|owner| (payer, owner.branch)))
    })?;
    let mut says = |id: &str, en: &str| wrong.push(("payer".to_owned(), words(id, en)));
    match found {
        None => {
            says("Tulis NPP atau nomor pembayar yang ada.", "Write an NPP or a number of a payer there is.");
        }
        Some((_, None)) => says(
            "Pembayar ini belum ditangani cabang mana pun, jadi tidak ada yang memeriksa.",
            "No branch cares for this payer, so that nobody could check it.",
        ),
        Some((_, Some(_))) => {}
    }
    let Some((payer, branch)) = found.filter(|_| wrong.is_empty()) else { return shown(ask, &wrong) };
    let change = Change::Book { payer: payer.0, line, reason };
    match approvals::tried(ask.office, &change, ask.lang)? {
        Err(refusal) => shown(ask, &[("payer".to_owned(), words(refusal.id, refusal.en))]),
        Ok(seen) => {
            let maker = ask.caller.account;
            ask.office.unit(|unit, desk| approvals::ask(unit, desk, (&change, &seen), branch, maker))?;
            Ok(Reply::see(&format!("/admin/statements/lines/{line}")))
        }
    }
}

/// The money goes back, with the reason.
fn send_back(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (line, account): (i64, i64) = (ask.place("line")?, ask.caller.account);
    let said = ask.form.get("said").to_owned();
    if let Some(wrong) = wrong_reason("said", &said) {
        return shown(ask, &[wrong]);
    }
    book_line::returned(ask.office, line, account, &said)?;
    Ok(Reply::see("/admin/statements/lines"))
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use store::queries::approvals as requests;
    use store::queries::payments;

    use super::*;
    use crate::actions::keep_statement::{self, Statement};
    use crate::pages::tried::{ask, caller};
    use crate::trial::Trial;

    const STATEMENT: &str = "<Document><BkToCstmrStmt><Stmt><Ntry><Amt Ccy=\"IDR\">700</Amt>\
        <CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2025-03-03</Dt></BookgDt>\
        <AcctSvcrRef>B7</AcctSvcrRef><AddtlNtryInf>dari toko sebelah</AddtlNtryInf></Ntry>\
        <Ntry><Amt Ccy=\"IDR\">900</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt>\
        <Dt>2025-03-03</Dt></BookgDt><AcctSvcrRef>B8</AcctSvcrRef></Ntry></Stmt></BkToCstmrStmt></Document>";

    #[test]
    fn what_the_command_could_not_match_waits_here_too() {
        testing::both(|address| {
            let mut trial = Trial::begin(address, "2025-03-03");
            let firm = trial.employer("micro");
            let keeper = caller(&trial, Role::Administrator, 15);
            let mut book = |workers: usize| {
                let statement = Statement::read(STATEMENT, "bank", Lang::En).expect("a statement");
                let of = ("bank", Lang::En);
                keep_statement::book(&mut trial.office, &statement, workers, of).expect("booked")
            };
            for workers in [2, 1] {
                let sum = book(workers);
                assert_eq!((sum.booked, sum.known), (0, 0));
                let said: Vec<u64> = sum.rejects.iter().map(|(entry, _)| *entry).collect();
                assert_eq!(said, [1, 2], "said each time");
                assert!(sum.rejects[0].1.contains("no payment code"), "{:?}", sum.rejects);
            }
            assert!(!crate::jobs::one(&mut trial.office).expect("a look"), "nothing is left for a worker");
            let open = trial.office.look(|unit, _| rows::in_state(unit, "open", 0, 9)).expect("lines");
            assert_eq!(open.len(), 2, "and listed once");
            let list = ask(&mut trial, &keeper, Lang::En, "/admin/statements", None).expect("the list");
            assert!(String::from_utf8(list.body).expect("text").contains("2 to look at"));
            let place = format!("/admin/statements/lines/{}/return", open[0].id);
            ask(&mut trial, &keeper, Lang::En, &place, Some("said=bukan+iuran")).expect("returned");
            let statement = Statement::read(STATEMENT, "bank", Lang::En).expect("a statement");
            let sum = keep_statement::book(&mut trial.office, &statement, 1, ("bank", Lang::En));
            let sum = sum.expect("booked");
            assert_eq!((sum.known, sum.rejects.len()), (1, 1), "what was returned is settled");
            assert!(trial.office.look(|unit, _| payments::of(unit, firm)).expect("paid").is_empty());
        });
    }

    #[test]
    fn what_nobody_could_match_is_booked_by_two_or_returned() {
        testing::both(|address| {
            let mut trial = Trial::begin(address, "2025-03-03");
            let firm = trial.employer("micro");
            let keeper = caller(&trial, Role::Administrator, 15);
            let head = caller(&trial, Role::Head, 12);
            for _ in 0..2 {
                let statement = Statement::read(STATEMENT, "bank", Lang::En).expect("a statement");
                keep_statement::run(&mut trial.office, &statement, "bank", 15).expect("kept");
                while crate::jobs::one(&mut trial.office).expect("a job") {}
            }
            let open = |trial: &mut Trial, state: &str| {
                let lines = trial.office.look(|unit, _| rows::in_state(unit, state, 0, 9)).expect("lines");
                lines.iter().map(|line| line.id).collect::<Vec<_>>()
            };
            let lines = open(&mut trial, "open");
            assert_eq!((lines.len(), open(&mut trial, "known").len()), (2, 2), "sent twice, listed once");
            let page = |trial: &mut Trial, address: &str| {
                let reply = ask(trial, &keeper, Lang::En, address, None).expect(address);
                String::from_utf8(reply.body).expect("text")
            };
            assert!(page(&mut trial, "/admin/statements/lines").contains("no payment code"));
            let place = format!("/admin/statements/lines/{}", lines[0]);
            assert!(page(&mut trial, &place).contains("dari toko sebelah"));
            let send = |trial: &mut Trial, what: &str, fields: &str| {
                let reply = ask(trial, &keeper, Lang::En, &format!("{place}/{what}"), Some(fields));
                reply.expect("an answer").status
            };
            assert_eq!(send(&mut trial, "book", "payer=0&reason=kuitansi"), StatusCode::UNPROCESSABLE_ENTITY);
            let fields = format!("payer={firm}&reason=kuitansi");
            assert_eq!(send(&mut trial, "book", &fields), StatusCode::SEE_OTHER);
            let paid =
                |trial: &mut Trial| trial.office.look(|unit, _| payments::of(unit, firm)).expect("paid");
            assert!(paid(&mut trial).is_empty(), "one alone books nothing");
            let request = |trial: &mut Trial| {
                trial.office.look(|unit, _| requests::of_maker(unit, 15, 1)).expect("a request").remove(0).id
            };
            // Turned down, it waits for somebody again.
            let decide = |trial: &mut Trial, fields: &str| {
                let address = format!("/approvals/{}", request(trial));
                let seen = ask(trial, &head, Lang::En, &address, None).expect("the request");
                assert!(String::from_utf8(seen.body).expect("text").contains("dari toko sebelah"));
                ask(trial, &head, Lang::En, &address, Some(fields)).expect("a decision");
            };
            decide(&mut trial, "decision=refuse&said=bukan+dia");
            assert_eq!(open(&mut trial, "open"), lines);
            assert_eq!(send(&mut trial, "book", &fields), StatusCode::SEE_OTHER);
            decide(&mut trial, "decision=approve&said=");
            let booked = paid(&mut trial);
            assert_eq!((booked.len(), booked[0].amount, booked[0].reference.as_str()), (1, 700, "B7"));
            assert_eq!(open(&mut trial, "booked"), [lines[0]]);
            let again = ask(&mut trial, &keeper, Lang::En, &format!("{place}/return"), Some("said=salah"));
            assert!(matches!(again, Err(Problem::Refused(refusal)) if refusal.code == "line_done"));
            let other = format!("/admin/statements/lines/{}/return", lines[1]);
            ask(&mut trial, &keeper, Lang::En, &other, Some("said=bukan+iuran")).expect("returned");
            assert!(page(&mut trial, "/admin/statements/lines?state=returned").contains("bukan iuran"));
        });
    }
}
