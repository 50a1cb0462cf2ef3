//! From a request that has been read to its answer: who asks, whether she may, what it comes to.

use std::collections::BTreeMap;

use anyhow::Result;
use axum::http::{HeaderMap, Method, StatusCode};
use rules::render::Lang;
use sha2::{Digest, Sha256};
use store::queries::{claims as claim_rows, payers, people, readings, turns};

use super::ask::Ask;
use super::edge::Counter;
use super::form::Form;
use super::onward;
use super::pool::is_lost;
use super::problem::{Problem, words};
use super::reply::Reply;
use super::route::{Door, Route};
use crate::actions::once;
use crate::api;
use crate::auth::{Caller, Deed, Grant, Of, Owner, Role, Session, claims, may, owner, sessions};
use crate::office::Office;
use crate::pages;

#[cfg(test)]
mod seen;

/// The cookie of a session.
pub(crate) const COOKIE: &str = "naungan";
/// The cookie of the language.
const LANGUAGE: &str = "lang";

/// A request as it was read.
pub(super) struct Front {
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) places: BTreeMap<String, String>,
    pub(super) query: String,
    pub(super) headers: HeaderMap,
    pub(super) read: Result<(Form, Vec<u8>), Problem>,
}

/// Answers, whatever happens.
pub(super) fn answer(counter: &Counter, route: &Route, front: Front) -> Reply {
    let lang = language(&front.headers, &front.query);
    let chosen = Form::read(&front.query).is_some_and(|query| query.given(LANGUAGE).is_some());
    let match_tag = header(&front.headers, "if-none-match").map(str::to_owned);
    let is_secure = counter.settings.is_secure();
    let onward = onward::kept(route, &front.headers, (&front.path, &front.query), is_secure);
    let mut asker = None;
    let done = counter.pool.with(
        |office| inside(counter, office, route, front, lang, &mut asker),
        |done| matches!(done, Err(Problem::Broken(error)) if is_lost(error)),
    );
    let done = done.unwrap_or_else(|error| Err(Problem::from(error)));
    let mut reply = match done {
        Ok(reply) => tagged(reply, route, match_tag.as_deref()),
        Err(problem) => {
            let reply = refusal(counter, (route.door, route.path), lang, &problem, asker.as_ref());
            let onward = onward.filter(|_| matches!(problem, Problem::SignIn));
            onward.into_iter().fold(reply, |reply, cookie| reply.with("set-cookie", cookie))
        }
    };
    if chosen {
        let word = lang.pick("id", "en");
        reply = reply.with("set-cookie", cookie(LANGUAGE, word, 31_536_000, is_secure));
    }
    reply
}

/// Who asked, as far as it is known when something is refused: the frame of the page that says so is hers.
pub(crate) struct Asker {
    pub(crate) role: Role,
    pub(crate) name: String,
    pub(crate) form_token: String,
    pub(crate) institution: String,
    pub(crate) path: String,
}

impl Asker {
    fn of(office: &Office, session: Option<&Session>, caller: &Caller, path: &str) -> Asker {
        Asker {
            role: caller.role,
            name: caller.name.clone(),
            form_token: session.map(Session::form_token).unwrap_or_default(),
            institution: office.institution.name.clone(),
            path: path.to_owned(),
        }
    }
}

fn inside(
    counter: &Counter,
    office: &mut Office,
    route: &Route,
    front: Front,
    lang: Lang,
    asker: &mut Option<Asker>,
) -> Result<Reply, Problem> {
    let (session, caller) = who(office, route, &front.headers)?;
    *asker = Some(Asker::of(office, session.as_ref(), &caller, &front.path));
    let (form, body) = front.read?;
    let query = Form::read(&front.query).ok_or_else(|| {
        Problem::Unread(words(
            "alamat tidak terbaca: periksa tanda %",
            "the address could not be read: check the %",
        ))
    })?;
    if front.method == Method::POST && !is_own_form(route, &front.headers, session.as_ref(), &form) {
        return Err(Problem::Stale);
    }
    let grant = granted(office, route, &caller, &front.places)?;
    api::asked_rightly(route, &query)?;
    office.who = caller.who();
    write_down(office, route, &caller, &grant, &front.path, &query)?;
    let mut ask = Ask {
        method: front.method,
        path: front.path,
        places: front.places,
        query,
        headers: front.headers,
        form,
        body,
        lang,
        caller,
        session,
        grant,
        office,
        settings: &counter.settings,
        sandbox: counter.sandbox.as_ref().map(|sandbox| &sandbox.pool),
        cookies: Vec::new(),
    };
    let reply = match known_mark(route, &ask)? {
        Some(known) => as_seen(counter, route, &mut ask, &known)?,
        None => (route.does)(&mut ask)?,
    };
    Ok(ask.cookies.into_iter().fold(reply, |reply, cookie| reply.with("set-cookie", cookie)))
}

/// The key that a program brings.
pub(super) fn bearer(headers: &HeaderMap) -> Option<&str> {
    header(headers, "authorization").and_then(|text| text.strip_prefix("Bearer "))
}

/// The session of a browser, or the program of a partner by its key.
fn who(
    office: &mut Office,
    route: &Route,
    headers: &HeaderMap,
) -> Result<(Option<Session>, Caller), Problem> {
    let key = bearer(headers);
    if let (Some(key), Door::Api) = (key, route.door) {
        let client = office.look(|unit, _| sessions::client(unit, key))?;
        return Ok((None, client.ok_or(Problem::SignIn)?));
    }
    let Some(token) = cookie_of(headers, COOKIE) else { return Ok((None, Caller::visitor())) };
    let found = office.look(|unit, desk| {
        let Some(session) = sessions::find(unit, desk, &token)? else { return Ok(None) };
        let caller = sessions::caller(unit, desk, &session)?;
        let stale = sessions::is_stale(unit, desk, &token)?;
        Ok(Some((session, caller, stale)))
    })?;
    let Some((session, caller, stale)) = found else { return Ok((None, Caller::visitor())) };
    if stale {
        office.unit(|unit, desk| sessions::touch(unit, desk, &token))?;
    }
    Ok((Some(session), caller))
}

/// Whether a change was sent from a form of this session, or by a program with a key of its own.
fn is_own_form(route: &Route, headers: &HeaderMap, session: Option<&Session>, form: &Form) -> bool {
    if route.deed == Deed::Callback {
        return true;
    }
    match (route.door, session) {
        (Door::Api, None) => true,
        (Door::Api, Some(session)) => {
            header(headers, "x-form-token").is_some_and(|token| token == session.form_token())
        }
        (Door::Page, None) => false,
        (Door::Page, Some(session)) => form.get("form_token") == session.form_token(),
    }
}

/// What the table says. Whether something is there at all is told to none who could not see it.
fn granted(
    office: &mut Office,
    route: &Route,
    caller: &Caller,
    places: &BTreeMap<String, String>,
) -> Result<Grant, Problem> {
    let no = || if caller.account == 0 { Problem::SignIn } else { Problem::Forbidden };
    let place = match route.of {
        Of::Nobody => "",
        Of::Person(name)
        | Of::Payer(name)
        | Of::Membership(name)
        | Of::Bill(name)
        | Of::Upload(name)
        | Of::Claim(name) => places.get(name).map(String::as_str).unwrap_or_default(),
    };
    let found = office.look(|unit, desk| {
        let found = owner::find(unit, route.of, place)?;
        let own = caller.person.filter(|_| caller.role == Role::Member);
        Ok(match (own, found) {
            // Of what others have reported under a number that she only says is hers, nobody is the owner.
            (Some(own), Some(_)) if claims::hides(unit, desk, own, (route.deed, route.of, place))? => None,
            (_, found) => found,
        })
    })?;
    let there = found.is_some();
    let owner = found.unwrap_or_else(Owner::default);
    let is_about_somebody = route.of != Of::Nobody;
    let Some(scope) = may(caller, route.deed, &owner, is_about_somebody) else { return Err(no()) };
    if !there {
        return Err(Problem::NotFound);
    }
    Ok(Grant { scope, owner })
}

/// Every look at somebody's data is written down, but one's own.
fn write_down(
    office: &mut Office,
    route: &Route,
    caller: &Caller,
    grant: &Grant,
    path: &str,
    query: &Form,
) -> Result<(), Problem> {
    let Some(person) = grant.owner.person() else { return Ok(()) };
    let own = caller.person.is_some_and(|own| grant.owner.people.contains(&own));
    if own || caller.account == 0 {
        return Ok(());
    }
    let given = query.get("why");
    let why = if given.is_empty() { route.deed.why() } else { given };
    office.unit(|unit, desk| readings::add(unit, &caller.looks(person, desk.now, why, path)))?;
    Ok(())
}

/// Nobody has seen more marks than fit into so many letters.
const MARKS_CHARS_MAX: usize = 200;

/// The mark of what somebody has seen who changes it, if she brought one.
fn known_mark(route: &Route, ask: &Ask<'_>) -> Result<Option<String>, Problem> {
    let Some(known) = ask.header("if-match") else { return Ok(None) };
    if route.door != Door::Api || route.method != Method::POST {
        return Ok(None);
    }
    if known.len() > MARKS_CHARS_MAX {
        let said = words("terlalu panjang", "too long");
        return Err(Problem::Fields(vec![("If-Match".to_owned(), said)]));
    }
    Ok(Some(known.to_owned()))
}

/// A change of what somebody has seen is refused if that is not there any more: what stands one step up the
/// path is read again, and compared with the mark that was brought. All of it is one unit: of two who have
/// seen the same and change it at once, one is refused.
fn as_seen(counter: &Counter, route: &Route, ask: &mut Ask<'_>, known: &str) -> Result<Reply, Problem> {
    let above = route.path.rsplit_once('/').map_or("", |(above, _)| above);
    let seen = counter.routes.iter().find(|one| one.method == Method::GET && one.path == above);
    let Some(seen) = seen.filter(|seen| may(&ask.caller, seen.deed, &ask.grant.owner, true).is_some()) else {
        let said = words("tidak ada yang dapat dibandingkan: hapus", "nothing to compare with: leave it out");
        return Err(Problem::Fields(vec![("If-Match".to_owned(), said)]));
    };
    let done = store::whole(ask, |ask| {
        hold(ask, route)?;
        match changed_as_seen((seen, route), ask, known) {
            Err(Problem::Broken(error)) => Err(error),
            // What was written down before a lawful no stays.
            told => Ok(told),
        }
    });
    done.unwrap_or_else(|error| Err(Problem::from(error)))
}

fn changed_as_seen(
    (seen, route): (&Route, &Route),
    ask: &mut Ask<'_>,
    known: &str,
) -> Result<Reply, Problem> {
    // Asked again, it gets its first answer: what has changed since is what it has done itself.
    let is_again = match ask.key() {
        Some(key) => ask.office.look(|unit, _| once::is_known(unit, &key))?,
        None => false,
    };
    if is_again {
        return (route.does)(ask);
    }
    let now = tag(&(seen.does)(ask)?.body);
    let is_there = known.split(',').any(|one| one.trim() == "*" || one.trim() == now);
    if is_there { (route.does)(ask) } else { Err(Problem::Changed) }
}

/// Keeps others from changing what is compared until it is changed: whoever comes to the same address with a
/// mark, and everybody who changes the person, the payer or the claim it is about.
fn hold(ask: &mut Ask<'_>, route: &Route) -> Result<()> {
    let above = ask.path.rsplit_once('/').map_or("", |(above, _)| above);
    let turn = Sha256::digest(above.as_bytes());
    let claim = match route.of {
        Of::Claim(name) => ask.place::<i64>(name).ok(),
        _ => None,
    };
    let owner = &ask.grant.owner;
    ask.office.unit(|unit, _| {
        turns::hold(unit, &turn)?;
        claim.map_or(Ok(()), |claim| claim_rows::hold(unit, claim))?;
        owner.people.iter().try_for_each(|person| people::hold(unit, *person))?;
        owner.payers.iter().try_for_each(|payer| payers::hold(unit, *payer).map(drop))
    })
}

/// The mark of a body.
fn tag(body: &[u8]) -> String {
    let hash = Sha256::digest(body);
    format!("\"{}\"", crate::hex::of(&hash[..12]))
}

/// What has not changed is not sent again.
fn tagged(reply: Reply, route: &Route, known: Option<&str>) -> Reply {
    if route.door != Door::Api || route.method != Method::GET || reply.status != StatusCode::OK {
        return reply;
    }
    // What is not known yet has no mark.
    if reply.flow.is_some() {
        return reply;
    }
    let tag = tag(&reply.body);
    if known.is_some_and(|known| known.split(',').any(|one| one.trim().trim_start_matches("W/") == tag)) {
        return Reply::empty(StatusCode::NOT_MODIFIED).with("etag", tag);
    }
    reply.with("etag", tag)
}

/// A no, as a page or as a problem in JSON. A broken machine is logged once, with a number to find it by.
pub(super) fn refusal(
    counter: &Counter,
    (door, place): (Door, &str),
    lang: Lang,
    problem: &Problem,
    asker: Option<&Asker>,
) -> Reply {
    let reference = reference();
    if let Problem::Broken(error) = problem {
        eprintln!("{reference} {place}: {error:#}");
    }
    let reply = match (door, problem) {
        (Door::Page, Problem::SignIn) => Reply::see("/sign-in"),
        (Door::Page, _) => pages::no(counter, lang, problem, &reference, asker).status(problem.status()),
        (Door::Api, _) => {
            let body = problem.json(lang, &counter.settings.public, &reference).to_string();
            Reply::of("application/problem+json", body).status(problem.status())
        }
    };
    match problem {
        Problem::TooMany(seconds) => reply.with("retry-after", seconds.to_string()),
        Problem::Busy => reply.with("retry-after", "2"),
        Problem::SignIn if door == Door::Api => reply.with("www-authenticate", "Bearer"),
        _ => reply,
    }
}

fn reference() -> String {
    sessions::by_chance().map_or_else(|_| "-".to_owned(), |text| text.chars().take(10).collect())
}

/// The reader's language: chosen, chosen before, or the browser's.
pub(super) fn language(headers: &HeaderMap, query: &str) -> Lang {
    let read = |word: &str| match word.get(..2) {
        Some("id" | "in") => Some(Lang::Id),
        Some("en") => Some(Lang::En),
        _ => None,
    };
    let chosen = Form::read(query).and_then(|query| read(query.get(LANGUAGE)));
    let kept = || cookie_of(headers, LANGUAGE).and_then(|word| read(&word));
    let accepted = || {
        let list = header(headers, "accept-language")?;
        list.split(',').find_map(|one| read(one.trim()))
    };
    chosen.or_else(kept).or_else(accepted).unwrap_or(Lang::Id)
}

fn header<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

pub(super) fn cookie_of(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all("cookie").iter().filter_map(|line| line.to_str().ok());
    let mut pairs = all.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(known, _)| *known == name).map(|(_, value)| value.to_owned())
}

/// A cookie that no script reads and no other site sends.
pub(crate) fn cookie(name: &str, value: &str, seconds: i64, is_secure: bool) -> String {
    let secure = if is_secure { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")
}
