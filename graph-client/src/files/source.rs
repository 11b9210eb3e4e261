//! Where an upload's content comes from.

use std::fmt;
use std::future::poll_fn;
use std::io::{self, Read, Seek, SeekFrom};
use std::pin::Pin;

use bytes::{Buf, Bytes, BytesMut};
use futures_core::Stream;

use crate::BoxFuture;

/// Content of a known length, of which any part can be read, more than once.
///
/// [`Bytes`] are one, [`ReadSource`] makes one of a file, and [`StreamSource`] of a stream.
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

/// Content that comes as a stream, of a known length, such as another download.
///
/// What was read stays in memory until the service has it, so that a slice can be sent again. A
/// [resumed](super::Upload::resume) upload reads what the service has already, and leaves it aside.
pub struct StreamSource<S> {
    pieces: S,
    length: u64,
    /// The offset of the first byte at hand.
    start: u64,
    at_hand: BytesMut,
}

impl<S> StreamSource<S>
where
    S: Stream<Item = io::Result<Bytes>> + Send + Unpin + 'static,
{
    /// Takes the pieces, and how many bytes they are in all.
    pub fn new(pieces: S, length: u64) -> Self {
        Self {
            pieces,
            length,
            start: 0,
            at_hand: BytesMut::new(),
        }
    }

    async fn part(&mut self, offset: u64, length: usize) -> io::Result<Bytes> {
        let Some(skip) = offset.checked_sub(self.start) else {
            return Err(io::Error::other(
                "the service asks for bytes that it had, which a stream does not give twice",
            ));
        };
        let mut skip = usize::try_from(skip).unwrap_or(usize::MAX);
        loop {
            let left = skip.min(self.at_hand.len());
            self.at_hand.advance(left);
            self.start = self.start.saturating_add(u64::try_from(left).unwrap_or(0));
            skip -= left;
            if skip == 0 && self.at_hand.len() >= length {
                return Ok(Bytes::copy_from_slice(
                    self.at_hand.get(..length).unwrap_or_default(),
                ));
            }
            let next = poll_fn(|context| Pin::new(&mut self.pieces).poll_next(context));
            match next.await {
                Some(piece) => self.at_hand.extend_from_slice(&piece?),
                None => return Err(io::ErrorKind::UnexpectedEof.into()),
            }
        }
    }
}

impl<S> UploadSource for StreamSource<S>
where
    S: Stream<Item = io::Result<Bytes>> + Send + Unpin + 'static,
{
    fn len(&self) -> u64 {
        self.length
    }

    fn read(&mut self, offset: u64, length: usize) -> BoxFuture<'_, io::Result<Bytes>> {
        Box::pin(self.part(offset, length))
    }
}

impl<S> fmt::Debug for StreamSource<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamSource")
            .field("length", &self.length)
            .finish_non_exhaustive()
    }
}

impl<R> fmt::Debug for ReadSource<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReadSource")
            .field("length", &self.length)
            .finish_non_exhaustive()
    }
}
