//! Multiplication of matrices in tiles of registers.
//!
//! A tile is `R` rows by `V` vectors of sums that stay in registers while `k` runs. Each sum is
//! built by one chain of multiply-adds in the order of `k`, and every row goes through the same
//! instructions, so a row's result depends on nothing but the row. There is no kernel for
//! remainders: buffers hold whole tiles, and rows beyond the last real one compute on what is
//! there and are ignored.

use super::lanes::{Float, Lanes, Mac};
use super::{LinearJob, row};

/// Sums of `R` rows of `a` (`lda` words apart) with `V` vectors of columns of `b` (`ldb` words from
/// one `k` to the next).
///
/// # Safety
/// `a` addresses `R` rows of `k` words, `b` addresses `k` rows of `V * LANES` words.
#[inline(always)]
pub(super) unsafe fn tile<L: Lanes, M: Mac<L>, const R: usize, const V: usize>(
    k: usize,
    a: *const u32,
    lda: usize,
    b: *const u32,
    ldb: usize,
) -> [[M::V; V]; R] {
    unsafe {
        let mut sums = [[M::zero(); V]; R];
        for i in 0..k {
            let mut columns = [M::zero(); V];
            for (v, column) in columns.iter_mut().enumerate() {
                *column = M::load(b.add(i * ldb + v * L::LANES));
            }
            for (r, row) in sums.iter_mut().enumerate() {
                let word = M::spread(a.add(r * lda + i));
                for (sum, &column) in row.iter_mut().zip(&columns) {
                    *sum = M::mac(*sum, word, column);
                }
            }
        }
        sums
    }
}

/// `out = a * b + bias`, through GELU when the job says so, over floats.
///
/// # Safety
/// See [`LinearJob`].
#[inline(always)]
pub(super) unsafe fn linear_float<L: Lanes, const R: usize, const V: usize>(job: &LinearJob) {
    unsafe {
        let width = V * L::LANES;
        for column in (0..job.columns).step_by(width) {
            let panel = job.b.add(column * job.k);
            for first in (0..job.rows).step_by(R) {
                let sums = tile::<L, Float, R, V>(job.k, job.a.add(first * job.lda), job.lda, panel, width);
                for (r, sums) in sums.iter().enumerate() {
                    for (v, &sum) in sums.iter().enumerate() {
                        let at = column + v * L::LANES;
                        let y = L::add(sum, L::load(job.bias.add(at)));
                        let y = if job.gelu { row::gelu::<L>(y) } else { y };
                        L::store(y, job.out.add((first + r) * job.ldo + at));
                    }
                }
            }
        }
    }
}

/// The same over whole numbers: rows are `(u - zero) * scale` of unsigned words, columns are signed
/// words times the column's scale.
///
/// # Safety
/// See [`LinearJob`].
#[inline(always)]
pub(super) unsafe fn linear_int<L: Lanes, M: Mac<L, V = L::I>, const R: usize, const V: usize>(
    job: &LinearJob,
) {
    unsafe {
        let width = V * L::LANES;
        for column in (0..job.columns).step_by(width) {
            let panel = job.b.add(column * job.k);
            for first in (0..job.rows).step_by(R) {
                let sums = tile::<L, M, R, V>(job.k, job.a.add(first * job.lda), job.lda, panel, width);
                for v in 0..V {
                    let at = column + v * L::LANES;
                    let scale = L::load(job.column_scale.add(at));
                    let total = L::load(job.column_sum.add(at));
                    let bias = L::load(job.bias.add(at));
                    for (r, sums) in sums.iter().enumerate() {
                        let at_row = first + r;
                        let y = L::mul(L::to_f(sums[v]), L::splat(*job.row_scale.add(at_row)));
                        let shift = L::splat(*job.row_shift.add(at_row));
                        let y = row::times_plus::<L>(y, scale, row::times_plus::<L>(shift, total, bias));
                        let y = if job.gelu { row::gelu_coarse::<L>(y) } else { y };
                        L::store(y, job.out.add(at_row * job.ldo + at));
                    }
                }
            }
        }
    }
}
