//! The descriptions that others are made out of.

use std::path::Path;
use std::sync::LazyLock;

use graph_codegen::Document;

use crate::cases::cases;

/// A description of the golden tests, or of the client.
pub(crate) struct Seed {
    pub(crate) text: String,
    pub(crate) document: Document,
}

/// All seeds, the golden ones first.
pub(crate) fn seeds() -> &'static [Seed] {
    static SEEDS: LazyLock<Vec<Seed>> = LazyLock::new(|| {
        let beta = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/graph-beta.yaml");
        let golden = cases()
            .into_iter()
            .map(|case| case.folder.join("spec.yaml"));
        golden.chain([beta]).map(|path| read(&path)).collect()
    });
    &SEEDS
}

fn read(path: &Path) -> Seed {
    let text = std::fs::read_to_string(path).unwrap();
    let document = Document::parse("seed.yaml", text.as_str()).unwrap();
    Seed { text, document }
}
