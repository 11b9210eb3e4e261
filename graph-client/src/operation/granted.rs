//! What a client was granted.

use super::{AllOf, Caller, Operation, Scheme};

/// The permissions that were granted to a kind of caller.
#[derive(Clone, Debug)]
pub(crate) struct Granted {
    caller: Caller,
    permissions: Vec<Box<str>>,
}

impl Granted {
    /// Takes permissions, each alone or as a scope of the service
    /// (`https://graph.microsoft.com/User.Read`).
    pub(crate) fn new<S: AsRef<str>>(
        caller: Caller,
        permissions: impl IntoIterator<Item = S>,
    ) -> Self {
        let name = |scope: &str| scope.rsplit('/').next().unwrap_or(scope).into();
        Self {
            caller,
            permissions: permissions
                .into_iter()
                .map(|scope| name(scope.as_ref().trim()))
                .collect(),
        }
    }

    pub(crate) const fn caller(&self) -> Caller {
        self.caller
    }

    /// What the operation takes, when these permissions are certain not to do.
    ///
    /// The same as [`Scheme::allows`], which the compiler can ask and which therefore takes a slice;
    /// one would have to be allocated here for each call.
    pub(crate) fn refuses(&self, operation: &Operation) -> Option<Scheme> {
        let scheme = operation.permissions().of(self.caller);
        let is_certain = scheme == Scheme::Unsupported || scheme.alternatives().next().is_some();
        let is_granted = |all: AllOf| all.0.iter().all(|one| self.has(one));
        (is_certain && !scheme.alternatives().any(is_granted)).then_some(scheme)
    }

    fn has(&self, permission: &str) -> bool {
        let mut granted = self.permissions.iter();
        granted.any(|one| one.eq_ignore_ascii_case(permission))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::{Method, Permissions, Requirements};

    static SCHEMES: [Requirements; 6] = [
        of(Scheme::Unknown),
        of(Scheme::Unsupported),
        of(supported(&[], &[])),
        of(supported(&[AllOf(&["A.Read"])], &[])),
        of(supported(
            &[AllOf(&["A.Read", "B.Read"])],
            &[AllOf(&["C.Read"])],
        )),
        of(supported(&[], &[AllOf(&["B.Read"])])),
    ];

    const fn supported(least: &'static [AllOf], higher: &'static [AllOf]) -> Scheme {
        Scheme::Supported { least, higher }
    }

    const fn of(scheme: Scheme) -> Requirements {
        Requirements::new(Permissions::new(Scheme::Unknown, Scheme::Unknown, scheme))
    }

    #[test]
    fn a_client_refuses_what_the_compiler_would_refuse() {
        let scope = "https://graph.microsoft.com/";
        for granted in [
            &[][..],
            &["a.read"],
            &["B.Read"],
            &["a.read", "B.READ"],
            &["C.Read"],
            &["A.Rea", "A.Read.All"],
        ] {
            let scopes = granted.iter().map(|name| format!("{scope}{name}"));
            let client = Granted::new(Caller::Application, scopes);
            for requirements in &SCHEMES {
                let operation = Operation::new(Method::Get, "/p").with_requirements(requirements);
                let scheme = operation.permissions().application();
                let refused = scheme.allows(granted) == Some(false);
                let expected = refused.then_some(scheme);
                assert_eq!(
                    client.refuses(&operation),
                    expected,
                    "{granted:?}, {scheme:?}"
                );
            }
        }
    }
}
