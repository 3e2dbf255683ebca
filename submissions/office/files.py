"""What the secretariat opens: the dossier beside its files, files, pictures of their pages, blinded
copies, slips.
"""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy

from competition.permissions import can_run
from foundation.vault import pictures, store
from submissions.models import Attachment, Entry, Receipt, SealedFile
from submissions.office.dossiers import DossierOffice


class Reading(DossierOffice):
    """The answers beside one file, page by page, in one window."""

    title = gettext_lazy("Read side by side")
    template_name = "office/reading.html"
    header_icon = "view"
    route = "office_reading"

    def context(self):
        version = self.entry.versions.first()
        if version is None:
            raise Http404
        attachments = self.entry.attachments.select_related("blob")
        files = list(attachments.filter(verdict=Attachment.Verdict.CLEARED))
        shown = self._shown(files)
        return {
            "entry": self.entry,
            "version": version,
            "files": files,
            "shown": shown,
            "pages": range(1, pictures.pages_of(shown.blob) + 1) if shown else [],
        }

    def _shown(self, files: list[Attachment]) -> Attachment | None:
        """The file that was asked for, or else the first of which there are pictures."""
        wanted = self.request.GET.get("tep", "")
        for file in files:
            if str(file.public_id) == wanted:
                return file
        for file in files:
            if pictures.can_be_shown(file.blob):
                return file
        return None


def _cleared(request, slug, public_id, file_id) -> Attachment:
    """A checked file of a submitted dossier; a draft's files are nobody's but the owner's."""
    files = Attachment.objects.filter(verdict=Attachment.Verdict.CLEARED)
    files = files.exclude(entry__status=Entry.Status.DRAFT)
    files = files.select_related("blob", "entry__edition")
    file = get_object_or_404(
        files, public_id=file_id, entry__public_id=public_id, entry__edition__slug=slug
    )
    if not can_run(request.user, file.entry.edition_id):
        raise Http404
    return file


def office_file(request, slug, public_id, file_id):
    """The office opens a file."""
    file = _cleared(request, slug, public_id, file_id)
    return store.serve(
        file.blob, name=file.name, user=request.user, purpose="secretariat", inline=True
    )


def office_page(request, slug, public_id, file_id, page):
    """The picture of one page of a file."""
    file = _cleared(request, slug, public_id, file_id)
    try:
        return pictures.serve(
            file.blob,
            page=page,
            width=pictures.LARGE,
            name=file.name,
            user=request.user,
            purpose="secretariat",
        )
    except pictures.NoPicture as nothing:
        raise Http404 from nothing


def office_copy(request, slug, public_id, file_pk):
    """The office opens a blinded file before it confirms the copy."""
    files = SealedFile.objects.select_related("blob", "sealing__version__entry__edition")
    file = get_object_or_404(
        files,
        pk=file_pk,
        sealing__version__entry__public_id=public_id,
        sealing__version__entry__edition__slug=slug,
    )
    if not can_run(request.user, file.sealing.version.entry.edition_id):
        raise Http404
    return store.serve(file.blob, name=file.name, user=request.user, purpose="sealing", inline=True)


def office_slip(request, slug, public_id):
    """The reception slip of a dossier, to be printed and given to the entrant."""
    receipts = Receipt.objects.filter(
        version__entry__public_id=public_id, version__entry__edition__slug=slug
    )
    receipts = receipts.select_related("pdf", "version__entry").order_by("-issued_at")
    receipt = receipts.exclude(pdf=None).first()
    if receipt is None or receipt.pdf is None:
        raise Http404
    if not can_run(request.user, receipt.version.entry.edition_id):
        raise Http404
    return store.serve(
        receipt.pdf, name=f"{receipt.number}.pdf", user=request.user, purpose="slip", inline=True
    )
