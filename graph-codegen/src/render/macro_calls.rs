//! Calls of macros as text: the formatter of syntax trees leaves their contents as they come.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{File, Item, ItemMacro};

/// A file as text, calls of macros with a line for each of their entries.
pub(super) fn unparse(file: File) -> String {
    let File {
        shebang,
        mut attrs,
        items,
        ..
    } = file;
    let mut text = String::new();
    let mut run: Vec<Item> = Vec::new();
    let write = |attrs: Vec<syn::Attribute>, items: Vec<Item>, text: &mut String| {
        let file = File {
            shebang: shebang.clone(),
            frontmatter: None,
            attrs,
            items,
        };
        text.push_str(&prettyplease::unparse(&file));
    };
    for item in items {
        match item {
            Item::Macro(call) if call.ident.is_none() && has_entries(&call) => {
                write(
                    std::mem::take(&mut attrs),
                    std::mem::take(&mut run),
                    &mut text,
                );
                text.push_str(&call_text(&call));
            }
            other => run.push(other),
        }
    }
    write(attrs, run, &mut text);
    text
}

/// Whether a call has entries in braces.
fn has_entries(call: &ItemMacro) -> bool {
    let mut tokens = call.mac.tokens.clone().into_iter();
    tokens.any(
        |token| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace),
    )
}

fn call_text(call: &ItemMacro) -> String {
    let path = joined(call.mac.path.to_token_stream());
    let mut text = format!("{path}!(");
    let mut head = TokenStream::new();
    for token in call.mac.tokens.clone() {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                if text.ends_with('}') {
                    text.push(' ');
                }
                text.push_str(&joined(std::mem::take(&mut head)));
                text.push_str(" {\n");
                push_entries(entries(group.stream()), &mut text);
                text.push('}');
            }
            other => head.extend([other]),
        }
    }
    let tail = joined(head);
    if !tail.is_empty() {
        text.push(' ');
        text.push_str(&tail);
    }
    text.push_str(");\n");
    text
}

/// Entries without a colon are put beside each other, as many as a line takes; others get lines of
/// their own.
fn push_entries(entries: Vec<TokenStream>, text: &mut String) {
    const LONGEST_LINE: usize = 100;

    let has_colon = |entry: &TokenStream| {
        let mut tokens = entry.clone().into_iter();
        tokens.any(|token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ':'))
    };
    let are_short = !entries.iter().any(has_colon);
    let mut line = String::new();
    for entry in entries {
        let entry = joined(entry);
        let fits = are_short && line.len() + entry.len() + "     ,".len() <= LONGEST_LINE;
        if !line.is_empty() && !fits {
            text.push_str(&format!("   {line}\n"));
            line.clear();
        }
        line.push(' ');
        line.push_str(&entry);
        line.push(',');
    }
    if !line.is_empty() {
        text.push_str(&format!("   {line}\n"));
    }
}

/// The parts between commas.
fn entries(tokens: TokenStream) -> Vec<TokenStream> {
    let mut entries = vec![TokenStream::new()];
    for token in tokens {
        match (&token, entries.last_mut()) {
            (TokenTree::Punct(punct), _) if punct.as_char() == ',' => {
                entries.push(TokenStream::new());
            }
            (_, Some(entry)) => entry.extend([token]),
            (_, None) => {}
        }
    }
    entries.retain(|entry| !entry.is_empty());
    entries
}

/// Tokens in one line, spaced as people do.
fn joined(tokens: TokenStream) -> String {
    let mut text = String::new();
    // Whether a word may not follow directly, and whether a colon is the second of a path.
    let (mut after_word, mut in_path) = (false, false);
    for token in tokens {
        match token {
            TokenTree::Punct(punct) => {
                match punct.as_char() {
                    sign @ ('|' | '=') => {
                        text.push(' ');
                        text.push(sign);
                        text.push(' ');
                    }
                    ',' => text.push_str(", "),
                    ':' if in_path || punct.spacing() == Spacing::Joint => text.push(':'),
                    ':' => text.push_str(": "),
                    other => text.push(other),
                }
                in_path = punct.as_char() == ':' && punct.spacing() == Spacing::Joint;
                after_word = false;
            }
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::None => ("", ""),
                };
                text.push_str(open);
                text.push_str(&joined(group.stream()));
                text.push_str(close);
                after_word = true;
            }
            word => {
                if after_word {
                    text.push(' ');
                }
                text.push_str(&word.to_string());
                after_word = true;
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::unparse;

    #[test]
    fn entries_have_lines_of_their_own() {
        let file = syn::parse_quote! {
            use ::a::b;
            ::a::choice!(Any by "@odata.type" {
                #[cfg(feature = "x")] User(super::User): "a" | "b",
                Either(Box<super::Item>): Object(&["id", "kind"]),
            } Unknown(Base), base Base(Base): "c");
            ::a::model!(Item: "item" { "id", "kind", } optional { 0 id, 1 kind, });
            ::a::traits!(Any);
        };
        assert_eq!(
            unparse(file),
            "use ::a::b;\n\
             ::a::choice!(Any by \"@odata.type\" {\n    \
                 #[cfg(feature = \"x\")] User(super::User): \"a\" | \"b\",\n    \
                 Either(Box<super::Item>): Object(&[\"id\", \"kind\"]),\n\
             } Unknown(Base), base Base(Base): \"c\");\n\
             ::a::model!(Item: \"item\" {\n    \
                 \"id\", \"kind\",\n\
             } optional {\n    \
                 0 id, 1 kind,\n\
             });\n\
             ::a::traits!(Any);\n"
        );
    }
}
