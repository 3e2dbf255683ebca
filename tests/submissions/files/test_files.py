"""Files of a draft after they arrived: order, captions, parts, pictures of pages; the whole dossier
in one page.
"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from competition import clock
from competition.errors import NotAllowed, Refused
from demo.rehearsal import steps
from foundation.jobs.drain import drain
from foundation.vault import pictures, store
from submissions.files import attach
from submissions.models import Entry
from submissions.writing import drafting, intake
from tests.submissions.files import hostile

pytestmark = [pytest.mark.django_db, pytest.mark.data]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def draft(begun):
    with begun.step("x", 2) as at:
        entry = steps.write(begun.edition, begun.cast.entrants[0], 0, 1, begun.units, at).entry
        for name in ("hai.pdf", "ba.pdf"):
            attach.attach(
                entry=entry, upload=SimpleUploadedFile(name, hostile.pdf(2)), by=entry.owner
            )
        drain()
    return Entry.objects.get(pk=entry.pk)


@pytest.fixture
def owner(draft, client):
    client.force_login(draft.owner, backend=BACKEND)
    return client


def names(draft) -> list[str]:
    return [file.name for file in draft.attachments.all()]


class TestDescribing:
    def test_a_file_moves_up_and_down_and_gets_a_caption(self, draft, owner):
        first, second, third = names(draft)
        file = draft.attachments.get(name=third)
        place = [draft.public_id, file.public_id]
        owner.post(reverse("raise_file", args=place), {"caption": "Bản vẽ", "part": "evidence"})
        assert names(draft) == [first, third, second]
        file.refresh_from_db()
        assert file.caption == "Bản vẽ"
        assert file.part == "evidence"
        owner.post(reverse("lower_file", args=place))
        owner.post(reverse("lower_file", args=place))  # it is the last: nothing moves
        assert names(draft) == [first, second, third]
        file.refresh_from_db()
        assert file.caption == "Bản vẽ"  # not sent, not lost

    def test_what_is_refused_stands_there_as_it_was_typed(self, draft, owner):
        file = draft.attachments.first()
        address = reverse("describe_file", args=[draft.public_id, file.public_id])
        page = owner.post(address, {"caption": "Bản vẽ " * 50, "part": "evidence"})
        assert page.status_code == 422
        shown = {one.pk: (one.caption, one.part) for one in page.context["attachments"]}
        assert shown[file.pk] == ("Bản vẽ " * 50, "evidence")
        assert {text for pk, text in shown.items() if pk != file.pk} == {("", "")}

    def test_what_another_window_said_meanwhile_stands_beside(self, draft, owner):
        file, other = draft.attachments.all()[:2]
        page = owner.get(reverse("edit_entry", args=[draft.public_id, "files"]))
        upon = page.context["versions"][file.pk]
        attach.describe(attachment=file, by=draft.owner, caption="Ảnh máy chạy", part="")
        attach.describe(attachment=other, by=draft.owner, caption="Không phải của nó", part="")
        address = reverse("describe_file", args=[draft.public_id, file.public_id])
        page = owner.post(address, {"caption": "Bản vẽ", "part": "", "upon": upon})
        assert page.status_code == 422
        assert page.context["there"].endswith("Ảnh máy chạy")
        assert 'value="Bản vẽ"' in page.content.decode()
        file.refresh_from_db()
        assert file.caption == "Ảnh máy chạy"

        again = {"caption": "Bản vẽ", "part": "", "upon": page.context["versions"][file.pk]}
        assert owner.post(address, again).status_code == 302
        file.refresh_from_db()
        assert file.caption == "Bản vẽ"

    def test_the_same_said_twice_is_no_matter(self, draft, owner):
        file = draft.attachments.first()
        page = owner.get(reverse("edit_entry", args=[draft.public_id, "files"]))
        sent = {"caption": "Bản vẽ", "part": "", "upon": page.context["versions"][file.pk]}
        address = reverse("describe_file", args=[draft.public_id, file.public_id])
        assert owner.post(address, sent).status_code == 302
        assert owner.post(address, sent).status_code == 302

    def test_a_caption_without_a_file_is_not_lost(self, draft, owner):
        address = reverse("edit_entry", args=[draft.public_id, "files"])
        page = owner.post(address, {"caption": "Bản vẽ", "part": ""})
        assert page.status_code == 422
        assert 'value="Bản vẽ"' in page.content.decode()
        assert 'id="files-error"' in page.content.decode()

    def test_going_on_needs_no_file(self, draft, owner):
        address = reverse("edit_entry", args=[draft.public_id, "files"])
        assert owner.post(f"{address}?tiep=1", {"caption": "", "part": ""}).status_code == 302

    def test_not_by_others_not_after_submission_not_into_an_unknown_part(
        self, begun, draft, client
    ):
        file = draft.attachments.first()
        with pytest.raises(Refused):
            attach.describe(attachment=file, by=draft.owner, caption="x", part="khong-co")
        with pytest.raises(NotAllowed):
            attach.describe(attachment=file, by=begun.cast.entrants[1], caption="x", part="")
        with begun.step("x", 5) as at:
            intake.submit(entry=draft, by=draft.owner, at=at)
        with pytest.raises(NotAllowed):
            attach.describe(attachment=file, by=draft.owner, caption="x", part="")
        client.force_login(begun.cast.entrants[1], backend=BACKEND)
        assert (
            client.post(
                reverse("describe_file", args=[draft.public_id, file.public_id]), {"caption": "x"}
            ).status_code
            == 404
        )
        file.refresh_from_db()
        assert file.caption != "x"


class TestPictures:
    def test_all_pages_are_shown_and_a_broken_file_has_none(self, draft, owner):
        file = draft.attachments.get(name="hai.pdf")
        page = owner.get(
            reverse("look_at_file", args=[draft.public_id, file.public_id])
        ).content.decode()
        assert [f"/trang/{number}/" in page for number in (1, 2, 3)] == [True, True, False]
        for blob in (
            store.put(b"%PDF-1.4 broken", media_type="application/pdf"),
            store.put(b"PK", media_type="application/zip"),
        ):
            assert pictures.pages_of(blob) == 0
            with pytest.raises(pictures.NoPicture):
                pictures.picture_of(blob)
        for page_number in (0, 3, pictures.MOST_PAGES + 1):
            with pytest.raises(pictures.NoPicture):
                pictures.picture_of(file.blob, page_number)

    def test_a_file_that_is_not_checked_is_not_drawn(self, draft, owner):
        file = draft.attachments.get(name="hai.pdf")
        draft.attachments.filter(pk=file.pk).update(verdict="pending")
        assert (
            owner.get(reverse("own_page", args=[draft.public_id, file.public_id, 1])).status_code
            == 404
        )
        assert (
            owner.get(reverse("look_at_file", args=[draft.public_id, file.public_id])).status_code
            == 404
        )


class TestTheWholeInOnePage:
    @pytest.fixture
    def empty(self, begun):
        with begun.step("x", 2) as at:
            return drafting.start_draft(edition=begun.edition, by=begun.cast.entrants[1], at=at)

    def typed(self, begun, revision=0, **more):
        unit = begun.units[0].pk
        typed = {
            "revision": revision,
            "title": "Máy gieo hạt",
            "entrant": "group",
            "field": begun.edition.fields.first().pk,
            "kind": begun.edition.kinds.first().pk,
            "unit": unit,
            "summary": "Gieo nhanh.",
            "author-TOTAL_FORMS": 2,
            "author-INITIAL_FORMS": 0,
            "author-0-full_name": "Lò Thị Ưng",
            "author-0-share": "55,5",
            "author-1-full_name": "Hà Văn Quý",
            "author-1-share": "44.5",
        }
        return (
            typed
            | {
                f"dossier-{question.key}": "Nội dung " * 40
                for question in begun.edition.questions.filter(type="long")
            }
            | more
        )

    def test_one_save_keeps_everything_and_the_dossier_is_complete(self, begun, empty, client):
        client.force_login(empty.owner, backend=BACKEND)
        address = reverse("edit_entry", args=[empty.public_id, "whole"])
        with begun.step("x", 3):
            answer = client.post(
                address, self.typed(begun, files=[SimpleUploadedFile("mô tả.pdf", hostile.pdf())])
            )
            drain()
            assert answer["Location"] == reverse("submit_entry", args=[empty.public_id])
            sent = client.post(answer["Location"], {"participation": "on", "personal_data": "on"})
        assert sent["Location"] == reverse("submitted", args=[empty.public_id])
        content = empty.versions.get().content
        assert [(author["full_name"], author["share"]) for author in content["authors"]] == [
            ("Lò Thị Ưng", "55.50"),
            ("Hà Văn Quý", "44.50"),
        ]
        assert content["files"][0]["name"] == "mô tả.pdf"
        assert content["unit"] == begun.units[0].name

    def test_one_wrong_answer_keeps_the_right_ones_and_shows_all_that_was_typed(
        self, begun, empty, client
    ):
        client.force_login(empty.owner, backend=BACKEND)
        address = reverse("edit_entry", args=[empty.public_id, "whole"])
        bad = SimpleUploadedFile("virus.exe", b"MZ")
        with begun.step("x", 3):
            answer = client.post(
                address,
                self.typed(
                    begun,
                    files=[bad],
                    **{"dossier-first_applied": "hôm nào đó", "author-1-share": "400"},
                ),
            )
        text = answer.content.decode()
        assert answer.status_code == 422
        assert "hôm nào đó" in text
        assert "Hà Văn Quý" in text
        assert "400" in text
        empty.refresh_from_db()
        assert empty.title == "Máy gieo hạt"
        assert empty.answers["novelty"].startswith("Nội dung")
        assert not empty.attachments.exists()
        with begun.step("x", 3):
            again = client.post(address, self.typed(begun, revision=empty.revision))
        assert again.status_code == 302
        assert empty.authors.count() == 2

    def test_a_file_that_is_refused_leaves_what_was_written_of_it(self, begun, empty, client):
        client.force_login(empty.owner, backend=BACKEND)
        address = reverse("edit_entry", args=[empty.public_id, "files"])
        bad = SimpleUploadedFile("virus.exe", b"MZ")
        with begun.step("x", 3):
            answer = client.post(address, {"files": bad, "caption": "Ảnh máy gieo", "part": ""})
        assert answer.status_code == 422
        assert 'value="Ảnh máy gieo"' in answer.content.decode()
        assert not empty.attachments.exists()

    def test_a_stale_page_overwrites_nothing(self, begun, empty, client):
        client.force_login(empty.owner, backend=BACKEND)
        with clock.set_to(begun.at(3)):
            drafting.save_draft(
                entry=empty, by=empty.owner, revision=0, changes={"title": "Tên mới hơn"}
            )
            answer = client.post(
                reverse("edit_entry", args=[empty.public_id, "whole"]),
                self.typed(begun, revision=0),
            )
        empty.refresh_from_db()
        assert answer.status_code == 422
        assert "Máy gieo hạt" in answer.content.decode()
        assert empty.title == "Tên mới hơn"
