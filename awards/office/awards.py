"""The secretariat's page from the standing to the certificates, in the order in which the steps are
taken.
"""

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import is_secretariat
from awards import announce, bundle, decision, ratification, standings, unsealing
from awards.certificates import issue, verify
from awards.models import AwardDecision, Certificate, Ratification, Standing, Unsealing
from competition.errors import WrongState
from competition.models import Edition
from competition.office import EditionOffice
from foundation.jobs.models import Job
from foundation.vault import store
from judging.models import Comparison, Ranking
from judging.results import comparing


class DecisionForm(forms.Form):
    """What stands on the decision."""

    number = forms.CharField(label=gettext_lazy("Decision number"), max_length=60)
    date = forms.DateField(
        label=gettext_lazy("Date of the decision"),
        widget=forms.DateInput(attrs={"placeholder": "22/11/2026"}),
    )
    signer_title = forms.CharField(label=gettext_lazy("Signer's title"), max_length=120)
    signer_name = forms.CharField(label=gettext_lazy("Signer's name"), max_length=120)


class AwardsOffice(EditionOffice):
    """Standing → seals → committee → decision → announcement → certificates."""

    title = gettext_lazy("Results and certificates")
    template_name = "office/awards.html"
    header_icon = "pick"
    decision_form = None

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        if self.job and not self.job.is_finished:
            response.headers["Refresh"] = "2"  # the progress bar moves without script too
        return response

    def context(self):
        standing = Standing.objects.filter(edition=self.edition).first()
        vote = Ratification.objects.filter(standing=standing).first() if standing else None
        adopted = self.edition.decisions.filter(superseded_by=None).select_related("pdf").first()
        rows = (
            list(
                standing.rows.select_related("field", "tier", "entry").prefetch_related(
                    "entry__authors"
                )
            )
            if standing
            else []
        )
        counts = ratification.approvals(vote) if vote else {}
        for row in rows:
            row.approvals_count = counts.get(row.pk, 0) if vote else None
        self.job = Job.objects.filter(key=issue.job_key(adopted)).first() if adopted else None
        return {
            "standing": standing,
            "rows": rows,
            "unsealing": Unsealing.objects.filter(standing=standing)
            .select_related("asked_by")
            .first()
            if standing
            else None,
            "vote": vote,
            "voters": vote.approvals.values("member").distinct().count() if vote else 0,
            "decision": adopted,
            "decision_form": self.decision_form
            or DecisionForm(
                initial={
                    "signer_name": self.edition.signer_name,
                    "signer_title": self.edition.signer_title,
                }
            ),
            "job": self.job,
            "ties": [] if standing else self._ties(),
            "comparisons": self._comparisons(),
            "certificates": Certificate.objects.filter(award__decision=adopted).select_related(
                "award__tier", "award__entry", "revocation"
            )
            if adopted
            else [],
        }

    def _ties(self) -> list[dict]:
        """Groups that the rules put to the judges, each with the comparison that is open for it."""
        try:
            groups = standings.ties_to_compare(self.edition)
        except WrongState:  # ranking or vote is not there yet
            return []
        running = list(
            Comparison.objects.filter(
                ranking__round__edition=self.edition, closed_at=None
            ).prefetch_related("entries")
        )
        found = []
        for group in groups:
            codes = {line.code for line in group}
            comparison = next(
                (one for one in running if codes <= {entry.code for entry in one.entries.all()}),
                None,
            )
            judges = comparing.asked(comparison) if comparison else {}
            found.append(
                {
                    "lines": group,
                    "key": ",".join(sorted(codes)),
                    "comparison": comparison,
                    "asked": len(judges),
                    "given": comparison.ballots.count() if comparison else 0,
                    "needed": comparing.needed(comparison, judges) if comparison else 0,
                }
            )
        return found

    def _comparisons(self) -> list[dict]:
        """Closed comparisons of the ranking that decides: how often each entry was chosen, the
        strongest first.
        """
        closed = (
            Comparison.objects.filter(ranking__in=Ranking.objects.decisive(self.edition))
            .exclude(closed_at=None)
            .prefetch_related("ballots")
        )
        return [
            {"comparison": one, "judges": one.ballots.count(), "rows": comparing.told(one)}
            for one in closed
        ]

    def do_compare(self):
        tie = next(
            (tie for tie in self._ties() if tie["key"] == self.request.POST.get("codes")), None
        )
        if tie is None:
            raise Http404
        ranking, codes = (
            Ranking.objects.decisive(self.edition).first(),
            [line.code for line in tie["lines"]],
        )
        self.attempt(
            comparing.put,
            _("The judges are asked to compare these entries."),
            ranking=ranking,
            codes=codes,
        )

    def _comparison(self) -> Comparison:
        return get_object_or_404(
            Comparison,
            pk=self.request.POST.get("comparison") or 0,
            ranking__round__edition=self.edition,
        )

    def do_remind_comparison(self):
        self.attempt(
            comparing.remind,
            _("The judges who have not chosen are reminded."),
            comparison=self._comparison(),
        )

    def do_close_comparison(self):
        self.attempt(
            comparing.close,
            _("The comparison is closed; the standing can be computed."),
            comparison=self._comparison(),
        )

    def _standing(self) -> Standing:
        return get_object_or_404(Standing, edition=self.edition)

    def _decision(self) -> AwardDecision:
        return get_object_or_404(AwardDecision, edition=self.edition, superseded_by=None)

    def do_compute(self):
        self.attempt(
            standings.compute, _("The standing is computed, by code."), edition=self.edition
        )

    def do_ask(self):
        self.attempt(
            unsealing.ask,
            _("Asked: a second person must open the seals."),
            standing=self._standing(),
        )

    def do_unseal(self):
        self.attempt(unsealing.open, _("The seals are open."), standing=self._standing())

    def do_open_vote(self):
        self.attempt(
            ratification.open_ballot,
            _("The committee is asked to vote."),
            standing=self._standing(),
        )

    def do_close_vote(self):
        vote = get_object_or_404(Ratification, standing__edition=self.edition)
        self.attempt(ratification.close, _("The committee's vote is closed."), ratification=vote)

    def do_adopt(self):
        form = DecisionForm(self.request.POST)
        if not form.is_valid():
            self.decision_form, self.is_refused = form, True
            return
        vote = get_object_or_404(Ratification, standing__edition=self.edition)
        if not self.attempt(
            decision.adopt, _("The decision is entered."), ratification=vote, **form.cleaned_data
        ):
            self.decision_form, self.is_refused = form, True

    def do_announce(self):
        self.attempt(
            announce.announce,
            _("The results are announced to everybody."),
            decision=self._decision(),
        )

    def do_issue(self):
        self.attempt(issue.issue, _("The certificates are being made."), decision=self._decision())

    def do_revoke(self):
        certificate = get_object_or_404(
            Certificate,
            pk=self.request.POST.get("certificate") or 0,
            award__decision__edition=self.edition,
        )
        self.attempt(
            verify.revoke,
            _("The certificate is revoked."),
            certificate=certificate,
            reason=self.request.POST.get("reason", ""),
        )


def result_bundle(request, slug):
    """Everything that is needed to compute the result again without the database, as ZIP."""
    edition = get_object_or_404(Edition.objects.filter(standing__isnull=False), slug=slug)
    if not is_secretariat(request.user, edition.pk):
        raise Http404
    content = bundle.as_zip(edition=edition, by=request.user)
    headers = {
        "Content-Disposition": f'attachment; filename="ket-qua-{slug}.zip"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type="application/zip", headers=headers)


def decision_pdf(request, pk):
    """The decision's paper."""
    adopted = get_object_or_404(
        AwardDecision.objects.exclude(pdf=None).select_related("pdf"), pk=pk
    )
    if not is_secretariat(request.user, adopted.edition_id):
        raise Http404
    return store.serve(
        adopted.pdf, name=f"quyet-dinh-{pk}.pdf", user=request.user, purpose="decision", inline=True
    )


def office_certificate(request, pk):
    """A certificate, for the office that hands it out."""
    certificate = get_object_or_404(
        Certificate.objects.exclude(pdf=None).select_related("pdf", "award__decision"), pk=pk
    )
    if not is_secretariat(request.user, certificate.award.decision.edition_id):
        raise Http404
    return store.serve(
        certificate.pdf,
        name=f"{certificate.serial}.pdf",
        user=request.user,
        purpose="certificate",
        inline=True,
    )
