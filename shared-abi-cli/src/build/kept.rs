//! What a command reads, kept until it ends.

/// Layouts borrow the text that they were read from. A command reads a few files and ends, so it keeps what it read.
pub(crate) fn kept<T>(read: T) -> &'static T {
    Box::leak(Box::new(read))
}
