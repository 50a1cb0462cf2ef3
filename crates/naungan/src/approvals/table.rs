//! The table of changes that two people have to want, and what is asked of each.

/// Whom a change is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum About {
    Person,
    Payer,
    Membership,
}

/// A change that needs a second person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Needs {
    /// Its name, as approvals keep it.
    pub(crate) what: &'static str,
    pub(crate) about: About,
    /// What the form asks for: name and kind of each field. All of them also ask for a reason.
    pub(crate) fields: &'static [(&'static str, &'static str)],
}

/// Every change that matters: it is asked for by one and done by another. What is not here is done at once.
pub(crate) const TABLE: &[Needs] = &[
    Needs { what: "merge", about: About::Person, fields: &[("into", "number")] },
    Needs { what: "unmerge", about: About::Person, fields: &[] },
    Needs { what: "identity", about: About::Person, fields: &[("nik", "nik"), ("birth", "date")] },
    Needs { what: "refund", about: About::Payer, fields: &[("amount", "money")] },
    Needs { what: "close", about: About::Payer, fields: &[("day", "date")] },
    Needs { what: "take_back", about: About::Payer, fields: &[("payment", "number"), ("day", "date")] },
    Needs {
        what: "wage",
        about: About::Membership,
        fields: &[("amount", "sum"), ("from", "month"), ("until", "last_month")],
    },
    Needs { what: "end", about: About::Membership, fields: &[("day", "date"), ("end_reason", "word")] },
];

/// The row of a change.
pub(crate) fn needs(what: &str) -> Option<&'static Needs> {
    TABLE.iter().find(|row| row.what == what)
}
