//! What a call takes, it gives back.

use allocation_counter::measure;
use tokio::runtime::Builder;

use crate::setup::{done, scene};

const CALLS: usize = 2_000;

#[test]
fn memory_does_not_grow_with_the_number_of_requests() {
    // One thread for client and server, since memory is counted by thread.
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let scene = runtime.block_on(scene([]));
    let round = || {
        let counted = measure(|| {
            runtime.block_on(async {
                for _ in 0..CALLS {
                    scene.server.push(done());
                    scene.get().await.unwrap();
                    scene.server.take_request();
                }
            });
        });
        assert!(counted.count_total > 0);
        counted.bytes_current
    };
    // The first round makes the connection, and all that is made once.
    let kept = [round(), round(), round()];
    for kept in &kept[1..] {
        assert!(kept.abs() < 1024, "{kept} bytes after {CALLS} calls");
    }
}
