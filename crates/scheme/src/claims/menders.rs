//! Who can mend what stands in the way of a claim, and where: a key of the counter's for the link.

/// Who can do something about it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Mender {
    /// The member or her heirs.
    Claimant,
    /// The employer.
    Employer,
    /// The doctor or hospital.
    Doctor,
    /// The labour office.
    LabourOffice,
    /// The police.
    Police,
    /// The school.
    School,
    /// The institution itself.
    Institution,
    /// Nobody has to: it comes with time.
    Time,
    /// Nobody can.
    Nobody,
}

impl Mender {
    /// The word by which it is kept.
    pub const fn name(self) -> &'static str {
        match self {
            Mender::Claimant => "claimant",
            Mender::Employer => "employer",
            Mender::Doctor => "doctor",
            Mender::LabourOffice => "labour_office",
            Mender::Police => "police",
            Mender::School => "school",
            Mender::Institution => "institution",
            Mender::Time => "time",
            Mender::Nobody => "nobody",
        }
    }

    /// Whoever gives a paper, by the law's name for the giver.
    pub(crate) fn of_paper(giver: &str) -> Mender {
        match giver {
            "from_employer" => Mender::Employer,
            "from_doctor" => Mender::Doctor,
            "from_labour_office" => Mender::LabourOffice,
            "from_police" => Mender::Police,
            "from_school" => Mender::School,
            _ => Mender::Claimant,
        }
    }
}

/// Conditions by the law's names: who can mend one that fails, and where.
const CONDITIONS: [(&str, Mender, &str); 31] = [
    ("active_member", Mender::Claimant, "member/bills"),
    ("arrears_allowed", Mender::Employer, "employer/arrears"),
    ("cause_recognised", Mender::Nobody, "claim/law"),
    ("citizen", Mender::Nobody, "claim/law"),
    ("claimed_in_time", Mender::Nobody, "claim/law"),
    ("claims_left", Mender::Nobody, "claim/law"),
    ("contributions_paid", Mender::Employer, "employer/arrears"),
    ("disabled_before_pension_age", Mender::Claimant, "claim/old-age"),
    ("disease_in_time", Mender::Nobody, "claim/law"),
    ("dismissed_by_employer", Mender::LabourOffice, "claim/dismissal"),
    ("five_years_between", Mender::Time, "claim/later"),
    ("health_insured_as_wage_earner", Mender::Employer, "employer/programmes"),
    ("housing_while_working", Mender::Nobody, "claim/law"),
    ("in_window", Mender::Nobody, "claim/law"),
    ("insured", Mender::Employer, "employer/registration"),
    ("migrant_amounts_known", Mender::Institution, "claim/law"),
    ("months_in_a_row", Mender::Employer, "employer/arrears"),
    ("months_paid", Mender::Employer, "employer/arrears"),
    ("no_new_job", Mender::Nobody, "claim/law"),
    ("only_at_56", Mender::Time, "claim/later"),
    ("partial_not_both", Mender::Nobody, "claim/law"),
    ("partial_only_once", Mender::Nobody, "claim/law"),
    ("payment_age_reached", Mender::Time, "claim/later"),
    ("pension_age_attained", Mender::Time, "claim/later"),
    ("programmes_complete", Mender::Employer, "employer/programmes"),
    ("reported_in_time", Mender::Employer, "employer/accident"),
    ("ten_years", Mender::Time, "claim/later"),
    ("violence_proved", Mender::Police, "claim/papers"),
    ("waiting_time_over", Mender::Time, "claim/later"),
    ("within_three_years", Mender::Claimant, "claim/date"),
    ("young_enough_at_entry", Mender::Nobody, "claim/law"),
];

/// Who can mend a condition, and where; one that is new in the law is asked of the institution.
pub fn of_condition(name: &str) -> (Mender, &'static str) {
    let known = CONDITIONS.iter().find(|(known, ..)| *known == name);
    known.map_or((Mender::Institution, "claim/ask"), |(_, mender, link)| (*mender, *link))
}

/// Who can tell a fact, by where the law says that it comes from.
pub(crate) fn of_fact(source: &str) -> (Mender, &'static str) {
    match source {
        "doctor's statement" | "notification, doctor's statement" | "hospital's bill" => {
            (Mender::Doctor, "claim/doctor")
        }
        "school's letter" => (Mender::School, "claim/papers"),
        "wage report" | "employer registration" | "project registration" => {
            (Mender::Employer, "employer/workers")
        }
        "civil registry" | "family card" => (Mender::Claimant, "member/family"),
        "registration" | "membership record" | "contribution ledger" | "account ledger" | "claims record" => {
            (Mender::Institution, "member/record")
        }
        _ => (Mender::Claimant, "claim/facts"),
    }
}
