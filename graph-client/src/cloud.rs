//! The national clouds that run Microsoft Graph.

use std::fmt;

/// A cloud that runs Microsoft Graph: where requests go and where tokens come from.
///
/// The addresses are those of
/// [National cloud deployments](https://learn.microsoft.com/graph/deployments).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Cloud {
    /// The global service.
    #[default]
    Global,
    /// Microsoft Graph for US Government L4.
    UsGovernmentL4,
    /// Microsoft Graph for US Government L5 (DOD).
    UsGovernmentL5,
    /// Microsoft Graph China operated by 21Vianet.
    China,
}

impl Cloud {
    /// Every cloud, in the order of the documentation.
    pub const ALL: &'static [Self] = &[
        Self::Global,
        Self::UsGovernmentL4,
        Self::UsGovernmentL5,
        Self::China,
    ];

    /// The root of every Graph address in this cloud: scheme and host, without a final slash.
    pub const fn graph_root(self) -> &'static str {
        match self {
            Self::Global => "https://graph.microsoft.com",
            Self::UsGovernmentL4 => "https://graph.microsoft.us",
            Self::UsGovernmentL5 => "https://dod-graph.microsoft.us",
            Self::China => "https://microsoftgraph.chinacloudapi.cn",
        }
    }

    /// The sign-in service that issues tokens for this cloud, without a final slash.
    pub const fn authority(self) -> &'static str {
        match self {
            Self::Global => "https://login.microsoftonline.com",
            Self::UsGovernmentL4 | Self::UsGovernmentL5 => "https://login.microsoftonline.us",
            Self::China => "https://login.chinacloudapi.cn",
        }
    }

    /// The scope that a token is asked for: the Graph root followed by `/.default`.
    pub const fn scope(self) -> &'static str {
        match self {
            Self::Global => "https://graph.microsoft.com/.default",
            Self::UsGovernmentL4 => "https://graph.microsoft.us/.default",
            Self::UsGovernmentL5 => "https://dod-graph.microsoft.us/.default",
            Self::China => "https://microsoftgraph.chinacloudapi.cn/.default",
        }
    }

    /// The name that people read.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Global => "the global service",
            Self::UsGovernmentL4 => "US Government L4",
            Self::UsGovernmentL5 => "US Government L5 (DOD)",
            Self::China => "China operated by 21Vianet",
        }
    }
}

impl fmt::Display for Cloud {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_the_published_ones() {
        let facts: Vec<_> = Cloud::ALL
            .iter()
            .map(|cloud| (cloud.graph_root(), cloud.authority()))
            .collect();
        assert_eq!(
            facts,
            [
                (
                    "https://graph.microsoft.com",
                    "https://login.microsoftonline.com"
                ),
                (
                    "https://graph.microsoft.us",
                    "https://login.microsoftonline.us"
                ),
                (
                    "https://dod-graph.microsoft.us",
                    "https://login.microsoftonline.us"
                ),
                (
                    "https://microsoftgraph.chinacloudapi.cn",
                    "https://login.chinacloudapi.cn"
                ),
            ]
        );
    }

    #[test]
    fn the_scope_is_the_root_and_default() {
        for cloud in Cloud::ALL {
            assert_eq!(cloud.scope(), format!("{}/.default", cloud.graph_root()));
        }
    }
}
