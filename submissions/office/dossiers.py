"""The secretariat's page of one dossier: what was submitted, its letters, its blinded copy."""

import datetime

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.permissions import Role, people_on_panels, staff_of
from competition import clock
from competition.models import Phase
from competition.office import EditionOffice
from competition.rows import row_of
from competition.web import number_of
from submissions.models import Entry, EntryConsent, EntryVersion, Sealing
from submissions.office.entry_list import decision_due
from submissions.screening.timeline import events_of
from submissions.sealing import looks, redacting, sealing
from submissions.writing import organisation

SEARCHED = "tim"  # of the address: a part of a judge's name
MOST_FOUND = 20


def posted_person(request, name: str) -> User:
    """The person whose number a form sends under this name; 404 when there is none."""
    return row_of(User.objects.all(), number_of(request.POST.get(name)))


class DossierOffice(EditionOffice):
    """A page about one dossier of the edition."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        entries = Entry.objects.in_edition(self.edition).select_related(
            "owner", "field", "kind", "unit", "edition", "handling__handler", "handover"
        )
        self.entry = get_object_or_404(entries, public_id=kwargs["public_id"])

    def route_arguments(self):
        return [self.edition.slug, self.entry.public_id]

    def get_page_title(self):
        return self.entry.receipt_number or _("Draft")

    def get_breadcrumbs_items(self):
        items = super().get_breadcrumbs_items()
        queue = reverse("entry_queue", args=[self.edition.slug])
        items.insert(2, {"url": queue, "label": _("Dossiers")})
        items[-1]["label"] = self.get_page_title()
        return items


class PageOfDossier(DossierOffice):
    """A page one step below the dossier's own; the way back leads there."""

    def get_breadcrumbs_items(self):
        items = super().get_breadcrumbs_items()
        dossier = reverse("office_entry", args=[self.edition.slug, self.entry.public_id])
        items[-1] = {"url": dossier, "label": self.entry.receipt_number}
        return [*items, {"url": "", "label": self.title}]


class EntryDetail(DossierOffice):
    """One dossier: what was submitted, the decision, letters, the blinded copy."""

    title = gettext_lazy("Dossier")
    template_name = "office/entry.html"
    header_icon = "doc-full"
    route = "office_entry"
    is_asked_about = True

    def context(self):
        version = self.entry.versions.first()
        return (
            {
                "entry": self.entry,
                "version": version,
                "ticked": self.request.POST.getlist("check"),
                "picked": self.request.POST.getlist("picked"),
                "colleagues": staff_of(Role.SECRETARIAT, edition_id=self.edition.pk),
                "attachments": self.entry.attachments.select_related("blob"),
                "exhibits": self.entry.exhibits.prefetch_related("steps"),
                "is_judged": sealing.is_judged(self.edition, clock.now()),
                "sealed_from": self._sealed_from(),
            }
            | self._searched()
            | (self._of_version(version) if version else {})
        )

    def _sealed_from(self) -> datetime.datetime | None:
        """When copies may be prepared; None from then on."""
        submission = self.edition.phase(Phase.Kind.SUBMISSION)
        if submission is None or clock.now() >= submission.closes_at:
            return None
        return submission.closes_at

    def _searched(self) -> dict:
        """Who may be kept away: hundreds of people may judge, so that a name is searched first."""
        name = self.request.GET.get(SEARCHED, "").strip()
        if not name:
            return {"searched": "", "on_panels": [], "more_on_panels": False}
        found = people_on_panels(name, MOST_FOUND + 1)
        return {
            "searched": name,
            "on_panels": found[:MOST_FOUND],
            "more_on_panels": len(found) > MOST_FOUND,
        }

    def _of_version(self, version: EntryVersion) -> dict:
        """What a submitted dossier has and a draft has not."""
        copy = Sealing.objects.filter(version=version, voided_at=None).first()
        due = None
        if self.entry.awaits_decision:
            due = decision_due(version.submitted_at, self.edition)
        return {
            "due": due,
            "is_late": due is not None and due < localdate(clock.now()),
            "timeline": events_of(self.entry, for_office=True),
            "judges_questions": self.entry.judges_questions.select_related("answered_by"),
            "withdrawals": self.entry.consent_withdrawals.filter(done_at=None),
            "copy": copy,
            "copy_files": copy.files.all() if copy else [],
            "pages_waiting": len(looks.waiting(copy)) if copy and not copy.confirmed_at else 0,
            "words": self._words_of(copy) if copy and not copy.confirmed_at else [],
            "authors": [_author(author) for author in version.content["authors"]],
            "organisation": organisation.in_words(version.content.get("organisation", {})),
            "entrant": _entrant(version.content.get("entrant", "")),
            "first_applied_on": _day(version.content.get("first_applied_on", "")),
            "consents": self._consents(version),
            "similar": version.similar.select_related("other__entry__edition", "looked_at_by"),
            "related": sealing.related_people(copy) if copy and copy.confirmed_at else [],
        }

    def _consents(self, version: EntryVersion) -> list[tuple[str, bool]]:
        """Every consent that is asked for, and whether it stands: what was given with this version
        and was not taken back since.
        """
        given = set(version.consents.values_list("kind", flat=True))
        taken_back = self.entry.consent_withdrawals.exclude(done_at=None)
        given -= set(taken_back.values_list("kind", flat=True))
        return [(str(label), kind in given) for kind, label in EntryConsent.Kind.choices]

    def _words_of(self, copy: Sealing) -> list[dict]:
        """The words that may tell whose work it is, with where they stand, in words."""
        labels = {"title": _("Title of the work"), "summary": _("Summary")}
        labels |= {answer["key"]: answer["label"] for answer in copy.version.content["answers"]}
        rows = []
        for asked in redacting.words_asked_about(copy).values():
            places = [labels.get(place, place) for place in asked.places]
            rows.append(asked._asdict() | {"places": places})
        return rows


def _author(kept: dict) -> dict:
    """An author of a version, with the birth date as a date."""
    return kept | {"birth_date": _day(kept.get("birth_date", ""))}


def _day(iso: str) -> datetime.date | None:
    return datetime.date.fromisoformat(iso) if iso else None


def _entrant(value: str) -> str:
    """Who enters, in words; empty in versions from before it was asked."""
    return str(dict(Entry.Entrant.choices).get(value, ""))
