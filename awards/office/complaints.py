"""Petitions and complaints of one edition, for the secretariat: a list, and a page each."""

import datetime
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from awards import complaints, permissions, posting
from awards.answer_form import AnswerForm
from awards.models import Complaint
from awards.office.buttons import AwardsButton
from competition import clock
from competition.office import Button, EditionOffice
from competition.recap import Recap


class ComplaintsOffice(EditionOffice):
    """What is open first, by the day it is due; of denunciations only that there are some."""

    route = "complaints_office"
    title = gettext_lazy("Petitions and complaints")
    template_name = "office/complaints.html"
    header_icon = "mail"
    may = staticmethod(permissions.can_prepare)

    def context(self) -> dict[str, Any]:
        of_edition = Complaint.objects.filter(edition=self.edition)
        rows = complaints.readable_in_office(self.edition, self.request.user)
        rows = rows.select_related("entry", "answer", "writer__user")
        secret = of_edition.denunciations()
        about = [
            pgettext("of complaint", "Number"),
            pgettext("of complaint", "Kind"),
            _("Dossier"),
            _("Written by"),
        ]
        return {
            "open_rows": rows.open(),
            "page_obj": self.page_of(rows.exclude(answer=None).order_by("-answer__at", "-pk")),
            "denunciations": secret.count(),
            "open_denunciations": secret.open().count(),
            "rows": "office/_complaint_rows.html",
            "headings": [*about, _("Answer due")],
            "headings_of_ended": [*about, pgettext("of complaint", "What came of it")],
            "today": localdate(clock.now()),
            "posting": posting.of_edition(self.edition),
        }


class ComplaintOffice(EditionOffice):
    """One of them, with who wrote it and the form of the answer."""

    route = "complaint_office"
    title = gettext_lazy("Petitions and complaints")
    template_name = "office/complaint.html"
    header_icon = "mail"
    may = staticmethod(permissions.can_prepare)
    form: AnswerForm | None = None  # with what was typed, when it was refused

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        rows = complaints.readable_in_office(self.edition, request.user)
        rows = rows.select_related("entry", "answer__by", "writer__user")
        self.complaint = get_object_or_404(rows, pk=kwargs["number"])

    def route_arguments(self) -> list:
        return [self.edition.slug, self.complaint.pk]

    def context(self) -> dict[str, Any]:
        return {
            "complaint": self.complaint,
            "form": self.form or AnswerForm(),
            "today": localdate(clock.now()),
        }


class AnswerComplaint(Button, ComplaintOffice):
    """The answer goes to its writer."""

    def press(self) -> None:
        self.form = AnswerForm(self.request.POST)
        if not self.form.is_valid():
            self.is_refused = True
            return
        done = _("Answered; who wrote it is told.")
        self.attempt(complaints.answer, done, complaint=self.complaint, **self.form.cleaned_data)


class PostList(AwardsButton):
    """The ratified list is posted for the published days."""

    def recap(self) -> Recap:
        vote = self.edition_ratification()
        end = posting.end_of(self.edition, clock.now()) - datetime.timedelta(seconds=1)
        rows = vote.standing.rows
        return Recap(
            question=_("Post the list for everybody to read?"),
            facts=[
                (_("Proposed prizes"), rows.exclude(tier=None).count()),
                (_("Posted until"), date_format(localtime(end), "SHORT_DATE_FORMAT")),
                (_("Entrants who are told"), rows.exclude(entry=None).count()),
            ],
            after=[
                _("Everybody reads the list at once, and every entrant gets a message."),
                _("It cannot be taken down before its day, and is not posted a second time."),
            ],
            button=_("Post the list"),
        )

    def press(self) -> None:
        done = _("The list is posted; every entrant is told.")
        self.attempt(posting.put_up, done, ratification=self.edition_ratification())
