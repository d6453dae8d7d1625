"""7, 8: a class whose special methods the judge would have to call."""
import gc


def find(name):
    return next(one for one in gc.get_objects() if type(one).__name__ == name)


membrane = find("Membrane")


class Lie:
    pass


real = membrane.standins.description


def description(cls, bases):
    row = real(cls, bases)
    row[5] = ["__eq__", "__class__", "__instancecheck__", "__getattribute__", "__del__"]
    return row


membrane.standins.description = description


class Account:
    def __init__(self, balance=0):
        self.balance = Lie()

    def deposit(self, amount):
        return Lie()

    def withdraw(self, amount):
        return Lie()


def add(a, b):
    return Lie()


def mean(numbers):
    return Lie()


def pairs(table):
    return Lie()


def squares(n):
    return Lie()


def greet(name):
    return Lie()


def each(items, do):
    return Lie()
