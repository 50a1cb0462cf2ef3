//! Numbers by which people, payers and memberships are kept; one space, so that none is taken for another.

use std::fmt;

macro_rules! number {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

number! {
    /// A person, once registered, for ever; two numbers may turn out to be one person.
    PersonId
}
number! {
    /// Somebody who pays: an employer, a branch, a project, a sponsor, or a member on her own account.
    PayerId
}
number! {
    /// A person in a segment with a payer.
    MembershipId
}
