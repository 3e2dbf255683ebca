"""A draft edition is on no public page: its own pages are unknown, and cannot be published."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from competition.models import Edition


class OfAnEdition:
    """What the pages of one edition share; a mixin before Wagtail's page."""

    edition: Edition

    def serve(self, request, *args, **kwargs):
        """Editors see the page of a draft in Wagtail's preview."""
        if self.edition.is_draft and not getattr(request, "is_preview", False):
            raise Http404
        return super().serve(request, *args, **kwargs)  # type: ignore[misc]


def keep_back(request, page):
    """Wagtail's hook before a page is published: leads back to its form for a draft edition."""
    edition = getattr(page.specific, "edition", None)
    if not isinstance(page.specific, OfAnEdition) or edition is None or not edition.is_draft:
        return None
    messages.error(
        request,
        _("The regulation of this edition is not published yet: its page stays a draft till then."),
    )
    return redirect("wagtailadmin_pages:edit", page.pk)
