class Same:
    """Equal to its like."""

    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        return isinstance(other, Same) and self.n == other.n

    def __hash__(self):
        return hash(self.n)


assert Same(1) == Same(1)

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
    return sorted(table.items())


def squares(n):
    for i in range(n):
        yield i * i


def greet(name):
    print(f"Hello, {name}!")


def each(items, do):
    return [do(item) for item in items]
