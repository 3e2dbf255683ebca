"""What judges wrote to the entrant: read by its owner alone, after the announcement, and only where
the rules say so.
"""

import pytest
from django.urls import reverse

from awards import announce
from competition.models import Scheme
from judging.models import Scoresheet

pytestmark = [pytest.mark.django_db, pytest.mark.data]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
REMARK, COMMENT = (
    "Nên ghi rõ hơn chi phí khi nhân rộng.",
    "Số liệu rõ ràng, cần làm rõ thêm chi phí nhân rộng.",
)


def page_of(client, work, person=None) -> str:
    client.force_login(person or work.entry.owner, backend=BACKEND)
    answer = client.get(reverse("entry", args=[work.entry.public_id]))
    return answer.content.decode() if answer.status_code == 200 else ""


def test_after_the_announcement_the_owner_reads_them_without_a_judges_name(voted, client):
    Scheme.objects.filter(edition=voted.edition).update(releases_remarks=True)
    written = Scoresheet.objects.filter(
        assignment__judge__panel__round__edition=voted.edition
    ).exclude(remark="")
    codes = set(written.values_list("assignment__blinded_entry__code", flat=True))
    assert codes
    assert not any(REMARK in page_of(client, work) for work in voted.works)  # not before
    voted.award()
    pages = [page_of(client, work) for work in voted.works]
    assert sum(REMARK in page for page in pages) == len(codes)
    told = next(work for work, page in zip(voted.works, pages, strict=True) if REMARK in page)
    shown = page_of(client, told)
    assert COMMENT not in shown
    assert not any(str(judge) in shown for judge in voted.cast.judges)
    other = next(work.entry.owner for work in voted.works if work.entry.owner != told.entry.owner)
    assert page_of(client, told, other) == ""


def test_where_the_rules_keep_them_in_the_council_nobody_reads_them(awarded, client):
    assert (
        Scoresheet.objects.filter(assignment__judge__panel__round__edition=awarded.edition)
        .exclude(remark="")
        .exists()
    )
    assert announce._remarks(awarded.edition) == {}
    assert not any(REMARK in page_of(client, work) for work in awarded.works)
