"""What cannot be judged from another jail. The first reason counts, whatever the tests make of the
exception that tells it. `theirs`: it is the submission's doing alone.
"""

from membrane_python.plain import CannotCross


class Refusals:
    def __init__(self):
        self.reason = ""
        self.theirs = False

    def note(self, why, theirs=False):
        if not self.reason:
            self.reason, self.theirs = str(why)[:200], theirs

    def end(self):
        return {"refused": self.reason, **({"theirs": True} if self.theirs else {})}

    def refuse(self, why):
        self.note(why)
        raise CannotCross(why)
