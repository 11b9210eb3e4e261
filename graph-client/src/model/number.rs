//! Whether a number survives being read.

/// Whether a JSON number is a 64-bit integer, or a double that is written with the same digits.
pub(super) fn keeps_all_digits(text: &str) -> bool {
    let is_integer = |text: &str| text.parse::<i64>().is_ok() || text.parse::<u64>().is_ok();
    let is_double = |value: f64| value.is_finite() && is_written_as(value, text);
    is_integer(text) || text.parse().is_ok_and(is_double)
}

/// Whether this double and the text denote the same number.
pub(super) fn is_written_as(value: f64, text: &str) -> bool {
    // Fifteen digits always survive.
    let is_short = text.len() <= 15 && !text.contains(['e', 'E']);
    is_short
        || Decimal::read(text)
            .is_some_and(|decimal| Decimal::read(&format!("{value:e}")) == Some(decimal))
}

/// A number as its digits, without zeros at either end, and the power of ten of the last one.
#[derive(PartialEq)]
struct Decimal {
    negative: bool,
    digits: String,
    exponent: i64,
}

impl Decimal {
    fn read(text: &str) -> Option<Self> {
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse().ok()?),
            None => (text, 0_i64),
        };
        let unsigned = mantissa.strip_prefix('-');
        let (whole, fraction) = {
            let mantissa = unsigned.unwrap_or(mantissa);
            mantissa.split_once('.').unwrap_or((mantissa, ""))
        };
        let all = format!("{whole}{fraction}");
        let digits = all.trim_end_matches('0');
        let dropped = i64::try_from(all.len() - digits.len()).ok()?;
        let behind_the_point = i64::try_from(fraction.len()).ok()?;
        let digits = digits.trim_start_matches('0').to_owned();
        let exponent = exponent
            .checked_sub(behind_the_point)?
            .checked_add(dropped)?;
        Some(if digits.is_empty() {
            Self {
                negative: false,
                digits,
                exponent: 0,
            }
        } else {
            Self {
                negative: unsigned.is_some(),
                digits,
                exponent,
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_that_a_double_does_not_have_are_noticed() {
        for kept in [
            "0",
            "-0",
            "0.0",
            "0e5",
            "1.50",
            "1e3",
            "1E-7",
            "1.7976931348623157e308",
            "18446744073709551615",
            "-9223372036854775808",
            "100000000000000000000000",
            "0.30000000000000004",
            "123456789012345680000",
        ] {
            assert!(keeps_all_digits(kept), "{kept}");
        }
        for lost in [
            "18446744073709551617",
            "1e400",
            "0.1234567890123456789",
            "1e-400",
            "9007199254740993.0",
            "1e99999999999999999999",
        ] {
            assert!(!keeps_all_digits(lost), "{lost}");
        }
    }
}
