//! Claims as members, families and employers meet them, played through the web's own door.

mod grievances;
mod jobless;
mod letters;
mod papers;
mod programs;
mod refusals;
mod sides;

use anyhow::{Context, Result, ensure};
use base::Day;
use base::id::Sex;
use rules::render::Lang;
use scheme::id::{PayerId, PersonId};
use scheme::people::Relative;
use store::queries::{accounts, caseloads, cases, death_reports, memberships};

use super::doors::{branch, staff};
use super::played::{Browser, Played, code_in, played, said_to};
use super::tried;
use crate::actions::register_person::{self, RegisterPerson};
use crate::actions::relate_person;
use crate::auth::{Role, Stage, members, sessions};
use crate::faults::small::employer_with;
use crate::jobs;
use crate::registry::{claims, people};
use crate::serve::form::Form;
use crate::trial::Trial;
use crate::views::cases::option;

const NIK: &str = "9901014501900001";
const HERS: &str = "081299990001";
const ANOTHERS: &str = "081299990002";

/// Somebody who works for an employer, and a wife who is in the register herself.
struct Family {
    worker: PersonId,
    nik: String,
    payer: PayerId,
    wife: PersonId,
}

fn on(address: &str, test: fn(&mut Played) -> Result<()>) {
    let mut played = played(address).expect("a counter");
    played.office.outbox = testing::sqlite::scratch().path().with_extension("outbox");
    test(&mut played).expect("it holds");
    if played.office.outbox.exists() {
        std::fs::remove_dir_all(&played.office.outbox).expect("an outbox");
    }
}

fn family(played: &mut Played, is_known: bool) -> Result<Family> {
    let payer = employer_with(&mut played.office, 1)?;
    played.office.unit(|unit, desk| {
        let row = unit.row("select person from membership where payer = $1", &[payer.0.into()])?;
        let worker = PersonId(row.context("no worker")?.int(0)?);
        let nik = people::load(unit, desk, worker)?.identity().nik.to_string();
        let asked = RegisterPerson {
            nik: NIK.parse()?,
            name: "Siti Contoh".to_owned(),
            mother: None,
            birth_date: "1990-01-05".parse()?,
            sex: Sex::Female,
            phone: Some(HERS.to_owned()),
            facts: Vec::new(),
            is_another: true,
        };
        let wife = PersonId(register_person::within(unit, desk, &asked)?.person);
        if is_known {
            let relative = Relative {
                of: worker,
                relation: "spouse".to_owned(),
                name: "Siti Contoh".to_owned(),
                birth_date: Some("1990-01-05".parse()?),
                from: "2015-06-01".parse()?,
                until: None,
            };
            let (no, _) = relate_person::add_within(unit, desk, &relative)?;
            claims::mark(unit, desk, (worker, no), (false, false), (Some(wife), None))?;
        }
        Ok(Family { worker, nik, payer, wife })
    })
}

/// Answers every question of a report up to the code; gives the last page.
fn tells(browser: &mut Browser, number: &str, relation: &str, telephone: &str) -> Result<String> {
    browser.get("/death")?;
    for (path, fields) in [
        ("/death", vec![("number", number)]),
        ("/death/day", vec![("day", "2026-05-10"), ("work", "no")]),
        ("/death/you", vec![("name", "Siti Contoh"), ("relation", relation)]),
        ("/death/telephone", vec![("telephone", telephone)]),
    ] {
        browser.get(path)?;
        let seen = browser.post(path, &fields)?;
        ensure!(seen.status == 303, "{path}: {} {}", seen.status, seen.page);
    }
    Ok(browser.get("/death/check")?.page)
}

/// Sends the code that came; gives the page with the reference.
fn sends(played: &mut Played, browser: &mut Browser, telephone: &str) -> Result<String> {
    let said = said_to(&mut played.office, telephone)?;
    let code = code_in(said.iter().find(|text| text.contains("report a death")).context("no code")?)?;
    let seen = browser.post("/death/check", &[("code", &code)])?;
    ensure!(seen.place == "/death/done", "{} {}", seen.status, seen.page);
    Ok(browser.get("/death/done")?.page)
}

fn reference(page: &str) -> Result<String> {
    let (_, rest) = page.split_once("<p class=\"code\">").context("no reference")?;
    Ok(rest.split('<').next().unwrap_or_default().to_owned())
}

/// A browser in which somebody has signed in.
fn signed_in(played: &mut Played, account: i64, first: &str) -> Result<Browser> {
    let session = played.office.unit(|unit, desk| {
        let session = sessions::begin(unit, desk)?;
        sessions::sign_in(unit, &session, account, Stage::Full)
    })?;
    let mut browser = Browser::new(played.at);
    browser.cookie = format!("naungan={}", session.token);
    browser.form_token = session.form_token();
    let seen = browser.get(first)?;
    ensure!(seen.status == 200, "{first}: {} {}", seen.status, seen.page);
    Ok(browser)
}

fn member(played: &mut Played, person: PersonId, first: &str) -> Result<Browser> {
    let account = played.office.unit(|unit, desk| members::account_of(unit, desk, person))?;
    signed_in(played, account, first)
}

fn cases_of(played: &mut Played, person: PersonId) -> Result<Vec<i64>> {
    let all = played.office.look(|unit, _| cases::of_person(unit, person))?;
    Ok(all.into_iter().map(|case| case.id).collect())
}

#[test]
fn a_stranger_who_reports_a_death_learns_nothing() {
    testing::both(|address| on(address, one_answer_for_all));
}

/// Of a family that is known, of one that is not, of nobody, and told by somebody of another telephone.
fn one_answer_for_all(played: &mut Played) -> Result<()> {
    let known = family(played, true)?;
    let all = [
        (known.nik.as_str(), "spouse", HERS),
        (known.nik.as_str(), "spouse", ANOTHERS),
        (known.nik.as_str(), "sibling", "081299990003"),
        ("9901014501900198", "spouse", "081299990004"),
        (NIK, "parent", "081299990005"),
    ];
    let mut pages = Vec::new();
    for (number, relation, telephone) in all {
        let mut browser = Browser::new(played.at);
        let words = option(played.office.law.tree(), "relation", relation, Lang::En);
        let check = tells(&mut browser, number, relation, telephone)?;
        let token = browser.form_token.clone();
        let done = sends(played, &mut browser, telephone)?;
        let reference = reference(&done)?;
        let hide = |page: String| {
            let page = page.replace(number, "NUMBER").replace(telephone, "PHONE").replace(&token, "TOKEN");
            let page = page.replace(&browser.form_token, "TOKEN").replace(&reference, "REFERENCE");
            page.replace(&words, "RELATION").replace(relation, "RELATION")
        };
        assert!(!done.contains("Warga Uji"), "{done}");
        pages.push((hide(check), hide(done)));
    }
    for page in &pages[1..] {
        assert_eq!(page.1, pages[0].1, "the last pages differ");
        assert_eq!(page.0, pages[0].0, "the answers differ");
    }
    assert_eq!(cases_of(played, known.worker)?.len(), 0, "nothing is opened while she waits");
    while jobs::one(&mut played.office)? {}
    assert_eq!(cases_of(played, known.worker)?.len(), 1, "only what the very relative tells opens a case");
    let waiting = played.office.look(|unit, _| death_reports::waiting(unit, 0, 9))?;
    // Her own branch has those of a number that is somebody's; that of nobody waits for any.
    assert!(waiting.iter().any(|report| report.person.is_none()), "{waiting:?}");
    Ok(())
}

#[test]
fn a_family_that_is_known_follows_the_case() {
    testing::both(|address| on(address, known_family));
}

fn known_family(played: &mut Played) -> Result<()> {
    let known = family(played, true)?;
    let mut browser = Browser::new(played.at);
    tells(&mut browser, &known.nik, "spouse", HERS)?;
    let reference = reference(&sends(played, &mut browser, HERS)?)?;
    while jobs::one(&mut played.office)? {}
    let case = *cases_of(played, known.worker)?.first().context("no case")?;

    // Whoever has only the reference, or a wrong one, goes the same way and gets nowhere.
    for tried in ["ABCD-EFGH-JKMN", &reference] {
        let mut stranger = Browser::new(played.at);
        stranger.get("/heir")?;
        assert_eq!(stranger.post("/heir", &[("reference", tried)])?.place, "/heir/code");
        while jobs::one(&mut played.office)? {}
        stranger.get("/heir/code")?;
        assert_eq!(stranger.post("/heir/code", &[("code", "00000000")])?.status, 422, "{tried}");
        assert_eq!(stranger.get("/heir/cases")?.place, "/sign-in");
    }
    let mut heir = comes_in(played, &reference)?;
    follows(&mut heir, case)?;
    // The same with her own login as a member: the branch has noted that she is the wife.
    follows(&mut member(played, known.wife, "/heir/cases")?, case)?;

    // Her own account, and nobody else's.
    let account = [("name", "Siti Contoh"), ("bank", "008"), ("account", "9900112233")];
    let place = format!("/heir/cases/{case}/account");
    let others = [&account[..], &[("hand", "member")]].concat();
    let refused = heir.post(&place, &others)?;
    assert!(refused.status == 422 && refused.page.contains("named by whoever gets"), "{}", refused.page);
    heir.get(&format!("/heir/cases/{case}"))?;
    let own = [&account[..], &[("hand", "relative 1")]].concat();
    let seen = heir.post(&place, &own)?;
    assert_eq!(seen.place, format!("/heir/cases/{case}?done=account"), "{}", seen.page);
    let page = heir.get(&format!("/heir/cases/{case}"))?.page;
    assert!(page.contains("•••2233") && !page.contains("9900112233"), "{page}");
    marks_its_browser(played, (&mut heir, case))?;

    // Who is nobody's heir sees nothing, and the looks are written down.
    let other = employer_with(&mut played.office, 1)?;
    let stranger = played.office.look(|unit, _| {
        let row = unit.row("select person from membership where payer = $1", &[other.0.into()])?;
        Ok(PersonId(row.context("no worker")?.int(0)?))
    })?;
    let mut stranger = member(played, stranger, "/heir/cases")?;
    assert_eq!(stranger.get(&format!("/heir/cases/{case}"))?.status, 404);
    assert_eq!(stranger.post(&place, &own)?.status, 404);
    let looks =
        played.office.look(|unit, _| store::queries::readings::of_person(unit, known.worker, None, 99))?;
    assert!(looks.iter().any(|look| look.role == "heir" && look.why == "claims"), "{looks:?}");
    Ok(())
}

/// The browser that told an account is known again by a mark, of which only a hash is kept.
fn marks_its_browser(played: &mut Played, (heir, case): (&mut Browser, i64)) -> Result<()> {
    let mark = heir.cookie.split_once("naungan_device=").context("no mark")?.1.to_owned();
    let place = format!("/heir/cases/{case}/account");
    let long = "x".repeat(201);
    for (address, status) in [(long.as_str(), 422), ("Jl. Melati No. 12", 303)] {
        let fields =
            [("hand", "relative 1"), ("name", "Siti Contoh"), ("bank", "008"), ("account", "9900112234")];
        let seen = heir.post(&place, &[&fields[..], &[("address", address)]].concat())?;
        assert_eq!(seen.status, status, "{}", seen.page);
    }
    assert!(heir.cookie.ends_with(&mark), "{}", heir.cookie);
    let devices = played.office.look(|unit, _| {
        let rows = unit.rows("select device from payee_device", &[])?;
        rows.iter().map(|row| Ok(row.bytes(0)?.to_vec())).collect::<Result<Vec<_>>>()
    })?;
    assert!(devices.len() == 2 && devices[0] == devices[1] && devices[0].len() < mark.len(), "{devices:?}");
    Ok(())
}

/// An heir who has come in with her reference and the code that was sent to her.
fn comes_in(played: &mut Played, reference: &str) -> Result<Browser> {
    let mut heir = Browser::new(played.at);
    heir.get("/heir")?;
    heir.post("/heir", &[("reference", &reference.to_lowercase())])?;
    while jobs::one(&mut played.office)? {}
    heir.get("/heir/code")?;
    let code = outbox(played, HERS, "family's case")?;
    assert_eq!(heir.post("/heir/code", &[("code", &code)])?.place, "/heir/cases");
    Ok(heir)
}

/// The newest code in the outbox for a telephone.
fn outbox(played: &mut Played, telephone: &str, of: &str) -> Result<String> {
    let mut found = Vec::new();
    for file in std::fs::read_dir(&played.office.outbox)? {
        let file = file?;
        let text = std::fs::read_to_string(file.path())?;
        if text.contains(telephone) && text.contains(of) {
            found.push((file.metadata()?.modified()?, code_in(&text)?));
        }
    }
    Ok(found.into_iter().max().context("no code")?.1)
}

fn follows(heir: &mut Browser, case: i64) -> Result<()> {
    let list = heir.get("/heir/cases")?.page;
    assert!(list.contains("Warga Uji"), "{list}");
    let page = heir.get(&format!("/heir/cases/{case}"))?.page;
    for said in ["Siti Contoh", "(you)", "Rp42,000,000", "death certificate", "Who inherits"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains('⟨'), "{page}");
    Ok(())
}

#[test]
fn a_family_that_is_not_known_waits_for_the_branch() {
    testing::both(|address| on(address, unknown_family));
}

fn unknown_family(played: &mut Played) -> Result<()> {
    let unknown = family(played, false)?;
    let branch = branch(&mut played.office)?;
    played.office.unit(|unit, desk| caseloads::assign(unit, unknown.payer.0, branch, desk.now))?;
    let officer = staff(&mut played.office, Role::Officer, "agus", (Some(branch), None, None))?;
    let mut browser = Browser::new(played.at);
    tells(&mut browser, &unknown.nik, "spouse", ANOTHERS)?;
    let reference = reference(&sends(played, &mut browser, ANOTHERS)?)?;
    while jobs::one(&mut played.office)? {}
    assert!(cases_of(played, unknown.worker)?.is_empty());

    let mut desk = Browser::new(played.at);
    officer.enter(&mut desk, 0)?;
    let list = desk.get("/desk/deaths")?.page;
    assert!(list.contains(&reference), "{list}");
    let (_, rest) = list
        .split_once("/desk/deaths/")
        .or(list.split_once("&#x2f;desk&#x2f;deaths&#x2f;"))
        .context("none")?;
    let id: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let place = format!("/desk/deaths/{id}");
    let page = desk.get(&place)?.page;
    assert!(page.contains("Warga Uji") && page.contains(ANOTHERS) && !page.contains('⟨'), "{page}");
    assert_eq!(desk.post(&place, &[("teller", "")])?.status, 422);
    let new = [("teller", "new"), ("name", "Rina Contoh"), ("relation", "spouse"), ("birth", "1990-02-03")];
    assert_eq!(desk.post(&place, &new)?.status, 422, "since when?");
    let new = [&new[..], &[("since", "2016-01-01")]].concat();
    assert_eq!(desk.post(&place, &new)?.place, place);
    assert!(desk.get(&place)?.page.contains("The case is open"));
    assert_eq!(desk.post(&place, &new)?.status, 422, "decided once");
    assert_eq!(cases_of(played, unknown.worker)?.len(), 1);
    while jobs::one(&mut played.office)? {}

    let mut heir = Browser::new(played.at);
    heir.get("/heir")?;
    heir.post("/heir", &[("reference", &reference)])?;
    while jobs::one(&mut played.office)? {}
    heir.get("/heir/code")?;
    let code = outbox(played, ANOTHERS, "family's case")?;
    assert_eq!(heir.post("/heir/code", &[("code", &code)])?.place, "/heir/cases");
    let case = *cases_of(played, unknown.worker)?.first().context("no case")?;
    let page = heir.get(&format!("/heir/cases/{case}"))?.page;
    assert!(page.contains("Rina Contoh") && page.contains("(you)"), "{page}");
    Ok(())
}

#[test]
fn a_member_reports_an_accident_question_by_question() {
    testing::both(|address| on(address, own_accident));
}

fn own_accident(played: &mut Played) -> Result<()> {
    let known = family(played, true)?;
    let mut browser = member(played, known.worker, "/me/rights")?;
    let rights = browser.get("/me/rights")?.page;
    assert!(rights.contains("What you would get") && rights.contains("work accident"), "{rights}");
    for event in ["work_accident", "other_death", "lost_job", "left_work", "grew_old", "part_wanted"] {
        let page = browser.get(&format!("/me/rights/{event}"))?;
        assert!(page.status == 200 && !page.page.contains('⟨'), "{event}: {}", page.page);
    }
    let page = browser.get("/me/rights/other_death")?.page;
    assert!(page.contains("Rp42,000,000") && page.contains("heir letter"), "{page}");
    assert_eq!(browser.get("/me/rights/nothing")?.status, 404);

    // A later question leads to the first that is open.
    assert_eq!(browser.get("/me/report/check")?.place, "/me/report");
    browser.get("/me/report")?;
    assert_eq!(browser.post("/me/report", &[("event", "work_death")])?.status, 422);
    assert_eq!(browser.post("/me/report", &[("event", "work_accident")])?.place, "/me/report/day");
    browser.get("/me/report/day")?;
    assert_eq!(browser.post("/me/report/day", &[("day", "2026-05-21")])?.status, 422, "not yet");
    assert_eq!(browser.post("/me/report/day", &[("day", "2026-05-19")])?.place, "/me/report/more");
    browser.get("/me/report/more")?;
    assert_eq!(browser.post("/me/report/more", &[("event_cause", "luck")])?.status, 422);
    let seen = browser.post("/me/report/more", &[("event_cause", "accident")])?;
    assert_eq!(seen.place, "/me/report/check");
    let check = browser.get("/me/report/check")?.page;
    assert!(check.contains("work accident") && check.contains("stage I report"), "{check}");
    let seen = browser.post("/me/report/check", &[])?;
    let case = *cases_of(played, known.worker)?.first().context("no case")?;
    assert_eq!(seen.place, format!("/me/claims/{case}?new=yes"), "{}", seen.page);
    let page = browser.get(&seen.place)?.page;
    for said in ["Your case is open", "identity card", "given by", "waits for papers", "bank"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains('⟨'), "{page}");
    assert!(browser.get("/me/claims")?.page.contains("work accident"));
    // The same once more is known.
    browser.get("/me/report")?;
    browser.post("/me/report", &[("event", "work_accident")])?;
    browser.post("/me/report/day", &[("day", "2026-05-19")])?;
    browser.post("/me/report/more", &[("event_cause", "accident")])?;
    let again = browser.post("/me/report/check", &[])?;
    assert!(again.status == 422 && again.page.contains("reported already"), "{}", again.page);

    // It is nobody else's, whoever asks.
    let mut wife = member(played, known.wife, "/me/claims")?;
    assert_eq!(wife.get(&format!("/me/claims/{case}"))?.status, 404);
    assert_eq!(wife.post(&format!("/me/claims/{case}/account"), &[("hand", "member")])?.status, 404);

    let account = [("hand", "member"), ("name", "Warga Uji"), ("bank", "x"), ("account", "9900112233")];
    let place = format!("/me/claims/{case}/account");
    browser.get(&format!("/me/claims/{case}"))?;
    assert_eq!(browser.post(&place, &account)?.status, 422);
    let account = account.map(|(name, value)| (name, if name == "bank" { "bmriidja" } else { value }));
    assert_eq!(browser.post(&place, &account)?.place, format!("/me/claims/{case}?done=account"));
    assert!(browser.get(&format!("/me/claims/{case}?done=account"))?.page.contains("•••2233"));
    sees_hers(played, &known, case)
}

/// What the employer sees of it: her papers, the clock, and nothing of the worker's money.
fn sees_hers(played: &mut Played, known: &Family, case: i64) -> Result<()> {
    let employer = staff(&mut played.office, Role::Employer, "dewi", (None, None, Some(known.payer)))?;
    let mut browser = Browser::new(played.at);
    employer.enter(&mut browser, 0)?;
    let base = format!("/payers/{}/cases", known.payer);
    let list = browser.get(&base)?.page;
    assert!(list.contains("Warga Uji"), "{list}");
    let page = browser.get(&format!("{base}/{case}"))?.page;
    assert!(page.contains("stage I report") && page.contains("Your own report is due on"), "{page}");
    assert!(!page.contains("identity card") && !page.contains("•••2233"), "{page}");
    assert!(!page.contains('⟨'), "{page}");
    // Another employer has nothing to do with it.
    let other = employer_with(&mut played.office, 1)?;
    let other_staff = staff(&mut played.office, Role::Employer, "budi", (None, None, Some(other)))?;
    let mut stranger = Browser::new(played.at);
    other_staff.enter(&mut stranger, 0)?;
    assert_eq!(stranger.get(&format!("/payers/{other}/cases/{case}"))?.status, 404);
    assert_eq!(stranger.get(&format!("{base}/{case}"))?.status, 403);
    let looks =
        played.office.look(|unit, _| store::queries::readings::of_person(unit, known.worker, None, 99))?;
    assert!(looks.iter().any(|look| look.role == "employer" && look.why == "claims"), "{looks:?}");
    Ok(())
}

#[test]
fn an_employer_hears_what_lateness_costs_before_she_reports() {
    testing::both(|address| on(address, late_report));
}

fn late_report(played: &mut Played) -> Result<()> {
    let known = family(played, true)?;
    let employer = staff(&mut played.office, Role::Employer, "dewi", (None, None, Some(known.payer)))?;
    let mut browser = Browser::new(played.at);
    employer.enter(&mut browser, 0)?;
    let base = format!("/payers/{}/cases", known.payer);
    assert!(browser.get(&format!("{base}/new"))?.page.contains("Two times twenty-four hours"));
    let fields = |number: &str, day: &str| {
        [("number", number), ("event", "work_accident"), ("day", day), ("cause", "accident")]
            .map(|(name, value)| (name, value.to_owned()))
    };
    let mut send = |fields: &[(&'static str, String)], confirm: bool| -> Result<super::played::Seen> {
        let mut all: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        if confirm {
            all.push(("confirm", "yes"));
        }
        browser.post(&format!("{base}/new"), &all)
    };
    // Whoever is not hers, known or not, gets one answer.
    for number in [NIK, "9901014501900198"] {
        let seen = send(&fields(number, "2026-05-19"), false)?;
        assert!(
            seen.status == 422 && seen.page.contains("nobody of this number works for you"),
            "{}",
            seen.page
        );
    }
    let late = send(&fields(&known.nik, "2026-05-10"), false)?;
    assert!(late.status == 200 && late.page.contains("The report is late"), "{}", late.page);
    assert!(late.page.contains("you then bear yourself") && !late.page.contains('⟨'), "{}", late.page);
    let fine = send(&fields(&known.nik, "2026-05-19"), false)?;
    assert!(fine.page.contains("In time") && fine.page.contains("Warga Uji"), "{}", fine.page);
    assert!(cases_of(played, known.worker)?.is_empty(), "nothing is opened before she has seen it");
    let seen = send(&fields(&known.nik, "2026-05-19"), true)?;
    let case = *cases_of(played, known.worker)?.first().context("no case")?;
    assert_eq!(seen.place, format!("{base}/{case}?done=report"), "{}", seen.page);
    let page = browser.get(&seen.place)?.page;
    assert!(page.contains("Reported on") && page.contains("What you reported for May 2026"), "{page}");
    let by = played.office.look(|unit, _| cases::read(unit, case))?.context("no case")?;
    let account = played.office.look(|unit, _| {
        let account = by.account.context("nobody")?;
        Ok(accounts::read(unit, account)?.context("no account")?.payer)
    })?;
    assert!(by.by_employer && account == Some(known.payer));
    Ok(())
}

/// A member of a trial, with a case: papers that will not do are refused beside their field, and one that
/// does is given once.
#[test]
fn papers_are_looked_at_by_what_is_in_them() {
    testing::both(|address| {
        let mut trial = Trial::begin(address, "2026-05-20");
        let payer = trial.employer("small");
        let membership = trial.hire(payer, 5_000_000);
        let person = trial
            .office
            .look(|unit, _| Ok(memberships::read(unit, membership)?.expect("a membership").person));
        let person = person.expect("a person");
        let account = trial.office.unit(|unit, desk| members::account_of(unit, desk, person)).expect("hers");
        let day: Day = "2026-05-20".parse().expect("a day");
        let asked = crate::actions::report_event::ReportEvent {
            person,
            kind: scheme::events::EventKind::WorkAccident,
            day,
            by_employer: false,
            account: Some(account),
            facts: Vec::new(),
        };
        let case = crate::actions::report_event::run(&mut trial.office, &asked, None).expect("a case").case;
        let case = case.expect("a case");
        let mut herself = tried::caller(&trial, Role::Member, account);
        (herself.person, herself.branch) = (Some(person), None);
        let place = format!("/me/claims/{case}/paper");
        let mut send = |paper: &str, name: &str, bytes: &[u8]| {
            let mut form = Form::default();
            form.add("paper", paper.to_owned());
            form.add_file("file", name, bytes.to_vec());
            let reply =
                tried::ask_with(&mut trial, &herself, Lang::En, &place, Some(form)).expect("an answer");
            (reply.status.as_u16(), String::from_utf8(reply.body).expect("text"))
        };
        for (name, bytes, says) in [
            ("ktp.pdf", &b"MZ\x90"[..], "no PDF, PNG or JPEG"),
            ("ktp.exe.pdf", b"%PDF-1.7", "two endings"),
            ("", b"", "Choose a file"),
        ] {
            let (status, page) = send("identity_card", name, bytes);
            assert!(status == 422 && page.contains(says), "{name}: {status} {page}");
        }
        let (status, _) = send("death_certificate", "akta.pdf", b"%PDF-1.7");
        assert_eq!(status, 422, "not asked for");
        assert_eq!(send("identity_card", "ktp.pdf", b"%PDF-1.7").0, 303);
        assert_eq!(send("identity_card", "ktp.pdf", b"%PDF-1.7").0, 422, "given once");
    });
}

#[test]
fn a_hospital_is_answered_at_once_and_bills_item_by_item() {
    testing::both(|address| on(address, at_the_hospital));
}

fn at_the_hospital(played: &mut Played) -> Result<()> {
    let known = family(played, true)?;
    let hospital = employer_with(&mut played.office, 1)?;
    let account = staff(&mut played.office, Role::Hospital, "ratna", (None, None, Some(hospital)))?;
    let mut browser = Browser::new(played.at);
    account.enter(&mut browser, 0)?;
    browser.get("/hospital")?;
    let asked = [("request", "1"), ("number", known.nik.as_str()), ("day", "2026-05-20")];
    let nobody = asked.map(|(name, value)| (name, if name == "number" { "9901014501900198" } else { value }));
    let seen = browser.post("/hospital/guarantee", &nobody)?;
    assert!(seen.status == 422 && seen.page.contains("Nobody of this number"), "{}", seen.page);
    for _ in 0..2 {
        let seen = browser.post("/hospital/guarantee", &asked)?;
        assert!(seen.status == 200 && seen.page.contains("Care is paid as things stand"), "{}", seen.page);
        assert!(seen.page.contains("surgery") && !seen.page.contains('⟨'), "{}", seen.page);
    }
    let given = played.office.look(|unit, _| store::queries::guarantees::of_hospital(unit, hospital, 9))?;
    assert_eq!(given.len(), 1, "asked once, however often the button is pressed");
    let item = [
        ("request", "2"),
        ("number", known.nik.as_str()),
        ("day", "2026-05-20"),
        ("bill", "RS/1"),
        ("date", "2026-05-20"),
        ("item_kind_1", "surgery"),
        ("item_day_1", "2026-05-20"),
        ("item_cost_1", "12.500.000"),
        ("item_kind_2", "comfort"),
        ("item_day_2", "2026-05-20"),
        ("item_cost_2", "300.000"),
    ];
    let early = browser.post("/hospital/bills/new", &item)?;
    assert!(early.status == 422 && early.page.contains("Report it first"), "{}", early.page);
    let accident = [("number", known.nik.as_str()), ("day", "2026-05-20"), ("cause", "accident")];
    assert_eq!(browser.post("/hospital/accident", &accident)?.place, "/hospital/accident?done=report");
    assert_eq!(cases_of(played, known.worker)?.len(), 1);
    let wrong = item.map(|(name, value)| (name, if name == "item_cost_1" { "banyak" } else { value }));
    let seen = browser.post("/hospital/bills/new", &wrong)?;
    assert!(seen.status == 422 && seen.page.contains("Item 1 needs"), "{}", seen.page);
    let seen = browser.post("/hospital/bills/new", &item)?;
    assert!(seen.place.starts_with("/hospital/bills/"), "{}", seen.page);
    let page = browser.get(&seen.place)?.page;
    assert!(page.contains("Rp12,800,000") && page.contains("Rp12,500,000"), "{page}");
    assert!(!page.contains('⟨'), "{page}");
    assert_eq!(browser.post("/hospital/bills/new", &item)?.place, seen.place, "billed once");
    assert!(browser.get("/hospital/bills")?.page.contains("waits for the decision"));
    // Another hospital sees nothing of it.
    let other = employer_with(&mut played.office, 1)?;
    let other = staff(&mut played.office, Role::Hospital, "wati", (None, None, Some(other)))?;
    let mut stranger = Browser::new(played.at);
    other.enter(&mut stranger, 0)?;
    assert_eq!(stranger.get(&seen.place)?.status, 404);
    let looks =
        played.office.look(|unit, _| store::queries::readings::of_person(unit, known.worker, None, 99))?;
    assert!(looks.iter().any(|look| look.role == "hospital" && look.why == "care"), "{looks:?}");
    Ok(())
}
