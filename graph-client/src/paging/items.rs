//! The items of all pages.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec::IntoIter;

use futures_core::Stream;

use super::Pages;
use crate::Error;
use crate::model::Item;

/// The items of a collection, one after another; the next page is asked for when the items of the
/// one before it have been taken.
///
/// An error ends the stream, after the items before it.
#[must_use = "items are asked for when they are taken, by `next`"]
pub struct Items<T> {
    pages: Pages<T>,
    items: IntoIter<T>,
}

// No item is ever pinned.
impl<T> Unpin for Items<T> {}

impl<T: Item> Items<T> {
    pub(super) fn new(pages: Pages<T>) -> Self {
        Self {
            pages,
            items: Vec::new().into_iter(),
        }
    }

    /// The next item; none after the last one.
    ///
    /// A future that is dropped loses nothing.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The next item, with the error on the outside.
    ///
    /// # Errors
    ///
    /// What asking for a page gives, once; the items end with it.
    pub async fn try_next(&mut self) -> Result<Option<T>, Error> {
        self.next().await.transpose()
    }

    /// All items that are left, in memory.
    ///
    /// # Errors
    ///
    /// What asking for a page gives; the items before it are lost then, which
    /// [`next`](Self::next) avoids.
    pub async fn all(mut self) -> Result<Vec<T>, Error> {
        let mut all = Vec::new();
        while let Some(item) = self.try_next().await? {
            all.push(item);
            all.extend(self.items.by_ref());
        }
        Ok(all)
    }
}

impl<T> Items<T> {
    /// Begins a delta anew where the service has let go of its state; see [`Pages::with_resync`].
    pub fn with_resync(mut self) -> Self {
        self.pages = self.pages.with_resync();
        self
    }

    /// Whether the items of the page that is being taken, and all after it, come anew; see
    /// [`Pages::is_anew`].
    pub fn is_anew(&self) -> bool {
        self.pages.is_anew()
    }

    /// Where the page after the one whose items are being taken is; see
    /// [`Pages::next_link`].
    pub fn next_link(&self) -> Option<&str> {
        self.pages.next_link()
    }

    /// Where later changes are, once the last page of a delta function has come; see
    /// [`Pages::delta_link`].
    ///
    /// Store it when all items have been taken, not before.
    pub fn delta_link(&self) -> Option<&str> {
        self.pages.delta_link()
    }

    /// How many items there are on all pages; see [`Pages::count`].
    pub fn count(&self) -> Option<i64> {
        self.pages.count()
    }
}

impl<T: Item> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.items.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            // A page may be empty and not the last.
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                Some(Ok(page)) => self.items = page.into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.items.len(), None)
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").finish_non_exhaustive()
    }
}
