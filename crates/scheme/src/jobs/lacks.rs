//! What is missing in a month of job loss, and who can mend it.

use base::Day;
use rules::tree::Tree;

use super::schedule::number_of;
use super::{Duty, Event, Record, duty};
use crate::claims::Mender;
use crate::refusal::Refusal;

/// Something that would have to be done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lack {
    /// A name that stays the same for ever, for programs.
    pub code: &'static str,
    /// Indonesian.
    pub id: String,
    /// English.
    pub en: String,
    /// Who can mend it.
    pub mender: Mender,
}

fn lack(code: &'static str, mender: Mender, id: String, en: String) -> Lack {
    Lack { code, id, en, mender }
}

/// What a month lacks: nothing where its duty is met and nobody works again. `unconfirmed` are calls to an
/// interview that nobody has confirmed. One of the ways to search is enough: what is named for each is what
/// would do. The law is asked what would have been enough, so that nothing is named that would not help.
pub fn lacks(
    tree: &Tree,
    asked: &duty::Asked,
    found: &Duty,
    records: &[Record],
    unconfirmed: usize,
) -> Result<Vec<Lack>, Refusal> {
    if let Some(since) = found.works_since {
        let id = format!("bekerja lagi sejak {since}: hak atas uang tunai berakhir");
        let en = format!("at work again since {since}: the right to cash has ended");
        return Ok(vec![lack("month_works", Mender::Nobody, id, en)]);
    }
    if found.met {
        return Ok(Vec::new());
    }
    let enough = |more: Vec<Record>| -> Result<bool, Refusal> {
        Ok(duty::check(tree, asked, &[records, &more].concat())?.met)
    };
    let on = |day: Day, event: Event| Record { day, event };
    if enough(vec![on(asked.payment, Event::SelfAssessment)])? {
        let (id, en) = ("asesmen diri belum diisi", "the self-assessment is not made yet");
        return Ok(vec![lack("month_self_assessment", Mender::Claimant, id.to_owned(), en.to_owned())]);
    }
    let mut all = Vec::new();
    let least = number_of(tree, "jkp_interviews_least", asked.payment).unwrap_or(1);
    let call = |no: i64| on(asked.days.from(), Event::Interview { employer: format!("#{no}") });
    if !enough((0..least).map(call).collect())? {
        let (id, en) = ("formulir status bekerja belum diisi", "the form on employment status is missing");
        all.push(lack("month_status_form", Mender::Claimant, id.to_owned(), en.to_owned()));
    }
    if !enough(vec![on(asked.payment, Event::StatusForm)])? {
        all.extend(search(tree, asked, found, unconfirmed));
    }
    Ok(all)
}

fn search(tree: &Tree, asked: &duty::Asked, found: &Duty, unconfirmed: usize) -> Vec<Lack> {
    let counts = &found.counts;
    let of = |table: &str| number_of(tree, table, asked.payment);
    let mut all = Vec::new();
    if let Some(least) = of("jkp_applications_least") {
        let have = counts.applications;
        let id = format!("lamaran kerja {have} dari {least}");
        let en = format!("{have} of {least} applications");
        all.push(lack("month_applications", Mender::Claimant, id, en));
    }
    if unconfirmed > 0 {
        let id = format!("{unconfirmed} panggilan wawancara menunggu konfirmasi pemberi kerja atau petugas");
        let en = format!("{unconfirmed} calls to an interview wait for an employer or an officer to confirm");
        all.push(lack("month_unconfirmed", Mender::Institution, id, en));
    } else if let Some(least) = of("jkp_interviews_least") {
        let id = format!("atau panggilan tes atau wawancara {} dari {least}", counts.interviews);
        let en = format!("or {} of {least} calls to a test or an interview", counts.interviews);
        all.push(lack("month_interviews", Mender::Claimant, id, en));
    }
    if let Some(least) = of("jkp_attendance_least") {
        let (held, attended) = (counts.sessions_held, counts.sessions_attended);
        let id = format!("atau pelatihan dihadiri sedikitnya {least} %: {attended} dari {held} pertemuan");
        let en = format!("or training attended for at least {least} %: {attended} of {held} sessions");
        all.push(lack("month_training", Mender::Claimant, id, en));
    }
    all
}
