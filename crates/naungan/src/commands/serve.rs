//! `naungan serve`: the counter, at an address.

use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use clap::Args;
use rules::render::Lang;
use store::Address;

use super::{Cli, Outcome, open};
use crate::auth::openid::OpenId;
use crate::messages;
use crate::messages::mail::MailServer;
use crate::office::{Office, sandbox};
use crate::report::say;
use crate::serve::edge::{Counter, router};
use crate::serve::events;
use crate::serve::pool::Pool;
use crate::serve::proxies::Range;
use crate::serve::route::Route;
use crate::serve::settings::Settings;
use crate::{api, jobs, pages};

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// Where to listen; port 0 takes any that is free
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// How others reach it, such as <https://naungan.example> (default: where it listens)
    #[arg(long, value_name = "URL", env = "NAUNGAN_PUBLIC")]
    public: Option<String>,
    /// Connections to the database
    #[arg(long, default_value_t = 6)]
    offices: usize,
    /// Requests a second that one address may make; 0 counts none
    #[arg(long, default_value_t = 20)]
    rate: u32,
    /// Proxies in front of it, by address or range such as 10.0.0.0/8: those say whose requests they bring
    #[arg(long, value_name = "CIDR")]
    trusted_proxy: Vec<Range>,
    /// Serve only: others work at what is done later, with `naungan serve` of their own
    #[arg(long)]
    no_worker: bool,
    /// A second database, of invented people, for programs with a key of the sandbox; made where there is
    /// none (default: beside a database whose people are invented, and none for one with real people)
    #[arg(long, value_name = "ADDRESS", env = "NAUNGAN_SANDBOX", hide_env_values = true)]
    sandbox: Option<String>,
    /// Open no sandbox
    #[arg(long, conflicts_with = "sandbox")]
    no_sandbox: bool,
    /// The folder that messages to people are put into (default: beside the database)
    #[arg(long, value_name = "FOLDER")]
    outbox: Option<PathBuf>,
    /// The mail server that messages leave by: `smtps://user:password@host?from=ADDRESS`, or smtp (STARTTLS);
    /// `&telephones=DOMAIN` for those to telephones (default: the folder)
    #[arg(long, value_name = "URL", env = "NAUNGAN_SMTP", hide_env_values = true)]
    smtp: Option<String>,
    /// Where staff may sign in: the issuer of an OpenID Connect provider
    #[arg(long, value_name = "URL", env = "NAUNGAN_OPENID_ISSUER")]
    #[arg(requires_all = ["openid_client", "openid_secret"])]
    openid_issuer: Option<String>,
    /// What the provider knows this counter by
    #[arg(long, value_name = "ID", env = "NAUNGAN_OPENID_CLIENT", requires = "openid_issuer")]
    openid_client: Option<String>,
    /// And its secret there; better given by the environment than where others see it
    #[arg(
        long,
        value_name = "SECRET",
        env = "NAUNGAN_OPENID_SECRET",
        hide_env_values = true,
        requires = "openid_issuer"
    )]
    openid_secret: Option<String>,
}

impl Arguments {
    /// A counter at an address, with everything else as usual.
    pub(super) const fn at(listen: SocketAddr, rate: u32) -> Arguments {
        Arguments {
            listen,
            public: None,
            offices: 6,
            rate,
            trusted_proxy: Vec::new(),
            no_worker: false,
            sandbox: None,
            no_sandbox: false,
            outbox: None,
            smtp: None,
            openid_issuer: None,
            openid_client: None,
            openid_secret: None,
        }
    }
}

/// Quiet addresses are forgotten so often.
const FORGET: Duration = Duration::from_mins(1);
pub(crate) fn run(cli: &Cli, arguments: &Arguments) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    if let Some(outbox) = &arguments.outbox {
        office.outbox.clone_from(outbox);
    }
    if let Some(smtp) = &arguments.smtp {
        office.mail = Some(Arc::new(MailServer::read(smtp)?));
    }
    if let (Some(issuer), Some(client), Some(secret)) =
        (&arguments.openid_issuer, &arguments.openid_client, &arguments.openid_secret)
    {
        office.openid = Some(Arc::new(OpenId::new(issuer, client, secret)?));
    }
    serve(office, arguments, Lang::from(cli.lang))?;
    Ok(Outcome::Fine)
}

/// Who is still being answered when it is told to stop has so long.
const LAST_ANSWERS: Duration = Duration::from_secs(30);

/// Serves until it is told to stop.
pub(super) fn serve(mut office: Office, arguments: &Arguments, lang: Lang) -> Result<()> {
    crate::ports::provider::check_settings()?;
    // A day that was set goes on while the counter is open: waits end, and sessions too.
    office.clock = office.clock.going_on();
    let listener = TcpListener::bind(arguments.listen)
        .with_context(|| format!("could not listen at {}", arguments.listen))?;
    listener.set_nonblocking(true)?;
    let listen = listener.local_addr()?;
    let public = arguments.public.clone().unwrap_or_else(|| format!("http://{listen}"));
    let settings = Settings {
        public: public.trim_end_matches('/').to_owned(),
        invented: !office.institution.is_production(),
        rate: arguments.rate,
    };
    messages::reached_at(&settings.public);
    let routes = [pages::routes(), api::routes()].concat();
    if is_behind_a_stranger(listen, &settings, &arguments.trusted_proxy) {
        eprintln!("{}", lang.pick(STRANGER[0], STRANGER[1]));
    }
    let sandbox = sandbox_of(&office, arguments, &settings, &routes)?;
    let counter = Counter::new(Pool::new(office, arguments.offices)?, settings.clone(), routes);
    let counter = counter.behind(arguments.trusted_proxy.clone()).with_sandbox(sandbox);
    let counter = Arc::new(counter);
    let stop = Arc::new(AtomicBool::new(false));
    let mut workers = Vec::new();
    if !arguments.no_worker {
        workers.push(worker(&counter, &stop, jobs::work)?);
        workers.push(worker(&counter, &stop, jobs::work_quickly)?);
        workers.push(worker(&counter, &stop, jobs::work_outward)?);
        if let Some(sandbox) = &counter.sandbox {
            workers.push(worker(sandbox, &stop, jobs::work)?);
            workers.push(worker(sandbox, &stop, jobs::work_outward)?);
        }
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    say(&format!("{} {}\n", lang.pick("melayani di", "serving at"), settings.public))?;
    let served = runtime.block_on(answer_all(listener, Arc::clone(&counter)));
    stop.store(true, Ordering::Relaxed);
    // Whoever still answers keeps her office until she is done.
    runtime.shutdown_timeout(LAST_ANSWERS);
    let ended: Vec<_> = workers.into_iter().map(JoinHandle::join).collect();
    // A connection to PostgreSQL has a runtime of its own and cannot be closed inside another: the counter
    // outlives this one.
    drop(counter);
    ended.into_iter().try_for_each(|one| one.map_err(|_| anyhow!("a worker fell")))?;
    served.context("the server stopped")
}

/// Offices of the sandbox: programs that are being written come seldom.
const SANDBOX_OFFICES: usize = 2;

/// The sandbox, where there is to be one.
fn sandbox_of(
    office: &Office,
    arguments: &Arguments,
    settings: &Settings,
    routes: &[Route],
) -> Result<Option<Arc<Counter>>> {
    let named = arguments.sandbox.as_ref().map(|text| {
        let Ok(address) = text.parse::<Address>();
        address
    });
    let usual = if office.institution.is_production() { None } else { sandbox::beside(&office.address) };
    let Some(address) = named.or(usual).filter(|_| !arguments.no_sandbox) else { return Ok(None) };
    let opened =
        sandbox::open(&address, office).with_context(|| format!("could not open the sandbox {address}"))?;
    // Requests are counted before it is known whose they are.
    let settings = Settings { invented: true, rate: 0, ..settings.clone() };
    let pool = Pool::new(opened, SANDBOX_OFFICES)?;
    Ok(Some(Arc::new(Counter::new(pool, settings, routes.to_vec()))))
}

/// What is said where all the world would be counted as one address.
const STRANGER: [&str; 2] = [
    "peringatan: semua permintaan lewat proxy dihitung sebagai satu alamat; sebutkan proxy itu dengan \
     --trusted-proxy",
    "warning: all requests that come through the proxy are counted as one address; name it with \
     --trusted-proxy",
];

/// Whether a proxy must stand before it, and is not known.
fn is_behind_a_stranger(listen: SocketAddr, settings: &Settings, proxies: &[Range]) -> bool {
    listen.ip().is_loopback() && settings.is_secure() && settings.rate > 0 && proxies.is_empty()
}

/// Answers until the terminal or the system asks to stop; requests in hand are answered before it ends.
async fn answer_all(listener: TcpListener, counter: Arc<Counter>) -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    tokio::spawn(events::look(Arc::clone(&counter)));
    if let Some(sandbox) = &counter.sandbox {
        tokio::spawn(events::look(Arc::clone(sandbox)));
    }
    let forgetting = Arc::clone(&counter);
    let forgetting = tokio::spawn(async move {
        loop {
            tokio::time::sleep(FORGET).await;
            forgetting.forget();
        }
    });
    let told = Arc::new(tokio::sync::Notify::new());
    let telling = Arc::clone(&told);
    let closing = Arc::clone(&counter);
    let stopping = async move {
        stopped().await;
        closing.events.close();
        closing.sandbox.iter().for_each(|sandbox| sandbox.events.close());
        telling.notify_one();
    };
    let service = router(counter).into_make_service_with_connect_info::<SocketAddr>();
    let served = axum::serve(listener, service).with_graceful_shutdown(stopping);
    let late = async {
        told.notified().await;
        tokio::time::sleep(LAST_ANSWERS).await;
    };
    let served = tokio::select! {
        served = served => served,
        // Whoever has not sent her request by now does not.
        () = late => Ok(()),
    };
    forgetting.abort();
    served
}

/// Somebody who does what is to be done later.
fn worker(
    counter: &Counter,
    stop: &Arc<AtomicBool>,
    work: fn(&mut Office, &AtomicBool),
) -> Result<JoinHandle<()>> {
    let mut office = counter.pool.beside()?;
    let stop = Arc::clone(stop);
    Ok(thread::spawn(move || work(&mut office, &stop)))
}

/// Until the terminal or the system asks to stop.
async fn stopped() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let Ok(mut terminated) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
        else {
            return;
        };
        tokio::select! {
            _ = interrupted => {}
            _ = terminated.recv() => {}
        }
    }
    #[cfg(not(unix))]
    let _ = interrupted.await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_that_is_not_known_is_warned_of() {
        let warns = |listen: &str, public: &str, rate: u32, proxies: &[&str]| {
            let settings = Settings { public: public.to_owned(), invented: true, rate };
            let proxies: Vec<Range> = proxies.iter().map(|one| one.parse().expect(one)).collect();
            is_behind_a_stranger(listen.parse().expect(listen), &settings, &proxies)
        };
        assert!(warns("127.0.0.1:80", "https://naungan.example", 20, &[]));
        assert!(warns("[::1]:80", "https://naungan.example", 20, &[]));
        assert!(!warns("127.0.0.1:80", "https://naungan.example", 20, &["127.0.0.1"]));
        assert!(!warns("127.0.0.1:80", "https://naungan.example", 0, &[]));
        assert!(!warns("127.0.0.1:80", "http://127.0.0.1:80", 20, &[]));
        assert!(!warns("203.0.113.1:80", "https://naungan.example", 20, &[]));
    }
}
