class Shelf:
    def __init__(self):
        self._titles = set()

    def add(self, title):
        self._titles.add(title)

    def take(self, title):
        self._titles.remove(title)

    def titles(self):
        return sorted(self._titles)
