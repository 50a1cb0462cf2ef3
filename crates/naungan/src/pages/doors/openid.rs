//! A provider of the test's own: real requests, real signatures, and every way in which a token can be wrong.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::rand::SystemRandom;
use ring::rsa::PublicKeyComponents;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::super::played::{Browser, Played, Seen, played_with};
use super::{branch, staff};
use crate::auth::Role;
use crate::auth::openid::OpenId;
use crate::office::Clock;
use crate::serve::form::Form;

/// Made for this test; it opens nothing.
const KEY: &str = include_str!("key.txt");

/// What is wrong with a token, or whom it names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Twist {
    Right,
    ByMail,
    MailUnverified,
    Nonce,
    Audience,
    SeveralAudiences,
    Issuer,
    Expired,
    Early,
    Unsigned,
    Changed,
    OtherKey,
    Member,
    Nobody,
}

struct Provider {
    at: SocketAddr,
    twist: Arc<Mutex<Twist>>,
}

/// What the provider remembers of a browser that came.
type Came = BTreeMap<String, String>;

fn provider() -> Result<Provider> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let at = listener.local_addr()?;
    let twist = Arc::new(Mutex::new(Twist::Right));
    let twists = Arc::clone(&twist);
    let der = STANDARD.decode(KEY.lines().collect::<String>())?;
    let pair = RsaKeyPair::from_der(&der).map_err(|error| anyhow::anyhow!("{error}"))?;
    thread::spawn(move || {
        let mut came = Came::new();
        for stream in listener.incoming().flatten() {
            let twist = *twists.lock().unwrap_or_else(PoisonError::into_inner);
            answer(&stream, at, &pair, &mut came, twist).expect("the provider answers");
        }
    });
    Ok(Provider { at, twist })
}

fn answer(
    stream: &TcpStream,
    at: SocketAddr,
    pair: &RsaKeyPair,
    came: &mut Came,
    twist: Twist,
) -> Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || line == "\r\n" {
            break;
        }
        lines.push(line.trim_end().to_owned());
    }
    let heading = |name: &str| {
        let mut pairs = lines.iter().filter_map(|line| line.split_once(": "));
        pairs.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.to_owned())
    };
    let mut body = vec![0; heading("content-length").map_or(Ok(0), |length| length.parse())?];
    reader.read_exact(&mut body)?;
    let target = lines.first().and_then(|line| line.split(' ').nth(1)).unwrap_or_default();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let (status, more, body) = match path {
        "/.well-known/openid-configuration" => ("200 OK", String::new(), about(at).to_string()),
        "/keys" => ("200 OK", String::new(), keys(pair, twist).to_string()),
        "/authorize" => {
            let asked = Form::read(query).context("no query")?;
            for name in ["nonce", "code_challenge", "client_id", "redirect_uri"] {
                came.insert(name.to_owned(), asked.get(name).to_owned());
            }
            assert_eq!((asked.get("code_challenge_method"), asked.get("response_type")), ("S256", "code"));
            let back = format!("{}?code=c0de&state={}", asked.get("redirect_uri"), asked.get("state"));
            ("302 Found", format!("location: {back}\r\n"), String::new())
        }
        "/token" => {
            let form = Form::read(std::str::from_utf8(&body)?).context("no form")?;
            let known = format!("Basic {}", STANDARD.encode("naungan:rahasia%20kita"));
            let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(form.get("code_verifier").as_bytes()));
            let is_hers = heading("authorization") == Some(known)
                && form.get("code") == "c0de"
                && Some(&challenge) == came.get("code_challenge")
                && Some(form.get("redirect_uri")) == came.get("redirect_uri").map(String::as_str);
            if is_hers {
                let token = token(at, pair, came, twist)?;
                let given = json!({ "id_token": token, "token_type": "Bearer" });
                ("200 OK", String::new(), given.to_string())
            } else {
                ("400 Bad Request", String::new(), json!({ "error": "invalid_grant" }).to_string())
            }
        }
        _ => ("404 Not Found", String::new(), String::new()),
    };
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n{more}\r\n");
    let mut stream = stream;
    stream.write_all(format!("{head}{body}").as_bytes())?;
    Ok(())
}

fn about(at: SocketAddr) -> Value {
    json!({
        "issuer": format!("http://{at}"), "authorization_endpoint": format!("http://{at}/authorize"),
        "token_endpoint": format!("http://{at}/token"), "jwks_uri": format!("http://{at}/keys"),
        "response_types_supported": ["code"],
    })
}

fn keys(pair: &RsaKeyPair, twist: Twist) -> Value {
    let public = PublicKeyComponents::<Vec<u8>>::from(pair.public());
    let name = if twist == Twist::OtherKey { "another" } else { "one" };
    json!({ "keys": [
        { "kty": "EC", "kid": "curve", "crv": "P-256", "x": "AA", "y": "AA" },
        { "kty": "RSA", "kid": name, "use": "sig", "n": URL_SAFE_NO_PAD.encode(public.n),
          "e": URL_SAFE_NO_PAD.encode(public.e) },
    ] })
}

fn token(at: SocketAddr, pair: &RsaKeyPair, came: &Came, twist: Twist) -> Result<String> {
    let now = Clock::of_telephones().micros() / 1_000_000;
    let mut says = json!({
        "iss": format!("http://{at}"), "sub": "7", "aud": "naungan", "iat": now, "exp": now + 300,
        "nonce": came.get("nonce"), "preferred_username": "Agus", "email": "agus@naungan.example",
    });
    match twist {
        Twist::ByMail => (says["preferred_username"], says["email_verified"]) = (json!("a7"), json!(true)),
        Twist::MailUnverified => says["preferred_username"] = json!("a7"),
        Twist::Nonce => says["nonce"] = json!("of another sign-in"),
        Twist::Audience => says["aud"] = json!("another program"),
        Twist::SeveralAudiences => says["aud"] = json!(["naungan", "another program"]),
        Twist::Issuer => says["iss"] = json!("http://127.0.0.1:1"),
        Twist::Expired => (says["iat"], says["exp"]) = (json!(now - 900), json!(now - 600)),
        Twist::Early => (says["iat"], says["exp"]) = (json!(now + 600), json!(now + 900)),
        Twist::Member => says["preferred_username"] = json!("dewi"),
        Twist::Nobody => says["preferred_username"] = json!("nobody"),
        Twist::Right | Twist::Unsigned | Twist::Changed | Twist::OtherKey => {}
    }
    let way = if twist == Twist::Unsigned { "none" } else { "RS256" };
    let head = URL_SAFE_NO_PAD.encode(json!({ "alg": way, "kid": "one" }).to_string());
    let body = URL_SAFE_NO_PAD.encode(says.to_string());
    let signed = format!("{head}.{body}");
    let mut signature = vec![0; pair.public().modulus_len()];
    pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), signed.as_bytes(), &mut signature)
        .map_err(|error| anyhow::anyhow!("{error}"))?;
    Ok(match twist {
        Twist::Unsigned => format!("{signed}."),
        Twist::Changed => {
            says["preferred_username"] = json!("rina");
            format!(
                "{head}.{}.{}",
                URL_SAFE_NO_PAD.encode(says.to_string()),
                URL_SAFE_NO_PAD.encode(signature)
            )
        }
        _ => format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)),
    })
}

impl Provider {
    /// A browser goes to the provider and is sent back; the address it comes back with.
    fn visit(&self, browser: &mut Browser) -> Result<String> {
        let there = browser.get("/sign-in/openid")?.place;
        let (_, path) =
            there.split_once(&self.at.to_string()).with_context(|| format!("not there: {there}"))?;
        let back = Browser::new(self.at).get(path)?.place;
        let (_, path) = back.split_once("/sign-in").with_context(|| format!("not back: {back}"))?;
        Ok(format!("/sign-in{path}"))
    }

    fn enter(&self, played: &Played, twist: Twist) -> Result<(Browser, Seen)> {
        *self.twist.lock().unwrap_or_else(PoisonError::into_inner) = twist;
        let mut browser = Browser::new(played.at);
        assert!(browser.get("/sign-in/staff")?.page.contains("/sign-in/openid"), "the way is shown");
        let back = self.visit(&mut browser)?;
        let seen = browser.get(&back)?;
        Ok((browser, seen))
    }
}

fn counter(scratch: &testing::sqlite::Scratch) -> Result<(Provider, Played)> {
    let provider = provider()?;
    let issuer = format!("http://{}", provider.at);
    let mut played = played_with(&scratch.address(), |office| {
        office.openid = Some(Arc::new(OpenId::new(&issuer, "naungan", "rahasia kita")?));
        Ok(())
    })?;
    let office = &mut played.office;
    let branch = branch(office)?;
    let payer = crate::faults::small::employer_with(office, 1)?;
    staff(office, Role::Officer, "agus", (Some(branch), None, None))?;
    staff(office, Role::Auditor, "agus@naungan.example", (None, None, None))?;
    staff(office, Role::Administrator, "rina", (None, None, None))?;
    staff(office, Role::Employer, "dewi", (None, None, Some(payer)))?;
    Ok((provider, played))
}

#[test]
fn staff_sign_in_at_the_provider() -> Result<()> {
    let scratch = testing::sqlite::scratch();
    let (provider, played) = counter(&scratch)?;
    for (twist, home) in [(Twist::Right, "/desk"), (Twist::ByMail, "/books")] {
        let (mut browser, seen) = provider.enter(&played, twist)?;
        assert_eq!((seen.status, &*seen.place), (303, home), "{twist:?}: {}", seen.page);
        assert_eq!(browser.get(home)?.status, 200, "{twist:?}");
    }
    Ok(())
}

#[test]
fn a_token_that_is_wrong_in_any_way_lets_nobody_in() -> Result<()> {
    let scratch = testing::sqlite::scratch();
    let (provider, mut played) = counter(&scratch)?;
    let accounts = |played: &mut Played| {
        played.office.look(|unit, _| unit.row("select count(*) from account", &[])?.context("none")?.int(0))
    };
    let before = accounts(&mut played)?;
    for (twist, says) in [
        // Before all others: from then on the keys that are known are old ones, and are asked for again.
        (Twist::OtherKey, "did not work"),
        (Twist::Nonce, "did not work"),
        (Twist::Audience, "did not work"),
        (Twist::SeveralAudiences, "did not work"),
        (Twist::Issuer, "did not work"),
        (Twist::Expired, "did not work"),
        (Twist::Early, "did not work"),
        (Twist::Unsigned, "did not work"),
        (Twist::Changed, "did not work"),
        (Twist::MailUnverified, "no open account of staff"),
        (Twist::Member, "no open account of staff"),
        (Twist::Nobody, "no open account of staff"),
    ] {
        let (mut browser, seen) = provider.enter(&played, twist)?;
        assert_eq!(seen.status, 422, "{twist:?}: {}", seen.place);
        assert!(seen.page.contains(says), "{twist:?}: {}", seen.page);
        assert_eq!(browser.get("/home")?.place, "/sign-in", "{twist:?}");
    }
    assert_eq!(accounts(&mut played)?, before, "nobody is created");
    Ok(())
}

#[test]
fn coming_back_is_good_once_and_for_one_browser() -> Result<()> {
    let scratch = testing::sqlite::scratch();
    let (provider, played) = counter(&scratch)?;
    let (mut browser, mut thief) = (Browser::new(played.at), Browser::new(played.at));
    let back = provider.visit(&mut browser)?;
    assert_eq!(thief.get(&back)?.status, 422, "a browser that had not gone there");
    thief.get("/sign-in/openid")?;
    assert_eq!(thief.get(&back)?.status, 422, "with the state of another");
    assert_eq!(browser.get(&back)?.place, "/desk");
    assert_eq!(browser.get(&back)?.status, 422, "the same again");
    let mut other = Browser::new(played.at);
    let back = provider.visit(&mut other)?;
    let forged = back.replace("state=", "state=x");
    assert_eq!(other.get(&forged)?.status, 422, "another state");
    assert_eq!(other.get(&back)?.status, 422, "and what was kept is gone");
    Ok(())
}

#[test]
fn without_a_provider_there_is_no_such_way() -> Result<()> {
    let scratch = testing::sqlite::scratch();
    let played = played_with(&scratch.address(), |_| Ok(()))?;
    let mut browser = Browser::new(played.at);
    assert!(!browser.get("/sign-in/staff")?.page.contains("openid"));
    assert_eq!(browser.get("/sign-in/openid")?.status, 404);
    Ok(())
}

#[test]
fn a_provider_that_is_away_leaves_the_other_way_open() -> Result<()> {
    let scratch = testing::sqlite::scratch();
    let nowhere = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let played = played_with(&scratch.address(), |office| {
        office.openid = Some(Arc::new(OpenId::new(&format!("http://{nowhere}"), "naungan", "x")?));
        Ok(())
    })?;
    let seen = Browser::new(played.at).get("/sign-in/openid")?;
    assert_eq!(seen.status, 422);
    assert!(seen.page.contains("did not work") && seen.page.contains("name=\"password\""), "{}", seen.page);
    Ok(())
}
