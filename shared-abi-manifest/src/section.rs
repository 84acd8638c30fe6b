//! Finds the custom section in a module, in bounded memory: of other sections only the heads are read.

use std::io::{self, BufReader, Read, Seek, SeekFrom};

use shared_abi_model::section::{MAX_LEN, NAME};
use wasmparser::BinaryReader;

use crate::error::ManifestError;

/// The most bytes that are looked at of each section: id, size, length of the name, name.
const HEAD: usize = 1 + 5 + 5 + NAME.len();

/// Magic and version.
const PREAMBLE: usize = 8;

/// What is read at once. A seek throws it away, so a large one would read much of a module for nothing.
const BUFFER: usize = 4096;

/// The contents of the module's section.
pub(crate) fn find(wasm: impl Read + Seek) -> Result<Vec<u8>, ManifestError> {
    let mut module = Module::new(wasm)?;
    module.check_preamble()?;
    let mut at = PREAMBLE as u64;
    let mut any_custom = false;
    let mut found = None;
    while at < module.len {
        let section = module.section(at)?;
        any_custom |= section.custom;
        if let Some(content) = section.manifest {
            if found.is_some() {
                return Err(ManifestError::SeveralSections);
            }
            found = Some(module.contents(content, section.end)?);
        }
        at = section.end;
    }
    found.ok_or(ManifestError::NoSection { any_custom })
}

struct Module<R> {
    reader: BufReader<R>,
    /// Where the reader stands.
    at: u64,
    /// Bytes in all.
    len: u64,
}

/// The head of a section.
struct Section {
    custom: bool,
    /// Where the contents start, if it is the one with the manifest.
    manifest: Option<u64>,
    /// Where the next one starts: in the module, or at its end.
    end: u64,
}

/// The name of a custom section.
struct Name {
    is_ours: bool,
    /// Where it ends, and the contents start.
    end: usize,
}

impl Name {
    /// The name at the start of a section of `size` bytes, of which `payload` is the start; `None` if it goes on past
    /// the section's end.
    fn of(payload: &[u8], size: usize) -> Option<Self> {
        let mut reader = BinaryReader::new(payload, 0);
        let len = usize::try_from(reader.read_var_u32().ok()?).ok()?;
        let start = reader.current_position();
        if len > size - start {
            return None;
        }
        Some(Self {
            is_ours: reader.read_bytes(len).ok() == Some(NAME.as_bytes()),
            end: start + len,
        })
    }
}

impl<R: Read + Seek> Module<R> {
    fn new(reader: R) -> io::Result<Self> {
        let mut reader = BufReader::with_capacity(BUFFER, reader);
        let len = reader.seek(SeekFrom::End(0))?;
        reader.rewind()?;
        Ok(Self { reader, at: 0, len })
    }

    /// Fills the start of `buffer` with the bytes from `at` on: all of it, if the module has as many.
    fn window<'b>(&mut self, at: u64, buffer: &'b mut [u8]) -> io::Result<&'b [u8]> {
        let left = usize::try_from(self.len.saturating_sub(at)).unwrap_or(usize::MAX);
        let len = left.min(buffer.len());
        let window = &mut buffer[..len];
        // Not `seek`, which throws the buffer away also where it holds what comes next.
        self.reader
            .seek_relative(at.cast_signed() - self.at.cast_signed())?;
        self.at = at;
        self.reader.read_exact(window)?;
        self.at += len as u64;
        Ok(window)
    }

    fn check_preamble(&mut self) -> Result<(), ManifestError> {
        let mut buffer = [0; PREAMBLE];
        let mut reader = BinaryReader::new(self.window(0, &mut buffer)?, 0);
        if reader.read_bytes(4).ok() != Some(b"\0asm") {
            return Err(ManifestError::NotWasm);
        }
        match reader.read_u32() {
            Ok(1) => Ok(()),
            // The upper half tells what kind of binary it is: a module, or a component.
            Ok(version) if version >> 16 == 1 => Err(ManifestError::Component),
            Ok(version) => Err(ManifestError::WasmVersion { version }),
            Err(_) => Err(self.truncated(0)),
        }
    }

    /// Reads the head of the section at `at`.
    fn section(&mut self, at: u64) -> Result<Section, ManifestError> {
        let mut buffer = [0; HEAD];
        let window = self.window(at, &mut buffer)?;
        let mut reader = BinaryReader::new(window, 0);
        let head = reader.read_u8().and_then(|id| Ok((id, reader.read_var_u32()?)));
        let (id, size) = match head {
            Ok(head) => head,
            Err(_) if reader.eof() => return Err(self.truncated(at)),
            Err(_) => {
                let problem = "its size is no 32-bit number";
                return Err(ManifestError::Malformed { at, problem });
            }
        };
        let start = reader.current_position();
        let end = at + start as u64 + u64::from(size);
        if end > self.len {
            return Err(self.truncated(at));
        }
        let custom = id == 0;
        let mut manifest = None;
        if custom {
            // All of the section, or its start, which is longer than the name that is looked for.
            let payload = &window[start..];
            let size = usize::try_from(size).unwrap_or(usize::MAX);
            let payload = &payload[..payload.len().min(size)];
            let Some(name) = Name::of(payload, size) else {
                let problem = "its name isn't all inside of it";
                return Err(ManifestError::Malformed { at, problem });
            };
            manifest = name.is_ours.then(|| at + (start + name.end) as u64);
        }
        Ok(Section {
            custom,
            manifest,
            end,
        })
    }

    /// The bytes from `start` to `end`, which are in the module.
    fn contents(&mut self, start: u64, end: u64) -> Result<Vec<u8>, ManifestError> {
        let len = end - start;
        // Before anything is allocated.
        let mut contents = match usize::try_from(len) {
            Ok(len) if len <= MAX_LEN => vec![0; len],
            _ => return Err(ManifestError::TooLarge { len }),
        };
        self.window(start, &mut contents)?;
        Ok(contents)
    }

    fn truncated(&self, at: u64) -> ManifestError {
        ManifestError::Truncated { at, len: self.len }
    }
}
