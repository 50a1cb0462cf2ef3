//! What somebody has sent in at `/register` is done beside the page, and what came of it is said by message.
//!
//! The page says the same, and takes as long, whether the NIK is somebody's or nobody's: who is new hears of
//! her card on the telephone that was proved, who was known already on the one that we know.

use anyhow::{Context, Result};
use base::Nik;
use rules::render::Lang;
use scheme::id::PersonId;
use scheme::refusal::Refusal;
use serde::{Deserialize, Serialize};
use store::Unit;
use store::queries::drafts;
use store::queries::jobs::Job;

use super::register_person::NIK_TAKEN;
use super::register_self::{self, Joined, REGISTRY_DEAD, RegisterSelf};
use crate::auth::{sessions, tallies};
use crate::books::grouped;
use crate::hex;
use crate::jobs::{self, Progress, from_hex};
use crate::messages::{self, Said};
use crate::office::{Desk, Office};
use crate::registry::people;

/// The kind of job.
pub(crate) const KIND: &str = "register_self";

/// What was sent in, as it waits.
#[derive(Serialize, Deserialize)]
pub(crate) struct Sent {
    pub(crate) nik: String,
    pub(crate) name: String,
    pub(crate) phone: String,
    pub(crate) sector: String,
    pub(crate) income: i64,
    pub(crate) saves: bool,
    /// The name of the request: the same is done once, however often it is sent.
    pub(crate) key: String,
    /// Where the counter is, for the links of a message.
    pub(crate) place: String,
}

/// Keeps what was sent in, sealed, until a worker has done it.
pub(crate) fn later(office: &mut Office, sent: &Sent) -> Result<()> {
    let token = sessions::hash(&sent.key);
    let plain = serde_json::to_vec(sent)?;
    office.unit(|unit, desk| {
        let sealed = desk.keys.seal(&context(&token), &plain);
        // Where it waits already, the button was pressed twice.
        if drafts::swap(unit, &token, 0, &sealed, desk.now)? {
            jobs::later(unit, desk, KIND, &hex::of(&token), (None, None))?;
        }
        Ok(())
    })
}

/// Registers whoever was sent in, or tells the one who has the NIK; safe to do twice.
pub(crate) fn run(office: &mut Office, job: &Job, _: Progress<'_>) -> Result<Option<String>> {
    let token = from_hex(&job.asked).context("a draft without a name")?;
    let Some(sent) = office.look(|unit, desk| read(unit, desk, &token))? else { return Ok(None) };
    let asked = sent.asked()?;
    let said = |unit: &mut Unit<'_>, desk: &Desk<'_>, joined: &Joined| {
        let (person, text) = (Some(PersonId(joined.person)), welcome(desk, &sent, joined));
        say(unit, desk, person, &sent.phone, text)
    };
    if let Err(error) = register_self::run(office, &asked, &sent.key, &said) {
        let Some(refusal) = error.chain().find_map(|cause| cause.downcast_ref::<Refusal>()) else {
            return Err(error);
        };
        office.unit(|unit, desk| refused(unit, desk, &sent, refusal))?;
    }
    office.unit(|unit, _| drafts::drop(unit, &token))?;
    Ok(None)
}

impl Sent {
    fn nik(&self) -> Result<Nik> {
        self.nik.parse().ok().context("what was sent in has no NIK")
    }

    pub(crate) fn asked(&self) -> Result<RegisterSelf> {
        Ok(RegisterSelf {
            nik: self.nik()?,
            name: self.name.clone(),
            phone: self.phone.clone(),
            sector: self.sector.clone(),
            income: self.income,
            saves: self.saves,
        })
    }
}

fn read(unit: &mut Unit<'_>, desk: &Desk<'_>, token: &[u8]) -> Result<Option<Sent>> {
    let Some(sealed) = drafts::read(unit, token)? else { return Ok(None) };
    Ok(Some(serde_json::from_slice(&desk.keys.open(&context(token), &sealed)?)?))
}

fn context(token: &[u8]) -> String {
    format!("draft.sealed.{}", hex::of(token))
}

fn say(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    person: Option<PersonId>,
    phone: &str,
    text: String,
) -> Result<()> {
    let said = Said { person, account: None, address: phone.to_owned(), text };
    messages::say(unit, desk, &said).map(drop)
}

/// Whoever has the NIK, or had it until she died, hears of it where we know her; nobody else does.
fn refused(unit: &mut Unit<'_>, desk: &Desk<'_>, sent: &Sent, refusal: &Refusal) -> Result<()> {
    if ![NIK_TAKEN, REGISTRY_DEAD].contains(&refusal.code) {
        let name = &desk.institution.name;
        let text = format!("{name}: belum terdaftar: {}\n{name}: not registered: {}", refusal.id, refusal.en);
        return say(unit, desk, None, &sent.phone, text);
    }
    let holders = people::by_nik(unit, desk, sent.nik()?)?;
    let Some(holder) = holders.first() else { return Ok(()) };
    let (person, telephone) = (holder.id, holder.identity().phone.clone());
    match telephone {
        Some(telephone) if tallies::may_tell(unit, desk, &telephone)? => {
            let text = known(&desk.institution.name, &sent.place);
            say(unit, desk, Some(person), &telephone, text)
        }
        _ => Ok(()),
    }
}

fn known(name: &str, place: &str) -> String {
    format!(
        "{name}: ada yang mendaftar dengan NIK Anda. Bila itu Anda, Anda sudah terdaftar: masuklah di \
         {place}/sign-in. Bila bukan, abaikan: data Anda tidak diperlihatkan dan tidak diubah.\n\
         {name}: somebody is registering with your NIK. If it is you, you are registered already: sign in at \
         {place}/sign-in. If it is not you, you need not do anything: nothing of yours was shown or changed."
    )
}

fn welcome(desk: &Desk<'_>, sent: &Sent, joined: &Joined) -> String {
    let (name, place, kpj) = (&desk.institution.name, &sent.place, &joined.kpj);
    let [bill_id, bill_en] = joined.bill.as_ref().map_or_else(
        || {
            ["Iuran pertama diberitahukan kantor cabang.", "A branch tells you what to pay."]
                .map(str::to_owned)
        },
        |(code, amount)| {
            let [in_id, in_en] = [Lang::Id, Lang::En].map(|lang| grouped(*amount, lang));
            [
                format!("Anda terlindungi sejak iuran pertama dibayar: Rp{in_id}, {place}/pay/{code}"),
                format!("You are protected from the first contribution on: Rp{in_en}, {place}/pay/{code}"),
            ]
        },
    );
    let [wait_id, wait_en] = match &*joined.registry {
        "confirmed" => ["", ""],
        _ => [
            " Data kependudukan belum menjawab; Anda tidak perlu melakukan apa pun.",
            " The civil registry has not answered yet; you need not do anything.",
        ],
    };
    format!(
        "{name}: Anda terdaftar. Nomor kartu {kpj}. {bill_id}{wait_id}\n\
         {name}: you are registered. Card number {kpj}. {bill_en}{wait_en}"
    )
}
