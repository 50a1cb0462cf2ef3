//! The table of roles: who may do what, within which scope.

use std::fmt;
use std::str::FromStr;

use super::caller::Caller;
use super::owner::Owner;

/// Whom somebody signs in as.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) enum Role {
    /// Anybody.
    Visitor,
    /// A person with a card.
    Member,
    /// A relative of somebody who died, and is no member herself.
    Heir,
    /// Acts for an employer.
    Employer,
    /// Acts for a platform.
    Platform,
    /// Acts for somebody who pays for others.
    Donor,
    /// Acts for a hospital.
    Hospital,
    /// Enrols and collects in a neighbourhood.
    Agent,
    /// Works at a branch.
    Officer,
    /// Answers for a branch.
    Head,
    /// Works with figures, never with people.
    Analyst,
    /// Reads everything, changes nothing.
    Auditor,
    /// Looks after accounts, keys and runs.
    Administrator,
}

impl Deed {
    /// For what somebody's data is looked at, where no reason is given.
    pub(crate) const fn why(self) -> &'static str {
        match self {
            Deed::SeePerson | Deed::ChangePerson | Deed::MergePeople => "registration",
            Deed::SeeMembership | Deed::Enrol | Deed::ChangeMembership => "membership",
            Deed::SeeSavings => "savings",
            Deed::SeeBills | Deed::SeePayer | Deed::ReportWages | Deed::RefundCredit => "contributions",
            Deed::SeeLetters
            | Deed::Grieve
            | Deed::SeeClaims
            | Deed::ClaimDesk
            | Deed::ClaimList
            | Deed::MoveClaims
            | Deed::HandInPapers
            | Deed::ReadPapers
            | Deed::ReportEvents
            | Deed::FollowMoney
            | Deed::TakeBankFile
            | Deed::SeeOwnCases
            | Deed::ClaimOneself
            | Deed::ReportDeath
            | Deed::SeeAsHeir
            | Deed::ActAsHeir
            | Deed::SeeWorkersCases
            | Deed::ReportForWorkers
            | Deed::ConfirmDeaths
            | Deed::TakeDeathNotices => "claims",
            Deed::AnswerGrievances | Deed::WorkList | Deed::WriteNotes | Deed::AnswerContests => {
                "work of the branch"
            }
            Deed::GiveCare => "care",
            Deed::HandInLists | Deed::ChoosePeople | Deed::AgentWork | Deed::SeeAgents | Deed::KeepAgents => {
                "solidarity"
            }
            _ => "service",
        }
    }
}

impl Role {
    /// All of them.
    pub(crate) const ALL: [Role; 13] = [
        Role::Visitor,
        Role::Member,
        Role::Heir,
        Role::Employer,
        Role::Platform,
        Role::Donor,
        Role::Hospital,
        Role::Agent,
        Role::Officer,
        Role::Head,
        Role::Analyst,
        Role::Auditor,
        Role::Administrator,
    ];

    /// The word the store keeps, and the key of its text.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Role::Visitor => "visitor",
            Role::Member => "member",
            Role::Heir => "heir",
            Role::Employer => "employer",
            Role::Platform => "platform",
            Role::Donor => "donor",
            Role::Hospital => "hospital",
            Role::Agent => "agent",
            Role::Officer => "officer",
            Role::Head => "head",
            Role::Analyst => "analyst",
            Role::Auditor => "auditor",
            Role::Administrator => "administrator",
        }
    }

    /// Whether it signs in with a password and a second factor.
    pub(crate) const fn is_staff(self) -> bool {
        matches!(self, Role::Officer | Role::Head | Role::Analyst | Role::Auditor | Role::Administrator)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl FromStr for Role {
    type Err = NotARole;

    fn from_str(text: &str) -> Result<Role, NotARole> {
        Role::ALL.into_iter().find(|role| role.word() == text).ok_or_else(|| NotARole(text.to_owned()))
    }
}

/// A text that is no role.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{0}` is not a role such as officer or member")]
pub(crate) struct NotARole(String);

/// What somebody does.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) enum Deed {
    /// Public pages, the law, what something would cost; signing in; paying a bill whose code one has.
    Look,
    /// A provider tells of a payment, with its own signature instead of a session.
    Callback,
    /// Become a member on one's own.
    RegisterSelf,
    /// One's own front page, whoever one is.
    SeeHome,
    /// One's own password; members have none, they sign in with a code that is sent to them.
    ChangePassword,
    SeePerson,
    FindPeople,
    RegisterPeople,
    ChangePerson,
    MergePeople,
    SeeMembership,
    Enrol,
    ChangeMembership,
    Contest,
    AnswerContests,
    SeeSavings,
    SeePayer,
    FindPayers,
    RegisterPayers,
    ChangePayer,
    ReportWages,
    SeeBills,
    TakePayments,
    RefundCredit,
    WorkList,
    WriteNotes,
    /// Give a code to somebody who stands at the desk and cannot get in.
    IssueCodes,
    AskApproval,
    Approve,
    SeeFigures,
    SeeBooks,
    SeeReadings,
    SeeRuns,
    /// What banks have told of, and nobody could match.
    SeeStatements,
    RunMonths,
    Administer,
    /// Letters on a claim, and what was objected to them.
    SeeLetters,
    /// Object to a line of a letter, and say whether an answer contents one.
    Grieve,
    /// Grievances that wait for an answer.
    AnswerGrievances,
    /// A claim, by whoever it is about or looks after it.
    SeeClaims,
    /// The page of a claim that the branch works at.
    ClaimDesk,
    /// The claims of a branch, in the order of what is due.
    ClaimList,
    /// Assess, approve, reject, ask for papers, say where money goes.
    MoveClaims,
    HandInPapers,
    ReadPapers,
    /// Something happened to somebody, or might.
    ReportEvents,
    /// Whether the law's terms were kept.
    SeeTerms,
    /// Above which amount a head approves.
    SetClaimLimit,
    /// Payment runs, and what waits for one.
    SeeBenefits,
    PayBenefits,
    /// The file of a run for the bank: names and accounts of everybody in it, wherever they live.
    TakeBankFile,
    /// From a grant to its entry, its order and the bank's answer.
    FollowMoney,
    /// What one's own case has come to, and what would be paid before anybody claims.
    SeeOwnCases,
    /// Report what happened to oneself, hand in papers, say where one's money goes.
    ClaimOneself,
    /// A family tells of a death from outside.
    ReportDeath,
    /// The case of somebody whose heir one is.
    SeeAsHeir,
    /// Hand in papers as an heir, and say where one's own part goes.
    ActAsHeir,
    /// Cases of one's workers, with what one has to give oneself.
    SeeWorkersCases,
    /// Report what happened to a worker, and give the papers of an employer.
    ReportForWorkers,
    /// Look whether a reported death is one, and who the family is.
    ConfirmDeaths,
    /// Take notices of deaths from the civil registry: of everybody, wherever they live.
    TakeDeathNotices,
    /// Ask for a guarantee, report an accident and bill for care.
    GiveCare,
    /// One's own months after a lost job, and the search for work.
    SeekWork,
    /// An employer's vacancies, who applied, and whom she dismissed.
    OfferWork,
    /// Those of one's branch who lost their job.
    CareForSeekers,
    /// Lists of names of those whom somebody shall pay for.
    HandInLists,
    /// Choose from such a list, by the rule of a campaign.
    ChoosePeople,
    /// Promise money, pay a promise and say whether one is named, as a donor.
    Give,
    /// For how many somebody else's money ends, and when.
    SeeForecast,
    /// A platform's riders, trips and settlements.
    Partner,
    /// What one's own trips have put aside.
    SeeOwnTrips,
    /// What oneself allows platforms.
    Consent,
    /// An agent's own members, cash, commission and what she did in the field.
    AgentWork,
    /// The agents of one's branch.
    SeeAgents,
    /// Their areas and commission, and what of the field waits for the branch.
    KeepAgents,
    /// Drives to reach people, and what they came to.
    SeeOutreach,
    /// Begin one, and write down what it cost.
    LeadOutreach,
    /// What gifts are for: each campaign's rule, and where its money is.
    SeeCampaigns,
    /// Open a campaign, change its rule and close it.
    LeadCampaigns,
    /// Book what came of an agent's cash where it is less than she was to bring.
    BookShortCash,
}

/// About whom.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Scope {
    /// About nobody in particular.
    Anything,
    /// Oneself; for who acts for a payer, that payer and who works there.
    Own,
    /// Whoever one's branch cares for.
    Branch,
    /// Whoever is in one's province.
    Region,
    /// Everybody.
    All,
}

use Deed as D;
use Role as R;
use Scope as S;

type Row = (Deed, &'static [(Role, Scope)]);

const EVERYBODY: &[(Role, Scope)] = &[
    (R::Visitor, S::Anything),
    (R::Member, S::Anything),
    (R::Heir, S::Anything),
    (R::Employer, S::Anything),
    (R::Platform, S::Anything),
    (R::Donor, S::Anything),
    (R::Hospital, S::Anything),
    (R::Agent, S::Anything),
    (R::Officer, S::Anything),
    (R::Head, S::Anything),
    (R::Analyst, S::Anything),
    (R::Auditor, S::Anything),
    (R::Administrator, S::Anything),
];

/// Everybody but visitors.
const SIGNED_IN: &[(Role, Scope)] = EVERYBODY.split_at(1).1;

/// Everybody who may have a password: members and heirs come in with a code.
const WITH_PASSWORD: &[(Role, Scope)] = SIGNED_IN.split_at(2).1;

const DESK: &[(Role, Scope)] = &[(R::Officer, S::Branch), (R::Head, S::Region)];

/// Who looks somebody up.
const FIND: &[(Role, Scope)] = &[(R::Officer, S::Branch), (R::Head, S::Region), (R::Auditor, S::All)];

/// Who looks at campaigns; an administrator leads those of the whole country.
const CAMPAIGNS: &[(Role, Scope)] =
    &[(R::Officer, S::Branch), (R::Head, S::Region), (R::Auditor, S::All), (R::Administrator, S::All)];

/// Who opens the file of a person.
const FILE: &[(Role, Scope)] =
    &[(R::Member, S::Own), (R::Officer, S::Branch), (R::Head, S::Region), (R::Auditor, S::All)];

/// Who reads the letters of a claim; an heir those of the case in which she gets something.
const LETTERS: &[(Role, Scope)] = &[
    (R::Member, S::Own),
    (R::Heir, S::Own),
    (R::Officer, S::Branch),
    (R::Head, S::Region),
    (R::Auditor, S::All),
];

/// Who objects to a line of one, or writes down for somebody what she objects to.
const GRIEVE: &[(Role, Scope)] =
    &[(R::Member, S::Own), (R::Heir, S::Own), (R::Officer, S::Branch), (R::Head, S::Region)];

/// Who sees what a payer has reported, owes and has paid.
const PAYER: &[(Role, Scope)] = &[
    (R::Member, S::Own),
    (R::Employer, S::Own),
    (R::Platform, S::Own),
    (R::Donor, S::Own),
    (R::Officer, S::Branch),
    (R::Head, S::Region),
    (R::Auditor, S::All),
];

const REGISTER: &[(Role, Scope)] = &[
    (R::Employer, S::Anything),
    (R::Platform, S::Anything),
    (R::Officer, S::Anything),
    (R::Head, S::Anything),
];

const ENROL: &[(Role, Scope)] =
    &[(R::Employer, S::Own), (R::Platform, S::Own), (R::Officer, S::Branch), (R::Head, S::Region)];

/// Who looks at payment runs.
const BENEFITS: &[(Role, Scope)] =
    &[(R::Head, S::Anything), (R::Auditor, S::Anything), (R::Administrator, S::Anything)];

/// Who says what happened to somebody.
const REPORT: &[(Role, Scope)] = &[
    (R::Member, S::Own),
    (R::Employer, S::Own),
    (R::Platform, S::Own),
    (R::Officer, S::Branch),
    (R::Head, S::Region),
];

/// A relative, whether she is a member herself or not.
const HEIRS: &[(Role, Scope)] = &[(R::Member, S::Own), (R::Heir, S::Own)];

/// Who answers for others who work.
const OF_WORKERS: &[(Role, Scope)] = &[(R::Employer, S::Own), (R::Platform, S::Own)];

const FIGURES: &[(Role, Scope)] = &[
    (R::Head, S::Anything),
    (R::Analyst, S::Anything),
    (R::Auditor, S::Anything),
    (R::Administrator, S::Anything),
];

/// Who may do what, about whom. A deed that is not here, or a role that is not in its row, may not.
#[rustfmt::skip]
const TABLE: &[Row] = &[
    (D::Look,             EVERYBODY),
    (D::Callback,         EVERYBODY),
    (D::RegisterSelf,     &[(R::Visitor, S::Anything), (R::Officer, S::Anything), (R::Head, S::Anything)]),
    (D::SeeHome,          SIGNED_IN),
    (D::ChangePassword,   WITH_PASSWORD),
    (D::SeePerson,        FILE),
    (D::FindPeople,       FIND),
    (D::RegisterPeople,   REGISTER),
    (D::ChangePerson,     DESK),
    (D::MergePeople,      DESK),
    (D::SeeMembership,    PAYER),
    (D::Enrol,            ENROL),
    (D::ChangeMembership, &[(R::Employer, S::Own), (R::Officer, S::Branch), (R::Head, S::Region)]),
    (D::Contest,          &[(R::Member, S::Own)]),
    (D::AnswerContests,   DESK),
    (D::SeeSavings,       FILE),
    (D::SeePayer,         PAYER),
    (D::FindPayers,       FIND),
    (D::RegisterPayers,   &[(R::Officer, S::Anything), (R::Head, S::Anything)]),
    (D::ChangePayer,      &[(R::Employer, S::Own), (R::Officer, S::Branch), (R::Head, S::Region)]),
    (D::ReportWages,      &[(R::Employer, S::Own), (R::Officer, S::Branch), (R::Head, S::Region)]),
    (D::SeeBills,         PAYER),
    (D::TakePayments,     &[(R::Administrator, S::All)]),
    (D::RefundCredit,     DESK),
    (D::WorkList,         &[(R::Officer, S::Branch), (R::Head, S::Region)]),
    (D::WriteNotes,       DESK),
    (D::IssueCodes,       DESK),
    (D::AskApproval,      DESK),
    (D::Approve,          &[(R::Head, S::Region)]),
    (D::SeeFigures,       FIGURES),
    (D::SeeBooks,         &[(R::Auditor, S::All)]),
    (D::SeeReadings,      &[(R::Member, S::Own), (R::Auditor, S::All)]),
    (D::SeeRuns,          &[(R::Auditor, S::Anything), (R::Administrator, S::Anything)]),
    (D::SeeStatements,    &[(R::Auditor, S::All), (R::Administrator, S::All)]),
    (D::RunMonths,        &[(R::Administrator, S::Anything)]),
    (D::Administer,       &[(R::Administrator, S::Anything)]),
    (D::SeeLetters,       LETTERS),
    (D::Grieve,           GRIEVE),
    (D::AnswerGrievances, DESK),
    (D::SeeClaims,        FILE),
    (D::ClaimDesk,        FIND),
    (D::ClaimList,        FIND),
    (D::MoveClaims,       DESK),
    (D::HandInPapers,     &[(R::Member, S::Own), (R::Officer, S::Branch), (R::Head, S::Region)]),
    (D::ReadPapers,       &[(R::Member, S::Own), (R::Officer, S::Branch), (R::Head, S::Region)]),
    (D::ReportEvents,     REPORT),
    (D::SeeTerms,         &[(R::Head, S::Region), (R::Auditor, S::All)]),
    (D::SetClaimLimit,    &[(R::Head, S::Anything)]),
    (D::SeeBenefits,      BENEFITS),
    (D::PayBenefits,      &[(R::Head, S::Anything), (R::Administrator, S::Anything)]),
    // A run is of the whole institution, and a head answers for a branch or a province.
    (D::TakeBankFile,     &[(R::Administrator, S::All)]),
    (D::FollowMoney,      &[(R::Auditor, S::All)]),
    (D::SeeOwnCases,      &[(R::Member, S::Own)]),
    (D::ClaimOneself,     &[(R::Member, S::Own)]),
    (D::ReportDeath,      &[(R::Visitor, S::Anything), (R::Member, S::Anything)]),
    (D::SeeAsHeir,        HEIRS),
    (D::ActAsHeir,        HEIRS),
    (D::SeeWorkersCases,  OF_WORKERS),
    (D::ReportForWorkers, OF_WORKERS),
    (D::ConfirmDeaths,    DESK),
    (D::TakeDeathNotices, &[(R::Administrator, S::All)]),
    (D::GiveCare,         &[(R::Hospital, S::Own)]),
    (D::SeekWork,         &[(R::Member, S::Own)]),
    (D::OfferWork,        &[(R::Employer, S::Own)]),
    (D::CareForSeekers,   DESK),
    (D::HandInLists,      &[(R::Donor, S::Own), (R::Officer, S::Branch), (R::Head, S::Region)]),
    (D::ChoosePeople,     DESK),
    (D::Give,             &[(R::Donor, S::Own)]),
    (D::SeeForecast,      FIND),
    (D::Partner,          &[(R::Platform, S::Own)]),
    (D::SeeOwnTrips,      &[(R::Member, S::Own)]),
    (D::Consent,          &[(R::Member, S::Own)]),
    (D::AgentWork,        &[(R::Agent, S::Own)]),
    (D::SeeAgents,        FIND),
    (D::KeepAgents,       DESK),
    (D::SeeOutreach,      FIND),
    (D::LeadOutreach,     &[(R::Head, S::Region)]),
    (D::SeeCampaigns,     CAMPAIGNS),
    (D::LeadCampaigns,    &[(R::Head, S::Region), (R::Administrator, S::All)]),
    (D::BookShortCash,    &[(R::Head, S::Region)]),
];

/// In which scope a role may do something.
pub(crate) fn scope(deed: Deed, role: Role) -> Option<Scope> {
    let (_, roles) = TABLE.iter().find(|(known, _)| *known == deed)?;
    roles.iter().find(|(known, _)| *known == role).map(|(_, scope)| *scope)
}

/// Whether somebody may do something to somebody, and in which scope.
///
/// `is_about_somebody` says that the place names somebody; an owner of whom nothing is known is then nobody's
/// own.
pub(crate) fn may(caller: &Caller, deed: Deed, owner: &Owner, is_about_somebody: bool) -> Option<Scope> {
    let scope = scope(deed, caller.role)?;
    let inside = match scope {
        Scope::Anything | Scope::All => true,
        // Without somebody in particular, the answer is made of what is one's own.
        _ if !is_about_somebody => true,
        Scope::Own => {
            let person = caller.person.is_some_and(|person| owner.people.contains(&person));
            let payer = caller.payer.is_some_and(|payer| owner.payers.contains(&payer));
            match caller.role {
                Role::Member => person,
                _ => payer,
            }
        }
        Scope::Branch => caller.branch.is_some() && caller.branch == owner.branch,
        Scope::Region => {
            let province = caller.province.is_some() && caller.province == owner.province;
            province || (caller.branch.is_some() && caller.branch == owner.branch)
        }
    };
    inside.then_some(scope)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_deed_has_one_row() {
        for (at, (deed, roles)) in TABLE.iter().enumerate() {
            assert!(TABLE[at + 1..].iter().all(|(other, _)| other != deed), "{deed:?} has two rows");
            for (no, (role, _)) in roles.iter().enumerate() {
                assert!(roles[no + 1..].iter().all(|(other, _)| other != role), "{deed:?}: {role} twice");
            }
        }
    }
}
