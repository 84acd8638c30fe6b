// #[repr(C)] pub struct Sample { pub id: u64, pub value: f32, pub count: u32 }

///[`Sample`] as it stands in linear memory, the same on both sides.
#[doc(hidden)]
#[allow(deprecated, dead_code, unused_qualifications)]
pub type SampleAbi = Sample;
///A [`Sample`] in linear memory that has been checked, for reading.
#[allow(deprecated, dead_code, unused_qualifications)]
pub type SampleRef<'m> = ::shared_abi::View<'m, Sample>;
///A [`Sample`] in linear memory that has been checked, for writing.
#[allow(deprecated, dead_code, unused_qualifications)]
pub type SampleMut<'m> = ::shared_abi::ViewMut<'m, Sample>;
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
    type __SharedAbiFields = (u64, f32, u32);
    ///`LinearMemory::get` returns it as a [`SampleRef`], and `LinearMemoryMut::get_mut` as a [`SampleMut`].
    unsafe impl ::shared_abi::SharedAbi for Sample {
        type Abi = Sample;
        const FORM: ::shared_abi::__private::Form<Self, Sample> = ::shared_abi::__private::Form::own();
    }
    type __SharedAbiPadding = ::shared_abi::__private::Select<
        { <Sample as ::shared_abi::__private::Describes<Sample>>::FACTS.padded },
    >;
    impl ::shared_abi::__private::Derived for Sample {
        type By = Self;
    }
    unsafe impl ::shared_abi::__private::Describes<Sample> for Sample {
        const KNOWN: &'static ::shared_abi::Layout = {
            let __shared_abi_layout = const {
                &::shared_abi::Layout::enclose(
                    "Sample",
                    ::shared_abi::__private::Checks::STRUCT,
                    const {
                        &::shared_abi::Layout::place(
                            [
                                __shared_abi_private::Checks::unplaced_scalar::<
                                    u64,
                                >("id", "u64"),
                                __shared_abi_private::Checks::unplaced_scalar::<
                                    f32,
                                >("value", "f32"),
                                __shared_abi_private::Checks::unplaced_scalar::<
                                    u32,
                                >("count", "u32"),
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
                    &raw const (*__shared_abi_start).id,
                )
            };
            unsafe {
                __shared_abi_private::Checks::assert_offset::<
                    Self,
                    f32,
                >(
                    __shared_abi_layout,
                    1usize,
                    __shared_abi_start,
                    &raw const (*__shared_abi_start).value,
                )
            };
            unsafe {
                __shared_abi_private::Checks::assert_offset::<
                    Self,
                    u32,
                >(
                    __shared_abi_layout,
                    2usize,
                    __shared_abi_start,
                    &raw const (*__shared_abi_start).count,
                )
            };
            unsafe {
                let Self { id: _, value: _, count: _ } = *__shared_abi_start;
            }
            let _ = |__shared_abi_value: Self| Self { ..__shared_abi_value };
            __shared_abi_private::Checks::assert_size::<Self>(__shared_abi_layout);
            __shared_abi_layout
        };
        const CHECKS: __shared_abi_private::Checks = {
            let __shared_abi_checks: ::shared_abi::__private::Checks = ::shared_abi::__private::Checks;
            __shared_abi_checks
        };
        const NAME: &'static ::core::primitive::str = "Sample";
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
        type Ref<'m> = SampleRef<'m>;
        type Mut<'m> = SampleMut<'m>;
        type SliceRef<'m> = &'m [Sample];
        type SliceMut<'m> = <__SharedAbiPadding as ::shared_abi::__private::Choose>::Out<
            &'m mut [Sample],
            ::shared_abi::SliceViewMut<'m, Sample>,
        >;
        type Leads = ::shared_abi::__private::Here;
    }
    const _: () = {
        let _: &::shared_abi::Layout = <Sample as ::shared_abi::__private::Describes<
            Sample,
        >>::KNOWN;
        __shared_abi_private::Checks::assert_plain::<Sample>("Sample");
    };
    static __SHARED_ABI_NODE: ::shared_abi::__private::Node = ::shared_abi::__private::Node {
        layout: <Sample as ::shared_abi::__private::Describes<Sample>>::KNOWN,
        origin: <Sample as ::shared_abi::__private::Describes<Sample>>::ORIGIN,
        edges: &[
            <u64 as ::shared_abi::InMemory>::EDGE,
            <f32 as ::shared_abi::InMemory>::EDGE,
            <u32 as ::shared_abi::InMemory>::EDGE,
        ],
        named: &[],
    };
};
