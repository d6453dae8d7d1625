import pytest

from temperature import to_fahrenheit, warmest


@pytest.mark.parametrize("celsius, fahrenheit", [(0, 32), (100, 212), (-40, -40)])
def test_to_fahrenheit(celsius, fahrenheit):
    assert to_fahrenheit(celsius) == fahrenheit


def test_warmest_of_some():
    assert warmest([12, 19, 15]) == 19


def test_warmest_below_zero():
    assert warmest([-7, -3]) == -3


def test_warmest_of_none():
    with pytest.raises(ValueError):
        warmest([])
