//! Which address is answered by which function, for whom, and what is written down of it.

use axum::http::Method;

use super::ask::Ask;
use super::problem::Problem;
use super::reply::Reply;
use crate::api::about::About;
use crate::auth::{Deed, Of};

/// What answers.
pub(crate) type Does = fn(&mut Ask<'_>) -> Result<Reply, Problem>;

/// Whether people read the answer, or programs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Door {
    /// A page: a no is a page too, and who has not signed in is led there.
    Page,
    /// The interface: a no is a problem in JSON.
    Api,
}

/// A row of the table of addresses.
#[derive(Clone)]
pub(crate) struct Route {
    pub(crate) method: Method,
    /// The path, with `{name}` for what varies.
    pub(crate) path: &'static str,
    pub(crate) door: Door,
    /// What is done, for the table of who may.
    pub(crate) deed: Deed,
    /// To whom it is done: a place of the path.
    pub(crate) of: Of,
    pub(crate) does: Does,
    /// The largest body, in bytes.
    pub(crate) body_max: usize,
    /// Kinds of bodies that are taken, where they are not JSON.
    pub(crate) bodies: &'static [&'static str],
    /// What the interface's document says of it.
    pub(crate) about: Option<fn() -> About>,
}

/// A form filled in by hand is never larger.
const FORM_BYTES_MAX: usize = 100_000;

/// What programs send.
const JSON: &[&str] = &["application/json"];

impl Route {
    fn new(method: Method, path: &'static str, door: Door, deed: Deed, does: Does) -> Route {
        let (of, body_max) = (Of::Nobody, FORM_BYTES_MAX);
        Route { method, path, door, deed, of, does, body_max, bodies: &[], about: None }
    }

    /// A page.
    pub(crate) fn page(path: &'static str, deed: Deed, does: Does) -> Route {
        Route::new(Method::GET, path, Door::Page, deed, does)
    }

    /// A form that is sent in.
    pub(crate) fn form(path: &'static str, deed: Deed, does: Does) -> Route {
        Route::new(Method::POST, path, Door::Page, deed, does)
    }

    /// A question to the interface.
    pub(crate) fn get(path: &'static str, deed: Deed, does: Does, about: fn() -> About) -> Route {
        Route { about: Some(about), ..Route::new(Method::GET, path, Door::Api, deed, does) }
    }

    /// A change by the interface.
    pub(crate) fn post(path: &'static str, deed: Deed, does: Does, about: fn() -> About) -> Route {
        Route { about: Some(about), ..Route::new(Method::POST, path, Door::Api, deed, does) }
    }

    /// Kinds of bodies that the interface takes here.
    pub(crate) fn takes(&self) -> &'static [&'static str] {
        if self.bodies.is_empty() { JSON } else { self.bodies }
    }

    /// With bodies of other kinds than JSON.
    #[must_use]
    pub(crate) fn bodies(mut self, bodies: &'static [&'static str]) -> Route {
        self.bodies = bodies;
        self
    }

    /// To whom it is done.
    #[must_use]
    pub(crate) fn of(mut self, of: Of) -> Route {
        self.of = of;
        self
    }

    /// With files of so many bytes at most.
    #[must_use]
    pub(crate) fn files(mut self, bytes_max: usize) -> Route {
        self.body_max = bytes_max;
        self
    }
}
