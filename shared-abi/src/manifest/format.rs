//! The format of the custom section; `docs/format.md` describes it.
//!
//! A change to what is written here, or in [`write`](super::write), is a new version.

/// The name of the custom section.
pub const SECTION: &str = "shared-abi";

/// What a record starts with.
pub const MAGIC: &str = "shared-abi ";

/// The version that is written. Readers read every version up to theirs.
pub const VERSION: u32 = 1;

/// The longest section that is read, in bytes.
pub const MAX_LEN: usize = 1 << 20;

/// The checksum of a record's body: CRC-32, as zlib has it.
#[must_use]
pub const fn checksum(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    let mut i = 0;
    while i < bytes.len() {
        crc = (crc >> 8) ^ TABLE[((crc ^ bytes[i] as u32) & 0xFF) as usize];
        i += 1;
    }
    !crc
}

const TABLE: [u32; 256] = {
    let mut table = [0; 256];
    let mut i = 0;
    while i < 256 {
        let mut crc = i as u32;
        let mut bit = 0;
        while bit < 8 {
            crc = if crc & 1 == 1 {
                (crc >> 1) ^ 0xEDB8_8320
            } else {
                crc >> 1
            };
            bit += 1;
        }
        table[i] = crc;
        i += 1;
    }
    table
};
