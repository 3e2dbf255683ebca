"""The public list of ballots by their receipts, and whether one of them counts; never for whom."""

from collections import Counter

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from competition.models import Edition, Phase
from competition.web import number_of
from foundation.soft_cache import remembered
from foundation.vault import headers
from voting import booths, receipts
from voting.models import Tally

PAGE = 200
MOST_TYPED = 100
A_DAY = 24 * 60 * 60  # seconds; nothing of a counted vote changes


def _counted(slug: str) -> Tally:
    tallies = Tally.objects.select_related("edition")
    return get_object_or_404(tallies, edition__slug=slug)


@require_GET
def published_receipts(request, slug):
    """The list, a page at a time, and what it stands under."""
    tally = _counted(slug)
    edition = tally.edition
    key = f"receipts:{tally.digest}"
    listed = remembered(key, lambda: list(receipts.lines(edition)), A_DAY)
    page = Paginator(listed, PAGE).get_page(number_of(request.GET.get("trang")) or 1)
    shown = [
        {"receipt": receipt, "fate": receipts.Fate(fate), "short": receipts.short(receipt)}
        for receipt, fate in page
    ]
    numbers = Counter(fate for _receipt, fate in listed)
    context = {
        "edition": edition,
        "tally": tally,
        "papers": booths.papers_counted(edition),
        "numbers": [(fate, numbers[fate]) for fate in receipts.Fate],
        "page": page,
        "rows": shown,
    }
    return render(request, "voting/published_receipts.html", context)


@require_GET
def receipts_file(_request, slug):
    """The same list as a file, which the page of checks reads without this site."""
    tally = _counted(slug)
    key = f"receipts-file:{tally.digest}"
    content = remembered(key, lambda: receipts.as_file(tally), A_DAY)
    response = HttpResponse(content, content_type="application/jsonl; charset=utf-8")
    headers.tell(response, disposition="attachment", name=f"la-phieu-{slug}.jsonl")
    response.headers["Cache-Control"] = f"public, max-age={A_DAY}"
    return response


@require_GET
def check_receipt(request, slug):
    """Whether the ballot of a typed receipt counts, is set aside, was taken back or is unknown."""
    edition = get_object_or_404(Edition, slug=slug, poll__isnull=False)
    tally = Tally.objects.filter(edition=edition).first()
    typed = request.GET.get("ma", "").strip()[:MOST_TYPED]
    digits = receipts.digits_of(typed)
    found = receipts.find(edition, digits) if tally and digits else None
    context = {
        "edition": edition,
        "tally": tally,
        "phase": edition.phase(Phase.Kind.VOTING),
        "typed": typed,
        "digits": digits,
        "found": found,
        "fewest": receipts.FEWEST,
    }
    return render(request, "voting/check_receipt.html", context)
