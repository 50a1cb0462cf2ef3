//! What somebody asks at the counter, as the functions that answer see it.

use std::collections::BTreeMap;
use std::str::FromStr;

use axum::http::{HeaderMap, Method};
use rules::render::Lang;
use scheme::id::{MembershipId, PersonId};
use store::Store;
use store::queries::readings::{self, Reading};

use super::answer::{COOKIE, cookie, cookie_of};
use super::form::Form;
use super::onward;
use super::pool::Pool;
use super::problem::Problem;
use super::reply::Reply;
use super::settings::Settings;
use crate::auth::{Caller, Deed, Grant, Role, Session, sessions};
use crate::office::Office;
use crate::registry::members;

/// A cookie of a session lives no longer than the session.
const SESSION_SECONDS: i64 = 12 * 3600;

/// The cookie by which a browser is known again that told where money goes.
const DEVICE: &str = "naungan_device";
/// It is kept for a year after the last time.
const DEVICE_SECONDS: i64 = 365 * 24 * 3600;

/// One request.
pub(crate) struct Ask<'a> {
    /// How it is asked.
    pub(crate) method: Method,
    /// The path as it was written.
    pub(crate) path: String,
    /// Places in the path, by the names that the route gives them.
    pub(crate) places: BTreeMap<String, String>,
    /// What stands after the question mark.
    pub(crate) query: Form,
    /// The headings of the request.
    pub(crate) headers: HeaderMap,
    /// Fields and files of a form; empty for other bodies.
    pub(crate) form: Form,
    /// The body of an interface's request.
    pub(crate) body: Vec<u8>,
    /// The reader's language.
    pub(crate) lang: Lang,
    /// Who asks.
    pub(crate) caller: Caller,
    /// The browser's session, if it has one.
    pub(crate) session: Option<Session>,
    /// What the caller may do here, and about whom.
    pub(crate) grant: Grant,
    /// The institution.
    pub(crate) office: &'a mut Office,
    /// How the counter is set up.
    pub(crate) settings: &'a Settings,
    /// Offices of the sandbox beside it, where there is one.
    pub(crate) sandbox: Option<&'a Pool>,
    /// Cookies that go with the answer.
    pub(crate) cookies: Vec<String>,
}

impl AsMut<Store> for Ask<'_> {
    fn as_mut(&mut self) -> &mut Store {
        &mut self.office.store
    }
}

impl Ask<'_> {
    /// A place in the path; one that cannot be is a page that is not there.
    pub(crate) fn place<T: FromStr>(&self, name: &str) -> Result<T, Problem> {
        self.places.get(name).and_then(|text| text.parse().ok()).ok_or(Problem::NotFound)
    }

    /// A heading of the request.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The name of the request, under which asking again is not asking twice. Callers do not share names.
    pub(crate) fn key(&self) -> Option<String> {
        let key = self.header("idempotency-key")?;
        Some(format!("{} {key}", self.caller.who()))
    }

    /// The browser's session; a new one where it had none, so that a form can be sent back.
    pub(crate) fn session(&mut self) -> Result<Session, Problem> {
        if let Some(session) = &self.session {
            return Ok(session.clone());
        }
        let session = self.office.unit(sessions::begin)?;
        self.keep(session.clone());
        Ok(session)
    }

    /// From now on the browser has this session.
    pub(crate) fn keep(&mut self, session: Session) {
        let is_secure = self.settings.is_secure();
        self.cookies.push(cookie(COOKIE, &session.token, SESSION_SECONDS, is_secure));
        self.session = Some(session);
    }

    /// The mark of the browser: made by chance, with nothing of anybody in it, and the same again next time.
    pub(crate) fn device(&mut self) -> Result<String, Problem> {
        let known = cookie_of(&self.headers, DEVICE).filter(|mark| sessions::is_by_chance(mark));
        let mark = known.map_or_else(sessions::by_chance, Ok)?;
        self.cookies.push(cookie(DEVICE, &mark, DEVICE_SECONDS, self.settings.is_secure()));
        Ok(mark)
    }

    /// On to where she was going before she was asked to sign in, or home.
    pub(crate) fn onward(&mut self, role: Role, home: &str) -> Reply {
        let place = onward::read(&self.headers, role);
        self.cookies.push(onward::forgotten(self.settings.is_secure()));
        Reply::see(place.as_deref().unwrap_or(home))
    }

    /// The session is over.
    pub(crate) fn leave(&mut self) -> Result<(), Problem> {
        if let Some(session) = self.session.take() {
            self.office.unit(|unit, _| sessions::end(unit, &session.token))?;
        }
        self.cookies.push(cookie(COOKIE, "", 0, self.settings.is_secure()));
        Ok(())
    }

    /// Writes down that data of these people are shown, as a list shows many: one reading of each. Nobody is
    /// told that she looked at herself.
    pub(crate) fn shows(&mut self, deed: Deed, people: Vec<PersonId>) -> Result<(), Problem> {
        if self.caller.account == 0 {
            return Ok(());
        }
        let mut people = people;
        people.retain(|person| self.caller.person != Some(*person));
        people.sort_unstable();
        people.dedup();
        if people.is_empty() {
            return Ok(());
        }
        let (caller, place) = (&self.caller, &self.path);
        let why = self.query.given("why").filter(|why| !why.is_empty()).unwrap_or(deed.why());
        self.office.unit(|unit, desk| {
            let all = people.iter().map(|person| caller.looks(*person, desk.now, why, place));
            readings::add_all(unit, &all.collect::<Vec<Reading>>())
        })?;
        Ok(())
    }

    /// The same for whoever holds these memberships.
    pub(crate) fn shows_members(
        &mut self,
        deed: Deed,
        memberships: impl Iterator<Item = MembershipId>,
    ) -> Result<(), Problem> {
        let memberships: Vec<MembershipId> = memberships.collect();
        let people = self.office.look(|unit, _| {
            memberships.iter().map(|id| Ok(members::row(unit, *id)?.person)).collect::<anyhow::Result<_>>()
        })?;
        self.shows(deed, people)
    }

    /// One of the two, in the reader's language.
    pub(crate) fn pick<'t>(&self, id: &'t str, en: &'t str) -> &'t str {
        self.lang.pick(id, en)
    }
}
