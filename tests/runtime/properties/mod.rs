//! What holds whatever is given: addresses, pieces of files, and the times of repetitions.

mod addresses;
mod pieces;
mod schedules;

/// Waits on this thread; the clocks here need no timer.
fn wait<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.unwrap().block_on(future)
}
