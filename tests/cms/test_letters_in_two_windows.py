"""Letters that two people write at once: neither writes over the other without a word, and nobody
types in vain.
"""

import lxml.html
import pytest
from django.urls import reverse

from competition import clock
from competition.letters import broadcasting, reminders
from competition.models import Broadcast, LetterText
from competition.two_windows import Stale
from tests.beside import secretary_of, untouched
from tests.factories.competition import BroadcastFactory, EditionFactory, LetterTextFactory
from tests.factories.moments import NOON
from tests.factories.submissions import EntryFactory
from tests.joint import member_of
from tests.reading import seen

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture(autouse=True)
def at_noon():
    with clock.set_to(NOON):
        yield


@pytest.fixture
def edition():
    return EditionFactory()


@pytest.fixture
def secretary(edition):
    return secretary_of(edition)


@pytest.fixture
def letter(edition):
    EntryFactory(edition=edition)
    return BroadcastFactory(edition=edition, group="drafts", subject="Tên cũ", body="Bài cũ")


def form_on(page, address: str) -> dict[str, str]:
    """Everything that the form of this address shows on a page."""
    document = lxml.html.document_fromstring(page.content)
    return dict(next(form for form in document.forms if form.action == address).form_values())


def beside(page) -> str:
    """What stands there of the other window."""
    document = lxml.html.document_fromstring(page.content)
    (found,) = document.xpath("//section[@aria-label='Đã lưu ở một cửa sổ khác']")
    return " ".join(found.text_content().split())


class TestALetterToMany:
    @pytest.fixture
    def address(self, edition, letter):
        return lambda name: reverse(name, args=[edition.slug, letter.pk])

    @pytest.fixture
    def opened(self, client, secretary, address):
        """`opened()`: the form as a window shows it that is opened now."""
        client.force_login(secretary)
        return lambda: form_on(client.get(address("broadcast")), address("revise_broadcast"))

    @pytest.fixture
    def save(self, client, address):
        return lambda form, **typed: client.post(address("revise_broadcast"), form | typed)

    @pytest.fixture
    def refused(self, opened, save):
        old = opened()
        save(old, body="Bài của người khác")
        return save(old, subject="Tên gõ ở đây")

    def test_a_stale_save_is_refused(self, refused):
        assert refused.status_code == 422

    def test_nothing_is_written_over(self, refused, letter):
        letter.refresh_from_db()
        assert (letter.subject, letter.body) == ("Tên cũ", "Bài của người khác")

    def test_what_is_stored_stands_beside_it(self, refused):
        assert "Nội dung Bài của người khác" in beside(refused)

    def test_what_was_typed_stays(self, refused, address):
        assert form_on(refused, address("revise_broadcast"))["subject"] == "Tên gõ ở đây"

    def test_the_form_is_open(self, refused):
        assert '<details class="office-card" open>' in seen(refused)

    def test_pressing_again_saves(self, refused, address, save, letter):
        save(form_on(refused, address("revise_broadcast")))
        letter.refresh_from_db()
        assert (letter.subject, letter.body) == ("Tên gõ ở đây", "Bài cũ")

    def test_an_error_beside_a_field_does_not_make_it_the_newest(self, opened, save, address):
        old = opened()
        save(old, body="Bài của người khác")
        form = form_on(save(old, subject="{diem_so}"), address("revise_broadcast"))
        assert save(form, subject="Tên gõ ở đây").status_code == 422

    def test_the_newest_window_is_not_stale(self, opened, save):
        save(opened(), body="Bài của người khác")
        assert save(opened(), subject="Tên gõ ở đây").status_code == 302

    def test_nor_is_the_same_press_again(self, opened, save):
        old = opened()
        save(old, body="Bài gõ ở đây")
        assert save(old, body="Bài gõ ở đây").status_code == 302

    def test_the_group_is_said_in_words(self, opened, save, letter):
        old = opened()
        Broadcast.objects.filter(pk=letter.pk).update(group="entrants")
        assert "entrants" not in beside(save(old, subject="Tên gõ ở đây"))

    def test_the_verb_says_so(self, letter, secretary):
        content = broadcasting.Content("drafts", "Tên", "Bài")
        with pytest.raises(Stale), untouched(letter):
            broadcasting.revise(
                broadcast=letter, content=content, by=secretary, at=NOON, upon="một bản cũ"
            )

    @pytest.fixture
    def waiting(self, client, edition, opened, address):
        """The form of a window that was opened before a second person was asked."""
        member_of(edition)
        old = opened()
        client.post(address("ask_broadcast"), {"reason": "Đã đọc lại"})
        return old

    def test_what_comes_too_late_is_refused(self, waiting, save, letter):
        with untouched(letter):
            assert save(waiting, body="Bài gõ quá muộn").status_code == 422

    def test_it_stands_there_to_be_copied(self, waiting, save):
        page = seen(save(waiting, body="Bài gõ quá muộn", subject="Tên gõ quá muộn"))
        assert "Bài gõ quá muộn" in page
        assert "Tên gõ quá muộn" in page

    def test_there_is_no_form_any_more(self, waiting, save, address):
        page = seen(save(waiting, body="Bài gõ quá muộn"))
        assert f'action="{address("revise_broadcast")}' not in page

    def test_whoever_only_opens_it_sees_nothing_of_that(self, waiting, client, address):
        assert "Nội dung bạn vừa gõ chưa được nhận" not in seen(client.get(address("broadcast")))

    def test_a_word_for_the_second_person_that_comes_too_late(self, waiting, client, address):
        page = client.post(address("ask_broadcast"), {"reason": "Lời nhắn thứ hai"})
        assert "Lời nhắn thứ hai" in seen(page)

    def test_one_that_was_thrown_away_can_be_kept_anew(self, client, edition, opened, save):
        old = opened()
        Broadcast.objects.all().delete()
        page = save(old, body="Bài gõ ở đây")
        assert page.status_code == 422
        write = reverse("write_broadcast", args=[edition.slug])
        client.post(write, form_on(page, write))
        assert Broadcast.objects.get().body == "Bài gõ ở đây"

    def test_one_of_another_edition_is_not_shown(self, client, opened, edition):
        other = BroadcastFactory(body="Bài của lần khác")
        form = opened()
        page = client.post(reverse("revise_broadcast", args=[edition.slug, other.pk]), form)
        assert "Bài của lần khác" not in seen(page)


class TestAWording:
    @pytest.fixture
    def address(self, edition):
        return lambda name: reverse(name, args=[edition.slug, "receipt", "vi"])

    @pytest.fixture
    def opened(self, client, secretary, address):
        client.force_login(secretary)
        return lambda: form_on(client.get(address("letter_text")), address("keep_letter_text"))

    @pytest.fixture
    def save(self, client, address):
        return lambda form, **typed: client.post(address("keep_letter_text"), form | typed)

    @pytest.fixture
    def refused(self, opened, save):
        old = opened()
        save(old, body="Lời của người khác")
        return save(old, subject="Tên gõ ở đây")

    def test_a_stale_save_is_refused(self, refused):
        assert refused.status_code == 422

    def test_nothing_is_written_over(self, refused):
        assert LetterText.objects.get().body == "Lời của người khác"

    def test_what_is_stored_stands_beside_it(self, refused):
        assert "Lời của người khác" in beside(refused)

    def test_pressing_again_saves(self, refused, save, address):
        save(form_on(refused, address("keep_letter_text")))
        assert LetterText.objects.get().subject == "Tên gõ ở đây"

    def test_a_preview_does_not_make_it_the_newest(self, client, opened, save, address):
        old = opened()
        save(old, body="Lời của người khác")
        page = client.post(address("preview_letter_text"), old | {"subject": "Tên gõ ở đây"})
        assert save(form_on(page, address("keep_letter_text"))).status_code == 422

    def test_the_product_s_text_again_counts_too(self, client, edition, opened, save, address):
        LetterTextFactory(edition=edition, event="receipt", language="vi")
        old = opened()
        client.post(address("reset_letter_text"))
        assert save(old, subject="Tên gõ ở đây").status_code == 422

    def test_the_newest_window_is_not_stale(self, opened, save):
        save(opened(), body="Lời của người khác")
        assert save(opened(), subject="Tên gõ ở đây").status_code == 302


class TestReminders:
    @pytest.fixture
    def opened(self, client, edition, secretary):
        client.force_login(secretary)
        page = client.get(reverse("letters", args=[edition.slug]))
        return form_on(page, reverse("plan_reminders", args=[edition.slug]))

    @pytest.fixture
    def names(self, opened):
        return [name for name in opened if name.startswith("nhac-")][:2]

    @pytest.fixture
    def save(self, client, edition):
        return lambda form: client.post(reverse("plan_reminders", args=[edition.slug]), form)

    def test_days_that_somebody_else_has_planned_stay(self, opened, names, save, edition):
        first, second = names
        assert save(opened | {first: "30, 9"}).status_code == 302
        refused = save(opened | {second: "8"})
        assert refused.status_code == 422
        assert "30, 9" in beside(refused)
        assert f'value="{8}"' in refused.content.decode()
        planned = reminders.stored_days(edition)
        assert planned[first.removeprefix("nhac-")] == [30, 9]
        assert planned[second.removeprefix("nhac-")] != [8]

    def test_saved_again_they_are_a_decision(self, opened, names, save, edition, client):
        first, second = names
        save(opened | {first: "30, 9"})
        address = reverse("plan_reminders", args=[edition.slug])
        shown = form_on(save(opened | {second: "8"}), address)
        assert save(shown).status_code == 302
        assert reminders.stored_days(edition)[second.removeprefix("nhac-")] == [8]

    def test_the_same_days_planned_twice_are_no_matter(self, opened, names, save):
        for _person in range(2):
            assert save(opened | {names[0]: "30, 9"}).status_code == 302
