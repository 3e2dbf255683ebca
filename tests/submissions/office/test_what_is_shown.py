"""The secretariat reads on the dossier's page what decides about people: who they are, what they
agreed to, what holds the publication back.
"""

import datetime

import pytest
from django.urls import reverse
from django.utils.html import escape

from submissions.models import ConsentWithdrawal, EntryConsent, EntryVersion
from tests import guards
from tests.factories.moments import NOON
from tests.judging.council import visit_as
from tests.reading import seen

pytestmark = pytest.mark.django_db

CHILD = {
    "full_name": "Nguyễn Thị Bé",
    "position": "Học sinh lớp 7",
    "workplace": "Trường THCS Chu Văn An",
    "email": "be@example.vn",
    "phone": "0912345678",
    "share": "100.00",
    "birth_date": "2014-03-09",
    "guardian": "Nguyễn Văn Bố, 0987654321",
    "guardian_publishes": True,
    "child_publishes": False,
}


@pytest.fixture
def entry(sent_in):
    return sent_in.entries[0]


def page_of(client, sent_in, entry):
    visit_as(client, sent_in.cast.secretary)
    return client.get(reverse("office_entry", args=[sent_in.edition.slug, entry.public_id]))


def submitted_with(entry, **content) -> None:
    version = entry.versions.get()
    kept = EntryVersion.objects.filter(pk=version.pk)
    guards.change(kept, content=version.content | content)


@pytest.mark.parametrize(
    "words",
    [
        "Nguyễn Thị Bé",
        "Học sinh lớp 7, Trường THCS Chu Văn An",
        "sinh ngày 09/03/2014",
        "0912345678 · be@example.vn",
        "Người giám hộ: Nguyễn Văn Bố, 0987654321",
        "người giám hộ đồng ý công bố họ tên",
        "trẻ không đồng ý công bố họ tên",
    ],
)
def test_a_minor_and_the_guardian(client, sent_in, entry, words):
    submitted_with(entry, authors=[CHILD])
    text = " ".join(seen(page_of(client, sent_in, entry)).split())
    assert words in text


def test_an_author_of_age_has_no_guardian(client, sent_in, entry):
    submitted_with(entry, authors=[CHILD | {"guardian": ""}])
    assert "Người giám hộ" not in seen(page_of(client, sent_in, entry))


def test_who_enters_and_since_when_it_is_used(client, sent_in, entry):
    submitted_with(entry, entrant="group", first_applied_on="2025-11-05")
    text = seen(page_of(client, sent_in, entry))
    assert "nhóm tác giả" in text
    assert "05/11/2025" in text


def test_a_version_from_before_these_were_asked_is_shown(client, sent_in, entry):
    content = dict(entry.versions.get().content)
    del content["entrant"]
    del content["first_applied_on"]
    guards.change(EntryVersion.objects.filter(entry=entry), content=content)
    assert page_of(client, sent_in, entry).status_code == 200


def consents_on(answer) -> dict[str, bool]:
    return dict(answer.context["consents"])


NAMES, SUMMARY = EntryConsent.Kind.NAMES, EntryConsent.Kind.SUMMARY


def test_every_consent_is_told_given_or_not(client, sent_in, entry):
    version = entry.versions.get()
    version.consents.filter(kind=SUMMARY).delete()
    EntryConsent.objects.get_or_create(
        version=version, kind=NAMES, defaults={"text_version": "1", "given_at": NOON}
    )
    told = consents_on(page_of(client, sent_in, entry))
    assert len(told) == len(EntryConsent.Kind.choices)
    assert told[str(NAMES.label)] is True
    assert told[str(SUMMARY.label)] is False


def test_one_that_was_taken_back_does_not_stand(client, sent_in, entry):
    version = entry.versions.get()
    EntryConsent.objects.get_or_create(
        version=version, kind=NAMES, defaults={"text_version": "1", "given_at": NOON}
    )
    back = {"entry": entry, "kind": NAMES, "asked_by": entry.owner, "asked_at": NOON}
    ConsentWithdrawal.objects.create(**back, due=NOON.date(), done_by=entry.owner, done_at=NOON)
    assert consents_on(page_of(client, sent_in, entry))[str(NAMES.label)] is False


def test_one_that_is_only_asked_back_still_stands(client, sent_in, entry):
    version = entry.versions.get()
    EntryConsent.objects.get_or_create(
        version=version, kind=NAMES, defaults={"text_version": "1", "given_at": NOON}
    )
    asked = {"entry": entry, "kind": NAMES, "asked_by": entry.owner, "asked_at": NOON}
    ConsentWithdrawal.objects.create(**asked, due=NOON.date())
    assert consents_on(page_of(client, sent_in, entry))[str(NAMES.label)] is True


def test_what_holds_publication_back(client, sent_in, entry):
    type(entry).objects.filter(pk=entry.pk).update(
        embargo_until=datetime.date(2031, 5, 2), is_kept_from_vote=True
    )
    text = seen(page_of(client, sent_in, entry))
    assert "Không công khai gì của công trình trước ngày 02/05/2031." in text
    assert "Công trình không đưa ra bình chọn." in text


def test_what_was_typed_is_text(client, sent_in, entry):
    hostile = "<script>alert(1)</script>"
    submitted_with(entry, authors=[CHILD | {"guardian": hostile}])
    page = page_of(client, sent_in, entry).content.decode()
    assert hostile not in page
    assert escape(hostile) in page
