//! A mail server that messages leave by, where an institution has one.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail, ensure};
use lettre::message::Mailbox;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Message, SmtpTransport, Transport};

use crate::serve::form::Form;

/// A server that does not answer keeps a worker no longer than this at each step.
const WAIT_MAX: Duration = Duration::from_secs(10);

/// A mail server, and in whose name it sends.
pub(crate) struct MailServer {
    transport: SmtpTransport,
    from: Mailbox,
    /// Where a message to a telephone is mailed to: `0812…@sms.example`; without it none goes this way.
    telephones: Option<String>,
    /// What the server has taken and the database does not know yet: it is not sent again.
    taken: Mutex<BTreeSet<i64>>,
}

/// A message that leaves.
pub(crate) struct Letter<'a> {
    pub(crate) id: i64,
    /// A telephone or an address of electronic mail.
    pub(crate) address: &'a str,
    pub(crate) subject: &'a str,
    pub(crate) text: &'a str,
}

impl MailServer {
    /// Reads `smtp://user:password@host:port?from=ADDRESS&telephones=DOMAIN&tls=none`.
    ///
    /// `smtps` is encrypted from the first byte, `smtp` after STARTTLS, which the server has to offer; only
    /// to this machine, or where `tls=none` says so, nothing is encrypted.
    pub(crate) fn read(address: &str) -> Result<MailServer> {
        let (server, query) = address.split_once('?').unwrap_or((address, ""));
        let query = Form::read(query).context("the part after the ? of the mail server cannot be read")?;
        let from: Mailbox =
            query.get("from").parse().map_err(|_| anyhow!("the mail server lacks from=ADDRESS"))?;
        let (scheme, rest) =
            server.split_once("://").context("a mail server begins with smtp:// or smtps://")?;
        let host = rest.rsplit('@').next().unwrap_or(rest).split('/').next().unwrap_or_default();
        let is_here = |here: &&str| host == *here || host.starts_with(&format!("{here}:"));
        let is_here = ["localhost", "127.0.0.1", "[::1]"].iter().any(is_here);
        let tls = match (scheme, query.get("tls")) {
            ("smtps", "") => "",
            ("smtp", "none") => "",
            ("smtp", "") if is_here => "",
            ("smtp", "" | "required") => "?tls=required",
            (scheme, tls) => bail!("no way to send mail by {scheme} with tls={tls}"),
        };
        let transport = SmtpTransport::from_url(&format!("{server}{tls}"));
        let transport = transport.map_err(|_| anyhow!("the address of the mail server cannot be read"))?;
        let name = ClientId::Domain(from.email.domain().to_owned());
        let transport = transport.hello_name(name).timeout(Some(WAIT_MAX)).build();
        let telephones = Some(query.get("telephones").to_owned()).filter(|domain| !domain.is_empty());
        Ok(MailServer { transport, from, telephones, taken: Mutex::new(BTreeSet::new()) })
    }

    /// Where it sends a message to this address; nothing if it does not.
    fn mailbox(&self, address: &str) -> Option<Mailbox> {
        if address.contains('@') {
            return address.parse().ok();
        }
        let figures: String = address.chars().filter(char::is_ascii_digit).collect();
        format!("{figures}@{}", self.telephones.as_ref()?).parse().ok()
    }

    /// Whether messages to an address leave by it.
    pub(crate) fn takes(&self, address: &str) -> bool {
        self.mailbox(address).is_some()
    }

    /// Sends a message, unless the server has taken it already.
    ///
    /// What went wrong is told without the words of the server: they may name the person.
    pub(crate) fn send(&self, letter: &Letter<'_>) -> Result<()> {
        if self.taken().contains(&letter.id) {
            return Ok(());
        }
        let to = self.mailbox(letter.address).context("an address that no mail goes to")?;
        let made_here =
            HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".into());
        let message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(letter.subject)
            .date_now()
            // A server that gets it twice after all, because a machine fell, can tell.
            .message_id(Some(format!("<{}@{}>", letter.id, self.from.email.domain())))
            .raw_header(made_here)
            .header(ContentType::TEXT_PLAIN)
            .body(letter.text.to_owned())
            .map_err(|_| anyhow!("the message cannot be written as mail"))?;
        match self.transport.send(&message) {
            Ok(answer) => ensure!(answer.is_positive(), "the mail server answered {}", answer.code()),
            Err(error) => match error.status() {
                Some(code) => bail!("the mail server answered {code}"),
                None if error.is_timeout() => bail!("the mail server did not answer in time"),
                None => bail!("the mail server could not be reached or understood"),
            },
        }
        self.taken().insert(letter.id);
        Ok(())
    }

    /// The database knows that a message was sent.
    pub(crate) fn is_noted(&self, id: i64) {
        self.taken().remove(&id);
    }

    fn taken(&self) -> std::sync::MutexGuard<'_, BTreeSet<i64>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::MailServer;

    #[test]
    fn a_server_is_read_or_refused() {
        let read = |address: &str| MailServer::read(address).map(drop).map_err(|error| error.to_string());
        for good in [
            "smtp://127.0.0.1:2525?from=kantor@naungan.example",
            "smtps://user:p%40ss@mail.example?from=kantor@naungan.example&telephones=sms.example",
            "smtp://mail.example?from=kantor@naungan.example",
            "smtp://mail.example:25?from=kantor@naungan.example&tls=none",
        ] {
            assert_eq!(read(good), Ok(()), "{good}");
        }
        for (bad, why) in [
            ("smtp://mail.example", "the mail server lacks from=ADDRESS"),
            ("mail.example?from=a@b.example", "a mail server begins with smtp:// or smtps://"),
            ("http://mail.example?from=a@b.example", "no way to send mail by http with tls="),
            ("smtps://mail.example?from=a@b.example&tls=none", "no way to send mail by smtps with tls=none"),
        ] {
            assert_eq!(read(bad), Err(why.to_owned()), "{bad}");
        }
    }

    #[test]
    fn telephones_leave_by_mail_only_where_somebody_takes_them() {
        let with = "smtp://localhost?from=kantor@naungan.example&telephones=sms.example";
        let with = MailServer::read(with).expect("a server");
        let without = MailServer::read("smtp://localhost?from=kantor@naungan.example").expect("a server");
        assert!(with.takes("+62 812-9999") && !without.takes("+62 812-9999"));
        assert!(without.takes("siti@example.org") && !without.takes("@"));
    }
}
