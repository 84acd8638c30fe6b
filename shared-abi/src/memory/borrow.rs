//! `FromView`: how a checked value is handed out, to a reader, to a writer, and by the accessor of a field.

/// What a view `V` is handed out as: itself, a plain reference, or a generated `XRef` or `XMut`.
pub trait FromView<V> {
    /// The same value, so borrowed.
    fn from_view(view: V) -> Self;
}

impl<V> FromView<V> for V {
    #[inline]
    fn from_view(view: V) -> Self {
        view
    }
}
