"""The secretariat's pages for dossiers: the queue, one dossier with its decision, sealing, found conflicts."""

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.permissions import is_secretariat
from competition.office import EditionOffice
from foundation.vault import store
from submissions import clearing, screening, sealing, similarity
from submissions.models import Attachment, Entry, SealedFile, Sealing, SimilarPair


class EntryQueue(EditionOffice):
    """All dossiers of an edition, filtered by state and words."""

    title = gettext_lazy("Dossiers")
    template_name = "office/entries.html"
    header_icon = "folder-inverse"

    def context(self):
        status, words = self.request.GET.get("trang-thai", ""), self.request.GET.get("tim", "")
        everything = Entry.objects.in_edition(self.edition)
        counts = dict(everything.order_by().values_list("status").annotate(Count("pk")))
        entries = everything.select_related("field", "owner", "unit").order_by("-saved_at")
        entries = entries.filter(status=status) if status in Entry.Status.values else entries.exclude(status=Entry.Status.DRAFT)
        page = Paginator(entries.search(words), 50).get_page(self.request.GET.get("trang"))
        states = [{"value": value, "label": label, "count": counts.get(value, 0)} for value, label in Entry.Status.choices]
        return {"page_obj": page, "states": states, "status": status, "words": words, "query": f"trang-thai={status}&tim={words}"}

    def do_prepare_all(self):
        self.attempt(sealing.prepare_all, _("The blinded copies are being prepared."), edition=self.edition)

    def do_seal_clean(self):
        self.attempt(sealing.seal_clean, _("Copies without any finding are sealed."), edition=self.edition)


class EntryDetail(EditionOffice):
    """One dossier: what was submitted, the decision, the blinded copy."""

    title = gettext_lazy("Dossier")
    template_name = "office/entry.html"
    header_icon = "doc-full"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        entries = Entry.objects.in_edition(self.edition).select_related("owner", "field", "kind", "unit", "edition")
        self.entry = get_object_or_404(entries, public_id=kwargs["public_id"])

    def get_page_title(self):
        return self.entry.receipt_number or _("Draft")

    def get_breadcrumbs_items(self):
        items = super().get_breadcrumbs_items()
        items.insert(2, {"url": reverse("entry_queue", args=[self.edition.slug]), "label": _("Dossiers")})
        items[-1]["label"] = self.get_page_title()
        return items

    def context(self):
        version = self.entry.versions.first()
        copy = Sealing.objects.filter(version=version, voided_at=None).first() if version else None
        return {
            "entry": self.entry,
            "version": version,
            "screenings": [v.screening for v in self.entry.versions.select_related("screening__by") if hasattr(v, "screening")],
            "attachments": self.entry.attachments.select_related("blob"),
            "copy": copy,
            "copy_files": copy.files.all() if copy else [],
            "similar": version.similar.select_related("other__entry__edition", "looked_at_by") if version else [],
            "related": sealing.related_people(copy) if copy and copy.confirmed_at else [],
        }

    def do_accept(self):
        self.attempt(screening.accept, _("The dossier is accepted."), entry=self.entry)

    def do_return(self):
        reason = self.request.POST.get("reason", "")
        self.attempt(screening.return_for_changes, _("The dossier is returned; the entrant is told."), entry=self.entry, reason=reason)

    def do_refuse(self):
        self.attempt(screening.refuse, _("The dossier is refused; the entrant is told."), entry=self.entry, reason=self.request.POST.get("reason", ""))

    def do_prepare(self):
        self.attempt(sealing.prepare, _("The blinded copy is ready to be looked at."), entry=self.entry)

    def do_seal(self):
        copy = get_object_or_404(Sealing, version=self.entry.versions.first(), voided_at=None)
        self.attempt(sealing.seal, _("The dossier is sealed for judging."), sealing=copy)

    def do_unseal(self):
        self.attempt(
            sealing.unseal_for_changes, _("The copy is void; the entrant may change the dossier."), entry=self.entry,
            reason=self.request.POST.get("reason", ""),
        )  # fmt: skip

    def do_clear(self):
        person = get_object_or_404(User, pk=self.request.POST.get("person") or 0)
        self.attempt(clearing.clear, _("The pair is cleared."), entry=self.entry, person=person, reason=self.request.POST.get("reason", ""))


def office_file(request, slug, public_id, file_id):
    """The office opens a file of a submitted dossier; a draft's files are nobody's but the owner's."""
    files = Attachment.objects.select_related("blob", "entry__edition").exclude(entry__status=Entry.Status.DRAFT)
    file = get_object_or_404(files, public_id=file_id, entry__public_id=public_id, entry__edition__slug=slug)
    if not is_secretariat(request.user, file.entry.edition_id) or file.verdict != Attachment.Verdict.CLEARED:
        raise Http404
    return store.serve(file.blob, name=file.name, user=request.user, purpose="secretariat", inline=True)


def office_copy(request, slug, public_id, file_pk):
    """The office opens a blinded file before it confirms the copy."""
    files = SealedFile.objects.select_related("blob", "sealing__version__entry__edition")
    file = get_object_or_404(files, pk=file_pk, sealing__version__entry__public_id=public_id, sealing__version__entry__edition__slug=slug)
    if not is_secretariat(request.user, file.sealing.version.entry.edition_id):
        raise Http404
    return store.serve(file.blob, name=file.name, user=request.user, purpose="sealing", inline=True)


class Similar(EditionOffice):
    """A dossier beside one that it resembles, with what stands in both marked."""

    title = gettext_lazy("Similar entries")
    template_name = "office/similar.html"
    header_icon = "copy"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        pairs = SimilarPair.objects.filter(version__entry__edition=self.edition, version__entry__public_id=kwargs["public_id"])
        self.pair = get_object_or_404(pairs.select_related("version__entry", "other__entry__edition", "looked_at_by"), pk=kwargs["pair"])

    def get_breadcrumbs_items(self):
        items = super().get_breadcrumbs_items()
        entry = self.pair.version.entry
        items.insert(2, {"url": reverse("office_entry", args=[self.edition.slug, entry.public_id]), "label": entry.receipt_number})
        return items

    def context(self):
        names = {"title": _("Title"), "summary": _("Summary")} | {question.key: question.text for question in self.edition.questions.all()}
        return {"pair": self.pair, "names": names} | similarity.side_by_side(self.pair)

    def do_look(self):
        self.attempt(similarity.look_at, _("Noted."), pair=self.pair, because=self.request.POST.get("because", ""))
