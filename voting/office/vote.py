"""The secretariat's page for the public vote. No count is shown before the close: not even here."""

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition import clock
from competition.office import EditionOffice
from voting import casting, integrity, tally
from voting.models import Ballot, Candidate, Poll, Tally


class VotingOffice(EditionOffice):
    """Clusters to rule on, the close, and then the count."""

    title = gettext_lazy("Public vote")
    template_name = "office/voting.html"
    header_icon = "group"

    def context(self):
        closed = Tally.objects.filter(edition=self.edition).first()
        aside = Ballot.objects.filter(candidate__edition=self.edition).exclude(quarantined_at=None)
        titles = dict(Candidate.objects.in_edition(self.edition).values_list("code", "title"))
        return {
            "poll": Poll.objects.filter(edition=self.edition).first(),
            "running": casting.is_running(self.edition, clock.now()),
            "phase": self.edition.phase("voting"),
            "candidates": len(titles),
            "clusters": aside.values("candidate__code", "candidate__title", "network")
            .annotate(size=Count("pk"))
            .order_by("-size"),
            "rule": {
                "size": integrity.BURST_SIZE,
                "minutes": int(integrity.BURST_WINDOW.total_seconds() // 60),
            },
            "tally": closed,
            "rows": [{"row": row, "title": titles.get(row.code, "")} for row in closed.rows.all()]
            if closed
            else [],
        }

    def do_scan(self):
        self.attempt(integrity.scan, _("The ballots were looked through."), edition=self.edition)

    def do_restore(self):
        post = self.request.POST
        self.attempt(
            integrity.restore,
            _("The ballots count again."),
            edition=self.edition,
            candidate_code=post.get("code", ""),
            reason=post.get("reason", ""),
        )

    def do_close(self):
        self.attempt(
            tally.close, _("The vote is counted and its head is published."), edition=self.edition
        )
