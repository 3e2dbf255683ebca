"""The buttons of the office's page for the public vote."""

from django.utils.translation import gettext as _

from competition.office import Button
from competition.recap import Recap
from voting import clusters, integrity, tally
from voting.models import Ballot, Candidate
from voting.office.vote import VotingOffice


class ScanBallots(Button, VotingOffice):
    """Suspicious clusters are set aside."""

    def press(self) -> None:
        self.attempt(integrity.scan, _("The ballots were looked through."), edition=self.edition)


class ClusterButton(Button, VotingOffice):
    """A person has looked at a cluster and proposes what becomes of it; a second one agrees."""

    counts: bool
    compares = False  # the cluster stands there as it is now

    def press(self) -> None:
        typed = self.request.POST
        self.attempt_upon(
            clusters.ask,
            _("Proposed. It is done once a second person agrees."),
            edition=self.edition,
            code=typed.get("code", ""),
            network=typed.get("network", ""),
            counts=self.counts,
            reason=typed.get("reason", ""),
        )


class LetClusterCount(ClusterButton):
    """Its ballots are to count."""

    counts = True


class LeaveClusterAside(ClusterButton):
    """Its ballots are to stay set aside."""

    counts = False


class CloseVote(Button, VotingOffice):
    """The vote is counted, once."""

    def recap(self) -> Recap:
        aside = Ballot.objects.set_aside().filter(candidate__edition=self.edition)
        works = Candidate.objects.in_edition(self.edition).standing()
        return Recap(
            question=_("Close the public vote and count it?"),
            facts=[
                (_("Works"), works.count()),
                (_("Ballots set aside"), aside.count()),
            ],
            after=[
                _("The vote is counted once. Nobody votes or takes a vote back afterwards."),
                _("What is set aside stays so: two people have ruled on each cluster."),
                _("The count goes to the ledger, and its head is published."),
            ],
            button=_("Close and count"),
        )

    def press(self) -> None:
        done = _("The vote is counted and its head is published.")
        self.attempt(tally.close, done, edition=self.edition)
