//! Bytes that are written front to back, mostly few at a time.

use std::io;

/// What short copies are made of: a word can be copied and looked at without a call.
const WORD: usize = size_of::<u64>();

/// What longer ones are made of: a register of any processor of today.
const BLOCK: usize = 16;

/// Copies longer than this are left to the library, which knows the processor.
const SHORT: usize = 64;

/// A vector of bytes with room behind what has been written, so that a short text is copied in whole
/// pieces, without asking how much of the last one counts.
pub(super) struct Buffer {
    /// What has been written, and zeros.
    bytes: Vec<u8>,
    length: usize,
}

impl Buffer {
    pub(super) fn new() -> Self {
        Self {
            bytes: vec![0; 128],
            length: 0,
        }
    }

    /// What has been written.
    pub(super) fn into_bytes(mut self) -> Vec<u8> {
        self.bytes.truncate(self.length);
        self.bytes
    }

    #[inline]
    pub(super) fn push(&mut self, byte: u8) {
        put(self.room(1), 0, [byte]);
        self.length += 1;
    }

    #[inline]
    pub(super) fn extend(&mut self, bytes: &[u8]) {
        copy(self.room(bytes.len() + WORD), bytes);
        self.length += bytes.len();
    }

    /// A string that needs no escapes, between quotes, and what comes before and after it.
    #[inline]
    pub(super) fn quoted(&mut self, before: [u8; 2], text: &str, after: [u8; 2]) {
        let room = self.room(text.len() + 4 + WORD);
        put(room, 0, before);
        copy(
            room.get_mut(before.len()..).unwrap_or_default(),
            text.as_bytes(),
        );
        put(room, before.len() + text.len(), after);
        self.length += text.len() + 4;
    }

    /// A string between quotes; whether it could be written, which it cannot when it needs escapes.
    #[inline]
    pub(super) fn string(&mut self, text: &str) -> bool {
        let room = self.room(text.len() + 2 + WORD);
        put(room, 0, [b'"']);
        if copy_pieces::<true>(room.get_mut(1..).unwrap_or_default(), text.as_bytes()) {
            return false;
        }
        put(room, 1 + text.len(), [b'"']);
        self.length += text.len() + 2;
        true
    }

    /// At least so many bytes behind what has been written.
    #[inline]
    fn room(&mut self, length: usize) -> &mut [u8] {
        if self.bytes.len() - self.length < length {
            self.grow(length);
        }
        self.bytes.get_mut(self.length..).unwrap_or_default()
    }

    #[cold]
    fn grow(&mut self, length: usize) {
        let needed = self.length + length;
        self.bytes.resize(needed.max(2 * self.bytes.len()), 0);
    }
}

/// For what the library writes.
impl io::Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Copies bytes to the front of a room that is longer by at least a word.
#[inline]
fn copy(room: &mut [u8], bytes: &[u8]) {
    if bytes.len() > SHORT {
        if let Some(room) = room.get_mut(..bytes.len()) {
            room.copy_from_slice(bytes);
        }
    } else {
        copy_pieces::<false>(room, bytes);
    }
}

/// Copies bytes as [`copy`] does, in as few pieces as will do: blocks, the last of which may overlap
/// the one before it, or words.
///
/// With `FIND` it tells whether they are others within a JSON string: there is a quote, a backslash or
/// a control character among them.
#[inline]
fn copy_pieces<const FIND: bool>(room: &mut [u8], bytes: &[u8]) -> bool {
    if let Some(last) = bytes.last_chunk::<BLOCK>() {
        let (blocks, _) = bytes.as_chunks::<BLOCK>();
        let (places, _) = room.as_chunks_mut::<BLOCK>();
        let mut found = FIND && block_has_escapes(last);
        for (place, block) in places.iter_mut().zip(blocks) {
            *place = *block;
            found |= FIND && block_has_escapes(block);
        }
        put(room, bytes.len() - BLOCK, *last);
        found
    } else if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        put(room, 0, *first);
        put(room, bytes.len() - WORD, *last);
        FIND && (word_has_escapes(u64::from_le_bytes(*first))
            || word_has_escapes(u64::from_le_bytes(*last)))
    } else {
        let word = filled_word(bytes);
        put(room, 0, word.to_le_bytes());
        FIND && word_has_escapes(word)
    }
}

#[inline]
fn put<const N: usize>(room: &mut [u8], position: usize, piece: [u8; N]) {
    if let Some(place) = room.get_mut(position..).and_then(<[u8]>::first_chunk_mut) {
        *place = piece;
    }
}

/// Fewer bytes than a word has, and spaces behind them.
#[inline]
fn filled_word(bytes: &[u8]) -> u64 {
    // Where the last piece goes, which overlaps the first.
    let behind = |piece: usize| 8 * (bytes.len() - piece);
    let word = if let (Some(first), Some(last)) =
        (bytes.first_chunk::<4>(), bytes.last_chunk::<4>())
    {
        let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
        u64::from(first) | (u64::from(last) << behind(4))
    } else if let (Some(first), Some(last)) = (bytes.first_chunk::<2>(), bytes.last_chunk::<2>()) {
        let (first, last) = (u16::from_le_bytes(*first), u16::from_le_bytes(*last));
        u64::from(first) | (u64::from(last) << behind(2))
    } else {
        u64::from(bytes.first().copied().unwrap_or_default())
    };
    word | (in_each(b' ') << behind(0))
}

/// Whether a byte is another one within a JSON string.
#[inline]
fn block_has_escapes(block: &[u8; BLOCK]) -> bool {
    // Without a way out, so that all bytes are looked at in one step.
    let is_escaped = |byte: u8| byte < b' ' || byte == b'"' || byte == b'\\';
    let found = block
        .iter()
        .fold(0, |found, byte| found | u8::from(is_escaped(*byte)));
    found != 0
}

/// As [`block_has_escapes`], by
/// [arithmetic on all bytes of a word](https://graphics.stanford.edu/~seander/bithacks.html#ZeroInWord).
#[inline]
const fn word_has_escapes(word: u64) -> bool {
    const fn below(word: u64, limit: u8) -> u64 {
        word.wrapping_sub(in_each(limit)) & !word
    }
    let marks =
        below(word, b' ') | below(word ^ in_each(b'"'), 1) | below(word ^ in_each(b'\\'), 1);
    marks & in_each(0x80) != 0
}

const fn in_each(byte: u8) -> u64 {
    u64::from_le_bytes([byte; WORD])
}

#[cfg(test)]
mod tests {
    use super::Buffer;

    /// As `serde_json` writes it.
    fn expected(text: &str) -> String {
        serde_json::to_string(text).unwrap_or_default()
    }

    fn written(write: impl FnOnce(&mut Buffer)) -> String {
        let mut buffer = Buffer::new();
        write(&mut buffer);
        String::from_utf8(buffer.into_bytes()).unwrap_or_default()
    }

    #[test]
    fn strings_of_every_length_are_written_whole() {
        let mut text = String::new();
        for character in ['a', '~', 'ö', '\u{7f}', '語', ' ', '😀']
            .iter()
            .cycle()
            .take(200)
        {
            assert_eq!(
                written(|buffer| assert!(buffer.string(&text))),
                expected(&text)
            );
            assert_eq!(
                written(|buffer| buffer.quoted(*b",\"", &text, *b"\":")),
                format!(",{}:", expected(&text))
            );
            text.push(*character);
        }
    }

    #[test]
    fn what_needs_an_escape_is_found_wherever_it_is() {
        for length in 1..40 {
            for position in 0..length {
                for byte in 0..0x80_u8 {
                    let mut text = "x".repeat(length);
                    text.replace_range(position..=position, &char::from(byte).to_string());
                    let needs_escape = byte < b' ' || matches!(byte, b'"' | b'\\');
                    let written = written(|buffer| {
                        assert_eq!(buffer.string(&text), !needs_escape, "{text:?}");
                    });
                    // What cannot be written leaves nothing behind.
                    assert_eq!(written.is_empty(), needs_escape, "{text:?}");
                }
            }
        }
    }

    #[test]
    fn it_grows_by_what_it_is_given() {
        let text = "a".repeat(1000);
        let written = written(|buffer| {
            for _ in 0..3 {
                buffer.extend(text.as_bytes());
                buffer.push(b',');
            }
        });
        assert_eq!(written, format!("{text},").repeat(3));
    }
}
