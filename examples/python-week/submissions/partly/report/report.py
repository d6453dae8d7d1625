"""Reads lines such as "ada 2" and prints who has how many books."""

import sys

for line in sys.stdin:
    name, count = line.split()
    if count == "1":
        print(name, "has 1 book")
    else:
        print(name, "has", count, "books")
