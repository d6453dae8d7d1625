class Rows(list):
    """With a method more."""

    def first(self):
        return self[0]


class Account:
    def __init__(self, balance=0):
        self.balance = balance

    def deposit(self, amount):
        self.balance += amount

    def withdraw(self, amount):
        if amount > self.balance:
            raise ValueError(f"too much: {amount}")
        self.balance -= amount


def add(a, b):
    return a + b


def mean(numbers):
    return sum(numbers) / len(numbers)


def pairs(table):
    return Rows(sorted(table.items()))


def squares(n):
    for i in range(n):
        yield i * i


def greet(name):
    print(f"Hello, {name}!")


def each(items, do):
    return [do(item) for item in items]
