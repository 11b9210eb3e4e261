//! A request that nobody awaits does nothing, and the compiler says so.

#![deny(unused_must_use)]

use graph_client::GraphClient;

fn start(client: &GraphClient) {
    let jobs = client
        .v1()
        .service_principals()
        .by_service_principal_id("1")
        .synchronization()
        .jobs();
    jobs.by_synchronization_job_id("2").start().post();
    jobs.get();
}

fn main() {}
