//! The slices that other generators are measured on, too.

/// A part of Graph v1.0.
pub(crate) struct Slice {
    pub(crate) name: &'static str,
    pub(crate) include: &'static [&'static str],
    /// How many operations that is.
    pub(crate) operations: usize,
}

pub(crate) const SLICES: &[Slice] = &[
    Slice {
        name: "seed",
        include: &[
            "/**/synchronization/acquireAccessToken",
            "/oauth2PermissionGrants#POST",
        ],
        operations: 3,
    },
    Slice {
        name: "sync",
        include: &[
            "/**/synchronization/**",
            "/oauth2PermissionGrants",
            "/oauth2PermissionGrants/{}",
        ],
        operations: 117,
    },
    Slice {
        name: "mail",
        include: &[
            "/users",
            "/users/{}",
            "/users/{}/messages/**",
            "/users/{}/mailFolders/**",
            "/users/{}/sendMail",
        ],
        operations: 129,
    },
    Slice {
        name: "apps",
        include: &[
            "/applications/**",
            "/servicePrincipals/**",
            "/oauth2PermissionGrants/**",
        ],
        operations: 350,
    },
];
