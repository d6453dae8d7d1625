class Shelf:
    """Holds books by their title."""

    def __init__(self):
        self.books = []
