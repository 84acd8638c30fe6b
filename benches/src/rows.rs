//! The rows of the tables: each approach with its guest and its sources.

use crate::approach::{
    Approach, bytemuck, component, json, postcard, raw, safe, shared_abi, wiggle, zerocopy,
};
use crate::artifacts::Artifacts;
use crate::guest::{ComponentGuest, EncodedGuest, InPlaceGuest};
use crate::measure::{Subject, Workload, prepare};
use crate::sources;
use crate::user_code::Sources;
use anyhow::{Context, Result};
use std::cell::RefCell;
use std::rc::Rc;
use wasmtime::component::Component;
use wasmtime::{Engine, Module};

pub struct Row {
    pub name: &'static str,
    pub subject: Box<dyn Subject>,
    /// None for the control.
    pub sources: Sources,
}

/// The functions of a module as an [`Approach`].
macro_rules! approach {
    ($module:ident) => {
        approach!(@ $module, None)
    };
    ($module:ident, walk_list) => {
        approach!(@ $module, Some($module::walk_list))
    };
    (@ $module:ident, $walk_list:expr) => {
        Approach {
            read_records: $module::read_records,
            walk_list: $walk_list,
            exchange: $module::exchange,
            write_records: $module::write_records,
        }
    };
}

/// All rows; the first is what the others are compared with.
pub fn rows(artifacts: &Artifacts) -> Result<Vec<Row>> {
    let engine = Engine::default();
    let module = Module::new(&engine, &artifacts.module)?;
    let component = Component::new(&engine, &artifacts.component)?;

    let mut in_place = InPlaceGuest::new(&engine, &module, "plain")?;
    let plain = in_place.exports("plain")?;
    let shared = in_place.exports("shared")?;
    let in_place = Rc::new(RefCell::new(in_place));

    let mut encoded = EncodedGuest::new(&engine, &module, "postcard")?;
    let postcard = encoded.exports("postcard")?;
    let json = encoded.exports("json")?;
    let encoded = Rc::new(RefCell::new(encoded));

    let component = Rc::new(RefCell::new(ComponentGuest::new(&engine, &component)?));

    // What works in place is timed on the same bytes. The ones that shared-abi's own guest made are checked here.
    let mut own = prepare(&in_place, shared.clone(), approach!(shared_abi, walk_list));
    for workload in Workload::ALL {
        own.sample(workload, 1)
            .with_context(|| format!("shared-abi on its own guest's data, {}", workload.title()))?;
    }

    Ok(vec![
        Row {
            name: "raw pointers",
            subject: prepare(&in_place, plain.clone(), approach!(raw, walk_list)),
            sources: sources!["shapes/src/plain.rs", "guest/src/plain.rs", "src/approach/raw.rs"],
        },
        Row {
            name: "raw pointers, again",
            subject: prepare(&in_place, plain.clone(), approach!(raw, walk_list)),
            sources: &[],
        },
        Row {
            name: "shared-abi",
            subject: prepare(
                &in_place,
                shared.on_data_of(&plain),
                approach!(shared_abi, walk_list),
            ),
            sources: sources![
                "shapes/src/shared.rs",
                "guest/src/shared.rs",
                "src/approach/shared_abi.rs"
            ],
        },
        Row {
            name: "safe code by hand",
            subject: prepare(&in_place, plain.clone(), approach!(safe, walk_list)),
            sources: sources![
                "shapes/src/plain.rs",
                "guest/src/plain.rs",
                "src/approach/safe.rs"
            ],
        },
        Row {
            name: "bytemuck",
            subject: prepare(&in_place, plain.clone(), approach!(bytemuck, walk_list)),
            sources: sources![
                "shapes/src/plain.rs",
                "guest/src/plain.rs",
                "src/approach/bytemuck.rs"
            ],
        },
        Row {
            name: "zerocopy",
            subject: prepare(&in_place, plain.clone(), approach!(zerocopy, walk_list)),
            sources: sources![
                "shapes/src/plain.rs",
                "guest/src/plain.rs",
                "src/approach/zerocopy.rs"
            ],
        },
        Row {
            name: "wiggle",
            subject: prepare(&in_place, plain, approach!(wiggle, walk_list)),
            sources: sources![
                "shapes/src/plain.rs",
                "guest/src/plain.rs",
                "src/approach/wiggle.witx",
                "src/approach/wiggle.rs"
            ],
        },
        Row {
            name: "component model",
            subject: prepare(&component, (), approach!(component)),
            sources: sources![
                "component-guest/wit/bench.wit",
                "component-guest/src/lib.rs",
                "src/approach/component.rs"
            ],
        },
        Row {
            name: "postcard",
            subject: prepare(&encoded, postcard, approach!(postcard)),
            sources: sources![
                "shapes/src/serial.rs",
                "guest/src/postcard.rs",
                "src/approach/postcard.rs"
            ],
        },
        Row {
            name: "serde_json",
            subject: prepare(&encoded, json, approach!(json)),
            sources: sources![
                "shapes/src/serial.rs",
                "guest/src/json.rs",
                "src/approach/json.rs"
            ],
        },
    ])
}
