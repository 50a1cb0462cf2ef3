//! Where somebody was going who has to sign in first: her browser keeps it for a quarter of an hour, and she
//! is led there afterwards if her role may be there.

use axum::http::{HeaderMap, Method};

use super::answer::{cookie, cookie_of};
use super::route::{Door, Route};
use crate::auth::{Role, scope};
use crate::pages;

const COOKIE: &str = "naungan_onward";
const SECONDS: i64 = 15 * 60;
/// No address of the counter is longer.
const LETTERS_MAX: usize = 300;

/// The cookie that keeps an address which was asked for; none for a part of a page or a picture, nor for what
/// could be no address of the counter.
pub(super) fn kept(
    route: &Route,
    headers: &HeaderMap,
    place: (&str, &str),
    is_secure: bool,
) -> Option<String> {
    let is_page = (route.door, &route.method) == (Door::Page, &Method::GET);
    let is_part = headers.contains_key("hx-request")
        || headers.get("sec-fetch-dest").is_some_and(|dest| dest != "document");
    let (path, query) = place;
    let place = if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
    let keeps = is_page && !is_part && is_address(&place);
    keeps.then(|| cookie(COOKIE, &place, SECONDS, is_secure))
}

/// The address that was kept, for somebody who has just signed in.
pub(super) fn read(headers: &HeaderMap, role: Role) -> Option<String> {
    let place = cookie_of(headers, COOKIE).filter(|place| is_address(place))?;
    let path = place.split('?').next().unwrap_or_default();
    let opens = |route: &Route| {
        (route.door, &route.method) == (Door::Page, &Method::GET)
            && is_of(route.path, path)
            && scope(route.deed, role).is_some()
    };
    pages::routes().iter().any(opens).then_some(place)
}

/// The cookie that forgets it.
pub(super) fn forgotten(is_secure: bool) -> String {
    cookie(COOKIE, "", 0, is_secure)
}

/// An address of this counter and of no other, in letters that a cookie takes.
fn is_address(place: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~%?=&+".contains(&byte);
    place.len() <= LETTERS_MAX
        && place.starts_with('/')
        && !place.starts_with("//")
        && place.bytes().all(is_plain)
}

/// Whether a path is one of a pattern.
fn is_of(pattern: &str, path: &str) -> bool {
    let (mut known, mut asked) = (pattern.split('/'), path.split('/'));
    loop {
        match (known.next(), asked.next()) {
            (None, None) => return true,
            (Some(place), Some(part)) if place.starts_with("{*") => return !part.is_empty(),
            (Some(place), Some(part)) if place == part || (place.starts_with('{') && !part.is_empty()) => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn onward(place: &str, role: Role) -> Option<String> {
        let mut headers = HeaderMap::new();
        let value = format!("lang=en; {COOKIE}={place}");
        headers.insert("cookie", HeaderValue::from_str(&value).expect("a heading"));
        read(&headers, role)
    }

    #[test]
    fn she_is_led_to_a_page_of_the_counter_that_is_hers_to_open() {
        for (place, role, is_led) in [
            ("/me/trips", Role::Member, true),
            ("/claims/17/letter/1?lang=id", Role::Member, true),
            ("/me/trips", Role::Officer, false),
            ("/desk/people", Role::Member, false),
            ("/nowhere", Role::Member, false),
            ("", Role::Member, false),
            ("//elsewhere.example/me", Role::Member, false),
            ("/me/trips/\\evil", Role::Member, false),
            ("https://elsewhere.example", Role::Member, false),
        ] {
            let led = onward(place, role);
            assert_eq!(led.as_deref(), Some(place).filter(|_| is_led), "{place} {role}");
        }
        assert_eq!(onward(&format!("/me/trips?{}", "a".repeat(LETTERS_MAX)), Role::Member), None);
    }
}
