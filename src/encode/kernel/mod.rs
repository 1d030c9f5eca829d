//! The arithmetic of the forward pass, one table of functions for each instruction set.
//!
//! [`Kernel`] is what the rest of the program sees: safe functions over slices. They check every
//! length, then hand raw pointers to the function table that was chosen at start-up. This folder
//! is the only one with `unsafe`; the invariants stand at `lanes` (instruction set, memory) and
//! at the job types below (which pointer covers what).

mod attend;
mod buffer;
mod choice;
mod lanes;
mod ops;
mod pack;
mod portable;
mod row;
#[cfg(test)]
mod tests;
mod tile;

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;

pub use buffer::Buffer;
pub use choice::{Kernel, KernelError, VARIABLE};
pub use ops::{Heads, Scratch};
pub use pack::{Packed, Precision};

/// `rows` x `k` words times `k` words x `columns`.
///
/// Invariants: `rows` is a multiple of the table's `rows` and `columns` of its `panel`; `a` covers
/// `(rows - 1) * lda + k` words; `b` covers `k * columns` words in panels; `bias`, `column_scale`
/// and `column_sum` cover `columns` floats; `row_scale` and `row_shift` cover `rows`; `out` covers
/// `(rows - 1) * ldo + columns` floats and overlaps none of the others. The four scales are read
/// by the integer functions only.
struct LinearJob {
    rows: usize,
    k: usize,
    columns: usize,
    a: *const u32,
    lda: usize,
    b: *const u32,
    bias: *const f32,
    column_scale: *const f32,
    column_sum: *const f32,
    row_scale: *const f32,
    row_shift: *const f32,
    gelu: bool,
    out: *mut f32,
    ldo: usize,
}

/// Layer norm of `rows` rows.
///
/// Invariants: `columns` is a multiple of 16; `x` covers `rows * columns` floats; `y` is null or
/// covers `(rows - 1) * ldy + columns` floats apart from `x`; `gain` and `bias` cover `columns`.
struct NormJob {
    rows: usize,
    columns: usize,
    x: *mut f32,
    y: *const f32,
    ldy: usize,
    gain: *const f32,
    bias: *const f32,
    epsilon: f32,
}

/// Floats to bytes, row by row.
///
/// Invariants: `columns` is a multiple of 16; `x` covers `(rows - 1) * ldx + columns` floats; `out`
/// covers `rows * columns` of the table's integers; `scale` and `shift` cover `rows` floats; none
/// overlap.
struct QuantJob {
    rows: usize,
    columns: usize,
    x: *const f32,
    ldx: usize,
    out: *mut u8,
    scale: *mut f32,
    shift: *mut f32,
}

/// Attention of one head within one sequence.
///
/// Invariants: `head` is a multiple of 32; `q` covers `length` rounded up to the table's `rows` rows
/// of `head` floats, `ld` apart; `k` and `v` cover `length` such rows, `out` `length` rows `ldo`
/// apart; `scratch` covers [`AttendJob::scratch_words`] words; `out` and `scratch` overlap nothing.
struct AttendJob {
    length: usize,
    head: usize,
    q: *const f32,
    k: *const f32,
    v: *const f32,
    ld: usize,
    out: *mut f32,
    ldo: usize,
    scratch: *mut u32,
}

/// The widest vector of all kernels.
const WIDEST: usize = 16;

impl AttendJob {
    /// Keys rounded up to whole vectors of any kernel.
    fn keys_padded(&self) -> usize {
        self.length.next_multiple_of(WIDEST)
    }

    /// Words from one line of scores to the next: one cache line more than needed, because lines
    /// 2 KiB apart would share a few sets of the first-level cache.
    fn score_stride(&self) -> usize {
        self.keys_padded() + WIDEST
    }

    /// Words of scratch for either function at `rows` queries at a time.
    fn scratch_words(&self, rows: usize) -> usize {
        let (keys, queries) = (self.keys_padded(), self.length.next_multiple_of(rows));
        let halves = (queries + keys) * self.head / 2;
        let floats = self.head * self.score_stride();
        halves + floats + keys / 2 * self.head + 2 * rows * self.score_stride()
    }
}

/// The functions of one instruction set.
struct Table {
    /// Rows of a tile.
    rows: usize,
    /// Columns of a tile, and of a panel of packed weights.
    panel: usize,
    /// Bytes of one integer operand: 4 or 2 of them make a word.
    integer: usize,
    linear_float: unsafe fn(&LinearJob),
    linear_int: unsafe fn(&LinearJob),
    norm: unsafe fn(&NormJob),
    quantise: unsafe fn(&QuantJob),
    attend_float: unsafe fn(&AttendJob),
    attend_int: unsafe fn(&AttendJob),
}

/// Compiles every function for one instruction set: `R` rows by `V` vectors a tile.
macro_rules! table {
    ($name:ident, $lanes:ty, $int:ty, $integer:ty, $r:literal, $v:literal $(, $features:literal)?) => {
        pub(super) static $name: super::Table = {
            use super::{AttendJob, LinearJob, NormJob, QuantJob, attend, row, tile};
            $(#[target_feature(enable = $features)])?
            unsafe fn linear_float(job: &LinearJob) {
                unsafe { tile::linear_float::<$lanes, $r, $v>(job) }
            }
            $(#[target_feature(enable = $features)])?
            unsafe fn linear_int(job: &LinearJob) {
                unsafe { tile::linear_int::<$lanes, $int, $r, $v>(job) }
            }
            $(#[target_feature(enable = $features)])?
            unsafe fn norm(job: &NormJob) {
                unsafe { row::norm::<$lanes>(job) }
            }
            $(#[target_feature(enable = $features)])?
            unsafe fn quantise(job: &QuantJob) {
                unsafe { row::quantise::<$lanes, { size_of::<$integer>() == 1 }>(job) }
            }
            $(#[target_feature(enable = $features)])?
            unsafe fn attend_float(job: &AttendJob) {
                unsafe { attend::attend_float::<$lanes, $r, $v>(job) }
            }
            $(#[target_feature(enable = $features)])?
            unsafe fn attend_int(job: &AttendJob) {
                unsafe { attend::attend_int::<$lanes, $r, $v>(job) }
            }
            super::Table {
                rows: $r,
                panel: $v * <$lanes as super::lanes::Lanes>::LANES,
                integer: size_of::<$integer>(),
                linear_float,
                linear_int,
                norm,
                quantise,
                attend_float,
                attend_int,
            }
        };
    };
}
use table;
