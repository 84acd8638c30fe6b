//! What the program prints: layouts and how they differ, as text and as JSON.

pub(crate) mod align;
mod clipped;
pub(crate) mod columns;
pub(crate) mod comparison;
mod comparison_text;
pub(crate) mod holes;
pub(crate) mod json;
pub(crate) mod print;
pub(crate) mod rename;
pub(crate) mod reorder;
pub(crate) mod report;
pub(crate) mod report_text;
pub(crate) mod show_text;
