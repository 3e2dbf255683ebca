"""The buttons of a round's life."""

from django.utils.translation import gettext as _

from competition.office import Button
from competition.recap import Recap
from judging.councils import rounds
from judging.models import Assignment, BlindedEntry
from judging.office.rounds import JudgingOffice


class OpenRound(Button, JudgingOffice):
    """The judges see their sheets."""

    def press(self) -> None:
        done = _("The round is open; the judges are told.")
        self.attempt(rounds.open_round, done, judging_round=self.round)


class CloseRound(Button, JudgingOffice):
    """Every sheet is locked; nobody scores any more."""

    def recap(self) -> Recap:
        sheets = Assignment.objects.countable().filter(judge__panel__round=self.round)
        entries = BlindedEntry.objects.countable().filter(round=self.round)
        return Recap(
            question=_("Close this round?"),
            facts=[
                (_("Round"), self.round.label),
                (_("Blinded entries"), entries.count()),
                (_("Sheets"), sheets.count()),
                (_("Sheets not locked yet"), rounds.late_assignments(self.round).count()),
            ],
            after=[
                _("Nobody can score or change a sheet of this round any more."),
                _("The head of the ledger is published; a sheet is opened again by two people."),
            ],
            button=_("Close the round"),
        )

    def press(self) -> None:
        self.attempt(rounds.close_round, _("The round is closed."), judging_round=self.round)
