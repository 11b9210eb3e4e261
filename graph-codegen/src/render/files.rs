//! Modules as formatted files.

use std::fmt;
use std::path::{Path, PathBuf};

use proc_macro2::TokenStream;
use quote::quote;
use rayon::prelude::*;

use super::Renderer;
use super::layout::spaced;
use super::macro_calls::unparse;
use super::module::Module;

/// Generated code that does not parse: a mistake in the generator.
#[derive(Clone, Debug)]
pub struct FormatError {
    /// The file.
    pub path: PathBuf,
    /// What the parser says.
    pub message: String,
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the code generated for {} is not valid Rust: {}; this is a mistake in the generator, \
             please report it with the document",
            self.path.display(),
            self.message
        )
    }
}

impl std::error::Error for FormatError {}

impl<'a> Renderer<'a> {
    /// A module as files: `root` for itself, one for each module in it. Files come in the order
    /// of their paths, whatever the number of threads.
    pub(super) fn files(
        &self,
        module: &Module<'a>,
        root: &str,
        header: &str,
    ) -> Result<Vec<(PathBuf, String)>, FormatError> {
        let mut modules = vec![(PathBuf::from(root), module)];
        collect(module, Path::new(""), &mut modules);
        modules.sort_unstable_by(|one, other| one.0.cmp(&other.0));
        modules
            .into_par_iter()
            .map(|(path, module)| {
                let text = self.file(module).map_err(|error| FormatError {
                    path: path.clone(),
                    message: error.to_string(),
                })?;
                Ok((path, format!("{header}\n\n{text}")))
            })
            .collect()
    }

    fn file(&self, module: &Module<'a>) -> syn::Result<String> {
        let (inner, items) = self.contents(&module.contents);
        let declarations: TokenStream = module
            .children
            .iter()
            .map(|child| {
                let (declaration, identifier) = (self.declaration(child), &child.identifier);
                quote!(#declaration mod #identifier;)
            })
            .collect();
        let file = syn::parse2(quote!(#inner #declarations #items))?;
        Ok(spaced(&unparse(file)))
    }
}

fn collect<'m, 'a>(
    parent: &'m Module<'a>,
    folder: &Path,
    modules: &mut Vec<(PathBuf, &'m Module<'a>)>,
) {
    for module in &parent.children {
        let name = module.identifier.as_str();
        if module.children.is_empty() {
            modules.push((folder.join(format!("{name}.rs")), module));
        } else {
            let folder = folder.join(name);
            modules.push((folder.join("mod.rs"), module));
            collect(module, &folder, modules);
        }
    }
}
