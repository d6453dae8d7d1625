"""8: objects that do something when they are copied or restored."""
import os


class Bomb:
    def __reduce_ex__(self, protocol):
        return os._exit, (0,)

    def __deepcopy__(self, memo):
        return 3

    __copy__ = __deepcopy__

    def __getstate__(self):
        os._exit(0)


class Account:
    def __init__(self, balance=0):
        self.balance = Bomb()

    def deposit(self, amount):
        return Bomb()

    def withdraw(self, amount):
        return Bomb()


def add(a, b):
    return Bomb()


def mean(numbers):
    return Bomb()


def pairs(table):
    return Bomb()


def squares(n):
    return Bomb()


def greet(name):
    return Bomb()


def each(items, do):
    return Bomb()
