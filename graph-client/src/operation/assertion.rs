//! Assertions on operations, for the compiler.

use super::{AllOf, Caller, Cloud, Operation, OperationSet, Scheme};

impl OperationSet<'_> {
    /// Refuses to compile a program that is granted too little for what it uses:
    ///
    /// ```compile_fail
    /// use graph_client::operation::{Caller, OperationSet};
    /// use graph_client::v1::service_principals::ServicePrincipals;
    ///
    /// const USED: OperationSet<'static> = OperationSet::new(&[ServicePrincipals::GET]);
    /// const _: () = USED.assert_granted(Caller::Application, &["User.Read.All"]);
    /// ```
    ///
    /// ```text
    /// error[E0080]: evaluation panicked: GET /servicePrincipals needs Application.Read.All
    /// (application), which is not granted
    /// ```
    ///
    /// An operation of which nothing is recorded is passed over. [`refused`](Self::refused) asks
    /// without consequences.
    ///
    /// # Panics
    ///
    /// Where a permission is missing; in a `const` that is an error of the compiler.
    #[track_caller]
    #[expect(clippy::panic, reason = "the compiler shows it")]
    pub const fn assert_granted(self, caller: Caller, granted: &[&str]) {
        if let Some(operation) = self.refused(caller, granted) {
            let message = not_granted(operation, caller);
            panic!("{}", message.as_str());
        }
    }

    /// Refuses to compile a program that uses what its cloud does not offer; see
    /// [`assert_granted`](Self::assert_granted).
    ///
    /// # Panics
    ///
    /// Where the cloud does not offer an operation; in a `const` that is an error of the compiler.
    #[track_caller]
    #[expect(clippy::panic, reason = "the compiler shows it")]
    pub const fn assert_offered(self, cloud: Cloud) {
        if let Some(operation) = self.not_offered(cloud) {
            let message = not_offered(operation, cloud);
            panic!("{}", message.as_str());
        }
    }
}

const fn not_granted(operation: &Operation, caller: Caller) -> Message {
    let message = Message::of(operation);
    match operation.permissions().of(caller) {
        Scheme::Supported { least, higher } => {
            let alternatives = if least.is_empty() { higher } else { least };
            message
                .push(" needs ")
                .push_permissions(alternatives)
                .push(" (")
                .push(caller.name())
                .push("), which is not granted")
        }
        Scheme::Unknown | Scheme::Unsupported => message
            .push(" cannot be called with any permission of this kind: ")
            .push(caller.name()),
    }
}

const fn not_offered(operation: &Operation, cloud: Cloud) -> Message {
    Message::of(operation)
        .push(" is not offered in ")
        .push(cloud.name())
        .push(", only in ")
        .push_clouds(operation.clouds())
}

/// A text that is put together while a program is compiled.
struct Message {
    bytes: [u8; Self::LONGEST],
    length: usize,
}

impl Message {
    /// More is cut off.
    const LONGEST: usize = 1024;

    const fn of(operation: &Operation) -> Self {
        let empty = Self {
            bytes: [0; Self::LONGEST],
            length: 0,
        };
        empty
            .push(operation.method().as_str())
            .push(" ")
            .push(operation.path_template())
    }

    const fn push(mut self, text: &str) -> Self {
        let free = Self::LONGEST - self.length;
        // What does not fit is left out as a whole, so that no character is cut.
        if text.len() <= free {
            let (_, free) = self.bytes.split_at_mut(self.length);
            let (place, _) = free.split_at_mut(text.len());
            place.copy_from_slice(text.as_bytes());
            self.length += text.len();
        }
        self
    }

    const fn push_permissions(mut self, mut alternatives: &[AllOf]) -> Self {
        let mut before = "";
        while let [one, rest @ ..] = alternatives {
            self = self.push(before);
            let mut together = one.0;
            let mut between = "";
            while let [permission, others @ ..] = together {
                self = self.push(between).push(permission);
                between = " and ";
                together = others;
            }
            before = " or ";
            alternatives = rest;
        }
        self
    }

    const fn push_clouds(mut self, mut clouds: &[Cloud]) -> Self {
        let mut before = "";
        while let [cloud, rest @ ..] = clouds {
            self = self.push(before).push(cloud.name());
            before = match rest {
                [_] => " and ",
                _ => ", ",
            };
            clouds = rest;
        }
        self
    }

    const fn as_str(&self) -> &str {
        let (text, _) = self.bytes.split_at(self.length);
        match std::str::from_utf8(text) {
            Ok(text) => text,
            // It is made of whole texts.
            Err(_) => "an operation cannot be used",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Method, Permissions, Requirements};
    use super::*;

    static BOTH: Requirements = Requirements::new(Permissions::new(
        Scheme::Supported {
            least: &[AllOf(&["Notes.Read", "People.Read"]), AllOf(&["Notes.All"])],
            higher: &[AllOf(&["Everything"])],
        },
        Scheme::Unsupported,
        Scheme::Supported {
            least: &[],
            higher: &[AllOf(&["Everything"])],
        },
    ))
    .with_clouds(&[Cloud::Global, Cloud::UsGovernmentL4, Cloud::UsGovernmentL5]);
    const NOTES: Operation = Operation::new(Method::Get, "/notes").with_requirements(&BOTH);

    #[test]
    fn messages_say_what_is_missing() {
        assert_eq!(
            not_granted(&NOTES, Caller::DelegatedWork).as_str(),
            "GET /notes needs Notes.Read and People.Read or Notes.All (delegated), which is not granted"
        );
        assert_eq!(
            not_granted(&NOTES, Caller::Application).as_str(),
            "GET /notes needs Everything (application), which is not granted"
        );
        assert_eq!(
            not_granted(&NOTES, Caller::DelegatedPersonal).as_str(),
            "GET /notes cannot be called with any permission of this kind: delegated with a personal \
             account"
        );
        assert_eq!(
            not_offered(&NOTES, Cloud::China).as_str(),
            "GET /notes is not offered in China operated by 21Vianet, only in the global service, US \
             Government L4 and US Government L5 (DOD)"
        );
    }

    #[test]
    fn what_is_enough_compiles() {
        const USED: OperationSet<'static> = OperationSet::new(&[NOTES]);
        const { USED.assert_granted(Caller::DelegatedWork, &["notes.all"]) };
        const { USED.assert_offered(Cloud::Global) };
    }

    #[test]
    fn a_text_that_is_too_long_is_left_out() {
        let long = "x".repeat(Message::LONGEST);
        let message = Message::of(&NOTES).push(&long).push(".");
        assert_eq!(message.as_str(), "GET /notes.");
    }
}
