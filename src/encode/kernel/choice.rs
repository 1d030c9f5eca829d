//! Which kernel runs: the best that the processor has, or the one that the environment names.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use super::{Table, portable};
#[cfg(target_arch = "x86_64")]
use super::{avx2, avx512};

/// The environment variable that forces a kernel.
pub const VARIABLE: &str = "ONRECORD_KERNEL";

/// One instruction set, known to be there: a value exists only after detection.
#[derive(Clone, Copy)]
pub struct Kernel {
    name: &'static str,
    pub(super) table: &'static Table,
}

/// Why no kernel could be chosen.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum KernelError {
    /// There is no kernel of that name.
    #[error("{VARIABLE}={0}: no such kernel; there are {NAMES}")]
    Unknown(String),
    /// The processor lacks its instructions.
    #[error("{VARIABLE}={0}: this processor does not have it; it has {available}", available = names())]
    Unsupported(&'static str),
}

/// All names, best first.
const NAMES: &str = "vnni, avx512, avx2, portable";

fn names() -> String {
    Kernel::available().iter().map(Kernel::name).collect::<Vec<_>>().join(", ")
}

impl Kernel {
    /// The kernel named by [`VARIABLE`], else the best.
    ///
    /// # Errors
    /// When the variable names a kernel that does not exist or that the processor does not have.
    pub fn choose() -> Result<Self, KernelError> {
        match std::env::var_os(VARIABLE) {
            Some(name) if !name.is_empty() => name.to_string_lossy().parse(),
            _ => Ok(Kernel::best()),
        }
    }

    /// The fastest kernel of this processor.
    pub fn best() -> Self {
        *Kernel::available().first().expect("the portable kernel is always there")
    }

    /// What runs on any processor.
    pub fn portable() -> Self {
        Kernel { name: "portable", table: &portable::PLAIN }
    }

    /// Every kernel that this processor can run, fastest first.
    pub fn available() -> Vec<Self> {
        let mut found = Vec::new();
        #[cfg(target_arch = "x86_64")]
        {
            let wide = is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("avx512dq")
                && is_x86_feature_detected!("avx512vl");
            if wide && is_x86_feature_detected!("avx512vnni") {
                found.push(Kernel { name: "vnni", table: &avx512::VNNI });
            }
            if wide {
                found.push(Kernel { name: "avx512", table: &avx512::WIDE });
            }
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                found.push(Kernel { name: "avx2", table: &avx2::AVX2 });
            }
        }
        found.push(Kernel::portable());
        found
    }

    /// `vnni`, `avx512`, `avx2` or `portable`.
    pub fn name(&self) -> &'static str {
        self.name
    }
}

impl FromStr for Kernel {
    type Err = KernelError;

    fn from_str(name: &str) -> Result<Self, KernelError> {
        let Some(known) = NAMES.split(", ").find(|&known| known == name) else {
            return Err(KernelError::Unknown(name.to_owned()));
        };
        Kernel::available()
            .into_iter()
            .find(|kernel| kernel.name == known)
            .ok_or(KernelError::Unsupported(known))
    }
}

impl fmt::Debug for Kernel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}
