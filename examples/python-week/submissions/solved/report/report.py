"""Reads lines such as "ada 2" and prints who has how many books."""

import sys

lines = sys.stdin.read().split("\n")[:-1]
for line in lines:
    name, count = line.split()
    print(f"{name} has {count} book{'' if count == '1' else 's'}")
if not lines:
    print("nobody has a book")
