"""8, 9: iterators and callbacks without an end."""


class Endless:
    def __iter__(self):
        return self

    def __next__(self):
        return 0

    def __len__(self):
        return 0

    def __getattr__(self, name):
        return Endless()

    def __call__(self, *_):
        return Endless()


class Account(Endless):
    pass


def each(items, do):
    while True:
        do(5)


def squares(n):
    while True:
        yield n


add = mean = pairs = greet = Endless()
