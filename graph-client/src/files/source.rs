//! Where an upload's content comes from.

use std::fmt;
use std::io::{self, Read, Seek, SeekFrom};

use bytes::Bytes;

use crate::BoxFuture;

/// Content of a known length, of which any part can be read, more than once.
///
/// [`Bytes`] are one, and [`ReadSource`] makes one of a file.
pub trait UploadSource: Send + 'static {
    /// How many bytes there are in all. It does not change.
    fn len(&self) -> u64;

    /// Whether there is nothing.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The bytes from this offset on, exactly so many.
    ///
    /// # Errors
    ///
    /// Why they cannot be read. It ends the upload.
    fn read(&mut self, offset: u64, length: usize) -> BoxFuture<'_, io::Result<Bytes>>;
}

impl UploadSource for Bytes {
    fn len(&self) -> u64 {
        u64::try_from(Self::len(self)).unwrap_or(u64::MAX)
    }

    fn read(&mut self, offset: u64, length: usize) -> BoxFuture<'_, io::Result<Bytes>> {
        let start = usize::try_from(offset).unwrap_or(usize::MAX);
        let end = start.saturating_add(length);
        let part = if end <= Self::len(self) {
            Ok(self.slice(start..end))
        } else {
            Err(io::ErrorKind::UnexpectedEof.into())
        };
        Box::pin(std::future::ready(part))
    }
}

/// A file, or anything else that can be read from any place.
///
/// Slices are read as they are needed, which blocks the thread for as long as the disk takes; for a
/// slow disk write an [`UploadSource`] of your own.
pub struct ReadSource<R> {
    reader: R,
    length: u64,
}

impl<R: Read + Seek> ReadSource<R> {
    /// Takes a reader and asks it for its length.
    ///
    /// # Errors
    ///
    /// The reader's, when it cannot go to its end.
    pub fn new(mut reader: R) -> io::Result<Self> {
        let length = reader.seek(SeekFrom::End(0))?;
        Ok(Self { reader, length })
    }

    fn part(&mut self, offset: u64, length: usize) -> io::Result<Bytes> {
        self.reader.seek(SeekFrom::Start(offset))?;
        let mut part = vec![0; length];
        self.reader.read_exact(&mut part)?;
        Ok(part.into())
    }
}

impl<R: Read + Seek + Send + 'static> UploadSource for ReadSource<R> {
    fn len(&self) -> u64 {
        self.length
    }

    fn read(&mut self, offset: u64, length: usize) -> BoxFuture<'_, io::Result<Bytes>> {
        Box::pin(std::future::ready(self.part(offset, length)))
    }
}

impl<R> fmt::Debug for ReadSource<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReadSource")
            .field("length", &self.length)
            .finish_non_exhaustive()
    }
}
