//! Amounts of memory on the command line.

/// Bytes of a number with an optional unit: `K`, `M`, `G` or `T`, powers of 1024.
pub(crate) fn bytes(text: &str) -> Result<u64, String> {
    let expected = || format!("`{text}` is no amount of memory, such as 600M or 2G");
    let (number, unit) = match text.char_indices().last() {
        Some((at, unit)) if unit.is_ascii_alphabetic() => (&text[..at], unit),
        _ => (text, 'B'),
    };
    let power = match unit.to_ascii_uppercase() {
        'B' => 0,
        'K' => 10,
        'M' => 20,
        'G' => 30,
        'T' => 40,
        _ => return Err(expected()),
    };
    let number: u64 = number.parse().map_err(|_| expected())?;
    number.checked_mul(1 << power).ok_or_else(expected)
}

#[cfg(test)]
mod tests {
    use super::bytes;

    #[test]
    fn units_are_powers_of_1024() {
        for (text, expected) in [
            ("0", 0),
            ("100", 100),
            ("100B", 100),
            ("64k", 64 << 10),
            ("600M", 600 << 20),
            ("2G", 2 << 30),
            ("1T", 1 << 40),
        ] {
            assert_eq!(bytes(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_amount_is_an_error_that_repeats_it() {
        for text in ["", "M", "-1", "1.5G", "2GB", "600 M", "99999999999T", "1é"] {
            let error = bytes(text).unwrap_err();
            assert!(error.contains(&format!("`{text}`")), "{error}");
        }
    }
}
