//! What a line of a list of names comes to, by the law's order of reasons, and what a stranger hears of it.

use std::collections::{BTreeMap, HashMap};

use base::Day;
use rules::explain;
use rules::facts::Facts;
use rules::tree::Tree;
use rules::value::Value;

use crate::claims::told::Told;
use crate::law::{Law, LawLacks};
use crate::refusal::Refusal;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$one:meta])* $option:ident = $word:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum $name { $($(#[$one])* $option),* }

        impl $name {
            /// All of them, in order.
            pub const ALL: &'static [$name] = &[$($name::$option),*];

            /// The word that the law, the store and programs have for it.
            pub const fn word(self) -> &'static str {
                match self { $($name::$option => $word),* }
            }

            /// The one of a word.
            pub fn of_word(word: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|one| one.word() == word)
            }
        }
    };
}

words! {
    /// What the check of a NIK came to.
    NikState {
        /// It is this person's.
        Confirmed = "confirmed",
        /// Nobody has answered yet.
        Unchecked = "unchecked",
        /// It has not the form of one.
        BadlyFormed = "badly_formed",
        /// It is nobody's.
        Unknown = "unknown_nik",
        /// It is somebody else's.
        OtherPerson = "other_person",
    }
}

words! {
    /// The cover that somebody has in a month already.
    Cover {
        /// None.
        None = "no_cover",
        /// An employer pays.
        ByEmployer = "by_employer",
        /// A donor, a platform or a public budget pays.
        ByOtherFunder = "by_other_funder",
        /// She pays herself.
        ByOwnMeans = "by_own_means",
    }
}

words! {
    /// What a line comes to: the law's word, or that it could not be read.
    Verdict {
        /// Nothing stands in the way.
        CanBePaidFor = "can_be_paid_for",
        /// The civil registry has not answered.
        WaitsForRegistry = "waits_for_registry",
        /// An earlier line names her.
        NamedTwice = "named_twice",
        /// The NIK is not this person's.
        WrongNik = "wrong_nik",
        /// She has died.
        IsDead = "is_dead",
        /// She is past the age of entry.
        TooOld = "too_old",
        /// An employer pays for her.
        HasEmployer = "has_employer",
        /// Somebody else does.
        HasFunder = "has_funder",
        /// She does herself.
        PaysAlready = "pays_already",
        /// A cell of it says nothing that can be read; no question of law.
        Unreadable = "unreadable",
    }
}

words! {
    /// What somebody hears of a line about a person who is not hers: nothing that tells whom we know.
    Heard {
        /// She may be paid for, unless the civil registry says otherwise.
        Open = "open",
        /// An earlier line names her.
        NamedTwice = "named_twice",
        /// The NIK has not the form of one.
        BadForm = "bad_form",
        /// She has died.
        IsDead = "is_dead",
        /// She is past the age of entry.
        TooOld = "too_old",
        /// She cannot be paid for, whatever the reason.
        Cannot = "cannot",
        /// A cell of the line cannot be read.
        Unreadable = "unreadable",
        /// It was compared with the registers; the branch has what came of it.
        Checked = "checked",
    }
}

impl Heard {
    /// What is said of a line as long as it may be about one person: only what the list itself shows.
    #[must_use]
    pub const fn of_one(self) -> Heard {
        match self {
            Heard::Open | Heard::IsDead | Heard::TooOld | Heard::Cannot => Heard::Checked,
            Heard::NamedTwice | Heard::BadForm | Heard::Unreadable | Heard::Checked => self,
        }
    }

    /// The counts of a list, of which none that a register gave is below the least: or else whoever hands in
    /// a list of one line hears of one person. Reasons that are few are counted together, and where those
    /// who can be paid for or those who cannot are few, both are.
    pub fn in_groups(counts: &BTreeMap<Heard, i64>, least: i64) -> BTreeMap<Heard, i64> {
        let count = |heard: Heard| counts.get(&heard).copied().unwrap_or(0);
        let mut told: BTreeMap<Heard, i64> = counts.clone();
        told.retain(|heard, _| heard.of_one() == *heard);
        let mut reasons: Vec<(i64, Heard)> =
            [Heard::IsDead, Heard::TooOld, Heard::Cannot].map(|reason| (count(reason), reason)).to_vec();
        let out: i64 = reasons.iter().map(|(count, _)| count).sum();
        if count(Heard::Open) < least || out < least {
            told.insert(Heard::Checked, count(Heard::Open) + out + count(Heard::Checked));
        } else {
            reasons.sort_unstable();
            let mut few = 0;
            for (count, reason) in reasons {
                // What is told must leave no few behind, from which it could be worked out.
                if count < least || (few > 0 && few < least) {
                    few += count;
                } else {
                    told.insert(reason, count);
                }
            }
            told.insert(Heard::Open, count(Heard::Open));
            *told.entry(Heard::Cannot).or_default() += few;
        }
        told.retain(|_, count| *count > 0);
        told
    }
}

impl Verdict {
    /// What a stranger hears; whether the line has a number with the form of a NIK can be seen by anybody.
    pub const fn heard(self, has_form: bool) -> Heard {
        match (self, has_form) {
            (Verdict::CanBePaidFor | Verdict::WaitsForRegistry, _) => Heard::Open,
            (Verdict::NamedTwice, _) => Heard::NamedTwice,
            (Verdict::WrongNik, false) => Heard::BadForm,
            (Verdict::IsDead, _) => Heard::IsDead,
            (Verdict::TooOld, _) => Heard::TooOld,
            (Verdict::Unreadable, _) => Heard::Unreadable,
            (Verdict::WrongNik, true)
            | (Verdict::HasEmployer | Verdict::HasFunder | Verdict::PaysAlready, _) => Heard::Cannot,
        }
    }
}

/// What is known of the person that a line names.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Line {
    /// An earlier line names her.
    pub named_before: bool,
    /// What the check of the NIK came to.
    pub nik: NikState,
    /// Whether she lives.
    pub is_alive: bool,
    /// When she was born; needed unless an earlier reason holds.
    pub born: Option<Day>,
    /// The cover she has in the month.
    pub cover: Cover,
}

/// The law of lists on a day. Of lines with equal facts it asks the law once.
#[derive(Debug)]
pub struct Judge<'l> {
    law: &'l Law<'l>,
    item: usize,
    on: Day,
    asked: HashMap<Line, Verdict>,
}

impl<'l> Judge<'l> {
    /// Opens the law of lists for names that are entered on a day.
    pub fn new(law: &'l Law<'l>, on: Day) -> Result<Judge<'l>, LawLacks> {
        const NAME: &str = "list_line_is";
        let item = law.tree().names.definitions.get(NAME).copied();
        let item = item.ok_or_else(|| LawLacks { what: "definition", name: NAME.to_owned() })?;
        Ok(Judge { law, item, on, asked: HashMap::new() })
    }

    /// What a line comes to.
    pub fn verdict(&mut self, line: &Line) -> Result<Verdict, Refusal> {
        if let Some(verdict) = self.asked.get(line) {
            return Ok(*verdict);
        }
        let facts = facts(self.law.tree(), self.on, line);
        let defined = explain::definition(self.law.tree(), &facts, self.item, false);
        let verdict = match defined.value {
            Ok(value) => verdict(self.law.tree(), self.item, &value).ok_or_else(no_verdict)?,
            // The same again, for the words of the refusal.
            Err(_) => return Err(self.law.ask(self.item, &facts).err().unwrap_or_else(no_verdict)),
        };
        self.asked.insert(*line, verdict);
        Ok(verdict)
    }
}

fn facts(tree: &Tree, on: Day, line: &Line) -> Facts {
    let yes = |yes: bool| if yes { "yes" } else { "no" };
    let mut told = Told::new(tree);
    told.put("segment", crate::memberships::Segment::SelfEmployed);
    told.put("registration_date", on);
    told.put("named_before", yes(line.named_before));
    told.put("nik_state", line.nik.word());
    told.put("is_alive", yes(line.is_alive));
    told.put("other_cover", line.cover.word());
    if let Some(born) = line.born {
        told.put("birth_date", born);
    }
    told.facts
}

fn verdict(tree: &Tree, item: usize, value: &Value) -> Option<Verdict> {
    let Value::Option(at) = value else { return None };
    Verdict::of_word(tree.options(tree.items[item].ty).get(usize::from(*at))?)
}

fn no_verdict() -> Refusal {
    let id = "hasil pemeriksaan baris menurut aturan ini tidak dikenal";
    Refusal::new("no_such_value", id, "what the rule says of a line is not known here")
}
