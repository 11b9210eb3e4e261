//! `filter!`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{BinOp, Expr, ExprCall, ExprMethodCall, Token, UnOp};

use super::lambda::{self, Names};
use super::property::{Subject, Way};

/// `Model: condition`.
pub(crate) struct Filter {
    subject: Subject,
    condition: Expr,
}

impl Parse for Filter {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        Ok(Self {
            subject: input.parse()?,
            condition: input.parse()?,
        })
    }
}

pub(crate) fn filter(filter: &Filter) -> syn::Result<TokenStream> {
    let model = &filter.subject.0;
    let condition = condition(&filter.condition, &Names::of_model(&filter.subject))?;
    Ok(quote!(::graph_client::query::Filter::<#model>::new(#condition)))
}

/// The clause that an expression is.
fn condition(expression: &Expr, names: &Names<'_>) -> syn::Result<TokenStream> {
    match expression {
        Expr::Paren(inner) => condition(&inner.expr, names),
        Expr::Group(inner) => condition(&inner.expr, names),
        Expr::Unary(unary) if matches!(unary.op, UnOp::Not(_)) => {
            let inner = condition(&unary.expr, names)?;
            Ok(quote!(#inner.negate()))
        }
        Expr::Binary(binary) => {
            let (left, right) = (&*binary.left, &*binary.right);
            let join = match &binary.op {
                BinOp::And(_) => quote!(and),
                BinOp::Or(_) => quote!(or),
                operator => return compare(left, operator, right, names),
            };
            let (left, right) = (condition(left, names)?, condition(right, names)?);
            Ok(quote!(#left.#join(#right)))
        }
        Expr::Call(call) => function(call, names),
        Expr::MethodCall(call) if call.method != "len" => ask_items(call, names),
        Expr::Path(_) | Expr::Field(_) => {
            let property = property(expression, names)?;
            let span = expression.span();
            Ok(quote_spanned!(span=>
                #property.compare(::graph_client::query::Comparison::Equal, &true)
            ))
        }
        other => Err(syn::Error::new_spanned(
            other,
            "this is no condition; one compares a property with a value, as in \
             `display_name == name`, calls `starts_with`, `ends_with`, `contains`, `is_in` or `has`, \
             asks a collection, as in `tags.any(|tag| tag == \"x\")`, or joins others by `&&`, `||` \
             and `!`",
        )),
    }
}

fn compare(
    left: &Expr,
    operator: &BinOp,
    right: &Expr,
    names: &Names<'_>,
) -> syn::Result<TokenStream> {
    let comparison = match operator {
        BinOp::Eq(_) => quote!(Equal),
        BinOp::Ne(_) => quote!(NotEqual),
        BinOp::Lt(_) => quote!(Less),
        BinOp::Le(_) => quote!(LessOrEqual),
        BinOp::Gt(_) => quote!(Greater),
        BinOp::Ge(_) => quote!(GreaterOrEqual),
        other => {
            return Err(syn::Error::new_spanned(
                other,
                "a filter has the operators `==`, `!=`, `<`, `<=`, `>`, `>=`, `&&`, `||` and `!`; \
                 compute a value before, or in brackets to the right of a comparison",
            ));
        }
    };
    let property = property(left, names)?;
    let comparison = quote!(::graph_client::query::Comparison::#comparison);
    let span = right.span();
    if is_null(right) {
        return Ok(quote_spanned!(span=> #property.compare_null(#comparison)));
    }
    Ok(quote_spanned!(span=> #property.compare(#comparison, &(#right))))
}

fn is_null(expression: &Expr) -> bool {
    matches!(expression, Expr::Path(path) if path.path.is_ident("null"))
}

/// The property that an expression is.
fn property(expression: &Expr, names: &Names<'_>) -> syn::Result<TokenStream> {
    if let Expr::MethodCall(call) = expression
        && call.method == "len"
        && call.args.is_empty()
    {
        let collection = property(&call.receiver, names)?;
        let span = call.method.span();
        return Ok(quote_spanned!(span=> #collection.len()));
    }
    let Some(way) = Way::of(expression) else {
        return Err(syn::Error::new_spanned(
            expression,
            "here stands a property, by the name of its field, as in `display_name` or \
             `sign_in_activity.last_sign_in_date_time`; values stand to the right",
        ));
    };
    Ok(match names.item(&way.first) {
        Some(item) => way.end_from_item(item),
        None => way.end_from_model(names.subject),
    })
}

/// `starts_with(display_name, prefix)` and its like.
fn function(call: &ExprCall, names: &Names<'_>) -> syn::Result<TokenStream> {
    let name = match &*call.func {
        Expr::Path(path) => path.path.get_ident().cloned(),
        _ => None,
    };
    let known = ["starts_with", "ends_with", "contains", "is_in", "has"];
    let Some(name) = name.filter(|name| known.iter().any(|known| name == known)) else {
        return Err(syn::Error::new_spanned(
            &call.func,
            "a filter has the functions `starts_with`, `ends_with`, `contains`, `is_in` and `has`",
        ));
    };
    let (Some(subject), Some(value), 2) = (call.args.first(), call.args.last(), call.args.len())
    else {
        return Err(syn::Error::new_spanned(
            call,
            format!("it takes a property and a value: `{name}(display_name, value)`"),
        ));
    };
    let property = property(subject, names)?;
    let span = value.span();
    Ok(if name == "is_in" {
        quote_spanned!(span=> #property.#name(#value))
    } else {
        quote_spanned!(span=> #property.#name(&(#value)))
    })
}

/// `tags.any(|tag| tag == "x")`, `tags.all(…)`, `tags.any()`.
fn ask_items(call: &ExprMethodCall, names: &Names<'_>) -> syn::Result<TokenStream> {
    let function = &call.method;
    if function != "any" && function != "all" {
        return Err(syn::Error::new(
            function.span(),
            "a collection is asked with `any`, `all` or `len`",
        ));
    }
    let receiver = property(&call.receiver, names)?;
    let span = function.span();
    match (call.args.first(), call.args.len()) {
        (None, _) if function == "any" => Ok(quote_spanned!(span=> #receiver.items("").is_any())),
        (Some(Expr::Closure(closure)), 1) => {
            let parameter = lambda::parameter(closure)?;
            let text = lambda::odata_name(parameter, names.depth());
            let (inner, item) = names.within(parameter)?;
            let condition = condition(&closure.body, &inner)?;
            let items = Ident::new(&format!("items{}", names.depth()), Span::mixed_site());
            Ok(quote_spanned!(span=> {
                let #items = #receiver.items(#text);
                let #item = #items.item();
                #items.#function(&#condition)
            }))
        }
        _ => Err(syn::Error::new_spanned(
            Punctuated::<&Expr, Token![,]>::from_iter(&call.args),
            "it takes a lambda that names the item, as in `|item| item == \"x\"`",
        )),
    }
}
