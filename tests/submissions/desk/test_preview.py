"""What the entrant is told before submitting: parts of a file that judges will not see, films and
links that stay with the secretariat.
"""

import pytest
from django.urls import reverse

from competition import clock
from competition.models import Question
from submissions.models import Entry
from submissions.sealing import blinding, copies, sealing
from submissions.writing.answer_form import ContentForm
from submissions.writing.intake import content_of
from tests.factories.accounts import UnitFactory
from tests.factories.competition import QuestionFactory
from tests.factories.moments import NOON
from tests.factories.submissions import (
    AttachmentFactory,
    AuthorFactory,
    BlindCopyFactory,
    EntryFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.data]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def _noon():
    with clock.set_to(NOON):
        yield


@pytest.fixture
def draft() -> Entry:
    entry = EntryFactory(unit=UnitFactory())
    AuthorFactory(entry=entry)
    AttachmentFactory(entry=entry)
    return entry


def shown(client, draft, *lost: str) -> str:
    """The preview, when this much of its file could not be taken along."""
    known = blinding.identities(content_of(draft))
    BlindCopyFactory(
        blob=draft.attachments.get().blob,
        identities=copies.copy_digest(known),
        report={"removed": [], "hits": [], "eye": [], "lost": list(lost)},
    )
    client.force_login(draft.owner, backend=BACKEND)
    return client.get(reverse("judges_will_see", args=[draft.public_id])).content.decode()


KINDS = {
    "equations": "công thức",
    "charts": "biểu đồ",
    "drawings": "hình vẽ, hình khối",
    "objects": "đối tượng của phần mềm khác",
    "headers": "đầu trang và chân trang",
    "hidden": "bị ẩn",
    "rows": "vượt quá phần được hiển thị",
    "pictures": "không vẽ lại được",
    "films": "phim và âm thanh",
    "notes": "ghi chú, con dấu",
    "fields": "các ô của biểu mẫu",
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_lost_is_told_in_words(client, draft, kind):
    page = shown(client, draft, kind)
    assert "Giám khảo sẽ không thấy các phần sau của tệp" in page
    assert KINDS[kind] in page


def test_nothing_is_told_where_nothing_is_lost(client, draft):
    assert "Giám khảo sẽ không thấy" not in shown(client, draft)


def test_films_and_links_are_told_where_files_are_chosen(client, draft):
    client.force_login(draft.owner, backend=BACKEND)
    page = client.get(reverse("edit_entry", args=[draft.public_id, "files"])).content.decode()
    assert "phim, âm thanh và đường dẫn ở lại cơ quan thường trực" in page


def test_a_link_is_asked_for_with_who_will_see_it(draft):
    question = QuestionFactory(edition=draft.edition, key="video", type=Question.Type.LINK)
    field = ContentForm(entry=draft).fields[question.key]
    assert "Giám khảo của vòng chấm ẩn danh không thấy đường dẫn" in field.help_text


def test_no_link_reaches_a_judge_whatever_the_form_says():
    answer = {"key": "video", "label": "Video", "label_en": "", "judges_see": True}
    answers = [
        answer | {"type": "link", "answer": "https://youtu.be/abcdefghijk"},
        answer | {"type": "long", "answer": "Xem https://www.youtube.com/@nhom-che/videos nhé"},
    ]
    content = {"title": "", "summary": "facebook.com/nhom.che", "answers": answers}
    texts = sealing.blinded_texts(content, [])
    assert [part["text"] for part in texts["sections"]] == ["Xem ▇▇▇▇▇ nhé"]
    assert texts["summary"] == "▇▇▇▇▇"
    assert [leak["what"] for leak in texts["leaks"]] == ["link", "link"]
