"""What is seen of a dossier beside the list: enough to decide whether it is opened."""

import datetime

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from competition import clock
from submissions.office.dossiers import DossierOffice
from submissions.office.entry_list import decision_due
from submissions.screening.timeline import events_of

LAST_EVENTS = 5


class EntryBeside(DossierOffice):
    """A dossier in short: no page of its own, the list's script puts it beside the row."""

    route = "entry_beside"

    def get(self, request, *args, **kwargs) -> HttpResponse:
        """The middle of a page, never kept by the browser."""
        response = render(request, "office/beside.html", self.context())
        response.headers["Content-Security-Policy"] = settings.OFFICE_PAGE_POLICY
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def context(self) -> dict:
        version = self.entry.versions.first()
        shown = {"edition": self.edition, "entry": self.entry, "version": version}
        if version is None:
            return shown
        due = self._due(version.submitted_at)
        return shown | {
            "due": due,
            "is_late": due is not None and due < localdate(clock.now()),
            "authors": version.content["authors"],
            "files": self.entry.attachments.select_related("blob"),
            "similar": version.similar.select_related("other__entry__edition"),
            "timeline": events_of(self.entry, for_office=True)[:LAST_EVENTS],
        }

    def _due(self, submitted_at: datetime.datetime) -> datetime.date | None:
        return decision_due(submitted_at, self.edition) if self.entry.awaits_decision else None
