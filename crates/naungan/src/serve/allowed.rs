//! The table of roles asked of the running counter: every address, every role, everybody it could be about.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use base::Nik;
use base::id::Sex;
use scheme::id::{MembershipId, PayerId, PersonId};
use scheme::memberships::Segment;
use store::queries::{accounts, agents, bills, branches, caseloads, cases, claims, clients, institution};
use store::{Unit, Value};

use super::answer::{COOKIE, Front, answer};
use super::edge::Counter;
use super::form::Form;
use super::pool::Pool;
use super::reply::Reply;
use super::route::{Door, Route};
use super::settings::Settings;
use crate::actions::enrol_member::{self, EnrolMember};
use crate::actions::register_person::{self, RegisterPerson};
use crate::actions::report_file::{self, Brought};
use crate::auth::{Deed, Of, Role, Scope, Stage, scope, sessions};
use crate::faults::small::{DAY, employer_with, founded};
use crate::office::{Desk, Office, code};
use crate::runs::close::close;
use crate::runs::{Task, open, work};
use crate::{api, pages};

/// Whom something could be about. The callers stand with A: A's employer, A's branch, A's province.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum About {
    /// A member who pays for herself: the one who asks as a member.
    Herself,
    /// An employer and its worker, of the branch of the officer and the head.
    A,
    /// Of another branch in the same province.
    B,
    /// Of another province.
    C,
    /// There is nobody of this number.
    Nobody,
}

const ALL: [About; 5] = [About::Herself, About::A, About::B, About::C, About::Nobody];

/// The numbers of somebody.
#[derive(Clone, Debug)]
pub(super) struct Numbers {
    pub(super) person: i64,
    pub(super) payer: i64,
    pub(super) membership: i64,
    pub(super) upload: i64,
    pub(super) claim: i64,
    code: String,
}

/// A counter with everybody in it.
pub(super) struct Institution {
    pub(super) counter: Counter,
    numbers: BTreeMap<usize, Numbers>,
    accounts: BTreeMap<Role, i64>,
    _scratch: Option<testing::sqlite::Scratch>,
}

/// How a caller says who she is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum As {
    /// A browser in which somebody has signed in.
    Person(Role),
    /// A program with a key.
    Program(Role),
}

impl As {
    fn role(self) -> Role {
        match self {
            As::Person(role) | As::Program(role) => role,
        }
    }
}

pub(super) fn key_of(role: Role) -> String {
    format!("key of the {role}")
}

fn stage() -> Result<Institution> {
    let scratch = testing::sqlite::scratch();
    let institution = stage_at(&scratch.address())?;
    Ok(Institution { _scratch: Some(scratch), ..institution })
}

/// The same in a database that somebody else looks after.
pub(super) fn stage_at(address: &str) -> Result<Institution> {
    stage_for(address, 1)
}

/// The same where so many are served at once.
pub(super) fn stage_for(address: &str, at_once: usize) -> Result<Institution> {
    let mut office = founded(address, DAY)?;
    let herself = herself(&mut office)?;
    let employers =
        [employer_with(&mut office, 1)?, employer_with(&mut office, 1)?, employer_with(&mut office, 1)?];
    let run = open::open(&mut office, Task::read("month", "2026-01")?)?;
    work::work_together(&mut office, &run, &|_, _| {})?;
    close(&mut office, &run)?;
    let offices = cared_for(&mut office, &employers)?;
    let mut numbers = BTreeMap::from([(About::Herself as usize, herself)]);
    for (about, payer) in [About::A, About::B, About::C].into_iter().zip(employers) {
        numbers.insert(about as usize, worker_of(&mut office, payer)?);
    }
    let code = code::shown(7);
    let nobody =
        Numbers { person: 999_999, payer: 999_999, membership: 999_999, upload: 1, claim: 999_999, code };
    numbers.insert(About::Nobody as usize, nobody);
    let person = PersonId(numbers[&(About::Herself as usize)].person);
    let accounts = callers(&mut office, person, employers[0], offices)?;
    let settings = Settings { public: "http://naungan.test".to_owned(), invented: true, rate: 0 };
    let routes = [pages::routes(), api::routes()].concat();
    let counter = Counter::new(Pool::new(office, at_once)?, settings, routes);
    Ok(Institution { counter, numbers, accounts, _scratch: None })
}

/// A member who pays for herself, with a bill.
fn herself(office: &mut Office) -> Result<Numbers> {
    let nik: Nik = "9901014107900001".parse()?;
    office.unit(|unit, desk| {
        let asked = RegisterPerson {
            nik,
            name: "Siti Uji".to_owned(),
            mother: None,
            birth_date: nik.birth_date(desk.today).context("no birth")?,
            sex: Sex::Female,
            phone: None,
            facts: Vec::new(),
            is_another: true,
        };
        let person = register_person::within(unit, desk, &asked)?.person;
        let asked = EnrolMember {
            person: PersonId(person),
            segment: Segment::SelfEmployed,
            payer: None,
            started: desk.today,
            kpj: None,
            facts: vec![
                ("income".to_owned(), "2000000".to_owned()),
                ("sector".to_owned(), "other".to_owned()),
            ],
        };
        let enrolled = enrol_member::within(unit, desk, &asked)?;
        let (code, _) = enrolled.bill.context("no bill")?;
        let (payer, membership) = (enrolled.payer, enrolled.membership);
        let claim = claimed(unit, desk, PersonId(person), MembershipId(membership))?;
        Ok(Numbers { person, payer, membership, upload: 1, claim, code })
    })
}

fn worker_of(office: &mut Office, payer: PayerId) -> Result<Numbers> {
    let numbers = office.look(|unit, _| {
        let row = unit.row("select id, person from membership where payer = $1", &[Value::Int(payer.0)])?;
        let row = row.context("no worker")?;
        let bill = bills::of_month(unit, payer, "2026-01".parse()?)?.into_iter().next().context("no bill")?;
        let (membership, person) = (row.int(0)?, row.int(1)?);
        let code = code::shown(bill.code);
        Ok(Numbers { person, payer: payer.0, membership, upload: 1, claim: 0, code })
    })?;
    let brought = Brought {
        payer,
        month: "2026-01".parse()?,
        name: "upah.csv".to_owned(),
        bytes: b"NIK,Nama,Upah\n".to_vec(),
        complete: false,
        account: 1,
        by_staff: false,
    };
    let (upload, claim) = office.unit(|unit, desk| {
        let (person, membership) = (PersonId(numbers.person), MembershipId(numbers.membership));
        Ok((report_file::bring(unit, desk, &brought)?, claimed(unit, desk, person, membership)?))
    })?;
    Ok(Numbers { upload, claim, ..numbers })
}

/// A claim of somebody, which waits for a paper.
fn claimed(unit: &mut Unit<'_>, desk: &Desk<'_>, person: PersonId, membership: MembershipId) -> Result<i64> {
    let id = institution::take_numbers(unit, 2)?;
    let case = cases::Case {
        id,
        person,
        kind: "other_death".to_owned(),
        day: desk.today,
        reported: desk.today,
        by_employer: false,
        account: None,
        sealed: desk.keys.seal(&cases::context(id), b"[]"),
        known: desk.now,
    };
    cases::add(unit, &case)?;
    let claim = claims::Claim {
        id: id + 1,
        person,
        of_case: id,
        opened_by: id,
        kind: "jkm_death".to_owned(),
        membership,
        segment: "wage_earner".to_owned(),
        notified: desk.today,
        papers: vec!["death_certificate".to_owned()],
        state: "notified".to_owned(),
        known: desk.now,
    };
    claims::add(unit, &claim)?;
    Ok(id + 1)
}

/// Three branches, two of them in one province; the number of the first.
fn cared_for(office: &mut Office, employers: &[PayerId; 3]) -> Result<i64> {
    office.unit(|unit, desk| {
        let first = institution::take_numbers(unit, 3)?;
        for ((at, payer), province) in (0..).zip(employers).zip(["31", "31", "32"]) {
            let branch = branches::Branch {
                id: first + at,
                name: format!("Cabang {at}"),
                province: province.to_owned(),
                closed: None,
            };
            branches::add(unit, &branch)?;
            let values = [Value::Int(payer.0), Value::Text(province)];
            unit.execute("update payer set province = $2 where id = $1", &values)?;
            caseloads::assign(unit, payer.0, branch.id, desk.now)?;
        }
        Ok(first)
    })
}

fn callers(
    office: &mut Office,
    person: PersonId,
    payer: PayerId,
    branch: i64,
) -> Result<BTreeMap<Role, i64>> {
    office.unit(|unit, desk| {
        let mut all = BTreeMap::new();
        for role in Role::ALL.into_iter().filter(|role| *role != Role::Visitor) {
            let id = institution::take_numbers(unit, 2)?;
            let is_partner = matches!(role, Role::Employer | Role::Platform | Role::Donor | Role::Hospital);
            let is_desk = matches!(role, Role::Officer | Role::Head);
            let province = is_desk.then(|| "31".to_owned());
            let account = accounts::Account {
                id,
                role: role.word().to_owned(),
                person: (role == Role::Member).then_some(person),
                payer: is_partner.then_some(payer),
                branch: is_desk.then_some(branch),
                province: province.clone(),
                sealed: desk.keys.seal(&sessions::context(id), b"Nama Uji\n\nuji"),
                password: None,
                second: None,
                failures: 0,
                locked_until: None,
                ended: None,
                known: desk.now,
            };
            accounts::add(unit, &account)?;
            let client = clients::Client {
                id: id + 1,
                name: format!("Program {role}"),
                key: sessions::hash(&key_of(role)),
                role: role.word().to_owned(),
                payer: is_partner.then_some(payer),
                branch: is_desk.then_some(branch),
                province,
                ended: None,
                known: desk.now,
            };
            clients::add(unit, &client)?;
            if role == Role::Agent {
                works_as_agent(unit, desk, branch, id)?;
            }
            all.insert(role, id);
        }
        Ok(all)
    })
}

/// An agent with this login.
fn works_as_agent(unit: &mut Unit<'_>, desk: &Desk<'_>, branch: i64, account: i64) -> Result<()> {
    let id = institution::take_numbers(unit, 2)?;
    let sealed = desk.keys.seal(&agents::context(id), b"<b>salah");
    let (opened, known) = (desk.today, desk.now);
    agents::add_agency(unit, &agents::Agency { id, branch, sealed, opened, ended: None, known })?;
    let agent = agents::Agent {
        id: id + 1,
        agency: id,
        branch,
        person: None,
        account: Some(account),
        terms: "by_staying".to_owned(),
        opened,
        ended: None,
        held: None,
        known,
    };
    agents::add(unit, &agent)
}

/// What the table should come to, said once more in words of its own.
fn expected(route: &Route, who: As, about: About) -> bool {
    let role = who.role();
    let Some(scope) = scope(route.deed, role) else { return false };
    if route.of == Of::Nobody {
        return true;
    }
    match scope {
        Scope::Anything | Scope::All => true,
        Scope::Own => match (role, who) {
            (Role::Member, As::Person(_)) => about == About::Herself,
            // A program is nobody's own.
            (Role::Member, As::Program(_)) => false,
            // An employer has workers, not people.
            _ => about == About::A && !matches!(route.of, Of::Person(_)),
        },
        Scope::Branch => about == About::A,
        Scope::Region => matches!(about, About::A | About::B),
    }
}

impl Institution {
    fn ask(&self, route: &Route, who: As, about: About) -> Result<Reply> {
        let numbers = self.numbers(about);
        let mut places = BTreeMap::new();
        for piece in route.path.split('/').filter_map(|piece| piece.strip_prefix('{')) {
            let name = piece.trim_matches(|letter| "*}".contains(letter));
            places.insert(name.to_owned(), place(route.of, name, numbers));
        }
        let mut headers = HeaderMap::new();
        let mut form = Form::default();
        let mut put = |name: &'static str, value: &str| -> Result<()> {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_str(value)?);
            Ok(())
        };
        match who {
            As::Program(role) => put("authorization", &format!("Bearer {}", key_of(role)))?,
            As::Person(role) => {
                let session = self.session(role)?;
                put("cookie", &format!("{COOKIE}={}", session.token))?;
                put("x-form-token", &session.form_token())?;
                form.add("form_token", session.form_token());
            }
        }
        let path = route.path.to_owned();
        let read = Ok((form, Vec::new()));
        let front = Front { method: route.method.clone(), path, places, query: String::new(), headers, read };
        Ok(answer(&self.counter, route, front))
    }

    /// Of whom something could be asked.
    pub(super) fn numbers(&self, about: About) -> &Numbers {
        &self.numbers[&(about as usize)]
    }

    /// A new session each time: some addresses end it.
    pub(super) fn session(&self, role: Role) -> Result<crate::auth::Session> {
        let account = self.accounts.get(&role).copied();
        self.counter.pool.with(
            |office| {
                office.unit(|unit, desk| {
                    let session = sessions::begin(unit, desk)?;
                    match account {
                        Some(account) => sessions::sign_in(unit, &session, account, Stage::Full),
                        None => Ok(session),
                    }
                })
            },
            Result::is_err,
        )?
    }
}

/// What stands at a place of the path.
fn place(of: Of, name: &str, numbers: &Numbers) -> String {
    match of {
        Of::Person(of) if of == name => numbers.person.to_string(),
        Of::Payer(of) if of == name => numbers.payer.to_string(),
        Of::Membership(of) if of == name => MembershipId(numbers.membership).to_string(),
        Of::Bill(of) if of == name => numbers.code.clone(),
        Of::Upload(of) if of == name => numbers.upload.to_string(),
        Of::Claim(of) if of == name => numbers.claim.to_string(),
        _ => "1".to_owned(),
    }
}

fn location(reply: &Reply) -> Option<&str> {
    reply.headers.iter().find(|(name, _)| *name == "location").map(|(_, value)| value.as_str())
}

/// A page leads a visitor to where one signs in, unless she is there already; everything else says no.
fn is_refused(route: &Route, who: As, reply: &Reply) -> bool {
    let is_no = matches!(reply.status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN);
    let is_led = route.door == Door::Page
        && who.role() == Role::Visitor
        && location(reply) == Some("/sign-in")
        && !route.path.starts_with("/sign-in");
    is_no || is_led
}

/// Whether nobody in a role that may come is turned away. A page about what is one's own, with
/// nobody's number in its path, has nothing for who has none.
fn is_for_all(route: &Route, who: As) -> bool {
    let scope = scope(route.deed, who.role());
    // A program is no agent.
    if (route.deed, who) == (Deed::AgentWork, As::Program(Role::Agent)) {
        return false;
    }
    route.of != Of::Nobody || route.door == Door::Api || scope == Some(Scope::Anything)
}

/// Everybody who may come to an address.
fn comers(route: &Route) -> Vec<As> {
    let mut all: Vec<As> = Role::ALL.into_iter().map(As::Person).collect();
    if route.door == Door::Api {
        all.extend(Role::ALL.into_iter().filter(|role| *role != Role::Visitor).map(As::Program));
    }
    all
}

#[test]
fn exactly_what_the_table_allows_is_allowed() -> Result<()> {
    let stage = stage()?;
    let mut wrong = Vec::new();
    let mut asked = 0;
    for route in &stage.counter.routes {
        let abouts = if route.of == Of::Nobody { &ALL[..1] } else { &ALL[..] };
        for who in comers(route) {
            for about in abouts {
                let reply = stage.ask(route, who, *about)?;
                let (expected, refused) = (expected(route, who, *about), is_refused(route, who, &reply));
                asked += 1;
                if reply.status.is_server_error()
                    || (expected && refused && is_for_all(route, who))
                    || (!expected && !refused)
                {
                    let (method, path) = (&route.method, route.path);
                    wrong.push(format!("{method} {path} as {who:?} about {about:?}: {}", reply.status));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "of {asked}:\n{}", wrong.join("\n"));
    Ok(())
}

#[test]
fn not_there_and_not_yours_are_one_answer() -> Result<()> {
    let stage = stage()?;
    for route in stage.counter.routes.iter().filter(|route| route.of != Of::Nobody) {
        for who in comers(route) {
            if expected(route, who, About::C) {
                continue;
            }
            let (there, nowhere) = (stage.ask(route, who, About::C)?, stage.ask(route, who, About::Nobody)?);
            let headers = |reply: &Reply| {
                let mut headers = reply.headers.clone();
                headers.retain(|(name, _)| *name != "set-cookie");
                headers
            };
            assert_eq!(there.status, nowhere.status, "{} as {who:?}", route.path);
            assert_eq!(framed(&there)?, framed(&nowhere)?, "{} as {who:?}", route.path);
            assert_eq!(headers(&there), headers(&nowhere), "{} as {who:?}", route.path);
        }
    }
    Ok(())
}

/// What a no says, without the token of the session, which is new each time.
fn framed(reply: &Reply) -> Result<String> {
    let body = String::from_utf8(reply.body.clone())?;
    let mark = "name=\"form_token\" value=\"";
    let mut pieces = body.split(mark);
    let first = pieces.next().unwrap_or_default().to_owned();
    Ok(pieces.fold(first, |text, piece| text + mark + piece.split_once('"').map_or(piece, |(_, rest)| rest)))
}

#[test]
fn who_is_signed_in_sees_so_where_she_is_told_no() -> Result<()> {
    let stage = stage()?;
    let route = stage.counter.routes.iter().find(|route| route.path == "/admin/accounts");
    let route = route.context("no accounts")?;
    for (role, signed_in) in [(Role::Officer, true), (Role::Analyst, true), (Role::Visitor, false)] {
        let reply = stage.ask(route, As::Person(role), About::A)?;
        let page = String::from_utf8(reply.body)?;
        assert_eq!(reply.status == StatusCode::FORBIDDEN, signed_in, "{role}");
        assert_eq!(page.contains("action=\"/sign-out\""), signed_in, "{role}: {page}");
        assert!(!page.contains("href=\"/sign-in\""), "{role}: {page}");
    }
    Ok(())
}

#[test]
fn every_address_has_a_row_in_the_table() {
    let routes = [pages::routes(), api::routes()].concat();
    for route in &routes {
        let may = Role::ALL.into_iter().any(|role| scope(route.deed, role).is_some());
        assert!(may, "{} {}: nobody may {:?}", route.method, route.path, route.deed);
        // A change is never open to whoever finds a link.
        assert!(matches!(route.method, Method::GET | Method::POST), "{}", route.path);
        let names = match route.of {
            Of::Nobody => None,
            Of::Person(name)
            | Of::Payer(name)
            | Of::Membership(name)
            | Of::Bill(name)
            | Of::Upload(name)
            | Of::Claim(name) => Some(name),
        };
        let is_there = names.is_none_or(|name| route.path.contains(&format!("{{{name}}}")));
        assert!(is_there, "{}: no place {names:?}", route.path);
    }
}
