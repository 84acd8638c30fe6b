// #[repr(C)] pub struct Outer { pub id: u64, pub inner: Inner }

#[doc(hidden)]
#[allow(deprecated, dead_code, non_upper_case_globals, unused_qualifications)]
const __OuterField1Refused: ::core::primitive::bool = {
    let () = <Inner as ::shared_abi::__private::shareable::Any>::YES;
    false
};
#[doc(hidden)]
#[allow(deprecated, dead_code, non_camel_case_types, unused_qualifications)]
type __OuterField1 = <Inner as ::shared_abi::__private::Vetted<
    __OuterField1Refused,
>>::Out;
#[doc(hidden)]
///[`Outer`] as it stands in linear memory, the same on both sides.
#[allow(
    deprecated,
    dead_code,
    missing_docs,
    non_camel_case_types,
    unused_qualifications
)]
#[repr(C)]
pub struct __OuterTwin {
    pub id: u64,
    #[cfg(doc)]
    pub inner: <Inner as ::shared_abi::SharedAbi>::Abi,
    #[cfg(not(doc))]
    pub inner: <__OuterField1 as ::shared_abi::SharedAbi>::Abi,
}
#[automatically_derived]
#[allow(deprecated, unused_qualifications)]
impl ::core::clone::Clone for __OuterTwin
where
    for<'copy> <__OuterField1 as ::shared_abi::SharedAbi>::Abi: ::shared_abi::__private::CopyAt<
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
impl ::core::marker::Copy for __OuterTwin
where
    for<'copy> <__OuterField1 as ::shared_abi::SharedAbi>::Abi: ::shared_abi::__private::CopyAt<
        'copy,
        0usize,
    >,
{}
#[doc(hidden)]
#[allow(deprecated, dead_code, non_camel_case_types, unused_qualifications)]
type __OuterChoice = ::shared_abi::__private::Select<
    { false || <__OuterField1 as ::shared_abi::SharedAbi>::REWRITTEN },
>;
///[`Outer`] as it stands in linear memory, the same on both sides.
#[allow(deprecated, dead_code, unused_qualifications)]
pub type OuterAbi = <Outer as ::shared_abi::__private::FormBy<__OuterChoice>>::Out;
#[automatically_derived]
impl ::shared_abi::__private::FormBy<::shared_abi::__private::Own> for Outer {
    type Out = Outer;
}
#[automatically_derived]
impl ::shared_abi::__private::FormBy<::shared_abi::__private::Twin> for Outer {
    type Out = __OuterTwin;
}
///A [`Outer`] in linear memory that has been checked, for reading.
#[allow(deprecated, unused_qualifications)]
pub struct OuterRef<'m>(::shared_abi::View<'m, OuterAbi>);
///A [`Outer`] in linear memory that has been checked, for writing.
#[allow(deprecated, unused_qualifications)]
pub struct OuterMut<'m>(::shared_abi::ViewMut<'m, OuterAbi>);
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
    type __SharedAbiFields = (u64, <__OuterField1 as ::shared_abi::SharedAbi>::Abi);
    ///In linear memory it stands as [`OuterAbi`]. `LinearMemory::get` returns it as a [`OuterRef`], and `LinearMemoryMut::get_mut` as a [`OuterMut`].
    unsafe impl ::shared_abi::SharedAbi for Outer {
        type Abi = OuterAbi;
        const FORM: ::shared_abi::__private::Form<Self, OuterAbi> = <__OuterChoice>::form();
        const REWRITTEN: ::core::primitive::bool = false
            || <__OuterField1 as ::shared_abi::SharedAbi>::REWRITTEN;
    }
    unsafe impl ::shared_abi::__private::TwinOf<Outer> for __OuterTwin {
        #[inline]
        fn of(__shared_abi_native: Outer) -> Self {
            match __shared_abi_native {
                Outer { id: __shared_abi_value_0, inner: __shared_abi_value_1 } => {
                    __OuterTwin {
                        id: <u64 as ::shared_abi::SharedAbi>::into_abi(
                            __shared_abi_value_0,
                        ),
                        inner: <__OuterField1 as ::shared_abi::SharedAbi>::into_abi(
                            __shared_abi_value_1,
                        ),
                    }
                }
            }
        }
        #[inline]
        unsafe fn into_native(self) -> Outer {
            match self {
                __OuterTwin { id: __shared_abi_value_0, inner: __shared_abi_value_1 } => {
                    Outer {
                        id: unsafe {
                            <u64 as ::shared_abi::SharedAbi>::from_abi(
                                __shared_abi_value_0,
                            )
                        },
                        inner: unsafe {
                            <__OuterField1 as ::shared_abi::SharedAbi>::from_abi(
                                __shared_abi_value_1,
                            )
                        },
                    }
                }
            }
        }
    }
    unsafe impl ::shared_abi::SharedAbi for __OuterTwin {
        type Abi = OuterAbi;
        const FORM: ::shared_abi::__private::Form<Self, OuterAbi> = <__OuterChoice>::form_of_twin();
    }
    type __SharedAbiPadding = ::shared_abi::__private::Select<
        { <Outer as ::shared_abi::__private::Describes<OuterAbi>>::FACTS.padded },
    >;
    type __SharedAbiPointers = ::shared_abi::__private::Select<
        { <Outer as ::shared_abi::__private::Describes<OuterAbi>>::FACTS.pointers },
    >;
    impl ::shared_abi::__private::Derived for Outer {
        type By = Self;
    }
    impl ::shared_abi::__private::Derived for __OuterTwin {
        type By = Outer;
    }
    unsafe impl ::shared_abi::__private::Describes<OuterAbi> for Outer {
        const KNOWN: &'static ::shared_abi::Layout = {
            let __shared_abi_layout = const {
                &::shared_abi::Layout::enclose(
                    "Outer",
                    ::shared_abi::__private::Checks::STRUCT,
                    const {
                        &::shared_abi::Layout::place(
                            [
                                __shared_abi_private::Checks::unplaced_scalar::<
                                    u64,
                                >("id", "u64"),
                                ::shared_abi::__private::Checks::unplaced::<
                                    <__OuterField1 as ::shared_abi::SharedAbi>::Abi,
                                >("inner", "Inner"),
                            ],
                            0,
                            ::core::primitive::usize::MAX,
                        )
                    },
                    ::core::primitive::usize::MAX,
                    1usize,
                )
            };
            let __shared_abi_value = ::shared_abi::__private::Checks::uninit::<
                OuterAbi,
            >();
            let __shared_abi_start = ::shared_abi::__private::Checks::start(
                &__shared_abi_value,
            );
            unsafe {
                __shared_abi_private::Checks::assert_offset::<
                    OuterAbi,
                    u64,
                >(
                    __shared_abi_layout,
                    0usize,
                    __shared_abi_start,
                    &raw const (*__shared_abi_start).id,
                )
            };
            unsafe {
                __shared_abi_private::Checks::assert_offset::<
                    OuterAbi,
                    <__OuterField1 as ::shared_abi::SharedAbi>::Abi,
                >(
                    __shared_abi_layout,
                    1usize,
                    __shared_abi_start,
                    &raw const (*__shared_abi_start).inner,
                )
            };
            unsafe {
                let OuterAbi { id: _, inner: _ } = *__shared_abi_start;
            }
            let _ = |__shared_abi_value: OuterAbi| OuterAbi { ..__shared_abi_value };
            __shared_abi_private::Checks::assert_size::<OuterAbi>(__shared_abi_layout);
            __shared_abi_layout
        };
        const CHECKS: __shared_abi_private::Checks = {
            let __shared_abi_checks: ::shared_abi::__private::Checks = ::shared_abi::__private::Checks;
            __shared_abi_checks
        };
        const NAME: &'static ::core::primitive::str = "Outer";
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
        type Ref<'m> = OuterRef<'m>;
        type Mut<'m> = OuterMut<'m>;
        type SliceRef<'m> = <__SharedAbiPointers as ::shared_abi::__private::Choose>::Out<
            &'m [OuterAbi],
            ::shared_abi::SliceView<'m, OuterAbi>,
        >;
        type SliceMut<'m> = <__SharedAbiPadding as ::shared_abi::__private::Choose>::Out<
            &'m mut [OuterAbi],
            ::shared_abi::SliceViewMut<'m, OuterAbi>,
        >;
        type Leads = ::shared_abi::__private::Here;
    }
    impl<'m> OuterRef<'m> {
        #[cfg(doc)]
        ///Follows `inner: Inner`.
        /**

For a pointer: what it points to, `None` if it is null, or an error if what the guest wrote there can't be followed.*/
        #[allow(clippy::missing_errors_doc)]
        #[inline]
        pub fn inner(self) -> ::shared_abi::__private::documented::Followed<'m, Inner> {
            loop {}
        }
        #[cfg(not(doc))]
        ///Follows `inner: Inner`.
        /**

For a pointer: what it points to, `None` if it is null, or an error if what the guest wrote there can't be followed.*/
        #[allow(clippy::missing_errors_doc)]
        #[inline]
        pub fn inner(
            self,
        ) -> ::shared_abi::__private::Accessed<
            'm,
            <__OuterField1 as ::shared_abi::SharedAbi>::Abi,
        > {
            self.0
                .field(|
                    __shared_abi_value,
                | -> &<__OuterField1 as ::shared_abi::SharedAbi>::Abi {
                    &__shared_abi_value.inner
                })
                .access(
                    &::shared_abi::__private::Site {
                        ty: "Outer",
                        field: "inner",
                    },
                )
        }
    }
    impl<'m> OuterMut<'m> {
        #[cfg(doc)]
        ///Follows `inner: Inner`.
        /**

For a pointer: what it points to, `None` if it is null, or an error if what the guest wrote there can't be followed.*/
        #[allow(clippy::missing_errors_doc)]
        #[inline]
        pub fn inner(
            self,
        ) -> ::shared_abi::__private::documented::FollowedMut<'m, Inner> {
            loop {}
        }
        #[cfg(not(doc))]
        ///Follows `inner: Inner`.
        /**

For a pointer: what it points to, `None` if it is null, or an error if what the guest wrote there can't be followed.*/
        #[allow(clippy::missing_errors_doc)]
        #[inline]
        pub fn inner(
            self,
        ) -> ::shared_abi::__private::AccessedMut<
            'm,
            <__OuterField1 as ::shared_abi::SharedAbi>::Abi,
        > {
            self.0
                .field(|
                    __shared_abi_value,
                | -> &<__OuterField1 as ::shared_abi::SharedAbi>::Abi {
                    &__shared_abi_value.inner
                })
                .access(
                    &::shared_abi::__private::Site {
                        ty: "Outer",
                        field: "inner",
                    },
                )
        }
    }
    impl<'m> ::shared_abi::__private::FromView<::shared_abi::View<'m, OuterAbi>>
    for OuterRef<'m> {
        #[inline]
        fn from_view(__shared_abi_view: ::shared_abi::View<'m, OuterAbi>) -> Self {
            Self(__shared_abi_view)
        }
    }
    impl<'m> ::shared_abi::__private::FromView<::shared_abi::ViewMut<'m, OuterAbi>>
    for OuterMut<'m> {
        #[inline]
        fn from_view(__shared_abi_view: ::shared_abi::ViewMut<'m, OuterAbi>) -> Self {
            Self(__shared_abi_view)
        }
    }
    impl<'m> ::core::clone::Clone for OuterRef<'m> {
        #[inline]
        fn clone(&self) -> Self {
            *self
        }
    }
    impl<'m> ::core::marker::Copy for OuterRef<'m> {}
    impl<'m> ::core::ops::Deref for OuterRef<'m> {
        type Target = OuterAbi;
        #[inline]
        fn deref(&self) -> &OuterAbi {
            &self.0
        }
    }
    impl<'m> ::core::convert::AsRef<::shared_abi::View<'m, OuterAbi>> for OuterRef<'m> {
        #[inline]
        fn as_ref(&self) -> &::shared_abi::View<'m, OuterAbi> {
            &self.0
        }
    }
    impl<'m> ::core::fmt::Debug for OuterRef<'m> {
        fn fmt(
            &self,
            __shared_abi_f: &mut ::core::fmt::Formatter<'_>,
        ) -> ::core::fmt::Result {
            ::core::fmt::Debug::fmt(&self.0, __shared_abi_f)
        }
    }
    impl<'m> ::core::fmt::Debug for OuterMut<'m> {
        fn fmt(
            &self,
            __shared_abi_f: &mut ::core::fmt::Formatter<'_>,
        ) -> ::core::fmt::Result {
            ::core::fmt::Debug::fmt(&self.0, __shared_abi_f)
        }
    }
    impl<'m> ::core::ops::Deref for OuterMut<'m> {
        type Target = OuterAbi;
        #[inline]
        fn deref(&self) -> &OuterAbi {
            &self.0
        }
    }
    impl<'m> ::core::ops::DerefMut for OuterMut<'m> {
        #[inline]
        fn deref_mut(&mut self) -> &mut OuterAbi {
            &mut self.0
        }
    }
    impl<'m> ::core::convert::AsRef<::shared_abi::ViewMut<'m, OuterAbi>>
    for OuterMut<'m> {
        #[inline]
        fn as_ref(&self) -> &::shared_abi::ViewMut<'m, OuterAbi> {
            &self.0
        }
    }
    const _: () = {
        let _: &::shared_abi::Layout = <Outer as ::shared_abi::__private::Describes<
            OuterAbi,
        >>::KNOWN;
        __shared_abi_private::Checks::assert_plain::<Outer>("Outer");
    };
    const _: () = __shared_abi_private::Checks::assert_fixed::<
        <__OuterField1 as ::shared_abi::SharedAbi>::Abi,
    >(<Outer as ::shared_abi::__private::Describes<OuterAbi>>::KNOWN, 1usize);
    static __SHARED_ABI_NODE: ::shared_abi::__private::Node = ::shared_abi::__private::Node {
        layout: <Outer as ::shared_abi::__private::Describes<OuterAbi>>::KNOWN,
        origin: <Outer as ::shared_abi::__private::Describes<OuterAbi>>::ORIGIN,
        edges: &[
            <u64 as ::shared_abi::InMemory>::EDGE,
            <<__OuterField1 as ::shared_abi::SharedAbi>::Abi as ::shared_abi::InMemory>::EDGE,
        ],
        named: &[],
    };
};
