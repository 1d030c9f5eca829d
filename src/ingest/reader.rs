//! Reader: files as raw items, one after the other.
//!
//! One item is in memory at a time. gzip and zstd are told by their magic and decompressed as a
//! stream. A file that breaks off (a truncated gzip, a failing disk) still gives the JSONL lines
//! before the break, then one reject; half a line or half a page is never delivered.

use super::format::{Format, binary, of};
use super::{Input, Options, Reject};
use crate::article::Origin;
use memchr::memchr;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, ErrorKind, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The largest item in bytes, decompressed; anything larger is a reject and never in memory.
pub const MAX_RECORD: usize = 64 << 20;

/// How much of a file is looked at to tell its format.
const HEAD: usize = 4096;

/// A raw item: a JSONL line, or a whole file.
#[derive(Clone, Debug)]
pub struct Raw {
    /// Where it was read.
    pub origin: Origin,
    /// What it is.
    pub format: Format,
    /// The line without its end, or the file; decompressed.
    pub bytes: Vec<u8>,
    /// Where it begins in its decompressed file.
    pub offset: u64,
    /// Bytes on disk read so far over all inputs, this item's included: at most
    /// [`input_bytes`](super::input_bytes), unless a file grows meanwhile.
    pub consumed: u64,
}

/// Reads raw items in the order of `inputs`, lazily. What can't be opened or read is a reject in
/// its place.
pub fn read(
    inputs: Vec<Input>,
    options: &Options,
) -> impl Iterator<Item = Result<Raw, Reject>> + Send + use<> {
    Items::new(inputs, options.format, MAX_RECORD)
}

struct Items {
    inputs: std::vec::IntoIter<Input>,
    format: Option<Format>,
    limit: usize,
    open: Option<Open>,
    /// Bytes on disk of the inputs that are done.
    done: u64,
}

/// The file being read.
struct Open {
    origin: Origin,
    format: Format,
    reader: Source,
    offset: u64,
    /// Size on disk, where it has one.
    size: Option<u64>,
    /// Bytes on disk read of it.
    count: Arc<AtomicU64>,
    /// True when something was delivered or rejected.
    any: bool,
}

type Source = Box<dyn BufRead + Send>;

impl Items {
    fn new(inputs: Vec<Input>, format: Option<Format>, limit: usize) -> Self {
        Items { inputs: inputs.into_iter(), format, limit, open: None, done: 0 }
    }

    /// Ends the file being read.
    fn close(&mut self) {
        if let Some(open) = self.open.take() {
            let read = open.count.load(Ordering::Relaxed);
            self.done += open.size.map_or(read, |size| size.max(read));
        }
    }
}

impl Iterator for Items {
    type Item = Result<Raw, Reject>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Some(open) = &mut self.open else {
                let input = self.inputs.next()?;
                match Open::new(&input, self.format) {
                    Ok(open) => self.open = Some(open),
                    Err(reject) => {
                        self.done += input.size().unwrap_or(0);
                        return Some(Err(reject));
                    }
                }
                continue;
            };
            let item = match open.format {
                Format::Jsonl => open.line(self.limit),
                Format::Text | Format::Html => open.whole(self.limit),
            };
            match item {
                Ok(Some(mut raw)) => {
                    raw.consumed = self.done + open.count.load(Ordering::Relaxed);
                    return Some(Ok(raw));
                }
                Ok(None) => self.close(),
                Err(Fault::Record(reject)) => return Some(Err(reject)),
                Err(Fault::File(reject)) => {
                    self.close();
                    return Some(Err(reject));
                }
            }
        }
    }
}

/// What ends a record, or the whole file.
enum Fault {
    Record(Reject),
    File(Reject),
}

impl Open {
    fn new(input: &Input, format: Option<Format>) -> Result<Self, Reject> {
        let origin = Origin { path: input.path.clone(), record: 0 };
        if let Some(fault) = input.fault() {
            return Err(Reject::new(&origin, None, fault));
        }
        let count = Arc::new(AtomicU64::new(0));
        let disk: Box<dyn Read + Send> = if input.is_stdin() {
            Box::new(io::stdin())
        } else {
            let file = File::open(input.place()).map_err(|error| unreadable(&origin, None, &error))?;
            Box::new(file)
        };
        let disk = Counted { inner: disk, count: Arc::clone(&count) };
        let mut reader: Source = Box::new(BufReader::with_capacity(1 << 16, disk));
        let magic;
        (magic, reader) = peek(reader, 4);
        let reader: Source = match magic.as_slice() {
            [0x1F, 0x8B, ..] => {
                Box::new(BufReader::with_capacity(1 << 16, flate2::bufread::MultiGzDecoder::new(reader)))
            }
            [0x28, 0xB5, 0x2F, 0xFD] => {
                let decoder = zstd::stream::read::Decoder::with_buffer(reader)
                    .map_err(|error| unreadable(&origin, None, &error))?;
                Box::new(BufReader::with_capacity(1 << 16, decoder))
            }
            _ => reader,
        };
        let (head, reader) = peek(reader, HEAD);
        if let Some(reason) = binary(&head) {
            return Err(Reject::new(&origin, None, reason));
        }
        let format = format.unwrap_or_else(|| of(&input.path, &head));
        let utf16 = head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF");
        if format == Format::Jsonl && utf16 {
            let reason = "JSONL in UTF-16; convert it with `iconv -f UTF-16 -t UTF-8`";
            return Err(Reject::new(&origin, None, reason));
        }
        let size = input.size();
        Ok(Open { origin, format, reader, offset: 0, size, count, any: false })
    }

    /// The whole file, the first time.
    fn whole(&mut self, limit: usize) -> Result<Option<Raw>, Fault> {
        if self.any {
            return Ok(None);
        }
        self.any = true;
        let mut bytes = Vec::new();
        let read = (&mut self.reader).take(limit as u64 + 1).read_to_end(&mut bytes);
        if let Err(error) = read {
            let at = Some(bytes.len() as u64);
            return Err(Fault::File(unreadable(&self.origin, at, &error)));
        }
        if bytes.len() > limit {
            return Err(Fault::File(Reject::new(&self.origin, None, too_large("file", limit))));
        }
        if bytes.trim_ascii().is_empty() {
            return Err(Fault::File(Reject::new(&self.origin, None, "empty")));
        }
        Ok(Some(self.raw(self.origin.clone(), bytes, 0)))
    }

    /// The next line that is not blank.
    fn line(&mut self, limit: usize) -> Result<Option<Raw>, Fault> {
        loop {
            let start = self.offset;
            let origin = self.origin.clone();
            let (mut line, len) = match take_line(&mut self.reader, limit) {
                Ok(found) => found,
                Err(error) => {
                    return Err(Fault::File(unreadable(&origin, Some(start), &error)));
                }
            };
            if len == 0 {
                let empty = Reject::new(&Origin { record: 0, ..origin }, None, "empty");
                return if self.any { Ok(None) } else { Err(Fault::File(empty)) };
            }
            self.offset += len;
            self.origin.record += 1;
            let Some(line) = &mut line else {
                self.any = true;
                let reject = Reject::new(&origin, Some(start), too_large("line", limit));
                return Err(Fault::Record(reject));
            };
            let mut line = std::mem::take(line);
            let mut at = start;
            if start == 0 && line.starts_with(b"\xEF\xBB\xBF") {
                line.drain(..3);
                at = 3;
            }
            if line.trim_ascii().is_empty() {
                continue;
            }
            self.any = true;
            return Ok(Some(self.raw(origin, line, at)));
        }
    }

    fn raw(&self, origin: Origin, bytes: Vec<u8>, offset: u64) -> Raw {
        Raw { origin, format: self.format, bytes, offset, consumed: 0 }
    }
}

/// The next line without its end, `None` when it is longer than `limit`, and its length with its
/// end, 0 at the end of the file.
fn take_line(reader: &mut Source, limit: usize) -> io::Result<(Option<Vec<u8>>, u64)> {
    let mut line = Some(Vec::new());
    let mut len = 0;
    loop {
        let chunk = match reader.fill_buf() {
            Ok(chunk) => chunk,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let end = memchr(b'\n', chunk);
        let part = &chunk[..end.unwrap_or(chunk.len())];
        match &mut line {
            Some(held) if held.len() + part.len() <= limit => held.extend_from_slice(part),
            _ => line = None,
        }
        let used = part.len() + usize::from(end.is_some());
        len += used as u64;
        reader.consume(used);
        if end.is_some() || used == 0 {
            return Ok((line, len));
        }
    }
}

/// The first bytes of a reader, up to `len`, and a reader that still has them. An error in reading
/// them comes again after them.
fn peek(mut reader: Source, len: usize) -> (Vec<u8>, Source) {
    let mut head = Vec::with_capacity(len);
    let read = (&mut reader).take(len as u64).read_to_end(&mut head);
    let again = Cursor::new(head.clone());
    match read {
        Ok(_) => (head, Box::new(again.chain(reader))),
        Err(error) => (head, Box::new(again.chain(BufReader::new(Broken(Some(error)))))),
    }
}

/// A reader that fails once.
struct Broken(Option<io::Error>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// A reader that counts what was read of it.
struct Counted<R> {
    inner: R,
    count: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        self.count.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

fn unreadable(origin: &Origin, offset: Option<u64>, error: &io::Error) -> Reject {
    let reason = match error.kind() {
        ErrorKind::UnexpectedEof => "the compressed data is cut off".to_string(),
        _ => format!("cannot be read: {error}"),
    };
    Reject::new(origin, offset, reason)
}

fn too_large(what: &str, limit: usize) -> String {
    format!("the {what} is larger than {} MB", limit >> 20)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn items(name: &str, bytes: &[u8], limit: usize) -> Vec<Result<Raw, Reject>> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let input = Input::new(&path);
        let size = input.size().unwrap();
        let items: Vec<_> = Items::new(vec![input], None, limit).collect();
        for raw in items.iter().flatten() {
            assert!(raw.consumed <= size);
        }
        items
    }

    fn lines(items: Vec<Result<Raw, Reject>>) -> Vec<(usize, u64, String)> {
        items
            .into_iter()
            .map(|item| match item {
                Ok(raw) => (raw.origin.record, raw.offset, String::from_utf8(raw.bytes).unwrap()),
                Err(reject) => (reject.record, reject.offset.unwrap_or(0), reject.reason),
            })
            .collect()
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn lines_are_numbered_and_blank_ones_skipped() {
        let got = lines(items("a.jsonl", b"\xEF\xBB\xBF{\"a\"}\r\n\n  \n{\"b\"}", 100));
        assert_eq!(got, [(0, 3, "{\"a\"}\r".into()), (3, 14, "{\"b\"}".into())]);
    }

    #[test]
    fn compressed_files_are_told_by_their_magic() {
        let text = b"{\"text\": 1}\n{\"text\": 2}\n";
        let plain = lines(items("a.jsonl", text, 100));
        let mut two = gzip(&text[..12]);
        two.extend(gzip(&text[12..]));
        assert_eq!(lines(items("a.jsonl.gz", &two, 100)), plain);
        assert_eq!(lines(items("a", &gzip(text), 100)), plain);
        let zstd = zstd::encode_all(&text[..], 1).unwrap();
        assert_eq!(lines(items("a.jsonl.zst", &zstd, 100)), plain);
        assert_eq!(lines(items("a.jsonl.gz", text, 100)), plain, "a wrong name does no harm");
    }

    #[test]
    fn a_cut_gzip_gives_the_lines_before_the_cut_and_one_reject() {
        let text: String = (0..2000).map(|n| format!("{{\"id\": {}}}\n", n * n)).collect();
        let whole = gzip(text.as_bytes());
        let got = items("a.jsonl.gz", &whole[..whole.len() / 2], 100);
        let good = got.iter().filter(|item| item.is_ok()).count();
        assert!(good > 500 && good == got.len() - 1);
        let reject = got.last().unwrap().as_ref().unwrap_err();
        assert!(reject.reason.contains("cut off"));
        assert_eq!(reject.record, good);
        let zstd = zstd::encode_all(text.as_bytes(), 1).unwrap();
        let got = items("a.jsonl.zst", &zstd[..zstd.len() - 9], 100);
        assert!(got.last().unwrap().as_ref().unwrap_err().reason.contains("cut off"));
        let page = items("a.html.gz", &whole[..whole.len() / 2], 1 << 20);
        assert!(page.len() == 1 && page[0].is_err(), "half a page is none");
    }

    #[test]
    fn what_is_too_large_is_rejected_and_the_rest_read() {
        let text = format!("{{1}}\n{}\n{{2}}\n", "x".repeat(300_000));
        let got = lines(items("a.jsonl", text.as_bytes(), 1 << 17));
        assert_eq!(got.len(), 3);
        assert_eq!((got[1].0, got[1].1), (1, 4));
        assert!(got[1].2.contains("larger than"));
        assert_eq!(got[2].1, 300_005);
        assert!(items("a.txt", text.as_bytes(), 1 << 17)[0].is_err());
    }

    #[test]
    fn empty_missing_and_binary_files_are_rejects() {
        for (name, bytes, says) in [
            ("a.txt", &b""[..], "empty"),
            ("a.txt", b" \n\t", "empty"),
            ("a.jsonl", b"\n\n", "empty"),
            ("a.txt.gz", &gzip(b""), "empty"),
            ("a", b"\x89PNG\r\n\x1a\n", "PNG"),
            ("a.jsonl", b"\xFF\xFE{\0", "UTF-16"),
        ] {
            let got = items(name, bytes, 100);
            assert_eq!(got.len(), 1, "{name}");
            assert!(got[0].as_ref().unwrap_err().reason.contains(says), "{name} {says}");
        }
        let gone = Input::new("/nowhere/a.txt");
        let got: Vec<_> = Items::new(vec![gone], None, 10).collect();
        assert!(got[0].as_ref().unwrap_err().reason.contains("cannot be read"));
    }
}
