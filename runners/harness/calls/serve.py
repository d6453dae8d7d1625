"""The half of the pipe in the jail of the student's code: loads the module, calls its functions.

The messages are those of runners/pipe.h, the values those of grader/model/value_json.h.
"""

import importlib.util
import json
import os
import sys

PIPE = 3
MAX_FRAME = 1 << 20
ROOT = "/submission/"
TOO_LARGE = {"$other": "too large"}


def beside(name):
    """A file of ours, under a name that no submission's module has."""
    spec = importlib.util.spec_from_file_location(f"grader_{name}", f"/harness/calls/{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


values = beside("values")
encode, decode, safe, is_text = values.encode, values.decode, values.safe, values.is_text


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
    for frame in reversed(values.standard("traceback").extract_tb(error.__traceback__)):
        if frame.filename.startswith(ROOT):
            return frame.filename[len(ROOT) :], frame.lineno or 0, 0
    return "", 0, 0


def describe(error):
    file, line, column = place(error)
    kind, subject = "thrown", ""
    try:
        message = str(error).split("\n")[0][:300]
    except Exception:  # of a class of the submission
        message = ""
    if isinstance(error, SyntaxError):
        kind, message = "syntax", (error.msg or "")[:300]
    elif isinstance(error, ModuleNotFoundError):
        kind, subject = "missing_package", error.name or ""
    else:
        name = type(error).__name__
        message = f"{name}: {message}" if message else name
    return {
        "kind": kind,
        "message": safe(message),
        "subject": safe(subject),
        "file": safe(file),
        "line": line,
        "column": column,
    }


def is_own_function(value, stem):
    return isinstance(value, (type(load), type)) and getattr(value, "__module__", "") == stem


def named(module, name):
    """What has this name: f, or Class.f."""
    found = module
    for part in name.split("."):
        found = getattr(found, part, None)
    return found if callable(found) else None


def load(path, names):
    """The functions by name; or the one that is not there, and the names of those that are."""
    folder = os.path.dirname(path)
    sys.path[:0] = [folder] if folder + "/" == ROOT else [folder, ROOT.rstrip("/")]
    stem = os.path.splitext(os.path.basename(path))[0]
    spec = importlib.util.spec_from_file_location(stem, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[stem] = module
    spec.loader.exec_module(module)
    functions = {name: named(module, name) for name in names}
    for name, function in functions.items():
        if function is None:
            has = [key for key, value in vars(module).items() if is_own_function(value, stem) and is_text(key)]
            return None, {"is": "missing", "name": name, "has": has[:50]}
    return functions, {"is": "loaded"}


def run(coroutine):
    return values.standard("asyncio").run(coroutine)


def is_coroutine(value):
    return hasattr(type(value), "__await__")


async def awaited(value):
    return await value


class Server:
    def __init__(self):
        self.functions = None  # by name
        self.kept = None  # what steps are about
        self.helpers = None  # callbacks.py, where a rubric asks for it
        self.printed = None

    def read(self, request):
        if request.get("helpers"):
            self.helpers = beside("callbacks")
        if request.get("prints"):
            self.printed = self.helpers.Printed()
        try:
            self.functions, reply = load(request["module"], request["functions"])
            return reply
        except BaseException as error:  # SystemExit too: a file that ends itself
            if isinstance(error, SystemExit):
                os._exit(error.code if isinstance(error.code, int) else 1)
            return {"is": "unloadable", "failure": describe(error)}

    def lacks(self, how, name):
        if how == "self":
            return not callable(self.kept)
        return how == "method" and not callable(getattr(self.kept, name, None))

    def methods(self):
        names = [name for name in dir(self.kept) if not name.startswith("_") and is_text(name)]
        return [name[:100] for name in names if callable(getattr(self.kept, name, None))][:50]

    def act(self, how, name, arguments):
        if how == "self":
            return self.kept(*arguments)
        if how == "method":
            return getattr(self.kept, name)(*arguments)
        if how == "get":
            return getattr(self.kept, name)
        if how == "set":
            return setattr(self.kept, name, arguments[0])
        return self.functions[name](*arguments)

    def reply(self, request, arguments):
        try:
            how, name = request["how"], request["name"]
            if self.lacks(how, name):
                return [{"is": "missing", "name": name, "has": self.methods()}]
            value = self.act(how, name, arguments)
            if is_coroutine(value):
                value = run(awaited(value))
            if request["keep"]:
                self.kept = value
            taken = self.helpers.take(value, request["take"], run) if request["take"] > 0 else None
            if taken is not None:
                return [{"is": "yielded", "done": taken[1]}, encode(taken[0])]
            return [{"is": "returned"}, encode(value)]
        except Exception as error:
            return [{"is": "threw", "types": values.class_names(type(error)), "error": describe(error)}]

    def answer(self, request, coded):
        callbacks = self.helpers.Callbacks(encode, decode) if request["called"] else None
        arguments = decode(coded, callbacks and callbacks.make)
        if self.printed:
            self.printed.taken()
        head, *lines = self.reply(request, arguments)

        def more(whole):
            if request["after"]:
                yield encode(arguments) if whole else [TOO_LARGE]
            if request["prints"]:
                yield self.printed.taken() if whole else ""
            if callbacks:
                yield callbacks.told(whole)

        head["id"] = request["id"]
        if head["is"] == "missing":
            send(head)
        elif not send(head, *lines, *more(True)) and not send(head, *lines, *more(False)):
            send({"id": request["id"], "is": "returned"}, TOO_LARGE, *more(False))


def main():
    server = Server()
    while True:
        request, *coded = receive()
        if request["do"] == "load":
            send({"id": request["id"], **server.read(request)})
        elif request["do"] == "call" and server.functions is not None:
            server.answer(request, coded[0])
        else:
            os._exit(0)


main()
