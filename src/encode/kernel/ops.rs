//! The safe face of the function tables: every length is checked before a pointer is made.

use super::{AttendJob, Buffer, Kernel, LinearJob, NormJob, Packed, Precision, QuantJob};

/// Room for what lies between two steps: one a thread.
#[derive(Default)]
pub struct Scratch {
    integers: Buffer,
    scale: Buffer,
    shift: Buffer,
    attention: Buffer,
}

/// Where the heads of a fused query, key and value row lie.
#[derive(Clone, Copy, Debug)]
pub struct Heads {
    /// How many.
    pub count: usize,
    /// Numbers in one.
    pub size: usize,
}

impl Kernel {
    /// `rows` rounded up to whole tiles: rows that buffers must have.
    pub fn whole_rows(&self, rows: usize) -> usize {
        rows.next_multiple_of(self.table.rows)
    }

    /// What queries must be scaled by: the root of a head's size, and base 2 in place of e.
    pub fn query_scale(&self, size: usize) -> f32 {
        (std::f64::consts::LOG2_E / (size as f64).sqrt()) as f32
    }

    /// `out = x * weight + bias`, through GELU when asked, for `rows` rows.
    ///
    /// Rows of `x` are `stride` apart and those of `out` [`Packed::stride`]; both have
    /// [`Kernel::whole_rows`] rows, and what the last ones hold does not matter.
    ///
    /// # Panics
    /// When a slice is too short, or `layer` was packed for another kernel.
    #[allow(clippy::too_many_arguments)] // the operands of one operation: a struct would only rename them
    pub fn linear(
        &self,
        layer: &Packed,
        x: &[f32],
        stride: usize,
        rows: usize,
        gelu: bool,
        scratch: &mut Scratch,
        out: &mut [f32],
    ) {
        let whole = self.whole_rows(rows);
        assert_eq!(layer.layout, (self.table.panel, self.table.integer), "packed for another kernel");
        assert!(whole == 0 || x.len() >= (whole - 1) * stride + layer.inputs, "too few inputs");
        assert!(stride >= layer.inputs && out.len() >= whole * layer.columns, "too few outputs");
        let mut job = LinearJob {
            rows: whole,
            k: layer.k,
            columns: layer.columns,
            a: x.as_ptr().cast(),
            lda: stride,
            b: layer.words.as_ptr().cast(),
            bias: layer.bias.as_ptr(),
            column_scale: layer.scale.as_ptr(),
            column_sum: layer.sum.as_ptr(),
            row_scale: std::ptr::null(),
            row_shift: std::ptr::null(),
            gelu,
            out: out.as_mut_ptr(),
            ldo: layer.columns,
        };
        match layer.precision {
            // SAFETY: lengths were checked above; packing made `words` and the column vectors as
            // long as `columns`; `self` exists only where its instructions do.
            Precision::F32 => unsafe { (self.table.linear_float)(&job) },
            Precision::Int8 => {
                scratch.integers.reserve(whole * layer.k);
                scratch.scale.reserve(whole);
                scratch.shift.reserve(whole);
                let quant = QuantJob {
                    rows: whole,
                    columns: layer.inputs,
                    x: x.as_ptr(),
                    ldx: stride,
                    out: scratch.integers.as_mut_ptr().cast(),
                    scale: scratch.scale.as_mut_ptr(),
                    shift: scratch.shift.as_mut_ptr(),
                };
                job.a = quant.out.cast();
                job.lda = layer.k;
                job.row_scale = quant.scale;
                job.row_shift = quant.shift;
                // SAFETY: as above; the scratch was made long enough, and `k` words hold the
                // `inputs` integers of a row.
                unsafe {
                    (self.table.quantise)(&quant);
                    (self.table.linear_int)(&job);
                }
            }
        }
    }

    /// Adds `y` (rows `stride` apart; none when `None`) to `x`, then normalises the rows of `x`.
    ///
    /// # Panics
    /// When a slice is too short or a row is not whole vectors.
    pub fn norm(&self, x: &mut [f32], y: Option<(&[f32], usize)>, gain: &[f32], bias: &[f32], epsilon: f32) {
        let columns = gain.len();
        assert!(columns > 0 && columns.is_multiple_of(16) && columns == bias.len(), "not whole vectors");
        let rows = x.len() / columns;
        if let Some((y, stride)) = y {
            assert!(
                stride >= columns && (rows == 0 || y.len() >= (rows - 1) * stride + columns),
                "too few addends"
            );
        }
        let job = NormJob {
            rows,
            columns,
            x: x.as_mut_ptr(),
            y: y.map_or(std::ptr::null(), |(y, _)| y.as_ptr()),
            ldy: y.map_or(0, |(_, stride)| stride),
            gain: gain.as_ptr(),
            bias: bias.as_ptr(),
            epsilon,
        };
        // SAFETY: lengths were checked above.
        unsafe { (self.table.norm)(&job) }
    }

    /// Attention within one sequence of `length` rows of `qkv`: queries, keys and values of all heads
    /// side by side, rows `stride` apart, with [`Kernel::whole_rows`] rows in memory. Queries are
    /// scaled by [`Kernel::query_scale`] already. `out` gets `length` rows of all heads.
    ///
    /// # Panics
    /// When a slice is too short or a head is no multiple of 32 numbers.
    #[allow(clippy::too_many_arguments)] // the operands of one operation: a struct would only rename them
    pub fn attend(
        &self,
        qkv: &[f32],
        stride: usize,
        length: usize,
        heads: Heads,
        precision: Precision,
        scratch: &mut Scratch,
        out: &mut [f32],
    ) {
        let hidden = heads.count * heads.size;
        let rows = self.whole_rows(length);
        assert!(heads.size > 0 && heads.size.is_multiple_of(32), "heads of {} numbers", heads.size);
        assert!(stride >= 3 * hidden, "rows overlap");
        assert!(length == 0 || qkv.len() >= (rows - 1) * stride + 3 * hidden, "too few rows");
        assert!(out.len() >= length * hidden, "too few outputs");
        if length == 0 {
            return;
        }
        for head in 0..heads.count {
            let at = head * heads.size;
            let mut job = AttendJob {
                length,
                head: heads.size,
                q: qkv[at..].as_ptr(),
                k: qkv[hidden + at..].as_ptr(),
                v: qkv[2 * hidden + at..].as_ptr(),
                ld: stride,
                out: out[at..].as_mut_ptr(),
                ldo: hidden,
                scratch: std::ptr::null_mut(),
            };
            scratch.attention.reserve(job.scratch_words(self.table.rows));
            job.scratch = scratch.attention.as_mut_ptr().cast();
            // SAFETY: lengths were checked above, and the scratch is as long as the job asks.
            unsafe {
                match precision {
                    Precision::F32 => (self.table.attend_float)(&job),
                    Precision::Int8 => (self.table.attend_int)(&job),
                }
            }
        }
    }
}
