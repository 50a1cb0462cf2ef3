//! A line of today's list: dealt with, put off, or given to somebody, with a note that says why.

use base::Day;
use minijinja::context;
use scheme::id::MembershipId;
use serde_json::{Value as Json, json};
use store::queries::accounts;
use store::queries::branches::Branch;
use store::queries::signals::{self, Signal};

use super::list::{names, office, row};
use super::{errors, notes};
use crate::auth::{Deed, Role};
use crate::pages::form_page;
use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, Words, words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;

pub(super) fn routes() -> Vec<Route> {
    vec![Route::page("/desk/row", Deed::WorkList, show), Route::form("/desk/row", Deed::WorkList, send)]
}

/// The line that an address names, on a list that whoever asks may look at.
fn named(ask: &mut Ask<'_>) -> Result<(Branch, Signal), Problem> {
    let text = |name: &str| ask.form.given(name).unwrap_or(ask.query.get(name)).to_owned();
    let (of, kind, subject, membership) = (text("branch"), text("kind"), text("subject"), text("membership"));
    let (branch, _) = office(ask, &of)?;
    let subject = subject.parse::<i64>().map_err(|_| Problem::NotFound)?;
    let membership = membership.parse::<i64>().ok().filter(|number| *number != 0).map(MembershipId);
    let found = ask.office.look(|unit, _| signals::one(unit, branch.id, (&kind, subject, membership)))?;
    Ok((branch, found.ok_or(Problem::NotFound)?))
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    shown(ask, &[])
}

fn shown(ask: &mut Ask<'_>, wrong: &[(String, Words)]) -> Result<Reply, Problem> {
    let (branch, signal) = named(ask)?;
    let (lang, caller) = (ask.lang, ask.caller.clone());
    let (of, officers) = ask.office.unit(|unit, desk| {
        let mut officers = Vec::new();
        for account in accounts::of_branch(unit, branch.id)? {
            if account.role == Role::Officer.word() {
                let name = notes::name_of(unit, desk, account.id)?;
                officers.push(json!({ "value": account.id.to_string(), "text": name }));
            }
        }
        let names = names(unit, desk, &caller, [signal.subject].into_iter())?;
        Ok((row(unit, desk, &names[&signal.subject], &signal, lang)?, officers))
    })?;
    let hidden: Json = json!([
        ["branch", branch.id.to_string()],
        ["kind", signal.kind],
        ["subject", signal.subject.to_string()],
        ["membership", signal.membership.map_or(0, |one| one.0).to_string()]
    ]);
    let given = json!({
        "what": ask.form.get("what"), "text": ask.form.get("text"), "until": ask.form.get("until"),
        "officer": ask.form.given("officer").map_or_else(
            || signal.officer.map(|officer| officer.to_string()).unwrap_or_default(), str::to_owned),
    });
    let may_give = caller.role == Role::Head && !officers.is_empty();
    let values = context! {
        row => of, hidden, given, officers, gives => may_give, errors => errors(wrong, lang),
        office => branch.name,
        back => format!("/desk?branch={}", branch.id),
    };
    form_page(ask, "desk/row.html", values)
}

/// What is done with a line.
enum Does {
    Done,
    Later(Day),
    Give(Option<i64>),
}

fn send(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (branch, signal) = named(ask)?;
    let mut wrong = Vec::new();
    let does = read(ask, &branch, &mut wrong)?;
    let text = ask.form.get("text").to_owned();
    // Whoever is given a line sees the line itself; everything else is said in words.
    if !matches!(does, Some(Does::Give(_))) {
        wrong.extend(notes::wrong_text("text", &text));
    }
    let Some(does) = does.filter(|_| wrong.is_empty()) else {
        return Ok(shown(ask, &wrong)?.status(Problem::Fields(Vec::new()).status()));
    };
    let account = ask.caller.account;
    ask.office.unit(|unit, desk| {
        let which = (signal.kind.as_str(), signal.subject, signal.membership);
        let (changed, again, what) = match does {
            Does::Done => (signals::done(unit, branch.id, which, desk.now)?, None, "signal dealt with"),
            Does::Later(day) => (signals::put_off(unit, branch.id, which, day)?, Some(day), "signal put off"),
            Does::Give(officer) => (signals::give(unit, branch.id, which, officer)?, None, "signal given"),
        };
        if changed {
            crate::registry::note(unit, desk, what, signal.subject)?;
            if !text.is_empty() {
                notes::write(unit, desk, account, signal.subject, ("note", &text, again))?;
            }
        }
        Ok(())
    })?;
    Ok(Reply::see(&format!("/desk?branch={}", branch.id)))
}

/// What the form asks to be done.
fn read(
    ask: &mut Ask<'_>,
    branch: &Branch,
    wrong: &mut Vec<(String, Words)>,
) -> Result<Option<Does>, Problem> {
    let mut says = |field: &str, id: &str, en: &str| wrong.push((field.to_owned(), words(id, en)));
    match ask.form.get("what") {
        "done" => Ok(Some(Does::Done)),
        "later" => {
            let (today, day) = (ask.office.today(), ask.form.get("until").parse::<Day>().ok());
            let day = day.filter(|day| *day > today);
            if day.is_none() {
                says("until", "Pilih hari sesudah hari ini.", "Choose a day after today.");
            }
            Ok(day.map(Does::Later))
        }
        "give" if ask.caller.role == Role::Head => {
            let to = ask.form.get("officer").to_owned();
            if to.is_empty() {
                return Ok(Some(Does::Give(None)));
            }
            let there = ask.office.look(|unit, _| accounts::of_branch(unit, branch.id))?;
            let officer =
                there.iter().find(|one| one.id.to_string() == to && one.role == Role::Officer.word());
            if officer.is_none() {
                says("officer", "Pilih petugas cabang ini.", "Choose an officer of this branch.");
            }
            Ok(officer.map(|officer| Does::Give(Some(officer.id))))
        }
        _ => {
            says("what", "Pilih apa yang dilakukan.", "Choose what is done.");
            Ok(None)
        }
    }
}
