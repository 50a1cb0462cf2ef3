//! Names that the scheme asks the law for, each found once when the law is opened.

macro_rules! asked {
    ($(#[$doc:meta])* $holder:ident { $($name:ident),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub(crate) struct $holder { $(pub(crate) $name: usize),* }

        impl $holder {
            fn find(find: impl Fn(&'static str) -> Result<usize, LawLacks>) -> Result<Self, LawLacks> {
                Ok(Self { $($name: find(stringify!($name))?),* })
            }
        }
    };
}
