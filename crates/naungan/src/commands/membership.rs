//! `naungan membership`: people join, change, leave, move, come back, are paid for by others.

pub(crate) mod show;

use anyhow::Result;
use base::{Day, Kpj, Month};
use clap::{Args, Subcommand};
use rules::render::Lang;
use scheme::id::{MembershipId, PayerId, PersonId};
use scheme::memberships::Segment;
use serde_json::{Value, json};

use super::register::{Pair, answer, bills_json, bills_text, pair};
use super::{Cli, Outcome, open};
use crate::actions::change_membership::{self, Changed, Sponsored};
use crate::actions::enrol_member::{self, EnrolMember, Enrolled};
use crate::books::correct::Corrected;
use crate::books::grouped;
use crate::office::Office;
use crate::registry::members;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Somebody joins, in a segment, with a payer, from a day on
    Enrol(Enrol),
    /// Something changes from a month on, such as the wage; months that were assessed are assessed again
    Set(Set),
    /// The last day
    End(End),
    /// Take an end back
    Reopen(One),
    /// End the membership the day before and join another payer
    Move(Move),
    /// Begin again under the old number, after an end
    Resume(Resume),
    /// Somebody else pays for some months
    Sponsor(Sponsor),
    /// Month by month: facts, what is owed, what is paid; and the cover today
    Show(One),
}

#[derive(Args, Debug)]
struct Enrol {
    /// The person's number
    person: i64,
    /// One of `wage_earner`, `self_employed`, `construction`, `migrant`
    #[arg(long)]
    segment: Segment,
    /// The employer or project, by number; nobody for who pays for herself
    #[arg(long)]
    payer: Option<i64>,
    /// The first day
    #[arg(long, value_name = "YYYY-MM-DD")]
    from: Day,
    /// A card number that was given before (default: a new one)
    #[arg(long)]
    kpj: Option<Kpj>,
    /// A first fact, such as `wage=5000000` or `sector=transport`; may be repeated
    #[arg(long, value_name = "FACT=VALUE", value_parser = pair)]
    set: Vec<Pair>,
    /// A name of this request: the same again gets the same answer and enrols nobody twice
    #[arg(long)]
    key: Option<String>,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct Set {
    /// The membership's number
    membership: i64,
    /// The law's name of the fact, such as wage
    fact: String,
    /// The value; without one, what was said from that month on is withdrawn
    value: Option<String>,
    /// The first month it is true for
    #[arg(long, value_name = "YYYY-MM")]
    from: Month,
    /// The first month it is no longer true for (default: it holds until the next report)
    #[arg(long, value_name = "YYYY-MM")]
    until: Option<Month>,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct End {
    /// The membership's number
    membership: i64,
    /// The last day; its month is still covered
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Day,
    /// One of `resigned`, `dismissed`, `contract_ended`, `retired`, `moved`, `left_indonesia`, `other`
    #[arg(long)]
    reason: String,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct One {
    /// The membership's number
    membership: i64,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct Move {
    /// The membership's number
    membership: i64,
    /// The new payer, by number
    #[arg(long)]
    to: i64,
    /// The first day there
    #[arg(long, value_name = "YYYY-MM-DD")]
    from: Day,
    /// A first fact there, such as `wage=5000000`; may be repeated
    #[arg(long, value_name = "FACT=VALUE", value_parser = pair)]
    set: Vec<Pair>,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct Resume {
    /// The membership's number
    membership: i64,
    /// The new first day (default: today)
    #[arg(long, value_name = "YYYY-MM-DD")]
    from: Option<Day>,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct Sponsor {
    /// The membership's number
    membership: i64,
    /// The sponsor or platform, by number
    #[arg(long)]
    payer: i64,
    /// Where the money comes from: `donor`, `platform` or `public_budget`
    #[arg(long)]
    funded_by: String,
    /// The first month
    #[arg(long, value_name = "YYYY-MM")]
    from: Month,
    /// The first month the member pays again herself
    #[arg(long, value_name = "YYYY-MM")]
    until: Option<Month>,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(cli: &Cli, arguments: &Arguments) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let lang = Lang::from(cli.lang);
    let id = MembershipId;
    let (membership, bills, as_json) = match &arguments.command {
        Command::Enrol(arguments) => return enrol(cli, &mut office, arguments),
        Command::Move(arguments) => return move_to(cli, &mut office, arguments),
        Command::Show(one) => return show::run(&mut office, one.membership, lang, one.json),
        Command::Set(set) => {
            let asked = Changed {
                membership: id(set.membership),
                name: set.fact.clone(),
                value: set.value.clone(),
                from: set.from,
                until: set.until,
            };
            (set.membership, change_membership::change(&mut office, &asked)?, set.json)
        }
        Command::End(end) => {
            let bills = change_membership::end(&mut office, id(end.membership), end.on, &end.reason)?;
            (end.membership, bills, end.json)
        }
        Command::Reopen(one) => {
            (one.membership, change_membership::reopen(&mut office, id(one.membership))?, one.json)
        }
        Command::Resume(resume) => {
            let day = resume.from.unwrap_or_else(|| office.today());
            let bills = change_membership::resume(&mut office, id(resume.membership), day)?;
            (resume.membership, bills, resume.json)
        }
        Command::Sponsor(sponsor) => {
            let asked = Sponsored {
                membership: id(sponsor.membership),
                funder: PayerId(sponsor.payer),
                funded_by: sponsor.funded_by.clone(),
                from: sponsor.from,
                until: sponsor.until,
            };
            (sponsor.membership, change_membership::sponsor(&mut office, &asked)?, sponsor.json)
        }
    };
    changed(&mut office, (id(membership), &bills), lang, as_json)
}

/// What the membership has become.
fn changed(
    office: &mut Office,
    (membership, bills): (MembershipId, &[Corrected]),
    lang: Lang,
    as_json: bool,
) -> Result<Outcome> {
    let months = office.look(|unit, _| {
        let person = members::row(unit, membership)?.person;
        members::whole(unit, person)?.stretches(membership)
    })?;
    let (covered, text) = (show::months_json(&months), show::months_text(&months, lang));
    let text = match lang {
        Lang::Id => format!("kepesertaan {membership}: {text}\n"),
        Lang::En => format!("membership {membership}: {text}\n"),
    };
    let value = json!({ "membership": membership.0, "covered": covered, "bills": bills_json(bills) });
    answer(as_json, &value, &format!("{text}{}", bills_text(bills, lang)))
}

fn enrol(cli: &Cli, office: &mut Office, arguments: &Enrol) -> Result<Outcome> {
    let asked = EnrolMember {
        person: PersonId(arguments.person),
        segment: arguments.segment,
        payer: arguments.payer.map(PayerId),
        started: arguments.from,
        kpj: arguments.kpj,
        facts: arguments.set.clone(),
    };
    let enrolled = enrol_member::run(office, &asked, arguments.key.as_deref())?;
    let lang = Lang::from(cli.lang);
    answer(arguments.json, &enrolled_json(&enrolled), &enrolled_text(&enrolled, lang))
}

fn move_to(cli: &Cli, office: &mut Office, arguments: &Move) -> Result<Outcome> {
    let lang = Lang::from(cli.lang);
    let membership = MembershipId(arguments.membership);
    let row = office.look(|unit, _| members::row(unit, membership))?;
    let new = EnrolMember {
        person: row.person,
        segment: row.segment.parse()?,
        payer: Some(PayerId(arguments.to)),
        started: arguments.from,
        kpj: None,
        facts: arguments.set.clone(),
    };
    let (bills, enrolled) = change_membership::move_to(office, membership, &new)?;
    let mut value = enrolled_json(&enrolled);
    value["moved_from"] = json!(membership.0);
    value["bills"] = bills_json(&bills);
    let text = format!("{}{}", enrolled_text(&enrolled, lang), bills_text(&bills, lang));
    answer(arguments.json, &value, &text)
}

fn enrolled_json(enrolled: &Enrolled) -> Value {
    let programmes = enrolled.programmes.iter().map(
        |(programme, duty, citation)| json!({ "programme": programme, "duty": duty, "provision": citation }),
    );
    let bill = enrolled.bill.as_ref().map(|(code, owed)| json!({ "code": code, "owed": owed }));
    json!({
        "membership": enrolled.membership, "payer": enrolled.payer, "kpj": enrolled.kpj,
        "programmes": programmes.collect::<Value>(), "bill": bill,
    })
}

fn enrolled_text(enrolled: &Enrolled, lang: Lang) -> String {
    let Enrolled { membership, payer, kpj, programmes, bill } = enrolled;
    let mut text = match lang {
        Lang::Id => format!("kepesertaan {membership}, KPJ {kpj}, pembayar {payer}\n"),
        Lang::En => format!("membership {membership}, KPJ {kpj}, payer {payer}\n"),
    };
    for (programme, duty, citation) in programmes {
        let duty = match duty.as_str() {
            "mandatory" => lang.pick("wajib", "mandatory"),
            "voluntary" => lang.pick("sukarela", "voluntary"),
            "not_open" => lang.pick("tidak terbuka", "not open"),
            _ => lang.pick("belum jelas", "unclear"),
        };
        text.push_str(&format!("  {programme:<4} {duty:<13} {}\n", citation.as_deref().unwrap_or_default()));
    }
    if let Some((code, owed)) = bill {
        let bill = lang.pick("tagihan pertama", "first bill");
        let word = lang.pick("kode", "code");
        text.push_str(&format!("  {bill} {}, {word} {code}\n", grouped(*owed, lang)));
    }
    text
}
