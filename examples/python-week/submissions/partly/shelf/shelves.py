class Shelf:
    def __init__(self):
        self.books = []
