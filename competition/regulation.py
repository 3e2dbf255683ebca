"""The rules of an edition that many pages show, read once and kept until one of them is changed."""

from django.core.cache import cache

from competition.models import Edition, regulation_key

_SECONDS = 300


def regulation_of(edition: Edition) -> dict:
    """{"schemes" (one a round, with their criteria), "tiers", "fields", "texts"}: lists, kept in
    the cache until a rule is changed.
    """

    def read() -> dict:
        return {
            "schemes": list(edition.schemes.order_by("order").prefetch_related("criteria")),
            "tiers": list(edition.tiers.all()),
            "fields": list(edition.fields.all()),
            "texts": list(edition.texts.all()),
        }

    return cache.get_or_set(regulation_key(edition.pk), read, _SECONDS)
