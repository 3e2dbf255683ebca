"""The form of an article: a draft may lack everything, what is published is whole."""

import datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm


class ArticleForm(WagtailAdminPageForm):
    """Asks for what readers see of every article, once it is to be published or reviewed."""

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean()
        if self.is_deferred_validation:
            return typed
        for name, message in self._lacking(typed):
            if name in self.fields and name not in self.errors:
                self.add_error(name, message)
        return typed

    def _lacking(self, typed: dict[str, Any]) -> list[tuple[str, str]]:
        lacking = []
        if not typed.get("intro"):
            text = _("Write an introduction: it stands below the title wherever the article is.")
            lacking.append(("intro", text))
        if not typed.get("picture") and not typed.get("scene"):
            lacking.append(("scene", _("Choose a photograph, or a drawn scene in its place.")))
        told_elsewhere = ("photos", "transcript")  # what formats tell without prose
        if not typed.get("body") and not any(name in self.fields for name in told_elsewhere):
            lacking.append(("body", _("Write the article itself: add at least one paragraph.")))
        if (day := typed.get("date")) and day > self._appears_on(typed):
            text = _(
                "This day is still to come. Give today’s, or set the day of publication "
                "(Status → Set schedule)."
            )
            lacking.append(("date", text))
        return lacking

    def _appears_on(self, typed: dict[str, Any]) -> datetime.date:
        """The day from which readers see it."""
        scheduled = typed.get("go_live_at")
        return max(localdate(), localdate(scheduled)) if scheduled else localdate()
