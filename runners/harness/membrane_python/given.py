"""Which object a text or number is: tests and submissions compare with `is`, too. In one process what was given
comes back as the same object, and of constants that look like a name Python keeps one.
"""

from sys import intern

MANY = 10_000  # of each class
LONG = 1000  # characters of a text


class Given:
    def __init__(self):
        self.known = {str: {}, int: {}, float: {}}

    def keep(self, value):
        """`value`, of one of these classes, goes over. 0.0 and -0.0 would be one key, and a nan is never found."""
        known = self.known[type(value)]
        if value and value == value and not (type(value) is str and len(value) > LONG):
            if len(known) >= MANY:
                known.clear()
            known[value] = value

    def here(self, told):
        """For an equal one that came over."""
        found = self.known[type(told)].get(told, told)
        return intern(told) if found is told and type(told) is str else found
