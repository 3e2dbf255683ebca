"""The four editions of the demonstration, walked by the same verbs up to the state in which each is
shown.
"""

import datetime

from competition import clock
from competition.models import Edition
from demo import announced, in_judging, initiatives, youth
from demo.stage import LOGINS, PASSWORD, Stage

__all__ = ["LOGINS", "PASSWORD", "Demo"]


class Demo:
    """Loads everything once."""

    def __init__(self, now: datetime.datetime):
        self.stage = Stage(now)

    def load(self) -> list[Edition]:
        """All four editions, the newest call first."""
        with clock.set_to(self.stage.day(-420)):
            self.stage.fill()
        return [
            announced.load(self.stage),
            in_judging.load(self.stage),
            youth.load(self.stage),
            initiatives.load(self.stage),
        ]
