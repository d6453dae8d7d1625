"""7: exceptions that say that they are others."""


class Lie(Exception):
    @property
    def __class__(self):
        return ValueError

    def __str__(self):
        return "too much: 99"


class Account:
    def __init__(self, balance=0):
        self.balance = -1

    def deposit(self, amount):
        pass

    def withdraw(self, amount):
        raise Lie


def fail(*_):
    raise Lie


add = mean = pairs = squares = greet = each = fail
