"""An edition that is rehearsed into the past."""

import datetime

from django.utils import timezone

from demo.rehearsal.whole import DAYS, Rehearsal
from submissions.models import Author


def rehearse(password: str) -> list[str]:
    """The edition `dem-phieu`: its vote closed three days ago, its ratification is open now.
    The names of its authors.
    """
    rehearsal = Rehearsal(
        entries=8,
        judges=4,
        votes=40,
        seed=9,
        name="dem-phieu",
        begins=timezone.now() - datetime.timedelta(days=78),
        days=DAYS | {"ratification": (76, 110), "announcement": (77, 120)},
        password=password,
    )
    rehearsal.set_up()
    rehearsal.enter()
    rehearsal.judge()
    rehearsal.vote()
    authors = Author.objects.filter(entry__edition=rehearsal.edition)
    return list(authors.values_list("full_name", flat=True))
