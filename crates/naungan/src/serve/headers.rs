//! Headings that every answer gets.

use axum::http::{HeaderMap, HeaderName, HeaderValue};

/// Nothing from elsewhere, no frames, no inline scripts: what is filled in can never run.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
                      font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
                      frame-ancestors 'none'; manifest-src 'self'";

/// Adds them; a heading that the answer brought stays.
pub(super) fn add(headers: &mut HeaderMap, is_secure: bool) {
    let mut put = |name: &'static str, value: &'static str| {
        headers.entry(HeaderName::from_static(name)).or_insert(HeaderValue::from_static(value));
    };
    put("content-security-policy", POLICY);
    put("x-content-type-options", "nosniff");
    put("x-frame-options", "DENY");
    put("referrer-policy", "same-origin");
    put("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=()");
    put("cross-origin-opener-policy", "same-origin");
    put("cache-control", "no-store");
    if is_secure {
        put("strict-transport-security", "max-age=31536000; includeSubDomains");
    }
}
