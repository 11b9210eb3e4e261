//! Memory and sockets of this process.

use std::fmt;
use std::fs;

#[derive(Clone, Copy, Debug)]
struct Reading {
    kibibytes: u64,
    sockets: usize,
}

/// Readings, one after another.
#[derive(Debug, Default)]
pub(super) struct Gauge(Vec<Reading>);

/// How many sockets are open.
pub(super) fn sockets() -> usize {
    let descriptors = fs::read_dir("/proc/self/fd").unwrap();
    let targets = descriptors.filter_map(|entry| fs::read_link(entry.ok()?.path()).ok());
    targets
        .filter(|target| target.to_string_lossy().starts_with("socket:"))
        .count()
}

/// How much memory is resident, in KiB.
fn resident() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let number = line.unwrap().trim().strip_suffix("kB").unwrap();
    number.trim().parse().unwrap()
}

impl Gauge {
    pub(super) fn read(&mut self) {
        self.0.push(Reading {
            kibibytes: resident(),
            sockets: sockets(),
        });
    }

    /// The most in each quarter of the time.
    fn quarters(&self) -> Vec<Reading> {
        let length = self.0.len().div_ceil(4).max(1);
        let most = |readings: &[Reading]| Reading {
            kibibytes: readings.iter().map(|it| it.kibibytes).max().unwrap(),
            sockets: readings.iter().map(|it| it.sockets).max().unwrap(),
        };
        self.0.chunks(length).map(most).collect()
    }

    /// Whether the last quarter is as the second was.
    pub(super) fn check(&self, tasks: u64) {
        let quarters = self.quarters();
        let (second, last) = (quarters[1], quarters[3]);
        let allowed = second.kibibytes + second.kibibytes / 20 + 4096;
        assert!(last.kibibytes <= allowed, "memory grew: {self}");
        // Two ends of a connection for each task, and as many again that are being let go of.
        let most = usize::try_from(tasks * 4).unwrap();
        assert!(last.sockets <= most, "connections are left open: {self}");
    }
}

impl fmt::Display for Gauge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, most) in self.quarters().iter().enumerate() {
            let (kibibytes, sockets) = (most.kibibytes, most.sockets);
            writeln!(
                f,
                "quarter {}: at most {kibibytes} KiB, {sockets} sockets",
                number + 1
            )?;
        }
        Ok(())
    }
}
