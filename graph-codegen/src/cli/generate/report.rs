//! What is told about generated code.

use std::fmt::Write as _;
use std::path::Path;

use graph_codegen::output::{CargoTomlChange, Change};
use graph_codegen::{Diagnostics, Generated, PermissionTable, Summary, Target, TrimReport};
use serde::Serialize;

/// What one module or crate came to.
#[derive(Serialize)]
pub(super) struct Report {
    name: String,
    spec: String,
    #[serde(flatten)]
    summary: Summary,
    files: usize,
    unchanged: usize,
    changes: Vec<Change>,
    trim: TrimReport,
    warnings: Diagnostics,
}

impl Report {
    /// The report on code that has not been written yet.
    pub(super) fn of(generated: &Generated, name: &str, spec: &Path) -> Self {
        Self {
            name: name.to_owned(),
            spec: spec.display().to_string(),
            summary: generated.summary.clone(),
            files: 0,
            unchanged: 0,
            changes: Vec::new(),
            trim: generated.report.clone(),
            warnings: generated.warnings.clone(),
        }
    }

    /// Adds what was passed over in the table of permissions.
    pub(super) fn add_warnings(&mut self, table: Option<&PermissionTable>) {
        let warnings = table.map(PermissionTable::warnings).into_iter().flatten();
        self.warnings.extend(warnings.cloned());
    }

    /// Adds how the files of a target differ from those in its folder.
    pub(super) fn compare(&mut self, target: &Target, changes: Vec<Change>) {
        // One of them is the record.
        let files = target.files.len() + 1;
        self.files += files;
        self.unchanged += files - written(&changes);
        self.changes.extend(changes);
    }
}

/// How many of the changes write a file.
fn written(changes: &[Change]) -> usize {
    changes
        .iter()
        .filter(|change| !matches!(change, Change::Remove(_)))
        .count()
}

pub(super) fn describe(report: &Report, check: bool) -> String {
    let mut text = describe_counts(report, check);
    if check {
        for change in &report.changes {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "  {}", describe_change(change, check));
        }
    }
    for line in report.trim.to_string().lines() {
        let _ = writeln!(text, "  {line}");
    }
    text += &describe_warnings(report);
    text
}

/// As [`describe`], without what was left out and the names of the files.
pub(super) fn describe_briefly(report: &Report, check: bool) -> String {
    describe_counts(report, check) + &describe_warnings(report)
}

fn describe_counts(report: &Report, check: bool) -> String {
    let mut text = format!("{} (from {})\n", report.name, report.spec);
    let written = written(&report.changes);
    let removed = report.changes.len() - written;
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "  {} operations, {} types, {} features",
        report.summary.operations,
        report.summary.types,
        report.summary.features.len()
    );
    if let Some(permissions) = report.summary.permissions {
        let _ = writeln!(text, "  {permissions}");
    }
    let verb = if check { "to write" } else { "written" };
    let _ = writeln!(
        text,
        "  {} files: {written} {verb}, {} unchanged, {removed} {}",
        report.files,
        report.unchanged,
        if check { "to remove" } else { "removed" },
    );
    text
}

fn describe_warnings(report: &Report) -> String {
    let mut text = format!("  {} warnings", report.warnings.len());
    for warning in &report.warnings {
        for line in warning.to_string().lines() {
            // Writing to a string cannot fail.
            let _ = write!(text, "\n    {line}");
        }
    }
    text
}

/// How many settings of a `Cargo.toml` are named.
const NAMED_SETTINGS: usize = 8;

pub(super) fn describe_cargo_toml(change: &CargoTomlChange, check: bool) -> String {
    let change_itself = describe_change(&change.change, check);
    // All of a new one is new.
    if matches!(change.change, Change::Add(_)) {
        return change_itself;
    }
    let (named, rest) = change
        .settings
        .split_at_checked(NAMED_SETTINGS)
        .unwrap_or((&change.settings, &[]));
    let named = named.join(", ");
    match rest.len() {
        0 => format!("{change_itself}: {named}"),
        more => format!("{change_itself}: {named} and {more} more (--json has all)"),
    }
}

fn describe_change(change: &Change, check: bool) -> String {
    let verb = match (change, check) {
        (Change::Add(_), true) => "would add",
        (Change::Update(_), true) => "would update",
        (Change::Remove(_), true) => "would remove",
        (Change::Add(_), false) => "added",
        (Change::Update(_), false) => "updated",
        (Change::Remove(_), false) => "removed",
    };
    format!("{verb} {}", change.path().display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_settings_are_counted() {
        let change = |count: u8| CargoTomlChange {
            change: Change::Update("Cargo.toml".into()),
            settings: (0..count)
                .map(|number| format!("features.f{number}"))
                .collect(),
        };
        assert_eq!(
            describe_cargo_toml(&change(2), false),
            "updated Cargo.toml: features.f0, features.f1"
        );
        let eight = "features.f0, features.f1, features.f2, features.f3, features.f4, features.f5, \
                     features.f6, features.f7";
        assert_eq!(
            describe_cargo_toml(&change(8), true),
            format!("would update Cargo.toml: {eight}")
        );
        assert_eq!(
            describe_cargo_toml(&change(10), false),
            format!("updated Cargo.toml: {eight} and 2 more (--json has all)")
        );
    }
}
