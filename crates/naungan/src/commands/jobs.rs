//! `naungan jobs`: who looks for work, what is done in a month, the months of cash, dismissals and who bears
//! what.

mod did;
mod dismissed;
mod months;

use std::path::PathBuf;

use anyhow::Result;
use base::Day;
use clap::{Args, Subcommand};
use rules::render::Lang;
use scheme::jobs::Occupation;

use super::{Cli, Outcome, open};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// What somebody wishes and knows
    Seek(Seek),
    /// The vacancies that fit somebody, with the reasons
    Matches(Person),
    /// Somebody applied, for a vacancy that is kept here or elsewhere
    Apply(Apply),
    /// An employer says what came of an application
    Answer(Answer),
    /// Somebody was called to a test or an interview
    Interview(Called),
    /// An officer has seen the call: it counts
    Confirm(By),
    /// Offer a course
    Course(Course),
    /// Give somebody a place in a course
    Book(Book),
    /// A session of a course was held
    Attend(Attend),
    /// Keep what was agreed with somebody
    Counsel(Counsel),
    /// A form was filled in, or somebody works again
    Mark(Mark),
    /// A claim for a lost job, month by month
    Months(Claim),
    /// Claims with a month that is due
    Due(Listed),
    /// Decide a month: it is granted once, or refused with what is missing
    Decide(Month),
    /// Hold a month back while somebody looks; after its last day only in her own name
    Hold(Hold),
    /// Report a dismissal
    Dismissal(Dismissal),
    /// Say that a dismissal, or a signal, is not so
    Contest(Contest),
    /// Answer that
    Settle(Settle),
    /// What somebody should look at about a claim
    Signals(Claim),
    /// Somebody has looked at a signal
    Review(Review),
    /// What employers have to bear and a fund advanced
    Owed(Listed),
    /// An employer paid back
    Repaid(Repaid),
}

#[derive(Args, Debug)]
pub(crate) struct Person {
    /// The person's number
    person: i64,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Claim {
    /// The claim's number
    claim: i64,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Listed {
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct By {
    /// Its number
    number: i64,
    /// Who: a handle or the number of an account
    #[arg(long)]
    by: String,
}

#[derive(Args, Debug)]
pub(crate) struct Seek {
    /// The person's number
    person: i64,
    /// An occupation by its code; may be repeated
    #[arg(long)]
    wish: Vec<Occupation>,
    /// What she knows; may be repeated
    #[arg(long)]
    skill: Vec<String>,
    /// The code of the province
    #[arg(long)]
    province: Option<u8>,
    /// The wage of a month she asks for
    #[arg(long)]
    wage: Option<i64>,
}

#[derive(Args, Debug)]
pub(crate) struct Apply {
    /// The person's number
    person: i64,
    /// A vacancy that is kept here
    #[arg(long, conflicts_with_all = ["employer", "title", "on"])]
    vacancy: Option<i64>,
    /// To whom, elsewhere
    #[arg(long, default_value = "")]
    employer: String,
    /// For what
    #[arg(long, default_value = "")]
    title: String,
    /// When (default: today)
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Option<Day>,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Answer {
    /// The application's number
    application: i64,
    /// `interviewed`, `hired` or `declined`
    word: String,
    /// The employer's number
    #[arg(long)]
    payer: i64,
    /// The day of the interview
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Option<Day>,
    /// Who: a handle or the number of an account
    #[arg(long)]
    by: String,
}

#[derive(Args, Debug)]
pub(crate) struct Called {
    /// The person's number
    person: i64,
    /// By whom
    #[arg(long)]
    employer: String,
    /// For when
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Day,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Course {
    /// What it is called
    name: String,
    /// Who holds it
    #[arg(long)]
    provider: String,
    /// For how many
    #[arg(long)]
    places: i64,
    /// Its first day
    #[arg(long, value_name = "YYYY-MM-DD")]
    from: Day,
    /// Its last day
    #[arg(long, value_name = "YYYY-MM-DD")]
    last: Day,
    /// The occupation it is for
    #[arg(long)]
    occupation: Option<Occupation>,
    /// The code of the province
    #[arg(long)]
    province: Option<u8>,
    /// Who offers it here: a handle or the number of an account
    #[arg(long)]
    by: String,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Book {
    /// The course's number
    course: i64,
    /// The person's number
    person: i64,
}

#[derive(Args, Debug)]
pub(crate) struct Attend {
    /// The course's number
    course: i64,
    /// Which session
    session: u32,
    /// When it was held
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Day,
    /// Who was there; may be repeated
    #[arg(long)]
    present: Vec<i64>,
    /// Who was not; may be repeated
    #[arg(long)]
    absent: Vec<i64>,
    /// Who writes it down: a handle or the number of an account
    #[arg(long)]
    by: String,
}

#[derive(Args, Debug)]
pub(crate) struct Counsel {
    /// The person's number
    person: i64,
    /// When
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Day,
    /// What was agreed
    #[arg(long)]
    text: String,
    /// Who spoke with her: a handle or the number of an account
    #[arg(long)]
    by: String,
}

#[derive(Args, Debug)]
pub(crate) struct Mark {
    /// The person's number
    person: i64,
    /// `self_assessment`, `status_form` or `new_work`
    kind: String,
    /// When (default: today)
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Option<Day>,
    /// For whom she works again
    #[arg(long, default_value = "")]
    employer: String,
}

#[derive(Args, Debug)]
pub(crate) struct Month {
    /// The claim's number
    claim: i64,
    /// Which month, from 2: the first is granted with the claim
    #[arg(value_name = "MONTH")]
    which: u8,
    /// Who decides: a handle or the number of an account
    #[arg(long)]
    by: String,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Hold {
    /// The claim's number
    claim: i64,
    /// Which month
    month: u8,
    /// Why
    #[arg(long)]
    why: String,
    /// Holds it in her own name, also after the last day
    #[arg(long)]
    in_my_name: bool,
    /// Who: a handle or the number of an account
    #[arg(long)]
    by: String,
}

#[derive(Args, Debug)]
pub(crate) struct Dismissal {
    /// The membership's number
    membership: i64,
    /// The last day of work
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Day,
    /// Why work ended, by the law's name
    #[arg(long, default_value = "dismissal")]
    termination: String,
    /// The employer reports it
    #[arg(long)]
    by_employer: bool,
    /// The proof: a PDF, PNG or JPEG of at most ten megabytes
    #[arg(long)]
    proof: Option<PathBuf>,
    /// Who writes it down: a handle or the number of an account (default: the member herself)
    #[arg(long)]
    by: Option<String>,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Contest {
    /// The case's number
    case: i64,
    /// What is not so
    #[arg(long)]
    text: String,
    /// `dismissal`, or the code of a signal
    #[arg(long, default_value = "dismissal")]
    about: String,
    /// The employer says so
    #[arg(long)]
    by_employer: bool,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Settle {
    /// The contest's number
    contest: i64,
    /// It is as the contest says
    #[arg(long)]
    upheld: bool,
    /// The answer
    #[arg(long)]
    text: String,
    /// Who answers: a handle or the number of an account
    #[arg(long)]
    by: String,
}

#[derive(Args, Debug)]
pub(crate) struct Review {
    /// The claim's number
    claim: i64,
    /// The signal's code
    code: String,
    /// There is nothing in it
    #[arg(long)]
    cleared: bool,
    /// Why
    #[arg(long)]
    text: String,
    /// Who looked: a handle or the number of an account
    #[arg(long)]
    by: String,
}

#[derive(Args, Debug)]
pub(crate) struct Repaid {
    /// The employer's number
    payer: i64,
    /// In whole rupiah
    amount: i64,
    /// Who writes it down: a handle or the number of an account
    #[arg(long)]
    by: String,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(cli: &Cli, command: &Command) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let (office, lang) = (&mut office, Lang::from(cli.lang));
    match command {
        Command::Seek(seek) => did::seek(office, seek, lang),
        Command::Matches(person) => did::matches(office, person, lang),
        Command::Apply(apply) => did::apply(office, apply, lang),
        Command::Answer(answer) => did::answered(office, answer, lang),
        Command::Interview(called) => did::called(office, called, lang),
        Command::Confirm(by) => did::confirm(office, by, lang),
        Command::Course(course) => did::course(office, course, lang),
        Command::Book(book) => did::book(office, book, lang),
        Command::Attend(attend) => did::attend(office, attend, lang),
        Command::Counsel(counsel) => did::counsel(office, counsel, lang),
        Command::Mark(mark) => did::mark(office, mark, lang),
        Command::Months(claim) => months::show(office, claim, lang),
        Command::Due(listed) => months::due(office, listed, lang),
        Command::Decide(month) => months::decide(office, month, lang),
        Command::Hold(hold) => months::hold(office, hold, lang),
        Command::Dismissal(dismissal) => dismissed::report(office, dismissal, lang),
        Command::Contest(contest) => dismissed::contest(office, contest, lang),
        Command::Settle(settle) => dismissed::settle(office, settle, lang),
        Command::Signals(claim) => dismissed::signals(office, claim, lang),
        Command::Review(review) => dismissed::review(office, review, lang),
        Command::Owed(listed) => dismissed::owed(office, listed, lang),
        Command::Repaid(repaid) => dismissed::repaid(office, repaid, lang),
    }
}
