//! From link to link, whatever the items are.

use std::collections::HashSet;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::task::{Context, Poll};

use crate::error::Error;
use crate::request::{Draft, Reply};
use crate::{BoxFuture, ErrorKind};

pub(super) struct Walk {
    /// The request of the next page; the one that failed, after an error.
    next: Option<Draft>,
    link: Option<String>,
    exchange: Option<BoxFuture<'static, Result<Reply, Error>>>,
    /// The next link leads nowhere: reported when its page is asked for.
    fault: Option<Error>,
    ended: bool,
    resync: Resync,
    // Hashes: links are long, and there may be many.
    seen: HashSet<u64>,
    hasher: RandomState,
    pub(super) delta_link: Option<String>,
    pub(super) count: Option<i64>,
}

/// Whether a delta begins anew where the service has let go of its state.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Resync {
    Never,
    Once,
    Done,
}

impl Walk {
    pub(super) fn new(draft: Draft) -> Self {
        let mut walk = Self {
            link: Some(draft.url()),
            next: Some(draft),
            exchange: None,
            fault: None,
            ended: false,
            resync: Resync::Never,
            seen: HashSet::new(),
            hasher: RandomState::new(),
            delta_link: None,
            count: None,
        };
        walk.is_new();
        walk
    }

    pub(super) fn next_link(&self) -> Option<&str> {
        self.link.as_deref()
    }

    /// The answer with the next page.
    pub(super) fn poll_reply(
        &mut self,
        context: &mut Context<'_>,
        accept: &'static str,
    ) -> Poll<Option<Result<Reply, Error>>> {
        if self.ended {
            return Poll::Ready(None);
        }
        if let Some(fault) = self.fault.take() {
            return Poll::Ready(Some(Err(fault)));
        }
        let Some(draft) = &self.next else {
            self.ended = true;
            return Poll::Ready(None);
        };
        let exchange = self
            .exchange
            .get_or_insert_with(|| draft.clone().execute(accept, false));
        let reply = std::task::ready!(exchange.as_mut().poll(context));
        self.exchange = None;
        Poll::Ready(Some(reply))
    }

    /// Goes to the next page, or to the end.
    pub(super) fn go_on(&mut self, next_link: Option<&str>, delta_link: Option<&str>) {
        self.delta_link = delta_link.map(str::to_owned);
        let Some(mut draft) = self.next.take() else {
            return;
        };
        self.link = None;
        let Some(link) = next_link else { return };
        // Whole, so that it can be gone on from another time.
        self.link = Some(draft.follow(link));
        if !self.is_new() {
            self.fault = Some(Error::new_at(
                ErrorKind::Paging,
                draft.place(),
                "the service gave a next link that it had given before, so the pages would never \
                 end; the items up to here are complete, and asking again from the start may help",
            ));
        }
        self.next = Some(draft);
    }

    pub(super) fn allow_resync(&mut self) {
        if self.resync == Resync::Never {
            self.resync = Resync::Once;
        }
    }

    pub(super) fn is_anew(&self) -> bool {
        self.resync == Resync::Done
    }

    /// Goes to where a delta begins anew, if that is what the failure says and is wanted.
    pub(super) fn begins_anew(&mut self, failure: &Error) -> bool {
        let (Some(link), Resync::Once) = (failure.resync_link(), self.resync) else {
            return false;
        };
        self.resync = Resync::Done;
        self.seen.clear();
        self.go_on(Some(link), None);
        true
    }

    /// Ends after an error. Link and request stay.
    pub(super) fn end(&mut self) {
        self.ended = true;
    }

    fn is_new(&mut self) -> bool {
        match &self.link {
            Some(link) => self.seen.insert(self.hasher.hash_one(link)),
            None => true,
        }
    }
}
