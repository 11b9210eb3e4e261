//! Where modules take types from.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use graph_codegen::naming::{Convention, Identifier, Scope};
use graph_codegen::{Generated, ModelRecord, Reuse, ReusedModule};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{LitStr, Path};

use crate::arguments::Arguments;

/// The modules of an invocation that are expanded, and those that others take types from.
pub(crate) struct Siblings {
    wanted: HashSet<String>,
    /// None for a module with something wrong, which is told at that.
    expanded: HashMap<String, Option<Arc<ModelRecord>>>,
}

impl Siblings {
    pub(crate) fn of(modules: &[Arguments]) -> Self {
        let wanted = modules.iter().filter_map(|one| one.reuse.as_ref());
        Self {
            wanted: wanted.filter_map(name_of).collect(),
            expanded: HashMap::new(),
        }
    }

    /// Takes note of a module; none where it has something wrong.
    pub(crate) fn add(&mut self, arguments: &Arguments, generated: Option<&Generated>) {
        let name = arguments.name.unraw().to_string();
        if self.wanted.contains(&name) {
            let record = |generated: &Generated| Arc::new(ModelRecord::of(generated.surface()));
            self.expanded.insert(name, generated.map(record));
        }
    }

    /// What a module takes, and from where.
    pub(crate) fn reuse(&self, arguments: &Arguments) -> syn::Result<Option<Reuse>> {
        let Some(path) = &arguments.reuse else {
            return Ok(None);
        };
        let runtime = arguments.runtime.as_ref();
        let runtime = runtime.map_or_else(|| "graph_client".to_owned(), written);
        let required = arguments.must_reuse.iter().map(LitStr::value);
        let full = written(path);
        let of_runtime = full
            .strip_prefix(&runtime)
            .and_then(|rest| rest.strip_prefix("::"));
        if let Some(module) = of_runtime
            && let Some(record) = ModelRecord::of_client(module)
            && let Some(module) = identifier(module)
        {
            let from = ReusedModule::Runtime(module);
            return Ok(Some(Reuse::new(from, Arc::new(record)).requiring(required)));
        }
        if let Some(name) = name_of(path)
            && let Some(expanded) = self.expanded.get(&name)
            && let Some(module) = identifier(&name)
        {
            let from = ReusedModule::Sibling(module);
            let record = expanded.as_ref();
            return Ok(record.map(|one| Reuse::new(from, Arc::clone(one)).requiring(required)));
        }
        let message = format!(
            "types can be taken from `{runtime}::v1` and `{runtime}::beta`, and from a module before \
             this one in the same `graph_api!`, by its name in snake case"
        );
        Err(syn::Error::new_spanned(path, message))
    }
}

/// A path without what does not count.
fn written(path: &Path) -> String {
    let text = path.to_token_stream().to_string().replace(' ', "");
    text.strip_prefix("::").map(str::to_owned).unwrap_or(text)
}

/// The name that a path consists of.
fn name_of(path: &Path) -> Option<String> {
    Some(path.get_ident()?.unraw().to_string())
}

fn identifier(name: &str) -> Option<Identifier> {
    Scope::new().claim(Convention::Value, name).ok()
}
