//! The employer's pages, asked for as the edge does.

use std::collections::BTreeMap;

use anyhow::{Context, Result, anyhow};
use axum::http::{HeaderMap, Method};
use rules::render::Lang;
use scheme::id::{PayerId, PersonId};
use store::queries::readings;

use crate::auth::{Caller, Grant, Role, Scope, owner};
use crate::faults::small::{DAY, employer_with, founded};
use crate::jobs;
use crate::office::Office;
use crate::runs::{Task, close, open, work};
use crate::serve::ask::Ask;
use crate::serve::form::Form;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::settings::Settings;

fn settings() -> Settings {
    Settings { public: "http://localhost".to_owned(), invented: true, rate: 0 }
}

/// Which route a path is, with its places.
fn places(pattern: &str, path: &str) -> Option<BTreeMap<String, String>> {
    let (pattern, path): (Vec<&str>, Vec<&str>) = (pattern.split('/').collect(), path.split('/').collect());
    let fits = |(known, part): (&&str, &&str)| known.starts_with('{') || known == part;
    let same = pattern.len() == path.len() && pattern.iter().zip(&path).all(fits);
    let named = pattern.iter().zip(&path).filter(|(known, _)| known.starts_with('{'));
    same.then(|| {
        named.map(|(known, part)| (known.trim_matches(['{', '}']).to_owned(), (*part).to_owned())).collect()
    })
}

fn asked(
    office: &mut Office,
    payer: PayerId,
    lang: Lang,
    path: &str,
    form: Option<Form>,
) -> Result<Reply, Problem> {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let method = if form.is_some() { Method::POST } else { Method::GET };
    let routes = super::routes();
    let of_method = || routes.iter().filter(|route| route.method == method);
    let route = of_method().find(|route| route.path == path);
    let route = route.or_else(|| {
        let plain = |path: &str| path.matches('{').count();
        of_method().filter(|route| places(route.path, path).is_some()).min_by_key(|route| plain(route.path))
    });
    let route = route.ok_or(Problem::NotFound)?;
    let places = places(route.path, path).unwrap_or_default();
    let place = places.get("payer").or(places.get("membership")).cloned().unwrap_or_default();
    let owner = office.look(|unit, _| owner::find(unit, route.of, &place))?.ok_or(Problem::NotFound)?;
    let caller = Caller { role: Role::Employer, account: 7, payer: Some(payer), ..Caller::visitor() };
    if crate::auth::may(&caller, route.deed, &owner, true).is_none() && route.of != crate::auth::Of::Nobody {
        return Err(Problem::Forbidden);
    }
    let settings = settings();
    let mut ask = Ask {
        method,
        path: path.to_owned(),
        places,
        query: Form::read(query).unwrap_or_default(),
        headers: HeaderMap::new(),
        form: form.unwrap_or_default(),
        body: Vec::new(),
        lang,
        caller,
        session: None,
        grant: Grant { scope: Scope::Own, owner },
        office,
        settings: &settings,
        sandbox: None,
        cookies: Vec::new(),
    };
    (route.does)(&mut ask)
}

fn text(reply: Result<Reply, Problem>) -> Result<String> {
    let reply = reply.map_err(|problem| anyhow!("{problem:?}"))?;
    let text = String::from_utf8(reply.body)?;
    anyhow::ensure!(!text.contains('⟨'), "a text is missing: {text}");
    Ok(text)
}

fn location(reply: Result<Reply, Problem>) -> Result<String> {
    let reply = reply.map_err(|problem| anyhow!("{problem:?}"))?;
    let found = reply.headers.into_iter().find(|(name, _)| *name == "location");
    Ok(found.with_context(|| String::from_utf8_lossy(&reply.body).into_owned())?.1)
}

fn form(fields: &[(&str, &str)]) -> Form {
    let mut form = Form::default();
    for (name, value) in fields {
        form.add(name, (*value).to_owned());
    }
    form
}

/// An employer with a month that was billed.
fn billed(address: &str) -> Result<(Office, PayerId)> {
    let mut office = founded(address, DAY)?;
    let payer = employer_with(&mut office, 3)?;
    let run = open::open(&mut office, Task::read("month", "2026-01")?)?;
    work::work_together(&mut office, &run, &|_, _| {})?;
    close::close(&mut office, &run)?;
    Ok((office, payer))
}

#[test]
fn pages_say_what_is_known() -> Result<()> {
    let scratch = testing::sqlite::scratch();
    let (mut office, payer) = billed(&scratch.address())?;
    let (membership, code) = office.look(|unit, _| {
        let first = unit.row("select min(id) from membership", &[])?.context("nobody")?.int(0)?;
        let bill = unit.row("select code from bill", &[])?.context("no bill")?.int(0)?;
        Ok((first, crate::office::code::shown(bill)))
    })?;
    for lang in [Lang::Id, Lang::En] {
        let mut page = |path: String| text(asked(&mut office, payer, lang, &path, None));
        assert!(page(format!("/payers/{payer}"))?.contains("Usaha Uji 0"));
        assert!(page(format!("/payers/{payer}/bills"))?.contains(&code));
        let bill = page(format!("/payers/{payer}/bills/{code}?member={membership}"))?;
        assert!(bill.contains(&format!("pay&#x2f;{code}")) && bill.contains("<cite>"), "{bill}");
        assert!(page(format!("/payers/{payer}/people"))?.contains("Warga Uji 3"));
        assert!(page(format!("/memberships/{membership}"))?.contains("Warga Uji 1"));
        assert!(page(format!("/payers/{payer}/uploads"))?.contains("uploads&#x2f;new"));
        assert!(page(format!("/payers/{payer}/uploads/new"))?.contains("multipart/form-data"));
        assert!(page(format!("/payers/{payer}/people.csv"))?.contains("Warga Uji 2"));
        assert!(page(format!("/payers/{payer}/bills.csv"))?.contains(&code));
    }
    let home = location(asked(&mut office, payer, Lang::Id, "/employer/bills", None))?;
    assert_eq!(home, format!("/payers/{payer}/bills"));
    let other = employer_with(&mut office, 1)?;
    for path in [format!("/payers/{other}"), format!("/payers/{other}/people.csv")] {
        assert!(
            matches!(asked(&mut office, payer, Lang::Id, &path, None), Err(Problem::Forbidden)),
            "{path}"
        );
    }
    let strange = format!("/payers/{other}/bills/{code}");
    assert!(matches!(asked(&mut office, other, Lang::Id, &strange, None), Err(Problem::NotFound)));
    Ok(())
}

#[test]
fn everybody_on_a_list_is_told_who_saw_it() -> Result<()> {
    let scratch = testing::sqlite::scratch();
    let (mut office, payer) = billed(&scratch.address())?;
    let code = office.look(|unit, _| {
        Ok(crate::office::code::shown(unit.row("select code from bill", &[])?.context("no bill")?.int(0)?))
    })?;
    let lists = [
        format!("/payers/{payer}/people"),
        format!("/payers/{payer}/people.csv"),
        format!("/payers/{payer}/bills/{code}"),
    ];
    for place in &lists {
        text(asked(&mut office, payer, Lang::Id, place, None))?;
    }
    let told = office.look(|unit, _| {
        let people = unit.rows("select distinct person from membership order by person", &[])?;
        let mut told = Vec::new();
        for person in &people {
            let looks = readings::of_person(unit, PersonId(person.int(0)?), None, 9)?;
            told.push(looks.into_iter().rev().map(|one| (one.account, one.place)).collect::<Vec<_>>());
        }
        Ok(told)
    })?;
    let each: Vec<(i64, String)> = lists.into_iter().map(|place| (7, place)).collect();
    assert_eq!(told, vec![each; 3]);
    Ok(())
}

#[test]
fn a_change_is_shown_before_it_is_made() -> Result<()> {
    let scratch = testing::sqlite::scratch();
    let (mut office, payer) = billed(&scratch.address())?;
    let membership =
        office.look(|unit, _| unit.row("select min(id) from membership", &[])?.context("nobody")?.int(0))?;
    let facts = |office: &mut Office| {
        office.look(|unit, _| unit.row("select count(*) from fact", &[])?.context("no count")?.int(0))
    };
    let before = facts(&mut office)?;
    for (path, fields, bad) in [
        ("wage", [("wage", "5.000.000"), ("month", "2026-01")], ("wage", "five")),
        ("end", [("day", "2025-12-20"), ("reason", "resigned")], ("reason", "because")),
    ] {
        let path = format!("/memberships/{membership}/{path}");
        text(asked(&mut office, payer, Lang::En, &path, None))?;
        let wrong = asked(&mut office, payer, Lang::En, &path, Some(form(&[fields[0], bad])));
        assert!(text(wrong)?.contains("aria-invalid"));
        let trial = text(asked(&mut office, payer, Lang::En, &path, Some(form(&fields))))?;
        assert!(trial.contains("Bills of the difference") && trial.contains("Line by line"), "{trial}");
    }
    // What a later report hides would be kept, and change no month.
    let path = format!("/memberships/{membership}/wage");
    for confirm in ["", "yes"] {
        let hidden = form(&[("wage", "5,000,000"), ("month", "2019-01"), ("confirm", confirm)]);
        let said = text(asked(&mut office, payer, Lang::En, &path, Some(hidden)))?;
        assert!(said.contains("nothing would change"), "{said}");
    }
    let trial = form(&[("wage", "5,000,000"), ("month", "2026-01")]);
    let trial = text(asked(&mut office, payer, Lang::En, &path, Some(trial)))?;
    assert!(trial.contains("New wage: Rp5,000,000, from January 2026 on"), "{trial}");
    assert_eq!(facts(&mut office)?, before);
    for (path, fields) in [
        ("wage", [("wage", "5.000.000"), ("month", "2026-01"), ("confirm", "yes")]),
        ("end", [("day", "2026-01-20"), ("reason", "resigned"), ("confirm", "yes")]),
    ] {
        let path = format!("/memberships/{membership}/{path}");
        let seen = location(asked(&mut office, payer, Lang::En, &path, Some(form(&fields))))?;
        assert_eq!(seen, format!("/memberships/{membership}"));
    }
    assert!(facts(&mut office)? > before);
    Ok(())
}

#[test]
fn a_report_goes_through_its_pages() -> Result<()> {
    let scratch = testing::sqlite::scratch();
    let (mut office, payer) = billed(&scratch.address())?;
    let nik = office.look(|unit, desk| {
        let first = unit.row("select min(id) from person", &[])?.context("nobody")?.int(0)?;
        let person = crate::registry::people::load(unit, desk, scheme::id::PersonId(first))?;
        Ok(person.identity().nik.to_string())
    })?;
    let new = format!("/payers/{payer}/uploads/new");
    let empty = asked(&mut office, payer, Lang::En, &new, Some(form(&[])));
    assert!(text(empty)?.contains("Choose a file"));
    let mut sent = form(&[("month", "2026-01"), ("names", "changes")]);
    let file = format!("NIK,Nama,Upah\n{nik},Warga Uji 1,1000000\n12,\"=HYPERLINK(\"\"x\"\")\",5000000\n");
    sent.add_file("file", "../../upah<b>.csv", file.into_bytes());
    let upload = location(asked(&mut office, payer, Lang::En, &new, Some(sent)))?;
    let checking = text(asked(&mut office, payer, Lang::En, &upload, None))?;
    assert!(checking.contains("data-events") && checking.contains("Load the page again"), "{checking}");
    while jobs::one(&mut office)? {}
    let checked = text(asked(&mut office, payer, Lang::En, &upload, None))?;
    assert!(checked.contains("The wage goes down.") && !checked.contains("<b>.csv"), "{checked}");
    assert!(!checked.contains("data-events"));
    let bad = asked(&mut office, payer, Lang::En, &format!("{upload}/refused.csv"), None);
    let bad = bad.map_err(|problem| anyhow!("{problem:?}"))?.flow.context("no table")?;
    let bad = String::from_utf8(bad.whole(&mut office)?)?;
    assert!(bad.lines().count() >= 2 && !bad.contains(",=") && !bad.contains("\"="), "{bad}");
    let all = Some(form(&[("row", "all")]));
    let seen = location(asked(&mut office, payer, Lang::En, &format!("{upload}/confirm"), all))?;
    assert!(text(asked(&mut office, payer, Lang::Id, &seen, None))?.contains("Dikonfirmasi"));
    let before = text(asked(&mut office, payer, Lang::En, &upload, None))?;
    assert!(before.contains("Bills of the difference"), "what follows is shown before: {before}");
    for _ in 0..2 {
        location(asked(&mut office, payer, Lang::En, &format!("{upload}/take"), Some(form(&[]))))?;
    }
    text(asked(&mut office, payer, Lang::En, &upload, None))?;
    while jobs::one(&mut office)? {}
    let taken = text(asked(&mut office, payer, Lang::En, &upload, None))?;
    assert!(taken.contains("Changed: 1. Joined: 0. Left: 0. Not taken: 1."), "{taken}");
    assert!(taken.contains("Bills of the difference"), "{taken}");
    // What was taken is not dropped any more.
    location(asked(&mut office, payer, Lang::En, &format!("{upload}/drop"), Some(form(&[]))))?;
    assert!(text(asked(&mut office, payer, Lang::En, &upload, None))?.contains("Changed: 1."));
    text(asked(&mut office, payer, Lang::Id, &format!("/payers/{payer}/uploads"), None))?;
    Ok(())
}

#[test]
fn a_month_without_a_change_is_reported_in_two_steps() -> Result<()> {
    let scratch = testing::sqlite::scratch();
    let (mut office, payer) = billed(&scratch.address())?;
    let path = format!("/payers/{payer}/uploads/unchanged");
    let uploads = text(asked(&mut office, payer, Lang::En, &format!("/payers/{payer}/uploads"), None))?;
    assert!(uploads.contains("uploads&#x2f;unchanged"));
    for lang in [Lang::Id, Lang::En] {
        let page = text(asked(&mut office, payer, lang, &format!("{path}?month=2026-01"), None))?;
        assert!(page.contains("value=\"2026-01\""), "{page}");
    }
    let month = || Some(form(&[("month", "2026-01")]));
    let seen = location(asked(&mut office, payer, Lang::En, &path, month()))?;
    assert_eq!(location(asked(&mut office, payer, Lang::En, &path, month()))?, seen, "said twice");
    let taken = text(asked(&mut office, payer, Lang::En, &seen, None))?;
    assert!(taken.contains("Changed: 0. Joined: 0. Left: 0. Not taken: 0."), "{taken}");
    for wrong in ["2199-01", "soon", "1990-01"] {
        let wrong = Some(form(&[("month", wrong)]));
        let reply =
            asked(&mut office, payer, Lang::En, &path, wrong).map_err(|problem| anyhow!("{problem:?}"))?;
        assert_eq!(reply.status, axum::http::StatusCode::UNPROCESSABLE_ENTITY);
    }
    Ok(())
}
