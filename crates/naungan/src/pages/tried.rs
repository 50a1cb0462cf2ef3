//! Pages of staff asked one after another, in both languages: each is whole, and what is done on it is done.

use std::collections::BTreeMap;

use axum::http::{HeaderMap, Method, StatusCode};
use rules::render::Lang;
use scheme::id::PersonId;
use scheme::memberships::Segment;
use store::queries::contests::{self, Contest};
use store::queries::{accounts, clients, figures, institution};
use store::{Unit, seal};

use crate::actions::confirm_access;
use crate::auth::{Caller, Grant, Of, Role, owner, sessions};
use crate::office::Desk;
use crate::serve::ask::Ask;
use crate::serve::form::{Form, plain};
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::settings::Settings;
use crate::trial::{Trial, day, month};

pub(super) fn caller(trial: &Trial, role: Role, account: i64) -> Caller {
    let mut caller = Caller::visitor();
    (caller.role, caller.account, caller.branch) = (role, account, Some(trial.branch));
    caller.name = "Petugas Uji".to_owned();
    caller
}

/// The places of a path, if it is of a route.
fn places(pattern: &str, path: &str) -> Option<BTreeMap<String, String>> {
    let (one, other): (Vec<&str>, Vec<&str>) = (pattern.split('/').collect(), path.split('/').collect());
    if one.len() != other.len() {
        return None;
    }
    let mut found = BTreeMap::new();
    for (name, text) in one.iter().zip(other) {
        match name.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(name) => drop(found.insert(name.to_owned(), text.to_owned())),
            None if *name == text => {}
            None => return None,
        }
    }
    Some(found)
}

/// Asks a page, or sends a form where there are fields.
pub(super) fn ask(
    trial: &mut Trial,
    who: &Caller,
    lang: Lang,
    address: &str,
    fields: Option<&str>,
) -> Result<Reply, Problem> {
    let form = fields.map(|fields| Form::read(fields).unwrap_or_default());
    ask_with(trial, who, lang, address, form)
}

/// The same, with files in the form.
pub(super) fn ask_with(
    trial: &mut Trial,
    who: &Caller,
    lang: Lang,
    address: &str,
    form: Option<Form>,
) -> Result<Reply, Problem> {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let method = if form.is_some() { Method::POST } else { Method::GET };
    let of =
        |route: &crate::serve::route::Route| places(route.path, path).is_some() && route.method == method;
    let mut fitting: Vec<_> = super::routes().into_iter().filter(of).collect();
    // What is written out goes before what varies.
    fitting.sort_by_key(|route| route.path.contains('{'));
    let route = fitting.into_iter().next().unwrap_or_else(|| panic!("no page {path}"));
    let places = places(route.path, path).unwrap_or_default();
    let place = match route.of {
        Of::Nobody => String::new(),
        Of::Person(name)
        | Of::Payer(name)
        | Of::Membership(name)
        | Of::Bill(name)
        | Of::Upload(name)
        | Of::Claim(name) => places[name].clone(),
    };
    let owner = trial.office.look(|unit, _| owner::find(unit, route.of, &place))?.ok_or(Problem::NotFound)?;
    let scope =
        crate::auth::may(who, route.deed, &owner, route.of != Of::Nobody).ok_or(Problem::Forbidden)?;
    let settings = Settings { public: "http://localhost:1".to_owned(), invented: true, rate: 0 };
    let session = trial.office.unit(sessions::begin)?;
    let mut ask = Ask {
        method,
        path: path.to_owned(),
        places,
        query: Form::read(query).unwrap_or_default(),
        headers: HeaderMap::new(),
        form: form.unwrap_or_default(),
        body: Vec::new(),
        lang,
        caller: who.clone(),
        session: Some(session),
        grant: Grant { scope, owner },
        office: &mut trial.office,
        settings: &settings,
        sandbox: None,
        cookies: Vec::new(),
    };
    (route.does)(&mut ask)
}

/// The page in both languages; the English one is given.
fn whole(trial: &mut Trial, who: &Caller, address: &str) -> String {
    let mut last = String::new();
    for lang in [Lang::Id, Lang::En] {
        let reply =
            ask(trial, who, lang, address, None).unwrap_or_else(|error| panic!("{address}: {error:?}"));
        last = String::from_utf8(reply.body).expect("text").replace("&#x2f;", "/");
        let lacking = last.find('⟨').map(|at| last[at..].chars().take(60).collect::<String>());
        assert_eq!(lacking, None, "{address} lacks a text");
        assert_eq!(reply.status, StatusCode::OK, "{address}");
    }
    last
}

fn sent(trial: &mut Trial, who: &Caller, address: &str, fields: &str) -> Reply {
    ask(trial, who, Lang::En, address, Some(fields)).unwrap_or_else(|error| panic!("{address}: {error:?}"))
}

/// Sends a form that first shows what would follow, and again with what was seen.
fn asked_twice(trial: &mut Trial, who: &Caller, address: &str, fields: &str) {
    let first = sent(trial, who, address, fields);
    assert_eq!(first.status, StatusCode::OK, "{address}");
    let page = String::from_utf8(first.body).expect("text");
    let seen = page.split("name=\"seen\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let fields = format!("{fields}&seen={}", seen.expect("what was seen"));
    assert_eq!(sent(trial, who, address, &fields).status, StatusCode::SEE_OTHER, "{address}");
}

fn contest(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    membership: scheme::id::MembershipId,
) -> anyhow::Result<i64> {
    let id = institution::take_numbers(unit, 1)?;
    let contest = Contest {
        id,
        membership,
        month: month("2025-03"),
        sealed: desk.keys.seal(&seal::context("contest", "sealed", id), b"<b>upah saya lebih</b>"),
        state: "open".to_owned(),
        made: desk.now,
        answered_by: None,
        answered: None,
        answer: None,
        approval: None,
    };
    contests::add(unit, &contest)?;
    Ok(id)
}

/// A branch with something on every list.
fn busy(address: &str) -> (Trial, i64, i64, i64) {
    let mut trial = Trial::begin(address, "2025-03-03");
    let firm = trial.employer("micro");
    for no in 0..6 {
        trial.hire(firm, 900_000 + no * 1_000);
    }
    let (one, other) = (trial.person("Siti Kembar"), trial.person("Siti Kembar"));
    trial.care(one.0);
    trial.care(other.0);
    let income = vec![("income".to_owned(), "2000000".to_owned())];
    let membership = trial.join(one, Segment::SelfEmployed, None, income);
    trial.office.unit(|unit, desk| contest(unit, desk, membership)).expect("a contest");
    trial.clock.advance(day("2025-05-20"));
    trial.run("2025-03");
    crate::jobs::signals::all(&mut trial.office, &mut |_, _, _| Ok(())).expect("the lists are made");
    (trial, firm.0, one.0, other.0)
}

#[test]
fn an_officer_works_through_a_day() {
    testing::both(|address| {
        let (mut trial, firm, one, other) = busy(address);
        let officer = caller(&trial, Role::Officer, 11);
        let list = whole(&mut trial, &officer, "/desk");
        for kind in ["Contributions in arrears", "Programmes missing", "May be the same person", "Objection"]
        {
            assert!(list.contains(kind), "{kind}");
        }
        whole(&mut trial, &officer, "/desk/people");
        let nothing = sent(&mut trial, &officer, "/desk/people", "who=Siti+Kembar&why=");
        assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
        let found = sent(&mut trial, &officer, "/desk/people", "who=siti+kembar&why=datang+ke+loket");
        let found = String::from_utf8(found.body).expect("text");
        assert!(
            found.contains(&format!("/people/{one}?why="))
                && found.contains(&format!("/people/{other}?why="))
        );
        // Any whole words of the name, in any order; who has none of them is not shown.
        for (words, both) in [("kembar", true), ("kembar+siti", true), ("siti+rahayu", true), ("kem", false)]
        {
            let fields = format!("who={words}&why=datang+ke+loket");
            let page = sent(&mut trial, &officer, "/desk/people", &fields).body;
            let page = String::from_utf8(page).expect("text");
            let shown = |person: i64| page.contains(&format!("/people/{person}?why="));
            assert_eq!((shown(one), shown(other)), (both, both), "{words}");
        }
        let mut elsewhere = officer.clone();
        elsewhere.branch = Some(trial.branch + 1_000);
        let hidden = sent(&mut trial, &elsewhere, "/desk/people", "who=siti+kembar&why=ingin+tahu");
        assert!(!String::from_utf8(hidden.body).expect("text").contains("/people/"), "of another branch");

        whole(&mut trial, &officer, "/desk/payers");
        sent(&mut trial, &officer, "/desk/payers", "who=PT+Uji");
        whole(&mut trial, &officer, &format!("/desk/payers/{firm}"));
        let notes = format!("/people/{one}/notes");
        let wrong = sent(&mut trial, &officer, &notes, "kind=visit&text=&again=2020-01-01");
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        sent(&mut trial, &officer, &notes, "kind=visit&text=%3Cscript%3E+ditemui&again=2025-05-20");
        let page = whole(&mut trial, &officer, &format!("/people/{one}"));
        assert!(page.contains("&lt;script&gt; ditemui") && !page.contains("<script> ditemui"));
        assert!(page.contains("datang ke loket"), "who looked is on the page");
        assert!(whole(&mut trial, &officer, "/desk").contains("Come back to today"));
    });
}

#[test]
fn a_contest_is_upheld_by_two_and_the_member_sees_it() {
    testing::both(|address| {
        let (mut trial, _, one, _) = busy(address);
        let officer = caller(&trial, Role::Officer, 11);
        let list = whole(&mut trial, &officer, "/desk/contests");
        let at = list.split("/desk/contests/").nth(1).and_then(|rest| rest.split('"').next()).expect("one");
        let address = format!("/desk/contests/{at}");
        assert!(whole(&mut trial, &officer, &address).contains("&lt;b&gt;upah saya lebih"));
        for wrong in ["state=upheld&answer=benar", "state=upheld&amount=2000000&answer=x&span=one", "state="]
        {
            let wrong = sent(&mut trial, &officer, &address, wrong);
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        let upheld = "state=upheld&amount=3.500.000&span=on&answer=benar";
        asked_twice(&mut trial, &officer, &address, upheld);
        assert!(whole(&mut trial, &officer, &address).contains("A second person looks"));
        let head = caller(&trial, Role::Head, 12);
        let list = whole(&mut trial, &head, "/approvals");
        let at = list.split("href=\"/approvals/").nth(1).and_then(|rest| rest.split('"').next());
        let approval = format!("/approvals/{}", at.expect("one waits"));
        assert!(whole(&mut trial, &head, &approval).contains("3,500,000"));
        sent(&mut trial, &head, &approval, "decision=approve&said=");
        assert!(whole(&mut trial, &officer, &address).contains("benar"));
        let mut member = caller(&trial, Role::Member, 16);
        (member.branch, member.person) = (None, Some(PersonId(one)));
        assert!(whole(&mut trial, &member, "/me/contests").contains("3,500,000"));
        whole(&mut trial, &member, "/me/months");
    });
}

#[test]
fn a_line_of_the_list_is_put_off_and_done_with_a_note() {
    testing::both(|address| {
        let (mut trial, firm, ..) = busy(address);
        let officer = caller(&trial, Role::Officer, 11);
        whole(&mut trial, &officer, "/desk?kind=arrears&state=done");
        let which = format!("kind=arrears&subject={firm}&membership=0");
        let line = whole(&mut trial, &officer, &format!("/desk/row?{which}"));
        assert!(line.contains("PT Uji") && line.contains("Unpaid since"));
        for wrong in ["what=done&text=", "what=later&text=x&until=2025-05-20", "what=give&officer=1", "what="]
        {
            let wrong = sent(&mut trial, &officer, "/desk/row", &format!("{which}&{wrong}"));
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        let later = format!("{which}&what=later&text=berjanji+membayar&until=2025-05-30");
        assert_eq!(sent(&mut trial, &officer, "/desk/row", &later).status, StatusCode::SEE_OTHER);
        assert!(whole(&mut trial, &officer, "/desk?state=later").contains("Contributions in arrears"));
        assert!(!whole(&mut trial, &officer, "/desk?kind=arrears").contains("PT Uji"));
        let done = format!("{which}&what=done&text=lunas");
        assert_eq!(sent(&mut trial, &officer, "/desk/row", &done).status, StatusCode::SEE_OTHER);
        assert!(whole(&mut trial, &officer, "/desk?state=done").contains("PT Uji"));
        assert!(whole(&mut trial, &officer, &format!("/desk/payers/{firm}")).contains("berjanji membayar"));
        let page = whole(&mut trial, &officer, &format!("/desk/payers/{firm}"));
        assert!(page.contains("What is late") && page.contains("<cite>"), "penalties have reasons");
    });
}

#[test]
fn a_head_looks_after_the_province_and_gives_work_to_officers() {
    testing::both(|address| {
        let (mut trial, firm, ..) = busy(address);
        let mut head = caller(&trial, Role::Head, 12);
        (head.branch, head.province) = (None, Some("31".to_owned()));
        let officer = officer_of(&mut trial);
        assert!(whole(&mut trial, &head, "/desk").contains("Cabang Uji"));
        let which = format!("branch={}&kind=programmes&subject={firm}&membership=0", trial.branch);
        assert!(whole(&mut trial, &head, &format!("/desk/row?{which}")).contains("Rina Petugas"));
        let wrong = sent(&mut trial, &head, "/desk/row", &format!("{which}&what=give&officer=99"));
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let give = format!("{which}&what=give&officer={officer}");
        assert_eq!(sent(&mut trial, &head, "/desk/row", &give).status, StatusCode::SEE_OTHER);
        assert!(whole(&mut trial, &head, "/desk").contains("Rina Petugas"));
        let hers = caller(&trial, Role::Officer, officer);
        let mine = whole(&mut trial, &hers, "/desk?mine=yes");
        assert!(mine.contains("Programmes missing") && !mine.contains("class=\"hint\">Unpaid since"));
        head.province = Some("32".to_owned());
        let address = format!("/desk?branch={}", trial.branch);
        let elsewhere = ask(&mut trial, &head, Lang::En, &address, None);
        assert!(matches!(elsewhere, Err(Problem::Forbidden)));
    });
}

/// An officer of the branch, by name.
fn officer_of(trial: &mut Trial) -> i64 {
    let branch = trial.branch;
    let made = trial.office.unit(|unit, desk| {
        let id = institution::take_numbers(unit, 1)?;
        let account = accounts::Account {
            id,
            role: Role::Officer.word().to_owned(),
            person: None,
            payer: None,
            branch: Some(branch),
            province: Some("31".to_owned()),
            sealed: desk.keys.seal(&sessions::context(id), b"Rina Petugas\n\nrina"),
            password: None,
            second: None,
            failures: 0,
            locked_until: None,
            ended: None,
            known: desk.now,
        };
        accounts::add(unit, &account)?;
        Ok(id)
    });
    made.expect("an officer")
}

#[test]
fn what_an_officer_asks_for_a_head_decides() {
    testing::both(|address| {
        let (mut trial, firm, one, other) = busy(address);
        let (officer, head) = (caller(&trial, Role::Officer, 11), caller(&trial, Role::Head, 12));
        for what in ["merge", "unmerge", "identity"] {
            whole(&mut trial, &officer, &format!("/people/{other}/ask/{what}"));
        }
        for what in ["refund", "close", "take_back"] {
            whole(&mut trial, &officer, &format!("/desk/payers/{firm}/ask/{what}"));
        }
        let merge = format!("/people/{other}/ask/merge");
        let into = format!("into={one}&reason=orang+yang+sama");
        let wrong = sent(&mut trial, &officer, &merge, "into=x&reason=");
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        asked_twice(&mut trial, &officer, &merge, &into);
        let list = whole(&mut trial, &head, "/approvals");
        let at = list.split("href=\"/approvals/").nth(1).and_then(|rest| rest.split('"').next());
        let address = format!("/approvals/{}", at.expect("one waits"));
        let page = whole(&mut trial, &head, &address);
        assert!(page.contains("Before") && page.contains(&other.to_string()));
        let wrong = sent(&mut trial, &head, &address, "decision=refuse&said=");
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        sent(&mut trial, &head, &address, "decision=approve&said=");
        assert!(whole(&mut trial, &head, &address).contains("Approved and done"));
        let mine = whole(&mut trial, &officer, "/approvals");
        assert!(mine.contains("Approved") && mine.contains("Siti Kembar"), "who, not a number alone: {mine}");
        let page = whole(&mut trial, &officer, &format!("/people/{one}"));
        assert!(page.contains("two numbers merged") && page.contains("membership begun"), "{page}");
        assert!(!page.contains("member enrolled") && !page.contains("unknown"), "{page}");
        let refused = ask(&mut trial, &officer, Lang::En, &address, Some("decision=approve"));
        assert!(matches!(refused, Err(Problem::Forbidden)));
    });
}

#[test]
fn those_who_look_after_the_house_have_their_pages() {
    testing::both(|address| {
        let (mut trial, _, one, _) = busy(address);
        let [analyst, auditor, keeper] =
            [(Role::Analyst, 13), (Role::Auditor, 14), (Role::Administrator, 15)]
                .map(|(role, account)| caller(&trial, role, account));
        let page = whole(&mut trial, &analyst, "/figures");
        assert!(page.contains("March 2025") && page.contains("Summed on"), "{page}");
        let (summed, bills) = trial
            .office
            .look(|unit, _| {
                let rows = figures::collected(unit, 99)?;
                Ok((rows.iter().map(|row| row.owed).sum::<i64>(), figures::bills(unit)?.0.amount))
            })
            .expect("a look");
        assert!(summed > 0 && summed == bills, "{summed} of {bills}");
        whole(&mut trial, &auditor, "/books?day=2025-05-20");
        sent(&mut trial, &auditor, "/books/verify", "");
        assert!(crate::jobs::one(&mut trial.office).expect("a job"));
        assert!(whole(&mut trial, &auditor, "/books").contains("0 that do not agree"));
        let books = ask(&mut trial, &auditor, Lang::En, "/books/export", None).expect("the books");
        let books = books.flow.expect("a long answer").whole(&mut trial.office).expect("the books");
        assert!(books.starts_with(b"entry "));
        for (who, address, says) in [
            (&auditor, "/books?day=kemarin", "“kemarin” could not be read: write a day such as 2026-05-20"),
            (&auditor, "/readings?person=siti", "“siti” could not be read"),
            (&auditor, "/readings?account=11&after=x", "“x” could not be read"),
            (&auditor, "/?month=2026-13", "“2026-13” could not be read"),
        ] {
            let page = ask(&mut trial, who, Lang::En, address, None).expect(address);
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{address}");
            assert!(String::from_utf8(page.body).expect("text").contains(says), "{address}");
        }
        let list = ask(&mut trial, &keeper, Lang::En, "/admin/accounts?after=x", None);
        assert!(matches!(list, Err(Problem::Fields(_))));
        whole(&mut trial, &auditor, "/readings");
        whole(&mut trial, &auditor, &format!("/readings?person={one}"));
        whole(&mut trial, &auditor, "/readings?account=11");

        whole(&mut trial, &keeper, "/admin/runs");
        sent(&mut trial, &keeper, "/admin/runs", "month=2025-04");
        assert!(crate::jobs::one(&mut trial.office).expect("a job"));
        let page = whole(&mut trial, &keeper, "/admin/runs");
        assert!(page.contains("2025-04") && page.contains("7 people"), "{page}");
    });
}

#[test]
fn an_administrator_lets_people_and_programs_in() {
    testing::both(|address| {
        let (mut trial, ..) = busy(address);
        let keeper = caller(&trial, Role::Administrator, 15);
        whole(&mut trial, &keeper, "/admin/accounts");
        let wrong = sent(&mut trial, &keeper, "/admin/accounts", "name=&handle=x&role=member");
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let fields = format!("name=Petugas+Baru&handle=petugas.baru&role=officer&branch={}", trial.branch);
        let made = sent(&mut trial, &keeper, "/admin/accounts", &fields);
        assert!(String::from_utf8(made.body).expect("text").contains("shown only once"));
        assert!(whole(&mut trial, &keeper, "/admin/accounts").contains("petugas.baru"));
        whole(&mut trial, &keeper, "/admin/clients");
        let made = sent(&mut trial, &keeper, "/admin/clients", "name=Dasbor&role=analyst");
        let made = String::from_utf8(made.body).expect("text");
        let key = made.split("<p class=\"code\">").nth(1).and_then(|rest| rest.split('<').next());
        let key = plain(key.expect("a key")).expect("text");
        assert!(trial.office.look(|unit, _| sessions::client(unit, &key)).expect("a look").is_some());
        assert!(!whole(&mut trial, &keeper, "/admin/clients").contains(&key));
        for (fields, says) in [
            ("name=Loket&role=officer", "Choose the branch."),
            ("name=Kanwil&role=head", "Choose a branch or give a province."),
            ("name=Kanwil&role=head&province=Jakarta", "The code of a province has two figures."),
        ] {
            let wrong = sent(&mut trial, &keeper, "/admin/clients", fields);
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields}");
            assert!(String::from_utf8(wrong.body).expect("text").contains(says), "{fields}");
        }
        let fields = format!("name=Loket&role=officer&branch={}", trial.branch);
        let made =
            String::from_utf8(sent(&mut trial, &keeper, "/admin/clients", &fields).body).expect("text");
        let key = made.split("<p class=\"code\">").nth(1).and_then(|rest| rest.split('<').next());
        let key = plain(key.expect("a key")).expect("text");
        let let_in = |trial: &mut Trial| trial.office.look(|unit, _| sessions::client(unit, &key));
        assert!(let_in(&mut trial).expect("a look").is_none(), "another administrator confirms it first");
        let id = trial.office.look(|unit, _| Ok(clients::all(unit)?.last().map_or(0, |one| one.id)));
        confirm_access::run(&mut trial.office, id.expect("a look"), confirm_access::SHELL)
            .expect("confirmed");
        let program = let_in(&mut trial).expect("a look");
        assert_eq!(program.map(|program| program.branch), Some(Some(trial.branch)));
    });
}

#[test]
fn an_account_that_acts_for_a_payer_names_it() {
    testing::both(|address| {
        let (mut trial, ..) = busy(address);
        let keeper = caller(&trial, Role::Administrator, 15);
        let hospital = "name=Ratna&handle=ratna&role=hospital&payer=";
        for (payer, says) in [("", "Write the number of the payer"), ("999999", "Nothing has this number.")] {
            let wrong = sent(&mut trial, &keeper, "/admin/accounts", &format!("{hospital}{payer}"));
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{payer}");
            assert!(String::from_utf8(wrong.body).expect("text").contains(says), "{says}");
        }
        let payer = trial.employer("large");
        let made = sent(&mut trial, &keeper, "/admin/accounts", &format!("{hospital}{payer}"));
        assert!(String::from_utf8(made.body).expect("text").contains("shown only once"));
    });
}
