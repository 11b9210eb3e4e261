//! What trimming left out, why, and how to get it.

use std::fmt;

use serde::Serialize;

/// How many of a kind a report for people shows.
const SHOWN: usize = 10;

/// What trimming kept and left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TrimReport {
    /// Operations in the whole document.
    pub operations_total: usize,
    /// Operations in the slice.
    pub operations_kept: usize,
    /// Schemas in the whole document.
    pub schemas_total: usize,
    /// Schemas in the slice.
    pub schemas_kept: usize,
    /// Navigation properties that are untyped, because nothing else in the slice uses their type.
    pub navigation_left_out: Vec<NavigationLeftOut>,
    /// Declared types of which descendants are left out.
    pub descendants_left_out: Vec<DescendantsLeftOut>,
}

/// A navigation property that is untyped in the slice.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct NavigationLeftOut {
    /// The schema that has it.
    pub schema: String,
    /// Its name.
    pub property: String,
    /// The schema that is its type.
    pub target: String,
}

/// A type of which descendants are left out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct DescendantsLeftOut {
    /// The schema.
    pub schema: String,
    /// How many descendants are left out.
    pub count: usize,
    /// The first of their names.
    pub names: Vec<String>,
}

impl fmt::Display for TrimReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "kept {} of {} operations and {} of {} schemas",
            self.operations_kept, self.operations_total, self.schemas_kept, self.schemas_total
        )?;
        let navigation = &self.navigation_left_out;
        if !navigation.is_empty() {
            write!(
                f,
                "\n{} kept as JSON, as nothing else here uses the type (--navigation all, or --type NAME for one):",
                counted(
                    navigation.len(),
                    "navigation property",
                    "navigation properties"
                )
            )?;
            for one in navigation.iter().take(SHOWN) {
                write!(f, "\n  {}.{}: {}", one.schema, one.property, one.target)?;
            }
            write_rest(f, navigation.len())?;
        }
        let families = &self.descendants_left_out;
        if !families.is_empty() {
            write!(
                f,
                "\n{} with descendants left out, kept as JSON when they come (--descendants all, or --type NAME for one):",
                counted(families.len(), "type", "types")
            )?;
            for one in families.iter().take(SHOWN) {
                write!(f, "\n  {}: {}", one.schema, one.names.join(", "))?;
                if one.count > one.names.len() {
                    write!(f, " and {} more", one.count - one.names.len())?;
                }
            }
            write_rest(f, families.len())?;
        }
        Ok(())
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn write_rest(f: &mut fmt::Formatter<'_>, count: usize) -> fmt::Result {
    if count > SHOWN {
        write!(f, "\n  and {} more", count - SHOWN)?;
    }
    Ok(())
}
