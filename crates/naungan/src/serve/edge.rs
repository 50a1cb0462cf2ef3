//! The edge: requests come in, are read within limits, and are answered on a thread with an office of its
//! own.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, DefaultBodyLimit, FromRequest, Multipart, RawPathParams, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use axum::routing::{MethodFilter, MethodRouter, on};
use rules::render::Lang;
use tower_http::compression::CompressionLayer;

use super::answer::{Front, answer, bearer};
use super::events::Events;
use super::flow::{self, Flow};
use super::form::Form;
use super::limits::Limits;
use super::places::Places;
use super::pool::Pool;
use super::problem::{Problem, words};
use super::proxies::{Range, client};
use super::reply::Reply;
use super::route::{Door, Route};
use super::settings::Settings;
use super::{files, headers};
use crate::auth::sessions;

/// What every answer needs.
pub(crate) struct Counter {
    pub(crate) pool: Pool,
    pub(crate) settings: Settings,
    pub(crate) routes: Vec<Route>,
    pub(crate) events: Events,
    pub(super) writers: Places,
    limits: Option<Limits>,
    /// Proxies that say whose requests they bring.
    proxies: Vec<Range>,
    /// Where programs with a key of the sandbox are answered.
    pub(crate) sandbox: Option<Arc<Counter>>,
}

impl Counter {
    /// A counter with these routes.
    pub(crate) fn new(pool: Pool, settings: Settings, routes: Vec<Route>) -> Counter {
        let limits = Limits::new(settings.rate);
        let writers = Places::new(flow::WRITERS_MAX, flow::WRITERS_MAX);
        let (events, proxies) = (Events::new(), Vec::new());
        Counter { pool, settings, routes, events, writers, limits, proxies, sandbox: None }
    }

    /// Behind these proxies.
    #[must_use]
    pub(crate) fn behind(self, proxies: Vec<Range>) -> Counter {
        Counter { proxies, ..self }
    }

    /// With a sandbox beside it.
    #[must_use]
    pub(crate) fn with_sandbox(self, sandbox: Option<Arc<Counter>>) -> Counter {
        Counter { sandbox, ..self }
    }

    /// Who answers a request: a program with a key of the sandbox is answered there and nowhere else.
    pub(crate) fn whose(self: &Arc<Self>, door: Door, headers: &HeaderMap) -> Arc<Counter> {
        let is_of_sandbox =
            door == Door::Api && bearer(headers).is_some_and(|key| key.starts_with(sessions::SANDBOX_KEY));
        let sandbox = self.sandbox.as_ref().filter(|_| is_of_sandbox);
        Arc::clone(sandbox.unwrap_or(self))
    }

    /// Forgets who has been quiet, now and then.
    pub(crate) fn forget(&self) {
        if let Some(limits) = &self.limits {
            limits.forget();
        }
    }
}

/// Everything that is answered.
pub(crate) fn router(counter: Arc<Counter>) -> Router {
    let mut router = Router::new();
    for (path, method_router) in by_path(&counter.routes) {
        router = router.route(path, method_router);
    }
    router
        .route("/static/{*path}", axum::routing::get(asset))
        .fallback(nowhere)
        .layer(DefaultBodyLimit::disable())
        .layer(CompressionLayer::new())
        .with_state(counter)
}

fn by_path(routes: &[Route]) -> BTreeMap<&'static str, MethodRouter<Arc<Counter>>> {
    let mut all: BTreeMap<&'static str, MethodRouter<Arc<Counter>>> = BTreeMap::new();
    let mut allowed: BTreeMap<&'static str, String> = BTreeMap::new();
    for (at, route) in routes.iter().enumerate() {
        let methods = allowed.entry(route.path).or_insert_with(|| "OPTIONS".to_owned());
        methods.push_str(if route.method == Method::GET { ",GET,HEAD" } else { ",POST" });
        let filter = MethodFilter::try_from(route.method.clone()).unwrap_or(MethodFilter::GET);
        let one = all.remove(route.path).unwrap_or_default();
        let handler = move |State(counter): State<Arc<Counter>>,
                            ConnectInfo(from): ConnectInfo<SocketAddr>,
                            places: RawPathParams,
                            request: Request| {
            let places = places.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
            one_request(counter, at, from.ip(), places, request)
        };
        all.insert(route.path, one.merge(on(filter, handler)));
    }
    let with_others = |(path, router): (&'static str, MethodRouter<Arc<Counter>>)| {
        let methods = allowed.remove(path).unwrap_or_default();
        let ways = move |State(counter): State<Arc<Counter>>| async move { said_ways(&counter, &methods) };
        // To who asks in another way, the router says which ways there are.
        (path, router.on(MethodFilter::OPTIONS, ways).fallback(other_method))
    };
    all.into_iter().map(with_others).collect()
}

async fn one_request(
    counter: Arc<Counter>,
    at: usize,
    from: IpAddr,
    places: BTreeMap<String, String>,
    request: Request,
) -> Response {
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let query = request.uri().query().unwrap_or_default().to_owned();
    let headers = request.headers().clone();
    let (route, is_head) = (counter.routes[at].clone(), method == Method::HEAD);
    let lang = super::answer::language(&headers, &query);
    let from = client(&counter.proxies, from, &headers);
    let limited = counter.limits.as_ref().map_or(Ok(()), |limits| limits.count(from));
    let read = match limited {
        Err(seconds) => Err(Problem::TooMany(seconds)),
        Ok(()) => body(request, &route).await,
    };
    let counter = counter.whose(route.door, &headers);
    let front = Front { method, path, places, query, headers, read };
    let (answering, door) = (Arc::clone(&counter), route.door);
    let answered = tokio::task::spawn_blocking(move || answer(&answering, &route, front)).await;
    let mut reply = answered
        .unwrap_or_else(|_| Reply::of("text/plain", "broken").status(StatusCode::INTERNAL_SERVER_ERROR));
    let body = match reply.flow.take().filter(|_| !is_head) {
        None => Some(Body::from(std::mem::take(&mut reply.body))),
        Some(Flow::Pieces(writes)) => flow::written(&counter, writes).ok(),
        Some(Flow::Events(listening)) => counter.events.listen(listening),
    };
    match body {
        Some(body) => respond(reply, body, counter.settings.is_secure()),
        None => refused(&counter, door, lang, &Problem::Busy),
    }
}

/// Reads a body within the limit of its route.
async fn body(request: Request, route: &Route) -> Result<(Form, Vec<u8>), Problem> {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return Ok((Form::default(), Vec::new()));
    }
    let (most, takes) = (route.body_max, route.takes());
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_empty = request.headers().get(header::CONTENT_LENGTH).is_none_or(|length| length == "0");
    match (kind.as_str(), route.door) {
        ("", Door::Api) if is_empty => Ok((Form::default(), bytes(request, most).await?.to_vec())),
        (kind, Door::Api) if !takes.contains(&kind) => Err(Problem::Kind(takes)),
        ("multipart/form-data", _) => multipart(request, most).await,
        ("application/x-www-form-urlencoded", Door::Page) => {
            let bytes = bytes(request, most).await?;
            let text = str::from_utf8(&bytes).ok().and_then(Form::read);
            let form = text.ok_or_else(|| unread("formulir tidak terbaca", "the form could not be read"))?;
            Ok((form, Vec::new()))
        }
        (_, Door::Page) => Ok((Form::default(), bytes(request, most).await?.to_vec())),
        (_, Door::Api) => Ok((Form::default(), bytes(request, most).await?.to_vec())),
    }
}

fn unread(id: &str, en: &str) -> Problem {
    Problem::Unread(words(id, en))
}

async fn bytes(request: Request, most: usize) -> Result<Bytes, Problem> {
    let read = axum::body::to_bytes(request.into_body(), most).await;
    read.map_err(|_| Problem::TooLarge(most))
}

/// Fields and files; counted together against the limit.
async fn multipart(request: Request, most: usize) -> Result<(Form, Vec<u8>), Problem> {
    let broken = || unread("unggahan tidak terbaca", "the upload could not be read");
    let (parts, body) = request.into_parts();
    let whole = axum::body::to_bytes(body, most).await.map_err(|_| Problem::TooLarge(most))?;
    let request = Request::from_parts(parts, Body::from(whole));
    let mut multipart = Multipart::from_request(request, &()).await.map_err(|_| broken())?;
    let mut form = Form::default();
    while let Some(field) = multipart.next_field().await.map_err(|_| broken())? {
        let name = field.name().unwrap_or_default().to_owned();
        let file = field.file_name().map(str::to_owned);
        let bytes = field.bytes().await.map_err(|_| broken())?;
        match file {
            Some(file) => form.add_file(&name, &file, bytes.to_vec()),
            None => form.add(&name, String::from_utf8(bytes.to_vec()).map_err(|_| broken())?),
        }
    }
    Ok((form, Vec::new()))
}

/// How an address may be asked.
fn said_ways(counter: &Counter, methods: &str) -> Response {
    let reply = Reply::empty(StatusCode::NO_CONTENT).with("allow", methods);
    respond(reply, Body::empty(), counter.settings.is_secure())
}

async fn other_method(State(counter): State<Arc<Counter>>, request: Request) -> Response {
    asked_wrongly(&counter, &request, &Problem::Method)
}

async fn nowhere(State(counter): State<Arc<Counter>>, request: Request) -> Response {
    asked_wrongly(&counter, &request, &Problem::NotFound)
}

fn asked_wrongly(counter: &Counter, request: &Request, problem: &Problem) -> Response {
    let is_api = request.uri().path().starts_with("/api/");
    let door = if is_api { Door::Api } else { Door::Page };
    let lang = super::answer::language(request.headers(), request.uri().query().unwrap_or_default());
    refused(counter, door, lang, problem)
}

fn refused(counter: &Counter, door: Door, lang: Lang, problem: &Problem) -> Response {
    let mut reply = super::answer::refusal(counter, (door, ""), lang, problem, None);
    let body = Body::from(std::mem::take(&mut reply.body));
    respond(reply, body, counter.settings.is_secure())
}

async fn asset(State(counter): State<Arc<Counter>>, request: Request) -> Response {
    let path = request.uri().path().trim_start_matches("/static/");
    match files::asset(path, request.uri().query()) {
        Some(mut reply) => {
            let body = Body::from(std::mem::take(&mut reply.body));
            respond(reply, body, counter.settings.is_secure())
        }
        None => asked_wrongly(&counter, &request, &Problem::NotFound),
    }
}

fn respond(reply: Reply, body: Body, is_secure: bool) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = reply.status;
    let all: &mut HeaderMap = response.headers_mut();
    for (name, value) in reply.headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            all.append(HeaderName::from_static(name), value);
        }
    }
    headers::add(all, is_secure);
    response
}
