"""Values that cross by what they are: numbers, texts, tuples, dates. All else has a ref.

JSON's own: null, true, 1, 1.5, "text". Others are an object with one key, a tag.
"""

import base64
import binascii
import math
import sys

SMALL = 1 << 63
MAX_DEPTH = 60  # of tuples within tuples
MAX_DIGITS = 2_000_000  # hexadecimal, of one number


class WrongValue(Exception):
    """The other side says what is no value."""


class CannotCross(Exception):
    """The tests have to run in one jail."""


def wrong():
    raise WrongValue("this is no value")


def home(module, name):
    """What the standard library has by this name: loaded when it is first needed."""
    module = UNPATCHED.get(module, module)
    __import__(module)
    return getattr(sys.modules[module], name)


# Classes that both sides have: a value of the student's side can name these and nothing else.
SHARED = {
    "builtins": """ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup
        BlockingIOError BrokenPipeError BufferError BytesWarning ChildProcessError
        ConnectionAbortedError ConnectionError ConnectionRefusedError ConnectionResetError
        DeprecationWarning EOFError EncodingWarning Exception ExceptionGroup FileExistsError
        FileNotFoundError FloatingPointError FutureWarning GeneratorExit ImportError ImportWarning
        IndentationError IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt
        LookupError MemoryError ModuleNotFoundError NameError NotADirectoryError
        NotImplementedError OSError OverflowError PendingDeprecationWarning PermissionError
        ProcessLookupError RecursionError ReferenceError ResourceWarning RuntimeError
        RuntimeWarning StopAsyncIteration StopIteration SyntaxError SyntaxWarning SystemError
        SystemExit TabError TimeoutError TypeError UnboundLocalError UnicodeDecodeError
        UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning UserWarning
        ValueError Warning ZeroDivisionError
        bool bytearray bytes complex dict float frozenset int list object range set slice str
        tuple""",
    "collections": "Counter OrderedDict defaultdict deque",
    "datetime": "date datetime time timedelta timezone",
    "decimal": """Decimal DecimalException Clamped InvalidOperation ConversionSyntax DivisionByZero
        DivisionImpossible DivisionUndefined Inexact Rounded Subnormal Overflow Underflow
        FloatOperation""",
    "fractions": "Fraction",
    "json": "JSONDecodeError",
    "queue": "Empty Full",
    "re": "error",
    "statistics": "StatisticsError",
    "struct": "error",
    "uuid": "UUID",
}
# Where tests that replace datetime.datetime, as clocks are, leave the real one.
UNPATCHED = {"datetime": "_datetime"}
NAMES = {f"{module}.{name}" for module, names in SHARED.items() for name in names.split()}
# As the standard library calls them in `__module__` and `__qualname__`.
ALIASES = {"json.decoder.JSONDecodeError": "json.JSONDecodeError", "_queue.Empty": "queue.Empty",
           "re._constants.error": "re.error", "sre_constants.error": "re.error"}  # fmt: skip
WORDS = {"NotImplemented": NotImplemented, "Ellipsis": Ellipsis}


def name_of_class(cls):
    """"" where it is none that both sides have."""
    name = f"{cls.__module__}.{cls.__qualname__}"
    name = ALIASES.get(name, name)
    if name not in NAMES:
        return ""
    module = name.rpartition(".")[0]
    module = sys.modules.get(UNPATCHED.get(module, module))
    return name if getattr(module, cls.__name__, None) is cls else ""


def shared_class(name):
    if name not in NAMES:
        wrong()
    module, _, own = name.rpartition(".")
    return home(module, own)


# ---- telling


def tell_float(value, _):
    if value - value == 0:
        return value
    return {"$float": "nan" if value != value else "inf" if value > 0 else "-inf"}


def tell_int(value, _):
    return value if -SMALL < value < SMALL else {"$int": f"{value:x}"}


def tell_items(tag):
    return lambda value, encode: {tag: [encode(item) for item in value]}


def tell_numbers(tag, tell, *names):
    return lambda value, _: {tag: [tell(getattr(value, name), _) for name in names]}


def tell_zone(zone, encode):
    if zone is None:
        return None
    if type(zone).__module__ == "datetime" and type(zone).__name__ == "timezone":
        return encode(zone)
    key = getattr(zone, "key", None)
    if type(zone).__module__ in ("zoneinfo", "zoneinfo._zoneinfo") and type(key) is str:
        return {"$zone": key}
    raise CannotCross("a time with a time zone of its own")


def tell_datetime(value, encode):
    return {"$datetime": [value.year, value.month, value.day, value.hour, value.minute,
                          value.second, value.microsecond, tell_zone(value.tzinfo, encode),
                          value.fold]}  # fmt: skip


def tell_time(value, encode):
    return {"$time": [value.hour, value.minute, value.second, value.microsecond,
                      tell_zone(value.tzinfo, encode), value.fold]}  # fmt: skip


def tell_timezone(value, encode):
    return {"$timezone": [encode(value.utcoffset(None)), value.tzname(None)]}


TELLERS = {
    "builtins.float": tell_float,
    "builtins.int": tell_int,
    "builtins.complex": tell_numbers("$complex", tell_float, "real", "imag"),
    "builtins.bytes": lambda value, _: {"$bytes": base64.b64encode(value).decode()},
    "builtins.tuple": tell_items("$tuple"),
    "builtins.frozenset": tell_items("$frozenset"),
    "builtins.range": tell_numbers("$range", tell_int, "start", "stop", "step"),
    "builtins.slice": lambda value, encode: {"$slice": [*map(encode, (value.start, value.stop, value.step))]},
    "builtins.dict_keys": tell_items("$keys"),
    "builtins.dict_values": tell_items("$values"),
    "builtins.dict_items": tell_items("$items"),
    "builtins.NotImplementedType": lambda value, _: {"$word": "NotImplemented"},
    "builtins.ellipsis": lambda value, _: {"$word": "Ellipsis"},
    "builtins.traceback": lambda value, _: None,
    "datetime.date": lambda value, _: {"$date": [value.year, value.month, value.day]},
    "datetime.datetime": tell_datetime,
    "datetime.time": tell_time,
    "datetime.timedelta": lambda value, _: {"$timedelta": [value.days, value.seconds, value.microseconds]},
    "datetime.timezone": tell_timezone,
    "decimal.Decimal": lambda value, _: {"$decimal": str(value)},
    "fractions.Fraction": tell_numbers("$fraction", tell_int, "numerator", "denominator"),
    "uuid.UUID": lambda value, _: {"$uuid": value.hex},
}  # fmt: skip


class Tellers(dict):
    """From a class to what tells its values, or None. Of other classes by these names there are
    none: a class is looked for by its name once."""

    def __missing__(self, cls):
        name = f"{cls.__module__}.{cls.__qualname__}"
        found = TELLERS.get(name)
        if found is not None:
            builtin = cls.__module__ == "builtins" and not cls.__flags__ & 1 << 9  # no heap type
            if not builtin and name_of_class(cls) != name:
                found = None
        self[cls] = found
        return found


# ---- understanding


def numbers(content, least, most):
    if type(content) is not list or not least <= len(content) <= most:
        wrong()
    return content


def whole(value):
    return value if type(value) is int else wrong()


def read_float(content, _=None):
    if type(content) is float:
        return content
    if type(content) is dict:
        content = content.get("$float")
    return {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}[content]


def read_int(content, _=None):
    if type(content) is not str or len(content) > MAX_DIGITS or "_" in content:
        wrong()
    return int(content, 16)


def read_fraction(content, decode):
    above, below = (whole(decode(one)) for one in numbers(content, 2, 2))
    return home("fractions", "Fraction")(above, below)


def read_datetime(content, decode):
    *parts, zone, fold = numbers(content, 9, 9)
    return home("datetime", "datetime")(*map(whole, parts), read_zone(zone, decode), fold=whole(fold))


def read_time(content, decode):
    *parts, zone, fold = numbers(content, 6, 6)
    return home("datetime", "time")(*map(whole, parts), read_zone(zone, decode), fold=whole(fold))


def read_zone(content, decode):
    if content is None:
        return None
    zone = decode(content)
    return zone if isinstance(zone, home("datetime", "tzinfo")) else wrong()


def read_timezone(content, decode):
    offset, name = numbers(content, 2, 2)
    offset = decode(offset)
    zone = home("datetime", "timezone")
    plain = zone(offset)
    return plain if plain.tzname(None) == name else zone(offset, text(name))


def read_timedelta(content, _):
    days, seconds, microseconds = map(whole, numbers(content, 3, 3))
    return home("datetime", "timedelta")(days, seconds, microseconds)


def text(value):
    return value if type(value) is str else wrong()


def items(content, decode):
    if type(content) is not list:
        wrong()
    return [decode(item) for item in content]


READERS = {
    "$float": read_float,
    "$int": read_int,
    "$complex": lambda content, _: complex(*map(read_float, numbers(content, 2, 2))),
    "$bytes": lambda content, _: base64.b64decode(text(content), validate=True),
    "$tuple": lambda content, decode: tuple(items(content, decode)),
    "$frozenset": lambda content, decode: frozenset(items(content, decode)),
    "$range": lambda content, decode: range(*(whole(decode(one)) for one in numbers(content, 3, 3))),
    "$slice": lambda content, decode: slice(*items(numbers(content, 3, 3), decode)),
    "$keys": lambda content, decode: dict.fromkeys(items(content, decode)).keys(),
    "$values": lambda content, decode: dict(enumerate(items(content, decode))).values(),
    "$items": lambda content, decode: dict(items(content, decode)).items(),
    "$word": lambda content, _: WORDS[text(content)],
    "$date": lambda content, _: home("datetime", "date")(*map(whole, numbers(content, 3, 3))),
    "$datetime": read_datetime,
    "$time": read_time,
    "$timedelta": read_timedelta,
    "$timezone": read_timezone,
    "$zone": lambda content, _: home("zoneinfo", "ZoneInfo")(text(content)),
    "$decimal": lambda content, _: home("decimal", "Decimal")(text(content)),
    "$fraction": read_fraction,
    "$uuid": lambda content, _: home("uuid", "UUID")(text(content)),
}
# What a reader throws at what is no value of its kind.
WRONG = (ValueError, TypeError, KeyError, OverflowError, ArithmeticError, LookupError, binascii.Error)
