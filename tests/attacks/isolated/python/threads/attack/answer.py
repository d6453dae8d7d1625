"""8: others speak while the judge waits."""
import os
import threading


def speak():
    while True:
        try:
            os.write(3, b'\0\0\0\x10{"i":"x","r":3}')
        except OSError:
            return


for _ in range(4):
    threading.Thread(target=speak, daemon=True).start()


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
