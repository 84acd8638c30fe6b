//! That no two arguments of a call are the same bytes, where one of them is writable.

use super::refuse;
use crate::memory::end_in;

/// The bytes that an argument names.
#[derive(Clone, Copy)]
pub struct Claim {
    start: u64,
    end: u64,
    writes: bool,
}

impl Claim {
    /// Of a number.
    pub const NOTHING: Self = Self {
        start: 0,
        end: 0,
        writes: false,
    };

    /// Of `len` elements of `size` bytes.
    #[inline]
    pub(super) const fn of(start: u32, len: u32, size: usize, writes: bool) -> Self {
        Self {
            start: start as u64,
            // Past what any memory has, it overlaps all that stands behind its start; it is refused when it is received.
            end: match end_in(u64::MAX, start, len, size as u64) {
                Some(end) => end,
                None => u64::MAX,
            },
            writes,
        }
    }

    #[inline]
    const fn overlaps(self, other: Self) -> bool {
        (self.writes || other.writes) && self.start < other.end && other.start < self.end
    }
}

/// A call whose arguments have been compared. What the function borrows, it borrows from this.
pub struct Call(());

impl Call {
    /// Compares the arguments' claims.
    ///
    /// # Safety
    /// They are the claims of all arguments of the call. What is received relies on that.
    ///
    /// # Panics
    /// If two of them overlap and one of these writes.
    #[inline]
    #[must_use]
    pub unsafe fn enter<const N: usize>(claims: &[Claim; N]) -> Self {
        let mut first = 0;
        while first < N {
            let mut second = first + 1;
            while second < N {
                if claims[first].overlaps(claims[second]) {
                    refuse("is writable, and overlaps another one");
                }
                second += 1;
            }
            first += 1;
        }
        Self(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn overlap(a: (u32, u32, bool), b: (u32, u32, bool)) -> bool {
        let [a, b] = [a, b].map(|(start, len, writes)| Claim::of(start, len, 4, writes));
        assert_eq!(a.overlaps(b), b.overlaps(a));
        a.overlaps(b)
    }

    #[test]
    fn bytes_that_are_written_are_one_argument_s() {
        assert!(overlap((16, 1, true), (16, 1, true)));
        assert!(overlap((16, 1, true), (16, 1, false)));
        assert!(!overlap((16, 1, false), (16, 1, false)), "both read");
        assert!(overlap((16, 4, true), (28, 1, false)), "the last one");
        assert!(!overlap((16, 4, true), (32, 1, true)), "side by side");
        assert!(!overlap((16, 0, true), (16, 1, true)), "no bytes");
        assert!(overlap((u32::MAX, u32::MAX, true), (u32::MAX, 1, false)));
        assert!(!Claim::NOTHING.overlaps(Claim::of(0, 1, 1, true)));
    }

    #[test]
    #[should_panic(expected = "overlaps another one")]
    fn each_pair_is_compared() {
        let claims = [
            Claim::of(32, 1, 8, false),
            Claim::NOTHING,
            Claim::of(39, 1, 8, true),
        ];
        // SAFETY: nothing is received.
        let _ = unsafe { Call::enter(&claims) };
    }

    #[test]
    #[should_panic(expected = "overlaps another one")]
    fn an_argument_that_may_be_none_claims_what_it_has() {
        use crate::signature::Argument;
        let claims = [
            <Option<&mut u64> as Argument>::claim(16, ()),
            <&u32 as Argument>::claim(20, ()),
        ];
        // SAFETY: nothing is received.
        let _ = unsafe { Call::enter(&claims) };
    }
}
