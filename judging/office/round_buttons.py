"""The buttons of a round's life."""

from django.utils.translation import gettext as _

from competition.office import Button
from judging.councils import rounds
from judging.office.rounds import JudgingOffice


class OpenRound(Button, JudgingOffice):
    """The judges see their sheets."""

    def press(self) -> None:
        done = _("The round is open; the judges are told.")
        self.attempt(rounds.open_round, done, judging_round=self.round)


class CloseRound(Button, JudgingOffice):
    """Every sheet is locked; nobody scores any more."""

    def press(self) -> None:
        self.attempt(rounds.close_round, _("The round is closed."), judging_round=self.round)
