"""What an empty site needs before anybody opens it: languages, the home page in the place of
Wagtail's, units, an administrator, and the draft of a first edition. Each step does nothing where
it was done before.
"""

import datetime
from dataclasses import dataclass
from email.utils import parseaddr
from urllib.parse import urlsplit

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site

from accounts.communes import communes, load_units
from accounts.models import Unit, User
from accounts.permissions import administrators
from cms import ready_pages
from cms.models import HomePage
from competition import rule_sets
from competition.cloning import NewName
from competition.models import Contest, Edition

HTTPS_PORT = 443
HTTP_PORT = 80


@dataclass(frozen=True)
class FirstEdition:
    """What the first contest and its first edition are called, and by which rules it runs."""

    contest: str
    contest_en: str
    contest_slug: str
    name: str
    slug: str
    prefix: str
    rules: str
    opens_on: datetime.date


def languages() -> tuple[Locale, Locale]:
    """Vietnamese and English, as pages have them."""
    vietnamese, _is_new = Locale.objects.get_or_create(language_code="vi")
    english, _is_new = Locale.objects.get_or_create(language_code="en")
    return vietnamese, english


def units() -> int:
    """The province with its communes and wards; how many units there are."""
    load_units(communes(), [])
    return Unit.objects.count()


@transaction.atomic
def administrator(*, email: str, full_name: str, password: str) -> User:
    """The first one, whose address counts as confirmed; where there is one, that one."""
    present = administrators().first()
    if present is not None:
        return present
    person = User.objects.create_superuser(email, password, full_name=full_name)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@transaction.atomic
def first_edition(first: FirstEdition, *, admin: User, at: datetime.datetime) -> Edition:
    """A draft by ready rules; where there is an edition, the newest one. Raises Refused as
    `rule_sets.start`.
    """
    present = Edition.objects.first()
    if present is not None:
        return present
    contest, _is_new = Contest.objects.get_or_create(
        slug=first.contest_slug, defaults={"name": first.contest, "name_en": first.contest_en}
    )
    name = NewName(
        contest=contest,
        name=first.name,
        name_en="",
        slug=first.slug,
        number=1,
        year=first.opens_on.year,
        receipt_prefix=first.prefix,
    )
    return rule_sets.start(key=first.rules, name=name, opens_on=first.opens_on, by=admin, at=at)


@transaction.atomic
def home_page(edition: Edition) -> HomePage:
    """The home page in both languages, at the site's address; Wagtail's welcome page goes."""
    vietnamese, english = languages()
    home = HomePage.objects.filter(locale=vietnamese).first()
    if home is None:
        home = _new_home(edition, vietnamese, english)
    twin = home.get_translation_or_none(english)
    if twin is not None:
        ready_pages.write(home, twin, mailbox=parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    site = urlsplit(settings.SITE_URL)
    port = site.port or (HTTPS_PORT if site.scheme == "https" else HTTP_PORT)
    if not Site.objects.filter(root_page=home).exists():
        Site.objects.update_or_create(
            is_default_site=True,
            defaults={
                "hostname": site.hostname or "localhost",
                "port": port,
                "root_page": home,
                "site_name": edition.contest.name,
            },
        )
    return home


def _new_home(edition: Edition, vietnamese: Locale, english: Locale) -> HomePage:
    root = Page.get_first_root_node()
    for welcome in root.get_children().exact_type(Page):
        welcome.delete()
    contest = edition.contest
    home = HomePage(title=contest.name, slug="trang-chu", edition=edition, locale=vietnamese)
    Page.get_first_root_node().add_child(instance=home)
    twin = home.copy_for_translation(english)
    twin.title = contest.name_en or contest.name
    twin.slug = "home"
    twin.save_revision().publish()
    return home
