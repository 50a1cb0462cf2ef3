//! A QR code as a drawing: squares that stay sharp at any size.

use std::fmt::Write as _;

use anyhow::{Result, ensure};

/// The light margin that readers of codes expect, in modules.
const MARGIN: usize = 4;
/// Version 40, the largest there is, has 177 modules a side.
const SIDE_MAX: usize = 177;

/// The modules of a code, row by row; a dark one is `true`.
#[derive(Clone, Debug)]
pub struct Qr {
    side: usize,
    modules: Vec<bool>,
}

impl Qr {
    /// A square of modules, row by row.
    pub fn new(modules: Vec<bool>) -> Result<Qr> {
        let side = modules.len().isqrt();
        let is_square = side > 0 && side <= SIDE_MAX && side * side == modules.len();
        ensure!(is_square, "{} modules are no QR code", modules.len());
        Ok(Qr { side, modules })
    }

    /// The drawing: one path of one shape for each run of dark modules. Nothing in it comes from a text.
    pub(crate) fn svg(&self) -> String {
        let all = self.side + 2 * MARGIN;
        let mut path = String::new();
        for (y, row) in self.modules.chunks(self.side).enumerate() {
            let mut x = 0;
            for run in row.chunk_by(|a, b| a == b) {
                if run[0] {
                    let (left, top, length) = (x + MARGIN, y + MARGIN, run.len());
                    let _ = write!(path, "M{left} {top}h{length}v1h-{length}z");
                }
                x += run.len();
            }
        }
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {all} {all}\" width=\"{all}\" \
             height=\"{all}\"><path d=\"M0 0h{all}v{all}h-{all}z\" fill=\"#fff\"/><path d=\"{path}\"/></svg>"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::Qr;

    #[test]
    fn runs_of_dark_modules_become_one_shape() {
        let svg = Qr::new(vec![true, true, false, false]).map(|qr| qr.svg()).unwrap_or_default();
        assert!(svg.contains("d=\"M4 4h2v1h-2z\""), "{svg}");
    }

    #[test]
    fn what_is_no_square_is_no_code() {
        for count in [0, 2, 8, 178 * 178] {
            assert!(Qr::new(vec![false; count]).is_err(), "{count}");
        }
    }
}
