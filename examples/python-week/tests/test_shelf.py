import pytest

from shelf import Shelf


@pytest.fixture
def shelf():
    shelf = Shelf()
    for title in ("Emma", "Dune"):
        shelf.add(title)
    return shelf


def test_titles_are_sorted(shelf):
    assert shelf.titles() == ["Dune", "Emma"]


def test_a_book_is_taken(shelf):
    shelf.take("Emma")
    assert shelf.titles() == ["Dune"]


def test_a_book_that_is_not_there(shelf):
    with pytest.raises(KeyError):
        shelf.take("Ulysses")
