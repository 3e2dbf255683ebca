"""A draft that loses nothing: history, two windows, another year, changes until the deadline, a
moved deadline, consents.
"""

import datetime

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import localtime

from cms.facts import winners
from competition import extension
from competition.errors import NotAllowed, PhaseClosed, Refused
from competition.models import JointRequest, Phase, Question
from demo.rehearsal import steps
from foundation.jobs.drain import drain
from foundation.ledger.models import Event
from foundation.notifications.models import Message
from submissions.models import Author, DraftChange, Entry, EntryConsent
from submissions.screening import screening
from submissions.writing import drafting, intake
from submissions.writing.checklist import missing
from tests.factories.competition import QuestionFactory
from tests.joint import agreed
from tests.rehearsed import small
from tests.stages import stage

pytestmark = [pytest.mark.django_db, pytest.mark.data]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@stage()
def three_drafts(begun):
    """Complete drafts, none submitted."""
    with begun.step("write", 3) as at:
        begun.works = [
            steps.write(begun.edition, owner, index, 1, begun.units, at)
            for index, owner in enumerate(begun.cast.entrants[:3])
        ]
        drain()
    return begun


@pytest.fixture
def draft(three_drafts) -> Entry:
    return three_drafts.works[0].entry


def submit(begun, entry, day=5, **more):
    with begun.step("x", day) as at:
        return intake.submit(entry=Entry.objects.get(pk=entry.pk), by=entry.owner, at=at, **more)


class TestHistory:
    def test_before_and_after_are_kept_and_saves_of_one_sitting_are_one_line(self, begun):
        owner = begun.cast.entrants[0]
        with begun.step("x", 3) as at:
            entry = drafting.start_draft(edition=begun.edition, by=owner, at=at)
            for title in ("Máy", "Máy hái", "Máy hái chè"):
                entry = drafting.save_draft(
                    entry=entry, by=owner, revision=entry.revision, changes={"title": title}
                )
        with begun.step("x", 4):
            entry = drafting.save_draft(
                entry=entry,
                by=owner,
                revision=entry.revision,
                changes={"title": "Máy hái chè đồi", "answers": {"novelty": "Mới"}},
            )
        later, first = DraftChange.objects.filter(entry=entry)
        assert first.changes == {"title": ["", "Máy hái chè"]}
        assert later.changes == {
            "title": ["Máy hái chè", "Máy hái chè đồi"],
            "answer:novelty": ["", "Mới"],
        }

    def test_answers_stand_in_it_in_words(self, draft):
        QuestionFactory(edition=draft.edition, key="had", type=Question.Type.YES_NO)
        drafting.save_draft(
            entry=draft,
            by=draft.owner,
            revision=draft.revision,
            changes={"answers": {"had": "yes"}},
        )
        assert draft.draft_changes.first().changes["answer:had"] == ["", "Có"]

    def test_the_owner_reads_it_and_nobody_else(self, client, draft, begun):
        address = reverse("draft_history", args=[draft.public_id])
        client.force_login(draft.owner, backend=BACKEND)
        assert draft.title in client.get(address).content.decode()
        client.force_login(begun.cast.entrants[4], backend=BACKEND)
        assert client.get(address).status_code == 404


def test_two_windows_see_what_the_other_one_saved_and_nothing_typed_is_lost(client, draft, begun):
    client.force_login(draft.owner, backend=BACKEND)
    address = reverse("edit_entry", args=[draft.public_id, "content"])
    old = draft.revision
    client.post(address, {"revision": old, "novelty": "Từ cửa sổ thứ nhất"})
    page = client.post(address, {"revision": old, "novelty": "Từ cửa sổ thứ hai"})
    text = page.content.decode()
    assert page.status_code == 422
    assert "Đã lưu ở một cửa sổ khác" in text
    assert "Từ cửa sổ thứ nhất" in text
    assert "Từ cửa sổ thứ hai" in text
    draft.refresh_from_db()
    assert draft.answers["novelty"] == "Từ cửa sổ thứ nhất"
    client.post(
        address, {"revision": draft.revision, "novelty": "Đã gộp hai bản"}
    )  # a decision, on the stored revision
    draft.refresh_from_db()
    assert draft.answers["novelty"] == "Đã gộp hai bản"


class TestAmending:
    def test_what_was_submitted_counts_until_it_is_sent_again(self, three_drafts, draft):
        first = submit(three_drafts, draft)
        with three_drafts.step("x", 6) as at:
            entry = intake.amend(entry=draft, by=draft.owner, at=at)
            entry = drafting.save_draft(
                entry=entry,
                by=draft.owner,
                revision=entry.revision,
                changes={"title": "Tên đã sửa"},
            )
        assert entry.status == "submitted"
        assert entry.versions.first().content["title"] != "Tên đã sửa"
        second = submit(three_drafts, draft, day=7)
        assert second.number == first.number
        assert second.version.number == 2
        assert [
            version.content["title"] == "Tên đã sửa"
            for version in entry.versions.order_by("number")
        ] == [False, True]
        entry.refresh_from_db()
        assert entry.amending_since is None
        assert not entry.is_editable
        assert submit(three_drafts, draft, day=8) == second  # sending twice is once

    def test_an_accepted_dossier_that_is_changed_is_looked_at_again(self, three_drafts, draft):
        submit(three_drafts, draft)
        drain()
        with three_drafts.step("x", 6) as at:
            screening.accept(
                entry=draft,
                by=three_drafts.cast.secretary,
                at=at,
                checks=three_drafts.edition.screening_points,
            )
            intake.amend(entry=draft, by=draft.owner, at=at)
        submit(three_drafts, draft, day=7)
        draft.refresh_from_db()
        assert draft.status == "submitted"
        assert not hasattr(draft.versions.first(), "screening")

    def test_not_after_the_deadline_and_not_by_others(self, three_drafts, draft):
        submit(three_drafts, draft)
        with three_drafts.step("x", 6) as at, pytest.raises(NotAllowed):
            intake.amend(entry=draft, by=three_drafts.cast.entrants[4], at=at)
        with three_drafts.step("x", 31) as at, pytest.raises(PhaseClosed):
            intake.amend(entry=draft, by=draft.owner, at=at)
        with three_drafts.step("x", 6) as at:
            intake.amend(entry=draft, by=draft.owner, at=at)
        with pytest.raises(PhaseClosed):
            submit(three_drafts, draft, day=31)
        assert Entry.objects.get(pk=draft.pk).versions.count() == 1

    def test_the_buttons_do_it(self, client, three_drafts, draft):
        submit(three_drafts, draft)
        client.force_login(draft.owner, backend=BACKEND)
        with three_drafts.step("x", 6):
            page = client.get(reverse("entry", args=[draft.public_id])).content.decode()
            assert "Sửa hồ sơ" in page
            page = client.post(
                reverse("amend_entry", args=[draft.public_id]), follow=True
            ).content.decode()
            assert "Bạn đang sửa một hồ sơ đã nộp" in page
            assert "Sửa hồ sơ" not in page
        with three_drafts.step("x", 31):
            assert (
                "Sửa hồ sơ"
                not in client.get(reverse("entry", args=[draft.public_id])).content.decode()
            )


class TestAnotherYear:
    def test_texts_and_authors_are_taken_along_and_files_are_not(self, awarded, client):
        other = small(seed=31)
        other.set_up()
        entry = awarded.works[0].entry
        entry.refresh_from_db()
        client.force_login(entry.owner, backend=BACKEND)
        with other.step("x", 3):
            assert (
                "Bắt đầu bản nháp từ nội dung này"
                in client.get(reverse("entry", args=[entry.public_id])).content.decode()
            )
            client.post(reverse("take_along", args=[entry.public_id, other.edition.slug]))
        draft = Entry.objects.get(edition=other.edition)
        assert draft.title == entry.title
        assert draft.summary == entry.summary
        assert draft.answers == entry.answers
        assert draft.field.code == entry.field.code
        assert [(author.full_name, author.share) for author in draft.authors.all()] == [
            (author.full_name, author.share) for author in entry.authors.all()
        ]
        assert draft.status == "draft"
        assert draft.receipt_number == ""
        assert not draft.attachments.exists()

    def test_somebody_elses_entry_is_not(self, awarded):
        other = small(seed=31)
        other.set_up()
        with other.step("x", 3) as at, pytest.raises(NotAllowed):
            drafting.begin_again(
                entry=awarded.works[0].entry,
                edition=other.edition,
                by=other.cast.entrants[0],
                at=at,
            )


class TestTheDeadline:
    def extend(self, three_drafts, day, hours, **more):
        closes = three_drafts.edition.phase("submission").closes_at
        arguments = {"decision_number": "21/QĐ-BTCCT", "reason": "Mưa lũ"} | more
        with three_drafts.step("x", day) as at:
            return extension.extend(
                edition=three_drafts.edition,
                closes_at=closes + datetime.timedelta(hours=hours),
                by=three_drafts.cast.secretary,
                at=at,
                **arguments,
            )

    def test_it_is_moved_on_the_last_day_and_every_draft_is_told_once(self, three_drafts, draft):
        submit(three_drafts, draft)
        agreed(self.extend(three_drafts, 30, 48), at=three_drafts.at(30))
        made = three_drafts.edition.extensions.get()
        drain(), drain()
        told = Message.objects.filter(subject__startswith="Gia hạn: ")
        assert {message.recipient_id for message in told} == {
            work.entry.owner_id for work in three_drafts.works[1:]
        }
        assert "21/QĐ-BTCCT" in told.first().body
        assert "Mưa lũ" in told.first().body
        assert Event.objects.filter(verb="deadline.extended").count() == 1
        assert (
            made.closes_at
            == Phase.objects.get(edition=three_drafts.edition, kind="submission").closes_at
        )
        three_drafts.edition.refresh_from_db()
        assert submit(three_drafts, three_drafts.works[1].entry, day=31.9)

    @pytest.mark.parametrize(
        ("hours", "more", "words"),
        [
            (-1, {}, "muộn hơn"),
            (0, {}, "muộn hơn"),
            (24 * 30, {}, "Chấm ẩn danh bắt đầu"),
            (5, {"reason": " "}, "lý do"),
            (5, {"decision_number": ""}, "số quyết định"),
        ],
    )
    def test_it_is_refused_with_the_reason(self, three_drafts, hours, more, words):
        with pytest.raises(Refused, match=words):
            self.extend(three_drafts, 30, hours, **more)

    def test_only_the_secretariat(self, three_drafts, draft):
        closes = three_drafts.edition.phase("submission").closes_at
        with three_drafts.step("x", 3) as at, pytest.raises(NotAllowed):
            extension.extend(
                edition=three_drafts.edition,
                closes_at=closes + datetime.timedelta(days=1),
                decision_number="1",
                reason="x",
                by=draft.owner,
                at=at,
            )

    def test_the_office_does_it_and_bad_input_is_kept(self, client, three_drafts):
        client.force_login(three_drafts.cast.secretary, backend=BACKEND)
        address = reverse("extend_deadline", args=[three_drafts.edition.slug])
        closes = localtime(three_drafts.edition.phase("submission").closes_at) + datetime.timedelta(
            days=1
        )
        with three_drafts.step("x", 30):
            bad = client.post(
                address,
                {
                    "closes_at": "ngày mai",
                    "decision_number": "21/QĐ",
                    "reason": "Mưa lũ",
                },
            )
            assert bad.status_code == 422
            assert "21/QĐ" in bad.content.decode()
            assert "22/11/2026 17:00" in bad.content.decode()
            client.post(
                address,
                {
                    "closes_at": f"{closes:%d/%m/%Y %H:%M}",
                    "decision_number": "21/QĐ",
                    "reason": "Mưa lũ",
                },
            )
            agreed(JointRequest.objects.get(), at=three_drafts.at(30))
        assert three_drafts.edition.extensions.get().closes_at == closes

    def test_the_grace_that_the_rules_state(self, three_drafts, draft):
        closes = three_drafts.edition.phase("submission").closes_at
        three_drafts.edition.grace_minutes = 10
        three_drafts.edition.save()
        last = closes + datetime.timedelta(minutes=10)
        for moment, fine in ((last, False), (last - datetime.timedelta(microseconds=1), True)):
            entry = Entry.objects.get(pk=draft.pk)
            if fine:
                assert intake.submit(entry=entry, by=draft.owner, at=moment)
            else:
                with pytest.raises(PhaseClosed):
                    intake.submit(entry=entry, by=draft.owner, at=moment)


class TestConsents:
    def test_each_is_kept_with_time_and_text_and_only_what_was_ticked(self, three_drafts, draft):
        receipt = submit(
            three_drafts,
            draft,
            consents={"participation", "personal_data", "pictures"},
            embargo_until=datetime.date(2031, 1, 1),
        )
        kept = EntryConsent.objects.filter(version=receipt.version)
        assert set(kept.values_list("kind", flat=True)) == {
            "participation",
            "personal_data",
            "pictures",
        }
        assert {row.given_at for row in kept} == {three_drafts.at(5)}
        assert kept.first().text_version
        draft.refresh_from_db()
        assert draft.publish_names is False
        assert draft.publish_pictures is True
        assert draft.embargo_until == datetime.date(2031, 1, 1)

    @pytest.mark.parametrize(
        "given", [set(), {"participation"}, {"personal_data", "names", "contact"}]
    )
    def test_without_the_two_that_are_needed_nothing_is_taken(self, three_drafts, draft, given):
        with pytest.raises(Refused, match="dữ liệu cá nhân"):
            submit(three_drafts, draft, consents=given)
        assert not draft.versions.exists()

    def test_a_winner_who_did_not_agree_is_not_named(self, awarded):
        award = awarded.decision.awards.first()
        name = award.entry.authors.first().full_name
        assert name in card_of(award)
        award.entry.publish_names = False
        assert name not in card_of(award)
        assert "Tác giả không công bố tên" in card_of(award)


def card_of(award) -> str:
    """The card of a winner on public pages."""
    [winner] = winners([award])
    return render_to_string("components/work_card.html", {"winner": winner})


class TestAuthors:
    def lacking(self, entry) -> str:
        return " ".join(
            item.text for item in missing(Entry.objects.get(pk=entry.pk)) if item.step == "authors"
        )

    def test_limits_of_the_edition_bite_and_are_explained(self, draft):
        edition = draft.edition
        draft.authors.exclude(pk=draft.authors.first().pk).delete()
        author = draft.authors.first()
        author.share = 100
        author.save()
        assert self.lacking(draft) == ""
        edition.min_age, edition.max_age = 18, 30
        edition.save()
        assert "ngày sinh" in self.lacking(draft)
        day = edition.closing_day
        for years, words in ((17, "chưa đủ tuổi"), (31, "quá tuổi"), (18, ""), (30, "")):
            Author.objects.filter(pk=author.pk).update(
                birth_date=day.replace(year=day.year - years)
            )
            assert words in self.lacking(draft), years
            assert bool(words) == bool(self.lacking(draft)), years
        edition.max_authors = 0
        edition.save()
        assert "tối đa 0 tác giả" in self.lacking(draft)

    def test_a_minor_needs_a_guardian_who_agrees(self, draft):
        author = draft.authors.first()
        day = draft.edition.closing_day
        author.birth_date = day.replace(year=day.year - 18) + datetime.timedelta(days=1)
        author.save()
        assert "dưới 18 tuổi" in self.lacking(draft)
        author.guardian = "Bà Ma Thị Hoa, 0912 000 111"
        author.save()
        assert "dưới 18 tuổi" in self.lacking(draft)
        author.guardian_agrees = True
        author.save()
        assert "dưới 18 tuổi" not in self.lacking(draft)

    def test_entries_a_person(self, begun):
        begun.edition.max_entries_a_person = 1
        begun.edition.save()
        owner = begun.cast.entrants[0]
        with begun.step("x", 3) as at:
            first = drafting.start_draft(edition=begun.edition, by=owner, at=at)
            with pytest.raises(Refused, match="tối đa 1 công trình"):
                drafting.start_draft(edition=begun.edition, by=owner, at=at)
            intake.withdraw(entry=first, reason="Gộp hồ sơ", by=owner, at=at)
            assert drafting.start_draft(edition=begun.edition, by=owner, at=at)


class TestAnEndedSession:
    """What was typed when the session had ended comes back after signing in, without script."""

    @pytest.mark.parametrize(
        ("step", "name"),
        [
            ("general", "title"),
            ("content", "novelty"),
            ("authors", "author-0-full_name"),
            ("whole", "title"),
        ],
    )
    def test_what_was_typed_is_shown_again_and_saved_by_the_next_press(
        self, client, draft, step, name
    ):
        address = reverse("edit_entry", args=[draft.public_id, step])
        client.force_login(draft.owner, backend=BACKEND)
        page = client.get(address)
        forms = [
            page.context["form"],
            *(
                [page.context["formset"].management_form, *page.context["formset"]]
                if "formset" in page.context
                else []
            ),
        ]
        forms += [page.context["content"]] if "content" in page.context else []
        typed = {
            field.html_name: field.value() if field.value() is not None else ""
            for form in forms
            for field in form
        } | {name: "Gõ khi đã hết phiên"}
        typed = {
            key: str(getattr(value, "pk", value))
            for key, value in typed.items()
            if value is not False
        }
        client.logout()
        answer = client.post(address, typed)
        assert answer.status_code == 302
        assert "/login/" in answer["Location"]
        client.force_login(draft.owner, backend=BACKEND)
        shown = client.get(address)
        assert "Gõ khi đã hết phiên" in shown.content.decode()
        assert "Phiên đăng nhập của bạn đã hết" in shown.content.decode()
        assert (
            "Gõ khi đã hết phiên" not in client.get(address).content.decode()
        )  # shown once; nothing was saved behind the back
        client.post(address, typed)
        assert "Gõ khi đã hết phiên" in client.get(address).content.decode()

    def test_another_person_on_the_same_machine_sees_nothing_of_it(self, client, draft, begun):
        address = reverse("edit_entry", args=[draft.public_id, "general"])
        client.post(address, {"revision": 0, "title": "Bí mật của người trước"})
        client.force_login(begun.cast.entrants[4], backend=BACKEND)
        assert client.get(address).status_code == 404
        own = drafting.start_draft(edition=begun.edition, by=begun.cast.entrants[4], at=begun.at(3))
        assert (
            "Bí mật"
            not in client.get(
                reverse("edit_entry", args=[own.public_id, "general"])
            ).content.decode()
        )
