"""The office's own words for a letter: kept, refused, used by mails, taken back."""

import pytest

from competition.errors import NotAllowed, Refused
from competition.letters import texts, wording
from competition.letters.events import letter_of, letters
from competition.models import LetterText
from foundation.ledger.models import Event, KeptText
from foundation.notifications import post
from tests.beside import secretary_of
from tests.factories.accounts import UserFactory
from tests.factories.competition import EditionFactory
from tests.factories.moments import NOON
from tests.factories.submissions import EntryFactory, EntryVersionFactory, ScreeningFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]
OWN = {"subject": "Đã nhận {so_ho_so}", "body": "Chào {ho_ten},\n\nĐã xem “{ten_bai}”.\n{ly_do}"}


@pytest.fixture
def edition():
    return EditionFactory()


@pytest.fixture
def secretary(edition):
    return secretary_of(edition)


def change(edition, by, name="screening_returned", language="vi", **more):
    return texts.change(
        edition=edition,
        letter=letter_of(name),
        language=language,
        by=by,
        at=NOON,
        **(OWN | more),
    )


def told(edition, verdict="returned", reason="Thiếu ảnh", language="vi"):
    entry = EntryFactory(edition=edition, title="Máy tẽ ngô", receipt_number="TN-7")
    entry.owner.language = language
    version = EntryVersionFactory(entry=entry)
    screening = ScreeningFactory(version=version, verdict=verdict, reason=reason)
    words = {"entry": entry, "screening": screening}
    return post.tell(entry.owner, "screening", words, key=f"thu:{entry.pk}")


class TestEveryLetter:
    @pytest.mark.parametrize("language", ["vi", "en"])
    @pytest.mark.parametrize("name", [one.name for one in letters()])
    def test_the_product_s_text_knows_its_placeholders(self, name, language):
        one = letter_of(name)
        subject, body = wording.product_text(one, language)
        assert wording.unknown_in(subject + body, one.names) == []

    @pytest.mark.parametrize("name", [one.name for one in letters()])
    def test_the_product_s_text_uses_each_of_them(self, name):
        one = letter_of(name)
        text = "".join(wording.product_text(one, "vi"))
        unused = [each.name for each in one.placeholders if f"{{{each.name}}}" not in text]
        assert set(unused) <= {"so_ho_so", "ten_bai"}

    def test_no_two_share_a_name_of_a_placeholder(self):
        for one in letters():
            assert len(one.names) == len(set(one.names))


class TestTheOwnWords:
    def test_a_mail_goes_out_in_them(self, edition, secretary):
        change(edition, secretary)
        message = told(edition)
        assert message.subject == "Đã nhận TN-7"
        assert "Đã xem “Máy tẽ ngô”.\nThiếu ảnh" in message.body

    def test_a_line_with_nothing_in_it_is_left_out(self, edition, secretary):
        change(edition, secretary, name="screening_accepted")
        assert told(edition, verdict="accepted", reason="").body.endswith("“Máy tẽ ngô”.")

    def test_another_decision_keeps_the_product_s(self, edition, secretary):
        change(edition, secretary)
        assert told(edition, verdict="refused").subject != "Đã nhận TN-7"

    def test_another_edition_too(self, edition, secretary):
        change(edition, secretary)
        assert told(EditionFactory()).subject != "Đã nhận TN-7"

    def test_another_language_too(self, edition, secretary):
        change(edition, secretary)
        assert told(edition, language="en").subject.startswith("Please complete")

    def test_a_mail_says_what_it_is_about(self, edition):
        assert told(edition).about == f"edition:{edition.pk}"

    def test_the_ledger_keeps_them(self, edition, secretary):
        change(edition, secretary)
        line = Event.objects.get(verb="letter_text.changed")
        assert (line.actor, line.payload["letter"]) == (secretary, "screening_returned")
        assert "Đã xem" in KeptText.objects.get(event=line).text

    def test_taken_back_the_product_s_is_used(self, edition, secretary):
        change(edition, secretary)
        change(edition, secretary, name="receipt", body="Đã nhận.")
        one = letter_of("screening_returned")
        texts.reset(edition=edition, letter=one, language="vi", by=secretary, at=NOON)
        assert told(edition).subject != "Đã nhận TN-7"
        assert LetterText.objects.get().event == "receipt"


class TestRefused:
    def test_an_unknown_placeholder_and_the_list_is_told(self, edition, secretary):
        with pytest.raises(Refused, match=r"\{giai_thuong\}.*\{ten_bai\}"):
            change(edition, secretary, body="Chúc mừng {giai_thuong}")
        assert not LetterText.objects.exists()

    @pytest.mark.parametrize("body", ["Chào {ho_ten", "Chào ho_ten}", "{{ho_ten}}"])
    def test_a_lonely_brace(self, edition, secretary, body):
        with pytest.raises(Refused):
            change(edition, secretary, body=body)

    def test_nothing(self, edition, secretary):
        with pytest.raises(Refused):
            change(edition, secretary, body=" ")

    def test_too_much(self, edition, secretary):
        with pytest.raises(Refused):
            change(edition, secretary, body="a" * 8001)

    def test_whoever_does_not_run_the_edition(self, edition):
        with pytest.raises(NotAllowed):
            texts.change(
                edition=edition,
                letter=letter_of("receipt"),
                language="vi",
                subject="A",
                body="B",
                by=UserFactory(),
                at=NOON,
            )
        with pytest.raises(NotAllowed):
            texts.reset(
                edition=edition,
                letter=letter_of("receipt"),
                language="vi",
                by=secretary_of(EditionFactory()),
                at=NOON,
            )
