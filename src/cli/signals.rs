//! Signals: Ctrl-C (SIGINT) and SIGTERM end the program in order.
//!
//! A thread looks for a signal. Where a run writes records, it is asked to stop and ends by itself
//! as soon as it is at a place to go on from; everywhere else the program ends at once, since what it
//! writes there is either made anew or replaced in one step. What lies in scratch folders goes.

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use std::path::PathBuf;
use std::process;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How often is looked for a signal.
const EVERY: Duration = Duration::from_millis(50);

/// How long a run has to make its work safe before the program ends without.
const PATIENCE: Duration = Duration::from_secs(10);

/// The signal that came, 0 while none has.
static CAME: OnceLock<Arc<AtomicUsize>> = OnceLock::new();

/// True while a run ends by itself.
static HANDLED: AtomicBool = AtomicBool::new(false);

/// How to go on, to be said when the program ends.
static ADVICE: Mutex<String> = Mutex::new(String::new());

/// Folders to remove when the program ends.
static SCRATCH: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Begins to look for signals. Where that is not possible, they end the program as they always do.
pub fn watch() {
    let came = CAME.get_or_init(Arc::default);
    for signal in [SIGINT, SIGTERM] {
        if flag::register_usize(signal, Arc::clone(came), signal.unsigned_abs() as usize).is_err() {
            return;
        }
    }
    // It ends with the program.
    let _ = thread::Builder::new().name("signals".into()).spawn(|| {
        loop {
            thread::sleep(EVERY);
            if signal().is_some() {
                let since = Instant::now();
                while HANDLED.load(Ordering::SeqCst) && since.elapsed() < PATIENCE {
                    thread::sleep(EVERY);
                }
                end("");
            }
        }
    });
}

/// The signal that came.
fn signal() -> Option<usize> {
    CAME.get().map(|came| came.load(Ordering::SeqCst)).filter(|&signal| signal != 0)
}

/// True when a signal came.
pub fn asked() -> bool {
    signal().is_some()
}

/// Says that the caller looks for [`asked`] and ends by itself, or no longer does.
pub fn handle(handled: bool) {
    HANDLED.store(handled, Ordering::SeqCst);
}

/// Sets what is said of how to go on.
pub fn advise(advice: String) {
    *ADVICE.lock().unwrap_or_else(PoisonError::into_inner) = advice;
}

/// Has a folder removed when a signal ends the program.
pub fn scratch(folder: PathBuf) {
    SCRATCH.lock().unwrap_or_else(PoisonError::into_inner).push(folder);
}

/// Ends the program with the exit code of its signal, 130 or 143; says `kept` and how to go on.
pub fn end(kept: &str) -> ! {
    let advice = ADVICE.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let said: Vec<&str> = ["stopped", kept, &advice].into_iter().filter(|part| !part.is_empty()).collect();
    {
        use std::io::Write as _;
        // Nobody may be there to read it.
        let _ = writeln!(std::io::stderr(), "onrecord: {}", said.join("; "));
    }
    for folder in SCRATCH.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
        let _ = std::fs::remove_dir_all(folder);
    }
    process::exit(128 + signal().and_then(|signal| i32::try_from(signal).ok()).unwrap_or(SIGINT))
}
