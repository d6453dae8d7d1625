"""What cannot be judged from another jail. The first reason counts, whatever the tests make of the
exception that tells it.
"""

from membrane_python.plain import CannotCross


class Refusals:
    def __init__(self):
        self.reason = ""

    def note(self, why):
        self.reason = self.reason or str(why)[:200]

    def refuse(self, why):
        self.note(why)
        raise CannotCross(why)
