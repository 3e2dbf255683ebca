"""Words planted in works, and every address that a stranger may open: which words are found where.

The addresses come from the table of routes and from the kinds of pages that editors make, so that
the next page is read too. A route whose arguments are not known here fails.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from django.test import Client
from django.urls import get_resolver, reverse
from django.utils.translation import override
from wagtail.models import Locale, Page, Site

from accounts import permissions as people
from awards.models import Certificate
from cms import facts
from cms.models import NewsCategory
from config.routes import ROUTES
from demo.rehearsal.whole import Rehearsal
from submissions.models import Entry, Sealing
from tests import guards
from tests.factories import cms as pages
from tests.factories.accounts import UnitFactory
from voting import intake
from voting.models import Candidate

VARIANTS = {  # what an entrant has agreed to
    "under embargo": {"names": True, "summary": True, "embargo": 300},
    "silent": {"names": False, "summary": False, "embargo": None},
    "named": {"names": True, "summary": False, "embargo": None},
    "open": {"names": True, "summary": True, "embargo": 20},  # an embargo that is over
}
PAGES = "wagtail_serve"  # by its pages, not by its arguments


@dataclass(frozen=True)
class Planted:
    """The words that stand in one work and in no other."""

    number: int

    @property
    def title(self) -> str:
        return f"Zqtua{self.number}"

    @property
    def summary(self) -> str:
        return f"Zqtomtat{self.number}"

    @property
    def author(self) -> str:
        return f"Zqtacgia{self.number}"

    @property
    def unit(self) -> str:
        return f"Zqdonvi{self.number}"

    def found_in(self, text: str) -> set[str]:
        parts = ("title", "summary", "author", "unit")
        return {part for part in parts if getattr(self, part) in text}


def plant(rehearsal: Rehearsal) -> dict[int, Planted]:
    """Words in every work and its sealed copy, before the vote has taken it over; {entry:
    words}.
    """
    planted = {}
    for number, work in enumerate(rehearsal.works, start=11):
        words = Planted(number)
        unit = UnitFactory(name=f"Xã {words.unit}")
        entry = Entry.objects.filter(pk=work.entry.pk)
        entry.update(title=words.title, summary=words.summary, unit=unit)
        work.entry.authors.update(full_name=f"Nguyễn {words.author}")
        copies = Sealing.objects.filter(version__entry=work.entry)
        guards.change(copies, title=words.title, summary=words.summary)
        planted[work.entry.pk] = words
    return planted


def agree(rehearsal: Rehearsal, entry_pk: int, variant: str) -> None:
    """As if this had been ticked when the work was submitted, and it had been taken over so."""
    said = VARIANTS[variant]
    until = None if said["embargo"] is None else rehearsal.at(said["embargo"]).date()
    Entry.objects.filter(pk=entry_pk).update(
        publish_names=said["names"], publish_summary=said["summary"], embargo_until=until
    )
    copy = Sealing.objects.get(version__entry=entry_pk)
    old = Candidate.objects.get(code=copy.vote_code)
    with guards.lifted():
        _take_over_again(copy, old)


def _take_over_again(copy: Sealing, old: Candidate) -> None:
    """The candidate as the door would make it now, in the place of the old one."""
    Candidate.objects.filter(pk=old.pk).update(code=f"x{old.pk}", result_code=f"x{old.pk}")
    new = intake.receive(copy.pk)
    taken = {
        field.attname: getattr(new, field.attname)
        for field in Candidate._meta.fields
        if field.name not in ("id", "place", "withdrawn_at")
    }
    new.delete()
    Candidate.objects.filter(pk=old.pk).update(**taken)


def build_site(rehearsal: Rehearsal) -> None:
    """A page of every kind that editors make."""
    Page.objects.filter(depth=2).delete()
    locale, _created = Locale.objects.get_or_create(language_code="vi")
    home = pages.HomePageFactory(edition=rehearsal.edition, locale=locale)
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home}
    )
    for factory in (
        pages.EditionPageFactory,
        pages.ResultsPageFactory,
        pages.GalleryPageFactory,
        pages.VerificationPageFactory,
        pages.ContentPageFactory,
        pages.NumbersPageFactory,
        pages.ContactPageFactory,
        pages.MediaHubPageFactory,
        pages.LibraryPageFactory,
        pages.CalendarPageFactory,
        pages.PressPageFactory,
        pages.JuryPageFactory,
    ):
        factory(parent=home, locale=locale)
    codes = ", ".join(rehearsal.edition.fields.values_list("code", flat=True))
    above = pages.TopicIndexPageFactory(parent=home, locale=locale)
    pages.TopicPageFactory(parent=above, locale=locale, field_codes=codes)
    index = pages.NewsIndexPageFactory(parent=home, locale=locale)
    for kind in (
        pages.NewsPageFactory,
        pages.MegastoryPageFactory,
        pages.InfographicPageFactory,
        pages.PhotoStoryPageFactory,
        pages.VideoPageFactory,
    ):
        kind(parent=index, locale=locale, category=pages.NewsCategoryFactory())


def _known(rehearsal: Rehearsal) -> dict[str, list]:
    """{argument of a route: its values}."""
    candidates = Candidate.objects.in_edition(rehearsal.edition).order_by("code")
    certificates = Certificate.objects.order_by("serial")
    entries = Entry.objects.in_edition(rehearsal.edition).exclude(receipt_number="")
    return {
        "slug": [rehearsal.edition.slug],
        "code": list(candidates.values_list("code", flat=True)),
        "receipt": [facts.number_of(entry) for entry in entries],
        "place": [1],
        "name": ["doi-che"],
        "counts": ["2-4"],
        "size": [192],
        "scheme": ["sang", "toi"],
        "palette": ["CNTT"],
        "language": ["vi", "en"],
        "category": list(NewsCategory.objects.values_list("slug", flat=True)),
        "number": list(Page.objects.values_list("pk", flat=True)),
        "verify_id": list(certificates.values_list("verify_id", flat=True)),
        "path": ["x"],
        "rest": ["x/"],
        "uidb36": ["1"],
        "key": ["x"],
        "page_view_restriction_id": [1],
        "page_id": [1],
    }


def addresses(rehearsal: Rehearsal) -> Iterator[str]:
    """Every address of our routes that anyone may open."""
    known = _known(rehearsal)
    for name, route in ROUTES.items():
        if route.who is not people.anyone or name == PAGES:
            continue
        for arguments in _arguments_of(name):
            for values in itertools.product(*(known[argument] for argument in arguments)):
                yield reverse(name, kwargs=dict(zip(arguments, values, strict=True)))


def _arguments_of(name: str) -> list[list[str]]:
    """The names of the arguments of a route in each of its forms; none where it is switched off."""
    forms = []
    for possibilities, *_rest in get_resolver().reverse_dict.getlist(name):
        forms += [arguments for _form, arguments in possibilities]
    return forms


def read(rehearsal: Rehearsal) -> dict[str, str]:
    """{address: text} of everything that a stranger is given in both languages."""
    stranger = Client()
    wanted = [page.url for page in Page.objects.live().filter(depth__gt=1)]
    for language in ("vi", "en"):
        with override(language):
            wanted += list(addresses(rehearsal))
    given = {}
    for address in wanted:
        answer = stranger.get(address)
        if answer.status_code == 200 and not answer.streaming:
            given[address] = answer.content.decode(errors="replace")
    return given


def found(rehearsal: Rehearsal, planted: dict[int, Planted]) -> dict[int, set[str]]:
    """{entry: which of its words a stranger finds anywhere}."""
    everything = "\n".join(read(rehearsal).values())
    return {pk: words.found_in(everything) for pk, words in planted.items()}
