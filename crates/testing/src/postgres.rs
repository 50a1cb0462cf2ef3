//! A PostgreSQL server of the test's own, in a scratch directory, which ends with the program that began it.

use std::io::ErrorKind;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};
use std::{env, fs, process, thread};

use anyhow::{Context, Result, bail, ensure};

/// What we start, besides `sh`.
const PROGRAMS: [&str; 3] = ["initdb", "postgres", "createdb"];
const START_MAX: Duration = Duration::from_mins(1);
/// A socket's path must fit into 107 bytes, its name included.
const DIRECTORY_BYTES_MAX: usize = 80;

/// Reads until the program that holds the other end is gone, however it went; then stops the server.
const SUPERVISOR: &str = "\
\"$1/postgres\" -D \"$2/base\" -k \"$2\" >\"$2/log\" 2>&1 </dev/null &
server=$!
cat >/dev/null
kill -INT $server 2>/dev/null
wait $server
rm -rf \"$2\"
";

/// What a test needs: many connections, no care for the disk.
const QUICK: &str = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n";
/// What an institution has.
const DURABLE: &str = "fsync = on\nsynchronous_commit = on\nfull_page_writes = on\n";
const ALWAYS: &str = "\
listen_addresses = ''
max_connections = 200
shared_buffers = 256MB
max_wal_size = 4GB
log_min_messages = fatal
";

static COUNT: AtomicU32 = AtomicU32::new(0);

/// A running server. Dropped, or left behind by a program that ends, it stops and its directory is removed.
#[derive(Debug)]
pub struct Server {
    supervisor: Child,
    directory: PathBuf,
    programs: PathBuf,
    user: Option<(u32, u32)>,
    /// Two databases at once would copy one template.
    databases: Mutex<u32>,
}

impl Server {
    /// The server that all tests of this program share; begun when first asked for.
    ///
    /// A test without PostgreSQL would prove nothing, so it fails and says what to install.
    pub fn shared() -> &'static Server {
        static SHARED: OnceLock<Server> = OnceLock::new();
        SHARED.get_or_init(|| {
            Server::start().unwrap_or_else(|error| panic!("could not start a PostgreSQL server: {error:#}"))
        })
    }

    /// A server of one's own that does not wait for the disk.
    pub fn start() -> Result<Server> {
        start(QUICK)
    }

    /// A server of one's own that keeps what it has committed, for benchmarks.
    pub fn durable() -> Result<Server> {
        start(DURABLE)
    }

    /// A fresh database, by its address. The name only helps to know it again.
    pub fn database(&self, name: &str) -> String {
        self.create(name).unwrap_or_else(|error| panic!("could not create a database for {name}: {error:#}"))
    }

    /// Where its files are.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    fn create(&self, name: &str) -> Result<String> {
        let mut count = self.databases.lock().unwrap_or_else(PoisonError::into_inner);
        *count += 1;
        let plain: String =
            name.chars().filter(|letter| letter.is_ascii_lowercase() || *letter == '_').collect();
        let name = format!("{plain}_{count}");
        let mut createdb = command(&self.programs.join("createdb"), self.user);
        createdb.arg("-h").arg(&self.directory).args(["-U", "postgres", "-T", "template0", &name]);
        done(createdb)?;
        Ok(format!("host={} user=postgres dbname={name}", self.directory.display()))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.supervisor.stdin.take());
        let _ = self.supervisor.wait();
    }
}

fn start(settings: &str) -> Result<Server> {
    let programs = programs()?;
    let user = other_user()?;
    let directory = directory(user)?;
    let base = directory.join("base");
    let mut initdb = command(&programs.join("initdb"), user);
    initdb.arg("-D").arg(&base).args(["-U", "postgres", "-A", "trust", "-E", "UTF8"]);
    // The order of letters is that of bytes, as in SQLite, and not that of the machine.
    initdb.args(["--locale=C", "--no-sync", "--no-instructions"]);
    done(initdb)?;
    let file = base.join("postgresql.auto.conf");
    fs::write(&file, format!("{ALWAYS}{settings}")).context("could not write the server's settings")?;
    let mut supervisor = command(Path::new("sh"), user);
    supervisor.args(["-c", SUPERVISOR, "sh"]).arg(&programs).arg(&directory);
    // In a group of its own, so that an interrupt at the keyboard reaches only the program that tests.
    supervisor.process_group(0).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let supervisor = supervisor.spawn().context("could not start sh")?;
    let server = Server { supervisor, directory, programs, user, databases: Mutex::new(0) };
    wait(&server.directory)?;
    Ok(server)
}

/// Until the server has written that it is ready.
fn wait(directory: &Path) -> Result<()> {
    let begun = Instant::now();
    loop {
        let state = fs::read_to_string(directory.join("base/postmaster.pid")).unwrap_or_default();
        if state.lines().nth(7).is_some_and(|line| line.trim() == "ready") {
            return Ok(());
        }
        if begun.elapsed() > START_MAX {
            let log = fs::read_to_string(directory.join("log")).unwrap_or_default();
            bail!("it was not ready after {} seconds; it says: {log}", START_MAX.as_secs());
        }
        thread::sleep(Duration::from_millis(5));
    }
}

/// The directory that holds the programs: on the path, or where Debian keeps each version, the newest first.
fn programs() -> Result<PathBuf> {
    let mut places: Vec<PathBuf> =
        env::var_os("PATH").map_or(Vec::new(), |path| env::split_paths(&path).collect());
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut versions: Vec<PathBuf> = versions.map(|entry| entry.path()).collect();
    versions.sort_by_key(|path| {
        let version = path.file_name().and_then(|name| name.to_str()?.parse::<u32>().ok());
        std::cmp::Reverse(version)
    });
    places.extend(versions.into_iter().map(|version| version.join("bin")));
    let place = places.into_iter().find(|place| PROGRAMS.iter().all(|name| place.join(name).is_file()));
    place.with_context(|| {
        format!("{} are not here: `apt-get install postgresql` brings them", PROGRAMS.join(", "))
    })
}

/// PostgreSQL refuses to run as root: then it runs as `postgres`, or else as `nobody`.
fn other_user() -> Result<Option<(u32, u32)>> {
    let own = fs::metadata("/proc/self").map(|own| std::os::unix::fs::MetadataExt::uid(&own));
    if own.unwrap_or(1) != 0 {
        return Ok(None);
    }
    let users = fs::read_to_string("/etc/passwd").context("could not read the list of users")?;
    let number = |name: &str| {
        let line = users.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut parts = line.split(':').skip(2);
        Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
    };
    let user = number("postgres").or_else(|| number("nobody"));
    Ok(Some(user.context("there is no user besides root to run PostgreSQL as")?))
}

fn directory(user: Option<(u32, u32)>) -> Result<PathBuf> {
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = format!("naungan-postgres-{}-{number}", process::id());
    let place = env::temp_dir();
    let short = place.as_os_str().len() + name.len() < DIRECTORY_BYTES_MAX;
    let directory = if short { place.join(name) } else { Path::new("/tmp").join(name) };
    match fs::remove_dir_all(&directory) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            bail!("could not clear {}: {error}", directory.display())
        }
        _ => {}
    }
    fs::create_dir_all(&directory).with_context(|| format!("could not make {}", directory.display()))?;
    fs::set_permissions(&directory, fs::Permissions::from_mode(0o700))?;
    if let Some((user, group)) = user {
        chown(&directory, Some(user), Some(group)).context("could not give the directory away")?;
    }
    Ok(directory)
}

fn command(program: &Path, user: Option<(u32, u32)>) -> Command {
    let mut command = Command::new(program);
    // Nothing of the machine's own settings for PostgreSQL, and a place that every user may stand in.
    for name in ["PGHOST", "PGPORT", "PGUSER", "PGDATABASE", "PGPASSWORD", "PGOPTIONS", "PGSERVICE", "PGDATA"]
    {
        command.env_remove(name);
    }
    command.current_dir("/");
    if let Some((user, group)) = user {
        command.uid(user).gid(group);
    }
    command
}

fn done(mut command: Command) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().with_context(|| format!("could not start {name}"))?;
    ensure!(output.status.success(), "{name} failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    Ok(())
}
