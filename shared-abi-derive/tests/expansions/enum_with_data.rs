// #[repr(C, u8)] pub enum Event { Idle, Key(u32), Text { text: Str, at: Place } }

#[doc(hidden)]
#[allow(deprecated, dead_code, non_upper_case_globals, unused_qualifications)]
const __EventField2Refused: ::core::primitive::bool = {
    let () = <Place as ::shared_abi::__private::shareable::Any>::YES;
    false
};
#[doc(hidden)]
#[allow(deprecated, dead_code, non_camel_case_types, unused_qualifications)]
type __EventField2 = <Place as ::shared_abi::__private::Vetted<
    __EventField2Refused,
>>::Out;
#[doc(hidden)]
#[allow(
    deprecated,
    non_upper_case_globals,
    unused_qualifications,
    clippy::all,
    clippy::pedantic
)]
const __SHARED_ABI_Event_TAG_0: ::core::primitive::u8 = 0;
#[doc(hidden)]
#[allow(
    deprecated,
    non_upper_case_globals,
    unused_qualifications,
    clippy::all,
    clippy::pedantic
)]
const __SHARED_ABI_Event_TAG_1: ::core::primitive::u8 = __SHARED_ABI_Event_TAG_0 + 1;
#[doc(hidden)]
#[allow(
    deprecated,
    non_upper_case_globals,
    unused_qualifications,
    clippy::all,
    clippy::pedantic
)]
const __SHARED_ABI_Event_TAG_2: ::core::primitive::u8 = __SHARED_ABI_Event_TAG_1 + 1;
#[doc(hidden)]
///[`Event`] as it stands in linear memory, the same on both sides.
#[allow(
    deprecated,
    dead_code,
    missing_docs,
    non_camel_case_types,
    unused_qualifications
)]
#[repr(C, u8)]
pub enum __EventTwin {
    Idle,
    Key(u32),
    Text {
        text: Str,
        #[cfg(doc)]
        at: <Place as ::shared_abi::SharedAbi>::Abi,
        #[cfg(not(doc))]
        at: <__EventField2 as ::shared_abi::SharedAbi>::Abi,
    },
}
#[automatically_derived]
#[allow(deprecated, unused_qualifications)]
impl ::core::clone::Clone for __EventTwin
where
    for<'copy> <__EventField2 as ::shared_abi::SharedAbi>::Abi: ::shared_abi::__private::CopyAt<
        'copy,
        0usize,
    >,
{
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}
#[automatically_derived]
#[allow(deprecated, unused_qualifications)]
impl ::core::marker::Copy for __EventTwin
where
    for<'copy> <__EventField2 as ::shared_abi::SharedAbi>::Abi: ::shared_abi::__private::CopyAt<
        'copy,
        0usize,
    >,
{}
#[doc(hidden)]
#[allow(deprecated, dead_code, non_camel_case_types, unused_qualifications)]
type __EventChoice = ::shared_abi::__private::Select<
    { false || <__EventField2 as ::shared_abi::SharedAbi>::REWRITTEN },
>;
///[`Event`] as it stands in linear memory, the same on both sides.
#[allow(deprecated, dead_code, unused_qualifications)]
pub type EventAbi = <Event as ::shared_abi::__private::FormBy<__EventChoice>>::Out;
#[automatically_derived]
impl ::shared_abi::__private::FormBy<::shared_abi::__private::Own> for Event {
    type Out = Event;
}
#[automatically_derived]
impl ::shared_abi::__private::FormBy<::shared_abi::__private::Twin> for Event {
    type Out = __EventTwin;
}
///A [`Event`] in linear memory that has been checked, for reading.
#[allow(deprecated, unused_qualifications)]
pub struct EventRef<'m>(::shared_abi::View<'m, EventAbi>);
///A [`Event`] in linear memory that has been checked, for writing.
#[allow(deprecated, unused_qualifications)]
pub struct EventMut<'m>(::shared_abi::ViewMut<'m, EventAbi>);
///[`Event`] in linear memory, to be matched: each pointer in it has been followed.
#[allow(deprecated, dead_code, missing_docs, unused_qualifications)]
pub enum EventView<'m> {
    Idle,
    Key(::shared_abi::__private::Accessed<'m, u32>),
    Text {
        text: ::shared_abi::__private::Accessed<'m, Str>,
        #[cfg(doc)]
        at: ::shared_abi::__private::Accessed<
            'm,
            <Place as ::shared_abi::SharedAbi>::Abi,
        >,
        #[cfg(not(doc))]
        at: ::shared_abi::__private::Accessed<
            'm,
            <__EventField2 as ::shared_abi::SharedAbi>::Abi,
        >,
    },
}
#[automatically_derived]
#[allow(
    deprecated,
    unused_qualifications,
    clippy::all,
    clippy::pedantic,
    clippy::nursery
)]
const _: () = {
    #[allow(unused_imports)]
    use ::shared_abi::__private as __shared_abi_private;
    type __SharedAbiFields = (u32, Str, <__EventField2 as ::shared_abi::SharedAbi>::Abi);
    ///In linear memory it stands as [`EventAbi`]. `LinearMemory::get` returns it as a [`EventRef`], and `LinearMemoryMut::get_mut` as a [`EventMut`].
    unsafe impl ::shared_abi::SharedAbi for Event {
        type Abi = EventAbi;
        const FORM: ::shared_abi::__private::Form<Self, EventAbi> = <__EventChoice>::form();
        const REWRITTEN: ::core::primitive::bool = false
            || <__EventField2 as ::shared_abi::SharedAbi>::REWRITTEN;
    }
    unsafe impl ::shared_abi::__private::TwinOf<Event> for __EventTwin {
        #[inline]
        fn of(__shared_abi_native: Event) -> Self {
            match __shared_abi_native {
                Event::Idle => __EventTwin::Idle,
                Event::Key { 0: __shared_abi_value_0 } => {
                    __EventTwin::Key {
                        0: <u32 as ::shared_abi::SharedAbi>::into_abi(
                            __shared_abi_value_0,
                        ),
                    }
                }
                Event::Text { text: __shared_abi_value_0, at: __shared_abi_value_1 } => {
                    __EventTwin::Text {
                        text: <Str as ::shared_abi::SharedAbi>::into_abi(
                            __shared_abi_value_0,
                        ),
                        at: <__EventField2 as ::shared_abi::SharedAbi>::into_abi(
                            __shared_abi_value_1,
                        ),
                    }
                }
            }
        }
        #[inline]
        unsafe fn into_native(self) -> Event {
            match self {
                __EventTwin::Idle => Event::Idle,
                __EventTwin::Key { 0: __shared_abi_value_0 } => {
                    Event::Key {
                        0: unsafe {
                            <u32 as ::shared_abi::SharedAbi>::from_abi(
                                __shared_abi_value_0,
                            )
                        },
                    }
                }
                __EventTwin::Text {
                    text: __shared_abi_value_0,
                    at: __shared_abi_value_1,
                } => {
                    Event::Text {
                        text: unsafe {
                            <Str as ::shared_abi::SharedAbi>::from_abi(
                                __shared_abi_value_0,
                            )
                        },
                        at: unsafe {
                            <__EventField2 as ::shared_abi::SharedAbi>::from_abi(
                                __shared_abi_value_1,
                            )
                        },
                    }
                }
            }
        }
    }
    unsafe impl ::shared_abi::SharedAbi for __EventTwin {
        type Abi = EventAbi;
        const FORM: ::shared_abi::__private::Form<Self, EventAbi> = <__EventChoice>::form_of_twin();
    }
    type __SharedAbiPadding = ::shared_abi::__private::Select<
        { <Event as ::shared_abi::__private::Describes<EventAbi>>::FACTS.padded },
    >;
    type __SharedAbiPointers = ::shared_abi::__private::Select<
        { <Event as ::shared_abi::__private::Describes<EventAbi>>::FACTS.pointers },
    >;
    impl ::shared_abi::__private::Derived for Event {
        type By = Self;
    }
    impl ::shared_abi::__private::Derived for __EventTwin {
        type By = Event;
    }
    unsafe impl ::shared_abi::__private::Describes<EventAbi> for Event {
        const KNOWN: &'static ::shared_abi::Layout = {
            const __SHARED_ABI_COMPUTED: &::shared_abi::Layout = const {
                &::shared_abi::Layout::with_variants(
                    ::shared_abi::Layout::enclose(
                        "Event",
                        ::shared_abi::__private::Checks::ENUM,
                        const {
                            &::shared_abi::Layout::behind_tag(
                                ::shared_abi::Layout::join::<
                                    4usize,
                                >(
                                    &[
                                        &[
                                            ::shared_abi::__private::Checks::unplaced::<
                                                ::core::primitive::u8,
                                            >("tag", "u8"),
                                        ],
                                        &::shared_abi::Layout::place(
                                            [],
                                            0,
                                            ::core::primitive::usize::MAX,
                                        ),
                                        &::shared_abi::Layout::place(
                                            [
                                                __shared_abi_private::Checks::unplaced_scalar::<
                                                    u32,
                                                >("0", "u32"),
                                            ],
                                            0,
                                            ::core::primitive::usize::MAX,
                                        ),
                                        &::shared_abi::Layout::place(
                                            [
                                                ::shared_abi::__private::Checks::unplaced::<
                                                    Str,
                                                >("text", "Str"),
                                                ::shared_abi::__private::Checks::unplaced::<
                                                    <__EventField2 as ::shared_abi::SharedAbi>::Abi,
                                                >("at", "Place"),
                                            ],
                                            0,
                                            ::core::primitive::usize::MAX,
                                        ),
                                    ],
                                ),
                                1,
                            )
                        },
                        ::core::primitive::usize::MAX,
                        1usize,
                    ),
                    const {
                        &[
                            ::shared_abi::__private::Checks::variant(
                                "Idle",
                                __SHARED_ABI_Event_TAG_0 as ::core::primitive::i128,
                                1usize,
                                0usize,
                            ),
                            ::shared_abi::__private::Checks::variant(
                                "Key",
                                __SHARED_ABI_Event_TAG_1 as ::core::primitive::i128,
                                1usize,
                                1usize,
                            ),
                            ::shared_abi::__private::Checks::variant(
                                "Text",
                                __SHARED_ABI_Event_TAG_2 as ::core::primitive::i128,
                                2usize,
                                2usize,
                            ),
                        ]
                    },
                )
            };
            trait __SharedAbiHeld {
                const HELD: &'static ::shared_abi::Layout;
            }
            impl __SharedAbiHeld for Event {
                const HELD: &'static ::shared_abi::Layout = {
                    let __shared_abi_layout = __SHARED_ABI_COMPUTED;
                    __shared_abi_private::Checks::assert_tag::<
                        Event,
                        ::core::primitive::u8,
                    >(__shared_abi_layout);
                    let __shared_abi_tags: [::core::primitive::u8; 3usize] = [
                        __SHARED_ABI_Event_TAG_0,
                        __SHARED_ABI_Event_TAG_1,
                        __SHARED_ABI_Event_TAG_2,
                    ];
                    let mut __shared_abi_wanted = 0;
                    while __shared_abi_wanted < 3usize {
                        let __shared_abi_value = ::shared_abi::__private::Checks::tagged::<
                            Event,
                            ::core::primitive::u8,
                        >(__shared_abi_tags[__shared_abi_wanted]);
                        let __shared_abi_start = ::shared_abi::__private::Checks::start(
                            &__shared_abi_value,
                        );
                        match unsafe { &*__shared_abi_start } {
                            Event::Idle {} => {
                                ::shared_abi::__private::Checks::assert_variant(
                                    __shared_abi_layout,
                                    __shared_abi_wanted,
                                    0usize,
                                );
                            }
                            Event::Key { 0: __shared_abi_field_0 } => {
                                ::shared_abi::__private::Checks::assert_variant(
                                    __shared_abi_layout,
                                    __shared_abi_wanted,
                                    1usize,
                                );
                                unsafe {
                                    __shared_abi_private::Checks::assert_offset::<
                                        Event,
                                        u32,
                                    >(
                                        __shared_abi_layout,
                                        1usize,
                                        __shared_abi_start,
                                        __shared_abi_field_0,
                                    )
                                };
                            }
                            Event::Text {
                                text: __shared_abi_field_0,
                                at: __shared_abi_field_1,
                            } => {
                                ::shared_abi::__private::Checks::assert_variant(
                                    __shared_abi_layout,
                                    __shared_abi_wanted,
                                    2usize,
                                );
                                unsafe {
                                    __shared_abi_private::Checks::assert_offset::<
                                        Event,
                                        Str,
                                    >(
                                        __shared_abi_layout,
                                        2usize,
                                        __shared_abi_start,
                                        __shared_abi_field_0,
                                    )
                                };
                                unsafe {
                                    __shared_abi_private::Checks::assert_offset::<
                                        Event,
                                        __EventField2,
                                    >(
                                        __shared_abi_layout,
                                        3usize,
                                        __shared_abi_start,
                                        __shared_abi_field_1,
                                    )
                                };
                            }
                        }
                        __shared_abi_wanted += 1;
                    }
                    __shared_abi_private::Checks::assert_size::<
                        Event,
                    >(__shared_abi_layout);
                    __shared_abi_private::Checks::assert_not_rewritten::<
                        __EventField2,
                    >(__shared_abi_layout, 1usize);
                    __shared_abi_layout
                };
            }
            impl __SharedAbiHeld for __EventTwin {
                const HELD: &'static ::shared_abi::Layout = {
                    let __shared_abi_layout = __SHARED_ABI_COMPUTED;
                    __shared_abi_private::Checks::assert_tag::<
                        __EventTwin,
                        ::core::primitive::u8,
                    >(__shared_abi_layout);
                    let __shared_abi_tags: [::core::primitive::u8; 3usize] = [
                        __SHARED_ABI_Event_TAG_0,
                        __SHARED_ABI_Event_TAG_1,
                        __SHARED_ABI_Event_TAG_2,
                    ];
                    let mut __shared_abi_wanted = 0;
                    while __shared_abi_wanted < 3usize {
                        let __shared_abi_value = ::shared_abi::__private::Checks::tagged::<
                            __EventTwin,
                            ::core::primitive::u8,
                        >(__shared_abi_tags[__shared_abi_wanted]);
                        let __shared_abi_start = ::shared_abi::__private::Checks::start(
                            &__shared_abi_value,
                        );
                        match unsafe { &*__shared_abi_start } {
                            __EventTwin::Idle {} => {
                                ::shared_abi::__private::Checks::assert_variant(
                                    __shared_abi_layout,
                                    __shared_abi_wanted,
                                    0usize,
                                );
                            }
                            __EventTwin::Key { 0: __shared_abi_field_0 } => {
                                ::shared_abi::__private::Checks::assert_variant(
                                    __shared_abi_layout,
                                    __shared_abi_wanted,
                                    1usize,
                                );
                                unsafe {
                                    __shared_abi_private::Checks::assert_offset::<
                                        __EventTwin,
                                        u32,
                                    >(
                                        __shared_abi_layout,
                                        1usize,
                                        __shared_abi_start,
                                        __shared_abi_field_0,
                                    )
                                };
                            }
                            __EventTwin::Text {
                                text: __shared_abi_field_0,
                                at: __shared_abi_field_1,
                            } => {
                                ::shared_abi::__private::Checks::assert_variant(
                                    __shared_abi_layout,
                                    __shared_abi_wanted,
                                    2usize,
                                );
                                unsafe {
                                    __shared_abi_private::Checks::assert_offset::<
                                        __EventTwin,
                                        Str,
                                    >(
                                        __shared_abi_layout,
                                        2usize,
                                        __shared_abi_start,
                                        __shared_abi_field_0,
                                    )
                                };
                                unsafe {
                                    __shared_abi_private::Checks::assert_offset::<
                                        __EventTwin,
                                        <__EventField2 as ::shared_abi::SharedAbi>::Abi,
                                    >(
                                        __shared_abi_layout,
                                        3usize,
                                        __shared_abi_start,
                                        __shared_abi_field_1,
                                    )
                                };
                            }
                        }
                        __shared_abi_wanted += 1;
                    }
                    __shared_abi_private::Checks::assert_size::<
                        __EventTwin,
                    >(__shared_abi_layout);
                    __shared_abi_layout
                };
            }
            <EventAbi as __SharedAbiHeld>::HELD
        };
        const CHECKS: __shared_abi_private::Checks = {
            let __shared_abi_checks: ::shared_abi::__private::Checks = ::shared_abi::__private::Checks;
            __shared_abi_checks
        };
        const NAME: &'static ::core::primitive::str = "Event";
        const EDGE: ::shared_abi::__private::Edge = ::shared_abi::__private::Edge::to(
            &__SHARED_ABI_NODE,
        );
        const ORIGIN: &'static ::shared_abi::__private::Origin = &::shared_abi::__private::Origin::at(
            ::core::concat!(
                ::core::module_path!(), " ", ::core::file!(), ":", ::core::line!(), ":",
                ::core::column!()
            ),
        );
        type Fields = __SharedAbiFields;
        type Size = ::shared_abi::FixedSize;
        type Padding = __SharedAbiPadding;
        type Ref<'m> = EventRef<'m>;
        type Mut<'m> = EventMut<'m>;
        type SliceRef<'m> = <__SharedAbiPointers as ::shared_abi::__private::Choose>::Out<
            &'m [EventAbi],
            ::shared_abi::SliceView<'m, EventAbi>,
        >;
        type SliceMut<'m> = <__SharedAbiPadding as ::shared_abi::__private::Choose>::Out<
            &'m mut [EventAbi],
            ::shared_abi::SliceViewMut<'m, EventAbi>,
        >;
        type Leads = ::shared_abi::__private::Here;
        #[inline]
        fn validate(
            __shared_abi_bytes: &[::core::primitive::u8],
        ) -> ::core::result::Result<(), ::shared_abi::__private::Invalid> {
            const __SHARED_ABI_TAG_0: ::core::primitive::u8 = __SHARED_ABI_Event_TAG_0;
            const __SHARED_ABI_TAG_1: ::core::primitive::u8 = __SHARED_ABI_Event_TAG_1;
            const __SHARED_ABI_TAG_2: ::core::primitive::u8 = __SHARED_ABI_Event_TAG_2;
            let __shared_abi_tag = ::shared_abi::__private::Checks::tag(
                __shared_abi_bytes,
            );
            match ::core::primitive::u8::from_le_bytes(__shared_abi_tag) {
                __SHARED_ABI_TAG_0 => {
                    ::shared_abi::__private::Checks::validate_fields::<
                        EventAbi,
                        (),
                        1usize,
                    >(__shared_abi_bytes)
                }
                __SHARED_ABI_TAG_1 => {
                    ::shared_abi::__private::Checks::validate_fields::<
                        EventAbi,
                        (u32,),
                        1usize,
                    >(__shared_abi_bytes)
                }
                __SHARED_ABI_TAG_2 => {
                    ::shared_abi::__private::Checks::validate_fields::<
                        EventAbi,
                        (Str, <__EventField2 as ::shared_abi::SharedAbi>::Abi),
                        2usize,
                    >(__shared_abi_bytes)
                }
                _ => {
                    ::core::result::Result::Err(
                        ::shared_abi::__private::Invalid::new("Event", &__shared_abi_tag),
                    )
                }
            }
        }
        #[inline]
        unsafe fn zero_padding(
            __shared_abi_bytes: &mut [::core::mem::MaybeUninit<::core::primitive::u8>],
        ) {
            const __SHARED_ABI_TAG_0: ::core::primitive::u8 = __SHARED_ABI_Event_TAG_0;
            const __SHARED_ABI_TAG_1: ::core::primitive::u8 = __SHARED_ABI_Event_TAG_1;
            const __SHARED_ABI_TAG_2: ::core::primitive::u8 = __SHARED_ABI_Event_TAG_2;
            let __shared_abi_tag = unsafe {
                ::shared_abi::__private::Checks::copied_tag(__shared_abi_bytes)
            };
            match ::core::primitive::u8::from_le_bytes(__shared_abi_tag) {
                __SHARED_ABI_TAG_0 => {
                    unsafe {
                        ::shared_abi::__private::Checks::zero_variant::<
                            EventAbi,
                            (),
                            1usize,
                        >(__shared_abi_bytes)
                    }
                }
                __SHARED_ABI_TAG_1 => {
                    unsafe {
                        ::shared_abi::__private::Checks::zero_variant::<
                            EventAbi,
                            (u32,),
                            1usize,
                        >(__shared_abi_bytes)
                    }
                }
                __SHARED_ABI_TAG_2 => {
                    unsafe {
                        ::shared_abi::__private::Checks::zero_variant::<
                            EventAbi,
                            (Str, <__EventField2 as ::shared_abi::SharedAbi>::Abi),
                            2usize,
                        >(__shared_abi_bytes)
                    }
                }
                _ => {}
            }
        }
    }
    impl<'m> EventRef<'m> {
        /// The variant, with each pointer in it followed.
        #[inline]
        pub fn view(self) -> EventView<'m> {
            enum __SharedAbiParts<'m, __SharedAbiF0, __SharedAbiF1, __SharedAbiF2> {
                Idle(),
                Key(&'m __SharedAbiF0),
                Text(&'m __SharedAbiF1, &'m __SharedAbiF2),
            }
            trait __SharedAbiIntoParts<'m> {
                type Parts;
                fn parts(&'m self) -> Self::Parts;
            }
            impl<'m> __SharedAbiIntoParts<'m> for Event {
                type Parts = __SharedAbiParts<'m, u32, Str, __EventField2>;
                #[inline]
                fn parts(&'m self) -> __SharedAbiParts<'m, u32, Str, __EventField2> {
                    match self {
                        Event::Idle {} => __SharedAbiParts::Idle(),
                        Event::Key { 0: __shared_abi_field_0 } => {
                            __SharedAbiParts::Key(__shared_abi_field_0)
                        }
                        Event::Text {
                            text: __shared_abi_field_0,
                            at: __shared_abi_field_1,
                        } => {
                            __SharedAbiParts::Text(
                                __shared_abi_field_0,
                                __shared_abi_field_1,
                            )
                        }
                    }
                }
            }
            impl<'m> __SharedAbiIntoParts<'m> for __EventTwin {
                type Parts = __SharedAbiParts<
                    'm,
                    u32,
                    Str,
                    <__EventField2 as ::shared_abi::SharedAbi>::Abi,
                >;
                #[inline]
                fn parts(
                    &'m self,
                ) -> __SharedAbiParts<
                    'm,
                    u32,
                    Str,
                    <__EventField2 as ::shared_abi::SharedAbi>::Abi,
                > {
                    match self {
                        __EventTwin::Idle {} => __SharedAbiParts::Idle(),
                        __EventTwin::Key { 0: __shared_abi_field_0 } => {
                            __SharedAbiParts::Key(__shared_abi_field_0)
                        }
                        __EventTwin::Text {
                            text: __shared_abi_field_0,
                            at: __shared_abi_field_1,
                        } => {
                            __SharedAbiParts::Text(
                                __shared_abi_field_0,
                                __shared_abi_field_1,
                            )
                        }
                    }
                }
            }
            let __shared_abi_view = self.0;
            match __SharedAbiIntoParts::parts(__shared_abi_view.get()) {
                __SharedAbiParts::Idle() => EventView::Idle {},
                __SharedAbiParts::Key(__shared_abi_field_0) => {
                    EventView::Key {
                        0: __shared_abi_view
                            .field(|_| -> &u32 { __shared_abi_field_0 })
                            .access(
                                &::shared_abi::__private::Site {
                                    ty: "Event",
                                    field: "Key.0",
                                },
                            ),
                    }
                }
                __SharedAbiParts::Text(__shared_abi_field_0, __shared_abi_field_1) => {
                    EventView::Text {
                        text: __shared_abi_view
                            .field(|_| -> &Str { __shared_abi_field_0 })
                            .access(
                                &::shared_abi::__private::Site {
                                    ty: "Event",
                                    field: "Text.text",
                                },
                            ),
                        at: __shared_abi_view
                            .field(|
                                _,
                            | -> &<__EventField2 as ::shared_abi::SharedAbi>::Abi {
                                __shared_abi_field_1
                            })
                            .access(
                                &::shared_abi::__private::Site {
                                    ty: "Event",
                                    field: "Text.at",
                                },
                            ),
                    }
                }
            }
        }
    }
    impl<'m> EventMut<'m> {}
    impl<'m> ::shared_abi::__private::FromView<::shared_abi::View<'m, EventAbi>>
    for EventRef<'m> {
        #[inline]
        fn from_view(__shared_abi_view: ::shared_abi::View<'m, EventAbi>) -> Self {
            Self(__shared_abi_view)
        }
    }
    impl<'m> ::shared_abi::__private::FromView<::shared_abi::ViewMut<'m, EventAbi>>
    for EventMut<'m> {
        #[inline]
        fn from_view(__shared_abi_view: ::shared_abi::ViewMut<'m, EventAbi>) -> Self {
            Self(__shared_abi_view)
        }
    }
    impl<'m> ::core::clone::Clone for EventRef<'m> {
        #[inline]
        fn clone(&self) -> Self {
            *self
        }
    }
    impl<'m> ::core::marker::Copy for EventRef<'m> {}
    impl<'m> ::core::ops::Deref for EventRef<'m> {
        type Target = EventAbi;
        #[inline]
        fn deref(&self) -> &EventAbi {
            &self.0
        }
    }
    impl<'m> ::core::convert::AsRef<::shared_abi::View<'m, EventAbi>> for EventRef<'m> {
        #[inline]
        fn as_ref(&self) -> &::shared_abi::View<'m, EventAbi> {
            &self.0
        }
    }
    impl<'m> ::core::fmt::Debug for EventRef<'m> {
        fn fmt(
            &self,
            __shared_abi_f: &mut ::core::fmt::Formatter<'_>,
        ) -> ::core::fmt::Result {
            ::core::fmt::Debug::fmt(&self.0, __shared_abi_f)
        }
    }
    impl<'m> ::core::fmt::Debug for EventMut<'m> {
        fn fmt(
            &self,
            __shared_abi_f: &mut ::core::fmt::Formatter<'_>,
        ) -> ::core::fmt::Result {
            ::core::fmt::Debug::fmt(&self.0, __shared_abi_f)
        }
    }
    impl<'m> ::core::ops::Deref for EventMut<'m> {
        type Target = EventAbi;
        #[inline]
        fn deref(&self) -> &EventAbi {
            &self.0
        }
    }
    impl<'m> ::core::ops::DerefMut for EventMut<'m> {
        #[inline]
        fn deref_mut(&mut self) -> &mut EventAbi {
            &mut self.0
        }
    }
    impl<'m> ::core::convert::AsRef<::shared_abi::ViewMut<'m, EventAbi>>
    for EventMut<'m> {
        #[inline]
        fn as_ref(&self) -> &::shared_abi::ViewMut<'m, EventAbi> {
            &self.0
        }
    }
    const _: () = {
        let _: &::shared_abi::Layout = <Event as ::shared_abi::__private::Describes<
            EventAbi,
        >>::KNOWN;
        __shared_abi_private::Checks::assert_plain::<Event>("Event");
    };
    const _: () = __shared_abi_private::Checks::assert_fixed::<
        Str,
    >(<Event as ::shared_abi::__private::Describes<EventAbi>>::KNOWN, 2usize);
    const _: () = __shared_abi_private::Checks::assert_fixed::<
        <__EventField2 as ::shared_abi::SharedAbi>::Abi,
    >(<Event as ::shared_abi::__private::Describes<EventAbi>>::KNOWN, 3usize);
    static __SHARED_ABI_NODE: ::shared_abi::__private::Node = ::shared_abi::__private::Node {
        layout: <Event as ::shared_abi::__private::Describes<EventAbi>>::KNOWN,
        origin: <Event as ::shared_abi::__private::Describes<EventAbi>>::ORIGIN,
        edges: &[
            <u32 as ::shared_abi::InMemory>::EDGE,
            <Str as ::shared_abi::InMemory>::EDGE,
            <<__EventField2 as ::shared_abi::SharedAbi>::Abi as ::shared_abi::InMemory>::EDGE,
        ],
        named: &[],
    };
};
