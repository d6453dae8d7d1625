"""What stands here for a function, class, module or instance of the other side, and what the other side
may have done with ours.

A class that the other side has is a class here too, below the classes that both have, so that
isinstance(), except and operators mean what they mean. Its instances hold nothing: all is asked for,
each time anew.
"""

import sys
import types

from .copies import KINDS as COPIED
from .plain import name_of_class, shared_class, text, wrong
from .specials import COMPARISONS, HIDDEN, OPERATORS, OF_FRAMEWORKS, SPECIALS

FUNCTIONS = (types.FunctionType, types.BuiltinFunctionType, types.MethodType, types.MethodWrapperType,
             types.WrapperDescriptorType, types.MethodDescriptorType, types.ClassMethodDescriptorType)  # fmt: skip
# Whose instances are what they hold, and cannot be changed.
DATA = {f"builtins.{name}" for name in "int float complex str bytes tuple frozenset".split()}
DATA |= {"datetime.date", "datetime.datetime", "datetime.timedelta", "decimal.Decimal", "fractions.Fraction"}
MISSING = object()
# What exceptions hold beside their arguments.
OF_ERRORS = {"filename": OSError, "filename2": OSError, "name": (ImportError, NameError, AttributeError),
             "path": ImportError}  # fmt: skip
# Of a module what is told with it.
OF_MODULES = ("__name__", "__file__", "__path__", "__package__", "__loader__", "__spec__")
ASYNC = 0x80  # of a code object


class Description:
    pass


class BoundMethod:
    """A method that an object of the other side has."""

    __slots__ = ("ask", "owner", "name")

    def __init__(self, ask, owner, name):
        for key, value in (("ask", ask), ("owner", owner), ("name", name)):
            object.__setattr__(self, key, value)

    def __call__(self, /, *values, **named):
        __tracebackhide__ = True
        return self.ask("method", self.owner, self.name, *values, **named)

    def __getattr__(self, name):
        if name == "__self__":
            return self.owner
        if name in HIDDEN or name in OF_FRAMEWORKS:
            raise AttributeError(name)
        return self.ask("of_method", self.owner, self.name, name)

    def __eq__(self, other):
        return type(other) is BoundMethod and self.owner is other.owner and self.name == other.name

    def __hash__(self):
        return hash((id(self.owner), self.name))

    def __repr__(self):
        return self.ask("of_method", self.owner, self.name, "__repr__")()


class Names(dict):
    """A module's names; what they stand for is asked for."""

    def __init__(self, module, names):
        super().__init__(dict.fromkeys(names))
        self.module = module

    def __getitem__(self, name):
        if name not in self:
            raise KeyError(name)
        return getattr(self.module, name)

    def get(self, name, default=None):
        return self[name] if name in self else default

    def items(self):
        return [(name, self[name]) for name in self]

    def values(self):
        return [self[name] for name in self]


def short(value, limit=200):
    return value[:limit] if type(value) is str else ""


def make_standins(membrane):
    return StandIns(membrane)


class StandIns:
    def __init__(self, membrane):
        self.membrane = membrane
        self.judge = membrane.side == "j"
        self.hashes = {}  # id of a stand-in -> hash
        self.shown = {}  # class here -> what the other side's class is made of
        self.asked_for = set()  # ids of classes here that somebody asked for, not only for an instance
        self.making = False
        self.awaited = self.make_awaited()
        self.root, self.meta, self.function, self.module = self.make_roots()
        self.descriptions = {}  # class -> what stands for it
        self.first = {}  # (id of a class, name) -> what it was before the other side replaced it
        self.operations = {
            "get": self.get,
            "set": self.set,
            "del": self.delete,
            "call": self.call,
            "method": self.method,
            "of_method": self.of_method,
            "op": self.op,
            "dir": self.dir,
            "vars": self.vars,
            "copy": self.copy,
            "data": self.data,
            "run": self.run,
            "is_async": inspect_async,
        }

    def ask(self, what, *values, **named):
        __tracebackhide__ = True
        return self.membrane.ask(what, *values, **named)

    def refuse(self, why):
        raise self.membrane.refusal(why)

    # ---- what stands here

    def make_roots(outer):
        ask = outer.ask

        def read(self, name):
            if name in HIDDEN:
                outer.refuse(HIDDEN[name])
            if name in OF_FRAMEWORKS:
                raise AttributeError(name)
            return ask("get", self, name)

        class Meta(type):
            def __new__(meta, name, bases, namespace, **more):
                if not outer.making:
                    outer.refuse("a class extends one of the other side")
                return super().__new__(meta, name, bases, namespace)

            def __init__(cls, *values, **named):
                type.__init__(cls, *values)

            def __call__(cls, /, *values, **named):
                __tracebackhide__ = True
                return ask("call", cls, *values, **named)

            def __getattr__(cls, name):
                return read(cls, name)

            def __setattr__(cls, name, value):
                if outer.making or name in ("__abstractmethods__", "__orig_bases__"):
                    type.__setattr__(cls, name, value)
                else:
                    ask("set", cls, name, value)

            def __delattr__(cls, name):
                ask("del", cls, name)

            def __getitem__(cls, key):
                return ask("op", cls, "__getitem__", key)

            def __iter__(cls):
                return ask("op", cls, "__iter__")

            def __len__(cls):
                return ask("op", cls, "__len__")

            def __contains__(cls, item):
                return ask("op", cls, "__contains__", item)

            def __bool__(cls):
                return True

            @property
            def __dict__(cls):
                return ask("vars", cls)

        class Root:
            __slots__ = ()

            def __getattr__(self, name):
                return read(self, name)

            def __setattr__(self, name, value):
                # What a traceback goes through is ours.
                if name.startswith("__") and isinstance(self, BaseException):
                    object.__setattr__(self, name, value)
                else:
                    ask("set", self, name, value)

            def __delattr__(self, name):
                ask("del", self, name)

            def __dir__(self):
                return ask("dir", self)

            def __copy__(self):
                return ask("copy", self, False)

            def __deepcopy__(self, memo):
                return ask("copy", self, True)

            def __reduce_ex__(self, protocol):
                outer.refuse("the tests pickle an object of the submission")

            @property
            def __dict__(self):
                return ask("vars", self)

        class Function(Root):
            __slots__ = ()

            def __call__(self, /, *values, **named):
                __tracebackhide__ = True
                return ask("call", self, *values, **named)

            def __get__(self, owner, cls=None):
                plain = id(self) in outer.shown and outer.shown[id(self)][2]
                return self if owner is None or not plain else types.MethodType(self, owner)

            def __repr__(self):
                return ask("op", self, "__repr__")

            __name__ = property(lambda self: outer.shown[id(self)][0])
            __module__ = property(lambda self: outer.shown[id(self)][1])
            __doc__ = property(lambda self: read(self, "__doc__"))

        class Module(types.ModuleType):
            def __getattribute__(self, name):
                if name == "__class__":
                    return Module
                if name in OF_MODULES:
                    return object.__getattribute__(self, name)
                if name == "__dict__":
                    return Names(self, ask("dir", self))
                return read(self, name)

            def __setattr__(self, name, value):
                # What an import does for a package.
                if type(value) is Module and getattr(value, "__name__", "").rpartition(".")[2] == name:
                    return
                ask("set", self, name, value)

            def __delattr__(self, name):
                ask("del", self, name)

            def __dir__(self):
                return ask("dir", self)

            def __repr__(self):
                return f"<module {self.__name__!r}>"

        return Root, Meta, Function, Module

    def is_function(self, value):
        return type(value) in (self.function, BoundMethod)

    def is_async(self, value):
        """Whether calling it gives something to be awaited."""
        if type(value) is BoundMethod:
            return self.ask("is_async", value)
        return id(value) in self.shown and self.shown[id(value)][3]

    def make(self, kind, ref, state):
        """The object, and what is still to be done for it, or None."""
        if type(state) is not list:
            wrong()
        decode = self.membrane.decode
        if kind == "C":
            return self.make_class(*state), None
        if kind == "f":
            name, module, plain, is_async = state
            made = object.__new__(self.function)
            self.shown[id(made)] = (short(name), short(module), plain is True, is_async is True)
            return made, None
        if kind == "m":
            name, file, path = state
            made = self.module(short(name))
            object.__setattr__(made, "__package__", short(name) if path else short(name).rpartition(".")[0])
            if type(file) is str:
                object.__setattr__(made, "__file__", file)
            if path:
                object.__setattr__(made, "__path__", [text(one) for one in path])
            return made, None
        if kind == "i":
            return self.make_instance(*state), None
        if kind == "e":
            return self.make_exception(*state)
        return wrong(), decode

    def make_class(self, name, qualname, module, doc, bases, specials, data, hashable):
        above = []
        for base in bases if type(bases) is list else wrong():
            cls = self.class_of(base)
            if cls in above:
                wrong()
            above.append(cls)
        if type(specials) is not list or not set(specials) <= SPECIALS:
            wrong()
        data = text(data)
        base = shared_class(data) if data else None
        namespace = {"__slots__": (), "__module__": short(module), "__qualname__": short(qualname),
                     "__doc__": doc if type(doc) is str else None}  # fmt: skip
        changing = base is not None and data not in DATA and not issubclass(base, BaseException)
        for special in specials:
            namespace[special] = self.forward(special, base)
        for special in COMPARISONS:
            if special in specials or changing:
                namespace[special] = self.compare(special, base)
        if "__eq__" in namespace and not hashable:
            namespace["__hash__"] = None
        elif "__hash__" in namespace or "__eq__" in namespace:
            namespace["__hash__"] = self.hash_of(base if not changing else None)
        if changing:
            namespace["__class__"] = property(lambda self: base)
        if "__await__" in specials:
            namespace.update(self.awaited)
        elif name == "generator" and module == "builtins":
            namespace.update({one: self.named(one) for one in ("send", "throw", "close")})
        if not any(issubclass(cls, self.root) for cls in above):
            above.insert(0, self.root)
        if base is not None and not changing and not any(issubclass(cls, base) for cls in above):
            above.append(base)
        self.making = True
        try:
            made = self.meta(short(name) or "class", tuple(above), namespace)
        finally:
            self.making = False
        return made

    def class_of(self, told):
        is_ref = type(told) is dict and told.keys() == {"$"}
        cls = self.membrane.entry_of(told["$"]).object if is_ref else self.membrane.decode(told)
        return cls if isinstance(cls, type) else wrong()

    def make_instance(self, told, hashed, data):
        cls = self.class_of(told)
        if type(cls) is not self.meta or issubclass(cls, BaseException):
            wrong()
        base = next((one for one in cls.__mro__ if name_of_class(one) in DATA), None)
        if base is None:
            made = object.__new__(cls)
        else:
            value = self.membrane.decode(data)
            if type(value) is not base:
                wrong()
            made = instance_with(cls, base, value)
        if hashed is not None:
            self.hashes[id(made)] = hashed if type(hashed) is int else wrong()
        return made

    def make_exception(self, told, values, fields):
        cls = self.class_of(told)
        if not issubclass(cls, BaseException) or type(values) is not list or type(fields) is not dict:
            wrong()
        values = tuple(self.membrane.decode(value) for value in values)
        made = exception_with(cls, values)

        def later():
            for name, value in fields.items():
                value = self.membrane.decode(value)
                if name == "__cause__":
                    made.__cause__ = value if isinstance(value, BaseException) else wrong()
                elif not name.startswith("__"):
                    object.__setattr__(made, name, value)

        return made, later

    def forward(self, special, base=None):
        outer, ask = self, self.ask
        tells = self.judge and (special in OPERATORS or special == "__contains__")

        def method(self, /, *values, **named):
            __tracebackhide__ = True
            if tells and values and outer.is_expected(special, values[0]):
                if special == "__contains__" and base is not None:
                    return values[0] in outer.data_in(self, base)
                if id(type(self)) not in outer.asked_for:
                    outer.refuse_its_word()
            return ask("op", self, special, *values, **named)

        method.__name__ = special
        return method

    def named(self, name):
        ask = self.ask

        def method(self, /, *values, **named):
            __tracebackhide__ = True
            return ask("method", self, name, *values, **named)

        return method

    def make_awaited(outer):
        """What is awaited runs to its end on its own side."""
        ask = outer.ask

        def __await__(self):
            return ask("run", self)
            yield

        def send(self, value):
            raise StopIteration(ask("run", self))

        def throw(self, *error):
            raise error[-1] if isinstance(error[-1], BaseException) else error[0]

        def close(self):
            pass

        return {"__await__": __await__, "send": send, "throw": throw, "close": close}

    def hash_of(self, base):
        hashes = self.hashes

        def __hash__(self):
            known = hashes.get(id(self))
            return known if known is not None else base.__hash__(self) if base else object.__hash__(self)

        return __hash__

    def is_expected(self, special, value):
        """Whether it may be what the tests expect, which the other side would learn with it."""
        cls = type(value)
        if special == "__contains__":
            return self.membrane.is_plain(value)
        return cls in (int, float, complex) or cls.__module__ in ("decimal", "fractions")

    def refuse_its_word(self):
        why = "an object of the submission says how it compares with plain data"
        raise self.membrane.refusal(why, theirs=True)

    def data_in(self, value, base):
        """What an instance of a class below one that holds data holds, whatever the class says."""
        if base in type(value).__mro__:
            return value_of(base, value)
        made = self.ask("data", value)
        return made if type(made) is base else wrong()

    def number_of(self, value):
        """What is compared with a tolerance is a number, and does not say how far it is from another."""
        if not self.membrane.is_theirs(value):
            return value
        base = next((one for one in type(value).__mro__ if name_of_class(one) in DATA), None)
        return self.refuse_its_word() if base is None else value_of(base, value)

    def compare(self, special, base):
        """With objects of the other side as the class has it. With plain data the data decides, and what
        has none may not say that it is equal to some: it would learn what is expected."""
        outer, ask = self, self.ask

        def method(self, other):
            __tracebackhide__ = True
            if outer.membrane.is_theirs(other) or not outer.judge:
                return ask("op", self, special, other)
            if not outer.membrane.is_plain(other):
                return NotImplemented
            if base is not None:
                return getattr(base, special)(outer.data_in(self, base), other)
            said = ask("op", self, special, other)
            if said is NotImplemented or special == "__ne__" or other is None or not said:
                return said
            return outer.refuse_its_word()

        method.__name__ = special
        return method

    def method_of(self, owner, name):
        text(name)
        if self.membrane.is_theirs(owner):
            return BoundMethod(self.ask, owner, name)
        return wrong() if self.judge else getattr(owner, name)

    # ---- what is ours

    def row_of(self, value, add):
        """[kind, state], or a value that stands for it; add(kind) has to come before what may lead
        back here."""
        encode, cls = self.membrane.encode, type(value)
        if isinstance(value, type):
            return self.row_of_class(value, add)
        if cls in FUNCTIONS:
            bound = self.bound(value) if cls is types.MethodType or cls is types.BuiltinFunctionType else None
            if bound is not None:
                return bound
            add("f")
            plain = cls is types.FunctionType
            return ["f", [short(getattr(value, "__name__", "")), short(getattr(value, "__module__", "")), plain,
                          plain and value.__code__.co_flags & ASYNC != 0]]  # fmt: skip
        if issubclass(cls, types.ModuleType):
            if self.judge:
                self.refuse("a module is given to the submission")
            add("m")
            path = getattr(value, "__path__", None)
            return ["m", [short(value.__name__), getattr(value, "__file__", None), path and list(path)]]
        if issubclass(cls, BaseException):
            return self.row_of_exception(value, cls, add)
        told = self.described(cls) if self.judge else encode(cls)
        add("i")
        data = data_of(cls)
        hashed = None
        if self.has_hash(cls):
            try:
                hashed = hash(value)
            except Exception:
                hashed = None
        plain = None
        if data in DATA:
            plain = encode(value_of(shared_class(data), value))
        return ["i", [told, hashed, plain]]

    def has_hash(self, cls):
        found = next((one for one in cls.__mro__ if "__hash__" in one.__dict__), object)
        return found is not object and vars(found)["__hash__"] is not None and name_of_class(found) not in DATA

    def bound(self, value):
        """A method of an object that the other side knows, by its name."""
        owner = value.__self__
        name = value.__name__
        if owner is None or isinstance(owner, types.ModuleType) or self.judge:
            return None
        entry = self.membrane.by_id.get(id(owner))
        if entry is None or entry.ref[0] != self.membrane.side or entry.kind not in "iCe":
            return None
        found = next((vars(one)[name] for one in type(owner).__mro__ if name in vars(one)), None)
        if isinstance(owner, type):
            found = next((vars(one)[name] for one in owner.__mro__ if name in vars(one)), found)
        found = getattr(found, "__func__", found)
        is_builtin = type(found) is types.MethodDescriptorType and type(value) is types.BuiltinFunctionType
        if not is_builtin and found is not getattr(value, "__func__", None):
            return None
        return {"$method": [{"$": entry.ref}, name]}

    def row_of_class(self, cls, add):
        encode = self.membrane.encode
        if self.judge:
            add("f")  # it can be called, and that is all
            return ["f", [short(cls.__name__), short(cls.__module__), False, False]]
        bases = []
        for base in cls.__bases__:
            told = name_of_class(base) or not is_library(base) or issubclass(base, BaseException)
            if told and base is not object and not is_copied(base):
                bases.append(encode(base))
        add("C")
        return ["C", self.description(cls, bases)]

    def described(self, cls):
        """Of a class of the tests what its instances can do; itself it stays here."""
        known = self.descriptions.get(cls)
        if known is None:
            known = self.descriptions[cls] = Description()
            membrane = self.membrane
            membrane.counter += 1
            ref = f"{membrane.side}{membrane.counter}"
            membrane.fresh.append([ref, "C", self.description(cls, [])])
            membrane.add(known, ref, "C")
        return self.membrane.encode(known)

    def description(self, cls, bases):
        data = data_of(cls)
        specials, hashable = [], True
        own = {object, shared_class(data) if data in DATA else object}
        for name in SPECIALS:
            found = next((one for one in cls.__mro__ if name in one.__dict__), object)
            if name == "__hash__":
                hashable = vars(found)[name] is not None
            if found in own or vars(found)[name] is None or is_library_error(found):
                continue
            specials.append(name)
        doc = cls.__doc__ if type(cls.__doc__) is str and not self.judge else None
        return [short(cls.__name__), short(cls.__qualname__), short(cls.__module__),
                doc and doc[:10_000], bases, specials, data, hashable]  # fmt: skip

    def row_of_exception(self, value, cls, add):
        encode = self.membrane.encode
        if self.judge:
            # Of the tests' own classes the nearest that both have.
            cls = next(one for one in cls.__mro__ if name_of_class(one))
            told = {"$own": name_of_class(cls)}
        else:
            told = encode(cls)
        add("e")
        if self.membrane.veiled(value):
            return ["e", [told, ["an assertion failed"], {}]]
        values = [encode(one) if one is not value else None for one in value.args]
        fields = {}
        if not self.judge:
            fields = {name: encode(one) for name, one in vars(value).items()
                      if type(name) is str and not name.startswith("__") and one is not value}  # fmt: skip
            for name in OF_ERRORS:
                item = getattr(value, name, None)
                if isinstance(value, OF_ERRORS[name]) and type(item) in (str, bytes, int):
                    fields[name] = encode(item)
            if value.__cause__ is not None and value.__cause__ is not value:
                fields["__cause__"] = encode(value.__cause__)
        return ["e", [told, values, fields]]

    # ---- what is done with ours. Of the judge's side the other one reads and changes only what was
    # given to it, and nothing that leads from there to the tests.

    def check(self, value, name):
        if not self.judge:
            return
        if type(name) is not str or name.startswith("__") or name.startswith(LEADS_AWAY):
            raise AttributeError(short(name) if type(name) is str else "")
        if isinstance(value, (type, types.ModuleType, *FUNCTIONS)):
            raise AttributeError(name)
        mocked = sys.modules.get("unittest.mock")
        if mocked and isinstance(value, mocked.NonCallableMock):
            if name.startswith("_") or hasattr(mocked.NonCallableMock, name) or hasattr(mocked.CallableMixin, name) or name.startswith("assert"):
                raise AttributeError(name)

    def get(self, value, name):
        self.check(value, name)
        return getattr(value, name)

    def set(self, value, name, new):
        self.check(value, name)
        if self.judge and callable(getattr(type(value), name, None)):
            raise AttributeError("a class stays as it is")
        if isinstance(value, type):
            self.first.setdefault((id(value), name), vars(value).get(name, MISSING))
        setattr(value, name, new)

    def delete(self, value, name):
        self.check(value, name)
        before = self.first.pop((id(value), name), MISSING) if isinstance(value, type) else MISSING
        if before is MISSING:
            delattr(value, name)
        else:
            setattr(value, name, before)

    def call(self, function, /, *values, **named):
        if self.judge and not callable(function):
            raise TypeError("that cannot be called")
        return function(*values, **named)

    def method(self, owner, name, /, *values, **named):
        return self.get(owner, name)(*values, **named)

    def of_method(self, owner, name, key):
        self.check(owner, name)
        self.check(owner, key)
        return getattr(getattr(owner, name), key)

    def op(self, value, special, /, *values, **named):
        if special not in SPECIALS:
            raise AttributeError("there is no such operator")
        if self.judge and isinstance(value, (type, types.ModuleType)) and special != "__call__":
            raise AttributeError("a class can only be called")
        found = getattr(type(value), special, None)
        if found is None:
            if special == "__getitem__" and isinstance(value, type):
                return value[values[0]]
            raise TypeError(f"{type(value).__name__!r} object has no {special}")
        return found(value, *values, **named)

    def dir(self, value):
        if self.judge:
            return []
        return [name for name in dir(value) if type(name) is str]

    def vars(self, value):
        if self.judge:
            raise AttributeError("__dict__")
        return dict(vars(value)) if isinstance(value, type) else vars(value)

    def run(self, value):
        if not self.judge:
            return run_in_loop(value)
        steps = value.__await__()
        try:
            while True:
                if next(steps) is not None:
                    self.refuse("a callback waits for something of the tests")
        except StopIteration as ended:
            return ended.value

    def copy(self, value, deep):
        import copy

        return copy.deepcopy(value) if deep else copy.copy(value)

    def data(self, value):
        """Of an instance of a class below a container's what it holds, as such a container."""
        cls = shared_class(data_of(type(value)) or wrong())
        if issubclass(cls, dict):
            made = cls()
            for key in dict.keys(value):
                dict.__setitem__(made, key, dict.__getitem__(value, key))
            return made
        return cls(cls.__iter__(value))


def inspect_async(value):
    code = getattr(value, "__code__", None)
    return code is not None and code.co_flags & ASYNC != 0


loops = []


def run_in_loop(value):
    import asyncio

    if not loops:
        loops.append(asyncio.new_event_loop())
    asyncio.set_event_loop(loops[0])
    return loops[0].run_until_complete(value)


LEADS_AWAY = ("gi_", "cr_", "ag_", "f_", "tb_", "co_", "func_", "im_", "_pytest")


def is_library(cls):
    """Of the standard library, or installed: it is no class of the submission."""
    module = sys.modules.get(cls.__module__)
    file = getattr(module, "__file__", None)
    return module is not None and not (type(file) is str and file.startswith("/submission/"))


def is_library_error(cls):
    return issubclass(cls, BaseException) and is_library(cls)


def is_copied(cls):
    return name_of_class(cls) in COPIED


def data_of(cls):
    """The first of its classes that both sides have and that holds data; "" where there is none."""
    for one in cls.__mro__:
        name = name_of_class(one)
        if name in DATA or name in COPIED:
            return name
    return ""


def value_of(base, value):
    """What an instance of a class below `base` holds, without asking its class."""
    if base is tuple or base is frozenset:
        return base(base.__iter__(value))
    if base is str:
        return str.__str__(value)
    if base is bytes:
        return bytes.__getitem__(value, slice(None))
    if base in (int, float):
        return base.__pos__(value) if base is float else int.__add__(value, 0)
    if base is complex:
        return complex.__add__(value, 0j)
    name = base.__name__
    if name == "Decimal":
        return base(base.__str__(value))
    if name == "Fraction":
        return base(base.numerator.fget(value), base.denominator.fget(value))
    if name == "timedelta":
        return base(value.days, value.seconds, value.microseconds)
    if name == "datetime":
        return base(value.year, value.month, value.day, value.hour, value.minute, value.second,
                    value.microsecond, value.tzinfo, fold=value.fold)  # fmt: skip
    return base(value.year, value.month, value.day)


def instance_with(cls, base, value):
    name = base.__name__
    if name == "complex":
        return base.__new__(cls, value.real, value.imag)
    if name == "Fraction":
        return base.__new__(cls, value.numerator, value.denominator)
    if name == "timedelta":
        return base.__new__(cls, value.days, value.seconds, value.microseconds)
    if name == "datetime":
        return base.__new__(cls, value.year, value.month, value.day, value.hour, value.minute,
                            value.second, value.microsecond, value.tzinfo, fold=value.fold)  # fmt: skip
    if name == "date":
        return base.__new__(cls, value.year, value.month, value.day)
    return base.__new__(cls, value)


def exception_with(cls, values):
    try:
        made = cls.__new__(cls, *values)
        made.__init__(*values)
    except TypeError:
        made = BaseException.__new__(cls)
    if made.args != values:
        made.args = values
    return made
