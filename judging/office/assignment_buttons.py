"""The buttons about who scores what: proposed by the machine or by lot, changed, confirmed."""

from collections.abc import Callable

from django.contrib import messages
from django.utils.translation import gettext as _

from competition import clock
from competition.errors import Refused
from competition.office import Button, without_time
from competition.web import number_of
from judging.assigning import assignment, lottery
from judging.councils import rounds
from judging.models import Assignment, Judge, Lottery
from judging.office import proposals
from judging.office.rounds import JudgingOffice


class Proposing(Button, JudgingOffice):
    """A button after which the page tells how good the proposal is."""

    def propose(self, verb: Callable[..., assignment.Plan], **arguments: object) -> None:
        try:
            plan = verb(by=self.request.user, **arguments)
        except Refused as refusal:
            messages.error(self.request, str(refusal))
            self.is_refused = True
            return
        proposals.tell(self.request, plan)


class ProposeAssignment(Proposing):
    """The machine proposes who scores what."""

    def press(self) -> None:
        is_fair = self.request.POST.get("mode") == assignment.FAIR
        mode = assignment.FAIR if is_fair else assignment.BALANCED
        self.propose(assignment.propose, judging_round=self.round, mode=mode)


class CommitLottery(Button, JudgingOffice):
    """Fix the chances and publish the digest of the secret."""

    def press(self) -> None:
        typed = self.request.POST.get("most_percent", "").strip().rstrip("%").strip()
        self.attempt(
            lottery.commit,
            _(
                "The chances are fixed and the digest of the secret is published. Draw when the "
                "number is known that you named."
            ),
            judging_round=self.round,
            most_percent=number_of(typed),
            source=self.request.POST.get("source", ""),
        )


class DrawLottery(Proposing):
    """Draw the assignment with the public number that was named."""

    def press(self) -> None:
        self.propose(
            lottery.draw,
            lottery=self.chosen(Lottery.objects.filter(round=self.round), "lottery"),
            public_number=self.request.POST.get("public_number", ""),
            at=clock.now(),
        )


class MoveSheet(Button, JudgingOffice):
    """Another judge of the round gets a proposed sheet."""

    def press(self) -> None:
        judge = self.chosen(Judge.objects.filter(panel__round=self.round), "judge")
        self.attempt(
            without_time(assignment.move),
            _("%(judge)s gets this sheet.") % {"judge": judge},
            item=self.chosen(
                Assignment.objects.filter(judge__panel__round=self.round), "assignment"
            ),
            judge=judge,
        )


class ConfirmAssignment(Button, JudgingOffice):
    """The proposal stands."""

    def press(self) -> None:
        done = _("The assignment is confirmed.")
        self.attempt(assignment.confirm, done, judging_round=self.round)


class ReleaseSheet(Button, JudgingOffice):
    """Take an entry off a late judge, with a reason."""

    def press(self) -> None:
        self.attempt(
            rounds.release_late,
            _("The entry is taken off this judge."),
            assignment=self.chosen(
                Assignment.objects.filter(judge__panel__round=self.round), "assignment"
            ),
            reason=self.request.POST.get("reason", ""),
        )
