//! Registration of the self-employed: one question a page, kept as she goes, and paid for at once.

mod answers;
mod draft;

use anyhow::Result;
use base::Day;
use base::id::Sex;
use minijinja::{Value, context};
use rules::render::{self, Lang};
use rules::tree::Tree;
use scheme::id::PersonId;
use scheme::refusal::Refusal;

use super::questions::{self, wrong};
use super::{form_page, texts};
use crate::actions::finish_registration::{self, Sent};
use crate::actions::prove_phone;
use crate::actions::register_self;
use crate::auth::codes::Tried;
use crate::auth::{Deed, Role, Stage, members, sessions};
use crate::books::grouped;
use crate::registry::people;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::price::{self, Price};
pub(super) use answers::{name, nik, telephone};
use draft::{Done, Draft};

/// So many codes are sent for one draft: more are no help, and cost those who do not want them.
const CODES_MAX: u8 = 5;
/// The kinds of work that cost differently, by the law's names.
const SECTORS: [&str; 2] = ["transport", "other"];

type Answered = Result<Reply, Problem>;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/register", Deed::RegisterSelf, ask_nik),
        Route::form("/register", Deed::RegisterSelf, take_nik),
        Route::page("/register/name", Deed::RegisterSelf, ask_name),
        Route::form("/register/name", Deed::RegisterSelf, take_name),
        Route::page("/register/work", Deed::RegisterSelf, ask_work),
        Route::form("/register/work", Deed::RegisterSelf, take_work),
        Route::page("/register/programmes", Deed::RegisterSelf, ask_programmes),
        Route::form("/register/programmes", Deed::RegisterSelf, take_programmes),
        Route::page("/register/telephone", Deed::RegisterSelf, ask_telephone),
        Route::form("/register/telephone", Deed::RegisterSelf, take_telephone),
        Route::page("/register/check", Deed::RegisterSelf, ask_check),
        Route::form("/register/check", Deed::RegisterSelf, take_check),
        Route::form("/register/again", Deed::RegisterSelf, send_again),
        Route::page("/register/done", Deed::RegisterSelf, show_done),
        Route::form("/register/another", Deed::RegisterSelf, begin_another),
    ]
}

/// A question, or again with what is wrong.
fn question(ask: &mut Ask<'_>, template: &str, draft: &Draft, values: Value, errors: &[Value]) -> Answered {
    questions::question(ask, template, context! { draft => Value::from_serialize(draft), ..values }, errors)
}

/// The draft, if the questions before this one are answered; or where to go instead.
fn reached(ask: &mut Ask<'_>, path: &str) -> Result<Result<Draft, Reply>, Problem> {
    let draft = draft::load(ask)?;
    if draft.done.is_some() {
        return Ok(Err(Reply::see("/register/done")));
    }
    let order =
        ["/register", "/register/name", "/register/work", "/register/programmes", "/register/telephone"];
    let place = |path: &str| order.iter().position(|known| *known == path).unwrap_or(order.len());
    Ok(match draft.open() {
        Some(open) if place(open) < place(path) => Err(Reply::see(open)),
        _ => Ok(draft),
    })
}

macro_rules! reached {
    ($ask:expr, $path:expr) => {
        match reached($ask, $path)? {
            Ok(draft) => draft,
            Err(elsewhere) => return Ok(elsewhere),
        }
    };
}

fn ask_nik(ask: &mut Ask<'_>) -> Answered {
    let draft = reached!(ask, "/register");
    let given = draft.nik.clone();
    question(ask, "register/nik.html", &draft, context! { given }, &[])
}

fn take_nik(ask: &mut Ask<'_>) -> Answered {
    let mut draft = reached!(ask, "/register");
    let given = ask.form.get("nik").to_owned();
    let is_production = ask.office.institution.is_production();
    match answers::nik(&given, is_production) {
        Ok(nik) if nik.birth_date(ask.office.today()).is_some() => {
            draft.about(nik.to_string());
            draft::number(ask, &mut draft)?;
            draft::keep(ask, &mut draft)?;
            Ok(Reply::see(if draft.is_confirmed { draft.next() } else { "/register/name" }))
        }
        read => {
            let errors = vec![wrong(ask, "nik", read.err().unwrap_or("register.nik_birth"))];
            question(ask, "register/nik.html", &draft, context! { given }, &errors)
        }
    }
}

/// What the NIK says of her.
fn in_nik(ask: &Ask<'_>, draft: &Draft) -> Value {
    let born = draft.born(ask.office.today()).map(|born| born.to_string()).unwrap_or_default();
    let sex = draft.nik().map_or("", |nik| match nik.sex() {
        Sex::Female => "register.female",
        Sex::Male => "register.male",
    });
    context! { born, sex }
}

fn ask_name(ask: &mut Ask<'_>) -> Answered {
    let draft = reached!(ask, "/register/name");
    let values = context! { given => draft.name, confirmed => draft.is_confirmed, ..in_nik(ask, &draft) };
    question(ask, "register/name.html", &draft, values, &[])
}

fn take_name(ask: &mut Ask<'_>) -> Answered {
    let mut draft = reached!(ask, "/register/name");
    let given = ask.form.get("name").to_owned();
    let confirmed = ask.form.get("confirmed") == "yes";
    let mut errors = Vec::new();
    match answers::name(&given) {
        Ok(name) => draft.name = name,
        Err(key) => errors.push(wrong(ask, "name", key)),
    }
    if !confirmed {
        errors.push(wrong(ask, "confirmed", "register.confirm_missing"));
    }
    if errors.is_empty() {
        draft.is_confirmed = true;
        draft::keep(ask, &mut draft)?;
        return Ok(Reply::see(draft.next()));
    }
    let values = context! { given, confirmed, ..in_nik(ask, &draft) };
    question(ask, "register/name.html", &draft, values, &errors)
}

/// The brackets of income in words.
fn brackets(ask: &mut Ask<'_>) -> Result<Vec<(i64, String)>, Problem> {
    let lang = ask.lang;
    let bounds = ask.office.look(|_, desk| Ok(price::brackets(desk, desk.today)))?;
    let rupiah = |amount: i64| format!("Rp{}", grouped(amount, lang));
    let words = |at: usize, from: i64| match (at, bounds.get(at + 1)) {
        (0, Some(until)) => texts::said(lang, "register.income_below", &[("until", &rupiah(*until))]),
        (_, Some(until)) => {
            let parts = [("from", &*rupiah(from)), ("until", &*rupiah(*until - 1))];
            texts::said(lang, "register.income_between", &parts)
        }
        (_, None) => texts::said(lang, "register.income_above", &[("from", &rupiah(from))]),
    };
    Ok(bounds.iter().enumerate().map(|(at, from)| (*from, words(at, *from))).collect())
}

fn work_page(ask: &mut Ask<'_>, draft: &Draft, sector: &str, income: &str, errors: &[Value]) -> Answered {
    let brackets = brackets(ask)?;
    let brackets: Vec<Value> = brackets.into_iter().map(|(value, text)| context! { value, text }).collect();
    question(ask, "register/work.html", draft, context! { sector, income, brackets }, errors)
}

fn ask_work(ask: &mut Ask<'_>) -> Answered {
    let draft = reached!(ask, "/register/work");
    let income = draft.income.map(|income| income.to_string()).unwrap_or_default();
    work_page(ask, &draft, &draft.sector, &income, &[])
}

fn take_work(ask: &mut Ask<'_>) -> Answered {
    let mut draft = reached!(ask, "/register/work");
    let (sector, income) = (ask.form.get("sector").to_owned(), ask.form.get("income").to_owned());
    let bracket = income.parse().ok();
    let bracket = brackets(ask)?.into_iter().map(|(from, _)| from).find(|from| bracket == Some(*from));
    let mut errors = Vec::new();
    if !SECTORS.contains(&sector.as_str()) {
        errors.push(wrong(ask, "sector", "register.sector_missing"));
    }
    if bracket.is_none() {
        errors.push(wrong(ask, "income", "register.income_missing"));
    }
    if !errors.is_empty() {
        return work_page(ask, &draft, &sector, &income, &errors);
    }
    (draft.sector, draft.income) = (sector, bracket);
    draft::keep(ask, &mut draft)?;
    Ok(Reply::see(draft.next()))
}

/// What it costs this month, with or without savings.
fn price(ask: &mut Ask<'_>, draft: &Draft, saves: bool) -> Result<Option<Price>, Problem> {
    let lang = ask.lang;
    let Some((income, born)) = draft.income.zip(draft.born(ask.office.today())) else { return Ok(None) };
    let price = ask.office.look(|_, desk| {
        let (month, registered) = (desk.today.month(), desk.today);
        let asked = price::Asked { month, sector: &draft.sector, income, saves, born, registered };
        Ok(price::price(desk, &asked, lang))
    })?;
    Ok(price)
}

fn programmes_page(ask: &mut Ask<'_>, draft: &Draft, errors: &[Value]) -> Answered {
    let (without, with) = (price(ask, draft, false)?, price(ask, draft, true)?);
    let totals = (without.as_ref().map(|price| price.total), with.as_ref().map(|price| price.total));
    let values = context! {
        price => with.map(|price| Value::from_serialize(&price)),
        without => totals.0,
        with => totals.1,
        saves => draft.saves.map_or("", |saves| if saves { "yes" } else { "no" }),
        month => ask.office.today().month().to_string(),
    };
    question(ask, "register/programmes.html", draft, values, errors)
}

fn ask_programmes(ask: &mut Ask<'_>) -> Answered {
    let draft = reached!(ask, "/register/programmes");
    programmes_page(ask, &draft, &[])
}

fn take_programmes(ask: &mut Ask<'_>) -> Answered {
    let mut draft = reached!(ask, "/register/programmes");
    draft.saves = match ask.form.get("saves") {
        "yes" => Some(true),
        "no" => Some(false),
        _ => {
            let errors = vec![wrong(ask, "saves", "register.saves_missing")];
            return programmes_page(ask, &draft, &errors);
        }
    };
    draft::keep(ask, &mut draft)?;
    Ok(Reply::see(draft.next()))
}

fn ask_telephone(ask: &mut Ask<'_>) -> Answered {
    let draft = reached!(ask, "/register/telephone");
    let given = draft.phone.clone();
    question(ask, "register/telephone.html", &draft, context! { given }, &[])
}

fn take_telephone(ask: &mut Ask<'_>) -> Answered {
    let mut draft = reached!(ask, "/register/telephone");
    let given = ask.form.get("telephone").to_owned();
    match answers::telephone(&given) {
        Ok(phone) => {
            if phone != draft.phone {
                // A code that went to the other telephone proves nothing of this one.
                (draft.is_proved, draft.number) = (false, 0);
                draft::number(ask, &mut draft)?;
            }
            draft.phone = phone;
            send(ask, &mut draft)?;
            Ok(Reply::see("/register/check"))
        }
        Err(key) => {
            let errors = vec![wrong(ask, "telephone", key)];
            question(ask, "register/telephone.html", &draft, context! { given }, &errors)
        }
    }
}

/// Sends a code, unless enough were sent or one has come back, and keeps the draft.
fn send(ask: &mut Ask<'_>, draft: &mut Draft) -> Result<(), Problem> {
    if !draft.is_proved && draft.sent < CODES_MAX {
        let lang = ask.lang;
        let words = |code: &str| texts::said(lang, "register.message", &[("code", code)]);
        prove_phone::run(ask.office, (draft.number, &draft.phone), &words)?;
        draft.sent += 1;
    }
    draft::keep(ask, draft)
}

fn send_again(ask: &mut Ask<'_>) -> Answered {
    let mut draft = reached!(ask, "/register/check");
    send(ask, &mut draft)?;
    Ok(Reply::see("/register/check"))
}

/// All answers, each with a way to change it.
fn check_page(ask: &mut Ask<'_>, draft: &Draft, errors: &[Value]) -> Answered {
    let price = price(ask, draft, draft.saves == Some(true))?;
    let brackets = brackets(ask)?;
    let income = brackets.into_iter().find(|(from, _)| draft.income == Some(*from)).map(|(_, words)| words);
    let values = context! {
        price => price.map(|price| Value::from_serialize(&price)),
        income,
        sector => format!("register.sector_{}", draft.sector),
        more_codes => draft.sent < CODES_MAX,
        month => ask.office.today().month().to_string(),
        ..in_nik(ask, draft)
    };
    question(ask, "register/check.html", draft, values, errors)
}

fn ask_check(ask: &mut Ask<'_>) -> Answered {
    let mut draft = reached!(ask, "/register/check");
    if draft.sent == 0 {
        match send(ask, &mut draft) {
            // Another window was faster: its answers are shown.
            Err(Problem::Changed) => return Ok(Reply::see("/register/check")),
            sent => sent?,
        }
    }
    check_page(ask, &draft, &[])
}

fn take_check(ask: &mut Ask<'_>) -> Answered {
    let mut draft = reached!(ask, "/register/check");
    if !draft.is_proved {
        let code: String = ask.form.get("code").chars().filter(|letter| *letter != ' ').collect();
        let key = match prove_phone::attempt(ask.office, (draft.number, &draft.phone), &code)? {
            Tried::Right => "",
            Tried::Wrong => "register.code_wrong",
            Tried::Over => "register.code_over",
        };
        if !key.is_empty() {
            let errors = vec![wrong(ask, "code", key)];
            return check_page(ask, &draft, &errors);
        }
        draft.is_proved = true;
        draft::keep(ask, &mut draft)?;
    }
    match hers(ask, &draft)? {
        Some(person) => welcome_back(ask, person),
        None => send_in(ask, &draft),
    }
}

/// Who has both the NIK and the telephone whose code has come back, as it does when she signs in.
fn hers(ask: &mut Ask<'_>, draft: &Draft) -> Result<Option<PersonId>, Problem> {
    let Some(nik) = draft.nik().filter(|_| ask.caller.role == Role::Visitor) else { return Ok(None) };
    let holders = ask.office.look(|unit, desk| people::by_nik(unit, desk, nik))?;
    let Some(holder) = holders.first().map(|person| person.id) else { return Ok(None) };
    let is_hers = prove_phone::is_known(ask.office, holder, &draft.phone)?;
    Ok(Some(holder).filter(|_| is_hers))
}

/// Hands all of it over, unless the law says no. Whether the NIK is somebody's is found out apart, and said
/// by message alone: of everybody the same is done here, and shown.
fn send_in(ask: &mut Ask<'_>, draft: &Draft) -> Answered {
    let sent = Sent {
        nik: draft.nik.clone(),
        name: draft.name.clone(),
        phone: draft.phone.clone(),
        sector: draft.sector.clone(),
        income: draft.income.unwrap_or_default(),
        saves: draft.saves == Some(true),
        key: format!("register {}", draft.number),
        place: ask.settings.public.clone(),
    };
    if let Err(error) = register_self::tried(ask.office, &sent.asked()?) {
        return refused(ask, draft, error);
    }
    let total = price(ask, draft, sent.saves)?.map(|price| price.total);
    finish_registration::later(ask.office, &sent)?;
    finished(ask, draft, Done { phone: draft.phone.clone(), total })
}

/// Shows that it has come, once, however often the button was pressed.
fn finished(ask: &mut Ask<'_>, draft: &Draft, done: Done) -> Answered {
    let (number, version) = (draft.number, draft.version);
    let mut over = Draft { number, version, done: Some(done), ..Draft::default() };
    match draft::keep(ask, &mut over) {
        Err(Problem::Changed) if draft::load(ask)?.number != number => Err(Problem::Changed),
        Err(Problem::Changed) | Ok(()) => Ok(Reply::see("/register/done")),
        Err(other) => Err(other),
    }
}

/// The code came back from the very telephone that we know, as it does when she signs in: she is in.
fn welcome_back(ask: &mut Ask<'_>, person: PersonId) -> Answered {
    let session = ask.session()?;
    draft::forget(ask)?;
    let signed_in = ask.office.unit(|unit, desk| {
        // Who was registered by somebody else may have had no account so far.
        let account = members::account_of(unit, desk, person)?;
        sessions::sign_in(unit, &session, account, Stage::Full)
    })?;
    ask.keep(signed_in);
    Ok(Reply::see("/me"))
}

/// A lawful no is said above the answers.
fn refused(ask: &mut Ask<'_>, draft: &Draft, error: anyhow::Error) -> Answered {
    let refusal = error.chain().find_map(|cause| cause.downcast_ref::<Refusal>()).cloned();
    match refusal {
        None => Err(error.into()),
        Some(refusal) => {
            let text = match ask.lang {
                Lang::Id => refusal.id,
                Lang::En => refusal.en,
            };
            check_page(ask, draft, &[context! { field => "", text }])
        }
    }
}

/// The law's definition of the day on which cover begins.
const COVER: &str = "cover_begins";

/// The provision that says from when somebody is protected.
fn cover_cite(tree: &Tree, day: Day, lang: Lang) -> Option<String> {
    let item = tree.names.definitions.get(COVER).map(|at| &tree.items[*at])?;
    let clause = item.clauses.iter().find(|clause| clause.is_in_force_on(day))?;
    Some(render::citation(&clause.citation, lang))
}

fn show_done(ask: &mut Ask<'_>) -> Answered {
    let draft = draft::load(ask)?;
    let Some(done) = draft.done else { return Ok(Reply::see(draft.next())) };
    let values = context! {
        cover => cover_cite(ask.office.law.tree(), ask.office.today(), ask.lang),
        month => ask.office.today().month().to_string(),
        done => Value::from_serialize(&done),
    };
    form_page(ask, "register/done.html", values)
}

/// The same telephone, or the same desk, for somebody else.
fn begin_another(ask: &mut Ask<'_>) -> Answered {
    draft::forget(ask)?;
    Ok(Reply::see("/register"))
}
