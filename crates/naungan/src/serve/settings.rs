//! How the counter is set up.

/// What `naungan serve` was told.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// How others reach it, without a slash at the end: stands in QR codes and letters.
    pub(crate) public: String,
    /// The institution's people are invented: simulated ports may be used, and say so.
    pub(crate) invented: bool,
    /// Requests a second that one address may make, after a burst of ten times as many.
    pub(crate) rate: u32,
}

impl Settings {
    /// Whether browsers come by https only.
    pub(crate) fn is_secure(&self) -> bool {
        self.public.starts_with("https://")
    }
}
