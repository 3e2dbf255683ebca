"""The rules of an edition that many pages show, read once and kept until one of them is changed."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from competition.models import Correction, Edition, Extension, regulation_key
from foundation import soft_cache

_SECONDS = 300


def regulation_of(edition: Edition) -> dict:
    """{"schemes" (one a round, with their criteria and bands), "tiers", "fields", "texts",
    "decisions" (corrections and extensions, the newest first)}: lists, kept in the cache until a
    rule is changed.
    """

    def read() -> dict:
        return {
            "schemes": list(edition.schemes.order_by("order").prefetch_related("criteria__bands")),
            "tiers": list(edition.tiers.all()),
            "fields": list(edition.fields.all()),
            "texts": list(edition.texts.all()),
            "decisions": _decisions(edition),
        }

    return soft_cache.remembered(regulation_key(edition.pk), read, _SECONDS)


def age_rule(edition: Edition) -> str:
    """How old authors may be, in words, as the columns of the edition say."""
    least = edition.min_age
    most = edition.max_age
    if least is None and most is None:
        return _("There is no limit of age.")
    if most is None:
        words = _("Authors are at least %(least)s years old on the day of the deadline, %(day)s.")
    elif least is None:
        words = _("Authors are at most %(most)s years old on the day of the deadline, %(day)s.")
    else:
        words = _(
            "Authors are %(least)s to %(most)s years old on the day of the deadline, %(day)s."
        )
    day = date_format(edition.closing_day, "SHORT_DATE_FORMAT")
    return words % {"least": least, "most": most, "day": day}


def forget_regulation(edition: Edition) -> None:
    """A rule was changed: the pages read it anew."""
    soft_cache.forget(regulation_key(edition.pk))


def _decisions(edition: Edition) -> list[Correction | Extension]:
    """What changed the published rules: each with `decision_number`, `reason`, `at`, and the
    `changes` as [[what, before, after]].
    """
    decisions: list[Correction | Extension] = [*edition.corrections.all()]
    decisions += edition.extensions.all()
    return sorted(decisions, key=lambda decision: decision.at, reverse=True)
