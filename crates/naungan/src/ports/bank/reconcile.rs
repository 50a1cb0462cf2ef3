//! How each order stands after everything that the bank has said, in whichever order it said it.
//!
//! An answer only adds to what is known of an order, and the same answer again adds nothing. So answers may
//! come late, twice or the wrong way round, and the outcome is the same.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use scheme::refusal::Refusal;

use super::answer::{Answer, Place, Reason, Verdict};

/// An order that went out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sent {
    /// The run it went with.
    pub run: String,
    /// Its name from end to end.
    pub order: String,
    /// Whole rupiah.
    pub amount: i64,
}

/// How an order stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum State {
    /// The bank has said nothing.
    Open,
    /// The bank has it, and has not decided.
    Pending,
    /// The bank will pay.
    Accepted,
    /// The money has left the account.
    Paid,
    /// The bank does not pay, and why.
    Rejected(Vec<Reason>),
    /// The money came back, and why.
    Returned(Vec<Reason>),
}

/// What somebody has to look into before anything else is done with an order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Finding {
    /// The bank says that it paid, and that it does not pay.
    PaidAndRejected,
    /// The bank says that money came back which it never paid.
    ReturnedAndRejected,
    /// Money left the account twice.
    PaidTwice,
    /// Money came back twice.
    ReturnedTwice,
    /// The bank's amount is not the order's.
    OtherAmount,
}

/// How one order stands, and what is odd about it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Standing {
    /// How it stands.
    pub state: State,
    /// What somebody has to look into.
    pub findings: Vec<Finding>,
}

/// What the bank names and nobody sent: run and order as far as it says, and where that stands first.
pub type Strangers = BTreeMap<(Option<String>, Option<String>), Place>;

/// What came of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reconciled {
    /// In the order of what was sent.
    pub orders: Vec<Standing>,
    /// What nobody sent.
    pub strangers: Strangers,
}

/// How far the bank has come before it pays; later words never take back earlier ones.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Debug)]
enum Taken {
    #[default]
    No,
    Pending,
    Accepted,
}

/// Everything that was said of an order, or of a run.
#[derive(Clone, Default, Debug)]
struct Heard {
    taken: Taken,
    paid: bool,
    other_amount: bool,
    /// What the bank calls the movements on the account.
    debits: BTreeSet<String>,
    credits: BTreeSet<String>,
    rejected: BTreeSet<Reason>,
    returned: BTreeSet<Reason>,
}

/// A run that went out, and what was said of the whole of it.
#[derive(Default)]
struct Whole {
    heard: Heard,
    /// How much left the account at once.
    amounts: BTreeSet<i64>,
}

/// What the orders of a run come to: all of them, and those that the bank has not rejected one by one.
#[derive(Clone, Copy, Default)]
struct Due {
    all: i64,
    left: i64,
}

/// Orders, and what has been heard of them so far.
pub struct Reconciliation<'s> {
    sent: &'s [Sent],
    places: HashMap<&'s str, usize>,
    runs: HashMap<&'s str, Whole>,
    heard: Vec<Heard>,
    strangers: Strangers,
}

impl<'s> Reconciliation<'s> {
    /// Begins with the orders that went out; the name of each is its own.
    pub fn of(sent: &'s [Sent]) -> Result<Reconciliation<'s>, Refusal> {
        let mut places = HashMap::with_capacity(sent.len());
        for (at, sent) in sent.iter().enumerate() {
            if places.insert(sent.order.as_str(), at).is_some() {
                let order = &sent.order;
                let id = format!("perintah bayar {order} ada dua kali di antara yang dikirim");
                let en = format!("the order {order} stands twice among those that were sent");
                return Err(Refusal::new("order_twice", id, en));
            }
        }
        let runs = sent.iter().map(|sent| (sent.run.as_str(), Whole::default())).collect();
        let heard = vec![Heard::default(); sent.len()];
        Ok(Reconciliation { sent, places, runs, heard, strangers: Strangers::new() })
    }

    /// Hears one answer.
    pub fn hear(&mut self, answer: &Answer) {
        let Answer { run, order, amount, .. } = answer;
        let at = order.as_ref().and_then(|order| self.places.get(order.as_str()).copied());
        // An order of one run that is named with another is not what we sent.
        let at = at.filter(|at| run.as_ref().is_none_or(|run| *run == self.sent[*at].run));
        let whole = run.as_ref().filter(|_| order.is_none()).and_then(|run| self.runs.get_mut(run.as_str()));
        match (at, whole) {
            (Some(at), _) => {
                self.heard[at].other_amount |= amount.is_some_and(|amount| amount != self.sent[at].amount);
                self.heard[at].add(answer);
            }
            (None, Some(whole)) => {
                whole.amounts.extend(amount);
                whole.heard.add(answer);
            }
            (None, None) => {
                let first = self.strangers.entry((run.clone(), order.clone())).or_insert(answer.place);
                *first = answer.place.min(*first);
            }
        }
    }

    /// How all of them stand now.
    pub fn outcome(&self) -> Reconciled {
        let due = self.due();
        let of = |(heard, sent): (&Heard, &Sent)| {
            let run = sent.run.as_str();
            match (self.runs.get(run), due.get(run)) {
                (Some(whole), Some(due)) => heard.clone().with(whole, *due).standing(),
                _ => heard.standing(),
            }
        };
        let orders = self.heard.iter().zip(self.sent).map(of).collect();
        Reconciled { orders, strangers: self.strangers.clone() }
    }

    /// What each run comes to.
    fn due(&self) -> HashMap<&str, Due> {
        let mut dues: HashMap<&str, Due> = HashMap::with_capacity(self.runs.len());
        for (heard, sent) in self.heard.iter().zip(self.sent) {
            let due = dues.entry(&sent.run).or_default();
            due.all = due.all.saturating_add(sent.amount);
            if heard.rejected.is_empty() {
                due.left = due.left.saturating_add(sent.amount);
            }
        }
        dues
    }
}

impl Standing {
    /// Whether the money is certainly with us, so that a new order may be made for it.
    pub fn may_be_paid_again(&self) -> bool {
        matches!(self.state, State::Rejected(_) | State::Returned(_)) && self.findings.is_empty()
    }
}

impl Heard {
    fn add(&mut self, answer: &Answer) {
        let movement = Some(&answer.reference).filter(|reference| !reference.is_empty()).cloned();
        match &answer.verdict {
            Verdict::Pending => self.taken = self.taken.max(Taken::Pending),
            Verdict::Accepted => self.taken = Taken::Accepted,
            Verdict::Paid => {
                self.paid = true;
                self.debits.extend(movement);
            }
            Verdict::Rejected(reason) => {
                self.rejected.insert(reason.clone());
            }
            Verdict::Returned(reason) => {
                self.returned.insert(reason.clone());
                self.credits.extend(movement);
            }
        }
    }

    /// With what was said of the whole run; its movements are those of all orders, and no second one of each.
    fn with(mut self, whole: &Whole, due: Due) -> Heard {
        let Whole { heard, amounts } = whole;
        // A bank may leave out of the movement what it has rejected before.
        let is_left = !amounts.is_empty() && amounts.iter().all(|amount| *amount == due.left);
        let is_all = amounts.iter().all(|amount| *amount == due.all);
        let is_in_it = self.rejected.is_empty() || !is_left;
        self.taken = self.taken.max(heard.taken);
        self.paid |= heard.paid && is_in_it;
        self.other_amount |= !is_left && !is_all;
        self.rejected.extend(heard.rejected.iter().cloned());
        if heard.debits.len() > 1 && is_in_it {
            self.debits.extend(heard.debits.iter().cloned());
        }
        self
    }

    fn standing(&self) -> Standing {
        let (rejected, returned) = (!self.rejected.is_empty(), !self.returned.is_empty());
        let state = if returned {
            State::Returned(plain(&self.returned))
        } else if self.paid {
            State::Paid
        } else if rejected {
            State::Rejected(plain(&self.rejected))
        } else {
            match self.taken {
                Taken::No => State::Open,
                Taken::Pending => State::Pending,
                Taken::Accepted => State::Accepted,
            }
        };
        let found = [
            (Finding::PaidAndRejected, self.paid && rejected),
            (Finding::ReturnedAndRejected, returned && rejected),
            (Finding::PaidTwice, self.debits.len() > 1),
            (Finding::ReturnedTwice, self.credits.len() > 1),
            (Finding::OtherAmount, self.other_amount),
        ];
        let findings = found.into_iter().filter_map(|(finding, is)| is.then_some(finding)).collect();
        Standing { state, findings }
    }
}

/// The reasons; one that says nothing is left out where another says something.
fn plain(reasons: &BTreeSet<Reason>) -> Vec<Reason> {
    let said: Vec<Reason> = reasons.iter().filter(|reason| **reason != Reason::default()).cloned().collect();
    if said.is_empty() { reasons.iter().cloned().collect() } else { said }
}
