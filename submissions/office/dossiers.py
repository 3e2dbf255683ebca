"""The secretariat's pages for dossiers: the queue, one dossier with its decision, sealing, found
conflicts.
"""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Subquery
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from accounts.permissions import Role, staff_of
from competition import clock
from competition.office import EditionOffice
from competition.regulation import regulation_of
from foundation.vietnamese.calendar import add_working_days, earliest_still_in_time
from submissions.models import Entry, EntryVersion, Letter, Sealing, SimilarPair
from submissions.screening import correspondence, screening
from submissions.screening.timeline import events_of
from submissions.sealing import clearing, sealing
from submissions.similarity import search


class EntryQueue(EditionOffice):
    """All dossiers of an edition, filtered by state, field, colleague, clock and words; several are
    dealt with at once.
    """

    title = gettext_lazy("Dossiers")
    template_name = "office/entries.html"
    header_icon = "folder-inverse"
    FILTERS = ("trang-thai", "linh-vuc", "nguoi", "han", "tim")

    def context(self):
        chosen = {name: self.request.GET.get(name, "") for name in self.FILTERS}
        everything = Entry.objects.in_edition(self.edition)
        counts = dict(everything.order_by().values_list("status").annotate(Count("pk")))
        entries = self._filtered(everything, chosen).search(chosen["tim"])
        pages = Paginator(
            entries.select_related("field", "owner", "unit", "handling__handler").order_by(
                "-saved_at"
            ),
            50,
        )
        if not any(
            value for name, value in chosen.items() if name != "trang-thai"
        ):  # then the number is known already
            state = chosen["trang-thai"]
            pages.count = (
                counts.get(state, 0)
                if state in Entry.Status.values
                else sum(counts.values()) - counts.get(Entry.Status.DRAFT, 0)
            )
        page = pages.get_page(self.request.GET.get("trang"))
        today = localdate(clock.now())
        for entry in page:
            waits = entry.status == Entry.Status.SUBMITTED and entry.submitted_at
            entry.due = (
                add_working_days(localdate(entry.submitted_at), self.edition.screening_days)
                if waits
                else None
            )
            entry.is_late = waits and entry.due < today
        return {
            "page_obj": page,
            "chosen": chosen,
            "query": urlencode(chosen),
            "fields": regulation_of(self.edition)["fields"],
            "states": [
                {"value": value, "label": label, "count": counts.get(value, 0)}
                for value, label in Entry.Status.choices
            ],
            "colleagues": staff_of(Role.SECRETARIAT, edition_id=self.edition.pk),
            "ticked": set(self.request.POST.getlist("chon")),
        }

    def _filtered(self, entries, chosen: dict[str, str]):
        submitted = (
            EntryVersion.objects.filter(entry=OuterRef("pk"))
            .order_by("-number")
            .values("submitted_at")[:1]
        )
        letter = Letter.objects.filter(entry=OuterRef("pk")).values("from_office")[:1]
        entries = entries.annotate(
            submitted_at=Subquery(submitted), office_wrote_last=Subquery(letter)
        )
        state = chosen["trang-thai"]
        entries = (
            entries.filter(status=state)
            if state in Entry.Status.values
            else entries.exclude(status=Entry.Status.DRAFT)
        )
        if chosen["linh-vuc"].isdigit():
            entries = entries.filter(field=chosen["linh-vuc"])
        if chosen["nguoi"] == "0":
            entries = entries.filter(handling=None)
        elif chosen["nguoi"].isdigit():
            entries = entries.filter(handling__handler=chosen["nguoi"])
        if chosen["han"] == "tre":
            first = earliest_still_in_time(localdate(clock.now()), self.edition.screening_days)
            entries = entries.filter(status=Entry.Status.SUBMITTED, submitted_at__date__lt=first)
        elif chosen["han"] == "thu":
            entries = entries.filter(office_wrote_last=False)
        return entries

    def _chosen(self) -> list[Entry]:
        ids = [number for number in self.request.POST.getlist("chon") if number.isdigit()]
        return list(
            Entry.objects.in_edition(self.edition).filter(pk__in=ids).select_related("edition")
        )

    def do_accept_chosen(self):
        checks = self.edition.screening_points if self.request.POST.get("looked") else []
        chosen = self._chosen()
        accepted, left = screening.accept_all(
            entries=chosen, by=self.request.user, at=clock.now(), checks=checks
        )
        for entry, why in left:
            messages.error(
                self.request,
                _("%(number)s was left alone: %(why)s")
                % {"number": entry.receipt_number or entry, "why": why},
            )
        text = ngettext(
            "%(count)s dossier is accepted.", "%(count)s dossiers are accepted.", accepted
        ) % {"count": accepted}
        messages.success(self.request, text if chosen else _("Choose at least one dossier."))
        self.is_refused = bool(left)

    def do_hand_out(self):
        colleague = get_object_or_404(User, pk=self.request.POST.get("colleague") or 0)
        done = _("%(name)s looks at the chosen dossiers.") % {"name": colleague}
        self.attempt(screening.hand_to, done, entries=self._chosen(), colleague=colleague)

    def do_prepare_all(self):
        self.attempt(
            sealing.prepare_all, _("The blinded copies are being prepared."), edition=self.edition
        )

    def do_seal_clean(self):
        self.attempt(
            sealing.seal_clean, _("Copies without any finding are sealed."), edition=self.edition
        )


class DossierOffice(EditionOffice):
    """A page about one dossier of the edition."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        entries = Entry.objects.in_edition(self.edition).select_related(
            "owner", "field", "kind", "unit", "edition", "handling__handler", "handover"
        )
        self.entry = get_object_or_404(entries, public_id=kwargs["public_id"])

    def get_page_title(self):
        return self.entry.receipt_number or _("Draft")

    def get_breadcrumbs_items(self):
        items = super().get_breadcrumbs_items()
        items.insert(
            2, {"url": reverse("entry_queue", args=[self.edition.slug]), "label": _("Dossiers")}
        )
        items[-1]["label"] = self.get_page_title()
        return items


class EntryDetail(DossierOffice):
    """One dossier: what was submitted, the decision, letters, the blinded copy."""

    title = gettext_lazy("Dossier")
    template_name = "office/entry.html"
    header_icon = "doc-full"

    def context(self):
        version = self.entry.versions.first()
        copy = Sealing.objects.filter(version=version, voided_at=None).first() if version else None
        due = None
        if version and self.entry.status == Entry.Status.SUBMITTED:
            due = add_working_days(localdate(version.submitted_at), self.edition.screening_days)
        return {
            "entry": self.entry,
            "version": version,
            "due": due,
            "is_late": due and due < localdate(clock.now()),
            "ticked": self.request.POST.getlist("check"),
            "picked": self.request.POST.getlist("picked"),
            "colleagues": staff_of(Role.SECRETARIAT, edition_id=self.edition.pk),
            "timeline": events_of(self.entry, for_office=True) if version else [],
            "attachments": self.entry.attachments.select_related("blob"),
            "exhibits": self.entry.exhibits.prefetch_related("steps"),
            "copy": copy,
            "copy_files": copy.files.all() if copy else [],
            "similar": version.similar.select_related("other__entry__edition", "looked_at_by")
            if version
            else [],
            "related": sealing.related_people(copy) if copy and copy.confirmed_at else [],
            # Hundreds of people may judge: their names are read when somebody is to be kept away.
            "on_panels": sealing.people_on_panels() if "giam-khao" in self.request.GET else None,
        }

    def _reason(self) -> str:
        """The picked reasons, one a line, then what was written."""
        picked = [
            reason
            for reason in self.request.POST.getlist("picked")
            if reason in self.edition.reason_list
        ]
        return "\n".join([*picked, self.request.POST.get("reason", "").strip()]).strip()

    def do_accept(self):
        self.attempt(
            screening.accept,
            _("The dossier is accepted."),
            entry=self.entry,
            checks=self.request.POST.getlist("check"),
        )

    def do_return(self):
        self.attempt(
            screening.return_for_changes,
            _("The dossier is returned; the entrant is told."),
            entry=self.entry,
            reason=self._reason(),
        )

    def do_refuse(self):
        self.attempt(
            screening.refuse,
            _("The dossier is refused; the entrant is told."),
            entry=self.entry,
            reason=self._reason(),
        )

    def do_hand_out(self):
        colleague = get_object_or_404(User, pk=self.request.POST.get("colleague") or 0)
        self.attempt(
            screening.hand_to,
            _("%(name)s looks at this dossier.") % {"name": colleague},
            entries=[self.entry],
            colleague=colleague,
        )

    def do_write(self):
        typed = self.request.POST
        self.attempt(
            correspondence.write,
            _("The letter is sent."),
            entry=self.entry,
            text=typed.get("text", ""),
            asks=bool(typed.get("asks")),
        )

    def do_prepare(self):
        self.attempt(
            sealing.prepare, _("The blinded copy is ready to be looked at."), entry=self.entry
        )

    def do_seal(self):
        copy = get_object_or_404(Sealing, version=self.entry.versions.first(), voided_at=None)
        self.attempt(sealing.seal, _("The dossier is sealed for judging."), sealing=copy)

    def do_unseal(self):
        self.attempt(
            sealing.unseal_for_changes,
            _("The copy is void; the entrant may change the dossier."),
            entry=self.entry,
            reason=self.request.POST.get("reason", ""),
        )

    def do_keep_away(self):
        person = get_object_or_404(User, pk=self.request.POST.get("person") or 0)
        done = _("%(name)s is kept away from this entry.") % {"name": person}
        self.attempt(
            clearing.enter,
            done,
            entry=self.entry,
            person=person,
            reason=self.request.POST.get("reason", ""),
        )

    def do_clear(self):
        person = get_object_or_404(User, pk=self.request.POST.get("person") or 0)
        self.attempt(
            clearing.clear,
            _("The pair is cleared."),
            entry=self.entry,
            person=person,
            reason=self.request.POST.get("reason", ""),
        )


class Similar(DossierOffice):
    """A dossier beside one that it resembles, with what stands in both marked."""

    title = gettext_lazy("Similar entries")
    template_name = "office/similar.html"
    header_icon = "copy"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        pairs = SimilarPair.objects.filter(version__entry=self.entry).select_related(
            "version__entry", "other__entry__edition", "looked_at_by"
        )
        self.pair = get_object_or_404(pairs, pk=kwargs["pair"])

    def get_breadcrumbs_items(self):
        items = super().get_breadcrumbs_items()
        items[-1] = {
            "url": reverse("office_entry", args=[self.edition.slug, self.entry.public_id]),
            "label": self.entry.receipt_number,
        }
        return [*items, {"url": "", "label": self.title}]

    def context(self):
        names = {"title": _("Title"), "summary": _("Summary")} | {
            question.key: question.text for question in self.edition.questions.all()
        }
        return {"pair": self.pair, "names": names} | search.side_by_side(self.pair)

    def do_look(self):
        self.attempt(
            search.look_at,
            _("Noted."),
            pair=self.pair,
            because=self.request.POST.get("because", ""),
        )
