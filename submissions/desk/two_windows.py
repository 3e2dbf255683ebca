"""A draft that was saved in another window since a page was opened: what is stored stands beside
what was typed here, in the words of the form, and saving again is a decision.
"""

from collections.abc import Iterable, Iterator
from itertools import zip_longest

from django import forms
from django.utils.translation import gettext as _

from competition.two_windows import Difference, of_form

AUTHORS = "authors"  # kept together, or not at all

__all__ = ["AUTHORS", "Difference", "of_authors", "of_form"]


def of_authors(rows: Iterable[forms.Form], stored: Iterable[forms.Form]) -> Iterator[Difference]:
    """What differs between the rows of authors as they were sent and as they are stored."""
    named = [row for row in rows if (row["full_name"].data or "").strip()]
    for number, (row, kept) in enumerate(zip_longest(named, stored), start=1):
        author = _("Author %(number)s") % {"number": number}
        if row is None or kept is None:
            yield Difference(author, kept.initial["full_name"] if kept else "", AUTHORS)
            continue
        for difference in of_form(row, kept):
            yield Difference(f"{author}: {difference.label}", difference.stored, AUTHORS)
