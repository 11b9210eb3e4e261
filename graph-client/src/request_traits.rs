//! What every generated request type has in common.

/// Gives a wrapper around [`Request`](crate::Request) all that a request can do.
///
/// It takes the name of a tuple struct `Name<T>(graph_client::Request<T>)` and writes for it
/// `From<Request<T>>` and back, `Clone`, `Debug`, `Deref`, `IntoFuture`, the methods `send`,
/// `header`, `query`, `with_retry`, `with_timeout`, `with_timeouts` and `into_inner`, where `T` is a page
/// `pages` and `items`, and where it is `Bytes` `download`. The struct itself is `#[must_use]`, so that a forgotten `await` shows.
///
/// ```
/// /// A request with the options of one kind of operation.
/// #[must_use]
/// pub struct CollectionRequest<T>(graph_client::Request<T>);
///
/// graph_client::request_traits!(CollectionRequest);
///
/// impl<T> CollectionRequest<T> {
///     /// Keeps the items that match.
///     pub fn filter(self, value: impl AsRef<str>) -> Self {
///         Self(self.0.query("$filter", value))
///     }
/// }
/// ```
#[macro_export]
macro_rules! request_traits {
    ($name:ident) => {
        impl<T> ::core::convert::From<$crate::Request<T>> for $name<T> {
            fn from(request: $crate::Request<T>) -> Self {
                Self(request)
            }
        }

        impl<T> ::core::clone::Clone for $name<T> {
            fn clone(&self) -> Self {
                Self(::core::clone::Clone::clone(&self.0))
            }
        }

        impl<T> ::core::fmt::Debug for $name<T> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&self.0, f)
            }
        }

        impl<T> ::core::ops::Deref for $name<T> {
            type Target = $crate::Request<T>;

            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }

        impl<T: $crate::answer::Answer> ::core::future::IntoFuture for $name<T> {
            type Output = ::core::result::Result<T, $crate::Error>;
            type IntoFuture = $crate::BoxFuture<'static, Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                ::core::future::IntoFuture::into_future(self.0)
            }
        }

        // A type that its crate keeps to itself may well not use them all.
        #[allow(dead_code, unreachable_pub)]
        impl<T> $name<T> {
            /// Sets a header, such as `Prefer`. One that is already set is replaced.
            ///
            /// A header that is not valid, or that only the client may set, is reported when the
            /// request is sent.
            pub fn header(self, name: &str, value: impl ::core::convert::AsRef<str>) -> Self {
                Self(self.0.header(name, value))
            }

            /// Sets a query option by name. One that is already set is replaced.
            ///
            /// Name and value are given as they are, and percent-encoded here.
            pub fn query(self, name: &str, value: impl ::core::convert::AsRef<str>) -> Self {
                Self(self.0.query(name, value))
            }

            /// Sends this request again by this policy, in place of the client's.
            pub fn with_retry(self, policy: $crate::retry::RetryPolicy) -> Self {
                Self(self.0.with_retry(policy))
            }

            /// Gives up after this time: it covers the whole call, with the token, every attempt
            /// and the delays between them.
            pub fn with_timeout(self, timeout: ::core::time::Duration) -> Self {
                Self(self.0.with_timeout(timeout))
            }

            /// Sends this request within these limits, in place of the client's.
            pub fn with_timeouts(self, timeouts: $crate::pipeline::Timeouts) -> Self {
                Self(self.0.with_timeouts(timeouts))
            }

            /// The request without its options.
            pub fn into_inner(self) -> $crate::Request<T> {
                self.0
            }
        }

        impl<T> ::core::convert::From<$name<T>> for $crate::Request<T> {
            fn from(request: $name<T>) -> Self {
                request.0
            }
        }

        #[allow(dead_code, unreachable_pub)]
        impl<T: $crate::model::Item> $name<$crate::model::Page<T>> {
            /// The pages of the collection, from the one that this request asks for.
            pub fn pages(self) -> $crate::paging::Pages<T> {
                self.0.pages()
            }

            /// The items of the collection, from the page that this request asks for.
            pub fn items(self) -> $crate::paging::Items<T> {
                self.0.items()
            }
        }

        #[allow(dead_code, unreachable_pub)]
        impl $name<$crate::bytes::Bytes> {
            /// The content piece by piece, in place of all at once.
            pub fn download(self) -> $crate::files::Download {
                self.0.download()
            }
        }

        #[allow(dead_code, unreachable_pub)]
        impl<T: $crate::answer::Answer> $name<T> {
            /// Sends the request and gives status, headers and value.
            ///
            /// # Errors
            ///
            /// An error when the request is not valid, no token or no answer could be had, the
            /// answer is not a success, or its body cannot be decoded.
            pub async fn send(self) -> ::core::result::Result<$crate::Response<T>, $crate::Error> {
                self.0.send().await
            }
        }
    };
}
