"""The methods by which Python's operators ask an object, as far as they are asked from afar."""

COMPARISONS = ("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__")
TWO = "add sub mul truediv floordiv mod divmod pow matmul lshift rshift and or xor".split()
OPERATORS = [
    *(f"__{name}__" for name in TWO),
    *(f"__r{name}__" for name in TWO),
    *(f"__i{name}__" for name in TWO if name != "divmod"),
]  # fmt: skip
OTHERS = """__abs__ __neg__ __pos__ __invert__ __round__ __trunc__ __floor__ __ceil__ __int__ __float__
    __complex__ __index__ __bool__ __len__ __length_hint__ __iter__ __next__ __reversed__
    __contains__ __getitem__ __setitem__ __delitem__ __missing__ __call__ __enter__ __exit__
    __str__ __repr__ __format__ __bytes__ __fspath__ __hash__ __await__ __aiter__ __anext__
    __aenter__ __aexit__""".split()
SPECIALS = frozenset([*COMPARISONS, *OPERATORS, *OTHERS])

# These show what stands here and not what it stands for, so nobody may look.
HIDDEN = {
    "__signature__": "the tests look into the submission's code",
    "__code__": "the tests look into the submission's code",
    "__globals__": "the tests look into the submission's code",
    "__closure__": "the tests look into the submission's code",
    "__dataclass_fields__": "the tests look into a class of the submission",
    "__abstractmethods__": "the tests look into a class of the submission",
    "__subclasshook__": "the tests look into a class of the submission",
}
# What frameworks ask of everything that they meet; it is for the tests' own objects.
OF_FRAMEWORKS = frozenset(
    """_pytestfixturefunction pytestmark __wrapped__ __pytest_wrapped__ __test__ __unittest_skip__
    __unittest_skip_why__ __unittest_expecting_failure__ __tracebackhide__ _is_coroutine
    _is_coroutine_marker _mock_methods _mock_self _spec_class __orig_bases__ __isabstractmethod__
    _parameters __bases__ __mro_entries__ __class_getitem__ __typing_subst__
    __typing_unpacked_tuple_args__ __set_name__ __get__ __set__ __delete__ __notes__
    __rich_repr__ __torch_function__ __array__ __array_interface__ __array_struct__
    __array_ufunc__ __array_function__""".split()
)
