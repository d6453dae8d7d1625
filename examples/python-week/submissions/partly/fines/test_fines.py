import unittest

import pytest

from fines import fine, total


@pytest.mark.parametrize("days, cents", [(1, 15), (2, 30), (20, 300), (21, 300)], ids=str)
def test_fine(days, cents):
    assert fine(days) == cents


class InTime(unittest.TestCase):
    def test_costs_nothing(self):
        for days in (0, -3):
            with self.subTest(days=days):
                self.assertEqual(fine(days), 0)


class TestTotal:
    def test_of_none(self):
        assert total([]) == 0

    def test_of_some(self):
        assert total([1, 30, 0]) == 315

    @pytest.mark.skip(reason="next week")
    def test_of_a_generator(self):
        assert total(days for days in (1, 2)) == 45
