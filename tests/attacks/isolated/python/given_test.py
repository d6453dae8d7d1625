import unittest
from datetime import datetime, timedelta
from unittest import mock

import pytest

from answer import Account, add, each, greet, mean, pairs, squares


class AddTest(unittest.TestCase):
    def test_adds(self):
        self.assertEqual(add(1, 2), 3)

    def test_adds_nearly(self):
        self.assertAlmostEqual(add(0.1, 0.2), 0.3)


@pytest.mark.parametrize("a, b, expected", [(4, 5, 9), (-7, 2, -5)])
def test_adds(a, b, expected):
    assert add(a, b) == expected


def test_mean():
    assert mean([1, 2, 4.5]) == pytest.approx(2.5)


def test_pairs():
    assert pairs({"b": 1, "a": 2}) == [("a", 2), ("b", 1)]


def test_is_a_list():
    result = pairs({"x": 7})
    assert isinstance(result, list) and len(result) == 1 and result[0] == ("x", 7)


def test_account():
    account = Account(10)
    account.deposit(5)
    assert account.balance == 15


def test_account_refuses():
    with pytest.raises(ValueError, match="too much: 99"):
        Account(10).withdraw(99)


def test_squares():
    assert list(squares(3)) == [0, 1, 4]


def test_holds():
    assert 4 in squares(3)
    assert [n for n in squares(4) if n == 9] == [9]
    assert ("a", 2) in pairs({"a": 2})


def test_is_not_another():
    assert not pairs({"x": 7}) != [("x", 7)]


def test_adds_days():
    assert abs(add(datetime(2024, 1, 30), timedelta(days=3)) - datetime(2024, 2, 2)) < timedelta(seconds=1)


def test_adds_closely():
    assert abs(add(0.1, 0.2) - 0.3) < 1e-9


def test_greet(capsys):
    greet("Ada")
    assert capsys.readouterr().out == "Hello, Ada!\n"


def test_each():
    heard = mock.Mock(side_effect=lambda n: n * 3)
    assert each([5, 6], heard) == [15, 18]
    heard.assert_has_calls([mock.call(5), mock.call(6)])


def test_never():
    assert add(1, 2) == object()
