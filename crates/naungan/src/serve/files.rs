//! Style, pictures and scripts of the pages, built into the program.

use super::reply::Reply;

/// What keeps the page of the field for when there is no network, and for which page it may.
const WORKER: &str = "field-worker.js";
const WORKS_AT: &str = "/agent/field";

/// Each under its path, with its kind.
const FILES: &[(&str, &str, &[u8])] = &[
    ("naungan.css", "text/css; charset=utf-8", include_bytes!("../../static/naungan.css")),
    ("naungan.js", "text/javascript; charset=utf-8", include_bytes!("../../static/naungan.js")),
    ("field.js", "text/javascript; charset=utf-8", include_bytes!("../../static/field.js")),
    (WORKER, "text/javascript; charset=utf-8", include_bytes!("../../static/field-worker.js")),
    ("htmx.min.js", "text/javascript; charset=utf-8", include_bytes!("../../static/htmx.min.js")),
    ("naungan.svg", "image/svg+xml", include_bytes!("../../static/naungan.svg")),
];

/// A file, which browsers may keep: its address changes with the version of the program.
pub(super) fn asset(path: &str) -> Option<Reply> {
    let (_, kind, bytes) = FILES.iter().find(|(name, ..)| *name == path)?;
    let reply = Reply::of(kind, *bytes).with("cache-control", "public, max-age=86400");
    Some(if path == WORKER { reply.with("service-worker-allowed", WORKS_AT) } else { reply })
}
