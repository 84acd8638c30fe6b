//! What host and guest of a benchmark have in common: the workloads' data, and the structs of each approach.

pub mod plain;
pub mod serial;
pub mod shared;
pub mod workload;
