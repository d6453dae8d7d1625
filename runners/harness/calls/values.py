"""Values as JSON (grader/model/value_json.h), from and to those of Python."""

import json
import math
import sys
from sys import intern

MAX_DEPTH = 60
MAX_VALUES = 50_000
MAX_CLASSES = 20
WHOLE = 2**53
OWN_PATH = list(sys.path)


class TooLarge(Exception):
    pass


def standard(name):
    """A module of Python's own, whatever lies in the folder of the submission."""
    if name not in sys.modules:
        theirs, sys.path[:] = list(sys.path), OWN_PATH
        try:
            __import__(name)
        finally:
            sys.path[:] = theirs
    return sys.modules[name]


def other(what):
    return {"$other": what}


def is_text(value):
    try:
        value.encode()
        return True
    except UnicodeEncodeError:
        return False


def safe(text):
    return text.encode(errors="replace").decode()


def class_names(kind):
    return [safe(one.__name__[:80]) for one in kind.__mro__ if one is not object][:MAX_CLASSES]


def is_a(value, module, name):
    """Where nobody has imported the module, there is no such value."""
    kind = getattr(sys.modules.get(module), name, None)
    return isinstance(kind, type) and isinstance(value, kind)


def number(value):
    if isinstance(value, int):
        return int(value) if abs(value) <= WHOLE else {"$bigint": str(int(value))}
    if math.isnan(value):
        return {"$js": "NaN"}
    if math.isinf(value):
        return {"$js": "Infinity" if value > 0 else "-Infinity"}
    if value == 0 and math.copysign(1, value) < 0:
        return {"$js": "-0"}
    return float(value)


def moment(value):
    """Of a date or a datetime: which kind, and milliseconds since 1970."""
    first = sys.modules["datetime"]
    if not isinstance(value, first.datetime):
        return ["date", (value.toordinal() - first.date(1970, 1, 1).toordinal()) * 86_400_000]
    zone = first.timezone.utc if value.utcoffset() is not None else None
    passed = value - first.datetime(1970, 1, 1, tzinfo=zone)
    return ["local" if zone is None else "zoned", passed / first.timedelta(milliseconds=1)]


def fields_of(value):
    """What an object of a class holds; None where it is not one that does."""
    if isinstance(value, type) or callable(value) or hasattr(value, "__next__"):
        return None
    if is_a(value, "enum", "Enum"):
        return {"name": value.name, "value": value.value}
    named = getattr(type(value), "__dataclass_fields__", None)
    if isinstance(named, dict):
        return {name: getattr(value, name) for name in named}
    fields = getattr(value, "__dict__", None)
    if type(fields) is not dict or type(value).__module__ in ("builtins", "types"):
        return None
    return fields


def encode(root):
    count = 0
    above = []

    def dictionary(value):
        if all(type(key) is str and is_text(key) for key in value):
            fields = {key: one(item) for key, item in value.items()}
            if any(key.startswith("$") for key in fields):
                return {"$object": {"class": "", "fields": fields}}
            return fields
        return {"$map": [[one(key), one(item)] for key, item in value.items()]}

    def items_of(value):
        if isinstance(value, dict):
            return dictionary(value)
        items = [one(item) for item in value]
        if isinstance(value, list):
            return items
        if not isinstance(value, tuple):
            items.sort(key=json.dumps)  # the order of a set is another in each run
        return {"$tuple" if isinstance(value, tuple) else "$set": items}

    def inside(value, read):
        for i in range(len(above) - 1, -1, -1):
            if above[i] is value:
                return {"$up": len(above) - i}
        if len(above) >= MAX_DEPTH:
            return other("too deep")
        above.append(value)
        result = read(value)
        above.pop()
        return result

    def instance(value, fields):
        named = {str(key): one(item) for key, item in fields.items() if is_text(str(key))}
        return {"$object": {"class": safe(type(value).__name__[:80]), "fields": named}}

    def one(value):
        nonlocal count
        count += 1
        if count > MAX_VALUES:
            raise TooLarge
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, (list, tuple, set, frozenset, dict)):
            return inside(value, items_of)
        if isinstance(value, (int, float)) and not is_a(value, "enum", "Enum"):
            return number(value)
        if isinstance(value, str) and not is_a(value, "enum", "Enum"):
            return str(value) if is_text(value) else other("text with half a character")
        if isinstance(value, (bytes, bytearray)):
            return {"$bytes": bytes(value).hex()}
        if isinstance(value, BaseException):
            return {"$error": {"types": class_names(type(value)), "message": safe(str(value))}}
        if is_a(value, "decimal", "Decimal"):
            text = sys.modules["decimal"].Decimal.__str__(value)  # whatever its class prints
            long = len(text) > 1_000 or abs(sys.modules["decimal"].Decimal.adjusted(value)) > 99_999
            return other("too large") if long else {"$decimal": text.removeprefix("s")}
        if is_a(value, "datetime", "date"):
            return {"$datetime": moment(value)}
        fields = fields_of(value)
        if fields is not None:
            return inside(value, lambda value: instance(value, fields))
        return other("function" if callable(value) else safe(type(value).__name__[:80]))

    try:
        return one(root)
    except TooLarge:
        return other("too large")
    except Exception:  # what a student's class does when it is read
        return other("value that cannot be read")


def decode(root, make_function=None):
    above = []

    def inside(container, fill):
        above.append(container)
        fill(container)
        above.pop()
        return container

    def listed(items):
        return inside([], lambda to: to.extend(one(item) for item in items))

    def fields(json_fields):
        return inside({}, lambda to: to.update((one(key), one(item)) for key, item in json_fields.items()))

    def error(content):
        kind = getattr(standard("builtins"), (content["types"] or ["Exception"])[0], None)
        if not (isinstance(kind, type) and issubclass(kind, Exception)):
            kind = type(content["types"][0], (Exception,), {})
        return kind(content["message"])

    def datetime_of(content):
        kind, milliseconds = content
        first = standard("datetime")
        zone = first.timezone.utc if kind == "zoned" else None
        value = first.datetime(1970, 1, 1, tzinfo=zone) + first.timedelta(milliseconds=milliseconds)
        return value.date() if kind == "date" else value

    def untouched(items):
        """Of what cannot hold itself."""
        above.append(None)
        values = [one(item) for item in items]
        above.pop()
        return values

    decoders = {
        "$js": float,
        "$bigint": int,
        "$tuple": lambda items: tuple(untouched(items)),
        "$set": lambda items: set(untouched(items)),
        "$map": lambda pairs: inside({}, lambda to: to.update((one(key), one(item)) for key, item in pairs)),
        "$object": lambda content: fields(content["fields"]),
        "$up": lambda levels: above[-levels],
        "$bytes": bytes.fromhex,
        "$decimal": lambda text: standard("decimal").Decimal(text),
        "$datetime": datetime_of,
        "$error": error,
        "$function": lambda how: make_function(how),
    }

    def one(value):
        if isinstance(value, list):
            return listed(value)
        if isinstance(value, str):
            return intern(value)  # as Python keeps the constants of its code: `kind is "Book"` holds
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            ((tag, content),) = value.items()
            if tag in decoders:
                return decoders[tag](content)
        return fields(value)

    return one(root)
