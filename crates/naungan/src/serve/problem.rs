//! Why the counter says no, and the only place that knows which status says it.
//!
//! A lawful no is a `Refusal`: a reason in both languages with its provision, shown to whoever asked. A field
//! that cannot be taken stands beside the field. Everything else that goes wrong is a broken machine: it is
//! logged once with its chain of causes, and whoever asked sees a reference number.

use axum::http::StatusCode;
use rules::render::Lang;
use scheme::refusal::Refusal;
use serde_json::{Value, json};

use super::pool::Busy;
use crate::pages::texts;

/// Words in both languages.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Words {
    pub(crate) id: String,
    pub(crate) en: String,
}

/// Both.
pub(crate) fn words(id: impl Into<String>, en: impl Into<String>) -> Words {
    Words { id: id.into(), en: en.into() }
}

impl Words {
    /// One of them.
    pub(crate) fn pick(&self, lang: Lang) -> &str {
        lang.pick(&self.id, &self.en)
    }
}

/// Why not.
#[derive(Debug)]
pub(crate) enum Problem {
    /// Nobody has signed in, and one has to.
    SignIn,
    /// Whoever has signed in may not do this; or there is nothing there that she may know of.
    Forbidden,
    /// There is no such thing.
    NotFound,
    /// The address is asked in another way.
    Method,
    /// The body has another form than it should.
    Unread(Words),
    /// A form that was left open too long, or comes from another page.
    Stale,
    /// The body is of a kind that is not taken here; those that are.
    Kind(&'static [&'static str]),
    /// What somebody wants to change is not what she has seen.
    Changed,
    /// The body is too large; the most there may be, in bytes.
    TooLarge(usize),
    /// Too many requests; when to come back, in seconds.
    TooMany(u64),
    /// Fields that cannot be taken, with what to do.
    Fields(Vec<(String, Words)>),
    /// The law, or the order of the books, says no.
    Refused(Refusal),
    /// Everybody is busy.
    Busy,
    /// The machine is broken.
    Broken(anyhow::Error),
}

impl From<anyhow::Error> for Problem {
    fn from(error: anyhow::Error) -> Problem {
        if error.downcast_ref::<Busy>().is_some() {
            return Problem::Busy;
        }
        match error.chain().find_map(|cause| cause.downcast_ref::<Refusal>()) {
            Some(refusal) if refusal.code == "not_there" => Problem::NotFound,
            Some(refusal) => Problem::Refused(refusal.clone()),
            None => Problem::Broken(error),
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Problem {
        Problem::from(anyhow::Error::from(refusal))
    }
}

impl Problem {
    /// The status that says it.
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Problem::SignIn => StatusCode::UNAUTHORIZED,
            Problem::Forbidden | Problem::Stale => StatusCode::FORBIDDEN,
            Problem::NotFound => StatusCode::NOT_FOUND,
            Problem::Method => StatusCode::METHOD_NOT_ALLOWED,
            Problem::Unread(_) => StatusCode::BAD_REQUEST,
            Problem::Kind(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Problem::Changed => StatusCode::PRECONDITION_FAILED,
            Problem::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Problem::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Problem::Fields(_) | Problem::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Problem::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Problem::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// A name that stays the same for ever, for programs and for the page of the message.
    pub(crate) fn code(&self) -> &str {
        match self {
            Problem::SignIn => "sign_in",
            Problem::Forbidden => "forbidden",
            Problem::NotFound => "not_there",
            Problem::Method => "method",
            Problem::Unread(_) => "unread",
            Problem::Kind(_) => "body_kind",
            Problem::Changed => "changed",
            Problem::Stale => "stale",
            Problem::TooLarge(_) => "too_large",
            Problem::TooMany(_) => "too_many",
            Problem::Fields(_) => "fields",
            Problem::Refused(refusal) => refusal.code,
            Problem::Busy => "busy",
            Problem::Broken(_) => "broken",
        }
    }

    /// What is said to whoever asked. `reference` finds a broken machine in the log.
    pub(crate) fn words(&self, reference: &str) -> Words {
        match self {
            Problem::SignIn => words("Masuk dahulu.", "Sign in first."),
            Problem::Forbidden => {
                words("Anda tidak berhak membuka atau mengubah ini.", "You may not open or change this.")
            }
            Problem::NotFound => {
                words("Halaman atau data ini tidak ada.", "There is no such page or record.")
            }
            Problem::Method => {
                words("Alamat ini tidak menerima cara itu.", "The address is not asked this way.")
            }
            Problem::Unread(words) => words.clone(),
            Problem::Kind(kinds) => words(
                format!("Kirim isi sebagai {}.", kinds.join(" atau ")),
                format!("Send the body as {}.", kinds.join(" or ")),
            ),
            Problem::Changed => words(
                "Data ini sudah berubah sejak Anda melihatnya. Lihat lagi, lalu ulangi.",
                "This has changed since you looked at it. Look again, then ask again.",
            ),
            Problem::Stale => words(
                "Formulir ini sudah lama terbuka atau datang dari halaman lain. \
                 Muat ulang halaman, lalu kirim lagi.",
                "This form was open too long, or comes from another page. \
                 Load the page again and send it again.",
            ),
            Problem::TooLarge(most) => words(
                format!("Terlalu besar: paling banyak {} kB.", most / 1_000),
                format!("Too large: {} kB at most.", most / 1_000),
            ),
            Problem::TooMany(seconds) => words(
                format!("Terlalu banyak permintaan. Coba lagi dalam {seconds} detik."),
                format!("Too many requests. Try again in {seconds} seconds."),
            ),
            Problem::Fields(_) => words("Beberapa isian perlu diperbaiki.", "Some fields need mending."),
            Problem::Refused(refusal) => words(refusal.id.clone(), refusal.en.clone()),
            Problem::Busy => words(
                "Sedang sangat ramai. Coba lagi sebentar lagi.",
                "Very busy just now. Try again in a moment.",
            ),
            Problem::Broken(_) => words(
                format!("Ada yang rusak di pihak kami; tidak ada yang hilang. Nomor rujukan {reference}."),
                format!("Something broke on our side; nothing is lost. Reference number {reference}."),
            ),
        }
    }

    /// As RFC 9457 has it: the title is the code's own and never changes, the detail is of this one time.
    pub(crate) fn json(&self, lang: Lang, public: &str, reference: &str) -> Value {
        let code = self.code();
        let mut problem = json!({
            "type": format!("{public}/messages/{code}"),
            "title": texts::said(lang, &format!("message.{code}"), &[]),
            "detail": self.words(reference).pick(lang),
            "status": self.status().as_u16(),
            "code": code,
        });
        match self {
            Problem::Refused(Refusal { citation: Some(citation), .. }) => {
                problem["provision"] = json!(rules::render::instrument(citation, lang));
            }
            Problem::Fields(fields) => {
                let all =
                    fields.iter().map(|(field, words)| json!({ "field": field, "says": words.pick(lang) }));
                problem["fields"] = all.collect();
            }
            Problem::Broken(_) => problem["reference"] = json!(reference),
            _ => {}
        }
        problem
    }
}
