"""9: prints for ever."""


def say(*_):
    while True:
        print("passed" * 1000)


add = mean = pairs = squares = greet = each = say
Account = say
