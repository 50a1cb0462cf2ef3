//! A family reports a death from outside, without signing in: one question a page, a code to the telephone of
//! the one who reports, and one answer for everybody, whoever the number is of.

use anyhow::Result;
use base::Day;
use minijinja::{Value, context};
use serde::{Deserialize, Serialize};

use super::answered::{self, Answers};
use super::questions::{question, wrong};
use super::register::telephone;
use super::{form_page, texts};
use crate::actions::hear_of_death::{self, Told};
use crate::actions::prove_phone;
use crate::auth::codes::Tried;
use crate::auth::members::Numbered;
use crate::auth::{Deed, heirs};
use crate::jobs;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::cases::option;

const PURPOSE: &str = "death";
/// So many codes are sent for one report.
const CODES_MAX: u8 = 5;
/// Longer names stand on no card.
const NAME_MAX: usize = 120;
/// What somebody can be to who died, in the order of the law; who is named in a will comes to a branch.
const RELATIONS: [&str; 7] =
    ["spouse", "son_or_daughter", "parent", "grandparent", "grandchild", "sibling", "parent_in_law"];

/// The answers.
#[derive(Clone, Default, Debug, Serialize, Deserialize)]
struct Given {
    /// Names the report and its codes.
    number: i64,
    told: Told,
    work: String,
    sent: u8,
    is_done: bool,
}

impl Given {
    fn open(&self) -> Option<&'static str> {
        let answered = [
            ("/death", !self.told.number.is_empty()),
            ("/death/day", self.told.day.parse::<Day>().is_ok() && !self.work.is_empty()),
            ("/death/you", !self.told.name.is_empty() && !self.told.relation.is_empty()),
            ("/death/telephone", !self.told.phone.is_empty()),
        ];
        answered.into_iter().find(|(_, is_so)| !is_so).map(|(path, _)| path)
    }

    fn next(&self) -> &'static str {
        self.open().unwrap_or("/death/check")
    }
}

pub(super) fn routes() -> Vec<Route> {
    let page = |path, does| Route::page(path, Deed::ReportDeath, does);
    let form = |path, does| Route::form(path, Deed::ReportDeath, does);
    vec![
        page("/death", ask_number),
        form("/death", take_number),
        page("/death/day", ask_day),
        form("/death/day", take_day),
        page("/death/you", ask_you),
        form("/death/you", take_you),
        page("/death/telephone", ask_telephone),
        form("/death/telephone", take_telephone),
        page("/death/check", ask_check),
        form("/death/check", take_check),
        form("/death/again", send_again),
        page("/death/done", show_done),
        form("/death/another", another),
    ]
}

type Answered = Result<Reply, Problem>;

/// The answers, if those before this question are there; or where to go instead.
fn reached(ask: &mut Ask<'_>, path: &str) -> Result<Result<Answers<Given>, Reply>, Problem> {
    let answers: Answers<Given> = answered::load(ask, PURPOSE)?;
    if answers.given.is_done {
        return Ok(Err(Reply::see("/death/done")));
    }
    let order = ["/death", "/death/day", "/death/you", "/death/telephone", "/death/check"];
    let place = |path: &str| order.iter().position(|known| *known == path).unwrap_or(order.len());
    Ok(match answers.given.open() {
        Some(open) if place(open) < place(path) => Err(Reply::see(open)),
        _ => Ok(answers),
    })
}

macro_rules! reached {
    ($ask:expr, $path:expr) => {
        match reached($ask, $path)? {
            Ok(answers) => answers,
            Err(elsewhere) => return Ok(elsewhere),
        }
    };
}

fn ask_number(ask: &mut Ask<'_>) -> Answered {
    let answers = reached!(ask, "/death");
    question(ask, "death/number.html", context! { given => answers.given.told.number }, &[])
}

fn take_number(ask: &mut Ask<'_>) -> Answered {
    let mut answers = reached!(ask, "/death");
    let given = ask.form.get("number").to_owned();
    let Some(number) = Numbered::read(&given) else {
        let errors = vec![wrong(ask, "number", "death.number_unread")];
        return question(ask, "death/number.html", context! { given }, &errors);
    };
    if answers.given.told.number != number.text() || answers.given.number == 0 {
        // Another number is another report, with codes of its own.
        let id = ask.office.look(|_, desk| Ok(jobs::number(desk)))?;
        let told = Told { number: number.text(), reference: heirs::new_reference()?, ..Told::default() };
        answers.given = Given { number: id, told, ..Given::default() };
    }
    answered::keep(ask, PURPOSE, &mut answers)?;
    Ok(Reply::see(answers.given.next()))
}

fn ask_day(ask: &mut Ask<'_>) -> Answered {
    let answers = reached!(ask, "/death/day");
    let values = context! { day => answers.given.told.day, work => answers.given.work };
    question(ask, "death/day.html", values, &[])
}

fn take_day(ask: &mut Ask<'_>) -> Answered {
    let mut answers = reached!(ask, "/death/day");
    let (day, work) = (ask.form.get("day").to_owned(), ask.form.get("work").to_owned());
    let mut errors = Vec::new();
    match day.parse::<Day>() {
        Ok(read) if read > ask.office.today() => errors.push(wrong(ask, "day", "report.day_ahead")),
        Ok(_) => {}
        Err(_) => errors.push(wrong(ask, "day", "report.day_missing")),
    }
    if !["yes", "no"].contains(&work.as_str()) {
        errors.push(wrong(ask, "work", "report.choose"));
    }
    if !errors.is_empty() {
        return question(ask, "death/day.html", context! { day, work }, &errors);
    }
    answers.given.told.by_work = work == "yes";
    (answers.given.told.day, answers.given.work) = (day, work);
    answered::keep(ask, PURPOSE, &mut answers)?;
    Ok(Reply::see(answers.given.next()))
}

/// What the law calls a relation.
pub(super) fn relations(ask: &Ask<'_>) -> Vec<Value> {
    let tree = ask.office.law.tree();
    let shown = RELATIONS.iter().map(|relation| {
        context! { value => *relation, text => option(tree, "relation", relation, ask.lang) }
    });
    shown.collect()
}

fn you_page(ask: &mut Ask<'_>, name: &str, relation: &str, errors: &[Value]) -> Answered {
    let relations = relations(ask);
    question(ask, "death/you.html", context! { name, relation, relations }, errors)
}

fn ask_you(ask: &mut Ask<'_>) -> Answered {
    let answers = reached!(ask, "/death/you");
    you_page(ask, &answers.given.told.name, &answers.given.told.relation, &[])
}

/// A name with one blank between its words, if it is one.
pub(super) fn read_name(given: &str) -> Option<String> {
    let name = given.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_name = |letter: char| letter.is_alphabetic() || " .,'’`-/()".contains(letter);
    let fits = name.chars().any(char::is_alphabetic)
        && name.chars().all(is_name)
        && name.chars().count() <= NAME_MAX;
    fits.then_some(name)
}

fn take_you(ask: &mut Ask<'_>) -> Answered {
    let mut answers = reached!(ask, "/death/you");
    let (given, relation) = (ask.form.get("name").to_owned(), ask.form.get("relation").to_owned());
    let mut errors = Vec::new();
    let name = read_name(&given);
    if name.is_none() {
        errors.push(wrong(ask, "name", "death.name_missing"));
    }
    if !RELATIONS.contains(&relation.as_str()) {
        errors.push(wrong(ask, "relation", "report.choose"));
    }
    let Some(name) = name.filter(|_| errors.is_empty()) else {
        return you_page(ask, &given, &relation, &errors);
    };
    (answers.given.told.name, answers.given.told.relation) = (name, relation);
    answered::keep(ask, PURPOSE, &mut answers)?;
    Ok(Reply::see(answers.given.next()))
}

fn ask_telephone(ask: &mut Ask<'_>) -> Answered {
    let answers = reached!(ask, "/death/telephone");
    question(ask, "death/telephone.html", context! { given => answers.given.told.phone }, &[])
}

fn take_telephone(ask: &mut Ask<'_>) -> Answered {
    let mut answers = reached!(ask, "/death/telephone");
    let given = ask.form.get("telephone").to_owned();
    match telephone(&given) {
        Ok(phone) => {
            if phone != answers.given.told.phone {
                // A code that went to the other telephone proves nothing of this one.
                answers.given.number = ask.office.look(|_, desk| Ok(jobs::number(desk)))?;
            }
            answers.given.told.phone = phone;
            send(ask, &mut answers)?;
            Ok(Reply::see("/death/check"))
        }
        Err(key) => {
            let errors = vec![wrong(ask, "telephone", key)];
            question(ask, "death/telephone.html", context! { given }, &errors)
        }
    }
}

/// Sends a code, unless enough were sent, and keeps the answers.
fn send(ask: &mut Ask<'_>, answers: &mut Answers<Given>) -> Result<(), Problem> {
    if answers.given.sent < CODES_MAX {
        let lang = ask.lang;
        let words = |code: &str| texts::said(lang, "death.message", &[("code", code)]);
        prove_phone::run(ask.office, (answers.given.number, &answers.given.told.phone), &words)?;
        answers.given.sent += 1;
    }
    answered::keep(ask, PURPOSE, answers)
}

fn send_again(ask: &mut Ask<'_>) -> Answered {
    let mut answers = reached!(ask, "/death/check");
    send(ask, &mut answers)?;
    Ok(Reply::see("/death/check"))
}

fn check_page(ask: &mut Ask<'_>, given: &Given, errors: &[Value]) -> Answered {
    let relation = option(ask.office.law.tree(), "relation", &given.told.relation, ask.lang);
    let values = context! {
        told => Value::from_serialize(&given.told), work => given.work, relation,
        more_codes => given.sent < CODES_MAX,
    };
    question(ask, "death/check.html", values, errors)
}

fn ask_check(ask: &mut Ask<'_>) -> Answered {
    let answers = reached!(ask, "/death/check");
    check_page(ask, &answers.given, &[])
}

fn take_check(ask: &mut Ask<'_>) -> Answered {
    let mut answers = reached!(ask, "/death/check");
    let code: String = ask.form.get("code").chars().filter(|letter| *letter != ' ').collect();
    let of = (answers.given.number, answers.given.told.phone.as_str());
    let key = match prove_phone::attempt(ask.office, of, &code)? {
        Tried::Right => "",
        Tried::Wrong => "register.code_wrong",
        Tried::Over => "register.code_over",
    };
    if !key.is_empty() {
        let errors = vec![wrong(ask, "code", key)];
        return check_page(ask, &answers.given, &errors);
    }
    hear_of_death::run(ask.office, answers.given.number, &answers.given.told)?;
    // What was answered is not kept any longer than it is needed.
    let told = Told { reference: answers.given.told.reference.clone(), ..Told::default() };
    answers.given = Given { told, is_done: true, ..Given::default() };
    answered::keep(ask, PURPOSE, &mut answers)?;
    Ok(Reply::see("/death/done"))
}

fn show_done(ask: &mut Ask<'_>) -> Answered {
    let answers: Answers<Given> = answered::load(ask, PURPOSE)?;
    if !answers.given.is_done {
        return Ok(Reply::see(answers.given.next()));
    }
    form_page(ask, "death/done.html", context! { reference => answers.given.told.reference })
}

fn another(ask: &mut Ask<'_>) -> Answered {
    answered::forget(ask, PURPOSE)?;
    Ok(Reply::see("/death"))
}
