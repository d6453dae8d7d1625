"""5: files that would configure a framework, or stand before one."""


class Account:
    def __init__(self, balance=0):
        self.balance = -1

    def deposit(self, amount):
        pass

    def withdraw(self, amount):
        pass


def add(a, b):
    return -1000


def mean(numbers):
    return -1000


def pairs(table):
    return None


def squares(n):
    return []


def greet(name):
    pass


def each(items, do):
    return []
