// #[repr(C)] pub struct Node { pub value: u64, pub next: *mut Node, pub name: *const str }

#[doc(hidden)]
#[allow(deprecated, dead_code, non_upper_case_globals, unused_qualifications)]
const __NodeField1Refused: ::core::primitive::bool = {
    type __SharedAbiLeaf = Node;
    let () = <*mut Node as ::shared_abi::__private::shareable::Any<
        __SharedAbiLeaf,
    >>::YES;
    false
};
#[doc(hidden)]
#[allow(deprecated, dead_code, non_camel_case_types, unused_qualifications)]
type __NodeField1 = <*mut Node as ::shared_abi::__private::Vetted<
    __NodeField1Refused,
>>::Out;
///[`Node`] as it stands in linear memory, the same on both sides.
#[allow(
    deprecated,
    dead_code,
    missing_docs,
    non_camel_case_types,
    unused_qualifications
)]
#[repr(C)]
pub struct NodeAbi {
    pub value: u64,
    #[cfg(doc)]
    pub next: <*mut Node as ::shared_abi::SharedAbi>::Abi,
    #[cfg(not(doc))]
    pub next: <__NodeField1 as ::shared_abi::SharedAbi>::Abi,
    pub name: <*const str as ::shared_abi::SharedAbi>::Abi,
}
#[automatically_derived]
#[allow(deprecated, unused_qualifications)]
impl ::core::clone::Clone for NodeAbi {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}
#[automatically_derived]
#[allow(deprecated, unused_qualifications)]
impl ::core::marker::Copy for NodeAbi {}
///A [`Node`] in linear memory that has been checked, for reading.
#[allow(deprecated, unused_qualifications)]
pub struct NodeRef<'m>(::shared_abi::View<'m, NodeAbi>);
///A [`Node`] in linear memory that has been checked, for writing.
#[allow(deprecated, unused_qualifications)]
pub struct NodeMut<'m>(::shared_abi::ViewMut<'m, NodeAbi>);
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
    type __SharedAbiFields = (
        u64,
        <__NodeField1 as ::shared_abi::SharedAbi>::Abi,
        <*const str as ::shared_abi::SharedAbi>::Abi,
    );
    ///In linear memory it stands as [`NodeAbi`]. `LinearMemory::get` returns it as a [`NodeRef`], and `LinearMemoryMut::get_mut` as a [`NodeMut`].
    unsafe impl ::shared_abi::SharedAbi for Node {
        type Abi = NodeAbi;
        const FORM: ::shared_abi::__private::Form<Self, NodeAbi> = ::shared_abi::__private::Form::twin();
        const REWRITTEN: ::core::primitive::bool = true;
    }
    unsafe impl ::shared_abi::__private::TwinOf<Node> for NodeAbi {
        #[inline]
        fn of(__shared_abi_native: Node) -> Self {
            match __shared_abi_native {
                Node {
                    value: __shared_abi_value_0,
                    next: __shared_abi_value_1,
                    name: __shared_abi_value_2,
                } => {
                    NodeAbi {
                        value: <u64 as ::shared_abi::SharedAbi>::into_abi(
                            __shared_abi_value_0,
                        ),
                        next: <__NodeField1 as ::shared_abi::SharedAbi>::into_abi(
                            __shared_abi_value_1,
                        ),
                        name: <*const str as ::shared_abi::SharedAbi>::into_abi(
                            __shared_abi_value_2,
                        ),
                    }
                }
            }
        }
        #[inline]
        unsafe fn into_native(self) -> Node {
            match self {
                NodeAbi {
                    value: __shared_abi_value_0,
                    next: __shared_abi_value_1,
                    name: __shared_abi_value_2,
                } => {
                    Node {
                        value: unsafe {
                            <u64 as ::shared_abi::SharedAbi>::from_abi(
                                __shared_abi_value_0,
                            )
                        },
                        next: unsafe {
                            <__NodeField1 as ::shared_abi::SharedAbi>::from_abi(
                                __shared_abi_value_1,
                            )
                        },
                        name: unsafe {
                            <*const str as ::shared_abi::SharedAbi>::from_abi(
                                __shared_abi_value_2,
                            )
                        },
                    }
                }
            }
        }
    }
    unsafe impl ::shared_abi::SharedAbi for NodeAbi {
        type Abi = NodeAbi;
        const FORM: ::shared_abi::__private::Form<Self, NodeAbi> = ::shared_abi::__private::Form::own();
    }
    type __SharedAbiPadding = ::shared_abi::__private::Select<
        { <NodeAbi as ::shared_abi::__private::Describes<NodeAbi>>::FACTS.padded },
    >;
    type __SharedAbiPointers = ::shared_abi::__private::Select<
        { <NodeAbi as ::shared_abi::__private::Describes<NodeAbi>>::FACTS.pointers },
    >;
    impl ::shared_abi::__private::Derived for NodeAbi {
        type By = Self;
    }
    unsafe impl ::shared_abi::__private::Describes<NodeAbi> for NodeAbi {
        const KNOWN: &'static ::shared_abi::Layout = {
            let __shared_abi_layout = const {
                &::shared_abi::Layout::enclose(
                    "Node",
                    ::shared_abi::__private::Checks::STRUCT,
                    const {
                        &::shared_abi::Layout::place(
                            [
                                __shared_abi_private::Checks::unplaced_scalar::<
                                    u64,
                                >("value", "u64"),
                                ::shared_abi::__private::Checks::unplaced::<
                                    <__NodeField1 as ::shared_abi::SharedAbi>::Abi,
                                >("next", "*mut Node"),
                                ::shared_abi::__private::Checks::unplaced::<
                                    <*const str as ::shared_abi::SharedAbi>::Abi,
                                >("name", "*const str"),
                            ],
                            0,
                            ::core::primitive::usize::MAX,
                        )
                    },
                    ::core::primitive::usize::MAX,
                    1usize,
                )
            };
            let __shared_abi_value = ::shared_abi::__private::Checks::uninit::<Self>();
            let __shared_abi_start = ::shared_abi::__private::Checks::start(
                &__shared_abi_value,
            );
            unsafe {
                __shared_abi_private::Checks::assert_offset::<
                    Self,
                    u64,
                >(
                    __shared_abi_layout,
                    0usize,
                    __shared_abi_start,
                    &raw const (*__shared_abi_start).value,
                )
            };
            unsafe {
                __shared_abi_private::Checks::assert_offset::<
                    Self,
                    <__NodeField1 as ::shared_abi::SharedAbi>::Abi,
                >(
                    __shared_abi_layout,
                    1usize,
                    __shared_abi_start,
                    &raw const (*__shared_abi_start).next,
                )
            };
            unsafe {
                __shared_abi_private::Checks::assert_offset::<
                    Self,
                    <*const str as ::shared_abi::SharedAbi>::Abi,
                >(
                    __shared_abi_layout,
                    2usize,
                    __shared_abi_start,
                    &raw const (*__shared_abi_start).name,
                )
            };
            unsafe {
                let Self { value: _, next: _, name: _ } = *__shared_abi_start;
            }
            let _ = |__shared_abi_value: Self| Self { ..__shared_abi_value };
            __shared_abi_private::Checks::assert_size::<Self>(__shared_abi_layout);
            __shared_abi_layout
        };
        const CHECKS: __shared_abi_private::Checks = {
            let __shared_abi_checks: ::shared_abi::__private::Checks = ::shared_abi::__private::Checks;
            __shared_abi_checks
        };
        const NAME: &'static ::core::primitive::str = "Node";
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
        type Ref<'m> = NodeRef<'m>;
        type Mut<'m> = NodeMut<'m>;
        type SliceRef<'m> = <__SharedAbiPointers as ::shared_abi::__private::Choose>::Out<
            &'m [NodeAbi],
            ::shared_abi::SliceView<'m, NodeAbi>,
        >;
        type SliceMut<'m> = <__SharedAbiPadding as ::shared_abi::__private::Choose>::Out<
            &'m mut [NodeAbi],
            ::shared_abi::SliceViewMut<'m, NodeAbi>,
        >;
        type Leads = ::shared_abi::__private::Here;
    }
    impl<'m> NodeRef<'m> {
        #[cfg(doc)]
        ///Follows `next: *mut Node`.
        /**

For a pointer: what it points to, `None` if it is null, or an error if what the guest wrote there can't be followed.*/
        #[allow(clippy::missing_errors_doc)]
        #[inline]
        pub fn next(self) -> ::shared_abi::Access<::core::option::Option<NodeRef<'m>>> {
            loop {}
        }
        #[cfg(not(doc))]
        ///Follows `next: *mut Node`.
        /**

For a pointer: what it points to, `None` if it is null, or an error if what the guest wrote there can't be followed.*/
        #[allow(clippy::missing_errors_doc)]
        #[inline]
        pub fn next(
            self,
        ) -> ::shared_abi::__private::Accessed<
            'm,
            <__NodeField1 as ::shared_abi::SharedAbi>::Abi,
        > {
            self.0
                .field(|
                    __shared_abi_value,
                | -> &<__NodeField1 as ::shared_abi::SharedAbi>::Abi {
                    &__shared_abi_value.next
                })
                .access(
                    &::shared_abi::__private::Site {
                        ty: "Node",
                        field: "next",
                    },
                )
        }
        #[cfg(doc)]
        ///Follows `name: *const str`.
        /**

For a pointer: what it points to, `None` if it is null, or an error if what the guest wrote there can't be followed.*/
        #[allow(clippy::missing_errors_doc)]
        #[inline]
        pub fn name(self) -> ::shared_abi::Access<&'m str> {
            loop {}
        }
        #[cfg(not(doc))]
        ///Follows `name: *const str`.
        /**

For a pointer: what it points to, `None` if it is null, or an error if what the guest wrote there can't be followed.*/
        #[allow(clippy::missing_errors_doc)]
        #[inline]
        pub fn name(
            self,
        ) -> ::shared_abi::__private::Accessed<
            'm,
            <*const str as ::shared_abi::SharedAbi>::Abi,
        > {
            self.0
                .field(|
                    __shared_abi_value,
                | -> &<*const str as ::shared_abi::SharedAbi>::Abi {
                    &__shared_abi_value.name
                })
                .access(
                    &::shared_abi::__private::Site {
                        ty: "Node",
                        field: "name",
                    },
                )
        }
    }
    impl<'m> NodeMut<'m> {
        #[cfg(doc)]
        ///Follows `next: *mut Node`.
        /**

For a pointer: what it points to, `None` if it is null, or an error if what the guest wrote there can't be followed.*/
        #[allow(clippy::missing_errors_doc)]
        #[inline]
        pub fn next(self) -> ::shared_abi::Access<::core::option::Option<NodeMut<'m>>> {
            loop {}
        }
        #[cfg(not(doc))]
        ///Follows `next: *mut Node`.
        /**

For a pointer: what it points to, `None` if it is null, or an error if what the guest wrote there can't be followed.*/
        #[allow(clippy::missing_errors_doc)]
        #[inline]
        pub fn next(
            self,
        ) -> ::shared_abi::__private::AccessedMut<
            'm,
            <__NodeField1 as ::shared_abi::SharedAbi>::Abi,
        > {
            self.0
                .field(|
                    __shared_abi_value,
                | -> &<__NodeField1 as ::shared_abi::SharedAbi>::Abi {
                    &__shared_abi_value.next
                })
                .access(
                    &::shared_abi::__private::Site {
                        ty: "Node",
                        field: "next",
                    },
                )
        }
        #[cfg(doc)]
        ///Follows `name: *const str`.
        /**

For a pointer: what it points to, `None` if it is null, or an error if what the guest wrote there can't be followed.*/
        #[allow(clippy::missing_errors_doc)]
        #[inline]
        pub fn name(self) -> ::shared_abi::Access<&'m str> {
            loop {}
        }
        #[cfg(not(doc))]
        ///Follows `name: *const str`.
        /**

For a pointer: what it points to, `None` if it is null, or an error if what the guest wrote there can't be followed.*/
        #[allow(clippy::missing_errors_doc)]
        #[inline]
        pub fn name(
            self,
        ) -> ::shared_abi::__private::AccessedMut<
            'm,
            <*const str as ::shared_abi::SharedAbi>::Abi,
        > {
            self.0
                .field(|
                    __shared_abi_value,
                | -> &<*const str as ::shared_abi::SharedAbi>::Abi {
                    &__shared_abi_value.name
                })
                .access(
                    &::shared_abi::__private::Site {
                        ty: "Node",
                        field: "name",
                    },
                )
        }
    }
    impl<'m> ::shared_abi::__private::FromView<::shared_abi::View<'m, NodeAbi>>
    for NodeRef<'m> {
        #[inline]
        fn from_view(__shared_abi_view: ::shared_abi::View<'m, NodeAbi>) -> Self {
            Self(__shared_abi_view)
        }
    }
    impl<'m> ::shared_abi::__private::FromView<::shared_abi::ViewMut<'m, NodeAbi>>
    for NodeMut<'m> {
        #[inline]
        fn from_view(__shared_abi_view: ::shared_abi::ViewMut<'m, NodeAbi>) -> Self {
            Self(__shared_abi_view)
        }
    }
    impl<'m> ::core::clone::Clone for NodeRef<'m> {
        #[inline]
        fn clone(&self) -> Self {
            *self
        }
    }
    impl<'m> ::core::marker::Copy for NodeRef<'m> {}
    impl<'m> ::core::ops::Deref for NodeRef<'m> {
        type Target = NodeAbi;
        #[inline]
        fn deref(&self) -> &NodeAbi {
            &self.0
        }
    }
    impl<'m> ::core::convert::AsRef<::shared_abi::View<'m, NodeAbi>> for NodeRef<'m> {
        #[inline]
        fn as_ref(&self) -> &::shared_abi::View<'m, NodeAbi> {
            &self.0
        }
    }
    impl<'m> ::core::fmt::Debug for NodeRef<'m> {
        fn fmt(
            &self,
            __shared_abi_f: &mut ::core::fmt::Formatter<'_>,
        ) -> ::core::fmt::Result {
            ::core::fmt::Debug::fmt(&self.0, __shared_abi_f)
        }
    }
    impl<'m> ::core::fmt::Debug for NodeMut<'m> {
        fn fmt(
            &self,
            __shared_abi_f: &mut ::core::fmt::Formatter<'_>,
        ) -> ::core::fmt::Result {
            ::core::fmt::Debug::fmt(&self.0, __shared_abi_f)
        }
    }
    impl<'m> ::core::ops::Deref for NodeMut<'m> {
        type Target = NodeAbi;
        #[inline]
        fn deref(&self) -> &NodeAbi {
            &self.0
        }
    }
    impl<'m> ::core::ops::DerefMut for NodeMut<'m> {
        #[inline]
        fn deref_mut(&mut self) -> &mut NodeAbi {
            &mut self.0
        }
    }
    impl<'m> ::core::convert::AsRef<::shared_abi::ViewMut<'m, NodeAbi>> for NodeMut<'m> {
        #[inline]
        fn as_ref(&self) -> &::shared_abi::ViewMut<'m, NodeAbi> {
            &self.0
        }
    }
    const _: () = {
        let _: &::shared_abi::Layout = <NodeAbi as ::shared_abi::__private::Describes<
            NodeAbi,
        >>::KNOWN;
        __shared_abi_private::Checks::assert_plain::<Node>("Node");
    };
    const _: () = __shared_abi_private::Checks::assert_fixed::<
        <__NodeField1 as ::shared_abi::SharedAbi>::Abi,
    >(<NodeAbi as ::shared_abi::__private::Describes<NodeAbi>>::KNOWN, 1usize);
    const _: () = __shared_abi_private::Checks::assert_fixed::<
        <*const str as ::shared_abi::SharedAbi>::Abi,
    >(<NodeAbi as ::shared_abi::__private::Describes<NodeAbi>>::KNOWN, 2usize);
    static __SHARED_ABI_NODE: ::shared_abi::__private::Node = ::shared_abi::__private::Node {
        layout: <NodeAbi as ::shared_abi::__private::Describes<NodeAbi>>::KNOWN,
        origin: <NodeAbi as ::shared_abi::__private::Describes<NodeAbi>>::ORIGIN,
        edges: &[
            <u64 as ::shared_abi::InMemory>::EDGE,
            <<__NodeField1 as ::shared_abi::SharedAbi>::Abi as ::shared_abi::InMemory>::EDGE,
            <<*const str as ::shared_abi::SharedAbi>::Abi as ::shared_abi::InMemory>::EDGE,
        ],
        named: &[],
    };
};
