//! What keeps the evaluation of a path in bounds: in the size of the document, and in the stack.
//!
//! A path may look at every value of a document once, and at what lies within each of them. More
//! than that (`..` twice, queries of the whole document for each of its values) takes time without
//! bound in a large document, and nothing that an overlay is for needs it.

use jsonpath_rust::parser::model::{
    Comparable, Filter, FilterAtom, FnArg, JpQuery, Literal, Segment, Selector, Test, TestFunction,
};

/// The most characters of a path.
const LONGEST: usize = 2_000;

/// How deep brackets may lie within each other. Reading takes twice the time for each.
const DEEPEST: usize = 6;

/// How many selectors a value may be reached by.
const MOST_WAYS: usize = 256;

/// The most characters of a regular expression.
const LONGEST_EXPRESSION: usize = 200;

/// What is wrong, and what to do about it.
type Fault = (&'static str, &'static str);

/// What forbids reading a path at all.
pub(super) fn of_text(text: &str) -> Option<String> {
    let length = text.chars().count();
    if length > LONGEST {
        return Some(format!(
            "found a path of {length} characters, expected at most {LONGEST}"
        ));
    }
    let (mut depth, mut deepest, mut quote, mut escaped) = (0_usize, 0, None, false);
    for letter in text.chars() {
        if let Some(end) = quote {
            if escaped {
                escaped = false;
            } else if letter == '\\' {
                escaped = true;
            } else if letter == end {
                quote = None;
            }
            continue;
        }
        match letter {
            '\'' | '"' => quote = Some(letter),
            '[' | '(' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            ']' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    (deepest > DEEPEST).then(|| {
        format!("found a path with {deepest} levels of brackets, expected at most {DEEPEST}")
    })
}

/// What forbids evaluating a path.
pub(super) fn of_query(query: &JpQuery) -> Option<Fault> {
    let mut count = Count {
        ways: 1,
        ..Count::default()
    };
    count.segments(&query.segments);
    count.fault.or_else(|| {
        if count.ways > MOST_WAYS {
            Some((
                "selects the same values in too many ways",
                "name each key once",
            ))
        } else if count.descents > 1 {
            let help = "name the keys on the way, and write `..` once at most";
            Some(("searches at every depth more than once", help))
        } else {
            None
        }
    })
}

#[derive(Default)]
struct Count {
    /// In how many ways a value may be selected.
    ways: usize,
    /// How often every depth is searched.
    descents: usize,
    /// Within how many filters we are.
    filters: usize,
    fault: Option<Fault>,
}

impl Count {
    fn refuse(&mut self, message: &'static str, help: &'static str) {
        self.fault.get_or_insert((message, help));
    }

    fn segments(&mut self, segments: &[Segment]) {
        for segment in segments {
            self.segment(segment);
        }
    }

    fn segment(&mut self, segment: &Segment) {
        match segment {
            Segment::Descendant(within) => {
                self.descents += 1;
                if self.filters > 0 {
                    self.refuse(
                        "searches at every depth for each value that it looks at",
                        "name the keys in the filter",
                    );
                }
                // One level: what follows `..` is never `..` itself.
                if !matches!(**within, Segment::Descendant(_)) {
                    self.segment(within);
                }
            }
            Segment::Selector(selector) => self.selector(selector),
            Segment::Selectors(selectors) => {
                self.ways = self.ways.saturating_mul(selectors.len());
                for selector in selectors {
                    self.selector(selector);
                }
            }
        }
    }

    fn selector(&mut self, selector: &Selector) {
        if let Selector::Filter(filter) = selector {
            self.filters += 1;
            if self.filters > 2 {
                let help = "write the conditions side by side, with `&&`";
                self.refuse("has a filter within a filter within a filter", help);
            }
            self.filter(filter);
            self.filters -= 1;
        }
    }

    fn filter(&mut self, filter: &Filter) {
        match filter {
            Filter::Or(filters) | Filter::And(filters) => {
                for filter in filters {
                    self.filter(filter);
                }
            }
            Filter::Atom(FilterAtom::Filter { expr, .. }) => self.filter(expr),
            Filter::Atom(FilterAtom::Test { expr, .. }) => self.test(expr),
            Filter::Atom(FilterAtom::Comparison(comparison)) => {
                let (left, right) = comparison.vals();
                for side in [left, right] {
                    if let Comparable::Function(function) = side {
                        self.function(function);
                    }
                }
            }
        }
    }

    fn test(&mut self, test: &Test) {
        match test {
            Test::RelQuery(segments) => self.segments(segments),
            Test::AbsQuery(query) => {
                let is_one = |segment: &Segment| {
                    matches!(
                        segment,
                        Segment::Selector(Selector::Name(_) | Selector::Index(_))
                    )
                };
                if !query.segments.iter().all(is_one) {
                    self.refuse(
                        "queries the whole document for each value that it looks at",
                        "begin with `@` in a filter, or name every key after `$`",
                    );
                }
            }
            Test::Function(function) => self.function(function),
        }
    }

    fn function(&mut self, function: &TestFunction) {
        match function {
            TestFunction::Custom(..) => self.refuse(
                "calls a function that RFC 9535 does not have",
                "use `length`, `count`, `value`, `match` and `search`",
            ),
            TestFunction::Length(argument) => self.argument(argument),
            TestFunction::Value(argument) | TestFunction::Count(argument) => {
                self.argument(argument);
            }
            TestFunction::Search(text, expression) | TestFunction::Match(text, expression) => {
                self.argument(text);
                self.expression(expression);
            }
        }
    }

    fn argument(&mut self, argument: &FnArg) {
        match argument {
            FnArg::Literal(_) => {}
            FnArg::Test(test) => self.test(test),
            FnArg::Filter(filter) => self.filter(filter),
        }
    }

    /// A regular expression is read anew for each value that is looked at.
    fn expression(&mut self, argument: &FnArg) {
        let is_small = match argument {
            FnArg::Literal(Literal::String(text)) => {
                text.chars().count() <= LONGEST_EXPRESSION && !text.contains('{')
            }
            _ => false,
        };
        if !is_small {
            self.refuse(
                "has a regular expression that is computed, long or counts",
                "write it as a text of at most 200 characters, without `{`",
            );
        }
    }
}
