"""Fines for books that come back late, in cents."""


def fine(days_late):
    """15 cents for each day, at most 300; nothing for a book that is back in time."""
    return 0 if days_late < 0 else min(days_late * 15, 20 * 15)


def total(days_late_of_each):
    """The fines of several books together."""
    return sum(fine(days) for days in days_late_of_each)
