"""Fines for books that come back late, in cents."""


def fine(days_late):
    """15 cents for each day, at most 300; nothing for a book that is back in time."""


def total(days_late_of_each):
    """The fines of several books together."""
