//! Log: copies the write-ahead log into the file behind the writer's back.
//!
//! The copy waits for the disk; done by the writer, that is a fifth of the time to build a store.

use super::failing;
use crate::store::folder::StoreError;
use rusqlite::Connection;
use std::path::Path;
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;

/// A thread with a connection of its own. What it has not copied, the writer does: SQLite copies in
/// a commit that leaves the log longer than the writer's `wal_autocheckpoint`.
pub struct Folding {
    ask: SyncSender<()>,
    thread: JoinHandle<rusqlite::Result<()>>,
}

impl Folding {
    /// Starts it for the file at `path`.
    ///
    /// # Errors
    /// When the file can't be opened.
    pub fn start(path: &Path) -> Result<Folding, StoreError> {
        let connection = Connection::open(path).map_err(failing(path))?;
        let (ask, asked) = sync_channel(1);
        let thread = std::thread::spawn(move || {
            for () in asked {
                // As far as it gets: the writer is not waited for, nor made to wait.
                connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?;
            }
            connection.close().map_err(|(_, error)| error)
        });
        Ok(Folding { ask, thread })
    }

    /// Has it copy what was committed; it may still be at what came before.
    pub fn ask(&self) {
        match self.ask.try_send(()) {
            // One is waiting already, or it ended on an error, which `end` returns.
            Ok(()) | Err(TrySendError::Full(()) | TrySendError::Disconnected(())) => {}
        }
    }

    /// Waits until it is done and has closed its connection.
    ///
    /// # Errors
    /// When the log could not be copied.
    pub fn end(self, path: &Path) -> Result<(), StoreError> {
        drop(self.ask);
        match self.thread.join() {
            Ok(result) => result.map_err(failing(path)),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    }
}
