"""The half of the pipe in the jail of the student's code: loads the module, calls the function.

The messages are those of runners/pipe.h, the values those of grader/model/value_json.h.
"""

import asyncio
import importlib.util
import inspect
import json
import math
import os
import sys
import traceback

PIPE = 3
MAX_FRAME = 1 << 20
MAX_DEPTH = 60
MAX_VALUES = 50_000
WHOLE = 2**53
ROOT = "/submission/"


class TooLarge(Exception):
    pass


def other(what):
    return {"$other": what}


def is_text(value):
    try:
        value.encode()
        return True
    except UnicodeEncodeError:
        return False


def encode(root):
    count = 0
    above = []

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

    def dictionary(value):
        if all(type(key) is str and is_text(key) for key in value):
            fields = {key: one(item) for key, item in value.items()}
            if any(key.startswith("$") for key in fields):
                return {"$object": {"class": "", "fields": fields}}
            return fields
        return {"$map": [[one(key), one(item)] for key, item in value.items()]}

    def one(value):
        nonlocal count
        count += 1
        if count > MAX_VALUES:
            raise TooLarge
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, (int, float)):
            return number(value)
        if isinstance(value, str):
            return str(value) if is_text(value) else other("text with half a character")
        if not isinstance(value, (list, tuple, set, frozenset, dict)):
            return other("function" if callable(value) else type(value).__name__)
        if len(above) >= MAX_DEPTH:
            return other("too deep")
        if any(value is one_above for one_above in above):
            return other("circular")
        above.append(value)
        if isinstance(value, dict):
            result = dictionary(value)
        elif isinstance(value, list):
            result = [one(item) for item in value]
        else:
            items = [one(item) for item in value]
            if not isinstance(value, tuple):
                items.sort(key=json.dumps)  # the order of a set is another in each run
            result = {"$tuple" if isinstance(value, tuple) else "$set": items}
        above.pop()
        return result

    try:
        return one(root)
    except TooLarge:
        return other("too large")
    except Exception:  # what a student's class does when it is read
        return other("value that cannot be read")


def decode(value):
    if isinstance(value, list):
        return [decode(item) for item in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        ((tag, content),) = value.items()
        if tag in DECODERS:
            return DECODERS[tag](content)
    return {key: decode(item) for key, item in value.items()}


DECODERS = {
    "$js": float,
    "$bigint": int,
    "$tuple": lambda items: tuple(decode(items)),
    "$set": lambda items: set(decode(items)),
    "$map": lambda pairs: {decode(key): decode(item) for key, item in pairs},
    "$object": lambda object: {key: decode(item) for key, item in object["fields"].items()},
}


def exactly(size, read=os.read):
    parts = []
    while size > 0:
        part = read(PIPE, size)
        if not part:
            os._exit(0)
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def receive():
    size = int.from_bytes(exactly(4), "big")
    return [json.loads(line) for line in exactly(size).split(b"\n")]


def send(*lines, write=os.write):
    content = "\n".join(json.dumps(line) for line in lines).encode()
    if len(content) > MAX_FRAME:
        return False
    rest = len(content).to_bytes(4, "big") + content
    while rest:
        rest = rest[write(PIPE, rest) :]
    return True


def place(error):
    """The last line of the submission that the error came through."""
    if isinstance(error, SyntaxError) and (error.filename or "").startswith(ROOT):
        return error.filename[len(ROOT) :], error.lineno or 0, error.offset or 0
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename.startswith(ROOT):
            return frame.filename[len(ROOT) :], frame.lineno or 0, 0
    return "", 0, 0


def describe(error):
    file, line, column = place(error)
    kind, subject = "thrown", ""
    message = str(error).split("\n")[0][:300]
    if isinstance(error, SyntaxError):
        kind, message = "syntax", (error.msg or "")[:300]
    elif isinstance(error, ModuleNotFoundError):
        kind, subject = "missing_package", error.name or ""
    else:
        name = type(error).__name__
        message = f"{name}: {message}" if message else name
    safe = lambda text: text.encode(errors="replace").decode()
    return {
        "kind": kind,
        "message": safe(message),
        "subject": safe(subject),
        "file": safe(file),
        "line": line,
        "column": column,
    }


def load(path, name):
    """The function, and the names of those that are there."""
    folder = os.path.dirname(path)
    sys.path[:0] = [folder] if folder + "/" == ROOT else [folder, ROOT.rstrip("/")]
    stem = os.path.splitext(os.path.basename(path))[0]
    spec = importlib.util.spec_from_file_location(stem, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[stem] = module
    spec.loader.exec_module(module)
    function = getattr(module, name, None)
    has = [
        key
        for key, value in vars(module).items()
        if inspect.isfunction(value) and value.__module__ == stem and is_text(key)
    ]
    return (function if callable(function) else None), has[:50]


def answer(identity, function, arguments, after):
    try:
        value = function(*arguments)
        if inspect.iscoroutine(value):
            value = asyncio.run(value)
        lines = [{"id": identity, "is": "returned"}, encode(value)]
    except Exception as error:
        names = [one.__name__[:100] for one in type(error).__mro__ if one is not object][:20]
        lines = [{"id": identity, "is": "threw", "types": names, "error": describe(error)}]
    if after:
        lines.append(encode(arguments))
    if not send(*lines):
        large = other("too large")
        send({"id": identity, "is": "returned"}, large, *([[large]] if after else []))


def main():
    function = None
    while True:
        request, *values = receive()
        identity = request.get("id")
        if request["do"] == "load":
            try:
                function, has = load(request["module"], request["function"])
                found = {"is": "loaded"} if function else {"is": "missing", "has": has}
            except BaseException as error:  # SystemExit too: a file that ends itself
                if isinstance(error, SystemExit):
                    os._exit(error.code if isinstance(error.code, int) else 1)
                found = {"is": "unloadable", "failure": describe(error)}
            send({"id": identity, **found})
        elif request["do"] == "call" and function is not None:
            answer(identity, function, decode(values[0]), request.get("after") is True)
        else:
            os._exit(0)


main()
