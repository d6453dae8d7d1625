# The price with a tax of ten percent. No price is below zero: ValueError.


def with_tax(price):
    pass


# Read a price and print it with tax, two digits after the point.
