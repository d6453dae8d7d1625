import pytest
from prices import with_tax


@pytest.mark.parametrize("price, expected", [(10, 11), (2.5, 2.75), (100, 110)])
def test_a_tenth_is_added(price, expected):
    assert with_tax(price) == pytest.approx(expected)


def test_no_price_is_below_zero():
    with pytest.raises(ValueError):
        with_tax(-5)
