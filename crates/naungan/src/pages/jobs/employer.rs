//! The employer's side: vacancies, who applied and what came of it, and dismissals.

use base::Day;
use minijinja::context;
use scheme::id::{MembershipId, PayerId, PersonId};
use scheme::jobs::{Occupation, Wages};
use serde_json::{Value, json};
use store::queries::{dismissals, memberships, rolls, seekers, vacancies};

use super::{after, day, given, name, options, provinces, wrong};
use crate::actions::answer_job_contest::{self, DISMISSAL};
use crate::actions::apply_for_vacancy::{self, Word};
use crate::actions::hand_in_paper::PAPER_BYTES_MAX;
use crate::actions::publish_vacancy::{self, Offered};
use crate::actions::report_dismissal::{self, ReportDismissal, Side};
use crate::approvals::whole;
use crate::auth::{Deed, Of};
use crate::pages::employer::head;
use crate::pages::form_page;
use crate::registry::members;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::why;

const PAYER: Of = Of::Payer("payer");
/// What a form needs beside its file.
const FORM_BYTES: usize = 10_000;
/// So many workers stand in a list to choose from.
const WORKERS: usize = 500;
/// So many dismissals are shown.
const SHOWN: i64 = 50;

pub(super) fn routes() -> Vec<Route> {
    let page = |path, does| Route::page(path, Deed::OfferWork, does).of(PAYER);
    let form = |path, does| Route::form(path, Deed::OfferWork, does).of(PAYER);
    vec![
        page("/payers/{payer}/vacancies", show),
        form("/payers/{payer}/vacancies", change),
        page("/payers/{payer}/applicants", applicants),
        form("/payers/{payer}/applicants", answer),
        page("/payers/{payer}/dismissals", dismissed),
        form("/payers/{payer}/dismissals", dismiss).files(PAPER_BYTES_MAX + FORM_BYTES),
    ]
}

fn payer(ask: &Ask<'_>) -> Result<PayerId, Problem> {
    Ok(PayerId(ask.place("payer")?))
}

/// What stands above each of these pages, with the other two beside it.
fn top(ask: &mut Ask<'_>) -> Result<Value, Problem> {
    let id = payer(ask)?;
    head(ask, id, "jobs")
}

const FIELDS: [&str; 7] = ["title", "occupation", "province", "least", "most", "skills", "until"];

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    shown(ask, &[])
}

fn shown(ask: &mut Ask<'_>, errors: &[Value]) -> Result<Reply, Problem> {
    let (id, head, today) = (payer(ask)?, top(ask)?, ask.office.today());
    let rows = ask.office.look(|unit, _| vacancies::of_payer(unit, id))?;
    let rows: Vec<Value> = rows
        .iter()
        .map(|row| {
            let is_open = row.withdrawn.is_none() && row.until.is_none_or(|until| until >= today);
            json!({
                "id": row.id, "title": row.title, "posted": row.posted.to_string(), "open": is_open,
                "until": row.until.map(|day| day.to_string()),
            })
        })
        .collect();
    let given = given(ask, &FIELDS);
    form_page(ask, "jobs/vacancies.html", context! { head, rows, given, provinces => provinces(), errors })
}

fn change(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (id, account) = (payer(ask)?, ask.caller.account);
    let place = format!("/payers/{id}/vacancies");
    if ask.form.get("what") == "withdraw" {
        let Ok(vacancy) = ask.form.get("vacancy").parse::<i64>() else { return Err(Problem::NotFound) };
        let outcome = ask.office.unit(|unit, desk| publish_vacancy::withdraw(unit, desk, vacancy, Some(id)));
        return after(ask, outcome.map_err(Problem::from), ("title", &place), shown);
    }
    let of = |name: &str| ask.form.get(name).to_owned();
    let (occupation, province, until) = (of("occupation"), of("province"), of("until"));
    let (least, most) = (of("least"), of("most"));
    let occupation = match occupation.parse::<Occupation>() {
        Ok(occupation) => Some(occupation),
        Err(_) if occupation.is_empty() => None,
        Err(refusal) => return after(ask, Err::<(), _>(refusal.into()), ("occupation", &place), shown),
    };
    let until = match until.parse::<Day>() {
        Ok(day) => Some(day),
        Err(_) if until.is_empty() => None,
        Err(_) => return wrong(ask, "until", "jobs.day_wrong", shown),
    };
    let wages = match (whole(&least), whole(&most)) {
        (Some(least), most) => match Wages::new(least, most.unwrap_or(least)) {
            Ok(wages) => Some(wages),
            Err(refusal) => return after(ask, Err::<(), _>(refusal.into()), ("least", &place), shown),
        },
        (None, None) if least.is_empty() && most.is_empty() => None,
        _ => return wrong(ask, "least", "jobs.wage_wrong", shown),
    };
    if !province.is_empty() && !crate::views::provinces::is_code(&province) {
        return wrong(ask, "province", "jobs.province_wrong", shown);
    }
    let skills = ask.form.get("skills").split([',', ';', '\n']).map(str::trim);
    let offered = Offered {
        source: None,
        title: of("title"),
        occupation,
        province: province.parse().ok(),
        wages,
        skills: skills.filter(|skill| !skill.is_empty()).map(str::to_owned).collect(),
        until,
    };
    let outcome = ask.office.unit(|unit, desk| publish_vacancy::publish(unit, desk, id, &offered, account));
    after(ask, outcome.map_err(Problem::from), ("title", &place), shown)
}

fn applicants(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    applicants_shown(ask, &[])
}

fn applicants_shown(ask: &mut Ask<'_>, errors: &[Value]) -> Result<Reply, Problem> {
    let (id, head) = (payer(ask)?, top(ask)?);
    let (rows, people) = ask.office.look(|unit, desk| {
        let (mut rows, mut people) = (Vec::new(), Vec::new());
        for one in seekers::applications_to(unit, id)? {
            people.push(one.person);
            rows.push(json!({
                "id": one.id, "name": name(unit, desk, one.person)?, "title": one.title,
                "day": one.day.to_string(), "state": one.state,
                "open": matches!(&*one.state, "sent" | "interviewed"),
            }));
        }
        Ok((rows, people))
    })?;
    ask.shows(Deed::OfferWork, people)?;
    let given = given(ask, &["interview_day"]);
    form_page(ask, "jobs/applicants.html", context! { head, rows, given, errors })
}

fn answer(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (id, account) = (payer(ask)?, ask.caller.account);
    let Ok(application) = ask.form.get("application").parse::<i64>() else { return Err(Problem::NotFound) };
    let word = match ask.form.get("word") {
        "interviewed" => match day(ask, "interview_day") {
            Some(day) => Word::Interviewed(day),
            None => return wrong(ask, "interview_day", "jobs.day_wrong", applicants_shown),
        },
        "hired" => Word::Hired,
        "declined" => Word::Declined,
        _ => return wrong(ask, "word", "jobs.word_wrong", applicants_shown),
    };
    let outcome =
        ask.office.unit(|unit, desk| apply_for_vacancy::answer(unit, desk, (application, id), word, account));
    let place = format!("/payers/{id}/applicants");
    after(ask, outcome.map_err(Problem::from), ("interview_day", &place), applicants_shown)
}

fn dismissed(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    dismissed_shown(ask, &[])
}

fn dismissed_shown(ask: &mut Ask<'_>, errors: &[Value]) -> Result<Reply, Problem> {
    let (id, head, lang) = (payer(ask)?, top(ask)?, ask.lang);
    let (rows, workers, people) = ask.office.look(|unit, desk| {
        let (mut rows, mut people) = (Vec::new(), Vec::new());
        for one in dismissals::of_payer(unit, id, SHOWN)? {
            people.push(one.person);
            let mut said = Vec::new();
            for contest in dismissals::contests(unit, one.of_case)? {
                // What a member says of a signal is between her and the branch.
                if contest.about == DISMISSAL {
                    let text = desk.keys.open(&dismissals::context(contest.id), &contest.sealed)?;
                    said.push(json!({
                        "by": contest.said_by, "says": String::from_utf8(text)?, "state": contest.state,
                        "answer": contest.answer,
                    }));
                }
            }
            let (_, why) = why::fact(desk.tree(), "termination", &one.termination, lang);
            rows.push(json!({
                "case": one.of_case, "name": name(unit, desk, one.person)?, "day": one.day.to_string(),
                "why": why, "by": one.said_by, "contests": said,
            }));
        }
        let mut workers = Vec::new();
        for one in rolls::of_payer_in(unit, id, desk.today.month())?.into_iter().take(WORKERS) {
            let person = members::row(unit, one.membership)?.person;
            people.push(person);
            workers.push(json!({ "value": one.membership.0, "text": name(unit, desk, person)? }));
        }
        Ok((rows, workers, people))
    })?;
    let mut people: Vec<PersonId> = people;
    people.dedup();
    ask.shows(Deed::OfferWork, people)?;
    let (given, terminations) =
        (given(ask, &["membership", "day", "termination", "text"]), options(ask, "termination"));
    let values = context! { head, rows, workers, given, terminations, errors };
    form_page(ask, "jobs/dismissals.html", values)
}

fn dismiss(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (id, account) = (payer(ask)?, ask.caller.account);
    let place = format!("/payers/{id}/dismissals");
    if ask.form.get("what") == "contest" {
        return contest(ask, id, &place);
    }
    let Ok(membership) = ask.form.get("membership").parse().map(MembershipId) else {
        return wrong(ask, "membership", "jobs.worker_wrong", dismissed_shown);
    };
    let Ok(day) = ask.form.get("day").parse::<Day>() else {
        return wrong(ask, "day", "jobs.day_wrong", dismissed_shown);
    };
    let termination = ask.form.get("termination").to_owned();
    if !options(ask, "termination").iter().any(|option| option["value"] == termination.as_str()) {
        return wrong(ask, "termination", "jobs.termination_wrong", dismissed_shown);
    }
    let file = ask.form.file("file").filter(|file| !file.bytes.is_empty());
    let proof = file.map(|file| (file.name.clone(), file.bytes.clone()));
    let outcome = ask.office.unit(|unit, desk| {
        // Whose worker it is, is said by the register and not by the form.
        let row = memberships::read(unit, membership)?;
        if row.is_none_or(|row| row.payer != id) {
            return Err(crate::registry::not_there("tidak ada pekerja itu", "there is no such worker").into());
        }
        let asked = ReportDismissal {
            membership,
            day,
            termination: &termination,
            side: Side::Employer,
            account: Some(account),
            proof: proof.as_ref().map(|(name, bytes)| (name.as_str(), bytes.as_slice())),
        };
        report_dismissal::opened(&report_dismissal::within(unit, desk, &asked)?)
    });
    after(ask, outcome.map_err(Problem::from), ("day", &place), dismissed_shown)
}

fn contest(ask: &mut Ask<'_>, id: PayerId, place: &str) -> Result<Reply, Problem> {
    let Ok(of_case) = ask.form.get("case").parse::<i64>() else { return Err(Problem::NotFound) };
    let (text, account) = (ask.form.get("text").to_owned(), Some(ask.caller.account));
    let outcome = ask.office.unit(|unit, desk| {
        let mine = dismissals::read(unit, of_case)?.is_some_and(|one| one.payer == id);
        if !mine {
            return Err(crate::registry::not_there("tidak ada PHK itu", "there is no such dismissal").into());
        }
        let of = (of_case, DISMISSAL, Side::Employer);
        answer_job_contest::contest(unit, desk, of, &text, account)
    });
    after(ask, outcome.map_err(Problem::from), ("text", place), dismissed_shown)
}
