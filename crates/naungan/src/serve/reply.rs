//! What the counter answers.

use axum::http::StatusCode;
use serde::Serialize;

use super::flow::Flow;

/// An answer on its way.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    /// Headings beside those that every answer gets.
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
    /// What comes after it, piece by piece.
    pub(crate) flow: Option<Flow>,
}

impl Reply {
    /// A body of a kind.
    pub(crate) fn of(kind: &str, body: impl Into<Vec<u8>>) -> Reply {
        let headers = vec![("content-type", kind.to_owned())];
        Reply { status: StatusCode::OK, headers, body: body.into(), flow: None }
    }

    /// A page.
    pub(crate) fn page(html: String) -> Reply {
        Reply::of("text/html; charset=utf-8", html)
    }

    /// A form of the interface.
    pub(crate) fn json<T: Serialize>(form: &T) -> anyhow::Result<Reply> {
        Ok(Reply::of("application/json", serde_json::to_vec(form)?))
    }

    /// Go and look there: what follows a form that was sent in.
    pub(crate) fn see(place: &str) -> Reply {
        let headers = vec![("location", place.to_owned())];
        Reply { status: StatusCode::SEE_OTHER, headers, body: Vec::new(), flow: None }
    }

    /// A file to keep, under a name.
    pub(crate) fn file(kind: &str, name: &str, body: Vec<u8>) -> Reply {
        Reply::of(kind, body).with("content-disposition", format!("attachment; filename=\"{name}\""))
    }

    /// Nothing to say but the status.
    pub(crate) fn empty(status: StatusCode) -> Reply {
        Reply { status, headers: Vec::new(), body: Vec::new(), flow: None }
    }

    /// The same with more to come.
    #[must_use]
    pub(crate) fn then(mut self, flow: Flow) -> Reply {
        self.flow = Some(flow);
        self
    }

    /// The same with another status.
    #[must_use]
    pub(crate) fn status(mut self, status: StatusCode) -> Reply {
        self.status = status;
        self
    }

    /// The same with one more heading.
    #[must_use]
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Reply {
        self.headers.push((name, value.into()));
        self
    }
}
