//! Functions along one row: exp, GELU, layer norm, and the step from floats to bytes.
//!
//! All of them give the same bytes with every kernel. Bytes that come from floats are why: what two
//! kernels round differently may end a whole step of a byte apart, and the next layers make more of
//! it. So nothing here is fused ([`times_plus`]), and sums run over sixteen lanes ([`Sums`]).

use super::lanes::Lanes;
use super::{NormJob, QuantJob, WIDEST};

/// `a * b + c`, rounded twice, as processors without a fused step have to.
///
/// # Safety
/// See [`Lanes`].
#[inline(always)]
pub(super) unsafe fn times_plus<L: Lanes>(a: L::F, b: L::F, c: L::F) -> L::F {
    unsafe { L::add(L::mul(a, b), c) }
}

/// Sums of the columns that are equal modulo [`WIDEST`], in as many vectors as that takes.
pub(super) struct Sums<L: Lanes>([L::F; WIDEST / NARROWEST]);

/// The narrowest vector of all kernels.
const NARROWEST: usize = 4;

impl<L: Lanes> Sums<L> {
    /// Vectors that make up [`WIDEST`] columns; those beyond stay unused.
    pub(super) const PARTS: usize = WIDEST / L::LANES;

    /// # Safety
    /// See [`Lanes`].
    #[inline(always)]
    pub(super) unsafe fn zero() -> Self {
        unsafe { Sums([L::splat(0.0); WIDEST / NARROWEST]) }
    }

    /// Adds `v` to the vector `part` of [`Self::PARTS`].
    ///
    /// # Safety
    /// See [`Lanes`].
    #[inline(always)]
    pub(super) unsafe fn add(&mut self, part: usize, v: L::F) {
        unsafe { self.0[part] = L::add(self.0[part], v) }
    }

    /// All together: one half onto the other until one is left, as [`Lanes::sum`] goes on.
    ///
    /// # Safety
    /// See [`Lanes`].
    #[inline(always)]
    pub(super) unsafe fn total(mut self) -> f32 {
        unsafe {
            let mut half = Self::PARTS / 2;
            while half > 0 {
                for part in 0..half {
                    self.0[part] = L::add(self.0[part], self.0[part + half]);
                }
                half /= 2;
            }
            L::sum(self.0[0])
        }
    }
}

/// `2^f` for `f` in `-0.5..=0.5`, relative error 8e-8.
const EXP2: [f32; 6] = [1.000_000_1, 0.693_146_94, 0.240_221_2, 0.055_507_13, 0.009_675_541, 0.001_327_647_1];

/// `2^x` for `x <= 0`; where that is no normal float it may be 0 or the smallest one, which no sum
/// notices.
///
/// # Safety
/// See [`Lanes`].
#[inline(always)]
pub(super) unsafe fn exp2<L: Lanes>(x: L::F) -> L::F {
    unsafe {
        let whole = L::round(x);
        L::scale2(polynomial::<L, 6>(L::sub(x, whole), &EXP2), whole)
    }
}

/// `(Phi(x) - 0.5) / x` over `|x| <= edge` as a polynomial in `2 x^2 / edge^2 - 1`, fitted so that
/// the largest error of `x Phi(x)` is smallest.
struct Gelu<const N: usize> {
    edge: f32,
    terms: [f32; N],
}

/// Error 3.3e-7, and 1.5e-6 with the rounding of floats; 3e-7 of `x` beyond 6.
const FINE: Gelu<13> = Gelu {
    edge: 5.0,
    terms: [
        0.141_363_78,
        -0.070_296_65,
        0.051_521_42,
        -0.040_432_96,
        0.031_426_23,
        -0.023_336_653,
        0.016_497_632,
        -0.010_973_481,
        0.006_165_57,
        -0.002_915_336_8,
        0.002_001_626_2,
        -0.001_514_314_3,
        0.000_493_094_7,
    ],
};

/// Error 1.9e-4: a tenth of that of the bytes which the result becomes next.
const COARSE: Gelu<7> = Gelu {
    edge: 4.0,
    terms: [
        0.175_970_23,
        -0.084_426_75,
        0.055_410_188,
        -0.035_461_25,
        0.024_090_335,
        -0.016_552_456,
        0.005_973_352_6,
    ],
};

/// `x Phi(x)` with the normal distribution `Phi`: the exact GELU, not its tanh likeness.
///
/// # Safety
/// See [`Lanes`].
#[inline(always)]
pub(super) unsafe fn gelu<L: Lanes>(x: L::F) -> L::F {
    unsafe { gelu_of::<L, 13>(x, &FINE) }
}

/// The same for results that become bytes.
///
/// # Safety
/// See [`Lanes`].
#[inline(always)]
pub(super) unsafe fn gelu_coarse<L: Lanes>(x: L::F) -> L::F {
    unsafe { gelu_of::<L, 7>(x, &COARSE) }
}

#[inline(always)]
unsafe fn gelu_of<L: Lanes, const N: usize>(x: L::F, gelu: &Gelu<N>) -> L::F {
    unsafe {
        let inner = L::min(L::max(x, L::splat(-gelu.edge)), L::splat(gelu.edge));
        let t =
            times_plus::<L>(L::mul(inner, inner), L::splat(2.0 / (gelu.edge * gelu.edge)), L::splat(-1.0));
        let phi = times_plus::<L>(polynomial::<L, N>(t, &gelu.terms), inner, L::splat(0.5));
        L::mul(x, phi)
    }
}

/// Horner's rule.
#[inline(always)]
unsafe fn polynomial<L: Lanes, const N: usize>(x: L::F, c: &[f32; N]) -> L::F {
    unsafe {
        let mut y = L::splat(c[N - 1]);
        for i in (0..N - 1).rev() {
            y = times_plus::<L>(y, x, L::splat(c[i]));
        }
        y
    }
}

/// Adds `y` to `x` where there is one, then brings each row of `x` to mean 0 and variance 1, times
/// `gain`, plus `bias`.
///
/// # Safety
/// See [`NormJob`].
#[inline(always)]
pub(super) unsafe fn norm<L: Lanes>(job: &NormJob) {
    unsafe {
        let each = 1.0 / job.columns as f32;
        for r in 0..job.rows {
            let x = job.x.add(r * job.columns);
            let mut sum = Sums::<L>::zero();
            for wide in (0..job.columns).step_by(WIDEST) {
                for part in 0..Sums::<L>::PARTS {
                    let c = wide + part * L::LANES;
                    let mut v = L::load(x.add(c));
                    if !job.y.is_null() {
                        v = L::add(v, L::load(job.y.add(r * job.ldy + c)));
                        L::store(v, x.add(c));
                    }
                    sum.add(part, v);
                }
            }
            let mean = L::splat(sum.total() * each);
            let mut squares = Sums::<L>::zero();
            for wide in (0..job.columns).step_by(WIDEST) {
                for part in 0..Sums::<L>::PARTS {
                    let d = L::sub(L::load(x.add(wide + part * L::LANES)), mean);
                    squares.add(part, L::mul(d, d));
                }
            }
            let scale = L::splat(1.0 / (squares.total() * each + job.epsilon).sqrt());
            for c in (0..job.columns).step_by(L::LANES) {
                let v = L::mul(L::sub(L::load(x.add(c)), mean), scale);
                let v = times_plus::<L>(v, L::load(job.gain.add(c)), L::load(job.bias.add(c)));
                L::store(v, x.add(c));
            }
        }
    }
}

/// Each row as `(u - zero) * scale` with `u` in `0..=255`, stored as `u8` or as `i16`.
///
/// # Safety
/// See [`QuantJob`].
#[inline(always)]
pub(super) unsafe fn quantise<L: Lanes, const BYTES: bool>(job: &QuantJob) {
    unsafe {
        for r in 0..job.rows {
            let x = job.x.add(r * job.ldx);
            // Zero is always within the range, so that it is met exactly.
            let mut top = L::splat(0.0);
            let mut bottom = L::splat(0.0);
            for c in (0..job.columns).step_by(L::LANES) {
                let v = L::load(x.add(c));
                top = L::max(top, v);
                bottom = L::max(bottom, L::sub(L::splat(0.0), v));
            }
            let (top, bottom) = (L::top(top), L::top(bottom));
            // Of 255 steps one is left over, so that rounding the zero point up leaves both ends
            // within a byte without a clamp.
            let scale = ((top + bottom) / 254.0).max(f32::MIN_POSITIVE);
            let inverse = 1.0 / scale;
            let zero = whole_above(bottom * inverse);
            *job.scale.add(r) = scale;
            *job.shift.add(r) = -scale * zero;
            for c in (0..job.columns).step_by(L::LANES) {
                let u = times_plus::<L>(L::load(x.add(c)), L::splat(inverse), L::splat(zero));
                if BYTES {
                    L::store_u8(u, job.out.cast::<u8>().add(r * job.columns + c));
                } else {
                    L::store_i16(u, job.out.cast::<i16>().add(r * job.columns + c));
                }
            }
        }
    }
}

/// The smallest whole number not below `x`, for `x` in `0.0..=255.0`: a cast, where the processor
/// that the program was compiled for would need a call.
#[inline(always)]
fn whole_above(x: f32) -> f32 {
    let below = x as i32 as f32;
    if below < x { below + 1.0 } else { below }
}
