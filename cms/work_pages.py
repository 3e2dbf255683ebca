"""The page of a work that won, its pictures, and the card by which it is shared."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET
from wagtail.models import Locale

from awards.models import Award
from cms import heads, letter_boxes, share_card, works
from cms.models import EnglishSummary, GalleryPage, ResultsPage
from competition import clock
from foundation.vault import pictures

GONE = 410
A_MINUTE = 60  # a consent that is taken back leaves other caches that soon


def _award(receipt: str) -> Award:
    """The award, or 404: not announced, revoked, withdrawn, under embargo."""
    award = works.award_at(receipt, clock.now())
    if award is None:
        raise Http404
    return award


@require_GET
def work(request, receipt):
    """What it solves, who made it, its prize and how it was reached; of a prize that was revoked
    only that it was.
    """
    if works.revoked_at(receipt, clock.now()):
        return render(request, "cms/work_revoked.html", status=GONE)
    award = _award(receipt)
    here = {"locale__language_code": Locale.get_active().language_code}
    edition = award.decision.edition
    context = {
        "work": works.work_of(award),
        "english": _english(award),
        "takes_letters": letter_boxes.takes_letters(award),
        "gallery": GalleryPage.objects.live().filter(**here).first(),
        "results_page": ResultsPage.objects.live().filter(edition=edition, **here).first(),
        "here": heads.absolute(request.path),
        "site": settings.SITE_URL,
    }
    context["trail"] = _trail(request.path, context)
    return render(request, "cms/work.html", context)


def _english(award: Award) -> EnglishSummary | None:
    """What editors wrote for readers of English, on their page alone."""
    if get_language() != "en":
        return None
    return EnglishSummary.objects.filter(entry=award.entry_id).first()


def _trail(path: str, context: dict) -> str:
    """The way from the hall of fame to the work, for search engines."""
    gallery = context["gallery"]
    shown = context["work"].winner
    above = [(gallery.title, heads.path_of(gallery))] if gallery else [(_("Works"), "/")]
    return heads.trail([*above, (shown.face.title, path)])


@require_GET
def work_picture(request, receipt, place):
    """One of its photographs, drawn anew from the file: nothing that a camera noted goes along.

    No cache keeps it: the consent may be taken back.
    """
    award = _award(receipt)
    shown = works.pictures_of(award, clock.now())
    if int(place) > len(shown):
        raise Http404
    try:
        return pictures.serve(
            shown[int(place) - 1].blob,
            page=1,
            width=pictures.LARGE,
            name=receipt,
            user=request.user,
            purpose="work page",
        )
    except pictures.NoPicture as nothing:
        raise Http404 from nothing


@require_GET
@cache_control(public=True, max_age=A_MINUTE)
def work_card(_request, receipt):
    """The picture beside a link to the work in other places."""
    award = _award(receipt)
    return HttpResponse(share_card.of(award, clock.now()), content_type="image/png")
