"""8: hands back objects that it never got, and forgets what is not its own."""
import gc


def find(name):
    return next(one for one in gc.get_objects() if type(one).__name__ == name)


membrane = find("Membrane")


def forge(*_):
    real = membrane.wire_send

    def send(message):
        message["f"] = ["j1", "j2", "s1", "s2"]
        message["s"] = [["j1", [1]]]
        message["r"] = {"$": "j1"}
        return real(message)

    membrane.wire_send = send
    return 3


add = mean = pairs = squares = greet = each = forge
Account = forge
