//! Who gets in and who does not, tried at the counter's own door by browsers.

mod openid;

use anyhow::{Context, Result, ensure};
use scheme::id::{PayerId, PersonId};
use store::queries::branches::{self, Branch};
use store::queries::{accounts, caseloads, institution};

use super::played::{Browser, Played, Seen, join, played};
use crate::actions::confirm_access;
use crate::actions::open_account::{self, OpenAccount};
use crate::actions::open_agent::{self, OpenAgent};
use crate::auth::{Role, passwords};
use crate::faults::small::employer_with;
use crate::office::{Clock, Office};
use crate::registry::people;

/// Somebody with a handle.
pub(super) struct Staff {
    pub(super) account: i64,
    handle: &'static str,
    password: String,
    secret: Vec<u8>,
}

pub(super) fn branch(office: &mut Office) -> Result<i64> {
    office.unit(|unit, _| {
        let id = institution::take_numbers(unit, 1)?;
        let (name, province) = ("Cabang Uji".to_owned(), "31".to_owned());
        branches::add(unit, &Branch { id, name, province, closed: None })?;
        Ok(id)
    })
}

/// An agent of a branch, who enrols in Jakarta.
fn agent(office: &mut Office, branch: Option<i64>) -> Result<i64> {
    let agency = open_agent::agency(office, "Kantor Rukun", branch.context("an agent has a branch")?)?;
    let (terms, areas) = ("by_staying".to_owned(), vec!["31".to_owned()]);
    open_agent::run(office, &OpenAgent { agency, person: None, terms, areas })
}

/// Opens an account, with a password and a second factor.
pub(super) fn staff(
    office: &mut Office,
    role: Role,
    handle: &'static str,
    (branch, province, payer): (Option<i64>, Option<&str>, Option<PayerId>),
) -> Result<Staff> {
    let (password, secret) = (format!("sandi uji {handle}"), passwords::new_secret()?);
    let asked = OpenAccount {
        role,
        handle: handle.to_owned(),
        name: format!("Petugas {handle}"),
        address: format!("{handle}@naungan.example"),
        person: None,
        payer,
        branch,
        province: province.map(str::to_owned),
        agent: if role == Role::Agent { Some(agent(office, branch)?) } else { None },
        given: Some((password.clone(), secret.clone())),
    };
    let account = open_account::run(office, &asked)?.account;
    Ok(Staff { account, handle, password, secret })
}

impl Staff {
    /// The code so many half minutes from now.
    fn code(&self, later: i64) -> Result<String> {
        let now = Clock::of_telephones().micros() + later * 30_000_000;
        passwords::code_at(&self.secret, base::Moment::new(now))
    }

    /// As far as the second factor.
    fn password(&self, browser: &mut Browser) -> Result<Seen> {
        browser.get("/sign-in/staff")?;
        browser.post("/sign-in/staff", &[("handle", self.handle), ("password", &self.password)])
    }

    /// In, by a code that was not used before.
    pub(super) fn enter(&self, browser: &mut Browser, later: i64) -> Result<String> {
        let seen = self.password(browser)?;
        ensure!(seen.place == "/sign-in/second", "{} {}", seen.status, seen.page);
        browser.get("/sign-in/second")?;
        let seen = browser.post("/sign-in/second", &[("code", &self.code(later)?)])?;
        ensure!(seen.status == 303, "{} {}", seen.status, seen.page);
        Ok(seen.place)
    }
}

/// What is in the outbox, once everything that waits is done.
fn outbox(office: &mut Office) -> Result<Vec<String>> {
    while crate::jobs::one(office)? {}
    let Ok(files) = std::fs::read_dir(&office.outbox) else { return Ok(Vec::new()) };
    let mut paths = files.map(|file| Ok(file?.path())).collect::<std::io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths.iter().map(std::fs::read_to_string).collect::<std::io::Result<_>>()?)
}

/// A page as a reader's program has it.
fn plain(seen: &Seen) -> String {
    seen.page.replace("&#x2f;", "/")
}

/// The text between the tags of a code on a page.
fn code_on(page: &str) -> Result<String> {
    let (_, rest) = page.split_once("<p class=\"code\">").context("no code on the page")?;
    Ok(rest.split('<').next().unwrap_or_default().to_owned())
}

/// A member whom a branch cares for.
fn member(played: &mut Played, branch: i64) -> Result<PersonId> {
    let mut browser = Browser::new(played.at);
    join(played, &mut browser, NIK, "Siti Contoh")?;
    played.office.look(|unit, desk| {
        let person = people::by_nik(unit, desk, NIK.parse()?)?.first().context("nobody")?.id;
        // No branch stands in the province of her NIK, but somebody has to be there for her.
        ensure!(caseloads::branch_of(unit, person.0)? == Some(branch), "no branch cares for her");
        Ok(person)
    })
}

const NIK: &str = "9901014501900001";

/// A stranger who knows the number tries in every way there is; whatever she does, the page names people to
/// go to.
fn molest(played: &mut Played) -> Result<()> {
    for _ in 0..4 {
        let mut stranger = Browser::new(played.at);
        stranger.get("/sign-in")?;
        stranger.post("/sign-in", &[("number", NIK)])?;
        while crate::jobs::one(&mut played.office)? {}
        for code in ["00000000", "1234567890", "", "x", "00000001", "0987654321", "00000002"] {
            stranger.get("/sign-in/code")?;
            let seen = stranger.post("/sign-in/code", &[("code", code)])?;
            ensure!(seen.status == 422, "{code} is taken: {} {}", seen.status, seen.place);
            ensure!(seen.page.contains("Come to your branch"), "{}", seen.page);
        }
    }
    Ok(())
}

#[test]
fn no_wrong_attempt_keeps_a_person_from_the_desk() -> Result<()> {
    let scratch = testing::sqlite::scratch();
    let mut played = played(&scratch.address())?;
    let branch = branch(&mut played.office)?;
    let person = member(&mut played, branch)?;
    let officer = staff(&mut played.office, Role::Officer, "agus", (Some(branch), None, None))?;
    molest(&mut played)?;
    molest(&mut played)?;
    // By now no code is sent to her any more, for as long as an hour.
    let sent = outbox(&mut played.office)?.len();
    let mut herself = Browser::new(played.at);
    herself.get("/sign-in")?;
    assert_eq!(herself.post("/sign-in", &[("number", NIK)])?.place, "/sign-in/code");
    assert_eq!(outbox(&mut played.office)?.len(), sent, "codes are sent without end");

    let mut desk = Browser::new(played.at);
    assert_eq!(officer.enter(&mut desk, 0)?, "/desk");
    let page = format!("/desk/people/{person}/code");
    assert!(desk.get(&format!("/people/{person}"))?.page.contains("Code to sign in"));
    assert_eq!(desk.get(&page)?.status, 200);
    assert_eq!(desk.post(&page, &[("why", "")])?.status, 422);
    let given = desk.post(&page, &[("why", "telepon hilang <b>"), ("seen", "yes")])?;
    assert_eq!(given.status, 200, "{}", given.page);
    let code = code_on(&given.page)?;
    assert_eq!(code.len(), 11, "{code}");
    assert!(!desk.get(&page)?.page.contains(&code), "shown once");
    let told = outbox(&mut played.office)?;
    let is_it = |text: &String| text.contains("081299990001") && text.contains("was given at a desk");
    assert!(told.iter().any(is_it), "{told:?}");

    molest(&mut played)?;
    herself.get("/sign-in/code")?;
    assert_eq!(herself.post("/sign-in/code", &[("code", &code)])?.place, "/me");
    let looks = herself.get("/me/readings")?.page;
    assert!(looks.contains("telepon hilang &lt;b&gt;") && looks.contains("Petugas agus"), "{looks}");
    let mut again = Browser::new(played.at);
    again.get("/sign-in")?;
    again.post("/sign-in", &[("number", NIK)])?;
    again.get("/sign-in/code")?;
    assert_eq!(again.post("/sign-in/code", &[("code", &code)])?.status, 422, "it is good once");
    std::fs::remove_dir_all(&played.office.outbox)?;
    Ok(())
}

#[test]
fn a_code_of_the_desk_does_not_outlive_its_quarter_of_an_hour() -> Result<()> {
    let scratch = testing::sqlite::scratch();
    let mut played = played(&scratch.address())?;
    let branch = branch(&mut played.office)?;
    let person = member(&mut played, branch)?;
    let given = played.office.unit(|unit, desk| crate::actions::give_code::within(unit, desk, person))?;
    assert_eq!(given.minutes, 15);
    let account = |office: &mut Office| {
        office.look(|unit, desk| Ok(crate::auth::members::account(unit, desk, person)?.map(|one| one.id)))
    };
    let account = account(&mut played.office)?.context("no account")?;
    played.office.clock.advance("2026-05-21".parse()?);
    let late = played
        .office
        .unit(|unit, desk| crate::auth::codes::attempt_at_desk(unit, desk, account, &given.code))?;
    assert!(!late);
    Ok(())
}

#[test]
fn a_code_of_the_second_factor_is_good_once() -> Result<()> {
    let scratch = testing::sqlite::scratch();
    let mut played = played(&scratch.address())?;
    let auditor = staff(&mut played.office, Role::Auditor, "hasan", (None, None, None))?;
    let code = auditor.code(0)?;
    let mut browser = Browser::new(played.at);
    auditor.password(&mut browser)?;
    browser.get("/sign-in/second")?;
    assert_eq!(browser.post("/sign-in/second", &[("code", &code)])?.place, "/books");
    assert!(plain(&browser.get("/admin/runs")?).contains("href=\"/admin/runs\""), "the menu leads there");
    let mut thief = Browser::new(played.at);
    auditor.password(&mut thief)?;
    thief.get("/sign-in/second")?;
    for (what, used) in [("the same", code), ("an older one", auditor.code(-1)?)] {
        assert_eq!(thief.post("/sign-in/second", &[("code", &used)])?.status, 422, "{what}");
    }
    assert_eq!(thief.post("/sign-in/second", &[("code", &auditor.code(1)?)])?.place, "/books", "the next");
    Ok(())
}

#[test]
fn staff_change_their_own_password() -> Result<()> {
    let scratch = testing::sqlite::scratch();
    let mut played = played(&scratch.address())?;
    let mut analyst = staff(&mut played.office, Role::Analyst, "putu", (None, None, None))?;
    let (mut here, mut elsewhere) = (Browser::new(played.at), Browser::new(played.at));
    analyst.enter(&mut elsewhere, 0)?;
    analyst.enter(&mut here, 1)?;
    let page = here.get("/password")?.page;
    assert!(page.contains("12 to 200 letters") && page.contains("new-password"), "{page}");
    let new = "empat kata tak serumpun";
    for (now, given, again, says) in [
        ("", new, new, "Write the password you sign in with now"),
        ("bukan ini", new, new, "This is not your password now"),
        (&*analyst.password, "pendek", "pendek", "Take 12 letters or more"),
        (&*analyst.password, new, "lain dari itu", "This is not the same as above"),
    ] {
        let seen = here.post("/password", &[("now", now), ("new", given), ("again", again)])?;
        assert_eq!(seen.status, 422, "{says}");
        assert!(seen.page.contains(says), "{says}: {}", seen.page);
    }
    let all = [("now", &*analyst.password), ("new", new), ("again", new)];
    assert_eq!(here.post("/password", &all)?.place, "/password/changed");
    assert_eq!(here.get("/password/changed")?.status, 200);
    assert_eq!(here.get("/figures")?.status, 200, "whoever changed it stays in");
    assert_eq!(elsewhere.get("/figures")?.place, "/sign-in", "others are out");
    let mut later = Browser::new(played.at);
    assert_eq!(analyst.password(&mut later)?.status, 422, "the old one");
    new.clone_into(&mut analyst.password);
    assert_eq!(analyst.password(&mut later)?.place, "/sign-in/second");
    Ok(())
}

#[test]
fn an_administrator_lets_people_in_again() -> Result<()> {
    let scratch = testing::sqlite::scratch();
    let mut played = played(&scratch.address())?;
    let branch = branch(&mut played.office)?;
    let keeper = staff(&mut played.office, Role::Administrator, "rina", (None, None, None))?;
    let mut officer = staff(&mut played.office, Role::Officer, "agus", (Some(branch), None, None))?;
    let (mut admin, mut desk) = (Browser::new(played.at), Browser::new(played.at));
    keeper.enter(&mut admin, 0)?;
    officer.enter(&mut desk, 0)?;
    // Strangers have locked the account; a new password opens it.
    let mut stranger = Browser::new(played.at);
    stranger.get("/sign-in/staff")?;
    for _ in 0..12 {
        let seen = stranger.post("/sign-in/staff", &[("handle", "agus"), ("password", "tebak saja")])?;
        assert!(seen.page.contains("your administrator gives you a new password"), "{}", seen.page);
    }
    assert_eq!(officer.password(&mut Browser::new(played.at))?.status, 422, "locked");
    let of = |what: &str| format!("/admin/accounts/{}/{what}", officer.account);
    admin.get("/admin/accounts")?;
    let page = admin.post(&of("password"), &[])?.page;
    let (_, rest) = page.split_once("agus</dd>").context("no handle")?;
    let (_, rest) = rest.split_once("<dd>").context("no password")?;
    let password = rest.split('<').next().unwrap_or_default().to_owned();
    assert_eq!(desk.get("/desk")?.place, "/sign-in", "whoever was in is out");
    let told = outbox(&mut played.office)?;
    let is_it =
        |text: &String| text.contains("agus@naungan.example") && text.contains("password was renewed");
    assert!(told.iter().any(is_it), "{told:?}");
    std::fs::remove_dir_all(&played.office.outbox)?;
    let old = std::mem::replace(&mut officer.password, password);
    confirm_access::run(&mut played.office, officer.account, confirm_access::SHELL)?;
    assert_eq!(officer.enter(&mut desk, 1)?, "/desk");
    assert!(!admin.get("/admin/accounts")?.page.contains(&officer.password), "shown once");
    assert_ne!(old, officer.password);
    let seen = admin.post(&format!("/admin/accounts/{}/sessions", officer.account), &[])?;
    assert_eq!(seen.place, "/admin/accounts?did=sessions");
    assert!(admin.get(&seen.place)?.page.contains("is out"));
    assert_eq!(desk.get("/desk")?.place, "/sign-in");
    admin.get("/admin/accounts")?;
    admin.post(&format!("/admin/accounts/{}/second", officer.account), &[])?;
    confirm_access::run(&mut played.office, officer.account, confirm_access::SHELL)?;
    officer.password(&mut desk)?;
    assert!(desk.get("/sign-in/second")?.page.contains("This is the first time you sign in"));
    Ok(())
}

#[test]
fn nobody_is_maker_and_checker_by_an_account_of_her_own_making() -> Result<()> {
    let scratch = testing::sqlite::scratch();
    let mut played = played(&scratch.address())?;
    let one = staff(&mut played.office, Role::Administrator, "rina", (None, None, None))?;
    let other = staff(&mut played.office, Role::Administrator, "tono", (None, None, None))?;
    let mut head = staff(&mut played.office, Role::Head, "kepala", (None, Some("31"), None))?;
    let (mut maker, mut checker) = (Browser::new(played.at), Browser::new(played.at));
    one.enter(&mut maker, 0)?;
    other.enter(&mut checker, 0)?;
    head.enter(&mut Browser::new(played.at), 0)?;
    let fields = [("name", "Kepala Dua"), ("handle", "Kepala.Dua"), ("role", "head"), ("province", "31")];
    maker.get("/admin/accounts")?;
    let made = maker.post("/admin/accounts", &fields)?.page;
    let password_of = |page: &str, handle: &str| -> Result<String> {
        let (_, rest) = page.split_once(&format!("{handle}</dd>")).context("no handle")?;
        let (_, rest) = rest.split_once("<dd>").context("no password")?;
        Ok(rest.split('<').next().unwrap_or_default().to_owned())
    };
    let new = Staff {
        account: played
            .office
            .look(|unit, _| Ok(accounts::all(unit, 0, 99)?.last().map_or(0, |one| one.id)))?,
        handle: "kepala.dua",
        password: password_of(&made, "kepala.dua")?,
        secret: Vec::new(),
    };
    let mut taken = fields;
    taken[1].1 = "KEPALA.dua";
    assert!(maker.post("/admin/accounts", &taken)?.page.contains("kepala.dua is taken"));

    let waits = |played: &Played, who: &Staff| -> Result<bool> {
        let seen = who.password(&mut Browser::new(played.at))?;
        ensure!(matches!(seen.status, 303 | 422), "{}", seen.page);
        Ok(seen.page.contains("another administrator to confirm"))
    };
    let path = |who: &Staff, what: &str| format!("/admin/accounts/{}/{what}", who.account);
    assert!(waits(&played, &new)?);
    assert!(maker.post(&path(&new, "confirm"), &[])?.page.contains("another administrator has to"));
    assert!(waits(&played, &new)?, "her own word is not enough");
    checker.get("/admin/accounts")?;
    assert_eq!(checker.post(&path(&new, "confirm"), &[])?.place, "/admin/accounts?did=confirmed");
    assert!(!waits(&played, &new)?);
    let list = checker.get("/admin/accounts")?.page;
    assert!(list.contains("Opened by Petugas rina") && list.contains("Confirmed by Petugas tono"), "{list}");

    // Nor by one that is renewed: whoever is in is out, and the new password waits.
    let page = maker.post(&path(&head, "password"), &[])?.page;
    head.password = password_of(&page, "kepala")?;
    assert!(waits(&played, &head)?);
    maker.get("/admin/accounts")?;
    maker.post(&path(&head, "second"), &[])?;
    confirm_access::run(&mut played.office, head.account, confirm_access::SHELL)?;
    assert!(!waits(&played, &head)?);
    let again = confirm_access::run(&mut played.office, head.account, confirm_access::SHELL);
    assert_eq!(
        again.map_err(|error| error.to_string()),
        Err("nothing of this account waits to be confirmed".to_owned())
    );
    Ok(())
}

#[test]
fn every_role_lands_where_it_works() -> Result<()> {
    let scratch = testing::sqlite::scratch();
    let mut played = played(&scratch.address())?;
    let office = &mut played.office;
    let (branch, payer) = (branch(office)?, employer_with(office, 1)?);
    let all = [
        (Role::Employer, "dewi", (None, None, Some(payer))),
        (Role::Platform, "rizky", (None, None, Some(payer))),
        (Role::Donor, "maria", (None, None, Some(payer))),
        (Role::Hospital, "ratna", (None, None, Some(payer))),
        (Role::Agent, "wulan", (Some(branch), None, None)),
        (Role::Officer, "agus", (Some(branch), None, None)),
        (Role::Head, "sri", (None, Some("31"), None)),
        (Role::Analyst, "putu", (None, None, None)),
        (Role::Auditor, "hasan", (None, None, None)),
        (Role::Administrator, "rina", (None, None, None)),
    ];
    for (role, handle, of) in all {
        let somebody = staff(&mut played.office, role, handle, of)?;
        let mut browser = Browser::new(played.at);
        let mut place = somebody.enter(&mut browser, 0)?;
        let mut seen = browser.get(&place)?;
        for _ in 0..2 {
            if seen.status == 303 {
                place = seen.place;
                seen = browser.get(&place)?;
            }
        }
        assert_eq!(seen.status, 200, "{role} at {place}");
        let page = plain(&seen);
        assert!(page.contains("href=\"/password\"") && !page.contains('⟨'), "{role}: {page}");
        if matches!(role, Role::Officer | Role::Head) {
            assert!(page.contains("href=\"/approvals\""), "{role}");
        }
        // Every entry of the menu is there.
        let (_, menu) = page.split_once("class=\"entries\"").context("no menu")?;
        let menu = menu.split("</nav>").next().unwrap_or_default();
        for entry in menu.split("href=\"").skip(1) {
            let entry = entry.split('"').next().unwrap_or_default();
            let status = browser.get(entry)?.status;
            assert!(matches!(status, 200 | 303), "{role} at {entry}: {status}");
        }
    }
    Ok(())
}

#[test]
fn whoever_had_to_sign_in_first_is_led_on_to_where_she_was_going() -> Result<()> {
    let scratch = testing::sqlite::scratch();
    let mut played = played(&scratch.address())?;
    let branch = branch(&mut played.office)?;
    let officer = staff(&mut played.office, Role::Officer, "agus", (Some(branch), None, None))?;
    let analyst = staff(&mut played.office, Role::Analyst, "putu", (None, None, None))?;
    for (who, wanted, at) in [
        (&officer, "/desk/people?why=loket", "/desk/people?why=loket"),
        (&officer, "/desk/agents", "/desk/agents"),
        (&analyst, "/desk/agents", "/figures"),
        (&analyst, "/nowhere", "/figures"),
    ] {
        let mut browser = Browser::new(played.at);
        browser.get(wanted)?;
        codes_again(&mut played.office, who)?;
        assert_eq!(who.enter(&mut browser, 0)?, at, "{wanted}");
        // It is forgotten once it was used.
        browser.post("/sign-out", &[])?;
        assert!(!browser.cookie.contains(wanted), "{}", browser.cookie);
    }
    Ok(())
}

/// A code of the second factor is good once: here it may be used again.
fn codes_again(office: &mut Office, who: &Staff) -> Result<()> {
    office.unit(|unit, _| {
        unit.execute("update account set second_step = 0 where id = $1", &[who.account.into()])
    })?;
    Ok(())
}
