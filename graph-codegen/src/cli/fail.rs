//! Failures of the command line, and reading and writing with errors that name the file.

use std::fmt::Display;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use graph_codegen::output::{self, Conflicts};
use graph_codegen::{Diagnostics, Document, Error};
use serde_json::{Value, json};

/// Why a command failed, ready to be shown.
pub(crate) struct Failure {
    message: String,
    /// What goes into `errors`, when JSON was asked for.
    errors: Value,
    json: bool,
}

impl Failure {
    pub(crate) fn new(message: impl Display) -> Self {
        let message = format!("error: {message}");
        Self {
            errors: json!([{"severity": "error", "message": message}]),
            message,
            json: false,
        }
    }

    /// What chooses a part of a spec was given without a spec.
    pub(crate) fn beside_manifest() -> Self {
        Self::new(
            "--include, --overlay, --rename and their like go with --spec; in a manifest they stand with each module",
        )
    }

    /// Shows this failure as JSON when the user asked for it.
    pub(crate) fn shown_as_json(mut self, json: bool) -> Self {
        self.json = json;
        self
    }

    pub(crate) fn report(self) -> ExitCode {
        if self.json {
            let value = json!({"errors": self.errors});
            // Standard output may be closed; the exit code tells the failure then.
            let _ = writeln!(io::stdout(), "{value:#}");
        } else {
            let _ = writeln!(io::stderr(), "{}", self.message);
        }
        ExitCode::from(2)
    }
}

impl From<Diagnostics> for Failure {
    fn from(diagnostics: Diagnostics) -> Self {
        Self {
            message: diagnostics.to_string(),
            errors: json!(diagnostics),
            json: false,
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::Document(diagnostics) => diagnostics.into(),
            other => Self::new(other),
        }
    }
}

impl From<output::Error> for Failure {
    fn from(error: output::Error) -> Self {
        match error {
            output::Error::Conflicts(conflicts) => conflicts.into(),
            other => Self::new(other),
        }
    }
}

impl From<Conflicts> for Failure {
    fn from(conflicts: Conflicts) -> Self {
        let mut message = "error: nothing was written, because of what is in the way".to_owned();
        let mut errors = Vec::new();
        for conflict in &conflicts {
            let help = conflict
                .overwriting()
                .map(|does| format!("`--overwrite` {does}"));
            message += &format!("\n  {conflict}");
            if let Some(help) = &help {
                message += &format!("; {help}");
            }
            errors.push(json!({
                "severity": "error",
                "place": {"file": conflict.path().display().to_string()},
                "reason": conflict.reason(),
                "message": conflict.message(),
                "help": help,
            }));
        }
        Self {
            message,
            errors: errors.into(),
            json: false,
        }
    }
}

/// Reads a text file.
pub(crate) fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path)
        .map_err(|error| Failure::new(format_args!("cannot read {}: {error}", path.display())))
}

/// Reads a spec.
pub(crate) fn read_spec(path: &Path) -> Result<Document, Failure> {
    let text = read(path)?;
    Ok(Document::parse(path.display().to_string(), text)?)
}

/// Writes to standard output. A reader that has gone away, as `head` does, is no failure.
pub(crate) fn print(text: impl Display) -> Result<(), Failure> {
    match writeln!(io::stdout(), "{text}") {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::new(error)),
        _ => Ok(()),
    }
}
