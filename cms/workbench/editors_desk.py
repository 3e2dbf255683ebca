"""What an editor begins with: what may be written, what is unfinished, what comes by itself."""

from dataclasses import dataclass, field

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from wagtail.models import Page, Revision
from wagtail.permission_policies.pages import PagePermissionPolicy

from accounts.models import User
from cms.models import NewsIndexPage

SHOWN = 8


@dataclass
class Desk:
    """[(label, address)] of what may be begun; pages that are not all published yet."""

    kinds: list[tuple[str, str]] = field(default_factory=list)
    section: Page | None = None
    drafts: list[Page] = field(default_factory=list)
    scheduled: list[Page] = field(default_factory=list)


def desk_of(user: User) -> Desk:
    """Empty for whoever edits no page."""
    desk = Desk()
    news = NewsIndexPage.objects.live().filter(locale__language_code=get_language()).first()
    if news is not None and news.permissions_for_user(user).can_add_subpage():
        desk.section = news
        desk.kinds = [
            (str(kind.get_verbose_name()), _address(kind, news)) for kind in kinds_below(news)
        ]
    mine = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
    mine = mine.select_related("locale", "latest_revision")
    scheduled = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    known = [int(key) for key in scheduled.values_list("object_id", flat=True)]  # kept as texts
    waiting = mine.filter(pk__in=known)
    desk.scheduled = list(waiting.order_by("go_live_at")[:SHOWN])
    changed = Q(has_unpublished_changes=True, latest_revision_created_at__gt=F("last_published_at"))
    unfinished = mine.filter(Q(live=False, latest_revision__isnull=False) | changed)
    unfinished = unfinished.exclude(pk__in=known)
    desk.drafts = list(unfinished.order_by("-latest_revision_created_at")[:SHOWN])
    return desk


def kinds_below(section: Page) -> list[type[Page]]:
    """The types of page that may stand below this one, in the order of its model."""
    return list(section.creatable_subpage_models())


def _address(kind: type[Page], section: Page) -> str:
    model = kind._meta
    return reverse("wagtailadmin_pages:add", args=[model.app_label, model.model_name, section.pk])
