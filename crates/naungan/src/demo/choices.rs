//! The kinds that the demo draws from, by the names that the law and the tables use.

macro_rules! choice {
    ($(#[$doc:meta])* $vis:vis $name:ident { $($(#[$line:meta])* $option:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        $vis enum $name {
            $($(#[$line])* $option,)*
        }

        impl $name {
            /// All of them, in the order in which they are drawn.
            $vis const ALL: &'static [$name] = &[$($name::$option),*];
            /// Their names, in the same order.
            $vis const NAMES: &'static [&'static str] = &[$($text),*];

            /// The name in the law, or in the demo's tables.
            $vis const fn name(self) -> &'static str {
                Self::NAMES[self as usize]
            }
        }
    };
}

choice! {
    /// Under which rules somebody is a member.
    pub Segment {
        /// Works for a wage.
        WageEarner = "wage_earner",
        /// Earns without a wage; partners of platforms and sponsored people too.
        SelfEmployed = "self_employed",
        /// Works on a construction project.
        Construction = "construction",
        /// Works abroad.
        Migrant = "migrant",
    }
}

choice! {
    /// Size of an enterprise.
    pub Size {
        /// The smallest.
        Micro = "micro",
        /// The next.
        Small = "small",
        /// The next.
        Medium = "medium",
        /// The largest.
        Large = "large",
    }
}

choice! {
    /// Risk of a workplace.
    pub RiskClass {
        /// Group I.
        VeryLow = "very_low",
        /// Group II.
        Low = "low",
        /// Group III.
        Medium = "medium",
        /// Group IV.
        High = "high",
        /// Group V.
        VeryHigh = "very_high",
    }
}

choice! {
    /// Why a membership ended, by the words of the law's `jht_cause`.
    pub EndReason {
        /// The worker gave notice.
        Resigned = "resigned",
        /// The employer dismissed the worker.
        Dismissed = "dismissed",
        /// The contract or the project ran out.
        ContractEnded = "contract_ended",
        /// Own work, or work for a platform, was given up.
        StoppedWork = "stopped_work",
        /// Left at the age at which savings are paid.
        Retired = "reached_56",
    }
}

choice! {
    /// How a migrant is placed.
    pub Placement {
        /// By an agency.
        Agency = "agency",
        /// Alone.
        OwnWay = "own_way",
    }
}

choice! {
    /// By what way a self-employed member comes to be one.
    pub(super) OwnKind {
        /// Alone.
        Alone = "alone",
        /// As a partner of a platform.
        Platform = "platform",
        /// Paid for by a public budget.
        PublicBudget = "public_budget",
        /// Paid for by a donor.
        Donor = "donor",
    }
}

choice! {
    /// How an employer pays.
    pub(super) Habit {
        /// By the due day, nearly always.
        Prompt = "prompt",
        /// After the due day.
        Late = "late",
        /// A part in time, the rest later.
        Partial = "partial",
        /// Not at all.
        Never = "never",
    }
}
