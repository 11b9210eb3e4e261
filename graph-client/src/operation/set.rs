//! What several operations need together.

use super::{AllOf, Caller, Cloud, Operation, Scheme};

/// Operations that a program uses, to be asked for what they need together. Most answers are there
/// while the program is compiled:
///
/// ```
/// use graph_client::operation::{
///     AllOf, Caller, Method, Operation, OperationSet, Permissions, Requirements, Scheme,
/// };
///
/// static READS: Requirements = Requirements::new(Permissions::new(
///     Scheme::Supported {
///         least: &[AllOf(&["Application.Read.All"])],
///         higher: &[AllOf(&["Directory.Read.All"])],
///     },
///     Scheme::Unsupported,
///     Scheme::Unknown,
/// ));
/// const LIST: Operation =
///     Operation::new(Method::Get, "/servicePrincipals").with_requirements(&READS);
/// const USED: OperationSet<'static> = OperationSet::new(&[LIST]);
/// const { assert!(USED.refused(Caller::DelegatedWork, &["Directory.Read.All"]).is_none()) };
///
/// let needs = USED.needs(Caller::DelegatedWork);
/// assert_eq!(needs.permissions, ["Application.Read.All"]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct OperationSet<'a> {
    operations: &'a [Operation],
}

/// What operations need of a kind of caller.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Needs<'a> {
    /// Permissions that do for all that can be called, none of which can be left out, sorted.
    pub permissions: Vec<&'static str>,
    /// The operations that this kind of caller cannot use, whatever it is granted.
    pub unsupported: Vec<&'a Operation>,
    /// The operations of which nothing is recorded.
    pub unknown: Vec<&'a Operation>,
}

impl<'a> OperationSet<'a> {
    /// Takes the operations.
    pub const fn new(operations: &'a [Operation]) -> Self {
        Self { operations }
    }

    /// The operations.
    pub const fn operations(self) -> &'a [Operation] {
        self.operations
    }

    /// The first operation that a caller with these permissions cannot use. One of which nothing is
    /// recorded is passed over.
    pub const fn refused(self, caller: Caller, granted: &[&str]) -> Option<&'a Operation> {
        let mut rest = self.operations;
        while let [operation, tail @ ..] = rest {
            if let Some(false) = operation.permissions().of(caller).allows(granted) {
                return Some(operation);
            }
            rest = tail;
        }
        None
    }

    /// The first operation that the cloud does not offer. One of which nothing is recorded is passed
    /// over.
    pub const fn not_offered(self, cloud: Cloud) -> Option<&'a Operation> {
        let mut rest = self.operations;
        while let [operation, tail @ ..] = rest {
            if !operation.is_offered_in(cloud) {
                return Some(operation);
            }
            rest = tail;
        }
        None
    }

    /// What the operations need: the least privileged permission of each, without those that the
    /// others make superfluous.
    ///
    /// It is not always the smallest set that there is; `graph-codegen permissions` finds that, and
    /// knows how much each permission allows.
    pub fn needs(self, caller: Caller) -> Needs<'a> {
        let mut needs = Needs {
            permissions: Vec::new(),
            unsupported: Vec::new(),
            unknown: Vec::new(),
        };
        let mut schemes: Vec<Scheme> = Vec::new();
        for operation in self.operations {
            let scheme = operation.permissions().of(caller);
            match (scheme, scheme.alternatives().next()) {
                (Scheme::Unsupported, _) => needs.unsupported.push(operation),
                (_, None) => needs.unknown.push(operation),
                (_, Some(AllOf(least))) => {
                    needs.permissions.extend(least);
                    schemes.push(scheme);
                }
            }
        }
        needs.permissions.sort_unstable();
        needs.permissions.dedup();
        for permission in needs.permissions.clone() {
            let mut without = needs.permissions.clone();
            without.retain(|other| *other != permission);
            if schemes
                .iter()
                .all(|scheme| scheme.allows(&without) == Some(true))
            {
                needs.permissions = without;
            }
        }
        needs
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Method, Permissions, Requirements};
    use super::*;

    const fn supported(least: &'static [AllOf], higher: &'static [AllOf]) -> Scheme {
        Scheme::Supported { least, higher }
    }

    static PRINCIPALS: Requirements = Requirements::new(Permissions::new(
        supported(
            &[AllOf(&["Application.Read.All"])],
            &[AllOf(&["Directory.Read.All"])],
        ),
        Scheme::Unsupported,
        Scheme::Unknown,
    ))
    .with_clouds(&[Cloud::Global]);
    static GRANTS: Requirements = Requirements::new(Permissions::new(
        supported(&[AllOf(&["Directory.Read.All"])], &[]),
        supported(&[AllOf(&["User.Read"])], &[]),
        Scheme::Unsupported,
    ));
    static ROLES: Requirements = Requirements::new(Permissions::new(
        supported(&[AllOf(&["Roles.Write"])], &[]),
        Scheme::Unknown,
        Scheme::Unknown,
    ));
    static ASSIGNMENTS: Requirements = Requirements::new(Permissions::new(
        supported(&[AllOf(&["Application.Read.All", "Roles.Write"])], &[]),
        supported(&[], &[]),
        Scheme::Unsupported,
    ));

    const fn operation(path: &'static str, requirements: &'static Requirements) -> Operation {
        Operation::new(Method::Get, path).with_requirements(requirements)
    }

    const OPERATIONS: &[Operation] = &[
        operation("/p", &PRINCIPALS),
        operation("/g", &GRANTS),
        operation("/a", &ASSIGNMENTS),
    ];
    const SET: OperationSet<'static> = OperationSet::new(OPERATIONS);

    fn paths(operations: &[&Operation]) -> Vec<&'static str> {
        operations.iter().map(|one| one.path_template()).collect()
    }

    #[test]
    fn what_another_operation_needs_anyway_is_not_asked_for_twice() {
        let two = OperationSet::new(OPERATIONS.split_at(2).0);
        assert_eq!(
            two.needs(Caller::DelegatedWork).permissions,
            ["Directory.Read.All"]
        );
        let all = SET.needs(Caller::DelegatedWork);
        assert_eq!(
            all.permissions,
            ["Application.Read.All", "Directory.Read.All", "Roles.Write"]
        );
        assert!(all.unknown.is_empty() && all.unsupported.is_empty());
        let three = [
            operation("/p", &PRINCIPALS),
            operation("/g", &GRANTS),
            operation("/r", &ROLES),
        ];
        assert_eq!(
            OperationSet::new(&three)
                .needs(Caller::DelegatedWork)
                .permissions,
            ["Directory.Read.All", "Roles.Write"]
        );
        let last = OperationSet::new(OPERATIONS.split_at(2).1);
        assert_eq!(last.needs(Caller::DelegatedWork).permissions.len(), 2);
        assert_eq!(last.operations(), &OPERATIONS[2..]);
    }

    #[test]
    fn what_cannot_be_called_and_what_is_not_known_are_told_apart() {
        let personal = SET.needs(Caller::DelegatedPersonal);
        assert_eq!(personal.permissions, ["User.Read"]);
        assert_eq!(paths(&personal.unsupported), ["/p"]);
        assert_eq!(paths(&personal.unknown), ["/a"]);
        let application = SET.needs(Caller::Application);
        assert_eq!(paths(&application.unsupported), ["/g", "/a"]);
        assert_eq!(paths(&application.unknown), ["/p"]);
        assert!(application.permissions.is_empty());
    }

    #[test]
    fn the_compiler_can_ask() {
        const GRANTED: &[&str] = &["directory.read.all", "Application.Read.All"];
        const REFUSED: Option<&Operation> = SET.refused(Caller::DelegatedWork, GRANTED);
        assert_eq!(REFUSED.map(Operation::path_template), Some("/a"));
        const { assert!(SET.not_offered(Cloud::Global).is_none()) };
        const { assert!(SET.not_offered(Cloud::China).is_some()) };
    }
}
