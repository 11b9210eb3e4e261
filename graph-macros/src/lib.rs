//! Generates a typed Microsoft Graph client inside the compiler, and checks queries there.
//!
//! `graph_api!`, of the feature `graph-api`, makes a module of a part of a spec that lies in your own
//! crate. The others are known to users as macros of the module `graph_client::query`, with the
//! feature `macros`. What they all make depends on the crate `graph-client`.

#[cfg(feature = "graph-api")]
mod arguments;
#[cfg(feature = "graph-api")]
mod blame;
#[cfg(feature = "graph-api")]
mod documents;
#[cfg(feature = "graph-api")]
mod expand;
mod query;
#[cfg(feature = "graph-api")]
mod reuse;
#[cfg(feature = "graph-api")]
mod tables;
#[cfg(all(test, feature = "graph-api"))]
mod tests;

use proc_macro::TokenStream;
use syn::parse_macro_input;

/// Generates modules, each from a part of a spec.
///
/// ```
/// graph_macros::graph_api! {
///     /// Delegated permission grants.
///     pub mod grants {
///         spec: "../specs/graph-v1.0.yaml",
///         include: ["/oauth2PermissionGrants#GET,POST", "/oauth2PermissionGrants/{}#DELETE"],
///     }
/// }
///
/// # async fn run(client: graph_client::GraphClient) -> Result<(), graph_client::Error> {
/// let page = grants::Api::new(&client).oauth2_permission_grants().get().top(10).await?;
/// for grant in &page {
///     println!("{:?}", grant.scope);
/// }
/// # Ok(())
/// # }
/// ```
///
/// | key | value |
/// |---|---|
/// | `spec` | the spec, YAML or JSON, relative to the `Cargo.toml` of your crate |
/// | `overlays` | overlays (OpenAPI Overlay 1.0) that change the spec first, in this order, relative to the `Cargo.toml` |
/// | `include` | patterns of paths: `*` is one segment, `**` any number, `{}` any key, `#POST,GET` chooses methods; all operations by default |
/// | `exclude` | patterns of paths to leave out |
/// | `navigation` | `"used"` (default) or `"all"`: which navigation properties bring their types along |
/// | `descendants` | `"auto"` (default), `"used"` or `"all"`: which descendants of a type come along |
/// | `types` | names of types to include, such as `"microsoft.graph.user"` |
/// | `rename` | names in place of others: `{"user": "Account", "user/displayName": "name", "/users/{}/sendMail": "send"}` |
/// | `as_enum`, `as_struct` | names of types with descendants that are to be an enum of them, or a struct, in place of what the spec leads to |
/// | `permissions` | Microsoft's published `permissions.json`, relative as `spec` is: operations that say nothing of it themselves get their permissions from there |
/// | `reuse` | where types come from that are the same there: `graph_client::v1`, `graph_client::beta`, or the name of a module before this one |
/// | `must_reuse` | names of types that have to be the same there, or it is an error |
/// | `crate` | the way to `graph-client`, where it has another name or is re-exported: `::azure::graph` |
///
/// The module has the same contents as one that `graph-codegen generate` writes: `Api`, `models`,
/// `requests`, and a module for each top-level path segment. It is made anew when the spec
/// or an overlay changes.
///
/// # Types of other modules
///
/// By itself each module has types of its own, also for schemas of which `graph-client` has a type.
/// `reuse` takes those over that are the same: with the same properties, types and limits, and so
/// with all types that they lead to. All others stay the module's own.
///
/// ```
/// graph_macros::graph_api! {
///     mod grants {
///         spec: "../specs/graph-v1.0.yaml",
///         include: ["/oauth2PermissionGrants#GET"],
///         reuse: graph_client::v1,
///         must_reuse: ["oAuth2PermissionGrant"],
///     }
///
///     mod principals {
///         spec: "../specs/graph-v1.0.yaml",
///         include: ["/servicePrincipals/{}#GET"],
///         reuse: grants,
///     }
/// }
///
/// fn print(grant: &graph_client::v1::models::OAuth2PermissionGrant) {
///     println!("{:?}", grant.scope);
/// }
///
/// # async fn run(client: graph_client::GraphClient) -> Result<(), graph_client::Error> {
/// for grant in &grants::Api::new(&client).oauth2_permission_grants().get().await? {
///     print(grant);
/// }
/// # Ok(())
/// # }
/// # fn main() {}
/// ```
///
/// It needs the features of `graph-client` that the types belong to, such as `v1`. Modules find one
/// another beside each other, so not in the body of a function.
///
/// # Costs
///
/// The compiler runs a macro whenever it compiles the crate that the macro is in, also when something
/// else changed there. A slice of more than a few hundred operations belongs into a crate of its
/// own, which is compiled when the spec changes and at no other time.
///
/// Macros run unoptimised in a debug build, and Microsoft's published file takes a while then.
/// Trim it once with `graph-codegen trim`, or optimise macros with
/// `[profile.dev.build-override] opt-level = 3`.
///
/// # Errors
///
/// What is wrong with a pattern, a type or a name is reported there, what is wrong with the spec or
/// an overlay at its name with the place in the file, all at once. Warnings of the generator are shown
/// at the name of the spec, as the use of something deprecated.
#[cfg(feature = "graph-api")]
#[proc_macro]
pub fn graph_api(input: TokenStream) -> TokenStream {
    syn::parse::<arguments::Modules>(input)
        .map_or_else(syn::Error::into_compile_error, |modules| {
            expand::expand(&modules.0)
        })
        .into()
}

/// Makes a struct a part of a model, which a request asks for and decodes into.
///
/// Each field is a property of the model, by the name of the model's field and with its type:
///
/// | in the model | in the projection |
/// |---|---|
/// | `Option<T>`: it comes when it is selected | `T` or `Option<T>` |
/// | `Nullable<T>`: it may be null | `Option<T>` or `Nullable<T>` |
/// | either, of an object | the same, of another projection |
/// | `Related<T>`, a navigation property | `Option` of the model it leads to, or of a projection of that |
/// | `Related<[T]>` | `Vec` of the same |
///
/// `.project::<App>()` sends `$select` with the properties, and `$expand` for those that navigate,
/// with a `$select` of their own where the field is a projection. A value that is missing, or is not
/// of the type, is an error that names it.
///
/// ```
/// use graph_client::query::Projection;
/// use graph_client::v1::models::{ServicePrincipal, User};
///
/// #[derive(Projection)]
/// #[projection(of = ServicePrincipal)]
/// struct App {
///     id: String,
///     #[projection(property = app_id)]
///     client_id: Option<String>,
///     owners: Vec<Owner>,
///     #[projection(annotation = "@odata.type")]
///     type_name: Option<String>,
/// }
///
/// #[derive(Projection)]
/// #[projection(of = User)]
/// struct Owner {
///     display_name: Option<String>,
/// }
///
/// # async fn run(client: graph_client::GraphClient) -> Result<(), graph_client::Error> {
/// // $select=id,appId&$expand=owners($select=displayName)
/// let apps = client.v1().service_principals().get().project::<App>().await?;
/// for app in apps {
///     println!("{} {:?} has {} owners", app.id, app.client_id, app.owners.len());
/// }
/// # Ok(())
/// # }
/// ```
///
/// | attribute | meaning |
/// |---|---|
/// | `#[projection(of = Type)]` on the struct | the model |
/// | `#[projection(property = name)]` on a field | the model's field, where the name is another |
/// | `#[projection(annotation = "@removed")]` on a field | an annotation, which comes unasked |
///
/// In a delta, an object that was removed has its id and `@removed`: there all other fields are
/// `Option`s.
#[proc_macro_derive(Projection, attributes(projection))]
pub fn projection(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as syn::DeriveInput);
    query::projection::projection(&input)
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}

/// A condition for `$filter`, on the properties of a model.
///
/// After the model and a colon comes a condition. To the left of a comparison, and as the first
/// argument of a function, stands a property, by the name of its field; the other side is any
/// expression of a type that fits, evaluated once, and written as a literal of OData whatever it
/// holds.
///
/// | in Rust | in OData |
/// |---|---|
/// | `==`, `!=`, `<`, `<=`, `>`, `>=` | `eq`, `ne`, `lt`, `le`, `gt`, `ge` |
/// | `&&`, `\|\|`, `!` | `and`, `or`, `not` |
/// | `account_enabled` alone | `accountEnabled eq true` |
/// | `display_name == null`, of a `Nullable` | `displayName eq null` |
/// | `starts_with(p, x)`, `ends_with(p, x)`, `contains(p, x)` | `startswith(p,x)`, `endswith(p,x)`, `contains(p,x)` |
/// | `is_in(p, [a, b])` | `p in (a,b)` |
/// | `has(p, flag)` | `p has flag` |
/// | `tags.any(\|t\| t == x)`, `tags.all(..)`, `tags.any()` | `tags/any(t:t eq x)`, `tags/all(..)`, `tags/any()` |
/// | `tags.len() == 0` | `tags/$count eq 0` |
/// | `info.logo_url` | `info/logoUrl` |
///
/// ```
/// use graph_client::query::filter;
/// use graph_client::v1::models::ServicePrincipal;
///
/// let (name, tag) = ("O'Neil".to_owned(), "x");
/// let filter = filter!(ServicePrincipal:
///     display_name == name && (account_enabled || tags.any(|t| t == tag)));
/// assert_eq!(
///     filter.to_string(),
///     "displayName eq 'O''Neil' and (accountEnabled eq true or tags/any(t:t eq 'x'))",
/// );
/// assert!(!filter.is_advanced());
/// ```
#[proc_macro]
pub fn filter(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as query::filter::Filter);
    query::filter::filter(&input)
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}

/// An order for `$orderby`, by properties of a model, each with `asc`, `desc` or neither.
///
/// ```
/// use graph_client::query::order_by;
/// use graph_client::v1::models::ServicePrincipal;
///
/// let order = order_by!(ServicePrincipal: display_name desc, app_id);
/// assert_eq!(order.to_string(), "displayName desc,appId");
/// ```
#[proc_macro]
pub fn order_by(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as query::order::OrderBy);
    query::order::order_by(&input).into()
}

/// Names of properties for the `$select` of a request whose answer stays the model.
///
/// ```
/// use graph_client::query::select;
/// use graph_client::v1::models::ServicePrincipal;
///
/// # fn show(client: graph_client::GraphClient) {
/// let request = client.v1().service_principals().get();
/// let request = request.select(select!(ServicePrincipal: id, display_name));
/// assert_eq!(request.query_string(), "$select=id,displayName");
/// # }
/// ```
#[proc_macro]
pub fn select(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as query::order::Select);
    query::order::select(&input).into()
}
