"""Refusals. A process verb raises one; a view shows its text, which says what happened and what to
do.
"""


class Refused(Exception):
    """A rule of the contest forbids the step. The message is translated and meant for
    the person; `about` is the argument of the verb that it is about, if it is one.
    """

    def __init__(self, message, about=""):
        super().__init__(message)
        self.message = message
        self.about = about

    def __str__(self):
        return str(self.message)


class PhaseClosed(Refused):
    """The step belongs to a phase that is not open by the server's clock."""


class Frozen(Refused):
    """The rule has begun to apply and cannot be changed any more."""


class NotAllowed(Refused):
    """The person may not take this step."""


class WrongState(Refused):
    """The thing is not in the state from which this step starts."""
