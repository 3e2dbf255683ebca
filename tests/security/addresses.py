"""Every address of the site, ours and the libraries', as a path that can be asked."""

import uuid
from collections.abc import Iterator

from django.urls import Resolver404, URLPattern, get_resolver, resolve
from django.urls.resolvers import URLResolver
from django.utils.regex_helper import normalize

PLACEHOLDERS = ("1", "x", "Mg-set-password", str(uuid.uuid4()))


def _patterns(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        expression = before + pattern.pattern.regex.pattern.lstrip("^").replace(r"\Z", "")
        if isinstance(pattern, URLPattern):
            yield expression
        else:
            yield from _patterns(pattern, expression)


def _filled(expression: str) -> str | None:
    """A path that this pattern, or one before it, answers; None when no placeholder fits."""
    for form, names in normalize(expression):
        for placeholder in PLACEHOLDERS:
            path = f"/{form % dict.fromkeys(names, placeholder)}"
            try:
                resolve(path)
            except Resolver404:
                continue
            return path
    return None


def all_paths() -> list[str]:
    """One path for each pattern of the URLconf that a placeholder can fill."""
    paths = {_filled(expression) for expression in _patterns(get_resolver())}
    return sorted(path for path in paths if path)
