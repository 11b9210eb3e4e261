//! When something is compiled.

use proc_macro2::TokenStream;
use quote::quote;

use super::Renderer;
use crate::plan::surface::Condition;

impl Renderer<'_> {
    /// The attribute for a condition; nothing for one that always holds.
    pub(super) fn condition(&self, condition: &Condition) -> TokenStream {
        let named = self
            .surface
            .conditions
            .iter()
            .find(|named| named.condition == *condition);
        if let Some(named) = named {
            let name = &named.name;
            return quote!(#[cfg(#name)]);
        }
        match condition.0.as_slice() {
            [] => TokenStream::new(),
            [feature] => quote!(#[cfg(feature = #feature)]),
            features => quote!(#[cfg(any(#(feature = #features),*))]),
        }
    }
}
