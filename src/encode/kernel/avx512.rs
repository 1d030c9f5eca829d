//! AVX-512: sixteen lanes, with and without VNNI.

use std::arch::x86_64::*;

use super::lanes::{Lanes, Mac, Pairs};

/// AVX-512 F, BW, DQ and VL.
#[derive(Clone, Copy)]
pub(super) struct Wide;

/// The same with VNNI: dot products of bytes and of `i16` in one instruction.
#[derive(Clone, Copy)]
pub(super) struct Vnni;

macro_rules! lanes {
    ($name:ty, $dot16:expr) => {
        impl Lanes for $name {
            type F = __m512;
            type I = __m512i;
            const LANES: usize = 16;

            #[inline(always)]
            unsafe fn splat(x: f32) -> __m512 {
                unsafe { _mm512_set1_ps(x) }
            }
            #[inline(always)]
            unsafe fn load(from: *const f32) -> __m512 {
                unsafe { _mm512_loadu_ps(from) }
            }
            #[inline(always)]
            unsafe fn store(v: __m512, to: *mut f32) {
                unsafe { _mm512_storeu_ps(to, v) }
            }
            #[inline(always)]
            unsafe fn add(a: __m512, b: __m512) -> __m512 {
                unsafe { _mm512_add_ps(a, b) }
            }
            #[inline(always)]
            unsafe fn sub(a: __m512, b: __m512) -> __m512 {
                unsafe { _mm512_sub_ps(a, b) }
            }
            #[inline(always)]
            unsafe fn mul(a: __m512, b: __m512) -> __m512 {
                unsafe { _mm512_mul_ps(a, b) }
            }
            #[inline(always)]
            unsafe fn fma(a: __m512, b: __m512, c: __m512) -> __m512 {
                unsafe { _mm512_fmadd_ps(a, b, c) }
            }
            #[inline(always)]
            unsafe fn max(a: __m512, b: __m512) -> __m512 {
                unsafe { _mm512_max_ps(a, b) }
            }
            #[inline(always)]
            unsafe fn min(a: __m512, b: __m512) -> __m512 {
                unsafe { _mm512_min_ps(a, b) }
            }
            #[inline(always)]
            unsafe fn round(v: __m512) -> __m512 {
                unsafe { _mm512_roundscale_ps::<{ _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC }>(v) }
            }
            #[inline(always)]
            unsafe fn scale2(a: __m512, e: __m512) -> __m512 {
                unsafe { _mm512_scalef_ps(a, e) }
            }
            #[inline(always)]
            unsafe fn sum(v: __m512) -> f32 {
                unsafe {
                    let v = _mm256_add_ps(_mm512_castps512_ps256(v), _mm512_extractf32x8_ps::<1>(v));
                    let v = _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps::<1>(v));
                    let v = _mm_add_ps(v, _mm_movehl_ps(v, v));
                    _mm_cvtss_f32(_mm_add_ss(v, _mm_movehdup_ps(v)))
                }
            }
            #[inline(always)]
            unsafe fn top(v: __m512) -> f32 {
                unsafe { _mm512_reduce_max_ps(v) }
            }
            #[inline(always)]
            unsafe fn isplat(x: i32) -> __m512i {
                unsafe { _mm512_set1_epi32(x) }
            }
            #[inline(always)]
            unsafe fn iload(from: *const i32) -> __m512i {
                unsafe { _mm512_loadu_si512(from.cast()) }
            }
            #[inline(always)]
            unsafe fn to_f(v: __m512i) -> __m512 {
                unsafe { _mm512_cvtepi32_ps(v) }
            }
            #[inline(always)]
            unsafe fn dot16(acc: __m512i, a: __m512i, b: __m512i) -> __m512i {
                unsafe { $dot16(acc, a, b) }
            }
            #[inline(always)]
            unsafe fn store_i16(v: __m512, to: *mut i16) {
                unsafe { _mm256_storeu_si256(to.cast(), _mm512_cvtepi32_epi16(_mm512_cvtps_epi32(v))) }
            }
            #[inline(always)]
            unsafe fn store_u8(v: __m512, to: *mut u8) {
                unsafe { _mm_storeu_si128(to.cast(), _mm512_cvtepi32_epi8(_mm512_cvtps_epi32(v))) }
            }
        }
    };
}

#[inline(always)]
unsafe fn madd_then_add(acc: __m512i, a: __m512i, b: __m512i) -> __m512i {
    unsafe { _mm512_add_epi32(acc, _mm512_madd_epi16(a, b)) }
}

lanes!(Wide, madd_then_add);
lanes!(Vnni, _mm512_dpwssd_epi32);

/// A word is four bytes: `u8` of the left operand, `i8` of the right one.
pub(super) struct Quads;

impl Mac<Vnni> for Quads {
    type V = __m512i;
    #[inline(always)]
    unsafe fn zero() -> __m512i {
        unsafe { _mm512_setzero_si512() }
    }
    #[inline(always)]
    unsafe fn spread(word: *const u32) -> __m512i {
        unsafe { _mm512_set1_epi32(*word.cast::<i32>()) }
    }
    #[inline(always)]
    unsafe fn load(words: *const u32) -> __m512i {
        unsafe { _mm512_loadu_si512(words.cast()) }
    }
    #[inline(always)]
    unsafe fn mac(acc: __m512i, a: __m512i, b: __m512i) -> __m512i {
        unsafe { _mm512_dpbusd_epi32(acc, a, b) }
    }
    #[inline(always)]
    unsafe fn float(v: __m512i, scale: __m512) -> __m512 {
        unsafe { _mm512_mul_ps(_mm512_cvtepi32_ps(v), scale) }
    }
}

super::table!(WIDE, Wide, Pairs, i16, 6, 4, "avx512f,avx512bw,avx512dq,avx512vl");
super::table!(VNNI, Vnni, Quads, u8, 6, 4, "avx512f,avx512bw,avx512dq,avx512vl,avx512vnni");
