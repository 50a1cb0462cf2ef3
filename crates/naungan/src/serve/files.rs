//! Style, pictures and scripts of the pages, built into the program.

use std::sync::LazyLock;

use sha2::{Digest, Sha256};

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

/// How long a browser keeps a file that it asked for by its version, and one by its name alone.
const VERSION_KEPT: &str = "public, max-age=31536000, immutable";
const NAME_KEPT: &str = "public, max-age=86400";

/// A file, which browsers may keep: pages name it with its version, so that a new program is seen at once.
pub(super) fn asset(path: &str, query: Option<&str>) -> Option<Reply> {
    let (name, kind, bytes) = FILES.iter().find(|(name, ..)| *name == path)?;
    let is_this = query.is_some_and(|query| query.strip_prefix("v=") == version(name));
    let reply = Reply::of(kind, *bytes).with("cache-control", if is_this { VERSION_KEPT } else { NAME_KEPT });
    Some(if path == WORKER { reply.with("service-worker-allowed", WORKS_AT) } else { reply })
}

/// The address of a file, as pages name it.
pub(crate) fn address(name: &str) -> Option<String> {
    Some(format!("/static/{name}?v={}", version(name)?))
}

/// The version of a file: the first letters of its hash.
fn version(name: &str) -> Option<&'static str> {
    static VERSIONS: LazyLock<Vec<(&str, String)>> = LazyLock::new(|| {
        let hashed = |bytes| Sha256::digest(bytes).iter().take(5).map(|byte| format!("{byte:02x}")).collect();
        FILES.iter().map(|(name, _, bytes)| (*name, hashed(*bytes))).collect()
    });
    VERSIONS.iter().find(|(known, _)| *known == name).map(|(_, version)| version.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_kept_for_long_by_its_version_alone() {
        let kept = |query: Option<&str>| {
            let reply = asset("naungan.css", query).expect("a file");
            reply.headers.into_iter().find(|(name, _)| *name == "cache-control").expect("a heading").1
        };
        let address = address("naungan.css").expect("an address");
        let (path, query) = address.split_once('?').expect("a version");
        assert_eq!(path, "/static/naungan.css");
        assert_eq!(kept(Some(query)), VERSION_KEPT);
        for other in [None, Some(""), Some("v="), Some("v=0000000000")] {
            assert_eq!(kept(other), NAME_KEPT, "{other:?}");
        }
    }
}
