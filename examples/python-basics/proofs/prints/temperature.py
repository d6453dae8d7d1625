"""Temperatures of a week."""


def to_fahrenheit(celsius):
    """The same temperature in Fahrenheit: times 9, divided by 5, plus 32."""
    return celsius * 9 / 5 + 32


def warmest(temperatures):
    """The highest temperature of a list. ValueError for an empty list."""
    if not temperatures:
        raise ValueError("no temperatures")
    return max(temperatures)


print("Ready")
