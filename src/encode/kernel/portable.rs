//! Any processor: four lanes in plain Rust, which the compiler turns into the vectors of the
//! target (SSE2 on x86-64, NEON on aarch64).
//!
//! This is what the other kernels are tested against.

use super::lanes::{Lanes, Pairs};

/// Four lanes of plain Rust.
#[derive(Clone, Copy)]
pub(super) struct Plain;

/// Adding and taking away 1.5 * 2^23 leaves a whole number: the sum has no bits below 1.
const WHOLE: f32 = 12_582_912.0;

#[inline(always)]
fn zip<T: Copy>(a: [T; 4], b: [T; 4], op: impl Fn(T, T) -> T) -> [T; 4] {
    [op(a[0], b[0]), op(a[1], b[1]), op(a[2], b[2]), op(a[3], b[3])]
}

impl Lanes for Plain {
    type F = [f32; 4];
    type I = [i32; 4];
    const LANES: usize = 4;

    #[inline(always)]
    unsafe fn splat(x: f32) -> [f32; 4] {
        [x; 4]
    }
    #[inline(always)]
    unsafe fn load(from: *const f32) -> [f32; 4] {
        unsafe { from.cast::<[f32; 4]>().read_unaligned() }
    }
    #[inline(always)]
    unsafe fn store(v: [f32; 4], to: *mut f32) {
        unsafe { to.cast::<[f32; 4]>().write_unaligned(v) }
    }
    #[inline(always)]
    unsafe fn add(a: [f32; 4], b: [f32; 4]) -> [f32; 4] {
        zip(a, b, |a, b| a + b)
    }
    #[inline(always)]
    unsafe fn sub(a: [f32; 4], b: [f32; 4]) -> [f32; 4] {
        zip(a, b, |a, b| a - b)
    }
    #[inline(always)]
    unsafe fn mul(a: [f32; 4], b: [f32; 4]) -> [f32; 4] {
        zip(a, b, |a, b| a * b)
    }
    #[inline(always)]
    unsafe fn fma(a: [f32; 4], b: [f32; 4], c: [f32; 4]) -> [f32; 4] {
        // `mul_add` is one instruction on aarch64, and a slow library call on plain x86-64.
        if cfg!(any(target_arch = "aarch64", target_feature = "fma")) {
            [
                a[0].mul_add(b[0], c[0]),
                a[1].mul_add(b[1], c[1]),
                a[2].mul_add(b[2], c[2]),
                a[3].mul_add(b[3], c[3]),
            ]
        } else {
            [a[0] * b[0] + c[0], a[1] * b[1] + c[1], a[2] * b[2] + c[2], a[3] * b[3] + c[3]]
        }
    }
    #[inline(always)]
    unsafe fn max(a: [f32; 4], b: [f32; 4]) -> [f32; 4] {
        zip(a, b, |a, b| if a > b { a } else { b })
    }
    #[inline(always)]
    unsafe fn min(a: [f32; 4], b: [f32; 4]) -> [f32; 4] {
        zip(a, b, |a, b| if a < b { a } else { b })
    }
    #[inline(always)]
    unsafe fn round(v: [f32; 4]) -> [f32; 4] {
        v.map(|x| (x + WHOLE) - WHOLE)
    }
    #[inline(always)]
    unsafe fn scale2(a: [f32; 4], e: [f32; 4]) -> [f32; 4] {
        // 2^e is the float whose exponent field is e + 127.
        zip(a, e, |a, e| {
            a * f32::from_bits((whole(if e > -126.0 { e } else { -126.0 }).wrapping_add(127) as u32) << 23)
        })
    }
    #[inline(always)]
    unsafe fn sum(v: [f32; 4]) -> f32 {
        (v[0] + v[2]) + (v[1] + v[3])
    }
    #[inline(always)]
    unsafe fn top(v: [f32; 4]) -> f32 {
        v[0].max(v[2]).max(v[1].max(v[3]))
    }
    #[inline(always)]
    unsafe fn isplat(x: i32) -> [i32; 4] {
        [x; 4]
    }
    #[inline(always)]
    unsafe fn iload(from: *const i32) -> [i32; 4] {
        unsafe { from.cast::<[i32; 4]>().read_unaligned() }
    }
    #[inline(always)]
    unsafe fn to_f(v: [i32; 4]) -> [f32; 4] {
        v.map(|x| x as f32)
    }
    #[inline(always)]
    unsafe fn dot16(acc: [i32; 4], a: [i32; 4], b: [i32; 4]) -> [i32; 4] {
        #[cfg(target_arch = "x86_64")]
        // SAFETY: SSE2 is part of x86-64, which has no other multiplication of whole lanes; the
        // types are 16 bytes of integers each.
        let sums: [i32; 4] = unsafe {
            use std::arch::x86_64::{__m128i, _mm_madd_epi16};
            std::mem::transmute(_mm_madd_epi16(
                std::mem::transmute::<[i32; 4], __m128i>(a),
                std::mem::transmute::<[i32; 4], __m128i>(b),
            ))
        };
        #[cfg(not(target_arch = "x86_64"))]
        let sums = zip(a, b, |a, b| a as i16 as i32 * (b as i16 as i32) + (a >> 16) * (b >> 16));
        zip(acc, sums, |x, y| x + y)
    }
    #[inline(always)]
    unsafe fn store_i16(v: [f32; 4], to: *mut i16) {
        unsafe { to.cast::<[i16; 4]>().write_unaligned(v.map(|x| whole(x) as i16)) }
    }
    #[inline(always)]
    unsafe fn store_u8(v: [f32; 4], to: *mut u8) {
        unsafe { to.cast::<[u8; 4]>().write_unaligned(v.map(|x| whole(x) as u8)) }
    }
}

/// Rounded to nearest, ties to even, read from the low bits of a sum that has no fraction left.
#[inline(always)]
fn whole(x: f32) -> i32 {
    ((x + WHOLE).to_bits() as i32).wrapping_sub(WHOLE.to_bits() as i32)
}

// Six rows of four vectors keep 24 of aarch64's 32 registers as sums; x86-64 has 16 registers.
#[cfg(target_arch = "aarch64")]
super::table!(PLAIN, Plain, Pairs, i16, 6, 4);
#[cfg(not(target_arch = "aarch64"))]
super::table!(PLAIN, Plain, Pairs, i16, 6, 2);
