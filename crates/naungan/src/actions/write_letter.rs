//! The letter of a decision is written from what was decided, kept the same for ever, and its reader is told.

use anyhow::Result;
use scheme::claims::give_back::Plan;
use scheme::claims::letter::{self, Addressee, Decided, Letter, Money, Office};
use scheme::claims::{Assessment, Bearer, papers};
use scheme::events::Heirs;
use scheme::id::PersonId;
use scheme::law::ClaimLaw;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::{branches, cases, claims as rows, heir_doors, marks};

use super::assess_claim::{ADVANCED, Found, found};
use crate::auth::claims::telephone;
use crate::auth::{Of, owner};
use crate::messages::{self, Said};
use crate::office::Desk;
use crate::registry::claims::Held;
use crate::registry::heirs::{self, Kinship};
use crate::registry::{letters, members, people};
use crate::views::provinces;

/// Writes the letter of a claim that was approved; gives its number.
pub(crate) fn granted(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    held: &Held,
    found: &Found,
    money: &Money,
) -> Result<i64> {
    let law = ClaimLaw::new(desk.law)?;
    let written = write(unit, desk, (held, found), |record, decided| {
        Ok(letter::letter(&law, record, decided)?.with_money(&law, money))
    })?;
    send(unit, desk, held, &written)
}

/// Writes the letter of a claim that was rejected. What an employer has to pay herself is said with its
/// amounts.
pub(crate) fn rejected(unit: &mut Unit<'_>, desk: &Desk<'_>, held: &Held, provision: &str) -> Result<i64> {
    let law = ClaimLaw::new(desk.law)?;
    let found = as_far_as_known(unit, desk, held)?;
    let assessment = &found.assessment;
    let employer = assessment.bearer == Bearer::Employer && assessment.programme != ADVANCED;
    let written = write(unit, desk, (held, &found), |record, decided| {
        if employer && !assessment.lines.is_empty() {
            letter::letter(&law, record, decided)
        } else {
            letter::rejected(&law, record, decided, provision)
        }
    })?;
    send(unit, desk, held, &written)
}

/// Writes the letter that asks for a paper.
pub(crate) fn paper(unit: &mut Unit<'_>, desk: &Desk<'_>, held: &Held, name: &str) -> Result<i64> {
    let law = ClaimLaw::new(desk.law)?;
    let found = as_far_as_known(unit, desk, held)?;
    let stands = held.claim.clock.complete.is_some();
    let written = write(unit, desk, (held, &found), |record, decided| {
        let asked = papers::one(&law, record, decided.question, decided.heirs, name);
        letter::papers(&law, decided, &asked.into_iter().collect::<Vec<_>>(), stands)
    })?;
    send(unit, desk, held, &written)
}

/// Writes the letter that says how what was paid too much comes back.
pub(crate) fn give_back(unit: &mut Unit<'_>, desk: &Desk<'_>, held: &Held, plan: &Plan) -> Result<i64> {
    let law = ClaimLaw::new(desk.law)?;
    let found = as_far_as_known(unit, desk, held)?;
    let written = write(unit, desk, (held, &found), |_, decided| letter::give_back(&law, decided, plan))?;
    send(unit, desk, held, &written)
}

/// What the law answers, or as much as is known where it cannot be asked: a person may decide all the same.
fn as_far_as_known(unit: &mut Unit<'_>, desk: &Desk<'_>, held: &Held) -> Result<Found> {
    match found(unit, desk, held) {
        Ok(found) => Ok(found),
        Err(error) if error.downcast_ref::<Refusal>().is_some() => {
            let nothing = Assessment {
                programme: held.kind.benefit().to_owned(),
                lines: Vec::new(),
                tax: 0,
                tax_reason: None,
                bearer: Bearer::Fund,
                refusal: None,
            };
            Found::without_answer(unit, desk, held, nothing)
        }
        Err(error) => Err(error),
    }
}

fn write(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (held, found): (&Held, &Found),
    written: impl FnOnce(&scheme::claims::Record<'_>, &Decided<'_>) -> Result<Letter, Refusal>,
) -> Result<Letter> {
    let to = addressee(unit, desk, held, found.heirs.as_ref())?;
    let office = office(unit, desk, held.row.person)?;
    let (number, question) = (held.row.id.to_string(), found.question(held));
    let decided = Decided {
        number: &number,
        to: &to,
        office: &office,
        question: &question,
        found: &found.assessment,
        heirs: found.heirs.as_ref(),
        clock: &held.claim.clock,
    };
    Ok(found.life.ask(|record| written(record, &decided))?)
}

/// The member; after her death her heirs, or who acts for them.
fn addressee(unit: &mut Unit<'_>, desk: &Desk<'_>, held: &Held, heirs: Option<&Heirs>) -> Result<Addressee> {
    let member = people::load(unit, desk, held.row.person)?.identity().name.clone();
    let membership = members::kpj(desk, &members::row(unit, held.row.membership)?)?.to_string();
    if !held.kind.is_of_heirs() {
        return Ok(Addressee { name: member, acts_for: None, membership });
    }
    let entitled = heirs.map_or(&[][..], |heirs| &heirs.entitled);
    let mut names: Vec<&str> =
        entitled.iter().map(|heir| heir.guardian.as_deref().unwrap_or(&heir.name)).collect();
    names.dedup();
    let name = if names.is_empty() { "Ahli waris / Heirs".to_owned() } else { names.join(", ") };
    Ok(Addressee { name, acts_for: Some(member), membership })
}

/// The branch that cares for her; the institution where none does.
fn office(unit: &mut Unit<'_>, desk: &Desk<'_>, person: PersonId) -> Result<Office> {
    let branch = owner::find(unit, Of::Person("person"), &person.to_string())?.and_then(|owner| owner.branch);
    let branch = match branch {
        Some(branch) => branches::read(unit, branch)?,
        None => None,
    };
    let telephone = String::new();
    Ok(match branch {
        Some(branch) => {
            Office { name: branch.name, address: provinces::name(&branch.province).to_owned(), telephone }
        }
        None => Office { name: desk.institution.name.clone(), address: String::new(), telephone },
    })
}

/// Keeps it, and tells whoever it is for that it is there; what it says is read after signing in.
fn send(unit: &mut Unit<'_>, desk: &Desk<'_>, held: &Held, written: &Letter) -> Result<i64> {
    let claim = held.row.id;
    let no = letters::keep(unit, desk, claim, written)?;
    let name = &desk.institution.name;
    let place = messages::link(&format!("/claims/{claim}/letter/{no}"));
    let text = format!(
        "{name}: ada surat tentang klaim {claim}. Masuk dan baca di {place}\n\
         {name}: there is a letter about claim {claim}. Sign in and read it at {place}"
    );
    tell(unit, desk, held, &text)?;
    Ok(no)
}

/// Tells the member, or after her death those of her family who get something.
pub(crate) fn tell(unit: &mut Unit<'_>, desk: &Desk<'_>, held: &Held, text: &str) -> Result<()> {
    if held.kind.is_of_heirs() {
        return tell_heirs(unit, desk, held, text);
    }
    let Some(address) = telephone(unit, desk, held.row.person)? else { return Ok(()) };
    let (person, text) = (Some(held.row.person), text.to_owned());
    messages::say(unit, desk, &Said { person, account: None, address, text }).map(drop)
}

/// Each by her own number, or where she has none by the telephone that a branch has noted.
fn tell_heirs(unit: &mut Unit<'_>, desk: &Desk<'_>, held: &Held, text: &str) -> Result<()> {
    let Some(case) = cases::read(unit, held.row.of_case)? else { return Ok(()) };
    let (dead, marks) = (held.row.person, marks::of(unit, held.row.person)?);
    for no in heirs::who_get(unit, desk, &case)? {
        let person = marks.get(&no).and_then(|mark| mark.relative);
        let own = person.map(|person| telephone(unit, desk, person)).transpose()?.flatten();
        let noted = crate::auth::heirs::phone(unit, desk, Kinship { person: dead, no })?;
        let Some(address) = own.or(noted) else { continue };
        let account = if person.is_none() { heir_doors::account(unit, dead, no)? } else { None };
        messages::say(unit, desk, &Said { person, account, address, text: text.to_owned() })?;
    }
    Ok(())
}

/// Whom the letters of a claim are for: the member under her number, and of a claim of heirs those of the
/// family who have a number of their own.
pub(crate) fn readers(unit: &mut Unit<'_>, claim: i64) -> Result<Vec<PersonId>> {
    let Some(row) = rows::read(unit, claim)? else { return Ok(Vec::new()) };
    let mut all = vec![row.person];
    let kind: scheme::claims::ClaimKind = row.kind.parse()?;
    if kind.is_of_heirs() {
        all.extend(marks::of(unit, row.person)?.into_values().filter_map(|mark| mark.relative));
    }
    all.dedup();
    Ok(all)
}
