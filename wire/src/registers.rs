//! The register table: one source for the hardware's decoder, the driver and
//! the reference page.
//!
//! Registers are 32 bits wide, at byte offsets that are multiples of four.
//! Reading an offset that is not in the table, or writing a read-only one, is
//! answered with an error.

/// What software may do with a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Read only; writing is an error.
    Read,
    /// Read and write; reads return what was written.
    ReadWrite,
    /// Reads return latched bits; writing a one clears its bit.
    ReadClear,
    /// Writing does something; reads return zero.
    Trigger,
}

impl Access {
    /// A short name for tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::ReadWrite => "read, write",
            Self::ReadClear => "read, write 1 to clear",
            Self::Trigger => "write",
        }
    }
}

/// One line of the register table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Register {
    /// Name, in upper case.
    pub name: &'static str,
    /// Byte offset.
    pub offset: u16,
    /// What software may do.
    pub access: Access,
    /// Value after reset of writable registers.
    pub reset: u32,
    /// One sentence: meaning and unit.
    pub meaning: &'static str,
}

macro_rules! registers {
    ($($name:ident $offset:literal $access:ident $reset:literal $meaning:literal;)*) => {
        $(
            #[doc = $meaning]
            pub const $name: Register = Register {
                name: stringify!($name),
                offset: $offset,
                access: Access::$access,
                reset: $reset,
                meaning: $meaning,
            };
        )*

        /// All registers, by ascending offset.
        pub const TABLE: &[Register] = &[$($name),*];
    };
}

registers! {
    // Identity and capabilities.
    MAGIC              0x000 Read 0 "\"ZKCD\": this is a zkcard.";
    VERSION            0x004 Read 0 "Version of the contract: major in bits 31:16, minor in bits 15:0.";
    CONTRACT_HASH_LOW  0x008 Read 0 "Hash of the register table, bits 31:0.";
    CONTRACT_HASH_HIGH 0x00C Read 0 "Hash of the register table, bits 63:32.";
    FEATURES           0x010 Read 0 "What the card can do, and whether it is simulated.";
    CURVE              0x014 Read 0 "The curve whose points the card adds.";
    SCALAR_BITS        0x018 Read 0 "Bits of a scalar, which must be below the order of the group; others give wrong results.";
    WINDOW_BITS        0x01C Read 0 "Bits of a signed digit of a scalar, in a wide window.";
    WINDOWS            0x020 Read 0 "Digits of a scalar.";
    SEGMENTS           0x024 Read 0 "Parts into which the buckets of a window are cut for their reduction.";
    MEMORY_WORDS       0x028 Read 0 "Size of card memory in 64-byte words.";
    CORE_KILOHERTZ     0x02C Read 0 "Core clock the card was built for, in kHz; zero in a simulation.";
    QUEUE_DEPTH        0x030 Read 0 "Jobs that can wait in the queue.";
    NARROW_WINDOWS     0x034 Read 0 "How many windows, the highest ones, have digits of a bit less and half the segments.";
    G2_WINDOW_BITS     0x038 Read 0 "WINDOW_BITS of an MSM over G2; this and the three below are zero on a card without.";
    G2_WINDOWS         0x03C Read 0 "WINDOWS of an MSM over G2.";
    G2_SEGMENTS        0x040 Read 0 "SEGMENTS of an MSM over G2.";
    G2_NARROW_WINDOWS  0x044 Read 0 "NARROW_WINDOWS of an MSM over G2.";
    ADDERS             0x048 Read 0 "Point adders, n; window w feeds adder (w mod 2n) / 2, and a result has the windows of each w mod 2n in turn.";
    MULTIPLES          0x04C Read 0 "Words of a base in a set with multiples, m: word j is 2^(2n b j) times the base, for b = MULTIPLE_BITS; this and the two below are zero on a card without.";
    MULTIPLE_BITS      0x050 Read 0 "WINDOW_BITS of an MSM over such a set, which has 2n windows: digit w of a scalar counts word w / 2n in window w mod 2n.";
    MULTIPLE_SEGMENTS  0x054 Read 0 "SEGMENTS of an MSM over such a set.";
    TRANSFORM_BITS     0x058 Read 0 "Base-two logarithm of the points of the largest transform; this and the one below are zero on a card without.";
    TRANSFORM_LANES    0x05C Read 0 "Butterflies of a transform that can start in a clock.";

    // Control.
    CONTROL            0x100 Trigger 0 "Bit 0: soft reset. Jobs and latches are dropped, memory and sets of bases stay. Bit 1: forget all sets of bases.";
    INTERRUPT_ENABLE   0x104 ReadWrite 0 "Which bits of INTERRUPTS raise an interrupt.";
    INTERRUPTS         0x108 ReadClear 0 "Bit 0: a job finished. Bit 1: ERRORS became non-zero.";
    ERRORS             0x10C ReadClear 0 "Bit 0: memory error. Bit 1: memory time-out. Bit 2: frame dropped for its checksum. Bit 3: partial frame dropped. Bit 4: watchdog. Bit 5: receive overrun. Bit 6: job refused.";
    UART_DIVISOR       0x110 ReadWrite 0 "Transport clocks per bit of the serial line, at least 2; takes effect when the answer to the write has left.";
    WATCHDOG_KCYCLES   0x114 ReadWrite 0 "Longest time a job may take, in 1024 core clocks from when its core begins; zero: no limit. A core that a job waits for so long, and 65,536 clocks at least, is reset, and the job ends as one that took too long.";
    SCRATCH            0x118 ReadWrite 0 "Holds what is written, for tests of the link.";

    // Job queue: a burst from JOB_KIND to JOB_SUBMIT queues a job.
    JOB_KIND           0x200 ReadWrite 0 "Kind of the next job; 1: MSM over G1, 2: MSM over G2, 3: declare a set of bases of G1, 4: of G2, 5: drop a set, 6: declare a set of bases of G1 with their multiples, 7: transform, 8: quotient, 9: clear memory.";
    JOB_TAG            0x204 ReadWrite 0 "Tag of the next job, returned with its answer.";
    JOB_SET            0x208 ReadWrite 0 "Number of the set of bases, 0 to 15. Of a transform or quotient, bits 4:0: base-two logarithm of its points; transform, bit 8: inverse, bit 9: over the coset of shift; quotient, bit 10: divided. Zero to clear.";
    JOB_BASES          0x20C ReadWrite 0 "Word index of the first base of a set that is declared, or of the work region of a transform, whose last two words hold shift, inverse of shift, scale and zero.";
    JOB_SCALARS        0x210 ReadWrite 0 "Word index of the first scalar of an MSM, or of the vectors of a transform.";
    JOB_RESULT         0x214 ReadWrite 0 "Word index of the result of an MSM or transform, or of the first word to clear.";
    JOB_COUNT          0x218 ReadWrite 0 "Number of bases of a set that is declared, of (scalar, base) pairs of an MSM, of vectors of a transform (three of a quotient), or of words to clear.";
    JOB_SUBMIT         0x21C Trigger 0 "Queues the job described by the JOB registers; an error when the queue is full.";
    JOB_FREE           0x220 Read 0 "Places free in the queue; a place is taken from submission until DONE_POP.";

    // Oldest finished job.
    DONE_COUNT         0x300 Read 0 "Finished jobs that wait to be taken; the registers below describe the oldest.";
    DONE_TAG           0x304 Read 0 "Its tag.";
    DONE_STATUS        0x308 Read 0 "How it ended; 0: done, 1: unsupported, 2: memory error, 3: memory time-out, 4: watchdog, 5: beyond memory, 6: overlap, 7: unknown set, 8: wrong group, 9: more pairs than bases.";
    DONE_CYCLES        0x30C Read 0 "Core clocks from its start to its end (all counters saturate).";
    DONE_BUCKET_CYCLES 0x310 Read 0 "Core clocks of its bucket phase; of the passes of a transform.";
    DONE_BUCKET_ADDS   0x314 Read 0 "Point additions started in its bucket phase; clocks in which all lanes of a transform started a butterfly.";
    DONE_REDUCE_CYCLES 0x318 Read 0 "Core clocks of its bucket reduction; clocks in which lanes waited for words from memory.";
    DONE_REDUCE_ADDS   0x31C Read 0 "Point additions started in its bucket reduction; clocks in which lanes waited for factors.";
    DONE_STORED        0x320 Read 0 "Points stored into an empty bucket without an addition; words that a transform read.";
    DONE_STARVED       0x324 Read 0 "Clocks of the bucket phase in which the next point had not arrived from memory; clocks in which memory did not take a word of a transform.";
    DONE_REFUSED       0x328 Read 0 "Clocks in which a point waited because the pairs queue was full; words that a transform wrote.";
    DONE_SPENT         0x32C Read 0 "Slots of the adder that went to products of two Z, a part of full additions.";
    DONE_MET           0x330 Read 0 "Pairs of points that met on their way to one bucket in the same clock.";
    DONE_POP           0x334 Trigger 0 "Drops the oldest finished job and shows the next.";
}

/// Bits of `CONTROL`.
pub mod control {
    /// Drops jobs and latches; resident memory stays.
    pub const SOFT_RESET: u32 = 1 << 0;
    /// Forgets all sets of bases.
    pub const FORGET_SETS: u32 = 1 << 1;
}

/// Bits of `INTERRUPTS` and `INTERRUPT_ENABLE`.
pub mod interrupts {
    /// A job finished.
    pub const JOB_DONE: u32 = 1 << 0;
    /// `ERRORS` became non-zero.
    pub const ERROR: u32 = 1 << 1;
}

/// Bits of `ERRORS`.
pub mod errors {
    /// Memory answered with an error.
    pub const MEMORY: u32 = 1 << 0;
    /// Memory did not answer in time.
    pub const MEMORY_TIMEOUT: u32 = 1 << 1;
    /// A frame was dropped because its checksum did not match.
    pub const FRAME_CHECKSUM: u32 = 1 << 2;
    /// The rest of a frame did not come.
    pub const FRAME_PARTIAL: u32 = 1 << 3;
    /// A job was stopped by the watchdog.
    pub const WATCHDOG: u32 = 1 << 4;
    /// Bytes came faster than they could be taken.
    pub const OVERRUN: u32 = 1 << 5;
    /// A job was refused before it ran.
    pub const JOB_REFUSED: u32 = 1 << 6;
}

/// Registers that a job's answer spans, from `DONE_TAG` to `DONE_MET`.
pub const DONE_REGISTERS: usize = ((DONE_MET.offset - DONE_TAG.offset) / 4 + 1) as usize;

/// FNV-1a (64 bit) over names, offsets, access and meanings of the table.
///
/// A card answers it in `CONTRACT_HASH_*`. A difference within one version
/// means that hardware and software were built from different tables.
pub const CONTRACT_HASH: u64 = hash_table(TABLE);

const fn hash_table(table: &[Register]) -> u64 {
    let mut hash = 0xCBF2_9CE4_8422_2325;
    let mut i = 0;
    while i < table.len() {
        let register = &table[i];
        hash = hash_bytes(hash, register.name.as_bytes());
        hash = hash_bytes(hash, &register.offset.to_le_bytes());
        hash = hash_bytes(hash, register.access.name().as_bytes());
        hash = hash_bytes(hash, &register.reset.to_le_bytes());
        hash = hash_bytes(hash, register.meaning.as_bytes());
        i += 1;
    }
    hash
}

const fn hash_bytes(mut hash: u64, bytes: &[u8]) -> u64 {
    let mut i = 0;
    while i < bytes.len() {
        hash = (hash ^ bytes[i] as u64).wrapping_mul(0x0000_0100_0000_01B3);
        i += 1;
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_ascend_in_words_without_overlap() {
        for pair in TABLE.windows(2) {
            assert!(pair[0].offset < pair[1].offset, "{}", pair[1].name);
        }
        assert!(TABLE.iter().all(|register| register.offset % 4 == 0));
    }

    #[test]
    fn job_registers_are_one_burst() {
        let burst = [
            JOB_KIND,
            JOB_TAG,
            JOB_SET,
            JOB_BASES,
            JOB_SCALARS,
            JOB_RESULT,
            JOB_COUNT,
            JOB_SUBMIT,
        ];
        for (i, register) in burst.iter().enumerate() {
            assert_eq!(register.offset, JOB_KIND.offset + 4 * i as u16);
        }
    }

    #[test]
    fn hash_sees_every_column() {
        let changed = |edit: fn(&mut Register)| {
            let mut table = [MAGIC, VERSION];
            edit(&mut table[1]);
            hash_table(&table) != hash_table(&[MAGIC, VERSION])
        };
        assert!(changed(|r| r.name = "VERSIO"));
        assert!(changed(|r| r.offset = 8));
        assert!(changed(|r| r.access = Access::Trigger));
        assert!(changed(|r| r.reset = 1));
        assert!(changed(|r| r.meaning = ""));
    }
}
