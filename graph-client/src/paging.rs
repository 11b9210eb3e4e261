//! Collections, read page by page as they are asked for.
//!
//! ```no_run
//! use graph_client::model::{Page, UntypedObject};
//! use graph_client::operation::Method;
//!
//! # async fn run(client: graph_client::GraphClient) -> Result<(), graph_client::Error> {
//! let users = client.request::<Page<UntypedObject>>(Method::Get, "/v1.0/users");
//! let mut items = users.items();
//! while let Some(user) = items.try_next().await? {
//!     println!("{user:?}");
//! }
//! # Ok(())
//! # }
//! ```
//!
//! [`Pages`] and [`Items`] are streams, and `next` is a method of theirs, so that a loop needs no
//! extension trait. The next page is asked for with the headers of the first request, its retry
//! policy and its timeout; its address is the link that the service gave, which must lead to the
//! same host.
//!
//! # Deltas
//!
//! A delta function is a collection whose last page has a link to later changes. Keep
//! [`Items::delta_link`] once the items have ended, and go on from there another time:
//!
//! ```no_run
//! use graph_client::model::UntypedObject;
//!
//! # async fn run(client: graph_client::GraphClient, saved: &str) -> Result<(), graph_client::Error> {
//! let mut changes = client.resume::<UntypedObject>(saved).items();
//! while let Some(change) = changes.try_next().await? {
//!     println!("{change:?}");
//! }
//! let saved = changes.delta_link();
//! # drop(saved);
//! # Ok(())
//! # }
//! ```
//!
//! A service that has let go of the state behind a link answers 410, with the address where the
//! delta begins anew: [`Error::resync_link`], and [`Pages::with_resync`] goes there by itself.

mod items;
mod walk;

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

pub use items::Items;

use crate::answer::Answer;
use crate::model::{Item, Page};
use crate::operation::Method;
use crate::request::{Draft, Reply, Request};
use crate::{Error, GraphClient, Response};
use walk::Walk;

/// The pages of a collection, each asked for when the one before it has been taken.
///
/// An error ends the stream; [`next_link`](Self::next_link) is then where to go on.
#[must_use = "pages are asked for when they are taken, by `next`"]
pub struct Pages<T> {
    walk: Walk,
    item: PhantomData<fn() -> T>,
}

impl<T: Item> Pages<T> {
    pub(crate) fn new(draft: Draft) -> Self {
        Self {
            walk: Walk::new(draft),
            item: PhantomData,
        }
    }

    /// The next page; none after the last one.
    ///
    /// A future that is dropped loses nothing: the next one goes on with the same exchange.
    pub async fn next(&mut self) -> Option<Result<Page<T>, Error>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The next page, with the error on the outside.
    ///
    /// # Errors
    ///
    /// What asking for the page gives, once; the pages end with it.
    pub async fn try_next(&mut self) -> Result<Option<Page<T>>, Error> {
        self.next().await.transpose()
    }

    /// The items of all pages.
    pub fn items(self) -> Items<T> {
        Items::new(self)
    }
}

impl<T> Pages<T> {
    /// Begins a delta anew where the service says that it has let go of its state (status 410 with a
    /// `Location`), once, in place of ending with that error.
    ///
    /// [`is_anew`](Self::is_anew) tells that it has: what comes from there on is everything, so what
    /// was known before and does not come is gone.
    pub fn with_resync(mut self) -> Self {
        self.walk.allow_resync();
        self
    }

    /// Whether the pages have begun anew.
    pub fn is_anew(&self) -> bool {
        self.walk.is_anew()
    }

    /// Where the next page is: before the first one the address of the request, after an error the
    /// page that could not be had, after the last one nothing.
    ///
    /// [`GraphClient::resume`] goes on from there. It holds data, and should be stored as such.
    pub fn next_link(&self) -> Option<&str> {
        self.walk.next_link()
    }

    /// Where later changes are, after the last page of a delta function.
    ///
    /// [`GraphClient::resume`] asks for them. It holds data, and should be stored as such.
    pub fn delta_link(&self) -> Option<&str> {
        self.walk.delta_link.as_deref()
    }

    /// How many items there are on all pages, once the page that says so has come: the first one,
    /// when `$count` was asked for.
    pub fn count(&self) -> Option<i64> {
        self.walk.count
    }
}

impl<T: Item> Stream for Pages<T> {
    type Item = Result<Page<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let walk = &mut self.walk;
        let reply = loop {
            match std::task::ready!(walk.poll_reply(context, Page::<T>::ACCEPT)) {
                Some(Err(failure)) if walk.begins_anew(&failure) => {}
                Some(reply) => break reply,
                None => return Poll::Ready(None),
            }
        };
        let page = reply.and_then(Reply::decoded::<Page<T>>);
        let page = page.map(Response::into_value);
        match &page {
            Ok(page) => {
                walk.count = walk.count.or(page.count);
                walk.go_on(page.next_link.as_deref(), page.delta_link.as_deref());
            }
            Err(_) => walk.end(),
        }
        Poll::Ready(Some(page))
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").finish_non_exhaustive()
    }
}

impl<T: Item> Request<Page<T>> {
    /// The pages of the collection, from the one that this request asks for.
    pub fn pages(self) -> Pages<T> {
        Pages::new(self.into_draft())
    }

    /// The items of the collection, from the page that this request asks for.
    pub fn items(self) -> Items<T> {
        self.pages().items()
    }
}

impl GraphClient {
    /// A request for the page at a link that the service gave: a next link or a delta link.
    ///
    /// Headers of the first request, such as `Prefer`, are not in the link and have to be set
    /// again. A link that leads elsewhere is reported when the request is sent, without sending it.
    pub fn resume<T>(&self, link: &str) -> Request<Page<T>> {
        self.request(Method::Get, "/").with_url(link)
    }
}

#[cfg(test)]
mod tests;
