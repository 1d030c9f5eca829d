//! Attention of one head within one sequence.
//!
//! Scores, softmax and the weighted sum of values run over a few queries at a time, so that the
//! scores never leave the first-level cache. Queries come scaled so that softmax is a power of 2,
//! which saves a multiplication a score. In whole numbers the operands are `i16`: 13 bits for
//! queries, keys and values, 15 for probabilities, fine enough to lose nothing beside the bytes of
//! the linear layers.

use super::lanes::{Float, Lanes, Mac, Pairs};
use super::tile::tile;
use super::{AttendJob, WIDEST, row};

/// Largest magnitude of a quantised query, key or value, times the root of the head's size: that
/// many products of two then stay below 2^31.
const LIMIT: f32 = 46340.0;
/// What a probability of 1 becomes.
const ONE: f32 = 32767.0;

/// Attention over floats; the scratch holds keys transposed, then scores.
///
/// # Safety
/// See [`AttendJob`].
#[inline(always)]
pub(super) unsafe fn attend_float<L: Lanes, const R: usize, const V: usize>(job: &AttendJob) {
    unsafe {
        let (keys, lds) = (job.keys_padded(), job.score_stride());
        let transposed = job.scratch.cast::<f32>();
        for d in 0..job.head {
            let to = transposed.add(d * lds);
            for key in 0..job.length {
                *to.add(key) = *job.k.add(key * job.ld + d);
            }
            for key in job.length..keys {
                *to.add(key) = *to;
            }
        }
        let scores = transposed.add(job.head * lds);
        let one = L::splat(1.0);
        for first in (0..job.length).step_by(R) {
            let q = job.q.add(first * job.ld).cast();
            let tops = raw_scores::<L, Float, R, V>(job, job.head, q, job.ld, transposed.cast(), scores, one);
            for (r, &top) in tops.iter().enumerate() {
                let line = scores.add(r * lds);
                let inverse = 1.0 / exponentials::<L>(line, top, job.length, keys);
                for key in (0..keys).step_by(L::LANES) {
                    L::store(L::mul(L::load(line.add(key)), L::splat(inverse)), line.add(key));
                }
            }
            for column in (0..job.head).step_by(2 * L::LANES) {
                let v = job.v.add(column).cast();
                let sums = tile::<L, Float, R, 2>(job.length, scores.cast(), lds, v, job.ld);
                write::<L, Float, R>(job, first, column, sums, one);
            }
        }
    }
}

/// Attention over `i16`; the scratch holds queries, keys transposed, values interleaved, scores,
/// probabilities.
///
/// # Safety
/// See [`AttendJob`].
#[inline(always)]
pub(super) unsafe fn attend_int<L: Lanes, const R: usize, const V: usize>(job: &AttendJob) {
    unsafe {
        let (keys, lds) = (job.keys_padded(), job.score_stride());
        let words = job.head / 2;
        let queries = job.length.next_multiple_of(R);
        let q = job.scratch.cast::<i16>();
        let row = q.add(queries * job.head);
        let k = row.add(keys * job.head).cast::<u32>();
        let v = k.add(words * lds);
        let scores = v.add(keys / 2 * job.head).cast::<f32>();
        let chances = scores.add(R * lds).cast::<i16>();

        let q_scale = whole_rows::<L>(job, job.q, job.length, queries, q);
        let k_scale = whole_rows::<L>(job, job.k, job.length, keys, row);
        for key in 0..keys {
            let from = row.add(if key < job.length { key } else { 0 } * job.head).cast::<u32>();
            for word in 0..words {
                *k.add(word * lds + key) = *from.add(word);
            }
        }
        let v_scale = whole_rows::<L>(job, job.v, job.length, keys, row);
        for pair in 0..keys / 2 {
            let even = row.add(2 * pair * job.head);
            let odd = even.add(job.head);
            let to = v.add(pair * job.head);
            for d in 0..job.head {
                *to.add(d) = u32::from(*even.add(d) as u16) | u32::from(*odd.add(d) as u16) << 16;
            }
        }
        let score_scale = L::splat(q_scale * k_scale);
        let value_scale = L::splat(v_scale / ONE);

        for first in (0..job.length).step_by(R) {
            let q = q.add(first * job.head).cast();
            let tops = raw_scores::<L, Pairs, R, V>(job, words, q, words, k, scores, score_scale);
            for (r, &top) in tops.iter().enumerate() {
                let line = scores.add(r * lds);
                let scale = ONE / exponentials::<L>(line, top, job.length, keys);
                for key in (0..keys).step_by(L::LANES) {
                    let chance = L::mul(L::load(line.add(key)), L::splat(scale));
                    L::store_i16(chance, chances.add(r * 2 * lds + key));
                }
            }
            for column in (0..job.head).step_by(2 * L::LANES) {
                let sums = tile::<L, Pairs, R, 2>(keys / 2, chances.cast(), lds, v.add(column), job.head);
                write::<L, Pairs, R>(job, first, column, sums, value_scale);
            }
        }
    }
}

/// Scores of `R` queries with all keys as floats, and the largest of each lane.
///
/// Keys beyond the last repeat the first one, so that they change no maximum.
#[inline(always)]
unsafe fn raw_scores<L: Lanes, M: Mac<L>, const R: usize, const V: usize>(
    job: &AttendJob,
    words: usize,
    q: *const u32,
    ldq: usize,
    k: *const u32,
    scores: *mut f32,
    scale: L::F,
) -> [L::F; R] {
    unsafe {
        let (keys, lds) = (job.keys_padded(), job.score_stride());
        let mut tops = [L::splat(f32::MIN); R];
        let mut key = 0;
        while key + V * L::LANES <= keys {
            let sums = tile::<L, M, R, V>(words, q, ldq, k.add(key), lds);
            for (r, sums) in sums.iter().enumerate() {
                for (v, &sum) in sums.iter().enumerate() {
                    let score = M::float(sum, scale);
                    tops[r] = L::max(tops[r], score);
                    L::store(score, scores.add(r * lds + key + v * L::LANES));
                }
            }
            key += V * L::LANES;
        }
        while key < keys {
            let sums = tile::<L, M, R, 1>(words, q, ldq, k.add(key), lds);
            for (r, sums) in sums.iter().enumerate() {
                let score = M::float(sums[0], scale);
                tops[r] = L::max(tops[r], score);
                L::store(score, scores.add(r * lds + key));
            }
            key += L::LANES;
        }
        tops
    }
}

/// Far below any score, and still a float that rounds to itself.
const NEVER: f32 = -1e30;

/// Replaces a line of scores by `2^(score - largest)`, 0 beyond `length`, and gives their sum.
#[inline(always)]
unsafe fn exponentials<L: Lanes>(line: *mut f32, top: L::F, length: usize, keys: usize) -> f32 {
    unsafe {
        for key in length..keys {
            *line.add(key) = NEVER;
        }
        let top = L::splat(L::top(top));
        let mut sum = row::Sums::<L>::zero();
        for wide in (0..keys).step_by(WIDEST) {
            for part in 0..row::Sums::<L>::PARTS {
                let at = line.add(wide + part * L::LANES);
                let e = row::exp2::<L>(L::sub(L::load(at), top));
                L::store(e, at);
                sum.add(part, e);
            }
        }
        sum.total()
    }
}

/// One head's rows as `i16` with one scale for all, which it gives back; rows beyond `length` are 0.
#[inline(always)]
unsafe fn whole_rows<L: Lanes>(
    job: &AttendJob,
    x: *const f32,
    length: usize,
    rows: usize,
    out: *mut i16,
) -> f32 {
    unsafe {
        let mut top = L::splat(f32::MIN_POSITIVE);
        for r in 0..length {
            for d in (0..job.head).step_by(L::LANES) {
                let v = L::load(x.add(r * job.ld + d));
                top = L::max(top, L::max(v, L::sub(L::splat(0.0), v)));
            }
        }
        let scale = L::top(top) / (LIMIT / (job.head as f32).sqrt()).floor();
        let inverse = L::splat(1.0 / scale);
        for r in 0..length {
            for d in (0..job.head).step_by(L::LANES) {
                let v = L::mul(L::load(x.add(r * job.ld + d)), inverse);
                L::store_i16(v, out.add(r * job.head + d));
            }
        }
        for i in length * job.head..rows * job.head {
            *out.add(i) = 0;
        }
        scale
    }
}

/// Stores the rows of a tile that are queries of the sequence.
#[inline(always)]
unsafe fn write<L: Lanes, M: Mac<L>, const R: usize>(
    job: &AttendJob,
    first: usize,
    column: usize,
    sums: [[M::V; 2]; R],
    scale: L::F,
) {
    unsafe {
        for (r, sums) in sums.iter().enumerate().take(job.length - first) {
            for (v, &sum) in sums.iter().enumerate() {
                L::store(M::float(sum, scale), job.out.add((first + r) * job.ldo + column + v * L::LANES));
            }
        }
    }
}
