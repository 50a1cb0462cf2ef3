//! Finds bytes that mean something, sixty-four at a time.
//!
//! Cells are short, and starting a search costs more than the search. So a whole block is looked at once, and
//! what was found is kept as one bit a byte until the cells have moved on.

/// Bytes of a block: one machine word of bits.
const BLOCK: usize = 64;

/// Where any of three bytes stands in the block looked at last.
pub(super) struct Marks {
    sought: [u8; 3],
    /// Where the block begins in the text, or nowhere.
    block: usize,
    bits: u64,
}

impl Marks {
    pub(super) fn new(sought: [u8; 3]) -> Marks {
        Marks { sought, block: usize::MAX, bits: 0 }
    }

    /// To be called when the text has changed.
    pub(super) fn forget(&mut self) {
        self.block = usize::MAX;
    }

    /// The first of the three at or after `at`, if there is one.
    #[inline]
    pub(super) fn next(&mut self, text: &[u8], at: usize) -> Option<usize> {
        let place = at % BLOCK;
        let bits = if at - place == self.block { self.bits >> place } else { 0 };
        if bits == 0 { self.search(text, at) } else { Some(at + bits.trailing_zeros() as usize) }
    }

    #[inline(never)]
    fn search(&mut self, text: &[u8], at: usize) -> Option<usize> {
        let place = at % BLOCK;
        if at - place != self.block {
            self.look(text, at - place);
        }
        let mut bits = self.bits >> place << place;
        while bits == 0 {
            if self.block + BLOCK >= text.len() {
                return None;
            }
            self.look(text, self.block + BLOCK);
            bits = self.bits;
        }
        Some(self.block + bits.trailing_zeros() as usize)
    }

    #[inline]
    fn look(&mut self, text: &[u8], block: usize) {
        self.block = block;
        self.bits = match text.get(block..).and_then(<[u8]>::first_chunk) {
            Some(bytes) => bits(bytes, self.sought),
            None => self.look_at_end(text.get(block..).unwrap_or_default()),
        };
    }

    /// The block that the text ends in; zeros, which nobody seeks, fill it up.
    #[cold]
    fn look_at_end(&self, rest: &[u8]) -> u64 {
        let mut bytes = [0; BLOCK];
        bytes[..rest.len()].copy_from_slice(rest);
        bits(&bytes, self.sought)
    }
}

/// One bit for each byte that is sought, the first byte lowest.
#[inline]
fn bits(bytes: &[u8; BLOCK], [one, two, three]: [u8; 3]) -> u64 {
    let hits = bytes.map(|byte| u8::from(byte == one) | u8::from(byte == two) | u8::from(byte == three));
    let (eights, _) = hits.as_chunks::<8>();
    let gathered = eights.iter().zip(0..).map(|(eight, place)| gather(*eight) << (8 * place));
    gathered.fold(0, std::ops::BitOr::bitor)
}

/// Eight bytes of 0 or 1 as eight bits: the product brings byte `i` to bit `56 + i`.
#[inline]
fn gather(eight: [u8; 8]) -> u64 {
    u64::from_le_bytes(eight).wrapping_mul(0x0102_0408_1020_4080) >> 56
}
