//! The lines of a bank's file or statement: each booked on its own, once, whatever happens to the others.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Result, anyhow};
use rules::render::Lang;
use scheme::refusal::Refusal;
use store::Trouble;
use store::queries::bills;

use super::once::KEY_TAKEN;
use super::receive_payment::{self, ForWhom, ReceivePayment};
use crate::commands;
use crate::office::{Office, code};
use crate::ports::camt::{Credit, Credits, Unread};

/// Lines with their numbers, read or with what is wrong with them.
pub(crate) type Lines = Vec<(u64, Result<(ReceivePayment, String), String>)>;

/// What came of all lines.
#[derive(Default)]
pub(crate) struct Sum {
    pub(crate) booked: usize,
    pub(crate) amount: i64,
    /// Lines that were booked before, by this file or by another.
    pub(crate) known: usize,
    pub(crate) rejects: Vec<(u64, String)>,
}

/// The credits of a statement as lines.
pub(crate) fn of_statement(credits: Credits) -> Lines {
    let line = |credit: Credit| {
        let Credit { code, amount, day, reference } = credit;
        let channel = String::new();
        let for_whom = ForWhom::Code(code);
        (ReceivePayment { for_whom, amount, day, channel, reference: reference.clone() }, reference)
    };
    let why = |unread: Unread| unread.why;
    credits.into_iter().map(|(at, credit)| (at, credit.map(line).map_err(why))).collect()
}

/// Books lines that have been read, wherever they come from.
pub(crate) fn run(
    office: &mut Office,
    mut lines: Lines,
    workers: usize,
    (channel, lang): (&str, Lang),
) -> Result<Sum> {
    refuse_repeated(&mut lines, lang);
    let next = AtomicUsize::new(0);
    let sum = Mutex::new(Sum::default());
    let mut others: Vec<Office> = (1..workers).map(|_| office.beside()).collect::<Result<_>>()?;
    thread::scope(|scope| {
        let (lines, next, sum) = (&lines, &next, &sum);
        let handles: Vec<_> = others
            .iter_mut()
            .map(|other| scope.spawn(move || book(other, lines, (channel, lang), next, sum)))
            .collect();
        let mine = book(office, lines, (channel, lang), next, sum);
        for handle in handles {
            handle.join().map_err(|_| anyhow!("a worker stopped"))??;
        }
        mine
    })?;
    sum.into_inner().map_err(|_| anyhow!("a worker stopped"))
}

/// A reference tells a payment from every other. Of lines that share one nobody knows which is meant, so that
/// none is booked.
pub(crate) fn refuse_repeated(lines: &mut Lines, lang: Lang) {
    let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, (_, line)) in lines.iter().enumerate() {
        if let Ok((_, reference)) = line {
            places.entry(reference.clone()).or_default().push(place);
        }
    }
    for (reference, places) in places.into_iter().filter(|(_, places)| places.len() > 1) {
        let at: Vec<String> = places.iter().map(|place| lines[*place].0.to_string()).collect();
        let at = at.join(lang.pick(" dan ", " and "));
        for place in places {
            lines[place].1 = Err(match lang {
                Lang::Id => format!(
                    "referensi {reference} ada di baris {at}: beri setiap pembayaran referensinya sendiri, \
                     atau hapus baris yang berulang"
                ),
                Lang::En => format!(
                    "the reference {reference} stands on lines {at}: give each payment its own, or take out \
                     the line that is there twice"
                ),
            });
        }
    }
}

fn book(
    office: &mut Office,
    lines: &Lines,
    (channel, lang): (&str, Lang),
    next: &AtomicUsize,
    sum: &Mutex<Sum>,
) -> Result<()> {
    while let Some((at, line)) = lines.get(next.fetch_add(1, Ordering::Relaxed)) {
        let booked = match line {
            Err(why) => Err(why.clone()),
            Ok((payment, reference)) => {
                let payment = ReceivePayment { channel: channel.to_owned(), ..payment.clone() };
                let key = format!("{channel} {reference}");
                let received = receive_payment::told(office, &payment, Some(&key));
                match received {
                    Ok(received) => Ok((received.is_new, payment.amount)),
                    Err(error) => match why(office, &payment, &error, lang)? {
                        Some(why) => Err(why),
                        None => {
                            return Err(error.context(match lang {
                                Lang::Id => {
                                    format!("terhenti di baris {at}; berkas yang sama dapat diberikan lagi")
                                }
                                Lang::En => format!("stopped at line {at}; the same file can be given again"),
                            }));
                        }
                    },
                }
            }
        };
        let mut sum = sum.lock().map_err(|_| anyhow!("a worker stopped"))?;
        match booked {
            Ok((true, amount)) => {
                sum.booked += 1;
                sum.amount += amount;
            }
            Ok((false, _)) => sum.known += 1,
            Err(why) => sum.rejects.push((*at, why)),
        }
    }
    Ok(())
}

/// Why a payment was not booked; nothing where the machine is broken, which stops all of them: what is wrong
/// with one does not.
pub(crate) fn why(
    office: &mut Office,
    payment: &ReceivePayment,
    error: &anyhow::Error,
    lang: Lang,
) -> Result<Option<String>> {
    if matches!(Trouble::of(error), Trouble::Lost | Trouble::Full | Trouble::Conflict) {
        return Ok(None);
    }
    if code_of_refusal(error) == Some(KEY_TAKEN) {
        return Ok(Some(of_another(&payment.reference, lang)));
    }
    if let ForWhom::Code(code) = payment.for_whom
        && is_unknown(error)
        && office.look(|unit, _| bills::by_code(unit, code))?.is_none()
    {
        return Ok(Some(no_bill(code, lang).to_string()));
    }
    Ok(Some(commands::told(error, lang)))
}

/// Whether nothing is paid under the code; promises and gifts have codes too, and refuse in words of theirs.
fn is_unknown(error: &anyhow::Error) -> bool {
    matches!(code_of_refusal(error), Some("not_there" | "no_code"))
}

fn code_of_refusal(error: &anyhow::Error) -> Option<&'static str> {
    error.chain().find_map(|cause| cause.downcast_ref::<Refusal>()).map(|refusal| refusal.code)
}

/// A reference under which another payment was booked before.
fn of_another(reference: &str, lang: Lang) -> String {
    match lang {
        Lang::Id => format!(
            "referensi {reference} sudah dibukukan untuk pembayaran lain (kode atau jumlahnya berbeda): \
             tanyakan kepada bank mana yang benar"
        ),
        Lang::En => format!(
            "the reference {reference} was booked before for another payment (its code or amount differs): \
             ask the bank which is right"
        ),
    }
}

/// What came of a payment; that a code is on no bill is said in the reader's language.
pub(crate) fn in_words<T>(
    office: &mut Office,
    asked: &ReceivePayment,
    received: Result<T>,
    lang: Lang,
) -> Result<T> {
    if let (Err(error), ForWhom::Code(code)) = (&received, asked.for_whom)
        && is_unknown(error)
        && office.look(|unit, _| bills::by_code(unit, code))?.is_none()
    {
        return Err(no_bill(code, lang));
    }
    received
}

/// A code that is on no bill.
pub(crate) fn no_bill(code: i64, lang: Lang) -> anyhow::Error {
    let code = code::shown(code);
    match lang {
        Lang::Id => anyhow!("tidak ada tagihan dengan kode iuran {code}"),
        Lang::En => anyhow!("no bill has the payment code {code}"),
    }
}
