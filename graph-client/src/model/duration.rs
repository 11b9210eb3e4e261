//! `Edm.Duration`, a length of time.

use super::LexicalValue;
use super::lexical::fraction;

/// A length of time, as the XML Schema type `duration` has it: months, whose length is not
/// fixed, and an exact rest.
///
/// Graph documents `Edm.Duration`, which has days, hours, minutes and seconds, but some
/// services answer with years and months, too.
///
/// ```
/// use graph_client::model::{Duration, LexicalDuration};
///
/// let timeout: LexicalDuration = "P1DT2H30M".parse()?;
/// assert_eq!(timeout.get()?, Duration::new(0, time::Duration::minutes(26 * 60 + 30)));
/// # Ok::<(), graph_client::model::LexicalError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Duration {
    months: i32,
    rest: time::Duration,
}

impl Duration {
    /// A duration of so many months and an exact rest. Both should have the same sign.
    pub const fn new(months: i32, rest: time::Duration) -> Self {
        Self { months, rest }
    }

    /// The years and months, in months.
    pub const fn months(&self) -> i32 {
        self.months
    }

    /// The weeks, days, hours, minutes and seconds.
    pub const fn rest(&self) -> time::Duration {
        self.rest
    }
}

impl From<time::Duration> for Duration {
    fn from(rest: time::Duration) -> Self {
        Self { months: 0, rest }
    }
}

impl LexicalValue for Duration {
    const NAME: &'static str = "a duration such as P1DT2H30M";

    fn parse(text: &str) -> Option<Self> {
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let text = text.strip_prefix('P')?;
        let (date, time) = match text.split_once('T') {
            Some((_, "")) => return None,
            Some((date, time)) => (date, time),
            None if text.is_empty() => return None,
            None => (text, ""),
        };

        let mut months = 0_i32;
        let mut rest = time::Duration::ZERO;
        for (amount, fraction, unit) in parts(date, "YMWD")? {
            if fraction != 0 {
                return None;
            }
            match unit {
                'Y' => months = months.checked_add(i32::try_from(amount).ok()?.checked_mul(12)?)?,
                'M' => months = months.checked_add(i32::try_from(amount).ok()?)?,
                'W' => rest = rest.checked_add(seconds(amount, 7 * 24 * 3600)?)?,
                _ => rest = rest.checked_add(seconds(amount, 24 * 3600)?)?,
            }
        }
        for (amount, fraction, unit) in parts(time, "HMS")? {
            let unit_seconds = match unit {
                'H' => 3600,
                'M' => 60,
                _ => 1,
            };
            if fraction != 0 && unit != 'S' {
                return None;
            }
            rest = rest
                .checked_add(seconds(amount, unit_seconds)?)?
                .checked_add(time::Duration::nanoseconds(fraction))?;
        }
        Some(if negative {
            Self::new(
                months.checked_neg()?,
                time::Duration::ZERO.checked_sub(rest)?,
            )
        } else {
            Self::new(months, rest)
        })
    }

    fn print(&self) -> String {
        let negative = self.months < 0 || self.rest.is_negative();
        let mut text = String::from(if negative { "-P" } else { "P" });
        let months = self.months.unsigned_abs();
        let seconds = self.rest.whole_seconds().unsigned_abs();
        let fraction = fraction(self.rest.subsec_nanoseconds().unsigned_abs());

        let mut push = |amount: u64, unit: &str| {
            if amount > 0 {
                text.push_str(&format!("{amount}{unit}"));
            }
        };
        push(u64::from(months / 12), "Y");
        push(u64::from(months % 12), "M");
        push(seconds / 86_400, "D");
        let (hours, minutes, seconds) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
        let empty = months == 0 && self.rest.is_zero();
        if hours + minutes + seconds > 0 || !fraction.is_empty() || empty {
            text.push('T');
            let mut push = |amount: u64, unit: &str| {
                if amount > 0 {
                    text.push_str(&format!("{amount}{unit}"));
                }
            };
            push(hours, "H");
            push(minutes, "M");
            if seconds > 0 || !fraction.is_empty() || empty {
                text.push_str(&format!("{seconds}{fraction}S"));
            }
        }
        text
    }
}

fn seconds(amount: u64, unit: i64) -> Option<time::Duration> {
    let seconds = i64::try_from(amount).ok()?.checked_mul(unit)?;
    Some(time::Duration::seconds(seconds))
}

/// Splits `1Y2M` into amounts, fractions in nanoseconds and units; the units must occur in
/// this order.
fn parts(text: &str, units: &str) -> Option<Vec<(u64, i64, char)>> {
    let mut parts = Vec::new();
    let mut rest = text;
    let mut units = units.chars();
    while !rest.is_empty() {
        let end = rest.find(|letter: char| letter.is_ascii_alphabetic())?;
        let (number, tail) = rest.split_at_checked(end)?;
        let unit = tail.chars().next()?;
        units.find(|candidate| *candidate == unit)?;
        let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
        if whole.is_empty() || fraction.is_empty() {
            return None;
        }
        let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if !all_digits(whole) || !all_digits(fraction) {
            return None;
        }
        let nanoseconds: String = fraction
            .chars()
            .chain("000000000".chars())
            .take(9)
            .collect();
        parts.push((whole.parse().ok()?, nanoseconds.parse().ok()?, unit));
        rest = tail.get(1..)?;
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_and_printed() {
        for (text, months, seconds, printed) in [
            ("PT0S", 0, 0, "PT0S"),
            ("P1Y", 12, 0, "P1Y"),
            ("P180D", 0, 180 * 86_400, "P180D"),
            ("-P1DT2H3M4S", 0, -(86_400 + 7_384), "-P1DT2H3M4S"),
            ("P2W", 0, 14 * 86_400, "P14D"),
            ("PT90M", 0, 5_400, "PT1H30M"),
            ("PT2H", 0, 7_200, "PT2H"),
            ("PT2M", 0, 120, "PT2M"),
            ("PT2S", 0, 2, "PT2S"),
            ("P1Y2M", 14, 0, "P1Y2M"),
        ] {
            let duration = Duration::parse(text).unwrap();
            assert_eq!(
                duration,
                Duration::new(months, time::Duration::seconds(seconds)),
                "{text}"
            );
            assert_eq!(
                (duration.months(), duration.print().as_str()),
                (months, printed)
            );
        }
        let fraction = Duration::parse("PT1.5S").unwrap();
        assert_eq!(fraction.rest(), time::Duration::milliseconds(1500));
        assert_eq!(fraction.print(), "PT1.5S");
        assert_eq!(Duration::from(fraction.rest()), fraction);
    }

    #[test]
    fn what_is_no_duration_is_refused() {
        for text in [
            "", "P", "PT", "P1", "1D", "P1H", "PT1D", "P1D2Y", "P.5D", "P1.5D", "PT1M1H", "PT1.S",
            "PT.5S", "PT1.+5S", "PT+1S",
        ] {
            assert_eq!(Duration::parse(text), None, "{text}");
        }
        assert_eq!(Duration::parse("P99999999999999999999D"), None);
        assert_eq!(Duration::parse("P9999999999999999W"), None);
    }
}
