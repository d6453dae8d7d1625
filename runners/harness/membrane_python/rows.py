"""An object of ours, as the other side is told of it: [kind, state]."""

import types

from .data import DATA, data_of, is_copied, is_library, is_library_error, value_of
from .plain import name_of_class, shared_class
from .specials import SPECIALS

FUNCTIONS = (types.FunctionType, types.BuiltinFunctionType, types.MethodType, types.MethodWrapperType,
             types.WrapperDescriptorType, types.MethodDescriptorType, types.ClassMethodDescriptorType)  # fmt: skip
# What exceptions hold beside their arguments.
OF_ERRORS = {"filename": OSError, "filename2": OSError, "name": (ImportError, NameError, AttributeError),
             "path": ImportError}  # fmt: skip
ASYNC = 0x80  # of a code object


class Description:
    pass


def short(value, limit=200):
    return value[:limit] if type(value) is str else ""


class Rows:
    """Of StandIns."""

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
