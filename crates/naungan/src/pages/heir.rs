//! The case of somebody who died, as a relative follows it: who inherits in the order of the law, who gets
//! what and why, papers to hand in, and her own account.

use anyhow::Result;
use axum::http::StatusCode;
use minijinja::{Value, context};
use store::queries::cases::Case;
use store::queries::drafts;

use super::case_forms::{self, FORM_BYTES};
use super::{form_page, page, texts};
use crate::actions::hand_in_paper::PAPER_BYTES_MAX;
use crate::actions::name_payee;
use crate::auth::{Deed, Role, Stage, heirs, sessions};
use crate::jobs;
use crate::registry::heirs::{Kinship, gets, in_case, of_account, who_get};
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::cases::{self, option};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/heir", Deed::Look, reference_asked),
        Route::form("/heir", Deed::Look, reference_given),
        Route::page("/heir/code", Deed::Look, code_asked),
        Route::form("/heir/code", Deed::Look, code_given),
        Route::page("/heir/cases", Deed::SeeAsHeir, list),
        Route::page("/heir/cases/{case}", Deed::SeeAsHeir, show),
        Route::form("/heir/cases/{case}/paper", Deed::ActAsHeir, paper).files(PAPER_BYTES_MAX + FORM_BYTES),
        Route::form("/heir/cases/{case}/account", Deed::ActAsHeir, account),
    ]
}

/// A form again, with what is wrong beside a field.
fn again(ask: &mut Ask<'_>, template: &str, field: &str, key: &str, values: Value) -> Result<Reply, Problem> {
    let errors = vec![context! { field, text => texts::said(ask.lang, key, &[]) }];
    let page = form_page(ask, template, context! { errors, ..values })?;
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY))
}

fn reference_asked(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    if ask.caller.role == Role::Heir {
        return Ok(Reply::see("/heir/cases"));
    }
    form_page(ask, "heir/reference.html", context! { given => "", errors => Vec::<Value>::new() })
}

fn reference_given(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let given = ask.form.get("reference").to_owned();
    let Some(reference) = heirs::read_reference(&given) else {
        return again(ask, "heir/reference.html", "reference", "heir.reference_unread", context! { given });
    };
    let old = ask.session()?;
    let session = ask.office.unit(|unit, desk| {
        sessions::end(unit, &old.token)?;
        let session = sessions::begin(unit, desk)?;
        let kept = heirs::keep(unit, desk, &session.token, &reference)?;
        let kept = crate::hex::of(&kept);
        jobs::later(unit, desk, jobs::SEND_HEIR_CODE, &kept, (None, None))?;
        Ok(session)
    })?;
    ask.keep(session);
    Ok(Reply::see("/heir/code"))
}

/// Whether a reference is kept for this session.
fn is_kept(ask: &mut Ask<'_>) -> Result<bool, Problem> {
    let Some(session) = ask.session.clone() else { return Ok(false) };
    let token = heirs::draft(&session.token);
    Ok(ask.office.look(|unit, _| heirs::is_kept(unit, &token))?)
}

fn code_asked(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    if !is_kept(ask)? {
        return Ok(Reply::see("/heir"));
    }
    form_page(ask, "heir/code.html", context! { errors => Vec::<Value>::new() })
}

fn code_given(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let Some(old) = ask.session.clone() else { return Ok(Reply::see("/heir")) };
    if !is_kept(ask)? {
        return Ok(Reply::see("/heir"));
    }
    let (code, token) = (ask.form.get("code").to_owned(), heirs::draft(&old.token));
    let entered = ask.office.unit(|unit, desk| {
        let Some(account) = heirs::attempt(unit, desk, &token, &code)? else { return Ok(None) };
        drafts::drop(unit, &token)?;
        sessions::sign_in(unit, &old, account, Stage::Full).map(Some)
    })?;
    let Some(session) = entered else {
        return again(ask, "heir/code.html", "code", "sign_in.code_wrong", context! {});
    };
    ask.keep(session);
    Ok(ask.onward(Role::Heir, "/heir/cases"))
}

/// Cases of deaths in which whoever asks is a relative.
fn list(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (account, lang) = (ask.caller.account, ask.lang);
    let (cases, people) = ask.office.look(|unit, desk| {
        let (mut shown, mut people) = (Vec::new(), Vec::new());
        for kinship in of_account(unit, desk, account)? {
            let name = crate::registry::people::load(unit, desk, kinship.person)?.identity().name.clone();
            for case in cases::of_person(unit, desk, kinship.person)? {
                if in_case(unit, desk, account, &case)?.is_none() {
                    continue;
                }
                people.push(case.person);
                shown.push(context! {
                    id => case.id, name => name, day => case.day.to_string(),
                    event => option(desk.tree(), "life_event", &case.kind, lang),
                });
            }
        }
        Ok((shown, people))
    })?;
    ask.shows(Deed::SeeAsHeir, people)?;
    page(ask, "heir/cases.html", context! { cases })
}

/// The case of the address, and which relative whoever asks is.
fn mine(ask: &mut Ask<'_>) -> Result<(Case, Kinship), Problem> {
    let (number, account) = (ask.place("case")?, ask.caller.account);
    let found = ask.office.look(|unit, desk| {
        let Some(case) = store::queries::cases::read(unit, number)? else { return Ok(None) };
        Ok(in_case(unit, desk, account, &case)?.map(|kinship| (case, kinship)))
    })?;
    let (case, kinship) = found.ok_or(Problem::NotFound)?;
    ask.shows(Deed::SeeAsHeir, vec![case.person])?;
    Ok((case, kinship))
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    case_page(ask, &[])
}

fn case_page(ask: &mut Ask<'_>, errors: &[Value]) -> Result<Reply, Problem> {
    let ((case, kinship), lang) = (mine(ask)?, ask.lang);
    let (story, name, hands, gets) = ask.office.look(|unit, desk| {
        let story = cases::read(unit, desk, case.id, lang)?;
        let name = crate::registry::people::load(unit, desk, case.person)?.identity().name.clone();
        let hands = name_payee::hands_of(unit, desk, &case, kinship)?;
        let gets = who_get(unit, desk, &case)?.contains(&kinship.no);
        Ok((story, name, hands, gets))
    })?;
    if !gets {
        let class = story.heirs.as_ref().map(|heirs| (heirs.class.clone(), heirs.cite.clone()));
        let values = context! {
            name, number => case.id, class => class.as_ref().map(|class| &class.0),
            cite => class.as_ref().map(|class| &class.1),
        };
        return page(ask, "heir/others.html", values);
    }
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let values = context! {
        name,
        case => Value::from_serialize(&story),
        own => kinship.hand(),
        base => format!("/heir/cases/{}", case.id),
        todo => case_forms::todo(&story, |_| true),
        hands => case_forms::hands(&story, &hands),
        given => case_forms::account_given(ask),
        done => case_forms::done(ask),
        errors,
    };
    Ok(form_page(ask, "heir/case.html", values)?.status(status))
}

/// The case, if the law gives her something in it.
fn of_heir(ask: &mut Ask<'_>) -> Result<Case, Problem> {
    let ((case, _), account) = (mine(ask)?, ask.caller.account);
    let found = ask.office.look(|unit, desk| gets(unit, desk, account, &case))?;
    found.map(|_| case).ok_or(Problem::NotFound)
}

fn paper(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let case = of_heir(ask)?;
    match case_forms::take_paper(ask, &case, |_| true)? {
        Ok(()) => Ok(Reply::see(&format!("/heir/cases/{}?done=paper", case.id))),
        Err(error) => case_page(ask, &[error]),
    }
}

fn account(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let case = of_heir(ask)?;
    match case_forms::read_account(ask) {
        Ok((hand, payee)) => {
            let (account, device) = (ask.caller.account, ask.device()?);
            name_payee::own(ask.office, (case.id, &hand), &payee, account, &device)?;
            Ok(Reply::see(&format!("/heir/cases/{}?done=account", case.id)))
        }
        Err(errors) => case_page(ask, &errors),
    }
}
