"""The secretariat's page for the public vote. No count is shown before the close: not even here."""

from typing import Any

from django.db.models import Count, Max, Min, Q
from django.utils.translation import gettext_lazy

from competition import clock
from competition.models import Phase
from competition.office import EditionOffice
from competition.two_windows import mark_of
from voting import casting, integrity, objecting, permissions, signals, tally
from voting.clusters import parts_of, waiting_on
from voting.models import BURST, Ballot, Candidate, Poll, Tally

CLUSTERS_PAGE = "nhom"  # of the address: which page of the clusters


class VotingOffice(EditionOffice):
    """Clusters to rule on, the close, and then the count."""

    route = "voting_office"
    is_asked_about = True
    title = gettext_lazy("Public vote")
    template_name = "office/voting.html"
    header_icon = "group"
    may = staticmethod(permissions.can_run_vote)

    def context(self) -> dict[str, Any]:
        closed = Tally.objects.filter(edition=self.edition).first()
        page = self.page_of(closed.rows.all()) if closed else None
        shown = Candidate.objects.in_edition(self.edition).filter(
            code__in=[row.code for row in page or []]
        )
        titles = dict(shown.values_list("code", "title"))
        clusters = self.page_of(self._clusters(), CLUSTERS_PAGE)
        evidence = signals.of_clusters(self.edition, clusters)
        asked = waiting_on(self.edition)
        said = objecting.by_cluster(self.edition)
        return {
            "poll": Poll.objects.filter(edition=self.edition).first(),
            "waits_for": tally.waits_for(self.edition, clock.now()),
            "running": casting.is_running(self.edition, clock.now()),
            "phase": self.edition.phase(Phase.Kind.VOTING),
            "candidates": Candidate.objects.in_edition(self.edition).standing().count(),
            "clusters": clusters,
            "cluster_rows": [
                row
                | {
                    "signals": evidence.get((row["candidate__code"], row["network"])),
                    "objections": said[row["candidate__code"], row["network"]],
                    "asked": asked.get((row["candidate__code"], row["network"])),
                    "mark": mark_of(
                        parts_of(row["waiting"], said[row["candidate__code"], row["network"]])
                    ),
                }
                for row in clusters
            ],
            "clusters_query": self.query_without(CLUSTERS_PAGE),
            "page_query": self.query_without("trang"),
            "rule": {
                "size": integrity.BURST_SIZE,
                "minutes": int(integrity.BURST_WINDOW.total_seconds() // 60),
            },
            "tally": closed,
            "page": page,
            "rows": [{"row": row, "title": titles.get(row.code, "")} for row in page or []],
        }

    def _clusters(self):
        """Ballots set aside, by work and network, the largest cluster first."""
        aside = Ballot.objects.set_aside().filter(candidate__edition=self.edition)
        clusters = aside.values("candidate__code", "candidate__title", "network")
        waits = Q(ruling=None, quarantine_reason=BURST)
        clusters = clusters.annotate(
            size=Count("pk"),
            waiting=Count("pk", filter=waits),
            first=Min("cast_at"),
            last=Max("cast_at"),
        )
        return clusters.order_by("-size", "candidate__code", "network")
