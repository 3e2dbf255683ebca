"""The buttons of the page from the standing to the certificates."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from awards import announce, decision, inspection, ratification, standings, unsealing
from awards.certificates import issue, verify
from awards.models import AwardDecision, Certificate, Ratification, Standing
from awards.office.awards import AwardsOffice, DecisionForm, InspectionForm
from competition import clock
from competition.office import Button
from competition.recap import Recap
from competition.rows import row_of
from competition.web import number_of
from judging.models import Comparison, Ranking
from judging.results import comparing
from submissions.models import Entry
from submissions.sealing import sealing


class AwardsButton(Button, AwardsOffice):
    """A button of this page, with what its verb is about; 404 where that is not there."""

    def edition_standing(self) -> Standing:
        return get_object_or_404(Standing, edition=self.edition)

    def edition_ratification(self) -> Ratification:
        return get_object_or_404(Ratification, standing__edition=self.edition)

    def edition_decision(self) -> AwardDecision:
        return get_object_or_404(AwardDecision, edition=self.edition, superseded_by=None)

    def posted_comparison(self) -> Comparison:
        comparisons = Comparison.objects.filter(ranking__round__edition=self.edition)
        return row_of(comparisons, number_of(self.request.POST.get("comparison")))

    def posted_certificate(self) -> Certificate:
        certificates = Certificate.objects.filter(award__decision__edition=self.edition)
        return row_of(certificates, number_of(self.request.POST.get("certificate")))


class PutComparison(AwardsButton):
    """The judges are asked to compare the entries of one tie."""

    def press(self) -> None:
        tie = self._tie()
        self.attempt(
            comparing.put,
            _("The judges are asked to compare these entries."),
            ranking=Ranking.objects.decisive(self.edition).first(),
            codes=[line.code for line in tie["lines"]],
        )

    def _tie(self) -> dict[str, Any]:
        ties = {tie["key"]: tie for tie in self.ties()}
        try:
            return ties[self.request.POST.get("codes", "")]
        except KeyError as error:
            raise Http404 from error


class RemindComparison(AwardsButton):
    """Whoever has not chosen is written to."""

    def press(self) -> None:
        self.attempt(
            comparing.remind,
            _("The judges who have not chosen are reminded."),
            comparison=self.posted_comparison(),
        )


class CloseComparison(AwardsButton):
    """All choices are put together."""

    def recap(self) -> Recap:
        comparison = self.posted_comparison()
        given = comparison.ballots.count()
        asked = len(comparing.asked(comparison))
        return Recap(
            question=_("Close this comparison?"),
            facts=[(_("Judges who have chosen, of those asked"), f"{given}/{asked}")],
            after=[
                _("Whoever has not chosen yet cannot choose any more."),
                _("The order that comes of it counts, and goes to the ledger."),
            ],
            button=_("Close the comparison"),
        )

    def press(self) -> None:
        self.attempt(
            comparing.close,
            _("The comparison is closed; the standing can be computed."),
            comparison=self.posted_comparison(),
        )


class ComputeStanding(AwardsButton):
    """Ranking and count are brought together by code."""

    def press(self) -> None:
        done = _("The standing is computed, by code.")
        self.attempt(standings.compute, done, edition=self.edition)


class AskForSeals(AwardsButton):
    """The first of the two people who open the seals."""

    def press(self) -> None:
        done = _("Asked: a second person must open the seals.")
        self.attempt(unsealing.ask, done, standing=self.edition_standing())


class OpenRatification(AwardsButton):
    """The proposed prizes are put before the committee."""

    def press(self) -> None:
        done = _("The committee is asked to vote.")
        self.attempt(ratification.open_ballot, done, standing=self.edition_standing())


class CloseRatification(AwardsButton):
    """The committee's vote is counted."""

    def recap(self) -> Recap:
        vote = self.edition_ratification()
        proposed = vote.standing.rows.exclude(tier=None).count()
        return Recap(
            question=_("Close the committee's vote?"),
            facts=[
                (_("Members of the committee"), vote.members),
                (_("Members who have voted"), len(ratification.voters(vote))),
                (_("Approvals that a prize needs"), vote.required),
                (_("Proposed prizes"), proposed),
            ],
            after=[
                _("Members cannot vote or change their choice any more."),
                _("A prize without enough approvals is not given."),
                _("The result goes to the ledger, and its head is published."),
            ],
            button=_("Close the committee's vote"),
        )

    def press(self) -> None:
        done = _("The committee's vote is closed.")
        self.attempt(ratification.close, done, ratification=self.edition_ratification())


class AdoptDecision(AwardsButton):
    """The decision on the ratified prizes is entered."""

    def press(self) -> None:
        self.decision_form = DecisionForm(self.request.POST)
        if not self.decision_form.is_valid():
            self.is_refused = True
            return
        self.attempt(
            decision.adopt,
            _("The decision is entered."),
            ratification=self.edition_ratification(),
            **self.decision_form.cleaned_data,
        )


class AskForChoices(AwardsButton):
    """The first of the two people who hand the choices behind the ballots to an inspector."""

    def press(self) -> None:
        self.edition_standing()
        self.inspection_form = InspectionForm(self.request.POST)
        if not self.inspection_form.is_valid():
            self.is_refused = True
            return
        self.attempt(
            inspection.ask,
            _("Asked: a second person must agree to it."),
            edition=self.edition,
            **self.inspection_form.cleaned_data,
        )


class AnnounceResults(AwardsButton):
    """Everybody is told at once."""

    def recap(self) -> Recap:
        adopted = self.edition_decision()
        entrants = sealing.entries_under_seal(self.edition, clock.now())
        return Recap(
            question=_("Announce the results to everybody?"),
            facts=[
                (_("Decision number"), adopted.number),
                (_("Date of the decision"), date_format(adopted.date, "SHORT_DATE_FORMAT")),
                (_("Prizes"), adopted.awards.count()),
                (_("Entrants who are told"), entrants.count()),
            ],
            after=[
                _("Winners and all others get a message at once, and the public pages show them."),
                _("It cannot be taken back: only another decision supersedes it, visibly."),
            ],
            button=_("Announce the results"),
        )

    def press(self) -> None:
        done = _("The results are announced to everybody.")
        self.attempt(announce.announce, done, decision=self.edition_decision())


class IssueCertificates(AwardsButton):
    """Serials are given, and the files are made by a job."""

    def recap(self) -> Recap:
        adopted = self.edition_decision()
        standing = adopted.awards.exclude(entry__status=Entry.Status.WITHDRAWN)
        return Recap(
            question=_("Issue the certificates?"),
            facts=[
                (_("Decision number"), adopted.number),
                (_("Certificates"), standing.count()),
                (_("Signed by"), f"{adopted.signer_title} {adopted.signer_name}"),
            ],
            after=[
                _("Each gets its serial and a seal that anybody can verify."),
                _("One that is wrong can only be revoked, with a reason that the public reads."),
            ],
            button=_("Issue the certificates"),
        )

    def press(self) -> None:
        done = _("The certificates are being made.")
        self.attempt(issue.issue, done, decision=self.edition_decision())


class StopCertificates(AwardsButton):
    """The making of the files stops after those under way."""

    def press(self) -> None:
        done = _("The making of the certificates is stopped. Those that are made stay.")
        self.attempt(issue.stop, done, decision=self.edition_decision())


class RevokeCertificate(AwardsButton):
    """A certificate is no longer valid, for the reason that the public page shows."""

    def press(self) -> None:
        self.attempt(
            verify.revoke,
            _("The certificate is revoked."),
            certificate=self.posted_certificate(),
            reason=self.request.POST.get("reason", ""),
        )
