//! Carries requests out, with the limits of the hardware.

use super::FakeCard;
use zkcard_wire::{
    frame::{Frame, Kind, MAX_REGISTERS, MAX_WORDS, Status},
    identity::{MAGIC, VERSION},
    layout::WORD_BYTES,
};

const SYNC: u8 = Kind::Sync as u8;
const READ_REGISTERS: u8 = Kind::ReadRegisters as u8;
const WRITE_REGISTERS: u8 = Kind::WriteRegisters as u8;
const READ_MEMORY: u8 = Kind::ReadMemory as u8;
const WRITE_MEMORY: u8 = Kind::WriteMemory as u8;

/// Carries one request out and returns what follows the status `Ok`.
pub(super) fn execute(card: &mut FakeCard, request: Frame<'_>) -> Result<Vec<u8>, Status> {
    match (request.kind, request.payload) {
        (SYNC, []) => Ok([MAGIC.to_le_bytes(), VERSION.to_le_bytes()].concat()),
        (SYNC, _) => Err(Status::BadLength),
        (READ_REGISTERS, payload) => read_registers(card, payload),
        (WRITE_REGISTERS, payload) => write_registers(card, payload),
        (READ_MEMORY, payload) => read_memory(card, payload),
        (WRITE_MEMORY, payload) => write_memory(card, payload),
        _ => Err(Status::UnknownKind),
    }
}

fn read_registers(card: &FakeCard, payload: &[u8]) -> Result<Vec<u8>, Status> {
    let (offset, &[count]) = prefix(payload)? else {
        return Err(Status::BadLength);
    };
    let count = items(count.into(), 1, MAX_REGISTERS)?;
    let mut data = vec![];
    for i in 0..count {
        let offset = nth(u16::from_le_bytes(offset), i)?;
        data.extend(card.read(offset)?.to_le_bytes());
    }
    Ok(data)
}

fn write_registers(card: &mut FakeCard, payload: &[u8]) -> Result<Vec<u8>, Status> {
    let (offset, values) = prefix(payload)?;
    items(values.len(), 4, MAX_REGISTERS)?;
    for (i, &value) in values.as_chunks().0.iter().enumerate() {
        let offset = nth(u16::from_le_bytes(offset), i)?;
        card.write(offset, u32::from_le_bytes(value))?;
    }
    Ok(vec![])
}

fn read_memory(card: &mut FakeCard, payload: &[u8]) -> Result<Vec<u8>, Status> {
    let (word, &[count]) = prefix(payload)? else {
        return Err(Status::BadLength);
    };
    let count = items(count.into(), 1, MAX_WORDS)?;
    Ok(card.words(u32::from_le_bytes(word), count)?.to_vec())
}

fn write_memory(card: &mut FakeCard, payload: &[u8]) -> Result<Vec<u8>, Status> {
    let (word, data) = prefix(payload)?;
    let count = items(data.len(), WORD_BYTES, MAX_WORDS)?;
    let words = card.words(u32::from_le_bytes(word), count)?;
    words.copy_from_slice(data);
    Ok(vec![])
}

/// Where a request begins, and the rest of its payload.
fn prefix<const N: usize>(payload: &[u8]) -> Result<([u8; N], &[u8]), Status> {
    let (prefix, rest) = payload.split_first_chunk().ok_or(Status::BadLength)?;
    Ok((*prefix, rest))
}

/// How many whole items of `size` bytes there are: at least one, at most `limit`.
fn items(bytes: usize, size: usize, limit: usize) -> Result<usize, Status> {
    let count = bytes / size;
    if bytes.is_multiple_of(size) && (1..=limit).contains(&count) {
        Ok(count)
    } else {
        Err(Status::BadLength)
    }
}

/// Byte offset of the register `i` places behind `offset`.
fn nth(offset: u16, i: usize) -> Result<u16, Status> {
    let distance = u16::try_from(4 * i).map_err(|_| Status::RegisterError)?;
    offset.checked_add(distance).ok_or(Status::RegisterError)
}

#[cfg(test)]
mod tests {
    use super::*;
    use zkcard_wire::{BaseKind, identity::Curve, registers as reg};

    fn status(kind: u8, payload: &[u8]) -> Status {
        let compute = Box::new(|_: BaseKind, _: &[u8], _: &[u8]| Ok(vec![]));
        let mut card = FakeCard::new(Curve::Tiny, 4, 4, 64, compute);
        let request = Frame {
            kind,
            sequence: 0,
            payload,
        };
        execute(&mut card, request).err().unwrap_or(Status::Ok)
    }

    #[test]
    fn lengths_are_those_of_the_hardware() {
        let scratch = reg::SCRATCH.offset.to_le_bytes();
        let written = |bytes| [&scratch[..], &vec![0; bytes]].concat();
        for (kind, payload, expected) in [
            (SYNC, vec![], Status::Ok),
            (SYNC, vec![0], Status::BadLength),
            (READ_REGISTERS, vec![0, 0, 1], Status::Ok),
            (READ_REGISTERS, vec![0, 0, 0], Status::BadLength),
            (READ_REGISTERS, vec![0, 0, 33], Status::BadLength),
            (READ_REGISTERS, vec![0, 0, 1, 0], Status::BadLength),
            (WRITE_REGISTERS, vec![0], Status::BadLength),
            (WRITE_REGISTERS, written(0), Status::BadLength),
            (WRITE_REGISTERS, written(4), Status::Ok),
            (WRITE_REGISTERS, written(5), Status::BadLength),
            (WRITE_REGISTERS, written(4 * 32), Status::RegisterError),
            (WRITE_REGISTERS, written(4 * 33), Status::BadLength),
            (READ_MEMORY, vec![0, 0, 0, 0, 16], Status::Ok),
            (READ_MEMORY, vec![0, 0, 0, 0, 17], Status::BadLength),
            (READ_MEMORY, vec![0, 0, 0, 0], Status::BadLength),
            (WRITE_MEMORY, vec![0; 4], Status::BadLength),
            (WRITE_MEMORY, vec![0; 4 + 64 * 16], Status::Ok),
            (WRITE_MEMORY, vec![0; 4 + 64 * 17], Status::BadLength),
            (WRITE_MEMORY, vec![0; 4 + 65], Status::BadLength),
            (
                WRITE_MEMORY,
                [vec![0xFF; 4], vec![0; 64]].concat(),
                Status::MemoryError,
            ),
            (6, vec![], Status::UnknownKind),
            (0xC0, vec![], Status::UnknownKind),
        ] {
            let len = payload.len();
            assert_eq!(status(kind, &payload), expected, "kind {kind}, {len} bytes");
        }
    }

    #[test]
    fn offsets_do_not_wrap() {
        assert_eq!(nth(0xFFFC, 0), Ok(0xFFFC));
        assert_eq!(nth(0xFFFC, 1), Err(Status::RegisterError));
        assert_eq!(nth(0, usize::MAX / 4), Err(Status::RegisterError));
        assert_eq!(
            status(READ_REGISTERS, &[0xFC, 0xFF, 32]),
            Status::RegisterError
        );
    }
}
