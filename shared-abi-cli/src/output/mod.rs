//! What the program prints: layouts and how they differ, as text and as JSON.

mod clipped;
mod columns;
pub(crate) mod comparison;
mod comparison_text;
pub(crate) mod counted;
pub(crate) mod json;
pub(crate) mod print;
mod rename;
mod reorder;
mod report;
mod report_text;
pub(crate) mod show_text;
