//! Memory on cache lines.

use std::ops::{Deref, DerefMut};

/// One cache line.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
struct Line([f32; 16]);

/// Numbers of 32 bits that start on a cache line, so that no vector crosses two. The integer
/// kernels keep their narrower numbers in it too: only they know what the bits mean.
#[derive(Default)]
pub struct Buffer {
    lines: Vec<Line>,
}

impl Buffer {
    /// `length` zeros, rounded up to whole lines.
    pub fn zeros(length: usize) -> Self {
        Buffer { lines: vec![Line([0.0; 16]); length.div_ceil(16)] }
    }

    /// Makes it at least `length` numbers long; what it held stays.
    pub fn reserve(&mut self, length: usize) {
        if self.len() < length {
            self.lines.resize(length.div_ceil(16), Line([0.0; 16]));
        }
    }
}

impl Deref for Buffer {
    type Target = [f32];
    fn deref(&self) -> &[f32] {
        // SAFETY: a `Line` is sixteen floats without padding, and every bit pattern is a float.
        unsafe { std::slice::from_raw_parts(self.lines.as_ptr().cast(), self.lines.len() * 16) }
    }
}

impl DerefMut for Buffer {
    fn deref_mut(&mut self) -> &mut [f32] {
        // SAFETY: as in `deref`, and `self` is borrowed alone.
        unsafe { std::slice::from_raw_parts_mut(self.lines.as_mut_ptr().cast(), self.lines.len() * 16) }
    }
}
