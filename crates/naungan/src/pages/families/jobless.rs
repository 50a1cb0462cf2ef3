//! A lost job through the interface: what she did and who confirms it, notes, courses, what is said against
//! the dismissal, and the vacancies of an employer; each by whoever may, and by nobody else.

use anyhow::{Context, Result};
use scheme::id::{MembershipId, PersonId};
use serde_json::{Value, json};
use store::queries::{caseloads, cases, claims, dismissals, institution, memberships, readings};

use super::letters::by_session;
use super::programs::{asked, key_of};
use super::{Family, family, member, on, signed_in};
use crate::auth::Role;
use crate::faults::small::employer_with;
use crate::pages::doors::{branch, staff};
use crate::pages::played::{Browser, Played};

/// Somebody who lost a job, her employer's program, and the head of the branch.
struct Cast {
    known: Family,
    case: i64,
    worker: Browser,
    head: Browser,
    firm: String,
    auditor: String,
}

/// A claim for a lost job of which the papers wait.
fn lost(played: &mut Played, known: &Family) -> Result<i64> {
    played.office.unit(|unit, desk| {
        let row = memberships::of_person(unit, known.worker)?.into_iter().next().context("no membership")?;
        let (id, day) = (institution::take_numbers(unit, 2)?, "2026-05-10".parse()?);
        let facts = br#"[["termination","dismissal"]]"#;
        let (kind, person, account) = ("lost_job".to_owned(), known.worker, None);
        let sealed = desk.keys.seal(&cases::context(id), facts);
        let (reported, by_employer, known_at) = (desk.today, true, desk.now);
        let case =
            cases::Case { id, person, kind, day, reported, by_employer, account, sealed, known: known_at };
        cases::add(unit, &case)?;
        let claim = claims::Claim {
            id: id + 1,
            person,
            of_case: id,
            opened_by: id,
            kind: "jkp_cash".to_owned(),
            membership: row.id,
            segment: "wage_earner".to_owned(),
            notified: desk.today,
            papers: vec!["dismissal_proof".to_owned()],
            state: "notified".to_owned(),
            known: desk.now,
        };
        claims::add(unit, &claim)?;
        let dismissal = dismissals::Dismissal {
            of_case: id,
            person,
            membership: MembershipId(row.id.0),
            payer: known.payer,
            said_by: "employer".to_owned(),
            account,
            day,
            termination: "dismissal".to_owned(),
            known: desk.now,
        };
        dismissals::add(unit, &dismissal)?;
        Ok(id)
    })
}

fn cast(played: &mut Played) -> Result<Cast> {
    let known = family(played, false)?;
    let place = branch(&mut played.office)?;
    played.office.unit(|unit, desk| caseloads::assign(unit, known.payer.0, place, desk.now))?;
    let head = staff(&mut played.office, Role::Head, "hana", (Some(place), Some("31"), None))?.account;
    let case = lost(played, &known)?;
    let worker = member(played, known.worker, "/me/jkp")?;
    let head = signed_in(played, head, "/desk/jobs")?;
    let firm = key_of(played, Role::Employer, Some(known.payer))?;
    let auditor = key_of(played, Role::Auditor, None)?;
    Ok(Cast { known, case, worker, head, firm, auditor })
}

fn sent(browser: &mut Browser, path: &str, key: &str, body: &Value) -> Result<(u16, Value)> {
    by_session(browser, path, (key, "application/json", &body.to_string()))
}

/// What was answered instead of being taken: its code, or the field that is named.
fn no(browser: &mut Browser, path: &str, body: &Value, status: u16, why: &str) -> Result<()> {
    let text = body.to_string();
    let key = format!("{why} {}", text.get(text.len().saturating_sub(60)..).unwrap_or_default());
    let (found, said) = sent(browser, path, &key, body)?;
    let named = [&said["code"], &said["fields"][0]["field"]];
    assert!(found == status && named.contains(&&json!(why)), "{path} {key}: {found} {said}");
    Ok(())
}

fn read(browser: &mut Browser, path: &str) -> Result<Value> {
    let seen = browser.get(&format!("/api/v1/{path}"))?;
    assert_eq!(seen.status, 200, "{path}: {}", seen.page);
    Ok(serde_json::from_str(&seen.page)?)
}

fn looks(played: &mut Played, person: PersonId, place: &str) -> Result<usize> {
    let all = played.office.look(|unit, _| readings::of_person(unit, person, None, 200))?;
    Ok(all.iter().filter(|look| look.place == place).count())
}

#[test]
fn what_she_did_is_written_down_and_confirmed() {
    testing::both(|address| on(address, did_and_confirmed));
}

fn did_and_confirmed(played: &mut Played) -> Result<()> {
    let Cast { known, mut worker, mut head, auditor, .. } = cast(played)?;
    let place = format!("people/{}/interviews", known.worker);
    let call = json!({ "employer": "PT Lain", "day": "2026-05-15" });
    no(&mut worker, &place, &json!({ "employer": " " }), 422, "job_name")?;
    no(&mut worker, &place, &json!({ "employer": "PT Lain", "day": "2026-05-09" }), 422, "duty_day")?;
    no(&mut worker, &place, &json!({ "employer": "PT Lain", "day": "2030-05-09" }), 422, "duty_day")?;
    no(&mut worker, &place, &json!({ "employer": "PT Lain", "day": "kemarin" }), 422, "/day")?;
    let (status, made) = sent(&mut worker, &place, "1", &call)?;
    assert_eq!((status, &made["confirmed"]), (201, &Value::Null), "{made}");
    assert_eq!(sent(&mut worker, &place, "2", &call)?.1, made, "the same again is the same call");
    let one = format!("{place}/{}", made["interview"]);
    let confirm = format!("{one}/confirm");
    // Neither herself nor whoever may only read.
    no(&mut worker, &confirm, &json!({}), 403, "forbidden")?;
    assert_eq!(asked(played, &auditor, &confirm, Some(("1", &json!({}))))?.0, 403);
    no(&mut head, &format!("{place}/1/confirm"), &json!({}), 404, "not_there")?;
    let (status, done) = sent(&mut head, &confirm, "3", &json!({}))?;
    assert!(status == 200 && done["confirmed"].is_string(), "{done}");
    assert_eq!(read(&mut worker, &one)?, done);
    let (status, all) = asked(played, &auditor, &place, None)?;
    assert_eq!((status, &all["items"]), (200, &json!([done])));
    assert_eq!(looks(played, known.worker, &format!("/api/v1/{place}"))?, 1, "the auditor's look");

    let marks = format!("people/{}/marks", known.worker);
    no(&mut worker, &marks, &json!({ "mark": "new_work" }), 422, "/employer")?;
    no(&mut worker, &marks, &json!({ "mark": "status_form", "employer": "x" }), 422, "/employer")?;
    no(&mut head, &marks, &json!({ "mark": "status_form" }), 403, "forbidden")?;
    assert_eq!(sent(&mut worker, &marks, "4", &json!({ "mark": "status_form" }))?.0, 201);
    let page = worker.get("/me/jkp")?.page;
    assert!(page.contains("PT Lain"), "{page}");
    Ok(())
}

#[test]
fn notes_of_a_counsellor_are_the_branchs_to_read() {
    testing::both(|address| on(address, notes_of_a_counsellor));
}

fn notes_of_a_counsellor(played: &mut Played) -> Result<()> {
    let Cast { known, mut worker, mut head, auditor, .. } = cast(played)?;
    let place = format!("people/{}/counselling", known.worker);
    let note = json!({ "day": "2026-05-15", "says": "Melamar lima kali\nsampai akhir bulan" });
    no(&mut head, &place, &json!({ "says": " " }), 422, "counselling_refused")?;
    no(&mut head, &place, &json!({ "day": "2030-01-01", "says": "x" }), 422, "counselling_refused")?;
    no(&mut head, &place, &json!({ "says": "x".repeat(1_001) }), 422, "/says")?;
    no(&mut worker, &place, &note, 403, "forbidden")?;
    let (status, made) = sent(&mut head, &place, "1", &note)?;
    assert_eq!((status, &made["says"]), (201, &note["says"]), "{made}");
    assert_eq!(sent(&mut head, &place, "1", &note)?.1, made, "asked again under its key");
    let (status, said) = sent(&mut head, &place, "1", &json!({ "says": "lain" }))?;
    assert_eq!((status, &said["code"]), (422, &json!("key_taken")));
    assert_eq!(read(&mut head, &place)?["items"], json!([made]));
    assert_eq!(worker.get(&format!("/api/v1/{place}"))?.status, 403);
    assert_eq!(asked(played, &auditor, &place, None)?.0, 403);
    let page = head.get(&format!("/people/{}/jobs", known.worker))?.page;
    assert!(page.contains("Melamar lima kali"), "{page}");
    assert!(looks(played, known.worker, &format!("/api/v1/{place}"))? >= 2);
    Ok(())
}

#[test]
fn a_course_has_places_and_sessions() {
    testing::both(|address| on(address, places_and_sessions));
}

fn places_and_sessions(played: &mut Played) -> Result<()> {
    let Cast { known, mut worker, mut head, firm, .. } = cast(played)?;
    let course = json!({ "name": "Las", "provider": "BLK", "places": 1, "from": "2026-05-12",
                         "last": "2026-06-30", "occupation": "7212", "province": 31 });
    let odd = |field: &str, value: Value| {
        let mut body = course.clone();
        body[field] = value;
        body
    };
    no(&mut head, "courses", &odd("places", json!(0)), 422, "course_refused")?;
    no(&mut head, "courses", &odd("last", json!("2026-05-11")), 422, "course_refused")?;
    no(&mut head, "courses", &odd("province", json!(1)), 422, "/province")?;
    no(&mut head, "courses", &odd("occupation", json!("las")), 422, "occupation")?;
    no(&mut worker, "courses", &course, 403, "forbidden")?;
    let (status, made) = sent(&mut head, "courses", "1", &course)?;
    assert_eq!((status, &made["free"]), (201, &json!(1)), "{made}");
    let of = format!("courses/{}", made["course"]);
    assert_eq!(read(&mut Browser::new(played.at), &of)?, made, "anybody may look for a course");

    let own = format!("people/{}/courses", known.worker);
    let take = json!({ "course": made["course"] });
    no(&mut worker, &own, &json!({ "course": 1 }), 404, "not_there")?;
    no(&mut head, &own, &take, 403, "forbidden")?;
    for key in ["2", "3"] {
        let (status, said) = sent(&mut worker, &own, key, &take)?;
        assert_eq!((status, &said["free"]), (201, &json!(0)), "{said}");
    }
    let mut wife = member(played, known.wife, "/me")?;
    no(&mut wife, &format!("people/{}/courses", known.wife), &take, 422, "course_full")?;

    let held = format!("{of}/sessions");
    let there = json!({ "session": 1, "day": "2026-05-15", "there": [known.worker.0] });
    no(&mut head, &held, &json!({ "session": 1, "there": [known.wife.0] }), 422, "/there/0")?;
    no(&mut head, &held, &json!({ "session": 0, "there": [] }), 422, "session_number")?;
    no(&mut head, "courses/1/sessions", &there, 404, "not_there")?;
    assert_eq!(asked(played, &firm, &held, Some(("1", &there)))?.0, 403);
    let (status, said) = sent(&mut head, &held, "4", &there)?;
    assert_eq!((status, &said["present"], &said["absent"]), (201, &json!(1), &json!(0)), "{said}");
    let otherwise = json!({ "session": 1, "day": "2026-05-15", "there": [] });
    no(&mut head, &held, &otherwise, 422, "duty_contradicts")?;
    let people = read(&mut head, &format!("{of}/people"))?;
    let session = json!([{ "session": 1, "day": "2026-05-15", "present": true }]);
    assert_eq!(
        (&people["items"][0]["person"], &people["items"][0]["sessions"]),
        (&json!(known.worker.0), &session)
    );
    assert_eq!(read(&mut worker, &own)?["items"][0]["sessions"], session);
    assert!(looks(played, known.worker, &format!("/api/v1/{of}/people"))? == 1);
    Ok(())
}

#[test]
fn a_dismissal_is_contested_by_either_side_and_answered() {
    testing::both(|address| on(address, contested_and_answered));
}

fn contested_and_answered(played: &mut Played) -> Result<()> {
    let Cast { known, case, mut worker, mut head, firm, auditor } = cast(played)?;
    let lost = format!("people/{}/job-loss", known.worker);
    let place = format!("{lost}/contests");
    let hers = json!({ "says": "Saya tidak mengundurkan diri\nsama sekali" });
    no(&mut worker, &place, &json!({ "says": " " }), 422, "contest_text")?;
    no(&mut worker, &place, &json!({ "says": "x", "about": "no_such_signal" }), 422, "/about")?;
    no(&mut head, &place, &hers, 403, "forbidden")?;
    let (status, made) = sent(&mut worker, &place, "1", &hers)?;
    assert_eq!((status, &made["by"], &made["state"]), (201, &json!("member"), &json!("open")), "{made}");
    assert_eq!(sent(&mut worker, &place, "2", &hers)?.1, made, "one that is open stays the only one");

    // The employer reads it, and says her own; another sees none of it.
    let all = format!("payers/{}/dismissals", known.payer);
    let (status, said) = asked(played, &firm, &all, None)?;
    let first = &said["items"][0];
    assert_eq!((status, &first["case"], &first["contests"]), (200, &json!(case), &json!([made])), "{said}");
    assert_eq!(looks(played, known.worker, &format!("/api/v1/{all}"))?, 1);
    let objects = json!({ "says": "Ia mengundurkan diri" });
    let (status, said) = asked(played, &firm, &format!("{all}/{case}/contests"), Some(("1", &objects)))?;
    assert_eq!((status, &said["by"]), (201, &json!("employer")), "{said}");
    assert_eq!(asked(played, &firm, &format!("{all}/1/contests"), Some(("2", &objects)))?.0, 404);
    let other = employer_with(&mut played.office, 1)?;
    let stranger = key_of(played, Role::Employer, Some(other))?;
    let elsewhere = format!("payers/{other}/dismissals");
    assert_eq!(asked(played, &stranger, &elsewhere, None)?.1["items"], json!([]));
    assert_eq!(
        asked(played, &stranger, &format!("{elsewhere}/{case}/contests"), Some(("1", &objects)))?.0,
        404
    );
    assert_eq!(asked(played, &stranger, &all, None)?.0, 403);

    let one = format!("{place}/{}", made["contest"]);
    let answer = json!({ "upheld": false, "says": "Tanda terima sah" });
    no(&mut worker, &format!("{one}/answer"), &answer, 403, "forbidden")?;
    assert_eq!(asked(played, &auditor, &format!("{one}/answer"), Some(("1", &answer)))?.0, 403);
    no(&mut head, &format!("{place}/1/answer"), &answer, 404, "not_there")?;
    let (status, done) = sent(&mut head, &format!("{one}/answer"), "3", &answer)?;
    assert_eq!(
        (status, &done["state"], &done["answer"]),
        (200, &json!("refused"), &answer["says"]),
        "{done}"
    );
    no(&mut head, &format!("{one}/answer"), &answer, 422, "contest_answered")?;
    assert_eq!(read(&mut worker, &one)?, done);
    assert_eq!(read(&mut worker, &place)?["items"].as_array().map(Vec::len), Some(2));
    assert!(worker.get("/me/jkp")?.page.contains("Tanda terima sah"));

    let signals = format!("{lost}/signals");
    assert!(read(&mut worker, &signals)?["signals"].is_array());
    let look = json!({ "signal": "no_such_signal", "cleared": true, "says": "Sah" });
    no(&mut head, &signals, &look, 422, "/signal")?;
    no(&mut worker, &signals, &look, 403, "forbidden")?;
    // Who lost no job has nothing to say anything against.
    let mut wife = member(played, known.wife, "/me")?;
    no(&mut wife, &format!("people/{}/job-loss/contests", known.wife), &hers, 404, "not_there")
}

#[test]
fn an_employer_answers_who_applied() {
    testing::both(|address| on(address, answers_who_applied));
}

fn answers_who_applied(played: &mut Played) -> Result<()> {
    let Cast { known, mut worker, firm, .. } = cast(played)?;
    let vacancy = json!({
        "@type": "JobPosting", "title": "Juru las", "identifier": "L-1", "datePosted": "2026-05-01",
        "hiringOrganization": { "@type": "Organization", "name": "PT Contoh" },
    });
    let vacancy = asked(played, &firm, "vacancies", Some(("1", &vacancy)))?.1["vacancy"].clone();
    let applied = format!("people/{}/applications", known.worker);
    assert_eq!(sent(&mut worker, &applied, "1", &json!({ "vacancy": vacancy }))?.0, 201);
    let all = format!("payers/{}/applications", known.payer);
    let (status, said) = asked(played, &firm, &all, None)?;
    assert_eq!((status, &said["items"][0]["vacancy"]), (200, &vacancy), "{said}");
    assert_eq!(looks(played, known.worker, &format!("/api/v1/{all}"))?, 1);
    let one = format!("{all}/{}/answer", said["items"][0]["application"]);
    let early = json!({ "word": "interviewed", "day": "2026-01-01" });
    let call = json!({ "word": "interviewed" });
    for (key, body, status, state) in [
        ("2", &early, 422, Value::Null),
        ("3", &call, 200, json!("interviewed")),
        ("4", &json!({ "word": "hired" }), 200, json!("hired")),
        ("5", &json!({ "word": "declined" }), 422, Value::Null),
    ] {
        let (found, said) = asked(played, &firm, &one, Some((key, body)))?;
        assert_eq!((found, &said["state"]), (status, &state), "{body}: {said}");
    }
    let calls = read(&mut worker, &format!("people/{}/interviews", known.worker))?;
    assert!(calls["items"][0]["confirmed"].is_string(), "the employer's word confirms it: {calls}");
    let other = employer_with(&mut played.office, 1)?;
    let stranger = key_of(played, Role::Employer, Some(other))?;
    let theirs = one.replace(&format!("payers/{}", known.payer), &format!("payers/{other}"));
    assert_eq!(asked(played, &stranger, &theirs, Some(("1", &call)))?.0, 404);
    let back = format!("payers/{}/vacancies/{vacancy}/withdraw", known.payer);
    let theirs = format!("payers/{other}/vacancies/{vacancy}/withdraw");
    assert_eq!(asked(played, &stranger, &theirs, Some(("2", &json!({}))))?.0, 404);
    assert_eq!(asked(played, &firm, &back, Some(("6", &json!({}))))?.0, 200);
    let open = read(&mut worker, "vacancies")?;
    assert_eq!(open["@graph"], json!([]), "{open}");
    Ok(())
}
