"""What stands here for a function, class, module or instance of the other side.

A class that the other side has is a class here too, below the classes that both have, so that
isinstance(), except and operators mean what they mean. Its instances hold nothing: all is asked for,
each time anew.
"""

import abc
import operator
import types

from .blanks import kind_of
from .data import DATA, exception_with, instance_with, value_of
from .plain import name_of_class, shared_class, text, wrong
from .rows import Rows, short
from .serving import Serving, inspect_async
from .specials import COMPARISONS, HIDDEN, OF_FRAMEWORKS, OPERATORS, SPECIALS

# Of a module what is told with it.
OF_MODULES = ("__name__", "__file__", "__path__", "__package__", "__loader__", "__spec__")


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


def are_alike(cls, other):
    """Of one class that both sides have by a name, and whose instances stay on theirs: a path, a pattern."""
    return cls.__module__ == other.__module__ and cls.__qualname__ == other.__qualname__


def make_standins(membrane):
    return StandIns(membrane)


class StandIns(Rows, Serving):
    def __init__(self, membrane):
        self.membrane = membrane
        self.judge = membrane.side == "j"
        self.hashes = {}  # id of a stand-in -> hash
        self.shown = {}  # class here -> what the other side's class is made of
        self.asked_for = set()  # ids of classes here that somebody asked for, not only for an instance
        self.making = False
        self.awaited = self.make_awaited()
        self.root, self.meta, self.abstract_meta, self.function, self.module = self.make_roots()
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
            "blank": self.blank,
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
            found = ask("get", self, name)
            # By a name that classes have: what the tests take for a function may be a class all the same.
            if outer.judge and type(found) in (Meta, AbstractMeta) and name.lstrip("_")[:1].isupper():
                outer.asked_for.add(id(found))
            return found

        class Meta(type):
            def __new__(meta, name, bases, namespace, **more):
                if not outer.making:
                    outer.refuse("a class extends one of the other side")
                return type.__new__(meta, name, bases, namespace)

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

        class AbstractMeta(Meta, abc.ABCMeta):
            """Of classes below one that is made so, as Fraction is; nothing is registered with them."""

            __instancecheck__ = type.__instancecheck__
            __subclasscheck__ = type.__subclasscheck__

        class Root:
            __slots__ = ()

            def __getattribute__(self, name):  # not __getattr__: tests call this one, too
                try:
                    return object.__getattribute__(self, name)
                except AttributeError:
                    pass  # else what is read has it for its context
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

        return Root, Meta, AbstractMeta, Function, Module

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
        meta = self.abstract_meta if any(isinstance(cls, abc.ABCMeta) for cls in above) else self.meta
        self.making = True
        try:
            made = meta(short(name) or "class", tuple(above), namespace)
        finally:
            self.making = False
        return made

    def class_of(self, told):
        is_ref = type(told) is dict and told.keys() == {"$"}
        cls = self.membrane.entry_of(told["$"]).object if is_ref else self.membrane.decode(told)
        return cls if isinstance(cls, type) else wrong()

    def make_instance(self, told, hashed, data):
        cls = self.class_of(told)
        if type(cls) not in (self.meta, self.abstract_meta) or issubclass(cls, BaseException):
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
            if tells and values and outer.is_expected(values[0]):
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

    def is_expected(self, value):
        """Whether it may be what the tests expect, which the other side would learn with it."""
        return self.membrane.is_plain(value)

    def refuse_its_word(self):
        why = "an object of the submission says how it compares with plain data"
        raise self.membrane.refusal(why, theirs=True)

    def data_in(self, value, base):
        """What an instance of a class below one that holds data holds, whatever the class says."""
        if base in type(value).__mro__:
            return value_of(base, value)
        made = self.ask("data", value)
        return made if type(made) is base else wrong()

    def plain_of(self, value):
        """What is compared by its own word (a number with a tolerance, a set by its difference) is plain data."""
        if not self.membrane.is_theirs(value):
            return value
        base = next((one for one in type(value).__mro__ if name_of_class(one) in DATA), None)
        return self.refuse_its_word() if base is None else value_of(base, value)

    def compare(self, special, base):
        """With objects of the other side as the class has it. With plain data the data decides. What has
        none is asked with blank data in its place, or it would learn what is expected: all that it may say
        of that is that it is another, and without looking into it."""
        outer, ask = self, self.ask

        def method(self, other):
            __tracebackhide__ = True
            if outer.membrane.is_theirs(other) or not outer.judge:
                return ask("op", self, special, other)
            if not outer.membrane.is_plain(other):
                if special in ("__eq__", "__ne__") and are_alike(type(self), type(other)):
                    why = "an object of a class of Python's own is compared with one of the tests"
                    raise outer.membrane.refusal(why, theirs=True)
                return NotImplemented
            if base is not None:
                return getattr(operator, special)(outer.data_in(self, base), other)
            if other is None:
                return ask("op", self, special, other)
            if kind_of(other) is None:
                return outer.refuse_its_word()
            said, looked = ask("blank", self, special, kind_of(other))
            if said is NotImplemented and not looked:
                return said
            # Neither that it is equal to some, nor how it is ordered among them.
            if looked or said is not (special == "__ne__") or special not in ("__eq__", "__ne__"):
                return outer.refuse_its_word()
            return said

        method.__name__ = special
        return method

    def method_of(self, owner, name):
        text(name)
        if self.membrane.is_theirs(owner):
            return BoundMethod(self.ask, owner, name)
        return wrong() if self.judge else getattr(owner, name)
