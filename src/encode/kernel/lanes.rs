//! What a kernel may ask of a processor: vectors of 32-bit lanes.
//!
//! Every loop of this folder is written once, over [`Lanes`] and [`Mac`], and compiled once for
//! each instruction set. Multiplication of matrices has one shape for all number types because
//! every operand is seen as 32-bit words: one `f32`, two `i16` or four `u8`/`i8`, whose products
//! are summed into a lane of 32 bits.
//!
//! # Invariants for `unsafe`
//! * **Instruction set.** Methods of an implementation may run only on a processor that has its
//!   instructions. They are reached only through the function table of that instruction set, and
//!   [`super::Kernel`] hands a table out only after detection.
//! * **Inlining.** Methods are `#[inline(always)]`, so that they become part of the one function
//!   that carries `#[target_feature]`; outside of it they would compile to calls. For the same
//!   reason no closure calls them: a closure is a function of its own, without the features.
//! * **Memory.** A pointer handed to `load`, `store` or `*_i16`/`*_u8` addresses `LANES` elements
//!   of its type that belong to one live allocation. Alignment is not required.

/// Vectors of `LANES` numbers of 32 bits.
pub(super) trait Lanes: Copy {
    /// Floats.
    type F: Copy;
    /// Integers.
    type I: Copy;
    /// Numbers in a vector.
    const LANES: usize;

    unsafe fn splat(x: f32) -> Self::F;
    unsafe fn load(from: *const f32) -> Self::F;
    unsafe fn store(v: Self::F, to: *mut f32);
    unsafe fn add(a: Self::F, b: Self::F) -> Self::F;
    unsafe fn sub(a: Self::F, b: Self::F) -> Self::F;
    unsafe fn mul(a: Self::F, b: Self::F) -> Self::F;
    /// `a * b + c`, rounded once where the processor can.
    unsafe fn fma(a: Self::F, b: Self::F, c: Self::F) -> Self::F;
    unsafe fn max(a: Self::F, b: Self::F) -> Self::F;
    unsafe fn min(a: Self::F, b: Self::F) -> Self::F;
    /// To the nearest whole number, ties to even; exact for `|v| < 2^22`.
    unsafe fn round(v: Self::F) -> Self::F;
    /// `a * 2^e` for whole `e <= 127`; below -126 as much smaller as the processor can say cheaply.
    unsafe fn scale2(a: Self::F, e: Self::F) -> Self::F;
    /// Sum over the lanes: the upper half onto the lower one until one is left.
    unsafe fn sum(v: Self::F) -> f32;
    /// Largest lane.
    unsafe fn top(v: Self::F) -> f32;

    unsafe fn isplat(x: i32) -> Self::I;
    unsafe fn iload(from: *const i32) -> Self::I;
    unsafe fn to_f(v: Self::I) -> Self::F;
    /// Each lane: `acc + a.0 * b.0 + a.1 * b.1` over its two `i16`.
    unsafe fn dot16(acc: Self::I, a: Self::I, b: Self::I) -> Self::I;
    /// Rounded to nearest and stored as `i16`; values fit.
    unsafe fn store_i16(v: Self::F, to: *mut i16);
    /// Rounded to nearest and stored as `u8`; values in `0.0..=255.0`.
    unsafe fn store_u8(v: Self::F, to: *mut u8);
}

/// Multiply and add over 32-bit words.
pub(super) trait Mac<L: Lanes> {
    /// A vector of operands or of sums.
    type V: Copy;
    unsafe fn zero() -> Self::V;
    /// One word in every lane.
    unsafe fn spread(word: *const u32) -> Self::V;
    /// `LANES` words.
    unsafe fn load(words: *const u32) -> Self::V;
    unsafe fn mac(acc: Self::V, a: Self::V, b: Self::V) -> Self::V;
    /// Sums as floats; whole numbers are multiplied by `scale`.
    unsafe fn float(v: Self::V, scale: L::F) -> L::F;
}

/// A word is one `f32`.
pub(super) struct Float;

impl<L: Lanes> Mac<L> for Float {
    type V = L::F;
    #[inline(always)]
    unsafe fn zero() -> L::F {
        unsafe { L::splat(0.0) }
    }
    #[inline(always)]
    unsafe fn spread(word: *const u32) -> L::F {
        unsafe { L::splat(*word.cast::<f32>()) }
    }
    #[inline(always)]
    unsafe fn load(words: *const u32) -> L::F {
        unsafe { L::load(words.cast()) }
    }
    #[inline(always)]
    unsafe fn mac(acc: L::F, a: L::F, b: L::F) -> L::F {
        unsafe { L::fma(a, b, acc) }
    }
    #[inline(always)]
    unsafe fn float(v: L::F, _scale: L::F) -> L::F {
        v
    }
}

/// A word is two `i16`.
pub(super) struct Pairs;

impl<L: Lanes> Mac<L> for Pairs {
    type V = L::I;
    #[inline(always)]
    unsafe fn zero() -> L::I {
        unsafe { L::isplat(0) }
    }
    #[inline(always)]
    unsafe fn spread(word: *const u32) -> L::I {
        unsafe { L::isplat(*word.cast::<i32>()) }
    }
    #[inline(always)]
    unsafe fn load(words: *const u32) -> L::I {
        unsafe { L::iload(words.cast()) }
    }
    #[inline(always)]
    unsafe fn mac(acc: L::I, a: L::I, b: L::I) -> L::I {
        unsafe { L::dot16(acc, a, b) }
    }
    #[inline(always)]
    unsafe fn float(v: L::I, scale: L::F) -> L::F {
        unsafe { L::mul(L::to_f(v), scale) }
    }
}
